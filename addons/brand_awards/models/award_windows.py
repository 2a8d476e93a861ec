"""Ways between claim, bill, payment, fund, disbursement, recovery and settlement."""

from odoo import fields, models


class AwardClaim(models.Model):
    _inherit = "award.claim"

    settlement_line_ids = fields.One2many(
        "award.settlement.line",
        "claim_id",
        "Settlement Lines",
        readonly=True,
        groups="base.group_user",
    )

    def action_view_settlements(self):
        """Statements between levels that hold a share of this claim."""
        self.ensure_one()
        return self._list(
            "award.settlement", self.settlement_line_ids.settlement_id, self.env._("Settlements")
        )

    def _list(self, model, records, name):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "list,form",
            "domain": [("id", "in", records.ids)],
        }


class AwardRecovery(models.Model):
    _inherit = "award.recovery"

    bill_id = fields.Many2one(related="claim_id.bill_id", string="Bill of the Claim")
    payment_id = fields.Many2one(related="claim_id.payment_id", string="Payment of the Claim")

    def action_view_fund(self):
        """The fund that paid."""
        return self.claim_id.action_view_fund()

    def action_view_bill(self):
        """The bill by which the claim was paid."""
        return self.claim_id.action_view_bill()

    def action_view_payment(self):
        """The payment that is asked back."""
        return self.claim_id.action_view_payment()


class AwardDisbursement(models.Model):
    _inherit = "award.disbursement"

    def action_view_fund(self):
        """The fund that pays."""
        self.ensure_one()
        return self.fund_id.get_formview_action()

    def action_view_claims(self):
        """Claims that this batch pays."""
        self.ensure_one()
        claims = self.line_ids.claim_id
        return claims._list("award.claim", claims, self.env._("Claims"))


class AwardFund(models.Model):
    _inherit = "award.fund"

    recovery_ids = fields.One2many("award.recovery", "fund_id", "Recoveries", readonly=True)

    def action_view_recoveries(self):
        """Recoveries of what this fund paid."""
        return self._window("award.recovery", self.env._("Recoveries"))

    def action_view_bills(self):
        """Bills of the claims that this fund pays."""
        domain = [("award_claim_id.fund_id", "=", self.id)]
        return self._window("account.move", self.env._("Bills")) | {"domain": domain, "context": {}}

    def action_view_payments(self):
        """Payments from this fund."""
        domain = [("award_claim_id.fund_id", "=", self.id)]
        window = self._window("account.payment", self.env._("Payments"))
        return window | {"domain": domain, "context": {}}


class AccountMove(models.Model):
    _inherit = "account.move"

    def action_view_award_fund(self):
        """The fund that this bill is paid from."""
        self.ensure_one()
        return self.award_claim_id.action_view_fund()

    def action_view_award_recovery(self):
        """The recovery that this entry belongs to."""
        self.ensure_one()
        return self.award_recovery_id.get_formview_action()

    def action_view_award_settlement(self):
        """The settlement that this entry belongs to."""
        self.ensure_one()
        return self.award_settlement_id.get_formview_action()


class AccountPayment(models.Model):
    _inherit = "account.payment"

    def action_view_award_claim(self):
        """The claim that this payment pays."""
        self.ensure_one()
        return self.award_claim_id.get_formview_action()

    def action_view_award_fund(self):
        """The fund that this payment comes from."""
        self.ensure_one()
        return self.award_claim_id.action_view_fund()

    def action_view_award_disbursement(self):
        """The disbursement that this payment belongs to."""
        self.ensure_one()
        batch = self.award_line_id.disbursement_id
        return batch.get_formview_action()
