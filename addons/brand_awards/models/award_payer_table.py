"""Who pays what part of a reward: city and district by weights, from a day on."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.brand_certification.models.transition_mixin import transition

from ..decision import facts

_TABLE_FIELDS = ("name", "document_no", "date_from", "district_ids", "line_ids", "company_id")


class AwardPayerTable(models.Model):
    """Who pays for recipients of some districts, from a day on: city and district by weights.

    Open question A7: where a policy does not say who pays, a ruling names the city alone or the
    table. A table in force is never edited: another one follows it from a later day.
    """

    _name = "award.payer.table"
    _description = "Payer Table"
    _inherit = ["brand.transition.mixin"]
    _order = "date_from desc, id desc"

    _initial_state = "draft"
    _transitions = {
        "action_activate": (("draft",), "active", "brand_certification.group_manager"),
        "action_expire": (("active",), "expired", "brand_certification.group_manager"),
    }
    _write_windows = dict.fromkeys(_TABLE_FIELDS, ("draft",)) | {"date_to": ("draft", "active")}

    name = fields.Char(required=True)
    document_no = fields.Char("Document No.")
    state = fields.Selection(
        [("draft", "Draft"), ("active", "Now in force"), ("expired", "Expired")],
        required=True,
        readonly=True,
        copy=False,
    )
    company_id = fields.Many2one(
        "res.company", "City", required=True, default=lambda self: self.env.company
    )
    date_from = fields.Date("In Force from", required=True)
    date_to = fields.Date("In Force until", help="Last day; empty: no end.")
    district_ids = fields.Many2many("brand.district", string="Districts", required=True)
    line_ids = fields.One2many("award.payer.line", "table_id", "Payers", copy=True)
    weights_text = fields.Char("Shares", compute="_compute_weights_text")

    _period = models.Constraint(
        "CHECK (date_to IS NULL OR date_from <= date_to)", "The table ends before it begins."
    )

    @api.depends("line_ids.weight", "line_ids.name")
    def _compute_weights_text(self):
        for table in self:
            names = " : ".join(line.name or "" for line in table.line_ids)
            weights = ":".join(str(line.weight) for line in table.line_ids)
            table.weights_text = f"{names} = {weights}" if table.line_ids else False

    @api.constrains("state", "date_from", "date_to", "district_ids")
    def _check_one_table_a_day(self):
        """On no day may two tables say different things for one district."""
        for table in self.filtered(lambda t: t.state == "active"):
            rivals = self.search(
                [
                    ("id", "!=", table.id),
                    ("state", "=", "active"),
                    ("company_id", "=", table.company_id.id),
                    ("district_ids", "in", table.district_ids.ids),
                    "|",
                    ("date_to", "=", False),
                    ("date_to", ">=", table.date_from),
                ]
            )
            clash = rivals.filtered(lambda r, t=table: not t.date_to or r.date_from <= t.date_to)
            if clash:
                raise ValidationError(
                    self.env._(
                        "%(rival)s speaks of the same districts at the same time: %(districts)s",
                        rival=clash[0].name,
                        districts=", ".join(
                            (clash.district_ids & table.district_ids).mapped("name")
                        ),
                    )
                )

    @transition
    def action_activate(self, document_no=None):
        """Put the table into force; it names the city once, and rests on a document."""
        for table in self:
            if document_no:
                table.document_no = document_no
            if not table.document_no:
                raise UserError(self.env._("%s: give the document number.", table.name))
            if len(table.line_ids.filtered("is_city")) != 1:
                raise UserError(
                    self.env._("%s must name the city once: what is left over is its.", table.name)
                )

    @transition
    def action_expire(self, reason=None):
        """End the table; events of its time are still shared by it."""
        today = self.env["brand.workday"]._today()
        for table in self.filtered(lambda t: not t.date_to or t.date_to > today):
            table.date_to = max(today, table.date_from)

    @api.model
    def _tables_of(self, company):
        """Tables of a city as the pure decision sees them, expired ones for their time too."""
        tables = self.search(
            [("company_id", "=", company.id), ("state", "!=", "draft")], order="date_from, id"
        )
        return tuple(
            facts.PayerTable(
                district=district.code,
                payers=table.line_ids._to_payers(district),
                valid_from=table.date_from,
                valid_to=table.date_to or None,
                document_no=table.document_no or "",
            )
            for table in tables
            for district in table.district_ids
        )


class AwardPayerLine(models.Model):
    """One payer of a table and its weight, such as 4 of 4:6."""

    _name = "award.payer.line"
    _description = "Payer"
    _inherit = ["brand.part.mixin"]
    _part_of = "table_id"
    _order = "table_id, sequence, id"

    table_id = fields.Many2one("award.payer.table", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char("Payer", required=True, help="Such as 市级财政, 区级财政.")
    is_city = fields.Boolean(
        "Borne by the City", help="The city pays what is left over by rounding."
    )
    weight = fields.Integer(required=True, default=1)

    _weight_positive = models.Constraint("CHECK (weight >= 0)", "A weight is not below 0.")

    def _name_in(self, district):
        """石峰区 and 区级财政 are 石峰区级财政; 醴陵市 and 县级财政 stay 醴陵市县级财政."""
        self.ensure_one()
        name = district.name or ""
        return f"{name.removesuffix(self.name[:1])}{self.name}"

    def _to_payers(self, district):
        return tuple(
            facts.Payer(
                key="city" if line.is_city else f"district:{district.code}",
                name=line.name if line.is_city else line._name_in(district),
                weight=line.weight,
                is_city=line.is_city,
            )
            for line in self
        )
