"""What a recovery does to the claim that was paid, and to the one that it is set off against."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.brand_certification.models.transition_mixin import transition


class AwardClaim(models.Model):
    _inherit = "award.claim"

    _transitions = {
        "action_recover": (("paid", "recovered"), "recovering", None),
        "action_recovered": (("recovering",), "recovered", None),
        "action_keep_paid": (("recovering",), "paid", None),
    }

    recovery_ids = fields.One2many("award.recovery", "claim_id", "Recoveries", readonly=True)
    recovered_amount = fields.Monetary(
        "Paid Back", compute="_compute_recovered_amount", store=True, help="Settled, in yuan."
    )
    offset_ids = fields.One2many("award.recovery.receipt", "claim_id", "Set-offs", readonly=True)
    # whoever may read the claim may know what it was paid less by; districts read no receipts
    offset_amount = fields.Monetary(
        "Set off",
        compute="_compute_offset_amount",
        compute_sudo=True,
        help="Paid by so much less, by decision.",
    )

    overdue_demand = fields.Char(compute="_compute_overdue_demand", groups="base.group_user")

    @api.depends("recovery_ids.recovered")
    def _compute_recovered_amount(self):
        for claim in self:
            claim.recovered_amount = sum(claim.recovery_ids.mapped("recovered"))

    @api.depends("offset_ids.amount")
    def _compute_offset_amount(self):
        for claim in self:
            claim.offset_amount = sum(claim.offset_ids.mapped("amount"))

    @transition
    def action_recover(self):
        """A decision demands money of this claim back."""

    @transition
    def action_recovered(self):
        """What was demanded came in, or the rest of it was written off."""

    @transition
    def action_keep_paid(self):
        """The whole demand was written off: the reward stays paid."""

    def action_propose_recovery(self, amount, reason, basis=None):
        """Propose to ask money of paid claims back (award officers).

        :param amount: yuan, at most what was paid and not paid back
        :return: the proposal
        """
        self.ensure_one()
        self.check_access("read")
        self._check_officer()
        if self.state not in ("paid", "recovered"):
            raise UserError(self.env._("Nothing has been paid yet: %s", self._names_with_state()))
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason: the recipient is told it."))
        # sudo: proposals are made by this action, after its checks
        return self.sudo()._propose_recovery(reason, amount, basis).sudo(False)

    def _propose_recovery(self, reason, amount=None, basis=None):
        """Proposals for paid claims that have none open, with the clause that obliges repayment."""
        rows = []
        for claim in self:
            left = claim.amount - claim.recovered_amount
            is_open = any(recovery.state != "settled" for recovery in claim.recovery_ids)
            if not is_open and claim.currency_id.compare_amounts(left, 0) > 0:
                rows.append(
                    {
                        "claim_id": claim.id,
                        "amount": left if amount is None else amount,
                        "reason": reason,
                        "basis": basis or claim.policy_id.recovery_clause,
                    }
                )
        return self.env["award.recovery"].create(rows)

    def _end_for(self, reason, document_no=None):
        result = super()._end_for(reason, document_no)
        why = reason
        if document_no:
            why = self.env._("%(reason)s (document %(number)s)", reason=reason, number=document_no)
        self.filtered(lambda claim: claim.state == "paid")._propose_recovery(why)
        return result

    @api.depends("payee_key")
    def _compute_overdue_demand(self):
        """One query for a whole batch: lists and batches ask for every claim."""
        # sudo: a demand counts whoever looks at the claim
        demands = (
            self.env["award.recovery"]
            .sudo()
            .search(
                [
                    ("claim_id.payee_key", "in", self.mapped("payee_key")),
                    ("company_id", "in", self.company_id.ids),
                    ("is_overdue", "in", [True]),
                ]
            )
            .filtered(lambda r: not r.receipt_ids.filtered(lambda row: row.kind == "offset"))
        )
        by_payee = {(d.company_id, d.claim_id.payee_key): d.name for d in demands}
        for claim in self:
            claim.overdue_demand = by_payee.get((claim.company_id, claim.payee_key))

    def _hold_texts(self):
        """Money that is demanded back and overdue holds every further payment to its payee."""
        texts = super()._hold_texts()
        if self.overdue_demand:
            texts.append(
                self.env._(
                    "%s is overdue: pay it back, or decide to set it off.", self.overdue_demand
                )
            )
        return texts

    def action_view_recoveries(self):
        """Recoveries of this claim."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Recoveries"),
            "res_model": "award.recovery",
            "view_mode": "list,form",
            "domain": [("claim_id", "=", self.id)],
        }


class AwardPolicy(models.Model):
    _inherit = "award.policy"

    _write_windows = {"recovery_clause": ("draft",)}

    recovery_clause = fields.Text(
        "Clause on Repayment", help="Words that oblige to pay a reward back, with their clause."
    )


class AccountMove(models.Model):
    _inherit = "account.move"

    award_recovery_id = fields.Many2one(
        "award.recovery", "Recovery", readonly=True, copy=False, index="btree_not_null"
    )


class AccountPayment(models.Model):
    _inherit = "account.payment"

    award_receipt_ids = fields.One2many("award.recovery.receipt", "payment_id", readonly=True)

    def _refuse_for_awards(self):
        if not self._award_is_open():
            # sudo: that the payment is a receipt of a recovery binds whoever looks at it
            self.filtered(lambda p: p.sudo().award_receipt_ids)._award_refuse_bound()
        return super()._refuse_for_awards()
