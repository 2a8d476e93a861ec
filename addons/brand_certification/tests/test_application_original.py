"""The sealed original on paper rules where the file online says something else (E30)."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import BrandCase

NOTE = ("检验报告第3页，重复定位精度", "0.02 mm", "0.05 mm")


@tagged("post_install", "-at_install")
class TestApplicationOriginal(BrandCase):
    def test_a_difference_is_kept_beside_the_file_and_the_enterprise_is_told(self):
        application = self.submitted()
        snapshot, advantage = application.snapshot, application.advantage
        application.with_user(self.users["officer"]).action_note_difference(*NOTE)
        row = application.difference_ids
        self.assertEqual((row.subject, row.electronic, row.original), NOTE)
        self.assertEqual((row.user_id, str(row.date)), (self.users["officer"], "2024-03-04"))
        self.assertEqual((application.snapshot, application.advantage), (snapshot, advantage))
        told = application.message_ids[0].body
        self.assertIn("0.05 mm", told)
        self.assertEqual(
            application.with_user(self.applicant)._difference_texts(),
            ["检验报告第3页，重复定位精度: online “0.02 mm”, in the original “0.05 mm”"],
        )

    def test_what_was_noted_is_neither_changed_nor_deleted(self):
        application = self.submitted()
        application.with_user(self.users["officer"]).action_note_difference(*NOTE)
        for role in ("officer", "manager"):
            row = application.difference_ids.with_user(self.users[role])
            with self.assertRaises(AccessError):
                row.original = "0.01 mm"
            with self.assertRaises(AccessError):
                row.unlink()
        self.assertEqual(application.difference_ids.original, "0.05 mm")

    def test_others_than_officers_note_nothing(self):
        application = self.submitted()
        for user in (self.applicant, self.users["district"], self.users["manager"]):
            with self.assertRaises(AccessError):
                application.with_user(user).action_note_difference(*NOTE)
        self.assertFalse(application.difference_ids)

    def test_nothing_is_noted_where_nothing_differs_or_nobody_works(self):
        application = self.submitted()
        by_officer = application.with_user(self.users["officer"])
        with self.assertRaisesRegex(UserError, "Both say the same"):
            by_officer.action_note_difference(NOTE[0], "0.02 mm", " 0.02 mm ")
        with self.assertRaisesRegex(UserError, "what each of the two says"):
            by_officer.action_note_difference(NOTE[0], NOTE[1], " ")
        application.with_user(self.applicant).action_withdraw(reason="重新准备")
        with self.assertRaisesRegex(UserError, "in work"):
            by_officer.action_note_difference(*NOTE)
        self.assertFalse(application.difference_ids)
