from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

# The answer, whose it is, and from when
_KEPT = frozenset({"code", "company_id", "choice", "document_no", "decided_by", "date_from"})


def really_changed(record, vals, names):
    """Which of these fields get another value: a city's data, loaded anew, writes what is there."""
    return {
        name
        for name in names
        if record._fields[name].convert_to_cache(vals[name], record)
        != record._fields[name].convert_to_cache(record[name], record)
    }


class BrandRuling(models.Model):
    """An open question of a policy text, and the city's answer to it, with its document.

    Without an answer the question stays "not ruled", and whatever depends on it waits.
    """

    _name = "brand.ruling"
    _description = "Ruling"
    _inherit = ["brand.input.mixin"]
    _order = "code, date_from desc, id desc"

    code = fields.Char(required=True, help="A1 to A30: number of the open question.")
    name = fields.Char("Question", required=True, translate=True)
    explanation = fields.Text(translate=True)
    company_id = fields.Many2one(
        "res.company", "City", required=True, default=lambda self: self.env.company
    )
    proposed = fields.Char("Proposed Choice")
    choice = fields.Char(help="Empty: not ruled. What depends on it waits.")
    document_no = fields.Char("Document No.")
    decided_by = fields.Char("Decided by", help="Office or meeting that ruled.")
    date_from = fields.Date("In Force from")
    is_ruled = fields.Boolean("Ruled", compute="_compute_is_ruled", store=True)
    is_kept = fields.Boolean(compute="_compute_is_kept")

    @api.depends("choice")
    def _compute_is_ruled(self):
        for ruling in self:
            ruling.is_ruled = bool(ruling.choice)

    def _compute_is_kept(self):
        # Without dependencies on purpose: a form must not close while the answer is being typed
        for ruling in self:
            ruling.is_kept = ruling._origin.is_ruled

    @api.constrains("choice", "document_no", "decided_by", "date_from")
    def _check_ruling_is_documented(self):
        for ruling in self.filtered("choice"):
            if not (ruling.document_no and ruling.decided_by and ruling.date_from):
                raise ValidationError(
                    self.env._(
                        "A ruling on %s needs its document number, who decided, and from when.",
                        ruling.code,
                    )
                )

    def write(self, vals):
        """A ruling made is kept; another answer is another ruling from a later date."""
        kept = _KEPT & set(vals)
        if self.filtered(lambda r: r.is_ruled and really_changed(r, vals, kept)):
            raise UserError(
                self.env._("This has been ruled. Copy it and rule anew, from a later date.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_open(self):
        if any(self.mapped("is_ruled")):
            raise UserError(self.env._("Rulings are kept."))

    def copy_data(self, default=None):
        return super().copy_data(
            {"choice": False, "document_no": False, "date_from": False, **(default or {})}
        )

    @api.model
    def _in_force(self, company, on):
        """Rulings of ``company`` in force on a date: ``{code: ruling}``; not ruled are absent."""
        # sudo: decisions are the same whoever triggers them
        rows = self.sudo().search(
            [
                ("company_id", "=", company.id),
                ("is_ruled", "=", True),
                ("date_from", "<=", on),
            ],
            order="date_from, id",
        )
        return {row.code: row for row in rows}
