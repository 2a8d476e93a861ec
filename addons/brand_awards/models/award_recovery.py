from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.brand_certification.models.transition_mixin import transition

STATEMENT_DAYS = 5  # working days to state or to ask for a hearing
DEMAND_DAYS = 15  # natural days to pay back


class AwardRecovery(models.Model):
    """Money asked back (追回) after a withdrawal, a revocation or an error.

    Proposed by the system or by an officer, told to the recipient, who may state or ask to be heard;
    decided by somebody who did not approve the payment, in part or in whole. From the decision on
    the demand stands in Odoo's books as a credit note of the recipient, until it is received, set
    off against the next reward, or written off with authority.
    """

    _name = "award.recovery"
    _description = "Recovery"
    _inherit = ["award.correction.mixin", "portal.mixin"]

    _initial_state = "draft"
    _transitions = {
        "action_request": (("draft",), "requested", "brand_certification.group_approver"),
        "action_dismiss": (("draft",), "settled", "brand_certification.group_approver"),
        "action_settle": (("requested",), "settled", None),
    }
    _duties = {"action_request": "recover", "action_dismiss": "recover"}
    _approval_steps = ("action_request",)
    _write_windows = dict.fromkeys(
        ("amount", "reason", "basis", "hearing_on", "hearing_minutes"), ("draft",)
    )
    _system_fields = frozenset(
        {
            "name",
            "claim_id",
            "notified_on",
            "statement_due",
            "statement",
            "statement_on",
            "wants_hearing",
            "requested_on",
            "due_on",
            "settled_on",
            "outcome",
            "move_id",
        }
    )

    state = fields.Selection(
        [("draft", "Proposed"), ("requested", "Demanded"), ("settled", "Concluded")],
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    fund_id = fields.Many2one(related="claim_id.fund_id", store=True, index="btree_not_null")
    amount = fields.Monetary("To Be Paid Back", required=True, tracking=True, help="In yuan.")
    reason = fields.Text(required=True, help="What happened, with its document.")
    basis = fields.Text("Obliged by", help="The clause or decision that obliges repayment.")
    # -- the recipient is heard first
    notified_on = fields.Date("Told on", readonly=True, copy=False)
    statement_due = fields.Date("Statement until", readonly=True, copy=False)
    statement = fields.Text("Statement of the Recipient", readonly=True, copy=False)
    statement_on = fields.Datetime("Stated at", readonly=True, copy=False)
    wants_hearing = fields.Boolean("Hearing Asked for", readonly=True, copy=False)
    hearing_on = fields.Date("Heard on", copy=False)
    hearing_minutes = fields.Text("Minutes of the Hearing", copy=False)
    # -- from the decision to the money
    requested_on = fields.Date("Demanded on", readonly=True, copy=False)
    due_on = fields.Date("Pay Back until", readonly=True, copy=False)
    is_overdue = fields.Boolean(compute="_compute_is_overdue", search="_search_is_overdue")
    settled_on = fields.Date(readonly=True, copy=False)
    outcome = fields.Selection(
        [
            ("recovered", "Paid back"),
            ("part", "Paid back in part, the rest written off"),
            ("written_off", "Written off"),
            ("dismissed", "Not to be paid back"),
        ],
        readonly=True,
        copy=False,
    )
    move_id = fields.Many2one("account.move", "Credit Note", readonly=True, copy=False)
    receipt_ids = fields.One2many(
        "award.recovery.receipt", "recovery_id", "What Came in", readonly=True
    )
    recovered = fields.Monetary(compute="_compute_recovered", store=True)
    remaining = fields.Monetary("Still Open", compute="_compute_recovered", store=True)
    blockers = fields.Text("What Blocks the Next Step", compute="_compute_blockers")
    treasury_account = fields.Text(
        related="company_id.award_treasury_account", string="Account for Repayments"
    )

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "What is to be paid back is above 0."
    )
    _one_open = models.UniqueIndex(
        "(claim_id) WHERE state <> 'settled'", "A recovery of this claim is open already."
    )

    @api.constrains("amount", "claim_id")
    def _check_within_paid(self):
        for recovery in self:
            left = recovery.claim_id.amount - recovery.claim_id.recovered_amount
            if recovery.currency_id.compare_amounts(recovery.amount, left) > 0 and (
                recovery.state == "draft"
            ):
                raise ValidationError(
                    self.env._(
                        "%(claim)s: only %(left)s of the reward has not been paid back.",
                        claim=recovery.claim_id.display_name,
                        left=recovery.currency_id.format(left),
                    )
                )

    def _awaits_approval(self, step, approvals):
        """A recovery that was proposed waits for those who decide on it."""
        return True

    # -- computes --------------------------------------------------------------------------------

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for recovery in self:
            recovery.access_url = f"/my/brand/recovery/{recovery.id}"
        return result

    @api.depends("amount", "receipt_ids.amount", "receipt_ids.booking_ids", "state", "outcome")
    def _compute_recovered(self):
        for recovery in self:
            rows = recovery.receipt_ids
            recovery.recovered = sum(rows.filtered(lambda r: r.is_money).mapped("amount"))
            is_dismissed = recovery.outcome == "dismissed"
            recovery.remaining = (
                0.0 if is_dismissed else recovery.amount - sum(rows.mapped("amount"))
            )

    @api.depends("due_on", "state")
    def _compute_is_overdue(self):
        today = self.env["brand.workday"]._today()
        for recovery in self:
            recovery.is_overdue = bool(
                recovery.state == "requested" and recovery.due_on and recovery.due_on < today
            )

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env["brand.workday"]._today()
        late = fields.Domain("state", "=", "requested") & fields.Domain("due_on", "<", today)
        return late if True in value else ~late

    @api.depends("state", "notified_on", "statement_on", "wants_hearing", "hearing_minutes")
    @api.depends_context("lang")
    def _compute_blockers(self):
        for recovery in self:
            texts = recovery._hearing_problems() if recovery.state == "draft" else []
            recovery.blockers = "\n".join(texts) or False

    def _hearing_problems(self):
        """What is lacking before anything may be demanded: the recipient is heard first."""
        self.ensure_one()
        _ = self.env._
        if not self.notified_on:
            return [_("The recipient has not been told yet.")]
        texts = []
        today = self.env["brand.workday"]._today()
        if not self.statement_on and today <= self.statement_due:
            texts.append(
                _(
                    "The recipient may state its view until %s, 24:00.",
                    self.env["brand.portal"]._long_date(self.statement_due),
                )
            )
        if self.wants_hearing and not (self.hearing_on and self.hearing_minutes):
            texts.append(_("A hearing was asked for: enter its day and its minutes."))
        if not (self.basis or "").strip():
            texts.append(_("Name the clause or decision that obliges repayment."))
        return texts

    # -- hearing -----------------------------------------------------------------------------------

    def action_notify(self):
        """Tell the recipient what is to be decided; it may state its view or ask to be heard.

        By award officers, once; the term is five working days.
        """
        self.check_access("read")
        self.env["award.claim"]._check_officer()
        late = self.filtered(lambda r: r.state != "draft" or r.notified_on)
        if late:
            raise UserError(self.env._("Told already: %s", late._names_with_state()))
        day = self.env["brand.workday"]
        due = day._calendar().add_working_days(day._today(), STATEMENT_DAYS).date
        # sudo: dates of the procedure are the system's
        self.sudo().write({"notified_on": day._today(), "statement_due": due})
        for recovery in self:
            recovery._tell_recipient(
                self.env._(
                    "It is to be decided whether %(amount)s of the reward is paid back: %(reason)s"
                    " You may state your view or ask for a hearing until %(due)s.",
                    amount=recovery.currency_id.format(recovery.amount),
                    reason=recovery.reason,
                    due=self.env["brand.portal"]._long_date(due),
                )
            )
        return True

    def action_state(self, text, wants_hearing=False):
        """Enter the recipient's statement (its own portal users, or an officer from a letter)."""
        self.ensure_one()
        self.check_access("read")
        if not (text or "").strip():
            raise UserError(self.env._("Write down the statement first."))
        today = self.env["brand.workday"]._today()
        if self.state != "draft" or not self.notified_on or today > self.statement_due:
            raise UserError(self.env._("The term for a statement is not open."))
        is_own = (
            self.env.user.partner_id.commercial_partner_id == self.partner_id.commercial_partner_id
        )
        if not is_own:
            self.env["award.claim"]._check_officer()
        # sudo: the statement is kept as given; who may give it was checked
        self.sudo().write(
            {
                "statement": text.strip(),
                "statement_on": fields.Datetime.now(),
                "wants_hearing": bool(wants_hearing),
            }
        )
        return True

    # -- transitions -----------------------------------------------------------------------------

    @transition
    def action_request(self, document_no=None, reason=None):
        """Decide that the money is paid back: a demand in the books, due in fifteen days.

        By somebody who neither reviewed nor approved the payment; with a document number, and
        after the recipient could be heard.
        """
        day = self.env["brand.workday"]
        due = day._calendar().natural_deadline(day._today(), days=DEMAND_DAYS).date
        # sudo: books, dates and the claim's state follow from the decision
        for recovery in self.sudo():
            recovery.write({"requested_on": day._today(), "due_on": due})
            recovery._book_demand()
            recovery.claim_id.action_recover()
            recovery._tell_recipient(
                self.env._(
                    "Please pay back %(amount)s until %(due)s (decision %(number)s).",
                    amount=recovery.currency_id.format(recovery.amount),
                    due=self.env["brand.portal"]._long_date(due),
                    number=document_no,
                )
            )

    @transition
    def action_dismiss(self, reason=None, document_no=None):
        """Decide that nothing is paid back, with the reason; the claim stays paid."""
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason: it is kept with the claim."))
        # sudo: the outcome is the system's field
        self.sudo().write(
            {"outcome": "dismissed", "settled_on": self.env["brand.workday"]._today()}
        )
        self.sudo().claim_id.write({"recovery_reason": False})

    @transition
    def action_settle(self, reason=None, document_no=None):
        """Nothing is open any more: received, set off or written off."""
        for recovery in self:
            money = recovery.currency_id.compare_amounts(recovery.recovered, 0) > 0
            whole = not recovery.currency_id.compare_amounts(recovery.recovered, recovery.amount)
            recovery.write(
                {
                    "outcome": "recovered" if whole else "part" if money else "written_off",
                    "settled_on": self.env["brand.workday"]._today(),
                }
            )
            claim = recovery.claim_id
            claim.action_recovered() if money else claim.action_keep_paid()

    def _check_step(self, step, document_no=None):
        result = super()._check_step(step, document_no)
        if step == "action_request":
            if not document_no:
                raise UserError(self.env._("Enter the document number of the decision."))
            problems = [
                f"• {recovery.display_name}: {text}"
                for recovery in self.sudo()
                for text in recovery._hearing_problems()
            ]
            if problems:
                raise UserError("\n".join(problems))
        return result

    def _transition_file(self):
        """The claim: who reviewed or approved its payment does not decide on taking it back."""
        return self.claim_id

    def _transition_files(self):
        return self.claim_id

    def _tell_recipient(self, text):
        self.ensure_one()
        # sudo: the officer need not follow the file to tell its recipient
        self.sudo().message_post(
            body=text,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.sudo().partner_id.ids,
            author_id=self.sudo().company_id.partner_id.id,
        )

    def action_view_claim(self):
        """The claim that was paid."""
        self.ensure_one()
        return self.claim_id.get_formview_action()

    def action_view_credit_note(self):
        """The demand in Odoo's accounting."""
        self.ensure_one()
        return self.move_id.get_formview_action()
