from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..bank import layouts
from .award_bank_template import KINDS


class AwardDisbursementLine(models.Model):
    """One payment of a disbursement: one claim, to one account as it was when it was taken."""

    _name = "award.disbursement.line"
    _description = "Payment Line"
    _inherit = ["brand.part.mixin"]
    _part_of = "disbursement_id"
    _order = "disbursement_id, sequence, id"

    disbursement_id = fields.Many2one(
        "award.disbursement", required=True, readonly=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(
        "No.", required=True, readonly=True, help="The bank's reply names it."
    )
    claim_id = fields.Many2one("award.claim", required=True, readonly=True, index=True)
    company_id = fields.Many2one(related="disbursement_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(related="claim_id.partner_id", store=True, string="Recipient")
    district_id = fields.Many2one(related="claim_id.district_id", store=True, string="District")
    amount = fields.Monetary(required=True, readonly=True)
    offset_amount = fields.Monetary(
        "Set off", readonly=True, help="By decision against a recovery; not sent to the bank."
    )
    bank_account_id = fields.Many2one("res.partner.bank", readonly=True, required=True)
    account_name = fields.Char("Account Holder", readonly=True)
    # Sensitive (PIPL 28): papers for others than finance mask it
    account_number = fields.Char(
        readonly=True,
        groups="account.group_account_invoice,account.group_account_readonly,"
        "brand_awards.group_award_officer,brand_certification.group_auditor",
    )
    bank_name = fields.Char("Bank and Branch", readonly=True)
    cnaps = fields.Char("CNAPS Code", readonly=True)
    is_own_bank = fields.Boolean("Own Bank", readonly=True)
    purpose = fields.Char(readonly=True)
    bill_id = fields.Many2one("account.move", readonly=True, copy=False)
    payment_id = fields.Many2one("account.payment", readonly=True, copy=False)
    result = fields.Selection(
        [("pending", "Pending"), ("paid", "Paid"), ("failed", "Not paid")],
        required=True,
        readonly=True,
        default="pending",
    )
    failure_reason = fields.Char("Why Not Paid", readonly=True)

    _sequence_unique = models.Constraint(
        "UNIQUE (disbursement_id, sequence)", "Line numbers of a disbursement are unique."
    )
    _claim_once = models.UniqueIndex(
        "(claim_id) WHERE result <> 'failed'", "This claim is in a disbursement already."
    )

    @api.depends("sequence", "partner_id.name")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.sequence} {line.partner_id.name or ''}".strip()

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise UserError(self.env._("Use “Propose payments” to take approved claims."))
        return super().create(vals_list)

    def unlink(self):
        """Taking a line out of a draft gives its claim back to the next disbursement."""
        self._check_whole_is_open()
        claims = self.filtered(lambda line: line.result == "pending").claim_id
        for disbursement in self.disbursement_id:
            disbursement._log_making()
        result = super().unlink()
        # sudo: the claim follows its line; who may change the draft was checked
        claims.sudo().action_unschedule()
        return result

    def action_fail(self, reason):
        """Mark exported lines as not paid: the bank returned them, or they must not be paid.

        The claim goes back to "approved" with its bill; the next disbursement pays it by that bill.
        Accounting managers only; the reason is kept. Refused where the bank says it has paid.
        """
        self.check_access("read")
        if not self.env.user.has_group("account.group_account_manager"):
            raise UserError(self.env._("The accounting manager does this."))
        self._check_may_fail(reason)
        # sudo: results of lines are written by this action, by replies and by settling only
        self.sudo()._fail(reason)
        return True

    def _check_may_fail(self, reason):
        wrong = self.filtered(
            lambda line: line.disbursement_id.state != "exported" or line.result != "pending"
        )
        if wrong or not (reason or "").strip():
            raise UserError(
                self.env._("Lines of an exported disbursement only, and with a reason.")
            )

    def _fail(self, reason):
        """Not paid: the claim goes back to "approved" with its bill."""
        self.write({"result": "failed", "failure_reason": reason})
        self.flush_recordset()
        self.claim_id.action_unschedule(reason)

    def _leave_for_account(self):
        """Lines not yet sent to the bank leave their batch where their account no longer counts.

        By itself, when an account is changed or its check withdrawn. The line stays on record as
        not paid, the claim keeps its approval and its bill and waits for the account.
        """
        for batch, lines in self.grouped("disbursement_id").items():
            reason = self.env._("The account was changed, or its check withdrawn.")
            names = ", ".join(lines.mapped("display_name"))
            lines._fail(reason)
            batch.message_post(
                body=self.env._("Taken out: %(lines)s. %(reason)s", lines=names, reason=reason),
                partner_ids=batch.maker_id.partner_id.ids,
            )

    def _to_bank_line(self):
        """This line as the bank's file carries it, from what was frozen here."""
        self.ensure_one()
        return layouts.Line(
            sequence=self.sequence,
            account_name=self.account_name or "",
            account_number=self.account_number or "",
            bank_name=self.bank_name or "",
            cnaps=self.cnaps or "",
            amount=Decimal(f"{self.amount:.2f}"),
            purpose=self.purpose or "",
            is_own_bank=self.is_own_bank,
            account_kind=KINDS[self.bank_account_id.holder_kind],
            reference=self.claim_id.name,
        )

    def _account_has_changed(self):
        """Whether the account is no longer what the line has frozen."""
        self.ensure_one()
        account = self.bank_account_id
        now = account._to_line(self.sequence, f"{self.amount:.2f}", self.purpose or "")
        return (now.account_name, now.account_number, now.bank_name, now.cnaps) != (
            self.account_name or "",
            self.account_number or "",
            self.bank_name or "",
            self.cnaps or "",
        )
