"""Conflicts of interest as the data show them, before anybody is asked.

ISO/IEC 17065, 4.2: who works for the client, owns a share of it, is a relative, or served it within
the last years, does not evaluate it. What data show for certain refuses the appointment (``hard``);
what only casts a doubt asks for a reason that is kept (``soft``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

__all__ = ["CODES", "Candidate", "Suspicion", "Tie", "streak", "suspicions"]

Level = Literal["hard", "soft"]

CODES = {
    "employer": (),
    "employer_in_group": (),
    "body_in_group": (),
    "tie": ("kind", "other", "until"),
    "old_tie": ("kind", "other", "until"),
    "group_tie": ("kind", "other", "until"),
    "body_tie": ("kind", "other", "until"),
    "streak": ("times",),
}


@dataclass(frozen=True)
class Tie:
    """One recorded relation of a person, or of his body, with the applicant's side.

    ``with_group``: not with the applicant itself, but with an enterprise of its group.
    ``until``: last day, None while it lasts.
    """

    kind: str
    other: str
    until: date | None = None
    with_group: bool = False


@dataclass(frozen=True)
class Candidate:
    """What is known of one candidate towards one applicant."""

    is_employed_there: bool = False
    is_employed_in_group: bool = False
    is_body_in_group: bool = False
    ties: tuple[Tie, ...] = ()
    body_ties: tuple[Tie, ...] = ()
    streak: int = 0


@dataclass(frozen=True)
class Suspicion:
    """A conflict that the data suggest; ``level`` says whether a reason can overcome it."""

    code: str
    level: Level
    kind: str = ""
    other: str = ""
    until: date | None = None
    times: int = 0


def suspicions(
    candidate: Candidate, *, since: date, streak_limit: int = 0
) -> tuple[Suspicion, ...]:
    """Every conflict of ``candidate``, the hard ones first.

    ``since``: a tie that ended before this day lies behind (the programme's years).
    ``streak_limit``: so many turns with one enterprise in a row cast a doubt; 0: never.
    """
    found = [
        Suspicion(code, "hard")
        for code, holds in (
            ("employer", candidate.is_employed_there),
            (
                "employer_in_group",
                candidate.is_employed_in_group and not candidate.is_employed_there,
            ),
            ("body_in_group", candidate.is_body_in_group),
        )
        if holds
    ]
    found += [s for tie in candidate.ties if (s := _of_tie(tie, since))]
    found += [s for tie in candidate.body_ties if (s := _of_body_tie(tie, since))]
    if streak_limit and candidate.streak >= streak_limit:
        found.append(Suspicion("streak", "soft", times=candidate.streak))
    return tuple(sorted(found, key=lambda s: s.level != "hard"))


def _lasts(tie: Tie, since: date) -> bool:
    return tie.until is None or tie.until >= since


def _of_tie(tie: Tie, since: date) -> Suspicion | None:
    if tie.with_group:
        if not _lasts(tie, since):
            return None
        return Suspicion("group_tie", "soft", tie.kind, tie.other, tie.until)
    if _lasts(tie, since):
        return Suspicion("tie", "hard", tie.kind, tie.other, tie.until)
    return Suspicion("old_tie", "soft", tie.kind, tie.other, tie.until)


def _of_body_tie(tie: Tie, since: date) -> Suspicion | None:
    """A body does not evaluate whom it, or a sister company, advised or owns a share of."""
    level: Level = "hard" if _lasts(tie, since) else "soft"
    return Suspicion("body_tie", level, tie.kind, tie.other, tie.until)


def streak(assessors_by_turn: Sequence[frozenset[int] | set[int]], assessor: int) -> int:
    """How many turns in a row, the latest first, ``assessor`` took part in."""
    times = 0
    for assessors in assessors_by_turn:
        if assessor not in assessors:
            break
        times += 1
    return times
