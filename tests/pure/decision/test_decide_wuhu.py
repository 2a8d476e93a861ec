"""芜湖2021 第七部分: 「对新取得“芜湖智造”品牌认证的,每件给予一次性奖励20万元」."""

import pytest
from decision import facts as f
from decision.decide import decide, decide_event
from decision.explain import explain
from decision_builders import (
    WUHU_QUOTE,
    day,
    enterprise,
    facts,
    had,
    later,
    wuhu_certificate,
    wuhu_policy,
    wuhu_rule,
    wuhu_rulings,
    yuan,
)


def decided(event=None, recipient=None, policy=None, rulings=None, **values):
    known = facts(
        event or wuhu_certificate(),
        recipient,
        rulings=rulings or wuhu_rulings(),
        **values,
    )
    policy = policy or wuhu_policy()
    return decide(policy.rules[0], policy, known)


def test_a_new_certificate_is_due_200000_paid_by_the_city():
    decision = decided()

    assert (decision.status, decision.due, decision.promised) == (
        "due",
        200_000,
        200_000,
    )
    assert [(share.payer_name, share.amount) for share in decision.shares] == [
        ("市级专项经费", 200_000)
    ]
    assert (decision.tax, decision.net) == (0, 200_000)


def test_the_explanation_is_what_a_clerk_reads_out():
    assert explain(decided()) == (
        f"依据《“芜湖智造”品牌认证五年行动方案(2021-2025年)》第七部分「{WUHU_QUOTE}」；"
        "芜湖示例泵业有限公司「示例泵」于2023年3月8日首次取得“芜湖智造”品牌认证"
        "（证书编号WHZZ-2023-0001）；"
        "本产品此前未获同类奖励（按试裁〔2021〕5号裁定，2021年12月30日）；"
        "应奖励20万元，由市级专项经费承担。"
    )


def test_the_explanation_is_told_in_english_too():
    told = explain(decided(), "en_US")

    assert WUHU_QUOTE in told
    assert "on 8 March 2023 for the first time (certificate no. WHZZ-2023-0001)." in told
    assert "CNY 200,000 is due, paid by 市级专项经费." in told


OCCASIONS = [  # what the certificate is, what A6 rules, status, due
    ("renewal", "", "nothing", 0),
    ("scope_change", "", "nothing", 0),
    ("reissue", "", "nothing", 0),
    ("recertification", "", "nothing", 0),
    ("renewal", "scope_change", "nothing", 0),
    ("renewal", "renewal", "due", 200_000),
    ("scope_change", "renewal+scope_change", "due", 200_000),
]


@pytest.mark.parametrize(("occasion", "choice", "status", "due"), OCCASIONS)
def test_a_renewal_a_change_of_scope_or_a_reissue_is_not_new_unless_ruled(
    occasion, choice, status, due
):
    first = had(wuhu_certificate(key="cert-0", award_date=day("2022-01-10")), enterprise())

    decision = decided(
        wuhu_certificate(occasion=occasion),
        rulings=wuhu_rulings(A6=choice),
        history=(first,),
    )

    assert (decision.status, decision.due) == (status, due)


def test_a_renewal_says_that_it_is_not_new_and_which_question_could_change_that():
    told = explain(decided(wuhu_certificate(occasion="renewal")))

    assert "本次为期满换证，不属于新取得；对A6（何为“新取得”）没有另行裁定" in told
    assert "因此本项应奖励金额为0" in told


UNITS = [  # earlier certificate of the enterprise, unit by A5, status
    ({"item_key": "pump"}, "product", "nothing"),
    ({"item_key": "pump"}, "certificate", "due"),
    ({"item_key": "valve"}, "product", "due"),
    ({"item_key": "valve", "series_key": "S1"}, "series", "nothing"),
    ({"item_key": "valve", "series_key": "S2"}, "series", "due"),
    ({"item_key": "valve", "unit_key": "U1"}, "unit", "nothing"),
    ({"item_key": "valve", "unit_key": "U1"}, "product", "due"),
]


@pytest.mark.parametrize(("earlier", "unit", "status"), UNITS)
def test_each_item_is_rewarded_once_in_the_unit_that_a5_rules(earlier, unit, status):
    before = wuhu_certificate(key="cert-0", award_date=day("2022-05-01"), **earlier)
    event = wuhu_certificate(series_key="S1", unit_key="U1")

    decision = decided(event, rulings=wuhu_rulings(A5=unit), history=(had(before, enterprise()),))

    assert decision.status == status


def test_a_product_certified_again_after_expiry_is_not_new_unless_a6_rules_so():
    before = had(wuhu_certificate(key="cert-0", award_date=day("2022-01-10")), enterprise())

    unruled = decided(history=(before,))
    ruled = decided(history=(before,), rulings=wuhu_rulings(A6="recertification"))

    assert (unruled.status, unruled.reason, unruled.due) == ("nothing", "had_before", 0)
    assert "此前已有2022年1月10日的“芜湖智造”品牌认证" in explain(unruled)
    assert (ruled.status, ruled.due) == ("due", 200_000)
    assert "试裁〔2021〕6号" in explain(ruled)


def test_a_later_certificate_does_not_take_away_what_the_first_is_due():
    after = had(later(wuhu_certificate(), "2024-01-01"), enterprise())

    assert decided(history=(after,)).due == 200_000


NOT_RULED = [  # left open, amounts that are still known
    ("A5", None),
    ("A7", 200_000),
    ("A28", None),
]


@pytest.mark.parametrize(("number", "due"), NOT_RULED)
def test_what_nobody_ruled_holds_the_claim_and_is_named(number, due):
    decision = decided(rulings=wuhu_rulings(**{number: ""}))

    assert (decision.status, decision.open_questions) == ("held", (number,))
    assert decision.due == due
    assert decision.promised == 200_000
    assert decision.shares == ()
    assert f"暂缓办理，须由政策主管部门裁定{number}（" in explain(decision)


def test_all_open_questions_are_told_at_once():
    decision = decide(wuhu_rule(), wuhu_policy(), facts(wuhu_certificate()))

    assert decision.open_questions == ("A28", "A5", "A7")
    assert (decision.status, decision.due) == ("held", None)


def test_a_question_that_cannot_change_the_outcome_does_not_hold_it():
    decision = decided(wuhu_certificate(occasion="renewal"), rulings=wuhu_rulings(A28=""))

    assert (decision.status, decision.open_questions, decision.due) == (
        "nothing",
        (),
        0,
    )


PERIOD = [  # award, claim, A28, status
    ("2021-12-20", "2022-01-05", "award_date", "nothing"),
    ("2021-12-21", "2022-01-05", "award_date", "due"),
    ("2025-12-31", "2026-02-01", "award_date", "due"),
    ("2026-01-01", "2026-02-01", "award_date", "nothing"),
    ("2025-12-31", "2026-02-01", "claim_date", "nothing"),
    ("2025-12-01", "2025-12-31", "claim_date", "due"),
    ("2021-12-20", "2021-12-21", "claim_date", "due"),
]


@pytest.mark.parametrize(("award", "claim", "basis", "status"), PERIOD)
def test_both_ends_of_the_period_belong_to_it_on_the_date_that_a28_rules(
    award, claim, basis, status
):
    decision = decided(
        wuhu_certificate(award_date=day(award)),
        rulings=wuhu_rulings(A28=basis),
        claim_date=day(claim),
    )

    assert decision.status == status


def test_an_award_of_the_period_is_due_also_when_the_policy_has_expired_meanwhile():
    decision = decided(policy=wuhu_policy(state="expired"), claim_date=day("2026-03-01"))

    assert (decision.status, decision.due) == ("due", 200_000)


def test_a_draft_policy_pays_nothing():
    decision = decided(policy=wuhu_policy(state="draft"))

    assert (decision.status, decision.reason, decision.due) == ("nothing", "draft", 0)
    assert "为征求意见稿，尚未生效" in explain(decision)


def test_a_renamed_enterprise_keeps_its_history_by_its_code():
    old_name = enterprise(name="芜湖旧名泵厂")
    before = had(wuhu_certificate(key="cert-0", award_date=day("2022-05-01")), old_name)

    decision = decided(history=(before,))

    assert (decision.status, decision.reason) == ("nothing", "had_before")
    assert "芜湖旧名泵厂" in explain(decision)


def test_a_renamed_enterprise_is_told_under_both_names():
    renamed = enterprise(award_name="芜湖旧名泵厂")

    assert "芜湖示例泵业有限公司（原名芜湖旧名泵厂）「示例泵」" in explain(
        decided(recipient=renamed)
    )


def test_another_firms_programme_is_told_as_no_rule_and_not_as_zero():
    decision = decided(wuhu_certificate(honour_key="other", name="其他认证"))

    assert (decision.status, decision.reason) == ("nothing", "no_rule")
    told = explain(decision)
    assert "本政策对此没有对应条款" in told
    assert "金额为0" not in told


def test_an_event_without_any_clause_gives_one_decision_that_says_so():
    event = wuhu_certificate(honour_key="other", name="其他认证")
    (decision,) = decide_event(wuhu_policy(), facts(event, rulings=wuhu_rulings()))

    assert (decision.reason, decision.basis.clause) == ("no_rule", "")
    assert "没有针对其他认证的条款" in explain(decision)


HOLDS = [
    ("blacklist", "待信用修复后拨付"),
    ("suspended", "待认证机构恢复后拨付"),
    ("no_account", "待收款人确认账户"),
    ("no_fund", "待财政安排"),
    ("objection", "待异议处理人员答复"),
    ("cancelled", "待主管部门裁定"),
]


@pytest.mark.parametrize(("kind", "words"), HOLDS)
def test_a_hold_leaves_due_due_and_says_what_the_claim_waits_for(kind, words):
    decision = decided(holds=(f.Hold(kind, "示例事由"),))

    assert (decision.status, decision.due, decision.is_payable) == (
        "due",
        200_000,
        False,
    )
    assert [hold.kind for hold in decision.holds] == [kind]
    assert words in explain(decision)
    assert "示例事由" in explain(decision)


@pytest.mark.parametrize(("kind", "word"), [("withdrawn", "撤销"), ("revoked", "取消")])
def test_a_withdrawn_certificate_or_revoked_honour_ends_the_claim(kind, word):
    ended = f.Ended(kind, day("2023-06-01"), "芜示〔2023〕9号")
    decision = decided(ended=ended, holds=(f.Hold("no_account"),))

    assert (decision.status, decision.reason, decision.due) == ("nothing", kind, 0)
    assert (decision.holds, decision.shares) == ((), ())
    assert f"已于2023年6月1日被{word}（芜示〔2023〕9号）" in explain(decision)


def payer_table(city=4, district=6, since="2022-01-01", until=None, where="340207"):
    payers = (
        f.Payer("city", "市级财政", city, True),
        f.Payer(where, "鸠江区财政", district),
    )
    return f.PayerTable(where, payers, day(since), until and day(until), "芜示财〔2022〕1号")


def test_city_and_district_share_by_the_table_of_the_basis_date():
    old, new = (
        payer_table(2, 8, until="2022-12-31"),
        payer_table(4, 6, since="2023-01-01"),
    )
    decision = decided(rulings=wuhu_rulings(A7="table"), payer_tables=(old, new))

    assert [share.amount for share in decision.shares] == [80_000, 120_000]
    assert "按4:6的比例分担（芜示财〔2022〕1号）" in explain(decision)
    assert "应奖励20万元，其中市级财政承担8万元、鸠江区财政承担12万元" in explain(decision)


ROUNDING = [  # amount, city weight, district weight, city, district
    ("200000", 1, 2, "66666.67", "133333.33"),
    ("0.01", 1, 1, "0.01", "0.00"),
    ("0.05", 4, 6, "0.02", "0.03"),
    ("100.01", 1, 1, "50.01", "50.00"),
]


@pytest.mark.parametrize(("amount", "city", "district", "of_city", "of_district"), ROUNDING)
def test_shares_are_whole_fen_the_remainder_is_the_citys_and_the_sum_is_exact(
    amount, city, district, of_city, of_district
):
    decision = decided(
        policy=wuhu_policy(wuhu_rule(amount=yuan(amount))),
        rulings=wuhu_rulings(A7="table"),
        payer_tables=(payer_table(city, district),),
    )

    assert [str(share.amount) for share in decision.shares] == [of_city, of_district]
    assert sum(share.amount for share in decision.shares) == decision.due


@pytest.mark.parametrize("tables", [(), (payer_table(where="340210"),), (payer_table(),) * 2])
def test_a_district_without_one_table_in_force_is_held_and_its_due_is_known(tables):
    decision = decided(rulings=wuhu_rulings(A7="table"), payer_tables=tables)

    assert (decision.status, decision.open_questions) == ("held", ("A7",))
    assert (decision.due, decision.shares) == (200_000, ())


def test_a_product_that_had_a_certificate_is_not_told_as_first_where_each_certificate_counts():
    before = had(wuhu_certificate(key="cert-0", award_date=day("2022-05-01")), enterprise())
    told = explain(decided(rulings=wuhu_rulings(A5="certificate"), history=(before,)))

    assert "“每件”按证书计算，此前未获同类奖励" in told
    assert "首次" not in told
