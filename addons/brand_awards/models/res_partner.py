"""Recipients as rewards know them: one key for all predecessors and former names."""

from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    claim_ids = fields.One2many("award.claim", "partner_id", "Reward Claims")

    def _award_key(self):
        """Who is paid, whatever the name: the unified social credit code identifies."""
        self.ensure_one()
        return self.uscc or f"partner:{self.id}"

    def _award_lineages(self):
        """``{partner id: its predecessors over all generations}``, a few queries for all of them."""
        everybody = known = self
        while known:  # one query a generation, for the whole batch
            known = known.predecessor_ids - everybody
            everybody |= known
        return {
            partner.id: partner.with_prefetch(everybody.ids)._predecessors() for partner in self
        }

    def _predecessors(self):
        known = frontier = self.predecessor_ids
        while frontier:
            frontier = frontier.predecessor_ids - known
            known |= frontier
        return known
