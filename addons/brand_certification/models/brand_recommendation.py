"""Recommendations of districts and departments, and files that wait for one."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..scheme import duplicates
from .transition_mixin import transition

_OFFICES = ("brand_certification.group_district", "brand_certification.group_department")


class BrandRecommendation(models.Model):
    """What a district or department recommends to the city for one programme, in order of rank.

    One person draws the list up, another signs it for the office (W7-21 部门推荐). The city sees it
    once it has been sent; then it is final, and a supplement is a list of its own.
    """

    _name = "brand.recommendation"
    _description = "Recommendation"
    _inherit = ["brand.transition.mixin", "mail.thread"]
    _order = "id desc"

    _initial_state = "draft"
    _transitions = {
        "action_propose": (("draft",), "proposed", _OFFICES),
        "action_take_back": (("proposed", "signed"), "draft", _OFFICES),
        "action_sign": (("proposed",), "signed", _OFFICES),
        "action_send": (("signed",), "sent", _OFFICES),
    }
    _duties = {"action_propose": "draw_up", "action_sign": "sign"}
    _write_windows = dict.fromkeys(
        ("program_id", "district_id", "department_id", "line_ids", "note"), ("draft",)
    )
    _system_fields = frozenset({"sent_on", "signed_by_id"})

    program_id = fields.Many2one(
        "brand.program", "Programme", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="program_id.company_id", store=True)
    district_id = fields.Many2one(
        "brand.district", index=True, default=lambda self: self._own_district()
    )
    department_id = fields.Many2one("brand.department", index=True)
    office_name = fields.Char("Recommended by", compute="_compute_office_name", compute_sudo=True)
    timing = fields.Selection(related="program_id.recommendation_timing")
    limit = fields.Integer(related="program_id.recommendation_limit", string="Items at Most")
    used_elsewhere = fields.Integer("In Other Lists", compute="_compute_used")
    recommended_count = fields.Integer("Recommended Here", compute="_compute_used")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("proposed", "Waits for signature"),
            ("signed", "Signed"),
            ("sent", "Sent to the city"),
        ],
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    line_ids = fields.One2many("brand.recommendation.line", "recommendation_id", "Items")
    note = fields.Text("Opinion of the Office")
    signed_by_id = fields.Many2one("res.users", "Signed by", readonly=True, copy=False)
    sent_on = fields.Date("Sent on", readonly=True, copy=False)

    _one_office = models.Constraint(
        "CHECK ((district_id IS NULL) <> (department_id IS NULL))",
        "A recommendation comes from one district or one department.",
    )

    @api.model
    def _own_district(self):
        """The district of a user who acts for one district and for nobody else."""
        own = self.env.user.brand_district_ids
        is_only = len(own) == 1 and not self.env.user.brand_department_ids
        return own if is_only else own.browse()

    @api.constrains("district_id", "department_id")
    def _check_own_office(self):
        """A district officer recommends for the own district only, a department likewise."""
        if self.env.su:
            return
        user = self.env.user
        for row in self:
            mine = (
                row.district_id in user.brand_district_ids
                if row.district_id
                else row.department_id in user.brand_department_ids
            )
            if not mine:
                raise AccessError(
                    self.env._("You do not act for %s.", row.sudo().office_name or "?")
                )

    @api.depends("district_id", "department_id")
    def _compute_office_name(self):
        for row in self:
            row.office_name = row.district_id.name or row.department_id.name

    @api.depends("program_id", "office_name", "sent_on")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for row in self:
            row.display_name = " · ".join(
                filter(None, (row.sudo().program_id.name, row.office_name))
            )

    @api.depends("line_ids.result", "district_id", "department_id", "program_id", "state")
    def _compute_used(self):
        for row in self:
            row.recommended_count = len(row.line_ids.filtered(lambda i: i.result == "recommended"))
            row.used_elsewhere = row._used_elsewhere()

    def _used_elsewhere(self):
        # sudo: lists of the own office; a count
        return (
            self.env["brand.recommendation.line"]
            .sudo()
            .search_count(
                [
                    ("recommendation_id.program_id", "=", self.program_id.id),
                    ("recommendation_id.district_id", "=", self.district_id.id),
                    ("recommendation_id.department_id", "=", self.department_id.id),
                    ("recommendation_id.state", "!=", "draft"),
                    ("recommendation_id", "!=", self._origin.id),
                    ("result", "=", "recommended"),
                ]
            )
        )

    # -- transitions ---------------------------------------------------------------------------

    @transition
    def action_propose(self, reason=None):
        """Hand the list to the office's leader: ranks complete, reasons given, limit kept."""
        for row in self:
            row._check_complete()
            row._check_limit()

    @transition
    def action_take_back(self, reason=None):
        """Back to draft, before the city has it; a signature given is void."""
        # sudo: who signed is written by the steps only
        self.sudo().write({"signed_by_id": False})

    @transition
    def action_sign(self, reason=None, document_no=None):
        """Sign for the office; never the person who drew the list up."""
        for row in self:
            row._check_limit()
        # sudo: the signature is written by this step only
        self.sudo().write({"signed_by_id": self.env.uid})

    @transition
    def action_send(self, reason=None):
        """Send to the city: from now on files are recommended, and refusals are told."""
        for row in self:
            row._check_limit()
        # sudo: the day is written by this step only
        self.sudo().write({"sent_on": self.env["brand.workday"]._today()})
        for row in self:
            # sudo: offices read the files of their own; the result is written by this step only
            row.sudo().line_ids._tell_result()

    def _check_complete(self):
        self.ensure_one()
        _ = self.env._
        good = self.line_ids.filtered(lambda i: i.result == "recommended")
        if not self.line_ids:
            raise UserError(_("The list is empty: fill in the items first."))
        if sorted(good.mapped("rank")) != list(range(1, len(good) + 1)):
            raise UserError(
                _("Rank the recommended items from 1 to %s, each rank once.", len(good))
            )
        silent = self.line_ids.filtered(
            lambda i: i.result == "refused" and not (i.reason or "").strip()
        )
        if silent:
            raise UserError(
                _("Give the reason of each refusal: %s", ", ".join(silent.mapped("item_name")))
            )

    def _check_limit(self):
        """At most as many as the programme lets one office recommend, over all its lists."""
        self.ensure_one()
        if not self.limit:
            return
        # Two lists of one office at the same time would each see the other as not there: the row of
        # the office is written by both, and the second one is repeated on what the first one left.
        office = self.district_id or self.department_id
        self.env.cr.execute(
            f"UPDATE {office._table} SET write_date = write_date WHERE id = %s",  # pylint: disable=sql-injection
            (office.id,),
        )
        total = self._used_elsewhere() + self.recommended_count
        if total > self.limit:
            raise UserError(
                self.env._(
                    "%(office)s may recommend %(limit)s items; with this list it would be %(total)s.",
                    office=self.office_name,
                    limit=self.limit,
                    total=total,
                )
            )

    # -- filling -------------------------------------------------------------------------------

    def action_fill(self):
        """Add every application that waits for this office and stands in no list yet."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "draft":
            raise UserError(self.env._("Only a draft is filled: %s", self._names_with_state()))
        # sudo: departments do not read applications; these wait for this office
        waiting = self.sudo()._waiting_applications()
        rank = max(self.line_ids.mapped("rank"), default=0)
        self.env["brand.recommendation.line"].create(
            [
                {
                    "recommendation_id": self.id,
                    "application_id": application.id,
                    "partner_id": application.partner_id.id,
                    "product_name": application.product_id.display_name,
                    "rank": rank + number,
                }
                for number, application in enumerate(waiting, 1)
            ]
        )
        return True

    def _waiting_applications(self):
        domain = [
            ("program_id", "=", self.program_id.id),
            ("state", "=", "submitted"),
            ("recommendation_state", "=", "none"),
            ("recommendation_line_ids", "=", False),
        ]
        if self.district_id:
            domain.append(("district_id", "=", self.district_id.id))
        else:
            domain.append(("product_id.kind", "in", self.department_id._lead_kinds()))
        return self.env["brand.application"].search(domain, order="submitted_on, id")


class BrandRecommendationLine(models.Model):
    """One item of a recommendation: recommended with its rank, or not, with the reason."""

    _name = "brand.recommendation.line"
    _description = "Item of a Recommendation"
    _inherit = ["brand.part.mixin"]
    _part_of = "recommendation_id"
    _order = "recommendation_id, result, rank, id"

    recommendation_id = fields.Many2one(
        "brand.recommendation", required=True, index=True, ondelete="cascade"
    )
    application_id = fields.Many2one("brand.application", index=True, ondelete="restrict")
    partner_id = fields.Many2one("res.partner", "Enterprise", required=True, index=True)
    uscc = fields.Char(related="partner_id.uscc")
    product_name = fields.Char("Product", help="Empty: the enterprise with any of its products.")
    rank = fields.Integer("Order of Recommendation")
    result = fields.Selection(
        [("recommended", "Recommended"), ("refused", "Not recommended")],
        required=True,
        default="recommended",
    )
    opinion = fields.Text()
    reason = fields.Text("Reason of the Refusal", help="The enterprise is told this text.")
    item_name = fields.Char(compute="_compute_item_name", compute_sudo=True)
    state = fields.Selection(related="recommendation_id.state")
    office_name = fields.Char(related="recommendation_id.office_name")

    _once_a_list = models.UniqueIndex(
        "(recommendation_id, application_id) WHERE application_id IS NOT NULL",
        "The application stands in this list already.",
    )

    @api.depends("partner_id.name", "product_name")
    def _compute_item_name(self):
        for line in self:
            parts = (line.product_name, line.partner_id.name)
            line.item_name = " · ".join(filter(None, parts))

    @api.depends("item_name")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.item_name

    @api.constrains("application_id", "partner_id", "recommendation_id")
    def _check_belongs_to_office(self):
        """An office ranks files of its own district or sector, in the list's own programme."""
        # sudo: files count whoever may read them
        for line in self.sudo():
            application, row = line.application_id, line.recommendation_id
            if (
                row.district_id
                and line.partner_id.brand_district_id != row.district_id
                and (not application or application.district_id != row.district_id)
            ):
                raise ValidationError(
                    self.env._("%s does not belong to this district.", line.item_name)
                )
            if not application:
                continue
            if (
                application.program_id != row.program_id
                or application.partner_id != line.partner_id
            ):
                raise ValidationError(
                    self.env._("%s is not an application of this programme.", line.item_name)
                )
            if row.department_id and (
                application.product_id.kind not in row.department_id._lead_kinds()
            ):
                raise ValidationError(
                    self.env._("%s is not of the sector of this department.", line.item_name)
                )

    def _tell_result(self):
        """Write the result on the files and tell the enterprises that were refused why."""
        for line in self.filtered("application_id"):
            application = line.application_id
            if application.recommendation_state != "recommended":
                application.recommendation_state = line.result
            if line.result == "refused":
                application._tell_applicant(
                    self.env._("%s has not recommended your application.", line.office_name),
                    [line.reason],
                )
        # the office that examines has the files now, and its own limit begins
        answered = self.application_id.filtered(lambda a: a.state == "submitted")
        answered._follow_step(answered._next_steps())


class BrandApplication(models.Model):
    _inherit = "brand.application"

    recommendation_state = fields.Selection(
        [("none", "None yet"), ("recommended", "Recommended"), ("refused", "Not recommended")],
        "Recommendation",
        default="none",
        readonly=True,
        copy=False,
    )
    recommendation_line_ids = fields.One2many(
        "brand.recommendation.line", "application_id", "Recommendations", readonly=True
    )
    recommendation_due = fields.Date("To Be Recommended by", readonly=True, copy=False)
    recommendation_waiver = fields.Char(
        "Accepted without Recommendation Because", readonly=True, copy=False
    )

    def _is_nominated(self):
        """Where enterprises are nominated first, a list that was sent must name this one."""
        if self.program_id.sudo()._recommendation_timing() != "before":
            return True
        # sudo: lists of offices; whether the own enterprise stands in one is told to it
        lines = (
            self.env["brand.recommendation.line"]
            .sudo()
            .search(
                [
                    ("recommendation_id.program_id", "=", self.program_id.id),
                    ("recommendation_id.state", "=", "sent"),
                    ("partner_id", "=", self.partner_id.id),
                    ("result", "=", "recommended"),
                ]
            )
        )
        names = {duplicates.normalise(line.product_name) for line in lines}
        product = self.product_id.sudo()
        own = {duplicates.normalise(product.name), duplicates.normalise(product.display_name)}
        return "" in names or bool(names & own) or bool(names and not product)

    @transition
    def action_waive_recommendation(self, reason=None):
        """Go on without a recommendation that did not come in time, with the reason."""
        today = self.env["brand.workday"]._today()
        long_date = self.env["brand.portal"]._long_date
        self._require_reason(reason)
        for application in self:
            if application.recommendation_state != "none" or not application._recommendation_text():
                raise UserError(
                    self.env._("%s waits for no recommendation.", application.display_name)
                )
            if not application.recommendation_due or today <= application.recommendation_due:
                raise UserError(
                    self.env._(
                        "%(application)s may be recommended until %(due)s.",
                        application=application.display_name,
                        due=long_date(application.recommendation_due)
                        or self.env._("it has been answered"),
                    )
                )
        # sudo: the waiver is written by this step only
        self.sudo().write({"recommendation_waiver": reason})
