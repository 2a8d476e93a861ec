"""The bank's file: what is in it, that it repeats byte for byte, and what is refused."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

import pytest
from bank import writer
from bank.layouts import GENERAL, GENERAL_SMALL, Line
from bank.problems import BankFileError, Problem
from openpyxl import load_workbook

AT = datetime(2024, 5, 10, 2, 30)
WUHU = Line(
    sequence=1,
    account_name="芜湖示例泵业有限公司",
    account_number="0123456789012345678",
    bank_name="徽商银行芜湖示例支行",
    cnaps="001362000017",
    amount=Decimal(200000),
    purpose="品牌奖励",
)


def lines(count, **changes):
    return [replace(WUHU, sequence=number, **changes) for number in range(1, count + 1)]


def write(sent, layout=GENERAL):
    return writer.write(sent, layout, batch="FK/2024/0007", created=AT)


def cells(content, sheet="代发明细"):
    rows = load_workbook(BytesIO(content))[sheet].iter_rows()
    return [[(cell.value, cell.data_type, cell.number_format) for cell in row] for row in rows]


def test_accounts_and_cnaps_are_text_and_amounts_numbers_with_two_decimals():
    (file,) = write([WUHU])

    assert cells(file.content)[1] == [
        (1, "n", "0"),
        ("芜湖示例泵业有限公司", "s", "@"),
        ("0123456789012345678", "s", "@"),
        ("徽商银行芜湖示例支行", "s", "@"),
        ("001362000017", "s", "@"),
        (200000, "n", "0.00"),
        ("品牌奖励", "s", "@"),
    ]


@pytest.mark.parametrize("text", ["=1+1", "+86", "-2", "@SUM(A1)", "http://a.cn", "007"])
def test_text_stays_text_whatever_it_begins_with(text):
    (file,) = write([replace(WUHU, account_name=text, purpose=text)])

    row = cells(file.content)[1]
    assert (row[1], row[6]) == ((text, "s", "@"), (text, "s", "@"))


def test_count_total_and_checksum_stand_on_a_sheet_of_their_own():
    sent = [WUHU, replace(WUHU, sequence=2, amount=Decimal("0.05"))]

    (file,) = write(sent)

    assert (file.count, file.total) == (2, Decimal("200000.05"))
    assert [[value for value, _type, _format in row] for row in cells(file.content, "汇总")] == [
        ["笔数", 2],
        ["总金额", 200000.05],
        ["SHA-256", file.sha256],
    ]


CONTROLS = [
    ("row", ["代发明细"], ["合计", "笔数", 1, "总金额", 200000, "SHA-256"]),
    ("none", ["代发明细"], None),
]


@pytest.mark.parametrize(("control", "sheets", "last"), CONTROLS)
def test_a_bank_may_want_its_control_figures_in_a_last_row_or_not_at_all(control, sheets, last):
    (file,) = write([WUHU], replace(GENERAL, control=control))

    assert load_workbook(BytesIO(file.content)).sheetnames == sheets
    rows = cells(file.content)[2:]
    assert [[value for value, _t, _f in row[:6]] for row in rows] == ([last] if last else [])


def test_the_checksum_is_of_the_lines_in_words_that_anyone_can_repeat():
    (file,) = write([WUHU])

    text = (
        "1\t芜湖示例泵业有限公司\t0123456789012345678\t徽商银行芜湖示例支行\t001362000017"
        "\t200000.00\t品牌奖励\n"
    )
    assert file.sha256 == sha256(text.encode()).hexdigest()


def test_equal_input_gives_equal_bytes_and_no_date_of_the_machine():
    first, second = write(lines(3)), write(lines(3))

    assert first == second
    with ZipFile(BytesIO(first[0].content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert load_workbook(BytesIO(first[0].content)).properties.created == AT


def test_an_amount_of_two_spellings_is_one_amount():
    assert write([replace(WUHU, amount=Decimal("200000.00"))]) == write([WUHU])


SPLITS = [
    (GENERAL, 3, 4, [("FK-2024-0007-01.xlsx", 7)]),
    (
        replace(GENERAL, max_lines=3),
        3,
        4,
        [
            ("FK-2024-0007-01.xlsx", 3),
            ("FK-2024-0007-02.xlsx", 3),
            ("FK-2024-0007-03.xlsx", 1),
        ],
    ),
    (
        GENERAL_SMALL,
        51,
        1,
        [
            ("FK-2024-0007-own-01.xlsx", 50),
            ("FK-2024-0007-own-02.xlsx", 1),
            ("FK-2024-0007-other-01.xlsx", 1),
        ],
    ),
    (GENERAL_SMALL, 0, 2, [("FK-2024-0007-other-01.xlsx", 2)]),
]


@pytest.mark.parametrize(("layout", "own", "other", "files"), SPLITS)
def test_a_batch_is_split_as_the_bank_wants_and_keeps_its_numbers(layout, own, other, files):
    sent = [replace(line, is_own_bank=line.sequence <= own) for line in lines(own + other)]

    written = write(sent, layout)

    assert [(file.name, file.count) for file in written] == files
    numbers = [row[0][0] for file in written for row in cells(file.content)[1:]]
    assert numbers == list(range(1, own + other + 1))
    assert sum(file.total for file in written) == 200000 * (own + other)


REFUSED = [
    ({"amount": Decimal(0)}, "amount_not_positive", {"amount": Decimal(0)}),
    ({"amount": Decimal(-1)}, "amount_not_positive", {"amount": Decimal(-1)}),
    ({"amount": Decimal("0.001")}, "amount_not_whole_fen", {"amount": Decimal("0.001")}),
    (
        {"amount": Decimal("1E+30")},
        "amount_too_large",
        {
            "amount": Decimal("1E+30"),
            "allowed": writer.MAX_AMOUNT,
        },
    ),
    ({"account_name": " "}, "text_missing", {"key": "account_name"}),
    ({"account_number": ""}, "text_missing", {"key": "account_number"}),
    ({"account_number": "6222 0000 1111"}, "account_number_format", {"value": "6222 0000 1111"}),
    (
        {"account_number": "\uff16222000011112222"},
        "account_number_format",
        {
            "value": "\uff16222000011112222",
        },
    ),
    (
        {"account_name": "芜湖\t泵业"},
        "text_unclean",
        {"key": "account_name", "value": "芜湖\t泵业"},
    ),
    (
        {"bank_name": "徽商\u200b银行"},
        "text_unclean",
        {"key": "bank_name", "value": "徽商\u200b银行"},
    ),
    ({"bank_name": "徽商银行 "}, "text_unclean", {"key": "bank_name", "value": "徽商银行 "}),
    ({"cnaps": ""}, "cnaps_missing", {}),
    ({"cnaps": "12345"}, "cnaps_format", {"value": "12345"}),
    ({"purpose": "奖" * 21}, "purpose_too_long", {"length": 21, "allowed": 20}),
    ({"sequence": 0}, "sequence_not_positive", {}),
]


@pytest.mark.parametrize(("changes", "code", "params"), REFUSED)
def test_a_line_the_bank_would_refuse_is_refused_before_with_its_number(changes, code, params):
    line = replace(WUHU, **changes)

    with pytest.raises(BankFileError) as refusal:
        write([line])

    assert refusal.value.problems == (Problem(code, params, line.sequence),)
    assert tuple(params) == writer.CODES[code]


def test_all_problems_of_all_lines_are_told_at_once():
    with pytest.raises(BankFileError) as refusal:
        write([WUHU, replace(WUHU, cnaps="", purpose="")])

    assert refusal.value.problems == (
        Problem("sequence_twice", line=1),
        Problem("text_missing", {"key": "purpose"}, 1),
        Problem("cnaps_missing", line=1),
    )
    assert str(refusal.value) == (
        "line 1: sequence_twice; line 1: text_missing (key='purpose'); line 1: cnaps_missing"
    )


def test_nothing_to_pay_makes_no_file():
    with pytest.raises(BankFileError, match="no_lines"):
        write([])


def test_the_payers_own_bank_needs_no_cnaps_and_twenty_characters_of_purpose_pass():
    assert (
        writer.line_problems(
            [replace(WUHU, cnaps="", is_own_bank=True, purpose="奖" * 20)], GENERAL
        )
        == ()
    )


def test_a_float_is_refused_as_amount():
    with pytest.raises(TypeError, match=r"as Decimal yuan, not 0\.1"):
        write([replace(WUHU, amount=0.1)])


NAMES = [
    ("FK/2024/0007", "FK-2024-0007"),
    ("../../etc", "etc"),
    ("批次 1", "批次-1"),
    ("/", "batch"),
]


@pytest.mark.parametrize(("batch", "name"), NAMES)
def test_a_files_name_holds_no_path(batch, name):
    (file,) = writer.write([WUHU], GENERAL, batch=batch, created=AT)

    assert file.name == f"{name}-01.xlsx"
