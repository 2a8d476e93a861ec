"""The bank's reply, line by line: what was paid, what came back and why."""

import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.brand_certification.models.transition_mixin import transition

from ..bank import problems, reply

_NAMED_STRAYS = 20


class AwardBankReply(models.Model):
    """A reply that was read into a disbursement. Append-only; the same file is read once."""

    _name = "award.bank.reply"
    _description = "Bank Reply"
    _inherit = ["brand.append.only.mixin"]
    _order = "id desc"

    disbursement_id = fields.Many2one(
        "award.disbursement", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="disbursement_id.company_id", store=True)
    name = fields.Char("File", required=True, readonly=True)
    attachment_id = fields.Many2one("ir.attachment", "Reply", readonly=True)
    sha256 = fields.Char("SHA-256", required=True, readonly=True)
    paid_count = fields.Integer("Paid", readonly=True)
    failed_count = fields.Integer("Not Paid", readonly=True)
    stray_text = fields.Text("Rows That Answer Nothing", readonly=True)
    user_id = fields.Many2one("res.users", "Read in by", required=True, readonly=True)
    date = fields.Datetime(default=fields.Datetime.now, required=True, readonly=True)

    _once = models.Constraint(
        "UNIQUE (disbursement_id, sha256)", "This reply has been read in already."
    )


class AwardDisbursementLine(models.Model):
    _inherit = "award.disbursement.line"

    bank_answer = fields.Selection(
        [("success", "Paid, says the bank"), ("failed", "Not paid, says the bank")],
        "Answer of the Bank",
        readonly=True,
    )
    bank_serial = fields.Char("Bank's Serial No.", readonly=True)
    reply_id = fields.Many2one("award.bank.reply", "Told by", readonly=True)

    def _check_may_fail(self, reason):
        result = super()._check_may_fail(reason)
        paid = self.filtered(lambda line: line.bank_answer == "success")
        if paid:
            raise UserError(
                self.env._(
                    "The bank says that it has paid: %s. Settle the batch; what must not be kept is"
                    " asked back by a recovery.",
                    ", ".join(paid.mapped("display_name")),
                )
            )
        return result


class AwardDisbursement(models.Model):
    _inherit = "award.disbursement"

    reply_ids = fields.One2many("award.bank.reply", "disbursement_id", "Replies", readonly=True)
    unanswered_count = fields.Integer("Not Answered", compute="_compute_unanswered_count")

    @api.depends("line_ids.bank_answer", "line_ids.result", "reply_ids")
    def _compute_unanswered_count(self):
        for batch in self:
            batch.unanswered_count = len(batch._unanswered()) if batch.reply_ids else 0

    def _unanswered(self):
        return self._pending_lines().filtered(lambda line: line.amount and not line.bank_answer)

    def _lines_to_check(self):
        """What the bank has paid is paid: it is settled whatever has changed since, and a wrong
        payment is asked back by a recovery, never by paying again."""
        lines = super()._lines_to_check()
        return lines.filtered(lambda line: line.bank_answer != "success")

    def _line_problems(self):
        texts = super()._line_problems()
        if self.state == "exported" and self.reply_ids and self._unanswered():
            texts.append(
                self.env._(
                    "The bank has not answered lines %s: read in the rest of its reply, or mark"
                    " them as not paid.",
                    ", ".join(str(line.sequence) for line in self._unanswered()),
                )
            )
        return texts

    # -- reading -------------------------------------------------------------------------------------

    def _read_reply(self, content):
        """``(match, totals)`` of a reply against all lines that were sent; writes nothing."""
        self.ensure_one()
        try:
            told = reply.read(content, self._reply_layout())
        except problems.BankFileError as error:
            texts = [self._reply_problem_text(problem) for problem in error.problems]
            raise UserError("\n".join(texts)) from error
        # sudo: account numbers are compared, not shown
        sent = [line._to_bank_line() for line in self.sudo().line_ids if line.amount]
        return reply.match(sent, told.lines), told.totals

    def action_import_reply(self, content, name):
        """Read the bank's reply into an exported batch (accounting managers).

        Lines that the bank paid are marked, and settled later; those that came back free their
        claims with the bank's reason. The same file is refused; rows that tell what is known
        already change nothing; a row that contradicts what was told before refuses the whole file.
        :param content: the XLSX file, base64
        :return: the reply as it was kept
        """
        self.ensure_one()
        self._check_may_read_reply()
        raw = base64.b64decode(content)
        digest = hashlib.sha256(raw).hexdigest()
        self.lock_for_update()
        self.invalidate_recordset()
        if digest in self.reply_ids.mapped("sha256"):
            raise UserError(self.env._("This reply has been read in already."))
        match, _totals = self._read_reply(raw)
        self._refuse_contradictions(match)
        # sudo: results of lines are written by reading and settling only; the role was checked
        return self.sudo()._apply_reply(match, raw, name, digest).sudo(False)

    def _check_may_read_reply(self):
        self.check_access("read")
        if not self.env.user.has_group("account.group_account_manager"):
            raise UserError(self.env._("The accounting manager does this."))
        if self.state not in ("exported", "settled"):
            raise UserError(self.env._("Nothing has been sent to the bank yet."))

    def _refuse_contradictions(self, match):
        by_number = {line.sequence: line for line in self.line_ids}
        texts = []
        for answer in match.answers:
            line = by_number[answer.line.sequence]
            known = {"paid": "success", "failed": "failed"}.get(line.result) or line.bank_answer
            if known and known != answer.reply.status:
                texts.append(
                    self.env._(
                        "Row %(row)s: line %(line)s (%(name)s) is “%(known)s” already, the reply"
                        " says “%(told)s”.",
                        row=answer.reply.row,
                        line=line.sequence,
                        name=line.partner_id.name,
                        known=self._answer_label(known),
                        told=answer.reply.status_text,
                    )
                )
        if texts:
            raise UserError(
                self.env._(
                    "The reply contradicts what is on record. Nothing was read in; ask the bank.\n%s",
                    "\n".join(texts),
                )
            )

    @api.model
    def _answer_label(self, answer):
        field = self.env["award.disbursement.line"]._fields["bank_answer"]
        return dict(field._description_selection(self.env))[answer]

    def _apply_reply(self, match, raw, name, digest):
        by_number = {line.sequence: line for line in self.line_ids}
        new = [
            answer
            for answer in match.answers
            if not by_number[answer.line.sequence].bank_answer
            and by_number[answer.line.sequence].result == "pending"
        ]
        kept = self._keep_reply(match, new, raw, name, digest)
        for answer in new:
            line = by_number[answer.line.sequence]
            line.write(
                {
                    "bank_answer": answer.reply.status,
                    "bank_serial": answer.reply.serial,
                    "reply_id": kept.id,
                }
            )
            if answer.reply.status == "failed":
                reason = answer.reply.reason or answer.reply.status_text
                line._fail(reason)
                line.claim_id._tell_recipient(
                    self.env._("The bank could not pay. Please check and correct your account:"),
                    reason,
                )
        self.message_post(
            body=self.env._(
                "Reply of the bank: %(paid)s paid, %(failed)s not paid, %(strays)s rows answer"
                " nothing.",
                paid=kept.paid_count,
                failed=kept.failed_count,
                strays=len(match.strays),
            ),
            attachment_ids=kept.attachment_id.ids,
        )
        return kept

    def _keep_reply(self, match, new, raw, name, digest):
        attachment = self.env["ir.attachment"].create(
            {"name": name, "raw": raw, "res_model": self._name, "res_id": self.id}
        )
        return self.env["award.bank.reply"].create(
            {
                "disbursement_id": self.id,
                "name": name,
                "attachment_id": attachment.id,
                "sha256": digest,
                "paid_count": sum(answer.reply.status == "success" for answer in new),
                "failed_count": sum(answer.reply.status == "failed" for answer in new),
                "stray_text": "\n".join(self._stray_texts(match)) or False,
                "user_id": self.env.uid,
            }
        )

    # -- words ---------------------------------------------------------------------------------------

    def _stray_texts(self, match):
        return [
            self.env._(
                "Row %(row)s: %(problems)s",
                row=stray.reply.row,
                problems="; ".join(self._reply_problem_text(one) for one in stray.problems),
            )
            for stray in match.strays[:_NAMED_STRAYS]
        ]

    @api.model
    def _reply_problem_text(self, problem):
        """A problem of the bank's reply in office language."""
        _, params = self.env._, problem.params
        listed = "、".join(
            params.get("headers") or params.get("sheets") or params.get("wanted") or ()
        )
        texts = {
            "too_large": _("The file is too large."),
            "not_xlsx": _("This is no XLSX file."),
            "no_header_row": _("No row with the columns %s was found.", listed),
            "several_sheets": _("Several sheets look like a reply: %s", listed),
            "headers_missing": _("These columns are missing: %s", listed),
            "headers_unknown": _("These columns are not known: %s", listed),
            "header_twice": _("These columns are there twice: %s", listed),
            "sequence_unreadable": _("“%s” is no line number.", params.get("value")),
            "account_number_as_number": _(
                "The account %s was saved as a number and has lost digits.", params.get("value")
            ),
            "amount_unreadable": _("“%s” is no amount.", params.get("value")),
            "status_unknown": _("“%s” says neither paid nor failed.", params.get("value")),
            "sequence_not_sent": _("Line %s was never sent.", params.get("sequence")),
            "answered_twice": _("Line %s is answered twice.", params.get("sequence")),
            "account_number_differs": _("The account is not the one that was sent."),
            "amount_differs": _(
                "The amount is %(told)s, %(sent)s was sent.",
                told=params.get("told"),
                sent=params.get("sent"),
            ),
        }
        return texts.get(problem.code, problem.code)


class AwardClaim(models.Model):
    _inherit = "award.claim"

    _transitions = {
        "action_correct_account": (
            ("approved",),
            "approved",
            "brand_certification.group_enterprise",
        ),
    }
    _duties = {"action_correct_account": "claim"}

    needs_account = fields.Boolean(
        "Account to Be Corrected", compute="_compute_needs_account", compute_sudo=True
    )

    @api.depends("state", "line_ids.bank_answer", "bank_account_id")
    def _compute_needs_account(self):
        """The bank sent the money back, and the account is still the one that it was sent to."""
        for claim in self:
            last = claim.line_ids.sorted("id")[-1:]
            claim.needs_account = bool(
                claim.state == "approved"
                and last.bank_answer == "failed"
                and claim.bank_account_id == last.bank_account_id
                and not last._account_has_changed()
            )

    @transition
    def action_correct_account(self, bank_account_id):
        """Name another account after the bank sent the money back; approval and bill stay.

        A second person checks the new account before the next batch may take the claim.
        """
        # sudo: the recipient may not read accounts in general; ownership is checked right here
        account = self.env["res.partner.bank"].sudo().browse(bank_account_id).exists()
        for claim in self.sudo():
            account._check_usable_by(claim.partner_id)
            claim.write({"bank_account_id": account.id, "confirmed_on": fields.Datetime.now()})

    def _check_step(self, step, document_no=None):
        result = super()._check_step(step, document_no)
        if step == "action_correct_account" and not all(self.mapped("needs_account")):
            raise UserError(self.env._("The account is changed after a failed payment only."))
        return result

    def _hold_texts(self):
        texts = super()._hold_texts()
        # sudo: whether the last payment failed is a fact of the claim
        if self.sudo().needs_account:
            texts.append(
                self.env._("The bank sent the money back: the recipient corrects its account.")
            )
        return texts

    def _portal_may_confirm(self):
        return super()._portal_may_confirm() or self.needs_account

    def action_confirm_account(self, bank_account_id):
        """As before; after a failed payment the correction of the account, approval and bill stay."""
        failed = self.filtered("needs_account")
        if failed:
            failed.action_correct_account(bank_account_id)
        rest = self - failed
        return super(AwardClaim, rest).action_confirm_account(bank_account_id) if rest else True
