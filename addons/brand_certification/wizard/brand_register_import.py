"""Take over the register of an earlier scheme from a sheet: look first, then import."""

import base64
import csv
import io

import openpyxl

from odoo import fields, models
from odoo.exceptions import UserError

from ..scheme import numbering, register

_MAX_ROWS = 20_000


class BrandRegisterImport(models.TransientModel):
    """Reads a register (CSV or XLSX) and shows what would come of each row; imports all or nothing.

    Certificates that the register has already, of the same scheme and holder, are known and passed
    over: the same file can be imported again after a correction.
    """

    _name = "brand.register.import"
    _description = "Import a Register of Certificates"

    program_id = fields.Many2one(
        "brand.program", "Earlier Scheme", required=True, domain="[('is_legacy', '=', True)]"
    )
    company_id = fields.Many2one(related="program_id.company_id")
    file = fields.Binary(required=True)
    filename = fields.Char()
    document_no = fields.Char(
        "Document No.",
        required=True,
        help="Of the announcement or letter by which it was handed over.",
    )
    is_checked = fields.Boolean(readonly=True)
    problem_text = fields.Text("Problems of the File", readonly=True)
    line_ids = fields.One2many("brand.register.import.line", "import_id", "Rows", readonly=True)
    new_count = fields.Integer("New", compute="_compute_counts")
    known_count = fields.Integer("Known", compute="_compute_counts")
    error_count = fields.Integer("With Errors", compute="_compute_counts")

    def _compute_counts(self):
        for wizard in self:
            outcomes = wizard.line_ids.mapped("outcome")
            wizard.new_count = outcomes.count("new")
            wizard.known_count = outcomes.count("known")
            wizard.error_count = outcomes.count("error")

    # -- looking ---------------------------------------------------------------------------------

    def action_check(self):
        """Read the file and show every row with what would come of it; nothing is kept."""
        self.ensure_one()
        self._check_officer()
        found = register.read(self._cells())
        self.line_ids.unlink()
        self.problem_text = "\n".join(f"• {self._problem_text(p)}" for p in found.problems) or False
        errors = self._errors_in_the_register(found.rows)
        self.env["brand.register.import.line"].create(
            [self._prepare_line(row, *errors[row.line]) for row in found.rows]
        )
        self.is_checked = True
        return self._reopen()

    def _check_officer(self):
        if not self.program_id.is_legacy:
            raise UserError(self.env._("A register is imported into an earlier scheme only."))
        self.program_id.check_access("read")

    def _cells(self):
        """Cells of the file's first sheet."""
        content = base64.b64decode(self.file)
        if content[:2] == b"PK":
            try:
                book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            except Exception as error:
                raise UserError(self.env._("This is no sheet that can be read.")) from error
            table = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
        else:
            table = list(csv.reader(io.StringIO(self._text(content))))
        if len(table) > _MAX_ROWS:
            raise UserError(
                self.env._("The file has more than %s rows; please divide it.", _MAX_ROWS)
            )
        return table

    def _text(self, content):
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
        raise UserError(self.env._("This is no sheet that can be read."))

    def _errors_in_the_register(self, rows):
        """``{line: (outcome, sentences)}``: what the city's own records say to each row."""
        levels = self._levels()
        districts = self._districts()
        used = self._used_numbers(rows)
        answers = {}
        for row in rows:
            texts = [self._problem_text(problem) for problem in row.problems]
            if row.level and row.level not in levels:
                texts.append(self.env._("the scheme has no level “%s”", row.level))
            if row.district and row.district not in districts:
                texts.append(self.env._("the city has no district “%s”", row.district))
            holder = used.get(numbering.normalise(row.number))
            if holder and holder != (self.program_id, row.uscc):
                texts.append(self.env._("another certificate has this number"))
            outcome = "error" if texts else "known" if holder else "new"
            answers[row.line] = outcome, texts
        return answers

    def _districts(self):
        found = self.env["brand.district"].search([("company_id", "=", self.company_id.id)])
        return {register.plain(district.name): district for district in found}

    def _levels(self):
        """By name, in the width in which the sheet is read."""
        return {register.plain(level.name): level for level in self.program_id.level_ids}

    def _used_numbers(self, rows):
        """``{number: (scheme, credit code)}`` of numbers that the city has used."""
        keys = [numbering.normalise(row.number) for row in rows if row.number]
        # sudo: a number counts whoever may read its certificate
        found = (
            self.env["brand.certificate"]
            .sudo()
            .search_fetch(
                [("company_id", "=", self.company_id.id), ("number_key", "in", keys)],
                ["number_key", "program_id", "uscc"],
            )
        )
        return {
            certificate.number_key: (certificate.program_id.sudo(False), certificate.uscc)
            for certificate in found
        }

    def _prepare_line(self, row, outcome, texts):
        return {
            "import_id": self.id,
            "line": row.line,
            "number": row.number,
            "holder": row.holder,
            "uscc": row.uscc,
            "product": row.product,
            "model_spec": row.model,
            "kind": row.kind,
            "level": row.level,
            "district": row.district,
            "standard": row.standard,
            "date_issue": row.date_issue,
            "date_end": row.date_end,
            "outcome": outcome,
            "error": "；".join(texts) if self.env.lang == "zh_CN" else "; ".join(texts),
        }

    def _problem_text(self, problem):
        _, params = self.env._, problem.params
        column = self._column(params.get("column"))
        texts = {
            "no_heading": _("No heading was found: one row must name the columns."),
            "column_missing": _("The column “%s” is missing.", column),
            "empty": _("“%s” is empty", column),
            "bad_date": _(
                "“%(column)s” is no date: %(value)s", column=column, value=params.get("value")
            ),
            "ends_before_issue": _("it ends before it was issued"),
            "uscc": _("the credit code is not right: %s", params.get("value")),
            "unknown_kind": _("unknown kind: %s", params.get("value")),
            "twice": _("the number stands in row %s already", params.get("line")),
        }
        return texts[problem.code]

    def _column(self, name):
        """Heading of a column as offices write it."""
        return register.HEADINGS[name][0] if name else ""

    # -- importing -------------------------------------------------------------------------------

    def action_import(self):
        """Register all new rows in one go; refused while any row has an error.

        :return: the list of the certificates registered
        """
        self.ensure_one()
        self.action_check()
        if self.problem_text or self.error_count:
            raise UserError(
                self.env._("Correct the file first: %s rows have errors.", self.error_count)
                if not self.problem_text
                else self.problem_text
            )
        lines = self.line_ids.filtered(lambda line: line.outcome == "new")
        if not lines:
            raise UserError(self.env._("There is nothing new in this file."))
        certificates = lines._take_over()
        return {
            "type": "ir.actions.act_window",
            "name": self.program_id.display_name,
            "res_model": "brand.certificate",
            "view_mode": "list,form",
            "domain": [("id", "in", certificates.ids)],
        }

    def _reopen(self):
        return {**self.get_formview_action(), "target": "new"}


class BrandRegisterImportLine(models.TransientModel):
    """One row of the file, and what would come of it."""

    _name = "brand.register.import.line"
    _description = "Row of a Register"
    _order = "import_id, line"

    import_id = fields.Many2one("brand.register.import", required=True, ondelete="cascade")
    line = fields.Integer("Row", readonly=True)
    number = fields.Char(readonly=True)
    holder = fields.Char(readonly=True)
    uscc = fields.Char("Unified Social Credit Code", readonly=True)
    product = fields.Char(readonly=True)
    model_spec = fields.Char("Model and Specification", readonly=True)
    kind = fields.Char(readonly=True)
    level = fields.Char(readonly=True)
    district = fields.Char(readonly=True)
    standard = fields.Char(readonly=True)
    date_issue = fields.Date("Issued on", readonly=True)
    date_end = fields.Date("Valid until", readonly=True)
    outcome = fields.Selection(
        [("new", "New"), ("known", "Known"), ("error", "With errors")], readonly=True
    )
    error = fields.Char("What to Correct", readonly=True)

    def _take_over(self):
        """Enterprises, products and certificates of these rows, in batches."""
        wizard = self.import_id
        partners = self._partners()
        products = self._products(partners)
        levels = wizard._levels()
        default = wizard.program_id.level_ids[:1]
        # sudo: certificates are written by actions only; this one registers what others issued
        certificates = (
            self.env["brand.certificate"]
            .sudo()
            .create(
                [
                    {
                        "number": line.number,
                        "version": 1,
                        "origin": "register",
                        "partner_id": partners[line.uscc].id,
                        "holder_name": line.holder,
                        "uscc": line.uscc,
                        "product_id": products[line._product_key()].id,
                        "product_name": products[line._product_key()].display_name,
                        "product_model": line.model_spec,
                        "program_id": wizard.program_id.id,
                        "level_id": levels.get(line.level, default).id,
                        "standard_text": line.standard,
                        "date_issue": line.date_issue,
                        "date_first_issue": line.date_issue,
                        "date_start": line.date_issue,
                        "date_end": line.date_end,
                        "token": self.env["brand.certificate.version"]._new_token(),
                    }
                    for line in self
                ]
            )
        )
        certificates._keep_versions("issue", document_no=wizard.document_no)
        certificates._add_registered_events(wizard.document_no)
        return certificates.sudo(False)

    def _partners(self):
        """``{credit code: enterprise}``; those that the city does not know yet are made."""
        company = self.import_id.company_id
        Partner = self.env["res.partner"]
        known = Partner.search(
            [
                ("uscc", "in", self.mapped("uscc")),
                ("parent_id", "=", False),
                ("company_id", "in", (False, company.id)),
            ]
        )
        found = {partner.uscc: partner for partner in known}
        districts = self.import_id._districts()
        missing = {line.uscc: line for line in self if line.uscc not in found}
        made = Partner.create(
            [
                {
                    "name": line.holder,
                    "is_company": True,
                    "is_brand_enterprise": True,
                    "uscc": code,
                    "brand_district_id": districts[line.district].id if line.district else False,
                    "country_id": self.env.ref("base.cn").id,
                    "company_id": company.id,
                }
                for code, line in missing.items()
            ]
        )
        return found | {partner.uscc: partner for partner in made}

    def _product_key(self):
        return self.uscc, self.product, self.model_spec or ""

    def _products(self, partners):
        """``{(credit code, name, model): product}``; those that are not there yet are made."""
        # sudo: products are entered by their enterprises; here the register enters them
        Product = self.env["brand.product"].sudo()
        holders = self.env["res.partner"].union(*partners.values())
        known = Product.search([("partner_id", "in", holders.ids)])
        found = {(p.partner_id.uscc, p.name, p.model_spec or ""): p for p in known}
        missing = {line._product_key(): line for line in self if line._product_key() not in found}
        made = Product.create(
            [
                {
                    "name": line.product,
                    "model_spec": line.model_spec,
                    "kind": line.kind,
                    "partner_id": partners[line.uscc].id,
                    "company_id": self.import_id.company_id.id,
                }
                for line in missing.values()
            ]
        )
        return found | dict(zip(missing, made, strict=True))
