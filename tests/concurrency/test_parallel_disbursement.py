"""Repeated clicks and several sessions at the same step: taken once, in whatever order they come.

Every session is a process of its own; all of them see the database as it was before any began.
"""

from decimal import Decimal

from odoo.tests import tagged

from odoo.addons.brand_awards.tests.committed import CommittedAwardCase
from odoo.addons.brand_awards.tests.common import PROMISED

AT_ONCE = 4


@tagged("post_install", "-at_install")
class TestParallelDisbursement(CommittedAwardCase):
    def batch_call(self, user, batch, method, *args):
        return (
            self.users[user],
            lambda env: getattr(env["award.disbursement"].browse(batch.id), method)(*args),
        )

    def test_each_step_clicked_by_many_at_once_is_taken_once(self):
        batch = self.empty_batch(2)
        for step in (
            "action_propose",
            "action_confirm",
            "action_export",
            "action_import_reply",
            "action_settle",
        ):
            with self.subTest(step):
                request = self.steps(batch)[step]
                self.assert_once(self.at_once(*[request] * AT_ONCE))
                done = self.picture()
                self.assertTrue(self.session(*request).end().refusal)
                self.assertEqual(self.picture(), done)
        self.assertEqual(len(batch.reply_ids), 1)
        self.assertEqual(self.claims().mapped("state"), ["paid", "paid"])
        self.assertEqual(self.file_total(batch), Decimal(2 * PROMISED))
        self.assert_sound()

    def test_two_batches_that_take_the_same_claims(self):
        first, second = self.empty_batch(2), self.empty_batch(0)
        taken = [self.steps(batch)["action_propose"] for batch in (first, second)]
        self.assert_once(self.at_once(*taken))
        self.assertEqual(len((first | second).line_ids), 2)
        self.assertEqual(len((first | second).line_ids.claim_id), 2)
        self.finished(first if first.line_ids else second)
        self.assert_sound()

    def test_replies_that_contradict_each_other_come_in_at_once(self):
        batch = self.exported(3)
        replies = [
            self.reply(batch, self.OK, self.OK, self.BAD),
            self.reply(batch, self.OK, self.BAD, self.OK),
        ]
        sessions = self.at_once(
            *[self.steps(batch, reply)["action_import_reply"] for reply in replies]
        )
        self.assert_once(sessions)
        self.assertEqual(len(batch.reply_ids), 1)
        kept = replies[0] if not sessions[0].refusal else replies[1]
        # the other one is refused whatever is done with it, and so is the same again
        for reply in (*replies, kept):
            session = self.session(*self.steps(batch, reply)["action_import_reply"]).end()
            self.assertRegex(session.refusal, "contradicts|already")
        self.assertEqual(sorted(batch.line_ids.mapped("result")), ["failed", "pending", "pending"])
        self.finished(batch)
        self.assertEqual(sorted(self.claims().mapped("state")), ["approved", "paid", "paid"])
        self.assert_sound()

    def test_a_reply_comes_in_while_the_batch_is_settled(self):
        batch = self.exported(2)
        steps = self.steps(batch, self.reply(batch, self.OK, self.BAD))
        settle, reply = self.at_once(steps["action_settle"], steps["action_import_reply"])
        self.assertTrue(bool(settle.refusal) != bool(reply.refusal), (settle.refusal,))
        self.finished(batch)
        states = ["paid", "paid" if reply.refusal else "approved"]
        self.assertEqual(self.claims().mapped("state"), states)
        self.assert_sound()

    def test_a_line_is_marked_as_not_paid_while_the_batch_is_settled(self):
        batch = self.exported(2)
        line = batch.line_ids[0]
        fail = (
            self.users["settler"],
            lambda env: env["award.disbursement.line"].browse(line.id).action_fail("账户已冻结"),
        )
        settle, failed = self.at_once(self.steps(batch)["action_settle"], fail)
        # one waits for the other: a line that failed first is not paid, one that is paid stays paid
        self.assertFalse(settle.refusal and failed.refusal)
        self.finished(batch)
        self.assertEqual(line.result, "paid" if failed.refusal else "failed")
        self.assertEqual(line.claim_id.state, "paid" if failed.refusal else "approved")
        self.assert_sound()

    def test_a_batch_is_opened_again_while_its_file_is_written(self):
        batch = self.confirmed(2)
        reopen = self.batch_call("settler", batch, "action_reopen", "账户有误")
        self.assert_once(self.at_once(reopen, self.steps(batch)["action_export"]))
        self.assertEqual(len(self.bills()), 2 if batch.state == "exported" else 0)
        self.assert_sound()
        self.finished(batch)
        self.assert_sound()
        self.assert_fund(paid=2 * PROMISED)

    def test_a_draft_loses_and_gains_lines_while_it_is_confirmed(self):
        batch = self.proposed(2)
        self.approved(1)
        line = batch.line_ids[0]
        drop = (
            self.users["maker"],
            lambda env: bool(env["award.disbursement.line"].browse(line.id).unlink()),
        )
        steps = self.steps(batch)
        self.at_once(drop, steps["action_confirm"], steps["action_propose"])
        if batch.state == "draft":
            self.answered(*steps["action_confirm"])
        # what is in the batch has a bill, what is not has none and waits
        self.assertEqual(self.bills().award_claim_id, batch.line_ids.claim_id)
        rest = self.claims() - batch.line_ids.claim_id
        self.assertEqual(set(rest.mapped("state")), {"approved"} if rest else set())
        self.finished(batch)
        self.assert_sound()

    def test_two_accounts_of_a_payee_named_at_once_are_refused_when_it_comes_to_payment(self):
        firm, user = self._enterprise(
            "芜湖另一家有限公司", "91340202MAXXT9999X", uscc_reason="示例"
        )
        claims = self.entitled(2, firm=firm)
        accounts = [self.account(firm, user, f"34020000000010{n}") for n in (1, 2)]
        self.see()

        def named(claim, account):
            ids = claim.id, account.id
            return (
                user,
                lambda env: env["award.claim"].browse(ids[0]).action_confirm_account(ids[1]),
            )

        self.at_once(*map(named, claims, accounts))
        self.assertEqual(len(claims.bank_account_id), 2)
        claims.with_user(self.users["award"]).action_review()
        claims.with_user(self.users["approver"]).action_approve(document_no="芜市监〔2024〕9号")
        self.trusted(claims)
        batches = self.empty_batch(0), self.empty_batch(0)

        def take(batch, claim):
            ids = batch.id, claim.id
            return (
                self.users["maker"],
                lambda env: (
                    env["award.disbursement"]
                    .browse(ids[0])
                    ._take(env["award.claim"].browse(ids[1]))
                ),
            )

        # each of the two in a batch of its own, neither seeing the other's
        sessions = self.at_once(*map(take, batches, claims))
        for session in sessions:
            self.assertIn("different accounts", session.refusal)
        self.assertEqual(claims.mapped("state"), ["approved", "approved"])
        self.assertFalse(batches[0].line_ids | batches[1].line_ids)
