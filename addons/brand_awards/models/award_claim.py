from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, ValidationError

# Not at its end yet; the facts behind it may still change it
OPEN_STATES = ("entitled", "submitted", "returned", "reviewed", "notice", "approved")
# Before the approval: a change of facts recomputes the amount (docs/meaning.md 4, "Facts move")
UNAPPROVED_STATES = ("entitled", "submitted", "returned", "reviewed", "notice")
# Money is committed but has not left
COMMITTED_STATES = ("approved", "scheduled")
PAID_STATES = ("paid", "recovering")
ENDED_STATES = ("rejected", "cancelled")

# Fields that the recipient itself does not read; it has public_state, account_label, explanation
_STAFF = "base.group_user"
_SOURCES = {"brand.certificate": "certificate_id", "award.recognition": "recognition_id"}


class AwardClaim(models.Model):
    """What one recipient is due under one clause for one event, why, and its way to the bank."""

    _name = "award.claim"
    _description = "Reward Claim"
    _inherit = [
        "brand.transition.mixin",
        "brand.notice.subject.mixin",
        "portal.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "claim_date desc, id desc"
    _rec_names_search = ["name", "partner_id.name"]
    _mail_post_access = "read"

    _initial_state = "entitled"
    _transitions = {
        "action_confirm_account": (
            ("entitled", "returned"),
            "submitted",
            "brand_certification.group_enterprise",
        ),
        "action_review": (("submitted",), "reviewed", "brand_awards.group_award_officer"),
        "action_return": (
            ("submitted", "reviewed", "notice"),
            "returned",
            ("brand_awards.group_award_officer", "brand_certification.group_approver"),
        ),
        "action_enter_notice": (("reviewed",), "notice", None),
        "action_approve": (
            ("reviewed", "notice"),
            "approved",
            "brand_certification.group_approver",
        ),
        "action_withdraw_approval": (
            ("approved",),
            "reviewed",
            "brand_certification.group_approver",
        ),
        "action_reject": (
            UNAPPROVED_STATES,
            "rejected",
            ("brand_awards.group_award_officer", "brand_certification.group_approver"),
        ),
        "action_cancel": (OPEN_STATES, "cancelled", None),
        "action_schedule": (("approved",), "scheduled", None),
        "action_unschedule": (("scheduled",), "approved", None),
        "action_pay": (("scheduled",), "paid", None),
    }
    _duties = {
        "action_confirm_account": "claim",
        "action_review": "review",
        "action_approve": "approve",
        "action_withdraw_approval": "approve",
    }
    _write_windows = dict.fromkeys(("fund_id",), UNAPPROVED_STATES)
    _approval_steps = ("action_approve",)
    _approval_amount_field = "amount"
    _system_fields = frozenset(
        {
            "name",
            "partner_id",
            "certificate_id",
            "recognition_id",
            "program_id",
            "company_id",
            "district_id",
            "rule_id",
            "rule_key",
            "rule_version",
            "event_key",
            "payee_key",
            "claim_date",
            "amount",
            "promised",
            "paid_before",
            "decision_id",
            "bank_account_id",
            "queued_on",
            "queued_by_id",
            "amount_set",
            "amount_reason",
            "amount_document_no",
            "amount_set_by_id",
            "bill_id",
            "payment_id",
            "recovery_reason",
            "confirmed_on",
            "approved_on",
            "paid_on",
        }
    )

    # -- what it is about
    name = fields.Char("Reference", readonly=True, copy=False, index=True)
    state = fields.Selection(
        [
            ("entitled", "Entitled"),
            ("submitted", "Submitted"),
            ("returned", "Returned"),
            ("reviewed", "Reviewed"),
            ("notice", "Public notice"),
            ("approved", "Approved"),
            ("scheduled", "Taken for payment"),
            ("paid", "Paid"),
            ("recovering", "Being recovered"),
            ("recovered", "Recovered"),
            ("rejected", "Rejected"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    partner_id = fields.Many2one(
        "res.partner", "Recipient", required=True, readonly=True, index=True
    )
    certificate_id = fields.Many2one("brand.certificate", readonly=True, index="btree_not_null")
    recognition_id = fields.Many2one("award.recognition", readonly=True, index="btree_not_null")
    item_name = fields.Char("What Is Rewarded", compute="_compute_item_name", compute_sudo=True)
    program_id = fields.Many2one("brand.program", "Programme", readonly=True)
    company_id = fields.Many2one("res.company", "City", required=True, readonly=True, index=True)
    district_id = fields.Many2one("brand.district", readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    rule_id = fields.Many2one("award.rule", "Clause", required=True, readonly=True, index=True)
    policy_id = fields.Many2one(
        related="rule_id.policy_id", store=True, index=True, string="Policy"
    )
    department = fields.Char(related="rule_id.department", store=True)
    rule_version = fields.Integer("Version of the Clause", readonly=True)
    rule_key = fields.Char(required=True, readonly=True)
    event_key = fields.Char(required=True, readonly=True)
    payee_key = fields.Char(required=True, readonly=True, index=True)
    claim_date = fields.Date("Entitled on", required=True, readonly=True)

    # -- how much, and why
    amount = fields.Monetary(readonly=True, tracking=True, help="Due, in yuan.")
    promised = fields.Monetary(readonly=True)
    paid_before = fields.Monetary(readonly=True)
    decision_id = fields.Many2one("award.decision", readonly=True, copy=False)
    decision_ids = fields.One2many("award.decision", "claim_id", "All Decisions", readonly=True)
    decision_status = fields.Selection(related="decision_id.status", string="Outcome")
    explanation = fields.Text(related="decision_id.explanation")
    calculation = fields.Text(
        related="decision_id.calculation", string="Calculation Sheet", groups=_STAFF
    )
    amount_set = fields.Monetary(readonly=True, copy=False)
    amount_reason = fields.Text("Reason for the Amount", readonly=True, copy=False)
    amount_document_no = fields.Char("Amount Set by Document", readonly=True, copy=False)
    amount_set_by_id = fields.Many2one("res.users", "Amount Set by", readonly=True, copy=False)

    # -- the way to the bank
    fund_id = fields.Many2one(
        "award.fund",
        index=True,
        domain="[('company_id', '=', company_id), ('state', '=', 'open')]",
    )
    bank_account_id = fields.Many2one("res.partner.bank", readonly=True, copy=False, groups=_STAFF)
    account_label = fields.Char(
        "Account to Be Paid", compute="_compute_account_label", compute_sudo=True
    )
    account_trusted = fields.Boolean(
        "Account Checked", compute="_compute_account_label", compute_sudo=True
    )
    queued_on = fields.Datetime("In the Queue since", readonly=True, copy=False)
    queued_by_id = fields.Many2one("res.users", "Queued by", readonly=True, copy=False)
    is_queued = fields.Boolean("Waits for Money", compute="_compute_is_queued", store=True)
    line_ids = fields.One2many(
        "award.disbursement.line", "claim_id", "Payment Lines", readonly=True
    )
    disbursement_id = fields.Many2one(
        "award.disbursement", compute="_compute_disbursement_id", store=True
    )
    bill_id = fields.Many2one("account.move", readonly=True, copy=False)
    payment_id = fields.Many2one("account.payment", readonly=True, copy=False)
    entry_ids = fields.One2many("award.fund.entry", "claim_id", "Fund Entries", readonly=True)
    confirmed_on = fields.Datetime("Account Confirmed at", readonly=True, copy=False)
    approved_on = fields.Datetime("Approved at", readonly=True, copy=False)
    paid_on = fields.Date("Paid on", readonly=True, copy=False)
    recovery_reason = fields.Char(
        "Recovery Proposed", readonly=True, copy=False, help="Paid, and then its ground fell away."
    )

    # -- words for people
    blockers = fields.Text("What Blocks the Next Step", compute="_compute_blockers", groups=_STAFF)
    waiting_for = fields.Char("Waits for", compute="_compute_blockers", groups=_STAFF)
    public_state = fields.Char("Where It Stands", compute="_compute_public_state")

    _amount_not_negative = models.Constraint("CHECK (amount >= 0)", "A claim is not below 0.")
    _queue_index = models.Index("(fund_id, queued_on) WHERE is_queued")
    _one_source = models.Constraint(
        "CHECK ((certificate_id IS NULL) <> (recognition_id IS NULL))",
        "A claim follows from one certificate or from one recognition.",
    )

    # -- constraints -----------------------------------------------------------------------------

    @api.constrains("fund_id")
    def _check_fund(self):
        for claim in self.filtered("fund_id"):
            if claim.fund_id.company_id != claim.company_id:
                raise ValidationError(self.env._("The fund belongs to another city."))
            if claim.fund_id.district_id not in (claim.district_id, claim.district_id.browse()):
                raise ValidationError(self.env._("The fund belongs to another district."))
            if claim.fund_id.code != claim.rule_id.fund_code:
                raise ValidationError(
                    self.env._(
                        "%(rule)s is paid from the fund %(code)s.",
                        rule=claim.rule_id.display_name,
                        code=claim.rule_id.fund_code,
                    )
                )

    # -- computes --------------------------------------------------------------------------------

    @api.depends("name", "partner_id.name", "item_name")
    def _compute_display_name(self):
        for claim in self:
            parts = (claim.item_name, claim.partner_id.name)
            claim.display_name = " · ".join(filter(None, parts)) or claim.name or ""

    @api.depends("certificate_id.product_name", "recognition_id.honour_id.name")
    def _compute_item_name(self):
        for claim in self:
            claim.item_name = (
                claim.certificate_id.product_name or claim.recognition_id.honour_id.name
            )

    @api.depends("bank_account_id.acc_number", "bank_account_id.allow_out_payment")
    def _compute_account_label(self):
        """The account as it may be shown: last four digits and bank."""
        for claim in self:
            account = claim.bank_account_id
            tail = (account.sanitized_acc_number or "")[-4:]
            claim.account_label = (
                f"•••• {tail} {account.bank_name or ''}".strip() if tail else False
            )
            claim.account_trusted = account.allow_out_payment

    @api.depends("queued_on", "state")
    def _compute_is_queued(self):
        for claim in self:
            claim.is_queued = bool(claim.queued_on) and claim.state in ("reviewed", "notice")

    @api.depends("line_ids.result")
    def _compute_disbursement_id(self):
        for claim in self:
            active = claim.line_ids.filtered(lambda line: line.result != "failed")
            claim.disbursement_id = active[:1].disbursement_id

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for claim in self:
            claim.access_url = f"/my/brand/reward/{claim.id}"
        return result

    # -- CRUD ------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Claims are made by certificates and recognitions; each event once per clause.

        Of two parallel requests for one event the second is repeated (ConcurrencyError) and then
        finds the claim of the first: its row cannot be seen before that.
        """
        self._draw_references(vals_list)
        try:
            return super().create(vals_list)
        except UniqueViolation as error:
            if error.diag.constraint_name != "award_claim_once":
                raise
            raise ConcurrencyError(error.diag.message_detail) from error

    @api.model
    def _draw_references(self, vals_list):
        """Reference of each claim, all of one batch in one query."""
        # sudo: the counter is the office's
        sequence = self.env.ref("brand_awards.sequence_award_claim").sudo()
        self.env.cr.execute(
            "SELECT nextval(%s) FROM generate_series(1, %s)",
            [f"ir_sequence_{sequence.id:03d}", len(vals_list)],
        )
        for vals, (number,) in zip(vals_list, self.env.cr.fetchall(), strict=True):
            vals["name"] = sequence.get_next_char(number)

    @api.model
    def _source_field(self, source):
        return _SOURCES[source._name]

    def _source(self):
        """The certificate or recognition from which the claim follows."""
        self.ensure_one()
        return self.certificate_id or self.recognition_id

    def _queue_key(self):
        """Order in the queue for money: since when it waits, then age."""
        self.ensure_one()
        return (self.queued_on or fields.Datetime.now(), self.id)

    def action_trust_account(self):
        """Check the recipients' accounts against their proof (never those one entered oneself)."""
        self.check_access("read")
        # sudo: the claim names the account; the right to validate is checked by the account
        self.mapped("bank_account_id").action_trust()
        return True

    # -- windows -----------------------------------------------------------------------------------

    def action_view_bill(self):
        """The vendor bill in Odoo's accounting."""
        return self.bill_id.get_formview_action()

    def action_view_payment(self):
        """The payment in Odoo's accounting."""
        return self.payment_id.get_formview_action()

    def action_view_certificate(self):
        """The certificate from which the claim follows."""
        return self.certificate_id.get_formview_action()

    def action_view_disbursement(self):
        """The batch by which it is paid."""
        return self.disbursement_id.get_formview_action()

    def action_view_fund(self):
        """The fund that pays."""
        return self.fund_id.get_formview_action()
