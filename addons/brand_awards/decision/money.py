"""Money: Decimal yuan, computed in fen, rounded only where a fen must be a whole one."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

FEN = Decimal("0.01")
ZERO = Decimal("0.00")


def yuan(value: Decimal | int | str) -> Decimal:
    """The same amount with two places.

    Refuses floats, fractions of a fen, and what is not a number.
    """
    if isinstance(value, float):
        raise TypeError(f"{value!r} is a float: money is Decimal, int or str")
    amount = Decimal(value)
    if not amount.is_finite() or amount != amount.quantize(FEN):
        raise ValueError(f"{value!r} is not a whole number of fen")
    return amount.quantize(FEN)


def split(amount: Decimal, weights: Sequence[int], remainder_to: int) -> tuple[Decimal, ...]:
    """Shares of ``amount`` by integer weights, each in whole fen, the remainder with one of them;
    the sum is exact.

    >>> split(Decimal("100.00"), (1, 1, 1), remainder_to=0)
    (Decimal('33.34'), Decimal('33.33'), Decimal('33.33'))
    """
    total = sum(weights)
    if total <= 0 or min(weights) < 0:
        raise ValueError(f"weights {tuple(weights)} do not divide anything")
    fen = int(amount / FEN)
    shares = [fen * weight // total for weight in weights]
    shares[remainder_to] += fen - sum(shares)
    return tuple(yuan(share * FEN) for share in shares)


def tax_on(gross: Decimal, rate: Decimal) -> Decimal:
    """Tax withheld from a gross amount (个人所得税法.

    偶然所得, on the whole sum), half up to the fen.
    """
    return (gross * rate).quantize(FEN, ROUND_HALF_UP)


def gross_of(net: Decimal, rate: Decimal) -> Decimal:
    """The gross amount that leaves ``net`` after tax, half up to the fen.

    Tax is then ``gross - net``.
    """
    return (net / (1 - rate)).quantize(FEN, ROUND_HALF_UP)
