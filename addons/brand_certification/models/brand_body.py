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
    is_foreign = fields.Boolean(
        "Foreign Body", help="Approved abroad; works here under an agreement of mutual recognition."
    )
    recognition_no = fields.Char("Mutual Recognition Agreement")
    recognition_country_id = fields.Many2one("res.country", "Approved in")
    recognition_authority = fields.Char("Accredited by", help="Accreditation body of its country.")
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
        """Admit to the alliance: approval and scope of accreditation known and valid.

        A foreign body has its agreement of mutual recognition in place of the CNCA approval.
        """
        today = self.env["brand.workday"]._today()
        lacking = self.filtered(
            lambda b: not b._approval_no() or not b.valid_to or b.valid_to < today
        )
        if lacking:
            raise UserError(
                self.env._(
                    "A member needs a CNCA approval that is valid today: %s",
                    ", ".join(lacking.mapped("name")),
                )
            )
        unscoped = self.filtered(lambda b: not any(s._is_valid_on(today) for s in b.scope_ids))
        if unscoped:
            raise UserError(
                self.env._(
                    "Enter what the body is accredited for, with a row that is valid today: %s",
                    ", ".join(unscoped.mapped("name")),
                )
            )

    @transition
    def action_suspend(self, reason=None, document_no=None):
        """Suspend: the body gets no work until it is restored."""
        self._require_grounds(reason, document_no)

    @transition
    def action_restore(self, reason=None, document_no=None):
        """Restore a suspended body."""
        self._require_grounds(reason, document_no)

    @transition
    def action_remove(self, reason=None, document_no=None):
        """Remove from the alliance; what it certified stays in the register."""
        self._require_grounds(reason, document_no)

    def _require_grounds(self, reason, document_no):
        """What changes a member's standing names its reason and its document."""
        if not (reason or "").strip() or not (document_no or "").strip():
            raise UserError(self.env._("Give the reason and the number of the document."))

    def _approval_no(self):
        """Number by which the body may certify: of the CNCA, or of mutual recognition."""
        self.ensure_one()
        return self.recognition_no if self.is_foreign else self.cnca_no

    def _may_work(self, on):
        """Whether the body may get work on a date: member, approval not expired.

        ``_work_refusal`` also asks whether a product lies within its scope.
        """
        self.ensure_one()
        return self.state == "member" and bool(self.valid_to) and on <= self.valid_to

    @api.model
    def _of_current_user(self):
        return self.env.user.sudo().brand_body_id
