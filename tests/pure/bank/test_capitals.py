"""Amounts in capitals: 支付结算办法, annex 1, with its own examples."""

from decimal import Decimal

import pytest
from bank.capitals import MAX_AMOUNT, capitals

RULES = [
    # 整 after 元; none after 分; left out after 角
    ("0", "零元整"),
    ("1", "壹元整"),
    ("10", "壹拾元整"),
    ("15", "壹拾伍元整"),
    ("200000", "贰拾万元整"),
    ("200000.00", "贰拾万元整"),
    ("1000000", "壹佰万元整"),
    ("100000000", "壹亿元整"),
    ("0.50", "伍角"),
    ("0.05", "伍分"),
    ("0.15", "壹角伍分"),
    ("1.50", "壹元伍角"),
    ("20000005.10", "贰仟万零伍元壹角"),
    ("1234567.89", "壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分"),
    # a 0 between figures
    ("1409.50", "壹仟肆佰零玖元伍角"),
    ("105", "壹佰零伍元整"),
    ("1010", "壹仟零壹拾元整"),
    # several 0 together: one 零
    ("6007.14", "陆仟零柒元壹角肆分"),
    ("100030.00", "壹拾万零叁拾元整"),
    ("100500", "壹拾万零伍佰元整"),
    ("10000001", "壹仟万零壹元整"),
    ("200030001", "贰亿零叁万零壹元整"),
    # a 0 of 万 or 元 before 仟 or 角: 零 may be left out
    ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
    ("107000.53", "壹拾万柒仟元伍角叁分"),
    # no 角, but 分: 零 after 元
    ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
    ("325.04", "叁佰贰拾伍元零肆分"),
    ("10000000.01", "壹仟万元零壹分"),
    # all of 万 is 0 between 亿 and 仟: mended here, cn2an leaves 零 out
    ("100005000", "壹亿零伍仟元整"),
    ("120000008000.30", "壹仟贰佰亿零捌仟元叁角"),
    ("100000500", "壹亿零伍佰元整"),
    ("100010000", "壹亿零壹万元整"),
    ("150000000", "壹亿伍仟万元整"),
    ("999999999999.99", "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
]


@pytest.mark.parametrize(("amount", "text"), RULES)
def test_an_amount_in_capitals_follows_the_rules_for_vouchers(amount, text):
    assert capitals(Decimal(amount)) == text


REFUSED = [
    (Decimal(-1), ValueError, "No capitals for -1: from 0 to"),
    (Decimal("0.001"), ValueError, "not in whole fen"),
    (Decimal("1E+30"), ValueError, "from 0 to 999999999999.99 yuan only"),
    (MAX_AMOUNT + Decimal("0.01"), ValueError, "from 0 to"),
    (Decimal("NaN"), ValueError, "No capitals for NaN"),
    (0.1, TypeError, "as Decimal yuan, not 0.1"),
    ("10", TypeError, "as Decimal yuan, not '10'"),
]


@pytest.mark.parametrize(("amount", "error", "words"), REFUSED)
def test_what_is_no_amount_has_no_capitals(amount, error, words):
    with pytest.raises(error) as refusal:
        capitals(amount)
    assert words in str(refusal.value)
