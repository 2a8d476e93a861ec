import datetime
import hashlib

import chinese_calendar

from odoo import api, fields, models, tools

from ..scheme import workdays


class BrandWorkday(models.Model):
    """A day on which the State Council's calendar departs from the week: holiday or make-up day."""

    _name = "brand.workday"
    _description = "Calendar Day"
    _inherit = ["brand.input.mixin"]
    _order = "date"
    _rec_name = "date"

    date = fields.Date(required=True, index=True)
    is_working = fields.Boolean(
        "Working Day", help="Set: a weekend that is worked (make-up day). Clear: a holiday."
    )
    name = fields.Char("Occasion")

    _date_unique = models.Constraint("UNIQUE (date)", "This day is in the calendar already.")

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    @api.model
    def _load_official_years(self):
        """Seed the days that the library knows and that nobody has entered yet.

        :return: number of days added
        """
        rows = self.sudo().search([])  # pylint: disable=no-search-all  # a few hundred days
        known = set(rows.mapped("date"))
        first, last = min(chinese_calendar.holidays), max(chinese_calendar.holidays)
        day, vals_list = datetime.date(first.year, 1, 1), []
        while day <= datetime.date(last.year, 12, 31):
            is_working = chinese_calendar.is_workday(day)
            if is_working != (day.weekday() < 5) and day not in known:
                _holiday, name = chinese_calendar.get_holiday_detail(day)
                vals_list.append({"date": day, "is_working": is_working, "name": name or False})
            day += datetime.timedelta(days=1)
        # sudo: the calendar's seed is the system's
        self.sudo().create(vals_list)
        return len(vals_list)

    @api.model
    @tools.ormcache()
    def _calendar(self):
        """The calendar as the pure functions read it; cached until a day changes."""
        # sudo: deadlines are the same for everybody, also for portal users and the public
        rows = self.sudo().search_fetch([], ["date", "is_working", "write_date"])
        exceptions = {row.date: row.is_working for row in rows}
        return workdays.Calendar(
            exceptions=exceptions,
            years=frozenset(row.date.year for row in rows),
            version=self._version_of(exceptions, max(rows.mapped("write_date"), default=None)),
        )

    @api.model
    def _version_of(self, exceptions, changed):
        """When the calendar was changed last, and a mark of its days: a deletion changes it too."""
        if not exceptions:
            return ""
        days = ",".join(f"{day}{int(works)}" for day, works in sorted(exceptions.items()))
        return f"{changed:%Y-%m-%d %H:%M} {hashlib.sha256(days.encode()).hexdigest()[:8]}"

    @api.model
    def _today(self):
        """Civil date in Shanghai, whatever the server's or the user's time zone."""
        return workdays.today_in_shanghai(fields.Datetime.now())
