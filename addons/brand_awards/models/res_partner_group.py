"""Groups of enterprises, where a first time counts for the whole group (A10)."""

from datetime import date

from odoo import models
from odoo.fields import Domain


class Groups:
    """Which enterprises belonged together on a day.

    Ties are relations of kind "group" with their days; former names and predecessors belong to the
    group of whoever came after them.
    """

    def __init__(self, ties, kinship):
        """
        :param ties: ``[(partner id, other id, first day or None, last day or None)]``
        :param kinship: ``[(partner id, predecessor's id)]``
        """
        self.ties, self.kinship = ties, kinship
        self.partner_ids = {one for tie in ties for one in tie[:2]}
        if ties:
            self.partner_ids |= {one for pair in kinship for one in pair}
        self._on = {}

    def key(self, partner_id, on):
        """Key of the group of a partner on a day; empty if it belonged to none."""
        if partner_id not in self.partner_ids:
            return ""
        if on not in self._on:
            self._on[on] = self._keys_on(on)
        return self._on[on].get(partner_id, "")

    def _keys_on(self, on):
        tied = [
            (one, other)
            for one, other, first, last in self.ties
            if (first or date.min) <= on <= (last or date.max)
        ]
        root = {}

        def find(one):
            while root.setdefault(one, one) != one:
                one = root[one]
            return one

        for one, other in (*tied, *self.kinship):
            first, second = sorted((find(one), find(other)))
            root[second] = first
        # enterprises that are only predecessors and successors of each other are no group
        real = {find(one) for pair in tied for one in pair}
        return {one: f"group:{find(one)}" for one in list(root) if find(one) in real}


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _award_groups(self):
        """:class:`Groups` of these enterprises over all days, in a few queries for all of them.

        The same closure as ``_brand_group`` takes for a day, kept with its days: a batch holds
        events of many days.
        """
        Relation = self.env["brand.relation"].sudo()
        # sudo: a tie counts whether or not the acting user may read the other enterprise
        known = frontier = self.sudo().commercial_partner_id._lineage()
        ties = Relation
        while frontier:
            rows = Relation.search_fetch(
                Domain("kind", "=", "group")
                & (
                    Domain("partner_id", "in", frontier.ids)
                    | Domain("other_id", "in", frontier.ids)
                ),
                ["partner_id", "other_id", "date_from", "date_to"],
            )
            ties |= rows
            found = (rows.partner_id | rows.other_id)._lineage()
            frontier = found - known
            known |= found
        return Groups(
            [
                (row.partner_id.id, row.other_id.id, row.date_from or None, row.date_to or None)
                for row in ties
            ],
            [(one.id, before.id) for one in known for before in one.predecessor_ids]
            if ties
            else [],
        )
