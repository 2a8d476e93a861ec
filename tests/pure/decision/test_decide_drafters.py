"""株洲2023 (八): 「排名前三的企业,每项分别给予不高于30万元、10万元、5万元」 (A11)."""

import pytest
from decision import facts as f
from decision.decide import decide, decide_event
from decision.explain import explain
from decision_builders import (
    drafting_rule,
    enterprise,
    facts,
    officer,
    ruled,
    standard,
    yuan,
    zhuzhou_policy,
)

FIRM = enterprise(key="91430202MAXXT00137", name="株洲示例合金有限公司")

DRAFTING = zhuzhou_policy(
    drafting_rule("international", 300_000),
    drafting_rule("national", 100_000),
    drafting_rule("industry", 50_000),
)

RANKS = [  # level, rank, ceiling (None: no rule)
    ("international", 1, 300_000),
    ("national", 1, 100_000),
    ("national", 3, 100_000),
    ("industry", 2, 50_000),
    ("national", 4, None),
    ("group", 1, None),
    ("national", None, None),
]


@pytest.mark.parametrize(("level", "rank", "ceiling"), RANKS)
def test_drafters_ranked_one_to_three_have_a_ceiling_by_level_the_fourth_has_no_rule(
    level, rank, ceiling
):
    known = facts(standard(level, rank), FIRM, rulings=ruled(A11="by_level"))
    (decision,) = decide_event(DRAFTING, known)

    assert decision.ceiling == ceiling
    assert decision.reason == ("ceiling_open" if ceiling else "no_rule")


def test_the_fourth_rank_is_told_why():
    known = facts(standard("national", 4), FIRM, rulings=ruled(A11="by_level"))
    told = explain(decide(DRAFTING.rules[1], DRAFTING, known))

    assert "该条款仅对排名第1、2、3的单位" in told
    assert "排名第4" in told


def test_an_unruled_reading_of_the_drafting_clause_holds_and_names_a11():
    (decision,) = decide_event(DRAFTING, facts(standard("national", 1), FIRM))

    assert (decision.status, decision.open_questions, decision.due) == (
        "held",
        ("A11",),
        None,
    )


def test_clauses_under_the_other_reading_do_not_apply():
    known = facts(standard("national", 1), FIRM, rulings=ruled(A11="by_rank"))

    assert [one.reason for one in decide_event(DRAFTING, known)] == ["no_rule"]


SHARED = [  # A11, others have, officer sets, status, due, limit
    ("by_level+each", 80_000, 100_000, "due", 100_000, 100_000),
    ("by_level+shared", 80_000, 20_000, "due", 20_000, 20_000),
    ("by_level+shared", 80_000, 20_001, "amount_open", None, 20_000),
    ("by_level+shared", 100_000, 1, "nothing", 0, 0),
    ("by_level", 80_000, 20_000, "held", None, None),
]


@pytest.mark.parametrize(("choice", "others", "amount", "status", "due", "limit"), SHARED)
def test_co_drafters_share_one_ceiling_only_where_it_is_so_ruled(
    choice, others, amount, status, due, limit
):
    known = facts(
        standard("national", 2),
        FIRM,
        rulings=ruled(A11=choice),
        amount_set=officer(amount),
        co_recipients=(f.CoRecipient("other", "共同起草公司", yuan(others)),),
    )
    (decision,) = decide_event(DRAFTING, known)

    assert (decision.status, decision.due, decision.limit) == (status, due, limit)


REVISIONS = [
    ("", "held"),
    ("revision_paid", "amount_open"),
    ("revision_not_paid", "nothing"),
]


@pytest.mark.parametrize(("choice", "status"), REVISIONS)
def test_a_revised_standard_waits_for_its_ruling(choice, status):
    known = facts(
        standard("national", 1, occasion="revision"),
        FIRM,
        rulings=ruled(A11=f"by_level+{choice}"),
    )
    (decision,) = decide_event(DRAFTING, known)

    assert decision.status == status
