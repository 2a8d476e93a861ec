"""Order of a batch, places and majorities."""

from decimal import Decimal

import pytest
from scheme.ranking import Candidate, has_majority, rank


def ranked(rows, places=None):
    return [
        (one.key, one.rank, one.standing)
        for one in rank([Candidate(k, Decimal(s), t) for k, s, t in rows], places)
    ]


def test_equals_share_a_rank_and_the_next_one_is_left_out():
    rows = [("a", "90", None), ("b", "95", None), ("c", "90", None), ("d", "80", None)]
    assert [(key, no) for key, no, _s in ranked(rows)] == [("b", 1), ("a", 2), ("c", 2), ("d", 4)]


def test_a_rule_fixed_before_breaks_a_tie():
    rows = [("a", "90", 40), ("b", "90", 45)]
    assert ranked(rows, 1) == [("b", 1, "inside"), ("a", 2, "outside")]


def test_without_a_rule_both_stand_at_the_line_and_a_person_decides():
    rows = [("a", "95", None), ("b", "90", None), ("c", "90", None), ("d", "80", None)]
    assert ranked(rows, 2) == [
        ("a", 1, "inside"),
        ("b", 2, "line"),
        ("c", 2, "line"),
        ("d", 4, "outside"),
    ]


def test_equals_who_all_fit_are_inside():
    assert ranked([("a", "90", None), ("b", "90", None)], 2) == [
        ("a", 1, "inside"),
        ("b", 1, "inside"),
    ]


def test_no_place_is_left_and_less_than_none_is_an_error():
    assert ranked([("a", "90", None)], 0) == [("a", 1, "outside")]
    with pytest.raises(ValueError, match="places"):
        rank([], -1)


MAJORITIES = [
    (4, 7, "simple", True),
    (3, 6, "simple", False),  # half is no majority
    (4, 6, "two_thirds", True),
    (4, 7, "two_thirds", False),
    (0, 0, "simple", False),
    (0, 0, "two_thirds", False),
]


@pytest.mark.parametrize(("votes", "eligible", "rule", "has"), MAJORITIES)
def test_majorities_compare_whole_numbers(votes, eligible, rule, has):
    assert has_majority(votes, eligible, rule) is has
