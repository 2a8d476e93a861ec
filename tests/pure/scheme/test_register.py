"""The register of an earlier certification: what is read, and all that is told of a wrong row."""

from datetime import date, datetime

import pytest
from scheme import register

HEADING = ["证书编号", "持证单位", "统一社会信用代码", "产品名称", "发证日期", "有效期至"]
CODE = "91420106MAXXT0013P"
GOOD = ["WHMP-2021-001", "武汉示例仪表有限公司", CODE, "智能电表", "2021-03-08", "2024-03-07"]


def rows(*lines, heading=HEADING):
    return register.read([heading, *lines]).rows


def codes(row):
    return [problem.code for problem in row.problems]


def test_a_row_is_read_whole():
    (row,) = rows(GOOD)

    assert (row.line, row.number, row.holder) == (2, "WHMP-2021-001", "武汉示例仪表有限公司")
    assert (row.uscc, row.product, row.kind) == (CODE, "智能电表", "product")
    assert (row.date_issue, row.date_end) == (date(2021, 3, 8), date(2024, 3, 7))
    assert row.problems == ()


def test_a_title_above_the_heading_and_empty_rows_are_passed_over():
    found = register.read([["武汉名品证书名册"], [None] * 6, HEADING, [None] * 6, GOOD])

    assert [row.line for row in found.rows] == [5]


def test_columns_stand_in_any_order_and_under_the_names_that_offices_use():
    heading = ["截止日期", "单位名称", "编号", "信用代码", "品名", "颁发日期", "类别"]
    (row,) = rows(
        ["2024.3.7", "示例酒店", "A1", CODE, "住宿服务", "2021年3月8日", "服务"], heading=heading
    )

    assert (row.number, row.kind, row.date_end) == ("A1", "service", date(2024, 3, 7))


@pytest.mark.parametrize(
    "cell",
    [
        date(2021, 3, 8),
        datetime(2021, 3, 8, 0, 0),
        "2021-3-8",
        "2021/03/08",
        "2021.3.8",
        "2021年3月8日",
        "20210308",
        20210308,
    ],
)
def test_dates_are_read_as_sheets_hold_them(cell):
    assert register.day(cell) == date(2021, 3, 8)


@pytest.mark.parametrize("cell", [None, "", "2021", "2021-02-30", "长期", "2021-3-8-1"])
def test_what_is_no_date_is_none(cell):
    assert register.day(cell) is None


def test_a_table_without_heading_or_needed_columns_is_refused_as_a_whole():
    assert [p.code for p in register.read([GOOD]).problems] == ["no_heading"]
    short = register.read([["证书编号", "持证单位", "产品名称"], GOOD])
    assert [p.params["column"] for p in short.problems] == ["uscc", "date_issue", "date_end"]
    assert short.rows == ()


def test_all_that_is_wrong_with_a_row_is_told_at_once():
    heading = [*HEADING, "类别"]
    (row,) = rows(["", "示例公司", "123", "", "昨天", "2024-03-07", "飞船"], heading=heading)

    assert codes(row) == ["empty", "empty", "bad_date", "uscc", "unknown_kind"]
    assert [p.params["column"] for p in row.problems[:2]] == ["number", "product"]


def test_an_end_before_the_issue_is_told():
    (row,) = rows([*GOOD[:4], "2024-03-08", "2024-03-07"])

    assert codes(row) == ["ends_before_issue"]


def test_a_code_with_a_wrong_check_digit_is_told_so_that_somebody_looks():
    (row,) = rows([*GOOD[:2], CODE[:-1] + "Q", *GOOD[3:]])

    assert codes(row) == ["uscc"]


def test_a_number_that_stands_twice_is_told_at_its_second_place_whatever_its_width():
    first, second = rows(GOOD, ["ｗｈｍｐ-2021-001", *GOOD[1:]])

    assert (codes(first), codes(second)) == ([], ["twice"])
    assert second.problems[0].params == {"line": 2}
