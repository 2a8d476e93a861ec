import base64
import io

import openpyxl

from odoo.service.model import call_kw
from odoo.tests import tagged

from odoo.addons.brand_awards.wizard import award_recognition_import as titles

from .common import AwardCase
from .honour_sheet import HonourSheet


@tagged("post_install", "-at_install")
class TestRecognitionImport(HonourSheet, AwardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Honour = cls.env["award.honour"]
        cls.honour = Honour.create({"name": "省长质量奖", "code": "szzlj"})
        cls.drafting = Honour.create({"name": "制修订标准", "code": "bz", "event_kind": "standard"})

    def row(self, **cells):
        base = {
            titles.HONOUR: "szzlj",
            titles.CODE: self.firm.uscc,
            titles.NAME: self.firm.name,
            titles.DATE: "2024年2月1日",
            titles.DOCUMENT: "湘政发〔2024〕3号",
        }
        return base | {getattr(titles, name): value for name, value in cells.items()}

    def faults(self, wizard):
        return [row[-1] for row in self.fault_rows(wizard)]

    def test_the_first_look_registers_nothing_and_names_every_fault(self):
        wizard = self.sheet(
            self.row(),
            self.row(HONOUR="unknown", DATE="昨天", DOCUMENT=""),
            self.row(CODE="91110000101623741K"),
            self.row(NAME="别的公司"),
            self.row(CODE="", NAME="无此公司"),
            self.row(DATE="2030-01-01", DOCUMENT="湘政发〔2030〕1号"),
            self.row(HONOUR="bz", STANDARD="GB 0", RANK="第一"),
        )
        before = self.env["award.recognition"].search_count([])
        wizard.action_check()
        self.assertEqual(self.env["award.recognition"].search_count([]), before)
        self.assertEqual((wizard.good_count, wizard.bad_count), (1, 6))
        told = dict(zip(wizard.line_ids.mapped("row"), self.faults(wizard), strict=True))
        self.assertEqual(sorted(told), [3, 4, 5, 6, 7, 8])
        for words in ("unknown", "昨天", titles.DOCUMENT):
            self.assertIn(words, told[3])
        self.assertIn("91110000101623741K", told[4])
        self.assertIn(self.firm.name, told[5])
        self.assertIn("无此公司", told[6])
        self.assertIn("GB 0", told[8])

    def test_good_rows_become_drafts_that_another_person_confirms(self):
        wizard = self.sheet(self.row(), self.row(CODE="bad"))
        wizard.action_check()
        action = wizard.action_import()
        recognition = self.env["award.recognition"].search(action["domain"])
        self.assertEqual(
            (recognition.state, str(recognition.date), recognition.document_no),
            ("draft", "2024-02-01", "湘政发〔2024〕3号"),
        )
        own = recognition.with_user(self.users["award"])
        self.assert_refused("registered it yourself", own.action_confirm)
        recognition.with_user(self.users["award2"]).action_confirm()

    def test_the_same_file_again_registers_nothing_twice(self):
        self.sheet(self.row()).action_import()
        again = self.sheet(self.row())
        again.action_check()
        self.assertEqual((again.good_count, again.bad_count), (0, 1))
        self.assert_refused("No row", again.action_import)

    def test_a_row_that_stands_twice_is_told(self):
        wizard = self.sheet(self.row(), self.row())
        wizard.action_check()
        self.assertEqual(wizard.bad_count, 2)

    def test_one_document_announces_several_standards_of_one_drafter(self):
        numbers = ("GB/T 1.1", "GB/T 1.2")
        self.env["brand.standard"].create(
            [{"name": number, "number": number, "level": "national"} for number in numbers]
        )
        rows = [self.row(HONOUR="bz", STANDARD=number, RANK="2") for number in numbers]
        wizard = self.sheet(*rows)
        wizard.action_check()
        self.assertEqual((wizard.good_count, wizard.bad_count), (2, 0))
        made = self.env["award.recognition"].search(wizard.action_import()["domain"])
        self.assertEqual(set(made.standard_id.mapped("number")), set(numbers))
        again = self.sheet(*rows)
        again.action_check()
        self.assertEqual((again.good_count, again.bad_count), (0, 2))

    def test_the_empty_table_is_there_when_the_window_opens(self):
        # as the list's button calls it, with no row chosen
        model = self.env["award.recognition"].with_user(self.users["award"])
        action = call_kw(model, "action_open_import", [[]], {})
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        sheet = openpyxl.load_workbook(io.BytesIO(base64.b64decode(wizard.template))).active
        self.assertEqual(tuple(cell.value for cell in sheet[1]), titles.COLUMNS)

    def test_a_former_name_is_accepted_with_its_code(self):
        self.firm.legal_name_before = "旧名有限公司"
        wizard = self.sheet(self.row(NAME="旧名有限公司"))
        wizard.action_check()
        self.assertEqual(wizard.good_count, 1)

    def test_what_is_no_table_is_refused_in_words(self):
        wizard = self.sheet(self.row())
        wizard.file = base64.b64encode(b"text")
        self.assert_refused("no XLSX", wizard.action_check)

    def test_queries_do_not_grow_with_the_rows(self):
        counts = []
        for number in (2, 60):
            rows = [self.row(DOCUMENT=f"示{number}-{n}号") for n in range(number)]
            wizard = self.sheet(*rows)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            wizard.action_check()
            counts.append(self.cr.sql_log_count - before)
            self.assertEqual(wizard.good_count, number)
        self.assertLessEqual(counts[1], counts[0] + 1, counts)
