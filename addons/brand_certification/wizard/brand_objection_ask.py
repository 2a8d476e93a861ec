from odoo import api, fields, models


class BrandObjectionAsk(models.TransientModel):
    """Asks for what an act on an objection needs; the objection itself checks and acts."""

    _name = "brand.objection.ask"
    _description = "Act on an Objection"

    objection_id = fields.Many2one(
        "brand.objection", required=True, readonly=True, ondelete="cascade"
    )
    act = fields.Selection(
        [
            ("action_ask_hearing", "Hear the applicant"),
            ("action_extend", "Extend the limit to 30 working days"),
            ("action_keep_as_clue", "Keep as a clue: the identity was not proven"),
            ("action_hand_over", "Hand over to another officer"),
        ],
        required=True,
        readonly=True,
    )
    text = fields.Text("Reason", required=True)
    days = fields.Integer("Working Days to Answer", default=5)
    user_id = fields.Many2one("res.users", "New Officer", domain="[('share', '=', False)]")

    @api.model
    def default_get(self, fields):
        """The objection and the act come from the button."""
        values = super().default_get(fields)
        context = self.env.context
        values.update(objection_id=context.get("active_id"), act=context.get("brand_ask"))
        return values

    def action_confirm(self):
        """Act, with what was entered."""
        self.ensure_one()
        objection = self.objection_id
        if self.act == "action_ask_hearing":
            objection.action_ask_hearing(self.text, days=self.days)
        elif self.act == "action_hand_over":
            objection.action_hand_over(self.user_id.id, reason=self.text)
        elif self.act == "action_extend":
            objection.action_extend(reason=self.text)
        else:
            objection.action_keep_as_clue(reason=self.text)
        return {"type": "ir.actions.act_window_close"}
