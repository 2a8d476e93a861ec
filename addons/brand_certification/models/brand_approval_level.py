from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .model_words import model_label


class BrandApprovalLevel(models.Model):
    """One level of approval of one step: who must agree, from which amount on, how many people."""

    _name = "brand.approval.level"
    _description = "Approval Level"
    _inherit = ["brand.input.mixin"]
    _order = "model, step, sequence, id"

    name = fields.Char(required=True, translate=True)
    company_id = fields.Many2one(
        "res.company", "City", required=True, default=lambda self: self.env.company
    )
    model = fields.Selection(selection="_selection_model", string="Record Type", required=True)
    step = fields.Selection(selection="_selection_step", string="Before the Step", required=True)
    step_label = fields.Char("Step Name", compute="_compute_step_label")
    sequence = fields.Integer(default=10, help="Levels are passed one after the other.")
    program_id = fields.Many2one("brand.program", "Only for Programme")
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount_from = fields.Monetary(
        "From Amount", help="The level applies to records of at least this amount."
    )
    group_id = fields.Many2one("res.groups", "Approvers", required=True)
    people = fields.Integer("How Many People", default=1, required=True)
    active = fields.Boolean(default=True)

    _people_positive = models.Constraint("CHECK (people > 0)", "At least one person must approve.")

    @api.model
    def _selection_model(self):
        """Models that name steps which levels may slow down."""
        return [
            (name, model_label(self.env[name]))
            for name, cls in sorted(self.env.registry.items())
            if getattr(cls, "_approval_steps", ()) and not cls._abstract
        ]

    @api.model
    def _selection_step(self):
        """Steps that levels may stand before, over all models; each model has its own."""
        Transition = self.env["brand.transition"]
        return list(
            {
                step: Transition._label_of_step(model, step)
                for model, _label in self._selection_model()
                for step in self.env[model]._approval_steps
            }.items()
        )

    @api.onchange("model")
    def _onchange_model(self):
        """Propose the step; most records have one that levels can slow down."""
        steps = self.env[self.model]._approval_steps if self.model else ()
        if self.step not in steps:
            self.step = steps[0] if steps else False

    @api.constrains("model", "step")
    def _check_step(self):
        for level in self:
            steps = self.env[level.model]._approval_steps
            if level.step not in steps:
                raise ValidationError(self.env._("Levels can stand before: %s", ", ".join(steps)))

    @api.depends("model", "step")
    @api.depends_context("lang")
    def _compute_step_label(self):
        for level in self:
            level.step_label = self.env["brand.transition"]._label_of_step(level.model, level.step)

    def _applies_to(self, record):
        """Whether this level stands before the step for ``record``."""
        self.ensure_one()
        amount_field = record._approval_amount_field
        return (
            record._is_subject_to_levels(self.step)
            and record.company_id == self.company_id
            and (not self.program_id or record.program_id == self.program_id)
            and (
                not self.amount_from or not amount_field or record[amount_field] >= self.amount_from
            )
        )

    def _acts_here(self, user, record):
        """Whether ``user`` may act at this level for ``record``: for its district or department,
        where the level names one. Others extend this."""
        return True

    def _office_name(self, record):
        """The district or department that the level names for ``record``; empty: the whole city."""
        return ""

    @api.model
    def _levels_of_step(self, model, step):
        # sudo: every approver must be held to the levels, whether or not he may read them
        return self.sudo().search([("model", "=", model), ("step", "=", step)])

    @api.model
    def _records_with_levels(self, records, step):
        levels = self._levels_of_step(records._name, step)
        return records.filtered(lambda r: any(level._applies_to(r.sudo()) for level in levels))
