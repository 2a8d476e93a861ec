from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .transition_mixin import transition

KINDS = ("product", "service", "engineering", "agriculture")

# What a programme fixes once it is open: changing it is a new version, not an edit.
_RULE_FIELDS = (
    "code",
    "company_id",
    "date_from",
    "target_count",
    "level_ids",
    "criterion_ids",
    "document_type_ids",
    "require_notice",
    "require_government",
    "notice_days",
    "validity_months",
    "number_pattern",
    "assessor_count",
    "combination",
    "pass_mark",
    "spread_limit",
    "score_decimals",
    "declaration_text",
)


class BrandProgram(models.Model):
    """One version of a city's scheme: who may apply for what, how it is judged, how long it holds."""

    _name = "brand.program"
    _description = "Programme"
    _inherit = ["brand.transition.mixin", "brand.version.mixin", "mail.thread"]
    _order = "date_from desc, id desc"

    _initial_state = "draft"
    _transitions = {
        "action_open": (("draft",), "open", "brand_certification.group_manager"),
        "action_close": (("open",), "closed", "brand_certification.group_manager"),
    }
    _write_windows = dict.fromkeys(_RULE_FIELDS, ("draft",))

    name = fields.Char(
        required=True, translate=True, help="As it is known to enterprises, such as 芜湖智造."
    )
    code = fields.Char(
        required=True,
        copy=False,
        help="Short mark of the scheme; all its versions share it, and certificate numbers too.",
    )
    previous_id = fields.Many2one("brand.program", "Version before", readonly=True, copy=False)
    state = fields.Selection(
        [("draft", "Draft"), ("open", "Open"), ("closed", "Closed")],
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company",
        "City",
        required=True,
        default=lambda self: self.env.company,
        help="The city whose programme this is; its staff alone see it.",
    )
    basis = fields.Char(translate=True, help="Policy document and number.")
    date_from = fields.Date(
        "Runs from",
        required=True,
        default=lambda self: self.env["brand.workday"]._today(),
        help="First day of the programme.",
    )
    date_to = fields.Date(
        "Runs until",
        required=True,
        default=lambda self: self.env["brand.workday"]._today().replace(month=12, day=31),
        help="Last day of the programme.",
    )
    window_from = fields.Date("Applications from", help="First day on which enterprises may apply.")
    window_to = fields.Date(
        "Applications until", help="Last day on which they may apply, until 24:00."
    )
    scope_product = fields.Boolean("Products", default=True, help="Products may be certified.")
    scope_service = fields.Boolean("Services", help="Services may be certified.")
    scope_engineering = fields.Boolean("Engineering", help="Works may be certified.")
    scope_agriculture = fields.Boolean(
        "Agriculture", help="Agricultural products may be certified."
    )
    target_count = fields.Integer("Goal", help="Items to be certified while the programme runs.")
    certified_count = fields.Integer(compute="_compute_counts", string="Certified")
    application_count = fields.Integer(compute="_compute_counts", string="Applications Received")
    target_share = fields.Float("Goal Reached (%)", compute="_compute_counts")
    missing_text = fields.Text("Missing before It Can Open", compute="_compute_missing_text")

    level_ids = fields.One2many(
        "brand.program.level",
        "program_id",
        "Levels",
        copy=True,
        help="Grades, from the lowest to the highest.",
    )
    criterion_ids = fields.One2many(
        "brand.criterion",
        "program_id",
        "Criteria",
        copy=True,
        help="What assessors score, as a tree with weights.",
    )
    document_type_ids = fields.One2many(
        "brand.program.document",
        "program_id",
        "Required Documents",
        copy=True,
        help="The checklist that every applicant sees.",
    )

    require_notice = fields.Boolean(
        "Public Notice", default=True, help="Results are announced, and anybody may object."
    )
    require_government = fields.Boolean(
        "Approval by the Government",
        default=True,
        help="The government, or a committee it has named, decides on the grade.",
    )
    accept_days = fields.Integer(
        "Days to Examine",
        default=5,
        help="Working days the office has to accept a file or to tell all its gaps at once.",
    )
    correction_days = fields.Integer(
        "Days to Correct",
        default=10,
        help="Working days an enterprise has to correct the gaps it was told.",
    )
    evaluation_days = fields.Integer(
        "Days to Evaluate",
        default=30,
        help="Working days the body has from acceptance to its decision on certification.",
    )
    notice_days = fields.Integer(
        "Days of Notice",
        default=5,
        help="Working days in which anybody may object; the last one runs to 24:00.",
    )
    validity_months = fields.Integer(
        "Validity (months)",
        default=36,
        help="The last valid day is the day before the anniversary.",
    )
    surveillance_months = fields.Integer(
        "Surveillance every (months)",
        default=12,
        help="How often a holder is checked while the certificate is valid. 0: by draw only.",
    )
    per_applicant_limit = fields.Integer(
        "Items per Applicant", help="How many items one enterprise may apply for. 0: no limit."
    )
    number_pattern = fields.Char(
        default="BC-{year}-{seq:04d}",
        help="Of certificates: {year}, {level} and {seq}.",
    )

    assessor_count = fields.Integer(
        "Assessors per Application",
        default=1,
        help="How many score a file, each without seeing the others' scores.",
    )
    combination = fields.Selection(
        [("mean", "Mean"), ("trimmed", "Highest and lowest dropped")],
        "Several Assessors",
        default="mean",
        required=True,
        help="How the totals of several assessors become one; dropping needs three at least.",
    )
    pass_mark = fields.Float(
        digits=(6, 2), default=80.0, help="Points of the whole that are needed, of 100."
    )
    spread_limit = fields.Float(
        "Spread Alarm",
        digits=(6, 2),
        help="Totals further apart than these points ask for a second look. 0: no alarm.",
    )
    score_decimals = fields.Integer(
        "Decimals of Scores", default=1, help="How many decimals an assessor may give."
    )

    declaration_text = fields.Text(
        translate=True, help="What an applicant declares before the file is handed in."
    )
    guide = fields.Html(
        translate=True, sanitize=True, help="Who may apply and how it goes; shown in the portal."
    )
    office_name = fields.Char(
        translate=True, help="The office that enterprises and the public ask."
    )
    office_phone = fields.Char(help="Its telephone.")
    office_address = fields.Char(translate=True, help="Where papers are handed in.")
    discipline_phone = fields.Char(
        "Phone of the Discipline Office", help="Stands on every public notice."
    )
    certificate_title = fields.Char(
        translate=True, help="Title printed on the certificate. Empty: the usual one."
    )

    _code_unique = models.Constraint(
        "UNIQUE (company_id, code, version)", "This programme code and version exist."
    )
    _period = models.Constraint(
        "CHECK (date_from <= date_to)", "The programme ends before it begins."
    )
    _days_positive = models.Constraint(
        "CHECK (notice_days > 0 AND validity_months > 0 AND assessor_count > 0)",
        "Notice days, validity and number of assessors must be positive.",
    )

    # -- constraints ---------------------------------------------------------------------------

    @api.constrains("window_from", "window_to", "code", "company_id")
    def _check_windows_do_not_overlap(self):
        """Two open windows of one scheme would leave an applicant between two sets of rules."""
        for program in self.filtered(lambda p: p.window_from and p.window_to):
            if program.window_from > program.window_to:
                raise ValidationError(self.env._("The window ends before it begins."))
            rival = self.search(
                [
                    ("id", "!=", program.id),
                    ("code", "=", program.code),
                    ("company_id", "=", program.company_id.id),
                    ("state", "!=", "closed"),
                    ("window_from", "<=", program.window_to),
                    ("window_to", ">=", program.window_from),
                ],
                limit=1,
            )
            if rival:
                raise ValidationError(
                    self.env._("The window overlaps with that of %s.", rival.display_name)
                )

    # -- computes ------------------------------------------------------------------------------

    def _compute_counts(self):
        applications = dict(
            self.env["brand.application"]._read_group(
                [("program_id", "in", self.ids), ("state", "!=", "draft")],
                ["program_id"],
                ["__count"],
            )
        )
        # One product counts once, however often it was certified
        certified = dict(
            self.env["brand.certificate"]._read_group(
                [("program_id", "in", self.ids), ("state", "not in", ("withdrawn", "cancelled"))],
                ["program_id"],
                ["product_id:count_distinct"],
            )
        )
        for program in self:
            program.application_count = applications.get(program, 0)
            program.certified_count = certified.get(program, 0)
            goal = program.target_count
            program.target_share = 100 * program.certified_count / goal if goal else 0

    @api.depends(
        "state",
        "level_ids",
        "criterion_ids.weight",
        "criterion_ids.parent_id",
        "criterion_ids.pass_mark",
        "criterion_ids.maximum",
        "document_type_ids",
        "number_pattern",
        "declaration_text",
        "office_name",
        "office_phone",
        "discipline_phone",
        "window_from",
        "window_to",
        *(f"scope_{kind}" for kind in KINDS),
    )
    @api.depends_context("lang")
    def _compute_missing_text(self):
        """All that keeps a draft from opening, for the box above the form."""
        for program in self:
            missing = program._missing() if program.state == "draft" else ()
            program.missing_text = "\n".join(f"• {text}" for text in missing) or False

    # -- transitions ---------------------------------------------------------------------------

    @transition
    def action_open(self, document_no=None):
        """Open for applications; says everything that is missing at once."""
        for program in self:
            missing = program._missing()
            if missing:
                raise UserError(
                    self.env._(
                        "%(program)s cannot be opened yet:\n%(missing)s",
                        program=program.display_name,
                        missing="\n".join(f"• {text}" for text in missing),
                    )
                )
        self.sudo()._ensure_number_sequence()

    @transition
    def action_close(self, reason=None):
        """Close: no new applications; running ones go on under these rules."""

    def _missing(self):
        """What a programme lacks before it can open, all at once."""
        self.ensure_one()
        _ = self.env._
        checks = [
            (self.level_ids, _("at least one level")),
            (self.criterion_ids, _("criteria")),
            (self.document_type_ids, _("the checklist of documents")),
            (self.number_pattern, _("the pattern of certificate numbers")),
            (self.declaration_text, _("the text of the self-declaration")),
            (self.office_name and self.office_phone, _("name and phone of the office")),
            (self.discipline_phone, _("the phone of the discipline office")),
            (self.window_from and self.window_to, _("the application window")),
            (self._kinds(), _("what may be certified (products, services …)")),
        ]
        missing = [text for given, text in checks if not given]
        missing += self.criterion_ids._tree_problems()
        return missing

    def _kinds(self):
        """Kinds of products this programme certifies."""
        self.ensure_one()
        return [kind for kind in KINDS if self[f"scope_{kind}"]]

    # -- dates ----------------------------------------------------------------

    def _is_window_open(self, on):
        self.ensure_one()
        return (
            self.state == "open"
            and bool(self.window_from and self.window_to)
            and self.window_from <= on <= self.window_to
        )
