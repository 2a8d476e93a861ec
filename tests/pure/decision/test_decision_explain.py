"""The explanation: words, numbers and dates of office language, and its frozen form."""

import ast
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from string import Formatter

import decision
import pytest
from decision import facts as f
from decision import rules as r
from decision.decide import decide
from decision.explain import (
    arithmetic,
    calculation,
    day,
    explain,
    from_json,
    money,
    to_json,
)
from decision.money import split, yuan
from decision.phrases import PHRASES
from decision.words import QUESTIONS
from decision_builders import (
    enterprise,
    facts,
    had,
    jingpin,
    ruled,
    wuhan_policy,
    wuhu_certificate,
    wuhu_policy,
    wuhu_rulings,
)

MONEY = [
    ("200000", "20万元", "CNY 200,000"),
    ("10000", "1万元", "CNY 10,000"),
    ("125000", "125,000元", "CNY 125,000"),
    ("66666.67", "66,666.67元", "CNY 66,666.67"),
    ("0", "0元", "CNY 0"),
    ("12340000", "1,234万元", "CNY 12,340,000"),
]


@pytest.mark.parametrize(("amount", "chinese", "english"), MONEY)
def test_amounts_are_told_in_whole_wan_or_written_out(amount, chinese, english):
    assert (money(yuan(amount)), money(yuan(amount), "en_US")) == (chinese, english)


ARITHMETIC = [
    (("300000", "100000", "200000"), "30万 − 10万 = 20万"),
    (("300000", "300000", "0"), "30万 − 30万 = 0"),
    (("500000", "100000", "200000", "200000"), "50万 − 10万 − 20万 = 20万"),
    (("300000", "5000", "295000"), "300,000 − 5,000 = 295,000"),
]


@pytest.mark.parametrize(("terms", "told"), ARITHMETIC)
def test_arithmetic_is_told_in_one_unit(terms, told):
    assert arithmetic([yuan(term) for term in terms]) == told


def test_dates_are_told_as_a_clerk_writes_them():
    assert day(date(2023, 3, 8)) == "2023年3月8日"
    assert day(date(2023, 3, 8), "en_US") == "8 March 2023"
    assert day(date.max) == "长期"


def ladder_decision(**values):
    policy = wuhan_policy()
    firm = enterprise()
    before = had(jingpin("武汉精品", "2022-03-01"), firm, paid=yuan(100_000))
    known = facts(
        jingpin("湖北精品", "2023-05-04"),
        firm,
        history=(before,),
        rulings=ruled(A8="difference"),
        holds=(f.Hold("no_account", "示例", date(2023, 6, 1)),),
        **values,
    )
    return decide(policy.rules[1], policy, known)


def test_a_frozen_decision_is_plain_json_and_comes_back_the_same():
    decided = ladder_decision()
    frozen = json.dumps(to_json(decided), ensure_ascii=False)

    assert from_json(frozen) == decided
    assert from_json(json.loads(frozen)) == decided
    assert explain(from_json(frozen)) == explain(decided)
    assert explain(from_json(frozen), "en_US") == explain(decided, "en_US")


def test_a_frozen_decision_of_an_unknown_format_is_refused():
    frozen = to_json(ladder_decision()) | {"format": 99}

    with pytest.raises(ValueError, match="only format 1"):
        from_json(frozen)


def test_the_calculation_sheet_has_a_sentence_for_every_step():
    policy = wuhu_policy()
    known = facts(wuhu_certificate(), rulings=wuhu_rulings())
    told = calculation(decide(policy.rules[0], policy, known))

    assert [step for step, _text in told] == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert told[0][1].startswith(
        "认定日期2023年3月8日在政策有效期内（2021年12月21日至2025年12月31日）"
    )


def codes_in_use():
    """Every code that a step says, asks or ends with, read from the source."""
    found = set()
    for name in ("entitlement.py", "earlier.py", "amount.py", "decide.py"):
        tree = ast.parse((Path(decision.__file__).parent / name).read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


DYNAMIC = {
    f"no_rule_{missed}" for missed in ("kind", "honour", "level", "rank", "occasion", "recipient")
}
DYNAMIC |= {f"hold_{kind}" for kind in f.HOLD_KINDS} | {"withdrawn", "revoked"}
DYNAMIC |= {f"tax_{mode}" for mode in r.TAX.choices} | {
    "lower_after_higher",
    "upgrade_none",
}


def test_every_phrase_is_used_and_every_dynamic_code_has_a_phrase():
    assert set(PHRASES) - codes_in_use() - DYNAMIC == set()
    assert set(PHRASES) >= DYNAMIC


@pytest.mark.parametrize("code", sorted(PHRASES))
def test_both_languages_of_a_phrase_tell_the_same_facts(code):
    chinese, english = (
        {(name, conversion) for _t, name, _s, conversion in Formatter().parse(text) if name}
        for text in PHRASES[code]
    )

    assert chinese == english


def test_every_setting_s_question_has_a_name():
    settings = [value for value in vars(r).values() if isinstance(value, r.Setting)]

    assert {setting.question for setting in settings} <= set(QUESTIONS)


def test_money_is_never_a_float_nor_less_than_a_fen():
    with pytest.raises(TypeError):
        yuan(0.1)
    for value in ("0.001", "NaN", "Infinity"):
        with pytest.raises(ValueError, match="not a whole number of fen"):
            yuan(value)


def test_shares_of_every_amount_sum_exactly():
    for fen in range(200):
        amount = Decimal(fen) / 100
        assert sum(split(amount, (3, 7, 9), remainder_to=1)) == amount


WRONG = [
    (lambda: r.Trigger("party"), "triggers nothing"),
    (lambda: enterprise(kind="robot"), "no kind of recipient"),
    (lambda: wuhu_certificate(occasion="party"), "no occasion"),
    (lambda: f.Hold("rain"), "no hold"),
    (lambda: f.AmountSet(yuan(-1)), "cannot be set"),
    (
        lambda: f.PayerTable("x", (f.Payer("d", "区", 1),), date(2022, 1, 1)),
        "name the city once",
    ),
    (lambda: r.settle(r.UPGRADE, "twice", None), "upgrade is 'twice', not one of full"),
]


@pytest.mark.parametrize(("build", "words"), WRONG)
def test_what_cannot_be_is_refused_where_it_is_built(build, words):
    with pytest.raises(ValueError, match=words):
        build()
