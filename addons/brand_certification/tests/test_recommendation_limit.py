"""A file that waits for its district: whose turn it is, until when, who is reminded."""

from datetime import timedelta

from odoo.tests import tagged

from .test_deadlines import DeadlineCase
from .test_recommendation import RecommendationCase


@tagged("post_install", "-at_install")
class TestRecommendationLimit(RecommendationCase, DeadlineCase):
    def test_the_district_has_the_file_until_it_answers_then_the_office(self):
        application = self.submitted(program=self.after)
        self.assertEqual((application.due_step, application.due_office), ("recommend", "district"))
        self.assertEqual(str(application.due_on), "2024-03-18")
        self.assertEqual(application.recommendation_due, application.due_on)
        self.assertIn("弋江区", application.turn_text)
        self.assertIn("waits for its recommendation", application._portal_state_text())
        last = self.env["brand.portal"]._long_date(application.due_on)
        self.assertIn(last, application._portal_next_text())

        self.day("2024-03-06")
        self.sent(self.listed(self.after))

        self.assertEqual((application.due_step, application.due_office), ("examine", "office"))
        self.assertEqual(str(application.due_on), "2024-03-13")
        self.assertEqual(application._portal_state_text(), "Received, being examined")

    def test_it_is_the_officers_turn_once_recommended_or_when_nobody_answered_in_time(self):
        application = self.submitted(program=self.after)
        mine = self.env["brand.application"].with_user(self.users["officer"])
        self.assertNotIn(application, mine.search([("is_my_turn", "=", True)]))
        self.day("2024-03-19")
        self.assertIn(application, mine.search([("is_my_turn", "=", True)]))
        application.with_user(self.users["officer"]).action_waive_recommendation(reason="逾期未复")
        self.assertEqual((application.due_step, str(application.due_on)), ("examine", "2024-03-26"))
        self.assertIn(application, mine.search([("is_my_turn", "=", True)]))

    def test_the_district_is_reminded_and_its_delay_escalated_not_the_offices(self):
        self.submitted(program=self.after)
        self.day("2024-03-14")
        self.assertEqual(set(self.remind()), {"test-district", "test-leader"})
        self.day("2024-03-18")
        self.assertEqual(set(self.remind()), {"test-district", "test-leader"})
        self.day("2024-03-19")
        self.assertEqual(set(self.remind()), {"test-district", "test-leader"})
        self.day("2024-03-21")
        told = self.remind()
        self.assertLessEqual({"test-district", "test-manager", "test-approver"}, set(told))
        self.assertNotIn("test-officer", told)

    def test_a_correction_does_not_lengthen_the_time_to_recommend(self):
        application = self.submitted(program=self.after)
        first = application.recommendation_due
        by_officer = application.with_user(self.users["officer"])
        by_officer.gap_ids = [(0, 0, {"text": "缺检验报告"})]
        by_officer.action_return()
        self.assertEqual((application.due_step, application.due_office), ("correct", "enterprise"))
        self.day("2024-03-07")
        application.with_user(self.applicant).action_submit()
        self.assertEqual((application.due_step, application.due_on), ("recommend", first))

    def test_a_changed_calendar_moves_the_time_to_recommend_too(self):
        application = self.submitted(program=self.after)
        first = application.recommendation_due
        self.clock.move_to("2024-03-04 02:05:00")
        self.env["brand.workday"].create({"date": "2024-03-08", "is_working": False})
        application.invalidate_recordset()
        application.with_user(self.users["officer"]).action_take_new_due()
        self.assertEqual(application.recommendation_due, first + timedelta(days=1))
        self.assertEqual(application.recommendation_due, application.due_on)

    def test_reminders_of_many_files_ask_no_more_of_the_database(self):
        many = self.submitted("甲", program=self.after)
        for name in "乙丙丁":
            many |= self.submitted(name, program=self.after)
        many[:1]._due_holders()
        self.env.invalidate_all()
        with self.assertQueryCount(14):
            many[:1]._due_holders()
        self.env.invalidate_all()
        with self.assertQueryCount(14):
            self.assertEqual(len(many._due_holders()), 4)
