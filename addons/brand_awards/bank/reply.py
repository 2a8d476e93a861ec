"""A bank's reply: XLSX bytes in, lines out, and which payment each of them answers.

Nothing vanishes: every row that is not empty comes back as a line, as a row of totals, or as part
of an error. A row answers a payment only if 序号, account and amount all agree and nobody else
answers the same payment; every other row is a stray, with its reasons.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Literal
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

from .layouts import GENERAL_REPLY, Line, ReplyLayout
from .problems import BankFileError, Problem

CODES = {
    # of the file: read() raises these
    "too_large": ("bytes", "allowed"),
    "not_xlsx": (),
    "no_header_row": ("wanted", "found"),
    "several_sheets": ("sheets",),
    "headers_missing": ("headers",),
    "headers_unknown": ("headers", "known"),
    "header_twice": ("headers",),
    # of a row: the line is kept, and is a stray
    "sequence_unreadable": ("value",),
    "account_number_as_number": ("value",),
    "amount_unreadable": ("value",),
    "status_unknown": ("value",),
    # of a row against the payments sent
    "sequence_not_sent": ("sequence",),
    "answered_twice": ("sequence",),
    "account_number_differs": ("sent", "told"),
    "amount_differs": ("sent", "told"),
}

MAX_BYTES = 20_000_000
MAX_UNPACKED_BYTES = 200_000_000
_HEADER_SEARCH_ROWS = 20
_EXCEL_DIGITS = 15
_AMOUNT = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,2})?")

Status = Literal["success", "failed", "unknown"]


@dataclass(frozen=True)
class ReplyLine:
    """One row: ``row`` is its number in the sheet; what could not be read is None or "", and
    stands in ``problems``. ``status_text`` is the bank's own word."""

    row: int
    sequence: int | None
    account_number: str
    amount: Decimal | None
    status: Status
    status_text: str
    reason: str
    serial: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class TotalsRow:
    """A row of totals, as text, for a person to compare."""

    row: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Reply:
    """All rows of a reply below its headers."""

    lines: tuple[ReplyLine, ...]
    totals: tuple[TotalsRow, ...] = ()


@dataclass(frozen=True)
class Answer:
    """A payment and the one row that answers it, with ``success`` or ``failed``."""

    line: Line
    reply: ReplyLine


@dataclass(frozen=True)
class Stray:
    """A row that answers nothing, and why."""

    reply: ReplyLine
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Match:
    """Answers and unanswered payments are together all that was sent; answers and strays are
    together all rows of the reply."""

    answers: tuple[Answer, ...]
    strays: tuple[Stray, ...]
    unanswered: tuple[Line, ...]


def read(content: bytes, layout: ReplyLayout = GENERAL_REPLY) -> Reply:
    """The rows of a bank's reply.

    Raises :class:`BankFileError` where the file as a whole cannot be understood: too large, not
    XLSX, no row of headers, headers missing, unknown or there twice.
    """
    sheets = {}
    for title, rows in _sheets(content).items():
        start = _header_row(rows, layout)
        if start is not None:
            sheets[title] = (start, rows)
    if not sheets:
        raise BankFileError([_no_header_problem(content, layout)])
    if len(sheets) > 1:
        raise BankFileError([Problem("several_sheets", {"sheets": tuple(sheets)})])
    start, rows = next(iter(sheets.values()))
    places = _places(rows[start], layout)
    return _reply(rows, start + 1, places, layout)


def match(sent: Sequence[Line], lines: Iterable[ReplyLine]) -> Match:
    """Which payment each row answers.

    A payment that several rows claim is answered by none of them: a person looks. An account
    may be masked by ``*`` in the reply, place by place.
    """
    lines = tuple(lines)
    by_sequence = {line.sequence: line for line in sent}
    claims = Counter(line.sequence for line in lines)
    answers, strays = [], []
    for told in lines:
        line = by_sequence.get(told.sequence)
        problems = told.problems + _match_problems(line, told, claims[told.sequence])
        if problems:
            strays.append(Stray(told, problems))
        else:
            answers.append(Answer(line, told))
    answered = {answer.line.sequence for answer in answers}
    unanswered = tuple(line for line in sent if line.sequence not in answered)
    return Match(tuple(answers), tuple(strays), unanswered)


def _match_problems(line: Line | None, told: ReplyLine, claims: int) -> tuple[Problem, ...]:
    if told.sequence is None:
        return ()  # told.problems says so already
    if line is None:
        return (Problem("sequence_not_sent", {"sequence": told.sequence}, told.row),)
    problems = []
    if claims > 1:
        problems.append(Problem("answered_twice", {"sequence": told.sequence}, told.row))
    if not _same_account(line.account_number, told.account_number):
        params = {"sent": line.account_number, "told": told.account_number}
        problems.append(Problem("account_number_differs", params, told.row))
    if told.amount is not None and told.amount != line.amount:
        params = {"sent": line.amount, "told": told.amount}
        problems.append(Problem("amount_differs", params, told.row))
    return tuple(problems)


def _same_account(sent: str, told: str) -> bool:
    sent, told = (re.sub(r"[\s-]", "", number).upper() for number in (sent, told))
    return len(sent) == len(told) and all(b in ("*", a) for a, b in zip(sent, told, strict=True))


def _sheets(content: bytes) -> dict[str, list[tuple[object, ...]]]:
    """The cells of every sheet; refuses first what would unpack to an enormous size."""
    if len(content) > MAX_BYTES:
        raise BankFileError([_too_large(len(content), MAX_BYTES)])
    try:
        with ZipFile(BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except BadZipFile:
        raise BankFileError([Problem("not_xlsx")]) from None
    if unpacked > MAX_UNPACKED_BYTES:
        raise BankFileError([_too_large(unpacked, MAX_UNPACKED_BYTES)])
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        return {sheet.title: _rows(sheet) for sheet in book.worksheets}
    except Exception as error:  # openpyxl raises whatever a broken part makes it meet
        raise BankFileError([Problem("not_xlsx")]) from error


def _rows(sheet) -> list[tuple[object, ...]]:
    sheet.reset_dimensions()  # some banks declare A1:A1 whatever the sheet holds
    return list(sheet.iter_rows(values_only=True))


def _too_large(size: int, allowed: int) -> Problem:
    return Problem("too_large", {"bytes": size, "allowed": allowed})


def _text(value: object) -> str:
    """A cell as text: half width, without blanks at the ends; a whole number without ``.0``."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return unicodedata.normalize("NFKC", str(value)).strip()


def _header(value: object) -> str:
    return re.sub(r"\s", "", _text(value))


def _known_headers(layout: ReplyLayout) -> dict[str, str | None]:
    """Normalised header -> key of its column, None where it is ignored."""
    known: dict[str, str | None] = {_header(header): None for header in layout.ignored}
    known.update((_header(h), column.key) for column in layout.columns for h in column.headers)
    return known


def _header_row(rows: Sequence[tuple[object, ...]], layout: ReplyLayout) -> int | None:
    """The first row that holds two headers we read: titles may stand above it."""
    known = _known_headers(layout)
    for place, row in enumerate(rows[:_HEADER_SEARCH_ROWS]):
        if len({known.get(_header(value)) for value in row} - {None}) >= 2:
            return place
    return None


def _no_header_problem(content: bytes, layout: ReplyLayout) -> Problem:
    cells = (
        [_text(value) for value in row if _text(value)]
        for rows in _sheets(content).values()
        for row in rows
    )
    found = next((tuple(row) for row in cells if row), ())
    wanted = tuple(column.headers[0] for column in layout.columns if column.is_required)
    return Problem("no_header_row", {"wanted": wanted, "found": found})


def _places(row: Sequence[object], layout: ReplyLayout) -> dict[str, int]:
    """Key of a column -> its place; raises with all that is wrong with the headers at once."""
    known = _known_headers(layout)
    headers = [(place, _header(value)) for place, value in enumerate(row) if _header(value)]
    problems = []
    unknown = tuple(header for _place, header in headers if header not in known)
    if unknown:
        params = {"headers": unknown, "known": tuple(known)}
        problems.append(Problem("headers_unknown", params))
    read_headers = [
        (place, known[header], header) for place, header in headers if known.get(header)
    ]
    keys = Counter(key for _place, key, _header in read_headers)
    twice = tuple(header for _place, key, header in read_headers if keys[key] > 1)
    if twice:
        problems.append(Problem("header_twice", {"headers": twice}))
    missing = tuple(c.headers[0] for c in layout.columns if c.is_required and c.key not in keys)
    if missing:
        problems.append(Problem("headers_missing", {"headers": missing}))
    if problems:
        raise BankFileError(problems)
    return {key: place for place, key, _header in read_headers}


def _reply(
    rows: Sequence[tuple[object, ...]], start: int, places: dict[str, int], layout: ReplyLayout
) -> Reply:
    lines, totals = [], []
    for number, row in enumerate(rows[start:], start + 1):
        texts = tuple(_text(value) for value in row)
        filled = tuple(text for text in texts if text)
        if filled and filled[0] in layout.totals:
            totals.append(TotalsRow(number, texts))
        elif filled:
            cells = {key: row[place] for key, place in places.items() if place < len(row)}
            lines.append(_line(number, cells, layout))
    return Reply(tuple(lines), tuple(totals))


def _line(row: int, cells: dict[str, object], layout: ReplyLayout) -> ReplyLine:
    sequence, amount = _sequence(cells.get("sequence")), _amount(cells.get("amount"))
    account, status_text = _text(cells.get("account_number")), _text(cells.get("status"))
    status = _status(status_text, layout)
    found = {
        "sequence_unreadable": (sequence is None, _text(cells.get("sequence"))),
        "account_number_as_number": (_lost_digits(cells.get("account_number")), account),
        "amount_unreadable": (amount is None, _text(cells.get("amount"))),
        "status_unknown": (status == "unknown", status_text),
    }
    return ReplyLine(
        row=row,
        sequence=sequence,
        account_number=account,
        amount=amount,
        status=status,
        status_text=status_text,
        reason=_text(cells.get("reason")),
        serial=_text(cells.get("serial")),
        problems=tuple(
            Problem(code, {"value": value}, row) for code, (is_so, value) in found.items() if is_so
        ),
    )


def _sequence(value: object) -> int | None:
    text = _text(value)
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


def _amount(value: object) -> Decimal | None:
    """Yuan in whole fen; text may carry ¥, thousands commas and 元. None: not an amount."""
    if isinstance(value, float):
        if not abs(value) < 10**15:  # false for NaN too
            return None
        exact = Decimal(str(value))
        near = round(exact, 2)
        return near if abs(exact - near) < Decimal("0.000001") else None  # 0.1 + 0.2 of a formula
    text = re.sub(r"[\s,¥]|元$", "", _text(value))
    return round(Decimal(text), 2) if _AMOUNT.fullmatch(text) else None


def _lost_digits(value: object) -> bool:
    """A number in Excel keeps 15 digits: a longer account stored as number is a wrong one."""
    return isinstance(value, int | float) and len(_text(value)) > _EXCEL_DIGITS


def _status(text: str, layout: ReplyLayout) -> Status:
    if text in layout.success:
        return "success"
    return "failed" if text in layout.failed else "unknown"
