"""Rows of a programme: the checklist of documents, the levels."""

from odoo import fields, models


class BrandProgramDocument(models.Model):
    """One required document of a programme's checklist, with its template."""

    _name = "brand.program.document"
    _description = "Required Document"
    _inherit = ["brand.part.mixin"]
    _part_of = "program_id"
    _order = "program_id, sequence, id"

    name = fields.Char(required=True, translate=True, help="What the applicant hands in.")
    program_id = fields.Many2one("brand.program", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10, help="Place on the checklist.")
    required = fields.Boolean(default=True, help="Without it the file cannot be handed in.")
    help = fields.Char("Hint", translate=True, help="What it must show; stands below its name.")
    template = fields.Binary(attachment=True, help="A form to fill in, offered for download.")
    template_name = fields.Char(help="Name of the file with the form.")


class BrandProgramLevel(models.Model):
    """A grade of a programme, in order (地方性 → 国内领先 → 国际一流)."""

    _name = "brand.program.level"
    _description = "Level"
    _inherit = ["brand.part.mixin"]
    _part_of = "program_id"
    _order = "program_id, sequence, id"

    name = fields.Char(required=True, translate=True, help="Name of the grade.")
    code = fields.Char(help="Used in certificate numbers.")
    program_id = fields.Many2one("brand.program", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10, help="Higher levels have higher numbers.")
    pass_mark = fields.Float(digits=(6, 2), help="0: the programme's pass mark applies.")
    target_count = fields.Integer(
        "Goal", help="How many items are to reach this level while the programme runs. 0: no goal."
    )
