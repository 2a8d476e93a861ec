"""What a certificate said, version by version."""

import secrets

from odoo import api, fields, models

from ..scheme import numbering

# Words that stand on the certificate and, frozen, in each of its versions
FACE_FIELDS = (
    "partner_id",
    "holder_name",
    "uscc",
    "holder_address",
    "product_name",
    "trademark",
    "level_id",
    "body_id",
    "standard_text",
    "date_issue",
    "date_start",
    "date_end",
)


class BrandCertificateVersion(models.Model):
    """One version of a certificate with all that stood on it. Append-only.

    Each version has its own token, so that the code on an older paper still finds what it said and
    tells that a newer version counts.
    """

    _name = "brand.certificate.version"
    _description = "Version of a Certificate"
    _inherit = ["brand.append.only.mixin"]
    _order = "certificate_id, version desc, id desc"
    _rec_name = "number"

    certificate_id = fields.Many2one(
        "brand.certificate", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", "City", required=True)
    number = fields.Char(required=True)
    number_key = fields.Char(required=True)
    version = fields.Integer(required=True)
    token = fields.Char(required=True, groups="base.group_no_one")
    kind = fields.Selection(
        [("issue", "First issue"), ("renewal", "Renewal"), ("change", "Change")], required=True
    )
    reason = fields.Text()
    document_no = fields.Char("Document No.")
    partner_id = fields.Many2one("res.partner", "Enterprise")
    holder_name = fields.Char("Holder as Issued")
    uscc = fields.Char("Unified Social Credit Code")
    holder_address = fields.Char("Address as Issued")
    product_name = fields.Char("Product as Issued")
    product_model = fields.Char("Model as Issued")
    trademark = fields.Char("Trademark as Issued")
    level_id = fields.Many2one("brand.program.level")
    body_id = fields.Many2one("brand.body", "Certification Body")
    standard_text = fields.Char("Standards")
    date_issue = fields.Date("Issued on")
    date_start = fields.Date("Valid from")
    date_end = fields.Date("Valid until")

    # A number and its version are used once in a city, for ever: rows are never deleted
    _number_unique = models.UniqueIndex(
        "(company_id, number_key, version)", "This certificate number has been used already."
    )
    _token_unique = models.UniqueIndex("(token)", "Tokens are unique.")

    @api.depends("number", "version")
    def _compute_display_name(self):
        for row in self:
            row.display_name = numbering.with_version(row.number or "", row.version or 1)

    @api.model
    def _new_token(self):
        return secrets.token_urlsafe(12)


class BrandCertificate(models.Model):
    _inherit = "brand.certificate"

    product_model = fields.Char("Model as Issued", readonly=True)

    _system_fields = frozenset({"product_model"})

    def _keep_versions(self, kind, reason=None, document_no=None):
        """Keep what stands on these certificates now as a version, in one batch."""
        # sudo: versions are written by our own code only, and certificates are theirs to copy
        return (
            self.env["brand.certificate.version"]
            .sudo()
            .create(
                [
                    {
                        "certificate_id": certificate.id,
                        "company_id": certificate.company_id.id,
                        "number": certificate.number,
                        "number_key": certificate.number_key,
                        "version": certificate.version,
                        "token": certificate.token,
                        "product_model": certificate.product_model,
                        "kind": "renewal" if kind == "issue" and certificate.renews_id else kind,
                        "reason": reason,
                        "document_no": document_no,
                        **{
                            name: certificate[name].id
                            if certificate._fields[name].type == "many2one"
                            else certificate[name]
                            for name in FACE_FIELDS
                        },
                    }
                    for certificate in self.sudo()
                ]
            )
        )

    def _new_version(self, vals, reason, document_no=None):
        """Give the certificate a version with a changed face: same number, new token.

        Validity stays what it was; an older paper's code leads to the new version.
        """
        self.ensure_one()
        # sudo: a face changes by a granted request only, which calls this
        certificate = self.sudo()
        certificate.write(
            {
                **vals,
                "version": certificate.version + 1,
                "token": self.env["brand.certificate.version"]._new_token(),
                "date_issue": self.env["brand.workday"]._today(),
            }
        )
        version = certificate._keep_versions("change", reason, document_no)
        self._add_event("change", reason, document_no)
        return version
