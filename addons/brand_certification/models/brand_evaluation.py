from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.orm.models import NO_ACCESS

from ..scheme import criteria, scoring
from .transition_mixin import transition

# An assessor who has one of these has left the case for good and sees nothing of it
LEFT_STATES = ("declined", "void")
# What an assessor writes beside the scores, as sealed as these
_STATEMENTS = ("conclusion", "strengths", "improvements", "rescore_reason")


def _statement(name, label=None):
    """A text of the assessor that others read once all are in.

    Each has a compute of its own: writing one field empties those that share its compute.
    """
    sealed = f"sealed_{name}"

    @api.depends("is_unsealed", sealed)
    @api.depends_context("uid")
    def compute(self):
        for evaluation in self:
            # sudo: kept where no client reads it; asked beforehand who may see it
            evaluation[name] = evaluation._may_see_scores() and evaluation.sudo()[sealed]

    def inverse(self):
        for evaluation in self:
            # sudo: who may write the statement was checked when it was written
            evaluation.sudo()[sealed] = evaluation[name]

    return fields.Text(label, compute=compute, inverse=inverse)


class BrandEvaluation(models.Model):
    """One assessor's work on one application: conflict declaration, scores, conclusion.

    Nobody but the assessor sees scores and statements until all assessors of the application have
    finished. A second scoring (``round`` 2) is a row of its own: the first one stays as it was.
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
        "action_void": (
            ("assigned", "in_progress", "done"),
            "void",
            "brand_certification.group_body",
        ),
        "action_begin_round": (("assigned",), "in_progress", None),
    }
    _duties = {
        "action_declare": "evaluate",
        "action_finish": "evaluate",
    }
    _write_windows = dict.fromkeys(_STATEMENTS, ("in_progress",)) | dict.fromkeys(
        ("application_id", "user_id"), ("assigned",)
    )
    _system_fields = frozenset(
        {
            "declared_on",
            "conflict_reason",
            "round",
            "first_id",
            "is_lead",
            "suspected",
            "appointment_reason",
            "void_reason",
            "draw_id",
        }
    )

    application_id = fields.Many2one(
        "brand.application", required=True, index=True, ondelete="restrict"
    )
    user_id = fields.Many2one("res.users", "Assessor", required=True, index=True)
    body_id = fields.Many2one(related="application_id.body_id", store=True, index=True)
    company_id = fields.Many2one(related="application_id.company_id", store=True)
    program_id = fields.Many2one(related="application_id.program_id")
    state = fields.Selection(
        [
            ("assigned", "Assigned"),
            ("declined", "Declined"),
            ("in_progress", "In progress"),
            ("done", "Done"),
            ("void", "Void"),
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
    is_lead = fields.Boolean("Lead Assessor", readonly=True)
    round = fields.Integer(default=1, readonly=True, help="2: the second scoring.")
    first_id = fields.Many2one(
        "brand.evaluation", "First Scoring", readonly=True, ondelete="restrict", index=True
    )
    draw_id = fields.Many2one("brand.draw", "By Draw", readonly=True, ondelete="restrict")
    suspected = fields.Text(
        "Conflicts Suggested by the Data", readonly=True, help="As known when appointed."
    )
    appointment_reason = fields.Text("Reason for Appointing Nevertheless", readonly=True)
    declared_on = fields.Datetime("No Conflict Declared at", readonly=True)
    conflict_reason = fields.Text("Conflict", readonly=True)
    void_reason = fields.Text("Reason for Voiding", readonly=True)
    line_ids = fields.One2many("brand.evaluation.line", "evaluation_id", "Scores")
    scored_count = fields.Integer(compute="_compute_progress")
    running_total = fields.Float(
        digits=(6, 2), compute="_compute_progress", groups="brand_certification.group_assessor"
    )
    total = fields.Float(
        digits=(6, 2), compute="_compute_total", help="Sealed until all assessors have finished."
    )
    # Statements are kept where no client reads or searches them; these show them when they may
    conclusion = _statement("conclusion")
    strengths = _statement("strengths")
    improvements = _statement("improvements", "Room for Improvement")
    rescore_reason = _statement("rescore_reason", "Reason of the Second Scoring")
    sealed_conclusion = fields.Text(groups=NO_ACCESS)
    sealed_strengths = fields.Text(groups=NO_ACCESS)
    sealed_improvements = fields.Text(groups=NO_ACCESS)
    sealed_rescore_reason = fields.Text(groups=NO_ACCESS)
    is_unsealed = fields.Boolean(
        compute="_compute_is_unsealed",
        store=True,
        help="All assessors that the programme asks for have finished this round.",
    )

    _one_per_assessor = models.UniqueIndex(
        "(application_id, user_id, round) WHERE state NOT IN ('declined', 'void')",
        "This assessor has been appointed for this application already.",
    )
    _one_lead = models.UniqueIndex(
        "(application_id, round) WHERE is_lead AND state NOT IN ('declined', 'void')",
        "This application has a lead assessor already.",
    )

    # -- computes ------------------------------------------------------------------------------

    @api.depends("application_id", "user_id", "round")
    def _compute_display_name(self):
        for evaluation in self:
            name = f"{evaluation.product_name} · {evaluation.user_id.name}"
            if evaluation.round > 1:
                name = self.env._("%(name)s (scoring %(round)s)", name=name, round=evaluation.round)
            evaluation.display_name = name

    @api.depends("application_id")
    def _compute_case_names(self):
        for evaluation in self:
            evaluation.enterprise_name = evaluation.application_id.partner_id.name
            evaluation.product_name = evaluation.application_id.product_id.display_name

    @api.depends("line_ids.is_scored", "line_ids.score")
    @api.depends_context("uid")
    def _compute_progress(self):
        for evaluation in self:
            # sudo: counted for those who may see it, asked in the next line
            lines = evaluation.sudo().line_ids if evaluation._may_see_scores() else ()
            scored = [line for line in lines if line.is_scored]
            evaluation.scored_count = len(scored)
            evaluation.running_total = (
                evaluation._own_total() if scored and len(scored) == len(lines) else 0.0
            )

    @api.depends("running_total", "is_unsealed")
    @api.depends_context("uid")
    def _compute_total(self):
        for evaluation in self:
            evaluation.total = (
                evaluation.sudo().running_total if evaluation._may_see_scores() else 0.0
            )

    def _may_see_scores(self):
        """The assessor himself at any time, others once all are in; our own counting always."""
        self.ensure_one()
        return self.env.su or self.is_unsealed or self.user_id == self.env.user

    def _own_total(self):
        """This assessor's total as the programme weighs it; every criterion must be scored."""
        tree = self.sudo().program_id.criterion_ids._tree()  # sudo: the programme's criteria
        return float(scoring.assessor_total(tree, self.sudo()._sheet()))

    @api.depends(
        "application_id.evaluation_ids.state",
        "application_id.evaluation_ids.round",
        "application_id.program_id.assessor_count",
    )
    def _compute_is_unsealed(self):
        for evaluation in self:
            active = evaluation.application_id.evaluation_ids._active(evaluation.round)
            needed = evaluation.application_id.program_id.assessor_count
            evaluation.is_unsealed = len(active) >= needed and set(active.mapped("state")) == {
                "done"
            }

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for evaluation in self:
            evaluation.access_url = f"/my/brand/evaluation/{evaluation.id}"
        return result

    # -- who works on a case -------------------------------------------------------------------

    def _active(self, round_no=None):
        """Those that count: not declined and not void, of one round (default: the last)."""
        if round_no is None:
            round_no = self._last_round()
        return self.filtered(lambda e: e.state not in LEFT_STATES and e.round == round_no)

    def _last_round(self):
        return max(self.mapped("round"), default=1)

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
        # sudo: the reason is written by this step only
        self.sudo().write({"conflict_reason": reason})
        # sudo: scores of an earlier round rest on the same conflict; the body reads why
        earlier = self.sudo()._other_rounds()
        if earlier:
            earlier.action_void(reason)

    @transition
    def action_finish(self):
        """Close the score sheet: every criterion scored with its evidence. Scores are final."""
        self._check_own()
        for evaluation in self:
            evaluation.line_ids._check_complete()
            if evaluation.round > 1 and not (evaluation.rescore_reason or "").strip():
                raise UserError(self.env._("Give the reason of your second scoring."))

    @transition
    def action_void(self, reason=None):
        """The body voids an assessor's work: a conflict was found that was not declared.

        A transfer of the case to another body voids it too, as the decision on it says. The scores
        count no more and stay on record; the file closes for the assessor, and another one is
        appointed. Possible until the body has decided; later by a conflict that was reported with
        evidence and confirmed (``brand.conflict``).
        """
        if not (reason or "").strip():
            raise UserError(self.env._("Say why this evaluation is void; it is kept on record."))
        for application in self.application_id:
            if not self.env.su:
                self._check_is_body_of(application)
            if application.state != "evaluating" and not self._is_voided_by_conflict():
                raise UserError(
                    self.env._(
                        "Decided already; the office reports what came to light, with evidence: %s",
                        application._names_with_state(),
                    )
                )
        # sudo: the reason and the other rounds of the same assessor are kept by this action
        self.sudo().write({"void_reason": reason})
        others = self.sudo()._other_rounds()
        if others:
            others.action_void(reason)

    @transition
    def action_begin_round(self):
        """The second scoring begins with the first one's scores; the declaration still stands."""
        lines = [
            {
                "evaluation_id": evaluation.id,
                "criterion_id": line.criterion_id.id,
                "score": line.score,
                "is_scored": line.is_scored,
                "is_vetoed": line.is_vetoed,
                "evidence": line.evidence,
                "file": line.file,
                "filename": line.filename,
            }
            for evaluation in self
            for line in evaluation.first_id.line_ids
        ]
        self.env["brand.evaluation.line"].create(lines)
        for evaluation in self:
            first = evaluation.first_id
            for name in ("sealed_conclusion", "sealed_strengths", "sealed_improvements"):
                evaluation[name] = first[name]

    def _other_rounds(self):
        """Other rows of the same assessors on the same applications that still count."""
        rows = self.application_id.evaluation_ids - self
        return rows.filtered(
            lambda e: (
                e.state not in LEFT_STATES
                and not (e.void_reason or e.conflict_reason)  # leaving right now
                and any(
                    e.user_id == mine.user_id and e.application_id == mine.application_id
                    for mine in self
                )
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

    def _outcome(self, program, is_spread_settled=False):
        """Result over the finished evaluations of one round by the programme's rules."""
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
            is_spread_settled=is_spread_settled,
        )
