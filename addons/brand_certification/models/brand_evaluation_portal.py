"""An assessor's work in the portal: tasks, progress, answers saved one by one."""

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
            "void": _("Void"),
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
        return self.line_ids.filtered(lambda li: not li.is_scored or li._lacks_evidence())

    def _portal_sheet(self):
        """Rows of the score sheet in order: line, path of its criterion, whether it is done."""
        self.ensure_one()
        left = self._portal_incomplete()
        rows = []
        for line in self.line_ids:
            # sudo: names of the criteria above, of the programme that is scored
            path, parent = [], line.sudo().criterion_id.parent_id
            while parent:
                path.insert(0, parent.name)
                parent = parent.parent_id
            rows.append(
                {
                    "line": line,
                    "criterion": line.criterion_id,
                    "path": " / ".join(path),
                    "is_done": line not in left,
                    "is_veto_only": line._portal_is_veto_only(),
                    "url": f"{self.access_url}/criterion/{line.id}",
                }
            )
        return rows

    def _portal_finish(self, statements):
        """Write the statements and close the sheet; scores are final."""
        clean = self.env["brand.application"]._portal_value
        self.write({name: clean(self._fields[name], text) for name, text in statements.items()})
        self.action_finish()

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
