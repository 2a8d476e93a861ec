"""The city as public pages name it."""

from odoo import models

from ..scheme.publishing import readable_accent


class ResCompany(models.Model):
    _inherit = "res.company"

    def _public_values(self):
        """What public pages and papers show of a city: name, mark, phone, colour."""
        self.ensure_one()
        # sudo: name and logo of an office are public; nothing else is read
        company = self.sudo()
        company.fetch(["name", "phone", "primary_color", "uses_default_logo"])
        return {
            "id": company.id,
            "name": company.name,
            "phone": company.phone or "",
            "logo_url": "" if company.uses_default_logo else f"/logo.png?company={company.id}",
            "accent": readable_accent(company.primary_color),
        }
