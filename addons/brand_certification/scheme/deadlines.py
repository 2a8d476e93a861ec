"""When a running limit is told to those who have the file, and when to those above them."""

from __future__ import annotations

from datetime import date

from .workdays import Calendar

#: As far as the daily job looks ahead
MOST_REMIND_DAYS = 20
#: Each is told once, in this order; a later one replaces those that were missed
STAGES = ("soon", "day", "late", "escalated")


def stage(
    due: date, today: date, calendar: Calendar, *, remind_days: int, escalate_days: int
) -> str | None:
    """What is to be told today about a limit that ends on ``due``; None while it is far off.

    ``soon``: at most ``remind_days`` working days are left; ``day``: it is the last day; ``late``:
    it has passed; ``escalated``: for ``escalate_days`` working days. With 0 the first and the last
    of these do not occur.
    """
    if due == today:
        return "day"
    if due < today:
        past = calendar.working_days_between(due, today).days
        return "escalated" if escalate_days and past >= escalate_days else "late"
    left = calendar.working_days_between(today, due).days
    return "soon" if remind_days and left <= remind_days else None


def is_news(found: str | None, told: str | None) -> bool:
    """Whether ``found`` has not been told yet, given what was told last for the same limit."""
    if found is None:
        return False
    return not told or STAGES.index(found) > STAGES.index(told)
