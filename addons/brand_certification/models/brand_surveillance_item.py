from odoo import fields, models


class BrandSurveillanceItem(models.Model):
    """One point of the checklist of a surveillance check, and what was seen."""

    _name = "brand.surveillance.item"
    _description = "Point of a Checklist"
    _inherit = ["brand.part.mixin"]
    _order = "surveillance_id, sequence, id"

    _part_of = "surveillance_id"
    _part_states = ("in_progress",)

    surveillance_id = fields.Many2one(
        "brand.surveillance", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer()
    name = fields.Char("Point", required=True)
    answer = fields.Selection(
        [("yes", "Fulfilled"), ("no", "Not fulfilled"), ("na", "Does not apply")],
        "Fulfilled?",
    )
    note = fields.Text("What Was Seen")
