"""Which steps a person may take on a record now: what a form offers, and nothing else."""

from odoo import api, fields, models
from odoo.exceptions import AccessError


class BrandTransitionMixin(models.AbstractModel):
    _inherit = "brand.transition.mixin"

    my_steps = fields.Char("Steps Open to Me", compute="_compute_my_steps")
    my_steps_note = fields.Text("Why Others Must Act", compute="_compute_my_steps")

    @api.model
    def default_get(self, fields):
        """A form for a new record shows the state in which the record will start."""
        values = super().default_get(fields)
        if "state" in fields:
            values["state"] = self._initial_state
        return values

    @api.depends("state")
    @api.depends_context("uid", "lang")
    def _compute_my_steps(self):
        """Names of steps, each between blanks, for ``invisible="' step ' not in my_steps"``."""
        for record in self:
            steps, refusals = record._origin._steps_open_to_me()
            record.my_steps = f" {' '.join(steps)} "
            record.my_steps_note = "\n".join(dict.fromkeys(refusals)) or False

    def _steps_open_to_me(self):
        """Steps that state, role, approval levels and separation of duties leave to this user.

        Conditions of the steps themselves are not asked: a form lists them as blockers.

        :return: names of steps, and why others that the role covers are closed to this person
        """
        steps, refusals = [], []
        for step, (origins, _target, groups) in self._transitions.items():
            if self.state not in origins or not groups:
                continue
            try:
                self._check_role_or_level(step)
            except AccessError:
                continue
            try:
                self._check_segregation(step)
            except AccessError as refusal:
                refusals.append(str(refusal))
                continue
            steps.append(step)
        return steps, refusals

    def _check_role_or_level(self, step):
        """As a transition does before it moves, without leaving an approval."""
        Approval, Level = self.env["brand.approval"], self.env["brand.approval.level"]
        leveled = self._with_approval_levels(step)
        (self - leveled)._check_step_role(step)
        for record in leveled:
            given = Approval._valid_approvals(record, step)[record.id]
            levels = Level._levels_of_step(self._name, step).filtered(
                lambda level, r=record: level._applies_to(r.sudo())
            )
            level = Approval._next_level(levels, given)
            Approval._check_may_approve(record, step, level, given)
