"""Users: the certification body that a person works for."""

from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    brand_district_ids = fields.Many2many(
        "brand.district",
        "brand_district_officer",
        "user_id",
        "district_id",
        "Responsible for Districts",
    )
    brand_body_id = fields.Many2one(
        "brand.body",
        "Certification Body",
        compute="_compute_brand_body_id",
        compute_sudo=True,
        help="The body whose member this user is, by the user's company partner.",
    )

    def _compute_brand_body_id(self):
        partners = self.partner_id.commercial_partner_id
        bodies = self.env["brand.body"].search([("partner_id", "in", partners.ids)])
        by_partner = {body.partner_id: body for body in bodies}
        for user in self:
            user.brand_body_id = by_partner.get(user.partner_id.commercial_partner_id)
