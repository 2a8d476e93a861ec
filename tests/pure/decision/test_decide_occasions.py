"""Renewals under a clause of their own, supplements, and a higher step that was paid sooner."""

from dataclasses import replace

import pytest
from decision import decide as d
from decision import facts as f
from decision import rules as r
from decision.conflicts import conflicts_of
from decision.explain import explain
from decision_builders import (
    day,
    enterprise,
    facts,
    had,
    jingpin,
    later,
    ruled,
    wuhan_policy,
    wuhan_rule,
    wuhu_certificate,
    wuhu_policy,
    wuhu_rule,
    wuhu_rulings,
    yuan,
)

FIRM = enterprise()


def certified(*occasions: str) -> r.Trigger:
    return r.Trigger(f.CERTIFICATE, honour_keys=("whzz",), occasions=occasions)


FOR_NEW = wuhu_rule(trigger=certified(f.NEW))
FOR_RENEWAL = wuhu_rule(
    key="wuhu-renewal", quote="期满换证的,每件5万元", trigger=certified(f.RENEWAL), amount=50_000
)
BOTH = wuhu_policy(FOR_NEW, FOR_RENEWAL)
FIRST = wuhu_certificate()
RENEWED = later(FIRST, "2025-03-08", occasion=f.RENEWAL)


@pytest.mark.parametrize(("event", "clause", "due"), [(FIRST, 0, 200_000), (RENEWED, 1, 50_000)])
def test_a_renewal_has_its_own_clause_beside_the_one_for_new_certificates(event, clause, due):
    history = (had(FIRST, FIRM),) if event is RENEWED else ()
    (decision,) = d.decide_event(BOTH, facts(event, history=history, rulings=wuhu_rulings()))
    assert (decision.basis.rule_key, decision.status, decision.due) == (
        BOTH.rules[clause].key,
        d.DUE,
        yuan(due),
    )


def test_clauses_for_new_ones_and_for_renewals_do_not_contradict_each_other():
    assert conflicts_of(BOTH) == ()
    silent = wuhu_rule(trigger=certified())
    assert len(conflicts_of(wuhu_policy(silent, FOR_RENEWAL))) == 1


def test_a_renewal_is_told_that_the_clause_is_for_new_ones():
    (decision,) = d.decide_event(wuhu_policy(FOR_NEW), facts(RENEWED, rulings=wuhu_rulings()))
    assert (decision.status, decision.reason) == (d.NOTHING, "no_rule")
    assert "不适用于期满换证" in explain(decision)


def test_the_first_renewal_is_the_first_time_of_a_clause_for_renewals():
    rule = replace(FOR_RENEWAL, first_time=True, first_scope="item", first_span="ever")
    rule = replace(rule, first_family="each_honour")
    second = later(FIRST, "2025-12-01", key="cert-3", occasion=f.RENEWAL)
    before = (had(FIRST, FIRM), had(RENEWED, FIRM))
    policy = wuhu_policy(rule)
    for event, history, status in ((RENEWED, before[:1], d.DUE), (second, before, d.NOTHING)):
        given = facts(event, history=history, rulings=wuhu_rulings())
        assert d.decide(rule, policy, given).status == status


@pytest.mark.parametrize("occasion", [f.DEEMED, f.CONVERSION])
def test_a_deemed_or_converted_honour_is_not_paid_a_second_time(occasion):
    rule = wuhan_rule("武汉精品", deemed="deemed_paid", conversion="conversion_paid")
    again = jingpin("武汉精品", "2024-05-06", occasion=occasion)
    history = (had(jingpin("武汉精品", "2023-05-06"), FIRM),)
    decision = d.decide(rule, wuhan_policy(), facts(again, history=history))
    assert (decision.status, decision.reason) == (d.NOTHING, "had_before")


# -- one honour, registered and certified -----------------------------------------------------------


def test_an_honour_that_was_registered_is_not_new_when_it_comes_with_a_certificate():
    rule = wuhan_rule("武汉精品", trigger=r.Trigger(f.CERTIFICATE, honour_keys=("WHJP",)))
    rule = replace(rule, item_unit="product")
    certificate = jingpin(
        "武汉精品", "2024-05-06", kind=f.CERTIFICATE, honour_key="WHJP", stands_for="WH-JP"
    )
    registered = jingpin("武汉精品", "2023-05-06", stands_for="WH-JP")
    policy = replace(wuhan_policy(), rules=(rule,))
    decision = d.decide(rule, policy, facts(certificate, history=(had(registered, FIRM),)))
    assert (decision.status, decision.reason) == (d.NOTHING, "had_before")

    other = replace(registered, stands_for="OTHER")
    decision = d.decide(rule, policy, facts(certificate, history=(had(other, FIRM),)))
    assert (decision.status, decision.due) == (d.DUE, yuan(100_000))


# -- a higher step that was paid sooner --------------------------------------------------------------

LOW, HIGH = jingpin("武汉精品", "2023-05-06"), jingpin("湖北精品", "2023-09-06")


@pytest.mark.parametrize(
    ("choice", "paid", "status", "due"),
    [
        ("difference", 300_000, d.NOTHING, 0),  # the higher one was paid in full already
        ("difference", 260_000, d.DUE, 40_000),  # what its promise has left
        ("difference", 200_000, d.DUE, 100_000),  # the lower one was taken off before
        ("difference", 0, d.DUE, 100_000),
        ("none", 300_000, d.NOTHING, 0),
        ("full", 300_000, d.DUE, 100_000),
    ],
)
def test_a_lower_step_paid_after_the_higher_one_never_makes_more_than_was_promised(
    choice, paid, status, due
):
    rulings = ruled(A8=f"{choice}+item+any_policy")
    history = (had(HIGH, FIRM, promised=300_000, paid=paid),)
    given = facts(LOW, history=history, rulings=rulings)
    decision = d.decide(wuhan_rule("武汉精品"), wuhan_policy(), given)
    assert (decision.status, decision.due) == (status, yuan(due))


def test_what_a_higher_step_leaves_is_told_with_its_arithmetic():
    history = (had(HIGH, FIRM, promised=300_000, paid=260_000),)
    given = facts(LOW, history=history, rulings=ruled(A8="difference+item+any_policy"))
    told = explain(d.decide(wuhan_rule("武汉精品"), wuhan_policy(), given))
    assert "合计以最高等次金额为限：10万 − 6万 = 4万" in told


def test_a_higher_step_paid_sooner_waits_for_the_ruling_like_any_upgrade():
    history = (had(HIGH, FIRM, promised=300_000, paid=300_000),)
    decision = d.decide(wuhan_rule("武汉精品"), wuhan_policy(), facts(LOW, history=history))
    assert (decision.status, decision.open_questions, decision.due) == (d.HELD, ("A8",), None)


# -- supplements -------------------------------------------------------------------------------------


def claim(**money: object) -> f.HistoryClaim:
    return f.HistoryClaim("JL-1", "jp-湖北精品", "wuhan-2022", **money)


@pytest.mark.parametrize(
    ("already", "status", "due"),
    [
        ((claim(paid=200_000),), d.DUE, 100_000),
        ((claim(paid=200_000), claim(committed=60_000)), d.DUE, 40_000),
        ((claim(paid=200_000, recovered=50_000),), d.DUE, 150_000),
        ((claim(paid=300_000),), d.NOTHING, 0),
        ((), d.DUE, 300_000),
    ],
)
def test_a_supplement_is_due_what_the_same_event_was_paid_too_little(already, status, due):
    decision = d.decide(wuhan_rule("湖北精品"), wuhan_policy(), facts(HIGH, already=already))
    assert (decision.status, decision.due) == (status, yuan(due))


def test_a_supplement_tells_its_arithmetic_and_its_amounts_add_up():
    already = (claim(paid=200_000),)
    decision = d.decide(wuhan_rule("湖北精品"), wuhan_policy(), facts(HIGH, already=already))
    assert "本事项已付或已核定20万元，本次补发差额：30万 − 20万 = 10万" in explain(decision)
    assert decision.promised - decision.taken_off == decision.due == yuan(100_000)
    assert sum(share.amount for share in decision.shares) == yuan(100_000)


def test_a_supplement_of_a_net_promise_adds_the_tax_on_the_difference():
    person = f.Recipient(key="person-1", name="张示例", kind=f.PERSON)
    rule = wuhan_rule(
        "湖北精品", recipient_kinds=(f.PERSON,), tax="grossed_up", tax_rate=yuan("0.2")
    )
    already = (claim(paid=250_000, tax=50_000),)
    decision = d.decide(rule, wuhan_policy(), facts(HIGH, person, already=already))
    assert (decision.due, decision.tax, decision.net) == (
        yuan(125_000),
        yuan(25_000),
        yuan(100_000),
    )


def test_a_lower_honour_of_a_highest_only_year_is_not_asked_back_twice():
    values = {"highest_group": "jp", "ladder_key": "", "first_time": False}
    policy = wuhan_policy(**values)
    given = facts(LOW, history=(had(HIGH, FIRM, promised=300_000, paid=200_000),))
    decision = d.decide(wuhan_rule("武汉精品", **values), policy, given)
    assert (decision.status, decision.reason) == (d.NOTHING, "higher_in_group")
    assert d.correction(decision, yuan(100_000)) is None
    assert day("2023-09-06") == HIGH.award_date
