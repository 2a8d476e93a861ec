"""What an application shows at the desks of the office: whose turn, how far, what belongs to it."""

from odoo import api, fields, models
from odoo.fields import Domain

from .brand_application import OPEN_STATES


class BrandApplication(models.Model):
    _inherit = "brand.application"

    state = fields.Selection(group_expand="_group_expand_state")
    uscc = fields.Char(related="partner_id.uscc")
    trademark = fields.Char(related="product_id.trademark")
    require_notice = fields.Boolean(related="program_id.require_notice")
    next_step = fields.Char(compute="_compute_next_step")
    evaluation_progress = fields.Char(
        "Assessors", compute="_compute_evaluation_progress", compute_sudo=True
    )
    is_my_turn = fields.Boolean(
        "Waits for My Role", compute="_compute_is_my_turn", search="_search_is_my_turn"
    )
    sibling_count = fields.Integer(
        "Other Applications of the Product", compute="_compute_sibling_count"
    )

    @api.model
    def _group_expand_state(self, states, domain):
        """Columns in the order of the path; only states in which there are files."""
        return [state for state, _label in self._fields["state"].selection if state in states]

    @api.depends("state", "program_id.notice_timing", "program_id.require_government")
    def _compute_next_step(self):
        steps = self._next_steps()
        for application in self:
            application.next_step = steps[application.id]

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_is_my_turn(self):
        mine = self.filtered_domain(self._my_turn_domain())
        for application in self:
            application.is_my_turn = application in mine

    @api.model
    def _search_is_my_turn(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = self._my_turn_domain()
        return mine if True in value else ~mine

    @api.model
    def _my_turn_domain(self):
        """Files that wait for this user's role; all open ones for roles that only watch."""
        turns = self._my_turn_domain_by_role()
        mine = [
            domain
            for group, domain in turns.items()
            if self.env.user.has_group(f"brand_certification.{group}")
        ]
        return Domain.OR(mine) if mine else Domain("state", "in", OPEN_STATES)

    @api.depends("evaluation_ids.state")
    @api.depends_context("lang")
    def _compute_evaluation_progress(self):
        """How far the assessors are; tells nothing of the scores, which are sealed until the end."""
        for application in self:
            working = application.evaluation_ids._active()
            application.evaluation_progress = (
                self.env._(
                    "%(done)s of %(all)s have finished",
                    done=len(working.filtered(lambda e: e.state == "done")),
                    all=len(working),
                )
                if working
                else False
            )

    @api.depends("product_id")
    def _compute_sibling_count(self):
        counts = dict(
            self.env["brand.application"]._read_group(
                [("product_id", "in", self.product_id.ids)], ["product_id"], ["__count"]
            )
        )
        for application in self:
            application.sibling_count = max(counts.get(application.product_id, 0) - 1, 0)

    # -- smart buttons -------------------------------------------------------------------------

    def action_view_certificate(self):
        """Open the certificate that was issued on this file."""
        self.ensure_one()
        return self.certificate_id.get_formview_action()

    def action_view_siblings(self):
        """List the other applications for the same product, whatever became of them."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "brand_certification.brand_application_action"
        )
        siblings = [("product_id", "=", self.product_id.id), ("id", "!=", self.id)]
        return {**action, "domain": siblings, "context": {}}
