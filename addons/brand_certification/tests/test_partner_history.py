"""Renames, moves, mergers: nothing of an enterprise changes without a trace."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import BrandCase


@tagged("post_install", "-at_install")
class TestPartnerHistory(BrandCase):
    def change(self, kind, user="officer", **vals):
        wizard = (
            self.env["brand.partner.change"]
            .with_user(self.users[user])
            .create(
                {
                    "partner_id": self.firm.id,
                    "kind": kind,
                    "document_no": "准予变更〔2024〕1号",
                    "date": "2024-03-01",
                    **vals,
                }
            )
        )
        return wizard.action_confirm()

    def test_a_new_name_keeps_the_old_one_with_date_and_document(self):
        application = self.submitted()
        self.change("rename", new_name="芜湖新示例机器人股份有限公司")
        row = self.firm.brand_history_ids
        self.assertEqual(
            (row.kind, row.old_value, row.new_value, str(row.date), row.document_no),
            (
                "rename",
                "芜湖示例机器人有限公司",
                "芜湖新示例机器人股份有限公司",
                "2024-03-01",
                "准予变更〔2024〕1号",
            ),
        )
        self.assertEqual(self.firm.legal_name_before, "芜湖示例机器人有限公司")
        self.assertEqual(
            application.enterprise_name,
            "芜湖新示例机器人股份有限公司 (formerly 芜湖示例机器人有限公司)",
        )
        self.assertIn(
            "formerly 芜湖示例机器人有限公司", str(application._paper_values()["sections"][0])
        )

    def test_a_certificate_keeps_the_name_of_its_date(self):
        certificate = self.certified().certificate_id
        self.change("rename", new_name="新名公司")
        self.assertEqual(certificate.holder_name, "芜湖示例机器人有限公司")

    def test_a_change_by_any_way_leaves_its_row(self):
        self.submitted()
        self.firm.with_user(self.users["officer"]).write({"name": "直接改名公司"})
        row = self.firm.brand_history_ids
        self.assertEqual((row.new_value, row.user_id), ("直接改名公司", self.users["officer"]))

    def test_an_enterprise_without_files_leaves_none(self):
        self.draft()
        self.firm.write({"name": "还没有申报"})
        self.assertFalse(self.firm.brand_history_ids)

    def test_a_client_cannot_put_words_into_the_history(self):
        self.submitted()
        sneaky = self.firm.with_user(self.users["officer"]).with_context(
            brand_change={"document_no": "伪造"}
        )
        sneaky.write({"name": "改名"})
        self.assertFalse(self.firm.brand_history_ids.document_no)
        with self.assertRaises(AccessError):
            self.firm.brand_history_ids.sudo().write({"old_value": "x"})
        with self.assertRaises(AccessError):
            self.env["brand.partner.history"].with_user(self.users["officer"]).create(
                {"partner_id": self.firm.id, "kind": "rename", "date": "2024-01-01"}
            )

    def test_open_files_stay_with_their_district_unless_a_decision_moves_them(self):
        stays, moves = self.submitted("甲"), self.submitted("乙")
        elsewhere = self.env["brand.district"].create({"name": "镜湖区"})
        with self.assertRaisesRegex(UserError, "Files move by decision: give its reason"):
            self.change("move", new_district_id=elsewhere.id, application_ids=[(6, 0, moves.ids)])
        self.change(
            "move",
            new_district_id=elsewhere.id,
            application_ids=[(6, 0, moves.ids)],
            reason="整厂搬迁",
        )
        self.assertEqual(
            (self.firm.brand_district_id, stays.district_id, moves.district_id),
            (elsewhere, self.district, elsewhere),
        )
        self.assertIn("整厂搬迁", moves.message_ids[0].body)
        self.assertEqual(self.firm.brand_history_ids.application_ids, moves)

    def test_a_merger_moves_open_files_by_decision_and_links_the_successor(self):
        heir, heir_user = self._enterprise("芜湖承继公司", "91340202MAXX00203M")
        application = self.submitted("甲")
        kept = self.submitted("乙")
        certificate = self.certified("丙").certificate_id
        self.change(
            "merger",
            successor_id=heir.id,
            application_ids=[(6, 0, application.ids)],
            reason="吸收合并",
        )
        self.assertIn(heir, self.firm.successor_ids)
        self.assertEqual((application.partner_id, kept.partner_id), (heir, self.firm))
        self.assertEqual(application.product_id.partner_id, heir)
        self.assertEqual(application.district_id, self.district)
        self.assertEqual(certificate.partner_id, self.firm, "certificates change hands otherwise")
        self.assertTrue(application.with_user(heir_user).has_access("read"))
        self.assertFalse(application.with_user(self.applicant).has_access("read"))

    def test_only_an_officer_records_a_change(self):
        self.submitted()
        with self.assertRaises(AccessError):
            self.change("rename", user="district", new_name="x")
        self.assertNotEqual(self.firm.name, "x")

    def test_an_ended_file_is_not_moved(self):
        application = self.certified()
        elsewhere = self.env["brand.district"].create({"name": "镜湖区"})
        with self.assertRaisesRegex(UserError, "Only open applications are moved"):
            application.sudo()._move_to_district(elsewhere, "x")
