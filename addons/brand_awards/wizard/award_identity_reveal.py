from odoo import fields, models


class AwardIdentityReveal(models.TransientModel):
    """Asks why identity numbers are seen in full; never holds a number itself."""

    _name = "award.identity.reveal"
    _description = "Identity Numbers in Full"

    partner_id = fields.Many2one("res.partner", "Person", readonly=True)
    disbursement_ids = fields.Many2many("award.disbursement", string="Disbursements", readonly=True)
    reason = fields.Char(required=True)

    def action_apply(self):
        """Show the person's number, or take away the list of tax withheld with all numbers."""
        self.ensure_one()
        if self.disbursement_ids:
            return self.disbursement_ids.action_export_tax_in_full(self.reason)
        number = self.partner_id.action_reveal_identity(self.reason)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.partner_id.name,
                "message": number or self.env._("The identity number is missing."),
                "sticky": True,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
