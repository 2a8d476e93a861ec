"""Persons on public lists: names, numbers and phones keep only what tells one from another.

A company is named in full; a natural person's data is shown no further than the list needs
(个人信息保护法 6). What a form put into free text is masked by :mod:`.publishing` as well.
"""

from __future__ import annotations

from .publishing import for_public

# Family names of two characters that are common enough to be expected (《百家姓》)
_DOUBLE_NAMES = frozenset(
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 "
    "公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 令狐 拓跋 呼延 "
    "歐陽 東方 獨孤 聞人 諸葛 尉遲 赫連 澹臺 濮陽 申屠 公孫 仲孫 鍾離 長孫 鮮于".split()
)


def mask_person(name: str | None) -> str:
    """A person's name for a public list: 张三 is 张*, 张三丰 is 张*丰, 欧阳三丰 is 欧阳*丰.

    The family name stays and, of a given name of two characters or more, the last one. A name in
    Latin letters keeps its initials; of one in the manner of minorities (阿依古丽·买买提) each part
    is masked alone.
    """
    name = " ".join((name or "").split())
    for dot in ("·", "•", "\u30fb"):
        if dot in name:
            return "·".join(_mask_part(part) for part in name.split(dot))
    if name.isascii():
        return " ".join(_mask_part(part) for part in name.split())
    name = name.replace(" ", "")
    family = name[:2] if name[:2] in _DOUBLE_NAMES and len(name) > 2 else name[:1]
    given = name[len(family) :]
    if len(given) < 2:
        return family + "*" * len(given)
    return family + "*" * (len(given) - 1) + given[-1]


def mask_number(number: str | None, *, head: int = 4, tail: int = 4) -> str:
    """A document's number with its ends only; a number too short for that shows nothing."""
    number = "".join((number or "").split())
    if len(number) <= head + tail:
        return "*" * len(number)
    return number[:head] + "*" * (len(number) - head - tail) + number[-tail:]


def for_notice(text: str | None, *, is_person: bool = False) -> str:
    """Words of a notice's line as they may be published; a person's name is masked."""
    return mask_person(text) if is_person else for_public(text)


def _mask_part(part: str) -> str:
    return part[:1] + "*" * (len(part) - 1)
