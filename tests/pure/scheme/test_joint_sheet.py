"""A joint check's list goes out as a sheet and comes back, every row accounted for."""

import io

import openpyxl
import pytest
from scheme.joint_sheet import COLUMNS, Reply, Row, read, write
from scheme.reasons import Reason

HEADS = dict(
    zip(
        COLUMNS, ("编号", "企业名称", "信用代码", "产品", "回复", "情况说明", "回复人"), strict=True
    )
)
REPLIES = {"clear": "无异议", "hit": "有问题"}
ROWS = [Row("L1", "甲公司", "91X", "泵"), Row("L2", "=1+1公司", "92X", "@阀")]
ASKED = {row.key: row.name for row in ROWS}


def filled(*changes):
    """The sheet as it goes out, with ``(row, column, value)`` filled in."""
    book = openpyxl.load_workbook(io.BytesIO(write("联审", ROWS, HEADS, REPLIES)))
    sheet = book.worksheets[0]
    for row, column, value in changes:
        sheet.cell(row, COLUMNS.index(column) + 1).value = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_what_a_name_begins_with_makes_no_formula():
    sheet = openpyxl.load_workbook(io.BytesIO(filled())).worksheets[0]

    cell = sheet.cell(5, 2)
    assert (cell.value, cell.data_type) == ("=1+1公司", "s")
    assert sheet.cell(5, 4).value == "@阀"


def test_replies_come_back_and_rows_without_one_are_left_out():
    content = filled((4, "reply", "有问题"), (4, "details", "欠税"), (4, "replied_by", "王某"))

    assert read(content, ASKED, HEADS, REPLIES) == ([Reply("L1", "hit", "欠税", "王某")], [])


def test_a_list_that_goes_out_again_shows_what_was_answered_and_reads_back_the_same():
    answered = Row("L1", "甲公司", "91X", "泵", "有问题", "=欠税", "王某")
    content = write("联审", [answered, ROWS[1]], HEADS, REPLIES)

    assert read(content, ASKED, HEADS, REPLIES) == ([Reply("L1", "hit", "=欠税", "王某")], [])


PROBLEMS = [
    ([(4, "key", "L9"), (4, "reply", "无异议")], Reason("key_unknown", {"key": "L9"})),
    ([(4, "name", "乙公司")], Reason("name_differs", {"expected": "甲公司", "found": "乙公司"})),
    ([(4, "reply", "有问题")], Reason("details_missing")),
    (
        [(4, "reply", "同意")],
        Reason("reply_unknown", {"found": "同意", "allowed": "无异议 / 有问题"}),
    ),
    ([(4, "details", "=A1")], Reason("formula", {"column": "情况说明"})),
]


@pytest.mark.parametrize(("changes", "problem"), PROBLEMS)
def test_what_is_wrong_is_told_with_its_row(changes, problem):
    replies, problems = read(filled(*changes), ASKED, HEADS, REPLIES)

    assert (replies, problems) == ([], [(4, problem)])


def test_a_line_that_stands_twice_is_wrong_the_second_time():
    content = filled((5, "key", "L1"), (5, "name", "甲公司"))

    assert read(content, ASKED, HEADS, REPLIES)[1] == [(5, Reason("key_twice", {"key": "L1"}))]


@pytest.mark.parametrize("content", [b"", b"no sheet", b"PK\x03\x04broken"])
def test_a_file_that_is_no_sheet_is_told_as_such(content):
    assert read(content, ASKED, HEADS, REPLIES) == ([], [(0, Reason("not_a_sheet"))])


def test_a_sheet_without_its_columns_says_which():
    book = openpyxl.Workbook()
    book.worksheets[0].append(["编号", "企业名称"])
    target = io.BytesIO()
    book.save(target)

    _replies, problems = read(target.getvalue(), ASKED, HEADS, REPLIES)

    assert [reason.params["column"] for _row, reason in problems] == ["回复", "情况说明"]
