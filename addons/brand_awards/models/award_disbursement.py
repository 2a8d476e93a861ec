from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..bank import capitals


class AwardDisbursement(models.Model):
    """A batch of approved claims on their way to the bank.

    Three persons: one makes it, another checks it and posts its bills, a third settles it.
    """

    _name = "award.disbursement"
    _description = "Disbursement"
    _inherit = ["award.making.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"

    _initial_state = "draft"
    _transitions = {
        "action_confirm": (("draft",), "confirmed", "account.group_account_invoice"),
        "action_reopen": (("confirmed",), "draft", "account.group_account_manager"),
        "action_export": (("confirmed",), "exported", "account.group_account_invoice"),
        "action_settle": (("exported",), "settled", "account.group_account_manager"),
    }
    _duties = {"action_make": "make", "action_confirm": "post", "action_settle": "settle"}
    _write_windows = {"fund_id": ("draft",), "date": ("draft",), "bank_journal_id": ("draft",)}
    _system_fields = frozenset(
        {"name", "content_hash", "confirmed_on", "exported_on", "settled_on"}
    )

    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("confirmed", "Confirmed"),
            ("exported", "Exported"),
            ("settled", "Settled"),
        ],
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    fund_id = fields.Many2one(
        "award.fund", required=True, index=True, domain="[('state', '=', 'open')]"
    )
    company_id = fields.Many2one(related="fund_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(
        "Date of Bills",
        required=True,
        default=lambda self: self.env["brand.workday"]._today(),
        copy=False,
    )
    bank_journal_id = fields.Many2one(
        "account.journal",
        "Paid from",
        compute="_compute_bank_journal_id",
        store=True,
        readonly=False,
        domain="[('type', '=', 'bank'), ('company_id', '=', company_id)]",
    )
    line_ids = fields.One2many("award.disbursement.line", "disbursement_id", "Payments")
    line_count = fields.Integer("Number of Payments", compute="_compute_totals", store=True)
    amount_total = fields.Monetary("Total", compute="_compute_totals", store=True)
    amount_capitals = fields.Char("Total in Capitals", compute="_compute_amount_capitals")
    file_ids = fields.Many2many("ir.attachment", string="Bank Files", readonly=True, copy=False)
    content_hash = fields.Char("SHA-256 of the Payments", readonly=True, copy=False)
    confirmed_on = fields.Datetime("Confirmed at", readonly=True, copy=False)
    exported_on = fields.Datetime("Exported at", readonly=True, copy=False)
    settled_on = fields.Date("Paid on", readonly=True, copy=False)
    bill_count = fields.Integer(compute="_compute_document_counts")
    payment_count = fields.Integer(compute="_compute_document_counts")
    entry_ids = fields.One2many(
        "award.fund.entry", "disbursement_id", "Fund Entries", readonly=True
    )
    blockers = fields.Text("What Blocks the Next Step", compute="_compute_blockers")

    # -- computes --------------------------------------------------------------------------------

    @api.depends("fund_id")
    def _compute_bank_journal_id(self):
        for batch in self:
            # sudo: which journal pays is a setting of the city
            batch.bank_journal_id = batch.fund_id.company_id.sudo().award_bank_journal_id

    @api.depends("line_ids.amount", "line_ids.result")
    def _compute_totals(self):
        for batch in self:
            lines = batch.line_ids.filtered(lambda line: line.result != "failed")
            batch.line_count = len(lines)
            batch.amount_total = sum(lines.mapped("amount"))

    @api.depends("amount_total")
    def _compute_amount_capitals(self):
        """Total as on a voucher: 贰拾万元整."""
        for batch in self:
            batch.amount_capitals = capitals.capitals(Decimal(f"{batch.amount_total:.2f}"))

    @api.depends("line_ids.bill_id", "line_ids.payment_id")
    def _compute_document_counts(self):
        for batch in self:
            batch.bill_count = len(batch.line_ids.bill_id)
            batch.payment_count = len(batch.line_ids.payment_id)

    @api.depends("state", "line_ids")
    @api.depends_context("lang")
    def _compute_blockers(self):
        """What blocks the next step, told before anybody clicks."""
        for batch in self:
            batch.blockers = "\n".join(batch._blocking_texts()) if batch.id else False

    def _blocking_texts(self):
        self.ensure_one()
        _ = self.env._
        if self.state == "draft" and not self.line_ids:
            return [_("No payments yet: press “Propose payments”.")]
        return self._line_problems() if self.state != "settled" else []

    # -- CRUD ------------------------------------------------------------------------------------

    def unlink(self):
        """A draft gives its claims back."""
        if all(batch.state == "draft" for batch in self):
            self.line_ids.unlink()
        return super().unlink()

    # -- actions -----------------------------------------------------------------------------------

    def action_propose(self):
        """Take every approved claim of the fund that can be paid now; they become scheduled.

        What cannot be paid yet stays behind and is named with its reasons (``left_behind``):
        recipients or certificates on hold, accounts that are not checked, different accounts of
        one recipient. Refused, naming all of it, where nothing can be paid.
        """
        self.ensure_one()
        claims = self.env["award.claim"].search(self._payable_domain(), order="approved_on, id")
        payable, texts = claims._payable_now()
        if not payable:
            raise UserError(self.fund_id._nothing_payable_text(claims._named_texts(texts)))
        self._take(payable)
        return True

    def _payable_domain(self):
        """Claims that this batch may take."""
        return [("fund_id", "=", self.fund_id.id), ("state", "=", "approved")]

    def _take(self, claims):
        """Add approved claims of the fund as lines, in their order, accounts as of now."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "draft":
            raise UserError(self.env._("Payments are added to a draft only."))
        foreign = claims.filtered(lambda c: c.fund_id != self.fund_id)
        if foreign:
            raise UserError(
                self.env._("Paid from another fund: %s", ", ".join(foreign.mapped("name")))
            )
        self._check_account_maintainer(claims.sudo().bank_account_id)
        # sudo: scheduling is a step of the claim that only a disbursement takes
        claims.sudo().action_schedule()
        first = max(self.line_ids.mapped("sequence"), default=0) + 1
        self.env["award.disbursement.line"].sudo().create(
            [self._prepare_line_vals(claim, n) for n, claim in enumerate(claims.sudo(), first)]
        )
        self._log_making()

    def _prepare_line_vals(self, claim, sequence):
        account = claim.bank_account_id
        own_bank = self.bank_journal_id.sudo().bank_account_id.bank_id
        purpose = self._purpose(claim)[: self._bank_layout().purpose_length]
        amount = claim.currency_id.round(claim.net_amount - claim.offset_amount)
        line = account._to_line(sequence, f"{amount:.2f}", purpose, own_bank)
        return {
            "disbursement_id": self.id,
            "sequence": sequence,
            "claim_id": claim.id,
            "amount": amount,
            "offset_amount": claim.offset_amount,
            "bank_account_id": account.id,
            "account_name": line.account_name,
            "account_number": line.account_number,
            "bank_name": line.bank_name,
            "cnaps": line.cnaps,
            "is_own_bank": line.is_own_bank,
            "purpose": line.purpose,
            "bill_id": claim.bill_id.id,
        }

    @api.model
    def _purpose(self, claim):
        """Purpose as the recipient reads it on the statement, within the bank's 20 characters."""
        return f"品牌奖励 {claim.name}"[:20]

    def action_view_bills(self):
        """Vendor bills of this batch."""
        return self._documents("account.move", self.line_ids.bill_id, self.env._("Bills"))

    def action_view_payments(self):
        """Payments of this batch."""
        return self._documents("account.payment", self.line_ids.payment_id, self.env._("Payments"))

    def _documents(self, model, records, name):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "list,form",
            "domain": [("id", "in", records.ids)],
        }
