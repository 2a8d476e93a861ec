"""Deciding again on today's facts, and amounts that an officer sets under a ceiling."""

from dataclasses import replace
from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError

from ..decision import decide, facts, result
from .award_claim import COMMITTED_STATES, PAID_STATES, UNAPPROVED_STATES


class AwardClaim(models.Model):
    _inherit = "award.claim"

    def _decide_again(self):
        """``{claim: new decision}`` for claims whose facts have moved; writes nothing.

        Compared with the last decision, which for a paid claim may be one after its payment.
        """
        changed = {}
        for claim, new in self._decided_now().items():
            frozen = (claim.moved_decision_id or claim.decision_id).frozen
            if not frozen or not result.from_json(frozen).same_outcome(new):
                changed[claim] = new
        return changed

    def _decided_now(self, amounts=None):
        """``{claim: decision}`` on today's facts; writes nothing.

        :param amounts: ``{claim: AmountSet}`` to be tried instead of what an officer has set
        """
        decided, amounts = {}, amounts or {}
        for model in {claim._source()._name for claim in self}:
            # sudo: a decision sees all facts, whoever asks for it
            claims = self.sudo().filtered(lambda c, m=model: c._source()._name == m)
            sources = claims[:1]._source().browse([claim._source().id for claim in claims])
            dates = {claim._source().id: claim.claim_date for claim in claims}
            known = self.sudo()._facts_of(sources, dates)
            policies = {policy: policy._to_policy() for policy in claims.policy_id}
            rates, same_class = claims._rates_of_claims(known), claims._same_class_amounts()
            for claim in claims:
                rate = rates[claim].get(claim.rule_id.code)
                usual = rate.amount if rate else same_class.get(claim.rule_key)
                given = replace(
                    known[claim._source().id],
                    rates=rates[claim],
                    amount_set=amounts.get(claim) or claim._to_amount_set(usual),
                    already=claim._already(),
                )
                rule = claim.rule_id._to_rule()
                decided[claim] = decide.decide(rule, policies[claim.policy_id], given)
        return decided

    def _rates_of_claims(self, known):
        """``{claim: amounts of its year's rate table}``, read once for a policy and its days."""
        found, rates = {}, {}
        for claim in self:
            days = (known[claim._source().id].event.award_date, claim.claim_date)
            key = (claim.policy_id, *days)
            if key not in found:
                found[key] = claim.policy_id._rates_on(*days)
            rates[claim] = found[key]
        return rates

    def _to_amount_set(self, same_class=None):
        """The amount that an officer set under a ceiling, as the pure decision sees it.

        :param same_class: yuan that the same clause gave last, or that the rate table names
        """
        # a supplement set the amount of the whole event anew
        last = (self.supplement_claim_ids & self._family()).sorted("id")[-1:] or self
        if not last.amount_set_by_id:
            return None
        return facts.AmountSet(
            amount=Decimal(f"{last.amount_set:.2f}"),
            reason=last.amount_reason or "",
            document_no=last.amount_document_no or "",
            set_by=last.amount_set_by_id.name,
            class_amount=same_class,
        )

    def _same_class_amounts(self):
        """``{rule key: yuan}`` of the last amount approved under each clause, or of its rate.

        Equal cases get equal amounts, or the reason for the difference is kept (A15).
        """
        amounts = {}
        approved = self.env["award.claim"].search(
            [
                ("rule_key", "in", self.mapped("rule_key")),
                ("state", "in", (*COMMITTED_STATES, *PAID_STATES)),
                ("id", "not in", self.ids),
                ("supplement_id", "=", False),
            ],
            order="approved_on, id",
        )
        for claim in approved:
            amounts[claim.rule_key] = Decimal(f"{claim._amount_as_set():.2f}")
        return amounts

    def _redecide(self):
        """Decide again where facts have moved; both results stay. Returns the claims that changed."""
        self._check_unapproved()
        return self._keep_again(self._decide_again())

    def _keep_again(self, changed):
        """Keep ``{claim: new decision}`` beside the decisions before; returns these claims."""
        rows = [
            (claim._source(), claim.policy_id, claim.rule_id, decision)
            for claim, decision in changed.items()
        ]
        # sudo: decisions are kept by the system
        self.sudo()._keep_decisions(rows, {id(d): claim for claim, d in changed.items()})
        for claim, decision in changed.items():
            claim.write(self._amounts_of(decision))
        return self.browse([claim.id for claim in changed])

    def _check_unapproved(self):
        late = self.filtered(lambda c: c.state not in UNAPPROVED_STATES)
        if late:
            raise UserError(
                self.env._("Approved already, the amount stands: %s", late._names_with_state())
            )

    def action_redecide(self):
        """Decide again on today's facts (officers); an unchanged outcome changes nothing."""
        self.check_access("read")
        self._check_officer()
        self._redecide()
        return True

    def action_set_amount(self, amount, reason, document_no=None, is_different_on_purpose=False):
        """Set the amount under a ceiling or at discretion, with its reason (award officers).

        :param amount: yuan; refused above what the ceiling leaves
        :param is_different_on_purpose: the reason says why this case is not equal to the others
        :raises UserError: for another amount than equal cases got, unless that is on purpose
        """
        self.ensure_one()
        self.check_access("read")
        self._check_officer()
        self._check_unapproved()
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason: equal cases get equal amounts."))
        if self.rule_id.kind == "fixed":
            raise UserError(self.env._("The clause fixes the amount."))
        if not is_different_on_purpose:
            self._check_equal_amount(amount)
        # sudo: the amount is kept by this action, with who set it
        self.sudo().write(
            {
                "amount_set": amount,
                "amount_reason": reason,
                "amount_document_no": document_no,
                "amount_set_by_id": self.env.uid,
            }
        )
        self._redecide()
        if self.decision_status != result.DUE:
            raise UserError(self.explanation)
        return True

    def _check_officer(self):
        if not self.env.user.has_group("brand_awards.group_award_officer"):
            raise UserError(self.env._("Award officers do this."))
