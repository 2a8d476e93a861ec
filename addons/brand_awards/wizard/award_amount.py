from odoo import api, fields, models

# Equal cases shown beside the amount that is being set
_SHOWN = 8


class AwardAmount(models.TransientModel):
    """Asks for the amount under a ceiling and its reason; equal cases get equal amounts (A15)."""

    _name = "award.amount"
    _description = "Set the Amount of a Claim"

    claim_id = fields.Many2one("award.claim", required=True, readonly=True)
    currency_id = fields.Many2one(related="claim_id.currency_id")
    explanation = fields.Text(related="claim_id.explanation")
    amount = fields.Monetary(required=True, help="Yuan; at most what the ceiling leaves.")
    reason = fields.Text(required=True, help="Equal cases get equal amounts, or a reason is kept.")
    document_no = fields.Char("Document No.")
    usual_amount = fields.Monetary("Equal Cases Got", compute="_compute_usual")
    equal_ids = fields.Many2many("award.claim", string="Equal Cases", compute="_compute_usual")
    has_usual = fields.Boolean(compute="_compute_usual")
    differs = fields.Boolean(compute="_compute_differs")
    is_different_on_purpose = fields.Boolean(
        "Different on Purpose",
        help="The reason says why this case is not equal to the others.",
    )

    @api.depends("claim_id")
    def _compute_usual(self):
        for wizard in self:
            usual = wizard.claim_id._usual_amount()
            wizard.usual_amount = usual or 0
            wizard.has_usual = usual is not None
            wizard.equal_ids = wizard.claim_id._equal_cases()[:_SHOWN]

    @api.depends("amount", "usual_amount", "has_usual")
    def _compute_differs(self):
        for wizard in self:
            wizard.differs = bool(
                wizard.amount and wizard.claim_id._differs_from_equal(wizard.amount)
            )

    def action_apply(self):
        """Set the amount; the decision is taken anew and both stay on file."""
        self.ensure_one()
        self.claim_id.action_set_amount(
            self.amount, self.reason, self.document_no, self.is_different_on_purpose
        )
        return True
