"""Complaints: limits, secrecy of who complains, and nobody in his own case."""

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import BrandCase


class ComplaintCase(BrandCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint_officer = cls._user("complaints", ["brand_certification.group_complaint"])

    def complaint(self, **vals):
        return (
            self.env["brand.complaint"]
            .with_user(self.complaint_officer)
            .create(
                {
                    "kind": "complaint",
                    "subject_text": "六轴机器人",
                    "text": "与证书所列型号不符。",
                    "complainant_name": "举报人甲",
                    "complainant_contact": "0553-0000009",
                    **vals,
                }
            )
        )

    def close(self, complaint, outcome="dismissed"):
        complaint.write({"finding": "已核查。", "answer": "答复如下。", "outcome": outcome})
        complaint.action_close()


@tagged("post_install", "-at_install")
class TestComplaint(ComplaintCase):
    def test_it_is_told_within_15_days_and_ended_within_60(self):
        complaint = self.complaint()
        self.assertRegex(complaint.name, r"^TS-2024-\d{4}-[2-9A-HJ-NP-Z]{6}$")
        self.assertEqual(str(complaint.tell_due), "2024-03-19")
        complaint.action_accept()
        # 60 days end on Friday, 3 May: a holiday; so does the weekend; 6 May is a working day
        self.assertEqual(str(complaint.close_due), "2024-05-06")
        self.assertEqual(complaint.handler_id, self.complaint_officer)

    def test_the_limit_is_extended_once_by_decision_with_a_reason(self):
        complaint = self.complaint()
        complaint.action_accept()
        with self.assertRaises(AccessError):
            complaint.action_extend("案情复杂")
        by_approver = complaint.with_user(self.users["approver"])
        with self.assertRaisesRegex(UserError, "reason"):
            by_approver.action_extend("")
        by_approver.action_extend("案情复杂")
        self.assertEqual((str(complaint.close_due), complaint.state), ("2024-06-03", "accepted"))
        with self.assertRaisesRegex(UserError, "once"):
            by_approver.action_extend("再延长")

    def test_a_passed_limit_is_marked_and_found(self):
        complaint = self.complaint()
        self.clock.move_to("2024-03-19 15:59:00")
        self.assertFalse(complaint.is_overdue)
        self.clock.move_to("2024-03-19 16:00:00")
        self.env.invalidate_all()
        self.assertTrue(complaint.is_overdue)
        found = self.env["brand.complaint"].search([("is_overdue", "=", True)])
        self.assertIn(complaint.id, found.ids)

    def test_who_complains_is_seen_by_complaint_officers_alone(self):
        complaint = self.complaint()
        for role, user in [*self.users.items(), ("admin", self.env.ref("base.user_admin"))]:
            for method, args in (
                ("read", (complaint.ids, ["complainant_name"])),
                ("search", ([("complainant_contact", "=like", "0%")],)),
                ("formatted_read_group", ([], ["complainant_name"], ["__count"])),
                ("export_data", (complaint.ids, ["complainant_name"])),
            ):
                with self.assertRaises(UserError, msg=f"{role} {method}"):
                    call_kw(self.env["brand.complaint"].with_user(user), method, args, {})
        auditor = complaint.with_user(self.users["auditor"])
        self.assertNotIn("举报人甲", str(auditor.read()))
        self.assertEqual(auditor.text, "与证书所列型号不符。")
        self.assertNotIn("举报人甲", str(auditor.message_ids.mapped("body")))

    def test_who_acted_in_the_case_does_not_handle_the_complaint(self):
        application = self.accepted()
        self.users["officer"].group_ids += self.env.ref("brand_certification.group_complaint")
        complaint = self.complaint(application_id=application.id)
        with self.assertRaisesRegex(AccessError, "one duty over one file"):
            complaint.with_user(self.users["officer"]).action_accept()
        elsewhere = self.complaint(subject_text="别的事项")
        with self.assertRaisesRegex(AccessError, "one duty over one file"):
            (complaint | elsewhere).with_user(self.users["officer"]).action_accept()
        self.assertEqual(set((complaint | elsewhere).mapped("state")), {"received"})
        complaint.action_accept()

    def test_a_transfer_names_the_department_and_waits_for_its_feedback(self):
        complaint = self.complaint()
        complaint.action_accept()
        with self.assertRaisesRegex(UserError, "department"):
            complaint.action_transfer("属其职责")
        complaint.transfer_to = "市场监管综合执法支队"
        complaint.action_transfer("属其职责", "移送〔2024〕3号")
        with self.assertRaisesRegex(UserError, "waits for the feedback"):
            self.close(complaint)
        with self.assertRaisesRegex(UserError, "feedback"):
            complaint.action_record_feedback()
        complaint.feedback = "已立案查处。"
        complaint.action_record_feedback()
        self.assertEqual(complaint.state, "accepted")
        self.assertEqual(
            [(row.kind, row.department, row.text) for row in complaint.transfer_ids],
            [
                ("sent", "市场监管综合执法支队", "属其职责"),
                ("feedback", "市场监管综合执法支队", "已立案查处。"),
            ],
        )
        with self.assertRaises(AccessError):
            complaint.transfer_ids[0].text = "改写"

    def test_it_ends_with_findings_an_outcome_and_an_answer(self):
        complaint = self.complaint()
        with self.assertRaisesRegex(UserError, "outcome"):
            complaint.action_close()
        complaint.write({"outcome": "upheld", "answer": "属实。"})
        with self.assertRaisesRegex(UserError, "Not accepted"):
            complaint.action_close()
        complaint.action_accept()
        with self.assertRaisesRegex(UserError, "findings"):
            complaint.action_close()
        self.close(complaint, "upheld")
        self.assertEqual((complaint.state, str(complaint.closed_on)), ("closed", "2024-03-04"))
        for vals in ({"answer": "改写"}, {"outcome": "dismissed"}, {"text": "改写"}):
            with self.assertRaisesRegex(UserError, "can no longer be changed"):
                complaint.write(vals)

    def test_an_upheld_one_has_its_effects_and_others_none(self):
        upheld, dismissed = self.complaint(), self.complaint()
        (upheld | dismissed).action_accept()
        called = []
        self.patch(type(upheld), "_after_upheld", lambda records: called.extend(records.ids))
        self.close(upheld, "upheld")
        self.close(dismissed, "dismissed")
        self.assertEqual(called, upheld.ids)

    def test_cities_never_see_each_other(self):
        complaint = self.complaint()
        city = self.env["res.company"].create({"name": "另一城市"})
        stranger = self._user("stranger", ["brand_certification.group_complaint"])
        stranger.write({"company_ids": [(6, 0, city.ids)], "company_id": city.id})
        self.assertFalse(
            self.env["brand.complaint"].with_user(stranger).search([("id", "=", complaint.id)])
        )
