"""The licence of the mark goes with its certificate."""

from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .certificate_common import CertificateCase
from .common import PDF


@tagged("post_install", "-at_install")
class TestMarkLicence(CertificateCase):
    """The mark is licensed with the certificate, free of charge, and goes with it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.program.write(
            {
                "mark_name": "芜湖智造",
                "mark_scope": "产品、包装、广告",
                "mark_files": [Command.create({"name": "标志矢量图", "file": PDF})],
            }
        )

    def setUp(self):
        super().setUp()
        self.licence = self.certificate.mark_licence_ids

    def specimen(self, **vals):
        return (
            self.env["brand.mark.specimen"]
            .with_user(self.applicant)
            .create(
                {
                    "licence_id": self.licence.id,
                    "name": "包装箱",
                    "media": "package",
                    "file": PDF,
                    "filename": "包装.pdf",
                    **vals,
                }
            )
        )

    def test_it_follows_the_certificate(self):
        self.assertEqual((self.licence.state, self.licence.is_usable), ("active", True))
        self.by_body.action_suspend("抽查")
        self.assertEqual((self.licence.state, self.licence.is_usable), ("suspended", False))
        self.restored(self.certificate)
        self.assertEqual((self.licence.state, self.licence.is_usable), ("active", True))
        self.by_body.action_cancel("停产")
        self.assertEqual((self.licence.state, self.licence.is_usable), ("ended", False))
        self.assertEqual(self.licence.last_use_on, date(2024, 6, 10))
        self.licence.with_user(self.applicant).action_plan_leftover("剩余包装2000只,5月底前用完")
        self.assertEqual(self.licence.leftover_plan, "剩余包装2000只,5月底前用完")

    def test_the_rules_of_the_mark_are_fixed_once_the_programme_is_open(self):
        as_manager = self.program.with_user(self.users["manager"])
        changes = {
            "mark_name": "另一标志",
            "mark_scope": "仅限包装",
            "mark_rules": "任意尺寸",
            "mark_forbidden": "无",
            "mark_leftover_days": 365,
        }
        for name, value in changes.items():
            with self.subTest(name), self.assertRaisesRegex(UserError, "no longer be changed"):
                as_manager.write({name: value})
        new = as_manager.browse(as_manager.action_new_version()["res_id"])
        self.assertEqual(new.mark_scope, "产品、包装、广告")
        new.write(changes)

    def test_after_a_withdrawal_nothing_is_used_up(self):
        self.by_body.action_withdraw("弄虚作假", "撤1号")
        self.assertFalse(self.licence.last_use_on)
        with self.assertRaisesRegex(UserError, "may be used up"):
            self.licence.with_user(self.applicant).action_plan_leftover("剩余2000只")

    def test_it_ends_at_midnight_before_any_cron(self):
        self.clock.move_to("2027-03-11 16:00:00")
        self.env.invalidate_all()
        self.assertEqual((self.licence.state, self.licence.is_usable), ("active", False))
        self.run_cron("cron_expire_certificates")
        self.assertEqual(self.licence.state, "ended")

    def test_specimens_are_checked_by_an_officer(self):
        specimen = self.specimen()
        with self.assertRaises(AccessError):
            specimen.with_user(self.applicant).action_approve()
        with self.assertRaisesRegex(UserError, "can no longer be changed"):
            specimen.with_user(self.applicant).name = "x"
        with self.assertRaisesRegex(UserError, "Give the reason"):
            specimen.with_user(self.users["officer"]).action_refuse()
        specimen.with_user(self.users["officer"]).action_refuse("标志变形")
        self.assertEqual((specimen.state, specimen.answer), ("refused", "标志变形"))
        self.assertTrue(specimen.sha256)
        _other, rival = self._enterprise("芜湖另一家有限公司", "91340202MAXXT0013L")
        with self.assertRaises(AccessError):
            self.env["brand.mark.specimen"].with_user(rival).create(
                {"licence_id": self.licence.id, "name": "x", "file": PDF}
            )

    def test_the_files_of_the_mark_are_read_by_no_portal_user(self):
        for user in (self.applicant, self.decider):
            with self.assertRaises(AccessError):
                self.program.mark_files.with_user(user).read(["file"])
