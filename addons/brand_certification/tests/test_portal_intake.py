"""The pages around an application: self-check, what changed, trade secrets, withdrawal."""

from odoo.tests import tagged

from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestPortalIntake(PortalCase):
    def test_the_self_check_answers_before_anything_is_begun(self):
        self.firm.sudo().brand_district_id = False
        self.login(self.applicant)
        self.assertIn(f"/my/brand/eligibility/{self.program.id}", self.page("/my/brand"))
        page = self.page(f"/my/brand/eligibility/{self.program.id}")
        self.assertIn('data-check="window" data-answer="yes"', page)
        self.assertIn('data-check="enterprise" data-answer="no"', page)
        self.assertIn("“District” is empty.", page)
        self.assertIn("Fill them in at the first step of the application.", page)
        self.assertFalse(self.env["brand.application"].search([("partner_id", "=", self.firm.id)]))

    def test_the_self_check_of_a_draft_programme_is_nobody_s(self):
        draft = self.env["brand.program"].create(self._program_vals("DRAFT"))
        self.login(self.applicant)
        response = self.url_open(f"/my/brand/eligibility/{draft.id}")
        self.assertEqual(self.where(response), "/my")

    def test_what_changed_is_shown_before_the_file_is_submitted_again(self):
        application = self.submitted()
        by_officer = application.with_user(self.users["officer"])
        by_officer.write({"gap_ids": [(0, 0, {"field_name": "advantage", "text": "缺少数据"})]})
        by_officer.action_return()
        self.login(self.applicant)
        url = f"{application.access_url}/step/6"
        self.assertIn("Nothing yet. The office asked for corrections", self.page(url))
        self.autosave(application, "advantage", "重复定位精度 0.01 mm。")
        page = self.page(url)
        self.assertIn('id="brand_changes"', page)
        self.assertIn("重复定位精度 0.02 mm。", page)
        self.assertIn("重复定位精度 0.01 mm。", page)
        self.assertIn("24:00", self.page(application.access_url))

    def test_a_document_is_marked_as_a_trade_secret_while_the_file_is_open(self):
        application = self.complete_draft()
        document = application.document_ids[0]
        self.login(self.applicant)
        url = f"{application.access_url}/document/{document.id}/secret"
        self.post(url, {"secret": "1"})
        self.assertTrue(document.is_secret)
        self.assertIn("each opening is recorded", self.page(f"{application.access_url}/step/4"))
        application.action_submit()
        self.post(url)
        self.assertTrue(document.is_secret, "the mark stays once the file is handed in")

    def test_nobody_marks_the_document_of_another_enterprise(self):
        application = self.complete_draft()
        document = application.document_ids[0]
        _firm, rival = self._enterprise("芜湖另一家有限公司", "91340202MAXX00203M")
        self.login(rival)
        self.post(f"{application.access_url}/document/{document.id}/secret", {"secret": "1"})
        self.assertFalse(document.is_secret)

    def test_a_withdrawal_without_its_reason_is_refused_and_says_so(self):
        application = self.submitted()
        self.login(self.applicant)
        response = self.post(f"{application.access_url}/withdraw")
        self.assertIn("Say why", response.text)
        self.assertEqual(application.state, "submitted")
        self.post(f"{application.access_url}/withdraw", {"reason": "停产"})
        self.assertEqual(application.state, "withdrawn")
