from odoo import api, fields, models
from odoo.exceptions import UserError


class AccountPayment(models.Model):
    """What awards add: a payment belongs to one line of a disbursement, and is undone there only."""

    _name = "account.payment"
    _inherit = ["account.payment", "award.books.guard"]

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

    @api.model_create_multi
    def create(self, vals_list):
        asked = any(vals.get("award_line_id") for vals in vals_list)
        asked = asked or self.env.context.get("default_award_line_id")
        self._award_check_link(asked, self._award_link_refusal())
        return super().create(vals_list)

    def write(self, vals):
        self._award_check_link("award_line_id" in vals, self._award_link_refusal())
        return super().write(vals)

    @api.model
    def _award_link_refusal(self):
        return self.env._("Payments of claims are made by disbursements only.")

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
        if not self._award_is_open():
            self.filtered("award_line_id")._award_refuse_bound()
