"""A trade secret has fewer readers, and each opening leaves a line."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .common import BrandCase


@tagged("post_install", "-at_install")
class TestDocumentSecret(BrandCase, HttpCase):
    def secret_of(self, application):
        return application.document_ids.filtered("is_secret").sudo(False)

    def appointed_with_secret(self):
        draft = self.complete_draft()
        draft.document_ids[1].is_secret = True
        draft.action_submit()
        application = draft.with_env(self.env)
        by_officer = application.with_user(self.users["officer"])
        by_officer.body_id = self.body
        by_officer.action_accept()
        evaluation = (
            self.env["brand.evaluation"]
            .with_user(self.decider)
            .action_appoint(application.id, self.assessors[:1].ids)
        )
        evaluation.with_user(self.assessors[0]).action_declare()
        return application

    def sees(self, user, document):
        documents = self.env["brand.application.document"].with_user(user)
        return bool(documents.search([("id", "=", document.id)]))

    def test_it_is_read_by_officer_reviewer_and_the_assessors_of_the_file(self):
        application = self.appointed_with_secret()
        secret = application.document_ids[1]
        readers = {
            **self.users,
            "applicant": self.applicant,
            "assessor": self.assessors[0],
            "another assessor": self.assessors[1],
            "decider": self.decider,
        }
        self.assertEqual(
            {name for name, user in readers.items() if self.sees(user, secret)},
            {"officer", "reviewer", "applicant", "assessor"},
        )
        self.assertTrue(self.sees(self.users["auditor"], application.document_ids[0]))

    def test_who_does_not_see_it_is_told_that_it_is_there(self):
        application = self.appointed_with_secret()
        self.assertEqual(application.with_user(self.users["auditor"]).hidden_document_count, 1)
        self.assertEqual(application.with_user(self.users["officer"]).hidden_document_count, 0)

    def test_each_opening_leaves_a_line_but_the_enterprise_s_own(self):
        secret = self.appointed_with_secret().document_ids[1]
        log = self.env["brand.document.access"].search
        secret.with_user(self.applicant).read(["file"])
        secret.with_user(self.users["officer"]).with_context(bin_size=True).read(["file"])
        self.assertFalse(log([]))
        secret.with_user(self.users["officer"]).read(["file"])
        self.assertEqual(log([]).user_id, self.users["officer"])
        self.assertEqual(log([]).sha256, secret.sha256)

    def test_a_download_by_any_address_leaves_a_line(self):
        secret = self.appointed_with_secret().document_ids[1]
        attachment = self.env["ir.attachment"].search(
            [
                ("res_model", "=", secret._name),
                ("res_id", "=", secret.id),
                ("res_field", "=", "file"),
            ]
        )
        officer = self.users["officer"]
        self.authenticate(officer.login, officer.login)
        urls = (
            f"/web/content/{secret._name}/{secret.id}/file",
            f"/web/content/{attachment.id}",
            f"/my/brand/document/{secret.id}",
        )
        for number, url in enumerate(urls, 1):
            self.assertEqual(self.url_open(url).status_code, 200, url)
            lines = self.env["brand.document.access"].search([])
            self.assertEqual((len(lines), lines.user_id), (number, officer), url)

    def test_a_stranger_opens_nothing_and_leaves_nothing(self):
        secret = self.appointed_with_secret().document_ids[1]
        auditor = self.users["auditor"]
        self.authenticate(auditor.login, auditor.login)
        response = self.url_open(f"/web/content/{secret._name}/{secret.id}/file")
        self.assertNotEqual(response.status_code, 200)
        self.assertFalse(self.env["brand.document.access"].search([]))

    def test_its_content_is_never_exported(self):
        secret = self.appointed_with_secret().document_ids
        officer = self.users["officer"]
        officer.group_ids += self.env.ref("base.group_allow_export")
        with self.assertRaisesRegex(AccessError, "not exported"):
            secret.with_user(officer).export_data(["name", "file"])
        self.assertEqual(len(secret._exportable()), len(secret) - 1)

    def test_the_mark_stays_once_offices_work_on_the_file(self):
        application = self.appointed_with_secret()
        with self.assertRaises(UserError):
            application.document_ids[1].with_user(self.applicant).is_secret = False
        with self.assertRaises(AccessError):
            application.document_ids[1].with_user(self.users["officer"]).is_secret = False
        self.assertTrue(application.document_ids[1].is_secret)

    def test_the_log_is_append_only(self):
        secret = self.appointed_with_secret().document_ids[1]
        secret.with_user(self.users["officer"]).read(["file"])
        line = self.env["brand.document.access"].search([])
        with self.assertRaises(AccessError):
            line.sudo().write({"user_id": self.users["auditor"].id})
        with self.assertRaises(AccessError):
            line.sudo().unlink()
