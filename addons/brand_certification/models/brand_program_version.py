"""Versions of a programme: a copy keeps everything but its window."""

from dateutil.relativedelta import relativedelta

from odoo import models


class BrandProgram(models.Model):
    _inherit = "brand.program"

    def copy(self, default=None):
        """A copied programme keeps its criteria tree: copies point to copied parents."""
        copies = super().copy(default)
        for old, new in zip(self, copies, strict=True):
            twin = dict(zip(old.criterion_ids, new.criterion_ids, strict=True))
            for criterion in new.criterion_ids.filtered("parent_id"):
                criterion.parent_id = twin[criterion.parent_id]
        return copies

    def action_new_version(self):
        """Copy to a draft that replaces this one, with the same dates: changed rules."""
        return self._copy_as_next()

    def action_next_year(self):
        """Copy to next year's draft: levels, steps, criteria, documents, shares; dates a year later."""
        self.ensure_one()
        year = relativedelta(years=1)
        return self._copy_as_next(date_from=self.date_from + year, date_to=self.date_to + year)

    def _copy_as_next(self, **dates):
        """A draft version after the last one; its window is empty until somebody sets it."""
        self.ensure_one()
        self.check_access("write")
        last = self.search(
            [("code", "=", self.code), ("company_id", "=", self.company_id.id)],
            order="version desc",
            limit=1,
        )
        # sudo: version and predecessor are set by this action only
        new = self.sudo().copy(
            {
                "code": self.code,
                "version": last.version + 1,
                "previous_id": self.id,
                "window_from": False,
                "window_to": False,
                **dates,
            }
        )
        return new.get_formview_action()
