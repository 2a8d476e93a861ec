"""What an assessor opens says on each page whose copy it is; the original stays as it was."""

import base64
import io

import pypdf
from markupsafe import Markup
from PIL import Image

from odoo.tests import HttpCase, tagged

from .common import PDF, BrandCase


@tagged("post_install", "-at_install")
class TestWatermark(BrandCase, HttpCase):
    def setUp(self):
        super().setUp()
        watermark = self.env["brand.watermark"]
        # the style of a watermark lies on paragraphs; these are none
        pages = Markup('<div style="page-break-after:always">检验报告</div><div>附页</div>')
        self.pdf = watermark._rendered(595, 842, pages)
        target = io.BytesIO()
        Image.new("RGB", (800, 400), "white").save(target, "PNG")
        self.png = target.getvalue()
        draft = self.complete_draft()
        for document, name, content in zip(
            draft.document_ids, ("报告.pdf", "证书.png"), (self.pdf, self.png), strict=False
        ):
            document.write({"file": base64.b64encode(content), "filename": name})
        draft.document_ids[2].write({"file": PDF, "filename": "残缺.pdf"})
        draft.action_submit()
        self.application = draft.with_env(self.env)
        by_officer = self.application.with_user(self.users["officer"])
        by_officer.body_id = self.body
        by_officer.action_accept()
        self.assessor = self.assessors[0]
        evaluation = (
            self.env["brand.evaluation"]
            .with_user(self.decider)
            .action_appoint(self.application.id, self.assessor.ids)
        )
        evaluation.with_user(self.assessor).action_declare()
        self.report, self.picture, self.broken = self.application.document_ids

    def opened(self, user, document, path="/my/brand/document/{0.id}"):
        self.authenticate(user.login, user.login)
        return self.url_open(path.format(document))

    def texts(self, content):
        return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]

    def log(self, document):
        rows = self.env["brand.document.access"].search([("document_id", "=", document.id)])
        return [(row.user_id, row.way) for row in rows]

    def test_each_page_of_a_pdf_names_the_assessor_the_case_and_the_day(self):
        response = self.opened(self.assessor, self.report)
        texts = self.texts(response.content)
        self.assertEqual(len(texts), 2)
        for text, words in zip(texts, ("检验报告", "附页"), strict=True):
            for part in (self.assessor.name, self.application.name, "2024-03-04", words):
                self.assertIn(part, text)
        self.assertEqual(self.log(self.report), [(self.assessor, "marked")])
        self.report.invalidate_recordset()
        self.assertEqual(base64.b64decode(self.report.file), self.pdf, "the original is untouched")

    def test_a_picture_becomes_a_marked_page(self):
        response = self.opened(self.assessor, self.picture)
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.assertIn(".png.pdf", response.headers["Content-Disposition"])
        self.assertIn(self.assessor.name, self.texts(response.content)[0])
        self.assertEqual(len(pypdf.PdfReader(io.BytesIO(response.content)).pages[0].images), 1)

    def test_what_cannot_be_marked_is_noted_as_a_plain_download(self):
        response = self.opened(self.assessor, self.broken)
        self.assertEqual(response.content, base64.b64decode(PDF))
        self.assertEqual(self.log(self.broken), [(self.assessor, "plain")])

    def test_no_other_way_leads_to_the_original(self):
        attachment = self.env["ir.attachment"].search(
            [
                ("res_model", "=", self.report._name),
                ("res_field", "=", "file"),
                ("res_id", "=", self.report.id),
            ]
        )
        path = "/web/content/brand.application.document/{0.id}/file"
        response = self.opened(self.assessor, self.report, path)
        self.assertEqual(response.status_code, 200)
        self.assertIn(self.assessor.name, self.texts(response.content)[0])
        response = self.opened(self.assessor, self.report, f"/web/content/{attachment.id}")
        self.assertEqual(response.status_code, 404)
        mine = self.report.with_user(self.assessor)
        self.assertFalse(mine.read(["file"])[0]["file"])
        self.assertTrue(mine.read(["filename"])[0]["filename"])

    def finding_file(self):
        """A correction that the enterprise hands in with its proof."""
        evaluation = self.application.evaluation_ids.with_user(self.assessor)
        finding = self.env["brand.finding"].with_user(self.assessor)
        finding = finding.action_raise(
            evaluation.id, {"grade": "minor", "fact": "记录不全", "clause": "5.2"}
        )
        return (
            self.env["brand.finding.file"]
            .with_user(self.applicant)
            .create(
                {
                    "finding_id": finding.id,
                    "filename": "整改.pdf",
                    "file": base64.b64encode(self.pdf),
                }
            )
            .with_env(self.env)
        )

    def test_proof_of_a_correction_and_a_test_report_are_marked_too(self):
        proof = self.finding_file()
        report = (
            self.env["brand.test.report"]
            .with_user(self.assessor)
            .create(
                {
                    "application_id": self.application.id,
                    "report_no": "JC-1",
                    "filename": "检验报告.pdf",
                    "file": base64.b64encode(self.pdf),
                }
            )
            .with_env(self.env)
        )
        places = (
            (proof, f"/my/brand/finding/{proof.finding_id.id}/file/{proof.id}"),
            (report, f"/my/brand/test/{report.id}/file"),
        )
        Access = self.env["brand.document.access"]
        for record, path in places:
            with self.subTest(record._name):
                for way in (path, f"/web/content/{record._name}/{record.id}/file"):
                    texts = self.texts(self.opened(self.assessor, record, way).content)
                    self.assertEqual(len(texts), 2)
                    self.assertIn(self.assessor.name, texts[0])
                    self.assertIn(self.application.name, texts[1])
                self.assertFalse(record.with_user(self.assessor).read(["file"])[0]["file"])
                rows = Access.search([("document_name", "=", record.filename)])
                self.assertEqual(rows.mapped("way"), ["marked"] * 2)
                self.assertEqual(rows.application_id, self.application)
                self.assertEqual(rows.mapped("sha256"), [record.sha256] * 2)
        content = self.opened(self.applicant, proof, places[0][1]).content
        self.assertEqual(content, self.pdf, "the enterprise reads what it handed in")

    def test_enterprise_and_office_read_the_original(self):
        for user in (self.applicant, self.users["officer"]):
            self.assertEqual(self.opened(user, self.report).content, self.pdf)
        self.assertFalse(self.log(self.report))

    def test_an_assessor_of_another_case_gets_nothing(self):
        response = self.opened(self.assessors[1], self.report)
        self.assertNotIn(b"%PDF", response.content)

    def test_a_turned_or_shifted_page_is_marked_within_its_bounds(self):
        writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(self.pdf)))
        writer.pages[0].rotate(90)
        writer.pages[1].mediabox = pypdf.generic.RectangleObject((100, 100, 400, 500))
        target = io.BytesIO()
        writer.write(target)
        marked = self.env["brand.watermark"]._marked(
            target.getvalue(), "application/pdf", "某评审员 · TZ-1"
        )
        for text in self.texts(marked):
            self.assertIn("某评审员", text)
