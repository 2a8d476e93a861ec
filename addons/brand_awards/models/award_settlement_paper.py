"""A settlement on paper: the statement that both levels sign."""

from odoo import models

from .award_claim_paper import _figures, in_capitals


class AwardSettlement(models.Model):
    _inherit = "award.settlement"

    def _paper_filename(self):
        self.ensure_one()
        return f"{self.env._('Settlement statement')}_{self.name}"

    def _paper_values(self):
        """The statement (结算单) as plain values.

        :raises AccessError: for somebody who may not read it
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: recipients, claims and policies of a statement that the caller may read
        statement, _ = self.sudo(), self.env._
        lines = statement.line_ids.sorted(lambda line: (line.policy_id.id, line.date, line.id))
        return {
            "number": statement.name,
            "company": statement.company_id,
            "fund": statement.district_id.name,
            "is_draft": statement.state == "draft",
            "facts": statement._paper_facts(lines),
            "groups": [
                {
                    "title": f"《{policy.name}》 {policy.document_no or ''}".strip(),
                    "lines": [line._paper_row() for line in of_policy],
                    "amount": _figures(sum(of_policy.mapped("amount"))),
                    "share": _figures(sum(of_policy.mapped("share"))),
                }
                for policy, of_policy in lines.grouped("policy_id").items()
            ],
            "balance_text": statement.balance_text,
            "total_text": _("To be settled, in capitals: %s", in_capitals(abs(statement.balance))),
            "total": _figures(abs(statement.balance)),
            "signatures": [
                _("Prepared by:"),
                _("Checked by:"),
                _("City finance bureau:"),
                _("District finance bureau:"),
            ],
        }

    def _paper_facts(self, lines):
        """Rows of two ``(label, text)``: district, period, what was advanced on each side."""
        _, day = self.env._, self.env["brand.portal"]._long_date
        recovered = sum(lines.filtered(lambda line: line.kind == "recover").mapped("share"))
        facts = [
            (_("District"), self.district_id.name),
            (
                _("Period"),
                _("%(begin)s to %(end)s", begin=day(self.date_from), end=day(self.date_to)),
            ),
            (_("Advanced by the city for the district"), _figures(self.city_advanced)),
            (_("Advanced by the district for the city"), _figures(self.district_advanced)),
            (_("Of it taken off for recoveries"), _figures(recovered)),
            (_("Result"), self.balance_text),
        ]
        return [facts[at : at + 2] for at in range(0, len(facts), 2)]


class AwardSettlementLine(models.Model):
    _inherit = "award.settlement.line"

    def _paper_row(self):
        self.ensure_one()
        kinds = {"pay": self.env._("Paid"), "recover": self.env._("Recovered")}
        treasuries = dict(self._fields["advanced_by"]._description_selection(self.env))
        return {
            "claim": self.claim_id.name,
            "enterprise": self.partner_id.name,
            "item": self.claim_id.item_name or "",
            "date": self.date.isoformat(),
            "kind": kinds[self.kind],
            "advanced_by": treasuries[self.advanced_by],
            "amount": _figures(self.amount),
            "share": _figures(self.share),
        }
