"""Checks as the public page and the portal show them, and tasks that follow from them."""

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..scheme.publishing import for_public


class BrandSurveillance(models.Model):
    """Checks as the public page and the portal show them."""

    _inherit = "brand.surveillance"

    def write(self, vals):
        """A result that has been published stands as it was read."""
        if "published_text" in vals and not self.env.su and any(self.mapped("published_on")):
            raise UserError(self.env._("It has been published and can no longer be changed."))
        return super().write(vals)

    @api.model
    def _public_domain(self):
        return [("published_on", "!=", False)]

    def _public_summary(self):
        """One dict a published result: what was checked and what followed; no persons."""
        results = dict(self._fields["result"]._description_selection(self.env))
        consequences = dict(self._fields["consequence"]._description_selection(self.env))
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return [
            {
                "no": check.name,
                "number": check.certificate_id.number,
                "product": for_public(check.product_name),
                "holder": for_public(check.holder_name),
                "city": check.company_id.name,
                "kind": kinds[check.kind],
                "done_on": check.done_on,
                "published_on": check.published_on,
                "result": results[check.result],
                "is_bad": check.result == "fail",
                "consequence": consequences[check.consequence]
                if check.approval == "approved"
                else consequences["none"],
                "text": for_public(check.published_text),
            }
            for check in self.sudo()  # sudo: published results are everybody's
        ]

    # -- portal --------------------------------------------------------------------------------

    @api.model
    def _portal_mine(self):
        """Checks that the current user may see: those not done first, by their day."""
        return self.search([], limit=200).sorted(
            lambda c: (c.state == "done", c.date_planned, c.id)
        )

    def _portal_values(self):
        """One check for whoever reads it in the portal; people of the inspection by name."""
        self.ensure_one()
        _ = self.env._
        user = self.env.user
        # sudo: names of inspectors and findings belong to the check that the user may read
        check = self.sudo()
        words = check._fields
        label = lambda name: dict(words[name]._description_selection(self.env)).get(check[name])  # noqa: E731
        return {
            "id": check.id,
            "url": check.access_url,
            "name": check.name,
            "product": check.product_name,
            "holder": check.holder_name,
            "kind": label("kind"),
            "state": check.state,
            "state_text": label("state"),
            "due": check.date_planned,
            "is_late": check.due_step == "check" and check.is_overdue,
            "result": label("result") if check.state == "done" else "",
            "summary": check.summary if check.state == "done" else "",
            "consequence": label("consequence") if check.state == "done" else "",
            "reason": check.consequence_reason if check.consequence != "none" else "",
            "waits": check.approval == "waiting",
            "inspectors": check.inspector_ids.mapped("name"),
            "is_inspector": user in check.inspector_ids,
            "is_body": self._is_own_body(),
            "findings": [
                {
                    "url": finding.access_url,
                    "name": finding.name,
                    "fact": finding.fact,
                    "state": finding._state_label(finding.state),
                    "due": finding.due_on,
                    "is_open": finding.state == "open",
                }
                for finding in check.finding_ids
            ],
        }

    def _is_own_body(self):
        body = self.env["brand.body"]._of_current_user()
        return bool(
            body
            and body == self.sudo().body_id
            and self.kind == "body"
            and self.env.user.has_group("brand_certification.group_body")
        )

    def _portal_assessors(self):
        """Accounts that the body may appoint for its check."""
        # sudo: the body's own people of the register, shown to its decision maker
        register = self.env["brand.assessor"].sudo()
        body = self.env["brand.body"]._of_current_user()
        today = self.env["brand.workday"]._today()
        people = register.search([("body_id", "=", body.id), ("state", "=", "active")])
        return people.filtered(lambda p: p.user_id and not p._work_refusal(today)).user_id

    def action_appoint(self, user_ids):
        """A body names the inspectors of its own planned check: at least two of its register.

        :raises AccessError: for the check of another body, or of the office
        :raises UserError: for fewer than two, or people who get no work today
        """
        self.ensure_one()
        self.check_access("read")
        if not self._is_own_body():
            raise AccessError(
                self.env._("The certification body names the inspectors of its checks.")
            )
        if self.state != "planned":
            raise UserError(self.env._("%s has begun.", self.display_name))
        chosen = self._portal_assessors().filtered(lambda user: user.id in user_ids)
        if len(chosen) < 2:
            raise UserError(self.env._("Choose at least two assessors who may work today."))
        # sudo: checked above; a body changes nothing else of the plan
        self.sudo().inspector_ids = chosen
        return True

    def _portal_save(self, answers):
        """Keep what an inspector typed: answers of the checklist and the result."""
        for item in self.item_ids:
            item.write(
                {
                    "answer": answers.get(f"item_{item.id}") or False,
                    "note": answers.get(f"note_{item.id}") or False,
                }
            )
        names = ("result", "summary", "consequence", "consequence_reason", "until")
        self.write({name: answers.get(name) or False for name in names})


class BrandPortal(models.AbstractModel):
    _inherit = "brand.portal"

    @api.model
    def _tasks(self):
        return super()._tasks() + self._supervision_tasks()

    @api.model
    def _supervision_tasks(self):
        """Checks that wait for the user, and a listing that holds the enterprise."""
        _, roles, tasks = self.env._, self._roles(), []
        checks = self.env["brand.surveillance"]
        if "assessor" in roles:
            for check in checks.search([("state", "!=", "done")]):
                tasks.append(
                    self._task(
                        _("Check “%s” after certification", check.product_name),
                        _("Go to the check"),
                        check.access_url,
                        check.date_planned,
                    )
                )
        if "body" in roles:
            to_name = checks.search(
                [("kind", "=", "body"), ("state", "=", "planned"), ("inspector_ids", "=", False)]
            )
            for check in to_name:
                tasks.append(
                    self._task(
                        _("Name the inspectors of the check of “%s”", check.product_name),
                        _("Name them"),
                        check.access_url,
                        check.date_planned,
                    )
                )
        if "enterprise" in roles:
            tasks += self._standing_tasks()
        return tasks

    @api.model
    def _standing_tasks(self):
        if not self.env["brand.credit.record"]._portal_own():
            return []
        return [
            self._task(
                self.env._("Your enterprise stands on a list of bad credit: its cases wait"),
                self.env._("See how to repair it"),
                "/my/brand/standing",
            )
        ]


class BrandCreditRecord(models.Model):
    _inherit = "brand.credit.record"

    @api.model
    def _portal_own(self):
        """Listings in force of the current user's enterprise and those it lives on in, as values."""
        partner = self.env.user.partner_id.commercial_partner_id
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return [
            {
                "kind": kinds[record.kind],
                "enterprise": record.partner_id.name,
                "reason": record.reason,
                "issuer": record.issuer or record.company_id.name,
                "document_no": record.document_no or "",
                "date_from": record.date_from,
                "date_to": record.date_to,
            }
            for record in partner._credit_listings(self.env["brand.workday"]._today())
        ]
