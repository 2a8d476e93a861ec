"""What a request would change on a certificate, and how a granted change becomes a version."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

_CHANGE_FIELDS = (
    "new_partner_id",
    "new_holder_name",
    "new_address",
    "new_product_name",
    "new_model",
    "new_trademark",
    "new_standard_ids",
    "is_scope_wider",
)

# What the licence of the mark says too: changed, it is made out anew
_LICENSED = {"holder_name", "product_name"}


class BrandCertificateRequest(models.Model):
    _inherit = "brand.certificate.request"

    _write_windows = dict.fromkeys(_CHANGE_FIELDS, ("draft",))

    new_partner_id = fields.Many2one(
        "res.partner", "New Holder", help="After a merger or split: the successor, linked as such."
    )
    new_holder_name = fields.Char("New Name of the Holder")
    new_address = fields.Char()
    new_product_name = fields.Char()
    new_model = fields.Char("New Models")
    new_trademark = fields.Char()
    new_standard_ids = fields.Many2many("brand.standard", string="New Standards")
    is_scope_wider = fields.Boolean(
        "The Scope Grows", help="A model is added or a standard replaced: evaluated before decided."
    )

    def _widens_scope(self):
        """A changed product, model or standard is evaluated; a name or an address is not."""
        return bool(
            self.is_scope_wider or self.new_model or self.new_product_name or self.new_standard_ids
        )

    def _change_certificate(self, reason, document_no):
        # sudo: standards and the successor's name, of a request that the decider may read
        request = self.sudo()
        vals = request._new_face()
        request.certificate_id._new_version(vals, reason, document_no)
        request.certificate_id._queue_papers("certificate")
        if _LICENSED & set(vals):
            request.certificate_id.filtered("mark_licence_ids")._queue_papers("licence")

    def _new_face(self):
        """Values of the certificate that change."""
        self.ensure_one()
        request = self.sudo()
        certificate, partner = request.certificate_id, request.new_partner_id
        vals = {}
        if partner and partner != certificate.partner_id:
            vals |= {
                "partner_id": partner.id,
                "holder_name": partner.name,
                "uscc": partner.uscc,
                "holder_address": partner._one_line_address(),
            }
        given = {
            "holder_name": request.new_holder_name,
            "holder_address": request.new_address,
            "trademark": request.new_trademark,
        }
        vals |= {name: value for name, value in given.items() if value}
        if request.new_product_name or request.new_model:
            name = request.new_product_name or certificate.product_id.name
            model = request.new_model or certificate.product_model
            vals |= {"product_name": " ".join(filter(None, (name, model))), "product_model": model}
        if request.new_standard_ids:
            names = request.new_standard_ids.mapped("display_name")
            vals |= {
                "standard_ids": [(6, 0, request.new_standard_ids.ids)],
                "standard_text": "、".join(names),
            }
        return vals

    @api.constrains("new_partner_id", "certificate_id")
    def _check_successor(self):
        """A certificate passes to who lives on in the holder, not to anybody."""
        for request in self.sudo().filtered("new_partner_id"):
            holder = request.certificate_id.partner_id.commercial_partner_id
            if holder not in request.new_partner_id.commercial_partner_id._forebears():
                raise ValidationError(
                    self.env._(
                        "%(new)s is not linked as a successor of %(old)s.",
                        new=request.new_partner_id.name,
                        old=holder.name,
                    )
                )

    @api.constrains("new_standard_ids")
    def _check_standards_published(self):
        unpublished = self.sudo().new_standard_ids.filtered(lambda s: s.state != "published")
        if unpublished:
            raise ValidationError(
                self.env._(
                    "Only published standards can be cited: %s",
                    ", ".join(unpublished.mapped("display_name")),
                )
            )
