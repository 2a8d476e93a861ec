from odoo import fields, models


class BrandDistrict(models.Model):
    """County, district or development zone of a city, with its GB/T 2260 code."""

    _name = "brand.district"
    _description = "District"
    _inherit = ["brand.input.mixin"]
    _order = "code, name"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(help="GB/T 2260 code; zones that have none carry the statistics code.")
    kind = fields.Selection(
        [
            ("district", "District or county"),
            ("zone", "Development zone"),
        ],
        required=True,
        default="district",
    )
    company_id = fields.Many2one(
        "res.company", "City", required=True, default=lambda self: self.env.company
    )
    officer_ids = fields.Many2many(
        "res.users", "brand_district_officer", "district_id", "user_id", "District Officers"
    )
    date_from = fields.Date("Valid from")
    date_to = fields.Date("Valid to")
    active = fields.Boolean(default=True)

    _code_unique = models.Constraint("UNIQUE (company_id, code)", "This district code exists.")
