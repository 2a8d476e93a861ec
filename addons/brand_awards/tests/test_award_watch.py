"""应享未享, and what a fund can do beside paying: reserve, carry over, cut pro rata."""

from odoo.tests import tagged

from .common import PROMISED, AwardCase


@tagged("post_install", "-at_install")
class TestWatch(AwardCase):
    def found(self, field):
        return self.env["award.claim"].search([(field, "=", True)])

    def messages(self, claim):
        return claim.message_ids.filtered(lambda m: m.message_type == "comment")

    def test_the_term_runs_sixty_working_days_from_the_confirmed_account(self):
        claim = self.submitted_claim()
        self.assertEqual(str(claim.pay_due_on), "2024-05-29")
        self.assertEqual(claim.days_left, 60)
        self.clock.move_to("2024-05-29 15:59:00")
        self.env.invalidate_all()
        self.assertNotIn(claim, self.found("is_pay_overdue"))
        self.clock.move_to("2024-05-29 16:00:00")  # 24:00 in Shanghai
        self.env.invalidate_all()
        self.assertIn(claim, self.found("is_pay_overdue"))
        self.assertTrue(claim.is_pay_overdue)

    def test_who_has_not_claimed_is_reminded_once_a_round(self):
        claim = self.entitled()
        self.assertIn(claim, self.found("is_unclaimed"))
        Claim = self.env["award.claim"]
        before = len(self.messages(claim))
        Claim._cron_watch()
        self.assertEqual(len(self.messages(claim)), before)
        self.clock.move_to("2024-03-18 02:00:00")
        Claim._cron_watch()
        Claim._cron_watch()
        self.assertEqual(len(self.messages(claim)), before + 1)

    def test_managers_are_told_of_late_payments_once(self):
        claim = self.submitted_claim()
        self.clock.move_to("2024-06-03 02:00:00")
        manager = self.users["manager"].partner_id
        domain = [("partner_ids", "in", manager.ids), ("body", "ilike", claim.item_name)]
        for _run in range(2):
            self.env["award.claim"]._cron_watch()
            self.assertEqual(self.env["mail.message"].search_count(domain), 1)

    def test_a_certificate_that_was_missed_is_decided_by_the_daily_run(self):
        self.policy.action_expire()
        certificate = self.certificates()
        certificate.claim_ids.unlink()
        self.env.cr.execute("DELETE FROM award_decision WHERE certificate_id = %s", certificate.ids)
        self.env.invalidate_all()
        self.env["award.claim"]._cron_watch()
        self.assertTrue(certificate.award_decision_ids)


@tagged("post_install", "-at_install")
class TestFundMoves(AwardCase):
    def test_what_is_reserved_cannot_be_committed_until_it_is_freed(self):
        fund = self.fund.with_user(self.users["manager"])
        fund.action_reserve(900_000, "预留年底兑现", "芜财〔2024〕8号")
        self.assert_fund(reserved=900_000, budget=self.budget)
        claim = self.reviewed()
        claim.with_user(self.users["approver"]).action_approve(document_no="9号")
        self.assertTrue(claim.is_queued)
        self.assert_refused("is reserved", fund.action_reserve, -900_001, "释放", "10号")
        fund.action_reserve(-900_000, "释放", "10号")
        self.fund.with_user(self.users["approver"]).action_approve_waiting()
        self.assertEqual(claim.state, "approved")

    def test_a_reserve_needs_its_document_its_manager_and_the_money(self):
        manager = self.fund.with_user(self.users["manager"])
        self.assert_refused("document number", manager.action_reserve, 1, "预留", None)
        self.assert_refused("is not committed", manager.action_reserve, 1_000_001, "预留", "8号")
        officer = self.fund.with_user(self.users["award"])
        self.assert_refused("is done by", officer.action_reserve, 1, "预留", "8号")

    def test_what_a_year_has_left_goes_to_the_next_and_both_ledgers_say_so(self):
        following = self._fund(500_000, year=2025)
        self.settled()
        manager = self.fund.with_user(self.users["manager"])
        self.assert_refused("Closed", manager.action_carry_over, "结转", "芜财〔2025〕1号")
        manager.action_reserve(100_000, "预留", "8号")
        manager.action_close()
        manager.action_carry_over("结转", "芜财〔2025〕1号")
        self.assert_fund(budget=PROMISED, reserved=0, paid=PROMISED)
        self.assertEqual(self.fund.available, 0)
        self.assert_fund(following, budget=1_300_000)
        self.assert_refused("nothing left", manager.action_carry_over, "再结转", "2号")

    def test_the_queue_is_cut_in_one_proportion_and_everybody_is_told(self):
        fund = self.fund.with_user(self.users["manager"])
        fund.action_change_budget(-500_000, "压减", "芜财〔2024〕9号")
        claims = self.reviewed(3)
        claims.with_user(self.users["approver"]).action_approve(document_no="9号")
        queued = claims.filtered("is_queued")
        self.assertEqual(len(queued), 1)  # 500,000 cover two of 200,000
        approver = self.fund.with_user(self.users["approver"])
        self.assert_refused("document number", approver.action_cut_pro_rata, "按比例", None)

        approver.action_cut_pro_rata("资金不足，按比例核减", "芜财〔2024〕10号")
        approver.action_approve_waiting()

        self.assertEqual((queued.amount, queued.state), (100_000, "approved"))
        self.assertEqual(queued.cut_amount, 100_000)
        self.assertIn("芜财〔2024〕10号", queued.explanation)
        self.assertEqual(self.fund.available, 0)
        self.assert_refused("Nothing waits", approver.action_cut_pro_rata, "再次", "11号")

    def test_facts_that_move_void_a_cut(self):
        fund = self.fund.with_user(self.users["manager"])
        fund.action_change_budget(-900_000, "压减", "9号")
        claim = self.reviewed()
        claim.with_user(self.users["approver"]).action_approve(document_no="9号")
        self.fund.with_user(self.users["approver"]).action_cut_pro_rata("按比例", "10号")
        self.assertEqual(claim.amount, 100_000)
        claim.decision_id.sudo()  # the decision itself is not changed by the cut
        self.assertEqual(claim.decision_id.due, PROMISED)
