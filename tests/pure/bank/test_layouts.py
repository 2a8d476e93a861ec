"""A bank's layout is data, and wrong data is refused when it is written down."""

import pytest
from bank import layouts
from bank.layouts import Column, Layout


def test_the_general_layout_has_the_columns_of_a_chinese_batch_payment():
    assert [column.header for column in layouts.GENERAL.columns] == [
        "序号",
        "账户名称",
        "账号",
        "开户行",
        "联行号",
        "金额",
        "用途",
    ]
    assert layouts.LAYOUTS == {
        "general": layouts.GENERAL,
        "general_small": layouts.GENERAL_SMALL,
    }


WRONG = [
    ((Column("iban", "IBAN", 20, "text"),), {}, "no column iban of text"),
    ((Column("account_number", "账号", 20, "int"),), {}, "no column account_number of int"),
    ((Column("cnaps", "联行号", 9, "text"),) * 2, {}, "a column is used twice: cnaps, cnaps"),
    ((), {"max_lines": 0}, "at least one line a file"),
]


@pytest.mark.parametrize(("columns", "settings", "words"), WRONG)
def test_a_layout_that_cannot_be_written_is_refused(columns, settings, words):
    with pytest.raises(ValueError, match=words):
        Layout("mine", "明细", columns, **settings)


def test_a_reply_may_use_every_header_that_is_sent():
    reply = layouts.GENERAL_REPLY
    known = {header for column in reply.columns for header in column.headers} | {*reply.ignored}

    assert {column.header for column in layouts.GENERAL.columns} - known == set()


def test_a_column_of_fixed_words_holds_them_in_every_line_and_may_stand_twice():
    columns = (
        Column("account_number", "账号", 20, "text"),
        Column("fixed", "币种", 8, "text", "人民币"),
        Column("fixed", "汇款方式", 8, "text", "普通"),
    )
    layout = Layout("mine", "明细", columns)
    line = layouts.Line(1, "示例", "340200000000001", "示例银行", "", 1, "奖励")
    assert [c.value_of(line) for c in layout.columns] == ["340200000000001", "人民币", "普通"]
