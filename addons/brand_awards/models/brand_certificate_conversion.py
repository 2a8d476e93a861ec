from odoo import models

from ..decision import facts


class BrandCertificate(models.Model):
    """A converted certificate is no new one: it is rewarded only where the city rules so (A25)."""

    _inherit = "brand.certificate"

    def _award_occasion(self):
        if self.origin == "conversion" and self.version == 1:
            return facts.CONVERSION
        return super()._award_occasion()
