"""Standards with their drafters in rank order."""

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .transition_mixin import transition

STAFF = ("brand_certification.group_officer", "brand_certification.group_manager")
# Until it is published a standard may be worked on
DRAFT_STATES = ("proposed", "drafting", "review")

_DRAFT_FIELDS = (
    "name",
    "number",
    "level",
    "is_general",
    "general_id",
    "replaces_id",
    "transition_until",
    "transition_work",
    "file",
    "filename",
    "date_published",
    "date_effective",
    "proposer",
    "proposer_id",
    "proposer_kind",
)


class BrandStandard(models.Model):
    """A standard that products are certified against: general requirements or technical.

    Its life: proposal, drafting with comments, review of advancedness (先进性审查), publication,
    review every five years (标准化法 29), revision with a transition, withdrawal.
    """

    _name = "brand.standard"
    _description = "Standard"
    _inherit = ["brand.transition.mixin", "brand.file.mixin", "mail.thread"]
    _order = "number, id"
    _rec_names_search = ["number", "name"]

    _initial_state = "proposed"
    _transitions = {
        "action_draft_standard": (("proposed",), "drafting", STAFF),
        "action_decline_proposal": (("proposed",), "withdrawn", STAFF),
        "action_review": (("drafting",), "review", STAFF),
        "action_return_draft": (("review",), "drafting", STAFF),
        "action_publish": (("review",), "published", STAFF),
        "action_abolish": (("published",), "withdrawn", STAFF),
        "action_supersede": (("published",), "withdrawn", None),
    }
    _write_windows = dict.fromkeys(_DRAFT_FIELDS, DRAFT_STATES)
    _system_fields = frozenset({"sha256", "usable_until", "last_review_on", "reminded_on"})

    name = fields.Char(required=True, translate=True)
    number = fields.Char(
        index=True, help="Such as T/WHZZ 001-2023; a proposal has none yet.", copy=False
    )
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("drafting", "Drafting"),
            ("review", "In review"),
            ("published", "Published"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    level = fields.Selection(
        [
            ("international", "International standard"),
            ("national", "National standard"),
            ("industry", "Industry standard"),
            ("local", "Local standard"),
            ("group", "Group standard"),
            ("enterprise", "Enterprise standard"),
        ],
        "Level of the Standard",
        required=True,
        default="group",
    )
    is_general = fields.Boolean(
        "General Requirements",
        help="Terms, principles and requirements for all products; technical standards refine them.",
    )
    general_id = fields.Many2one(
        "brand.standard",
        "Rests on General Requirements",
        domain="[('is_general', '=', True), ('state', '=', 'published'),"
        " ('company_id', '=', company_id)]",
        index="btree_not_null",
        ondelete="restrict",
    )
    technical_ids = fields.One2many("brand.standard", "general_id", "Technical Standards")
    company_id = fields.Many2one(
        "res.company", "City", required=True, default=lambda self: self.env.company
    )
    proposer_id = fields.Many2one("res.partner", index="btree_not_null")
    proposer_kind = fields.Selection(
        [
            ("enterprise", "Enterprise"),
            ("body", "Certification or testing body"),
            ("institute", "Research institute"),
            ("association", "Association"),
            ("government", "Public office"),
        ],
        "Proposer Is",
    )
    proposer = fields.Char("Proposed by", compute="_compute_proposer", store=True, readonly=False)
    purpose = fields.Text(
        "Why It Is Needed",
        help="What no standard covers yet, and by what the proposal goes beyond those there are.",
    )
    drafter_ids = fields.One2many("brand.standard.drafter", "standard_id", "Drafting Units")
    file = fields.Binary("Text", copy=False)
    filename = fields.Char(copy=False)
    date_published = fields.Date("Published on", copy=False)
    date_effective = fields.Date("In Force from", copy=False)
    last_review_on = fields.Date("Reviewed on", readonly=True, copy=False)
    review_due = fields.Date(
        "Next Review due",
        compute="_compute_review_due",
        store=True,
        help="Five years after publication or the last review, or what the city's procedure says.",
    )
    reminded_on = fields.Date(readonly=True, copy=False)
    is_review_due = fields.Boolean("Review Due", compute="_compute_is_review_due")

    _number_unique = models.Constraint(
        "UNIQUE (company_id, number)", "A standard with this number exists."
    )

    # -- constraints and computes --------------------------------------------------------------

    @api.constrains("is_general", "general_id")
    def _check_general(self):
        for standard in self:
            if standard.general_id and not standard.general_id.is_general:
                raise ValidationError(
                    self.env._(
                        "%s does not hold general requirements.", standard.general_id.display_name
                    )
                )
            if standard.general_id and standard.is_general:
                raise ValidationError(
                    self.env._("General requirements do not rest on general requirements.")
                )

    @api.constrains("date_published", "date_effective")
    def _check_dates(self):
        for standard in self:
            published, effective = standard.date_published, standard.date_effective
            if published and effective and effective < published:
                raise ValidationError(
                    self.env._("A standard comes into force on the day it is published, or later.")
                )

    @api.depends("proposer_id.name")
    def _compute_proposer(self):
        for standard in self:
            standard.proposer = standard.proposer_id.name or standard.proposer

    @api.depends("date_published", "last_review_on", "company_id")
    def _compute_review_due(self):
        for standard in self:
            last = standard.last_review_on or standard.date_published
            years = self.env["brand.standard.procedure"]._of(standard.company_id).term_years
            standard.review_due = last and last + relativedelta(years=years)

    @api.depends("review_due", "state")
    def _compute_is_review_due(self):
        today = self.env["brand.workday"]._today()
        for standard in self:
            due = standard.review_due
            standard.is_review_due = standard.state == "published" and due and due <= today

    @api.depends("number", "name")
    def _compute_display_name(self):
        for standard in self:
            standard.display_name = " ".join(filter(None, (standard.number, standard.name)))

    # -- steps ---------------------------------------------------------------------------------

    @transition
    def action_draft_standard(self, reason=None):
        """Take the proposal up (立项)."""

    @transition
    def action_decline_proposal(self, reason=None):
        """Decline the proposal, with the reason that the proposer is told."""
        self._require_reason(reason)
        for standard in self.filtered("proposer_id"):
            standard._tell_proposer(self.env._("The proposal was not taken up: %s", reason))

    @transition
    def action_review(self, reason=None):
        """Hand the draft to the review of advancedness (先进性审查): all comments disposed."""
        self._check_comments_disposed()

    @transition
    def action_return_draft(self, reason=None):
        """Return to the drafting group; what the panel found so far no longer counts."""
        self._require_reason(reason)
        # sudo: a concluded review is closed to users
        self.review_ids.sudo().write({"is_superseded": True})

    @transition
    def action_publish(self, document_no=None):
        """Publish: from now on applications may cite it.

        Needs a number, the panel's adoption where the city's procedure asks for a review or one was
        held, and the general requirements where the city builds on them (苏州: 通用要求 and
        technical standards). A revision opens the transition of what it replaces.
        """
        today = self.env["brand.workday"]._today()
        for standard in self:
            standard._check_may_be_published()
            standard.date_published = standard.date_published or today
            standard.date_effective = standard.date_effective or standard.date_published
        self.filtered("replaces_id")._open_succession()

    @transition
    def action_abolish(self, reason=None, document_no=None):
        """Withdraw: no new application cites it."""

    @transition
    def action_supersede(self, reason=None):
        """Withdraw at the end of the transition to its revision."""

    def _check_may_be_published(self):
        if not self.number:
            raise UserError(self.env._("%s has no number yet.", self.display_name))
        procedure = self.env["brand.standard.procedure"]._of(self.company_id)
        current = self.review_ids.filtered(lambda r: not r.is_superseded)
        if (procedure.review_required or current) and not current._is_adopted():
            raise UserError(
                self.env._(
                    "%s: the review of advancedness has not adopted the draft.", self.display_name
                )
            )
        if (
            procedure.general_required
            and self.level == "group"
            and not self.is_general
            and not self.general_id
        ):
            raise UserError(
                self.env._(
                    "%s: name the general requirements on which this technical standard rests.",
                    self.display_name,
                )
            )

    def _require_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason: it is kept in the record."))

    def _tell_proposer(self, text):
        """Message to the proposer's users. sudo: staff need not follow the standard."""
        self.sudo().message_post(
            body=text,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.proposer_id.ids,
            author_id=self.company_id.partner_id.id,
        )


class BrandStandardDrafter(models.Model):
    """A drafting unit in the rank order of the standard's foreword."""

    _name = "brand.standard.drafter"
    _description = "Drafting Unit"
    _inherit = ["brand.part.mixin"]
    _part_of = "standard_id"
    _part_states = DRAFT_STATES
    _order = "standard_id, rank"

    standard_id = fields.Many2one("brand.standard", required=True, ondelete="cascade", index=True)
    rank = fields.Integer(required=True, default=1)
    partner_id = fields.Many2one("res.partner", "Unit", required=True, index=True)

    _rank_unique = models.Constraint("UNIQUE (standard_id, rank)", "Each rank is held by one unit.")
    _rank_positive = models.Constraint("CHECK (rank > 0)", "Ranks count from 1.")
    _once = models.Constraint("UNIQUE (standard_id, partner_id)", "Each unit has one rank.")

    @api.constrains("partner_id", "standard_id")
    def _check_not_in_panel(self):
        """Who drafts does not judge: also when the unit is entered after the panel."""
        self.standard_id.review_ids.filtered(
            lambda r: not r.is_superseded
        ).member_ids._check_not_a_drafter()
