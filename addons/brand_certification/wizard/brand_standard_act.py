"""Windows of standards: the result of a five-yearly review; what was done for what it touches."""

from odoo import fields, models


class BrandStandardAct(models.TransientModel):
    """Asks for the result of a five-yearly review. Holds the choice only."""

    _name = "brand.standard.recheck.wizard"
    _description = "Record a Five-yearly Review"

    standard_id = fields.Many2one("brand.standard", required=True, readonly=True)
    result = fields.Selection(
        [
            ("confirmed", "Stays in force"),
            ("revise", "To be revised"),
            ("withdraw", "To be withdrawn"),
        ],
        required=True,
        default="confirmed",
    )
    reason = fields.Text("What Was Found", required=True)
    document_no = fields.Char("Document No.")

    def action_confirm(self):
        """Record the review with what was entered; a revision opens as its draft."""
        self.ensure_one()
        self.standard_id.action_recheck(self.result, self.reason, self.document_no)
        if self.result == "revise":
            return self.standard_id.action_revise()
        return {"type": "ir.actions.act_window_close"}


class BrandStandardImpactAct(models.TransientModel):
    """Asks what was done for the certificates or applications that a change touches."""

    _name = "brand.standard.impact.wizard"
    _description = "Settle What a Change Touches"

    impact_ids = fields.Many2many(
        "brand.standard.impact",
        default=lambda self: self.env.context.get("active_ids"),
        readonly=True,
    )
    act = fields.Selection(
        [
            ("done", "The certificate has been evaluated or changed"),
            ("switch", "The application changes to the new standard"),
        ],
        "What Was Done",
        required=True,
        default="done",
    )
    reason = fields.Text("In Words", required=True)
    document_no = fields.Char("Document No.")

    def action_confirm(self):
        """Record it for all the rows chosen."""
        self.ensure_one()
        step = (
            self.impact_ids.action_switch if self.act == "switch" else self.impact_ids.action_done
        )
        step(self.reason, self.document_no)
        return {"type": "ir.actions.act_window_close"}
