"""How often one assessor evaluated the same enterprise without a break."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Streak:
    """``length`` cases of one enterprise in a row, all evaluated by the same assessor."""

    enterprise: int
    assessor: int
    length: int


def longest(cases: Iterable[tuple[int, Iterable[int]]]) -> list[Streak]:
    """The longest streak of each enterprise and assessor, of two cases or more.

    :param cases: enterprise and its assessors, a case each, in the order of time

    >>> longest([(1, [7, 8]), (1, [7]), (1, [8]), (1, [8])])
    [Streak(enterprise=1, assessor=7, length=2), Streak(enterprise=1, assessor=8, length=2)]
    """
    running: dict[int, dict[int, int]] = {}
    best: dict[tuple[int, int], int] = {}
    for enterprise, assessors in cases:
        before = running.get(enterprise, {})
        now = {assessor: before.get(assessor, 0) + 1 for assessor in set(assessors)}
        running[enterprise] = now
        for assessor, length in now.items():
            key = (enterprise, assessor)
            best[key] = max(best.get(key, 0), length)
    return [
        Streak(enterprise, assessor, length)
        for (enterprise, assessor), length in sorted(best.items())
        if length > 1
    ]
