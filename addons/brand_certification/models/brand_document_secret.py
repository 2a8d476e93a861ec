"""Attachments that the applicant marked as a trade secret: fewer readers, each reading on record."""

from odoo import api, fields, models
from odoo.exceptions import AccessError

_CONTENT_FIELDS = frozenset({"file", "raw", "datas", "db_datas"})


class BrandDocumentAccess(models.Model):
    """Who opened a document marked as a trade secret, and when. Append-only."""

    _name = "brand.document.access"
    _description = "Access to a Trade Secret"
    _inherit = ["brand.append.only.mixin"]
    _order = "id desc"
    _rec_name = "document_name"

    document_id = fields.Many2one(
        "brand.application.document", readonly=True, index=True, ondelete="set null"
    )
    application_id = fields.Many2one(
        "brand.application", readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="application_id.company_id", store=True)
    document_name = fields.Char("Name of the Document", readonly=True)
    sha256 = fields.Char("SHA-256", readonly=True)
    user_id = fields.Many2one("res.users", "Opened by", required=True, readonly=True, index=True)
    date = fields.Datetime("Opened at", default=fields.Datetime.now, required=True, readonly=True)


class BrandApplicationDocument(models.Model):
    _inherit = "brand.application.document"

    is_secret = fields.Boolean(
        "Trade Secret",
        help="Read by the officer, the reviewer and the assessors of this file only.",
    )
    access_ids = fields.One2many("brand.document.access", "document_id", "Opened by")

    def _log_secret_access(self):
        """Keep who opens the content of these documents; the enterprise itself is not noted."""
        own = self.env.user.partner_id.commercial_partner_id
        # sudo: the log is written by the system; the enterprise of a file is compared, not shown
        secrets = self.sudo().filtered(
            lambda d: (
                d.is_secret
                and d.sha256
                and d.application_id.partner_id.commercial_partner_id != own
            )
        )
        if not secrets:
            return
        self.env["brand.document.access"].sudo().create(
            [
                {
                    "document_id": document.id,
                    "application_id": document.application_id.id,
                    "document_name": document.name,
                    "sha256": document.sha256,
                    "user_id": self.env.uid,
                }
                for document in secrets
            ]
        )

    def _read_format(self, fnames, load="_classic_read"):
        """Content read by a client is noted as well as a download (sizes are not)."""
        if "file" in fnames and not self.env.context.get("bin_size") and not self.env.su:
            self._log_secret_access()
        return super()._read_format(fnames, load=load)

    def export_data(self, fields_to_export):
        """Exports never hold the content of a trade secret."""
        wanted = {name.split("/")[0] for name in fields_to_export}
        if "file" in wanted and any(self.mapped("is_secret")):
            raise AccessError(
                self.env._("Documents marked as trade secrets are opened one by one, not exported.")
            )
        return super().export_data(fields_to_export)

    def _exportable(self):
        """Documents whose content may be handed on to others (dossiers, copies)."""
        return self.filtered(lambda document: not document.is_secret)


class BrandApplication(models.Model):
    _inherit = "brand.application"

    hidden_document_count = fields.Integer(
        "Trade Secrets Not Shown", compute="_compute_hidden_document_count"
    )

    @api.depends("document_ids.is_secret")
    @api.depends_context("uid")
    def _compute_hidden_document_count(self):
        Document = self.env["brand.application.document"]
        asked = [("application_id", "in", self.ids), ("is_secret", "=", True)]

        def count(model):
            return dict(model._read_group(asked, ["application_id"], ["__count"]))

        # sudo: how many there are is no secret, and says why the checklist has holes
        there, seen = count(Document.sudo()), count(Document)
        seen = {application.id: number for application, number in seen.items()}
        there = {application.id: number for application, number in there.items()}
        for application in self:
            key = application._origin.id
            application.hidden_document_count = there.get(key, 0) - seen.get(key, 0)


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _read_format(self, fnames, load="_classic_read"):
        if _CONTENT_FIELDS & set(fnames) and not self.env.su:
            self._log_secret_access()
        return super()._read_format(fnames, load=load)

    def _log_secret_access(self):
        """Note the opening of a trade secret through its attachment."""
        ids = [
            attachment.res_id
            for attachment in self.sudo()
            if attachment.res_model == "brand.application.document"
        ]
        self.env["brand.application.document"].browse(ids)._log_secret_access()


class IrBinary(models.AbstractModel):
    _inherit = "ir.binary"

    def _record_to_stream(self, record, field_name):
        """Every download passes here, by the document or by its attachment."""
        if record._name in ("brand.application.document", "ir.attachment"):
            # the caller's rights were checked when the record was found; sudo is stripped to know
            # who opens it
            record.with_env(self.env)._log_secret_access()
        return super()._record_to_stream(record, field_name)
