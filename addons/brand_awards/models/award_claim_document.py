"""Proof that an applicant brings for a reward, and the gaps an office tells it."""

from odoo import fields, models
from odoo.exceptions import AccessError

from ..decision import facts


class AwardClaimDocument(models.Model):
    """One file of proof of an application for a reward; its hash is taken when it is stored."""

    _name = "award.claim.document"
    _description = "Proof of a Reward Claim"
    _inherit = ["brand.part.mixin", "brand.file.mixin"]
    _part_of = "claim_id"
    _part_states = ("entitled", "returned")
    _order = "claim_id, sequence, id"

    claim_id = fields.Many2one("award.claim", required=True, ondelete="cascade", index=True)
    type_id = fields.Many2one("award.rule.document", "Proof Asked for", required=True)
    sequence = fields.Integer(related="type_id.sequence", store=True)
    name = fields.Char(related="type_id.name")
    required = fields.Boolean(related="type_id.required")

    def write(self, vals):
        """The applicant brings its proof; an officer that of a person, from paper."""
        if not self.env.su:
            if {"claim_id", "type_id"} & set(vals):
                raise AccessError(self.env._("The checklist follows the clause."))
            self._check_own_proof()
        return super().write(vals)

    def _check_own_proof(self):
        if self.env.user.has_group("brand_certification.group_enterprise"):
            return
        foreign = self.claim_id.filtered(lambda c: c.recipient_kind != facts.PERSON)
        if foreign:
            raise AccessError(
                self.env._("An enterprise brings its proof itself: %s", foreign._names_with_state())
            )


class AwardClaimGap(models.Model):
    """Something an application for a reward lacks, told beside the answer that it means."""

    _name = "award.claim.gap"
    _description = "Gap of a Reward Claim"
    _inherit = ["brand.gap.mixin"]
    _part_of = "claim_id"
    _part_states = ("submitted", "reviewed")
    _order = "claim_id, id"

    claim_id = fields.Many2one("award.claim", required=True, ondelete="cascade", index=True)
    field_name = fields.Selection(
        [
            ("document", "Document"),
            ("statement", "Statement"),
            ("contact_name", "Contact"),
            ("account", "Bank account"),
            ("declaration_accepted", "Self-declaration"),
        ],
        "Concerns",
        required=True,
        default="document",
    )
    document_id = fields.Many2one(
        "award.claim.document", "Proof", domain="[('claim_id', '=', claim_id)]"
    )

    def _place(self):
        """Name of the answer at which the form shows the gap."""
        self.ensure_one()
        if self.field_name == "document":
            return f"document_{self.document_id.id}" if self.document_id else "documents"
        return self.field_name
