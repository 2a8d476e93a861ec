"""Whether two applications may be for one and the same thing (同一产品重复申报).

A match is a suspicion with its grounds, for a person to dispose of. Credit code, trademark, and
product with standard are what is compared; an enterprise counts with those it lives on in and with
its group (its ``family``).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

__all__ = ["GROUNDS", "Item", "Match", "find", "match", "normalise"]

# In the order in which they are told
GROUNDS = (
    "same_enterprise",
    "same_family",
    "same_product",
    "same_trademark",
    "same_standard",
    "other_program",
    "other_district",
    "other_body",
)


@dataclass(frozen=True)
class Item:
    """One application as the search for duplicates sees it; texts are compared as given."""

    key: int
    enterprise: int
    family: int
    name: str = ""
    model: str = ""
    trademark: str = ""
    trademark_no: str = ""
    standards: frozenset[int] = frozenset()
    program: int = 0
    district: int = 0
    body: int = 0


@dataclass(frozen=True)
class Match:
    """``item`` may be the same as ``other``, for these ``grounds``."""

    item: int
    other: int
    grounds: tuple[str, ...]


def normalise(text: str | None) -> str:
    """A name or number as it is compared: one width, one case, letters and digits only.

    >>> normalise("ＥＲ20-1780 型")
    'er201780型'
    """
    folded = unicodedata.normalize("NFKC", text or "").casefold()
    return "".join(character for character in folded if character.isalnum())


def match(item: Item, other: Item) -> tuple[str, ...]:
    """Grounds of the suspicion; empty if there is none."""
    same_mark = _is_same_mark(item, other)
    same_name = bool(item.name) and item.name == other.name
    same_standard = bool(item.standards & other.standards)
    if item.family == other.family:
        same_model = item.model == other.model or not (item.model and other.model)
        is_suspected = (same_name and (same_model or same_standard)) or (
            same_mark and item.enterprise != other.enterprise
        )
    else:
        same_model = bool(item.model) and item.model == other.model
        is_suspected = same_mark or (same_name and same_model and same_standard)
    return tuple(_grounds(item, other, same_name, same_mark, same_standard)) if is_suspected else ()


def find(items: Iterable[Item], others: Iterable[Item]) -> list[Match]:
    """Every suspicion of ``items`` against ``others``; nothing matches itself."""
    others = tuple(others)
    return [
        Match(item.key, other.key, grounds)
        for item in items
        for other in others
        if item.key != other.key and (grounds := match(item, other))
    ]


def _is_same_mark(item: Item, other: Item) -> bool:
    """The registration number decides; the words only where a number is not known."""
    if item.trademark_no and other.trademark_no:
        return item.trademark_no == other.trademark_no
    return bool(item.trademark) and item.trademark == other.trademark


def _grounds(
    item: Item, other: Item, same_name: bool, same_mark: bool, same_standard: bool
) -> Iterator[str]:
    if item.enterprise == other.enterprise:
        yield "same_enterprise"
    elif item.family == other.family:
        yield "same_family"
    if same_name:
        yield "same_product"
    if same_mark:
        yield "same_trademark"
    if same_standard:
        yield "same_standard"
    if item.program != other.program:
        yield "other_program"
    if item.district != other.district:
        yield "other_district"
    if item.body and other.body and item.body != other.body:
        yield "other_body"
