from odoo import api, fields, models
from odoo.exceptions import UserError

_STEPS = [
    ("propose", "Propose a recovery"),
    ("supplement", "Propose a supplement"),
    ("statement", "Enter the statement"),
    ("receive", "Money received"),
    ("offset", "Set off against a reward"),
    ("write_off", "Write off"),
]


class AwardRecoveryStep(models.TransientModel):
    """Asks for what a step of a recovery needs, then takes it. Holds the choice only."""

    _name = "award.recovery.step"
    _description = "Step of a Recovery"

    step = fields.Selection(_STEPS, required=True, readonly=True)
    claim_id = fields.Many2one("award.claim", "Reward Claim", readonly=True)
    recovery_id = fields.Many2one("award.recovery", readonly=True)
    rule_kind = fields.Selection(related="claim_id.rule_id.kind")
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    payee_key = fields.Char(compute="_compute_currency_id")
    amount = fields.Monetary()
    reason = fields.Text()
    document_no = fields.Char("Document No.")
    reference = fields.Char("Slip No.")
    date = fields.Date()
    wants_hearing = fields.Boolean("Hearing Asked for")
    offset_claim_id = fields.Many2one(
        "award.claim",
        "Reward to Set off against",
        domain="[('payee_key', '=', payee_key), ('state', '=', 'approved')]",
    )

    @api.model
    def default_get(self, fields):
        """Step, record and the amount that is still open come from the button."""
        values = super().default_get(fields)
        context = self.env.context
        values["step"] = context.get("recovery_step")
        record = self.env[context["active_model"]].browse(context["active_id"])
        if record._name == "award.claim":
            values["claim_id"] = record.id
            if values["step"] == "propose":
                values["amount"] = record.amount - record.recovered_amount
        else:
            values |= {"recovery_id": record.id, "amount": record.remaining}
        values["date"] = self.env["brand.workday"]._today()
        return values

    @api.depends("claim_id", "recovery_id")
    def _compute_currency_id(self):
        for wizard in self:
            claim = wizard.claim_id or wizard.recovery_id.claim_id
            wizard.currency_id = claim.currency_id
            wizard.payee_key = claim.payee_key

    def action_apply(self):
        """Take the step with what was entered."""
        self.ensure_one()
        recovery = self.recovery_id
        if self.step == "supplement":
            proposal = self.claim_id.action_propose_supplement(self.reason, self.amount)
            return proposal.get_formview_action()
        if self.step == "propose":
            recovery = self.claim_id.action_propose_recovery(self.amount, self.reason)
        elif self.step == "statement":
            recovery.action_state(self.reason, self.wants_hearing)
        elif self.step == "receive":
            recovery.action_receive(self.amount, self.date, self.reference)
        elif self.step == "write_off":
            recovery.action_write_off(self.amount, self.reason, self.document_no)
        elif not self.offset_claim_id:
            raise UserError(self.env._("Choose the reward to set off against."))
        else:
            recovery.action_offset(self.offset_claim_id.id, self.amount, self.document_no)
        return recovery.get_formview_action()
