import base64

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import PDF
from .test_evaluation import EvaluationCase

NOBODY = ("officer", "reviewer", "approver", "manager", "auditor", "district")


class CaseWithTests(EvaluationCase):
    def declared(self, application):
        evaluation = application.evaluation_ids.sorted("id")[0]
        evaluation.with_user(evaluation.user_id).action_declare()
        return evaluation

    def report_on(self, evaluation, verdict="passed", **vals):
        criterion = evaluation.program_id.criterion_ids[:1]
        return (
            self.env["brand.test.report"]
            .with_user(evaluation.user_id)
            .create(
                {
                    "application_id": evaluation.application_id.id,
                    "sample_no": "YP-01",
                    "sampled_on": "2024-03-01",
                    "sealed_on": "2024-03-01",
                    "sealed_by": "评审员二人、企业质检科",
                    "laboratory": "省质检院",
                    "cma_no": "230001",
                    "cma_valid_to": "2026-12-31",
                    "standard_text": "GB/T 12642",
                    "report_no": f"WT-{evaluation.id}-{verdict}",
                    "report_date": "2024-03-04",
                    "file": PDF,
                    "filename": "检验报告.pdf",
                    "item_ids": [
                        Command.create(
                            {
                                "name": "重复定位精度",
                                "criterion_id": criterion.id,
                                "requirement": "≤0.05 mm",
                                "value": "0.02",
                                "unit": "mm",
                                "verdict": verdict,
                            }
                        )
                    ],
                    **vals,
                }
            )
        )


@tagged("post_install", "-at_install")
class TestSpread(EvaluationCase):
    def apart(self, code="SP"):
        application = self.two(code, spread_limit=10)
        first, second = application.evaluation_ids.sorted("id")
        self.score(first, 95, 48)
        self.score(second, 80, 40)
        return application, first, second

    def test_totals_far_apart_hold_the_decision_until_a_leader_s_note(self):
        application, *_two = self.apart()
        decide = self.env["brand.decision"].with_user(self.decider).action_decide_certification
        with self.assertRaisesRegex(UserError, "not complete"):
            decide(application.id, "granted")
        evaluations = self.env["brand.evaluation"].with_user(self.decider)
        with self.assertRaisesRegex(UserError, "Give the reason"):
            evaluations.action_settle_spread(application.id, " ")
        evaluations.action_settle_spread(application.id, "两人侧重点不同，均有依据")
        note = application.evaluation_note_ids
        self.assertEqual(
            (note.kind, note.spread, note.user_id), ("leader_note", 15.4, self.decider)
        )
        self.assertTrue(application._outcome().has_spread_alarm, "the alarm stays visible")
        decide(application.id, "granted")
        self.assertEqual(application.score, 87.7)

    def test_a_second_scoring_begins_with_the_first_one_s_and_both_stay(self):
        application, first, second = self.apart()
        first.sudo().sealed_strengths = "自研减速器"
        evaluations = self.env["brand.evaluation"].with_user(self.decider)
        evaluations.action_second_scoring(application.id, "请核对专利证据")
        again = application.evaluation_ids.filtered(lambda e: e.round == 2).sorted("id")
        self.assertEqual(again.mapped("state"), ["in_progress"] * 2)
        self.assertEqual(again[0].line_ids.mapped("score"), [95, 48])
        self.assertEqual(again[0].strengths, "自研减速器")
        self.assertFalse(again[0].is_unsealed)
        self.assertTrue(first.is_unsealed, "the first scores stay open to the body")
        self.assertEqual(again[0].with_user(self.decider).total, 0)
        mine = again[0].with_user(first.user_id)
        mine.line_ids[0].score = 85
        with self.assertRaisesRegex(UserError, "reason of your second scoring"):
            mine.action_finish()
        mine.rescore_reason = "专利为实用新型，下调"
        mine.action_finish()
        hers = again[1].with_user(second.user_id)
        hers.rescore_reason = "维持原评分"
        hers.action_finish()
        self.assertEqual(first.line_ids.mapped("score"), [95, 48])
        self.assertEqual(str(application._outcome(1).total), "87.70")
        self.assertEqual(str(application._outcome().total), "84.70")
        with self.assertRaises(UserError):
            evaluations.action_second_scoring(application.id, "再来一次")
        self.assertFalse(application._outcome().blocks, "a second scoring settles the spread")

    def test_a_conflict_seen_in_the_second_scoring_voids_the_first_too(self):
        application, first, _second = self.apart()
        self.env["brand.evaluation"].with_user(self.decider).action_second_scoring(
            application.id, "请核对"
        )
        again = application.evaluation_ids.filtered(lambda e: e.first_id == first)
        again.with_user(first.user_id).action_decline("配偶入职该企业")
        self.assertEqual((again.state, first.state), ("declined", "void"))
        mine = self.env["brand.application"].with_user(first.user_id)
        self.assertFalse(mine.search([("id", "=", application.id)]))

    def test_neither_an_assessor_nor_the_city_settles_a_spread(self):
        application, first, _second = self.apart()
        first.user_id.group_ids += self.env.ref("brand_certification.group_body")
        for user in (first.user_id, *(self.users[role] for role in NOBODY), self.applicant):
            for method in ("action_settle_spread", "action_second_scoring"):
                with self.assertRaises(AccessError, msg=f"{user.login} {method}"):
                    self.rpc(user, "brand.evaluation", method, application.id, reason="理由")

    def test_the_programme_says_which_way_a_spread_is_settled(self):
        for code, way, refused in (
            ("W1", "again", "action_settle_spread"),
            ("W2", "note", "action_second_scoring"),
        ):
            program = self._program(code, assessor_count=2, spread_limit=10, second_scoring=way)
            application = self.appointed(f"机器人{code}", program=program)
            first, second = application.evaluation_ids.sorted("id")
            self.score(first, 95, 48)
            self.score(second, 80, 40)
            with self.assertRaisesRegex(UserError, "the other way"):
                self.rpc(self.decider, "brand.evaluation", refused, application.id, reason="理由")

    def test_nothing_is_settled_that_is_not_apart(self):
        application = self.two("NA", spread_limit=50)
        for evaluation in application.evaluation_ids:
            self.score(evaluation, 90, 45)
        with self.assertRaisesRegex(UserError, "do not lie too far apart"):
            self.env["brand.evaluation"].with_user(self.decider).action_settle_spread(
                application.id, "理由"
            )

    def test_severity_compares_each_assessor_with_the_others(self):
        application, first, second = self.apart()
        rows = self.env["brand.evaluation.severity"].with_user(self.decider)
        found = {
            r.user_id: r.deviation for r in rows.search([("application_id", "=", application.id)])
        }
        self.assertEqual(found, {first.user_id: 15.4, second.user_id: -15.4})
        other = self._body("别家机构", "91340202MAXX00415T")[1]
        self.assertFalse(rows.with_user(other).search_count([]))


@tagged("post_install", "-at_install")
class TestTestReport(CaseWithTests):
    def test_a_report_is_filed_complete_and_stands(self):
        evaluation = self.declared(self.appointed())
        report = self.report_on(evaluation, file=False, cma_valid_to="2024-03-03")
        with self.assertRaisesRegex(UserError, "file of the report\n.*CMA or CNAS"):
            report.action_file()
        report.write({"file": PDF, "cma_valid_to": "2024-03-04"})
        report.action_file()
        self.assertEqual(
            (report.state, report.verdict, len(report.sha256)), ("filed", "passed", 64)
        )
        with self.assertRaises(UserError):
            report.laboratory = "另一家"
        with self.assertRaises(UserError):
            report.item_ids.value = "0.01"

    def test_days_of_a_sample_run_forward(self):
        evaluation = self.declared(self.appointed())
        with self.assertRaises(ValidationError):
            self.report_on(evaluation, sealed_on="2024-02-28")
        with self.assertRaises(ValidationError):
            self.report_on(evaluation, report_date="2024-03-05")

    def test_a_failed_item_raises_a_finding(self):
        evaluation = self.declared(self.appointed())
        self.report_on(evaluation, "failed").action_file()
        finding = evaluation.application_id.finding_ids
        self.assertEqual((finding.grade, finding.state), ("major", "open"))
        self.assertIn("重复定位精度", finding.fact)

    def test_a_failed_item_is_a_veto_where_the_criterion_says_so(self):
        program = self._program("VT")
        program.criterion_ids[:1].sudo().failed_test = "veto"
        application = self.appointed(program=program)
        evaluation = self.declared(application)
        report = self.report_on(evaluation, "failed")
        report.action_file()
        self.assertFalse(application.finding_ids)
        outcome = application._outcome()
        self.assertEqual((outcome.is_vetoed, outcome.is_passed), (True, False))
        report.with_user(evaluation.user_id).action_void("误录")
        self.assertFalse(application._outcome().is_vetoed)

    def test_nobody_but_an_assessor_of_the_case_files(self):
        evaluation = self.declared(self.appointed())
        report = self.report_on(evaluation)
        others = [self.assessors[1], self.decider, self.applicant]
        for user in (*others, *(self.users[role] for role in NOBODY)):
            with self.assertRaises(AccessError, msg=user.login):
                self.rpc(user, "brand.test.report", "action_file", report.ids)

    def test_a_criterion_that_asks_for_a_test_holds_the_certification(self):
        program = self._program("TS")
        program.criterion_ids[:1].sudo().requires_test = True
        application = self.appointed(program=program)
        evaluation = application.evaluation_ids
        self.score(evaluation, 90, 45)
        decide = self.env["brand.decision"].with_user(self.decider).action_decide_certification
        with self.assertRaisesRegex(UserError, "Sampled tests are in.*自主创新"):
            decide(application.id, "granted")
        self.report_on(evaluation).action_file()
        decide(application.id, "granted")
        self.assertEqual(application.state, "evaluated")


@tagged("post_install", "-at_install")
class TestVisit(EvaluationCase):
    def plan(self, application, user=None, **vals):
        return (
            self.env["brand.evaluation.visit"]
            .with_user(user or self.decider)
            .create(
                {
                    "application_id": application.id,
                    "date_from": "2024-03-11",
                    "date_to": "2024-03-12",
                    "sites": "弋江区一厂",
                    "agenda": "9:00 首次会议",
                    **vals,
                }
            )
        )

    def test_the_enterprise_sees_a_plan_once_sent_and_confirms_it(self):
        application = self.appointed()
        visit = self.plan(application)
        mine = self.env["brand.evaluation.visit"].with_user(self.applicant)
        self.assertFalse(mine.search_count([]))
        visit.action_send()
        self.assertEqual(mine.search([]).sites, "弋江区一厂")
        mine.search([]).action_confirm()
        self.assertEqual(visit.state, "confirmed")
        with self.assertRaises(UserError):
            visit.sites = "二厂"

    def test_the_enterprise_asks_for_another_day(self):
        visit = self.plan(self.appointed())
        visit.action_send()
        mine = visit.with_user(self.applicant)
        with self.assertRaisesRegex(UserError, "Name the day"):
            mine.action_ask_other_day("停产检修")
        mine.action_ask_other_day("停产检修", "2024-03-18")
        self.assertEqual((visit.state, str(visit.asked_day)), ("asked", "2024-03-18"))
        visit.write({"date_from": "2024-03-18", "date_to": "2024-03-18"})
        visit.action_send()
        self.assertEqual(visit.state, "sent")

    def test_the_lead_assessor_plans_and_others_do_not(self):
        application = self.two("VI")
        first, second = application.evaluation_ids.sorted("id")
        for evaluation in (first, second):
            evaluation.with_user(evaluation.user_id).action_declare()
        self.assertIn(first.user_id.name, self.plan(application, first.user_id).team_text)
        with self.assertRaisesRegex(AccessError, "lead assessor"):
            self.plan(application, second.user_id)
        visit = self.plan(application)
        with self.assertRaises(AccessError):
            visit.with_user(second.user_id).action_send()
        for role in NOBODY:
            with self.assertRaises(AccessError, msg=role):
                visit.with_user(self.users[role]).sites = "改写"

    def test_a_programme_that_asks_for_a_visit_waits_for_it(self):
        application = self.scored(program=self._program("RV", require_visit=True))
        decide = self.env["brand.decision"].with_user(self.decider).action_decide_certification
        with self.assertRaisesRegex(UserError, "on-site visit took place"):
            decide(application.id, "granted")
        visit = self.plan(application)
        visit.action_send()
        with self.assertRaisesRegex(UserError, "not begun"):
            visit.action_done("顺利")
        self.clock.move_to("2024-03-12 08:00:00")
        visit.action_done("顺利")
        decide(application.id, "granted")


@tagged("post_install", "-at_install")
class TestReview(CaseWithTests):
    def review(self, application, user=None, recommendation="granted", note=None):
        return self.env["brand.review"].browse(
            self.rpc(
                user or self.decider,
                "brand.review",
                "action_review",
                application.id,
                recommendation,
                note=note,
            )
        )

    def decide(self, application, user=None, result="granted", reason=None):
        return (
            self.env["brand.decision"]
            .with_user(user or self.decider)
            .action_decide_certification(application.id, result, reason=reason)
        )

    def test_a_review_freezes_the_report_with_its_hashes(self):
        application = self.scored()
        review = self.review(application)
        self.assertEqual((review.state, review.version, review.is_current), ("done", 1, True))
        self.assertEqual(review.content_sha256, review._hash(review.content))
        pdf = base64.b64decode(review.file)
        self.assertTrue(pdf.startswith(b"%PDF"))
        self.assertEqual(len(review.sha256), 64)
        (scores,) = review.content["rounds"]
        self.assertEqual(scores["rows"][0]["cells"][0]["score"], "90")
        self.assertEqual(scores["total"], "90.00")
        self.assertEqual(review.transition_ids.user_id, self.decider)

    def test_any_change_of_what_was_reviewed_asks_for_a_new_review(self):
        program = self._program("RC", review_mode="recorded")
        application = self.appointed(program=program)
        evaluation = self.declared(application)
        finding = (
            self.env["brand.finding"]
            .with_user(evaluation.user_id)
            .action_raise(evaluation.id, {"grade": "minor", "clause": "4.1", "fact": "标识不全"})
        )
        mine = finding.with_user(self.applicant)
        mine.write({"cause": "漏贴", "correction": "已补贴"})
        mine.action_answer()
        finding.with_user(evaluation.user_id).action_verify()
        for line in evaluation.line_ids:
            line.with_user(evaluation.user_id).write({"score": 45, "evidence": "见报告"})
        evaluation.line_ids[0].with_user(evaluation.user_id).score = 90
        evaluation.with_user(evaluation.user_id).action_finish()
        review = self.review(application)
        self.report_on(evaluation).action_file()
        self.assertFalse(review.is_current)
        with self.assertRaisesRegex(UserError, "reviews the evaluation first"):
            self.decide(application)
        self.assertEqual(self.review(application).version, 2)
        self.decide(application)
        self.assertEqual(application.state, "evaluated")

    def test_where_it_may_be_one_act_the_decision_records_the_review(self):
        application = self.evaluated()
        review = application.review_ids
        self.assertEqual((review.state, review.reviewer_id), ("done", self.decider))
        self.assertFalse(review.sha256, "its PDF is made in the background")
        with self.enter_registry_test_mode():
            self.env.ref("brand_certification.cron_evaluation_reports").method_direct_trigger()
        self.assertEqual(len(review.sha256), 64)

    def test_a_programme_may_ask_for_two_persons(self):
        application = self.scored(program=self._program("OP", review_mode="other_person"))
        self.review(application)
        with self.assertRaisesRegex(UserError, "another person of your body"):
            self.decide(application)
        second = self._user(
            "second-decider", ["brand_certification.group_body"], self.body.partner_id
        )
        self.decide(application, second)
        self.assertEqual(application.state, "evaluated")

    def test_deciding_against_the_review_needs_a_reason(self):
        application = self.scored(program=self._program("AG", review_mode="recorded"))
        self.review(application, recommendation="refused", note="证据不足以支持评分")
        with self.assertRaisesRegex(UserError, "deciding against the review"):
            self.decide(application)

    def test_open_findings_hold_the_certification_and_a_severe_one_stops_it(self):
        application = self.appointed()
        evaluation = application.evaluation_ids
        evaluation.with_user(evaluation.user_id).action_declare()
        raise_ = self.env["brand.finding"].with_user(evaluation.user_id).action_raise
        major = raise_(evaluation.id, {"grade": "major", "clause": "5", "fact": "无记录"})
        for line in evaluation.line_ids:
            line.with_user(evaluation.user_id).write({"score": 50, "evidence": "见报告"})
        evaluation.line_ids[0].with_user(evaluation.user_id).score = 90
        raise_(evaluation.id, {"grade": "severe", "clause": "6", "fact": "提供虚假检验报告"})
        evaluation.with_user(evaluation.user_id).action_finish()
        with self.assertRaisesRegex(UserError, f"Findings are closed.*{major.name}"):
            self.decide(application)
        with self.assertRaises(UserError):
            self.review(application)
        self.decide(application, result="refused", reason="提供虚假检验报告")
        self.assertEqual(application.state, "rejected")

    def test_a_severe_finding_ends_an_evaluation_that_is_not_finished(self):
        application = self.appointed()
        evaluation = self.declared(application)
        with self.assertRaisesRegex(UserError, "not complete"):
            self.decide(application, result="refused", reason="弄虚作假")
        self.env["brand.finding"].with_user(evaluation.user_id).action_raise(
            evaluation.id, {"grade": "severe", "clause": "6", "fact": "提供虚假检验报告"}
        )
        self.decide(application, result="refused", reason="弄虚作假")
        self.assertEqual(application.state, "rejected")

    def test_who_evaluated_does_not_review(self):
        application = self.scored()
        assessor = application.evaluation_ids.user_id
        assessor.group_ids += self.env.ref("brand_certification.group_body")
        with self.assertRaisesRegex(AccessError, "You evaluated this file"):
            self.review(application, assessor)

    def test_what_fails_is_not_recommended_and_a_refusal_says_why(self):
        application = self.scored(scores=(50, 45))
        with self.assertRaisesRegex(UserError, "has not passed"):
            self.review(application)
        with self.assertRaisesRegex(UserError, "reasons for not recommending"):
            self.review(application, recommendation="refused")
        self.review(application, recommendation="refused", note="自主创新未达标")

    def test_the_supervising_authority_changes_none_of_it(self):
        """认证认可条例 13: every role of the city, and the administrator, by RPC."""
        application = self.two("AU")
        first, second = application.evaluation_ids.sorted("id")
        report = self.report_on(self.declared(application))
        finding = (
            self.env["brand.finding"]
            .with_user(first.user_id)
            .action_raise(first.id, {"grade": "minor", "clause": "4.1", "fact": "标识不全"})
        )
        visit = (
            self.env["brand.evaluation.visit"]
            .with_user(self.decider)
            .create(
                {
                    "application_id": application.id,
                    "date_from": "2024-03-11",
                    "date_to": "2024-03-11",
                    "sites": "一厂",
                    "agenda": "首次会议",
                }
            )
        )
        finding.with_user(first.user_id).action_withdraw("误判")
        for line in first.line_ids:
            line.with_user(first.user_id).write({"score": 45, "evidence": "见报告"})
        first.line_ids[0].with_user(first.user_id).score = 90
        first.with_user(first.user_id).action_finish()
        self.score(second, 90, 45)
        review = self.review(application)
        attempts = [
            ("brand.evaluation", "write", first.ids, {"conclusion": "改写"}),
            ("brand.evaluation", "write", first.ids, {"user_id": second.user_id.id}),
            ("brand.evaluation", "create", [{"application_id": application.id, "user_id": 1}]),
            ("brand.evaluation", "unlink", first.ids),
            ("brand.evaluation", "action_void", first.ids, "理由"),
            ("brand.evaluation", "action_appoint", application.id, second.user_id.ids),
            ("brand.evaluation.line", "write", first.line_ids.ids, {"score": 1}),
            ("brand.evaluation.line", "unlink", first.line_ids.ids),
            ("brand.evaluation.note", "create", [{"application_id": application.id}]),
            ("brand.evaluation.visit", "write", visit.ids, {"sites": "改写"}),
            ("brand.evaluation.visit", "action_send", visit.ids),
            ("brand.finding", "write", finding.ids, {"fact": "改写"}),
            ("brand.finding", "unlink", finding.ids),
            ("brand.finding", "action_raise", first.id, {"grade": "minor", "fact": "x"}),
            ("brand.test.report", "write", report.ids, {"laboratory": "改写"}),
            ("brand.test.report", "action_file", report.ids),
            ("brand.test.item", "write", report.item_ids.ids, {"verdict": "failed"}),
            ("brand.review", "write", review.ids, {"note": "改写"}),
            ("brand.review", "action_review", application.id, "granted"),
            ("brand.review", "unlink", review.ids),
            ("brand.decision", "action_decide_certification", application.id, "granted"),
        ]
        before = self._state_of(application)
        users = [self.users[role] for role in NOBODY] + [self.env.ref("base.user_admin")]
        for user in users:
            for model, method, *args in attempts:
                # An AccessError is a UserError; a closed field may be refused before its reader
                with self.assertRaises(UserError, msg=f"{user.login} {model}.{method}"):
                    with self.cr.savepoint():
                        self.rpc(user, model, method, *args)
        self.assertEqual(self._state_of(application), before)

    def _state_of(self, application):
        """Everything of an evaluation that an outsider could wish to change."""
        application.invalidate_recordset()
        return [
            application.state,
            application.evaluation_ids.mapped(lambda e: (e.id, e.state, e.user_id, e.conclusion)),
            application.evaluation_ids.line_ids.mapped(lambda li: (li.id, li.score)),
            application.visit_ids.mapped(lambda v: (v.id, v.state, v.sites)),
            application.finding_ids.mapped(lambda f: (f.id, f.state, f.fact)),
            application.test_report_ids.mapped(lambda t: (t.id, t.state, t.laboratory)),
            application.test_report_ids.item_ids.mapped("verdict"),
            application.review_ids.mapped(lambda r: (r.id, r.note)),
        ]

    def test_the_enterprise_s_copy_tells_no_single_score(self):
        application = self.two("CP")
        first, second = application.evaluation_ids.sorted("id")
        self.score(first, 90.5, 45)
        self.score(second, 88.5, 44)
        review = self.review(application)
        whole = review._paper_content()
        copy = review.with_context(brand_for_enterprise=True)._paper_content()
        self.assertIn("90.5", str(whole))
        for secret in ("90.5", "88.5", "见检验报告"):
            self.assertNotIn(secret, str(copy))
        self.assertEqual(copy["rounds"][0]["total"], whole["rounds"][0]["total"])
        with self.assertRaises(AccessError):
            self.rpc(self.applicant, "brand.review", "read", review.ids, ["content"])
