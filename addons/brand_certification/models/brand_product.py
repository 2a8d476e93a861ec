from odoo import api, fields, models
from odoo.exceptions import UserError

# What an application describes and a certificate will name
_IDENTITY = {
    "name",
    "model_spec",
    "kind",
    "partner_id",
    "company_id",
    "trademark",
    "trademark_no",
}


class BrandProduct(models.Model):
    """The thing certified: a product, service or project of an enterprise, with its trademark."""

    _name = "brand.product"
    _description = "Product"
    _inherit = ["brand.input.mixin"]
    _order = "name, id"

    name = fields.Char(required=True)
    model_spec = fields.Char("Model and Specification")
    kind = fields.Selection(
        [
            ("product", "Manufactured product"),
            ("service", "Service"),
            ("engineering", "Engineering project"),
            ("agriculture", "Agricultural product"),
        ],
        required=True,
        default="product",
    )
    partner_id = fields.Many2one("res.partner", "Enterprise", required=True, index=True)
    company_id = fields.Many2one(
        "res.company", "City", required=True, default=lambda self: self.env.company
    )
    district_id = fields.Many2one(related="partner_id.brand_district_id", store=True)
    trademark = fields.Char()
    trademark_no = fields.Char("Trademark Registration No.")
    description = fields.Text()
    active = fields.Boolean(default=True)
    application_ids = fields.One2many("brand.application", "product_id", "Applications")
    certificate_ids = fields.One2many("brand.certificate", "product_id", "Certificates")

    @api.depends("name", "model_spec")
    def _compute_display_name(self):
        for product in self:
            spec = f" {product.model_spec}" if product.model_spec else ""
            product.display_name = f"{product.name}{spec}" if product.name else ""

    def write(self, vals):
        """A product stands as it was applied for, while an office works on its application."""
        if not self.env.su and _IDENTITY & set(vals):
            # sudo: a file counts whoever may read it
            held = self.sudo().application_ids.filtered(
                lambda a: a.state not in ("draft", "returned", "rejected", "withdrawn")
            )
            if held:
                raise UserError(
                    self.env._(
                        "%(product)s stands in application %(reference)s and cannot be changed now.",
                        product=held[0].product_id.display_name,
                        reference=held[0].name,
                    )
                )
        return super().write(vals)
