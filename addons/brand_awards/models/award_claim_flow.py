"""The steps of a claim: preconditions and effects of each transition."""

from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.brand_certification.models.transition_mixin import transition

from ..decision import result
from .award_claim import OPEN_STATES

# Steps at which recipient and certificate are looked at again
_CHECKED_STEPS = ("action_review", "action_approve", "action_schedule")


class AwardClaim(models.Model):
    _inherit = "award.claim"

    # -- enterprise --------------------------------------------------------------------------------

    @transition
    def action_confirm_account(self, bank_account_id):
        """Name the account to be paid; all that the enterprise has to do.

        Refused: an account of somebody else, a person's account for a company, another holder name
        without a reason, or a number that the bank's file could not carry.

        :param bank_account_id: id of a ``res.partner.bank`` of the recipient itself
        """
        # sudo: the recipient may not read accounts in general; ownership is checked right here
        account = self.env["res.partner.bank"].sudo().browse(bank_account_id).exists()
        for claim in self.sudo():
            account._check_usable_by(claim.partner_id)
            claim.write({"bank_account_id": account.id, "confirmed_on": fields.Datetime.now()})

    # -- office ------------------------------------------------------------------------------------

    @transition
    def action_review(self, reason=None):
        """Check the claim on today's facts: amount due, recipient in good standing.

        Facts that have moved are decided again, and both results stay on file.
        """
        self._redecide()
        undue = self.filtered(lambda c: c.decision_status != result.DUE or not c.amount)
        if undue:
            raise UserError(
                "\n".join(f"{claim.display_name}: {claim.explanation}" for claim in undue)
            )
        self._assign_funds()

    @transition
    def action_return(self, reason=None):
        """Return to the enterprise with the reason it is told; it confirms its account anew."""
        self._require_reason(reason)
        # sudo: the queue and the account are the system's fields; the role was checked
        self.sudo().write({"queued_on": False, "queued_by_id": False})
        self._tell_returned(reason)

    @transition
    def action_reject(self, reason=None, document_no=None):
        """Refuse the claim, with the reason that the recipient is told."""
        self._require_reason(reason)
        # sudo: the queue is the system's
        self.sudo().write({"queued_on": False, "queued_by_id": False})
        self._tell_recipient(self.env._("Your reward claim was not granted:"), reason)

    @transition
    def action_approve(self, reason=None, document_no=None):
        """Approve and commit the money of the year's fund, in one transaction.

        Claims beyond the budget stay where they are and wait in the queue, in order and visibly;
        the approvals given for them count when the money comes.
        """
        # sudo: dates and the queue are the system's fields; role and levels were checked
        self.sudo().write(
            {"approved_on": fields.Datetime.now(), "queued_on": False, "queued_by_id": False}
        )

    @transition
    def action_withdraw_approval(self, reason=None, document_no=None):
        """Take an approval back, with a reason: the money goes back to the fund."""
        self._require_reason(reason)
        self._release(reason, document_no)

    # -- steps taken by other records ----------------------------------------------------------------

    @transition
    def action_cancel(self, reason=None, document_no=None):
        """The ground of the claim fell away: certificate withdrawn, honour revoked."""
        self.filtered(lambda c: c.state == "approved")._release(reason, document_no)
        self.write({"queued_on": False, "queued_by_id": False})

    @transition
    def action_schedule(self):
        """A disbursement has taken the claim: account checked by a second person, one per payee."""
        self._check_accounts()

    @transition
    def action_unschedule(self, reason=None):
        """The disbursement has let the claim go; it can be taken by the next one."""

    @transition
    def action_pay(self, day=None):
        """The payment is posted and reconciled with the claim's bill.

        :param day: of the payment; today if not given
        """
        self.write({"paid_on": day or self.env["brand.workday"]._today()})

    # -- guards ------------------------------------------------------------------------------------

    def _check_step(self, step, document_no=None):
        result = super()._check_step(step, document_no)
        if step in _CHECKED_STEPS:
            self._check_eligible()
        if step == "action_approve":
            self._check_ready_for_approval()
        return result

    def _begin_transition(self, step, reason, document_no):
        if step == "action_approve":
            # first of all: whoever comes second waits here and starts anew on fresh figures
            self._touch_funds()
        return super()._begin_transition(step, reason, document_no)

    def _moving_now(self, step):
        return self._commit_to_funds() if step == "action_approve" else super()._moving_now(step)

    def _record_approvals(self, step, reason, document_no):
        """Approvals of claims that waited for money only are complete and are not asked again."""
        complete = self.browse()
        if step == "action_approve":
            complete = self.filtered("is_queued")._with_all_approvals(step)
        if complete:
            complete._check_step_role(step)
        return complete | super(AwardClaim, self - complete)._record_approvals(
            step, reason, document_no
        )

    def _with_all_approvals(self, step):
        """Those whose levels are all approved, for the amount that stands today."""
        Approval = self.env["brand.approval"]
        levels = self.env["brand.approval.level"]._levels_of_step(self._name, step)
        given = Approval._valid_approvals(self, step)
        return self.filtered(
            lambda c: Approval._is_complete(
                levels.filtered(lambda level: level._applies_to(c.sudo())), given[c.id]
            )
        )

    def _check_eligible(self):
        """Refuse the batch, naming everybody whose standing or certificate holds the claim."""
        held = [
            f"• {claim.display_name}: {text}"
            for claim in self.sudo()
            for text in claim._hold_texts()
        ]
        if held:
            raise UserError(self.env._("On hold:\n%s", "\n".join(held)))

    def _hold_texts(self):
        """What holds this claim on account of its recipient or its certificate."""
        self.ensure_one()
        _ = self.env._
        texts, today = [], self.env["brand.workday"]._today()
        listed = self.partner_id._credit_words(today)
        if listed:
            texts.append(_("The enterprise is blacklisted: %s", listed))
        state = self.certificate_id.state
        if state == "suspended":
            texts.append(_("The certificate is suspended."))
        elif state in ("withdrawn", "cancelled"):
            texts.append(_("The certificate is no longer valid."))
        if self.recognition_id.state == "revoked":
            texts.append(_("The honour was revoked."))
        return texts

    def _check_ready_for_approval(self):
        """Notice done where the clause asks for it, no objection open, facts as they were reviewed."""
        texts = self._notice_texts_by_claim()
        waiting = [
            f"• {claim.display_name}: {text}" for claim in self for text in texts.get(claim.id, [])
        ]
        if waiting:
            raise UserError(self.env._("Not ready for approval:\n%s", "\n".join(waiting)))
        moved = self._decide_again()
        if moved:
            names = ", ".join(claim.display_name for claim in moved)
            raise UserError(
                self.env._(
                    "The facts have changed since the review: %s. Decide again, then approve.",
                    names,
                )
            )

    def _check_accounts(self):
        """Each account checked by a second person and still usable; one account per recipient."""
        texts = self._account_texts()
        problems = [
            f"• {claim.display_name}: {text}" for claim in self for text in texts.get(claim.id, [])
        ]
        if problems:
            raise UserError("\n".join(problems))

    def _account_texts(self):
        """``{claim id: [what keeps its account from being paid]}``."""
        texts = defaultdict(list)
        for claim in self.sudo():
            texts[claim.id] += claim.bank_account_id._payment_problems(claim.partner_id)
        # sudo: another open claim of the payee counts whoever may read it
        others = self.sudo().search(
            [
                ("company_id", "in", self.company_id.ids),
                ("payee_key", "in", self.mapped("payee_key")),
                ("state", "in", ("submitted", "reviewed", "notice", "approved", "scheduled")),
            ]
        )
        for claims in (others | self.sudo()).grouped("payee_key").values():
            if len(claims.bank_account_id) > 1:
                text = self.env._(
                    "%(name)s has named different accounts for its open claims: %(claims)s",
                    name=claims[:1].partner_id.name,
                    claims=", ".join(f"{c.name} {c.account_label}" for c in claims),
                )
                for claim in claims & self.sudo():
                    texts[claim.id].append(text)
        return texts

    def _texts_before_payment(self):
        """``{claim id: [what keeps it out of a disbursement today]}``, as scheduling checks it."""
        texts = self._account_texts()
        for claim in self.sudo():
            texts[claim.id] += claim._hold_texts()
        return texts

    def _require_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason: the recipient is told it."))

    # -- money ---------------------------------------------------------------------------------------

    def _assign_funds(self):
        """Set the fund of this year where a claim has none, or one that is closed."""
        year = self.env["brand.workday"]._today().year
        Fund, found = self.env["award.fund"], {}
        # sudo: which fund pays follows from the clause and the year
        for claim in self.sudo().filtered(lambda c: c.fund_id.state != "open"):
            key = (claim.company_id, claim.rule_id.fund_code, year, claim.district_id)
            if key not in found:
                found[key] = Fund._of_year(*key)
            if found[key] or claim.fund_id:
                claim.fund_id = found[key]

    def _touch_funds(self):
        """Take the rows of these claims' funds, in id order (see ``award.fund._touch``)."""
        # sudo: the fund's row is the system's
        for fund in self.sudo().fund_id.sorted("id"):
            fund._touch()

    def _commit_to_funds(self):
        """Commit these claims fund by fund (in id order, against deadlocks); return those that fit.

        The others are put into their fund's queue.
        """
        self._assign_funds()
        granted = self.browse()
        # sudo: the fund's figures and ledger are the system's
        by_fund = self.sudo().grouped("fund_id")
        for fund in sorted(filter(None, by_fund), key=lambda fund: fund.id):
            granted |= fund._commit_claims(by_fund[fund])
        (self - granted)._enqueue()
        return granted.with_env(self.env)

    def _enqueue(self):
        """Wait for money: approved by people, beyond the budget. The place is kept once taken."""
        new = self.sudo().filtered(lambda c: not c.queued_on)
        new.write({"queued_on": fields.Datetime.now(), "queued_by_id": self.env.uid})
        new._message_log_batch(
            bodies={
                claim.id: self.env._("Approved, but the fund is exhausted: waits in the queue.")
                for claim in new
            }
        )

    def _release(self, reason, document_no):
        """Give the money of approved claims back to their funds."""
        # sudo: bills and the fund's ledger are the system's
        for fund, claims in self.sudo().grouped("fund_id").items():
            # a bill is left where the bank could not pay it; it falls with the approval
            billed = claims.filtered("bill_id")
            billed.bill_id._award_cancel()
            rows = [
                fund._entry(kind, claim.amount, document_no, reason, claim)
                for kind, of_kind in (("unbill", billed), ("release", claims))
                for claim in of_kind
            ]
            fund._post(rows)
        self.sudo().write({"approved_on": False, "bill_id": False})

    # -- what other records cause ----------------------------------------------------------------------

    def _end_for(self, reason, document_no=None):
        """The ground fell away: open claims end, paid ones get a proposed recovery.

        A scheduled claim is held where it is: finance takes it out of its batch, by a person.
        """
        ending = self.filtered(lambda c: c.state in OPEN_STATES)
        if ending:
            ending.action_cancel(reason, document_no)
        paid = self.filtered(lambda c: c.state == "paid" and not c.recovery_reason)
        paid.write({"recovery_reason": " ".join(filter(None, (reason, document_no)))})
        paid._message_log_batch(
            bodies={
                claim.id: self.env._("Recovery proposed: %s", claim.recovery_reason)
                for claim in paid
            }
        )

    def _tell_entitled(self):
        """Tell recipients what is due to them, and the one thing that they have to do."""
        for claim in self.filtered("amount"):
            claim._tell_recipient(
                self.env._(
                    "A reward of %(amount)s is due to you. Please confirm your bank account.",
                    amount=claim.currency_id.format(claim.amount),
                )
            )

    def _tell_recipient(self, title, text=""):
        """Message to the recipient's users, in the claim's own thread."""
        for claim in self:
            # sudo: the officer need not follow the claim to tell its recipient
            claim.sudo().message_post(
                body=f"{title} {text}".strip(),
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                partner_ids=claim.sudo().partner_id.ids,
                author_id=claim.sudo().company_id.partner_id.id,
            )
