"""Conflicts suggested from data: who is refused, who needs a reason, who is free."""

from datetime import date

import pytest
from scheme.conflicts import CODES, Candidate, Suspicion, Tie, streak, suspicions

SINCE = date(2022, 3, 4)


def of(streak_limit=3, **facts):
    return [
        (s.code, s.level)
        for s in suspicions(Candidate(**facts), since=SINCE, streak_limit=streak_limit)
    ]


def test_who_is_known_for_nothing_is_free():
    assert of() == []


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"is_employed_there": True, "is_employed_in_group": True}, "employer"),
        ({"is_employed_in_group": True}, "employer_in_group"),
        ({"is_body_in_group": True}, "body_in_group"),
    ],
)
def test_employers_and_bodies_of_the_applicant_s_side_are_refused(facts, code):
    assert of(**facts) == [(code, "hard")]


@pytest.mark.parametrize(
    ("until", "with_group", "expected"),
    [
        (None, False, [("tie", "hard")]),
        (SINCE, False, [("tie", "hard")]),
        (date(2022, 3, 3), False, [("old_tie", "soft")]),
        (None, True, [("group_tie", "soft")]),
        (date(2022, 3, 3), True, []),
    ],
)
def test_a_tie_weighs_by_its_end_and_by_whom_it_is_with(until, with_group, expected):
    assert of(ties=(Tie("consultancy", "某公司", until, with_group),)) == expected


@pytest.mark.parametrize(("until", "level"), [(None, "hard"), (date(2020, 1, 1), "soft")])
def test_a_body_does_not_evaluate_whom_its_house_advised(until, level):
    tie = Tie("consultancy", "某公司", until, with_group=True)
    assert of(body_ties=(tie,)) == [("body_tie", level)]


def test_a_streak_casts_a_doubt_from_its_limit_on():
    assert of(streak=2) == []
    assert of(streak=3) == [("streak", "soft")]
    assert of(streak=9, streak_limit=0) == []


def test_hard_ones_come_first_and_all_are_told():
    old = Tie("employment", "甲", date(2019, 1, 1))
    assert of(ties=(old, Tie("family", "乙"))) == [("tie", "hard"), ("old_tie", "soft")]


def test_what_is_told_of_a_tie():
    tie = Tie("shareholding", "甲", date(2023, 1, 1))
    (found,) = suspicions(Candidate(ties=(tie,)), since=SINCE)
    assert found == Suspicion("tie", "hard", "shareholding", "甲", date(2023, 1, 1))
    assert set(CODES[found.code]) == {"kind", "other", "until"}


@pytest.mark.parametrize(
    ("cases", "expected"),
    [([], 0), ([{1}, {1, 2}, {2}, {1}], 2), ([{2}, {1}], 0), ([{1}, {1}, {1}], 3)],
)
def test_a_streak_is_counted_from_the_latest_case_back(cases, expected):
    assert streak(cases, 1) == expected
