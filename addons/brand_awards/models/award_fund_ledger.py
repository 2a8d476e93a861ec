"""The fund's ledger: the only place where its figures change."""

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.brand_certification.models.turns import take_turn

from .award_fund import COUNTERS
from .award_fund_entry import EFFECTS


class AwardFund(models.Model):
    _inherit = "award.fund"

    @api.model
    def _of_year(self, company, code, year, district=None):
        """The open fund of a city with this code in a year; empty if there is none.

        A district that advances rewards itself has a fund of its own, which goes before the city's.
        """
        # sudo: which fund pays is a fact, also for who may not read its figures
        return self.sudo().search(
            [
                ("company_id", "=", company.id),
                ("code", "=", code),
                ("fiscal_year", "=", year),
                ("state", "=", "open"),
                ("district_id", "in", [False, district.id if district else False]),
            ],
            order="district_id",  # in PostgreSQL empty comes last
            limit=1,
        )

    def _touch(self):
        """Take the fund's row by an UPDATE, then read it anew (see ``turns.take_turn``)."""
        self.ensure_one()
        take_turn(self, SQL("version = COALESCE(version, 0) + 1"))

    def _entry(
        self, kind, amount, document_no=None, reason=None, claim=None, disbursement=None, day=None
    ):
        """Values of one ledger entry; ``amount`` in yuan, signed only for change, carry, reserve.

        :param day: of the payment or receipt, where it is not today's
        """
        self.ensure_one()
        dated = {"booked_on": day} if day else {}
        return dated | {
            "fund_id": self.id,
            "kind": kind,
            "amount": amount,
            "document_no": document_no,
            "reason": reason,
            "claim_id": claim.id if claim else False,
            "disbursement_id": disbursement.id if disbursement else False,
            "user_id": self.env.uid,
        }

    def _post(self, rows):
        """Append entries and carry them into the figures: one UPDATE, one create."""
        self.ensure_one()
        if not rows:
            return self.env["award.fund.entry"]
        self._touch()
        sums = dict.fromkeys(COUNTERS, 0.0)
        for row in rows:
            for counter, sign in EFFECTS[row["kind"]].items():
                sums[counter] += sign * row["amount"]
        currency = self.currency_id
        self.write(
            {
                counter: currency.round(self[counter] + change)
                for counter, change in sums.items()
                if change
            }
        )
        self.flush_recordset()
        self._share_rows(rows)
        return self.env["award.fund.entry"].create(rows)

    def _commit_claims(self, claims):
        """Commit ``claims`` in their order as far as the budget goes; return those that fit.

        Nobody overtakes: where an earlier claim of the queue does not fit, later ones wait too.
        """
        self.ensure_one()
        self._touch()
        free, granted = self.available, claims.browse()
        ahead = self.env["award.claim"].search(
            [("fund_id", "=", self.id), ("is_queued", "=", True), ("id", "not in", claims.ids)],
            order="queued_on, id",
            limit=1,
        )
        for claim in claims.sorted(lambda c: c._queue_key()):
            is_next = not ahead or claim._queue_key() < ahead._queue_key()
            if not is_next or self.currency_id.compare_amounts(claim.amount, free) > 0:
                break
            free -= claim.amount
            granted |= claim
        self._post([self._entry("commit", claim.amount, claim=claim) for claim in granted])
        return granted

    def _distribution(self):
        """Analytic distribution of this fund's bookings."""
        self.ensure_one()
        return {str(self.analytic_account_id.id): 100}
