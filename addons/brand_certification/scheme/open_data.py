"""The list of certificates as an open data set: its columns, and a CSV file that is safe to open.

The file is UTF-8 with a byte order mark, which Excel needs to read Chinese, with line ends of
RFC 4180. A cell that a spreadsheet would run as a formula gets an apostrophe in front.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date

BOM = "\ufeff".encode()

#: name in JSON: (title, type in CSV on the Web)
COLUMNS = {
    "number": ("证书编号", "string"),
    "version": ("版本", "integer"),
    "status": ("状态代码", "string"),
    "status_word": ("状态", "string"),
    "holder": ("持证单位", "string"),
    "uscc": ("统一社会信用代码", "string"),
    "product": ("产品名称", "string"),
    "model": ("规格型号", "string"),
    "program": ("认证方案", "string"),
    "level": ("认证级别", "string"),
    "standard": ("认证依据标准", "string"),
    "body": ("认证机构", "string"),
    "district": ("所属区县", "string"),
    "city": ("发证城市", "string"),
    "date_issue": ("发证日期", "date"),
    "date_start": ("有效期起", "date"),
    "date_end": ("有效期止", "date"),
    "url": ("查验网址", "anyURI"),
}

# What begins a formula, also in full width, which a Chinese spreadsheet takes for the same; a tab
# or a line end in front hides one
_FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


def safe_cell(value: object) -> str:
    """One cell's text: dates as 2024-03-08, nothing that a spreadsheet would run."""
    if value is None or value is False:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    # blanks in front do not keep a spreadsheet from running what follows
    return f"'{text}" if text.startswith(_FORMULA) or text.strip().startswith(_FORMULA) else text


def csv_head() -> bytes:
    """The first bytes of the file: the mark and the titles."""
    return BOM + _lines([[title for title, _kind in COLUMNS.values()]])


def csv_lines(rows: Iterable[Mapping[str, object]]) -> bytes:
    """Lines of the file, one a row; what is no column is left out."""
    return _lines([safe_cell(row[name]) for name in COLUMNS] for row in rows)


def _lines(rows: Iterable[Iterable[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()
