"""Reserve, carry-over to the next year, and a cut of the queue pro rata."""

from decimal import ROUND_DOWN, Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

FEN = Decimal("0.01")


class AwardFund(models.Model):
    _inherit = "award.fund"

    def action_reserve(self, amount, reason, document_no):
        """Set money of an open fund aside, or, below 0, free what was set aside (managers).

        :param amount: yuan; never more than is available, never below what is reserved
        """
        self.ensure_one()
        self._refuse_no_numbers({"reserved": amount})
        self._check_may_move(reason, document_no, "open")
        if not amount or self.currency_id.compare_amounts(amount, self.available) > 0:
            raise UserError(self._only_free_text())
        if self.currency_id.compare_amounts(-amount, self.reserved) > 0:
            raise UserError(
                self.env._("Only %s is reserved.", self.currency_id.format(self.reserved))
            )
        # sudo: the ledger is the system's; who may change it was checked above
        self.sudo()._post([self._entry("reserve", amount, document_no, reason)])
        return True

    def action_carry_over(self, reason, document_no):
        """Carry what a closed year has left to the next year's open fund of the same code.

        Both ledgers get their entry in one transaction; the reserve is freed first.
        """
        self.ensure_one()
        self._check_may_move(reason, document_no, "closed")
        following = self._of_year(
            self.company_id, self.code, self.fiscal_year + 1, self.district_id
        )
        if not following or following.district_id != self.district_id:
            raise UserError(
                self.env._(
                    "No fund %(code)s is open for %(year)s.",
                    code=self.code,
                    year=self.fiscal_year + 1,
                )
            )
        # sudo: as above
        fund = self.sudo()
        fund._touch()
        left = fund.available + fund.reserved
        if fund.currency_id.compare_amounts(left, 0) <= 0:
            raise UserError(self.env._("%s has nothing left.", self.display_name))
        rows = [fund._entry("carry", -left, document_no, reason)]
        if fund.reserved:
            rows.insert(0, fund._entry("reserve", -fund.reserved, document_no, reason))
        fund._post(rows)
        following._post([following._entry("carry", left, document_no, reason)])
        return True

    def action_cut_pro_rata(self, reason, document_no):
        """Cut every claim of the queue in the same proportion, so that all of them fit (approvers).

        Whole fen, rounded down; the reason and the document go to each claim and to its recipient.
        """
        self.ensure_one()
        self._check_may_move(reason, document_no, "open", "brand_certification.group_approver")
        # sudo: as above
        fund = self.sudo()
        fund._touch()
        queue = (
            self.env["award.claim"]
            .sudo()
            .search([("fund_id", "=", fund.id), ("is_queued", "=", True)], order="queued_on, id")
        )
        total = sum(Decimal(f"{claim.amount:.2f}") for claim in queue)
        free = Decimal(f"{fund.available:.2f}")
        if not queue or free >= total:
            raise UserError(self.env._("Nothing waits beyond the budget."))
        if free <= 0:
            raise UserError(self._only_free_text())
        for claim in queue:
            amount = Decimal(f"{claim.amount:.2f}")
            kept = (amount * free / total).quantize(FEN, ROUND_DOWN)
            claim._cut_to(kept, reason, document_no)
        return True

    def _check_may_move(
        self, reason, document_no, state, group="brand_certification.group_manager"
    ):
        self.check_access("read")
        if not self.env.user.has_group(group):
            # sudo: the name of a group is no secret
            raise UserError(self.env._("This is done by: %s.", self.env.ref(group).sudo().name))
        if self.state != state or not (reason or "").strip() or not document_no:
            raise UserError(
                self.env._(
                    "This needs a fund that is “%s”, a reason and a document number.",
                    self._state_label(state),
                )
            )

    def _only_free_text(self):
        return self.env._(
            "%(fund)s has only %(free)s that is not committed.",
            fund=self.display_name,
            free=self.currency_id.format(self.available),
        )


class AwardClaim(models.Model):
    _inherit = "award.claim"

    cut_amount = fields.Monetary("Cut Pro Rata", readonly=True, copy=False)
    cut_document_no = fields.Char("Cut by Document", readonly=True, copy=False)
    explanation = fields.Text(compute="_compute_explanation", related=None, compute_sudo=True)
    _system_fields = frozenset({"cut_amount", "cut_document_no"})

    @api.depends("decision_id", "cut_amount", "cut_document_no")
    @api.depends_context("lang")
    def _compute_explanation(self):
        """The decision's words, and the cut by which less is paid than was decided."""
        for claim in self:
            text = claim.decision_id.explanation or ""
            if claim.cut_amount:
                text += self.env._(
                    " The fund does not cover all rewards of its queue: cut pro rata by %(cut)s"
                    " to %(amount)s (%(document)s).",
                    cut=claim.currency_id.format(claim.cut_amount),
                    amount=claim.currency_id.format(claim.amount),
                    document=claim.cut_document_no,
                )
            claim.explanation = text or False

    def _cut_to(self, kept, reason, document_no):
        """Lower the claim to ``kept`` yuan; what it was cut by adds up over several cuts."""
        self.ensure_one()
        cut = Decimal(f"{self.amount:.2f}") - kept
        self.write(
            {
                "amount": float(kept),
                "cut_amount": self.cut_amount + float(cut),
                "cut_document_no": document_no,
            }
        )
        self._tell_recipient(self.env._("The reward was cut pro rata (%s):", document_no), reason)

    def _keep_again(self, changed):
        """Facts that moved void a cut: it was one of another amount."""
        changed = super()._keep_again(changed)
        cut = changed.sudo().filtered("cut_amount")
        cut.write({"cut_amount": 0.0, "cut_document_no": False})
        return changed
