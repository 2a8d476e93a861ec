"""What came before and after a decision is in its dossier: corrections, appeals, papers, checks."""

import base64
import io
import zipfile

from odoo import Command
from odoo.tests import tagged

from .common import PDF
from .test_application_submission import CorrectionCase
from .test_complaint import ComplaintCase
from .test_dossier import DossierCase


@tagged("post_install", "-at_install")
class TestDossierOfCorrections(CorrectionCase, DossierCase):
    def setUp(self):
        super().setUp()
        application = self.corrected().with_env(self.env)
        by_officer = application.with_user(self.users["officer"])
        by_officer.body_id = self.body
        by_officer.action_accept()
        self.env["brand.evaluation"].with_user(self.decider).action_appoint(
            application.id, self.assessors[: application.program_id.assessor_count].ids
        )
        for evaluation in application.evaluation_ids:
            self.score(evaluation, 90, 45)
        self.env["brand.decision"].with_user(self.decider).action_decide_certification(
            application.id, "granted"
        )
        self.application = application

    def test_gaps_and_what_each_correction_changed_are_told_and_counted_again(self):
        _dossier, content = self.export(self.application)
        told = self.part(content, "corrections.json")
        self.assertEqual(
            [gap["text"] for gap in told["gaps"]], ["市场占有率缺少出处", "营业执照不清晰"]
        )
        (correction,) = told["corrections"]
        self.assertEqual(correction["number"], 2)
        rows = {row["key"]: row for row in correction["changes"]}
        document = self.application.document_ids[0]
        self.assertEqual(set(rows), {"advantage", f"document_{document.id}"})
        self.assertEqual(rows["advantage"]["old"], "重复定位精度 0.02 mm。")
        self.assertEqual(rows[f"document_{document.id}"]["new"], document.sha256)
        run = self.checked(content)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        self.assertIn("补正 1 次", run.stdout)

    def test_a_correction_told_otherwise_than_submitted_is_found(self):
        _dossier, content = self.export(self.application)

        def deny(value):
            value["corrections"][0]["changes"].pop()

        run = self.checked(self.changed(content, "corrections.json", deny))
        self.assertEqual(run.returncode, 1)
        self.assertIn("[不符 WRONG] applications", run.stdout)
        self.assertIn("补正 1 次", run.stdout)


@tagged("post_install", "-at_install")
class TestDossierOfCertificates(DossierCase, ComplaintCase):
    def setUp(self):
        super().setUp()
        self.application = self.certified()
        self.certificate = self.application.certificate_id

    def test_the_papers_of_a_certificate_are_kept_in_it(self):
        self.certificate.paper_ids._make()
        self.assertTrue(self.certificate.paper_ids)
        _dossier, content = self.export(self.application)
        (row,) = self.part(content, "certificate.json")
        with zipfile.ZipFile(io.BytesIO(content)) as sealed:
            for paper in row["papers"]:
                kept = sealed.read(paper["path"])
                self.assertEqual(kept[:5], b"%PDF-")
        self.assertEqual(
            {paper["sha256"] for paper in row["papers"]},
            set(self.certificate.paper_ids.mapped("sha256")),
        )
        run = self.checked(content)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        self.assertIn("证书文件", run.stdout)

    def test_a_paper_that_waits_to_be_made_is_said_to_wait(self):
        _dossier, content = self.export(self.application)
        (row,) = self.part(content, "certificate.json")
        self.assertEqual({paper["is_made"] for paper in row["papers"]}, {False})
        run = self.checked(content)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        self.assertIn("尚未制成", run.stdout)

    def test_a_paper_taken_out_is_found(self):
        self.certificate.paper_ids._make()
        _dossier, content = self.export(self.application)

        def take_out(value):
            del value[0]["papers"][0]["path"]

        run = self.checked(self.changed(content, "certificate.json", take_out))
        self.assertEqual(run.returncode, 1)

    def test_requests_and_what_followed_stand_with_their_evidence(self):
        self.certificate.with_user(self.decider).action_suspend("标志使用不当", "〔2024〕5号")
        self.restored(self.certificate)
        _dossier, content = self.export(self.application)
        (row,) = self.part(content, "certificate.json")
        (request,) = row["requests"]
        self.assertEqual((request["kind"], request["finding"]), ("restore", "现场复查合格"))
        with zipfile.ZipFile(io.BytesIO(content)) as sealed:
            self.assertEqual(sealed.read(request["files"][0]["path"]), base64.b64decode(PDF))
        self.assertEqual(self.checked(content).returncode, 0)

    def test_checks_and_complaints_of_the_certificate_belong_to_its_case(self):
        group = ["brand_certification.group_inspector"]
        inspectors = self._user("i1", group) | self._user("i2", group)
        check = (
            self.env["brand.surveillance"]
            .with_user(self.users["officer"])
            .create(
                {
                    "certificate_id": self.certificate.id,
                    "date_planned": "2024-06-28",
                    "inspector_ids": [Command.set(inspectors.ids)],
                }
            )
        )
        mine = check.with_user(inspectors[0])
        mine.action_start()
        mine.action_raise_finding({"grade": "minor", "fact": "标志颜色不符"})
        complaint = self.complaint(certificate_id=self.certificate.id)
        complaint.action_accept()
        self.close(complaint)
        _dossier, content = self.export(self.application)
        (told,) = self.part(content, "surveillance.json")
        self.assertEqual([user["name"] for user in told["inspector_ids"]], ["i1", "i2"])
        self.assertEqual(told["findings"][0]["fact"], "标志颜色不符")
        self.assertEqual(len(told["items"]), len(mine.item_ids))
        (told,) = self.part(content, "complaints.json")
        self.assertEqual((told["outcome"], told["answer"]), ("dismissed", "答复如下。"))
        for secret in ("举报人甲", "0553-0000009", complaint.name):
            self.assertNotIn(secret.encode(), content)
        steps = {(row["model"], row["step"]) for row in self.part(content, "transitions.json")}
        self.assertLessEqual(
            {("brand.surveillance", "action_start"), ("brand.complaint", "action_close")}, steps
        )
        self.assertEqual(self.checked(content).returncode, 0)

    def test_an_appeal_stands_with_its_panel_and_the_files_handed_in(self):
        application = self.noticed("被拒机器人")
        decision = self.grade_decision(application)
        decision.line_ids.write({"result": "refused", "reason": "市场占有率不足"})
        decision.with_user(self.users["approver"]).action_take(document_no="芜市监〔2024〕9号")
        number = application.with_user(self.applicant).action_appeal(
            "占有率有新证据", [("证据.pdf", PDF.decode())]
        )
        appeal = self.env["brand.complaint"].search([("name", "=", number)])
        handler = self._user("h", ["brand_certification.group_complaint"])
        panel = self.env["res.users"].union(
            *(self._user(f"p{n}", ["brand_certification.group_officer"]) for n in range(3))
        )
        appeal = appeal.with_user(handler)
        appeal.action_accept()
        appeal.write({"panel_ids": [Command.set(panel.ids)], "panel_text": "维持原决定"})
        self.close(appeal)
        _dossier, content = self.export(application)
        (told,) = self.part(content, "appeals.json")
        self.assertEqual([user["name"] for user in told["panel_ids"]], ["p0", "p1", "p2"])
        self.assertEqual((told["outcome"], told["panel_text"]), ("dismissed", "维持原决定"))
        with zipfile.ZipFile(io.BytesIO(content)) as sealed:
            self.assertEqual(sealed.read(told["files"][0]["path"]), base64.b64decode(PDF))
        self.assertFalse(self.part(content, "complaints.json"))
        self.assertEqual(self.checked(content).returncode, 0)
