from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PROMISED, AwardCase


@tagged("post_install", "-at_install")
class TestFund(AwardCase):
    budget = 500_000  # covers two rewards of 200,000, not three

    def test_beyond_the_budget_claims_wait_in_order_and_visibly(self):
        claims = self.approved(3)

        self.assertEqual(claims.mapped("state"), ["approved", "approved", "reviewed"])
        waiting = claims[2]
        self.assertTrue(waiting.is_queued)
        self.assertIn("Fund exhausted", waiting.waiting_for)
        self.assertIn("place 1", waiting.waiting_for)
        self.assertEqual(waiting.queued_by_id, self.users["approver"])
        self.assert_fund(committed=2 * PROMISED, available=100_000)
        self.assertEqual((self.fund.waiting, self.fund.waiting_count), (PROMISED, 1))

    def test_the_queue_is_shown_in_its_order_with_places(self):
        first, second = self.reviewed(2)
        rest = self.fund.with_user(self.users["manager"])
        rest.action_reserve(self.budget, "全部预留", "财预1号")
        for claim in (second, first):
            claim.with_user(self.users["approver"]).action_approve(document_no="批1号")
            self.clock.move_to(f"2024-05-0{claim.queue_place} 02:00:00")
        self.assertEqual((second.queue_place, first.queue_place), (1, 2))
        self.assertEqual(self.entitled().queue_place, 0)
        action = self.fund.with_user(self.users["approver"]).action_view_waiting()
        view = self.env["award.claim"].get_view(action["views"][0][0], "list")
        self.assertIn('default_order="queued_on, id"', view["arch"])
        shown = self.env["award.claim"].search(action["domain"], order="queued_on, id")
        self.assertEqual(shown, second | first)

    def test_a_cut_tells_what_it_does_before_it_is_decided(self):
        self.approved(3)
        Change = self.env["award.fund.change"].with_user(self.users["approver"])
        change = Change.new({"fund_id": self.fund.id, "kind": "cut"})
        self.assertIn("1 claims wait", change.effect)
        self.assertIn("50.00 %", change.effect)

    def test_nobody_overtakes_the_queue(self):
        self.approved(3)
        self.rule.sudo().amount = 50_000  # a small claim would fit into the 100,000 that are left
        other, _user = self._enterprise("芜湖另一家有限公司", "91340202MAXXT0013L")
        late = self.entitled(firm=other)
        account = self.account(other, _user, "340200000000009")
        late.with_user(_user).action_confirm_account(account.id)
        late.with_user(self.users["award"]).action_review()

        late.with_user(self.users["approver"]).action_approve()

        self.assertEqual((late.state, late.is_queued), ("reviewed", True))
        self.assertIn("place 2", late.waiting_for)

    def test_whoever_waits_for_money_is_not_late(self):
        self.policy.sudo().approve_days = 1
        claims = self.reviewed(3)
        self.clock.move_to("2024-04-08 02:00:00")
        self.env.invalidate_all()
        self.assertEqual(claims.mapped("is_overdue"), [True] * 3)

        claims.with_user(self.users["approver"]).action_approve()

        waiting = claims[2]
        self.assertEqual((waiting.due_for, waiting.is_overdue), ("approve", False))
        self.assertNotIn(waiting, claims.search([("is_overdue", "=", True)]))

    def test_new_money_lets_the_queue_move_on(self):
        waiting = self.approved(3)[2]
        self.fund.with_user(self.users["manager"]).action_change_budget(
            150_000, "市政府追加", "芜财〔2024〕21号"
        )

        self.fund.with_user(self.users["approver"]).action_approve_waiting()

        self.assertEqual((waiting.state, waiting.is_queued), ("approved", False))
        self.assert_fund(budget=650_000, committed=3 * PROMISED, available=50_000)

    def test_approvals_given_count_when_the_money_comes(self):
        self.env["brand.approval.level"].create(
            {
                "name": "局长",
                "model": "award.claim",
                "step": "action_approve",
                "group_id": self.env.ref("brand_certification.group_approver").id,
            }
        )
        waiting = self.approved(3)[2]
        self.assertEqual(waiting.approval_ids.user_id, self.users["approver"])
        self.fund.with_user(self.users["manager"]).action_change_budget(
            100_000, "市政府追加", "芜财〔2024〕21号"
        )

        self.fund.with_user(self.users["approver"]).action_approve_waiting()

        self.assertEqual(waiting.state, "approved")
        self.assertEqual(len(waiting.approval_ids), 1)

    def test_without_a_fund_of_the_year_the_claim_waits(self):
        self.fund.sudo().with_user(self.users["manager"]).action_close()

        claim = self.approved()

        self.assertEqual((claim.state, claim.is_queued), ("reviewed", True))
        self.assertIn("No fund ZXZJ", claim.waiting_for)

    def test_the_database_refuses_more_than_the_budget(self):
        with (
            self.assertRaises(CheckViolation),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self.fund._post([self.fund._entry("commit", 600_000)])

    def test_a_budget_is_not_lowered_below_what_is_committed(self):
        self.approved(2)
        manager = self.fund.with_user(self.users["manager"])
        self.assert_refused(
            "not committed", manager.action_change_budget, -150_000, "压减", "芜财〔2024〕30号"
        )
        self.assert_fund(budget=500_000)

    def test_the_ledger_is_append_only(self):
        self.approved()
        entry = self.fund.entry_ids[:1]
        for user in (self.users["manager"], self.env.ref("base.user_admin")):
            mine = entry.with_user(user)
            for step in (lambda e=mine: e.write({"amount": 1}), mine.unlink):
                with self.assertRaises(AccessError):
                    step()
            with self.assertRaises(AccessError):
                mine.create({"fund_id": self.fund.id, "kind": "budget", "amount": 1})
        with self.assertRaises(AccessError):
            entry.sudo().write({"amount": 1})

    def test_figures_are_not_written_by_hand(self):
        for name in ("budget", "committed", "paid"):
            with self.assertRaises(AccessError):
                self.fund.with_user(self.users["manager"]).write({name: 1})
        with self.assertRaises(AccessError):
            self.env["award.fund"].with_user(self.users["manager"]).create(
                {"name": "x", "code": "x", "fiscal_year": 2024, "budget": 5}
            )

    def test_a_fund_opens_with_its_document_only(self):
        fund = self.env["award.fund"].create({"name": "另一资金", "code": "B", "initial_budget": 1})
        self.assertIn("document that grants the budget", fund.blockers)
        self.assert_refused(
            "document that grants", fund.with_user(self.users["manager"]).action_open
        )
        self.assertEqual(fund.state, "draft")

    def test_the_year_is_not_closed_over_unpaid_claims(self):
        self.approved()
        self.assert_refused("not yet paid", self.fund.with_user(self.users["manager"]).action_close)

    def test_the_bar_tells_paid_committed_waiting_and_free_in_words(self):
        self.approved(3)
        for words in ("Paid", "Committed", "Still available", "Waiting"):
            self.assertIn(words, self.fund.bar)
