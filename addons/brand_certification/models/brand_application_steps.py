"""An application takes the steps that its programme names, in the programme's order."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class BrandApplication(models.Model):
    _inherit = "brand.application"

    _transitions = {
        # before the decision on the grade, or after it: see _check_may_be_noticed
        "action_enter_notice": (("evaluated", "decided"), "notice", None),
        # the last of the programme's steps: see _certificate_obstacles
        "action_certify": (
            ("evaluated", "notice", "decided"),
            "certified",
            "brand_certification.group_officer",
        ),
    }

    # -- which files wait for which step -----------------------------------------------------------

    @api.model
    def _to_announce_domain(self):
        """Files whose next step is a public notice."""
        before = Domain("state", "=", "evaluated") & Domain(
            "program_id.notice_timing", "=", "before"
        )
        after = Domain("state", "=", "decided") & Domain("program_id.notice_timing", "=", "after")
        return before | after

    @api.model
    def _to_decide_domain(self):
        """Files whose next step is the decision on the grade."""
        announced = Domain("state", "=", "notice") & Domain(
            "program_id.notice_timing", "=", "before"
        )
        closed = Domain("notice_line_ids.notice_id.state", "=", "closed")
        at_once = Domain("state", "=", "evaluated") & Domain(
            "program_id.notice_timing", "!=", "before"
        )
        return Domain("program_id.require_government", "=", True) & (announced & closed | at_once)

    @api.model
    def _to_issue_domain(self):
        """Files whose next step is the certificate."""
        timing = "program_id.notice_timing"
        closed = Domain("notice_line_ids.notice_id.state", "=", "closed")
        granted = Domain("state", "=", "decided") & Domain(timing, "!=", "after")
        announced = (
            Domain("state", "=", "notice")
            & closed
            & (Domain(timing, "=", "after") | Domain("program_id.require_government", "=", False))
        )
        neither = (
            Domain("state", "=", "evaluated")
            & Domain(timing, "=", "none")
            & Domain("program_id.require_government", "=", False)
        )
        return granted | announced | neither

    @api.model
    def _my_turn_domain_by_role(self):
        return {
            "group_officer": Domain("state", "=", "submitted") | self._to_issue_domain(),
            "group_reviewer": self._to_announce_domain() | self._to_decide_domain(),
            "group_approver": self._to_decide_domain(),
        }

    def _next_step(self):
        """Key of the step that the file waits for; False when it has ended."""
        self.ensure_one()
        return self._next_steps()[self.id]

    def _next_steps(self):
        """``{id: key of the step that the file waits for}``, in two queries; False: it has ended.

        Beside the steps of a programme: ``correct`` by the enterprise, ``announce`` by the office.
        """
        noticed = self.filtered(lambda a: a.state == "notice")
        notices = noticed._last_notices()
        closed = {key for key, notice in notices.items() if notice.state == "closed"}
        return {application.id: application._step_waited_for(closed) for application in self}

    def _step_waited_for(self, closed):
        program = self.program_id.sudo()
        timing = program.notice_timing
        decided = timing == "after" or not program.require_government
        return {
            "draft": "apply",
            "returned": "correct",
            "submitted": "examine",
            "accepted": "certify",
            "evaluating": "certify",
            "evaluated": "announce"
            if timing == "before"
            else "government"
            if program.require_government
            else "issue",
            "notice": "notice" if self.id not in closed else "issue" if decided else "government",
            "decided": "announce" if timing == "after" else "issue",
        }.get(self.state, False)

    @api.depends("program_id.notice_timing", "program_id.require_government")
    def _compute_turn_text(self):
        """Whose turn it is, as an office, by the steps of the programme."""
        result = super()._compute_turn_text()
        _ = self.env._
        later = self.filtered(lambda a: a.state in ("evaluated", "notice", "decided"))
        steps = later._next_steps()
        for application in later:
            program = application.program_id.sudo()
            office = program.office_name or _("the city's office")
            by_committee = program._decider_of("government") == "committee"
            text = {
                "announce": _("%s, to announce it", office),
                "government": _("the committee, to decide on the grade")
                if by_committee
                else _("the government, to decide on the grade"),
                "issue": _("%s, to issue the certificate", office),
            }.get(steps[application.id])
            application.turn_text = text or application.turn_text
        return result

    # -- what keeps a file from its next step ------------------------------------------------------

    def _check_may_be_noticed(self):
        waiting = self.filtered(
            lambda a: (
                a.state != ("decided" if a.program_id._notice_timing() == "after" else "evaluated")
            )
        )
        if waiting:
            raise UserError(
                self.env._(
                    "Not ready for a public notice, by the steps of the programme: %s",
                    waiting._names_with_state(),
                )
            )

    def _certificate_obstacles(self):
        """``{id: why no certificate can be issued yet}``; files that may have one are absent."""
        _ = self.env._
        notices, objections = self._last_notices(), self._notice_lines().objection_ids
        obstacles = {}
        for application in self:
            program, notice = application.program_id.sudo(), notices[application.id]
            own = objections.filtered(lambda o, a=application: o.line_id.res_id == a.id)
            timing = program._notice_timing()
            if program.require_government and (
                application.state == "evaluated"
                or application.state == "notice"
                and timing == "before"
            ):
                obstacles[application.id] = _("the grade has not been decided yet")
            elif timing != "none" and (
                application.state != "notice"
                and timing == "after"
                or application.state == "evaluated"
            ):
                obstacles[application.id] = _("it has not been announced yet")
            elif application.state == "notice" and notice.state != "closed":
                obstacles[application.id] = _("the public notice has not been closed yet")
            elif own.filtered("is_open"):
                obstacles[application.id] = _("an objection waits for its ruling")
            elif application.state == "notice" and own.filtered(lambda o: o.state == "upheld"):
                obstacles[application.id] = _("an objection was upheld; refuse it by a decision")
        return obstacles

    def _check_steps_taken(self):
        obstacles = self._certificate_obstacles()
        if obstacles:
            raise UserError(
                self.env._(
                    "No certificate yet:\n%s",
                    "\n".join(
                        f"• {application.display_name}: {obstacles[application.id]}"
                        for application in self
                        if application.id in obstacles
                    ),
                )
            )

    def _begin_transition(self, step, reason, document_no):
        moving = super()._begin_transition(step, reason, document_no)
        if step == "action_certify":
            moving._check_steps_taken()
        return moving

    def _steps_open_to_me(self):
        """The certificate is offered when its steps are taken, not merely by state."""
        steps, refusals = super()._steps_open_to_me()
        if "action_certify" in steps and self._certificate_obstacles():
            steps.remove("action_certify")
        return steps, refusals
