"""Ties between persons and enterprises, by which conflicts and groups are known."""

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

KINDS = [
    ("employment", "Employment"),
    ("consultancy", "Consultancy"),
    ("shareholding", "Shareholding"),
    ("family", "Close relative"),
    ("group", "Same group"),
]


class BrandRelation(models.Model):
    """What ties a person or an enterprise to another one, from when to when, and who says so.

    Conflicts of interest are found from these rows before anybody is asked (4.2.10 of
    ISO/IEC 17065: nobody evaluates whom he served within two years).
    """

    _name = "brand.relation"
    _description = "Relation"
    _inherit = ["brand.input.mixin"]
    _order = "date_from desc, id desc"

    partner_id = fields.Many2one(
        "res.partner", "Person or Enterprise", required=True, index=True, ondelete="cascade"
    )
    other_id = fields.Many2one(
        "res.partner", "Related to", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(KINDS, required=True, default="employment")
    date_from = fields.Date("Relation from", help="Empty: since ever.")
    date_to = fields.Date("Relation until", help="Empty: until today and further.")
    share = fields.Float("Share (%)", digits=(5, 2))
    source = fields.Char(
        required=True, help="Where it is known from: own declaration, business register, report."
    )
    company_id = fields.Many2one(
        "res.company", "City", required=True, default=lambda self: self.env.company
    )

    _two_parties = models.Constraint(
        "CHECK (partner_id <> other_id)", "A relation has two different parties."
    )
    _period_in_order = models.Constraint(
        "CHECK (date_from IS NULL OR date_to IS NULL OR date_from <= date_to)",
        "A relation begins before it ends.",
    )
    _share_is_a_share = models.Constraint(
        "CHECK (share IS NULL OR (share >= 0 AND share <= 100))", "A share lies between 0 and 100."
    )

    @api.constrains("kind", "partner_id", "other_id")
    def _check_parties(self):
        """A group has enterprises as members, a family persons."""
        for relation in self:
            companies = (relation.partner_id | relation.other_id).mapped("is_company")
            if relation.kind == "group" and not all(companies):
                raise ValidationError(self.env._("A group consists of enterprises, not persons."))
            if relation.kind == "family" and all(companies):
                raise ValidationError(self.env._("Relatives are persons, not enterprises."))

    @api.depends("partner_id.name", "other_id.name", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for relation in self:
            names = f"{relation.partner_id.name} – {relation.other_id.name}"
            relation.display_name = f"{names} ({kinds.get(relation.kind, '')})"

    @api.model
    def _during(self, first, last):
        """Domain of the relations that held on some day from ``first`` to ``last``."""
        return (Domain("date_from", "=", False) | Domain("date_from", "<=", last)) & (
            Domain("date_to", "=", False) | Domain("date_to", ">=", first)
        )


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _brand_relations(self, on, years=0):
        """Partners related to any of these, on a date or within the years before it.

        Both directions count. The organisation that a contact belongs to counts as employment.

        :param on: date; both ends of a relation belong to it
        :param years: how many years back a relation that has ended still counts
        :return: ``{kind: set of partner ids}``, a key for every kind
        """
        Relation = self.env["brand.relation"].sudo()
        rows = Relation.search_fetch(
            (Domain("partner_id", "in", self.ids) | Domain("other_id", "in", self.ids))
            & Relation._during(on - relativedelta(years=years), on),
            ["partner_id", "other_id", "kind"],
        )
        related = {kind: set() for kind, _label in KINDS}
        own = set(self.ids)
        for row in rows:
            related[row.kind] |= {row.partner_id.id, row.other_id.id} - own
        # sudo: a tie counts whether or not the acting user may read the other partner
        employers = self.sudo().commercial_partner_id - self
        related["employment"] |= set(employers.ids)
        return related

    def _brand_group(self, on=None):
        """All enterprises of the same group as these on a date (default: today), these included.

        Follows membership over any number of steps, and the names an enterprise had before.

        :return: recordset of res.partner, in superuser mode
        """
        on = on or self.env["brand.workday"]._today()
        Relation = self.env["brand.relation"].sudo()
        # sudo: as in _brand_relations
        known = frontier = self.sudo().commercial_partner_id._lineage()
        while frontier:
            rows = Relation.search_fetch(
                Domain("kind", "=", "group")
                & Relation._during(on, on)
                & (
                    Domain("partner_id", "in", frontier.ids)
                    | Domain("other_id", "in", frontier.ids)
                ),
                ["partner_id", "other_id"],
            )
            found = (rows.partner_id | rows.other_id)._lineage()
            frontier = found - known
            known |= found
        return known
