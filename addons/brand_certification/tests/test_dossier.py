"""Sealed dossiers: who may export, that the script accepts them, that the bytes are the facts'."""

import base64
import io
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..scheme import archive
from .common import PDF, BrandCase

SCRIPT = Path(__file__).resolve().parents[3] / "scripts" / "check_dossier.py"


class DossierCase(BrandCase):
    def export(self, record, role="auditor"):
        """The dossier that ``role`` seals of ``record``, and its bytes."""
        record.with_user(self.users[role]).action_export_dossier()
        dossier = self.env["brand.dossier"].search([], limit=1)
        return dossier, base64.b64decode(dossier.file)

    def checked(self, content):
        with tempfile.NamedTemporaryFile(suffix=".zip") as target:
            target.write(content)
            target.flush()
            return subprocess.run(
                [sys.executable, "-S", str(SCRIPT), target.name],
                capture_output=True,
                check=False,
                encoding="utf-8",
            )

    def part(self, content, name):
        with zipfile.ZipFile(io.BytesIO(content)) as sealed:
            path = next(p for p in sealed.namelist() if p.endswith(name))
            return json.loads(sealed.read(path))

    def changed(self, content, name, change):
        """The archive with one JSON changed by ``change`` and everything sealed anew."""
        with zipfile.ZipFile(io.BytesIO(content)) as old:
            held = {path: old.read(path) for path in old.namelist()}
        facts = json.loads(held.pop(archive.MANIFEST))
        held.pop(archive.SEAL)
        path = next(p for p in held if p.endswith(name))
        value = json.loads(held[path])
        change(value)
        held[path] = archive.as_json(value)
        target = io.BytesIO()
        archive.write(target, facts, {p: lambda c=c: c for p, c in held.items()})
        return target.getvalue()


@tagged("post_install", "-at_install")
class TestDossier(DossierCase):
    def taken(self, *applications, **vals):
        decision = self.grade_decision(*applications, **vals)
        decision.with_user(self.users["approver"]).action_take(document_no="芜市监〔2024〕1号")
        return decision

    def test_the_dossier_of_a_whole_case_passes_the_script(self):
        application = self.certified()
        dossier, content = self.export(application)
        run = self.checked(content)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        self.assertIn("总分 90.00", run.stdout)
        self.assertIn("名单哈希值", run.stdout)
        self.assertEqual(dossier.user_id, self.users["auditor"])
        certificate = self.part(content, "certificate.json")
        self.assertEqual(certificate[0]["number"], application.certificate_id.number)
        steps = {row["step"] for row in self.part(content, "transitions.json")}
        self.assertLessEqual(
            {"action_submit", "action_finish", "action_publish", "action_take", "action_certify"},
            steps,
        )
        self.assertEqual(
            [row["kind"] for row in self.part(content, "decision.json")],
            ["certification", "honour"],
        )

    def test_the_paper_of_an_announced_decision_is_in_it(self):
        decision = self.taken(self.noticed())
        _dossier, content = self.export(decision)
        told = self.part(content, "decision.json")[-1]
        self.assertIsNone(told["announcement"], "taken, and not announced yet")
        decision.with_user(self.users["officer"]).action_publish()
        _dossier, content = self.export(decision)
        told = self.part(content, "decision.json")[-1]["announcement"]
        self.assertEqual(told["sha256"], decision.announcement_hash)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            paper = archive.read(told["path"])
        self.assertEqual(paper, base64.b64decode(decision.announcement))
        run = self.checked(content)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)

    def test_same_facts_same_bytes_whoever_exports(self):
        application = self.certified()
        first, content = self.export(application)
        self.clock.move_to("2024-06-03 02:00:00")
        second, again = self.export(application, "approver")
        self.assertNotEqual(first, second)
        self.assertEqual(content, again)
        self.assertEqual(first.sha256, second.sha256)

    def test_trade_secrets_go_to_approver_and_auditor_only(self):
        application = self.complete_draft()
        application.document_ids[1].is_secret = True
        secret = application.document_ids[1].with_env(self.env)
        application.action_submit()
        application = application.with_env(self.env)
        self._through(application)
        dossier, content = self.export(application, "manager")
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
        self.assertFalse([n for n in names if n.endswith(secret.filename)])
        told = self.part(content, "application.json")["documents"]
        held = next(row for row in told if row["id"] == secret.id)
        self.assertTrue(held["withheld"])
        self.assertEqual(held["sha256"], secret.sha256)
        self.assertEqual(self.checked(content).returncode, 0)
        self.assertEqual(self.part(content, "manifest.json")["trade_secrets"], "withheld")

        full, content = self.export(application, "auditor")
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
        self.assertTrue([n for n in names if n.endswith(secret.filename)])
        self.assertEqual(self.checked(content).returncode, 0)
        opened = secret.access_ids.filtered(lambda row: row.user_id == self.users["auditor"])
        self.assertEqual(len(opened), 1)
        with self.assertRaises(AccessError):
            full.with_user(self.users["manager"]).action_download()
        with self.assertRaises(AccessError):
            full.with_user(self.users["manager"]).read(["file"])
        self.assertTrue(dossier.with_user(self.users["manager"]).action_download())
        full.with_user(self.users["approver"]).read(["file"])
        self.assertIn(self.users["approver"], secret.access_ids.user_id)

    def _through(self, application):
        """From submission to the grade, through the actions of each role."""
        by_officer = application.with_user(self.users["officer"])
        by_officer.body_id = self.body
        by_officer.action_accept()
        Evaluation = self.env["brand.evaluation"].with_user(self.decider)
        count = application.program_id.assessor_count
        Evaluation.action_appoint(application.id, self.assessors[:count].ids)
        for evaluation in application.evaluation_ids:
            self.score(evaluation, 90, 45)
        self.env["brand.decision"].with_user(self.decider).action_decide_certification(
            application.id, "granted"
        )
        self.let_notice_end(self.notice_of(application))
        return self.taken(application)

    def test_others_and_open_decisions_are_refused(self):
        application = self.noticed()
        decision = self.grade_decision(application)
        with self.assertRaises(UserError):
            decision.with_user(self.users["auditor"]).action_export_dossier()
        decision.with_user(self.users["approver"]).action_take(document_no="芜市监〔2024〕1号")
        for role in ("officer", "reviewer", "district"):
            with self.assertRaises(AccessError):
                decision.with_user(self.users[role]).action_export_dossier()
            with self.assertRaises(AccessError):
                application.with_user(self.users[role]).action_export_dossier()
        for user in (self.decider, self.applicant, self.assessors[0]):
            with self.assertRaises(AccessError):
                application.with_user(user).action_export_dossier()
        self.assertFalse(self.env["brand.dossier"].search([]))
        undecided = self.accepted(product="另一机器人")
        with self.assertRaises(UserError):
            undecided.with_user(self.users["auditor"]).action_export_dossier()

    def test_a_changed_file_is_not_sealed(self):
        application = self.certified()
        document = application.document_ids.filtered("sha256")[:1]
        attachment = self.env["ir.attachment"].search(
            [
                ("res_model", "=", document._name),
                ("res_field", "=", "file"),
                ("res_id", "=", document.id),
            ]
        )
        attachment.raw = base64.b64decode(PDF) + b"\n"
        with self.assertRaisesRegex(UserError, "hash was kept"):
            application.with_user(self.users["auditor"]).action_export_dossier()

    def test_who_objects_is_not_told(self):
        application = self.evaluated()
        notice = self.notice_of(application)
        objection = self.objection_to(notice.line_ids, objector_name="某举报人")
        self.inquired(objection)
        by_officer = objection.with_user(objection.officer_id)
        by_officer.answer = "已答复"
        objection.with_user(self.users["reviewer"]).action_dismiss("理由不成立", "异〔2024〕1号")
        self.let_notice_end(notice)
        _dossier, content = self.export(self.taken(application))
        told = self.part(content, "objections.json")
        self.assertEqual([row["text"] for row in told], ["专利有争议"])
        self.assertNotIn("某举报人".encode(), content)
        self.assertEqual(self.checked(content).returncode, 0)

    def test_queries_do_not_grow_with_the_applications(self):
        one, two, three = (
            self.evaluated(),
            self.evaluated("乙型机器人"),
            self.evaluated("丙型机器人"),
        )
        self.let_notice_end(self.notice_of(one, two, three))
        small, large = self.taken(one), self.taken(two, three)
        self.export(small)
        counts = []
        for decision in (small, large):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.export(decision)
            counts.append(self.env.cr.sql_log_count - before)
        # each further application costs the reading of its files alone
        self.assertLessEqual(counts[1] - counts[0], 12, counts)

    def test_rows_are_only_added_by_the_export(self):
        dossier, _content = self.export(self.certified())
        with self.assertRaises(AccessError):
            dossier.write({"sha256": "0" * 64})
        with self.assertRaises(AccessError):
            dossier.unlink()
