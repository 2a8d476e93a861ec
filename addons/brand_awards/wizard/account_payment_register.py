"""Odoo's own payment window does not pay bills of rewards."""

from odoo import models
from odoo.exceptions import UserError


class AccountPaymentRegister(models.TransientModel):
    _inherit = "account.payment.register"

    def _create_payments(self):
        bills = self.line_ids.move_id.filtered("award_claim_id")
        if bills:
            raise UserError(
                self.env._("Paid by their disbursement only: %s", ", ".join(bills.mapped("name")))
            )
        return super()._create_payments()
