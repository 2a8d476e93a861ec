"""Scores: docs/meaning.md section 2."""

from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import pytest
from scheme import criteria as criteria_module
from scheme import scoring
from scheme.reasons import reason
from scheme.scoring import Criterion, Policy, Sheet

D = Decimal

# 芜湖智造-like tree: quality 60 (test 50, audit 50, on scales 100 and 20), innovation 40 of 30
TREE = (
    Criterion(
        "quality",
        D(60),
        children=(Criterion("test", D(50)), Criterion("audit", D(50), maximum=D(20))),
    ),
    Criterion("innovation", D(40), maximum=D(30)),
)
SINGLE = (Criterion("overall", D(100)),)


def sheet(name, test, audit, innovation, vetoes=()):
    scores = {"test": test, "audit": audit, "innovation": innovation}
    return Sheet(name, scores, frozenset(vetoes))


def singles(*totals):
    return [Sheet(f"assessor {n}", {"overall": D(str(t))}) for n, t in enumerate(totals, 1)]


TOTALS = [  # test of 100, audit of 20, innovation of 30 -> total of 100
    (100, 20, 30, "100.00"),
    (0, 0, 0, "0.00"),
    (80, 15, 24, "78.50"),  # 60 x (0.5 x 0.80 + 0.5 x 0.75) + 40 x 0.80
    (90, 18, 25, "87.33"),  # 60 x 0.90 + 40 x 25/30 = 54 + 33.333...
    (D("88.5"), D("17.25"), D("26.5"), "87.76"),  # 26.55 + 25.875 + 35.333... = 87.7583...
]


@pytest.mark.parametrize(("test", "audit", "innovation", "total"), TOTALS)
def test_a_total_is_the_weighted_sum_of_scores_scaled_to_their_maxima(
    test, audit, innovation, total
):
    assert scoring.assessor_total(TREE, sheet("Li", test, audit, innovation)) == D(total)


def test_an_empty_score_is_not_zero_and_is_named():
    with pytest.raises(scoring.MissingScoresError) as refusal:
        scoring.assessor_total(TREE, sheet("Li", 80, None, None))

    assert refusal.value.missing == ("audit", "innovation")
    assert str(refusal.value) == "Assessor Li has not scored: audit, innovation."
    assert scoring.assessor_total(TREE, sheet("Li", 80, 0, 0)) == D("24.00")


COMBINATIONS = [
    ("mean", [80], "80.00"),
    ("mean", [80, 81], "80.50"),
    ("mean", [80, 80, 81], "80.33"),
    ("mean", ["80.01", "80.00"], "80.01"),  # 80.005, half up
    ("mean", ["79.99", "80.00"], "80.00"),  # 79.995, half up
    ("trimmed", [60, 80, 100], "80.00"),
    ("trimmed", [80, 80, 80], "80.00"),  # one each, also among equals
    ("trimmed", [90, 90, 60, 60], "75.00"),
    ("trimmed", [70, 90, 80, 85, 60], "78.33"),
]


@pytest.mark.parametrize(("combination", "totals", "combined"), COMBINATIONS)
def test_totals_are_combined_exactly_and_rounded_half_up_once(combination, totals, combined):
    outcome = scoring.evaluate(SINGLE, singles(*totals), Policy(combination))

    assert (outcome.total, outcome.can_close) == (D(combined), True)


def test_rounding_comes_at_the_very_end():
    # 10/30 and 11/30 of 100 are 33.333... and 36.666...: exactly 35, not 33.33 and 36.67 halved
    tree = (Criterion("overall", D(100), maximum=D(30)),)
    sheets = [Sheet("a", {"overall": D(10)}), Sheet("b", {"overall": D(11)})]

    outcome = scoring.evaluate(tree, sheets, Policy())

    assert [a.total for a in outcome.assessors] == [D("33.33"), D("36.67")]
    assert outcome.total == D("35.00")


ROUNDED = [
    ("0.004", "0.00"),
    ("0.005", "0.01"),
    ("59.994999", "59.99"),
    ("59.995", "60.00"),
    ("2.675", "2.68"),
]


@pytest.mark.parametrize(("value", "rounded"), ROUNDED)
def test_the_shown_number_has_two_decimals_half_up(value, rounded):
    assert scoring.shown(D(value)) == D(rounded)


def test_a_float_is_refused_because_its_digits_are_gone():
    with pytest.raises(TypeError, match=r"not the float 0\.1"):
        scoring.shown(0.1)


TOO_FEW = [
    ("mean", 1, 0, 1),
    ("mean", 5, 4, 5),
    ("trimmed", 1, 2, 3),
    ("trimmed", 5, 4, 5),
]


@pytest.mark.parametrize(("combination", "asked", "present", "needed"), TOO_FEW)
def test_with_too_few_assessors_an_evaluation_cannot_close(combination, asked, present, needed):
    policy = Policy(combination, assessors_needed=asked)

    outcome = scoring.evaluate(SINGLE, singles(*[80] * present), policy)

    assert (outcome.total, outcome.is_passed, outcome.can_close) == (None, None, False)
    assert outcome.blocks == (reason("too_few_assessors", present=present, needed=needed),)


def test_combine_refuses_too_few_numbers_and_unknown_rules():
    with pytest.raises(ValueError, match="trimmed needs 3 numbers, not 2"):
        scoring.combine([D(1), D(2)], "trimmed")
    with pytest.raises(ValueError, match="'median' is neither mean nor trimmed"):
        scoring.combine([D(1)], "median")
    assert scoring.combine([D(1), D(2), D(4), D(100)], "trimmed") == Fraction(3)


PASS_MARKS = [
    ([60], "60", True),
    (["59.99"], "60", False),
    (["59.99", "60.00"], "60", True),  # 59.995 is shown as 60.00
    (["59.99", "59.99", "60.00"], "60", False),  # 59.9933... is shown as 59.99
]


@pytest.mark.parametrize(("totals", "mark", "is_passed"), PASS_MARKS)
def test_the_pass_mark_judges_the_number_that_is_shown(totals, mark, is_passed):
    outcome = scoring.evaluate(SINGLE, singles(*totals), Policy(pass_mark=D(mark)))

    failures = (
        () if is_passed else (reason("total_below_pass_mark", total=D("59.99"), pass_mark=D(60)),)
    )
    assert (outcome.is_passed, outcome.failures) == (is_passed, failures)


def test_pass_marks_stand_at_each_criterion_on_its_own_scale():
    tree = (
        Criterion(
            "quality",
            D(60),
            pass_mark=D(70),
            children=(
                Criterion("test", D(50), pass_mark=D(60)),
                Criterion("audit", D(50), maximum=D(20), pass_mark=D(12)),
            ),
        ),
        Criterion("innovation", D(40), maximum=D(30), pass_mark=D(18)),
    )
    sheets = [sheet("Li", 90, 11, 30), sheet("Wang", 80, D("12.98"), 30)]

    outcome = scoring.evaluate(tree, sheets, Policy(pass_mark=D(60)))

    assert [(c.key, c.score, c.is_passed) for c in outcome.criteria] == [
        ("quality", D("72.48"), True),
        ("test", D("85.00"), True),
        ("audit", D("11.99"), False),
        ("innovation", D("30.00"), True),
    ]
    assert outcome.total == D("83.49")
    assert outcome.failures == (
        reason("criterion_below_pass_mark", criterion="audit", score=D("11.99"), pass_mark=D(12)),
    )


AT_THE_MARK = [("11.99", False), ("12", True), ("12.01", True), ("0", False)]


@pytest.mark.parametrize(("score", "is_passed"), AT_THE_MARK)
def test_a_criterion_passes_at_its_mark_even_if_it_weighs_nothing(score, is_passed):
    tree = (
        Criterion("threshold", D(0), maximum=D(20), pass_mark=D(12)),
        Criterion("rest", D(100)),
    )

    outcome = scoring.evaluate(tree, [Sheet("Li", {"threshold": D(score), "rest": D(0)})], Policy())

    assert (outcome.total, outcome.is_passed) == (D("0.00"), is_passed)
    assert scoring.missing_scores(tree, Sheet("Li", {})) == ("threshold", "rest")


VETO_TREE = (
    Criterion("safety", D(0), veto=True),
    Criterion("test", D(60), pass_mark=D(50), veto=True),
    Criterion("service", D(40)),
)


def veto_sheet(name, test, service, *vetoes):
    return Sheet(name, {"test": D(test), "service": D(service)}, frozenset(vetoes))


def test_a_veto_beats_every_score():
    sheets = [veto_sheet("Li", 100, 100), veto_sheet("Wang", 100, 100, "safety")]

    outcome = scoring.evaluate(VETO_TREE, sheets, Policy(pass_mark=D(60)))

    assert (outcome.total, outcome.is_passed, outcome.is_vetoed) == (D("100.00"), False, True)
    assert outcome.failures == (reason("veto_raised", criterion="safety", assessor="Wang"),)
    assert outcome.criteria[0].score is None  # never scored: empty is not zero


def test_a_veto_criterion_below_its_pass_mark_is_a_veto():
    outcome = scoring.evaluate(VETO_TREE, [veto_sheet("Li", 49, 100)], Policy(pass_mark=D(60)))

    assert (outcome.total, outcome.is_vetoed) == (D("69.40"), True)
    assert outcome.failures == (
        reason("veto_below_pass_mark", criterion="test", score=D("49.00"), pass_mark=D(50)),
    )


def test_a_veto_fails_at_once_but_closing_still_waits_for_all_scores():
    sheets = [Sheet("Li", {"test": D(90)}, frozenset({"safety"}))]

    outcome = scoring.evaluate(VETO_TREE, sheets, Policy())

    assert (outcome.is_passed, outcome.is_vetoed, outcome.can_close) == (False, True, False)
    assert outcome.blocks == (reason("score_missing", assessor="Li", criterion="service"),)


SPREADS = [  # totals, limit, settled -> spread, alarm, can close
    ([80, 90], "10", False, "10.00", False, True),
    ([80, "90.01"], "10", False, "10.01", True, False),
    ([80, "90.01"], "10", True, "10.01", True, True),
    ([80, "90.01"], None, False, "10.01", False, True),
    ([60, 80, 81, 95], "30", False, "35.00", True, False),  # before anyone is dropped
]


@pytest.mark.parametrize(("totals", "limit", "settled", "spread", "alarm", "can_close"), SPREADS)
def test_a_spread_above_the_limit_holds_the_closing_until_it_is_settled(
    totals, limit, settled, spread, alarm, can_close
):
    policy = Policy(spread_limit=limit and D(limit))

    outcome = scoring.evaluate(SINGLE, singles(*totals), policy, is_spread_settled=settled)

    assert (outcome.spread, outcome.has_spread_alarm) == (D(spread), alarm)
    assert outcome.can_close is can_close
    if not can_close:
        assert outcome.blocks == (reason("spread", spread=D(spread), limit=D(limit)),)


def test_trimmed_does_not_depend_on_the_order_of_assessors():
    sheets = [sheet("a", 90, 10, 20), sheet("b", 60, 20, 25), sheet("c", 75, 15, 30)]
    results = set()

    for ordered in permutations(sheets):
        outcome = scoring.evaluate(TREE, ordered, Policy("trimmed"))
        results.add((outcome.total, outcome.criteria))
        assert {a.assessor for a in outcome.assessors if a.is_dropped} == {"a", "c"}

    assert len(results) == 1
    # 68.6667, 81.3333 and 85 of 100: the middle one stays, and in each criterion its middle one
    (total, criteria) = results.pop()
    assert total == D("81.33")
    assert [c.score for c in criteria] == [D("75.00"), D("75.00"), D("15.00"), D("25.00")]


def test_everything_wrong_with_the_sheets_is_told_at_once():
    sheets = [
        Sheet("Li", {"test": D(101), "audit": D("1.125"), "quality": D(5), "x": D(1)}),
        Sheet("Li", {"test": D(-1), "audit": D(20), "innovation": D(1)}, frozenset({"test"})),
    ]

    outcome = scoring.evaluate(TREE, sheets, Policy(assessors_needed=3))

    assert outcome.blocks == (
        reason("too_few_assessors", present=2, needed=3),
        reason("assessor_twice", assessor="Li"),
        reason("score_missing", assessor="Li", criterion="innovation"),
        reason("score_out_of_range", assessor="Li", criterion="test", score=D(101), maximum=D(100)),
        reason("score_too_fine", assessor="Li", criterion="audit", score=D("1.125"), decimals=2),
        reason("criterion_unknown", assessor="Li", criterion="quality"),
        reason("criterion_unknown", assessor="Li", criterion="x"),
        reason("score_out_of_range", assessor="Li", criterion="test", score=D(-1), maximum=D(100)),
        reason("veto_not_allowed", assessor="Li", criterion="test"),
    )
    assert (outcome.total, outcome.is_passed) == (None, None)


DECIMALS = [("7", 0, 0), ("7.0", 0, 0), ("7.5", 0, 1), ("7.5", 1, 0), ("7.25", 1, 1)]


@pytest.mark.parametrize(("score", "decimals", "problems"), DECIMALS)
def test_a_score_has_the_decimals_the_programme_says(score, decimals, problems):
    found = scoring.sheet_problems(SINGLE, Sheet("Li", {"overall": D(score)}), decimals)

    assert len(found) == problems


WEIGHTS = [
    ((Criterion("a", D(100)),), []),
    ((Criterion("a", D("33.3")), Criterion("b", D("33.3")), Criterion("c", D("33.4"))), []),
    ((Criterion("a", D(60)), Criterion("b", D(30))), [(None, D(90))]),
    (
        (Criterion("a", D(100), children=(Criterion("b", D(50)), Criterion("c", D(60)))),),
        [("a", D(110))],
    ),
    (
        (Criterion("v", D(0), children=(Criterion("w", D(0), veto=True),)), Criterion("a", D(100))),
        [],  # a group that only holds vetoes
    ),
    ((Criterion("a", D(100), children=(Criterion("b", D(0)),)),), [("a", D(0))]),
]


@pytest.mark.parametrize(("tree", "gaps"), WEIGHTS)
def test_weights_of_siblings_sum_to_100_in_every_group(tree, gaps):
    assert scoring.weight_gaps(tree) == tuple(
        reason("weights", parent=parent, total=total) for parent, total in gaps
    )


def test_everything_wrong_with_a_tree_is_told_at_once():
    tree = (
        Criterion("a", D(-10), maximum=D(0)),
        Criterion("a", D(100), pass_mark=D(101)),
        Criterion("v", D(0), pass_mark=D(1), children=(Criterion("w", D(0), veto=True),)),
    )

    assert scoring.tree_problems(tree) == (
        reason("weight_negative", criterion="a", weight=D(-10)),
        reason("maximum_not_positive", criterion="a", maximum=D(0)),
        reason("criterion_twice", criterion="a"),
        reason("pass_mark_out_of_range", criterion="a", pass_mark=D(101), maximum=D(100)),
        reason("pass_mark_without_scores", criterion="v"),
        reason("weights", parent=None, total=D(90)),
    )
    assert scoring.tree_problems(()) == (reason("no_criteria"),)
    assert not scoring.evaluate(tree, [], Policy()).can_close


def test_every_code_is_declared_with_its_parameters():
    assert not set(scoring.CODES) & set(criteria_module.CODES)
    outcome = scoring.evaluate(TREE, [sheet("Li", 101, None, 1)], Policy("trimmed"))
    declared = {**criteria_module.CODES, **scoring.CODES}

    for found in outcome.blocks:
        assert tuple(found.params) == declared[found.code]
