"""Shares of the other level in what a fund pays, frozen in its ledger with each entry."""

from decimal import Decimal

from odoo import fields, models

from ..decision import result, settlement

# Entries that move money between levels, with the sign of what the other level owes
SIGNS = {"pay": 1, "recover": -1}


class AwardFund(models.Model):
    _inherit = "award.fund"

    advanced = fields.Monetary(
        "Advanced for the Other Level",
        compute="_compute_advanced",
        help="Shares of another treasury in what this fund paid, less its shares in recoveries.",
    )
    advance_settled = fields.Monetary("Settled between Levels", compute="_compute_advanced")
    advance_open = fields.Monetary("Still to Be Settled", compute="_compute_advanced")

    def _compute_advanced(self):
        """Of the ledger; the part settled is that of statements whose money has come."""
        Entry = self.env["award.fund.entry"]
        shared = [("fund_id", "in", self.ids), ("kind", "in", list(SIGNS))]
        settled = [*shared, ("settlement_line_ids.settlement_id.state", "=", "settled")]
        sums = []
        for domain in (shared, settled):
            rows = Entry._read_group(domain, ["fund_id", "kind"], ["other_share:sum"])
            sums.append({(fund, kind): amount for fund, kind, amount in rows})
        for fund in self:
            advanced, done = (
                sum(sign * by_kind.get((fund, kind), 0.0) for kind, sign in SIGNS.items())
                for by_kind in sums
            )
            fund.advanced, fund.advance_settled = advanced, done
            fund.advance_open = fund.currency_id.round(advanced - done)

    def _payer_key(self):
        """Whose treasury this fund is, as the payer tables name it."""
        self.ensure_one()
        district = self.district_id
        return settlement.district_key(district.code) if district else settlement.CITY

    def _share_rows(self, rows):
        """Put into new entries what another level bears of them, by the claims' frozen shares."""
        own, Claim = self._payer_key(), self.env["award.claim"]
        moving = [row for row in rows if row["kind"] in SIGNS and row["claim_id"]]
        claims = Claim.browse([row["claim_id"] for row in moving])
        shares = {
            claim.id: result.shares_from_json(claim.decision_id.frozen or {}) for claim in claims
        }
        before = self._recovered_before([row for row in moving if row["kind"] == "recover"])
        for row in moving:
            of_claim, amount = shares[row["claim_id"]], _yuan(row["amount"])
            if row["kind"] == "pay":
                part = settlement.part_of_others(amount, of_claim, own)
            else:
                done = before[row["claim_id"]]
                part = settlement.part_of_recovery(amount, done, of_claim, own)
                before[row["claim_id"]] = done + amount
            row["other_share"] = float(part)

    def _recovered_before(self, rows):
        """``{claim id: yuan}`` that has come back of the claims of these entries already."""
        found = dict.fromkeys((row["claim_id"] for row in rows), Decimal(0))
        if found:
            domain = [("claim_id", "in", list(found)), ("kind", "=", "recover")]
            for claim, amount in self.env["award.fund.entry"]._read_group(
                domain, ["claim_id"], ["amount:sum"]
            ):
                found[claim.id] = _yuan(amount)
        return found

    def action_view_settlements(self):
        """Statements between levels that hold payments of this fund."""
        self.ensure_one()
        lines = self.env["award.settlement.line"].search([("fund_id", "=", self.id)])
        return self._window("award.settlement", self.env._("Settlements")) | {
            "domain": [("id", "in", lines.settlement_id.ids)],
            "context": {},
        }


def _yuan(amount):
    return Decimal(f"{amount:.2f}")
