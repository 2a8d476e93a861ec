"""株洲2023 (八)(九): ceilings (不高于), first time (首次), drafters ranked 1 to 3, persons."""

import pytest
from decision import facts as f
from decision import rules as r
from decision.decide import decide, decide_event
from decision.explain import explain
from decision_builders import (
    ZZ_50K,
    ZZ_300K,
    ceiling_rule,
    day,
    enterprise,
    facts,
    had,
    honour,
    officer,
    ruled,
    yuan,
    zhuzhou_policy,
)

FIRM = enterprise(key="91430202MAXXT00137", name="株洲示例合金有限公司")


def decided(rule, event, recipient=FIRM, rulings=None, **values):
    known = facts(event, recipient, rulings=rulings or {}, **values)
    return decide(rule, zhuzhou_policy(rule), known)


# ceilings --------------------------------------------------------------------------------------

OLD_BRAND = ceiling_rule("zhlzh", "中华老字号", 300_000)
EVENT = honour("中华老字号", "2023-06-01")


def test_a_ceiling_never_becomes_an_amount_by_itself():
    decision = decided(OLD_BRAND, EVENT)

    assert (decision.status, decision.due, decision.shares) == ("amount_open", None, ())
    assert (decision.ceiling, decision.limit, decision.promised) == (
        300_000,
        300_000,
        None,
    )
    assert "由经办人员在30万元以内说明理由后核定" in explain(decision)
    assert "金额待定，由奖励经办人员核定" in explain(decision)


SET = [  # amount set, status, due
    (f.AmountSet(yuan(250_000), f.OFFICER, "示例理由"), "due", 250_000),
    (f.AmountSet(yuan(300_000), f.OFFICER, "示例理由"), "due", 300_000),
    (f.AmountSet(yuan(250_000), f.OFFICER, "  "), "amount_open", None),
    (f.AmountSet(yuan("300000.01"), f.OFFICER, "示例理由"), "amount_open", None),
    (f.AmountSet(yuan(0), f.OFFICER, "示例理由"), "nothing", 0),
    (
        f.AmountSet(yuan(200_000), f.RATE_TABLE, document_no="株示〔2023〕1号"),
        "due",
        200_000,
    ),
    (f.AmountSet(yuan(350_000), f.RATE_TABLE), "due", 300_000),
]


@pytest.mark.parametrize(("amount_set", "status", "due"), SET)
def test_under_a_ceiling_the_rate_table_or_an_officer_with_a_reason_sets_the_amount(
    amount_set, status, due
):
    decision = decided(OLD_BRAND, EVENT, amount_set=amount_set)

    assert (decision.status, decision.due) == (status, due)


def test_an_amount_that_differs_from_its_class_is_told_with_its_reason():
    chosen = officer(200_000, "示例理由", class_amount=yuan(250_000))
    told = explain(decided(OLD_BRAND, EVENT, amount_set=chosen))

    assert "经办人员核定20万元，理由：示例理由（同类此前为25万元，差异理由已记录）" in told


def test_an_officer_s_amount_stays_within_the_ceiling_less_what_was_paid_before():
    rule = ceiling_rule(
        "s2", "省级", 300_000, first_time=False, ladder_key="L", upgrade="difference"
    )
    event = honour("省级", "2023-06-01", ladder_key="L", ladder_step=2)
    lower = honour("市级", "2023-05-01", ladder_key="L", ladder_step=1)
    before = had(lower, FIRM, paid=100_000, policy_key="zhuzhou-2023")

    above = decided(rule, event, history=(before,), amount_set=officer(200_001))
    within = decided(rule, event, history=(before,), amount_set=officer(200_000))

    assert (above.status, above.reason, above.limit) == (
        "amount_open",
        "amount_above_limit",
        200_000,
    )
    assert (within.status, within.due) == ("due", 200_000)
    assert "30万 − 10万 = 20万" in explain(within)


def test_an_open_amount_with_an_open_ruling_is_held_and_tells_both():
    decision = decided(ceiling_rule("x", "中华老字号", 300_000, payers=f.NOT_RULED), EVENT)

    assert (decision.status, decision.open_questions, decision.limit) == (
        "held",
        ("A7",),
        300_000,
    )
    assert "条款仅规定上限" in explain(decision)


def test_discretionary_support_is_never_a_number_by_itself():
    rule = r.Rule(
        "sz",
        "(二)",
        "给予一定的扶持措施",
        r.Trigger(f.CERTIFICATE),
        r.DISCRETIONARY,
        payers="city",
    )
    event = f.Event("c", f.CERTIFICATE, "“苏州制造”认证", day("2023-05-01"))
    rate = f.AmountSet(yuan(1), f.RATE_TABLE)

    assert decided(rule, event).reason == "discretionary_open"
    assert decided(rule, event, amount_set=rate).status == "amount_open"
    assert decided(rule, event, amount_set=officer(80_000)).due == 80_000

    # A30: the city may rule that there is no money in it at all, or that each case is decided
    none = decided(rule, event, rulings=ruled(A30="none"), amount_set=officer(80_000))
    each = decided(rule, event, rulings=ruled(A30="case_by_case"))
    assert (none.status, none.reason, none.due) == ("nothing", "discretionary_none", 0)
    assert "不以资金方式扶持（按试裁〔2021〕30号裁定" in explain(none)
    assert (each.status, each.reason) == ("amount_open", "discretionary_open")
    assert "按试裁〔2021〕30号裁定" in explain(each)


# contradiction ---------------------------------------------------------------------------------

HNLZH = (
    ceiling_rule("hnlzh-300", "湖南老字号", 300_000, quote=ZZ_300K),
    ceiling_rule("hnlzh-50", "湖南老字号", 50_000, quote=ZZ_50K),
)


def test_one_honour_under_two_amounts_is_held_due_nothing_and_all_clauses_are_named():
    (decision,) = decide_event(
        zhuzhou_policy(*HNLZH), facts(honour("湖南老字号", "2023-06-01"), FIRM)
    )

    assert (decision.status, decision.reason, decision.due) == (
        "held",
        "contradiction",
        0,
    )
    assert decision.open_questions == ("A1",)
    told = explain(decision)
    assert "《株洲市品牌提升工程行动计划》对同一事项规定了不同金额" in told
    assert f"(九)「{ZZ_300K}」不高于30万元与(九)「{ZZ_50K}」不高于5万元" in told
    assert "须由政策主管部门裁定A1" in told


@pytest.mark.parametrize(("key", "ceiling"), [("hnlzh-300", 300_000), ("hnlzh-50", 50_000)])
def test_a_ruling_picks_the_clause_that_applies_and_the_other_gives_nothing(key, ceiling):
    known = facts(honour("湖南老字号", "2023-06-01"), FIRM, rulings=ruled(A1=key))
    rules = zhuzhou_policy(*HNLZH)

    (decision,) = decide_event(rules, known)
    other = next(rule for rule in HNLZH if rule.key != key)

    assert (decision.status, decision.basis.rule_key) == ("amount_open", key)
    assert decision.ceiling == ceiling
    assert "试裁〔2021〕1号" in explain(decision)
    assert decide(other, rules, known).reason == "other_clause_ruled"


def test_the_same_amount_twice_is_paid_once():
    twins = tuple(ceiling_rule(key, "湖南老字号", 50_000) for key in ("one", "two"))
    known = facts(honour("湖南老字号", "2023-06-01"), FIRM, amount_set=officer(50_000))

    decisions = decide_event(zhuzhou_policy(*twins), known)

    assert [(one.basis.rule_key, one.due) for one in decisions] == [("one", 50_000)]


def test_support_of_another_kind_adds_up_and_contradicts_nothing():
    rules = zhuzhou_policy(
        ceiling_rule("money", "湖南名品", 50_000),
        ceiling_rule("fair", "湖南名品", 20_000, benefit="exhibition"),
    )
    known = facts(honour("湖南名品", "2023-06-01"), FIRM, amount_set=officer(20_000))

    assert [one.due for one in decide_event(rules, known)] == [20_000, 20_000]


def test_a_clause_and_its_later_version_do_not_contradict_each_other():
    rules = zhuzhou_policy(
        ceiling_rule("v1", "湖南名品", 50_000, valid_to=day("2023-12-31")),
        ceiling_rule("v2", "湖南名品", 80_000, valid_from=day("2024-01-01")),
    )
    first = decide_event(rules, facts(honour("湖南名品", "2023-12-31"), FIRM))
    second = decide_event(rules, facts(honour("湖南名品", "2024-01-01"), FIRM))

    assert [one.ceiling for one in first] == [50_000]
    assert [one.ceiling for one in second] == [80_000]


def test_the_draft_of_zhuzhou_pays_nothing_under_any_clause():
    rules = zhuzhou_policy(*HNLZH, state="draft")
    decisions = decide_event(rules, facts(honour("湖南老字号", "2023-06-01"), FIRM))

    assert {(one.status, one.reason, one.due) for one in decisions} == {("nothing", "draft", 0)}


# the first time --------------------------------------------------------------------------------

GROUP = enterprise(key="group-sister", name="株洲示例集团姊妹公司", group_key="G")
MEMBER = enterprise(key=FIRM.key, name=FIRM.name, group_key="G", lineage=frozenset({"old-firm"}))
OLD = enterprise(key="old-firm", name="株洲示例合金厂")
STRANGER = enterprise(key="stranger", name="他人公司")

FIRST = [  # who held it before, since, A10, status
    (FIRM, "2015-01-01", "legal_person+ever", "nothing"),
    (FIRM, "2015-01-01", "legal_person+since_policy", "amount_open"),
    (FIRM, "2023-04-01", "legal_person+since_policy", "nothing"),
    (FIRM, "2015-01-01", "legal_person", "held"),
    (FIRM, "2015-01-01", "", "held"),
    (FIRM, "2023-04-01", "", "nothing"),
    (OLD, "2015-01-01", "legal_person+ever", "nothing"),
    (OLD, "2015-01-01", "person+ever", "amount_open"),
    (GROUP, "2015-01-01", "legal_person+ever", "amount_open"),
    (GROUP, "2015-01-01", "group+ever", "nothing"),
    (GROUP, "2015-01-01", "", "held"),
    (STRANGER, "2015-01-01", "group+ever", "amount_open"),
    (None, "", "", "amount_open"),
]


@pytest.mark.parametrize(("holder", "since", "choice", "status"), FIRST)
def test_first_time_looks_at_honours_held_in_the_scope_that_a10_rules(
    holder, since, choice, status
):
    history = (had(honour("中华老字号", since), holder),) if holder else ()
    rulings = ruled(A10=choice) if choice else {}

    decision = decided(OLD_BRAND, EVENT, MEMBER, rulings, history=history)

    assert decision.status == status
    assert decision.open_questions == (("A10",) if status == "held" else ())


def test_a_predecessors_honour_is_named_where_it_is_not_the_first_time():
    before = had(honour("中华老字号", "2015-01-01"), OLD)
    decision = decided(OLD_BRAND, EVENT, MEMBER, ruled(A10="legal_person+ever"), history=(before,))

    assert (decision.reason, decision.due) == ("not_first", 0)
    assert (
        "此前已有2015年1月1日的中华老字号（湘示〔2023〕8号，株洲示例合金厂），非首次获得"
        in explain(decision)
    )


def test_a_first_time_in_a_ruled_scope_only_is_told_with_its_scope():
    before = had(honour("中华老字号", "2015-01-01"), FIRM)
    rulings = ruled(A10="legal_person+since_policy")
    told = explain(decided(OLD_BRAND, EVENT, FIRM, rulings, history=(before,)))

    assert "“首次”按法人（含前身）、政策施行以来计算，本次为首次（按试裁〔2021〕10号裁定" in told
    assert "首次获得" not in told


def test_money_that_was_never_paid_does_not_make_an_honour_the_first():
    before = had(honour("中华老字号", "2015-01-01"), FIRM, promised=300_000)
    rulings = ruled(A10="legal_person+ever")

    assert decided(OLD_BRAND, EVENT, FIRM, rulings, history=(before,)).reason == "not_first"


ITEMS = [("item+ever", "amount_open"), ("legal_person+ever", "nothing"), ("", "held")]


@pytest.mark.parametrize(("choice", "status"), ITEMS)
def test_another_product_of_the_firm_is_a_first_time_where_the_item_is_the_scope(choice, status):
    rule = ceiling_rule("hnmp", "湖南名品", 50_000, per="item")
    event = honour("湖南名品", "2023-06-01", item_key="tea", item_name="示例茶")
    before = had(honour("湖南名品", "2023-05-01", item_key="oil", item_name="示例油"), FIRM)

    decision = decided(rule, event, FIRM, ruled(A10=choice), history=(before,))

    assert decision.status == status


FAMILY = [("each_honour", "amount_open"), ("whole_family", "nothing"), ("", "held")]


@pytest.mark.parametrize(("choice", "status"), FAMILY)
def test_nomination_and_main_award_are_one_first_or_two_as_ruled(choice, status):
    rule = ceiling_rule("zgzlj", "中国质量奖", 500_000)
    event = honour("中国质量奖", "2023-06-01", family_key="质量奖")
    before = had(honour("中国质量奖提名奖", "2021-06-01", family_key="质量奖"), FIRM)
    rulings = ruled(A10=f"legal_person+ever+{choice}")

    assert decided(rule, event, FIRM, rulings, history=(before,)).status == status
