"""Amounts in Chinese capitals, as on vouchers (支付结算办法, annex 1).

The figures come from PyPI ``cn2an``, checked against the annex's own examples. One thing is
mended here: where all four digits between 亿 and 元's thousands are 0, cn2an leaves the 零 out
(100005000 became 壹亿伍仟元整, which is easily heard as 1.5 亿). The annex asks for one 零 for a
run of zeros inside a number.
"""

from __future__ import annotations

from decimal import Decimal

import cn2an

#: Below 万亿, where readings of the unit differ; a city's fund stays far below.
MAX_AMOUNT = Decimal("999999999999.99")


def capitals(amount: Decimal) -> str:
    """The amount (yuan, whole fen) in capitals: ``贰拾万元整``, ``壹元零伍分``.

    整 follows 元 only: after 角 it may be left out, and is; after 分 it must. 人民币 is not part of
    it: a form prints it before, without a blank.
    Raises TypeError unless given Decimal or int, ValueError for a negative amount, parts of a
    fen, or more than :data:`MAX_AMOUNT`.
    """
    if not isinstance(amount, Decimal | int):
        raise TypeError(f"Give the amount as Decimal yuan, not {amount!r}.")
    amount = Decimal(amount)
    if not amount.is_finite() or not 0 <= amount <= MAX_AMOUNT:
        raise ValueError(f"No capitals for {amount}: from 0 to {MAX_AMOUNT} yuan only.")
    if amount != round(amount, 2):
        raise ValueError(f"No capitals for {amount}: it is not in whole fen.")
    text = cn2an.an2cn(f"{amount:.2f}", "rmb")
    below_yi = int(amount) % 10**8
    if amount >= 10**8 and 1000 <= below_yi < 10**4:
        head, tail = text.rsplit("亿", 1)
        text = f"{head}亿零{tail}"
    return text
