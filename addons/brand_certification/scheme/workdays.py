"""Days of a procedure: working days, natural days, validity, and when a last day ends.

All dates are civil dates of Asia/Shanghai. The act itself does not count: the day after it is
day 1 (民法典 201). Both ends of a period belong to it. The clock is passed in.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

#: Asia/Shanghai has kept UTC+8 without summer time since 1992, so no time zone data is needed.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Deadline:
    """The last day of a limit. ``is_provisional``: it was counted over a year whose calendar is
    not published, and must be shown so. ``calendar_version`` is stored with it."""

    date: date
    is_provisional: bool
    calendar_version: str

    @property
    def ends_at(self) -> datetime:
        """The instant the last day ends, in naive UTC: see :func:`end_of_day`."""
        return end_of_day(self.date)


@dataclass(frozen=True)
class DayCount:
    """A number of working days; ``is_provisional`` as in :class:`Deadline`."""

    days: int
    is_provisional: bool


@dataclass(frozen=True)
class Calendar:
    """The State Council's calendar as the city keeps it.

    ``exceptions``: dates that differ from their weekday, True for a make-up weekend (调休), False
    for a holiday on a weekday (a holiday on a weekend may be listed too). ``years``: those whose
    calendar is published; in others weekdays count, plus any exception already entered, and
    every result is provisional. ``version``: whatever identifies this state of the table.
    """

    exceptions: Mapping[date, bool]
    years: Container[int]
    version: str

    def is_known(self, day: date) -> bool:
        """Whether the calendar of that day's year is published."""
        return day.year in self.years

    def is_working(self, day: date) -> bool:
        """Whether people work on that day; by its weekday where nothing else is known."""
        return self.exceptions.get(_civil(day), day.weekday() < 5)

    def add_working_days(self, start: date, days: int) -> Deadline:
        """The last of ``days`` working days after ``start``, which may be a rest day itself.

        Raises ValueError for fewer than one day.
        """
        _check_positive(days, "working days")
        day, is_provisional = _civil(start), False
        while days:
            day += _ONE_DAY
            is_provisional = is_provisional or not self.is_known(day)
            if self.is_working(day):
                days -= 1
        return Deadline(day, is_provisional, self.version)

    def natural_deadline(
        self, start: date, *, days: int | None = None, months: int | None = None
    ) -> Deadline:
        """The last of so many natural days or months after ``start``, for what a person must do.

        Months end on the corresponding day, or on the month's last where it has none (民法典
        202). A last day on a rest day moves to the next working day (民法典 203).
        Raises ValueError unless exactly one of ``days`` and ``months`` is given, at least 1.
        """
        if (days is None) == (months is None):
            raise ValueError("Give either days or months.")
        if days is not None:
            _check_positive(days, "days")
            day = _civil(start) + timedelta(days=days)
        else:
            _check_positive(months, "months")
            day = _corresponding_day(_civil(start), months)
        is_provisional = not self.is_known(day)
        while not self.is_working(day):
            day += _ONE_DAY
            is_provisional = is_provisional or not self.is_known(day)
        return Deadline(day, is_provisional, self.version)

    def working_days_between(self, start: date, end: date) -> DayCount:
        """Working days after ``start`` up to and including ``end``: the inverse of
        :meth:`add_working_days`. Negative when ``end`` is the earlier one (days overdue)."""
        first, last = sorted((_civil(start), _civil(end)))
        count, is_provisional = 0, False
        while first < last:
            first += _ONE_DAY
            count += self.is_working(first)
            is_provisional = is_provisional or not self.is_known(first)
        return DayCount(-count if end < start else count, is_provisional)


def validity_end(start: date, *, years: int = 0, months: int = 0) -> date:
    """The last valid day of a validity that begins on ``start``: the day before the anniversary.

    An anniversary that its month does not have is the first of the next month, so that validity
    then ends with the month: from 29 February 2024, three years end on 28 February 2027 and four
    on 28 February 2028. It never moves for rest days. A renewal begins on the day after.
    Raises ValueError unless years and months together are at least one month.
    """
    total = years * 12 + months
    _check_positive(total, "months")
    year, month = _month_after(_civil(start), total)
    if start.day <= monthrange(year, month)[1]:
        return date(year, month, start.day) - _ONE_DAY
    return date(year, month, monthrange(year, month)[1])


def end_of_day(day: date) -> datetime:
    """24:00 of that day in Shanghai, as naive UTC (as Odoo stores it): the first instant that is
    too late."""
    midnight = datetime(_civil(day).year, day.month, day.day, tzinfo=SHANGHAI) + _ONE_DAY
    return midnight.astimezone(UTC).replace(tzinfo=None)


def start_of_day(day: date) -> datetime:
    """00:00 of that day in Shanghai, as naive UTC: the first instant that belongs to it."""
    return end_of_day(day) - _ONE_DAY


def today_in_shanghai(utc_now: datetime) -> date:
    """The civil date in Shanghai at that instant; naive means UTC."""
    if utc_now.tzinfo is None:
        utc_now = utc_now.replace(tzinfo=UTC)
    return utc_now.astimezone(SHANGHAI).date()


def is_in_time(moment: datetime, last_day: date) -> bool:
    """Whether an act at that instant (naive means UTC) is within the last day."""
    return today_in_shanghai(moment) <= _civil(last_day)


def _civil(day: date) -> date:
    """Refuse a datetime: its date depends on a time zone that it does not tell."""
    if isinstance(day, datetime) or not isinstance(day, date):
        raise TypeError(f"Give a date, not {day!r}.")
    return day


def _check_positive(number: int, unit: str) -> None:
    if number < 1:
        raise ValueError(f"Give at least one, not {number} {unit}.")


def _month_after(day: date, months: int) -> tuple[int, int]:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return year, month + 1


def _corresponding_day(day: date, months: int) -> date:
    year, month = _month_after(day, months)
    return date(year, month, min(day.day, monthrange(year, month)[1]))
