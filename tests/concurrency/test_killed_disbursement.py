"""A server is killed anywhere in a disbursement: nothing is paid twice, nothing is lost.

Each request runs in a process of its own, which kills itself (SIGKILL) at a named point or between
any two statements; the next one is another process.
"""

from decimal import Decimal

from odoo.tests import tagged

from odoo.addons.brand_awards.tests.committed import CommittedAwardCase
from odoo.addons.brand_awards.tests.common import PROMISED
from odoo.addons.brand_certification.tests.committed import (
    after,
    after_commit,
    at_statement,
    before,
    before_commit,
)

CLAIMS = 3
SHARES = (0.25, 0.5, 0.75)  # of a step's statements, besides the points that are named


@tagged("post_install", "-at_install")
class TestKilledDisbursement(CommittedAwardCase):
    def assert_survives(self, step, request, *points):
        """Killed at any point the step is as if never begun; killed after its commit it is done."""
        before_it = self.picture()
        count = self.statements(*request)
        everywhere = [at_statement(int(count * share)) for share in SHARES]
        for number, dies in enumerate([*points, *everywhere, before_commit]):
            with self.subTest(step, point=number):
                self.killed(*request, dies)
                self.assertEqual(self.picture(), before_it)
        self.killed(*request, after_commit)
        done = self.picture()
        self.assertNotEqual(done, before_it)
        # the user was not told that it is done, and tries again
        self.assertRegex(self.session(*request).end().refusal, "^UserError: ")
        self.assertEqual(self.picture(), done)

    def assert_all_paid(self, batch):
        self.assertEqual(self.claims().mapped("state"), ["paid"] * CLAIMS)
        self.assertEqual(self.file_total(batch), Decimal(CLAIMS * PROMISED))
        self.assert_sound()
        self.assert_fund(paid=CLAIMS * PROMISED)

    def test_while_claims_are_taken(self):
        batch = self.empty_batch(CLAIMS)
        self.assert_survives(
            "propose",
            self.steps(batch)["action_propose"],
            after("award.claim", "action_schedule"),
            before("award.disbursement.line", "create"),
            after("award.disbursement.line", "create"),
        )
        self.finished(batch)
        self.assert_all_paid(batch)

    def test_while_bills_are_posted(self):
        batch = self.proposed(CLAIMS)
        self.assert_survives(
            "confirm",
            self.steps(batch)["action_confirm"],
            after("award.disbursement", "_check_account_maintainer"),
            after("account.move", "create"),
            before("account.move", "_post"),
            after("account.move", "_post"),
            after("award.fund.entry", "create"),
        )
        self.assertEqual(len(self.bills()), CLAIMS)
        self.finished(batch)
        self.assert_all_paid(batch)

    def test_while_the_bank_file_is_written(self):
        batch = self.confirmed(CLAIMS)
        self.assert_survives(
            "export",
            self.steps(batch)["action_export"],
            after("award.disbursement", "_bank_files"),
            after("ir.attachment", "create"),
        )
        self.finished(batch)
        self.assert_all_paid(batch)

    def test_while_payments_are_made(self):
        batch = self.exported(CLAIMS)
        self.assert_survives(
            "settle",
            self.steps(batch)["action_settle"],
            after("account.payment", "create"),
            after("account.payment", "action_post"),
            before("account.move.line", "_reconcile_plan"),
            after("account.move.line", "_reconcile_plan"),
            after("account.payment", "action_validate"),
            after("award.fund.entry", "create"),
            after("award.claim", "action_pay"),
        )
        self.finished(batch)
        self.assert_all_paid(batch)

    def test_while_a_reply_is_read_in(self):
        batch = self.exported(CLAIMS)
        reply = self.reply(batch, self.OK, self.BAD, self.BAD)
        self.assert_survives(
            "reply",
            self.steps(batch, reply)["action_import_reply"],
            after("award.bank.reply", "create"),
            after("award.disbursement.line", "_fail"),
            before("award.disbursement.line", "_fail", nth=2),
        )
        self.finished(batch)
        self.assertEqual(self.claims().mapped("state"), ["paid", "approved", "approved"])
        self.assert_sound()
        self.pay_the_rest(batch)

    def pay_the_rest(self, batch):
        """What the bank sent back is paid to another account, by the bills that are there."""
        bills = self.bills()
        account = self.account(number="340200000000002")
        for claim in self.claims().filtered("needs_account"):
            claim.with_user(self.applicant).action_correct_account(account.id)
        account.with_user(self.users["award2"]).action_trust()
        self.see()
        maker = self.env["award.disbursement"].with_user(self.users["maker"])
        again = maker.create({"fund_id": self.fund.id}).with_env(self.env)
        self.answered(*self.steps(again)["action_propose"])
        self.finished(again)
        self.assertEqual(self.bills(), bills)
        self.assertEqual(self.file_total(batch), Decimal(CLAIMS * PROMISED))
        self.assertEqual(self.file_total(again), Decimal(2 * PROMISED))
        self.assertEqual(self.claims().mapped("state"), ["paid"] * CLAIMS)
        self.assert_sound()
