from odoo import fields, models


class AwardAmount(models.TransientModel):
    """Asks for the amount under a ceiling and its reason."""

    _name = "award.amount"
    _description = "Set the Amount of a Claim"

    claim_id = fields.Many2one("award.claim", required=True, readonly=True)
    currency_id = fields.Many2one(related="claim_id.currency_id")
    explanation = fields.Text(related="claim_id.explanation")
    amount = fields.Monetary(required=True, help="Yuan; at most what the ceiling leaves.")
    reason = fields.Text(required=True, help="Equal cases get equal amounts, or a reason is kept.")
    document_no = fields.Char("Document No.")

    def action_apply(self):
        """Set the amount; the decision is taken anew and both stay on file."""
        self.ensure_one()
        self.claim_id.action_set_amount(self.amount, self.reason, self.document_no)
