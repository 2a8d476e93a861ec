from odoo import fields, models


class BrandDuplicate(models.TransientModel):
    """Asks why a duplicate is issued. Holds the answer only."""

    _name = "brand.duplicate"
    _description = "Issue a Duplicate"

    certificate_id = fields.Many2one(
        "brand.certificate",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Issue the duplicate and open its paper."""
        self.ensure_one()
        paper = self.certificate_id.action_issue_duplicate(self.reason)
        return paper.action_open()
