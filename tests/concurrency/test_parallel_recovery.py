"""Money asked back by several sessions at once: demanded once, received once, set off once."""

from odoo.tests import tagged

from odoo.addons.brand_awards.tests.committed import CommittedAwardCase
from odoo.addons.brand_awards.tests.common import PROMISED

AT_ONCE = 3


@tagged("post_install", "-at_install")
class TestParallelRecovery(CommittedAwardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["approver2"] = cls._user("approver2", ["brand_certification.group_approver"])
        cls.cr.commit()

    def setUp(self):
        super().setUp()
        self.company.award_treasury_account = "国库芜湖市中心支库 340200000000000001"
        self.policy.recovery_clause = "（七）弄虚作假或者被撤销认证的，退回奖励。"

    def call(self, user, record, method, *args, **kwargs):
        """The same request ``AT_ONCE`` times."""
        name, ids = record._name, record.ids
        request = (
            self.users[user],
            lambda env: bool(getattr(env[name].browse(ids), method)(*args, **kwargs)),
        )
        return [request] * AT_ONCE

    def demanded(self, claim, amount=PROMISED):
        officer = claim.with_user(self.users["award"])
        recovery = officer.action_propose_recovery(amount, "年度监督发现造假。").sudo()
        recovery.with_user(self.users["award"]).action_notify()
        recovery.with_user(self.applicant).action_state("情况属实，同意退回。")
        recovery.with_user(self.users["approver2"]).action_request(document_no="追1号")
        return recovery.with_env(self.env)

    def receipts(self, recovery):
        self.see()
        return [(row.kind, row.amount) for row in recovery.receipt_ids]

    def assert_books(self, recovery):
        """What the demand still is in Odoo's books is what the recovery says."""
        owed = sum(recovery._payable_line().mapped("amount_residual"))
        open_offsets = sum(
            row.amount for row in recovery.receipt_ids if row.kind == "offset" and not row.is_booked
        )
        self.assertEqual(owed, recovery.remaining + open_offsets)
        self.assert_books_agree()
        self.assert_fund()

    def test_each_step_of_a_recovery_is_taken_once(self):
        claim = self.settled().line_ids.claim_id
        self.see()
        proposals = self.at_once(
            *self.call("award", claim, "action_propose_recovery", PROMISED, "监督发现造假。")
        )
        self.assertEqual(len([one for one in proposals if one.result]), 1)
        recovery = claim.recovery_ids
        self.assertEqual(len(recovery), 1)

        self.assert_once(self.at_once(*self.call("award", recovery, "action_notify")))
        recovery.with_user(self.applicant).action_state("同意退回。")
        demand = self.call("approver2", recovery, "action_request", document_no="追1号")
        self.assert_once(self.at_once(*demand))
        self.assertEqual(
            self.env["account.move"].search_count([("award_recovery_id", "=", recovery.id)]), 1
        )

        received = self.call("settler", recovery, "action_receive", 50_000, None, "回单0001")
        self.assert_once(self.at_once(*received))
        self.assertEqual(self.receipts(recovery), [("received", 50_000)])
        self.assertIn("already", self.session(*received[0]).end().refusal)

        given_up = self.call("approver2", recovery, "action_write_off", 30_000, "无财产", "核1号")
        self.assert_once(self.at_once(*given_up))
        self.assertIn("already", self.session(*given_up[0]).end().refusal)
        self.assert_books(recovery)

        # two slips at once for more than is open: the second one is refused
        rest = [
            self.call("settler", recovery, "action_receive", 120_000, None, f"回单{n}")[0]
            for n in (2, 3)
        ]
        self.assert_once(self.at_once(*rest))
        self.assertEqual((recovery.state, recovery.outcome), ("settled", "part"))
        self.assertEqual((recovery.recovered, recovery.remaining), (170_000, 0))
        self.assertEqual(claim.state, "recovered")
        self.assert_fund(paid=30_000, billed=30_000, committed=30_000)
        self.assert_books_agree()

    def test_two_recoveries_are_not_set_off_against_more_than_the_claim(self):
        paid = self.settled(2).line_ids.claim_id
        recoveries = [self.demanded(claim) for claim in paid]
        claim = self.approved()
        self.see()
        offsets = [
            self.call("approver2", recovery, "action_offset", claim.id, 150_000, "抵1号")[0]
            for recovery in recoveries
        ]
        self.assert_once(self.at_once(*offsets))
        self.assertEqual(claim.offset_amount, 150_000)

        # and it is paid by so much less, whoever comes first
        self.trusted(claim)
        batch = self.empty_batch(0)
        other = next(one for one in recoveries if not one.receipt_ids)
        again = self.call("approver2", other, "action_offset", claim.id, 50_000, "抵2号")[0]
        taken, _offset = self.at_once(self.steps(batch)["action_propose"], again)
        if taken.refusal:
            self.answered(*self.steps(batch)["action_propose"])
        self.assertEqual(batch.line_ids.offset_amount, claim.offset_amount)
        self.finished(batch)
        self.assertEqual(claim.state, "paid")
        for recovery in recoveries:
            self.assert_books(recovery)
