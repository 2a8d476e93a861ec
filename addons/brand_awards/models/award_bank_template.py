"""A bank's file as the city writes it down: columns, lines a file, words of the reply."""

import re
from datetime import datetime
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..bank import layouts, writer

# Without these nobody is paid, or the reply answers nothing
_NEEDED = ("sequence", "account_name", "account_number", "amount")
_REPLY_KEYS = ("sequence", "account_number", "amount", "status", "reason", "serial")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WORDS_HELP = "Several, with commas between them: each is understood."

#: Kind of account as banks' files name it
KINDS = {"corporate": "对公", "personal": "对私"}


def _joined(words):
    return "、".join(words)


def _split(text):
    return tuple(
        word.strip() for word in re.split("[\u3001,\uff0c;\uff1b\n]", text or "") if word.strip()
    )


class AwardBankTemplate(models.Model):
    """The XLSX file that one bank takes, and the words of its reply (银行文件模板).

    Chosen on the bank journal that pays. A file once exported stays as it was written.
    """

    _name = "award.bank.template"
    _description = "Bank File Template"
    _inherit = ["brand.input.mixin", "mail.thread"]
    _order = "name, id"

    name = fields.Char(required=True, tracking=True, help="The bank, and which file of it.")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", "City", required=True, default=lambda self: self.env.company
    )
    journal_ids = fields.One2many(
        "account.journal", "award_bank_template_id", "Used by", readonly=True
    )
    sheet_name = fields.Char("Name of the Sheet", required=True, size=31)
    column_ids = fields.One2many("award.bank.column", "template_id", "Columns", copy=True)
    max_lines = fields.Integer("Lines a File", tracking=True, help="0: no limit.")
    splits_by_bank = fields.Boolean(
        "Own Bank Apart",
        tracking=True,
        help="Transfers within the bank that pays, and to other banks, in files of their own.",
    )
    control = fields.Selection(
        [
            ("sheet", "On a sheet of their own"),
            ("row", "In a last row"),
            ("none", "Not in the file"),
        ],
        "Control Totals",
        required=True,
        help="Count, total and SHA-256 of the payments.",
    )
    purpose_length = fields.Integer("Characters of the Purpose", required=True, default=20)

    reply_sequence = fields.Char("Line Number", required=True, help=_WORDS_HELP)
    reply_account_number = fields.Char("Account", required=True, help=_WORDS_HELP)
    reply_amount = fields.Char("Amount", required=True, help=_WORDS_HELP)
    reply_status = fields.Char("Paid or Not", required=True, help=_WORDS_HELP)
    reply_reason = fields.Char("Reason of the Bank", help=_WORDS_HELP)
    reply_serial = fields.Char("Serial No. of the Bank", help=_WORDS_HELP)
    reply_ignored = fields.Char(
        "Other Columns", help="Headers that may stand in the reply and are not read."
    )
    reply_success = fields.Char("Words for Paid", required=True, help=_WORDS_HELP)
    reply_failed = fields.Char("Words for Not Paid", required=True, help=_WORDS_HELP)

    _purpose_positive = models.Constraint(
        "CHECK (purpose_length > 0 AND max_lines >= 0)",
        "A purpose has at least one character, a file at least one line.",
    )

    @api.model
    def default_get(self, fields):
        """A new template begins as the general one, to be changed into the bank's own."""
        general, reply = layouts.GENERAL, layouts.GENERAL_REPLY
        by_key = {column.key: _joined(column.headers) for column in reply.columns}
        begun = {
            "sheet_name": general.sheet_name,
            "control": general.control,
            "purpose_length": general.purpose_length,
            "column_ids": [
                (
                    0,
                    0,
                    {
                        "sequence": number,
                        "key": column.key,
                        "header": column.header,
                        "width": column.width,
                    },
                )
                for number, column in enumerate(general.columns, 1)
            ],
            "reply_ignored": _joined(reply.ignored),
            "reply_success": _joined(reply.success),
            "reply_failed": _joined(reply.failed),
        } | {f"reply_{key}": by_key[key] for key in _REPLY_KEYS}
        return {key: begun[key] for key in begun if key in fields} | super().default_get(fields)

    @api.constrains("column_ids", "reply_sequence", "reply_success", "reply_failed")
    def _check_complete(self):
        labels = dict(self.env["award.bank.column"]._fields["key"]._description_selection(self.env))
        for template in self:
            missing = [key for key in _NEEDED if key not in template.column_ids.mapped("key")]
            if missing:
                raise ValidationError(
                    self.env._(
                        "%(template)s: these columns are missing: %(columns)s",
                        template=template.name,
                        columns=_joined(labels[key] for key in missing),
                    )
                )
            both = set(_split(template.reply_success)) & set(_split(template.reply_failed))
            if both:
                raise ValidationError(
                    self.env._(
                        "%(template)s: “%(words)s” cannot mean both paid and not paid.",
                        template=template.name,
                        words=_joined(sorted(both)),
                    )
                )

    def _to_layout(self):
        """This template as the writer of files takes it."""
        self.ensure_one()
        return layouts.Layout(
            code=f"template-{self.id}",
            sheet_name=self.sheet_name,
            columns=tuple(
                layouts.Column(
                    key=column.key,
                    header=column.header,
                    width=column.width,
                    kind=layouts.LINE_KINDS[column.key],
                    text=column.text or "",
                )
                for column in self.column_ids.sorted()
            ),
            max_lines=self.max_lines or None,
            splits_by_bank=self.splits_by_bank,
            control=self.control,
            purpose_length=self.purpose_length,
        )

    def _to_reply_layout(self):
        """The bank's answer as its reader takes it; headers of our own file may come back."""
        self.ensure_one()
        general = {column.key: column for column in layouts.GENERAL_REPLY.columns}
        columns = tuple(
            layouts.ReplyColumn(key, _split(self[f"reply_{key}"]), general[key].is_required)
            for key in _REPLY_KEYS
        )
        read = {header for column in columns for header in column.headers}
        ours = (*self.column_ids.mapped("header"), *_split(self.reply_ignored))
        return layouts.ReplyLayout(
            code=f"template-{self.id}",
            columns=columns,
            ignored=tuple(header for header in ours if header not in read),
            success=_split(self.reply_success),
            failed=_split(self.reply_failed),
        )

    def action_sample(self):
        """Download a file of invented payments, to be tried at the bank before the first real one."""
        self.ensure_one()
        self.check_access("read")
        lines = [
            layouts.Line(
                sequence=number,
                account_name=f"示例企业{number}有限公司",
                account_number=f"99000000000000{number:04d}",
                bank_name="示例银行示例支行",
                cnaps="102362000011",
                amount=Decimal(100 * number),
                purpose="品牌奖励"[: self.purpose_length],
                is_own_bank=number == 1,
                account_kind=KINDS["corporate"],
                reference=f"JL-{number:05d}",
            )
            for number in (1, 2)
        ]
        file = writer.write(lines, self._to_layout(), batch=self.name, created=datetime(2000, 1, 1))
        # sudo: whoever may read the template may take its sample away
        sample = (
            self.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": file[-1].name,
                    "raw": file[-1].content,
                    "res_model": self._name,
                    "res_id": self.id,
                    "mimetype": _XLSX,
                }
            )
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{sample.id}?download=true",
            "target": "self",
        }


class AwardBankColumn(models.Model):
    """One column of a bank's file."""

    _name = "award.bank.column"
    _description = "Column of a Bank File"
    _inherit = ["brand.input.mixin"]
    _order = "template_id, sequence, id"
    _rec_name = "header"

    template_id = fields.Many2one(
        "award.bank.template", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="template_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    key = fields.Selection(
        [
            ("sequence", "Line number"),
            ("account_name", "Account holder"),
            ("account_number", "Account number"),
            ("account_kind", "Corporate or personal (对公, 对私)"),
            ("bank_name", "Bank and branch"),
            ("cnaps", "CNAPS code"),
            ("amount", "Amount in yuan"),
            ("purpose", "Purpose"),
            ("reference", "Claim number"),
            ("fixed", "Fixed words"),
        ],
        "Holds",
        required=True,
    )
    header = fields.Char(required=True, help="As the bank writes it.")
    width = fields.Integer("Width in Characters", default=20, required=True)
    text = fields.Char("Fixed Words", help="The same in every line, such as the currency.")

    _once = models.UniqueIndex(
        "(template_id, key) WHERE key <> 'fixed'", "Each part of a payment has one column only."
    )
    _header_once = models.Constraint(
        "UNIQUE (template_id, header)", "Two columns have the same header."
    )


class AccountJournal(models.Model):
    _inherit = "account.journal"

    award_bank_template_id = fields.Many2one(
        "award.bank.template",
        "Bank File Template",
        copy=False,
        index="btree_not_null",
        domain="[('company_id', '=', company_id)]",
        help="For rewards paid from this account. Empty: the layout in the city's settings.",
    )


class ResCompany(models.Model):
    _inherit = "res.company"

    award_bank_template_id = fields.Many2one(
        related="award_bank_journal_id.award_bank_template_id", readonly=False
    )


class AwardDisbursement(models.Model):
    _inherit = "award.disbursement"

    bank_template_name = fields.Char("Bank File", compute="_compute_bank_template_name")

    @api.depends("bank_journal_id")
    @api.depends_context("lang")
    def _compute_bank_template_name(self):
        """By which template the file is written, told before it is."""
        field = self.env["res.company"]._fields["award_bank_layout"]
        labels = dict(field._description_selection(self.env))
        for batch in self:
            template = batch._bank_template()
            batch.bank_template_name = template.name or labels.get(
                batch.company_id.award_bank_layout
            )

    def _bank_template(self):
        # sudo: how the bank wants its file is a setting of the city
        return self.bank_journal_id.sudo().award_bank_template_id

    def _bank_layout(self):
        """``bank.layouts.Layout`` of the bank that pays."""
        self.ensure_one()
        template = self._bank_template()
        if template:
            return template._to_layout()
        return layouts.LAYOUTS[self.company_id.award_bank_layout]

    def _reply_layout(self):
        """``bank.layouts.ReplyLayout`` of the bank that pays."""
        self.ensure_one()
        template = self._bank_template()
        return template._to_reply_layout() if template else layouts.GENERAL_REPLY
