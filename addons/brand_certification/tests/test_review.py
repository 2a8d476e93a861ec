"""The review freezes what was evaluated; the decision rests on it, and the city changes none of it."""

import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .evaluation_common import NOBODY, CaseWithTests


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
