"""What a batch may take: of one fund, of one department where that is asked; what stays behind."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..decision import facts

_FIRMS = "organisations"
# Names of claims left behind that a form shows
_SHOWN = 20


class AwardDisbursement(models.Model):
    _inherit = "award.disbursement"

    _write_windows = {"department": ("draft",)}

    department = fields.Selection(
        selection="_selection_department",
        string="For the Department",
        help="Claims under this department's clauses only. Empty: of all that the fund pays for.",
    )
    waiting_amount = fields.Monetary(
        compute="_compute_candidates", string="Approved, Not Yet Taken"
    )
    waiting_count = fields.Integer(compute="_compute_candidates", string="Claims Not Yet Taken")
    left_behind = fields.Text("Cannot Be Paid Yet", compute="_compute_left_behind")

    @api.model
    def _selection_department(self):
        """Departments that the cities' clauses name."""
        # sudo: names of departments are no secret
        rows = (
            self.env["award.rule"]
            .sudo()
            ._read_group(
                [("department", "!=", False), ("company_id", "in", self.env.companies.ids)],
                ["department"],
            )
        )
        return [(name, name) for (name,) in rows]

    @api.depends("fund_id", "line_ids", "department", "payees")
    def _compute_candidates(self):
        """Approved claims that this batch may take, by one query for all batches."""
        rows = self.env["award.claim"]._read_group(
            [("fund_id", "in", self.fund_id.ids), ("state", "=", "approved")],
            ["fund_id", "department", "recipient_kind"],
            ["amount:sum", "__count"],
        )
        for batch in self:
            mine = [
                (amount, count)
                for fund, department, kind, amount, count in rows
                if fund == batch.fund_id
                and batch.department in (False, department)
                and (kind == facts.PERSON) == (batch.payees == "persons")
            ]
            batch.waiting_amount = sum(amount for amount, _count in mine)
            batch.waiting_count = sum(count for _amount, count in mine)

    @api.depends("state", "fund_id", "line_ids", "department", "payees")
    @api.depends_context("lang", "uid")
    def _compute_left_behind(self):
        """What a draft could not take, and why."""
        Claim = self.env["award.claim"]
        for batch in self:
            claims = Claim
            if batch.state == "draft" and batch.fund_id and batch.line_ids:
                claims = Claim.search(batch._payable_domain(), order="approved_on, id")
            batch.left_behind = "\n".join(claims._named_texts(claims._texts_before_payment()))

    def _payable_domain(self):
        domain = super()._payable_domain()
        return [*domain, ("department", "=", self.department)] if self.department else domain

    def _take(self, claims):
        if self.department and set(claims.mapped("department")) - {self.department}:
            raise UserError(self.env._("This batch is for claims of “%s” only.", self.department))
        return super()._take(claims)


class AwardClaim(models.Model):
    _inherit = "award.claim"

    def _payable_now(self):
        """``(claims that can be paid now, {claim id: [what holds it]})``."""
        texts = self._texts_before_payment()
        return self.filtered(lambda claim: not texts.get(claim.id)), texts

    def _texts_before_payment(self):
        texts = super()._texts_before_payment()
        # sudo: who entered an account is not for everybody to read, but it binds everybody
        for claim in self.sudo():
            if claim.bank_account_id.maintained_by_id == self.env.user:
                texts[claim.id].append(
                    self.env._("You entered its account yourself; somebody else makes the batch.")
                )
        return texts

    def _named_texts(self, texts):
        """Lines “• claim: reason”, the first ones of many."""
        rows = [
            f"• {claim.display_name}: {text}" for claim in self for text in texts.get(claim.id, [])
        ]
        if len(rows) > _SHOWN:
            more = len(rows) - _SHOWN
            rows = [*rows[:_SHOWN], self.env._("… and %s more", more)]
        return rows


class AwardFund(models.Model):
    _inherit = "award.fund"

    def action_new_disbursement(self):
        """Start disbursements from this fund with every approved claim (finance).

        One for each department whose clauses the fund pays for, persons apart from organisations.
        What cannot be paid yet stays behind, as in ``award.disbursement.action_propose``.
        """
        self.ensure_one()
        Batch, Claim = self.env["award.disbursement"], self.env["award.claim"]
        approved = Claim.search([("fund_id", "=", self.id), ("state", "=", "approved")])
        scopes = dict.fromkeys(
            (claim.department, "persons" if claim.recipient_kind == facts.PERSON else _FIRMS)
            for claim in approved.sorted(lambda claim: (claim.approved_on, claim.id))
        )
        # a batch without a department takes what is left
        batches, refused = Batch, []
        for department, payees in sorted(scopes, key=lambda scope: not scope[0]):
            scope = {"fund_id": self.id, "department": department, "payees": payees}
            claims = Claim.search(Batch.new(scope)._payable_domain(), order="approved_on, id")
            payable, texts = claims._payable_now()
            refused += claims._named_texts(texts) if not payable else []
            if payable:
                batch = Batch.create(scope)
                batch._take(payable)
                batches |= batch
        if not batches:
            raise UserError(self._nothing_payable_text(refused))
        if len(batches) == 1:
            return batches.get_formview_action()
        action = self._window("award.disbursement", self.env._("Disbursements"))
        return action | {"domain": [("id", "in", batches.ids)]}

    def _nothing_payable_text(self, texts):
        if not texts:
            return self.env._("%s has no approved claim to be paid.", self.display_name)
        return self.env._("None of the approved claims can be paid yet:\n%s", "\n".join(texts))
