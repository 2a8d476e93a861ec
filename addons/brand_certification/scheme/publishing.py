"""Words that everybody may read: what is masked, what is never printed, and colours one can read.

Texts of the public pages come from forms, so nobody can promise that a reason or a remark holds
no identity number. What is masked here is a net under the rule that such data is not entered.
"""

from __future__ import annotations

import re

# 商标法 14: the words must not be used in promotion; what is certified stands without them
_WELL_KNOWN = re.compile(r"[(\uff08\[【「“\"]?(?:中国)?(?:驰名|馳名)商(?:标|標)[)\uff09\]】」”\"]?")
_IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])([1-6]\d{5})((?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(\d{2}[\dXx]{2})"
    r"(?![0-9A-Za-z])"
)
_BANK_ACCOUNT = re.compile(r"(?<![0-9A-Za-z])(\d{4})\d{8,11}(\d{4})(?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)")

#: Bronze; 5.9:1 on white
DEFAULT_ACCENT = "#7a5c20"


def for_public(text: str | None) -> str:
    """The text as it may stand on a public page or paper.

    Identity numbers, bank accounts and mobile numbers keep their ends only; 驰名商标 is left out.
    A unified social credit code is public and stays.
    """
    text = _WELL_KNOWN.sub("", text or "")
    text = _IDENTITY.sub(r"\1********\3", text)
    text = _MOBILE.sub(r"\1****\2", text)
    return _BANK_ACCOUNT.sub(lambda match: f"{match[1]} **** {match[2]}", text).strip()


def readable_accent(colour: str | None) -> str:
    """A city's colour, darkened until white words on it have a contrast of 4.5:1 or more.

    Anything but ``#rrggbb`` gives the default: the value goes into a style attribute.
    """
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour or ""):
        return DEFAULT_ACCENT
    channels = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    while _contrast_with_white(channels) < 4.5:
        channels = [channel * 9 // 10 for channel in channels]
    return "#{:02x}{:02x}{:02x}".format(*channels)


def _contrast_with_white(channels: list[int]) -> float:
    """WCAG 2.2 contrast ratio of a colour against white."""
    linear = [
        c / 12.92 if (c := channel / 255) <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for channel in channels
    ]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)
