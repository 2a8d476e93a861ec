"""A recovery in Odoo's books: the demand, what comes in, set-off, write-off."""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.brand_certification.models.turns import take_turn


class AwardRecovery(models.Model):
    _inherit = "award.recovery"

    # -- the demand --------------------------------------------------------------------------------

    def _book_demand(self):
        """A posted credit note: the recipient owes the amount; the expense stands until it comes in."""
        self.ensure_one()
        company = self.company_id
        if not company.award_recovery_account_id:
            company._award_setup()
        today = self.env["brand.workday"]._today()
        self.move_id = (
            self.env["account.move"]
            ._award_gate()
            .with_company(company)
            .create(
                {
                    "move_type": "in_refund",
                    "partner_id": self.partner_id.id,
                    "invoice_date": today,
                    "date": today,
                    "invoice_date_due": self.due_on,
                    "invoice_payment_term_id": False,
                    "ref": self.name,
                    "payment_reference": self.name,
                    "journal_id": company.award_journal_id.id,
                    "award_recovery_id": self.id,
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "name": f"{self.name} {self.claim_id.name}",
                                "quantity": 1,
                                "price_unit": self.amount,
                                "account_id": company.award_recovery_account_id.id,
                                "tax_ids": [Command.clear()],
                            }
                        )
                    ],
                }
            )
        )
        self.move_id.action_post()

    # -- what comes in -------------------------------------------------------------------------------

    def action_receive(self, amount, date=None, reference=None):
        """Record money that the recipient paid back, all or a part (accounting manager).

        :param amount: yuan, at most what is still open
        :param reference: the treasury's or bank's slip
        """
        self.ensure_one()
        self._check_may_book("account.group_account_manager", amount)
        if not (reference or "").strip():
            raise UserError(self.env._("Enter the number of the slip."))
        day = fields.Date.to_date(date) or self.env["brand.workday"]._today()
        # sudo: the entries follow from the receipt; who may record it was checked
        recovery = self.sudo()
        recovery._check_not_entered("received", reference=reference)
        payment = recovery._book_payment(amount, day, reference)
        recovery._reconcile(payment.move_id)
        recovery._book_income("received", amount, day, {"payment_id": payment.id}, reference)
        return True

    def action_write_off(self, amount, reason, document_no):
        """Give up what cannot be recovered, with authority (approver; reason and document)."""
        self.ensure_one()
        self._check_may_book("brand_certification.group_approver", amount)
        if not (reason or "").strip() or not document_no:
            raise UserError(self.env._("A write-off needs its reason and its document number."))
        day = self.env["brand.workday"]._today()
        recovery = self.sudo()  # as above
        recovery._check_not_entered("written_off", document_no=document_no)
        company = recovery.company_id
        payable = recovery._payable_line().account_id
        move = recovery._book_entry(
            day,
            [
                (company.award_recovery_account_id, amount, 0.0, False),
                (payable, 0.0, amount, False),
            ],
        )
        recovery._reconcile(move)
        recovery._keep("written_off", amount, day, {"move_id": move.id}, reason, document_no)
        return True

    def action_offset(self, claim_id, amount, document_no):
        """Decide to set off against an approved claim of the same recipient (approver).

        The claim is paid by so much less; the books are made when its disbursement is settled.
        """
        self.ensure_one()
        self._check_may_book("brand_certification.group_approver", amount)
        # sudo: the claim is looked at for its facts; what may be done with it is checked right here
        recovery, claim = self.sudo(), self.env["award.claim"].sudo().browse(claim_id).exists()
        if not document_no:
            raise UserError(self.env._("Enter the document number of the decision."))
        recovery._check_not_entered("offset", document_no=document_no, claim_id=claim)
        # set-offs of other recoveries, and batches, reckon with the same claim
        take_turn(claim)
        if claim.payee_key != recovery.claim_id.payee_key or claim.state != "approved":
            raise UserError(
                self.env._("Only an approved claim of the same recipient can be set off against.")
            )
        if recovery.currency_id.compare_amounts(amount, claim.net_amount - claim.offset_amount) > 0:
            raise UserError(self.env._("The claim is not as high as that."))
        recovery._keep("offset", amount, False, {"claim_id": claim.id}, None, document_no)
        claim._message_log(
            body=self.env._(
                "%(amount)s is set off against %(recovery)s (%(document)s).",
                amount=recovery.currency_id.format(amount),
                recovery=recovery.name,
                document=document_no,
            )
        )
        return True

    def _check_may_book(self, group, amount):
        self.check_access("read")
        self._refuse_no_numbers({"amount": amount})
        if not self.env.user.has_group(group):
            # sudo: the name of a group is no secret
            name = self.env.ref(group).sudo().name
            raise UserError(self.env._("This is done by: %s.", name))
        self.lock_for_update()
        self.invalidate_recordset(["remaining"])
        if self.state != "requested":
            raise UserError(self.env._("Nothing is demanded: %s", self._names_with_state()))
        if not amount or self.currency_id.compare_amounts(amount, 0) <= 0:
            raise UserError(self.env._("The amount is not above 0."))
        if self.currency_id.compare_amounts(amount, self.remaining) > 0:
            raise UserError(
                self.env._("Only %s is still open.", self.currency_id.format(self.remaining))
            )

    def _check_not_entered(self, kind, **keys):
        """The same slip or document is entered once: a repeated click changes nothing."""
        self.ensure_one()
        again = self.receipt_ids.filtered(
            lambda row: row.kind == kind and all(row[name] == key for name, key in keys.items())
        )
        if again:
            number = again[:1].reference if kind == "received" else again[:1].document_no
            raise UserError(self.env._("%s has been entered here already.", number))

    # -- books -----------------------------------------------------------------------------------------

    def _payable_line(self):
        return self.move_id.line_ids.filtered(
            lambda line: line.account_id.account_type == "liability_payable"
        )

    def _book_payment(self, amount, day, reference):
        journal = self.company_id.award_bank_journal_id
        method = journal.inbound_payment_method_line_ids[:1]
        # with an account of its own the payment would wait for a bank statement
        method.payment_account_id = method.payment_account_id or journal.default_account_id
        payment = (
            self.env["account.payment"]
            ._award_gate()
            .with_company(self.company_id)
            .create(
                {
                    "payment_type": "inbound",
                    "partner_type": "supplier",
                    "partner_id": self.partner_id.id,
                    "amount": amount,
                    "currency_id": self.currency_id.id,
                    "date": day,
                    "journal_id": journal.id,
                    "payment_method_line_id": method.id,
                    "memo": f"{self.name} {reference}",
                }
            )
        )
        payment.action_post()
        return payment

    def _book_entry(self, day, rows):
        """A posted entry: ``(account, debit, credit, analytic distribution)`` of this recipient."""
        return self.company_id._award_book_entry(
            day, self.name, rows, self.partner_id, award_recovery_id=self.id
        )

    def _reconcile(self, move):
        lines = (move.line_ids | self._payable_line()).filtered(
            lambda line: line.account_id.account_type == "liability_payable" and not line.reconciled
        )
        lines.reconcile()

    def _book_income(self, kind, amount, day, links, reference=None, document_no=None):
        """Take the amount off the fund's expense, in the books and in its ledger."""
        company, fund = self.company_id, self.fund_id
        move = self._book_entry(
            day,
            [
                (company.award_recovery_account_id, amount, 0.0, False),
                (company.award_account_id, 0.0, amount, fund._distribution()),
            ],
        )
        fund._post([fund._entry("recover", amount, document_no, self.name, self.claim_id, day=day)])
        self._keep(kind, amount, day, {**links, "move_id": move.id}, reference, document_no)

    def _keep(self, kind, amount, day, links, reference=None, document_no=None):
        self.env["award.recovery.receipt"].create(
            {
                "recovery_id": self.id,
                "kind": kind,
                "amount": amount,
                "date": day,
                "reference": reference,
                "document_no": document_no,
                "user_id": self.env.uid,
                **links,
            }
        )
        self._settle_if_done()

    def _settle_if_done(self):
        waiting = self.receipt_ids.filtered(lambda row: row.kind == "offset" and not row.is_booked)
        if not waiting and not self.currency_id.compare_amounts(self.remaining, 0):
            self.action_settle()


class AwardRecoveryReceipt(models.Model):
    """Money that came in, a set-off decided, or a part written off. Append-only.

    A set-off is booked by another row's link once the claim's disbursement has been settled.
    """

    _name = "award.recovery.receipt"
    _description = "Part of a Recovery"
    _inherit = ["brand.append.only.mixin"]
    _order = "id"

    recovery_id = fields.Many2one("award.recovery", required=True, readonly=True, index=True)
    company_id = fields.Many2one(related="recovery_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [
            ("received", "Received"),
            ("offset", "Set off"),
            ("written_off", "Written off"),
        ],
        required=True,
        readonly=True,
    )
    amount = fields.Monetary(required=True, readonly=True)
    date = fields.Date(readonly=True)
    reference = fields.Char("Slip or Reason", readonly=True)
    document_no = fields.Char("Document No.", readonly=True)
    user_id = fields.Many2one("res.users", "Entered by", required=True, readonly=True)
    claim_id = fields.Many2one(
        "award.claim", "Set off against", readonly=True, index="btree_not_null"
    )
    payment_id = fields.Many2one("account.payment", readonly=True, index="btree_not_null")
    move_id = fields.Many2one("account.move", "Entry", readonly=True)
    booking_ids = fields.One2many("award.recovery.booking", "receipt_id", readonly=True)
    is_booked = fields.Boolean("In the Books", compute="_compute_is_booked")
    is_money = fields.Boolean("Money", compute="_compute_is_booked")

    _amount_positive = models.Constraint("CHECK (amount > 0)", "The amount is not above 0.")
    _slip_once = models.UniqueIndex(
        "(recovery_id, reference) WHERE kind = 'received'", "This slip has been entered already."
    )
    _document_once = models.UniqueIndex(
        "(recovery_id, kind, document_no, COALESCE(claim_id, 0)) WHERE kind <> 'received'",
        "This document has been entered already.",
    )

    @api.depends("kind", "booking_ids")
    def _compute_is_booked(self):
        for row in self:
            row.is_booked = row.kind != "offset" or bool(row.booking_ids)
            row.is_money = row.is_booked and row.kind != "written_off"

    def _book_offset(self, bill, day):
        """Set the demand off against the bill of the claim, when its disbursement is settled."""
        for row in self:
            recovery = row.recovery_id
            demand = recovery._payable_line()
            owed = bill.line_ids.filtered(
                lambda line: line.account_id.account_type == "liability_payable"
            )
            move = recovery._book_entry(
                day,
                [
                    (owed.account_id, row.amount, 0.0, False),
                    (demand.account_id, 0.0, row.amount, False),
                ],
            )
            (move.line_ids.filtered("debit") | owed).reconcile()
            (move.line_ids.filtered("credit") | demand).reconcile()
            company, fund = recovery.company_id, recovery.fund_id
            income = recovery._book_entry(
                day,
                [
                    (company.award_recovery_account_id, row.amount, 0.0, False),
                    (company.award_account_id, 0.0, row.amount, fund._distribution()),
                ],
            )
            entry = fund._entry(
                "recover", row.amount, row.document_no, recovery.name, recovery.claim_id, day=day
            )
            fund._post([entry])
            self.env["award.recovery.booking"].create(
                {"receipt_id": row.id, "date": day, "move_ids": [(6, 0, (move | income).ids)]}
            )
            recovery._settle_if_done()


class AwardRecoveryBooking(models.Model):
    """The entries by which a set-off was carried into the books. Append-only."""

    _name = "award.recovery.booking"
    _description = "Booking of a Set-off"
    _inherit = ["brand.append.only.mixin"]

    receipt_id = fields.Many2one("award.recovery.receipt", required=True, readonly=True, index=True)
    company_id = fields.Many2one(related="receipt_id.company_id", store=True)
    date = fields.Date(required=True, readonly=True)
    move_ids = fields.Many2many("account.move", readonly=True)

    _once = models.Constraint("UNIQUE (receipt_id)", "This set-off is in the books already.")
