"""A file that waits for its district or department: that office has it, and its limit runs."""

from odoo import api, models
from odoo.fields import Domain


class BrandApplication(models.Model):
    _inherit = "brand.application"

    def _waits_for_recommendation(self):
        """Whether the file was handed in and its district or department has not answered yet."""
        self.ensure_one()
        return (
            self.state == "submitted"
            and self.recommendation_state == "none"
            and not self.recommendation_waiver
            and self.program_id.sudo()._recommendation_timing() == "after"
        )

    def _recommendation_text(self):
        """Why a missing recommendation keeps the file from being accepted, or None."""
        self.ensure_one()
        if self.program_id.sudo()._recommendation_timing() != "after":
            return None
        if self.recommendation_state == "recommended" or self.recommendation_waiver:
            return None
        if self.recommendation_state == "refused":
            return self.env._("Its district or department has not recommended it.")
        if not self.recommendation_due:
            return self.env._("It waits for the recommendation of its district or department.")
        return self.env._(
            "It waits for the recommendation of its district or department until %s.",
            self.env["brand.portal"]._long_date(self.recommendation_due),
        )

    def _step_waited_for(self, closed):
        if self._waits_for_recommendation():
            return "recommend"
        return super()._step_waited_for(closed)

    # -- the limit -----------------------------------------------------------------------------

    def _follow_step(self, steps):
        """Also: a file that comes back from a correction has what was left of its first limit."""
        result = super()._follow_step(steps)
        for application in self.sudo().filtered(lambda a: a.due_step == "recommend"):
            first = application.recommendation_due
            if first and first != application.due_on:
                application._set_due(first)
            application.recommendation_due = application.due_on
        return result

    def _take_due(self, end):
        result = super()._take_due(end)
        if self.due_step == "recommend":
            # sudo: limits are kept by the system
            self.sudo().recommendation_due = self.due_on
        return result

    def _due_holders(self):
        """Also: a file to be recommended is with its district's and its sector's officers."""
        holders = super()._due_holders()
        waiting = self.sudo().filtered(lambda a: a.due_step == "recommend")
        if not waiting:
            return holders
        # sudo: whom to remind is the system's knowledge
        leading = (
            self.env["brand.department"]
            .sudo()
            .search([("company_id", "in", waiting.company_id.ids), ("kind", "=", "lead")])
        )
        for application in waiting:
            departments = leading.filtered(
                lambda d, a=application: (
                    d.company_id == a.company_id and a.product_id.kind in d._lead_kinds()
                )
            )
            users = application.district_id.officer_ids | departments.user_ids
            holders[application.id] = users.filtered("active") or self._group_users(
                ["brand_certification.group_officer"], application.company_id
            )
        return holders

    # -- whose turn ----------------------------------------------------------------------------

    @api.model
    def _my_turn_domain_by_role(self):
        """An officer has it when it was recommended, or when nobody answered in time."""
        turns = super()._my_turn_domain_by_role()
        today = self.env["brand.workday"]._today()
        elsewhere = Domain("due_step", "=", "recommend") & (
            Domain("recommendation_due", "=", False) | Domain("recommendation_due", ">=", today)
        )
        return {**turns, "group_officer": turns["group_officer"] & ~elsewhere}

    @api.depends("recommendation_state", "recommendation_waiver")
    def _compute_turn_text(self):
        result = super()._compute_turn_text()
        for application in self.filtered(lambda a: a._waits_for_recommendation()):
            application.turn_text = self.env._(
                "%s or the department of its sector, to recommend it",
                application.district_id.sudo().name or self.env._("the district"),
            )
        return result

    def _portal_state_text(self):
        if self._waits_for_recommendation():
            return self.env._("Received, waits for its recommendation")
        return super()._portal_state_text()

    def _portal_next_text(self):
        """For a file to be recommended: by whom and until when, then the office."""
        if not self._waits_for_recommendation():
            return super()._portal_next_text()
        if not self.due_on:
            return self.env._(
                "Your district, or the department that leads your sector, recommends the file. Then"
                " the office examines it."
            )
        return self.env._(
            "Your district, or the department that leads your sector, recommends the file until %s."
            " Then the office examines it.",
            self._due_words(),
        )
