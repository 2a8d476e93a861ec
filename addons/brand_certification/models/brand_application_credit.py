from odoo import models


class BrandApplication(models.Model):
    """A listing in force stops the steps that lead to a certificate; it never ends the case."""

    _inherit = "brand.application"

    def _check_step(self, step, document_no=None):
        result = super()._check_step(step, document_no)
        if step == "action_grant":
            today = self.env["brand.workday"]._today()
            for application in self:
                application._check_standing(today)
        return result
