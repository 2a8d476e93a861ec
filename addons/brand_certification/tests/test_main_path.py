from odoo.exceptions import AccessError, UserError, ValidationError

from .common import BrandCase


class TestMainPath(BrandCase):
    """From a draft to a certificate, through the people whose step each is."""

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


class TestNotice(BrandCase):
    def test_the_notice_runs_its_working_days_to_midnight(self):
        self.clock.move_to("2024-09-27 02:00:00")
        notice = self.notice_of(self.evaluated())
        self.assertEqual(str(notice.date_end), "2024-10-10")
        self.clock.move_to("2024-10-10 15:59:59")
        with self.assertRaisesRegex(UserError, "24:00"):
            notice.action_close()
        self.clock.move_to("2024-10-10 16:00:00")
        notice.action_close()
        self.assertEqual(notice.state, "closed")

    def test_an_objection_holds_its_own_item_only(self):
        held, free = self.evaluated("甲"), self.evaluated("乙")
        notice = self.notice_of(held, free)
        objection = (
            self.env["brand.objection"]
            .with_user(self.users["officer"])
            .create(
                {"line_id": notice.line_ids[0].id, "objector_name": "某公司", "text": "专利有争议"}
            )
        )
        self.assertEqual(objection.kind, "objection")
        self.let_notice_end(notice)
        approver = self.users["approver"]
        both = self.grade_decision(held, free).with_user(approver)
        with self.assertRaisesRegex(UserError, "held by the objection"):
            both.action_take(document_no="1号")
        self.grade_decision(free).with_user(approver).action_take(document_no="1号")
        self.assertEqual((held.state, free.state), ("notice", "decided"))
        self.inquired(objection)
        objection.with_user(self.users["reviewer"]).action_dismiss(reason="不成立")
        self.grade_decision(held).with_user(approver).action_take(document_no="2号")
        self.assertEqual(held.state, "decided")

    def test_late_or_anonymous_objections_are_clues_and_hold_nothing(self):
        application = self.evaluated()
        notice = self.notice_of(application)
        Objection = self.env["brand.objection"].with_user(self.users["officer"])
        anonymous = Objection.create(
            {"line_id": notice.line_ids.id, "is_anonymous": True, "text": "有问题"}
        )
        self.clock.move_to(f"{notice.date_end} 16:00:00")
        late = Objection.create(
            {"line_id": notice.line_ids.id, "objector_name": "某公司", "text": "有问题"}
        )
        self.assertEqual((anonymous.kind, late.kind), ("clue", "clue"))
        self.assertFalse(application._open_objections())

    def test_no_grade_before_the_notice_has_closed(self):
        application = self.evaluated()
        self.notice_of(application)
        with self.assertRaisesRegex(UserError, "public notice until 2024-03-11"):
            self.grade_decision(application).with_user(self.users["approver"]).action_take(
                document_no="1号"
            )


class TestApprovalLevels(BrandCase):
    def setUp(self):
        super().setUp()
        Level = self.env["brand.approval.level"].with_user(self.users["manager"])
        approver = self.env.ref("brand_certification.group_approver")
        self.first, self.second = Level.create(
            [
                {
                    "name": name,
                    "model": "brand.decision",
                    "step": "action_take",
                    "sequence": sequence,
                    "group_id": approver.id,
                }
                for sequence, name in enumerate(("分管领导", "主要领导"), 1)
            ]
        )
        self.chief = self._user("chief", ["brand_certification.group_approver"])

    def test_levels_are_passed_in_order_by_different_people(self):
        application = self.noticed()
        decision = self.grade_decision(application)
        self.assertIn("分管领导", decision.approval_waiting)
        decision.with_user(self.users["approver"]).action_take(document_no="1号")
        self.assertEqual(decision.state, "draft")
        decision.invalidate_recordset(["approval_waiting"])
        self.assertIn("主要领导", decision.approval_waiting)
        with self.assertRaisesRegex(AccessError, "one person counts once"):
            decision.with_user(self.users["approver"]).action_take(document_no="1号")
        decision.with_user(self.chief).action_take(document_no="1号")
        self.assertEqual((decision.state, application.state), ("taken", "decided"))
        self.assertEqual(decision.approval_ids.sorted("id").level_id, self.first + self.second)

    def test_no_level_approves_what_could_not_be_decided(self):
        application = self.evaluated()
        self.notice_of(application)
        decision = self.grade_decision(application)
        with self.assertRaisesRegex(UserError, "public notice until"):
            decision.with_user(self.users["approver"]).action_take(document_no="1号")
        self.assertFalse(decision.approval_ids)

    def test_approvals_are_neither_forged_nor_changed_nor_deleted(self):
        decision = self.grade_decision(self.noticed())
        decision.with_user(self.users["approver"]).action_take(document_no="1号")
        approval = decision.approval_ids
        for user in self.users.values():
            with self.assertRaises(AccessError):
                approval.with_user(user).write({"user_id": self.chief.id})
            with self.assertRaises(AccessError):
                approval.with_user(user).unlink()
            with self.assertRaises(AccessError):
                self.env["brand.approval"].with_user(user).create(
                    {
                        "model": "brand.decision",
                        "res_id": decision.id,
                        "step": "action_take",
                        "level_id": self.second.id,
                        "user_id": self.chief.id,
                    }
                )
        with self.assertRaises(AccessError):
            approval.sudo().unlink()


class TestCertificate(BrandCase):
    def test_suspension_withdrawal_and_cancellation_are_told_apart(self):
        certificate = self.certified().certificate_id
        by_body = certificate.with_user(self.decider)
        with self.assertRaisesRegex(UserError, "Give the reason"):
            by_body.action_suspend()
        by_body.action_suspend(reason="监督抽查不合格", until="2024-06-30")
        self.assertEqual(certificate.status, "suspended")
        self.restored(certificate)
        with self.assertRaisesRegex(UserError, "document number"):
            by_body.action_withdraw(reason="弄虚作假")
        by_body.action_withdraw(reason="弄虚作假", document_no="2号")
        self.assertEqual(certificate.status, "withdrawn")
        kinds = certificate.event_ids.sorted("id").mapped("kind")
        self.assertEqual(kinds, ["issue", "suspend", "restore", "withdraw"])

    def test_a_certificate_is_expired_by_its_date_not_by_the_cron(self):
        certificate = self.certified().certificate_id
        Certificate = self.env["brand.certificate"]
        self.clock.move_to(f"{certificate.date_end} 15:59:59")
        certificate.invalidate_recordset(["status"])
        self.assertEqual(certificate.status, "valid")
        self.clock.move_to(f"{certificate.date_end} 16:00:00")
        certificate.invalidate_recordset(["status"])
        self.assertEqual((certificate.status, certificate.state), ("expired", "valid"))
        self.assertIn(certificate, Certificate.search([("status", "=", "expired")]))
        self.assertNotIn(certificate, Certificate.search([("status", "=", "valid")]))

    def test_numbers_are_unique_whatever_their_spelling(self):
        certificate = self.certified().certificate_id
        self.assertEqual(certificate.number_key, "TZ-2024-0001")
        with self.assertRaises(AccessError):
            certificate.with_user(self.users["officer"]).number = "TZ-2024-0002"

    def test_history_is_append_only_even_for_the_system(self):
        event = self.certified().certificate_id.event_ids
        with self.assertRaises(AccessError):
            event.sudo().write({"reason": "rewritten"})
        with self.assertRaises(AccessError):
            event.sudo().unlink()

    def test_a_batch_is_certified_with_a_flat_number_of_queries(self):
        def prepare(count):
            applications = [self.evaluated(f"产品{count}-{n}") for n in range(count)]
            self.let_notice_end(self.notice_of(*applications))
            self.grade_decision(*applications).with_user(self.users["approver"]).action_take(
                document_no="1号"
            )
            return self.env["brand.application"].union(*applications)

        few, many = prepare(2), prepare(6)
        costs = []
        for batch in (few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            batch.with_user(self.users["officer"]).action_certify()
            self.env.flush_all()
            costs.append((self.cr.sql_log_count - before) / len(batch))
        self.assertLess(costs[1], costs[0])
