"""The steps of a disbursement: bills, bank file, payments, ledger."""

import hashlib

from odoo import Command, fields, models
from odoo.exceptions import UserError

from odoo.addons.brand_certification.models.transition_mixin import transition

from ..bank import problems, writer


class AwardDisbursement(models.Model):
    _inherit = "award.disbursement"

    # -- transitions -------------------------------------------------------------------------------

    @transition
    def action_confirm(self, reason=None):
        """Check the batch and post its vendor bills (someone other than its maker).

        In effect order: recipients, certificates and accounts looked at again; bills created and
        posted in one batch, in the journal of the city's reward bills, with the fund's analytic
        account; `bill` entries in the fund's ledger. A claim that has its bill from an earlier
        batch keeps it.
        """
        for batch in self:
            batch._check_payable()
            batch._check_account_maintainer()
            # sudo: bills follow from the checked lines; env.user stays the person who posts
            batch.sudo()._make_bills()
            batch.sudo().confirmed_on = fields.Datetime.now()

    @transition
    def action_reopen(self, reason=None):
        """Open a confirmed batch again, before its file goes to the bank: its bills are cancelled."""
        for batch in self:
            if not (reason or "").strip():
                raise UserError(self.env._("Give the reason: bills are cancelled by this."))
            # sudo: bills and ledger follow from the step; the bill's own rights are finance's
            batch.sudo()._cancel_bills(reason)
            batch.sudo().confirmed_on = False

    @transition
    def action_export(self):
        """Write the bank's file from the frozen lines; the same lines give the same bytes.

        Its content hash is kept; refused when an account, a recipient or a certificate has changed.
        """
        for batch in self:
            batch._check_payable()
            # sudo: the file and its hash are the system's
            batch.sudo()._make_files()
            batch.sudo().exported_on = fields.Datetime.now()

    @transition
    def action_settle(self, date=None):
        """Record that the bank has paid: payments posted, reconciled with the bills, claims paid.

        By a third person. Lines marked as not paid stay out: their claims wait for the next batch.

        :param date: day of payment (date or ISO text); today if not given
        """
        day = fields.Date.to_date(date) or self.env["brand.workday"]._today()
        for batch in self:
            batch._check_payable()
            batch._check_account_maintainer()
            # sudo: payments follow from the exported lines; env.user stays the person who settles
            batch.sudo()._make_payments(day)
            batch.sudo().settled_on = day

    # -- guards ------------------------------------------------------------------------------------

    def _check_payable(self):
        """Refuse the batch, naming everything that holds any of its lines."""
        self.ensure_one()
        texts = self._line_problems()
        if self.state != "exported" and not self._pending_lines():
            texts.append(self.env._("There is nothing to pay."))
        if self.fund_id.state != "open":
            texts.append(self.env._("The fund is not open."))
        texts += self.company_id._award_books_problems()
        if texts:
            raise UserError(
                self.env._(
                    "%(batch)s cannot go on:\n%(problems)s",
                    batch=self.name,
                    problems="\n".join(f"• {text}" for text in texts),
                )
            )

    def _pending_lines(self):
        return self.line_ids.filtered(lambda line: line.result == "pending")

    def _lines_to_check(self):
        """Lines whose recipient, certificate and account count for the next step."""
        return self._pending_lines()

    def _line_problems(self):
        """What holds lines of this batch today, and the way out."""
        self.ensure_one()
        _ = self.env._
        texts = []
        # sudo: standing and accounts are looked at for the batch, not for the person
        for line in self.sudo()._lines_to_check():
            reasons = line.claim_id._hold_texts()
            reasons += line.bank_account_id._payment_problems(line.partner_id)
            if line._account_has_changed():
                reasons.append(_("The account has changed since it was taken."))
            claim = line.claim_id
            owed = line.amount + line.offset_amount + line.tax_amount
            if line.currency_id.compare_amounts(owed, claim.amount) or (
                line.currency_id.compare_amounts(line.offset_amount, claim.offset_amount)
            ):
                reasons.append(_("The claim's amount has changed."))
            texts += [f"{line.sequence} {line.partner_id.name}: {reason}" for reason in reasons]
        way_out = {
            "draft": _("Take these lines out."),
            "confirmed": _("Open the batch again and take these lines out."),
            "exported": _("Mark these lines as not paid."),
        }
        return [*texts, way_out[self.state]] if texts and self.state in way_out else texts

    def _check_account_maintainer(self, accounts=None):
        """Who entered an account takes no step of a batch that pays to it."""
        # sudo: who entered an account is not for everybody to read, but it binds everybody
        accounts = self.sudo()._pending_lines().bank_account_id if accounts is None else accounts
        own = accounts.filtered(lambda account: account.maintained_by_id == self.env.user)
        if own:
            raise UserError(
                self.env._(
                    "You entered the account of %s; somebody else takes this step.",
                    ", ".join(own.partner_id.mapped("name")),
                )
            )

    # -- bills -------------------------------------------------------------------------------------

    def _make_bills(self):
        """Create and post the bills of all lines that have none, and enter them in the ledger."""
        self.ensure_one()
        lines = self._pending_lines().filtered(lambda line: not line.bill_id)
        if not lines:
            return
        moves = self.env["account.move"]._award_gate().with_company(self.company_id)
        bills = moves.create([self._prepare_bill_vals(line) for line in lines])
        bills.action_post()
        for line, bill in zip(lines, bills, strict=True):
            line.bill_id = bill
            line.claim_id.bill_id = bill
        self._post_entries("bill", lines)

    def _prepare_bill_vals(self, line):
        """Values of one vendor bill: one line, no tax, the fund's analytic account."""
        claim, company = line.claim_id, self.company_id
        return {
            "move_type": "in_invoice",
            "partner_id": claim.partner_id.id,
            "partner_bank_id": line.bank_account_id.id,
            "invoice_date": self.date,
            "date": self.date,
            "ref": claim.name,
            "payment_reference": claim.name,
            "journal_id": company.award_journal_id.id,
            "invoice_payment_term_id": False,
            "invoice_date_due": self.date,
            "award_claim_id": claim.id,
            "invoice_line_ids": [
                Command.create(
                    {
                        "name": f"{claim.rule_id.display_name} {claim.item_name or ''}".strip(),
                        "quantity": 1,
                        "price_unit": claim.amount,
                        "account_id": company.award_account_id.id,
                        "tax_ids": [Command.clear()],
                        "analytic_distribution": self.fund_id._distribution(),
                    }
                )
            ],
        }

    def _cancel_bills(self, reason):
        lines = self.line_ids.filtered("bill_id")
        # a bill made by an earlier batch, whose payment failed, is not this batch's to cancel
        own = lines.filtered(lambda line: len(line.claim_id.line_ids) == 1)
        own.bill_id._award_cancel()
        self._post_entries("unbill", own, reason)
        own.claim_id.write({"bill_id": False})
        own.write({"bill_id": False})

    def _post_entries(self, kind, lines, reason=None, day=None):
        fund = self.fund_id
        fund._post(
            [
                fund._entry(kind, line.claim_id.amount, None, reason, line.claim_id, self, day)
                for line in lines
            ]
        )

    # -- bank file -----------------------------------------------------------------------------------

    def _make_files(self):
        """Write the bank's files from the frozen lines and keep them with their hash."""
        self.ensure_one()
        files = self._bank_files()
        # the layout's own checksum covers a file's payments; several files are one content
        digests = [one.sha256 for one in files]
        whole = hashlib.sha256("".join(digests).encode()).hexdigest()
        self.content_hash = digests[0] if len(digests) == 1 else whole
        self.file_ids = self.env["ir.attachment"].create(
            [
                {
                    "name": one.name,
                    "raw": one.content,
                    "res_model": self._name,
                    "res_id": self.id,
                    "mimetype": (
                        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                    ),
                }
                for one in files
            ]
        )

    def _bank_files(self):
        """``bank.writer.File`` tuples of the lines still to be paid; same lines, same bytes."""
        self.ensure_one()
        # what is wholly set off has nothing to be sent
        paid = self._pending_lines().filtered("amount").sorted("sequence")
        if not paid:
            return ()
        lines = [line._to_bank_line() for line in paid]
        try:
            return writer.write(
                lines, self._bank_layout(), batch=self.name, created=self.confirmed_on
            )
        except problems.BankFileError as error:
            Account = self.env["res.partner.bank"]
            texts = [
                f"• {problem.line or ''} {Account._file_problem_text(problem)}"
                for problem in error.problems
            ]
            raise UserError("\n".join(texts)) from error

    def action_download(self):
        """Download the bank's file again: the very file that was exported."""
        self.ensure_one()
        self.check_access("read")
        if not self.file_ids:
            raise UserError(self.env._("The bank file has not been exported yet."))
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.file_ids[:1].id}?download=true",
            "target": "self",
        }

    # -- payments ------------------------------------------------------------------------------------

    def _make_payments(self, day):
        """Create, post and reconcile the payments of all pending lines, in batches of Odoo's own API."""
        self.ensure_one()
        pending = self._pending_lines().sorted("sequence")
        self._check_bills_open(pending)
        for line in pending.filtered("offset_amount"):
            line.claim_id.offset_ids._book_offset(line.bill_id, day)
        lines = pending.filtered("amount")
        Payment = self.env["account.payment"]._award_gate().with_company(self.company_id)
        payments = Payment.create([self._prepare_payment_vals(line, day) for line in lines])
        payments.action_post()
        self.env["account.move.line"]._reconcile_plan(
            [
                (line.bill_id.line_ids + payment.move_id.line_ids).filtered(
                    lambda one: (
                        one.account_id.account_type == "liability_payable" and not one.reconciled
                    )
                )
                for line, payment in zip(lines, payments, strict=True)
            ]
        )
        payments.action_validate()
        for line, payment in zip(lines, payments, strict=True):
            line.payment_id = payment
            line.claim_id.payment_id = payment
        pending.write({"result": "paid"})
        self._post_entries("pay", pending, day=day)
        pending.claim_id.action_pay(day)

    def _check_bills_open(self, lines):
        odd = lines.filtered(
            lambda line: (
                line.bill_id.state != "posted"
                or line.currency_id.compare_amounts(
                    line.bill_id.amount_residual, line.amount + line.offset_amount
                )
            )
        )
        if odd:
            raise UserError(
                self.env._(
                    "These bills are not open for the amount of their line: %s",
                    ", ".join(odd.bill_id.mapped("display_name")),
                )
            )

    def _prepare_payment_vals(self, line, day):
        """Values of one outgoing payment, booked on the bank's own account at once."""
        method = self.bank_journal_id.outbound_payment_method_line_ids[:1]
        return {
            "payment_type": "outbound",
            "partner_type": "supplier",
            "partner_id": line.partner_id.id,
            "amount": line.amount,
            "currency_id": line.currency_id.id,
            "date": day,
            "journal_id": self.bank_journal_id.id,
            "payment_method_line_id": method.id,
            "memo": line.claim_id.name,
            "partner_bank_id": line.bank_account_id.id,
            "invoice_ids": [Command.set(line.bill_id.ids)],
            "award_line_id": line.id,
        }
