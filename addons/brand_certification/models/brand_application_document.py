"""The checklist of an application, and the gaps that an office tells its enterprise."""

from odoo import fields, models
from odoo.exceptions import AccessError

# Where the limits of files were first known by
from .file_mixin import ALLOWED_TYPES, MAX_FILE_MIB  # noqa: F401


class BrandApplicationDocument(models.Model):
    """One file of an application's checklist; its hash is taken when it is stored."""

    _name = "brand.application.document"
    _description = "Application Document"
    _inherit = ["brand.part.mixin", "brand.file.mixin"]
    _part_of = "application_id"
    _part_states = ("draft", "returned")
    _order = "application_id, sequence, id"

    application_id = fields.Many2one(
        "brand.application", required=True, ondelete="cascade", index=True
    )
    type_id = fields.Many2one("brand.program.document", "Required Document")
    sequence = fields.Integer(related="type_id.sequence", store=True)
    name = fields.Char(required=True)
    required = fields.Boolean(related="type_id.required")

    def write(self, vals):
        if not self.env.su and {"application_id", "type_id", "name"} & set(vals):
            raise AccessError(self.env._("The checklist follows the programme."))
        return super().write(vals)


class BrandApplicationGap(models.Model):
    """Something the file lacks, told to the enterprise beside the field it means."""

    _name = "brand.application.gap"
    _description = "Gap of an Application"
    _inherit = ["brand.gap.mixin"]
    _part_of = "application_id"
    _part_states = ("submitted",)
    _order = "application_id, id"

    application_id = fields.Many2one(
        "brand.application", required=True, ondelete="cascade", index=True
    )
    field_name = fields.Selection(
        [
            ("enterprise", "Enterprise data"),
            ("product", "Product"),
            ("standards", "Standards"),
            ("advantage", "Advancedness of the product"),
            ("market_position", "Market position"),
            ("intellectual_property", "Intellectual property"),
            ("quality_system", "Quality management"),
            ("document", "Document"),
            ("declaration", "Self-declaration"),
        ],
        "Concerns",
        required=True,
        default="document",
    )
    document_id = fields.Many2one(
        "brand.application.document", domain="[('application_id', '=', application_id)]"
    )
