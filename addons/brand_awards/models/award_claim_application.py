"""A reward that is applied for: proof, draft, submission in a window, correction, withdrawal."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.brand_certification.models.transition_mixin import transition
from odoo.addons.brand_certification.scheme import gaps

from ..decision import result
from .award_rule_application import APPLIED, BY_ITSELF

ENTERPRISE = "brand_certification.group_enterprise"
EDITABLE_STATES = ("entitled", "returned")
# Answers of the application, in the order of the form
ANSWERS = ("statement", "contact_name", "contact_phone", "declaration_accepted")
_REQUIRED = ("statement", "contact_name", "contact_phone")
_WINDOW_GAPS = ("window_not_yet_open", "window_closed")


class AwardClaim(models.Model):
    _name = "award.claim"
    _inherit = ["award.claim", "brand.submitted.mixin"]

    _transitions = {
        "action_submit": (EDITABLE_STATES, "submitted", ENTERPRISE),
        "action_withdraw": (("submitted", "returned", "reviewed"), "entitled", ENTERPRISE),
    }
    _duties = {"action_submit": "claim", "action_withdraw": "claim"}
    _system_fields = frozenset({*ANSWERS, "draft_account", "submitted_on"})

    claiming = fields.Selection(related="rule_id.claiming", store=True, index=True)
    statement = fields.Text("Statement of the Applicant", readonly=True, copy=False)
    contact_name = fields.Char("Contact", readonly=True, copy=False)
    contact_phone = fields.Char(readonly=True, copy=False)
    declaration_accepted = fields.Boolean("Declaration Given", readonly=True, copy=False)
    # As typed, also what could not be an account; emptied when the application is handed in
    draft_account = fields.Json(readonly=True, copy=False, groups="base.group_system")
    submitted_on = fields.Datetime("Handed in at", readonly=True, copy=False)
    document_ids = fields.One2many("award.claim.document", "claim_id", "Proof", readonly=True)
    gap_ids = fields.One2many("award.claim.gap", "claim_id", "Gaps")
    submission_ids = fields.One2many(
        "award.claim.submission", "claim_id", "Submissions", readonly=True, copy=False
    )
    apply_from = fields.Date("Applications from", compute="_compute_window", compute_sudo=True)
    apply_to = fields.Date("Applications until", compute="_compute_window", compute_sudo=True)
    window_is_open = fields.Boolean(
        "Takes Applications Today", compute="_compute_window", compute_sudo=True
    )

    @api.depends("rule_id")
    def _compute_window(self):
        applied = self.filtered(lambda c: c.claiming == APPLIED)
        windows = self.env["award.window"]._windows_of(applied.rule_id) if applied else {}
        for claim in self:
            window = windows.get(claim.rule_id)
            claim.apply_from = window.date_from if window else False
            claim.apply_to = window.date_to if window else False
            claim.window_is_open = bool(window and window.is_open_today)

    @api.model_create_multi
    def create(self, vals_list):
        """Each claim that is applied for begins with the checklist of its clause."""
        claims = super().create(vals_list)
        applied = claims.filtered(lambda c: c.claiming == APPLIED)
        # sudo: the checklist follows from the clause
        self.env["award.claim.document"].sudo().create(
            [
                {"claim_id": claim.id, "type_id": kind.id}
                for claim in applied
                for kind in claim.sudo().rule_id.document_ids
            ]
        )
        return claims

    # -- steps ---------------------------------------------------------------------------------------

    @transition
    def action_submit(self, bank_account_id=None):
        """Hand the application in: complete, in its window, recipient in good standing.

        The window's last day runs to 24:00; a returned application is corrected within its own
        limit, also after the window. What was handed in is kept as a version.

        :param bank_account_id: own account; without it the one of the draft
        :raises UserError: with all that is lacking, at once
        """
        # sudo: facts and decisions are the system's
        self.sudo()._redecide()
        for claim in self:
            lacking = claim._application_gaps(bank_account_id)
            if lacking:
                raise UserError(
                    self.env._(
                        "%(claim)s is not complete:\n%(gaps)s",
                        claim=claim.display_name,
                        gaps="\n".join(f"• {text}" for _place, text in lacking),
                    )
                )
            now = fields.Datetime.now()
            # sudo: the recipient may not read accounts in general; ownership is checked right here
            accounts = self.env["res.partner.bank"].sudo()
            account = accounts.browse(bank_account_id or claim._draft_account_id())
            account.exists()._check_usable_by(claim.sudo().partner_id)
            # sudo: dates and the account are kept by the system
            claim.sudo().write(
                {
                    "bank_account_id": account.id,
                    "confirmed_on": now,
                    "submitted_on": now,
                    "draft_account": False,
                }
            )
        # sudo: answered by this submission; the office looks at each again
        self.sudo().gap_ids.write({"corrected": True})
        self._keep_submission()

    @transition
    def action_withdraw(self, reason=None):
        """Take the application back (the applicant); it may be handed in again in a window."""
        # sudo: the queue and the declaration are the system's fields
        self.sudo().write(
            {"queued_on": False, "queued_by_id": False, "declaration_accepted": False}
        )

    # -- guards --------------------------------------------------------------------------------------

    def _check_step(self, step, document_no=None):
        outcome = super()._check_step(step, document_no)
        wanted = {
            "action_confirm_account": BY_ITSELF,
            "action_submit": APPLIED,
            "action_withdraw": APPLIED,
        }.get(step)
        wrong = self.filtered(lambda c: wanted and c.claiming != wanted)
        if wrong and wanted == BY_ITSELF:
            raise UserError(
                self.env._(
                    "These rewards are applied for; hand in the application: %s",
                    wrong._names_with_state(),
                )
            )
        if wrong:
            raise UserError(
                self.env._(
                    "These rewards come by themselves; only the account is confirmed: %s",
                    wrong._names_with_state(),
                )
            )
        if step == "action_enter_account":
            self._check_paper_application()
        if step == "action_return":
            self._check_gaps_written()
        return outcome

    def _check_paper_application(self):
        """An officer enters what a person applied for on paper: in time and with its proof."""
        texts = [
            f"• {claim.display_name}: {text}"
            for claim in self.filtered(lambda c: c.claiming == APPLIED)
            for place, text in claim._application_gaps()
            if place == "window" or place.startswith("document_")
        ]
        if texts:
            raise UserError(self.env._("The application is not complete:\n%s", "\n".join(texts)))

    def _check_gaps_written(self):
        silent = self.filtered(lambda c: c.claiming == APPLIED and not c.open_gap_count)
        if silent:
            raise UserError(
                self.env._(
                    "Write down every gap first; the applicant is told all of them at once: %s",
                    silent._names_with_state(),
                )
            )

    def action_return(self, reason=None):
        """As before; the applicant is told every gap at once, with the last day to correct them."""
        if not (reason or "").strip() and self and all(self.mapped("open_gap_count")):
            reason = self.env._("See the gaps that are listed.")
        return super().action_return(reason)

    def _tell_returned(self, reason):
        """The gaps and the last day, in the claim's own thread."""
        day = self.env["brand.workday"]
        calendar, today = day._calendar(), day._today()
        for claim in self:
            gap_texts = claim._open_gaps().mapped("text")
            days = claim.sudo().policy_id.correct_days
            title = self.env._("Please correct your reward claim:")
            if days:
                due = calendar.add_working_days(today, days).date
                title = self.env._(
                    "Please correct your reward claim by %s, 24:00:",
                    self.env["brand.portal"]._long_date(due),
                )
            claim._tell_recipient(title, "; ".join([reason, *gap_texts]))

    # -- what is lacking -----------------------------------------------------------------------------

    def _application_gaps(self, bank_account_id=None):
        """All that keeps the application from being handed in: ``[(place on the form, text)]``."""
        self.ensure_one()
        # sudo: what holds a claim is told to whoever may read it
        claim = self.sudo()
        rows = [("claim", text) for text in claim._hold_texts()]
        if claim.decision_status == result.NOTHING:
            rows.append(("claim", claim.explanation))
        if claim.state == "entitled" and not claim.apply_from:
            rows.append(
                ("window", self.env._("No application window was announced for this reward yet."))
            )
        Application = self.env["brand.application"]
        rows += [
            (_place(gap), Application._gap_text(gap))
            for gap in gaps.gaps(claim._application_facts())
        ]
        if not bank_account_id:
            errors = self._portal_account_errors(self._account_answers())
            rows += [(place, text) for place, texts in errors.items() for text in texts]
        return rows

    def _application_facts(self):
        labels = self.fields_get(_REQUIRED, ["string"])
        is_in_correction = self.state != "entitled"
        return gaps.Facts(
            today=self.env["brand.workday"]._today(),
            window=gaps.Window()
            if is_in_correction
            else gaps.Window(self.apply_from or None, self.apply_to or None),
            fields=tuple(
                gaps.Field(name, labels[name]["string"], bool((self[name] or "").strip()))
                for name in _REQUIRED
            ),
            documents=tuple(
                gaps.Document(
                    f"document_{row.id}", row.name, int(bool(row.sha256)), row.type_id.required
                )
                for row in self.document_ids
            ),
            is_standard_required=False,
            is_declaration_accepted=self.declaration_accepted,
        )

    def _account_answers(self):
        """The account of the draft as typed, else the one that the recipient used last."""
        # sudo: what the recipient typed itself
        typed = self.sudo().draft_account or {}
        if typed:
            return typed
        return self._portal_account_answers(self._portal_accounts())

    def _draft_account_id(self):
        return self._portal_account_id(self._account_answers())


def _place(gap):
    if gap.code in _WINDOW_GAPS:
        return "window"
    return "declaration_accepted" if gap.code == "declaration_missing" else gap.params["key"]
