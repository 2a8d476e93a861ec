import base64

from odoo import api, fields, models


class AwardReply(models.TransientModel):
    """Shows what a bank's reply says before it is read in. Holds the file only."""

    _name = "award.reply"
    _description = "Reading a Bank Reply"

    disbursement_id = fields.Many2one("award.disbursement", required=True, readonly=True)
    currency_id = fields.Many2one(related="disbursement_id.currency_id")
    file = fields.Binary("Reply (XLSX)", required=True)
    file_name = fields.Char()
    is_read = fields.Boolean(compute="_compute_found")
    paid_count = fields.Integer("Paid", compute="_compute_found")
    paid_amount = fields.Monetary("Paid in All", compute="_compute_found")
    failed_count = fields.Integer("Not Paid", compute="_compute_found")
    failed_text = fields.Text("Not Paid, and Why", compute="_compute_found")
    unanswered_count = fields.Integer("Not Answered", compute="_compute_found")
    stray_text = fields.Text("Rows That Answer Nothing", compute="_compute_found")
    total_text = fields.Text("Totals of the Bank", compute="_compute_found")

    @api.depends("file")
    def _compute_found(self):
        """What would be read in; nothing is written."""
        for wizard in self:
            wizard.is_read = bool(wizard.file)
            if not wizard.file:
                wizard.update(
                    dict.fromkeys(
                        ("paid_count", "paid_amount", "failed_count", "unanswered_count"), 0
                    )
                    | dict.fromkeys(("failed_text", "stray_text", "total_text"), False)
                )
                continue
            match, totals = wizard.disbursement_id._read_reply(wizard._content())
            paid = [one for one in match.answers if one.reply.status == "success"]
            failed = [one for one in match.answers if one.reply.status == "failed"]
            wizard.paid_count, wizard.failed_count = len(paid), len(failed)
            wizard.paid_amount = float(sum(one.line.amount for one in paid))
            wizard.unanswered_count = len(match.unanswered)
            wizard.failed_text = "\n".join(
                f"{one.line.sequence} {one.line.account_name}: {one.reply.reason}" for one in failed
            )
            wizard.stray_text = "\n".join(wizard.disbursement_id._stray_texts(match))
            wizard.total_text = "\n".join(" ".join(filter(None, row.cells)) for row in totals)

    def _content(self):
        """The bytes of the file: the web client reads records with the sizes of their files."""
        self.ensure_one()
        return base64.b64decode(self.with_context(bin_size=False).file)

    def action_apply(self):
        """Read the reply in."""
        self.ensure_one()
        content = base64.b64encode(self._content())
        self.disbursement_id.action_import_reply(content, self.file_name or "reply.xlsx")
        return {"type": "ir.actions.act_window_close"}
