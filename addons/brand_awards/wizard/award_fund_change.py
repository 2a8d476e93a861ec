from odoo import fields, models


class AwardFundChange(models.TransientModel):
    """Asks for what a change of a fund's budget needs."""

    _name = "award.fund.change"
    _description = "Change of a Fund's Budget"

    fund_id = fields.Many2one("award.fund", required=True, readonly=True)
    currency_id = fields.Many2one(related="fund_id.currency_id")
    amount = fields.Monetary(required=True, help="Yuan; below 0 lowers the budget.")
    document_no = fields.Char("Document No.", required=True)
    reason = fields.Char(required=True)

    def action_apply(self):
        """Enter the change in the fund's ledger."""
        self.ensure_one()
        self.fund_id.action_change_budget(self.amount, self.reason, self.document_no)
