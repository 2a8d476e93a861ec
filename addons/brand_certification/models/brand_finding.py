from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from .transition_mixin import transition

OPEN_FINDING_STATES = ("open", "answered")
# What an assessor says when raising; the rest of a finding follows from actions
_RAISED_FIELDS = ("grade", "criterion_id", "clause", "fact")


class BrandFinding(models.Model):
    """A nonconformity (不符合项): what was found, corrected by the enterprise, verified by an assessor.

    ISO/IEC 17065, 7.4: the client is told of all of them and may correct. What was told is not
    edited: a finding raised in error is withdrawn with its reason, and raised anew.
    """

    _name = "brand.finding"
    _description = "Finding"
    _inherit = ["brand.transition.mixin", "portal.mixin"]
    _order = "due_on, id"

    _initial_state = "open"
    _transitions = {
        "action_answer": (("open",), "answered", "brand_certification.group_enterprise"),
        "action_verify": (("answered",), "verified", "brand_certification.group_assessor"),
        "action_return": (("answered",), "open", "brand_certification.group_assessor"),
        "action_withdraw": (
            OPEN_FINDING_STATES,
            "withdrawn",
            "brand_certification.group_assessor",
        ),
    }
    _duties = {
        "action_answer": "apply",
        "action_verify": "evaluate",
        "action_return": "evaluate",
        "action_withdraw": "evaluate",
    }
    _write_windows = dict.fromkeys(("cause", "correction"), ("open",))
    _system_fields = frozenset(
        {
            "name",
            "application_id",
            "evaluation_id",
            "partner_id",
            "body_id",
            "company_id",
            "district_id",
            "raised_by_id",
            "raised_on",
            "due_on",
            "verified_by_id",
            "verified_on",
            "verdict",
            *_RAISED_FIELDS,
        }
    )

    name = fields.Char("Number", readonly=True, copy=False, index=True)
    application_id = fields.Many2one(
        "brand.application", readonly=True, index=True, ondelete="restrict"
    )
    evaluation_id = fields.Many2one(
        "brand.evaluation", readonly=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        "res.partner", "Enterprise", compute="_compute_case", store=True, index=True
    )
    body_id = fields.Many2one(
        "brand.body", "Certification Body", compute="_compute_case", store=True, index=True
    )
    company_id = fields.Many2one("res.company", "City", compute="_compute_case", store=True)
    district_id = fields.Many2one("brand.district", compute="_compute_case", store=True, index=True)
    case_name = fields.Char("Case", compute="_compute_case_name", compute_sudo=True)
    state = fields.Selection(
        [
            ("open", "To be corrected"),
            ("answered", "Correction to be verified"),
            ("verified", "Correction accepted"),
            ("withdrawn", "Finding withdrawn"),
        ],
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    # -- what the assessor found
    grade = fields.Selection(
        [("minor", "Minor"), ("major", "Major"), ("severe", "Severe")],
        "Grade of Finding",
        required=True,
        readonly=True,
        help="Minor: a single lapse. Major: a requirement is not met. Severe: the evaluation stops"
        " and the certification can only be refused.",
    )
    criterion_id = fields.Many2one("brand.criterion", readonly=True, ondelete="restrict")
    clause = fields.Char(readonly=True, help="Of the standard or of the rules.")
    fact = fields.Text("Fact Found", required=True, readonly=True)
    raised_by_id = fields.Many2one("res.users", "Raised by", readonly=True)
    raised_on = fields.Date("Raised on", readonly=True)
    due_on = fields.Date("Correct by", readonly=True, index=True)
    is_overdue = fields.Boolean(compute="_compute_is_overdue", search="_search_is_overdue")
    # -- what the enterprise answers
    cause = fields.Text("Root Cause")
    correction = fields.Text("Correction and Corrective Action")
    file_ids = fields.One2many("brand.finding.file", "finding_id", "Files")
    answer_ids = fields.One2many("brand.finding.answer", "finding_id", "Answers", readonly=True)
    # -- what became of it
    verified_by_id = fields.Many2one("res.users", "Verified by", readonly=True)
    verified_on = fields.Date("Verified on", readonly=True)
    verdict = fields.Text("Result of the Verification", readonly=True)

    # -- the case it belongs to ----------------------------------------------------------------

    def _case(self):
        """The record that names enterprise, body, city and district; other kinds extend this."""
        self.ensure_one()
        return self.application_id

    @api.depends("application_id")
    def _compute_case(self):
        for finding in self:
            case = finding._case().sudo()
            finding.partner_id = case.partner_id.commercial_partner_id
            finding.body_id = case.body_id
            finding.company_id = case.company_id
            finding.district_id = case.district_id

    @api.depends("application_id")
    def _compute_case_name(self):
        for finding in self:
            finding.case_name = finding._case().display_name

    @api.depends("name", "case_name")
    def _compute_display_name(self):
        for finding in self:
            finding.display_name = " · ".join(filter(None, (finding.name, finding.case_name)))

    @api.depends("due_on", "state")
    def _compute_is_overdue(self):
        today = self.env["brand.workday"]._today()
        for finding in self:
            late = finding.state == "open" and finding.due_on and finding.due_on < today
            finding.is_overdue = bool(late)

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env["brand.workday"]._today()
        late = Domain("due_on", "<", today) & Domain("state", "=", "open")
        return late if True in value else ~late

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for finding in self:
            finding.access_url = f"/my/brand/finding/{finding.id}"
        return result

    # -- raising -------------------------------------------------------------------------------

    @api.model
    def action_raise(self, evaluation_id, vals, files=()):
        """An assessor who has declared no conflict raises a finding; the enterprise is told at once.

        :param evaluation_id: id of the assessor's own evaluation, in progress
        :param vals: ``grade`` (minor, major, severe), ``fact``, and ``clause`` or ``criterion_id``
        :param files: evidence, ``[{"filename": name, "file": content in base64}]``
        :return: the finding
        """
        evaluation = self.env["brand.evaluation"].browse(evaluation_id)
        evaluation.check_access("read")
        evaluation._check_own()
        if evaluation.state != "in_progress":
            raise UserError(
                self.env._("Findings are raised while you evaluate: %s", evaluation.display_name)
            )
        # sudo: assessors make findings by this action only, checked above
        finding = self.sudo()._raise(
            {
                **{name: vals[name] for name in _RAISED_FIELDS if vals.get(name)},
                "application_id": evaluation.application_id.id,
                "evaluation_id": evaluation.id,
            },
            files,
        )
        return finding.sudo(False)

    @api.model
    def _raise(self, vals, files=()):
        """Make a finding with its number, date and limit, and tell the enterprise.

        For code that has checked who raises; ``raised_by_id`` is the acting user.
        """
        if not (vals.get("fact") or "").strip():
            raise UserError(self.env._("Say what was found, as a fact."))
        finding = self.create(
            {
                **vals,
                "name": self.env["ir.sequence"].next_by_code("brand.finding"),
                "raised_by_id": self.env.uid,
                "raised_on": self.env["brand.workday"]._today(),
            }
        )
        finding.due_on = finding._answer_due()
        finding._add_files(files, "evidence")
        finding._tell_enterprise(
            self.env._(
                "A finding was raised; please correct it by %s:",
                self.env["brand.portal"]._long_date(finding.due_on),
            ),
            [finding.fact],
        )
        return finding

    def _answer_due(self):
        """Last day for the enterprise's correction, in working days of the programme."""
        self.ensure_one()
        program = self._case().sudo().program_id
        days = program.finding_minor_days if self.grade == "minor" else program.finding_major_days
        return self.env["brand.application"]._working_days_from_today(days)

    def _add_files(self, files, kind):
        # sudo: the kind of a file follows from the step by which it came
        self.env["brand.finding.file"].sudo().create(
            [
                {
                    "finding_id": self.id,
                    "kind": kind,
                    "filename": file["filename"],
                    "file": file["file"],
                }
                for file in files
            ]
        )

    @api.constrains("criterion_id", "clause", "application_id")
    def _check_requirement(self):
        for finding in self.sudo():
            if not finding.criterion_id and not finding.clause:
                raise ValidationError(
                    self.env._("Name the criterion or the clause that is not met.")
                )
            program = finding.criterion_id.program_id
            if program and program != finding._case().program_id:
                raise ValidationError(
                    self.env._("The criterion belongs to another programme than the case.")
                )

    def _tell_enterprise(self, body, items=()):
        """Message to the enterprise, in the thread of the file."""
        for finding in self.filtered("application_id"):
            finding.application_id._tell_applicant(body, items)

    # -- transitions ---------------------------------------------------------------------------

    @transition
    def action_answer(self):
        """The enterprise hands in cause and correction; both are kept as handed in."""
        for finding in self:
            finding._check_own_enterprise()
            if not (finding.cause or "").strip() or not (finding.correction or "").strip():
                raise UserError(
                    self.env._("%s: write down the cause and the correction.", finding.name)
                )
            if finding.grade == "severe":
                raise UserError(
                    self.env._("%s is severe: it cannot be corrected in this case.", finding.name)
                )
        # sudo: answers are kept by the system; nobody edits what was handed in
        self.env["brand.finding.answer"].sudo().create(
            [
                {
                    "finding_id": finding.id,
                    "cause": finding.cause,
                    "correction": finding.correction,
                    "user_id": self.env.uid,
                }
                for finding in self
            ]
        )

    @transition
    def action_verify(self, reason=None):
        """An assessor of the case accepts the correction; ``reason`` says how it was verified."""
        self._check_verifier()
        self._write_verdict(reason)

    @transition
    def action_return(self, reason=None):
        """An assessor of the case does not accept the correction; a new limit begins."""
        self._check_verifier()
        self._require_words(reason)
        self._write_verdict(reason)
        for finding in self.sudo():  # limits are kept by the system
            finding.due_on = finding._answer_due()
            finding._tell_enterprise(
                self.env._("The correction of %s was not accepted:", finding.name), [reason]
            )

    @transition
    def action_withdraw(self, reason=None):
        """An assessor of the case takes the finding back, with the reason."""
        self._check_verifier()
        self._require_words(reason)
        self._write_verdict(reason)
        self.sudo()._tell_enterprise(
            self.env._("Findings were withdrawn: %s", ", ".join(self.mapped("name"))), [reason]
        )

    def _write_verdict(self, words):
        # sudo: verdicts are written by these actions only
        self.sudo().write(
            {
                "verdict": words,
                "verified_by_id": self.env.uid,
                "verified_on": self.env["brand.workday"]._today(),
            }
        )

    def _require_words(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason: the enterprise reads it."))

    def _check_own_enterprise(self):
        enterprise = self.env.user.partner_id.commercial_partner_id
        # sudo: compared, not shown
        if self.sudo().partner_id != enterprise and not self.env.su:
            raise AccessError(self.env._("Only the enterprise of this case answers."))

    def _check_verifier(self):
        """Refuse those who may not judge corrections; an assessor of the case who did not leave it."""
        for finding in self:
            # sudo: who works on the case is asked here only
            mine = finding.sudo().application_id.evaluation_ids.filtered(
                lambda e: e.user_id == self.env.user and e.state in ("in_progress", "done")
            )
            if not mine:
                raise AccessError(self.env._("Only an assessor of this case does this."))

    def _transition_file(self):
        return self.application_id or super()._transition_file()

    # -- what they mean for the certification --------------------------------------------------

    def _blocking(self):
        """Those that keep their case from being certified.

        A severe one that was not withdrawn always does; a major one until its correction is
        verified; a minor one as the programme says.
        """
        return self.filtered(
            lambda f: (
                f.state in OPEN_FINDING_STATES
                and (f.grade != "minor" or not f._case().program_id.minor_findings_may_stay_open)
            )
        )
