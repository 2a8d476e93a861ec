from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .account_move import _GATE, _GATE_KEY


class AccountPayment(models.Model):
    """What awards add: a payment belongs to one line of a disbursement, and is undone there only."""

    _inherit = "account.payment"

    award_line_id = fields.Many2one(
        "award.disbursement.line",
        "Disbursement Line",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    award_claim_id = fields.Many2one(related="award_line_id.claim_id", string="Reward Claim")

    _one_payment_per_line = models.UniqueIndex(
        "(award_line_id) WHERE award_line_id IS NOT NULL AND state NOT IN ('canceled', 'rejected')",
        "This line has been paid already.",
    )

    def _award_gate(self):
        """This recordset with the right to make and undo payments of a disbursement."""
        return self.with_context(**{_GATE_KEY: _GATE})

    @api.model
    def _award_is_open(self):
        return self.env.context.get(_GATE_KEY) is _GATE

    @api.model_create_multi
    def create(self, vals_list):
        asked = any(vals.get("award_line_id") for vals in vals_list)
        asked = asked or self.env.context.get("default_award_line_id")
        if asked and not self._award_is_open():
            raise AccessError(self.env._("Payments of claims are made by disbursements only."))
        return super().create(vals_list)

    def write(self, vals):
        if "award_line_id" in vals and not self._award_is_open():
            raise AccessError(self.env._("Payments of claims are made by disbursements only."))
        return super().write(vals)

    def action_post(self):
        """A reward bill is paid by its disbursement, never by a payment beside it."""
        if not self._award_is_open():
            bills = self.invoice_ids.filtered("award_claim_id")
            if bills:
                raise UserError(
                    self.env._(
                        "Paid by their disbursement only: %s", ", ".join(bills.mapped("name"))
                    )
                )
        return super().action_post()

    def action_draft(self):
        self._refuse_for_awards()
        return super().action_draft()

    def action_cancel(self):
        self._refuse_for_awards()
        return super().action_cancel()

    def action_reject(self):
        self._refuse_for_awards()
        return super().action_reject()

    @api.ondelete(at_uninstall=False)
    def _unlink_never_for_lines(self):
        self._refuse_for_awards()

    def _refuse_for_awards(self):
        bound = self.filtered("award_line_id") if not self._award_is_open() else self.browse()
        if bound:
            raise UserError(
                self.env._(
                    "Made by a disbursement, and undone there only: %s",
                    ", ".join(bound.mapped("display_name")),
                )
            )
