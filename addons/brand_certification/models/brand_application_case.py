"""An application as its readers in the portal see it: plain words, offices, dates, tasks."""

from collections import defaultdict

from odoo import api, models

from .brand_application import EDITABLE_STATES

# The office behind each step: the enterprise, the city's office, the certification body
_OFFICE_OF_STEP = {
    "action_submit": "enterprise",
    "action_withdraw": "enterprise",
    "action_start_evaluation": "body",
    "action_conclude": "body",
    "action_refuse_certification": "body",
}
# Steps whose reason the applicant is told
_TOLD_STEPS = (
    "action_reject",
    "action_refuse_certification",
    "action_refuse_grant",
    "action_stop",
    "action_withdraw",
    "action_extend_correction",
)
_ENDED_STATES = ("certified", "rejected", "withdrawn")


class BrandApplication(models.Model):
    _inherit = "brand.application"

    # -- words ---------------------------------------------------------------------------------

    def _portal_state_text(self):
        """The applicant's words for the state; staff read others."""
        self.ensure_one()
        _ = self.env._
        if self.state == "rejected":
            return self._portal_refusal_text()
        return {
            "draft": _("Not submitted yet"),
            "submitted": _("Received, being examined"),
            "returned": _("Returned to you for correction"),
            "accepted": _("Accepted, assessors are being appointed"),
            "evaluating": _("Being evaluated"),
            "evaluated": _("Passed the evaluation"),
            "notice": _("In public notice"),
            "decided": _("Granted, the certificate is being made"),
            "certified": _("Certified"),
            "withdrawn": _("Withdrawn by you"),
        }[self.state]

    def _portal_refusal_text(self):
        _ = self.env._
        last = self.sudo().transition_ids.filtered(lambda t: t.to_state == "rejected")[:1]
        return {
            "action_reject": _("Not accepted"),
            "action_refuse_certification": _("Not certified"),
            "action_refuse_grant": _("Not granted"),
            "action_stop": _("Not granted: an objection was upheld"),
        }.get(last.step, _("Not successful"))

    def _portal_is_provisional(self, until):
        """Whether the next date of the file was counted without a published calendar."""
        return until == self.due_on and self.due_is_provisional

    def _portal_turn_text(self, since, until, is_late):
        """Who has it and for what (an office, or "you"), since when and until when."""
        _ = self.env._
        long_date = self.env["brand.portal"]._long_date
        own = {"draft": _("You: complete and submit it"), "returned": _("You: correct it")}
        values = {
            "turn": own.get(self.state) or self.turn_text,
            "since": long_date(since),
            "until": self.env["brand.portal"]._long_deadline(
                until, self._portal_is_provisional(until)
            ),
        }
        if is_late:
            return _("%(turn)s; since %(since)s, was due on %(until)s (overdue)", **values)
        if until:
            return _("%(turn)s; since %(since)s, until %(until)s at the latest", **values)
        return _("%(turn)s; since %(since)s, no date is set for this step", **values)

    def _portal_step_text(self, step):
        """What an office did, as the timeline tells the applicant."""
        _ = self.env._
        return {
            "action_submit": _("Submitted"),
            "action_return": _("Returned for correction"),
            "action_accept": _("Accepted for evaluation"),
            "action_reject": _("Not accepted"),
            "action_extend_correction": _("More time to correct"),
            "action_waive_recommendation": _("Examined without recommendation"),
            "action_start_evaluation": _("Assessors appointed, evaluation begun"),
            "action_conclude": _("Evaluation passed, certification decided"),
            "action_refuse_certification": _("Certification refused"),
            "action_enter_notice": _("Public notice begun"),
            "action_grant": _("Grade granted"),
            "action_refuse_grant": _("Grade refused"),
            "action_stop": _("An objection was upheld"),
            "action_certify": _("Certificate issued"),
            "action_withdraw": _("Withdrawn"),
        }.get(step) or self._step_label(step)

    def _portal_office(self, step):
        """Name of the office that takes ``step``: never of a person."""
        office = _OFFICE_OF_STEP.get(step, "city")
        # sudo: names of offices are public
        application = self.sudo()
        if office == "enterprise":
            return application.partner_id.name
        if office == "body":
            return application.body_id.name or self.env._("the certification body")
        return application.program_id.office_name or self.env._("the city's office")

    # -- the case ------------------------------------------------------------------------------

    def _portal_moves(self):
        """``{id: transitions, latest first}`` in one query; call after the access check."""
        # sudo: portal users do not read the log, but what was done to their own file
        rows = (
            self.env["brand.transition"]
            .sudo()
            .search([("model", "=", self._name), ("res_id", "in", self.ids)], order="id desc")
        )
        moves = defaultdict(rows.browse)
        for row in rows:
            moves[row.res_id] |= row
        return moves

    def _portal_cases(self):
        """State, turn, since when and until when of each file, as plain values."""
        moves, notices = self._portal_moves(), self._last_notices()
        portal, today = self.env["brand.portal"], self.env["brand.workday"]._today()
        cases = []
        # sudo: names of products and enterprises of files that the caller was allowed to read
        for application in self.sudo():
            last = moves[application.id][:1]
            since = portal._day(last.date or application.create_date)
            until = application._portal_until(notices[application.id])
            is_late = bool(until and until < today)
            cases.append(
                {
                    "id": application.id,
                    "url": application.access_url,
                    "name": application.name,
                    "product": application.product_id.display_name or "",
                    "enterprise": application.partner_id.name,
                    "program": application.program_id.name,
                    "level": application.level_id.name or "",
                    "state": application.state,
                    "state_text": application._portal_state_text(),
                    "turn": application._portal_turn_text(since, until, is_late),
                    "until": until,
                    "is_late": is_late,
                    "is_open": application.state not in _ENDED_STATES,
                    "is_editable": application.state in EDITABLE_STATES,
                }
            )
        return cases

    def _portal_until(self, notice):
        """The next date of the file; for a draft the end of the window."""
        self.ensure_one()
        return {
            "draft": self.program_id.window_to,
            "notice": notice.date_end,
        }.get(self.state, self.due_on) or None

    def _portal_timeline(self):
        """What was done, latest first: date, office, words, and the reason if it is told."""
        self.ensure_one()
        portal = self.env["brand.portal"]
        events = [
            {
                "date": portal._day(row.date),
                "office": self._portal_office(row.step),
                "text": self._portal_step_text(row.step),
                "reason": row.reason if row.step in _TOLD_STEPS else False,
                "document_no": row.document_no,
            }
            for row in self._portal_moves()[self.id]
        ]
        opened = {
            "date": portal._day(self.create_date),
            "office": self._portal_office("action_submit"),
            "text": self.env._("Draft begun"),
            "reason": False,
            "document_no": False,
        }
        return [*events, opened]

    def _portal_next_text(self):
        """What happens next, for the receipt and the case page."""
        _ = self.env._
        program = self.program_id.sudo()
        return {
            "draft": _("Fill in all steps, then submit."),
            "returned": _("Correct the points below, then submit again."),
            "submitted": _(
                "The office examines the file within %s working days and accepts it, or returns"
                " it with all gaps at once.",
                program.accept_days,
            ),
            "accepted": _("The certification body appoints assessors."),
            "evaluating": _("The assessors score the product, then the body decides."),
            "notice": _(
                "Anyone may object for %s working days. Then the city decides.", program.notice_days
            )
            if program._comes_before("notice", "government")
            else _(
                "Anyone may object for %s working days. Then the certificate is issued.",
                program.notice_days,
            ),
            "certified": _("Your certificate is ready."),
        }.get(self.state) or {
            "announce": _("The city announces the result for public notice."),
            "government": _("The city decides on the grade."),
            "issue": _("The office issues the certificate."),
        }.get(self._next_step(), "")

    def _get_report_base_filename(self):
        self.ensure_one()
        return self.name

    def _portal_open_gaps(self):
        """Gaps that the office told with its return; not those it is still writing down."""
        if self.state != "returned":
            return self.env["brand.application.gap"]
        return self._open_gaps()

    # -- tasks ---------------------------------------------------------------------------------

    @api.model
    def _portal_own(self, domain=()):
        """Files of the current user's enterprise (a user may be of a body as well)."""
        partner = self.env.user.partner_id.commercial_partner_id
        return self.search([("partner_id", "=", partner.id), *domain])

    @api.model
    def _portal_applicant_tasks(self):
        _ = self.env._
        portal = self.env["brand.portal"]
        tasks = []
        for application in self._portal_own([("state", "in", EDITABLE_STATES)]):
            name = application.product_id.display_name or application.program_id.name
            if application.state == "returned":
                text = _(
                    "Correct %(count)s points in the application for %(name)s.",
                    count=application.open_gap_count,
                    name=name,
                )
                button, due = _("Correct the application"), application.correction_due
            else:
                text = _("Complete and submit the application for %s.", name)
                button, due = _("Continue the application"), application.program_id.window_to
            tasks.append(portal._task(text, button, application.access_url, due))
        return tasks
