"""Equal for equals: what other cases of the same class got under a ceiling (A15)."""

from odoo import models

from ..decision import result
from .award_claim import ENDED_STATES


class AwardClaim(models.Model):
    _inherit = "award.claim"

    def _equal_cases(self):
        """Other claims of the same clause whose amount is known, the youngest first.

        Claims that are not approved yet count as well: who decides ten cases of one day sees the
        first when he comes to the second.
        """
        self.ensure_one()
        if self.rule_id.kind == "fixed":
            return self.browse()
        return self.search(
            [
                ("rule_key", "=", self.rule_key),
                ("company_id", "=", self.company_id.id),
                ("id", "!=", self.id),
                ("supplement_id", "=", False),
                ("state", "not in", ENDED_STATES),
                ("decision_id.status", "=", result.DUE),
                ("amount", ">", 0),
            ],
            order="claim_date desc, id desc",
        )

    def _usual_amount(self):
        """What an equal case gets: by the year's table, else as the last one got; None: no case."""
        self.ensure_one()
        if self.rule_id.kind == "fixed":
            return None
        # sudo: amounts of the city's rate table
        claim = self.sudo()
        source = claim._source()
        days = (source._prepare_award_event().award_date, claim.claim_date)
        rate = claim.policy_id._rates_on(*days).get(claim.rule_id.code)
        if rate:
            return float(rate.amount)
        last = self._equal_cases()[:1]
        return last.amount if last else None
