from odoo.exceptions import AccessError, ConcurrencyError
from odoo.tests import tagged

from .common import PROMISED, AwardCase


@tagged("post_install", "-at_install")
class TestEntitlement(AwardCase):
    def test_an_issued_certificate_makes_its_claim_by_itself(self):
        application = self.certified()  # the whole path, as its users take it

        claim = application.certificate_id.claim_ids

        self.assertEqual((claim.state, claim.amount), ("entitled", PROMISED))
        self.assertEqual(claim.partner_id, self.firm)
        self.assertEqual((claim.rule_id, claim.rule_version), (self.rule, 1))
        self.assertEqual(claim.fund_id, self.fund)
        self.assertTrue(claim.name.startswith("JL-2024-"))

    def test_the_explanation_names_clause_facts_and_amount_in_both_languages(self):
        claim = self.entitled()

        chinese = claim.with_context(lang="zh_CN").explanation
        for words in ("七", self.rule.quote, "产品1", "应奖励20万元", claim.certificate_id.number):
            self.assertIn(words, chinese)
        self.assertIn("CNY 200,000 is due", claim.with_context(lang="en_US").explanation)
        self.assertIn("市级专项经费", chinese)

    def test_each_item_is_rewarded_and_each_only_once(self):
        claims = self.entitled(2)
        self.assertEqual(claims.mapped("amount"), [PROMISED, PROMISED])

        again = self.env["award.claim"].sudo()._entitle(claims.certificate_id)

        self.assertFalse(again)
        self.assertEqual(len(claims.certificate_id.claim_ids), 2)
        self.assertEqual(len(claims.decision_ids), 2)

    def test_the_same_product_certified_again_is_not_new_and_the_record_says_so(self):
        first = self.entitled()
        window = {"window_from": "2025-01-01", "window_to": "2025-12-31"}
        program = self._program("TZ", version=2, **window)  # the same programme's next version

        second = self.certificates(program=program, products=first.certificate_id.product_id)

        self.assertFalse(second.claim_ids)
        decision = second.award_decision_ids
        self.assertEqual(
            (decision.status, decision.reason, decision.due), ("nothing", "had_before", 0)
        )
        self.assertIn(first.certificate_id.number, decision.with_context(lang="zh_CN").explanation)

    def test_without_a_policy_the_record_says_so(self):
        self.policy.with_user(self.users["manager"]).action_expire()
        # those of city packs too, if any is installed
        self.env["award.policy"].search([]).sudo().date_to = "2023-12-31"

        certificate = self.certificates()

        self.assertFalse(certificate.claim_ids)
        self.assertEqual(certificate.award_decision_ids.reason, "no_policy")

    def test_an_open_question_holds_the_claim_and_names_the_question(self):
        policy = self._policy("held", [self._rule_vals(code="held", payers="not_ruled")])
        self.policy.with_user(self.users["manager"]).action_expire()
        self.policy.sudo().date_to = "2023-12-31"

        claim = self.entitled()

        self.assertEqual((claim.policy_id, claim.decision_status), (policy, "held"))
        self.assertIn("A7", claim.blockers)

    def test_a_ruling_decides_a_held_claim_again_and_both_results_stay(self):
        self.policy.sudo().rule_ids.payers = "not_ruled"
        claim = self.entitled()
        self.assertEqual(claim.decision_status, "held")
        self.env["brand.ruling"].create(
            {
                "code": "A7",
                "name": "由谁承担",
                "choice": "city",
                "document_no": "芜市监裁〔2024〕1号",
                "decided_by": "品牌认证推进工作组",
                "date_from": "2024-01-01",
            }
        )

        claim.with_user(self.users["award"]).action_redecide()

        self.assertEqual((claim.decision_status, claim.amount), ("due", PROMISED))
        self.assertEqual(claim.decision_ids.sorted("id").mapped("status"), ["held", "due"])
        self.assertIn("芜市监裁〔2024〕1号", claim.with_context(lang="zh_CN").calculation)

    def test_two_requests_for_one_event_make_one_claim(self):
        claim = self.entitled()
        vals = claim.copy_data()[0]
        names = ("rule_id", "rule_key", "event_key", "payee_key", "certificate_id", "partner_id")
        vals = {
            **{name: claim._fields[name].convert_to_write(claim[name], claim) for name in names},
            "claim_date": claim.claim_date,
            "company_id": claim.company_id.id,
        }
        with self.assertRaises(ConcurrencyError), self.cr.savepoint():
            self.env["award.claim"].sudo().create(vals)


@tagged("post_install", "-at_install")
class TestWayToTheFund(AwardCase):
    def test_the_enterprise_confirms_its_account_and_nothing_else(self):
        claim = self.entitled()

        claim.with_user(self.applicant).action_confirm_account(self.account().id)

        self.assertEqual(claim.state, "submitted")
        self.assertEqual(claim.account_label, "•••• 0001 示例银行芜湖分行")
        self.assertFalse(claim.account_trusted)
        with self.assertRaises(AccessError):
            claim.with_user(self.applicant).write({"fund_id": False})

    def test_review_and_approval_commit_the_money_of_the_fund(self):
        claim = self.approved()

        self.assertEqual(claim.state, "approved")
        self.assert_fund(budget=1_000_000, committed=PROMISED, paid=0, available=800_000)
        entry = claim.entry_ids
        self.assertEqual((entry.kind, entry.amount), ("commit", PROMISED))
        self.assertEqual(entry.user_id, self.users["approver"])

    def test_who_reviewed_does_not_approve(self):
        both = self._user(
            "both", ["brand_awards.group_award_officer", "brand_certification.group_approver"]
        )
        claim = self.submitted_claim()
        claim.with_user(both).action_review()

        self.assert_refused("One person has one duty", claim.with_user(both).action_approve)

        self.assertEqual(claim.state, "reviewed")
        self.assert_fund(committed=0)

    def test_a_returned_claim_comes_back_with_another_account(self):
        claim = self.submitted_claim()
        officer = claim.with_user(self.users["award"])
        self.assert_refused("Give the reason", officer.action_return)
        officer.action_return("开户行名称有误")
        self.assertEqual(claim.state, "returned")

        other = self.account(number="340200000000002")
        claim.with_user(self.applicant).action_confirm_account(other.id)

        self.assertEqual((claim.state, claim.bank_account_id), ("submitted", other))

    def test_levels_by_amount_stand_before_the_approval(self):
        self.env["brand.approval.level"].create(
            [
                {
                    "name": name,
                    "model": "award.claim",
                    "step": "action_approve",
                    "sequence": sequence,
                    "amount_from": amount,
                    "group_id": self.env.ref(f"brand_certification.{group}").id,
                }
                for name, sequence, amount, group in (
                    ("科室", 1, 0, "group_approver"),
                    ("局长", 2, 100_000, "group_manager"),
                    ("市长", 3, 500_000, "group_auditor"),
                )
            ]
        )
        claim = self.reviewed()
        claim.with_user(self.users["approver"]).action_approve()
        self.assertEqual(claim.state, "reviewed")
        self.assertIn("局长", claim.approval_waiting)
        self.assert_fund(committed=0)

        claim.with_user(self.users["manager"]).action_approve()

        self.assertEqual(claim.state, "approved")
        self.assert_fund(committed=PROMISED)

    def test_a_withdrawn_approval_gives_the_money_back(self):
        claim = self.approved()
        approver = claim.with_user(self.users["approver"])
        approver.action_withdraw_approval("金额有误", "芜市监〔2024〕10号")

        self.assertEqual(claim.state, "reviewed")
        self.assert_fund(committed=0, available=1_000_000)
        self.assertEqual(claim.entry_ids.sorted("id").mapped("kind"), ["commit", "release"])

    def test_a_blacklisted_enterprise_is_held_at_review_and_approval(self):
        claim = self.submitted_claim()
        listing = {
            "credit_state": "blacklisted",
            "credit_reason": "严重失信",
            "credit_from": "2024-01-01",
        }
        self.firm.write(listing)
        self.assert_refused("严重失信", claim.with_user(self.users["award"]).action_review)
        self.assertIn("严重失信", claim.waiting_for)
        self.firm.credit_state = "normal"
        claim.with_user(self.users["award"]).action_review()
        self.firm.write(listing)

        self.assert_refused("严重失信", claim.with_user(self.users["approver"]).action_approve)

        self.assertEqual(claim.state, "reviewed")
        self.assert_fund(committed=0)

    def test_a_suspended_certificate_holds_the_claim_until_it_is_restored(self):
        claim = self.reviewed()
        reviewer = claim.certificate_id.with_user(self.users["reviewer"])
        reviewer.action_suspend("监督不合格", until="2024-06-30")
        self.assert_refused(
            "certificate is suspended", claim.with_user(self.users["approver"]).action_approve
        )
        self.restored(claim.certificate_id)

        claim.with_user(self.users["approver"]).action_approve()

        self.assertEqual(claim.state, "approved")

    def test_a_withdrawn_certificate_ends_the_open_claim_and_frees_the_money(self):
        claim = self.approved()

        claim.certificate_id.with_user(self.users["approver"]).action_withdraw(
            "质量事故", "芜市监撤〔2024〕1号"
        )

        self.assertEqual(claim.state, "cancelled")
        self.assert_fund(committed=0)

    def test_a_withdrawn_certificate_proposes_to_recover_what_was_paid(self):
        batch = self.settled()
        claim = batch.line_ids.claim_id

        claim.certificate_id.with_user(self.users["approver"]).action_withdraw(
            "质量事故", "芜市监撤〔2024〕1号"
        )

        self.assertEqual(claim.state, "paid")
        self.assertIn("芜市监撤〔2024〕1号", claim.recovery_reason)

    def test_facts_that_moved_after_the_review_stop_the_approval(self):
        claim = self.reviewed()
        self.rule.sudo().amount = 100_000

        self.assert_refused(
            "facts have changed", claim.with_user(self.users["approver"]).action_approve
        )
        claim.with_user(self.users["award"]).action_redecide()

        self.assertEqual(claim.amount, 100_000)
        self.assertEqual(claim.decision_ids.sorted("id").mapped("due"), [PROMISED, 100_000])

    def test_under_a_ceiling_an_officer_sets_the_amount_with_a_reason(self):
        self.rule.sudo().kind = "ceiling"
        claim = self.entitled()
        self.assertEqual((claim.decision_status, claim.amount), ("amount_open", 0))
        officer = claim.with_user(self.users["award"])
        self.assert_refused("reason", officer.action_set_amount, 150_000, "")
        self.assert_refused("20", officer.action_set_amount, 250_000, "超过上限")

        officer.action_set_amount(150_000, "按年度兑现标准")

        self.assertEqual((claim.decision_status, claim.amount), ("due", 150_000))

    def test_a_rejected_claim_needs_a_reason_and_frees_its_place(self):
        claim = self.submitted_claim()
        officer = claim.with_user(self.users["award"])
        self.assert_refused("Give the reason", officer.action_reject)
        officer.action_reject("材料不实")
        self.assertEqual(claim.state, "rejected")
