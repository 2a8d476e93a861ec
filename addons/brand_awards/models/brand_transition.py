"""Steps of rewards in words, as history, forms and papers show them."""

from odoo import api, models


class BrandTransition(models.Model):
    _inherit = "brand.transition"

    @api.model
    def _step_labels(self):
        _ = self.env._
        return super()._step_labels() | {
            ("award.recognition", "action_confirm"): _("Confirm the honour"),
            ("award.recognition", "action_refuse"): _("Do not take the declared honour"),
            ("award.recognition", "action_revoke"): _("Revoke the honour"),
            ("award.policy", "action_activate"): _("Put into force"),
            ("award.policy", "action_expire"): _("End"),
            ("award.fund", "action_open"): _("Open the fund"),
            ("award.fund", "action_close"): _("Close the fund"),
            ("award.claim", "action_confirm_account"): _("Confirm bank account"),
            ("award.claim", "action_submit"): _("Hand in the application"),
            ("award.claim", "action_withdraw"): _("Take the application back"),
            ("award.claim", "action_review"): _("Review"),
            ("award.claim", "action_return"): _("Return to the enterprise"),
            ("award.claim", "action_enter_notice"): _("Enter public notice"),
            ("award.claim", "action_approve"): _("Approve"),
            ("award.claim", "action_withdraw_approval"): _("Withdraw the approval"),
            ("award.claim", "action_reject"): _("Refuse"),
            ("award.claim", "action_cancel"): _("End the claim"),
            ("award.claim", "action_schedule"): _("Schedule for payment"),
            ("award.claim", "action_unschedule"): _("Take out of the disbursement"),
            ("award.claim", "action_pay"): _("Pay"),
            ("award.claim", "action_enter_account"): _("Enter the account of a person"),
            ("award.claim", "action_correct_account"): _("Correct the account"),
            ("award.claim", "action_recover"): _("Demand the money back"),
            ("award.claim", "action_recovered"): _("Money came back"),
            ("award.claim", "action_keep_paid"): _("Demand written off"),
            ("award.claim", "action_reopen"): _("Back to review: facts have changed"),
            ("award.supplement", "action_grant"): _("Grant the supplement"),
            ("award.supplement", "action_dismiss"): _("Decide against a supplement"),
            ("award.recovery", "action_request"): _("Decide on recovery"),
            ("award.recovery", "action_dismiss"): _("Decide against recovery"),
            ("award.recovery", "action_settle"): _("Recovery settled"),
            ("award.payer.table", "action_activate"): _("Put into force"),
            ("award.payer.table", "action_expire"): _("End"),
            ("award.rate.table", "action_activate"): _("Put into force"),
            ("award.rate.table", "action_expire"): _("Replace"),
            ("award.disbursement", "action_make"): _("Make the disbursement"),
            ("award.disbursement", "action_confirm"): _("Check and post the bills"),
            ("award.disbursement", "action_reopen"): _("Open again"),
            ("award.disbursement", "action_export"): _("Export bank file"),
            ("award.disbursement", "action_settle"): _("Settle"),
            ("award.settlement", "action_make"): _("Draw up the statement"),
            ("award.settlement", "action_confirm"): _("Check the statement"),
            ("award.settlement", "action_reopen"): _("Open again"),
            ("award.settlement", "action_settle"): _("Settled between the levels"),
        }
