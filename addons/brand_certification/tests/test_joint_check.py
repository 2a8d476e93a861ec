"""Departments say what they know; a hit holds, silence is no consent (联审核查)."""

import base64
import io

import openpyxl

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged

from ..scheme.joint_sheet import COLUMNS
from .common import BrandCase


class JointCase(BrandCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tax_user = cls._user("tax", ["brand_certification.group_department"])
        cls.tax = cls.env["brand.department"].create(
            {"name": "市税务局", "kind": "tax", "user_ids": [(6, 0, cls.tax_user.ids)]}
        )
        cls.joint = cls._program(
            "JC", require_joint_check=True, joint_department_ids=[(6, 0, cls.tax.ids)]
        )

    def check_of(self, program=None):
        """A list that is out for reply, of every running file of ``program``."""
        check = (
            self.env["brand.joint.check"]
            .with_user(self.users["officer"])
            .create(
                {
                    "program_id": (program or self.joint).id,
                    "department_id": self.tax.id,
                    "date_cutoff": "2024-03-01",
                }
            )
        )
        check.action_fill()
        check.action_send()
        return check

    def by_tax(self, check):
        return check.line_ids.with_user(self.tax_user)


@tagged("post_install", "-at_install")
class TestJointCheck(JointCase):
    def grant(self, application):
        decision = self.grade_decision(application)
        decision.with_user(self.users["approver"]).action_take(document_no="芜市监〔2024〕2号")

    def test_the_list_names_each_enterprise_once_with_all_its_products(self):
        self.submitted("甲", program=self.joint)
        self.submitted("乙", program=self.joint)
        check = self.check_of()
        self.assertEqual(len(check.line_ids), 1)
        self.assertEqual(check.line_ids.products, "甲; 乙")
        self.assertEqual(len(check.line_ids.application_ids), 2)
        self.assertEqual(str(check.due_on), "2024-03-18")

    def test_a_hit_holds_the_file_until_an_officer_releases_it_with_a_reason(self):
        application = self.submitted(program=self.joint)
        check = self.check_of()
        self.by_tax(check).action_reply("hit", "欠缴增值税")
        by_officer = application.with_user(self.users["officer"])
        by_officer.body_id = self.body
        self.assertIn("Hit reported by 市税务局", by_officer.blockers)
        with self.assertRaisesRegex(UserError, "Hit reported by 市税务局"):
            by_officer.action_accept()
        with self.assertRaisesRegex(UserError, "Give the reason"):
            check.line_ids.action_dispose("released", " ")
        check.line_ids.action_dispose("released", "已补缴,见完税证明")
        by_officer.action_accept()
        self.assertEqual(application.state, "accepted")

    def test_an_upheld_hit_goes_on_holding(self):
        application = self.submitted(program=self.joint)
        check = self.check_of()
        self.by_tax(check).action_reply("hit", "欠缴增值税")
        check.line_ids.action_dispose("upheld", "未补缴")
        by_officer = application.with_user(self.users["officer"])
        by_officer.body_id = self.body
        with self.assertRaisesRegex(UserError, "Hit reported by 市税务局"):
            by_officer.action_accept()

    def test_without_an_answer_no_grade_is_granted(self):
        application = self.noticed(program=self.joint)
        with self.assertRaisesRegex(UserError, "市税务局 has not answered the joint check"):
            self.grant(application)
        self.assertEqual(application.state, "notice")

    def test_clear_answers_let_the_grade_be_granted(self):
        application = self.noticed(program=self.joint)
        self.by_tax(self.check_of()).action_reply_clear()
        self.grant(application)
        self.assertEqual(application.state, "decided")

    def test_silence_is_no_consent(self):
        application = self.noticed(program=self.joint)
        check = self.check_of()
        with self.assertRaisesRegex(UserError, "may answer until"):
            check.action_close()
        self.clock.move_to(f"{check.due_on} 16:00:00")
        check.action_close()
        self.assertEqual(check.line_ids.reply, "none")
        with self.assertRaisesRegex(UserError, "has not answered"):
            self.grant(application)
        with self.assertRaisesRegex(UserError, "nothing to dispose of"):
            check.line_ids.action_dispose("released", "视为同意")

    def test_silence_is_consent_where_a_ruling_says_so(self):
        with self.assertRaisesRegex(ValidationError, "only by a ruling"):
            self._program("J0", joint_silence="clear")
        ruling = self.env["brand.ruling"].create(
            {
                "code": "A99",
                "name": "逾期未答复是否视为无异议",
                "choice": "视为无异议",
                "document_no": "芜政办〔2024〕1号",
                "decided_by": "领导小组",
                "date_from": "2024-01-01",
            }
        )
        program = self._program(
            "JS",
            require_joint_check=True,
            joint_silence="clear",
            joint_ruling_id=ruling.id,
            joint_department_ids=[(6, 0, self.tax.ids)],
        )
        application = self.noticed(program=program)
        check = self.check_of(program)
        self.clock.move_to(f"{check.due_on} 16:00:00")
        check.action_close()
        self.grant(application)
        self.assertEqual(application.state, "decided")

    def test_a_department_answers_its_own_lists_and_writes_nothing_else(self):
        self.submitted(program=self.joint)
        check = self.check_of()
        stranger = self._user("fire", ["brand_certification.group_department"])
        self.env["brand.department"].create(
            {"name": "应急局", "kind": "safety", "user_ids": [(6, 0, stranger.ids)]}
        )
        with self.assertRaises(AccessError):
            check.line_ids.with_user(stranger).action_reply_clear()
        with self.assertRaises(AccessError):
            self.by_tax(check).write({"reply": "clear"})
        with self.assertRaises(AccessError):
            self.by_tax(check).action_dispose("released", "x")
        with self.assertRaises(AccessError):
            check.line_ids.write({"reply": "clear"})
        with self.assertRaisesRegex(UserError, "a hit needs its details"):
            self.by_tax(check).action_reply("hit")
        self.assertEqual(check.line_ids.reply, "waiting")
        applications = self.env["brand.application"].with_user(self.tax_user)
        self.assertFalse(applications.search([]), "a department reads the list, not the files")

    def test_the_draft_of_a_list_is_not_the_department_s_yet(self):
        self.submitted(program=self.joint)
        check = self.env["brand.joint.check"].create(
            {
                "program_id": self.joint.id,
                "department_id": self.tax.id,
                "date_cutoff": "2024-03-01",
            }
        )
        check.action_fill()
        lists = self.env["brand.joint.check"].with_user(self.tax_user)
        self.assertFalse(lists.search([("id", "=", check.id)]))


@tagged("post_install", "-at_install")
class TestJointSheet(JointCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.submitted("=甲", program=self.joint)
        other, user = self._enterprise("+加号公司", "91340202MAXX00203M")
        self.submitted("乙", firm=other, applicant=user, program=self.joint)
        self.check = self.check_of()

    def sheet(self, *changes):
        book = openpyxl.load_workbook(io.BytesIO(self.check._sheet()))
        for row, column, value in changes:
            book.worksheets[0].cell(row, COLUMNS.index(column) + 1).value = value
        target = io.BytesIO()
        book.save(target)
        return base64.b64encode(target.getvalue())

    def reading(self, *changes):
        return (
            self.env["brand.joint.import"]
            .with_user(self.tax_user)
            .create(
                {"check_id": self.check.id, "file": self.sheet(*changes), "filename": "回.xlsx"}
            )
        )

    def words(self):
        return self.check.with_context(lang="zh_CN")._sheet_words()[1]

    def test_a_dry_run_writes_nothing_and_names_each_wrong_row(self):
        wizard = self.reading((4, "reply", self.words()["hit"]), (5, "reply", "也许"))
        self.assertEqual(len(wizard.problems.split("\n")), 2)
        self.assertIn("Row 4: A hit needs its details.", wizard.problems)
        self.assertIn("Row 5: “也许” is no reply", wizard.problems)
        with self.assertRaisesRegex(UserError, "Nothing was taken"):
            wizard.action_import()
        self.assertEqual(set(self.check.line_ids.mapped("reply")), {"waiting"})

    def test_replies_are_taken_with_who_gave_them(self):
        wizard = self.reading(
            (4, "reply", self.words()["clear"]),
            (5, "reply", self.words()["hit"]),
            (5, "details", "=欠税"),
            (5, "replied_by", "王某"),
        )
        self.assertTrue(wizard.problems, "a formula is no text")
        wizard = self.reading(
            (4, "reply", self.words()["clear"]),
            (5, "reply", self.words()["hit"]),
            (5, "details", "欠税"),
            (5, "replied_by", "王某"),
        )
        self.assertEqual(
            (wizard.clear_count, wizard.hit_count, wizard.waiting_count, wizard.problems),
            (1, 1, 0, False),
        )
        wizard.action_import()
        line = self.check.line_ids[1]
        self.assertEqual(
            (line.reply, line.details, line.replied_by, line.replied_user_id),
            ("hit", "欠税", "王某", self.tax_user),
        )
        rows = openpyxl.load_workbook(io.BytesIO(self.check._sheet())).worksheets[0].iter_rows()
        told = [row[4:7] for row in ([c.value for c in cells] for cells in rows)][4]
        self.assertEqual(told, [self.words()["hit"], "欠税", "王某"], "the list with its replies")

    def test_the_list_is_downloaded_by_who_may_read_it(self):
        url = f"/brand/joint-check/{self.check.id}/sheet"
        self.authenticate(self.tax_user.login, self.tax_user.login)
        response = self.url_open(url)
        book = openpyxl.load_workbook(io.BytesIO(response.content))
        names = {row[1].value for row in book.worksheets[0].iter_rows(min_row=4)}
        self.assertEqual(names, {self.firm.name, "+加号公司"})
        self.authenticate(self.applicant.login, self.applicant.login)
        self.assertEqual(self.url_open(url).status_code, 404)
