import io

from pypdf import PdfReader

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_complaint import ComplaintCase
from .test_signing_key import SigningCase


@tagged("post_install", "-at_install")
class TestLetters(SigningCase, ComplaintCase):
    """Letters are signed by the city's key once they have gone out, and never before."""

    def setUp(self):
        super().setUp()
        # papers are files here, not the HTML that tests get
        self.env = self.env(context={**self.env.context, "force_report_rendering": True})

    def printed(self, report, *records, user=None):
        Report = self.env["ir.actions.report"].with_user(user or self.complaint_officer)
        content, _kind = Report._render_qweb_pdf(
            f"brand_certification.{report}", [record.id for record in records]
        )
        return content

    def words(self, content):
        pages = PdfReader(io.BytesIO(content)).pages
        return "".join("".join(page.extract_text() for page in pages).split())

    def answered(self, **vals):
        complaint = self.complaint(**vals)
        complaint.action_accept()
        self.close(complaint)
        return complaint

    def test_the_answer_of_a_closed_complaint_is_signed(self):
        key = self.trial_key()
        content = self.printed("report_complaint", self.answered())
        verdict = self.verdict(content, key.chain.encode())
        self.assertTrue(verdict.intact and verdict.valid)
        self.assertIn(key.key_id, self.words(content))

    def test_a_draft_of_an_answer_is_not_signed_and_says_what_it_is(self):
        self.trial_key()
        complaint = self.complaint()
        complaint.action_accept()
        complaint.write({"finding": "已核查。", "answer": "答复如下。", "outcome": "dismissed"})
        content = self.printed("report_complaint", complaint)
        self.assertNotIn(b"/ByteRange", content)
        self.assertRegex(self.words(content), "Draft:|草稿")

    def test_several_letters_in_one_file_are_signed_by_nobody(self):
        self.trial_key()
        content = self.printed("report_complaint", self.answered(), self.answered())
        self.assertNotIn(b"/ByteRange", content)

    def test_without_a_key_a_letter_is_unsigned_and_does_not_speak_of_it(self):
        content = self.printed("report_complaint", self.answered())
        self.assertNotIn(b"/ByteRange", content)
        self.assertNotRegex(self.words(content), "igned|签名")

    def test_an_open_complaint_has_no_letter_to_print(self):
        complaint = self.complaint()
        report = self.env.ref("brand_certification.action_report_complaint")
        self.assertNotIn(
            report.id, report.get_valid_action_reports("brand.complaint", complaint.ids)
        )
        with self.assertRaisesRegex(
            UserError, f"{complaint.name} (has no answer yet|尚未形成答复)"
        ):
            self.printed("report_complaint", complaint)
        complaint.action_accept()
        self.close(complaint)
        self.assertIn(report.id, report.get_valid_action_reports("brand.complaint", complaint.ids))

    def test_the_request_to_complete_a_file_is_signed(self):
        key = self.trial_key()
        application = self.submitted()
        by_officer = application.with_user(self.users["officer"])
        by_officer.gap_ids = [(0, 0, {"text": "请补交检验报告。"})]
        by_officer.action_return()
        content = self.printed("report_return", application, user=self.applicant)
        self.assertTrue(self.verdict(content, key.chain.encode()).intact)
        self.assertNotIn(b"/ByteRange", self.printed("report_application", application))

    def test_licence_and_notices_of_a_certificate_are_signed_and_say_so(self):
        key = self.trial_key()
        self.program.mark_name = "天泽标"
        certificate = self.certified().certificate_id
        certificate.with_user(self.decider).action_suspend("抽查不合格", "1号")
        papers = certificate.sudo().paper_ids.filtered(lambda p: p.kind in ("licence", "suspend"))
        self.assertEqual(len(papers), 2)
        for paper in papers:
            content = paper._content_now()
            self.assertTrue(self.verdict(content, key.chain.encode()).intact, paper.kind)
            self.assertIn(key.key_id, self.words(content), paper.kind)


@tagged("post_install", "-at_install")
class TestResultOfACheck(SigningCase):
    """What a check found is told to the holder, with who checked and by which draw."""

    def setUp(self):
        super().setUp()
        self.env = self.env(context={**self.env.context, "force_report_rendering": True})
        self.certificate = self.certified().certificate_id
        group = ["brand_certification.group_inspector"]
        self.inspectors = self.env["res.users"].union(
            *(self._user(f"letter_inspector{n}", group) for n in range(2))
        )
        self.check = self.env["brand.surveillance"].create(
            {
                "certificate_id": self.certificate.id,
                "date_planned": "2024-06-28",
                "inspector_ids": [Command.set(self.inspectors.ids)],
            }
        )

    def finish(self):
        mine = self.check.with_user(self.inspectors[0])
        mine.action_start()
        mine.item_ids.write({"answer": "yes"})
        mine.write(
            {
                "result": "fail",
                "summary": "标志使用超出许可范围",
                "consequence": "suspend",
                "consequence_reason": "情节较重",
            }
        )
        mine.action_finish()

    def printed(self, user):
        Report = self.env["ir.actions.report"].with_user(user)
        return Report._render_qweb_pdf("brand_certification.report_surveillance", self.check.ids)[0]

    def words(self, content):
        pages = PdfReader(io.BytesIO(content)).pages
        return "".join("".join(page.extract_text() for page in pages).split())

    def test_there_is_none_before_the_check_has_ended(self):
        with self.assertRaisesRegex(UserError, "has not ended|尚未完成"):
            self.printed(self.users["officer"])

    def test_it_names_the_result_and_is_signed_once_the_consequence_is_settled(self):
        key = self.trial_key()
        self.finish()
        draft = self.printed(self.users["officer"])
        self.assertNotIn(b"/ByteRange", draft)
        self.check.with_user(self.users["approver"]).action_refuse_consequence("证据不足")
        content = self.printed(self.users["officer"])
        self.assertTrue(self.verdict(content, key.chain.encode()).intact)
        text = self.words(content)
        for word in ("标志使用超出许可范围", self.certificate.number, self.check.name):
            self.assertIn(word, text)
        for inspector in self.inspectors:
            self.assertIn("".join(inspector.name.split()), text)
