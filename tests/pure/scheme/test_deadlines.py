"""What is told of a running limit, and when: docs/meaning.md section 1, working days."""

from datetime import date

import pytest
from scheme.deadlines import is_news, stage
from scheme.workdays import Calendar

# Friday 1 March 2024 to the week after; nothing departs from the week but a made-up holiday
CALENDAR = Calendar({date(2024, 3, 6): False}, {2024}, "test")
DUE = date(2024, 3, 7)  # a Thursday; the Wednesday before is a holiday

DAYS = [
    (date(2024, 3, 1), None),  # Mon, Tue, Thu are left: three working days
    (date(2024, 3, 4), "soon"),
    (date(2024, 3, 5), "soon"),
    (date(2024, 3, 7), "day"),
    (date(2024, 3, 8), "late"),
    (date(2024, 3, 11), "late"),
    (date(2024, 3, 12), "escalated"),
]


@pytest.mark.parametrize(("today", "expected"), DAYS)
def test_stages_count_working_days(today, expected):
    assert stage(DUE, today, CALENDAR, remind_days=2, escalate_days=3) == expected


def test_without_days_nobody_is_reminded_before_and_nothing_escalates():
    assert stage(DUE, date(2024, 3, 5), CALENDAR, remind_days=0, escalate_days=0) is None
    assert stage(DUE, date(2024, 6, 3), CALENDAR, remind_days=0, escalate_days=0) == "late"


NEWS = [
    (None, None, False),
    ("soon", None, True),
    ("soon", "soon", False),
    ("late", "soon", True),
    ("soon", "late", False),
    ("escalated", "late", True),
]


@pytest.mark.parametrize(("found", "told", "expected"), NEWS)
def test_each_stage_is_told_once(found, told, expected):
    assert is_news(found, told) is expected
