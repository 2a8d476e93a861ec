"""Goals of a programme, a district or the city for a year, and what has been reached."""

from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..scheme import workdays

# What each counted indicator counts: model, its day, aggregate; whether districts can be told apart
SOURCES = {
    "certificates": ("brand.certificate", "date_issue", "__count"),
    "products": ("brand.certificate", "date_issue", "product_id:count_distinct"),
    "enterprises": ("brand.certificate", "date_issue", "partner_id:count_distinct"),
    "applications": ("brand.application", "submitted_on", "__count"),
    "standards": ("brand.standard", "date_published", "__count"),
}


class BrandTarget(models.Model):
    """An indicator with its goal, and the actual figure: counted from records, or entered.

    Policies use 新增 (in the year), 累计 (since a day) and 达 (what stands at the end) for figures
    that look alike: ``measure`` tells which one is meant.
    """

    _name = "brand.target"
    _description = "Target"
    _inherit = ["brand.input.mixin", "mail.thread"]
    _order = "year desc, program_id, district_id, sequence, id"

    name = fields.Char(required=True, translate=True, help="As the plan words it.")
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", "City", required=True, default=lambda self: self.env.company, index=True
    )
    year = fields.Char(
        "Year of the Goal",
        required=True,
        default=lambda self: str(self.env["brand.workday"]._today().year),
        help="Year of the goal, four digits.",
    )
    program_id = fields.Many2one(
        "brand.program",
        "Programme",
        index=True,
        domain="[('company_id', '=', company_id)]",
        help="All versions of the programme count. Empty: all programmes of the city.",
    )
    district_id = fields.Many2one(
        "brand.district",
        index=True,
        domain="[('company_id', '=', company_id)]",
        help="A goal of one district, for its assessment. Empty: a goal of the whole city.",
    )
    indicator = fields.Selection(
        [
            ("certificates", "Certificates issued"),
            ("products", "Certified products, each once"),
            ("enterprises", "Certified enterprises, each once"),
            ("applications", "Applications received"),
            ("standards", "Standards published"),
            ("entered", "Entered by hand, with its source"),
        ],
        required=True,
        default="certificates",
        help="What is counted. Figures that no record holds are entered with their source.",
    )
    measure = fields.Selection(
        [
            ("year", "New in the year"),
            ("since", "In all since a day"),
            ("stock", "Valid at the end of the year"),
        ],
        "How It Is Counted",
        required=True,
        default="year",
        help="New in the year (新增), in all since a day (累计), or what stands at the end (达).",
    )
    since = fields.Date("Counted since", help="First day of a figure that is counted in all.")
    level_code = fields.Char(
        "Level (code)", help="Only certificates or applications of the level with this code."
    )
    sector = fields.Selection(
        [
            ("product", "Products"),
            ("service", "Services"),
            ("engineering", "Engineering"),
            ("agriculture", "Agriculture"),
        ],
        help="Only products of this kind. Empty: all.",
    )
    standard_level = fields.Selection(
        selection=lambda self: self.env["brand.standard"]._fields["level"].selection,
        string="Level of Standards",
        help="Only standards of this level. Empty: all.",
    )
    goal = fields.Float(required=True, digits=(16, 2), help="What is to be reached.")
    unit = fields.Char(default="项", help="Unit of goal and actual figure.")
    office = fields.Char("Responsible Office", help="Department or district that answers for it.")
    basis = fields.Char(help="Document and clause that set the goal.")

    entered_value = fields.Float("Figure Entered", digits=(16, 2), tracking=True)
    entered_source = fields.Char(
        "Source", tracking=True, help="Where the entered figure comes from: report, office, day."
    )
    actual = fields.Float(
        readonly=True, copy=False, digits=(16, 2), help="Counted from records, or as entered."
    )
    previous = fields.Float(
        "Year before",
        readonly=True,
        copy=False,
        digits=(16, 2),
        help="The same figure one year earlier.",
    )
    counted_on = fields.Date("Counted on", readonly=True, copy=False)
    shortfall = fields.Float(compute="_compute_reached", store=True, digits=(16, 2))
    reached = fields.Float("Reached (%)", compute="_compute_reached", store=True, aggregator="avg")
    trend = fields.Float(
        "Change to the Year before", compute="_compute_reached", store=True, digits=(16, 2)
    )
    state = fields.Selection(
        [("reached", "Reached"), ("running", "Running"), ("missed", "Missed")],
        compute="_compute_state",
    )

    _goal_positive = models.Constraint("CHECK (goal > 0)", "A goal must be positive.")

    # -- constraints -------------------------------------------------------------------------------

    @api.constrains("year")
    def _check_year(self):
        for target in self:
            if not (target.year.isascii() and target.year.isdigit() and len(target.year) == 4):
                raise ValidationError(self.env._("Give the year in four digits: 2024."))

    @api.constrains("indicator", "measure", "since", "entered_value", "entered_source")
    def _check_complete(self):
        for target in self:
            if target.measure == "since" and not target.since:
                raise ValidationError(self.env._("Give the day since when it is counted."))
            if target.indicator == "entered" and target.entered_value and not target.entered_source:
                raise ValidationError(self.env._("An entered figure needs its source."))
            if target.measure == "stock" and target.indicator == "applications":
                raise ValidationError(
                    self.env._("Applications are counted in the year or since a day.")
                )

    @api.constrains("indicator", "district_id", "program_id", "company_id")
    def _check_fits(self):
        for target in self:
            if target.indicator == "standards" and (target.district_id or target.program_id):
                raise ValidationError(
                    self.env._("Standards are counted for the city: they have no district.")
                )
            for owner in (target.program_id, target.district_id):
                if owner.company_id and owner.company_id != target.company_id:
                    raise ValidationError(
                        self.env._("%s belongs to another city.", owner.display_name)
                    )

    # -- computes ----------------------------------------------------------------------------------

    @api.depends("goal", "actual", "previous")
    def _compute_reached(self):
        for target in self:
            target.shortfall = max(target.goal - target.actual, 0)
            target.reached = 100 * target.actual / target.goal if target.goal else 0
            target.trend = target.actual - target.previous

    @api.depends("actual", "goal", "year")
    def _compute_state(self):
        year = self.env["brand.workday"]._today().year
        for target in self:
            is_over = (target.year or "").isdigit() and int(target.year) < year
            target.state = (
                "reached" if target.actual >= target.goal else "missed" if is_over else "running"
            )

    # -- counting ----------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        targets = super().create(vals_list)
        targets._count()
        return targets

    def write(self, vals):
        result = super().write(vals)
        if not {"actual", "previous", "counted_on"} & set(vals):
            self._count()
        return result

    def action_count(self):
        """Count the figures again, as of today."""
        self.check_access("read")
        self._count()
        return True

    @api.model
    def action_open(self):
        """The list of targets with today's figures."""
        self.search([])._count()  # pylint: disable=no-search-all  # a plan has some hundred goals
        return self.env["ir.actions.act_window"]._for_xml_id(
            "brand_certification.brand_target_action"
        )

    @api.model
    def _cron_count(self):
        """Count all targets, so that lists and pivots show the state of last night at least."""
        self.search([])._count()  # pylint: disable=no-search-all

    def _count(self):
        """Store actual and earlier figures; targets that differ in district only share a query."""
        today = self.env["brand.workday"]._today()
        counted = self.filtered(lambda target: target.indicator != "entered")
        for _key, alike in counted.grouped(lambda t: t._counting_key()).items():
            now, before = alike._count_alike(0), alike._count_alike(1)
            for target in alike:
                target._store_figures(now[target.id], before[target.id], today)
        for target in self - counted:
            target._store_figures(target.entered_value, target._entered_before(), today)

    def _store_figures(self, actual, previous, today):
        values = {"actual": actual, "previous": previous, "counted_on": today}
        if any(self[name] != value for name, value in values.items()):
            # sudo: figures follow from records, whoever asks for them
            self.sudo().with_context(mail_notrack=True).write(values)

    def _entered_before(self):
        """The figure entered for the same goal of the year before."""
        earlier = self.sudo().search(
            [
                ("indicator", "=", "entered"),
                ("name", "=", self.name),
                ("company_id", "=", self.company_id.id),
                ("district_id", "=", self.district_id.id),
                ("year", "=", str(int(self.year) - 1)),
            ],
            limit=1,
        )
        return earlier.entered_value

    def _counting_key(self):
        return (
            self.company_id,
            self.indicator,
            self.measure,
            self.year,
            self.since,
            self.program_id.code,
            self.level_code,
            self.sector,
            self.standard_level,
            bool(self.district_id),
        )

    def _count_alike(self, years_back):
        """``{target id: figure}`` of targets that differ in their district only."""
        model, _day, aggregate = self._source()
        domain = self[:1]._records_domain(years_back, with_district=False)
        # sudo: totals of a city are no secret to its staff; the records are opened with own rights
        Records = self.env[model].sudo()
        if not self[:1].district_id:
            ((figure,),) = Records._read_group(domain, [], [aggregate])
            return dict.fromkeys(self.ids, figure)
        figures = dict(
            Records._read_group(
                domain & Domain("district_id", "in", self.district_id.ids),
                ["district_id"],
                [aggregate],
            )
        )
        return {target.id: figures.get(target.district_id, 0) for target in self}

    def _source(self):
        """Model, field of the day, and aggregate of the indicator."""
        return SOURCES[self[:1].indicator]

    def _period(self, years_back=0):
        """First and last day that count; the first is None for what stands at the end."""
        year = int(self.year) - years_back
        last = date(year, 12, 31)
        if self.measure == "year":
            return date(year, 1, 1), last
        return (self.since if self.measure == "since" else None), last

    def _records_domain(self, years_back=0, with_district=True):
        """The records that the figure counts."""
        self.ensure_one()
        model, day, _aggregate = self._source()
        domain = Domain("company_id", "=", self.company_id.id)
        domain &= self._period_domain(day, years_back) & self._kind_domain(model)
        if self.program_id:
            domain &= Domain("program_id.code", "=", self.program_id.code)
        if with_district and self.district_id:
            domain &= Domain("district_id", "=", self.district_id.id)
        if self.level_code and "level_id" in self.env[model]._fields:
            domain &= Domain("level_id.code", "=", self.level_code)
        if self.sector and "product_id" in self.env[model]._fields:
            domain &= Domain("product_id.kind", "=", self.sector)
        return domain

    def _period_domain(self, day, years_back):
        first, last = self._period(years_back)
        if self.env[self._source()[0]]._fields[day].type == "datetime":
            domain = Domain(day, "<", workdays.end_of_day(last))
            return domain & Domain(day, ">=", workdays.start_of_day(first)) if first else domain
        domain = Domain(day, "<=", last)
        return domain & Domain(day, ">=", first) if first else domain

    def _kind_domain(self, model):
        """Records of the source that count at all."""
        if model == "brand.certificate":
            domain = Domain("state", "not in", ("withdrawn", "cancelled"))
            if self.measure == "stock":
                today = self.env["brand.workday"]._today()
                domain &= Domain("date_end", ">=", min(self._period()[1], today))
            return domain
        if model == "brand.standard":
            domain = Domain("state", "=", "published")
            if self.standard_level:
                domain &= Domain("level", "=", self.standard_level)
            return domain
        return Domain("state", "!=", "draft")

    def action_view_records(self):
        """Open the records behind the figure, as far as this user may read them.

        :raises UserError: for a figure that was entered
        """
        self.ensure_one()
        if self.indicator == "entered":
            raise UserError(
                self.env._("This figure was entered; its source: %s", self.entered_source or "–")
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": self._source()[0],
            "view_mode": "list,form",
            "domain": list(self._records_domain()),
        }
