"""The list of a joint check as a spreadsheet: written for a department, read back with its replies.

Everything is text: a name that begins with = + - or @ is a name, in both directions.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import openpyxl
import xlsxwriter

from .reasons import Reason

__all__ = ["CODES", "COLUMNS", "Reply", "Row", "read", "write"]

COLUMNS = ("key", "name", "uscc", "products", "reply", "details", "replied_by")
_WIDTHS = (16, 34, 22, 34, 14, 44, 14)
CODES = {
    "not_a_sheet": (),
    "column_missing": ("column",),
    "key_unknown": ("key",),
    "key_twice": ("key",),
    "name_differs": ("expected", "found"),
    "reply_unknown": ("found", "allowed"),
    "details_missing": (),
    "formula": ("column",),
}


@dataclass(frozen=True)
class Row:
    """An enterprise that is asked about; ``key`` finds it again in the reply. The last three hold
    what was answered already, in the words of the sheet."""

    key: str
    name: str
    uscc: str = ""
    products: str = ""
    reply: str = ""
    details: str = ""
    replied_by: str = ""


@dataclass(frozen=True)
class Reply:
    """One row of a reply that was read; ``reply`` is the code, not the word."""

    key: str
    reply: str
    details: str
    replied_by: str


def write(
    title: str, rows: Iterable[Row], heads: Mapping[str, str], replies: Mapping[str, str]
) -> bytes:
    """The sheet with its title, heads, a row an enterprise, and a list to choose the reply from.

    :param heads: word of each column (``COLUMNS``)
    :param replies: word of each reply, ``{"clear": …, "hit": …}``
    """
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True, "font_size": 14})
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#EEEEEE", "text_wrap": True})
    text = book.add_format({"num_format": "@", "border": 1, "text_wrap": True, "valign": "top"})
    sheet.write_string(0, 0, title, bold)
    for column, (name, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(2, column, heads[name], head)
    last = 2
    for last, row in enumerate(rows, 3):
        for column, name in enumerate(COLUMNS):
            sheet.write_string(last, column, getattr(row, name), text)
    if last > 2:
        choice = {"validate": "list", "source": list(replies.values())}
        sheet.data_validation(3, COLUMNS.index("reply"), last, COLUMNS.index("reply"), choice)
    sheet.freeze_panes(3, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    book.close()
    return target.getvalue()


def read(
    content: bytes, asked: Mapping[str, str], heads: Mapping[str, str], replies: Mapping[str, str]
) -> tuple[list[Reply], list[tuple[int, Reason]]]:
    """Replies of a sheet, and what is wrong by row (row 0: the sheet). Rows without a reply are
    left out: the department has not answered for them yet.

    :param asked: ``{key: name}`` of the enterprises in the list
    """
    try:
        book = openpyxl.load_workbook(io.BytesIO(content))
        rows = list(book.worksheets[0].iter_rows())
    except Exception:  # noqa: BLE001  # the library raises whatever it meets in a broken file
        return [], [(0, Reason("not_a_sheet"))]
    start, places = _find_heads(rows, heads)
    lacking = [heads[name] for name in ("key", "reply", "details") if name not in places]
    if lacking:
        return [], [(0, Reason("column_missing", {"column": word})) for word in lacking]
    found, problems, seen = [], [], set()
    codes = {_plain(word): code for code, word in replies.items()}
    for number, cells in enumerate(rows[start + 1 :], start + 2):
        texts = {name: _text(cells, place) for name, place in places.items()}
        if not any(texts.values()):
            continue
        wrong = list(_problems(texts, cells, places, asked, codes, seen, heads, replies))
        seen.add(texts["key"])
        problems += [(number, reason) for reason in wrong]
        if not wrong and texts["reply"]:
            found.append(
                Reply(
                    texts["key"],
                    codes[_plain(texts["reply"])],
                    texts["details"],
                    texts.get("replied_by", ""),
                )
            )
    return found, problems


def _find_heads(rows: Sequence, heads: Mapping[str, str]) -> tuple[int, dict[str, int]]:
    """The row of the heads and the place of each column, whatever their order."""
    wanted = {_plain(word): name for name, word in heads.items()}
    best: tuple[int, dict[str, int]] = (0, {})
    for number, cells in enumerate(rows[:20]):
        places = {
            wanted[_plain(str(cell.value))]: place
            for place, cell in enumerate(cells)
            if cell.value is not None and _plain(str(cell.value)) in wanted
        }
        if len(places) > len(best[1]):
            best = (number, places)
    return best


def _problems(texts, cells, places, asked, codes, seen, heads, replies):
    for name, place in places.items():
        if place < len(cells) and cells[place].data_type == "f":
            yield Reason("formula", {"column": heads[name]})
    key = texts["key"]
    if key not in asked:
        yield Reason("key_unknown", {"key": key})
    elif key in seen:
        yield Reason("key_twice", {"key": key})
    elif texts.get("name") and _plain(texts["name"]) != _plain(asked[key]):
        yield Reason("name_differs", {"expected": asked[key], "found": texts["name"]})
    reply = _plain(texts["reply"])
    if reply and reply not in codes:
        allowed = " / ".join(replies.values())
        yield Reason("reply_unknown", {"found": texts["reply"], "allowed": allowed})
    elif codes.get(reply) == "hit" and not texts["details"]:
        yield Reason("details_missing")


def _text(cells, place: int) -> str:
    value = cells[place].value if place < len(cells) else None
    return "" if value is None else str(value).strip()


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()
