"""From submission to acceptance: what is kept, what holds a file, and the time to correct it."""

from odoo import fields, models
from odoo.exceptions import UserError

from ..scheme import gaps
from .transition_mixin import transition

# Steps at which it is asked again whether everything still holds
_GATE_OF_STEP = {
    "action_accept": "acceptance",
    "action_grant": "decision",
    "action_certify": "certificate",
}

# The step an office takes where the file waits for a step of its programme
_STEP_OF_PROGRAM_STEP = {
    "recommend": "action_accept",
    "examine": "action_accept",
    "announce": "action_enter_notice",
    "government": "action_grant",
    "issue": "action_certify",
}


class BrandApplication(models.Model):
    _inherit = "brand.application"

    _transitions = {
        "action_extend_correction": (
            ("returned",),
            "returned",
            "brand_certification.group_officer",
        ),
        "action_waive_recommendation": (
            ("submitted",),
            "submitted",
            "brand_certification.group_officer",
        ),
    }
    _duties = {"action_extend_correction": "accept", "action_waive_recommendation": "accept"}
    _system_fields = frozenset(
        {"recommendation_state", "recommendation_due", "recommendation_waiver"}
    )

    # -- submission ----------------------------------------------------------------------------

    def action_submit(self):
        """As ever; keeps the version, looks for duplicates."""
        result = super().action_submit()
        self._keep_submission()
        self._find_duplicates()
        return result

    # -- time to correct -----------------------------------------------------------------------

    @transition
    def action_extend_correction(self, until=None, reason=None):
        """Give the enterprise more time to correct, with the reason it is told.

        :param until: the new last day (date or ISO text), later than the one before
        """
        self._require_reason(reason)
        day = fields.Date.to_date(until)
        long_date = self.env["brand.portal"]._long_date
        for application in self:
            if not day or day <= max(
                application.correction_due, self.env["brand.workday"]._today()
            ):
                raise UserError(
                    self.env._(
                        "%(application)s: the new day must be later than %(due)s and than today.",
                        application=application.display_name,
                        due=long_date(application.correction_due),
                    )
                )
        # sudo: dates are kept by the system
        self._set_due(day, correction_due=day)
        told = self.env._("You now have until %s to correct your application.", long_date(day))
        self._tell_applicants(dict.fromkeys(self.ids, (told, [reason])))

    def _steps_open_to_me(self):
        """A waiver is offered only where a recommendation is waited for in vain."""
        steps, refusals = super()._steps_open_to_me()
        today = self.env["brand.workday"]._today()
        due = self.recommendation_due
        if not self._recommendation_text() or not due or today <= due:
            steps = [step for step in steps if step != "action_waive_recommendation"]
        return steps, refusals

    # -- what holds a file ---------------------------------------------------------------------

    def _check_step(self, step, document_no=None):
        result = super()._check_step(step, document_no)
        if step == "action_reject":
            self._check_correction_is_over()
        gate = _GATE_OF_STEP.get(step)
        if gate or step == "action_enter_notice":
            holds = self._holds(step)
            for application in self:
                texts = holds[application.id] + (application._gate_texts(gate) if gate else [])
                if texts:
                    raise UserError("\n".join((f"{application.display_name}:", *texts)))
        return result

    def _check_correction_is_over(self):
        """A returned file is closed by a person, after the last day it was given."""
        today = self.env["brand.workday"]._today()
        early = self.filtered(
            lambda a: a.state == "returned" and a.correction_due and today <= a.correction_due
        )
        if early:
            raise UserError(
                self.env._(
                    "The enterprise may still correct until %(due)s: %(files)s",
                    due=self.env["brand.portal"]._long_date(max(early.mapped("correction_due"))),
                    files=early._names_with_state(),
                )
            )

    def _holds(self, step):
        """``{id: texts}`` of what others must dispose of before ``step``; extended by each kind."""
        holds = {application.id: [] for application in self}
        if step == "action_accept":
            self._add_duplicate_holds(holds)
            for application in self:
                text = application._recommendation_text()
                if text:
                    holds[application.id].append(text)
        return holds

    def _add_duplicate_holds(self, holds):
        open_ones = self.env["brand.application.duplicate"].search(
            [("application_id", "in", self.ids), *self._open_duplicate_domain()]
        )
        for pair in open_ones:
            holds[pair.application_id.id].append(pair._hold_text())
        for vals in self._new_duplicates():
            if vals["application_id"] in holds:
                # not noted here: the refusal would undo it
                holds[vals["application_id"]].append(
                    self.env._(
                        "It may be a duplicate of %s. Look for duplicates, then dispose of it.",
                        self.sudo().browse(vals["other_id"]).name,
                    )
                )

    def _blocking_texts(self):
        texts = super()._blocking_texts()
        step = _STEP_OF_PROGRAM_STEP.get(self._origin._next_step())
        if step:
            texts += self._known_holds(step)
        return texts

    def _known_holds(self, step):
        """What holds this file as far as it is noted, for the box above the form."""
        texts = [pair._hold_text() for pair in self.duplicate_ids if pair._is_open()]
        texts = texts if step == "action_accept" else []
        if step == "action_accept":
            texts += filter(None, [self._recommendation_text()])
        gate = _GATE_OF_STEP.get(step)
        facts = self.sudo()._gate_facts(gate) if gate else None
        # the blacklist stands in the box already
        return texts + [
            self._gap_text(gap)
            for gap in (gaps.gaps_at(gate, facts) if gate else ())
            if gap.code != "blacklisted"
        ]
