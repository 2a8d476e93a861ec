"""Order of a batch by score, places up to a goal, and who stands at the line with equal points.

Ties are broken by a value that the programme fixed before; where there is none, or it is equal
too, both share a rank and the meeting decides. Nothing is drawn and nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal

INSIDE, LINE, OUTSIDE = "inside", "line", "outside"


@dataclass(frozen=True)
class Candidate:
    """``tie``: more is better, such as points in one criterion; None where no rule breaks ties."""

    key: Hashable
    score: Decimal
    tie: Decimal | int | None = None


@dataclass(frozen=True)
class Ranked:
    """``rank`` counts from 1, equals share it and leave the next ones out (1, 2, 2, 4).

    ``standing``: ``inside`` the places, ``outside``, or at the ``line``: equals of whom some only
    would fit. None where places are not limited.
    """

    key: Hashable
    rank: int
    is_tied: bool
    standing: str | None


def rank(candidates: Iterable[Candidate], places: int | None = None) -> tuple[Ranked, ...]:
    """The candidates from the best, equals in the order in which they were given.

    ``places``: how many are left; None for no limit. Raises ValueError below 0.
    """
    if places is not None and places < 0:
        raise ValueError(f"There cannot be {places} places.")
    groups: dict[tuple, list[Candidate]] = {}
    for candidate in sorted(candidates, key=_order, reverse=True):
        groups.setdefault(_order(candidate), []).append(candidate)
    found = []
    for equals in groups.values():
        first = len(found) + 1
        standing = _standing(first, len(equals), places)
        found += [Ranked(one.key, first, len(equals) > 1, standing) for one in equals]
    return tuple(found)


def has_majority(votes_for: int, eligible: int, rule: str) -> bool:
    """Whether ``votes_for`` of ``eligible`` members (present, not recused) are a majority.

    ``simple``: more than half; ``two_thirds``: at least two thirds. Integers are compared.
    """
    if rule == "simple":
        return 2 * votes_for > eligible
    if rule == "two_thirds":
        return eligible > 0 and 3 * votes_for >= 2 * eligible
    raise ValueError(f"No majority {rule!r}.")


def _order(candidate: Candidate) -> tuple:
    return candidate.score, candidate.tie if candidate.tie is not None else 0


def _standing(first: int, count: int, places: int | None) -> str | None:
    if places is None:
        return None
    if first + count - 1 <= places:
        return INSIDE
    return OUTSIDE if first > places else LINE
