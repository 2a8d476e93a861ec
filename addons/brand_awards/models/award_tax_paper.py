"""Persons on paper: tax and net beside the gross amount, and the list of the tax withheld."""

from odoo import models

from ..decision.facts import PERSON
from .award_claim_paper import _figures, in_capitals


class AwardDisbursement(models.Model):
    _inherit = "award.disbursement"

    def _paper_parts(self, lines):
        """``[(title, amounts by line)]`` that lead from the reward to what the bank pays."""
        _ = self.env._
        parts = [
            (_("Tax withheld"), lines.mapped(lambda line: line.tax_amount)),
            (_("Set off"), lines.mapped(lambda line: line.offset_amount)),
        ]
        parts = [part for part in parts if any(part[1])]
        if parts or self.payees == "persons":
            parts.insert(0, (_("Gross"), lines.mapped(lambda line: line.claim_id.amount)))
        return parts

    def _paper_tax_values(self):
        """The list of tax withheld (个人所得税扣缴清单) as plain values; numbers are masked.

        :raises AccessError: for somebody who may not read the disbursement
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: persons and clauses of a batch that the caller may read
        batch, _ = self.sudo(), self.env._
        lines = batch._paper_lines().filtered(lambda line: line.claim_id.recipient_kind == PERSON)
        gross = sum(lines.claim_id.mapped("amount"))
        tax = sum(lines.mapped("tax_amount"))
        return batch._paper_common(lines) | {
            "lines": [line._paper_tax_row() for line in lines],
            "gross": _figures(gross),
            "net": _figures(gross - tax),
            "parts": [],
            "total": _figures(tax),
            "total_text": _(
                "Tax withheld from %(count)s persons, in capitals: %(capitals)s",
                count=len(lines),
                capitals=in_capitals(tax),
            ),
        }


class AwardDisbursementLine(models.Model):
    _inherit = "award.disbursement.line"

    def _paper_tax_row(self):
        self.ensure_one()
        claim, person = self.claim_id, self.partner_id
        kinds = dict(person._fields["identity_kind"]._description_selection(self.env))
        rate = 100 * self.tax_amount / claim.amount if claim.amount else 0
        return {
            "no": self.sequence,
            "name": person.name,
            "kind": kinds.get(person.identity_kind, ""),
            "identity": person.identity_mask or "",
            "gross": _figures(claim.amount),
            "rate": f"{rate:.0f}%" if self.tax_amount else self.env._("exempt"),
            "tax": _figures(self.tax_amount),
            "net": _figures(claim.net_amount),
            "paid_on": self.payment_id.date.isoformat() if self.payment_id else "",
            "claim": claim.name,
        }
