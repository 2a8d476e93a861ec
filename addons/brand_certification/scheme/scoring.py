"""From assessors' sheets to a result: totals, combination, spread, pass marks, vetoes.

1. An assessor's total is the weighted sum of the criteria on the scale 0-100 (:mod:`.criteria`).
2. Several totals are combined by ``mean`` or by ``trimmed`` (one highest and one lowest dropped,
   one each also among equals; with fewer than three assessors nothing is combined).
   A criterion's scores are combined by the same rule among themselves, so that the result never
   depends on the order of assessors: with ``trimmed``, the assessor dropped there may be another.
3. Two decimals, half up, once, at the very end. A pass mark compares the number that is shown.
4. A veto beats every score.
5. A spread of totals above the limit holds the closing until a person has dealt with it.

What keeps an evaluation from closing are ``blocks``; why it failed are ``failures``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Literal

from .criteria import (
    Criterion,
    Sheet,
    exact,
    group_share,
    missing_scores,
    share,
    sheet_problems,
    tree_problems,
    walk,
    weight_gaps,
)
from .reasons import Reason, reason

__all__ = [
    "CODES",
    "AssessorTotal",
    "Criterion",
    "CriterionResult",
    "MissingScoresError",
    "Outcome",
    "Policy",
    "Sheet",
    "assessor_total",
    "combine",
    "evaluate",
    "missing_scores",
    "sheet_problems",
    "shown",
    "tree_problems",
    "weight_gaps",
]

Combination = Literal["mean", "trimmed"]

CODES = {
    "too_few_assessors": ("present", "needed"),
    "assessor_twice": ("assessor",),
    "spread": ("spread", "limit"),
    "veto_raised": ("criterion", "assessor"),
    "veto_below_pass_mark": ("criterion", "score", "pass_mark"),
    "criterion_below_pass_mark": ("criterion", "score", "pass_mark"),
    "total_below_pass_mark": ("total", "pass_mark"),
}


class MissingScoresError(ValueError):
    """A total was asked for while scores are empty; ``missing`` holds the criteria's keys."""

    def __init__(self, assessor: str, missing: tuple[str, ...]) -> None:
        super().__init__(f"Assessor {assessor} has not scored: {', '.join(missing)}.")
        self.assessor = assessor
        self.missing = missing


@dataclass(frozen=True)
class Policy:
    """How a programme counts.

    ``pass_mark``: for the whole, 0-100. ``spread_limit``: highest total less lowest, in points
    of 0-100; the alarm is above it, not at it. ``decimals``: of a score that is entered.
    ``assessors_needed``: fewer cannot close (``trimmed`` needs three at least).
    """

    combination: Combination = "mean"
    pass_mark: Decimal | None = None
    spread_limit: Decimal | None = None
    decimals: int = 2
    assessors_needed: int = 1


@dataclass(frozen=True)
class AssessorTotal:
    """One assessor's total as shown. ``is_dropped``: left out by ``trimmed``; among equal totals
    the mark goes to the first or last name, which changes no number."""

    assessor: str
    total: Decimal
    is_dropped: bool = False


@dataclass(frozen=True)
class CriterionResult:
    """A criterion over all assessors, on its own scale. ``score`` None: it is never scored (a
    pure veto); ``is_passed`` None: no pass mark."""

    key: str
    score: Decimal | None
    maximum: Decimal
    pass_mark: Decimal | None
    is_passed: bool | None


@dataclass(frozen=True)
class Outcome:
    """The result. ``is_passed`` is None as long as blocks leave it open and nobody raised a veto;
    figures are None or empty as long as they cannot be counted. Without any pass mark and veto
    the result is passed: the ranking decides then."""

    total: Decimal | None = None
    is_passed: bool | None = None
    is_vetoed: bool = False
    spread: Decimal | None = None
    has_spread_alarm: bool = False
    assessors: tuple[AssessorTotal, ...] = ()
    criteria: tuple[CriterionResult, ...] = ()
    blocks: tuple[Reason, ...] = ()
    failures: tuple[Reason, ...] = ()

    @property
    def can_close(self) -> bool:
        """Whether the evaluation may be closed as it stands."""
        return not self.blocks


def shown(value: Fraction | Decimal | int) -> Decimal:
    """The number that people see: two decimals, half up."""
    hundredths = floor(exact(value) * 100 + Fraction(1, 2))
    return Decimal(hundredths).scaleb(-2)


def assessor_total(criteria: Sequence[Criterion], sheet: Sheet) -> Decimal:
    """One assessor's total, 0-100, as shown. Raises :class:`MissingScoresError` if any is empty."""
    missing = missing_scores(criteria, sheet)
    if missing:
        raise MissingScoresError(sheet.assessor, missing)
    return shown(group_share(criteria, sheet) * 100)


def combine(
    values: Iterable[Fraction | Decimal | int], combination: Combination = "mean"
) -> Fraction:
    """The exact combination of several numbers; :func:`shown` rounds it.

    Raises ValueError with too few numbers (one for ``mean``, three for ``trimmed``) or for a
    combination that does not exist.
    """
    if combination not in ("mean", "trimmed"):
        raise ValueError(f"Combination {combination!r} is neither mean nor trimmed.")
    ordered = sorted(exact(value) for value in values)
    needed = 3 if combination == "trimmed" else 1
    if len(ordered) < needed:
        raise ValueError(f"{combination} needs {needed} numbers, not {len(ordered)}.")
    kept = ordered[1:-1] if combination == "trimmed" else ordered
    return sum(kept, Fraction(0)) / len(kept)


def evaluate(
    criteria: Sequence[Criterion],
    sheets: Sequence[Sheet],
    policy: Policy,
    *,
    is_spread_settled: bool = False,
) -> Outcome:
    """Count the sheets of one application.

    ``is_spread_settled``: a reasoned second scoring or a leader's note exists, so the spread
    does not block any more (the alarm stays visible). Nothing raises for the sheets' content:
    what is wrong with them is in ``blocks``, all at once.
    """
    vetoes = _raised_vetoes(criteria, sheets)
    blocks = _input_blocks(criteria, sheets, policy)
    if blocks:
        return Outcome(
            is_passed=False if vetoes else None,
            is_vetoed=bool(vetoes),
            blocks=blocks,
            failures=vetoes,
        )
    return _count(criteria, sheets, policy, is_spread_settled, vetoes)


def _count(
    criteria: Sequence[Criterion],
    sheets: Sequence[Sheet],
    policy: Policy,
    is_spread_settled: bool,
    vetoes: tuple[Reason, ...],
) -> Outcome:
    exact_totals = {sheet.assessor: group_share(criteria, sheet) * 100 for sheet in sheets}
    total = shown(combine(exact_totals.values(), policy.combination))
    spread = shown(max(exact_totals.values()) - min(exact_totals.values()))
    has_alarm = policy.spread_limit is not None and spread > policy.spread_limit
    results = tuple(_criterion_result(c, sheets, policy.combination) for c in walk(criteria))
    vetoes += _missed_vetoes(criteria, results)
    failures = vetoes + _missed_marks(criteria, results, total, policy.pass_mark)
    blocks = ()
    if has_alarm and not is_spread_settled:
        blocks = (reason("spread", spread=spread, limit=policy.spread_limit),)
    return Outcome(
        total=total,
        is_passed=not failures,
        is_vetoed=bool(vetoes),
        spread=spread,
        has_spread_alarm=has_alarm,
        assessors=_assessor_totals(exact_totals, policy.combination),
        criteria=results,
        blocks=blocks,
        failures=failures,
    )


def _input_blocks(
    criteria: Sequence[Criterion], sheets: Sequence[Sheet], policy: Policy
) -> tuple[Reason, ...]:
    blocks = list(tree_problems(criteria))
    needed = max(policy.assessors_needed, 3 if policy.combination == "trimmed" else 1)
    if len(sheets) < needed:
        blocks.append(reason("too_few_assessors", present=len(sheets), needed=needed))
    names = [sheet.assessor for sheet in sheets]
    for name in sorted({name for name in names if names.count(name) > 1}):
        blocks.append(reason("assessor_twice", assessor=name))
    for sheet in sheets:
        blocks += sheet_problems(criteria, sheet, policy.decimals)
    return tuple(blocks)


def _raised_vetoes(criteria: Sequence[Criterion], sheets: Sequence[Sheet]) -> tuple[Reason, ...]:
    return tuple(
        reason("veto_raised", criterion=c.key, assessor=sheet.assessor)
        for c in walk(criteria)
        if c.veto
        for sheet in sheets
        if c.key in sheet.vetoes
    )


def _criterion_result(
    criterion: Criterion, sheets: Sequence[Sheet], combination: Combination
) -> CriterionResult:
    if not criterion.holds_scores:
        return CriterionResult(criterion.key, None, criterion.maximum, None, None)
    combined = combine((share(criterion, sheet) for sheet in sheets), combination)
    score = shown(combined * exact(criterion.maximum))
    mark = criterion.pass_mark
    is_passed = None if mark is None else score >= mark
    return CriterionResult(criterion.key, score, criterion.maximum, mark, is_passed)


def _missed_vetoes(
    criteria: Sequence[Criterion], results: Sequence[CriterionResult]
) -> tuple[Reason, ...]:
    return tuple(
        reason("veto_below_pass_mark", criterion=r.key, score=r.score, pass_mark=r.pass_mark)
        for c, r in zip(walk(criteria), results, strict=True)
        if c.veto and r.is_passed is False
    )


def _missed_marks(
    criteria: Sequence[Criterion],
    results: Sequence[CriterionResult],
    total: Decimal,
    pass_mark: Decimal | None,
) -> tuple[Reason, ...]:
    missed = [
        reason("criterion_below_pass_mark", criterion=r.key, score=r.score, pass_mark=r.pass_mark)
        for c, r in zip(walk(criteria), results, strict=True)
        if not c.veto and r.is_passed is False
    ]
    if pass_mark is not None and total < pass_mark:
        missed.append(reason("total_below_pass_mark", total=total, pass_mark=pass_mark))
    return tuple(missed)


def _assessor_totals(
    exact_totals: dict[str, Fraction], combination: Combination
) -> tuple[AssessorTotal, ...]:
    dropped: set[str] = set()
    if combination == "trimmed":
        ranked = sorted(exact_totals, key=lambda name: (exact_totals[name], name))
        dropped = {ranked[0], ranked[-1]}
    return tuple(
        AssessorTotal(name, shown(total), name in dropped) for name, total in exact_totals.items()
    )
