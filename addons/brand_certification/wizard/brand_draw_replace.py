from odoo import fields, models


class BrandDrawReplace(models.TransientModel):
    """Asks why a drawn person cannot come. Holds the choice only."""

    _name = "brand.draw.replace"
    _description = "Call a Reserve"

    entry_id = fields.Many2one("brand.draw.entry", "Who Cannot Come", required=True, readonly=True)
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Call the next reserve."""
        self.ensure_one()
        self.entry_id.action_replace(self.reason)
        return {"type": "ir.actions.act_window_close"}
