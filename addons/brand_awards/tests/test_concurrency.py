"""Approvals at the same moment: no overdraft, no approval lost, a queue in order."""

from odoo.tests import tagged

from .committed import CommittedAwardCase
from .common import PROMISED

PARALLEL = 20


@tagged("post_install", "-at_install")
class TestParallelApprovals(CommittedAwardCase):
    budget = PROMISED * PARALLEL // 2

    def approval(self, claim):
        return self.users[
            "approver"
        ], lambda env: env["award.claim"].browse(claim.id).action_approve()

    def queue(self):
        return self.env["award.claim"].search(
            [("fund_id", "=", self.fund.id), ("is_queued", "=", True)], order="queued_on, id"
        )

    def test_a_fund_for_half_of_the_approvals_commits_exactly_half(self):
        claims = self.reviewed(PARALLEL)

        sessions = self.at_once(*map(self.approval, claims))

        self.assertEqual([s.refusal for s in sessions if s.refusal], [])
        half = PARALLEL // 2
        approved = claims.filtered(lambda claim: claim.state == "approved")
        self.assertEqual(len(approved), half)
        self.assertEqual(self.queue().sorted("id"), claims - approved)
        self.assertEqual(set(self.queue().mapped("state")), {"reviewed"})
        self.assert_fund(committed=PROMISED * half, available=0)
        commits = self.fund.entry_ids.filtered(lambda entry: entry.kind == "commit")
        self.assertEqual(commits.claim_id, approved)
        self.assertEqual(len(commits), half)

        # more money comes: those who waited get it in their order, however many ask at once
        first, rest = self.queue()[:3], self.queue()[3:]
        self.fund.with_user(self.users["manager"]).action_change_budget(
            3 * PROMISED, "追加预算", "芜财〔2024〕8号"
        )
        fund_id = self.fund.id
        waiting = (
            self.users["approver"],
            lambda env: env["award.fund"].browse(fund_id).action_approve_waiting(),
        )
        self.at_once(waiting, waiting, self.approval(rest[-1:]))
        self.assertEqual(set(first.mapped("state")), {"approved"})
        self.assertEqual(self.queue(), rest)
        self.assert_fund(committed=PROMISED * (half + 3), available=0)
