from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class BrandEvaluationLine(models.Model):
    """The score of one criterion, with the evidence it rests on. Empty is not zero."""

    _name = "brand.evaluation.line"
    _description = "Score"
    _inherit = ["brand.part.mixin", "brand.file.mixin"]
    _part_of = "evaluation_id"
    _part_states = ("in_progress",)
    _order = "evaluation_id, sequence, id"
    _rec_name = "criterion_id"

    evaluation_id = fields.Many2one(
        "brand.evaluation", required=True, ondelete="cascade", index=True
    )
    criterion_id = fields.Many2one("brand.criterion", required=True, ondelete="restrict")
    sequence = fields.Integer(related="criterion_id.sequence", store=True)
    maximum = fields.Float(related="criterion_id.maximum")
    weight = fields.Float(related="criterion_id.weight")
    is_scored = fields.Boolean("Scored")
    score = fields.Float(digits=(6, 2))
    is_vetoed = fields.Boolean("Veto")
    evidence = fields.Text()
    file = fields.Binary("Evidence File")
    first_score = fields.Float(digits=(6, 2), compute="_compute_first_score")

    _once = models.Constraint(
        "UNIQUE (evaluation_id, criterion_id)", "Each criterion is scored once."
    )

    def write(self, vals):
        """A score given is a score; clearing it (``is_scored`` False) makes it empty again."""
        if "score" in vals and "is_scored" not in vals:
            vals = {**vals, "is_scored": vals["score"] is not False and vals["score"] is not None}
        return super().write(vals)

    @api.depends("evaluation_id.first_id.line_ids.score")
    def _compute_first_score(self):
        for line in self:
            first = line.evaluation_id.first_id.line_ids.filtered(
                lambda li, line=line: li.criterion_id == line.criterion_id
            )
            line.first_score = first.score

    @api.constrains("score", "is_scored", "criterion_id")
    def _check_score(self):
        for line in self.filtered("is_scored"):
            if not 0 <= line.score <= line.maximum:
                raise ValidationError(
                    self.env._(
                        "%(criterion)s: a score lies between 0 and %(maximum)s.",
                        criterion=line.criterion_id.name,
                        maximum=f"{line.maximum:g}",
                    )
                )
            decimals = line.evaluation_id.sudo().program_id.score_decimals
            if round(line.score, decimals) != round(line.score, 6):
                raise ValidationError(
                    self.env._(
                        "%(criterion)s: scores have at most %(decimals)s decimals.",
                        criterion=line.criterion_id.name,
                        decimals=decimals,
                    )
                )

    @api.constrains("is_vetoed", "criterion_id")
    def _check_veto(self):
        for line in self.filtered("is_vetoed"):
            if not line.criterion_id.is_veto:
                raise ValidationError(self.env._("“%s” knows no veto.", line.criterion_id.name))

    # -- complete or not -----------------------------------------------------------------------

    def _lacks_evidence(self):
        """Whether the criterion asks for evidence that is not there yet."""
        self.ensure_one()
        rule = self.criterion_id.evidence_rule
        if rule == "file":
            return not self.sha256
        return rule == "any" and not (self.evidence or "").strip() and not self.sha256

    def _check_complete(self):
        """Every criterion scored, each with the evidence it asks for; all gaps at once."""
        empty = self.filtered(lambda line: not line.is_scored)
        unfounded = self.filtered(lambda line: line._lacks_evidence())
        texts = []
        if empty:
            texts.append(
                self.env._("Not scored yet: %s", ", ".join(empty.criterion_id.mapped("name")))
            )
        if unfounded:
            names = ", ".join(unfounded.criterion_id.mapped("name"))
            texts.append(self.env._("Name the evidence for: %s", names))
        if texts:
            raise UserError("\n".join(texts))
