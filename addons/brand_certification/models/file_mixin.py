import base64
import hashlib

import magic

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# One number for the browser, Odoo and the proxy (config/production); megabytes per file
MAX_FILE_MIB = 20
ALLOWED_TYPES = {
    "application/pdf": "PDF",
    "image/jpeg": "JPG",
    "image/png": "PNG",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
}


class BrandFileMixin(models.AbstractModel):
    """A record with one file: kind and size are checked, its hash is taken when it is stored."""

    _name = "brand.file.mixin"
    _description = "Record with a file"

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

    # -- in the portal ---------------------------------------------------------------------------

    def _portal_size_text(self):
        """Size as people read it: 340 KB, 1.2 MB."""
        self.ensure_one()
        kib = self.size / 1024
        return f"{kib / 1024:.1f} MB" if kib >= 1024 else f"{max(1, round(kib))} KB"

    def _portal_day(self):
        self.ensure_one()
        return self.env["brand.portal"]._day(self.uploaded_on)
