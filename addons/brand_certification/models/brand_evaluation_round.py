"""When totals lie too far apart: a reasoned second scoring, or a leader's note."""

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, UserError
from odoo.orm.models import NO_ACCESS


class BrandEvaluation(models.Model):
    _inherit = "brand.evaluation"

    sealed_total = fields.Float(digits=(6, 2), groups=NO_ACCESS)

    def action_finish(self):
        """Also keep the total, for the comparison of assessors once all are in."""
        result = super().action_finish()
        for evaluation in self.sudo():  # nobody writes totals, they are counted
            evaluation.sealed_total = evaluation._own_total()
        return result

    @api.model
    def action_second_scoring(self, application_id, reason):
        """The body has all assessors score again; the first scores stay and are shown beside.

        :param reason: what the assessors are asked to look at again
        :raises UserError: without a spread alarm, before all are in, or a second time
        :return: the evaluations of the second round
        """
        application = self._spread_case(application_id, reason, "again")
        firsts = application.evaluation_ids._active()
        if application.evaluation_ids._last_round() > 1:
            raise UserError(self.env._("This application has been scored a second time already."))
        application._note_spread("second_scoring", reason)
        # sudo: rounds are begun by this action only, after its checks
        evaluations = self.sudo().create(
            [
                {
                    "application_id": application.id,
                    "user_id": first.user_id.id,
                    "due_on": first.due_on,
                    "round": first.round + 1,
                    "first_id": first.id,
                    "is_lead": first.is_lead,
                    "declared_on": first.declared_on,
                    "draw_id": first.draw_id.id,
                }
                for first in firsts
            ]
        )
        evaluations.action_begin_round()
        return evaluations.sudo(False)

    @api.model
    def action_settle_spread(self, application_id, reason):
        """A leader of the body lets the totals stand as they are, with the reason on record."""
        application = self._spread_case(application_id, reason, "note")
        application._note_spread("leader_note", reason)
        return True

    @api.model
    def _spread_case(self, application_id, reason, way):
        """The application (sudo) whose spread the acting user of its body may deal with.

        :param way: ``again`` or ``note``, as the programme's ``second_scoring`` allows
        """
        application = self.env["brand.application"].browse(application_id)
        application.check_access("read")
        self._check_is_body_of(application)
        application._check_did_not_evaluate()
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason; it goes into the evaluation report."))
        if application.program_id.sudo().second_scoring not in ("either", way):
            raise UserError(self.env._("The programme provides the other way for such a spread."))
        # sudo: scores are counted here, and only their spread is told
        outcome = application._outcome()
        if application.state != "evaluating" or outcome.spread is None:
            raise UserError(self.env._("The assessors have not all finished yet."))
        if not outcome.has_spread_alarm or not outcome.blocks:
            raise UserError(self.env._("The totals do not lie too far apart."))
        return application.sudo()


class BrandEvaluationNote(models.Model):
    """What a body did about a spread of totals, with its reason; append-only."""

    _name = "brand.evaluation.note"
    _description = "Note on a Spread"
    _inherit = ["brand.append.only.mixin"]
    _order = "application_id, id"
    _rec_name = "kind"

    application_id = fields.Many2one(
        "brand.application", required=True, index=True, ondelete="restrict"
    )
    kind = fields.Selection(
        [("second_scoring", "Second scoring"), ("leader_note", "Leader's note")], required=True
    )
    round = fields.Integer("Scoring", required=True)
    spread = fields.Float(digits=(6, 2), required=True)
    reason = fields.Text(required=True)
    user_id = fields.Many2one("res.users", "By", required=True)


class BrandEvaluationSeverity(models.Model):
    """How far each assessor's total lies from those of the others on the same case.

    Cases that are still sealed are left out.
    """

    _name = "brand.evaluation.severity"
    _description = "Severity of Assessors"
    _auto = False
    _depends = {
        "brand.evaluation": [
            "application_id",
            "user_id",
            "body_id",
            "company_id",
            "round",
            "state",
            "is_unsealed",
            "sealed_total",
        ]
    }
    _order = "id desc"
    _rec_name = "user_id"

    application_id = fields.Many2one("brand.application", readonly=True)
    user_id = fields.Many2one("res.users", "Assessor", readonly=True)
    body_id = fields.Many2one("brand.body", "Certification Body", readonly=True)
    company_id = fields.Many2one("res.company", "City", readonly=True)
    round = fields.Integer("Scoring", readonly=True, aggregator=None)
    total = fields.Float("Total of the Assessor", digits=(6, 2), readonly=True, aggregator="avg")
    others = fields.Float("Mean of the Others", digits=(6, 2), readonly=True, aggregator="avg")
    deviation = fields.Float(
        digits=(6, 2),
        readonly=True,
        aggregator="avg",
        help="Above zero: more generous than the others; below: stricter.",
    )

    def init(self):
        tools.drop_view_if_exists(self.env.cr, self._table)
        self.env.cr.execute(
            """
            CREATE VIEW brand_evaluation_severity AS
            SELECT e.id, e.application_id, e.user_id, e.body_id, e.company_id, e.round,
                   e.sealed_total AS total,
                   AVG(o.sealed_total) AS others,
                   e.sealed_total - AVG(o.sealed_total) AS deviation
              FROM brand_evaluation e
              JOIN brand_evaluation o ON o.application_id = e.application_id
                                     AND o.round = e.round AND o.id <> e.id AND o.state = 'done'
             WHERE e.state = 'done' AND e.is_unsealed
             GROUP BY e.id
            """
        )


class BrandApplication(models.Model):
    _inherit = "brand.application"

    evaluation_note_ids = fields.One2many(
        "brand.evaluation.note", "application_id", "Notes on the Spread", readonly=True
    )

    def _note_spread(self, kind, reason):
        # sudo: written by the body's two steps only
        self.env["brand.evaluation.note"].sudo().create(
            {
                "application_id": self.id,
                "kind": kind,
                "round": self.evaluation_ids._last_round(),
                "spread": float(self._outcome().spread),
                "reason": reason,
                "user_id": self.env.uid,
            }
        )

    def _is_spread_settled(self, round_no, spread):
        """Whether the spread of this round was dealt with; a later one asks anew."""
        self.ensure_one()
        return round_no > 1 or any(
            note.kind == "leader_note"
            and note.round == round_no
            and f"{note.spread:.2f}" == str(spread)
            for note in self.sudo().evaluation_note_ids  # sudo: counted, not shown
        )

    def _check_did_not_evaluate(self):
        """Planning around scores, review and decision are for people who did not evaluate."""
        user = self.env.user
        rows = self.env["brand.transition"]._duties_of(user, self)
        # sudo: who was appointed, compared with the acting user
        if user in self.sudo().evaluation_ids.user_id or "evaluate" in rows.mapped("duty"):
            raise AccessError(
                self.env._("You evaluated this file. Another person of your body does this.")
            )
