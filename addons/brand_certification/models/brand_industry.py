"""Industries by GB/T 4754, and the industry of a product."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..scheme import industries


class BrandIndustry(models.Model):
    """A section or division of GB/T 4754, by which scopes of accreditation and fields are told."""

    _name = "brand.industry"
    _description = "Industry"
    _inherit = ["brand.input.mixin"]
    _order = "code"
    _rec_names_search = ["code", "name"]

    code = fields.Char(
        required=True, help="Section, division, group or class of GB/T 4754, such as C, C34, C349."
    )
    name = fields.Char(required=True)

    _code_unique = models.Constraint("UNIQUE (code)", "This industry exists already.")

    @api.constrains("code")
    def _check_code(self):
        for industry in self:
            if industries.normalise(industry.code) != industry.code:
                raise ValidationError(
                    self.env._(
                        "“%s” is no code of GB/T 4754: write the section and the digits, such as"
                        " C34.",
                        industry.code,
                    )
                )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for industry in self:
            industry.display_name = " ".join(filter(None, (industry.code, industry.name)))

    def _cover(self, code):
        """Whether one of these industries is, or contains, the industry of ``code``."""
        return industries.is_covered(code, self.mapped("code"))


class BrandProduct(models.Model):
    _inherit = "brand.product"

    industry_code = fields.Char(
        "Industry of the Product",
        help="Where it differs from the enterprise's: code of GB/T 4754, such as C3491.",
    )

    @api.constrains("industry_code")
    def _check_industry_code(self):
        for product in self.filtered("industry_code"):
            if not industries.normalise(product.industry_code):
                raise ValidationError(
                    self.env._("“%s” is no code of GB/T 4754.", product.industry_code)
                )

    def _industry(self):
        """Code of the industry: the product's own, else the enterprise's; None where unknown."""
        self.ensure_one()
        return industries.normalise(self.industry_code or self.partner_id.industry_code)
