from odoo import api, models

from .award_claim_portal import CONFIRMABLE_STATES


class BrandPortal(models.AbstractModel):
    """What awards add to a person's tasks: an account to be confirmed."""

    _inherit = "brand.portal"

    @api.model
    def _tasks(self):
        tasks = super()._tasks()
        if "enterprise" in self._roles():
            tasks += self.env["award.claim"]._portal_own(CONFIRMABLE_STATES)._portal_tasks()
        return tasks
