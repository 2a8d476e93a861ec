"""What blocks the activation of a policy before any event."""

import pytest
from decision import facts as f
from decision import rules as r
from decision.conflicts import describe, find_conflicts
from decision_builders import (
    ZZ_50K,
    ZZ_300K,
    ceiling_rule,
    day,
    drafting_rule,
    ruled,
    wuhan_policy,
    wuhu_policy,
    zhuzhou_policy,
)


def listed(key, amount, *honours, **values):
    trigger = r.Trigger(f.HONOUR, honour_keys=honours)
    return ceiling_rule(key, "", amount, trigger=trigger, **values)


ZHUZHOU = zhuzhou_policy(
    listed("tier-300", 300_000, "中华老字号", "国家地理标志", "湖南老字号", quote=ZZ_300K),
    listed("tier-50", 50_000, "湖南老字号", "两品一标", "湖南名品", quote=ZZ_50K),
    drafting_rule("international", 300_000),
    drafting_rule("national", 100_000),
)


def test_zhuzhou_lists_one_honour_under_two_ceilings():
    (conflict,) = find_conflicts(ZHUZHOU)

    assert (conflict.honour_key, conflict.question) == ("湖南老字号", "A1")
    assert conflict.rule_keys == ("tier-300", "tier-50")


def test_the_conflict_is_told_with_both_clauses_and_the_way_out():
    (conflict,) = find_conflicts(ZHUZHOU)

    assert describe(conflict) == (
        f"湖南老字号在政策中有不同金额：(九)「{ZZ_300K}」不高于30万元与(九)「{ZZ_50K}」不高于5万元。"
        "请先就A1（条款金额冲突时适用哪一条）作出裁定，选定其中一条，再启用政策。"
    )
    assert "up to CNY 300,000 and" in describe(conflict, lang="en_US")


RULINGS = [
    ("tier-300", 0),
    ("tier-50", 0),
    ("tier-300+tier-50", 1),
    ("other", 1),
    ("not_ruled", 1),
]


@pytest.mark.parametrize(("choice", "left"), RULINGS)
def test_a_ruling_that_picks_exactly_one_clause_resolves_the_conflict(choice, left):
    assert len(find_conflicts(ZHUZHOU, ruled(A1=choice))) == left


def test_a_conflict_is_ruled_under_the_question_that_the_clauses_name():
    rules = (
        listed("gi-300", 300_000, "农产品地理标志", conflict_question="A14"),
        listed("gi-50", 50_000, "农产品地理标志", conflict_question="A14"),
    )
    policy = zhuzhou_policy(*rules)

    assert [one.question for one in find_conflicts(policy)] == ["A14"]
    assert len(find_conflicts(policy, ruled(A1="gi-50"))) == 1
    assert find_conflicts(policy, ruled(A14="gi-50")) == ()


PEACE = [
    ("other honour", listed("b", 50_000, "湖南名品")),
    ("same amount", listed("b", 300_000, "湖南老字号")),
    (
        "other recipients",
        listed("b", 50_000, "湖南老字号", recipient_kinds=("person",)),
    ),
    ("other benefit", listed("b", 50_000, "湖南老字号", benefit="exhibition")),
    ("later version", listed("b", 50_000, "湖南老字号", valid_from=day("2024-01-01"))),
    (
        "other kind of event",
        ceiling_rule("b", "", 50_000, trigger=r.Trigger(f.PLATFORM)),
    ),
]


@pytest.mark.parametrize(("why", "other"), PEACE)
def test_clauses_that_no_event_meets_together_or_that_agree_do_not_conflict(why, other):
    mine = listed("a", 300_000, "湖南老字号", valid_to=day("2023-12-31"))
    other_in_time = why == "later version"
    first = mine if other_in_time else listed("a", 300_000, "湖南老字号")

    assert find_conflicts(zhuzhou_policy(first, other)) == ()


def test_a_clause_for_any_honour_conflicts_with_one_that_names_an_honour():
    (conflict,) = find_conflicts(zhuzhou_policy(listed("any", 1), listed("one", 2, "湖南名品")))

    assert conflict.honour_key == "湖南名品"


def test_a_fixed_amount_and_a_ceiling_of_the_same_number_conflict():
    fixed = listed("fixed", 50_000, "湖南名品", kind=r.FIXED)

    assert len(find_conflicts(zhuzhou_policy(fixed, listed("cap", 50_000, "湖南名品")))) == 1


def test_the_two_readings_of_the_drafting_clause_do_not_conflict():
    by_rank = drafting_rule(
        "national",
        300_000,
        key="first",
        trigger=r.Trigger(f.STANDARD, ranks=(1,)),
        readings=(r.Reading("A11", "by_rank"),),
    )

    assert find_conflicts(zhuzhou_policy(drafting_rule("national", 100_000), by_rank)) == ()


@pytest.mark.parametrize("policy", [wuhu_policy(), wuhan_policy()])
def test_wuhu_and_the_ladder_of_wuhan_have_no_conflict(policy):
    assert find_conflicts(policy) == ()
