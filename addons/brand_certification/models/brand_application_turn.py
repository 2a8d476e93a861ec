"""Whose turn an application is while the city decides: the level that has the decision, since when."""

from odoo import api, models


class BrandApplication(models.Model):
    _inherit = "brand.application"

    @api.depends("decision_line_ids.decision_id.state", "notice_line_ids.notice_id.state")
    @api.depends_context("lang")
    def _compute_turn_text(self):
        result = super()._compute_turn_text()
        waiting = self.filtered(lambda a: a.id and a.state in ("evaluated", "notice"))
        if not waiting:
            return result
        notices, decisions = waiting._last_notices(), waiting._pending_decisions()
        _ = self.env._
        for application in waiting:
            office = application.program_id.sudo().office_name or _("the city's office")
            decision = decisions.get(application.id)
            if decision and decision.approval_waiting:
                application.turn_text = decision.approval_waiting
            elif decision:
                application.turn_text = _("%s, whose meeting decides", office)
            elif application.state == "notice" and notices[application.id].state == "closed":
                application.turn_text = _("%s, to put it before the meeting", office)
        return result

    def _pending_decisions(self):
        """``{application id: the draft decision of the city that lists it}``."""
        # sudo: whose turn it is, is a fact for whoever may read the file
        lines = (
            self.env["brand.decision.line"]
            .sudo()
            .search(
                [
                    ("application_id", "in", self.ids),
                    ("decision_id.state", "=", "draft"),
                    ("decision_id.kind", "=", "honour"),
                ],
                order="id",
            )
        )
        return {line.application_id.id: line.decision_id for line in lines}
