from odoo import fields, models


class BrandCreditRepair(models.TransientModel):
    """Asks how a listing ends: repaired, or entered in error. Holds the choice only."""

    _name = "brand.credit.repair"
    _description = "End a Listing"

    record_id = fields.Many2one("brand.credit.record", "Listing", required=True, readonly=True)
    kind = fields.Selection(
        [("repair", "Repaired (credit restored)"), ("void", "Entered in error")],
        "How It Ends",
        required=True,
        default="repair",
    )
    repaired_on = fields.Date(default=lambda self: self.env["brand.workday"]._today())
    document_no = fields.Char("Document of the Repair")
    file = fields.Binary("Proof of the Repair")
    filename = fields.Char()
    reason = fields.Char("Why It Is Void")

    def action_confirm(self):
        """Add the end to the record."""
        self.ensure_one()
        if self.kind == "void":
            self.record_id.action_void(self.reason)
        else:
            self.record_id.action_repair(
                self.repaired_on, self.document_no, self.file, self.filename
            )
        return {"type": "ir.actions.act_window_close"}
