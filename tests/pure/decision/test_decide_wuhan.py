"""武汉2022 (十三): 中国/湖北/武汉精品 50/30/10万元; silent on sums paid before (A8)."""

from dataclasses import replace

import pytest
from decision.decide import decide
from decision.explain import explain
from decision.result import correction
from decision_builders import (
    enterprise,
    facts,
    had,
    jingpin,
    policy,
    ruled,
    wuhan_policy,
    wuhan_rule,
    yuan,
)

FIRM = enterprise(key="91420106MAXXT0013P", name="武汉示例仪表有限公司")
ON = {"武汉精品": "2022-03-01", "湖北精品": "2023-05-04", "中国精品": "2024-06-01"}


def decided(honour, *before, rulings=None, recipient=FIRM, rule=None, **values):
    """``before``: history entries. The clause of the honour decides."""
    known = facts(
        jingpin(honour, ON[honour], **values),
        recipient,
        history=before,
        rulings=rulings or {},
    )
    rules = wuhan_policy(**(rule or {}))
    clause = next(one for one in rules.rules if honour in one.trigger.honour_keys)
    return decide(clause, rules, known)


def paid(honour, amount, **values):
    return had(jingpin(honour, ON[honour], **values), FIRM, paid=yuan(amount))


LADDER = [  # paid before (honour, amount), new honour, A8, status, due
    ([], "武汉精品", "difference", "due", 100_000),
    ([("武汉精品", 100_000)], "湖北精品", "difference", "due", 200_000),
    ([("武汉精品", 100_000)], "湖北精品", "full", "due", 300_000),
    ([("武汉精品", 100_000)], "湖北精品", "none", "nothing", 0),
    ([("武汉精品", 60_000)], "湖北精品", "difference", "due", 240_000),
    (
        [("武汉精品", 100_000), ("湖北精品", 200_000)],
        "中国精品",
        "difference",
        "due",
        200_000,
    ),
    (
        [("武汉精品", 100_000), ("湖北精品", 300_000)],
        "中国精品",
        "difference",
        "due",
        100_000,
    ),
    (
        [("武汉精品", 100_000), ("湖北精品", 200_000)],
        "中国精品",
        "full",
        "due",
        500_000,
    ),
    ([("武汉精品", 300_000)], "湖北精品", "difference", "nothing", 0),
    ([], "湖北精品", "none", "due", 300_000),
]


@pytest.mark.parametrize(("before", "honour", "mode", "status", "due"), LADDER)
def test_a_step_up_pays_full_the_difference_or_nothing_as_a8_rules(
    before, honour, mode, status, due
):
    decision = decided(honour, *(paid(*one) for one in before), rulings=ruled(A8=mode))

    assert (decision.status, decision.due) == (status, due)


def test_the_difference_is_told_with_its_arithmetic_and_its_ruling():
    decision = decided("湖北精品", paid("武汉精品", 100_000), rulings=ruled(A8="difference"))
    told = explain(decision)

    assert (
        "较低等次2022年3月1日的武汉精品（「示例仪表」，鄂示〔2023〕5号）已付或已核定10万元" in told
    )
    assert "晋级奖励差额：30万 − 10万 = 20万（按试裁〔2021〕8号裁定，2021年12月30日）" in told
    assert "应奖励20万元，由市级专项经费承担。" in told
    assert "300,000 − 100,000 = 200,000" in explain(decision, "en_US")


def test_amounts_that_are_not_whole_wan_are_written_out():
    decision = decided("湖北精品", paid("武汉精品", "66666.67"), rulings=ruled(A8="difference"))

    assert decision.due == yuan("233333.33")
    assert "300,000 − 66,666.67 = 233,333.33" in explain(decision)
    assert "应奖励233,333.33元" in explain(decision)


def test_every_named_amount_is_in_the_result():
    decision = decided("湖北精品", paid("武汉精品", 100_000), rulings=ruled(A8="full"))

    assert (decision.promised, decision.paid_before, decision.taken_off) == (
        300_000,
        100_000,
        0,
    )


MONEY = [  # committed, paid, recovered: what counts is really paid or committed, net of recovered
    (100_000, 0, 0, 200_000),
    (0, 100_000, 0, 200_000),
    (40_000, 60_000, 0, 200_000),
    (0, 100_000, 30_000, 230_000),
    (0, 100_000, 100_000, 300_000),
    (0, 0, 0, 300_000),
]


@pytest.mark.parametrize(("committed", "paid_out", "recovered", "due"), MONEY)
def test_the_difference_takes_off_the_money_and_not_the_nominal_amount(
    committed, paid_out, recovered, due
):
    amounts = {"promised": 100_000, "committed": committed, "paid": paid_out}
    before = had(jingpin("武汉精品", ON["武汉精品"]), FIRM, **amounts, recovered=recovered)

    assert decided("湖北精品", before, rulings=ruled(A8="difference")).due == due


def test_none_pays_in_full_when_what_was_paid_has_been_recovered():
    before = had(jingpin("武汉精品", ON["武汉精品"]), FIRM, paid=100_000, recovered=100_000)

    assert decided("湖北精品", before, rulings=ruled(A8="none")).due == 300_000


def test_a_lower_step_after_a_higher_one_is_due_nothing():
    higher = had(jingpin("湖北精品", "2021-02-01"), FIRM, paid=yuan(300_000))
    decision = decided("武汉精品", higher, rulings=ruled(A8="difference"))

    assert (decision.status, decision.reason, decision.due) == (
        "nothing",
        "lower_after_higher",
        0,
    )
    assert "此前已取得更高等次2021年2月1日的湖北精品" in explain(decision)


def test_a_lower_step_after_a_higher_one_is_due_nothing_also_if_that_was_never_paid():
    higher = had(jingpin("湖北精品", "2021-02-01"), FIRM)

    assert decided("武汉精品", higher).reason == "lower_after_higher"


def test_a_lower_step_after_a_higher_one_is_paid_where_it_is_ruled():
    higher = had(jingpin("湖北精品", "2021-02-01"), FIRM, paid=yuan(300_000))
    decision = decided("武汉精品", higher, rulings=ruled(A8="difference+lower_paid"))

    assert (decision.status, decision.due) == ("due", 100_000)


def test_a_higher_step_that_came_later_does_not_take_the_lower_one_away():
    assert decided("武汉精品", had(jingpin("湖北精品", ON["湖北精品"]), FIRM)).due == 100_000


def test_an_upgrade_is_held_by_a8_only_if_money_was_paid_or_committed_before():
    with_money = decided("湖北精品", paid("武汉精品", 100_000))
    without = decided("湖北精品", had(jingpin("武汉精品", ON["武汉精品"]), FIRM))

    assert (with_money.status, with_money.open_questions) == ("held", ("A8",))
    assert (with_money.due, with_money.paid_before) == (None, 100_000)
    assert "晋级方式（全额、差额或不奖）" in explain(with_money)
    assert (without.status, without.due) == ("due", 300_000)


SCOPES = [  # other product was paid; A8; status, due
    ("difference+item", "due", 300_000),
    ("difference+enterprise", "due", 200_000),
    ("difference", "held", None),
    ("full", "due", 300_000),
]


@pytest.mark.parametrize(("choice", "status", "due"), SCOPES)
def test_the_scope_of_the_ladder_is_the_item_or_the_enterprise_as_ruled(choice, status, due):
    other = paid("武汉精品", 100_000, item_key="valve")
    decision = decided("湖北精品", other, rulings=ruled(A8=choice))

    assert (decision.status, decision.due) == (status, due)


POLICIES = [  # which policies count, due where 100,000 was paid under an older one
    ("this_policy", 300_000),
    ("any_policy", 200_000),
    (("wuhan-2022", "wuhan-2017"), 200_000),
    (("wuhan-2022",), 300_000),
]


@pytest.mark.parametrize(("policies", "due"), POLICIES)
def test_money_counts_from_the_policies_that_the_settings_name(policies, due):
    event = jingpin("武汉精品", "2019-03-01")
    old = had(event, FIRM, paid=100_000, policy_key="wuhan-2017")
    rule = {"upgrade": "difference", "ladder_policies": policies}

    assert decided("湖北精品", old, rule=rule).due == due


def test_a_predecessors_money_is_taken_off():
    before = had(jingpin("武汉精品", ON["武汉精品"]), FIRM, paid=yuan(100_000))
    heir = enterprise(
        key="914201000000000NEW", name="武汉新示例公司", lineage=frozenset({FIRM.key})
    )
    decision = decided(
        "湖北精品", before, recipient=heir, rulings=ruled(A8="difference+enterprise")
    )

    assert decision.due == 200_000
    assert "武汉示例仪表有限公司" in explain(decision)


def test_a_stranger_s_money_is_not_taken_off():
    stranger = enterprise(key="someone-else", name="他人公司")
    before = had(jingpin("武汉精品", ON["武汉精品"], item_key="x"), stranger, paid=yuan(100_000))

    assert decided("湖北精品", before, rulings=ruled(A8="difference+enterprise")).due == 300_000


OCCASIONS = [  # A9 deemed, A25 conversion: held until ruled
    ("deemed", {}, "held", None, ("A9",)),
    ("deemed", {"A9": "deemed_not_paid"}, "nothing", 0, ()),
    ("deemed", {"A9": "deemed_paid"}, "due", 100_000, ()),
    ("conversion", {}, "held", None, ("A25",)),
    ("conversion", {"A25": "conversion_paid"}, "due", 100_000, ()),
]


@pytest.mark.parametrize(("occasion", "rulings", "status", "due", "questions"), OCCASIONS)
def test_deemed_and_converted_honours_wait_for_their_ruling(
    occasion, rulings, status, due, questions
):
    decision = decided("武汉精品", occasion=occasion, rulings=ruled(**rulings))

    assert (decision.status, decision.due, decision.open_questions) == (
        status,
        due,
        questions,
    )


HIGHEST = [  # other honour of the group, on, money, decided honour, status, due
    ("湖北精品", "2023-09-01", 0, "武汉精品", "nothing", 0),
    ("湖北精品", "2024-01-01", 0, "武汉精品", "due", 100_000),
    ("武汉精品", "2023-02-01", 100_000, "湖北精品", "due", 200_000),
    ("武汉精品", "2022-02-01", 100_000, "湖北精品", "due", 300_000),
    ("武汉精品", "2023-02-01", 0, "湖北精品", "due", 300_000),
]


@pytest.mark.parametrize(("other", "on", "money", "honour", "status", "due"), HIGHEST)
def test_of_a_highest_only_group_the_highest_of_the_year_counts(
    other, on, money, honour, status, due
):
    rules = policy(
        *(
            wuhan_rule(name, ladder_key="", highest_group="精品")
            for name in ("武汉精品", "湖北精品")
        )
    )
    event = jingpin(honour, "2023-05-04")
    before = had(jingpin(other, on), FIRM, paid=yuan(money))
    clause = next(one for one in rules.rules if honour in one.trigger.honour_keys)

    decision = decide(clause, rules, facts(event, FIRM, history=(before,)))

    assert (decision.status, decision.due) == (status, due)


def test_a_lower_claim_recovered_later_proposes_a_supplement_and_the_reverse_a_recovery():
    before = paid("武汉精品", 100_000)
    (claim,) = before.claims
    recovered = replace(before, claims=(replace(claim, recovered=yuan(100_000)),))
    first = decided("湖北精品", before, rulings=ruled(A8="difference"))
    second = decided("湖北精品", recovered, rulings=ruled(A8="difference"))

    assert not first.same_outcome(second)
    supplement = correction(second, net_paid=first.due)
    recovery = correction(first, net_paid=second.due)
    assert (supplement.kind, supplement.amount) == ("supplement", 100_000)
    assert (recovery.kind, recovery.amount) == ("recovery", 100_000)
    assert correction(first, net_paid=first.due) is None


def test_a_held_decision_proposes_neither_recovery_nor_supplement():
    assert correction(decided("湖北精品", paid("武汉精品", 100_000)), yuan(300_000)) is None


def test_a_higher_step_of_another_product_waits_for_the_ruled_scope():
    higher = had(jingpin("湖北精品", "2021-02-01", item_key="valve"), FIRM)

    unruled = decided("武汉精品", higher)
    by_item = decided("武汉精品", higher, rulings=ruled(A8="item"))

    assert (unruled.status, unruled.open_questions) == ("held", ("A8",))
    assert "此前已有更高等次2021年2月1日的湖北精品" in explain(unruled)
    assert (by_item.status, by_item.due) == ("due", 100_000)


def test_an_honour_whose_step_is_not_registered_is_held():
    decision = decided("武汉精品", ladder_key="", ladder_step=0)

    assert (decision.status, decision.reason, decision.due) == (
        "held",
        "ladder_step_unknown",
        None,
    )


def test_a_rule_ruled_apart_from_the_others_follows_its_own_ruling():
    rulings = ruled(A8="full") | {"A8@jp-湖北精品": ruled(A8="difference")["A8"]}

    assert decided("湖北精品", paid("武汉精品", 100_000), rulings=rulings).due == 200_000


def test_a_clause_that_asks_for_neither_new_nor_first_pays_again():
    again = had(jingpin("武汉精品", "2021-03-01"), FIRM, paid=yuan(100_000))

    assert decided("武汉精品", again).reason == "had_before"
    assert decided("武汉精品", again, rule={"newly_only": False}).due == 100_000


def test_an_honour_per_item_that_names_no_item_is_not_paid_twice():
    before = paid("武汉精品", 100_000, item_key="")
    again = decided(
        "武汉精品", replace(before, event=replace(before.event, key="x", sequence=-1)), item_key=""
    )

    assert (again.status, again.reason) == ("nothing", "had_before")
