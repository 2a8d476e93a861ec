"""Recognitions from a table: looked at row by row first, then registered; errors go back as a table."""

import base64
import io
from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..bank import sheets

# Titles of the columns, as an office's table has them; data, not interface
HONOUR, CODE, NAME, DATE = "荣誉编码", "统一社会信用代码", "获得者名称", "获得日期"
DOCUMENT, ITEM, STANDARD, RANK = "文号", "获奖事项", "标准编号", "起草排名"
COLUMNS = (HONOUR, CODE, NAME, DATE, DOCUMENT, ITEM, STANDARD, RANK)
REQUIRED = (HONOUR, NAME, DATE, DOCUMENT)
PROBLEM = "问题"


class AwardRecognitionImport(models.TransientModel):
    """Reads a table of recognitions. The first look writes nothing; then the good rows are registered.

    They are drafts: another person confirms them. A row that is registered already is told as such,
    so the same file can be read again.
    """

    _name = "award.recognition.import"
    _description = "Import of Recognitions"

    file = fields.Binary("Table (XLSX)")
    file_name = fields.Char()
    company_id = fields.Many2one(
        "res.company", "City", required=True, default=lambda self: self.env.company
    )
    is_checked = fields.Boolean(readonly=True)
    good_count = fields.Integer("Rows without Fault", readonly=True)
    bad_count = fields.Integer("Rows with a Fault", readonly=True)
    line_ids = fields.One2many("award.recognition.import.line", "import_id", readonly=True)
    error_file = fields.Binary("Table of Faults", readonly=True)
    error_file_name = fields.Char(default=lambda self: self.env._("Faults of the Table") + ".xlsx")
    template = fields.Binary(compute="_compute_template", string="Empty Table")
    template_name = fields.Char(compute="_compute_template")

    @api.depends("company_id")
    def _compute_template(self):
        """An empty table; its columns are those that are read."""
        target = io.BytesIO()
        sheets.write(target, COLUMNS, (), widths=(16, 22, 28, 12, 22, 24, 18, 10))
        for wizard in self:
            wizard.template = base64.b64encode(target.getvalue())
            wizard.template_name = self.env._("Honours, Empty Table") + ".xlsx"

    # -- steps -------------------------------------------------------------------------------------

    def action_check(self):
        """Look at every row and say what is wrong with it; nothing is registered."""
        self.ensure_one()
        self.env["award.recognition"].check_access("create")
        rows = self._rows()
        problems = self._problems(rows)
        bad = [row for row in rows if problems[row["row"]]]
        self.line_ids.unlink()
        self.write(
            {
                "is_checked": True,
                "good_count": len(rows) - len(bad),
                "bad_count": len(bad),
                "error_file": self._faults(bad, problems) if bad else False,
                "line_ids": [
                    (
                        0,
                        0,
                        {
                            "row": row["row"],
                            "name": str(row.get(NAME) or ""),
                            "problem": " ".join(problems[row["row"]]),
                        },
                    )
                    for row in bad[:200]
                ],
            }
        )
        return self._again()

    def action_import(self):
        """Register the rows without fault, as drafts to be confirmed by another person."""
        self.ensure_one()
        rows = self._rows()
        problems = self._problems(rows)
        good = [row for row in rows if not problems[row["row"]]]
        if not good:
            raise UserError(self.env._("No row can be registered; see the table of faults."))
        found = self._lookups(rows)
        recognitions = self.env["award.recognition"].create(
            [self._prepare_vals(row, found) for row in good]
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Recognitions"),
            "res_model": "award.recognition",
            "view_mode": "list,form",
            "domain": [("id", "in", recognitions.ids)],
        }

    def _again(self):
        name = self.env._("Import of Recognitions")
        return {**self.get_formview_action(), "name": name, "target": "new"}

    # -- rows --------------------------------------------------------------------------------------

    def _rows(self):
        _ = self.env._
        if not self.file:
            raise UserError(_("Choose a file first."))
        try:
            rows = sheets.read(base64.b64decode(self.file), REQUIRED)
        except sheets.SheetError as error:
            texts = {
                "not_a_workbook": _("This is no XLSX file."),
                "columns_missing": _("These columns are missing: %s", error.detail),
                "too_many_rows": _("At most %s rows at once.", error.detail),
            }
            raise UserError(texts[error.code]) from error
        if not rows:
            raise UserError(_("The table is empty."))
        return rows

    def _lookups(self, rows):
        """Honours, recipients, standards and what is registered already, a query each."""
        city = [("company_id", "=", self.company_id.id)]
        honours = self.env["award.honour"].search(
            [*city, ("code", "in", [str(row.get(HONOUR) or "") for row in rows])]
        )
        codes = [str(row.get(CODE)) for row in rows if row.get(CODE)]
        names = [str(row.get(NAME) or "") for row in rows]
        partners = self.env["res.partner"].search(
            [
                ("parent_id", "=", False),
                ("company_id", "in", (False, self.company_id.id)),
                "|",
                ("uscc", "in", codes),
                ("name", "in", names),
            ]
        )
        standards = self.env["brand.standard"].search(
            [*city, ("number", "in", [str(row.get(STANDARD) or "") for row in rows])]
        )
        # what was declared in vain may be right in the office's own table
        known = self.env["award.recognition"].search(
            [
                ("honour_id", "in", honours.ids),
                ("partner_id", "in", partners.ids),
                ("state", "!=", "refused"),
            ]
        )
        return {
            "honours": {honour.code: honour for honour in honours},
            "by_code": {partner.uscc: partner for partner in partners if partner.uscc},
            "by_name": partners.grouped("name"),
            "standards": {standard.number: standard for standard in standards},
            "known": {one._import_key() for one in known},
        }

    def _problems(self, rows):
        """``{row: what is wrong}``, every fault of a row at once."""
        found = self._lookups(rows)
        keys = Counter(self._row_key(row) for row in rows)
        return {row["row"]: self._row_problems(row, found, keys) for row in rows}

    @api.model
    def _row_key(self, row):
        # one document may announce several standards or items of one enterprise
        columns = (HONOUR, CODE, NAME, DOCUMENT, ITEM, STANDARD)
        return tuple(str(row.get(column) or "") for column in columns)

    def _row_problems(self, row, found, keys):
        _ = self.env._
        texts = [_("“%s” is empty.", column) for column in REQUIRED if not row.get(column)]
        honour = found["honours"].get(str(row.get(HONOUR) or ""))
        if row.get(HONOUR) and not honour:
            texts.append(_("No honour has the code %s.", row[HONOUR]))
        partner, problem = self._recipient(row, found)
        if problem:
            texts.append(problem)
        texts += self._date_problems(row)
        if honour and honour.event_kind == "standard":
            texts += self._standard_problems(row, found)
        if keys[self._row_key(row)] > 1:
            texts.append(_("The row stands in the table twice."))
        if honour and partner:
            standard = found["standards"].get(str(row.get(STANDARD) or ""))
            is_standard = honour.event_kind == "standard"
            key = (honour.id, partner.id, str(row.get(DOCUMENT) or ""))
            what = (str(row.get(ITEM) or ""), standard.id if standard and is_standard else 0)
            if (*key, *what) in found["known"]:
                texts.append(_("Registered already."))
        return texts

    def _recipient(self, row, found):
        """The recipient by its credit code; by its name only where that is one and no code is given."""
        _ = self.env._
        if row.get(CODE):
            partner = found["by_code"].get(str(row[CODE]))
            if not partner:
                return None, _("No enterprise has the code %s.", row[CODE])
            if row.get(NAME) and partner.name != row[NAME]:
                names = (partner.legal_name_before or "").replace("、", ",").split(",")
                if row[NAME] not in names:
                    return partner, _("The code belongs to %s.", partner.name)
            return partner, None
        named = found["by_name"].get(str(row.get(NAME) or ""), ())
        if len(named) != 1 and row.get(NAME):
            return None, (
                _("Several are called %s: give the code.", row[NAME])
                if named
                else _("%s is not in the register.", row[NAME])
            )
        return (named[0], None) if named else (None, None)

    def _date_problems(self, row):
        try:
            day = sheets.as_date(row.get(DATE))
        except ValueError:
            return [self.env._("“%s” is no date.", row[DATE])]
        if day and day > self.env["brand.workday"]._today():
            return [
                self.env._("The date %s is yet to come.", self.env["brand.portal"]._long_date(day))
            ]
        return []

    def _standard_problems(self, row, found):
        _ = self.env._
        texts = []
        if str(row.get(STANDARD) or "") not in found["standards"]:
            texts.append(_("No standard has the number %s.", row.get(STANDARD) or ""))
        if not str(row.get(RANK) or "").isdecimal() or int(row[RANK]) < 1:
            texts.append(_("The rank is a number from 1."))
        return texts

    def _prepare_vals(self, row, found):
        honour = found["honours"][str(row[HONOUR])]
        partner, _problem = self._recipient(row, found)
        vals = {
            "honour_id": honour.id,
            "partner_id": partner.id,
            "holder_name": row[NAME],
            "date": sheets.as_date(row[DATE]),
            "document_no": str(row[DOCUMENT]),
            "item_name": str(row[ITEM]) if row.get(ITEM) else False,
        }
        if honour.event_kind == "standard":
            standard = found["standards"][str(row[STANDARD])]
            vals |= {"standard_id": standard.id, "rank": int(row[RANK])}
        return vals

    def _faults(self, bad, problems):
        target = io.BytesIO()
        sheets.write(
            target,
            (*COLUMNS, PROBLEM),
            (
                [*(row.get(column) for column in COLUMNS), " ".join(problems[row["row"]])]
                for row in bad
            ),
            widths=(16, 22, 28, 12, 22, 24, 18, 10, 60),
        )
        return base64.b64encode(target.getvalue())


class AwardRecognition(models.Model):
    _inherit = "award.recognition"

    def action_open_import(self):
        """The window of the import; kept at once, so that its empty table can be downloaded."""
        return self.env["award.recognition.import"].create({})._again()


class AwardRecognitionImportLine(models.TransientModel):
    """One row of the table that has a fault."""

    _name = "award.recognition.import.line"
    _description = "Row with a Fault"
    _order = "row"

    import_id = fields.Many2one(
        "award.recognition.import", required=True, ondelete="cascade", index=True
    )
    row = fields.Integer()
    name = fields.Char("Recipient")
    problem = fields.Char("Fault")
