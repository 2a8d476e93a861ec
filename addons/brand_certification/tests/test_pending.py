"""Approvals and checks that wait: whose turn, since when, until when; told as other limits are."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_approvals import ApprovalCase
from .test_complaint import ComplaintCase
from .test_deadlines import DeadlineCase


@tagged("post_install", "-at_install")
class TestPendingApprovals(ApprovalCase, DeadlineCase):
    def pending(self, user="auditor"):
        Pending = self.env["brand.approval.pending"].with_user(self.users[user])
        Pending.action_open_list()
        return Pending.search([("model", "=", "brand.decision")])

    def test_everybody_sees_whose_turn_it_is_since_when_and_until_when(self):
        row = self.pending()
        # a meeting waits from the moment it was prepared
        made = self.decision.create_date.replace(microsecond=0)
        calendar = self.env["brand.workday"]._calendar()
        self.assertEqual((row.res_id, row.level_id), (self.decision.id, self.first))
        self.assertEqual((row.since, row.due_days), (made, 5))
        self.assertEqual(row.due_from, self.env["brand.portal"]._day(made))
        self.assertEqual(row.due_on, calendar.add_working_days(row.due_from, 5).date)

    def test_an_approval_moves_it_to_the_next_level_and_begins_its_limit(self):
        self.assertEqual(self.pending().level_id, self.first)
        self.day("2024-03-14")
        self.take(self.users["approver"])
        row = self.pending()
        self.assertEqual(row.level_id, self.second)
        self.assertEqual((str(row.due_from), str(row.due_on)), ("2024-03-14", "2024-03-21"))
        mine = [("is_mine", "=", True)]
        Pending = self.env["brand.approval.pending"]
        self.assertFalse(Pending.with_user(self.users["approver"]).search(mine))
        self.assertEqual(Pending.with_user(self.chief).search(mine), row.with_user(self.chief))
        self.take(self.chief)
        self.assertFalse(self.pending())

    def test_a_changed_decision_comes_back_to_the_first_level(self):
        self.take(self.users["approver"])
        self.assertEqual(self.pending().level_id, self.second)
        self.decision.line_ids.write({"result": "refused", "reason": "未达标"})
        self.assertEqual(self.pending().level_id, self.first)

    def test_an_unchanged_row_keeps_its_limit_and_what_was_told(self):
        row = self.pending()
        kept = (row.id, row.due_on, row.since)
        self.day("2024-03-14")
        again = self.pending()
        self.assertEqual((again.id, again.due_on, again.since), kept)

    def test_a_meeting_without_cases_waits_for_nobody(self):
        self.decision.line_ids.unlink()
        self.assertFalse(self.pending())

    def test_who_has_it_is_reminded_and_those_above_when_it_is_late(self):
        row = self.pending()
        end = row.due_on
        self.day(str(end))
        told = self.remind()
        for login in ("test-approver", "test-chief"):
            self.assertIn("Due today", told[login])
            self.assertIn("分管领导", told[login])
            self.assertIn(f"model=brand.decision&amp;res_id={self.decision.id}", told[login])
        self.assertNotIn("分管领导", self.remind().get("test-approver", ""))
        late = self.env["brand.workday"]._calendar().add_working_days(end, 4).date
        self.day(str(late))
        self.assertIn("分管领导", self.remind()["test-manager"])
        row.invalidate_recordset()
        self.assertTrue(row.is_overdue)
        found = row.search([("is_overdue", "=", True)])
        self.assertIn(row, found)

    def test_who_has_approved_is_not_reminded_and_a_standin_is(self):
        self.take(self.users["approver"])
        deputy = self._user("deputy", ["brand_certification.group_city"])
        self.stand_in(self.chief, deputy)
        row = self.pending()
        self.assertEqual(row._due_holders()[row.id], self.chief | deputy)
        self.assertTrue(row.with_user(deputy).is_mine)

    def test_it_is_nobodys_turn_who_would_be_refused(self):
        """One duty over one file, recusal, one approval a person: as the step itself asks."""
        Pending, mine = self.env["brand.approval.pending"], [("is_mine", "=", True)]
        reviewer = self.users["reviewer"]  # published the notice
        self.stand_in(self.chief, reviewer)
        row = self.pending()
        self.assertFalse(row.with_user(reviewer).is_mine)
        self.assertFalse(Pending.with_user(reviewer).search(mine))
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.take(reviewer)
        recused = self._user("recused", ["brand_certification.group_approver"])
        self.assertEqual(Pending.with_user(recused).search(mine), row.with_user(recused))
        self.decision.member_ids = [
            Command.create(
                {
                    "name": "分管领导",
                    "user_id": recused.id,
                    "is_recused": True,
                    "recusal_reason": "近亲属任职",
                }
            )
        ]
        Pending.invalidate_model()
        self.assertFalse(Pending.with_user(recused).search(mine))
        self.assertIn(row, Pending.with_user(recused).search([("is_mine", "=", False)]))

    def test_whose_turn_it_is_costs_the_same_however_many_wait(self):
        def cost():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            Pending = self.env["brand.approval.pending"].with_user(self.users["approver"])
            found = Pending.search([("is_mine", "=", True)])
            found.mapped("is_mine")
            return len(found), self.env.cr.sql_log_count - before

        self.pending()
        one, before = cost()
        for number in range(3):
            self.grade_decision(self.application, name=f"审定{number}")
        self.pending()
        four, after = cost()
        self.assertEqual((one, four), (1, 4))
        self.assertLessEqual(after - before, 0)

    def test_no_limit_is_counted_where_the_level_has_none(self):
        self.first.days = 0
        self.assertFalse(self.pending().due_on)

    def test_it_opens_for_those_who_may_read_the_record_only(self):
        row = self.pending()
        self.assertEqual(row.action_open_record()["res_id"], self.decision.id)
        with self.assertRaises(AccessError):
            row.with_user(self.users["district"]).read(["record_name"])
        with self.assertRaises(AccessError):
            row.with_user(self.users["manager"]).write({"missing": 0})
        gone = (
            self.env["brand.approval.pending"]
            .sudo()
            .create(
                {
                    "model": "brand.decision",
                    "res_id": 0,
                    "step": "x",
                    "level_id": self.first.id,
                    "company_id": self.company.id,
                }
            )
        )
        with self.assertRaises(UserError):
            gone.with_user(self.users["auditor"]).action_open_record()

    def test_bringing_up_to_date_costs_the_same_however_many_wait(self):
        def cost():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["brand.approval.pending"]._synchronise()
            return self.env.cr.sql_log_count - before

        self.pending()
        one = cost()
        for number in range(3):
            self.grade_decision(self.application, name=f"审定{number}")
        self.pending()
        self.assertLessEqual(cost() - one, 0)


@tagged("post_install", "-at_install")
class TestChecksInTime(ComplaintCase, DeadlineCase):
    def setUp(self):
        super().setUp()
        group = ["brand_certification.group_inspector"]
        self.inspectors = self._user("in1", group) | self._user("in2", group)
        certificate = self.certified().certificate_id
        self.day("2024-06-03")
        self.check = (
            self.env["brand.surveillance"]
            .with_user(self.users["officer"])
            .create(
                {
                    "certificate_id": certificate.id,
                    "date_planned": "2024-06-28",
                    "inspector_ids": [Command.set(self.inspectors.ids)],
                }
            )
        )

    def finished(self, consequence):
        mine = self.check.with_user(self.inspectors[0])
        mine.action_start()
        mine.item_ids.answer = "yes"
        mine.write(
            {
                "result": "pass" if consequence == "none" else "fail",
                "summary": "已核查",
                "consequence": consequence,
                "consequence_reason": "标志使用超出范围",
            }
        )
        mine.action_finish()

    def test_a_check_waits_for_inspectors_approver_and_office_in_turn(self):
        self.assertEqual((self.check.due_step, str(self.check.due_on)), ("check", "2024-06-28"))
        self.assertIn("in1", self.check.due_holder)
        self.day("2024-06-20")
        self.finished("suspend")
        self.check.invalidate_recordset(["due_holder"])
        self.assertEqual(self.check.due_holder, "Approver of the city, since 2024-06-20")
        self.assertEqual(
            (self.check.due_step, self.check.due_on), ("approve", self.check.publish_due)
        )
        self.check.with_user(self.users["approver"]).action_approve_consequence("〔2024〕8号")
        self.assertEqual(self.check.due_step, "publish")
        self.check.with_user(self.users["officer"]).action_publish()
        self.assertFalse(self.check.due_on or self.check.due_step or self.check.due_holder)

    def test_its_holders_are_reminded_and_a_late_one_is_found_and_escalated(self):
        self.day("2024-06-28")
        told = self.remind()
        self.assertIn(self.check.name, told["test-in1"])
        self.assertNotIn(self.check.name, told.get("test-officer", ""))
        self.assertFalse(self.check.is_overdue)
        self.day("2024-07-03")
        self.assertIn(self.check.name, self.remind()["test-manager"])
        self.check.invalidate_recordset()
        self.assertTrue(self.check.is_overdue)
        self.assertIn(self.check, self.check.search([("is_overdue", "=", True)]))

    def test_publication_is_reminded_of_to_the_office(self):
        self.finished("none")
        self.day(str(self.check.publish_due))
        self.assertIn(self.check.name, self.remind()["test-officer"])
        self.assertNotIn(self.check.name, self.remind().get("test-in1", ""))

    def test_a_check_without_inspectors_is_the_offices_to_man(self):
        self.check.inspector_ids = [Command.clear()]
        self.assertIn(self.users["officer"], self.check._due_holders()[self.check.id])

    def test_a_bodys_own_check_is_its_deciders_until_it_is_published(self):
        planned = self.check.copy({"kind": "body", "inspector_ids": [Command.clear()]})
        self.assertEqual(planned._due_holders()[planned.id], self.decider)
