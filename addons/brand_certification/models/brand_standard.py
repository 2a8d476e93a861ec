from odoo import api, fields, models

from .transition_mixin import transition


class BrandStandard(models.Model):
    """A standard that products are certified against: general requirements or technical."""

    _name = "brand.standard"
    _description = "Standard"
    _inherit = ["brand.transition.mixin", "mail.thread"]
    _order = "number"

    _initial_state = "proposed"
    _transitions = {
        "action_draft_standard": (("proposed",), "drafting", "brand_certification.group_manager"),
        "action_review": (("drafting",), "review", "brand_certification.group_manager"),
        "action_publish": (("review",), "published", "brand_certification.group_manager"),
        "action_abolish": (("published",), "withdrawn", "brand_certification.group_manager"),
    }
    _write_windows = dict.fromkeys(("number", "level"), ("proposed", "drafting", "review"))

    name = fields.Char(required=True, translate=True)
    number = fields.Char(required=True, index=True)
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("drafting", "Drafting"),
            ("review", "In review"),
            ("published", "Published"),
            ("withdrawn", "Abolished"),
        ],
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    level = fields.Selection(
        [
            ("international", "International"),
            ("national", "National"),
            ("industry", "Industry"),
            ("local", "Local"),
            ("group", "Group"),
            ("enterprise", "Enterprise"),
        ],
        required=True,
        default="group",
    )
    is_general = fields.Boolean("General Requirements")
    company_id = fields.Many2one(
        "res.company", "City", required=True, default=lambda self: self.env.company
    )
    proposer = fields.Char("Proposed by")
    date_published = fields.Date("Published on")
    date_effective = fields.Date("In Force from")
    replaces_id = fields.Many2one("brand.standard")
    drafter_ids = fields.One2many("brand.standard.drafter", "standard_id", "Drafting Units")

    _number_unique = models.Constraint(
        "UNIQUE (company_id, number)", "A standard with this number exists."
    )

    @transition
    def action_draft_standard(self, reason=None):
        """Take the proposal up."""

    @transition
    def action_review(self, reason=None):
        """Hand the draft to the review of advancedness (先进性审查)."""

    @transition
    def action_publish(self, document_no=None):
        """Publish: from now on applications may cite it."""
        today = self.env["brand.workday"]._today()
        for standard in self:
            standard.date_published = standard.date_published or today
            standard.date_effective = standard.date_effective or today

    @transition
    def action_abolish(self, reason=None, document_no=None):
        """Withdraw: no new application cites it."""

    @api.depends("number", "name")
    def _compute_display_name(self):
        for standard in self:
            standard.display_name = " ".join(filter(None, (standard.number, standard.name)))


class BrandStandardDrafter(models.Model):
    """A drafting unit in the rank order of the standard's foreword."""

    _name = "brand.standard.drafter"
    _description = "Drafting Unit"
    _order = "standard_id, rank"

    standard_id = fields.Many2one("brand.standard", required=True, ondelete="cascade", index=True)
    rank = fields.Integer(required=True, default=1)
    partner_id = fields.Many2one("res.partner", "Unit", required=True)

    _rank_unique = models.Constraint("UNIQUE (standard_id, rank)", "Each rank is held by one unit.")
