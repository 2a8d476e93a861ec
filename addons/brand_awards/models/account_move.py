from odoo import api, fields, models

# Fields that tie an entry to what made it
_LINKS = ("award_claim_id", "award_recovery_id", "award_settlement_id")


class AccountMove(models.Model):
    """What awards add: a bill belongs to one claim, and only its disbursement undoes it."""

    _name = "account.move"
    _inherit = ["account.move", "award.books.guard"]

    award_claim_id = fields.Many2one(
        "award.claim", "Reward Claim", readonly=True, copy=False, index="btree_not_null"
    )

    award_settlement_id = fields.Many2one(
        "award.settlement", "Settlement", readonly=True, copy=False, index="btree_not_null"
    )

    _one_bill_per_claim = models.UniqueIndex(
        "(award_claim_id) WHERE award_claim_id IS NOT NULL AND state <> 'cancel'",
        "This claim has its bill already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        asked = any(vals.get(name) for vals in vals_list for name in _LINKS)
        asked = asked or any(self.env.context.get(f"default_{name}") for name in _LINKS)
        self._award_check_link(asked, self._award_link_refusal())
        return super().create(vals_list)

    def write(self, vals):
        self._award_check_link(not vals.keys().isdisjoint(_LINKS), self._award_link_refusal())
        return super().write(vals)

    @api.model
    def _award_link_refusal(self):
        return self.env._("Bills of claims are made by disbursements only.")

    def button_draft(self):
        self._refuse_for_awards()
        return super().button_draft()

    def button_cancel(self):
        self._refuse_for_awards()
        return super().button_cancel()

    @api.ondelete(at_uninstall=False)
    def _unlink_never_for_claims(self):
        self._refuse_for_awards()

    def _award_cancel(self):
        """Cancel bills of claims before they are paid; only disbursements and claims do this."""
        bills = self._award_gate()
        bills.button_draft()
        bills.button_cancel()
        bills.flush_recordset(["state"])  # before another bill of the same claim is inserted

    def _refuse_for_awards(self):
        if self._award_is_open():
            return
        # sudo: whether a bill belongs to a claim is known to its disbursement only
        bound = self.sudo().filtered(
            lambda m: any(m[name] for name in _LINKS) or m.origin_payment_id.award_line_id
        )
        bound._award_refuse_bound()

    def action_view_award_claim(self):
        """The claim that this bill pays."""
        self.ensure_one()
        return self.award_claim_id.get_formview_action()
