"""Facts that move after the payment: supplements by decision, recoveries, nothing in silence."""

from odoo import Command
from odoo.tests import tagged

from .test_award_groups import HonourCase


class MovedCase(HonourCase):
    """市精品 10万元, 省精品 30万元, the upgrade pays the difference; claims are really paid."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.sudo().date_to = "2021-12-31"
        cls.users["approver2"] = cls._user("approver2", ["brand_certification.group_approver"])
        cls.users["approver3"] = cls._user("approver3", ["brand_certification.group_approver"])
        cls.low, cls.high = cls.env["award.honour"].create(
            [
                {"name": name, "code": name, "ladder_key": "jp", "ladder_step": step}
                for step, name in enumerate(("市精品", "省精品"), start=1)
            ]
        )
        cls.ladder = cls._policy(
            "ladder-2021",
            [
                cls._rule_vals(
                    name=honour.name,
                    code=honour.code,
                    amount=amount,
                    kind=kind,
                    per="recipient",
                    trigger_kind="honour",
                    program_ids=False,
                    honour_ids=[Command.set(honour.ids)],
                    ladder_key="jp",
                    upgrade="difference",
                    ladder_scope="enterprise",
                    ladder_policies="any_policy",
                )
                for honour, amount, kind in (
                    (cls.low, 100_000, "fixed"),
                    (cls.high, 300_000, "fixed"),
                )
            ],
        )

    def both_paid(self):
        """The lower step paid 10万, then the higher one the difference of 20万."""
        low = self.recognise(self.firm, "2024-01-03", self.low)
        self.pay(low.claim_ids)
        high = self.recognise(self.firm, "2024-02-05", self.high)
        self.pay(high.claim_ids)
        self.assertEqual((low.claim_ids.amount, high.claim_ids.amount), (100_000, 200_000))
        return low, high

    def take_back(self, recognition):
        """Revoke an honour and recover all that was paid for it."""
        recognition.with_user(self.users["approver2"]).action_revoke("弄虚作假", "示撤〔2024〕3号")
        recovery = recognition.claim_ids.recovery_ids
        recovery.basis = "（七）弄虚作假的，退回奖励。"
        self.receive(self.demand(recovery), recovery.amount)


@tagged("post_install", "-at_install")
class TestSupplement(MovedCase):
    def proposed(self):
        low, high = self.both_paid()
        self.take_back(low)
        self.follow()
        return high.claim_ids, high.claim_ids.supplement_ids

    def test_money_of_a_lower_step_that_came_back_proposes_a_supplement(self):
        claim, supplement = self.proposed()
        self.assertEqual((supplement.state, supplement.amount), ("draft", 100_000))
        self.assertEqual((claim.state, claim.amount), ("paid", 200_000))
        self.assertEqual((claim.decision_id.due, claim.moved_decision_id.due), (200_000, 300_000))
        self.assertFalse(claim.supplement_claim_ids)
        self.follow()
        self.assertEqual(len(claim.supplement_ids), 1)

    def test_a_granted_supplement_goes_the_way_of_every_claim(self):
        claim, supplement = self.proposed()
        grant = supplement.with_user(self.users["approver2"]).action_grant
        self.assert_refused("document number", grant)
        grant(document_no="示补〔2024〕1号")
        more = claim.supplement_claim_ids
        self.assertEqual(
            (more.state, more.amount, more.paid_before), ("entitled", 100_000, 200_000)
        )
        told = more.with_context(lang="zh_CN").explanation
        self.assertIn("30万 − 20万 = 10万", told)
        self.assertEqual(supplement.action_view_claim()["res_id"], claim.id)
        self.assertEqual(supplement.action_view_new_claim()["res_id"], more.id)

        self.pay(more)

        self.assertEqual(more.state, "paid")
        self.assert_fund(paid=300_000, billed=300_000, committed=300_000)
        self.follow()
        self.assertFalse(claim.recovery_ids)
        self.assertEqual(claim.supplement_ids, supplement)
        officer = claim.with_user(self.users["award"])
        self.assert_refused("Nothing can be added", officer.action_propose_supplement, "再补")

    def test_the_window_in_which_an_officer_proposes_leads_to_the_proposal(self):
        claim, supplement = self.proposed()
        windows = self.env["award.recovery.step"].with_user(self.users["award"])
        of_claim = {"active_model": claim._name, "active_id": claim.id}
        window = windows.with_context(**of_claim, recovery_step="supplement").create(
            {"reason": "复核后再次提出"}
        )
        self.assertEqual(window.action_apply()["res_id"], supplement.id)
        self.assertEqual(supplement.reason, "复核后再次提出")

    def test_who_approved_or_reviewed_the_first_payment_does_not_grant(self):
        _claim, supplement = self.proposed()
        approver = supplement.with_user(self.users["approver"])
        self.assert_refused("one duty over one file", approver.action_grant, document_no="补1号")
        for role in ("award", "settler", "manager", "auditor"):
            step = supplement.with_user(self.users[role]).action_grant
            self.assert_refused("is done by", step, document_no="补1号")

    def test_who_granted_does_not_approve_the_payment(self):
        claim, supplement = self.proposed()
        supplement.with_user(self.users["approver2"]).action_grant(document_no="补1号")
        more = claim.supplement_claim_ids
        more.with_user(self.applicant).action_confirm_account(self.firm.bank_ids[:1].id)
        more.with_user(self.users["award"]).action_review()
        step = more.with_user(self.users["approver2"]).action_approve
        self.assert_refused("somebody else approves", step, document_no="批2号")
        more.with_user(self.users["approver3"]).action_approve(document_no="批2号")
        self.assertEqual(more.state, "approved")

    def test_a_dismissed_supplement_is_not_proposed_again_for_the_same_facts(self):
        claim, supplement = self.proposed()
        supplement.with_user(self.users["approver2"]).action_dismiss(reason="企业书面放弃")
        claim._mark_moved()
        self.follow()
        self.assertEqual(claim.supplement_ids.mapped("state"), ["dismissed"])

    def test_nobody_writes_or_makes_a_supplement_by_hand(self):
        claim, supplement = self.proposed()
        for user in (self.users["award"], self.users["manager"], self.env.ref("base.user_admin")):
            own = supplement.with_user(user)
            self.assert_refused("", own.write, {"amount": 900_000})
            self.assert_refused("", own.write, {"state": "granted"})
            self.assert_refused("", own.create, {"claim_id": claim.id, "amount": 1, "reason": "x"})

    def test_under_a_fixed_clause_a_won_appeal_adds_no_more_than_the_facts_give(self):
        low = self.recognise(self.firm, "2024-01-03", self.low)
        officer = low.claim_ids.with_user(self.users["award"])
        self.assert_refused("Nothing has been paid", officer.action_propose_supplement, "申诉成立")
        self.pay(low.claim_ids)
        self.assert_refused("Nothing can be added", officer.action_propose_supplement, "申诉成立")
        self.assert_refused("Give the reason", officer.action_propose_supplement, " ")


@tagged("post_install", "-at_install")
class TestSupplementUnderCeiling(MovedCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ladder.rule_ids.sudo().write({"kind": "ceiling"})

    def test_nobody_applies_for_a_supplement_where_the_reward_was_applied_for(self):
        claim = self.recognise(self.firm, "2024-01-03", self.low).claim_ids
        claim.with_user(self.users["award"]).action_set_amount(60_000, "按年度标准")
        self.pay(claim)
        self.ladder.rule_ids.sudo().write({"claiming": "applied"})
        self.assertEqual(claim.claiming, "applied")
        propose = claim.with_user(self.users["award"]).action_propose_supplement
        supplement = propose("申诉成立", 1_000).sudo()
        supplement.with_user(self.users["approver2"]).action_grant(document_no="示补〔2024〕3号")
        more = claim.supplement_claim_ids
        self.assertEqual(more.claiming, "by_itself")
        self.pay(more)
        self.assertEqual(more.state, "paid")

    def test_a_won_appeal_adds_up_to_the_ceiling_and_not_beyond(self):
        claim = self.recognise(self.firm, "2024-01-03", self.low).claim_ids
        officer = claim.with_user(self.users["award"])
        officer.action_set_amount(60_000, "按年度标准")
        self.pay(claim)
        propose = officer.action_propose_supplement
        self.assert_refused("how much", propose, "申诉成立")
        self.assert_refused("", propose, "申诉成立", 40_001)
        supplement = propose("申诉成立（示复〔2024〕1号）", 30_000).sudo()
        supplement.with_user(self.users["approver2"]).action_grant(document_no="示补〔2024〕2号")
        more = claim.supplement_claim_ids
        self.assertEqual((more.amount, more.amount_set), (30_000, 90_000))
        self.assertEqual(more.claiming, "by_itself")
        other = self.recognise(self.sister, "2024-02-03", self.low).claim_ids
        self.assertEqual(other._usual_amount(), 60_000)  # of the first payment, not of the addition
        self.assert_refused("is on its way", propose, "再补", 1_000)
        self.pay(more)
        self.follow()
        self.assertFalse(claim.recovery_ids)
        self.assertEqual(propose("二次申诉", 10_000).sudo().amount, 10_000)


@tagged("post_install", "-at_install")
class TestFactsMove(MovedCase):
    def test_an_earlier_honour_registered_late_proposes_to_recover_what_was_too_much(self):
        high = self.recognise(self.firm, "2024-02-05", self.high)
        self.pay(high.claim_ids)
        self.assertEqual(high.claim_ids.amount, 300_000)
        before = self.firm.copy({"name": "原某公司", "uscc": False})
        low = self.recognise(before, "2024-01-03", self.low)
        self.assertEqual(low.claim_ids.amount, 100_000)
        low.claim_ids.sudo().write({"bank_account_id": False})
        self.firm.predecessor_ids = before
        self.follow()
        # not paid to the predecessor yet: nothing was paid too much
        self.assertFalse(high.claim_ids.recovery_ids)
        self.assertFalse(high.claim_ids.is_to_recheck)

    def test_a_linked_predecessor_makes_the_paid_first_time_a_second(self):
        self.ladder.rule_ids.sudo().write(
            {
                "first_time": True,
                "first_scope": "legal_person",
                "first_span": "ever",
                "first_family": "each_honour",
            }
        )
        before = self._firm("原某公司")
        self.recognise(before, "2023-01-03", self.low)
        claim = self.recognise(self.firm, "2024-01-03", self.low).claim_ids
        self.pay(claim)

        self.firm.predecessor_ids = before
        self.follow()

        recovery = claim.recovery_ids
        self.assertEqual((claim.state, recovery.state, recovery.amount), ("paid", "draft", 100_000))
        self.assertIn("原某公司", recovery.with_context(lang="zh_CN").reason)
        recovery.with_user(self.users["approver2"]).action_dismiss(reason="善意取得")
        claim._mark_moved()
        self.follow()
        self.assertEqual(len(claim.recovery_ids), 1)

    def test_an_open_claim_is_decided_again_and_an_approved_one_goes_back_to_review(self):
        low = self.recognise(self.firm, "2024-01-03", self.low).claim_ids
        self.approve(low)
        self.assert_fund(committed=100_000)
        self.ladder.rule_ids.sudo().write({"payers": "not_ruled"})
        low._mark_moved()
        self.follow()
        self.assertEqual((low.state, low.decision_status), ("reviewed", "held"))
        self.assert_fund(committed=0)

        self._ruling("A7", "city")
        self.assertTrue(low.is_to_recheck)
        self.follow()
        self.assertEqual((low.state, low.decision_status, low.amount), ("reviewed", "due", 100_000))
        self.assertEqual(len(low.decision_ids), 3)

    def _ruling(self, code, choice):
        return self.env["brand.ruling"].create(
            {
                "code": code,
                "name": code,
                "company_id": self.company.id,
                "choice": choice,
                "document_no": f"示裁〔2024〕{code}号",
                "decided_by": "领导小组",
                "date_from": "2024-01-01",
            }
        )

    def test_a_claim_in_a_disbursement_is_held_until_finance_takes_it_out(self):
        low = self.recognise(self.firm, "2024-01-03", self.low)
        self.pay(low.claim_ids)
        high = self.recognise(self.firm, "2024-02-05", self.high).claim_ids
        self.approve(high)
        batch = self.taken()
        self.take_back(low)
        self.follow()
        self.assertEqual(high.state, "scheduled")
        confirm = batch.with_user(self.users["checker"]).action_confirm
        self.assert_refused("The facts have changed", confirm)
        batch.line_ids.with_user(self.users["maker"]).unlink()
        self.follow()
        self.assertEqual((high.state, high.amount), ("reviewed", 300_000))

    def test_marking_costs_the_same_for_one_claim_and_for_many(self):
        counts = []
        for number in (1, 30):
            found = (
                self.env["award.recognition"]
                .sudo()
                .create(
                    [
                        {
                            "honour_id": self.low.id,
                            "partner_id": self._firm(f"企业{number}-{place}").id,
                            "date": "2024-01-03",
                            "document_no": "示1号",
                        }
                        for place in range(number)
                    ]
                )
            )
            found.with_user(self.users["award2"]).action_confirm()
            found.claim_ids._mark_moved()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.follow()
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1] - counts[0], 10, counts)
