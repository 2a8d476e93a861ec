from odoo import fields, models


class BrandProduct(models.Model):
    """The thing certified: a product, service or project of an enterprise, with its trademark."""

    _name = "brand.product"
    _description = "Product"
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

    def _compute_display_name(self):
        for product in self:
            spec = f" {product.model_spec}" if product.model_spec else ""
            product.display_name = f"{product.name}{spec}" if product.name else ""
