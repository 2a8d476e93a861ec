from odoo import api, fields, models


class AwardMakingMixin(models.AbstractModel):
    """A batch of finance's that one person draws up and another checks.

    The step "action_make" is logged when a draft is created or its lines change; a model that
    inherits this names it among its ``_duties``.
    """

    _name = "award.making.mixin"
    _description = "Batch drawn up by one person and checked by another"
    _inherit = ["award.numbered.mixin", "brand.transition.mixin"]

    maker_id = fields.Many2one("res.users", "Made by", compute="_compute_people")
    checker_id = fields.Many2one("res.users", "Checked by", compute="_compute_people")
    settler_id = fields.Many2one("res.users", "Settled by", compute="_compute_people")

    @api.depends("transition_ids")
    def _compute_people(self):
        for batch in self:
            by_step = {row.step: row.user_id for row in batch.transition_ids.sorted("id")}
            batch.maker_id = by_step.get("action_make")
            batch.checker_id = by_step.get("action_confirm")
            batch.settler_id = by_step.get("action_settle")

    @api.model_create_multi
    def create(self, vals_list):
        batches = super().create(vals_list)
        batches._log_making()
        return batches

    def _log_making(self):
        """Leave on record who made (or changed) the batch: that person does not check it."""
        rows = []
        for batch in self:
            if batch.maker_id == self.env.user:
                continue
            vals = batch._prepare_transition_vals(
                "action_make", batch.state, None, None, self.env["res.users"]
            )
            rows.append(vals | {"from_state": False})
        # sudo: the record of steps is written by actions only
        self.env["brand.transition"].sudo().create(rows)
        self.invalidate_recordset(["transition_ids"])

    def _acting_role(self, step):
        return self.env._("Maker") if step == "action_make" else super()._acting_role(step)
