"""The bank's reply: read, matched, and nothing vanishes."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
import xlsxwriter
from bank import reply
from bank.layouts import GENERAL_REPLY, Line, ReplyColumn
from bank.problems import BankFileError, Problem

HEADERS = ["序号", "账户名称", "账号", "金额", "状态", "失败原因", "流水号"]
ACCOUNT = "0123456789012345678"
GOOD = [1, "芜湖示例泵业", ACCOUNT, 200000, "成功", "", "2024051000001"]


def xlsx(*sheets):
    """A workbook of these sheets, each a list of rows; text stays text."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            for place, row in enumerate(rows):
                for column, value in enumerate(row):
                    put = sheet.write_string if isinstance(value, str) else sheet.write
                    put(place, column, value)
    return buffer.getvalue()


def payment(sequence, amount="200000", account=ACCOUNT):
    return Line(
        sequence, "芜湖示例泵业", account, "徽商银行", "001362000017", Decimal(amount), "奖励"
    )


def row(**changes):
    places = {"sequence": 0, "account": 2, "amount": 3, "status": 4, "reason": 5, "serial": 6}
    changed = list(GOOD)
    for key, value in changes.items():
        changed[places[key]] = value
    return changed


@pytest.mark.parametrize("name", ["户名", "收款户名", "收款人户名", "收款人名称"])
def test_the_name_beside_the_account_may_stand_under_each_usual_header(name):
    headers = ["序号", name, *HEADERS[2:]]

    assert reply.read(xlsx([headers, GOOD]), GENERAL_REPLY) == reply.read(xlsx([HEADERS, GOOD]))


def test_a_row_is_read_with_its_place_in_the_sheet():
    failed = row(sequence="2", amount="1,234.50", status="失败", reason="账号户名不符")

    read = reply.read(xlsx([["某银行代发结果"], [], HEADERS, GOOD, [], failed]))

    assert read.lines == (
        reply.ReplyLine(4, 1, ACCOUNT, Decimal(200000), "success", "成功", "", "2024051000001"),
        reply.ReplyLine(
            6, 2, ACCOUNT, Decimal("1234.50"), "failed", "失败", "账号户名不符", "2024051000001"
        ),
    )


AMOUNTS = [
    (200000, "200000"),
    (1234.5, "1234.50"),
    (0.1 + 0.2, "0.30"),
    ("1,234.5", "1234.50"),
    ("\uffe5200000.00", "200000"),
    ("\u00a5200000.00", "200000"),
    ("200000.00元", "200000"),
    (" 5 ", "5"),
    (0.001, None),
    ("0.001", None),
    ("贰拾万", None),
    ("1e5", None),
    ("9" * 40, None),
    (1e300, None),
    (True, None),
    ("", None),
]


@pytest.mark.parametrize(("cell", "amount"), AMOUNTS)
def test_an_amount_is_yuan_in_whole_fen_or_unreadable(cell, amount):
    (line,) = reply.read(xlsx([HEADERS, row(amount=cell)])).lines

    assert line.amount == (amount and Decimal(amount))
    assert [p.code for p in line.problems] == ([] if amount else ["amount_unreadable"])


STATUSES = [
    ("成功", "success"),
    (" 交易成功 ", "success"),
    ("失败", "failed"),
    ("退汇", "failed"),
    ("不成功", "unknown"),
    ("未成功", "unknown"),
    ("处理中", "unknown"),
    ("", "unknown"),
]


@pytest.mark.parametrize(("word", "status"), STATUSES)
def test_only_the_banks_exact_words_decide_a_status(word, status):
    (line,) = reply.read(xlsx([HEADERS, row(status=word)])).lines

    assert (line.status, line.status_text) == (status, word.strip())
    problems = (Problem("status_unknown", {"value": word.strip()}, 2),)
    assert line.problems == (problems if status == "unknown" else ())


CELLS = [
    ({"sequence": "A1"}, Problem("sequence_unreadable", {"value": "A1"}, 2)),
    ({"sequence": 1.5}, Problem("sequence_unreadable", {"value": "1.5"}, 2)),
    ({"sequence": ""}, Problem("sequence_unreadable", {"value": ""}, 2)),
    (
        {"account": 6222000011112222},
        Problem("account_number_as_number", {"value": "6222000011112222"}, 2),
    ),
]


@pytest.mark.parametrize(("changes", "problem"), CELLS)
def test_a_cell_that_cannot_be_trusted_is_told_and_its_row_answers_nothing(changes, problem):
    (line,) = reply.read(xlsx([HEADERS, row(**changes)])).lines
    found = reply.match([payment(1, account=line.account_number)], [line])

    assert line.problems == (problem,)
    assert found.strays == (reply.Stray(line, (problem,)),)
    assert [sent.sequence for sent in found.unanswered] == [1]


def test_a_short_account_stored_as_number_is_read_as_its_digits():
    (line,) = reply.read(xlsx([HEADERS, row(account=101623741)])).lines

    assert (line.account_number, line.problems) == ("101623741", ())


def test_rows_of_totals_are_kept_apart():
    read = reply.read(xlsx([HEADERS, GOOD, ["合计", "", "", 200000]]))

    assert [line.row for line in read.lines] == [2]
    assert read.totals == (reply.TotalsRow(3, ("合计", "", "", "200000")),)


WRONG_HEADERS = [
    (
        ["序号", "账号", "金额", "状态", "手续费"],
        [("headers_unknown", {"headers": ("手续费",)})],
    ),
    (["序号", "账号", "金额"], [("headers_missing", {"headers": ("状态",)})]),
    (
        ["序号", "账号", "收款账号", "金额", "状态"],
        [("header_twice", {"headers": ("账号", "收款账号")})],
    ),
    (
        ["序号", "账 号", "手续费", "处理结果"],
        [
            ("headers_unknown", {"headers": ("手续费",)}),
            ("headers_missing", {"headers": ("金额",)}),
        ],
    ),
    (
        ["No.", "Account"],
        [
            (
                "no_header_row",
                {"wanted": ("序号", "账号", "金额", "状态"), "found": ("No.", "Account")},
            )
        ],
    ),
]


@pytest.mark.parametrize(("headers", "expected"), WRONG_HEADERS)
def test_headers_that_are_not_understood_refuse_the_file_and_are_all_named(headers, expected):
    with pytest.raises(BankFileError) as refusal:
        reply.read(xlsx([headers, GOOD]))

    problems = refusal.value.problems
    assert [p.code for p in problems] == [code for code, _params in expected]
    for problem, (code, params) in zip(problems, expected, strict=True):
        assert {key: problem.params[key] for key in params} == params
        assert tuple(problem.params) == reply.CODES[code]


def test_a_new_header_is_one_word_of_data():
    layout = replace(GENERAL_REPLY, ignored=(*GENERAL_REPLY.ignored, "手续费"))

    read = reply.read(xlsx([[*HEADERS, "手续费"], [*GOOD, 5]]), layout)

    assert len(read.lines) == 1


def test_headers_are_found_whatever_their_width_and_blanks():
    headers = ["序 号", "收款人账号", "金额\uff08元\uff09", " 处理结果"]

    (line,) = reply.read(xlsx([headers, [1, ACCOUNT, 5, "成功"]])).lines

    assert (line.amount, line.status, line.reason, line.serial) == (Decimal(5), "success", "", "")


def test_a_second_sheet_without_headers_is_left_alone_and_with_headers_is_refused():
    assert len(reply.read(xlsx([["汇总"]], [HEADERS, GOOD])).lines) == 1
    with pytest.raises(BankFileError) as refusal:
        reply.read(xlsx([HEADERS, GOOD], [HEADERS, GOOD]))
    assert refusal.value.problems == (Problem("several_sheets", {"sheets": ("Sheet1", "Sheet2")}),)


def zip_of(size):
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", b" " * size)
    return buffer.getvalue()


NOT_XLSX = [(b"", "not_xlsx"), (b"PK\x03\x04junk", "not_xlsx"), (zip_of(10), "not_xlsx")]


@pytest.mark.parametrize(("content", "code"), NOT_XLSX)
def test_what_is_no_workbook_is_refused(content, code):
    with pytest.raises(BankFileError) as refusal:
        reply.read(content)
    assert refusal.value.problems == (Problem(code),)


LIMITS = [("MAX_BYTES", 50), ("MAX_UNPACKED_BYTES", 5)]


@pytest.mark.parametrize(("limit", "size"), LIMITS)
def test_a_file_too_large_to_unpack_is_refused_before_it_is(monkeypatch, limit, size):
    monkeypatch.setattr(reply, limit, size)

    with pytest.raises(BankFileError) as refusal:
        reply.read(zip_of(10))

    (problem,) = refusal.value.problems
    assert (problem.code, problem.params["allowed"]) == ("too_large", size)


def answer(sequence, **changes):
    base = reply.ReplyLine(2, sequence, ACCOUNT, Decimal(200000), "success", "成功", "", "S1")
    return replace(base, **changes)


def test_a_row_answers_the_payment_with_its_number_account_and_amount():
    first, second = payment(1), payment(2)
    told = (answer(2, status="failed"), answer(1))

    found = reply.match([first, second], told)

    assert found.answers == (reply.Answer(second, told[0]), reply.Answer(first, told[1]))
    assert (found.strays, found.unanswered) == ((), ())


STRAYS = [
    (
        {"account_number": "0123456789012345679"},
        "account_number_differs",
        {"sent": ACCOUNT, "told": "0123456789012345679"},
    ),
    ({"account_number": ""}, "account_number_differs", {"sent": ACCOUNT, "told": ""}),
    (
        {"amount": Decimal("199999.99")},
        "amount_differs",
        {"sent": Decimal(200000), "told": Decimal("199999.99")},
    ),
    ({"sequence": 9}, "sequence_not_sent", {"sequence": 9}),
]


@pytest.mark.parametrize(("changes", "code", "params"), STRAYS)
def test_a_row_that_matches_nothing_is_reported_and_settles_nothing(changes, code, params):
    told = replace(answer(1), **changes)

    found = reply.match([payment(1)], [told])

    assert found.answers == ()
    assert found.strays == (reply.Stray(told, (Problem(code, params, 2),)),)
    assert found.unanswered == (payment(1),)
    assert tuple(params) == reply.CODES[code]


def test_two_rows_for_one_payment_settle_nothing():
    told = [answer(1), replace(answer(1, status="failed"), row=3)]

    found = reply.match([payment(1)], told)

    assert [[p.code for p in stray.problems] for stray in found.strays] == [
        ["answered_twice"],
        ["answered_twice"],
    ]
    assert (found.answers, found.unanswered) == ((), (payment(1),))


MASKS = [
    ("012345*********5678", True),
    ("0123 4567 8901 2345 678", True),
    ("012345*********5679", False),
    ("012345***5678", False),
]


@pytest.mark.parametrize(("told", "is_same"), MASKS)
def test_a_masked_account_is_compared_where_it_shows(told, is_same):
    found = reply.match([payment(1)], [answer(1, account_number=told)])

    assert len(found.answers) == is_same
    assert len(found.strays) == (not is_same)


def test_every_row_and_every_payment_is_accounted_for():
    sent = [payment(n) for n in range(1, 6)]
    told = [answer(1), answer(2), answer(2), answer(3, amount=Decimal(1)), answer(8)]

    found = reply.match(sent, told)

    assert [a.line.sequence for a in found.answers] == [1]
    assert [s.reply.sequence for s in found.strays] == [2, 2, 3, 8]
    assert [line.sequence for line in found.unanswered] == [2, 3, 4, 5]


def test_a_layout_reads_the_columns_it_names():
    columns = (*GENERAL_REPLY.columns[:3], ReplyColumn("status", ("回执",), is_required=True))
    layout = replace(GENERAL_REPLY, columns=columns, success=("OK",))

    (line,) = reply.read(
        xlsx([["序号", "账号", "金额", "回执"], [1, ACCOUNT, 5, "OK"]]), layout
    ).lines

    assert line.status == "success"
