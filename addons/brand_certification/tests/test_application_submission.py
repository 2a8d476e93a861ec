"""Every submission is kept; what changed after a correction is shown field by field."""

import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PDF, BrandCase

OTHER_PDF = base64.b64encode(base64.b64decode(PDF) + b"%changed\n")


class CorrectionCase(BrandCase):
    def last_step(self, record):
        return record.sudo().transition_ids.sorted("id")[-1:]

    def returned(self, **kwargs):
        """A file returned for its licence and its market position."""
        application = self.submitted(**kwargs)
        by_officer = application.with_user(self.users["officer"])
        by_officer.write(
            {
                "gap_ids": [
                    (0, 0, {"field_name": "market_position", "text": "市场占有率缺少出处"}),
                    (
                        0,
                        0,
                        {
                            "field_name": "document",
                            "document_id": application.document_ids[0].id,
                            "text": "营业执照不清晰",
                        },
                    ),
                ]
            }
        )
        by_officer.action_return()
        return application

    def corrected(self):
        application = self.returned()
        by_firm = application.with_user(self.applicant)
        by_firm.document_ids[0].write({"file": OTHER_PDF, "filename": "营业执照(清晰).pdf"})
        by_firm.advantage = "重复定位精度 0.01 mm。"
        by_firm.action_submit()
        return application


@tagged("post_install", "-at_install")
class TestSubmission(CorrectionCase):
    def test_a_correction_is_shown_with_old_and_new_and_both_hashes(self):
        application = self.corrected()
        first, second = application.submission_ids.sorted("number")
        rows = {row["label"]: row for row in second._change_rows(first)}

        self.assertEqual((first.number, second.number), (1, 2))
        self.assertEqual(set(rows), {"Advancedness of the Product", "营业执照"})
        text = rows["Advancedness of the Product"]
        self.assertEqual(
            (text["old"], text["new"]), ("重复定位精度 0.02 mm。", "重复定位精度 0.01 mm。")
        )
        file = rows["营业执照"]
        self.assertEqual(file["new_hash"], application.document_ids[0].sha256)
        self.assertNotEqual(file["old_hash"], file["new_hash"])
        self.assertIn(
            file["old_hash"], application.with_user(self.users["officer"]).last_changes_html
        )

    def test_the_officer_sees_of_each_gap_whether_it_was_answered(self):
        application = self.corrected()
        answers = {gap.text: gap.answer_state for gap in application.gap_ids}
        self.assertEqual(answers, {"市场占有率缺少出处": "same", "营业执照不清晰": "changed"})

    def test_a_gap_that_was_not_answered_is_told_again(self):
        application = self.corrected()
        by_officer = application.with_user(self.users["officer"])
        by_officer.gap_ids.filtered(lambda g: g.answer_state == "same").action_reopen()
        self.assertEqual(by_officer.open_gap_count, 1)
        by_officer.action_return()
        self.assertEqual(application.state, "returned")

    def test_what_an_applicant_writes_is_text_in_the_table_of_changes(self):
        application = self.returned()
        by_firm = application.with_user(self.applicant)
        by_firm.advantage = "<script>alert(1)</script>"
        by_firm.action_submit()
        html = application.with_user(self.users["officer"]).last_changes_html
        self.assertIn("&lt;script&gt;", html)
        self.assertNotIn("<script>", html)

    def test_the_enterprise_sees_what_it_changed_before_it_submits_again(self):
        application = self.returned()
        by_firm = application.with_user(self.applicant)
        self.assertEqual(by_firm._changes_since_submission(), [])
        by_firm.market_position = "国内第三(2023年行业协会统计)。"
        self.assertEqual(
            [row["label"] for row in by_firm._changes_since_submission()], ["Market Position"]
        )

    def test_versions_are_never_changed_or_written_by_hand(self):
        application = self.submitted()
        version = application.submission_ids
        with self.assertRaises(AccessError):
            version.sudo().write({"content": {}})
        with self.assertRaises(AccessError):
            version.sudo().unlink()
        with self.assertRaises(AccessError):
            self.env["brand.application.submission"].with_user(self.users["officer"]).create(
                {"application_id": application.id, "number": 9, "date": "2024-01-01"}
            )

    def test_the_paper_of_changes_names_gaps_and_answers(self):
        values = self.corrected()._last_submission()._paper_values()
        self.assertEqual(
            dict(values["gaps"]),
            {"市场占有率缺少出处": "nothing changed", "营业执照不清晰": "changed: 营业执照"},
        )
        self.assertEqual(len(values["rows"]), 2)

    def test_changes_of_a_list_cost_the_same_number_of_queries(self):
        self.env["brand.application.submission"].search([])
        for count in (1, 8):
            for number in range(count):
                self.submitted(f"产品{count}-{number}")
            versions = self.env["brand.application.submission"].search([], limit=count)
            self.env.flush_all()
            self.env.invalidate_all()
            with self.assertQueryCount(3):
                versions.mapped("change_count")


@tagged("post_install", "-at_install")
class TestTimeToCorrect(CorrectionCase):
    def test_more_time_is_given_with_a_reason_and_the_enterprise_is_told(self):
        application = self.returned()
        by_officer = application.with_user(self.users["officer"])
        with self.assertRaisesRegex(UserError, "Give the reason"):
            by_officer.action_extend_correction(until="2024-04-30")
        with self.assertRaisesRegex(UserError, "must be later than"):
            by_officer.action_extend_correction(until=application.correction_due, reason="停电")
        by_officer.action_extend_correction(until="2024-04-30", reason="检测机构停电")
        self.assertEqual(
            (application.state, str(application.correction_due), str(application.due_on)),
            ("returned", "2024-04-30", "2024-04-30"),
        )
        self.assertIn("检测机构停电", application.message_ids[0].body)
        self.assertEqual(self.last_step(application).reason, "检测机构停电")

    def test_a_returned_file_is_closed_by_a_person_and_not_before_its_last_day_is_over(self):
        application = self.returned()
        by_officer = application.with_user(self.users["officer"])
        self.clock.move_to(f"{application.correction_due} 15:59:59")  # 23:59:59 in Shanghai
        with self.assertRaisesRegex(UserError, "may still correct until"):
            by_officer.action_reject(reason="逾期未补正")
        self.assertEqual(application.state, "returned")
        self.clock.move_to(f"{application.correction_due} 16:00:00")
        self.assertEqual(application.state, "returned")
        by_officer.action_reject(reason="逾期未补正")
        self.assertEqual(application.state, "rejected")

    def test_who_withdraws_a_file_that_offices_work_on_says_why(self):
        application = self.submitted().with_user(self.applicant)
        with self.assertRaisesRegex(UserError, "Say why"):
            application._portal_withdraw("  ")
        application._portal_withdraw("产品停产")
        self.assertEqual(application.state, "withdrawn")
        self.assertEqual(self.last_step(application).reason, "产品停产")

    def test_a_draft_is_withdrawn_without_a_reason(self):
        draft = self.draft()
        draft._portal_withdraw("")
        self.assertEqual(draft.state, "withdrawn")

    def test_every_person_of_an_enterprise_works_on_its_files(self):
        colleague = self._user("kollege", ["brand_certification.group_enterprise"], self.firm)
        application = self.complete_draft()
        by_colleague = application.with_user(colleague)
        by_colleague.advantage = "同事补充"
        by_colleague.action_submit()
        self.assertEqual(application.state, "submitted")
        self.assertEqual(application.sudo().submission_ids.user_id, colleague)
