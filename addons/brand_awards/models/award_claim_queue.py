"""The queue before an exhausted fund, in its order and with its places."""

from odoo import api, fields, models


class AwardClaim(models.Model):
    _inherit = "award.claim"

    queue_place = fields.Integer(
        "Place in the Queue",
        compute="_compute_queue_place",
        compute_sudo=True,
        help="Among all claims that wait for the same fund; nobody overtakes.",
    )

    @api.depends("is_queued", "queued_on", "fund_id")
    def _compute_queue_place(self):
        places = self._queue_places()
        for claim in self:
            claim.queue_place = places.get(claim.id, 0)


class AwardFund(models.Model):
    _inherit = "award.fund"

    def action_view_waiting(self):
        """Claims that people approved and the budget does not cover, the next one first."""
        action = self._window("award.claim", self.env._("Waiting for Money"))
        queue = self.env.ref("brand_awards.award_claim_view_list_queue")
        return action | {
            "domain": [*action["domain"], ("is_queued", "=", True)],
            "views": [(queue.id, "list"), (False, "form")],
        }
