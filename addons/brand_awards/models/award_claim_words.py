"""A claim in words: where it stands, whose turn it is, what it waits for."""

from odoo import api, models

from ..decision import facts, result
from .award_claim import OPEN_STATES


class AwardClaim(models.Model):
    _inherit = "award.claim"

    @api.depends("state")
    @api.depends_context("lang")
    def _compute_public_state(self):
        """The enterprise's word for where the claim stands and who has it."""
        words = self._public_state_words()
        for claim in self:
            claim.public_state = words.get(claim.state, "")

    @api.model
    def _public_state_words(self):
        _ = self.env._
        return {
            "entitled": _("Please confirm your bank account"),
            "submitted": _("The office checks account and claim"),
            "returned": _("Please correct and confirm your bank account"),
            "reviewed": _("Waiting for approval"),
            "notice": _("In public notice before approval"),
            "approved": _("Approved, payment is being prepared"),
            "scheduled": _("Handed to finance for payment"),
            "paid": _("Paid"),
            "recovering": _("To be paid back"),
            "recovered": _("Paid back"),
            "rejected": _("Not granted"),
            "cancelled": _("Ended"),
        }

    @api.depends(
        "state",
        "bank_account_id",
        "account_trusted",
        "is_queued",
        "decision_id",
        "fund_id.available",
    )
    @api.depends_context("lang", "uid")
    def _compute_blockers(self):
        places, notices = self._queue_places(), self._notice_texts_by_claim()
        for claim in self:
            texts = claim._blocking_texts(places, notices.get(claim._origin.id, []))
            claim.blockers = "\n".join(texts) or False
            claim.waiting_for = texts[0] if texts else claim.approval_waiting

    def _blocking_texts(self, places, notice_texts):
        """What stands before the next step, told before anybody clicks; the gravest first."""
        self.ensure_one()
        if self.state not in (*OPEN_STATES, "scheduled"):
            return []
        _ = self.env._
        # sudo: what holds a claim is told to whoever may read the claim
        claim = self.sudo()
        texts = claim._hold_texts()
        if claim.decision_id and claim.decision_status != result.DUE:
            texts.append(claim.decision_id._status_text())
        if claim.is_queued:
            texts.append(claim._queue_text(places))
        if claim.state in ("entitled", "returned"):
            texts.append(
                _("An award officer enters the account from the paper that the person signed.")
                if self.recipient_kind == facts.PERSON
                else _("The enterprise has not confirmed its bank account.")
            )
        elif claim.bank_account_id and not claim.account_trusted:
            texts.append(_("The bank account still has to be checked by a second person."))
        return texts + notice_texts

    def _queue_text(self, places):
        fund = self.fund_id
        if not fund:
            return self.env._("No fund %s is open for this year.", self.rule_id.fund_code)
        return self.env._(
            "Fund exhausted: %(fund)s has %(free)s free, %(amount)s is needed; place %(place)s in the queue.",
            fund=fund.display_name,
            free=self.currency_id.format(fund.available),
            amount=self.currency_id.format(self.amount),
            place=places.get(self._origin.id, 1),
        )

    def _queue_places(self):
        """``{claim id: place}`` in the queues of these claims' funds; one query at most."""
        queued = self.filtered("is_queued")
        if not queued:
            return {}
        # sudo: the place in the queue counts everybody's claims
        rows = self.sudo().search(
            [("fund_id", "in", queued.fund_id.ids), ("is_queued", "=", True)],
            order="queued_on, id",
        )
        return {
            claim.id: place
            for claims in rows.grouped("fund_id").values()
            for place, claim in enumerate(claims, 1)
        }
