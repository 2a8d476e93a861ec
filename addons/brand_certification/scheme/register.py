"""The register of an earlier certification, as the office hands it over: a table, read row by row.

The first row that names a number and a holder is the heading; what stands above it (a title, a
date) is passed over. All that is wrong with a row is told at once, by column.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from . import numbering, uscc
from .reasons import Reason, reason

# column: the headings under which it is found, compared without blanks and in half width
HEADINGS = {
    "number": ("证书编号", "编号", "证书号", "certificate no.", "number"),
    "holder": ("持证单位", "获证单位", "企业名称", "单位名称", "holder"),
    "uscc": ("统一社会信用代码", "信用代码", "unified social credit code", "uscc"),
    "product": ("产品名称", "品名", "产品(服务)名称", "product"),
    "model": ("规格型号", "型号", "model"),
    "kind": ("类别", "产品类别", "kind"),
    "level": ("等级", "级别", "level"),
    "district": ("所在区", "所属区县", "区县", "district"),
    "standard": ("执行标准", "认证依据", "标准", "standard"),
    "date_issue": ("发证日期", "颁发日期", "date of issue"),
    "date_end": ("有效期至", "截止日期", "有效期止", "valid until"),
}
REQUIRED = ("number", "holder", "uscc", "product", "date_issue", "date_end")
KINDS = {
    "": "product",
    "产品": "product",
    "制造业": "product",
    "product": "product",
    "服务": "service",
    "服务业": "service",
    "service": "service",
    "工程": "engineering",
    "engineering": "engineering",
    "农业": "agriculture",
    "农产品": "agriculture",
    "agriculture": "agriculture",
}

CODES = {
    "no_heading": (),
    "column_missing": ("column",),
    "empty": ("column",),
    "bad_date": ("column", "value"),
    "ends_before_issue": (),
    "uscc": ("value",),
    "unknown_kind": ("value",),
    "twice": ("line",),
}


@dataclass(frozen=True)
class Row:
    """One certificate of the register. ``problems`` is empty if it can be taken."""

    line: int  # of the sheet, 1 first
    number: str = ""
    holder: str = ""
    uscc: str = ""
    product: str = ""
    model: str = ""
    kind: str = "product"
    level: str = ""
    district: str = ""
    standard: str = ""
    date_issue: date | None = None
    date_end: date | None = None
    problems: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Register:
    """What was read: its rows, or what is wrong with the table as a whole."""

    rows: tuple[Row, ...] = ()
    problems: tuple[Reason, ...] = ()


def read(table: Sequence[Sequence[object]]) -> Register:
    """Read a table of cells (texts, numbers, dates, None).

    Without a heading, or without a column that is needed, no row is read.
    """
    place = next(
        (n for n, cells in enumerate(table) if {"number", "holder"} <= set(_columns(cells))), None
    )
    if place is None:
        return Register(problems=(reason("no_heading"),))
    columns = _columns(table[place])
    missing = tuple(
        reason("column_missing", column=name) for name in REQUIRED if name not in columns
    )
    if missing:
        return Register(problems=missing)
    rows = [
        _row(line, {name: _cell(cells, at) for name, at in columns.items()})
        for line, cells in enumerate(table[place + 1 :], place + 2)
        if any(plain(cell) for cell in cells)
    ]
    return Register(rows=tuple(_marked_twice(rows)))


def day(value: object) -> date | None:
    """The date of a cell: a date, or text such as 2021-3-8, 2021/03/08, 2021.3.8, 2021年3月8日."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = plain(value)
    for mark in "年月/.":
        text = text.replace(mark, "-")
    parts = text.replace("日", "").split("-")
    if len(parts) == 1 and len(parts[0]) == 8:
        parts = [text[:4], text[4:6], text[6:]]
    try:
        return date(*(int(part) for part in parts))
    except (TypeError, ValueError):
        return None


def _columns(cells: Iterable[object]) -> dict[str, int]:
    known = {_heading(text): name for name, texts in HEADINGS.items() for text in texts}
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        name = known.get(_heading(cell))
        if name:
            found.setdefault(name, place)
    return found


def _heading(cell: object) -> str:
    return "".join(plain(cell).lower().split()).rstrip("*")


def plain(cell: object) -> str:
    """The text of a cell in half width, without blanks around it."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return unicodedata.normalize("NFKC", str(cell)).strip()


def _cell(cells: Sequence[object], place: int) -> object:
    return cells[place] if place < len(cells) else None


def _row(line: int, cells: dict[str, object]) -> Row:
    texts = {name: plain(cell) for name, cell in cells.items()}
    found = [reason("empty", column=name) for name in REQUIRED if not texts[name]]
    days = {name: day(cells[name]) for name in ("date_issue", "date_end")}
    found += [
        reason("bad_date", column=name, value=texts[name])
        for name, read_as in days.items()
        if texts[name] and not read_as
    ]
    issue, end = days["date_issue"], days["date_end"]
    if issue and end and end < issue:
        found.append(reason("ends_before_issue"))
    if texts["uscc"] and uscc.problems(texts["uscc"]):
        found.append(reason("uscc", value=texts["uscc"]))
    kind = texts.pop("kind", "")
    if kind.lower() not in KINDS:
        found.append(reason("unknown_kind", value=kind))
    return Row(
        line,
        **{**texts, "uscc": uscc.normalise(texts["uscc"]), **days},
        kind=KINDS.get(kind.lower(), "product"),
        problems=tuple(found),
    )


def _marked_twice(rows: Sequence[Row]) -> Iterable[Row]:
    first: dict[str, int] = {}
    for row in rows:
        key = numbering.normalise(row.number)
        if key and first.setdefault(key, row.line) != row.line:
            again = (*row.problems, reason("twice", line=first[key]))
            yield Row(**{**vars(row), "problems": again})
        else:
            yield row
