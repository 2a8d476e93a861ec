"""Shares of sectors in what is certified ("agriculture, services, engineering not below 5 % each").

Integers are compared, nothing is rounded: ``100 * count >= percent * total``. One product counts
once, at its highest level. A shortfall asks for a reason; it is no bar.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

SCOPES = ("batch", "level", "program")


@dataclass(frozen=True)
class Item:
    """One product: ``rank`` orders the levels, the highest is the largest; ``in_batch`` tells the
    products of the decision that is being taken from those certified before."""

    product: Hashable
    sector: str
    level: Hashable
    rank: int
    in_batch: bool = True


@dataclass(frozen=True)
class Rule:
    """At least ``percent`` of 100 of the items in ``scope`` belong to ``sector``."""

    sector: str
    percent: int
    scope: str


@dataclass(frozen=True)
class Share:
    """What a rule finds: for the scope ``level`` one a level, else ``level`` is None."""

    rule: Rule
    level: Hashable | None
    count: int
    total: int

    @property
    def is_met(self) -> bool:
        """``100 * count >= percent * total``; nothing certified yet falls short of nothing."""
        return 100 * self.count >= self.rule.percent * self.total

    @property
    def lacking(self) -> int:
        """How many more of the sector, other things equal, would meet the share.

        Each one that is added also adds to the total.
        """
        short = self.rule.percent * self.total - 100 * self.count
        if short <= 0:
            return 0
        return -(-short // (100 - self.rule.percent)) if self.rule.percent < 100 else short


def at_highest_level(items: Iterable[Item]) -> tuple[Item, ...]:
    """Each product once, at its highest level; of equals the one in the batch."""
    best: dict[Hashable, Item] = {}
    for item in items:
        known = best.get(item.product)
        if known is None or (item.rank, item.in_batch) > (known.rank, known.in_batch):
            best[item.product] = item
    return tuple(best.values())


def shares(items: Iterable[Item], rules: Iterable[Rule]) -> tuple[Share, ...]:
    """Every rule with its count and total, in the order of the rules.

    Raises ValueError for a scope that is none of :data:`SCOPES`.
    """
    once = at_highest_level(items)
    found = []
    for rule in rules:
        if rule.scope not in SCOPES:
            raise ValueError(f"The scope of a share is one of {SCOPES}, not {rule.scope!r}.")
        counted = [item for item in once if rule.scope != "batch" or item.in_batch]
        levels = (
            sorted({item.level: item.rank for item in counted}.items(), key=lambda pair: pair[1])
            if rule.scope == "level"
            else [(None, 0)]
        )
        for level, _rank in levels:
            inside = [item for item in counted if level is None or item.level == level]
            count = sum(item.sector == rule.sector for item in inside)
            found.append(Share(rule, level, count, len(inside)))
    return tuple(found)
