"""A bank's own file: columns, lines a file, own bank apart, and the words of its reply."""

import base64
import io

import openpyxl

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import PROMISED, AwardCase

COLUMNS = [
    ("明细序号", "sequence", ""),
    ("收款人", "account_name", ""),
    ("收款账户", "account_number", ""),
    ("公私标志", "account_kind", ""),
    ("支付金额", "amount", ""),
    ("币种", "fixed", "人民币"),
    ("附言", "purpose", ""),
    ("业务编号", "reference", ""),
]


@tagged("post_install", "-at_install")
class TestBankTemplate(AwardCase):
    def template(self, **vals):
        Template = self.env["award.bank.template"].with_user(self.users["settler"])
        template = Template.create(
            {
                "name": "示例银行批量转账",
                "column_ids": [
                    Command.create({"sequence": n, "header": header, "key": key, "text": text})
                    for n, (header, key, text) in enumerate(COLUMNS)
                ],
                **vals,
            }
        )
        self.company.award_bank_journal_id.award_bank_template_id = template
        return template

    def sheets(self, batch):
        """The bank's files as rows of text."""
        books = [openpyxl.load_workbook(io.BytesIO(file.raw)) for file in batch.file_ids]
        return [list(book.worksheets[0].iter_rows(values_only=True)) for book in books]

    def answer(self, batch, status):
        book = openpyxl.Workbook()
        book.active.append(["明细序号", "收款账户", "支付金额", "币种", "回执", "说明"])
        for line in batch.line_ids:
            row = [line.sequence, line.account_number, line.amount, "人民币", status, "户名有误"]
            book.active.append(row)
        target = io.BytesIO()
        book.save(target)
        return base64.b64encode(target.getvalue())

    def test_the_file_has_the_columns_that_the_bank_asks_for(self):
        self.template(purpose_length=4)
        batch = self.exported()
        head, row = self.sheets(batch)[0]
        self.assertEqual(list(head), [header for header, _key, _text in COLUMNS])
        claim = batch.line_ids.claim_id
        self.assertEqual(
            dict(zip(head, row, strict=True)),
            {
                "明细序号": 1,
                "收款人": self.firm.name,
                "收款账户": "340200000000001",
                "公私标志": "对公",
                "支付金额": PROMISED,
                "币种": "人民币",
                "附言": "品牌奖励",
                "业务编号": claim.name,
            },
        )

    def test_lines_a_file_and_own_bank_apart(self):
        self.template(max_lines=2, splits_by_bank=True)
        batch = self.exported(3)
        self.assertEqual([len(rows) - 1 for rows in self.sheets(batch)], [2, 1])
        self.assertTrue(all("other" in file.name for file in batch.file_ids))

    def test_the_reply_is_read_by_the_words_of_the_bank(self):
        self.template(
            reply_sequence="明细序号",
            reply_account_number="收款账户",
            reply_amount="支付金额",
            reply_status="回执",
            reply_reason="说明",
            reply_success="已入账",
            reply_failed="未入账, 已退回",
        )
        batch = self.exported()
        settler = batch.with_user(self.users["settler"])
        strange = settler.action_import_reply(self.answer(batch, "成功"), "回单.xlsx")
        self.assertIn("neither paid nor failed", strange.stray_text)
        kept = settler.action_import_reply(self.answer(batch, "已退回"), "回单2.xlsx")
        self.assertEqual((kept.failed_count, batch.line_ids.failure_reason), (1, "户名有误"))

    def test_another_journal_keeps_the_general_file(self):
        self.template()
        other = self.company.award_bank_journal_id.copy()
        self.trusted(self.approved())
        maker = self.env["award.disbursement"].with_user(self.users["maker"])
        batch = maker.create({"fund_id": self.fund.id})
        self.assertEqual(batch.bank_template_name, "示例银行批量转账")
        batch.bank_journal_id = other
        self.assertEqual(batch.bank_template_name, "General")

    def test_a_new_template_begins_as_the_general_one(self):
        with Form(self.env["award.bank.template"].with_user(self.users["settler"])) as form:
            form.name = "某银行"
        template = form.record
        self.assertEqual(
            template.column_ids.mapped("header"),
            ["序号", "账户名称", "账号", "开户行", "联行号", "金额", "用途"],
        )
        self.assertIn("退汇", template.reply_failed)
        sample = template.action_sample()
        raw = self.env["ir.attachment"].browse(int(sample["url"].split("/")[3].split("?")[0])).raw
        head = next(openpyxl.load_workbook(io.BytesIO(raw)).active.iter_rows(values_only=True))
        self.assertEqual(list(head), template.column_ids.mapped("header"))

    def test_what_no_bank_could_pay_by_is_refused(self):
        template = self.template()
        amount = template.column_ids.filtered(lambda column: column.key == "amount")
        columns = [Command.delete(amount.id)]
        self.assert_refused("Amount in yuan", template.write, {"column_ids": columns})
        both = {"reply_success": "成功、完成", "reply_failed": "失败，完成"}
        self.assert_refused("“完成”", template.write, both)

    def test_only_the_accounting_manager_writes_it_down(self):
        template = self.template()
        for role in ("maker", "award", "approver", "auditor"):
            with self.assertRaises(AccessError):
                template.with_user(self.users[role]).write({"max_lines": 1})
