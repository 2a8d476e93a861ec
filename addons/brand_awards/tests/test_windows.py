"""From each record of a reward's money to every other one."""

from odoo.tests import Form, tagged

from .test_settlement import ShareCase


@tagged("post_install", "-at_install")
class TestWindows(ShareCase):
    def shown(self, action):
        Model = self.env[action["res_model"]]
        return (
            Model.browse(action["res_id"]) if "res_id" in action else Model.search(action["domain"])
        )

    def test_every_button_opens_what_it_names(self):
        batch = self.settled()
        claim = batch.line_ids.claim_id
        self.give_back(claim, 50_000)
        statement = self.checked()
        recovery, fund = claim.recovery_ids, self.fund
        bill, payment = claim.bill_id, claim.payment_id
        expected = [
            (claim.action_view_bill, bill),
            (claim.action_view_payment, payment),
            (claim.action_view_fund, fund),
            (claim.action_view_disbursement, batch),
            (claim.action_view_recoveries, recovery),
            (claim.action_view_settlements, statement),
            (bill.action_view_award_claim, claim),
            (payment.action_view_award_claim, claim),
            (payment.action_view_award_disbursement, batch),
            (fund.action_view_claims, claim),
            (fund.action_view_disbursements, batch),
            (fund.action_view_recoveries, recovery),
            (fund.action_view_settlements, statement),
            (batch.action_view_claims, claim),
            (batch.action_view_fund, fund),
            (batch.action_view_bills, bill),
            (batch.action_view_payments, payment),
            (recovery.action_view_claim, claim),
            (recovery.action_view_fund, fund),
            (recovery.action_view_bill, bill),
            (recovery.action_view_payment, payment),
            (recovery.action_view_credit_note, recovery.move_id),
            (recovery.move_id.action_view_award_recovery, recovery),
            (statement.action_view_claims, claim),
            (statement.action_view_entries, statement.move_id),
            (statement.move_id.action_view_award_settlement, statement),
        ]
        for action, record in expected:
            with self.subTest(action.__qualname__):
                self.assertEqual(self.shown(action()), record.sudo(False))
        for record in (claim, bill, payment, fund, batch, recovery, statement):
            Form(record.with_user(self.users["settler"]))
