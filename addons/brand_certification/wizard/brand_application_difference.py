from odoo import fields, models


class BrandApplicationDifferenceNote(models.TransientModel):
    """Asks an officer where the sealed original differs from the file online."""

    _name = "brand.application.difference.note"
    _description = "Note a Difference from the Original"

    application_id = fields.Many2one(
        "brand.application",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    subject = fields.Char(
        "Where", required=True, help="Document and page, or question of the form."
    )
    electronic = fields.Text("Online It Says", required=True)
    original = fields.Text("The Sealed Original Says", required=True, help="This rules.")

    def action_confirm(self):
        """Note it, and tell the enterprise."""
        self.ensure_one()
        self.application_id.action_note_difference(self.subject, self.electronic, self.original)
        return {"type": "ir.actions.act_window_close"}
