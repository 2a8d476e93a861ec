from odoo import api, fields, models
from odoo.exceptions import ValidationError


class BrandStandin(models.Model):
    """Between two dates one person acts for another, who is away. The act counts for both."""

    _name = "brand.standin"
    _description = "Stand-in"
    _inherit = ["brand.input.mixin"]
    _order = "date_from desc, id desc"

    company_id = fields.Many2one(
        "res.company", "City", required=True, default=lambda self: self.env.company
    )
    absent_id = fields.Many2one("res.users", required=True)
    standin_id = fields.Many2one("res.users", "Stand-in", required=True)
    date_from = fields.Date("From", required=True)
    date_to = fields.Date("To", required=True)
    reason = fields.Char(required=True)

    _dates = models.Constraint(
        "CHECK (date_from <= date_to)", "The stand-in ends before it begins."
    )
    _two_persons = models.Constraint(
        "CHECK (absent_id <> standin_id)", "Nobody stands in for himself."
    )

    @api.constrains("absent_id", "standin_id", "date_from", "date_to")
    def _check_no_chain(self):
        """A stand-in's powers are not passed on."""
        for row in self:
            chained = self.search_count(
                [
                    ("absent_id", "=", row.standin_id.id),
                    ("date_from", "<=", row.date_to),
                    ("date_to", ">=", row.date_from),
                ],
                limit=1,
            )
            if chained:
                raise ValidationError(self.env._("%s is away in these days.", row.standin_id.name))

    @api.constrains("standin_id", "absent_id")
    def _check_staff(self):
        for row in self:
            if any((row.standin_id | row.absent_id).mapped("share")):
                raise ValidationError(self.env._("Only staff stand in for each other."))

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._check_not_oneself()
        return rows

    def write(self, vals):
        result = super().write(vals)
        self._check_not_oneself()
        return result

    def _check_not_oneself(self):
        """Whoever keeps the list takes no powers by it (a constraint would run in sudo)."""
        if not self.env.su and self.env.user in self.standin_id:
            raise ValidationError(
                self.env._("Nobody makes himself a stand-in: somebody else enters it.")
            )

    @api.model
    def _absent_persons(self):
        today = self.env["brand.workday"]._today()
        # sudo: the stand-in need not be able to read the list of stand-ins
        rows = self.sudo().search(
            [
                ("standin_id", "=", self.env.uid),
                ("date_from", "<=", today),
                ("date_to", ">=", today),
                ("company_id", "in", self.env.companies.ids),
            ]
        )
        return rows.absent_id

    @api.model
    def _absent_with_group(self, group):
        return self._absent_persons().filtered(lambda user: group in user.all_group_ids)

    @api.model
    def _acting_for(self, groups):
        """The absent person for whom this user acts where he has none of ``groups`` himself."""
        if not groups or self.env.su or any(self.env.user.has_group(g) for g in groups):
            return self.env["res.users"]
        absent = self._absent_persons()
        return absent.filtered(lambda user: any(user.has_group(g) for g in groups))[:1]
