"""The unified social credit code (统一社会信用代码, GB 32100-2015).

18 characters: registration authority, kind of organisation, six of the authority's region (never
the district of business), nine of the organisation, one check digit. Letters are allowed in every
place, so that N1, A1, Y1, G1 and J1 codes pass.
A wrong length or character is an error. A wrong check digit is a warning: codes in real use are
reported that fail it, so a person may keep one with a reason.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

LENGTH = 18
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"

Level = Literal["error", "warning"]

CODES = {
    "length": ("length", "expected"),
    "alphabet": ("characters", "places"),
    "check_digit": ("found", "expected"),
}

_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


@dataclass(frozen=True)
class Problem:
    """What is wrong with a code: see ``CODES``; places count from 1."""

    code: str
    level: Level
    params: Mapping[str, object] = field(default_factory=dict)


def normalise(code: str) -> str:
    """The form in which a code is stored: half width, upper case, without blanks and invisible
    characters. Nothing is guessed: a letter O stays one, and is reported."""
    text = unicodedata.normalize("NFKC", code).upper()
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) != "Cf")


def check_digit(first17: str) -> str:
    """The last character for the first 17. Raises ValueError for another length or alphabet."""
    if len(first17) != LENGTH - 1 or any(c not in ALPHABET for c in first17):
        raise ValueError(f"Give 17 characters of {ALPHABET}, not {first17!r}.")
    total = sum(w * ALPHABET.index(c) for w, c in zip(_WEIGHTS, first17, strict=True))
    return ALPHABET[-total % 31]


def problems(code: str) -> tuple[Problem, ...]:
    """All that is wrong with a code (it is normalised first); empty if nothing is.

    Length and alphabet are told together; the check digit only when both are right.
    """
    text, found = normalise(code), []
    if len(text) != LENGTH:
        found.append(Problem("length", "error", {"length": len(text), "expected": LENGTH}))
    bad = [(place, c) for place, c in enumerate(text, 1) if c not in ALPHABET]
    if bad:
        params = {
            "characters": "".join(c for _place, c in bad),
            "places": tuple(place for place, _c in bad),
        }
        found.append(Problem("alphabet", "error", params))
    if not found and text[-1] != check_digit(text[:-1]):
        params = {"found": text[-1], "expected": check_digit(text[:-1])}
        found.append(Problem("check_digit", "warning", params))
    return tuple(found)
