import base64
import hashlib

import magic

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

# One number for the browser, Odoo and the proxy (config/production); megabytes per file
MAX_FILE_MIB = 20
ALLOWED_TYPES = {
    "application/pdf": "PDF",
    "image/jpeg": "JPG",
    "image/png": "PNG",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
}


class BrandApplicationDocument(models.Model):
    """One file of an application's checklist; its hash is taken when it is stored."""

    _name = "brand.application.document"
    _description = "Application Document"
    _inherit = ["brand.part.mixin"]
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
    file = fields.Binary(attachment=True)
    filename = fields.Char()
    size = fields.Integer("Size (bytes)", readonly=True)
    mimetype = fields.Char(readonly=True)
    sha256 = fields.Char("SHA-256", readonly=True)
    uploaded_on = fields.Datetime(readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._add_file_facts(vals)
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and {"application_id", "type_id", "name"} & set(vals):
            raise AccessError(self.env._("The checklist follows the programme."))
        self._add_file_facts(vals)
        return super().write(vals)

    @api.model
    def _add_file_facts(self, vals):
        """Size, type and hash follow from the content; what a client says of them is dropped."""
        for name in ("size", "mimetype", "sha256", "uploaded_on"):
            vals.pop(name, None)
        if "file" not in vals:
            return
        if not vals["file"]:
            vals.update(filename=False, size=0, mimetype=False, sha256=False, uploaded_on=False)
            return
        content = base64.b64decode(vals["file"])
        vals.update(
            size=len(content),
            mimetype=self._checked_type(content, vals.get("filename") or ""),
            sha256=hashlib.sha256(content).hexdigest(),
            uploaded_on=fields.Datetime.now(),
        )

    @api.model
    def _checked_type(self, content, filename):
        if len(content) > MAX_FILE_MIB * 1024 * 1024:
            raise ValidationError(
                self.env._(
                    "%(file)s is larger than %(limit)s MB.", file=filename, limit=MAX_FILE_MIB
                )
            )
        found = magic.from_buffer(content[:4096], mime=True)
        ending = filename.rpartition(".")[2].upper()
        # Office files are ZIP archives to libmagic: the ending tells which
        if found == "application/zip" and ending in ("DOCX", "XLSX"):
            found = next(mime for mime, name in ALLOWED_TYPES.items() if name == ending)
        if found not in ALLOWED_TYPES:
            raise ValidationError(
                self.env._(
                    "%(file)s cannot be taken. Allowed: %(types)s, up to %(limit)s MB each.",
                    file=filename,
                    types=", ".join(ALLOWED_TYPES.values()),
                    limit=MAX_FILE_MIB,
                )
            )
        return found


class BrandApplicationGap(models.Model):
    """Something the file lacks, told to the enterprise beside the field it means."""

    _name = "brand.application.gap"
    _description = "Gap of an Application"
    _inherit = ["brand.part.mixin"]
    _part_of = "application_id"
    _part_states = ("submitted",)
    _order = "application_id, id"
    _rec_name = "text"

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
    text = fields.Char("What Is Missing", required=True)
    corrected = fields.Boolean(readonly=True)
    was_there = fields.Boolean(
        "Was There Before", help="Could have been told with an earlier return."
    )
