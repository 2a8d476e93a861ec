"""Numbers of certificates, notices and files: their patterns, and finding them again.

A pattern is a city's setting, so it is untrusted: only four fields, no attribute, index,
conversion or free format reaches :meth:`str.format`.
"""

from __future__ import annotations

import re
import unicodedata
from string import Formatter

from .reasons import Reason

FIELDS = ("year", "seq", "level", "district")

CODES = {
    "syntax": ("pattern",),
    "field_unknown": ("pattern", "field"),
    "format_unknown": ("pattern", "field", "format"),
    "seq_not_once": ("pattern", "count"),
    "literal_not_allowed": ("pattern", "literal"),
    "looks_like_version": ("pattern",),
}

_NUMBER_FORMAT = re.compile(r"(0([1-9]|1[0-2])d?|d)?")
_HYPHENS = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d-]+")  # hyphens, dashes, minus
_VERSION = re.compile(r"(.+)-V([1-9][0-9]{0,5})")


class PatternError(ValueError):
    """A pattern that cannot be used; ``reason`` says why as data, ``str()`` in English."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason


def check_pattern(pattern: str) -> tuple[str, ...]:
    """The fields that a pattern uses, in order.

    ``{seq}`` is required, once; ``{year}``, ``{level}`` and ``{district}`` may be used. Numbers
    take a width with zeros (``{seq:04d}``), texts take none. Blanks and braces are refused, and
    so is an end that reads as a version (``-V2``). Raises :class:`PatternError`.
    """
    fields = []
    for literal, field, spec, conversion in _parse(pattern):
        _check_literal(pattern, literal)
        if field is not None:
            _check_field(pattern, field, spec, conversion)
            fields.append(field)
    count = fields.count("seq")
    if count != 1:
        params = {"pattern": pattern, "count": count}
        message = f"Number pattern {pattern!r} must hold {{seq}} once; it holds it {count} times."
        raise PatternError(Reason("seq_not_once", params), message)
    sample = pattern.format(year=2024, seq=1, level="L", district="D")
    if split_version(sample)[1] is not None:
        message = f"Number pattern {pattern!r} ends like a version (-V2), which versions need."
        raise PatternError(Reason("looks_like_version", {"pattern": pattern}), message)
    return tuple(fields)


def format_number(
    pattern: str,
    *,
    seq: int,
    year: int | None = None,
    level: str | None = None,
    district: str | None = None,
) -> str:
    """The number that a pattern makes of these values.

    A sequence longer than its width keeps all its digits. Raises :class:`PatternError` for the
    pattern, ValueError for a sequence below 1, for a value that the pattern needs and that is
    empty, and for a number that would read as a version.
    """
    values = {"year": year, "seq": seq, "level": level, "district": district}
    empty = [field for field in check_pattern(pattern) if values[field] in (None, "")]
    if empty:
        raise ValueError(f"Number pattern {pattern!r} needs a value for: {', '.join(empty)}.")
    if seq < 1:
        raise ValueError(f"A number's sequence begins at 1, not {seq}.")
    number = pattern.format(**values)
    if split_version(number)[1] is not None:
        raise ValueError(f"Number {number!r} would read as a version of another number.")
    return number


def normalise(number: str) -> str:
    """The form under which a number is stored for search and compared: NFKC (full width becomes
    half width), upper case, without blanks and invisible characters, every run of hyphens or
    dashes one ``-``. Applying it twice changes nothing."""
    text = unicodedata.normalize("NFKC", number).upper()
    text = "".join(char for char in text if not _is_blank(char))
    return _HYPHENS.sub("-", unicodedata.normalize("NFKC", text))


def with_version(number: str, version: int) -> str:
    """The number of a certificate's version: the first carries none, later ones ``-V2``, ``-V3``.

    Raises ValueError for a version below 1.
    """
    if version < 1:
        raise ValueError(f"A certificate's version begins at 1, not {version}.")
    return number if version == 1 else f"{number}-V{version}"


def split_version(text: str) -> tuple[str, int | None]:
    """What somebody typed or scanned, as (normalised number, version or None if not named)."""
    number = normalise(text)
    match = _VERSION.fullmatch(number)
    return (match.group(1), int(match.group(2))) if match else (number, None)


def _parse(pattern: str) -> list[tuple[str, str | None, str | None, str | None]]:
    try:
        return list(Formatter().parse(pattern))
    except ValueError as error:
        message = f"Number pattern {pattern!r} cannot be read: {error}."
        raise PatternError(Reason("syntax", {"pattern": pattern}), message) from error


def _check_literal(pattern: str, literal: str) -> None:
    bad = "".join(char for char in literal if char in "{}" or _is_blank(char))
    if bad:
        message = f"Number pattern {pattern!r} must not hold {bad!r}: no blanks, no braces."
        raise PatternError(
            Reason("literal_not_allowed", {"pattern": pattern, "literal": bad}), message
        )


def _check_field(pattern: str, field: str, spec: str | None, conversion: str | None) -> None:
    if field not in FIELDS:
        message = f"Number pattern {pattern!r}: {{{field}}} is not one of {', '.join(FIELDS)}."
        raise PatternError(Reason("field_unknown", {"pattern": pattern, "field": field}), message)
    wanted = _NUMBER_FORMAT if field in ("year", "seq") else re.compile("")
    shown = (f"!{conversion}" if conversion else "") + (spec or "")
    if not wanted.fullmatch(shown):
        message = f"Number pattern {pattern!r}: {shown!r} cannot follow {field}; {{seq:04d}} can."
        params = {"pattern": pattern, "field": field, "format": shown}
        raise PatternError(Reason("format_unknown", params), message)


def _is_blank(char: str) -> bool:
    """White space, control and invisible formatting characters (zero width, soft hyphen)."""
    return char.isspace() or unicodedata.category(char) in ("Cc", "Cf")
