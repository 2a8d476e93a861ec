from odoo import api, fields, models


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

    effect = fields.Text("What It Does", compute="_compute_effect")

    @api.depends("kind", "fund_id")
    @api.depends_context("lang")
    def _compute_effect(self):
        """The figures that the change is decided on."""
        for wizard in self:
            wizard.effect = wizard._effect_text()

    def _effect_text(self):
        self.ensure_one()
        fund, _, money = self.fund_id, self.env._, self.fund_id.currency_id.format
        if self.kind == "cut":
            share = 100 * fund.available / fund.waiting if fund.waiting else 0
            return _(
                "%(count)s claims wait for %(waiting)s; %(free)s is available. Each is cut to"
                " %(share)s %% of its amount, rounded down to the fen, and its recipient is told.",
                count=fund.waiting_count,
                waiting=money(fund.waiting),
                free=money(fund.available),
                share=f"{min(share, 100):.2f}",
            )
        if self.kind == "carry":
            return _(
                "%(left)s goes to the open fund of %(year)s with the same code; what is reserved is"
                " freed first.",
                left=money(fund.available + fund.reserved),
                year=fund.fiscal_year + 1,
            )
        return _(
            "Budget %(budget)s, reserved %(reserved)s, available %(free)s.",
            budget=money(fund.budget),
            reserved=money(fund.reserved),
            free=money(fund.available),
        )

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
