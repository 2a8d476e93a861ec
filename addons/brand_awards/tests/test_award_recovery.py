"""Money asked back: heard first, decided by another person, in the books and in the fund."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import PROMISED, AwardCase


@tagged("post_install", "-at_install")
class TestRecovery(AwardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["approver2"] = cls._user("approver2", ["brand_certification.group_approver"])
        cls.company.award_treasury_account = "国库芜湖市中心支库 340200000000000001"
        cls.policy.recovery_clause = "（七）弄虚作假或者被撤销认证的，退回奖励。"

    def paid(self, count=1):
        return self.settled(count).line_ids.claim_id

    def proposed_recovery(self, amount=PROMISED):
        claim = self.paid()
        officer = claim.with_user(self.users["award"])
        return officer.action_propose_recovery(amount, "年度监督发现造假。").sudo()

    def demanded(self, amount=PROMISED):
        return self.demand(self.proposed_recovery(amount))

    # -- how it begins -----------------------------------------------------------------------------

    def test_a_withdrawn_certificate_proposes_to_recover_what_was_paid_with_the_clause(self):
        claim = self.paid()
        claim.certificate_id.sudo().action_withdraw(
            reason="监督不合格", document_no="芜市监撤〔2024〕2号"
        )
        recovery = claim.recovery_ids
        self.assertEqual((recovery.state, recovery.amount), ("draft", PROMISED))
        self.assertIn("芜市监撤〔2024〕2号", recovery.reason)
        self.assertIn("退回奖励", recovery.basis)
        self.assertEqual(claim.state, "paid")

    def test_a_claim_has_one_open_recovery_and_never_above_what_was_paid(self):
        recovery = self.proposed_recovery(150_000)
        officer = recovery.claim_id.with_user(self.users["award"])
        self.assertFalse(officer.action_propose_recovery(1, "再次提出"))
        self.assert_refused(
            "not been paid back", recovery.with_user(self.users["award"]).write, {"amount": 200_001}
        )

    def test_an_unpaid_claim_has_nothing_to_recover(self):
        claim = self.approved()
        officer = claim.with_user(self.users["award"])
        self.assert_refused("Nothing has been paid", officer.action_propose_recovery, 1, "原因")

    # -- heard first -------------------------------------------------------------------------------

    def test_nothing_is_demanded_before_the_recipient_could_speak(self):
        recovery = self.proposed_recovery()
        approver = recovery.with_user(self.users["approver2"])
        self.assert_refused("not been told", approver.action_request, document_no="追1号")
        recovery.with_user(self.users["award"]).action_notify()
        self.assertEqual(str(recovery.statement_due), "2024-03-11")
        self.assert_refused("may state its view", approver.action_request, document_no="追1号")

        self.clock.move_to("2024-03-12 02:00:00")
        approver.action_request(document_no="追1号")
        self.assertEqual(recovery.state, "requested")

    def test_a_hearing_that_was_asked_for_is_held_first(self):
        recovery = self.proposed_recovery()
        recovery.with_user(self.users["award"]).action_notify()
        recovery.with_user(self.applicant).action_state("我司不认可。", wants_hearing=True)
        approver = recovery.with_user(self.users["approver2"])
        self.assert_refused("hearing", approver.action_request, document_no="追1号")
        recovery.with_user(self.users["award"]).write(
            {"hearing_on": "2024-03-06", "hearing_minutes": "双方陈述。"}
        )
        approver.action_request(document_no="追1号")
        self.assertEqual(recovery.claim_id.state, "recovering")

    def test_the_recipient_reads_that_its_statement_has_come_in(self):
        recovery = self.proposed_recovery()
        recovery.with_user(self.users["award"]).action_notify()
        own = recovery.with_user(self.applicant)
        self.assertIn("You may state your view", own._portal_values()["state_text"])
        own.action_state("我司不认可。")
        self.assertIn("Your statement has come in", own._portal_values()["state_text"])

        own.action_state("我司不认可,请予听证。", wants_hearing=True)
        self.assertIn("wish to be heard", own._portal_values()["state_text"])

    def test_a_statement_after_its_term_or_by_a_stranger_is_refused(self):
        recovery = self.proposed_recovery()
        recovery.with_user(self.users["award"]).action_notify()
        _other, rival = self._enterprise("芜湖另一家有限公司", "91340202MAXXT0013L")
        with self.assertRaises(AccessError), self.cr.savepoint():
            recovery.with_user(rival).action_state("代他人陈述")
        self.clock.move_to("2024-03-12 02:00:00")
        self.assert_refused("term", recovery.with_user(self.applicant).action_state, "晚了")

    # -- who decides -------------------------------------------------------------------------------

    def test_who_approved_or_reviewed_the_payment_does_not_decide_on_taking_it_back(self):
        recovery = self.proposed_recovery()
        recovery.with_user(self.users["award"]).action_notify()
        recovery.with_user(self.applicant).action_state("请核实。")
        approver = recovery.with_user(self.users["approver"])
        self.assert_refused("one duty over one file", approver.action_request, document_no="追1号")
        self.assert_refused("one duty over one file", approver.action_dismiss, reason="不追回")
        for role in ("award", "settler", "manager", "auditor"):
            step = recovery.with_user(self.users[role]).action_request
            self.assert_refused("is done by", step, document_no="追1号")

    def test_a_decision_has_its_number(self):
        recovery = self.proposed_recovery()
        recovery.with_user(self.users["award"]).action_notify()
        recovery.with_user(self.applicant).action_state("请核实。")
        approver = recovery.with_user(self.users["approver2"])
        self.assert_refused("document number", approver.action_request)

    def test_a_dismissed_proposal_leaves_the_claim_paid(self):
        recovery = self.proposed_recovery()
        recovery.with_user(self.users["approver2"]).action_dismiss(reason="经核实不影响认证")
        self.assertEqual((recovery.state, recovery.outcome), ("settled", "dismissed"))
        self.assertEqual(recovery.claim_id.state, "paid")
        self.assertFalse(recovery.move_id)

    # -- money ---------------------------------------------------------------------------------------

    def test_a_demand_stands_in_the_books_until_the_money_is_in(self):
        recovery = self.demanded()
        note = recovery.move_id
        self.assertEqual((note.move_type, note.state), ("in_refund", "posted"))
        self.assertEqual(note.amount_residual, PROMISED)
        self.assertEqual(str(recovery.due_on), "2024-03-19")
        self.assert_fund(billed=PROMISED, paid=PROMISED, committed=PROMISED)
        self.assert_books_agree()

        self.receive(recovery, 50_000)
        self.assertEqual((recovery.remaining, note.amount_residual), (150_000, 150_000))
        self.assert_fund(billed=150_000, paid=150_000, committed=150_000)
        self.assert_books_agree()

        self.receive(recovery, 150_000, "国库回单0002")
        self.assertEqual((recovery.state, recovery.outcome), ("settled", "recovered"))
        self.assertEqual(recovery.claim_id.state, "recovered")
        self.assertEqual(note.amount_residual, 0)
        self.assert_fund(billed=0, paid=0, committed=0)
        self.assertEqual(self.fund.available, self.budget)
        self.assert_books_agree()

    def test_only_finance_records_receipts_with_a_slip_and_never_above_what_is_open(self):
        recovery = self.demanded()
        settler = recovery.with_user(self.users["settler"])
        self.assert_refused("slip", settler.action_receive, 1_000, None, " ")
        self.assert_refused("still open", settler.action_receive, PROMISED + 0.01, None, "回单")
        self.assert_refused("above 0", settler.action_receive, 0, None, "回单")
        for role in ("award", "approver2", "maker"):
            step = recovery.with_user(self.users[role]).action_receive
            self.assert_refused("This is done by", step, 1, None, "回单")

    def test_the_rest_is_written_off_with_authority_and_the_expense_stands(self):
        recovery = self.demanded()
        self.receive(recovery, 80_000)
        approver = recovery.with_user(self.users["approver2"])
        self.assert_refused("document number", approver.action_write_off, 120_000, "破产", None)
        approver.action_write_off(120_000, "企业破产，无财产可供执行", "芜财核〔2024〕1号")
        self.assertEqual((recovery.outcome, recovery.recovered), ("part", 80_000))
        self.assertEqual(recovery.claim_id.state, "recovered")
        self.assertEqual(recovery.move_id.amount_residual, 0)
        self.assert_fund(billed=120_000, paid=120_000, committed=120_000)
        self.assert_books_agree()

    def test_a_demand_wholly_written_off_leaves_the_claim_paid(self):
        recovery = self.demanded(30_000)
        recovery.with_user(self.users["approver2"]).action_write_off(30_000, "金额过小", "核2号")
        self.assertEqual(recovery.claim_id.state, "paid")
        self.assertEqual(recovery.claim_id.recovered_amount, 0)

    def test_the_entries_of_a_recovery_are_undone_by_nobody(self):
        recovery = self.demanded()
        self.receive(recovery, 1_000)
        settler = self.users["settler"]
        for move in recovery.move_id | recovery.receipt_ids.move_id:
            self.assert_refused("undone there only", move.with_user(settler).button_draft)
        payment = recovery.receipt_ids.payment_id
        self.assert_refused("undone there only", payment.with_user(settler).action_draft)

    # -- set-off -------------------------------------------------------------------------------------

    def _next_approved(self):
        claim = self.certificates(1).claim_ids
        account = recovery_account = self.firm.bank_ids[:1]
        claim.with_user(self.applicant).action_confirm_account(recovery_account.id)
        claim.with_user(self.users["award"]).action_review()
        claim.with_user(self.users["approver"]).action_approve(document_no="芜市监〔2024〕10号")
        self.assertTrue(account.allow_out_payment)
        return claim

    def test_a_set_off_pays_the_next_reward_by_so_much_less(self):
        recovery = self.demanded(60_000)
        claim = self._next_approved()
        approver = recovery.with_user(self.users["approver2"])
        self.assert_refused("document number", approver.action_offset, claim.id, 60_000, None)
        approver.action_offset(claim.id, 60_000, "芜市监抵〔2024〕1号")
        self.assertEqual(recovery.state, "requested")

        batch = self.disburse()

        self.assertEqual(batch.amount_total, 140_000)
        self.assertEqual(claim.payment_id.amount, 140_000)
        self.assertEqual(claim.bill_id.payment_state, "paid")
        self.assertEqual((claim.state, recovery.state), ("paid", "settled"))
        self.assertEqual(recovery.move_id.amount_residual, 0)
        self.assert_fund(billed=340_000, paid=340_000, committed=340_000)
        self.assert_books_agree()

    def test_a_reward_wholly_set_off_is_paid_without_a_transfer(self):
        recovery = self.demanded()
        claim = self._next_approved()
        recovery.with_user(self.users["approver2"]).action_offset(claim.id, PROMISED, "抵2号")
        batch = self.disburse()
        self.assertEqual((batch.amount_total, batch.payment_count), (0, 0))
        self.assertEqual((claim.state, claim.bill_id.payment_state), ("paid", "paid"))
        self.assertEqual(recovery.claim_id.state, "recovered")
        self.assert_books_agree()

    def test_a_set_off_needs_an_approved_claim_of_the_same_recipient(self):
        recovery = self.demanded()
        other, user = self._enterprise("芜湖另一家有限公司", "91340202MAXXT0013L")
        claim = self.certificates(1, firm=other).claim_ids
        approver = recovery.with_user(self.users["approver2"])
        self.assert_refused("same recipient", approver.action_offset, claim.id, 1, "抵3号")
        self.assert_refused(
            "same recipient", approver.action_offset, recovery.claim_id.id, 1, "抵3号"
        )

    def test_an_overdue_demand_holds_the_next_payment(self):
        self.demanded()
        claim = self.entitled()
        claim.with_user(self.applicant).action_confirm_account(self.firm.bank_ids[:1].id)
        self.clock.move_to("2024-03-20 02:00:00")
        officer = claim.with_user(self.users["award"])
        self.assert_refused("is overdue", officer.action_review)

    # -- history -------------------------------------------------------------------------------------

    def test_money_that_came_back_is_no_money_paid_before(self):
        recovery = self.demanded(50_000)
        self.receive(recovery, 50_000)
        self.assertEqual(recovery.claim_id._to_history().money, PROMISED - 50_000)

    def test_the_letter_tells_amount_reason_term_and_account(self):
        recovery = self.demanded()
        values = recovery.with_context(lang="zh_CN")._paper_values()
        told = "".join(values["paragraphs"])
        for words in ("芜市监追〔2024〕1号", "退回奖励", "造假"):
            self.assertIn(words, told)
        self.assertIn("国库", values["treasury"])
