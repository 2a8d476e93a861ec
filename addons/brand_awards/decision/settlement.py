"""What a payment and its recoveries mean between levels: who bore money that another had advanced."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from .money import FEN, ZERO, split
from .result import Share

CITY = "city"


def district_key(code: str) -> str:
    """Key of a district as payer, as the payer tables name it."""
    return f"district:{code}"


def part_of_others(amount: Decimal, shares: Sequence[Share], own: str) -> Decimal:
    """What of ``amount`` is borne by payers other than ``own``, whose treasury paid all of it.

    The frozen shares are scaled where less was paid than decided; each part in whole fen, the
    remainder with the city.

    >>> shares = (Share("city", "市级财政", Decimal(80)), Share("district:1", "区", Decimal(120)))
    >>> part_of_others(Decimal("100.01"), shares, own="city")
    Decimal('60.00')
    """
    weights = [int(share.amount / FEN) for share in shares]
    if not sum(weights) or not amount:
        return ZERO
    keys = [share.payer_key for share in shares]
    parts = split(amount, weights, keys.index(CITY) if CITY in keys else 0)
    others = (part for key, part in zip(keys, parts, strict=True) if key != own)
    return sum(others, ZERO)


def part_of_recovery(
    amount: Decimal, before: Decimal, shares: Sequence[Share], own: str
) -> Decimal:
    """What of ``amount``, that came back after ``before`` had come back, is due to the others.

    Parts of several receipts add up to the part of their sum, to the fen.
    """
    return part_of_others(before + amount, shares, own) - part_of_others(before, shares, own)
