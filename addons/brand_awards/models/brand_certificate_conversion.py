import dataclasses

from odoo import models

from ..decision import facts


class BrandCertificate(models.Model):
    """A converted certificate is no new one: it is rewarded only where the city rules so (A25)."""

    _inherit = "brand.certificate"

    def _prepare_award_event(self):
        event = super()._prepare_award_event()
        if self.origin != "conversion" or self.version > 1:
            return event
        return dataclasses.replace(event, occasion=facts.CONVERSION)
