"""Shares of the other level in payments and recoveries, each in one statement."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .award_fund_shares import SIGNS


class AwardFundEntry(models.Model):
    _inherit = "award.fund.entry"

    def _net_share(self):
        """What the district owes the city by these entries, in yuan (below 0: the other way)."""
        return sum(
            SIGNS[entry.kind] * entry.other_share * (-1 if entry.fund_id.district_id else 1)
            for entry in self
        )


class AwardSettlementLine(models.Model):
    """The other level's share in one payment or recovery; each in one statement only."""

    _name = "award.settlement.line"
    _description = "Share in a Settlement"
    _inherit = ["brand.part.mixin"]
    _part_of = "settlement_id"
    _order = "settlement_id, date, id"

    settlement_id = fields.Many2one(
        "award.settlement", required=True, readonly=True, ondelete="cascade", index=True
    )
    entry_id = fields.Many2one(
        "award.fund.entry", "Ledger Entry", required=True, readonly=True, index=True
    )
    company_id = fields.Many2one(related="settlement_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    settlement_state = fields.Selection(related="settlement_id.state", string="Statement Is")
    claim_id = fields.Many2one(
        related="entry_id.claim_id", store=True, index=True, string="Reward Claim"
    )
    partner_id = fields.Many2one(related="entry_id.partner_id", store=True, string="Recipient")
    fund_id = fields.Many2one(related="entry_id.fund_id", store=True, index=True)
    policy_id = fields.Many2one(related="entry_id.policy_id", store=True)
    district_id = fields.Many2one(related="settlement_id.district_id", store=True)
    kind = fields.Selection(related="entry_id.kind", store=True)
    date = fields.Date(related="entry_id.booked_on", store=True)
    advanced_by = fields.Selection(
        [("city", "City treasury"), ("district", "District treasury")],
        "Advanced by",
        compute="_compute_share",
        store=True,
    )
    amount = fields.Monetary(
        "Whole Amount",
        compute="_compute_share",
        store=True,
        help="Paid, or, below 0, recovered.",
    )
    share = fields.Monetary(
        "Share of the Other Level",
        compute="_compute_share",
        store=True,
        help="Below 0 where money came back.",
    )

    _entry_once = models.UniqueIndex(
        "(entry_id)", "This share is in another statement already: gather the shares anew."
    )

    @api.depends("entry_id")
    def _compute_share(self):
        for line in self:
            entry = line.entry_id
            sign = SIGNS[entry.kind]
            line.advanced_by = "district" if entry.fund_id.district_id else "city"
            line.amount, line.share = sign * entry.amount, sign * entry.other_share

    @api.depends("claim_id.name", "partner_id.name")
    def _compute_display_name(self):
        for line in self:
            line.display_name = " · ".join(filter(None, (line.claim_id.name, line.partner_id.name)))

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise UserError(self.env._("Use “Gather the shares” to fill a statement."))
        return super().create(vals_list)

    def unlink(self):
        """Taking a share out of a draft leaves it to another statement."""
        self._check_whole_is_open()
        self.settlement_id._log_making()
        return super().unlink()
