"""A person's identity number (公民身份号码, GB 11643): 17 digits and a check digit."""

from __future__ import annotations

from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def normalise(number: str | None) -> str:
    """Without blanks, an x as X."""
    return "".join((number or "").split()).upper()


def looks_like_identity_number(number: str) -> bool:
    """Whether it has the form of one; passports and other documents do not."""
    return len(number) == 18 and number[:17].isdigit() and number[:17].isascii()


def is_identity_number(number: str) -> bool:
    """Whether form, day of birth and check digit fit."""
    number = normalise(number)
    if not looks_like_identity_number(number):
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(d) * w for d, w in zip(number[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == number[17]


def problem(number: str | None) -> str | None:
    """Why it cannot be a document's number: ``missing``, ``short``, ``check_digit``; None if it can.

    A number of 18 digits must fit as an identity number; others are passports and the like.
    """
    number = normalise(number)
    if not number:
        return "missing"
    if len(number) < 5:
        return "short"
    if looks_like_identity_number(number) and not is_identity_number(number):
        return "check_digit"
    return None
