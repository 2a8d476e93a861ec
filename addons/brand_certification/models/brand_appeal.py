"""Appeals against refusals: within their limit, to people who did not decide, back to the step before."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .transition_mixin import transition

# The step that takes a rejected file back, by the state it was refused in
_REOPEN_STEPS = {
    "submitted": "action_reopen_submitted",
    "returned": "action_reopen_submitted",
    "evaluating": "action_reopen_evaluating",
    "evaluated": "action_reopen_evaluated",
    "notice": "action_reopen_notice",
}
# Members of a panel at least: odd, so that it can decide (ISO/IEC 17065, 7.13)
PANEL = 3


class BrandApplication(models.Model):
    _inherit = "brand.application"

    appeal_ids = fields.One2many(
        "brand.complaint", "application_id", "Appeals", domain=[("kind", "=", "appeal")]
    )
    appeal_until = fields.Date("Appeal until", compute="_compute_appeal_until")
    may_appeal = fields.Boolean(compute="_compute_appeal_until")

    @api.depends("state")
    def _compute_appeal_until(self):
        """Until when the enterprise may appeal, and whether it may now: once a refusal."""
        day = self.env["brand.workday"]
        calendar, today = day._calendar(), day._today()
        refusals = self._refusals()
        # sudo: enterprises do not read complaints; whether one is there is a fact of the file
        appealed = {
            appeal.application_id.id: appeal.received_on
            for appeal in self.env["brand.complaint"]
            .sudo()
            .search(
                [("application_id", "in", self.ids), ("kind", "=", "appeal")], order="received_on"
            )
        }
        for application in self:
            refusal = refusals.get(application.id)
            days = application.program_id.sudo().appeal_days
            application.appeal_until = application.may_appeal = False
            if application.state != "rejected" or not refusal or not days:
                continue
            told = self.env["brand.portal"]._day(refusal.date)
            application.appeal_until = calendar.add_working_days(told, days).date
            last = appealed.get(application.id)
            is_new = not last or last < refusal.date
            application.may_appeal = is_new and today <= application.appeal_until

    @transition
    def action_reopen_submitted(self, reason=None, document_no=None):
        """An appeal was upheld: the file is examined anew."""

    @transition
    def action_reopen_evaluating(self, reason=None, document_no=None):
        """An appeal was upheld: the body decides anew."""

    @transition
    def action_reopen_evaluated(self, reason=None, document_no=None):
        """An appeal was upheld: it is announced or decided anew."""

    @transition
    def action_reopen_notice(self, reason=None, document_no=None):
        """An appeal was upheld: the city decides anew."""

    def _refusals(self):
        """``{application id: the transition that refused it last}`` in one query."""
        # sudo: the log of files that the caller may read
        rows = (
            self.env["brand.transition"]
            .sudo()
            .search(
                [
                    ("model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("to_state", "=", "rejected"),
                ],
                order="id",
            )
        )
        return {row.res_id: row for row in rows}

    def action_appeal(self, text, files=()):
        """Appeal against the refusal of this application; by the enterprise, in the portal.

        :param files: ``[(file name, base64 content)]``
        :raises UserError: after the limit, or a second time against the same refusal
        :return: receipt number
        """
        self.ensure_one()
        self.check_access("read")
        own = self.env.user.partner_id.commercial_partner_id
        if own != self.sudo().partner_id.commercial_partner_id:
            raise UserError(self.env._("The applicant appeals against its own refusal."))
        if not (text or "").strip():
            raise UserError(self.env._("Write why the refusal is wrong."))
        file = self.sudo()
        # sudo: portal users receive no rights on complaints; who appeals was checked above
        appeal = file.env["brand.complaint"].create(
            {
                "kind": "appeal",
                "company_id": file.company_id.id,
                "application_id": file.id,
                "decision_line_id": file._refused_line().id,
                "body_id": file.body_id.id,
                "subject_text": file.display_name,
                "text": text.strip(),
                "complainant_name": file.partner_id.name,
                "complainant_contact": file.contact_phone,
                "complainant_partner_id": file.partner_id.id,
                "channel": "portal",
                "file_ids": [
                    (0, 0, {"filename": name, "file": content}) for name, content in files
                ],
            }
        )
        self.invalidate_recordset(["may_appeal", "appeal_until"])
        return appeal.name

    def _refused_line(self):
        lines = self.decision_line_ids.filtered(
            lambda li: li.result == "refused" and li.decision_id.state != "draft"
        )
        return lines.sorted("id")[-1:]

    def _reopen(self, reason, document_no):
        """Take refused files back to the state before, to be decided anew."""
        refusals = self._refusals()
        for application in self:
            application.sudo()._check_no_twin()
            step = _REOPEN_STEPS[refusals[application.id].from_state]
            getattr(application.sudo(), step)(reason, document_no)


class BrandComplaint(models.Model):
    _inherit = "brand.complaint"

    _write_windows = dict.fromkeys(("panel_ids", "panel_text"), ("accepted",))

    panel_ids = fields.Many2many(
        "res.users",
        "brand_complaint_panel",
        "complaint_id",
        "user_id",
        "Appeal Panel",
        copy=False,
        domain="[('share', '=', False)]",
        help="At least three people, none of whom evaluated, reviewed or decided the case.",
    )
    panel_text = fields.Text("Opinion of the Appeal Panel", copy=False)

    def _check_in_time(self):
        result = super()._check_in_time()
        for appeal in self.filtered(lambda c: c.kind == "appeal").sudo():
            application = appeal.application_id or appeal.decision_line_id.application_id
            if not application or application.state != "rejected":
                raise UserError(self.env._("An appeal is made against a refused application."))
            if not appeal.application_id:
                appeal.application_id = application
            day = self.env["brand.workday"]
            limit = application.appeal_until
            if not limit:
                raise UserError(self.env._("The programme knows no appeal."))
            if day._today() > limit:
                raise UserError(self.env._("The time to appeal ended on %s, 24:00.", limit))
            refused_at = application._refusals()[application.id].date
            others = application.appeal_ids - appeal
            if any(other.received_on >= refused_at for other in others):
                raise UserError(self.env._("An appeal against this refusal stands already."))
        return result

    @api.constrains("panel_ids", "application_id")
    def _check_panel(self):
        for appeal in self.filtered("panel_ids"):
            appeal._check_uninvolved(appeal.panel_ids)

    def _check_uninvolved(self, users):
        """:raises UserError: naming those of ``users`` who have judged the case themselves"""
        refusals = self.sudo().application_id._refusals()
        for appeal in self.sudo().filtered("application_id"):
            # Who refused to accept the file has judged it too, though that is no duty of judging
            refusal = refusals.get(appeal.application_id.id, self.env["brand.transition"].sudo())
            judges = refusal.user_id | refusal.on_behalf_of_id | appeal.application_id._judges()
            involved = users & judges
            if involved:
                raise UserError(
                    self.env._(
                        "%(names)s evaluated, reviewed or decided %(case)s: an appeal goes to"
                        " people who did not.",
                        names=", ".join(involved.sudo().mapped("name")),
                        case=appeal.application_id.display_name,
                    )
                )

    def _check_step(self, step, document_no=None):
        result = super()._check_step(step, document_no)
        appeals = self.filtered(lambda c: c.kind == "appeal")
        if step in ("action_accept", "action_close") and not self.env.su:
            appeals._check_uninvolved(self.env.user)
        if step == "action_close":
            for appeal in appeals.filtered(lambda c: c.state == "accepted"):
                if len(appeal.panel_ids) < PANEL:
                    raise UserError(
                        self.env._("An appeal is decided by a panel of %s at least.", PANEL)
                    )
                if not (appeal.panel_text or "").strip():
                    raise UserError(
                        self.env._("Write down the opinion of the appeal panel: %s", appeal.name)
                    )
                if appeal.outcome not in ("upheld", "dismissed"):
                    raise UserError(
                        self.env._(
                            "An appeal is upheld, and the case decided anew, or it is dismissed: %s",
                            appeal.name,
                        )
                    )
                appeal._check_uninvolved(appeal.panel_ids)
        return result

    def _after_upheld(self):
        result = super()._after_upheld()
        for appeal in self.filtered(lambda c: c.kind == "appeal").sudo():
            # sudo: a refused file is taken back by an upheld appeal only
            appeal.application_id._reopen(appeal.answer, appeal.name)
        return result

    def _end_transition(self, step, reason, document_no):
        result = super()._end_transition(step, reason, document_no)
        if step == "action_close":
            for appeal in self.sudo().filtered(lambda c: c.kind == "appeal" and c.application_id):
                appeal.application_id._tell_applicant(*appeal._appeal_news())
        return result

    def _appeal_news(self):
        """``(sentence, points)``: what the enterprise is told of its appeal."""
        _ = self.env._
        remedy = _(
            "Within 60 days from this answer you may apply for administrative reconsideration, or"
            " bring an action before the people's court."
        )
        if self.outcome in ("upheld",):
            return _("Your appeal was upheld: your case is decided anew."), [self.answer]
        if self.outcome == "not_accepted":
            return _("Your appeal was not accepted."), [self.answer, remedy]
        return _("Your appeal was dismissed."), [self.answer, remedy]
