"""A body gets no work that it may not do: at choice, acceptance, appointment and decision."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class BrandApplication(models.Model):
    _inherit = "brand.application"

    eligible_body_ids = fields.Many2many(
        "brand.body", string="Bodies in Scope", compute="_compute_eligible_body_ids"
    )

    @api.depends("product_id", "company_id")
    def _compute_eligible_body_ids(self):
        """Members of the alliance that are accredited for the product today."""
        today = self.env["brand.workday"]._today()
        # sudo: the alliance is public; the choice is checked again when it is written
        members = self.env["brand.body"].sudo().search([("state", "=", "member")])
        for application in self:
            product = application.sudo().product_id
            application.eligible_body_ids = members.filtered(
                lambda body, a=application, p=product: (
                    body.company_id == a.company_id and not body._work_refusal(today, p)
                )
            )

    def action_accept(self, document_no=None):
        """Also: the body is competent on the day of acceptance (ISO/IEC 17065, 7.3)."""
        result = super().action_accept(document_no=document_no)
        self.filtered(lambda a: a.state == "accepted")._check_body_may_work()
        return result

    def _blocking_texts(self):
        texts = super()._blocking_texts()
        if self.body_id and self.state in ("submitted", "accepted", "evaluating"):
            today = self.env["brand.workday"]._today()
            refusal = self.sudo().body_id._work_refusal(today, self.sudo().product_id)
            texts += [refusal] if refusal else []
        return texts

    def _portal_conflict_text(self, user):
        """An assessor who is not on the register, or not qualified, is not offered either."""
        text = super()._portal_conflict_text(user)
        today = self.env["brand.workday"]._today()
        return text or self.env["brand.assessor"]._refusal_of_user(user, self.body_id, today)


class BrandEvaluation(models.Model):
    _inherit = "brand.evaluation"

    @api.model
    def _check_candidates(self, application, users):
        """Also: body and assessors may work today (认证认可条例 14; ISO/IEC 17065, 7.4)."""
        result = super()._check_candidates(application, users)
        application.sudo()._check_body_may_work()  # sudo: checked to be the user's own body
        today = self.env["brand.workday"]._today()
        refusals = [
            self.env["brand.assessor"]._refusal_of_user(user, application.sudo().body_id, today)
            for user in users
        ]
        if any(refusals):
            raise UserError("\n".join(filter(None, refusals)))
        return result


class BrandDecision(models.Model):
    _inherit = "brand.decision"

    def _blocking_texts(self):
        """A body that is suspended, expired or out of scope decides nothing."""
        texts = super()._blocking_texts()
        if self.kind == "certification" and self.body_id:
            today = self.env["brand.workday"]._today()
            refusals = [
                self.body_id._work_refusal(today, product)
                for product in self.line_ids.application_id.product_id
            ]
            texts += list(dict.fromkeys(filter(None, refusals)))
        return texts
