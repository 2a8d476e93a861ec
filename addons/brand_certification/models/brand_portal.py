from odoo import api, fields, models
from odoo.tools.misc import format_date

_ROLES = ("enterprise", "assessor", "body")


class BrandPortal(models.AbstractModel):
    """What the portal tells a person: roles, tasks with their deadlines, dates in words.

    Other addons add their tasks by extending ``_tasks``.
    """

    _name = "brand.portal"
    _description = "Portal"

    @api.model
    def _roles(self):
        """Roles of the current user in the portal; empty for staff and strangers."""
        user = self.env.user
        return {r for r in _ROLES if user.has_group(f"brand_certification.group_{r}")}

    @api.model
    def _tasks(self):
        """What waits for the current user, by deadline; tasks without one come last.

        :return: dicts ``{due, text, button, url, is_late}``
        """
        roles, tasks = self._roles(), []
        if "enterprise" in roles:
            tasks += self.env["brand.application"]._portal_applicant_tasks()
            tasks += self.env["brand.objection.hearing"]._portal_tasks()
        if "assessor" in roles:
            tasks += self.env["brand.evaluation"]._portal_assessor_tasks()
        if "body" in roles:
            tasks += self.env["brand.application"]._portal_body_tasks()
        return sorted(tasks, key=lambda task: (not task["due"], task["due"] or None))

    @api.model
    def _task(self, text, button, url, due=None):
        is_late = bool(due and due < self.env["brand.workday"]._today())
        due_text = self.env._("Overdue since %s") if is_late else self.env._("Deadline: %s")
        return {
            "text": text,
            "button": button,
            "url": url,
            "due": due or None,
            "due_text": due_text % self._long_date(due) if due else "",
            "is_late": is_late,
        }

    @api.model
    def _day(self, moment):
        """The civil day in Shanghai of a moment (UTC), whatever the user's time zone."""
        return self._local(moment).date()

    @api.model
    def _clock(self, moment):
        """Hour and minute in Shanghai, such as 10:32."""
        return self._local(moment).strftime("%H:%M")

    @api.model
    def _local(self, moment):
        here = self.with_context(tz="Asia/Shanghai")
        return fields.Datetime.context_timestamp(here, moment)

    @api.model
    def _long_date(self, day):
        """A date as a text says it: 2026年3月8日."""
        return format_date(self.env, day, date_format="long") if day else ""

    @api.model
    def _long_deadline(self, day, is_provisional):
        """The last day of a limit; one that was counted without a published calendar says so."""
        words = self._long_date(day)
        return self.env._("%s (provisional)", words) if day and is_provisional else words
