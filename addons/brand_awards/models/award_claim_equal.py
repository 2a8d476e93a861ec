"""Equal for equals: what other cases of the same class got under a ceiling (A15)."""

from odoo import models
from odoo.exceptions import UserError

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
        return last._amount_as_set() if last else None

    def _amount_as_set(self):
        """The amount in the terms in which it was set: of a person whose tax is paid on top, net."""
        self.ensure_one()
        return self.amount_set if self.amount_set_by_id else self.amount

    def _differs_from_equal(self, amount):
        """Whether ``amount`` is another one than equal cases got."""
        self.ensure_one()
        usual = self._usual_amount()
        return usual is not None and bool(self.currency_id.compare_amounts(amount, usual))

    def _check_equal_amount(self, amount):
        """Refuse another amount than equal cases got, for every client."""
        if self._differs_from_equal(amount):
            raise UserError(
                self.env._(
                    "Equal cases under this clause got %(usual)s. Give the same, or tick"
                    " “Different on Purpose” and say in the reason why this case is not equal.",
                    usual=self.currency_id.format(self._usual_amount()),
                )
            )
