"""The days of the story: an agenda that is played in order under a frozen clock."""

import contextlib
import heapq
import itertools
from datetime import UTC, date, datetime, time, timedelta

from freezegun import freeze_time

from odoo.addons.brand_certification.scheme.workdays import SHANGHAI, today_in_shanghai

FIRST_DAY = date(2021, 12, 22)


class Agenda:
    """Acts by day; those after the day of installation have not happened yet."""

    def __init__(self, env, clock, now):
        self._cursor = env.cr
        self._clock = clock
        self._calendar = env["brand.workday"]._calendar()
        self._now = now
        self._acts = []
        self._order = itertools.count()
        self.today = today_in_shanghai(now)
        self.first_day = self.day = FIRST_DAY
        self.password = None

    def begin(self, day):
        """Go to the day on which a city's story begins."""
        self.first_day = self.day = day
        moment = datetime.combine(day, time(1))
        self._clock.move_to(moment)
        self._cursor._now = moment

    def at(self, day, act, *args, hour=9):
        """Have ``act(*args)`` done on a day, at an hour and some minutes of Shanghai."""
        number = next(self._order)
        minute = time(hour, number * 7 % 60, number * 13 % 60)
        moment = datetime.combine(day, minute, SHANGHAI).astimezone(UTC).replace(tzinfo=None)
        heapq.heappush(self._acts, (moment, number, act, args))

    def play(self):
        """Do what the agenda says, in order; an act may put further acts on it."""
        while self._acts:
            moment, _number, act, args = heapq.heappop(self._acts)
            if moment <= self._now:
                self._clock.move_to(moment)
                self.day = today_in_shanghai(moment)
                # what Odoo writes into create_date and write_date
                self._cursor._now = moment
                act(*args)

    def workday(self, day, number):
        """The working day so many working days after (or, below 0, before) ``day``."""
        if number > 0:
            return self._calendar.add_working_days(day, number).date
        while number < 0:
            day -= timedelta(days=1)
            number += self._calendar.is_working(day)
        return day

    def ago(self, number):
        """The working day so many working days before the day of installation."""
        return self.workday(self.today, -number)


@contextlib.contextmanager
def frozen(env):
    """An agenda under a clock that stands still between its acts."""
    now = datetime.now(UTC).replace(tzinfo=None)
    with freeze_time(datetime.combine(FIRST_DAY, time(1))) as clock:
        agenda = Agenda(env, clock, now)
        agenda.begin(FIRST_DAY)
        try:
            yield agenda
        finally:
            env.cr._now = None
