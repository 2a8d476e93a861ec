"""Findings that a surveillance check raises."""

from odoo import api, fields, models
from odoo.exceptions import UserError

_VERIFIERS = ("brand_certification.group_assessor", "brand_certification.group_inspector")


class BrandFinding(models.Model):
    """Findings of a surveillance check: raised and verified by its inspectors."""

    _inherit = "brand.finding"

    _transitions = {
        "action_verify": (("answered",), "verified", _VERIFIERS),
        "action_return": (("answered",), "open", _VERIFIERS),
        "action_withdraw": (("open", "answered"), "withdrawn", _VERIFIERS),
    }
    _system_fields = frozenset({"surveillance_id"})

    surveillance_id = fields.Many2one(
        "brand.surveillance", "Check", readonly=True, index=True, ondelete="restrict"
    )

    def _case(self):
        return self.surveillance_id or super()._case()

    @api.depends("surveillance_id")
    def _compute_case(self):
        return super()._compute_case()

    @api.depends("surveillance_id")
    def _compute_case_name(self):
        return super()._compute_case_name()

    def _check_verifier(self):
        # sudo: who inspects is asked here only
        checked = self.filtered(lambda f: self.env.user in f.sudo().surveillance_id.inspector_ids)
        return super(BrandFinding, self - checked)._check_verifier()

    def _transition_file(self):
        return self.surveillance_id or super()._transition_file()

    def _duty(self, step):
        # over a check its inspectors raise, verify and end: one duty
        duty = super()._duty(step)
        return "inspect" if duty == "evaluate" and self.surveillance_id else duty

    def _tell_enterprise(self, body, items=()):
        for finding in self.filtered("surveillance_id"):
            # sudo: inspectors need not follow the certificate to have its holder told
            finding.surveillance_id.sudo()._tell_holder(body, items)
        return super()._tell_enterprise(body, items)


class BrandSurveillance(models.Model):
    _inherit = "brand.surveillance"

    def action_raise_finding(self, vals, files=()):
        """An inspector raises a finding in a check in progress; the holder is told at once.

        :param vals: ``grade`` (minor, major, severe), ``fact``, ``clause``
        :param files: evidence, ``[{"filename": name, "file": content in base64}]``
        :return: id of the finding
        """
        self.ensure_one()
        self.check_access("read")
        if self.state != "in_progress" or self.env.user not in self.sudo().inspector_ids:
            raise UserError(
                self.env._("Findings are raised by its inspectors during a check: %s", self.name)
            )
        # sudo: findings are made by this action only, after the check above
        finding = (
            self.env["brand.finding"]
            .sudo()
            ._raise(
                {
                    **{name: vals[name] for name in ("grade", "fact", "clause") if vals.get(name)},
                    "surveillance_id": self.id,
                },
                files,
            )
        )
        return finding.id

    def action_ask_finding(self):
        """Open the question what was found."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "brand.finding.raise",
            "name": self.env._("Raise a Finding"),
            "view_mode": "form",
            "target": "new",
            "context": {"default_surveillance_id": self.id, "dialog_size": "medium"},
        }

    def _tell_holder(self, body, items=()):
        """Message to the holder, in the thread of the check."""
        text = "\n".join([body, *(item for item in items if item)])
        # sudo: told in the name of the office
        self.sudo().message_post(
            body=text,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.partner_id.ids,
            author_id=self.company_id.partner_id.id,
        )
