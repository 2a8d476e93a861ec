"""Decisions on a batch of applications: who met, who was recused, what came of each."""

import hashlib

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from .transition_mixin import transition


class BrandDecision(models.Model):
    """What a certification body, or a meeting of the city, decided on a batch of applications."""

    _name = "brand.decision"
    _description = "Decision"
    _inherit = ["brand.transition.mixin", "mail.thread"]
    _order = "date desc, id desc"

    _initial_state = "draft"
    _transitions = {
        "action_take": (
            ("draft",),
            "taken",
            ("brand_certification.group_approver", "brand_certification.group_body"),
        ),
        "action_publish": (("taken",), "published", "brand_certification.group_officer"),
    }
    _duties = {"action_take": "approve"}
    _approval_steps = ("action_take",)
    _write_windows = dict.fromkeys(
        (
            "name",
            "document_no",
            "kind",
            "program_id",
            "body_id",
            "date",
            "minutes",
            "quorum",
            "meeting",
            "member_ids",
        ),
        ("draft",),
    )

    name = fields.Char("Subject", required=True)
    kind = fields.Selection(
        [
            ("certification", "Certification (by the body)"),
            ("honour", "Grade (by the city)"),
        ],
        required=True,
        default="honour",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("taken", "Taken"), ("published", "Published")],
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    program_id = fields.Many2one("brand.program", "Programme", required=True)
    company_id = fields.Many2one(related="program_id.company_id", store=True)
    body_id = fields.Many2one("brand.body", "Certification Body")
    date = fields.Date(default=lambda self: self.env["brand.workday"]._today(), required=True)
    meeting = fields.Char()
    document_no = fields.Char("Document No.")
    minutes = fields.Text()
    quorum = fields.Integer(help="Members who must be present; the recused do not count. 0: none.")
    member_ids = fields.One2many("brand.decision.member", "decision_id", "Attendance")
    present_count = fields.Integer(compute="_compute_present_count")
    line_ids = fields.One2many("brand.decision.line", "decision_id", "Applications")
    blockers = fields.Text("What Blocks the Decision", compute="_compute_blockers")

    @api.constrains("kind", "body_id")
    def _check_body(self):
        for decision in self:
            if (decision.kind == "certification") != bool(decision.body_id):
                raise ValidationError(
                    self.env._("A certification is decided by its body, a grade by the city.")
                )

    @api.depends("member_ids.is_present", "member_ids.is_recused")
    def _compute_present_count(self):
        for decision in self:
            decision.present_count = len(
                decision.member_ids.filtered(lambda m: m.is_present and not m.is_recused)
            )

    @api.depends("line_ids.result", "line_ids.reason", "present_count", "quorum", "state")
    @api.depends_context("lang")
    def _compute_blockers(self):
        for decision in self:
            texts = decision._blocking_texts() if decision.state == "draft" else ()
            decision.blockers = "\n".join(texts) or False

    def _blocking_texts(self):
        """What keeps the decision from being taken, all at once."""
        _ = self.env._
        texts = []
        if not self.line_ids:
            texts.append(_("No application is on the list."))
        open_lines = self.line_ids.filtered(lambda line: not line.result)
        if open_lines:
            texts.append(_("Without a result: %s", ", ".join(open_lines.mapped("display_name"))))
        silent = self.line_ids.filtered(lambda li: li.result == "refused" and not li.reason)
        if silent:
            texts.append(
                _("A refusal needs its reason: %s", ", ".join(silent.mapped("display_name")))
            )
        if self.quorum and self.present_count < self.quorum:
            texts.append(
                _(
                    "%(present)s members count, the quorum is %(quorum)s (the recused do not count).",
                    present=self.present_count,
                    quorum=self.quorum,
                )
            )
        if self.kind == "honour":
            texts += self._notice_texts()
        return texts

    def _notice_texts(self):
        """Items whose public notice has not ended, or that an objection holds."""
        _ = self.env._
        texts = []
        granted = self.line_ids.filtered(lambda line: line.result == "granted").application_id
        if self.program_id._notice_timing() == "before":
            notices = granted._last_notices()
            for application in granted:
                notice = notices[application.id]
                if notice.state != "closed":
                    texts.append(
                        _(
                            "%(application)s is in public notice until %(end)s, 24:00.",
                            application=application.display_name,
                            end=self.env["brand.portal"]._long_date(notice.date_end) or "…",
                        )
                    )
        for objection in granted._open_objections():
            texts.append(
                _(
                    "%(application)s is held by the objection %(objection)s.",
                    application=objection.line_id.name,
                    objection=objection.name,
                )
            )
        return texts

    @transition
    def action_take(self, document_no=None):
        """Take the decision on every application of the list, each with its own result."""
        for decision in self:
            if document_no:
                # sudo: the number is written by this step only
                decision.sudo().document_no = document_no
            decision._carry_out()

    @transition
    def action_publish(self):
        """Announce a decision that was taken."""

    def _check_step(self, step, document_no=None):
        result = super()._check_step(step, document_no)
        if step == "action_take":
            for decision in self:
                decision._check_may_be_taken(document_no)
        return result

    def _check_may_be_taken(self, document_no):
        self._check_decider()
        texts = self._blocking_texts()
        if texts:
            raise UserError("\n".join(f"• {text}" for text in texts))
        if self.kind == "honour" and not (document_no or self.document_no):
            raise UserError(self.env._("Enter the document number of the decision."))

    def _check_decider(self):
        """A body decides its own cases; the city's approver never touches a certification."""
        if self.env.su:
            return
        user = self.env.user
        if self.kind == "certification":
            allowed = user.has_group("brand_certification.group_body") and (
                self.body_id == self.env["brand.body"]._of_current_user()
            )
        else:
            allowed = not user.has_group("brand_certification.group_body")
        if not allowed:
            raise AccessError(
                self.env._("A certification is decided by its body, a grade by the city.")
            )

    def _carry_out(self):
        granted = self.line_ids.filtered(lambda line: line.result == "granted").application_id
        refused = self.line_ids - self.line_ids.filtered(lambda li: li.result == "granted")
        number = self.document_no
        # sudo: applications move by this decision only; env.user stays the person who decides
        if self.kind == "certification":
            self._check_evaluated(granted | refused.application_id)
            granted.sudo().action_conclude(document_no=number)
            for reason, lines in refused.grouped("reason").items():
                lines.application_id.sudo().action_refuse_certification(reason, number)
        else:
            granted.sudo().action_grant(document_no=number)
            for reason, lines in refused.grouped("reason").items():
                lines.application_id.sudo().action_refuse_grant(reason, number)

    def _check_evaluated(self, applications):
        """Every assessor has finished, and what fails the pass marks is not certified."""
        granted = self.line_ids.filtered(lambda line: line.result == "granted").application_id
        for application in applications:
            outcome = application._outcome()
            if not outcome.can_close and not outcome.is_vetoed:
                raise UserError(
                    self.env._("%s: the evaluation is not complete yet.", application.display_name)
                )
            if application in granted and not outcome.is_passed:
                raise UserError(
                    self.env._(
                        "%(application)s has not passed (%(total)s points): it cannot be certified.",
                        application=application.display_name,
                        total=outcome.total,
                    )
                )

    @api.model
    def action_decide_certification(self, application_id, result, reason=None, document_no=None):
        """The body reviews one evaluated application and decides on its certification.

        :param result: ``granted`` or ``refused``; a refusal needs ``reason``
        :raises AccessError: for anybody but a decision maker of the application's body, and for a
            person who evaluated it (ISO/IEC 17065, 7.5 and 7.6)
        :return: the decision
        """
        application = self.env["brand.application"].browse(application_id)
        application.check_access("read")
        self.env["brand.evaluation"]._check_is_body_of(application)
        # sudo: portal users make decisions through this action only, checked above
        decision = self.sudo().create(
            {
                "name": application.display_name,
                "kind": "certification",
                "program_id": application.program_id.id,
                "body_id": application.body_id.id,
                "line_ids": [
                    (0, 0, {"application_id": application.id, "result": result, "reason": reason})
                ],
            }
        )
        decision.sudo(False).action_take(document_no=document_no)
        return decision.sudo(False)

    def _duty(self, step):
        duty = super()._duty(step)
        return "certify" if duty and self[:1].kind == "certification" else duty

    def _is_subject_to_levels(self, step):
        return self.kind == "honour"

    def _approval_fingerprint(self):
        """Results, reasons, votes and minutes: a decision that changed loses its approvals."""
        self.ensure_one()
        decision = self.sudo()
        facts = [
            (decision.minutes, decision.meeting, str(decision.date)),
            sorted(
                (
                    li.application_id.id,
                    li.result or "",
                    li.reason or "",
                    li.votes_for,
                    li.votes_against,
                    li.votes_abstain,
                    sorted(li.recused_ids.ids),
                )
                for li in decision.line_ids
            ),
            sorted((m.name, m.is_present, m.is_recused) for m in decision.member_ids),
            decision._meeting_rules(),
        ]
        return hashlib.sha256(repr(facts).encode()).hexdigest()

    def _meeting_rules(self):
        """What else was agreed to by whoever approves: the rules by which the meeting decides."""
        return (self.quorum,)

    def _transition_files(self):
        """A decision touches the files of all its applications."""
        return self.sudo().line_ids.application_id or self

    def action_load_candidates(self):
        """Put every application of the programme that may be decided now on the list."""
        self.ensure_one()
        known = self.line_ids.application_id
        ready = self.env["brand.application"].search(
            Domain("program_id", "=", self.program_id.id)
            & Domain("id", "not in", known.ids)
            & self.env["brand.application"]._to_decide_domain()
        )
        self.line_ids = [
            (0, 0, {"application_id": application.id, "result": "granted"}) for application in ready
        ]
        return True


class BrandDecisionMember(models.Model):
    """A member of the meeting: present, or recused and then outside the quorum."""

    _name = "brand.decision.member"
    _description = "Attendance"
    _inherit = ["brand.part.mixin"]
    _part_of = "decision_id"

    decision_id = fields.Many2one("brand.decision", required=True, ondelete="cascade", index=True)
    user_id = fields.Many2one("res.users", "Member")
    name = fields.Char("Office or Member", required=True)
    is_present = fields.Boolean("Present", default=True)
    is_recused = fields.Boolean("Recused")
    recusal_reason = fields.Char("Reason of Recusal")

    @api.constrains("is_recused", "recusal_reason")
    def _check_recusal(self):
        for member in self:
            if member.is_recused and not member.recusal_reason:
                raise ValidationError(self.env._("A recusal needs its reason."))


class BrandDecisionLine(models.Model):
    """The result of one application in a decision."""

    _name = "brand.decision.line"
    _description = "Decision on an Application"
    _inherit = ["brand.part.mixin"]
    _part_of = "decision_id"
    _rec_name = "application_id"

    decision_id = fields.Many2one("brand.decision", required=True, ondelete="cascade", index=True)
    application_id = fields.Many2one(
        "brand.application", required=True, index=True, ondelete="restrict"
    )
    score = fields.Float(related="application_id.score", aggregator=None)
    level_id = fields.Many2one(related="application_id.level_id")
    partner_id = fields.Many2one(related="application_id.partner_id")
    district_id = fields.Many2one(related="application_id.district_id")
    state = fields.Selection(related="decision_id.state")
    result = fields.Selection([("granted", "Granted"), ("refused", "Refused")])
    reason = fields.Char()
    notice_text = fields.Char("Notice", compute="_compute_hearing")
    objection_text = fields.Char("Objections", compute="_compute_hearing")
    votes_for = fields.Integer("For")
    votes_against = fields.Integer("Against")
    votes_abstain = fields.Integer("Abstained")

    _once = models.Constraint(
        "UNIQUE (decision_id, application_id)", "This application is on the list already."
    )

    @api.depends("application_id")
    @api.depends_context("lang")
    def _compute_hearing(self):
        """What the public has been told of each application, and what it answered."""
        applications = self.application_id
        notices, objections = applications._last_notices(), applications._open_objections()
        partly = applications._notice_lines().objection_ids.filtered(
            lambda o: o.state == "upheld" and o.is_partial
        )
        for line in self:
            notice = notices.get(line.application_id.id)
            held = objections.filtered(lambda o, a=line.application_id: o.line_id.res_id == a.id)
            partial = partly.filtered(lambda o, a=line.application_id: o.line_id.res_id == a.id)
            notes = [f"{o.name}: {o.ruling}" for o in partial]
            line.objection_text = ", ".join([*held.mapped("name"), *notes]) or False
            line.notice_text = (
                f"{notice._state_label(notice.state)} {notice.date_end}" if notice else False
            )

    def action_view_application(self):
        """Open the file behind this line."""
        self.ensure_one()
        return self.application_id.get_formview_action()
