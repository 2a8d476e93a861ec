"""Tables in and out: what was text stays text, what is no table is refused by its name."""

import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from bank import sheets

TITLES = ("荣誉编码", "名称", "日期", "金额")


def book(rows, titles=TITLES):
    target = io.BytesIO()
    sheets.write(target, titles, rows)
    return target.getvalue()


DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|'/c calc'!A0", "http://example.com"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_cell_that_looks_like_a_formula_stays_text(text):
    sheet = openpyxl.load_workbook(io.BytesIO(book([[text]]))).active
    assert (sheet["A2"].data_type, sheet["A2"].value) == ("s", text)
    assert sheet["A2"].hyperlink is None


def test_codes_keep_their_zeros_dates_and_money_their_kind():
    row = ["007", "示例公司", date(2024, 3, 1), Decimal("200000.10")]
    sheet = openpyxl.load_workbook(io.BytesIO(book([row]))).active
    assert sheet["A2"].value == "007"
    assert sheet["C2"].value == datetime(2024, 3, 1)
    assert sheet["D2"].value == 200000.10


def test_reading_gives_rows_by_title_with_their_line():
    content = book(
        [["a", " 示例 ", date(2024, 3, 1), 2], ["", "", None, None], ["b", "乙", None, 3]]
    )
    rows = sheets.read(content, ("荣誉编码",))
    assert [(row["row"], row["荣誉编码"], row["名称"]) for row in rows] == [
        (2, "a", "示例"),
        (4, "b", "乙"),
    ]


REFUSED = [
    (b"no workbook", "not_a_workbook"),
    (book([], titles=("名称",)), "columns_missing"),
]


@pytest.mark.parametrize(("content", "code"), REFUSED)
def test_what_is_no_table_is_refused(content, code):
    with pytest.raises(sheets.SheetError) as refused:
        sheets.read(content, ("荣誉编码",))
    assert refused.value.code == code


DATES = [
    "2024-03-01",
    "2024/3/1",
    "2024.3.1",
    "2024年3月1日",
    datetime(2024, 3, 1, 8),
    date(2024, 3, 1),
]


@pytest.mark.parametrize("value", DATES)
def test_dates_as_people_write_them(value):
    assert sheets.as_date(value) == date(2024, 3, 1)


@pytest.mark.parametrize("value", ["三月", "2024-13-01", "20240301", "2024-2"])
def test_what_is_no_date_is_refused(value):
    with pytest.raises(ValueError):
        sheets.as_date(value)


def test_writing_keeps_no_rows_in_memory():
    assert sheets.write(io.BytesIO(), ("a",), ([str(n)] for n in range(5000))) == 5000
