"""Assessors and certification bodies in the portal: progress, candidates, the result in words."""

from odoo import api, models

from ..scheme import scoring
from ..scheme.criteria import Sheet


class BrandEvaluation(models.Model):
    _inherit = "brand.evaluation"

    def _portal_state_text(self):
        self.ensure_one()
        _ = self.env._
        return {
            "assigned": _("Waiting for your declaration"),
            "declined": _("Declined by you"),
            "in_progress": _("Being scored"),
            "done": _("Finished"),
        }[self.state]

    def _portal_total(self):
        """Points so far, of 100: criteria without a score count 0."""
        self.ensure_one()
        sheet = self._sheet()
        so_far = Sheet(
            assessor=sheet.assessor,
            scores={key: score or 0 for key, score in sheet.scores.items()},
        )
        # sudo: the criteria tree belongs to the programme
        return scoring.assessor_total(self.sudo().program_id.criterion_ids._tree(), so_far)

    def _portal_incomplete(self):
        """Lines without a score or without evidence, in the order of the sheet."""
        self.ensure_one()
        return self.line_ids.filtered(lambda li: not (li.is_scored and (li.evidence or "").strip()))

    @api.model
    def _portal_mine(self, domain=()):
        return self.search([("user_id", "=", self.env.uid), *domain])

    @api.model
    def _portal_assessor_tasks(self):
        _ = self.env._
        portal = self.env["brand.portal"]
        tasks = []
        for evaluation in self._portal_mine([("state", "in", ("assigned", "in_progress"))]):
            name = evaluation.product_name
            if evaluation.state == "assigned":
                text = _("Declare whether you have a conflict of interest: %s.", name)
                button = _("Declare")
            else:
                text = _(
                    "Score %(name)s: %(done)s of %(all)s criteria are scored.",
                    name=name,
                    done=evaluation.scored_count,
                    all=len(evaluation.line_ids),
                )
                button = _("Score")
            tasks.append(portal._task(text, button, evaluation.access_url, evaluation.due_on))
        return tasks


class BrandEvaluationLine(models.Model):
    _inherit = "brand.evaluation.line"

    def _portal_is_veto_only(self):
        """A criterion without weight and pass mark asks one thing: veto or not."""
        criterion = self.criterion_id
        return criterion.is_veto and not criterion.weight and not criterion.pass_mark

    def _portal_save(self, name, value):
        """Save one answer of the sheet; the model checks scale, decimals and state."""
        self.ensure_one()
        if name == "evidence":
            field = self._fields[name]
            vals = {name: self.env["brand.application"]._portal_value(field, value)}
        elif name == "is_vetoed":
            vals = {name: value in (True, "1", "on", "true")}
            if self._portal_is_veto_only():
                vals |= {"is_scored": True, "score": 0}
        elif name == "score":
            vals = self._portal_score_vals(value)
        else:
            vals = {}
        self.write(vals)

    def _portal_score_vals(self, value):
        text = str(value or "").strip().replace(",", ".")
        if not text:
            return {"score": 0, "is_scored": False}
        try:
            return {"score": float(text), "is_scored": True}
        except ValueError:
            # Off every scale: the model's own sentence names the scale
            return {"score": -1, "is_scored": True}


class BrandApplication(models.Model):
    _inherit = "brand.application"

    # -- certification body --------------------------------------------------------------------

    def _portal_active_evaluations(self):
        # sudo: who was appointed and how far they are, for the body of a file it may read
        return self.sudo().evaluation_ids.filtered(lambda e: e.state != "declined")

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
        return [
            {"id": user.id, "name": user.name, "conflict": self._portal_conflict_text(user)}
            for user in assessors
        ]

    def _portal_conflict_text(self, user):
        """Why ``user`` cannot be appointed for this file, as far as the data tell."""
        _ = self.env._
        application = self.sudo()
        mine = application.evaluation_ids.filtered(lambda e: e.user_id == user)
        if "declined" in mine.mapped("state"):
            return _("Declined this file for a conflict.")
        if mine:
            return _("Appointed already.")
        related = application.partner_id.commercial_partner_id._lineage()
        if user.partner_id.commercial_partner_id in related:
            return _("Belongs to the enterprise or one it descends from.")
        return ""

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
