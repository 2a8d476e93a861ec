from odoo import api, fields, models
from odoo.exceptions import UserError

from .transition_mixin import transition


class BrandBody(models.Model):
    """A certification body in the city's alliance, with its approval and accreditation."""

    _name = "brand.body"
    _description = "Certification Body"
    _inherit = ["brand.transition.mixin", "mail.thread"]
    _order = "name"

    _initial_state = "candidate"
    _transitions = {
        "action_admit": (("candidate",), "member", "brand_certification.group_manager"),
        "action_suspend": (("member",), "suspended", "brand_certification.group_manager"),
        "action_restore": (("suspended",), "member", "brand_certification.group_manager"),
        "action_remove": (
            ("candidate", "member", "suspended"),
            "removed",
            "brand_certification.group_manager",
        ),
    }

    partner_id = fields.Many2one("res.partner", "Organisation", required=True)
    name = fields.Char(related="partner_id.name", store=True)
    state = fields.Selection(
        [
            ("candidate", "Candidate"),
            ("member", "Member"),
            ("suspended", "Suspended"),
            ("removed", "Removed"),
        ],
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company", "City", required=True, default=lambda self: self.env.company
    )
    cnca_no = fields.Char("CNCA Approval No.")
    accreditation_no = fields.Char("Accreditation No.")
    valid_to = fields.Date("Approval Valid until")
    scope = fields.Text("Accredited Scope")
    application_ids = fields.One2many("brand.application", "body_id", "Applications")

    _partner_unique = models.Constraint(
        "UNIQUE (company_id, partner_id)", "This organisation is in the alliance already."
    )

    @transition
    def action_admit(self, document_no=None):
        """Admit to the alliance: approval number known and valid."""
        today = self.env["brand.workday"]._today()
        lacking = self.filtered(lambda b: not b.cnca_no or not b.valid_to or b.valid_to < today)
        if lacking:
            raise UserError(
                self.env._(
                    "A member needs a CNCA approval that is valid today: %s",
                    ", ".join(lacking.mapped("name")),
                )
            )

    @transition
    def action_suspend(self, reason=None):
        """Suspend: the body gets no new work until it is restored."""

    @transition
    def action_restore(self, reason=None):
        """Restore a suspended body."""

    @transition
    def action_remove(self, reason=None):
        """Remove from the alliance; what it certified stays in the register."""

    def _may_work(self, on):
        """Whether the body may get work on a date: member, approval not expired."""
        self.ensure_one()
        return self.state == "member" and bool(self.valid_to) and on <= self.valid_to

    @api.model
    def _of_current_user(self):
        return self.env.user.sudo().brand_body_id
