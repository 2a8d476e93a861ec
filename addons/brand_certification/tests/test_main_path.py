"""From a draft to a certificate, through the people whose step each is."""

from odoo.exceptions import AccessError, UserError, ValidationError

from .common import BrandCase


class TestMainPath(BrandCase):
    def test_a_product_is_certified_by_the_steps_of_seven_people(self):
        application = self.certified()

        self.assertEqual(application.state, "certified")
        certificate = application.certificate_id
        self.assertEqual(certificate.number, "TZ-2024-0001")
        self.assertEqual(certificate.status, "valid")
        self.assertEqual(str(certificate.date_end), "2027-03-11")
        steps = application.transition_ids.sorted("id").mapped(lambda t: (t.step, t.to_state))
        self.assertEqual(
            steps,
            [
                ("action_submit", "submitted"),
                ("action_accept", "accepted"),
                ("action_start_evaluation", "evaluating"),
                ("action_conclude", "evaluated"),
                ("action_enter_notice", "notice"),
                ("action_grant", "decided"),
                ("action_certify", "certified"),
            ],
        )
        self.assertEqual(application.score, 90.0)

    def test_all_gaps_are_told_at_once_before_submission(self):
        application = self.draft(advantage=False, declaration_accepted=False)

        with self.assertRaises(UserError) as refusal:
            application.action_submit()

        told = str(refusal.exception)
        for words in ("Advancedness", "营业执照", "检验报告", "self-declaration"):
            self.assertIn(words, told)
        self.assertNotIn("获奖证书", told)
        self.assertEqual(application.state, "draft")

    def test_the_checklist_cannot_be_shortened_by_the_applicant(self):
        application = self.draft()
        for act in (
            lambda: application.document_ids[0].unlink(),
            lambda: application.document_ids[0].write({"name": "x"}),
            lambda: application.document_ids[0].copy(),
        ):
            with self.assertRaises(AccessError):
                act()

    def test_a_returned_file_is_corrected_and_submitted_again(self):
        application = self.submitted()
        by_officer = application.with_user(self.users["officer"])
        with self.assertRaisesRegex(UserError, "write down every gap"):
            by_officer.action_return()
        self.env["brand.application.gap"].with_user(self.users["officer"]).create(
            {"application_id": application.id, "field_name": "document", "text": "报告无 CMA 章"}
        )
        with self.assertRaisesRegex(UserError, "open gaps"):
            by_officer.action_accept()
        by_officer.action_return()
        self.assertEqual(str(application.correction_due), "2024-03-18")

        by_applicant = application.with_user(self.applicant)
        by_applicant.advantage = "补正后的说明"
        by_applicant.action_submit()

        self.assertEqual(application.state, "submitted")
        self.assertEqual(application.open_gap_count, 0)

    def test_a_submitted_file_is_closed_to_the_applicant(self):
        application = self.submitted().with_user(self.applicant)
        with self.assertRaisesRegex(UserError, "can no longer be changed"):
            application.advantage = "later"
        with self.assertRaisesRegex(UserError, "can no longer be changed"):
            application.document_ids[0].write({"file": False})
        with self.assertRaisesRegex(UserError, "cannot be changed now"):
            application.product_id.name = "another product"
        self.assertEqual(application.advantage, "重复定位精度 0.02 mm。")

    def test_the_snapshot_keeps_what_was_true_at_submission(self):
        application = self.submitted()
        self.firm.name = "芜湖新名机器人有限公司"
        self.assertEqual(application.snapshot["enterprise"]["name"], "芜湖示例机器人有限公司")
        self.assertEqual(set(application.snapshot["documents"]), {"营业执照", "检验报告"})

    def test_an_application_may_be_withdrawn_until_it_is_certified(self):
        application = self.decided().with_user(self.applicant)
        application.action_withdraw(reason="停产")
        self.assertEqual(application.state, "withdrawn")
        certified = self.certified(product="第二种").with_user(self.applicant)
        with self.assertRaises(UserError):
            certified.action_withdraw(reason="停产")

    def test_one_product_has_one_standing_application_in_a_programme(self):
        application = self.submitted()
        with self.assertRaises(Exception) as refusal, self.cr.savepoint():
            application.with_user(self.applicant).copy()
        self.assertIn("one_per_product", str(refusal.exception))

    def test_a_blacklisted_enterprise_is_not_accepted(self):
        application = self.submitted()
        self.firm.write(
            {
                "credit_state": "blacklisted",
                "credit_reason": "虚假材料",
                "credit_from": "2024-03-01",
            }
        )
        by_officer = application.with_user(self.users["officer"])
        by_officer.body_id = self.body
        with self.assertRaisesRegex(UserError, "虚假材料"):
            by_officer.action_accept()

    def test_work_goes_to_members_of_the_alliance_only(self):
        application = self.submitted()
        self.body.with_user(self.users["manager"]).action_suspend("能力不足", "芜市监〔2024〕9号")
        with self.assertRaisesRegex(ValidationError, "not a member"):
            application.with_user(self.users["officer"]).body_id = self.body


class TestSegregation(BrandCase):
    """One person, one duty over one file, whatever roles the person has."""

    def _also(self, user, group):
        user.group_ids += self.env.ref(f"brand_certification.{group}")

    def test_who_accepted_does_not_approve(self):
        application = self.noticed()
        officer = self.users["officer"]
        self._also(officer, "group_approver")
        decision = self.grade_decision(application)
        with self.assertRaisesRegex(AccessError, "One person has one duty"):
            decision.with_user(officer).action_take(document_no="1号")
        self.assertEqual(decision.state, "draft")

    def test_who_evaluated_does_not_decide_on_certification(self):
        application = self.scored()
        assessor = self.assessors[0]
        self._also(assessor, "group_body")
        with self.assertRaisesRegex(AccessError, "One person has one duty"):
            self.env["brand.decision"].with_user(assessor).action_decide_certification(
                application.id, "granted"
            )
        self.assertEqual(application.state, "evaluating")

    def test_who_published_the_notice_does_not_approve(self):
        application = self.noticed()
        reviewer = self.users["reviewer"]
        self._also(reviewer, "group_approver")
        with self.assertRaisesRegex(AccessError, "One person has one duty"):
            self.grade_decision(application).with_user(reviewer).action_take(document_no="1号")

    def test_a_stand_in_acts_for_both_persons(self):
        application = self.noticed()
        officer, approver = self.users["officer"], self.users["approver"]
        self.env["brand.standin"].create(
            {
                "absent_id": approver.id,
                "standin_id": officer.id,
                "date_from": "2024-03-01",
                "date_to": "2024-03-31",
                "reason": "出差",
            }
        )
        decision = self.grade_decision(application)
        with self.assertRaisesRegex(AccessError, "One person has one duty"):
            decision.with_user(officer).action_take(document_no="1号")
        auditor = self.users["auditor"]
        self.env["brand.standin"].create(
            {
                "absent_id": approver.id,
                "standin_id": auditor.id,
                "date_from": "2024-03-01",
                "date_to": "2024-03-31",
                "reason": "出差",
            }
        )
        decision.with_user(auditor).action_take(document_no="1号")
        self.assertEqual(decision.transition_ids.on_behalf_of_id, approver)


class TestEvaluation(BrandCase):
    def test_no_file_is_visible_before_the_conflict_declaration(self):
        application = self.appointed()
        evaluation = application.evaluation_ids.with_user(self.assessors[0])
        self.assertEqual(evaluation.enterprise_name, self.firm.name)
        as_assessor = self.env["brand.application"].with_user(self.assessors[0])
        self.assertFalse(as_assessor.search([("id", "=", application.id)]))
        evaluation.action_declare()
        self.assertEqual(as_assessor.search([("id", "=", application.id)]).id, application.id)

    def test_who_declines_for_a_conflict_sees_nothing_of_the_case(self):
        application = self.appointed()
        evaluation = application.evaluation_ids.with_user(self.assessors[0])
        evaluation.action_declare()
        evaluation.action_decline(reason="曾为其提供咨询")
        as_assessor = self.env["brand.application"].with_user(self.assessors[0])
        self.assertFalse(as_assessor.search([("id", "=", application.id)]))

    def test_nobody_evaluates_his_own_company_or_its_successor(self):
        application = self.accepted()
        self.firm.predecessor_ids = self.body.partner_id
        with self.assertRaises(ValidationError):
            self.env["brand.evaluation"].with_user(self.decider).action_appoint(
                application.id, self.assessors[:1].ids
            )

    def test_scores_are_sealed_until_all_are_in(self):
        self.program = self._program("T3", assessor_count=2)
        application = self.appointed()
        first, second = application.evaluation_ids.sorted("id")
        self.score(first, 90, 45)
        seen_by_body = first.with_user(self.decider)
        self.assertEqual(seen_by_body.total, 0)
        self.assertFalse(
            self.env["brand.evaluation.line"]
            .with_user(self.decider)
            .search([("evaluation_id", "=", first.id)])
        )
        self.assertFalse(
            self.env["brand.evaluation"]
            .with_user(self.users["officer"])
            .search([("id", "=", first.id)])
        )
        self.score(second, 80, 40)
        self.assertEqual(seen_by_body.total, 90)
        self.assertEqual(application._outcome().total, 85)

    def test_an_empty_score_is_not_zero(self):
        application = self.appointed()
        evaluation = application.evaluation_ids.with_user(self.assessors[0])
        evaluation.action_declare()
        evaluation.line_ids[0].write({"score": 90, "evidence": "报告"})
        with self.assertRaisesRegex(UserError, "Not scored yet: 品质高端"):
            evaluation.action_finish()
        evaluation.line_ids[1].write({"score": 0, "evidence": "无"})
        evaluation.action_finish()
        self.assertEqual(evaluation.total, 54.0)

    def test_scores_stay_within_the_scale_and_are_final(self):
        application = self.appointed()
        evaluation = application.evaluation_ids.with_user(self.assessors[0])
        evaluation.action_declare()
        with self.assertRaisesRegex(ValidationError, "between 0 and 50"):
            evaluation.line_ids[1].score = 51
        with self.assertRaisesRegex(ValidationError, "at most 1 decimals"):
            evaluation.line_ids[0].score = 90.25
        for line, score in zip(evaluation.line_ids, (90, 45), strict=True):
            line.write({"score": score, "evidence": "报告"})
        evaluation.action_finish()
        with self.assertRaisesRegex(UserError, "can no longer be changed"):
            evaluation.line_ids[0].score = 91

    def test_what_fails_the_pass_mark_is_not_certified(self):
        application = self.scored(scores=(59, 50))
        Decision = self.env["brand.decision"].with_user(self.decider)
        with self.assertRaisesRegex(UserError, "has not passed"):
            Decision.action_decide_certification(application.id, "granted")
        with self.assertRaisesRegex(UserError, "needs its reason"):
            Decision.action_decide_certification(application.id, "refused")
        Decision.action_decide_certification(application.id, "refused", reason="自主创新未达标")
        self.assertEqual(application.state, "rejected")

    def test_the_supervising_authority_cannot_touch_an_evaluation(self):
        evaluation = self.scored().evaluation_ids
        for role in ("officer", "reviewer", "approver", "manager"):
            with self.assertRaises(AccessError):
                evaluation.line_ids[0].with_user(self.users[role]).score = 100
            with self.assertRaises(AccessError):
                self.env["brand.decision"].with_user(self.users[role]).action_decide_certification(
                    evaluation.application_id.id, "granted"
                )
