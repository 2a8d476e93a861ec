from odoo import fields, models


class AwardFailure(models.TransientModel):
    """Asks why lines of an exported disbursement were not paid."""

    _name = "award.failure"
    _description = "Lines Not Paid"

    disbursement_id = fields.Many2one("award.disbursement", required=True, readonly=True)
    line_ids = fields.Many2many(
        "award.disbursement.line",
        string="Payments",
        required=True,
        domain="[('disbursement_id', '=', disbursement_id), ('result', '=', 'pending')]",
    )
    reason = fields.Char(required=True)

    def action_apply(self):
        """Mark the lines as not paid; their claims wait for the next disbursement."""
        self.ensure_one()
        self.line_ids.action_fail(self.reason)
        return True
