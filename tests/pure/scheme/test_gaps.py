"""What an application lacks is told at once (一次性告知)."""

from dataclasses import replace
from datetime import date

import pytest
from scheme.gaps import (
    CHECKS,
    CODES,
    GATES,
    Document,
    Facts,
    Field,
    Gap,
    Item,
    Limit,
    Standard,
    Standing,
    Window,
    by_check,
    gaps,
    gaps_at,
)

TODAY = date(2024, 5, 10)
COMPLETE = Facts(
    today=TODAY,
    program_state="open",
    window=Window(date(2024, 5, 1), date(2024, 5, 31)),
    limit=Limit(allowed=1, used=0),
    fields=(Field("contact", "联系人", is_filled=True), Field("fax", "传真", False, False)),
    documents=(
        Document("licence", "营业执照", 1),
        Document("report", "检验报告", 2, valid_until=TODAY),
        Document("award", "获奖证明", 0, is_required=False),
    ),
    standards=(Standard("T/WHZZ 001-2024", "published"),),
    is_declaration_accepted=True,
)


def test_a_complete_application_lacks_nothing():
    assert gaps(COMPLETE) == ()


def test_everything_is_told_at_once_in_the_order_of_the_form():
    facts = Facts(
        today=TODAY,
        program_state="closed",
        window=Window(date(2024, 4, 1), date(2024, 4, 30)),
        limit=Limit(allowed=1, used=2),
        fields=(Field("contact", "联系人", False), Field("output", "年产值", False)),
        documents=(
            Document("licence", "营业执照", 0),
            Document("report", "检验报告", 1, valid_until=date(2024, 5, 9)),
        ),
        standards=(Standard("T/WHZZ 001-2020", "withdrawn"), Standard("T/WHZZ 002", "review")),
        is_declaration_accepted=False,
    )

    assert gaps(facts) == (
        Gap("program_not_open", {"state": "closed"}),
        Gap("window_closed", {"closed": date(2024, 4, 30)}),
        Gap("limit_reached", {"allowed": 1, "used": 2}),
        Gap("field_missing", {"key": "contact", "label": "联系人"}),
        Gap("field_missing", {"key": "output", "label": "年产值"}),
        Gap("document_missing", {"key": "licence", "label": "营业执照"}),
        Gap(
            "document_expired",
            {"key": "report", "label": "检验报告", "valid_until": date(2024, 5, 9)},
        ),
        Gap("standard_not_published", {"number": "T/WHZZ 001-2020", "state": "withdrawn"}),
        Gap("standard_not_published", {"number": "T/WHZZ 002", "state": "review"}),
        Gap("declaration_missing"),
    )


WINDOWS = [
    ("2024-05-10", "2024-05-10", []),  # both ends belong to the window
    (None, None, []),
    (None, "2024-05-09", [Gap("window_closed", {"closed": date(2024, 5, 9)})]),
    ("2024-05-11", None, [Gap("window_not_yet_open", {"opens": date(2024, 5, 11)})]),
]


@pytest.mark.parametrize(("opens", "closes", "expected"), WINDOWS)
def test_an_application_is_filed_within_the_window(opens, closes, expected):
    window = Window(*(day and date.fromisoformat(day) for day in (opens, closes)))

    assert gaps(replace(COMPLETE, window=window)) == tuple(expected)


LIMITS = [(None, 99, True), (1, 0, True), (1, 1, False), (3, 2, True), (0, 0, False)]


@pytest.mark.parametrize(("allowed", "used", "may_file"), LIMITS)
def test_an_applicant_files_up_to_the_limit(allowed, used, may_file):
    expected = () if may_file else (Gap("limit_reached", {"allowed": allowed, "used": used}),)

    assert gaps(replace(COMPLETE, limit=Limit(allowed, used))) == expected


STANDARDS = [
    ((Standard("T/1", "published"),), True, []),
    ((), False, []),
    ((), True, [Gap("standard_missing")]),
    ((Standard("T/1", "withdrawn", TODAY),), True, []),  # its transition ends today
    (
        (Standard("T/1", "withdrawn", date(2024, 5, 9)),),
        True,
        [Gap("standard_not_published", {"number": "T/1", "state": "withdrawn"})],
    ),
    (
        (Standard("T/1", "drafting", TODAY),),
        False,
        [Gap("standard_not_published", {"number": "T/1", "state": "drafting"})],
    ),
]


@pytest.mark.parametrize(("standards", "is_required", "expected"), STANDARDS)
def test_an_application_rests_on_published_standards(standards, is_required, expected):
    facts = replace(COMPLETE, standards=standards, is_standard_required=is_required)

    assert gaps(facts) == tuple(expected)


def test_an_optional_document_may_be_absent_but_not_expired():
    expired = Document("award", "获奖证明", 1, is_required=False, valid_until=date(2024, 5, 9))

    params = {"key": "award", "label": "获奖证明", "valid_until": date(2024, 5, 9)}
    assert gaps(replace(COMPLETE, documents=(expired,))) == (Gap("document_expired", params),)


def test_every_code_is_declared_with_its_parameters():
    lacking = replace(
        COMPLETE,
        program_state="draft",
        window=Window(date(2024, 6, 1), date(2024, 5, 1)),
        standing=Standing("偷税", TODAY),
        limit=Limit(0),
        group_limit=Limit(1, 1),
        is_nominated=False,
        item=Item("服务", False, "BA-1", "BC-1", date(2026, 1, 1), date(2025, 7, 1)),
        fields=(Field("a", "A", False),),
        documents=(Document("b", "B", 0), Document("c", "C", 1, valid_until=date(2024, 1, 1))),
        standards=(Standard("T/1", "review"),),
        is_declaration_accepted=False,
    )
    found = gaps(lacking) + gaps(replace(COMPLETE, standards=()))

    assert {gap.code: tuple(gap.params) for gap in found} == CODES


COOLING = [(date(2024, 5, 9), True), (TODAY, False)]


@pytest.mark.parametrize(("until", "may_apply"), COOLING)
def test_a_cool_down_ends_with_its_last_day(until, may_apply):
    expected = () if may_apply else (Gap("cooling_down", {"until": until}),)

    assert gaps(replace(COMPLETE, standing=Standing(cooling_until=until))) == expected


CERTIFIED = [(TODAY, True), (date(2024, 5, 11), False)]


@pytest.mark.parametrize(("renewable_from", "may_apply"), CERTIFIED)
def test_a_certified_product_is_applied_for_again_once_renewal_opens(renewable_from, may_apply):
    until = date(2024, 11, 10)
    item = Item("产品", True, None, "BC-2021-0001", until, renewable_from)
    params = {"number": "BC-2021-0001", "until": until}

    assert gaps(replace(COMPLETE, item=item)) == (
        () if may_apply else (Gap("already_certified", params),)
    )


def test_a_self_check_answers_every_question_and_gives_each_gap_to_one():
    facts = replace(
        COMPLETE,
        window=Window(None, date(2024, 5, 9)),
        fields=(
            Field("uscc", "信用代码", False, check="enterprise"),
            Field("contact", "联系人", False),
        ),
        standards=(),
    )
    answers = by_check(facts)

    assert tuple(answers) == tuple(CHECKS)
    assert {check: [gap.code for gap in found] for check, found in answers.items() if found} == {
        "window": ["window_closed"],
        "enterprise": ["field_missing"],
        "answers": ["field_missing"],
        "standards": ["standard_missing"],
    }
    assert sum(map(len, answers.values())) == len(gaps(facts))


def test_a_later_gate_asks_for_what_must_still_hold_and_not_for_the_window():
    facts = replace(
        COMPLETE,
        program_state="closed",
        window=Window(None, date(2024, 5, 9)),
        standing=Standing("偷税", TODAY),
        standards=(Standard("T/1", "withdrawn"),),
        is_declaration_accepted=False,
    )

    codes = {gate: [gap.code for gap in gaps_at(gate, facts)] for gate in GATES}

    assert codes == {
        "acceptance": ["blacklisted", "cooling_down", "standard_not_published"],
        "decision": ["blacklisted", "standard_not_published"],
        "certificate": ["blacklisted", "standard_not_published"],
    }
