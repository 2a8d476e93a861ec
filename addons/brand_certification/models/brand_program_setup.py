"""Guided setup of a programme: its parts in order, what each lacks, and the way to it."""

from odoo import api, fields, models
from odoo.exceptions import UserError

PARTS = (
    "scope",
    "steps",
    "levels",
    "criteria",
    "documents",
    "evaluation",
    "certificate",
    "mark",
    "texts",
)


class BrandProgramSetup(models.Model):
    """One part of the setup of one programme: a view of the programme, no table of its own."""

    _name = "brand.program.setup"
    _description = "Part of the Setup"
    _auto = False
    _order = "program_id, sequence"
    _depends = {"brand.program": ["name"]}

    program_id = fields.Many2one("brand.program", readonly=True)
    sequence = fields.Integer("No.", readonly=True)
    part = fields.Selection(
        [
            ("scope", "Who may apply, for what, when"),
            ("steps", "Steps, their order and limits"),
            ("levels", "Levels and shares of sectors"),
            ("criteria", "Criteria"),
            ("documents", "Documents to be handed in"),
            ("evaluation", "Evaluation and decision"),
            ("certificate", "Certificate and surveillance"),
            ("mark", "Suspension, renewal and the mark"),
            ("texts", "Office, texts and rules"),
        ],
        readonly=True,
    )
    is_done = fields.Boolean("Done", compute="_compute_missing")
    missing = fields.Text("Still Missing", compute="_compute_missing")
    summary = fields.Char("As Set Up", compute="_compute_missing")

    @property
    def _table_query(self):
        values = ", ".join(f"({number}, '{part}')" for number, part in enumerate(PARTS, 1))
        return f"""
            SELECT p.id * {len(PARTS) + 1} + v.number AS id, p.id AS program_id,
                   v.number AS sequence, v.part AS part
              FROM brand_program p CROSS JOIN (VALUES {values}) AS v (number, part)
        """

    @api.depends("part", "program_id.missing_text", "program_id.mark_name")
    @api.depends_context("lang")
    def _compute_missing(self):
        for program, rows in self.grouped("program_id").items():
            missing = program._missing_by_part() if program.state == "draft" else {}
            for row in rows:
                texts = missing.get(row.part, ())
                row.is_done = not texts
                row.missing = "\n".join(texts) or False
                row.summary = program._setup_summary(row.part)

    def action_open_part(self):
        """Open this part of the programme alone, in a dialog."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self._fields["part"].convert_to_export(self.part, self),
            "res_model": "brand.program",
            "res_id": self.program_id.id,
            "view_mode": "form",
            "target": "new",
            "context": {**self.env.context, "brand_part": self.part},
        }


class BrandProgram(models.Model):
    _inherit = "brand.program"

    setup_ids = fields.One2many("brand.program.setup", compute="_compute_setup_ids")
    setup_done = fields.Char("Set Up", compute="_compute_setup_ids")

    @api.depends("missing_text")
    def _compute_setup_ids(self):
        Setup = self.env["brand.program.setup"]
        count = len(PARTS)
        for program in self:
            number = program._origin.id
            program.setup_ids = Setup.browse(
                [number * (count + 1) + n for n in range(1, count + 1)] if number else []
            )
            done = len(program.setup_ids.filtered("is_done"))
            program.setup_done = f"{done} / {count}" if number else False

    def action_continue_setup(self):
        """Open the first part that lacks something.

        :raises UserError: when nothing is missing
        """
        self.ensure_one()
        row = self.setup_ids.filtered(lambda part: not part.is_done)[:1]
        if not row:
            raise UserError(self.env._("Nothing is missing: open the programme for applications."))
        return row.action_open_part()

    def _missing_by_part(self):
        """``{part: sentences}``: what ``_missing`` tells, and where it is set."""
        self.ensure_one()
        _ = self.env._
        place = {
            _("at least one level"): "levels",
            _("criteria"): "criteria",
            _("the checklist of documents"): "documents",
            _("the pattern of certificate numbers"): "certificate",
            _("the text of the self-declaration"): "texts",
            _("name and phone of the office"): "texts",
            _("the phone of the discipline office"): "texts",
            _("the application window"): "scope",
            _("what may be certified (products, services …)"): "scope",
            _("the criterion that breaks a tie"): "evaluation",
            _("in which scope the shares of sectors are counted (not ruled yet)"): "levels",
        }
        tree = self.criterion_ids._tree_problems()
        found = {}
        for text in self._missing():
            part = place.get(text, "criteria" if text in tree else "scope")
            found.setdefault(part, []).append(text)
        return found

    def _setup_summary(self, part):
        """What is set, in a few words, for the list of parts."""
        _ = self.env._
        kinds = dict(
            self.env["brand.program.share"]._fields["sector"]._description_selection(self.env)
        )
        steps = self.step_ids.filtered("required").sorted("sequence")
        return {
            "scope": "、".join(kinds[kind] for kind in self._kinds()),
            "steps": " → ".join(self.env["brand.program.step"]._key_label(s.key) for s in steps),
            "levels": "、".join(self.level_ids.mapped("name")),
            "criteria": _("%s criteria are scored", len(self.criterion_ids._leaves())),
            "documents": _(
                "%(count)s documents, %(templates)s with a template",
                count=len(self.document_type_ids),
                templates=len(self.document_type_ids.filtered("template_name")),
            ),
            "evaluation": _(
                "%(count)s assessors, pass mark %(mark)s",
                count=self.assessor_count,
                mark=f"{self.pass_mark:g}",
            ),
            "certificate": _(
                "%(number)s, valid %(months)s months",
                number=self.number_example,
                months=self.validity_months,
            ),
            "mark": self.mark_name or _("No mark is licensed"),
            "texts": " ".join(filter(None, (self.office_name, self.office_phone))),
        }[part]
