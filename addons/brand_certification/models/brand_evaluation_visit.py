from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .transition_mixin import transition

_PLAN = (
    "application_id",
    "date_from",
    "date_to",
    "sites",
    "agenda",
    "evaluation_ids",
    "criterion_ids",
)
_PLANNERS = ("brand_certification.group_body", "brand_certification.group_assessor")


class BrandEvaluationVisit(models.Model):
    """The plan of an on-site audit (现场审核计划): days, sites, team, criteria, agenda.

    The body or the lead assessor plans; the enterprise confirms, or asks for another day.
    """

    _name = "brand.evaluation.visit"
    _description = "On-site Visit"
    _inherit = ["brand.transition.mixin", "portal.mixin"]
    _order = "date_from desc, id desc"

    _initial_state = "draft"
    _transitions = {
        "action_send": (("draft", "asked"), "sent", _PLANNERS),
        "action_confirm": (("sent",), "confirmed", "brand_certification.group_enterprise"),
        "action_ask_other_day": (("sent",), "asked", "brand_certification.group_enterprise"),
        "action_done": (("sent", "confirmed"), "done", _PLANNERS),
        "action_cancel": (("draft", "sent", "asked", "confirmed"), "cancelled", _PLANNERS),
    }
    _write_windows = dict.fromkeys(_PLAN, ("draft", "asked"))
    _system_fields = frozenset({"asked_day", "asked_reason", "summary", "cancel_reason"})

    application_id = fields.Many2one(
        "brand.application", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="application_id.company_id", store=True)
    body_id = fields.Many2one(related="application_id.body_id", store=True)
    district_id = fields.Many2one(related="application_id.district_id", store=True)
    partner_id = fields.Many2one(related="application_id.partner_id")
    state = fields.Selection(
        [
            ("draft", "Being planned"),
            ("sent", "Sent to the enterprise"),
            ("asked", "Another day asked for"),
            ("confirmed", "Confirmed by the enterprise"),
            ("done", "Took place"),
            ("cancelled", "Called off"),
        ],
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    date_from = fields.Date("From", required=True)
    date_to = fields.Date("To", required=True)
    sites = fields.Text(required=True, help="One address a line.")
    agenda = fields.Text(required=True, help="One line a point: time, subject, who takes part.")
    evaluation_ids = fields.Many2many(
        "brand.evaluation",
        string="Team",
        domain="[('application_id', '=', application_id)]",
        groups="brand_certification.group_assessor,brand_certification.group_body,"
        "brand_certification.group_city",
    )
    team_text = fields.Text("Assessors", compute="_compute_team_text", compute_sudo=True)
    criterion_ids = fields.Many2many(
        "brand.criterion", string="Criteria", help="Looked at on site; none: all of them."
    )
    asked_day = fields.Date("Day Asked for", readonly=True, copy=False)
    asked_reason = fields.Text("Why Another Day", readonly=True, copy=False)
    summary = fields.Text("Course of the Visit", readonly=True, copy=False)
    cancel_reason = fields.Text("Why Called off", readonly=True, copy=False)

    _period = models.Constraint("CHECK (date_from <= date_to)", "The visit ends before it begins.")

    @api.depends("application_id", "date_from")
    def _compute_display_name(self):
        for visit in self:
            name = visit.sudo().application_id.display_name
            visit.display_name = f"{name} · {visit.date_from}"

    @api.depends("evaluation_ids.is_lead", "evaluation_ids.state")
    def _compute_team_text(self):
        for visit in self:
            team = visit.evaluation_ids or visit.application_id.evaluation_ids._active()
            visit.team_text = "\n".join(
                self.env._("%s (lead)", e.user_id.name) if e.is_lead else e.user_id.name
                for e in team.filtered(lambda e: e.state not in ("declined", "void")).sorted(
                    lambda e: (not e.is_lead, e.id)
                )
            )

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for visit in self:
            visit.access_url = f"/my/brand/visit/{visit.id}"
        return result

    # -- who plans -----------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        visits = super().create(vals_list)
        visits._check_planner()
        return visits

    def write(self, vals):
        if set(vals) & set(_PLAN):
            self._check_planner()
        result = super().write(vals)
        if "application_id" in vals:
            self._check_planner()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_by_planner(self):
        self._check_planner()

    def _check_planner(self):
        """The application's body, or the lead assessor who has declared no conflict."""
        if self.env.su:
            return
        user, body = self.env.user, self.env["brand.body"]._of_current_user()
        is_body = user.has_group("brand_certification.group_body")
        for visit in self.sudo():  # who leads the case is asked here only
            if is_body and body and visit.body_id == body:
                continue
            lead = visit.application_id.evaluation_ids._active().filtered("is_lead")
            if lead.user_id != user or lead.state not in ("in_progress", "done"):
                raise AccessError(
                    self.env._("The body or the lead assessor of this case plans the visit.")
                )

    @api.constrains("evaluation_ids", "criterion_ids", "application_id")
    def _check_same_case(self):
        for visit in self.sudo():
            if visit.evaluation_ids.application_id - visit.application_id:
                raise ValidationError(self.env._("The team consists of assessors of this case."))
            if visit.criterion_ids.program_id - visit.application_id.program_id:
                raise ValidationError(
                    self.env._("The criterion belongs to another programme than the case.")
                )

    # -- transitions ---------------------------------------------------------------------------

    @transition
    def action_send(self):
        """Send the plan to the enterprise, which confirms or asks for another day."""
        self._check_planner()
        today = self.env["brand.workday"]._today()
        for visit in self:
            if visit.sudo().application_id.state != "evaluating":
                raise UserError(visit.sudo().application_id._names_with_state())
            if visit.date_from < today:
                raise UserError(self.env._("The visit begins before today."))
            visit.application_id._tell_applicant(
                self.env._("An on-site visit is planned; please confirm the day:"),
                [f"{visit.date_from} – {visit.date_to}", visit.sites],
            )

    @transition
    def action_confirm(self):
        """The enterprise confirms days and sites."""
        self._check_enterprise()

    @transition
    def action_ask_other_day(self, reason=None, day=None):
        """The enterprise asks for another day, with its reason."""
        self._check_enterprise()
        if not (reason or "").strip() or not day:
            raise UserError(self.env._("Name the day that suits you, and say why."))
        # sudo: what the enterprise asks for is kept by this action
        self.sudo().write({"asked_reason": reason, "asked_day": day})

    @transition
    def action_done(self, reason=None):
        """The visit took place; ``reason`` tells its course, for the evaluation report."""
        self._check_planner()
        today = self.env["brand.workday"]._today()
        if any(visit.date_from > today for visit in self):
            raise UserError(self.env._("The visit has not begun yet."))
        self.sudo().write({"summary": reason})  # sudo: kept by this action

    @transition
    def action_cancel(self, reason=None):
        """Call the visit off, with the reason."""
        self._check_planner()
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason: the enterprise reads it."))
        self.sudo().write({"cancel_reason": reason})  # sudo: kept by this action
        for visit in self.filtered(lambda v: v.state != "draft"):
            visit.application_id._tell_applicant(
                self.env._("The on-site visit was called off."), [reason]
            )

    def _check_enterprise(self):
        enterprise = self.env.user.partner_id.commercial_partner_id
        # sudo: compared, not shown
        if self.sudo().partner_id.commercial_partner_id != enterprise and not self.env.su:
            raise AccessError(self.env._("Only the enterprise of this case answers."))

    def _transition_file(self):
        return self.application_id
