from odoo import api, fields, models


class AwardCorrectionMixin(models.AbstractModel):
    """What is decided about a reward that was paid: too much is recovered, too little supplemented."""

    _name = "award.correction.mixin"
    _description = "Correction of a paid reward"
    _inherit = [
        "award.numbered.mixin",
        "brand.transition.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _mail_post_access = "read"
    _approval_amount_field = "amount"

    claim_id = fields.Many2one(
        "award.claim", "Reward Claim", required=True, readonly=True, index=True
    )
    company_id = fields.Many2one(related="claim_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        related="claim_id.partner_id", store=True, index=True, string="Recipient"
    )
    district_id = fields.Many2one(related="claim_id.district_id", store=True)
    rule_id = fields.Many2one(related="claim_id.rule_id", string="Clause")
    paid_amount = fields.Monetary(related="claim_id.amount", string="Reward Paid")

    @api.depends("name", "partner_id.name")
    def _compute_display_name(self):
        # sudo: who may read a correction may read whom it is about
        for row in self:
            row.display_name = " · ".join(filter(None, (row.name, row.sudo().partner_id.name)))
