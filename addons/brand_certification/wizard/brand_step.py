import inspect

from odoo import api, fields, models
from odoo.exceptions import AccessError


class BrandStep(models.TransientModel):
    """Asks for the reason or document number of a step, then takes it. Holds the choice only."""

    _name = "brand.step"
    _description = "Take a Step"

    model = fields.Char(required=True, readonly=True)
    res_ids = fields.Json(required=True, readonly=True)
    step = fields.Char("Step to Take", required=True, readonly=True)
    step_label = fields.Char(compute="_compute_step_label")
    count = fields.Integer(compute="_compute_step_label")
    record_names = fields.Text(compute="_compute_step_label")
    takes_reason = fields.Boolean(compute="_compute_takes")
    takes_document_no = fields.Boolean(compute="_compute_takes")
    takes_until = fields.Boolean(compute="_compute_takes")
    takes_remedy = fields.Boolean(compute="_compute_takes")
    reason = fields.Text()
    document_no = fields.Char("Document No.")
    until = fields.Date()
    remedy = fields.Text("What Ends the Suspension")

    @api.model
    def default_get(self, fields):
        """The step comes from the button's context, the records from the view."""
        values = super().default_get(fields)
        context = self.env.context
        values.update(
            model=context.get("active_model"),
            res_ids=context.get("active_ids") or [context.get("active_id")],
            step=context.get("brand_step"),
        )
        return values

    @api.depends("model", "step", "res_ids")
    def _compute_step_label(self):
        for wizard in self:
            Transition = self.env["brand.transition"]
            wizard.step_label = Transition._label_of_step(wizard.model, wizard.step)
            wizard.count = len(wizard.res_ids or [])
            records = wizard._method().__self__._filtered_access("read")
            wizard.record_names = records._names_with_state()

    @api.depends("model", "step")
    def _compute_takes(self):
        for wizard in self:
            parameters = inspect.signature(wizard._method()).parameters
            wizard.takes_reason = "reason" in parameters
            wizard.takes_document_no = "document_no" in parameters
            wizard.takes_until = "until" in parameters
            wizard.takes_remedy = "remedy" in parameters

    def _method(self):
        """The transition named by this wizard; nothing but a declared transition is called."""
        model = self.env[self.model] if self.model in self.env else None
        if model is None or self.step not in getattr(model, "_transitions", {}):
            raise AccessError(self.env._("This is not a step of a record."))
        return getattr(model.browse(self.res_ids), self.step)

    def action_confirm(self):
        """Take the step on all records, with what was entered."""
        self.ensure_one()
        given = {
            "reason": self.reason,
            "document_no": self.document_no,
            "until": self.until,
            "remedy": self.remedy,
        }
        taken = {name: given[name] for name in given if self[f"takes_{name}"]}
        self._method()(**taken)
        return {"type": "ir.actions.act_window_close"}
