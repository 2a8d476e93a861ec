from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..scheme import criteria, scoring
from .transition_mixin import transition


class BrandEvaluation(models.Model):
    """One assessor's work on one application: conflict declaration, scores, conclusion.

    Nobody but the assessor sees the scores until all assessors of the application have finished.
    """

    _name = "brand.evaluation"
    _description = "Evaluation"
    _inherit = ["brand.transition.mixin", "portal.mixin"]
    _order = "due_on, id desc"

    _initial_state = "assigned"
    _transitions = {
        "action_declare": (("assigned",), "in_progress", "brand_certification.group_assessor"),
        "action_decline": (
            ("assigned", "in_progress"),
            "declined",
            "brand_certification.group_assessor",
        ),
        "action_finish": (("in_progress",), "done", "brand_certification.group_assessor"),
        "action_void": (("assigned", "in_progress", "done"), "declined", None),
    }
    _duties = {
        "action_declare": "evaluate",
        "action_finish": "evaluate",
    }
    _write_windows = dict.fromkeys(("conclusion",), ("in_progress",)) | dict.fromkeys(
        ("application_id", "user_id"), ("assigned",)
    )
    _system_fields = frozenset({"declared_on", "conflict_reason"})

    application_id = fields.Many2one(
        "brand.application", required=True, index=True, ondelete="restrict"
    )
    user_id = fields.Many2one("res.users", "Assessor", required=True, index=True)
    body_id = fields.Many2one(related="application_id.body_id", store=True)
    company_id = fields.Many2one(related="application_id.company_id", store=True)
    program_id = fields.Many2one(related="application_id.program_id")
    state = fields.Selection(
        [
            ("assigned", "Assigned"),
            ("declined", "Declined"),
            ("in_progress", "In progress"),
            ("done", "Done"),
        ],
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    # What an assessor may know before the conflict declaration: enough to see a conflict
    enterprise_name = fields.Char(compute="_compute_case_names", compute_sudo=True)
    product_name = fields.Char(compute="_compute_case_names", compute_sudo=True)
    due_on = fields.Date("Due")
    declared_on = fields.Datetime("No Conflict Declared at", readonly=True)
    conflict_reason = fields.Text("Conflict", readonly=True)
    line_ids = fields.One2many("brand.evaluation.line", "evaluation_id", "Scores")
    scored_count = fields.Integer(compute="_compute_progress")
    running_total = fields.Float(
        digits=(6, 2), compute="_compute_progress", groups="brand_certification.group_assessor"
    )
    total = fields.Float(
        digits=(6, 2), compute="_compute_total", help="Sealed until all assessors have finished."
    )
    conclusion = fields.Text()
    is_unsealed = fields.Boolean(
        compute="_compute_is_unsealed",
        store=True,
        help="All assessors of the application have finished.",
    )

    _one_per_assessor = models.UniqueIndex(
        "(application_id, user_id) WHERE state <> 'declined'",
        "This assessor has been appointed for this application already.",
    )

    # -- constraints: conflicts evident from data ---------------------------------------------------

    @api.constrains("application_id", "user_id")
    def _check_evident_conflict(self):
        """Nobody evaluates his own company, one of its lineage, or for a body related to it."""
        for evaluation in self.sudo():
            enterprise = evaluation.application_id.partner_id.commercial_partner_id
            related = enterprise._lineage()
            employer = evaluation.user_id.partner_id.commercial_partner_id
            if employer in related:
                raise ValidationError(
                    self.env._(
                        "%(assessor)s belongs to %(enterprise)s or one it descends from.",
                        assessor=evaluation.user_id.name,
                        enterprise=enterprise.name,
                    )
                )
            if evaluation.body_id.partner_id.commercial_partner_id in related:
                raise ValidationError(
                    self.env._("%s cannot evaluate itself.", evaluation.body_id.name)
                )

    # -- computes ------------------------------------------------------------------------------

    @api.depends("application_id", "user_id")
    def _compute_display_name(self):
        for evaluation in self:
            evaluation.display_name = f"{evaluation.product_name} · {evaluation.user_id.name}"

    @api.depends("application_id")
    def _compute_case_names(self):
        for evaluation in self:
            evaluation.enterprise_name = evaluation.application_id.partner_id.name
            evaluation.product_name = evaluation.application_id.product_id.display_name

    @api.depends("line_ids.is_scored", "line_ids.score")
    def _compute_progress(self):
        for evaluation in self:
            scored = evaluation.line_ids.filtered("is_scored")
            evaluation.scored_count = len(scored)
            tree = evaluation.sudo().program_id.criterion_ids._tree()
            complete = scored and len(scored) == len(evaluation.line_ids)
            evaluation.running_total = (
                float(scoring.assessor_total(tree, evaluation._sheet())) if complete else 0.0
            )

    @api.depends("running_total", "is_unsealed")
    @api.depends_context("uid")
    def _compute_total(self):
        for evaluation in self:
            may_see = evaluation.is_unsealed or evaluation.user_id == self.env.user
            evaluation.total = evaluation.sudo().running_total if may_see else 0.0

    @api.depends("application_id.evaluation_ids.state")
    def _compute_is_unsealed(self):
        for evaluation in self:
            active = evaluation.application_id.evaluation_ids.filtered(
                lambda e: e.state != "declined"
            )
            evaluation.is_unsealed = bool(active) and set(active.mapped("state")) == {"done"}

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for evaluation in self:
            evaluation.access_url = f"/my/brand/evaluation/{evaluation.id}"
        return result

    # -- appointing ------------------------------------------------------------------------------

    @api.model
    def action_appoint(self, application_id, user_ids):
        """Appoint assessors of the body for one accepted application, and start its evaluation.

        Done by the application's own body. The assessors see no file before they declare.

        :param application_id: id of the application
        :param user_ids: ids of portal users of the body with the assessor's role
        :return: the evaluations
        """
        application = self.env["brand.application"].browse(application_id)
        application.check_access("read")
        self._check_is_body_of(application)
        users = self.env["res.users"].sudo().browse(user_ids)
        body_partner = application.body_id.sudo().partner_id
        for user in users:
            if user.partner_id.commercial_partner_id != body_partner or not user.has_group(
                "brand_certification.group_assessor"
            ):
                raise UserError(self.env._("%s is not an assessor of this body.", user.name))
        working = application.evaluation_ids.filtered(lambda e: e.state != "declined")
        needed = application.program_id.sudo().assessor_count
        if len(users) + len(working) < needed:
            raise UserError(self.env._("This programme asks for %s assessors.", needed))
        # sudo: evaluations are made by this action only, after the checks above
        evaluations = self.sudo().create(
            [
                {"application_id": application.id, "user_id": user.id, "due_on": application.due_on}
                for user in users
            ]
        )
        if application.state == "accepted":
            application.sudo().action_start_evaluation()
        elif application.state != "evaluating":
            raise UserError(application._names_with_state())
        return evaluations.sudo(False)

    @api.model
    def _check_is_body_of(self, application):
        """The acting user plans and decides for the application's body."""
        if (
            not self.env.user.has_group("brand_certification.group_body")
            or application.body_id != self.env["brand.body"]._of_current_user()
        ):
            raise AccessError(
                self.env._("Only the certification body of this application does this.")
            )

    # -- transitions ---------------------------------------------------------------------------

    @transition
    def action_declare(self):
        """Declare no conflict of interest; only then do file and score sheet open."""
        self._check_own()
        # sudo: assessors do not make score lines, the programme's criteria do
        self.sudo().write({"declared_on": fields.Datetime.now()})
        self.env["brand.evaluation.line"].sudo().create(
            [
                {"evaluation_id": evaluation.id, "criterion_id": leaf.id}
                for evaluation in self
                for leaf in evaluation.sudo().program_id.criterion_ids._leaves()
            ]
        )

    @transition
    def action_decline(self, reason=None):
        """Decline for a conflict, with its kind; the file closes for this assessor for good."""
        self._check_own()
        if not (reason or "").strip():
            raise UserError(self.env._("Say what the conflict is."))
        self.sudo().write({"conflict_reason": reason})

    @transition
    def action_finish(self):
        """Close the score sheet: every criterion scored with evidence. Scores are final."""
        self._check_own()
        for evaluation in self:
            empty = evaluation.line_ids.filtered(lambda line: not line.is_scored)
            if empty:
                raise UserError(
                    self.env._("Not scored yet: %s", ", ".join(empty.criterion_id.mapped("name")))
                )
            unfounded = evaluation.line_ids.filtered(lambda line: not line.evidence)
            if unfounded:
                raise UserError(
                    self.env._(
                        "Name the evidence for: %s",
                        ", ".join(unfounded.criterion_id.mapped("name")),
                    )
                )

    def _check_own(self):
        strangers = self.filtered(lambda e: e.user_id != self.env.user)
        if strangers:
            raise AccessError(self.env._("Only the appointed assessor does this."))

    def _transition_file(self):
        return self.application_id

    # -- counting --------------------------------------------------------------------------------

    def _sheet(self):
        self.ensure_one()
        exact = self.env["brand.criterion"]._exact
        lines = self.line_ids
        return criteria.Sheet(
            assessor=str(self.user_id.id),
            scores={
                str(line.criterion_id.id): exact(line.score) if line.is_scored else None
                for line in lines
            },
            vetoes=frozenset(str(line.criterion_id.id) for line in lines if line.is_vetoed),
        )

    def _outcome(self, program):
        """Result over all finished evaluations by the programme's rules."""
        exact = self.env["brand.criterion"]._exact
        return scoring.evaluate(
            program.criterion_ids._tree(),
            [e._sheet() for e in self if e.state == "done"],
            scoring.Policy(
                combination=program.combination,
                pass_mark=exact(program.pass_mark),
                spread_limit=exact(program.spread_limit) if program.spread_limit else None,
                decimals=program.score_decimals,
                assessors_needed=program.assessor_count,
            ),
        )


class BrandEvaluationLine(models.Model):
    """The score of one criterion, with the evidence it rests on. Empty is not zero."""

    _name = "brand.evaluation.line"
    _description = "Score"
    _inherit = ["brand.part.mixin"]
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

    _once = models.Constraint(
        "UNIQUE (evaluation_id, criterion_id)", "Each criterion is scored once."
    )

    def write(self, vals):
        """A score given is a score; clearing it (``is_scored`` False) makes it empty again."""
        if "score" in vals and "is_scored" not in vals:
            vals = {**vals, "is_scored": vals["score"] is not False and vals["score"] is not None}
        return super().write(vals)

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
