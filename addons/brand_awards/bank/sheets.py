"""Tables in XLSX, in and out: cells are text unless said otherwise, and never formulas.

Writing keeps one row in memory (constant memory), whatever the number of rows.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO

import openpyxl
import xlsxwriter

MAX_ROWS = 20_000


class SheetError(ValueError):
    """The file is no table that can be read; ``code`` says why."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}")
        self.code, self.detail = code, detail


def read(content: bytes, columns: Sequence[str]) -> list[dict[str, object]]:
    """Rows of the first sheet by column title, blank rows left out; ``"row"`` is the line in Excel.

    Text is stripped, dates stay dates, whole floats become ints (Excel has no integers).
    Raises SheetError: not a workbook, a column is missing, too many rows.
    """
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises whatever the zip or the XML inside raised
        raise SheetError("not_a_workbook") from error
    lines = book.worksheets[0].iter_rows(values_only=True)
    titles = [str(cell).strip() if cell is not None else "" for cell in next(lines, ())]
    missing = [column for column in columns if column not in titles]
    if missing:
        raise SheetError("columns_missing", "、".join(missing))
    rows = []
    for number, line in enumerate(lines, 2):
        if number > MAX_ROWS + 1:
            raise SheetError("too_many_rows", str(MAX_ROWS))
        cells = {title: _plain(cell) for title, cell in zip(titles, line, strict=False) if title}
        if any(value not in ("", None) for value in cells.values()):
            rows.append({"row": number, **cells})
    return rows


def as_date(value: object) -> date | None:
    """A date from a cell: a real one, or text such as 2024-03-01, 2024/3/1, 2024.3.1, 2024年3月1日.

    Raises ValueError for text that is no date.
    """
    if value in ("", None):
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value).strip()
    for mark in "年月/.":
        text = text.replace(mark, "-")
    parts = text.rstrip("日").split("-")
    if len(parts) != 3 or not all(part.strip().isdecimal() for part in parts):
        raise ValueError(f"{value!r} is no date")
    return date(*(int(part) for part in parts))


def write(
    target: IO[bytes] | str,
    titles: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    widths: Sequence[int] = (),
    name: str = "Sheet1",
) -> int:
    """Write a table with a header; text is never a formula or a link. Returns the number of rows."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    count = 0
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet(name)
        bold = book.add_format({"bold": True, "bg_color": "#EEF2F7"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        money = book.add_format({"num_format": "#,##0.00"})
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        for column, title in enumerate(titles):
            sheet.write_string(0, column, title, bold)
        for count, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                _write(sheet, count, column, value, day, money)
    return count


def _write(sheet, row, column, value, day, money) -> None:
    if value is None or value is False:
        return
    if isinstance(value, str):
        sheet.write_string(row, column, value)
    elif isinstance(value, Decimal):
        sheet.write_number(row, column, float(value), money)
    elif isinstance(value, float):
        sheet.write_number(row, column, value, money)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, column, value.replace(hour=0, minute=0, second=0), day)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), day)
    elif isinstance(value, int):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, str(value))


def _plain(cell: object) -> object:
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell
