"""Findings, visits and test reports in the portal: who has what to do, pages and their values."""

from odoo import api, models


class BrandPortal(models.AbstractModel):
    _inherit = "brand.portal"

    @api.model
    def _tasks(self):
        """Also: findings to correct or to verify, and visits to confirm or to plan again."""
        roles = self._roles()
        tasks = super()._tasks()
        if "enterprise" in roles:
            tasks += self.env["brand.finding"]._portal_tasks("enterprise")
            tasks += self.env["brand.evaluation.visit"]._portal_tasks("enterprise")
        if "assessor" in roles:
            tasks += self.env["brand.finding"]._portal_tasks("assessor")
        if "body" in roles:
            tasks += self.env["brand.evaluation.visit"]._portal_tasks("body")
        return sorted(tasks, key=lambda task: (not task["due"], task["due"] or None))


class BrandFinding(models.Model):
    _inherit = "brand.finding"

    def _portal_side(self):
        """As whom the current user reads this finding: enterprise, assessor or reader."""
        self.ensure_one()
        user = self.env.user
        if self.sudo().partner_id == user.partner_id.commercial_partner_id:  # compared, not shown
            return "enterprise"
        return "assessor" if self._portal_may_verify() else "reader"

    def _portal_may_verify(self):
        # sudo: who works on the case is asked here only
        return any(
            e.user_id == self.env.user and e.state in ("in_progress", "done")
            for e in self.sudo().application_id.evaluation_ids
        )

    @api.model
    def _portal_tasks(self, side):
        _, portal = self.env._, self.env["brand.portal"]
        state = "open" if side == "enterprise" else "answered"
        findings = self.search([("state", "=", state)])
        if side == "enterprise":
            findings = findings.filtered(
                lambda f: f.grade != "severe" and f._portal_side() == "enterprise"
            )
            return [
                portal._task(
                    _("Correct the finding %(name)s: %(case)s.", name=f.name, case=f.case_name),
                    _("Correct it"),
                    f.access_url,
                    f.due_on,
                )
                for f in findings
            ]
        return [
            portal._task(
                _("Verify the correction of %(name)s: %(case)s.", name=f.name, case=f.case_name),
                _("Verify"),
                f.access_url,
            )
            for f in findings
            if f._portal_may_verify()
        ]

    def _portal_turn(self):
        """Whose turn it is, as a sentence."""
        self.ensure_one()
        _ = self.env._
        if self.state == "open" and self.grade == "severe":
            return _("It stays open: the certification can only be refused.")
        return {
            "open": _("It is with the enterprise, which corrects it."),
            "answered": _("It is with the assessors, who verify the correction."),
            "verified": _("Nothing is left to do."),
            "withdrawn": _("Nothing is left to do."),
        }[self.state]

    def _portal_answer(self, cause, correction, hand_in=True):
        """Keep what the enterprise wrote, and hand it in."""
        clean = self.env["brand.application"]._portal_value
        self.write(
            {
                "cause": clean(self._fields["cause"], cause),
                "correction": clean(self._fields["correction"], correction),
            }
        )
        if hand_in:
            self.action_answer()


class BrandEvaluationVisit(models.Model):
    _inherit = "brand.evaluation.visit"

    @api.model
    def _portal_tasks(self, side):
        _, portal = self.env._, self.env["brand.portal"]
        tasks = []
        for visit in self.search([("state", "=", "sent" if side == "enterprise" else "asked")]):
            # sudo: the product's name, of a visit that this user may read
            name = visit.sudo().application_id.product_id.display_name
            if side == "enterprise":
                text, button = _("Confirm the on-site visit for %s.", name), _("Look at the plan")
            else:
                text = _("The enterprise asks for another day for the visit: %s.", name)
                button = _("Plan again")
            tasks.append(portal._task(text, button, visit.access_url, visit.date_from))
        return tasks

    def _get_report_base_filename(self):
        self.ensure_one()
        return f"{self.env._('Plan of the visit')} {self.date_from}"

    def _portal_side(self):
        """As whom the current user reads this plan: enterprise, planner or reader."""
        self.ensure_one()
        if self.sudo().partner_id == self.env.user.partner_id.commercial_partner_id:
            return "enterprise"
        return "planner" if self._portal_may_plan(self.application_id) else "reader"

    @api.model
    def _portal_may_plan(self, application):
        """Whether the current user plans visits of this application: its body, or the lead."""
        user, body = self.env.user, self.env["brand.body"]._of_current_user()
        # sudo: who leads the case is asked here only
        file = application.sudo()
        if user.has_group("brand_certification.group_body") and body and file.body_id == body:
            return True
        lead = file.evaluation_ids._active().filtered("is_lead")
        return lead.user_id == user and lead.state in ("in_progress", "done")


class BrandReview(models.Model):
    _inherit = "brand.review"

    def _get_report_base_filename(self):
        return self._paper_name()


class BrandApplication(models.Model):
    _inherit = "brand.application"

    def _portal_report_review(self):
        """The review whose report the enterprise gets: the last one, once the body has decided."""
        self.ensure_one()
        # sudo: the enterprise's copy tells no single score
        file = self.sudo()
        is_decided = file._portal_decision() and file.state not in ("accepted", "evaluating")
        return file.review_ids.sorted("version")[-1:] if is_decided else file.review_ids.browse()
