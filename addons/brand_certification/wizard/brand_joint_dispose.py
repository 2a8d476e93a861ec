"""Windows of a joint check: a department's reply, and how a hit is disposed of."""

from odoo import fields, models


class BrandJointDispose(models.TransientModel):
    """Asks how a hit of a joint check is disposed of, and why."""

    _name = "brand.joint.dispose"
    _description = "Dispose of a Hit"

    line_id = fields.Many2one("brand.joint.check.line", required=True, ondelete="cascade")
    details = fields.Text(related="line_id.details")
    disposal = fields.Selection(
        [("released", "Release: the applications go on"), ("upheld", "Uphold: they stay held")],
        required=True,
    )
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Dispose of the hit as chosen."""
        self.ensure_one()
        self.line_id.action_dispose(self.disposal, self.reason)
        return {"type": "ir.actions.act_window_close"}


class BrandJointReply(models.TransientModel):
    """Asks a department, or the officer who has its letter, what is known of an enterprise."""

    _name = "brand.joint.reply"
    _description = "Answer of a Department"

    line_id = fields.Many2one("brand.joint.check.line", required=True, ondelete="cascade")
    enterprise_name = fields.Char(related="line_id.enterprise_name")
    reply = fields.Selection(
        [("clear", "Nothing known"), ("hit", "Hit")], required=True, default="clear"
    )
    details = fields.Text("What Is Known")
    replied_by = fields.Char("Answer Given by", help="Name on the department's letter.")

    def action_confirm(self):
        """Give the reply."""
        self.ensure_one()
        self.line_id.action_reply(self.reply, self.details, self.replied_by)
        return {"type": "ir.actions.act_window_close"}
