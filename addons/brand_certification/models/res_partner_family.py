"""An enterprise with those it came from, those it lives on in, and its group."""

from odoo import models
from odoo.fields import Domain


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _families(self):
        """``{id of an enterprise: number of its family}`` of these enterprises and all related.

        A family is an enterprise with predecessors and successors over all generations, and with
        the groups that any of them belongs to today. Queries grow with generations, not with
        enterprises.
        """
        edges = self._family_edges()
        head = {partner_id: partner_id for edge in edges for partner_id in edge}
        head |= {partner.id: partner.id for partner in self if partner.id not in head}

        def root(partner_id):
            while head[partner_id] != partner_id:
                head[partner_id] = partner_id = head[head[partner_id]]
            return partner_id

        for one, other in edges:
            first, last = sorted((root(one), root(other)))
            head[last] = first
        return {partner_id: root(partner_id) for partner_id in head}

    def _family_edges(self):
        """Pairs of ids that belong together, followed until nobody new turns up."""
        # sudo: whom an enterprise belongs to counts, whoever may read the others
        frontier, known, edges = self.sudo(), self.sudo(), set()
        while frontier:
            pairs = {(p.id, q.id) for p in frontier for q in p.predecessor_ids | p.successor_ids}
            pairs |= frontier._group_pairs()
            edges |= pairs
            frontier = self.sudo().browse({i for pair in pairs for i in pair}) - known
            known |= frontier
        return edges

    def _group_pairs(self):
        """Pairs of ids of the same group today, in one query."""
        today = self.env["brand.workday"]._today()
        Relation = self.env["brand.relation"]
        party = Domain("partner_id", "in", self.ids) | Domain("other_id", "in", self.ids)
        rows = Relation.search(
            Relation._during(today, today) & Domain("kind", "=", "group") & party
        )
        return {(row.partner_id.id, row.other_id.id) for row in rows}

    def _family(self):
        """The enterprises of these families, themselves among them."""
        return self.browse(self._families())
