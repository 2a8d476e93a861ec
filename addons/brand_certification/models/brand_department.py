"""Departments of the city, and whom their people act for."""

from odoo import api, fields, models

from .brand_program import KINDS


class BrandDepartment(models.Model):
    """A department of the city: one that leads a sector (W7-4), or one that is asked what it knows
    of an enterprise before a grade is granted."""

    _name = "brand.department"
    _description = "Department"
    _inherit = ["brand.input.mixin"]
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    code = fields.Char()
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [
            ("lead", "Leads a sector"),
            ("tax", "Tax"),
            ("environment", "Environment"),
            ("credit", "Credit"),
            ("safety", "Work safety"),
            ("ip", "Intellectual property"),
            ("other", "Other"),
        ],
        required=True,
        default="lead",
    )
    company_id = fields.Many2one(
        "res.company", "City", required=True, default=lambda self: self.env.company
    )
    lead_product = fields.Boolean("Leads: Products")
    lead_service = fields.Boolean("Leads: Services")
    lead_engineering = fields.Boolean("Leads: Engineering")
    lead_agriculture = fields.Boolean("Leads: Agriculture")
    user_ids = fields.Many2many(
        "res.users", "brand_department_user", "department_id", "user_id", "Department Officers"
    )
    active = fields.Boolean(default=True)

    _code_unique = models.UniqueIndex(
        "(company_id, code) WHERE code IS NOT NULL", "This department code exists."
    )

    def _lead_kinds(self):
        """Kinds of products whose sector these departments lead (W7-4: 市农委负责农业品牌建设)."""
        return [kind for kind in KINDS if any(self.mapped(f"lead_{kind}"))]

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        """Record rules name the departments of a user, and their domains are cached."""
        if {"user_ids", "kind", "active"} & set(vals):
            self.env.registry.clear_cache()
        return super().write(vals)


class BrandDistrict(models.Model):
    _inherit = "brand.district"

    def write(self, vals):
        """Record rules name the districts of a user, and their domains are cached."""
        if "officer_ids" in vals:
            self.env.registry.clear_cache()
        return super().write(vals)


class ResUsers(models.Model):
    _inherit = "res.users"

    brand_department_ids = fields.Many2many(
        "brand.department",
        "brand_department_user",
        "user_id",
        "department_id",
        "Acts for Departments",
    )

    @api.model
    def _get_invalidation_fields(self):
        # record rules name them, and the domains of rules are cached
        return super()._get_invalidation_fields() | {"brand_district_ids", "brand_department_ids"}
