"""Rules and guides: versions that are published are kept; those in force are for everybody."""

from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tests import HttpCase, tagged

from .common import PDF, BrandCase


class RegulationCase(BrandCase):
    def rule(self, **vals):
        return (
            self.env["brand.regulation"]
            .with_user(self.users["manager"])
            .create(
                {
                    "name": "品牌认证管理办法",
                    "document_no": "芜市监〔2024〕8号",
                    "valid_from": "2024-01-01",
                    "file": PDF,
                    "filename": "认证管理办法.pdf",
                    **vals,
                }
            )
        )

    def published(self, **vals):
        rule = self.rule(**vals)
        rule.action_publish()
        return rule


@tagged("post_install", "-at_install")
class TestRegulation(RegulationCase):
    def test_all_that_is_missing_is_told_at_once(self):
        rule = self.rule(file=False, document_no=False)

        with self.assertRaisesRegex(UserError, "the file, the document number"):
            rule.action_publish()
        self.assertEqual(rule.state, "draft")

    def test_a_published_version_is_never_edited(self):
        rule = self.published()

        for vals in (
            {"name": "改"},
            {"file": PDF},
            {"valid_from": "2024-02-01"},
            {"valid_to": "2025-01-01"},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                call_kw(rule, "write", [rule.ids, vals], {})
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            rule.unlink()

    def test_a_new_version_ends_the_one_before_on_its_eve(self):
        old = self.published()
        new = self.env["brand.regulation"].browse(old.action_new_version()["res_id"])
        new = new.with_user(self.users["manager"])
        new.write(
            {
                "file": PDF,
                "filename": "新.pdf",
                "document_no": "芜市监〔2024〕9号",
                "valid_from": "2024-01-01",
            }
        )
        with self.assertRaisesRegex(UserError, "must begin after .*2024.*, the first day"):
            new.action_publish()
        new.valid_from = "2024-07-01"
        new.action_publish()

        self.assertEqual((new.version, new.previous_id), (2, old))
        self.assertEqual(str(old.valid_to), "2024-06-30")
        self.assertTrue(old.is_current)
        self.clock.move_to("2024-06-30 16:00:01")  # 1 July in Shanghai
        (old | new).invalidate_recordset(["is_current"])
        self.assertEqual((old.is_current, new.is_current), (False, True))

    def test_a_programme_shows_its_rules_and_those_of_all(self):
        general = self.published()
        other = self._program("ANDERE")
        special = self.published(name="标志管理办法", kind="mark", program_ids=[(6, 0, other.ids)])

        self.assertEqual(self.program.regulation_ids, general)
        self.assertEqual(other.regulation_ids, general | special)


@tagged("post_install", "-at_install")
class TestRegulationPage(HttpCase, RegulationCase):
    def test_the_public_downloads_what_is_in_force_and_nothing_else(self):
        current, draft = self.published(), self.rule(name="评价通则草案")
        old = self.published(name="旧办法", valid_from="2023-01-01")
        old.action_withdraw(reason="废止")
        self.clock.move_to("2024-03-05 02:00:00")

        page = self.url_open("/brand/rules")
        self.assertIn("品牌认证管理办法", page.text)
        self.assertNotIn("评价通则草案", page.text)
        self.assertNotIn("旧办法", page.text)
        found = self.url_open(f"/brand/rules/{current.id}")
        self.assertEqual((found.status_code, found.content[:5]), (200, b"%PDF-"))
        for rule in (draft, old):
            self.assertEqual(self.url_open(f"/brand/rules/{rule.id}").status_code, 404)

    def test_an_applicant_finds_rules_and_templates_in_the_portal(self):
        rule = self.published()
        document = self.program.sudo().document_type_ids[0]
        document.write({"template": PDF, "template_name": "申报书.pdf"})
        self.authenticate(self.applicant.login, self.applicant.login)

        page = self.url_open("/my/brand").text
        self.assertIn(f"/brand/rules/{rule.id}", page)
        self.assertIn(f"/my/brand/template/{document.id}", page)
        self.assertEqual(self.url_open(f"/my/brand/template/{document.id}").content[:5], b"%PDF-")
