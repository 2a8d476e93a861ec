"""The criteria tree of a programme, one assessor's sheet, and what is wrong with either.

**Scale.** Every criterion has a scale of its own, from 0 to its ``maximum``. Its *share* is
score / maximum, between 0 and 1. A leaf's score is given by an assessor. An inner criterion's
share is the sum of its children's shares by weight; its score is that share times its maximum.
The whole has the scale 0-100.

**Weights** are percent among siblings and sum to 100 in each group of siblings.

**Arithmetic** is exact (:class:`~fractions.Fraction`) behind a Decimal interface: thirds do not
lose digits, so that a tie is a tie when it is rounded. Floats are refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from .reasons import Reason, reason

CODES = {
    "no_criteria": (),
    "weights": ("parent", "total"),
    "criterion_twice": ("criterion",),
    "weight_negative": ("criterion", "weight"),
    "maximum_not_positive": ("criterion", "maximum"),
    "pass_mark_out_of_range": ("criterion", "pass_mark", "maximum"),
    "pass_mark_without_scores": ("criterion",),
    "score_missing": ("assessor", "criterion"),
    "score_out_of_range": ("assessor", "criterion", "score", "maximum"),
    "score_too_fine": ("assessor", "criterion", "score", "decimals"),
    "criterion_unknown": ("assessor", "criterion"),
    "veto_not_allowed": ("assessor", "criterion"),
}


@dataclass(frozen=True)
class Criterion:
    """One node of the tree.

    ``weight``: percent among its siblings. ``maximum``: the highest score, which is also the
    scale of ``pass_mark`` (None: no pass mark here). ``veto``: an assessor may raise a veto
    (一票否决) on it, and a combined score below its pass mark is a veto too.
    A leaf of weight 0 without pass mark is not scored: it exists to be vetoed.
    """

    key: str
    weight: Decimal
    maximum: Decimal = Decimal(100)
    pass_mark: Decimal | None = None
    veto: bool = False
    children: tuple[Criterion, ...] = ()

    @property
    def is_scored(self) -> bool:
        """Whether an assessor must give it a score."""
        return not self.children and (self.weight != 0 or self.pass_mark is not None)

    @property
    def holds_scores(self) -> bool:
        """Whether it or anything below it is scored; a group of pure vetoes is not."""
        return self.is_scored or any(child.holds_scores for child in self.children)


@dataclass(frozen=True)
class Sheet:
    """One assessor's work: scores by key of a leaf (None and absent are both "empty"), and the
    keys of the criteria on which they raise a veto."""

    assessor: str
    scores: Mapping[str, Decimal | int | None]
    vetoes: frozenset[str] = field(default_factory=frozenset)


def exact(value: Decimal | int | Fraction) -> Fraction:
    """``value`` without any loss. Raises TypeError for a float: it has lost its digits already."""
    if isinstance(value, float):
        raise TypeError(f"Give Decimal or int, not the float {value!r}.")
    return Fraction(value)


def walk(criteria: Sequence[Criterion]) -> Iterator[Criterion]:
    """Every criterion of the tree, parents before children, in the order of the form."""
    for criterion in criteria:
        yield criterion
        yield from walk(criterion.children)


def weight_gaps(criteria: Sequence[Criterion]) -> tuple[Reason, ...]:
    """Groups of siblings whose weights do not sum to 100 (``parent`` None: the top).

    A group below a criterion of weight 0 may also sum to 0: it counts for nothing and only
    holds vetoes.
    """
    gaps = []
    groups = [(None, tuple(criteria), False)]
    groups += [(c.key, c.children, c.weight == 0) for c in walk(criteria) if c.children]
    for parent, siblings, may_be_zero in groups:
        total = sum((Decimal(c.weight) for c in siblings), Decimal(0))
        if siblings and total != 100 and not (may_be_zero and total == 0):
            gaps.append(reason("weights", parent=parent, total=total))
    return tuple(gaps)


def tree_problems(criteria: Sequence[Criterion]) -> tuple[Reason, ...]:
    """All that keeps a tree from being used: no criteria, keys used twice, negative weights,
    maxima of 0 or less, pass marks off the scale or over nothing that is scored, and
    :func:`weight_gaps`."""
    if not criteria:
        return (reason("no_criteria"),)
    problems, seen = [], set()
    for criterion in walk(criteria):
        if criterion.key in seen:
            problems.append(reason("criterion_twice", criterion=criterion.key))
        seen.add(criterion.key)
        problems += _criterion_problems(criterion)
    return (*problems, *weight_gaps(criteria))


def _criterion_problems(c: Criterion) -> list[Reason]:
    problems = []
    if c.weight < 0:
        problems.append(reason("weight_negative", criterion=c.key, weight=c.weight))
    if c.maximum <= 0:
        problems.append(reason("maximum_not_positive", criterion=c.key, maximum=c.maximum))
    elif c.pass_mark is not None and not 0 <= c.pass_mark <= c.maximum:
        params = {"criterion": c.key, "pass_mark": c.pass_mark, "maximum": c.maximum}
        problems.append(Reason("pass_mark_out_of_range", params))
    if c.pass_mark is not None and not c.holds_scores:
        problems.append(reason("pass_mark_without_scores", criterion=c.key))
    return problems


def missing_scores(criteria: Sequence[Criterion], sheet: Sheet) -> tuple[str, ...]:
    """Keys of the leaves that this assessor still has to score, in the order of the form."""
    return tuple(c.key for c in walk(criteria) if c.is_scored and sheet.scores.get(c.key) is None)


def sheet_problems(
    criteria: Sequence[Criterion], sheet: Sheet, decimals: int = 2
) -> tuple[Reason, ...]:
    """All that keeps a sheet from being counted: empty scores, scores off the scale or with more
    than ``decimals`` decimals, scores or vetoes on criteria that do not take them."""
    by_key = {c.key: c for c in walk(criteria)}
    who = sheet.assessor
    problems = [
        reason("score_missing", assessor=who, criterion=key)
        for key in missing_scores(criteria, sheet)
    ]
    for key, score in sheet.scores.items():
        if score is not None:
            problems += _score_problems(by_key.get(key), who, key, score, decimals)
    for key in sorted(sheet.vetoes):
        if key not in by_key or not by_key[key].veto:
            problems.append(reason("veto_not_allowed", assessor=who, criterion=key))
    return tuple(problems)


def _score_problems(
    criterion: Criterion | None, who: str, key: str, score: Decimal | int, decimals: int
) -> list[Reason]:
    if criterion is None or criterion.children:
        return [reason("criterion_unknown", assessor=who, criterion=key)]
    value, problems = exact(score), []
    if not 0 <= value <= exact(criterion.maximum):
        params = {"assessor": who, "criterion": key, "score": score, "maximum": criterion.maximum}
        problems.append(Reason("score_out_of_range", params))
    if (value * 10**decimals).denominator != 1:
        params = {"assessor": who, "criterion": key, "score": score, "decimals": decimals}
        problems.append(Reason("score_too_fine", params))
    return problems


def share(criterion: Criterion, sheet: Sheet) -> Fraction:
    """The criterion's share of its maximum (0 to 1) on this sheet. A leaf that is not scored
    counts 0, and weighs 0. Raises KeyError for an empty score: check the sheet first."""
    if criterion.children:
        return group_share(criterion.children, sheet)
    score = sheet.scores.get(criterion.key)
    if score is None:
        if criterion.is_scored:
            raise KeyError(criterion.key)
        return Fraction(0)
    return exact(score) / exact(criterion.maximum)


def group_share(siblings: Sequence[Criterion], sheet: Sheet) -> Fraction:
    """Sum of the siblings' shares by weight, each weight in percent."""
    parts = (share(c, sheet) * exact(c.weight) / 100 for c in siblings)
    return sum(parts, Fraction(0))
