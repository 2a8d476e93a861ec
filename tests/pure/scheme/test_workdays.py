"""Days: docs/meaning.md section 1."""

from datetime import UTC, date, datetime, timedelta, timezone

import chinese_calendar
import pytest
from scheme import workdays
from scheme.workdays import Calendar, DayCount, Deadline

CALENDAR = Calendar(
    dict.fromkeys(chinese_calendar.holidays, False)
    | dict.fromkeys(chinese_calendar.workdays, True),
    years=range(2004, 2027),
    version="2026-1",
)


def day(text):
    return date.fromisoformat(text)


WORKING = [
    ("2024-03-13", True),
    ("2024-03-16", False),
    ("2024-02-18", True),  # Sunday, made up for
    ("2024-02-12", False),  # Monday of the Spring Festival
    ("2027-10-01", True),  # Friday of a year that is not published: its weekday
]


@pytest.mark.parametrize(("on", "is_working"), WORKING)
def test_a_day_works_by_the_state_councils_calendar(on, is_working):
    assert CALENDAR.is_working(day(on)) is is_working


FIVE_DAYS = [
    ("2024-03-13", "2024-03-20"),  # the real notice of 湖北精品
    ("2024-02-06", "2024-02-19"),
    ("2024-09-27", "2024-10-10"),
    ("2024-04-30", "2024-05-10"),
    ("2025-01-22", "2025-02-05"),
    ("2025-09-26", "2025-10-10"),
    ("2025-12-29", "2026-01-06"),
    ("2026-02-11", "2026-02-25"),
    ("2026-09-17", "2026-09-23"),
    ("2026-09-30", "2026-10-13"),
]


@pytest.mark.parametrize(("start", "end"), FIVE_DAYS)
def test_five_working_days_begin_on_the_day_after_and_count_make_up_weekends(start, end):
    assert CALENDAR.add_working_days(day(start), 5) == Deadline(day(end), False, "2026-1")
    assert CALENDAR.working_days_between(day(start), day(end)) == DayCount(5, False)


OTHER_LENGTHS = [
    ("2024-03-15", 1, "2024-03-18"),  # over a weekend
    ("2024-03-16", 1, "2024-03-18"),  # the act itself may fall on a rest day
    ("2024-02-17", 1, "2024-02-18"),  # the next day is a make-up Sunday
    ("2024-03-13", 20, "2024-04-11"),
]


@pytest.mark.parametrize(("start", "days", "end"), OTHER_LENGTHS)
def test_working_days_of_other_lengths(start, days, end):
    assert CALENDAR.add_working_days(day(start), days).date == day(end)


PROVISIONAL = [
    ("2026-12-24", 5, "2026-12-31", False),
    ("2026-12-25", 5, "2027-01-01", True),  # counted as a weekday, and says so
    ("2027-03-01", 5, "2027-03-08", True),
]


@pytest.mark.parametrize(("start", "days", "end", "is_provisional"), PROVISIONAL)
def test_beyond_the_published_years_weekdays_count_and_the_end_is_provisional(
    start, days, end, is_provisional
):
    assert CALENDAR.add_working_days(day(start), days) == Deadline(
        day(end), is_provisional, "2026-1"
    )


def test_an_exception_entered_before_its_year_is_published_counts_but_stays_provisional():
    calendar = Calendar({day("2027-01-01"): False}, years={2026}, version="x")

    assert calendar.add_working_days(day("2026-12-31"), 1) == Deadline(day("2027-01-04"), True, "x")


BETWEEN = [
    ("2024-03-13", "2024-03-13", 0, False),
    ("2024-03-15", "2024-03-17", 0, False),
    ("2024-03-20", "2024-03-13", -5, False),  # five days overdue
    ("2026-12-31", "2027-01-08", 6, True),
]


@pytest.mark.parametrize(("start", "end", "days", "is_provisional"), BETWEEN)
def test_working_days_between_two_dates_are_signed(start, end, days, is_provisional):
    assert CALENDAR.working_days_between(day(start), day(end)) == DayCount(days, is_provisional)


NATURAL = [
    ({"days": 15}, "2024-03-13", "2024-03-28", False),
    ({"days": 3}, "2024-03-13", "2024-03-18", False),  # Saturday moves to Monday
    ({"days": 7}, "2024-09-26", "2024-10-08", False),  # 3 October moves behind the holidays
    ({"days": 5}, "2024-02-13", "2024-02-18", False),  # ends on a make-up Sunday: stays
    ({"months": 1}, "2024-01-31", "2024-02-29", False),  # 民法典 202: the month's last day
    ({"months": 1}, "2023-01-31", "2023-02-28", False),
    ({"months": 3}, "2023-11-29", "2024-02-29", False),
    ({"months": 12}, "2024-02-29", "2025-02-28", False),
    ({"months": 2}, "2024-02-29", "2024-04-29", False),
    ({"days": 30}, "2026-12-10", "2027-01-11", True),  # Saturday 9 January of an unknown year
    ({"days": 21}, "2026-12-10", "2026-12-31", False),
]


@pytest.mark.parametrize(("length", "start", "end", "is_provisional"), NATURAL)
def test_a_natural_limit_that_ends_on_a_rest_day_moves_to_the_next_working_day(
    length, start, end, is_provisional
):
    assert CALENDAR.natural_deadline(day(start), **length) == Deadline(
        day(end), is_provisional, "2026-1"
    )


VALIDITY = [
    ({"years": 3}, "2024-05-10", "2027-05-09"),
    ({"years": 1}, "2024-01-01", "2024-12-31"),
    ({"years": 3}, "2024-03-01", "2027-02-28"),
    ({"years": 4}, "2024-03-01", "2028-02-29"),
    ({"years": 1}, "2024-02-29", "2025-02-28"),
    ({"years": 3}, "2024-02-29", "2027-02-28"),
    ({"years": 4}, "2024-02-29", "2028-02-28"),
    ({"years": 1}, "2023-03-01", "2024-02-29"),
    ({"years": 1}, "2023-02-28", "2024-02-27"),
    ({"months": 6}, "2024-08-31", "2025-02-28"),
    ({"months": 1}, "2024-01-31", "2024-02-29"),
    ({"years": 1, "months": 6}, "2024-05-10", "2025-11-09"),
    ({"years": 1}, "2023-10-02", "2024-10-01"),  # ends on a holiday: validity never moves
]


@pytest.mark.parametrize(("length", "start", "end"), VALIDITY)
def test_validity_ends_on_the_day_before_the_anniversary(length, start, end):
    assert workdays.validity_end(day(start), **length) == day(end)


def test_an_end_of_validity_never_comes_earlier_for_a_later_start():
    starts = [day("2023-01-01") + timedelta(days=n) for n in range(1500)]
    for years in (1, 3, 4):
        ends = [workdays.validity_end(start, years=years) for start in starts]
        assert ends == sorted(ends)


REFUSED = [
    (lambda: CALENDAR.add_working_days(day("2024-03-13"), 0), "not 0 working days"),
    (lambda: CALENDAR.natural_deadline(day("2024-03-13"), days=0), "not 0 days"),
    (lambda: CALENDAR.natural_deadline(day("2024-03-13"), months=-1), "not -1 months"),
    (lambda: CALENDAR.natural_deadline(day("2024-03-13")), "either days or months"),
    (lambda: CALENDAR.natural_deadline(day("2024-03-13"), days=1, months=1), "either days or"),
    (lambda: workdays.validity_end(day("2024-03-13")), "not 0 months"),
]


@pytest.mark.parametrize(("act", "words"), REFUSED)
def test_a_limit_has_at_least_one_day(act, words):
    with pytest.raises(ValueError, match=words):
        act()


TAKES_A_DATE = [
    CALENDAR.is_working,
    lambda moment: CALENDAR.add_working_days(moment, 5),
    lambda moment: CALENDAR.natural_deadline(moment, days=5),
    lambda moment: CALENDAR.working_days_between(moment, moment),
    lambda moment: workdays.validity_end(moment, years=1),
    workdays.end_of_day,
]


@pytest.mark.parametrize("act", TAKES_A_DATE)
def test_a_datetime_is_refused_where_a_civil_date_is_meant(act):
    with pytest.raises(TypeError, match="Give a date, not datetime"):
        act(datetime(2024, 3, 13, 20, 0))


def test_the_last_day_runs_to_midnight_in_shanghai():
    assert workdays.end_of_day(day("2024-03-20")) == datetime(2024, 3, 20, 16, 0)
    assert workdays.start_of_day(day("2024-03-20")) == datetime(2024, 3, 19, 16, 0)
    assert CALENDAR.add_working_days(day("2024-03-13"), 5).ends_at == datetime(2024, 3, 20, 16)
    assert workdays.end_of_day(day("2024-12-31")) == datetime(2024, 12, 31, 16, 0)


MOMENTS = [  # instant in UTC -> date in Shanghai, within 20 March
    (datetime(2024, 3, 20, 15, 59, 59, 999999), "2024-03-20", True),
    (datetime(2024, 3, 20, 16, 0), "2024-03-21", False),
    (datetime(2024, 3, 19, 16, 0, tzinfo=UTC), "2024-03-20", True),
    (datetime(2024, 3, 20, 23, 59, tzinfo=timezone(timedelta(hours=8))), "2024-03-20", True),
    (datetime(2024, 3, 20, 12, 0, tzinfo=timezone(-timedelta(hours=5))), "2024-03-21", False),
]


@pytest.mark.parametrize(("moment", "on", "is_in_time"), MOMENTS)
def test_today_is_the_civil_date_of_shanghai_whatever_the_servers_clock(moment, on, is_in_time):
    assert workdays.today_in_shanghai(moment) == day(on)
    assert workdays.is_in_time(moment, day("2024-03-20")) is is_in_time
