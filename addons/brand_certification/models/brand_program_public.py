"""Offices of a programme as public pages name them."""

from odoo import api, fields, models


class BrandProgram(models.Model):
    _inherit = "brand.program"

    certificate_orientation = fields.Selection(
        [("landscape", "Landscape"), ("portrait", "Portrait")],
        "Certificate Paper",
        default="landscape",
        required=True,
        help="How the certificate lies on its A4 paper.",
    )

    @api.model
    def _public_offices(self):
        """Whom to ask in each city: ``[{city, name, phone}]``, each office once."""
        # sudo: the offices' public numbers
        programs = self.sudo().search([("state", "!=", "draft")], order="company_id, id")
        offices = {
            (program.company_id.name, program.office_name, program.office_phone): {
                "city": program.company_id.name,
                "name": program.office_name or program.company_id.name,
                "phone": program.office_phone,
            }
            for program in programs
            if program.office_phone
        }
        return list(offices.values())
