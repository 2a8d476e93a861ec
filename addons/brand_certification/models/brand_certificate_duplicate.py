"""Duplicate copies (补发): counted, with their reason, marked as such on paper."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

_ISSUERS = ("brand_certification.group_officer", "brand_certification.group_body")


class BrandCertificateDuplicate(models.Model):
    """One duplicate of a certificate: which copy, why, who issued it. Append-only."""

    _name = "brand.certificate.duplicate"
    _description = "Duplicate of a Certificate"
    _inherit = ["brand.append.only.mixin"]
    _order = "certificate_id, copy_no desc"
    _rec_name = "copy_no"

    certificate_id = fields.Many2one(
        "brand.certificate", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="certificate_id.company_id", store=True)
    district_id = fields.Many2one(related="certificate_id.district_id", store=True)
    copy_no = fields.Integer("Duplicate No.", required=True)
    version = fields.Integer(required=True)
    reason = fields.Text(required=True)
    date = fields.Date(required=True)
    user_id = fields.Many2one("res.users", "Issued by", required=True)

    _count = models.UniqueIndex(
        "(certificate_id, copy_no)", "A duplicate was issued at the same moment. Try again."
    )


class BrandCertificate(models.Model):
    _inherit = "brand.certificate"

    duplicate_ids = fields.One2many("brand.certificate.duplicate", "certificate_id", "Duplicates")
    duplicate_count = fields.Integer(compute="_compute_duplicate_count")

    @api.depends("duplicate_ids")
    def _compute_duplicate_count(self):
        for certificate in self:
            certificate.duplicate_count = len(certificate.duplicate_ids)

    def action_issue_duplicate(self, reason):
        """Issue a duplicate of a certificate in force, for one that was lost or damaged.

        Logged in the history, which everybody sees; the paper says which duplicate it is.

        :param reason: why; part of the history
        :raises UserError: without a reason, and for a certificate that is not valid today
        :return: the paper
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.su and not any(map(self.env.user.has_group, _ISSUERS)):
            raise AccessError(self.env._("Duplicates are issued by officers and by the body."))
        self._require_reason(reason)
        if self.status != "valid":
            raise UserError(
                self.env._("%s is not valid today: no duplicate is issued.", self.number)
            )
        self.lock_for_update(allow_referencing=True)
        # sudo: written by this step only
        certificate = self.sudo()
        number = len(certificate.duplicate_ids) + 1
        self.env["brand.certificate.duplicate"].sudo().create(
            {
                "certificate_id": self.id,
                "copy_no": number,
                "version": certificate.version,
                "reason": reason.strip(),
                "date": self.env["brand.workday"]._today(),
                "user_id": self.env.uid,
            }
        )
        self._add_event("duplicate", reason.strip())
        return certificate._queue_papers("duplicate", copy_no=number)
