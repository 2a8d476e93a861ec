"""Codes of GB/T 4754-2017, the national classification of industries, and what covers what.

A code is a section letter, a division of two digits, a group of three or a class of four; people
write it with and without the letter: ``C3491``, ``3491``, ``c34``. The division tells the section.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

#: First and last division of each section; sections follow one another without a gap.
SECTIONS = {
    "A": (1, 5),
    "B": (6, 12),
    "C": (13, 43),
    "D": (44, 46),
    "E": (47, 50),
    "F": (51, 52),
    "G": (53, 60),
    "H": (61, 62),
    "I": (63, 65),
    "J": (66, 69),
    "K": (70, 70),
    "L": (71, 72),
    "M": (73, 75),
    "N": (76, 79),
    "O": (80, 82),
    "P": (83, 83),
    "Q": (84, 85),
    "R": (86, 90),
    "S": (91, 96),
    "T": (97, 97),
}


def section_of(division: int) -> str | None:
    """Letter of the section that a division belongs to, or None: there is no such division."""
    return next((s for s, (low, high) in SECTIONS.items() if low <= division <= high), None)


def normalise(text: str | None) -> str | None:
    """The code with its section letter, such as ``C3491``; None for what is no code.

    A letter that contradicts the division is no code: ``A34`` names nothing.

    >>> normalise("3491"), normalise(" c34 "), normalise("C"), normalise("A34"), normalise("通用")
    ('C3491', 'C34', 'C', None, None)
    """
    code = unicodedata.normalize("NFKC", text or "").strip().upper()
    letter, digits = (code[0], code[1:]) if code[:1].isalpha() else ("", code)
    if letter and letter not in SECTIONS:
        return None
    if not digits:
        return letter or None
    if not (digits.isascii() and digits.isdigit() and 2 <= len(digits) <= 4):
        return None
    section = section_of(int(digits[:2]))
    return section + digits if section and letter in ("", section) else None


def is_covered(code: str | None, scope: Iterable[str]) -> bool:
    """Whether an industry lies within one of the codes of a scope.

    >>> is_covered("C3491", ["C34"]), is_covered("3491", ["C"]), is_covered("C34", ["C3491"])
    (True, True, False)
    """
    wanted = normalise(code)
    if wanted is None:
        return False
    return any(wanted.startswith(known) for known in map(normalise, scope) if known)
