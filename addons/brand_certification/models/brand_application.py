from odoo import api, fields, models
from odoo.exceptions import ValidationError

# States in which the enterprise may still write its file
EDITABLE_STATES = ("draft", "returned")
# The enterprise may withdraw until a certificate exists (docs/meaning.md 3)
OPEN_STATES = (
    "draft",
    "submitted",
    "returned",
    "accepted",
    "evaluating",
    "evaluated",
    "notice",
    "decided",
)

_APPLICANT_FIELDS = (
    "program_id",
    "level_id",
    "partner_id",
    "product_id",
    "standard_ids",
    "contact_name",
    "contact_phone",
    "advantage",
    "market_position",
    "intellectual_property",
    "quality_system",
    "declaration_accepted",
    "declared_by",
    "step_no",
)


class BrandApplication(models.Model):
    """One enterprise's application for one product, from its draft to the certificate."""

    _name = "brand.application"
    _description = "Application"
    _inherit = [
        "brand.transition.mixin",
        "brand.notice.subject.mixin",
        "brand.submitted.mixin",
        "portal.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "due_on, id desc"
    _mail_post_access = "read"

    _initial_state = "draft"
    _transitions = {
        "action_submit": (EDITABLE_STATES, "submitted", "brand_certification.group_enterprise"),
        "action_return": (("submitted",), "returned", "brand_certification.group_officer"),
        "action_accept": (("submitted",), "accepted", "brand_certification.group_officer"),
        "action_reject": (
            ("submitted", "returned"),
            "rejected",
            "brand_certification.group_officer",
        ),
        "action_start_evaluation": (("accepted",), "evaluating", None),
        "action_conclude": (("evaluating",), "evaluated", None),
        "action_refuse_certification": (("evaluating",), "rejected", None),
        "action_enter_notice": (("evaluated",), "notice", None),
        "action_grant": (("evaluated", "notice"), "decided", None),
        "action_refuse_grant": (("evaluated", "notice"), "rejected", None),
        "action_stop": (("evaluated", "notice"), "rejected", None),
        # an appeal was upheld: back to the state before, to be decided anew
        "action_reopen_submitted": (("rejected",), "submitted", None),
        "action_reopen_evaluating": (("rejected",), "evaluating", None),
        "action_reopen_evaluated": (("rejected",), "evaluated", None),
        "action_reopen_notice": (("rejected",), "notice", None),
        "action_certify": (("decided",), "certified", "brand_certification.group_officer"),
        "action_withdraw": (OPEN_STATES, "withdrawn", "brand_certification.group_enterprise"),
    }
    _duties = {
        "action_submit": "apply",
        "action_return": "accept",
        "action_accept": "accept",
        "action_reject": "accept",
        "action_conclude": "certify",
        "action_refuse_certification": "certify",
        "action_enter_notice": "review",
        "action_grant": "approve",
        "action_refuse_grant": "approve",
    }
    _write_windows = dict.fromkeys(_APPLICANT_FIELDS, EDITABLE_STATES) | {
        "body_id": ("submitted", "accepted")
    }
    _system_fields = frozenset(
        {
            "name",
            "submitted_on",
            "accepted_on",
            "due_on",
            "correction_due",
            "score",
            "snapshot",
            "certificate_id",
            "is_breach",
        }
    )

    name = fields.Char("Reference", readonly=True, copy=False, index=True)
    program_id = fields.Many2one(
        "brand.program", "Programme", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="program_id.company_id", store=True)
    level_id = fields.Many2one(
        "brand.program.level", "Level Applied for", domain="[('program_id', '=', program_id)]"
    )
    partner_id = fields.Many2one("res.partner", "Enterprise", required=True, index=True)
    product_id = fields.Many2one(
        "brand.product", index=True, domain="[('partner_id', '=', partner_id)]"
    )
    standard_ids = fields.Many2many(
        "brand.standard", string="Standards", domain="[('state', '=', 'published')]"
    )
    body_id = fields.Many2one("brand.body", "Certification Body", index=True, tracking=True)
    district_id = fields.Many2one(
        "brand.district", compute="_compute_district_id", store=True, index=True
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("returned", "Returned"),
            ("accepted", "Accepted"),
            ("evaluating", "In evaluation"),
            ("evaluated", "Evaluated"),
            ("notice", "Public notice"),
            ("decided", "Decided"),
            ("certified", "Certified"),
            ("rejected", "Rejected"),
            ("withdrawn", "Withdrawn by applicant"),
        ],
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    # -- what the enterprise says
    contact_name = fields.Char("Contact")
    contact_phone = fields.Char()
    advantage = fields.Text("Advancedness of the Product")
    market_position = fields.Text()
    intellectual_property = fields.Text()
    quality_system = fields.Text("Quality Management")
    declaration_accepted = fields.Boolean("Self-declaration Given", copy=False)
    declared_by = fields.Char("Declared by", copy=False)
    document_ids = fields.One2many("brand.application.document", "application_id", "Documents")
    step_no = fields.Integer("Step Reached", default=1, copy=False)
    snapshot = fields.Json("Data at Submission", readonly=True, copy=False)
    # -- what the offices add
    gap_ids = fields.One2many("brand.application.gap", "application_id", "Gaps")
    submitted_on = fields.Datetime("Submitted at", readonly=True, copy=False)
    accepted_on = fields.Date("Accepted on", readonly=True, copy=False)
    due_on = fields.Date("Next Due Date", readonly=True, copy=False, index=True)
    correction_due = fields.Date("Correct until", readonly=True, copy=False)
    is_breach = fields.Boolean(
        "Told Late", readonly=True, copy=False, help="A gap was told that was there before."
    )
    evaluation_ids = fields.One2many("brand.evaluation", "application_id", "Evaluations")
    score = fields.Float(digits=(6, 2), readonly=True, copy=False, aggregator="avg")
    decision_line_ids = fields.One2many("brand.decision.line", "application_id", "Decisions")
    certificate_id = fields.Many2one("brand.certificate", readonly=True, copy=False)
    blockers = fields.Text("What Blocks the Next Step", compute="_compute_blockers")
    turn_text = fields.Char("Who Has It", compute="_compute_turn_text")
    product_kind = fields.Selection(related="product_id.kind")

    _one_per_product = models.UniqueIndex(
        "(program_id, product_id) WHERE state NOT IN ('rejected', 'withdrawn')",
        "There is an application for this product in this programme already.",
    )

    # -- constraints ---------------------------------------------------------------------------

    @api.constrains("partner_id", "product_id", "program_id", "level_id")
    def _check_belongs_together(self):
        for application in self.sudo():
            product, level = application.product_id, application.level_id
            if product and product.partner_id != application.partner_id:
                raise ValidationError(self.env._("The product belongs to another enterprise."))
            if product and product.kind not in application.program_id._kinds():
                raise ValidationError(
                    self.env._(
                        "%s does not certify this kind of product.", application.program_id.name
                    )
                )
            if level and level.program_id != application.program_id:
                raise ValidationError(self.env._("The level belongs to another programme."))

    @api.constrains("standard_ids")
    def _check_standards_published(self):
        for application in self:
            unpublished = application.standard_ids.filtered(lambda s: s.state != "published")
            if unpublished:
                raise ValidationError(
                    self.env._(
                        "Only published standards can be cited: %s",
                        ", ".join(unpublished.mapped("display_name")),
                    )
                )

    @api.constrains("body_id")
    def _check_body_may_work(self):
        """A body gets no work while it is suspended, expired or not accredited for the product."""
        today = self.env["brand.workday"]._today()
        for application in self.sudo().filtered("body_id"):
            application.body_id._check_may_work(today, application.product_id)

    # -- computes ------------------------------------------------------------------------------

    @api.depends("name", "product_id.name", "partner_id.name")
    def _compute_display_name(self):
        # sudo: who may read a file may read its title, also assessors, who may not read partners
        for application, file in zip(self, self.sudo(), strict=True):
            parts = (file.product_id.name, file.partner_id.name)
            application.display_name = " · ".join(filter(None, parts)) or application.name or ""

    @api.depends("partner_id")
    def _compute_district_id(self):
        # The district as of the application: a later move of the enterprise does not move the file
        for application in self:
            application.district_id = application.partner_id.brand_district_id

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for application in self:
            application.access_url = f"/my/brand/application/{application.id}"
        return result

    @api.depends("state", "evaluation_ids.state", "body_id", "approval_waiting")
    @api.depends_context("lang")
    def _compute_turn_text(self):
        """Whose turn it is, as an office: never the name of a person."""
        _ = self.env._
        for application in self:
            office = application.program_id.sudo().office_name or _("the city's office")
            body = application.body_id.sudo().name or _("the certification body")
            application.turn_text = {
                "draft": _("the enterprise, to complete and submit it"),
                "returned": _("the enterprise, to correct it"),
                "submitted": _("%s, to examine it", office),
                "accepted": _("%s, to appoint assessors", body),
                "evaluating": _("%s, to evaluate and decide", body),
                "evaluated": _("%s, to announce it", office),
                "notice": _("the public, which may object"),
                "decided": _("%s, to issue the certificate", office),
            }.get(application.state, "")

    @api.depends("state", "gap_ids.corrected", "evaluation_ids.state", "body_id")
    @api.depends_context("lang", "uid")
    def _compute_blockers(self):
        for application in self:
            application.blockers = "\n".join(application._blocking_texts()) or False

    def _blocking_texts(self):
        """What stands before the next step of the office, told before anybody clicks."""
        self.ensure_one()
        _ = self.env._
        texts = []
        if self.state in ("submitted", "accepted") and not self.body_id:
            texts.append(_("No certification body has been chosen yet."))
        if self.state == "submitted" and self.open_gap_count:
            texts.append(
                _("%s gaps are open: return the file, or mark them corrected.", self.open_gap_count)
            )
        if self.state not in ("draft", "certified", "rejected", "withdrawn"):
            listed = self.partner_id._credit_words(self.env["brand.workday"]._today())
            if listed:
                texts.append(_("The enterprise is blacklisted: %s", listed))
        texts += [
            _("Objection open: %s", objection.display_name) for objection in self._open_objections()
        ]
        return texts

    # -- CRUD ----------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            levels = self.env["brand.program"].browse(vals.get("program_id")).sudo().level_ids
            if len(levels) == 1:  # nothing to choose
                vals.setdefault("level_id", levels.id)
        applications = super().create(vals_list)
        applications._draw_references()
        applications._make_checklist()
        return applications

    def _draw_references(self):
        """Reference of each file, by city and year; drawn once, at creation."""
        for application in self:
            # sudo: the counter belongs to the city, not to the applicant
            sequence = self.env["ir.sequence"].sudo().with_company(application.sudo().company_id)
            application.sudo().name = sequence.next_by_code("brand.application")

    def _make_checklist(self):
        """One row a required document, so that the applicant sees all of them from the start."""
        vals_list = [
            {"application_id": application.id, "type_id": doc.id, "name": doc.name}
            for application in self
            for doc in application.program_id.sudo().document_type_ids
        ]
        # sudo: rows follow the programme's checklist, whoever opens the file
        self.env["brand.application.document"].sudo().create(vals_list)
