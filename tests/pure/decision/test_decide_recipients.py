"""Recipients other than enterprises: units on public budget (A13), persons and their tax (A29)."""

import pytest
from decision import facts as f
from decision import rules as r
from decision.decide import decide, decide_event
from decision.explain import explain
from decision_builders import (
    ZZ_PERSONS,
    ceiling_rule,
    enterprise,
    facts,
    had,
    honour,
    officer,
    person,
    policy,
    ruled,
    yuan,
    zhuzhou_policy,
)

FIRM = enterprise(key="91430202MAXXT00137", name="株洲示例合金有限公司")
OLD_BRAND = ceiling_rule("zhlzh", "中华老字号", 300_000)
EVENT = honour("中华老字号", "2023-06-01")


def decided(rule, event, recipient, rulings=None, **values):
    known = facts(event, recipient, rulings=rulings or {}, **values)
    return decide(rule, zhuzhou_policy(rule), known)


SCENIC = ceiling_rule("5a", "国家5A级景区", 500_000, recipient_kinds=("enterprise", "unit"))
UNITS = [  # on public budget, A13, status
    (False, "", "amount_open"),
    (True, "", "held"),
    (True, "budget_units_not_paid", "nothing"),
    (True, "budget_units_paid", "amount_open"),
]


@pytest.mark.parametrize(("budget_funded", "choice", "status"), UNITS)
def test_a_unit_on_public_budget_waits_for_a13(budget_funded, choice, status):
    unit = enterprise(kind="unit", budget_funded=budget_funded)
    event = honour("国家5A级景区", "2023-06-01")

    assert decided(SCENIC, event, unit, ruled(A13=choice)).status == status


def test_a_person_has_no_rule_under_a_clause_for_enterprises():
    decision = decided(OLD_BRAND, EVENT, person())

    assert (decision.status, decision.reason) == ("nothing", "no_rule")
    assert "该条款的奖励对象为企业，不含个人" in explain(decision)


def person_rule(**values):
    return ceiling_rule(
        "szzlj-p",
        "湖南省省长质量奖(个人)",
        50_000,
        quote=ZZ_PERSONS,
        recipient_kinds=("person",),
        **values,
    )


PRIZE = honour("湖南省省长质量奖(个人)", "2023-06-01")

TAX = [  # mode, officer sets, due (gross), tax, net
    ("withheld", "50000", "50000.00", "10000.00", "40000.00"),
    ("withheld", "33333.33", "33333.33", "6666.67", "26666.66"),
    ("grossed_up", "40000", "50000.00", "10000.00", "40000.00"),
    ("grossed_up", "33333.33", "41666.66", "8333.33", "33333.33"),
    ("exempt", "50000", "50000.00", "0.00", "50000.00"),
]


@pytest.mark.parametrize(("mode", "amount", "due", "tax", "net"), TAX)
def test_a_persons_tax_is_withheld_grossed_up_or_exempt_and_the_sum_is_exact(
    mode, amount, due, tax, net
):
    rule = person_rule(tax=mode, tax_opinion_no="税示〔2023〕1号")
    decision = decided(rule, PRIZE, person(), amount_set=officer(yuan(amount)))

    assert [str(decision.due), str(decision.tax), str(decision.net)] == [due, tax, net]
    assert decision.tax + decision.net == decision.due == sum(one.amount for one in decision.shares)


def test_tax_withheld_is_told_with_gross_tax_and_net():
    rulings = ruled(A29="withheld")
    decision = decided(person_rule(), PRIZE, person(), rulings, amount_set=officer(50_000))

    assert "税前5万元，按20%代扣个人所得税1万元，实发4万元（按试裁〔2021〕29号裁定" in explain(
        decision
    )


CEILINGS = [  # A29, officer sets, status, due: a ceiling is gross unless ruled
    ("grossed_up", 40_000, "due", 50_000),
    ("grossed_up", 40_001, "amount_open", None),
    ("grossed_up+ceiling_net", 50_000, "due", 62_500),
    ("grossed_up+ceiling_net", 50_001, "amount_open", None),
    ("withheld", 50_001, "amount_open", None),
    ("withheld+ceiling_net", 62_500, "due", 62_500),
]


@pytest.mark.parametrize(("choice", "amount", "status", "due"), CEILINGS)
def test_a_ceiling_for_a_person_is_gross_unless_ruled(choice, amount, status, due):
    decision = decided(
        person_rule(), PRIZE, person(), ruled(A29=choice), amount_set=officer(amount)
    )

    assert (decision.status, decision.due) == (status, due)


def test_a_rate_table_above_the_ceiling_is_cut_so_that_gross_keeps_it():
    table = f.AmountSet(yuan(50_000), f.RATE_TABLE)
    decision = decided(person_rule(), PRIZE, person(), ruled(A29="grossed_up"), amount_set=table)

    assert (decision.due, decision.tax, decision.net) == (50_000, 10_000, 40_000)


def test_a_persons_tax_that_nobody_ruled_holds_the_amount():
    decision = decided(person_rule(), PRIZE, person(), amount_set=officer(50_000))

    assert (decision.status, decision.open_questions, decision.due) == (
        "held",
        ("A29",),
        None,
    )


def test_an_exemption_without_its_opinion_number_is_held():
    decision = decided(person_rule(tax="exempt"), PRIZE, person(), amount_set=officer(50_000))

    assert (decision.status, decision.reason, decision.due) == (
        "held",
        "tax_opinion_missing",
        50_000,
    )
    assert (decision.tax, decision.net) == (None, None)


def test_an_organisation_pays_no_persons_tax():
    rules = policy(ceiling_rule("x", "中华老字号", 300_000, tax="withheld"))
    decision = decide(rules.rules[0], rules, facts(EVENT, FIRM, amount_set=officer(300_000)))

    assert (decision.due, decision.tax, decision.net) == (300_000, 0, 300_000)


def test_a_promise_after_tax_is_compared_with_what_was_paid_after_tax():
    rule = person_rule(
        kind=r.FIXED,
        first_time=False,
        ladder_key="L",
        upgrade="difference",
        tax="grossed_up",
    )
    lower = honour("市长质量奖(个人)", "2023-05-01", ladder_key="L", ladder_step=1)
    event = honour("湖南省省长质量奖(个人)", "2023-06-01", ladder_key="L", ladder_step=2)
    before = had(lower, person(), paid=12_500, tax=2_500, policy_key="zhuzhou-2023")

    decision = decided(rule, event, person(), history=(before,))

    assert (decision.promised, decision.taken_off) == (50_000, 10_000)
    assert (decision.due, decision.tax, decision.net) == (50_000, 10_000, 40_000)
    assert "5万 − 1万 = 4万" in explain(decision)
    assert "承诺税后4万元，折算税前5万元，按20%代扣个人所得税1万元" in explain(decision)


def test_a_clause_that_misses_only_the_recipient_or_the_rank_is_named_with_what_is_missing():
    clause = ceiling_rule("dlbz", "国家地理标志", 300_000)
    event = honour("国家地理标志", "2023-06-01")
    association = f.Recipient("513402", "示例行业协会", kind=f.UNIT)
    (for_unit,) = decide_event(zhuzhou_policy(clause), facts(event, association))
    assert (for_unit.status, for_unit.reason, for_unit.basis.rule_key) == (
        "nothing",
        "no_rule",
        "dlbz",
    )
    assert "该条款的奖励对象为企业，不含单位" in explain(for_unit)
    assert "没有针对" not in explain(for_unit)

    (unknown,) = decide_event(zhuzhou_policy(clause), facts(honour("芙蓉奖", "2023-06-01"), FIRM))
    assert (unknown.reason, unknown.basis.rule_key) == ("no_rule", "")
    assert "没有针对芙蓉奖的条款" in explain(unknown)
