"""A batch's payment lines to one or more XLSX files, the same bytes for the same input.

Every line is checked first and all problems are raised together: a file is written whole or not
at all. The checksum is over :func:`canonical`, not over the XLSX, so that anyone can repeat it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from io import BytesIO

import xlsxwriter

from .layouts import Layout, Line
from .problems import BankFileError, Problem

CODES = {
    "no_lines": (),
    "sequence_not_positive": (),
    "sequence_twice": (),
    "amount_not_positive": ("amount",),
    "amount_not_whole_fen": ("amount",),
    "amount_too_large": ("amount", "allowed"),
    "text_missing": ("key",),
    "text_unclean": ("key", "value"),
    "account_number_format": ("value",),
    "cnaps_missing": (),
    "cnaps_format": ("value",),
    "purpose_too_long": ("length", "allowed"),
}

#: Excel keeps 15 digits of a number: above this, fen would be lost.
MAX_AMOUNT = Decimal("9999999999999.99")

_ACCOUNT_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{3,38}[0-9A-Za-z]")
_CNAPS = re.compile(r"[0-9]{12}")
_TEXTS = ("account_name", "account_number", "bank_name", "cnaps", "purpose")
_FORMATS = {"text": "@", "amount": "0.00", "int": "0"}
_INVISIBLE = ("Cc", "Cf", "Cs", "Zl", "Zp")  # control, formatting, half a character, separators
_NOT_IN_FILE_NAMES = re.compile(r"[^\w.-]+")


@dataclass(frozen=True)
class File:
    """A finished file. ``count`` and ``total`` (yuan) are of its lines; ``sha256`` is the hex
    digest of their :func:`canonical` form, also told on the control sheet."""

    name: str
    content: bytes
    count: int
    total: Decimal
    sha256: str


def write(
    lines: Sequence[Line], layout: Layout, *, batch: str, created: datetime
) -> tuple[File, ...]:
    """The files of a batch, in order: own bank before other banks where the layout splits.

    ``batch`` is the reference that file names begin with; ``created`` is put into the file's
    properties. Raises :class:`BankFileError` with all that is wrong with the lines.
    """
    problems = line_problems(lines, layout)
    if problems:
        raise BankFileError(problems)
    return tuple(
        _file(part, layout, f"{_safe(batch)}-{suffix}.xlsx", created)
        for suffix, part in _parts(lines, layout)
    )


def canonical(lines: Sequence[Line]) -> bytes:
    """What the checksum is of: UTF-8, a line of text for each payment in the order of the file,
    each ended by LF; its fields sequence, account name, account number, bank, CNAPS, amount with
    two decimals, purpose, with a TAB between them."""
    rows = (
        (
            str(line.sequence),
            line.account_name,
            line.account_number,
            line.bank_name,
            line.cnaps,
            f"{line.amount:.2f}",
            line.purpose,
        )
        for line in lines
    )
    return "".join("\t".join(row) + "\n" for row in rows).encode()


def line_problems(lines: Sequence[Line], layout: Layout) -> tuple[Problem, ...]:
    """All that keeps these lines from being written, each with the 序号 of its line."""
    if not lines:
        return (Problem("no_lines"),)
    problems, seen = [], set()
    for line in lines:
        if line.sequence in seen:
            problems.append(Problem("sequence_twice", line=line.sequence))
        seen.add(line.sequence)
        for code, params in _problems_of(line, layout):
            problems.append(Problem(code, params, line.sequence))
    return tuple(problems)


def _problems_of(line: Line, layout: Layout) -> Iterator[tuple[str, dict[str, object]]]:
    if line.sequence < 1:
        yield "sequence_not_positive", {}
    yield from _amount_problems(line.amount)
    for key in _TEXTS:
        value = getattr(line, key)
        if not value.strip() and key != "cnaps":
            yield "text_missing", {"key": key}
        elif value != value.strip() or _has_invisible(value):
            yield "text_unclean", {"key": key, "value": value}
    if line.account_number.strip() and not _ACCOUNT_NUMBER.fullmatch(line.account_number):
        yield "account_number_format", {"value": line.account_number}
    if line.cnaps and not _CNAPS.fullmatch(line.cnaps):
        yield "cnaps_format", {"value": line.cnaps}
    if not line.cnaps and not line.is_own_bank:
        yield "cnaps_missing", {}
    if len(line.purpose) > layout.purpose_length:
        yield "purpose_too_long", {"length": len(line.purpose), "allowed": layout.purpose_length}


def _has_invisible(text: str) -> bool:
    return any(unicodedata.category(char) in _INVISIBLE for char in text)


def _amount_problems(amount: Decimal) -> Iterator[tuple[str, dict[str, object]]]:
    if not isinstance(amount, Decimal):
        raise TypeError(f"Give the amount as Decimal yuan, not {amount!r}.")
    if not amount.is_finite() or amount <= 0:
        yield "amount_not_positive", {"amount": amount}
    elif amount > MAX_AMOUNT:
        yield "amount_too_large", {"amount": amount, "allowed": MAX_AMOUNT}
    elif amount != round(amount, 2):
        yield "amount_not_whole_fen", {"amount": amount}


def _parts(lines: Sequence[Line], layout: Layout) -> Iterator[tuple[str, Sequence[Line]]]:
    groups: list[tuple[str, Sequence[Line]]] = [("", lines)]
    if layout.splits_by_bank:
        groups = [
            ("own-", [line for line in lines if line.is_own_bank]),
            ("other-", [line for line in lines if not line.is_own_bank]),
        ]
    for prefix, group in groups:
        size = layout.max_lines or len(group) or 1
        for number, start in enumerate(range(0, len(group), size), 1):
            yield f"{prefix}{number:02d}", group[start : start + size]


def _safe(batch: str) -> str:
    return _NOT_IN_FILE_NAMES.sub("-", batch).strip("-.") or "batch"


def _file(lines: Sequence[Line], layout: Layout, name: str, created: datetime) -> File:
    total = sum((line.amount for line in lines), Decimal("0.00"))
    digest = sha256(canonical(lines)).hexdigest()
    content = _workbook(lines, layout, created, total, digest)
    return File(name, content, len(lines), total, digest)


def _workbook(
    lines: Sequence[Line], layout: Layout, created: datetime, total: Decimal, digest: str
) -> bytes:
    buffer = BytesIO()
    # in_memory: no temporary files, and fixed dates inside the archive
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"created": created})
        formats = {kind: book.add_format({"num_format": f}) for kind, f in _FORMATS.items()}
        sheet = book.add_worksheet(layout.sheet_name)
        for place, column in enumerate(layout.columns):
            sheet.set_column(place, place, column.width, formats[column.kind])
            _write_cell(sheet, 0, place, column.header, formats)
        for row, line in enumerate(lines, 1):
            for place, column in enumerate(layout.columns):
                _write_cell(sheet, row, place, column.value_of(line), formats)
        control = (("笔数", len(lines)), ("总金额", total), ("SHA-256", digest))
        if layout.control == "sheet":
            sheet = book.add_worksheet(layout.control_sheet_name)
            sheet.set_column(0, 1, 20)
            for row, cells in enumerate(control):
                _write_row(sheet, row, cells, formats)
        elif layout.control == "row":
            cells = ("合计", *(cell for pair in control for cell in pair))
            _write_row(sheet, len(lines) + 1, cells, formats)
    return buffer.getvalue()


def _write_row(sheet, row: int, cells: Sequence[object], formats: dict) -> None:
    for place, value in enumerate(cells):
        _write_cell(sheet, row, place, value, formats)


def _write_cell(sheet, row: int, place: int, value: object, formats: dict) -> None:
    """Text stays text, whatever it begins with; only Decimal and int become numbers."""
    if isinstance(value, str):
        sheet.write_string(row, place, value, formats["text"])
    elif isinstance(value, Decimal):
        sheet.write_number(row, place, round(value, 2), formats["amount"])  # as 200000.00
    else:
        sheet.write_number(row, place, value, formats["int"])
