from odoo import fields, models


class BrandFindingRaise(models.TransientModel):
    """Asks what was found in a check. Holds the choice only."""

    _name = "brand.finding.raise"
    _description = "Raise a Finding"

    surveillance_id = fields.Many2one(
        "brand.surveillance", "Check", required=True, readonly=True, ondelete="cascade"
    )
    grade = fields.Selection(
        [("minor", "Minor"), ("major", "Major"), ("severe", "Severe")],
        "Grade of Finding",
        required=True,
        default="minor",
    )
    clause = fields.Char(required=True, help="Of the standard or of the rules.")
    fact = fields.Text("Fact Found", required=True)

    def action_confirm(self):
        """Raise the finding; the holder is told."""
        self.ensure_one()
        self.surveillance_id.action_raise_finding(
            {"grade": self.grade, "clause": self.clause, "fact": self.fact}
        )
        return {"type": "ir.actions.act_window_close"}
