from odoo import fields, models


class AwardFundChange(models.TransientModel):
    """Asks for what a change of a fund needs, then makes it. Holds the choice only."""

    _name = "award.fund.change"
    _description = "Change of a Fund"

    fund_id = fields.Many2one("award.fund", required=True, readonly=True)
    currency_id = fields.Many2one(related="fund_id.currency_id")
    kind = fields.Selection(
        [
            ("change", "Change the budget"),
            ("reserve", "Reserve"),
            ("carry", "Carry over to the next year"),
            ("cut", "Cut the queue pro rata"),
        ],
        required=True,
        default="change",
    )
    amount = fields.Monetary(help="Yuan; below 0 lowers the budget, or frees what is reserved.")
    document_no = fields.Char("Document No.", required=True)
    reason = fields.Char(required=True)

    def action_apply(self):
        """Enter the change in the fund's ledger."""
        self.ensure_one()
        fund, given = self.fund_id, (self.reason, self.document_no)
        if self.kind == "change":
            fund.action_change_budget(self.amount, *given)
        elif self.kind == "reserve":
            fund.action_reserve(self.amount, *given)
        elif self.kind == "carry":
            fund.action_carry_over(*given)
        else:
            fund.action_cut_pro_rata(*given)
        return True
