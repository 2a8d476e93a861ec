"""A disbursement on paper: the sheet on which it is approved, and the list by which it is paid."""

from odoo import models
from odoo.exceptions import AccessError

from .award_claim_paper import _figures, in_capitals

# Whoever pays sees account numbers in full; nobody else does
_PAYING_GROUP = "account.group_account_invoice"


class AwardDisbursement(models.Model):
    _inherit = "award.disbursement"

    def _paper_filename(self, kind):
        self.ensure_one()
        titles = {
            "approval": self.env._("Approval sheet"),
            "payments": self.env._("Payment list"),
            "tax": self.env._("Tax withheld"),
        }
        return f"{titles[kind]}_{self.name}"

    def _paper_approval_values(self):
        """The approval sheet (资金拨付审批表) as plain values; account numbers are masked.

        :raises AccessError: for somebody who may not read the disbursement
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: enterprises, clauses and documents of a batch that the caller may read
        batch = self.sudo()
        lines = batch._paper_lines()
        return batch._paper_common(lines) | {
            "facts": batch._paper_facts(lines.claim_id),
            "lines": [
                {
                    "no": line.sequence,
                    "enterprise": line.partner_id.name,
                    "uscc": line.partner_id.uscc or "",
                    "item": line.claim_id.item_name or "",
                    "document_no": line.claim_id._paper_document_no(),
                    "clause": line.claim_id.rule_id.display_name,
                    "account": f"****{line.account_number[-4:]}" if line.account_number else "",
                    "amount": _figures(line.amount),
                }
                for line in lines
            ],
        }

    def _paper_payment_values(self):
        """The payment list (拨付清单) as plain values, with account numbers in full.

        :raises AccessError: for everybody but those who pay
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group(_PAYING_GROUP):
            raise AccessError(
                self.env._("The payment list shows account numbers in full: for finance only.")
            )
        batch = self.sudo()
        lines = batch._paper_lines()
        parts = batch._paper_parts(lines)
        return batch._paper_common(lines) | {
            "bank": batch._paper_bank_text(),
            "hash": batch.content_hash or "",
            "is_persons": batch.payees == "persons",
            "parts": [(title, _figures(sum(column))) for title, column in parts],
            "lines": [
                {
                    "no": line.sequence,
                    "parts": [_figures(column[place]) for _title, column in parts],
                    "name": line.account_name or "",
                    "identity": line.partner_id.identity_mask or "",
                    "number": _grouped(line.account_number),
                    "bank": line.bank_name or "",
                    "cnaps": line.cnaps or "",
                    "amount": _figures(line.amount),
                    "purpose": line.purpose or "",
                }
                for place, line in enumerate(lines)
            ],
        }

    def _paper_bank_text(self):
        """The city's own account from which the batch is paid."""
        journal = self.bank_journal_id
        account = journal.bank_account_id
        parts = (account.bank_id.name or journal.name, account.acc_number)
        return " ".join(filter(None, parts))

    def _paper_lines(self):
        """What is paid by this batch; lines marked as not paid are left out, as in its total."""
        return self.line_ids.filtered(lambda line: line.result != "failed").sorted("sequence")

    def _paper_common(self, lines):
        _ = self.env._
        total = sum(lines.mapped("amount"))
        return {
            "number": self.name,
            "company": self.company_id,
            "fund": self.fund_id.display_name,
            "is_draft": self.state == "draft",
            "total": _figures(total),
            "total_text": _(
                "Total of %(count)s payments, in capitals: %(capitals)s",
                count=len(lines),
                capitals=in_capitals(total),
            ),
            "office": self.company_id.name,
            "signatures": [
                _("Prepared by:"),
                _("Checked by:"),
                _("Head of office:"),
                _("Finance bureau:"),
            ],
        }

    def _paper_facts(self, claims):
        """Rows of two ``(label, text)``: fund, documents, date."""
        _, day = self.env._, self.env["brand.portal"]._long_date
        policies = [
            " ".join(filter(None, (f"《{policy.name}》", policy.document_no)))
            for policy in claims.policy_id
        ]
        departments = dict.fromkeys(filter(None, claims.mapped("department")))
        facts = [
            (_("Fund"), self.fund_id.display_name),
            (_("Budget document"), self.fund_id.budget_document_no),
            (_("Department"), "、".join(departments)),
            (_("Approval documents"), "、".join(self._paper_approval_documents(claims))),
            (_("Policy basis"), "\n".join(policies)),
            (_("Date of bills"), day(self.date)),
        ]
        facts = [(label, text or "—") for label, text in facts]
        return [facts[at : at + 2] for at in range(0, len(facts), 2)]

    def _paper_approval_documents(self, claims):
        """Numbers of the documents by which these claims were approved, each once."""
        domain = [
            ("model", "=", "award.claim"),
            ("res_id", "in", claims.ids),
            ("step", "=", "action_approve"),
            ("document_no", "!=", False),
        ]
        numbers = self.env["brand.transition"].search(domain, order="id").mapped("document_no")
        numbers += self.env["brand.approval"].search(domain, order="id").mapped("document_no")
        return list(dict.fromkeys(numbers))


def _grouped(number):
    """An account number in groups of four, as people compare them."""
    number = number or ""
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))
