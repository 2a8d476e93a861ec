"""The applicant's side of a reward that is applied for: its draft, what is lacking, its words."""

from odoo import api, models
from odoo.exceptions import UserError

from ..decision import result as outcome
from .award_claim_application import ANSWERS, EDITABLE_STATES
from .award_claim_portal import ACCOUNT_FIELDS, MAX_CHARS
from .award_rule_application import APPLIED

# Longest statement; the form tells the same limit to the browser
MAX_TEXT = 5000
# Steps whose reason is addressed to the recipient
_TOLD_STEPS = ("action_return", "action_reject", "action_cancel", "action_stop", "action_withdraw")
ACCOUNT_ANSWERS = ("account", *ACCOUNT_FIELDS)


class AwardClaim(models.Model):
    _inherit = "award.claim"

    # -- words -----------------------------------------------------------------------------------

    @api.depends("claiming", "rule_id")
    @api.depends_context("lang")
    def _compute_public_state(self):
        result = super()._compute_public_state()
        _ = self.env._
        for claim in self.filtered(lambda c: c.claiming == APPLIED):
            words = {
                "entitled": _("You may apply for this reward")
                if claim.window_is_open
                else _("To be applied for when applications are taken"),
                "submitted": _("Your application is being reviewed"),
                "returned": _("Please correct your application"),
            }
            claim.public_state = words.get(claim.state, claim.public_state)
        return result

    def _blocking_texts(self, places, notice_texts):
        texts = super()._blocking_texts(places, notice_texts)
        if self.claiming != APPLIED:
            return texts
        _ = self.env._
        account = _("The enterprise has not confirmed its bank account.")
        words = {
            "entitled": _("The recipient has not applied yet."),
            "returned": _("The recipient corrects its application."),
        }
        return [words[self.state] if text == account else text for text in texts]

    def _tell_entitled(self):
        """As before; who has to apply is told so, also where the amount is still to be set."""
        applied = self.filtered(lambda c: c.claiming == APPLIED)
        told = super(AwardClaim, self - applied)._tell_entitled()
        for claim in applied.filtered(lambda c: c.decision_status != outcome.HELD):
            claim._tell_recipient(claim._apply_invitation())
        return told

    def _apply_invitation(self):
        self.ensure_one()
        _ = self.env._
        if not self.apply_to:
            return _(
                "You may apply for a reward: %(reward)s (%(amount)s). The days for applications"
                " will be announced.",
                reward=self.rule_id.name,
                amount=self._portal_amount_text(),
            )
        return _(
            "You may apply for a reward: %(reward)s (%(amount)s), from %(first)s until %(last)s,"
            " 24:00.",
            reward=self.rule_id.name,
            amount=self._portal_amount_text(),
            first=self.env["brand.portal"]._long_date(self.apply_from),
            last=self.env["brand.portal"]._long_date(self.apply_to),
        )

    # -- lists -----------------------------------------------------------------------------------

    def _portal_may_confirm(self):
        """The account of an application stands on its form."""
        if self.claiming == APPLIED and not self.needs_account:
            return False
        return super()._portal_may_confirm()

    def _portal_rows(self):
        rows = super()._portal_rows()
        # sudo: clause and window of claims that the caller was allowed to read
        for claim, row in zip(self.sudo(), rows, strict=True):
            applies = claim._apply_is_editable()
            row["is_yours"] = row["is_yours"] and not applies
            row["is_to_apply"] = applies
            row["apply_text"] = claim._apply_window_text() if applies else ""
            row["apply_button"] = claim._apply_button_text() if applies else ""
            row["apply_url"] = f"{row['url']}/apply"
        return rows

    def _portal_amount_text(self):
        """A ceiling is told as one while nobody has set the amount."""
        # sudo: the promise of the clause is public
        claim = self.sudo()
        if claim.decision_status == outcome.AMOUNT_OPEN and claim.promised:
            return self.env._("up to %s", self._portal_yuan(claim.promised))
        return super()._portal_amount_text()

    def _portal_tasks(self):
        """An application is a task while it can be handed in, with its last day."""
        applied = self.filtered(lambda c: c.claiming == APPLIED)
        tasks = super(AwardClaim, self - applied)._portal_tasks()
        portal, _ = self.env["brand.portal"], self.env._
        for claim in applied.filtered(lambda c: c._is_claimable_today()):
            row = claim._portal_rows()[0]
            text = (
                _("Correct your application for “%(item)s”, %(amount)s")
                if claim.state == "returned"
                else _("Apply for your reward: “%(item)s”, %(amount)s")
            )
            due = claim.due_on if claim.state == "returned" else claim.apply_to
            task = text % {"item": row["item"], "amount": row["amount"]}
            tasks.append(portal._task(task, row["apply_button"], row["apply_url"], due))
        return tasks

    # -- one application ---------------------------------------------------------------------------

    def _apply_is_editable(self):
        return self.claiming == APPLIED and self.state in EDITABLE_STATES

    def _apply_may_withdraw(self):
        origins = self._transitions["action_withdraw"][0]
        return self.claiming == APPLIED and self.state in origins

    def _apply_window_text(self):
        """When it can be handed in, in one sentence."""
        self.ensure_one()
        long, _ = self.env["brand.portal"]._long_date, self.env._
        if self.state == "returned":
            return _("To be corrected by %s, 24:00", long(self.due_on)) if self.due_on else ""
        if not self.apply_to:
            return _("The days for applications have not been announced yet.")
        if self.window_is_open:
            return _("Applications until %s, 24:00", long(self.apply_to))
        if self.apply_from > self.env["brand.workday"]._today():
            return _("Applications from %s on", long(self.apply_from))
        return _("Applications were taken until %s, 24:00.", long(self.apply_to))

    def _apply_button_text(self):
        self.ensure_one()
        if self.state == "returned":
            return self.env._("Correct")
        is_begun = self.statement or self.document_ids.filtered("sha256")
        return self.env._("Continue the draft") if is_begun else self.env._("Apply")

    def _apply_answers(self):
        """What the form shows: answers of the draft, at first the contact as the city knows it."""
        self.ensure_one()
        user = self.env.user
        answers = {name: self[name] for name in ANSWERS}
        answers["contact_name"] = answers["contact_name"] or user.name
        answers["contact_phone"] = answers["contact_phone"] or user.partner_id.phone
        return answers | self._account_answers()

    def _apply_save(self, name, value):
        """Save one answer of the draft as it was typed.

        :raises UserError: not editable now, too long, or no answer of this form
        """
        self.ensure_one()
        self.check_access("read")
        if not self._apply_is_editable():
            raise UserError(
                self.env._("Nothing can be changed in it now: %s", self._names_with_state())
            )
        text = str(value or "").replace("\r\n", "\n").strip()
        limit = MAX_TEXT if name == "statement" else MAX_CHARS
        if len(text) > limit:
            raise UserError(
                self.env._(
                    "At most %(limit)s characters, this has %(length)s.",
                    limit=limit,
                    length=len(text),
                )
            )
        # sudo: portal users do not write claims; these answers of their own draft only
        draft = self.sudo()
        if name == "declaration_accepted":
            draft.declaration_accepted = value in (True, "1", "on", "true")
        elif name in ANSWERS:
            draft[name] = text or False
        elif name in ACCOUNT_ANSWERS:
            draft.draft_account = {**self._account_answers(), name: text}
        else:
            raise UserError(self.env._("“%s” is not a field of this form.", name))

    def _apply_lacking(self):
        """``{place on the form: texts}`` of all that keeps it from being handed in."""
        places = {}
        for place, text in self._application_gaps():
            places.setdefault(place, []).append(text)
        return places

    def _apply_told(self):
        """``{place on the form: texts}`` of the gaps that the office told."""
        places = {}
        # sudo: gaps are addressed to the applicant
        for gap in self.sudo()._open_gaps():
            places.setdefault(gap._place(), []).append(gap.text)
        return places if self.state == "returned" else {}

    def _apply_history(self):
        """What happened when (never by whom): ``[{day, text, reason}]``, the last first."""
        self.ensure_one()
        portal = self.env["brand.portal"]
        # sudo: the days of the steps are told to whoever may read the claim
        return [
            {
                "day": portal._day(row.date),
                "text": row.step_label,
                "reason": row.reason if row.step in _TOLD_STEPS else "",
            }
            for row in self.sudo().transition_ids.sorted("id", reverse=True)
        ]

    def _portal_steps(self):
        """As before; the first two steps of what is applied for are told in its words."""
        steps = super()._portal_steps()
        if self.claiming == APPLIED:
            _ = self.env._
            words = (
                (_("You are entitled"), _("It follows from your certificate or honour.")),
                (
                    _("Application handed in"),
                    _("You apply with your proof, in the days announced."),
                ),
            )
            for step, (title, text) in zip(steps, words, strict=False):
                step.update(title=title, text=text)
        return steps


class AwardDecision(models.Model):
    _inherit = "award.decision"

    @api.model
    def _portal_refusals(self):
        """Why nothing is due for own events: ``[{item, clause, text, day}]``, the youngest first.

        Only where no claim of the event stands under any clause, and only the last word on it.
        """
        enterprise = self.env.user.partner_id.commercial_partner_id
        # sudo: decisions on events of the caller's own enterprise
        rows = self.sudo().search([("partner_id", "=", enterprise.id)], order="id desc")
        claimed = set(rows.filtered("claim_id").mapped("event_key"))
        portal, seen, found = self.env["brand.portal"], set(), []
        for row in rows.filtered(lambda r: r.status == outcome.NOTHING):
            key = (row.event_key, row.rule_id.code)
            if row.event_key in claimed or key in seen:
                continue
            seen.add(key)
            source = row.certificate_id or row.recognition_id
            found.append(
                {
                    "item": row.certificate_id.product_name or row.recognition_id.honour_id.name,
                    "name": source.display_name,
                    "clause": row.rule_id.name or "",
                    "text": row.explanation,
                    "day": portal._day(row.date),
                }
            )
        return found
