"""Tests of samples and visits on site, where a programme asks for them."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import PDF
from .evaluation_common import NOBODY, CaseWithTests, EvaluationCase


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
