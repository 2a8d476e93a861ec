"""What the back office shows of a file: whose turn it is, which steps are open, to whom."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import BrandCase


@tagged("post_install", "-at_install")
class TestDesk(BrandCase):
    def to_do(self, role):
        Application = self.env["brand.application"].with_user(self.users[role])
        return Application.search([("is_my_turn", "=", True)])

    def test_each_role_finds_the_files_that_wait_for_it(self):
        submitted, evaluated = self.submitted("甲"), self.evaluated("乙")
        noticed = self.evaluated("丙")
        self.let_notice_end(self.notice_of(noticed))

        self.assertEqual(self.to_do("officer"), submitted)
        self.assertEqual(self.to_do("reviewer"), evaluated | noticed)
        self.assertEqual(self.to_do("approver"), noticed)
        self.assertEqual(self.to_do("district"), submitted | evaluated | noticed)

    def test_a_running_notice_is_nobodys_turn(self):
        application = self.evaluated()
        self.notice_of(application)

        self.assertFalse(self.to_do("reviewer"))
        self.assertFalse(self.to_do("approver"))
        self.assertFalse(application.with_user(self.users["approver"]).is_my_turn)

    def test_steps_follow_state_and_role(self):
        application = self.submitted()

        as_officer = application.with_user(self.users["officer"])
        as_reviewer = application.with_user(self.users["reviewer"])
        self.assertEqual(
            as_officer.my_steps.split(), ["action_return", "action_accept", "action_reject"]
        )
        self.assertEqual(as_reviewer.my_steps.split(), [])

    def test_who_has_a_duty_over_the_file_is_told_why_others_must_act(self):
        application = self.submitted()
        both = self._user(
            "both", ["brand_certification.group_officer", "brand_certification.group_reviewer"]
        )
        application.body_id = self.body
        application.with_user(both).action_accept()
        decision = self.grade_decision(application)
        both.group_ids = [Command.link(self.env.ref("brand_certification.group_approver").id)]

        self.assertNotIn("action_take", decision.with_user(both).my_steps)
        self.assertIn("One person has one duty", decision.with_user(both).my_steps_note)
        self.assertIn("action_take", decision.with_user(self.users["approver"]).my_steps)

    def test_a_stand_in_sees_the_steps_of_the_absent(self):
        application = self.submitted()
        self.env["brand.standin"].create(
            {
                "absent_id": self.users["officer"].id,
                "standin_id": self.users["auditor"].id,
                "date_from": "2024-03-01",
                "date_to": "2024-03-31",
                "reason": "年假",
            }
        )

        self.assertIn(" action_accept ", application.with_user(self.users["auditor"]).my_steps)

    def test_after_an_approval_the_same_person_has_no_step_left(self):
        decision = self.grade_decision(self.noticed())
        group = self.env.ref("brand_certification.group_approver")
        self.env["brand.approval.level"].create(
            {
                "name": "会签",
                "model": "brand.decision",
                "step": "action_take",
                "group_id": group.id,
                "people": 2,
            }
        )
        by_first = decision.with_user(self.users["approver"])
        self.assertIn("action_take", by_first.my_steps)
        by_first.action_take(document_no="1号")
        decision.invalidate_recordset()

        self.assertEqual(decision.state, "draft")
        self.assertNotIn("action_take", by_first.my_steps)

    def test_a_new_form_shows_the_first_state_whatever_the_context_says(self):
        Notice = self.env["brand.notice"].with_context(default_state="published")

        self.assertEqual(Notice.default_get(["state"])["state"], "draft")

    def test_the_step_dialog_names_only_records_the_user_may_read(self):
        other = self._enterprise(
            "镜湖示例企业",
            "91340202MAXX002017",
            brand_district_id=self.env["brand.district"].create({"name": "镜湖区"}).id,
            uscc_reason="licence seen",
        )
        application = self.submitted(firm=other[0], applicant=other[1])
        Step = self.env["brand.step"].with_user(self.users["district"])
        context = {
            "active_model": "brand.application",
            "active_ids": application.ids,
            "brand_step": "action_accept",
        }

        step = Step.with_context(**context).create({})
        self.assertEqual((step.count, step.record_names), (1, ""))
        with self.assertRaises(AccessError):
            step.action_confirm()
