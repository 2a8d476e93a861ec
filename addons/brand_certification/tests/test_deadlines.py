"""Time limits: begun with each step, marked when late, reminded once, escalated."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import BrandCase


class DeadlineCase(BrandCase):
    def day(self, text):
        """10:00 in Shanghai on that day."""
        self.clock.move_to(f"{text} 02:00:00")

    def remind(self):
        """Run the daily job; ``{login: body of its message}``."""
        last = self.env["mail.message"].search([], order="id desc", limit=1).id
        with self.enter_registry_test_mode():
            self.env.ref("brand_certification.cron_remind_deadlines").method_direct_trigger()
        found = self.env["mail.message"].search(
            [("id", ">", last), ("message_type", "=", "user_notification")]
        )
        told = {}
        for message in found:
            login = message.partner_ids.user_ids.login
            self.assertNotIn(login, told, "one message a person")
            told[login] = message.body
        return told


@tagged("post_install", "-at_install")
class TestDeadlines(DeadlineCase):
    # -- the limit of each step --------------------------------------------------------------------

    def test_each_step_has_its_own_limit_from_the_day_it_begins(self):
        application = self.submitted()
        self.assertEqual((application.due_step, str(application.due_on)), ("examine", "2024-03-11"))
        by_officer = application.with_user(self.users["officer"])
        by_officer.gap_ids = [(0, 0, {"text": "缺检验报告"})]
        by_officer.action_return()
        self.assertEqual((application.due_step, str(application.due_on)), ("correct", "2024-03-18"))
        self.assertEqual(application.correction_due, application.due_on)
        self.day("2024-03-06")
        application.with_user(self.applicant).action_submit()
        self.assertEqual((application.due_step, str(application.due_on)), ("examine", "2024-03-13"))

    def test_appointing_assessors_does_not_lengthen_the_limit(self):
        application = self.accepted()
        due = application.due_on
        self.day("2024-03-08")

        self.env["brand.evaluation"].with_user(self.decider).action_appoint(
            application.id, self.assessors[:1].ids
        )

        self.assertEqual((application.due_step, application.due_on), ("certify", due))
        self.assertEqual(str(application.due_from), "2024-03-04")

    def test_notice_decision_and_certificate_have_limits(self):
        application = self.evaluated()
        self.assertEqual(
            (application.due_step, str(application.due_on)), ("announce", "2024-03-11")
        )
        notice = self.notice_of(application)
        self.assertEqual((application.due_step, application.due_on), ("notice", notice.date_end))
        self.let_notice_end(notice)
        self.assertEqual(
            (application.due_step, application.due_office), ("government", "government")
        )
        self.assertEqual(application.due_days, self.program.decide_days)
        decision = self.grade_decision(application)
        decision.with_user(self.users["approver"]).action_take(document_no="芜市监〔2024〕3号")
        self.assertEqual((application.due_step, application.due_office), ("issue", "office"))
        application.with_user(self.users["officer"]).action_certify()
        self.assertFalse(application.due_on or application.due_step)

    def test_limits_are_not_written_by_clients(self):
        application = self.submitted()

        for role in ("officer", "manager"):
            for field in ("due_on", "due_step", "due_told", "due_calendar"):
                with self.assertRaises(UserError):
                    call_kw(
                        application.with_user(self.users[role]),
                        "write",
                        [application.ids, {field: False}],
                        {},
                    )
        self.assertEqual(str(application.due_on), "2024-03-11")

    def test_a_limit_into_a_year_without_a_calendar_says_so_wherever_it_is_shown(self):
        self.day("2026-12-28")
        self.program.sudo().window_to = "2026-12-31"
        application = self.submitted()
        self.assertEqual(
            (str(application.due_on), application.due_note), ("2027-01-04", "Provisional")
        )
        case = application._portal_cases()[0]
        self.assertIn("(provisional)", case["turn"])
        views = application.get_views([(False, "list")])["views"]
        self.assertIn("due_note", views["list"]["arch"])
        by_officer = application.with_user(self.users["officer"])
        by_officer.gap_ids = [(0, 0, {"text": "缺检验报告"})]
        by_officer.action_return()
        self.assertIn("(provisional):", application.message_ids[0].body)
        self.day("2027-01-07")
        told = self.remind()
        self.assertIn("(provisional)", told[f"test-e-{self.firm.uscc}"])

    def test_a_limit_within_a_known_year_says_nothing(self):
        application = self.submitted()
        self.assertFalse(application.due_note)
        self.assertNotIn("provisional", application._portal_cases()[0]["turn"])

    # -- a changed calendar ------------------------------------------------------------------------

    def test_a_changed_calendar_proposes_a_new_end_that_a_person_takes(self):
        application = self.submitted()
        self.assertFalse(application.has_new_due)
        self.clock.move_to("2024-03-04 02:05:00")
        self.env["brand.workday"].create({"date": "2024-03-08", "is_working": False})
        application.invalidate_recordset()

        self.assertEqual(str(application.due_on), "2024-03-11")
        self.assertEqual(str(application.new_due_on), "2024-03-12")
        self.assertIn(application, application.search([("has_new_due", "=", True)]))
        with self.assertRaises(AccessError):
            application.with_user(self.applicant).action_take_new_due()
        application.with_user(self.users["officer"]).action_take_new_due()

        self.assertEqual(str(application.due_on), "2024-03-12")
        self.assertFalse(application.has_new_due)
        day = self.env["brand.portal"]._long_date
        moved = f"{day(application.due_on - timedelta(days=1))} → {day(application.due_on)}"
        self.assertIn(moved, application.message_ids[0].body)
        with self.assertRaisesRegex(UserError, "no new end"):
            application.with_user(self.users["officer"]).action_take_new_due()

    # -- reminders ---------------------------------------------------------------------------------

    def test_each_stage_is_told_once_to_who_has_the_file(self):
        application = self.submitted()  # due on Monday 11 March
        self.assertEqual(self.remind(), {})

        self.day("2024-03-07")  # two working days before
        told = self.remind()
        self.assertIn("test-officer", told)
        self.assertNotIn(f"test-e-{self.firm.uscc}", told)
        self.assertIn("Due soon", told["test-officer"])
        self.assertEqual(self.remind(), {})
        self.day("2024-03-09")  # a Saturday
        self.assertEqual(self.remind(), {})
        self.day("2024-03-11")
        self.assertIn("Due today", self.remind()["test-officer"])
        self.day("2024-03-12")
        told = self.remind()
        self.assertIn("Past their limit", told["test-officer"])
        self.assertNotIn("test-manager", told)
        self.assertTrue(application.is_overdue)
        self.assertEqual(application.overdue_days, 1)

        self.day("2024-03-14")
        told = self.remind()
        self.assertLessEqual({"test-officer", "test-manager", "test-approver"}, set(told))
        self.assertIn("see to it that they move", told["test-manager"])
        self.assertEqual(application.due_told, "escalated")
        self.day("2024-03-15")
        self.assertEqual(self.remind(), {})

    def test_the_enterprise_and_the_body_are_reminded_of_theirs(self):
        application = self.submitted()
        by_officer = application.with_user(self.users["officer"])
        by_officer.gap_ids = [(0, 0, {"text": "缺检验报告"})]
        by_officer.action_return()
        other = self.appointed("另一产品")
        self.day("2024-03-18")  # the last day to correct
        self.assertEqual(set(self.remind()), {self.applicant.login})

        self.day(fields.Date.to_string(other.due_on))
        told = self.remind()
        self.assertLessEqual({self.decider.login, self.assessors[0].login}, set(told))
        self.assertNotIn(self.assessors[1].login, told)

    def test_a_new_limit_is_reminded_anew(self):
        application = self.submitted()
        self.day("2024-03-12")
        self.remind()
        by_officer = application.with_user(self.users["officer"])
        by_officer.body_id = self.body
        by_officer.action_accept()
        self.assertFalse(application.is_overdue)

        self.day(fields.Date.to_string(application.due_on))
        self.assertIn(self.decider.login, self.remind())

    def test_many_files_make_one_message_a_person_and_no_query_a_file(self):
        def queries_and_told():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            told = self.remind()
            return self.cr.sql_log_count - before, told["test-officer"]

        self.submitted("产品 0")
        self.day("2024-03-11")
        few, body = queries_and_told()
        self.assertEqual(body.count("<li>"), 1)
        self.day("2024-03-05")
        for number in range(1, 31):
            self.submitted(f"产品 {number}")
        self.day("2024-03-12")
        many, body = queries_and_told()

        self.assertIn("Past their limit (1)", body)
        self.assertIn("Due today (30)", body)
        self.assertIn("and 10 more", body)
        self.assertLess(many - few, 15)

    def test_objections_complaints_and_findings_are_reminded_as_files_are(self):
        models = self.env["brand.deadline.mixin"]._deadline_models()
        self.assertLessEqual(
            {
                "brand.application",
                "brand.objection",
                "brand.complaint",
                "brand.joint.check",
                "brand.finding",
            },
            set(models),
        )
        notice = self.notice_of(self.evaluated())
        objection = self.objection_to(notice.line_ids)
        self.assertEqual(objection.due_days, self.program.objection_days)
        self.day(fields.Date.to_string(objection.due_on))
        told = self.remind()
        self.assertIn(objection.display_name, told["test-officer"])
        self.assertEqual(objection.due_told, "day")
