"""A file waits for what departments know of its enterprise: a hit, or an answer not given."""

from odoo import api, fields, models
from odoo.fields import Domain

# Steps that a hit holds, and those that need every department's answer
_HELD_STEPS = ("action_accept", "action_enter_notice", "action_grant", "action_certify")
_ANSWERED_STEPS = ("action_grant", "action_certify")


class BrandApplication(models.Model):
    _inherit = "brand.application"

    joint_line_ids = fields.Many2many(
        "brand.joint.check.line", string="Joint Checks", readonly=True, copy=False
    )
    # who may not read the replies may know that departments were asked
    has_joint_line = fields.Boolean(compute="_compute_has_joint_line", compute_sudo=True)
    has_open_hit = fields.Boolean(
        "Hit in a Joint Check", compute="_compute_has_open_hit", search="_search_has_open_hit"
    )

    @api.depends("joint_line_ids")
    def _compute_has_joint_line(self):
        for application in self:
            application.has_joint_line = bool(application.joint_line_ids)

    @api.depends("joint_line_ids.reply", "joint_line_ids.disposal")
    def _compute_has_open_hit(self):
        held = self._origin._with_open_hits()
        for application in self:
            application.has_open_hit = application._origin in held

    @api.model
    def _search_has_open_hit(self, operator, value):
        if operator != "in":
            return NotImplemented
        held = Domain(
            "joint_line_ids", "any", self.env["brand.joint.check.line"]._open_hit_domain()
        )
        return held if True in value else ~held

    def _with_open_hits(self):
        return self.search([("id", "in", self.ids), ("has_open_hit", "=", True)])

    def _holds(self, step):
        holds = super()._holds(step)
        if step in _HELD_STEPS:
            for application in self:
                holds[application.id] += application._joint_texts(step in _ANSWERED_STEPS)
        return holds

    def _known_holds(self, step):
        texts = super()._known_holds(step)
        if step in _HELD_STEPS:
            texts += self._joint_texts(step in _ANSWERED_STEPS)
        return texts

    def _joint_texts(self, must_be_answered):
        """Hits that hold the file, and departments that must still answer.

        Programme, lines and departments come with the prefetch of the whole batch.
        """
        self.ensure_one()
        # sudo: replies of other departments; names of departments are no secret
        lines = self.sudo().joint_line_ids
        texts = [
            self.env._("Hit reported by %s: dispose of it first.", line.department_id.name)
            for line in lines
            if line.reply == "hit" and line.disposal != "released"
        ]
        program = self.program_id.sudo()
        if must_be_answered and program.require_joint_check:
            settled = lines.filtered(lambda line: line._is_settled()).department_id
            hit = lines.filtered(lambda line: line.reply == "hit").department_id
            texts += [
                self.env._("%s has not answered the joint check.", department.name)
                for department in program.joint_department_ids - settled - hit
            ]
        return texts
