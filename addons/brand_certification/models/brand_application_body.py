"""A certification body in the portal: candidates, progress, scores and the result in words."""

from odoo import api, models

# Files in the order in which a body works on them
_BODY_STATES = (
    "accepted",
    "evaluating",
    "evaluated",
    "notice",
    "decided",
    "certified",
    "rejected",
    "withdrawn",
)


class BrandApplication(models.Model):
    _inherit = "brand.application"

    # -- files ---------------------------------------------------------------------------------

    @api.model
    def _portal_of_body(self, domain=()):
        """Files that the current user's body evaluates."""
        body = self.env["brand.body"]._of_current_user()
        return self.search([("body_id", "=", body.id or -1), *domain])

    @api.model
    def _portal_body_tasks(self):
        _ = self.env._
        portal = self.env["brand.portal"]
        tasks = []
        for application in self._portal_of_body([("state", "in", ("accepted", "evaluating"))]):
            # sudo: the product's name, of a file that this body may read
            name = application.sudo().product_id.display_name
            url = f"/my/brand/body/{application.id}"
            if application._portal_lacking_assessors():
                text, button = _("Appoint assessors for %s.", name), _("Appoint")
            elif application._portal_is_reviewable():
                text, button = _("Decide on the certification of %s.", name), _("Review and decide")
            else:
                continue
            tasks.append(portal._task(text, button, url, application.due_on))
        return tasks

    def _portal_body_groups(self):
        """Files by state, in the order of work: ``[{state, label, cases}]``."""
        cases = self._portal_cases()
        for case in cases:
            case["url"] = f"/my/brand/body/{case['id']}"
            case["state_text"] = self._state_label(case["state"])
        groups = [
            {
                "state": state,
                "label": self._state_label(state),
                "cases": [case for case in cases if case["state"] == state],
            }
            for state in _BODY_STATES
        ]
        return [group for group in groups if group["cases"]]

    # -- assessors -----------------------------------------------------------------------------

    def _portal_active_evaluations(self):
        # sudo: who was appointed and how far they are, for the body of a file it may read
        return self.sudo().evaluation_ids._active()

    def _portal_lacking_assessors(self):
        """How many assessors the body still has to appoint."""
        self.ensure_one()
        if self.state not in ("accepted", "evaluating"):
            return 0
        needed = self.program_id.sudo().assessor_count
        return max(0, needed - len(self._portal_active_evaluations()))

    def _portal_is_reviewable(self):
        """All assessors have finished, and the body has not decided yet."""
        self.ensure_one()
        evaluations = self._portal_active_evaluations()
        return (
            self.state == "evaluating"
            and not self._portal_lacking_assessors()
            and set(evaluations.mapped("state")) == {"done"}
        )

    def _portal_candidates(self):
        """Assessors of the body with what speaks against each: ``[{id, name, conflict}]``."""
        self.ensure_one()
        # sudo: portal users do not read users; names of their own body's assessors only
        body_partner = self.body_id.sudo().partner_id
        users = self.env.ref("brand_certification.group_assessor").sudo().all_user_ids
        assessors = users.filtered(
            lambda u: u.active and u.partner_id.commercial_partner_id == body_partner
        ).sorted("name")
        evaluations = self.env["brand.evaluation"]
        suspected = evaluations._suspected(self, assessors)
        return [
            {
                "id": user.id,
                "name": user.name,
                "conflict": self._portal_conflict_text(user)
                or " ".join(
                    evaluations._suspicion_texts(
                        [s for s in suspected[user.id] if s.level == "hard"]
                    )
                ),
                "doubt": " ".join(
                    evaluations._suspicion_texts(
                        [s for s in suspected[user.id] if s.level == "soft"]
                    )
                ),
            }
            for user in assessors
        ]

    def _portal_body_work(self):
        """What the body's page shows beside the scores: draws, visits, findings, tests, review."""
        self.ensure_one()
        # sudo: draws for this file, of which the body learns number and state only
        draws = (
            self.env["brand.draw"]
            .sudo()
            .search([("reference", "=", f"{self._name},{self.id}"), ("state", "=", "drawn")])
        )
        program = self.program_id.sudo()
        outcome = self._portal_scores_are_open() and self._outcome()
        review = self.sudo().review_ids.sorted("version")[-1:]  # of a file of this body
        return {
            "draws": [{"id": d.id, "name": d.display_name} for d in draws]
            if self._portal_lacking_experts()
            else [],
            "experts_lacking": self._portal_lacking_experts(),
            "visits": self.visit_ids,
            "may_plan": self.state == "evaluating",
            "findings": self.finding_ids,
            "tests": self.test_report_ids.filtered(lambda t: t.state != "draft"),
            "checklist": self._evaluation_checklist() if self.state == "evaluating" else [],
            "spread_notes": self.evaluation_note_ids,
            "is_apart": bool(outcome and outcome.has_spread_alarm and outcome.blocks),
            "ways": {"either": ("again", "note")}.get(
                program.second_scoring, (program.second_scoring,)
            ),
            "review": review,
            "review_stands": review and review._stands(),
            "review_mode": program.review_mode,
            "first_rounds": self._portal_first_rounds(),
            "is_stopped": self._is_stopped(),
        }

    def _portal_lacking_experts(self):
        """How many seats of the panel are still to be filled by a draw."""
        if self.state not in ("accepted", "evaluating"):
            return 0
        drawn = self._portal_active_evaluations().filtered("draw_id")
        return max(0, self.program_id.sudo().expert_count - len(drawn))

    def _portal_first_rounds(self):
        """Totals of earlier scorings, shown beside the last: ``[{round, rows}]``."""
        evaluations = self.sudo().evaluation_ids  # of a file of this body; sealed ones left out
        last = evaluations._last_round()
        return [
            {
                "round": number,
                "rows": [
                    (e.user_id.name, f"{e.sealed_total:.2f}")
                    for e in evaluations._active(number).filtered("is_unsealed").sorted("id")
                ],
            }
            for number in range(1, last)
        ]

    def _portal_conflict_text(self, user):
        """Why ``user`` cannot be appointed for this file, as far as the data tell."""
        _ = self.env._
        application = self.sudo()
        mine = application.evaluation_ids.filtered(lambda e: e.user_id == user)
        if "declined" in mine.mapped("state"):
            return _("Declined this file for a conflict.")
        if "void" in mine.mapped("state"):
            return _("The work on this file was voided.")
        if mine:
            return _("Appointed already.")
        related = application.partner_id.commercial_partner_id._lineage()
        if user.partner_id.commercial_partner_id in related:
            return _("Belongs to the enterprise or one it descends from.")
        return ""

    def _portal_body_evaluations(self):
        """Who was appointed and how far they are; never scores: ``[{name, state, due, done}]``."""
        self.ensure_one()
        return [
            {
                "id": evaluation.id,
                "name": evaluation.user_id.name,
                "is_lead": evaluation.is_lead,
                "by_draw": evaluation.draw_id.number,
                "round": evaluation.round,
                "suspected": evaluation.suspected,
                "appointment_reason": evaluation.appointment_reason,
                "may_void": self.state == "evaluating"
                and evaluation.state in ("assigned", "in_progress", "done")
                and evaluation.round == self.sudo().evaluation_ids._last_round(),
                "state": evaluation.state,
                "state_text": evaluation._state_label(evaluation.state),
                "due": evaluation.due_on,
                "reason": evaluation.conflict_reason or evaluation.void_reason,
            }
            # sudo: names of the body's own assessors
            for evaluation in self.sudo().evaluation_ids.sorted("id")
        ]

    def _portal_has_evaluated(self, user):
        return user in self._portal_active_evaluations().user_id

    # -- result --------------------------------------------------------------------------------

    def _portal_scores_are_open(self):
        """Scores are sealed until every assessor that is needed has finished."""
        self.ensure_one()
        evaluations = self._portal_active_evaluations()
        needed = self.program_id.sudo().assessor_count
        return len(evaluations) >= needed and set(evaluations.mapped("state")) == {"done"}

    def _portal_score_table(self, outcome):
        """Scores by criterion and assessor: ``{assessors, rows}``; read under the body's rights."""
        self.ensure_one()
        results = {result.key: result for result in outcome.criteria}
        lines = self.env["brand.evaluation.line"].search(
            [
                ("evaluation_id.application_id", "=", self.id),
                ("evaluation_id.state", "=", "done"),
                ("evaluation_id.round", "=", self.sudo().evaluation_ids._last_round()),
            ]
        )
        evaluations = lines.evaluation_id.sorted("id")
        rows = []
        for criterion in lines.criterion_id.sorted(lambda c: (c.sequence, c.id)):
            own = {li.evaluation_id: li for li in lines if li.criterion_id == criterion}
            rows.append(
                {
                    "criterion": criterion,
                    "cells": [own[evaluation] for evaluation in evaluations if evaluation in own],
                    "is_veto_only": own and next(iter(own.values()))._portal_is_veto_only(),
                    "result": results.get(str(criterion.id)),
                }
            )
        totals = {total.assessor: total for total in outcome.assessors}
        # sudo: names of the body's own assessors
        assessors = [
            {
                "name": evaluation.user_id.name,
                "total": totals.get(str(evaluation.user_id.id)),
                "conclusion": evaluation.conclusion,
            }
            for evaluation in evaluations.sudo()
        ]
        return {"assessors": assessors, "rows": rows}

    def _portal_decision(self):
        """The body's decision that was taken, or an empty line."""
        # sudo: the body's own decision on its own file
        return self.sudo().decision_line_ids.filtered(
            lambda li: li.decision_id.kind == "certification" and li.decision_id.state != "draft"
        )[:1]

    def _portal_outcome_texts(self, outcome):
        """The reasons in an outcome (blocks, then failures) as sentences."""
        self.ensure_one()
        # sudo: names of criteria and of the body's own assessors
        application = self.sudo()
        criteria = {str(c.id): c.name for c in application.program_id.criterion_ids}
        assessors = {str(e.user_id.id): e.user_id.name for e in application.evaluation_ids}
        return [
            self._portal_reason_text(reason, criteria, assessors)
            for reason in (*outcome.blocks, *outcome.failures)
        ]

    def _portal_reason_text(self, reason, criteria, assessors):
        _ = self.env._
        params = dict(reason.params)
        params["criterion"] = criteria.get(params.get("criterion"), "")
        params["assessor"] = assessors.get(params.get("assessor"), "")
        texts = {
            "test_failed": _("The sampled test “%(item)s” on “%(criterion)s” failed: a veto."),
            "too_few_assessors": _("%(present)s assessors have finished, %(needed)s are needed."),
            "spread": _(
                "The totals lie %(spread)s points apart, more than %(limit)s: a second scoring or"
                " a leader's note is needed."
            ),
            "veto_raised": _("%(assessor)s raised a veto on “%(criterion)s”."),
            "veto_below_pass_mark": _(
                "“%(criterion)s” has %(score)s points, below its pass mark %(pass_mark)s: a veto."
            ),
            "criterion_below_pass_mark": _(
                "“%(criterion)s” has %(score)s points, below its pass mark %(pass_mark)s."
            ),
            "total_below_pass_mark": _(
                "The total of %(total)s points is below the pass mark %(pass_mark)s."
            ),
            "score_missing": _("%(assessor)s has not scored “%(criterion)s”."),
        }
        text = texts.get(reason.code)
        return text % params if text else reason.code
