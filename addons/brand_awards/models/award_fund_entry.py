from odoo import fields, models

# What an entry of each kind does to the fund's figures. The ledger is the truth; the figures in the
# fund's row are these sums. A sign of the amount is allowed for change, carry and reserve only.
EFFECTS = {
    "budget": {"budget": 1},
    "change": {"budget": 1},
    "carry": {"budget": 1},
    "reserve": {"reserved": 1},
    "commit": {"committed": 1},
    "release": {"committed": -1},
    "bill": {"billed": 1},
    "unbill": {"billed": -1},
    "pay": {"paid": 1},
    "recover": {"committed": -1, "billed": -1, "paid": -1},
}


class AwardFundEntry(models.Model):
    """One entry of a fund's ledger. Append-only."""

    _name = "award.fund.entry"
    _description = "Fund Ledger Entry"
    _inherit = ["brand.append.only.mixin"]
    _order = "id desc"

    fund_id = fields.Many2one("award.fund", required=True, index=True, readonly=True)
    company_id = fields.Many2one(related="fund_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [
            ("budget", "Budget"),
            ("change", "Change of budget"),
            ("carry", "Carried over"),
            ("reserve", "Reserve"),
            ("commit", "Commitment"),
            ("release", "Commitment released"),
            ("bill", "Bill"),
            ("unbill", "Bill withdrawn"),
            ("pay", "Payment"),
            ("recover", "Recovered"),
        ],
        required=True,
        readonly=True,
    )
    amount = fields.Monetary(required=True, readonly=True)
    claim_id = fields.Many2one("award.claim", readonly=True, index="btree_not_null")
    disbursement_id = fields.Many2one("award.disbursement", readonly=True, index="btree_not_null")
    document_no = fields.Char("Document No.", readonly=True)
    reason = fields.Char(readonly=True)
    user_id = fields.Many2one("res.users", "Entered by", required=True, readonly=True)
    date = fields.Datetime(default=fields.Datetime.now, required=True, readonly=True)
    booked_on = fields.Date(
        "Booked on",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env["brand.workday"]._today(),
        help="Day of the payment, receipt or act that the entry stands for.",
    )
    partner_id = fields.Many2one(related="claim_id.partner_id", store=True, string="Recipient")
    district_id = fields.Many2one(related="claim_id.district_id", store=True)
    policy_id = fields.Many2one(related="claim_id.policy_id", store=True)
    rule_id = fields.Many2one(related="claim_id.rule_id", store=True, string="Clause")
    other_share = fields.Monetary(
        "Share of the Other Level",
        readonly=True,
        help="What another treasury bears of a payment or gets of a recovery, by the frozen shares.",
    )
    settlement_line_ids = fields.One2many(
        "award.settlement.line", "entry_id", "In the Statement", readonly=True
    )

    _amount_sign = models.Constraint(
        "CHECK (amount > 0 OR kind IN ('change', 'carry', 'reserve'))",
        "Only changes, carry-overs and reserves may be below 0.",
    )
