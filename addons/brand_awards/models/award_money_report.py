from odoo import fields, models
from odoo.tools import SQL

# Measure: what each kind of ledger entry adds to it. The ledger is the truth; see EFFECTS.
_MEASURES = {
    "committed": {"commit": 1, "release": -1},
    "billed": {"bill": 1, "unbill": -1},
    "paid": {"pay": 1},
    "recovered": {"recover": 1},
}


class AwardMoneyReport(models.Model):
    """Money of claims for pivots and charts: decided, committed, billed, paid, recovered.

    One row a claim, from the claim and from the entries of its fund's ledger, so that its sums are
    the fund's. Amounts are gross: what was recovered is a measure of its own.
    """

    _name = "award.money.report"
    _description = "Money of Rewards"
    _auto = False
    _order = "claim_date desc, id desc"

    claim_id = fields.Many2one("award.claim", "Reward Claim", readonly=True)
    company_id = fields.Many2one("res.company", "City", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one("res.partner", "Recipient", readonly=True)
    district_id = fields.Many2one("brand.district", readonly=True)
    policy_id = fields.Many2one("award.policy", readonly=True)
    rule_id = fields.Many2one("award.rule", "Clause", readonly=True)
    program_id = fields.Many2one("brand.program", "Programme", readonly=True)
    fund_id = fields.Many2one("award.fund", readonly=True)
    department = fields.Char(readonly=True)
    year = fields.Integer(
        readonly=True,
        aggregator=None,
        help="Fiscal year of the fund; without a fund the year in which the claim arose.",
    )
    claim_date = fields.Date("Entitled on", readonly=True)
    paid_on = fields.Date("Paid on", readonly=True)
    state = fields.Selection(
        lambda self: self.env["award.claim"]._fields["state"]._description_selection(self.env),
        readonly=True,
    )
    recipient_kind = fields.Selection(
        lambda self: (
            self.env["award.claim"]._fields["recipient_kind"]._description_selection(self.env)
        ),
        "Recipient Is",
        readonly=True,
    )
    decided = fields.Monetary(readonly=True, help="Due by decision; 0 once refused or cancelled.")
    committed = fields.Monetary(readonly=True)
    billed = fields.Monetary(readonly=True)
    paid = fields.Monetary(readonly=True)
    recovered = fields.Monetary(readonly=True)
    advanced = fields.Monetary("Advanced for the Other Level", readonly=True)
    advance_settled = fields.Monetary("Settled between Levels", readonly=True)
    advance_open = fields.Monetary("Still to Be Settled", readonly=True)

    @property
    def _table_query(self):
        measures = SQL(", ").join(
            SQL(
                "SUM(CASE entry.kind %s ELSE 0 END) AS %s",
                SQL(" ").join(
                    SQL("WHEN %s THEN %s * entry.amount", kind, sign)
                    for kind, sign in signs.items()
                ),
                SQL.identifier(name),
            )
            for name, signs in _MEASURES.items()
        )
        return SQL(
            """
            SELECT claim.id, claim.id AS claim_id, claim.company_id, claim.partner_id,
                   claim.district_id, claim.policy_id, claim.rule_id, claim.program_id,
                   claim.fund_id, claim.department, claim.claim_date, claim.paid_on, claim.state,
                   claim.recipient_kind,
                   COALESCE(fund.fiscal_year, EXTRACT(YEAR FROM claim.claim_date)::integer) AS year,
                   CASE WHEN claim.state IN ('rejected', 'cancelled') THEN 0
                        ELSE claim.amount END AS decided,
                   %s,
                   COALESCE(money.advanced, 0) AS advanced,
                   COALESCE(money.advance_settled, 0) AS advance_settled,
                   COALESCE(money.advanced, 0) - COALESCE(money.advance_settled, 0) AS advance_open
              FROM award_claim claim
              LEFT JOIN award_fund fund ON fund.id = claim.fund_id
              LEFT JOIN (
                    SELECT entry.claim_id, %s,
                           SUM(CASE entry.kind WHEN 'pay' THEN entry.other_share
                                    WHEN 'recover' THEN -entry.other_share ELSE 0 END) AS advanced,
                           SUM(CASE WHEN statement.state = 'settled' THEN line.share
                                    ELSE 0 END) AS advance_settled
                      FROM award_fund_entry entry
                      LEFT JOIN award_settlement_line line ON line.entry_id = entry.id
                      LEFT JOIN award_settlement statement ON statement.id = line.settlement_id
                     WHERE entry.claim_id IS NOT NULL
                     GROUP BY entry.claim_id
                   ) money ON money.claim_id = claim.id
            """,
            SQL(", ").join(
                SQL("COALESCE(money.%s, 0) AS %s", SQL.identifier(name), SQL.identifier(name))
                for name in _MEASURES
            ),
            measures,
        )

    def action_view_claim(self):
        """The claim behind a row."""
        self.ensure_one()
        return self.claim_id.get_formview_action()
