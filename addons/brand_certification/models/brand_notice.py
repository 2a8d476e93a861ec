"""Public notices, their items, and what a record answers to be listed in one."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..scheme import workdays
from .transition_mixin import transition

# Whom to ask and whom to tell, as a notice has it: field of the programme
_CONTACTS = {
    "office": "office_name",
    "office_phone": "office_phone",
    "office_address": "office_address",
    "discipline_phone": "discipline_phone",
}


class BrandNotice(models.Model):
    """A public notice (公示): a frozen list, open to objections for a number of working days.

    It knows its items through ``brand.notice.subject.mixin``, not by model: applications here,
    reward claims in brand_awards.
    """

    _name = "brand.notice"
    _description = "Public Notice"
    _inherit = ["brand.transition.mixin", "mail.thread"]
    _order = "date_published desc, id desc"

    _initial_state = "draft"
    _transitions = {
        "action_publish": (("draft",), "published", "brand_certification.group_reviewer"),
        "action_correct": (("published",), "published", "brand_certification.group_reviewer"),
        "action_take_end": (("published",), "published", "brand_certification.group_reviewer"),
        "action_close": (("published",), "closed", "brand_certification.group_reviewer"),
    }
    _write_windows = dict.fromkeys(
        (
            "name",
            "program_id",
            "company_id",
            "document_no",
            "days",
            "introduction",
            "office",
            "office_phone",
            "office_address",
            "discipline_phone",
        ),
        ("draft",),
    )
    _system_fields = frozenset(
        {
            "date_published",
            "date_end",
            "is_provisional",
            "calendar_version",
            "content_hash",
            "restart_count",
        }
    )

    name = fields.Char("Title", required=True)
    state = fields.Selection(
        [("draft", "Draft"), ("published", "Published"), ("closed", "Closed")],
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    program_id = fields.Many2one("brand.program", "Programme")
    company_id = fields.Many2one(
        "res.company",
        "City",
        compute="_compute_company_id",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    document_no = fields.Char("Document No.")
    introduction = fields.Text()
    days = fields.Integer(
        "Working Days", compute="_compute_from_program", store=True, readonly=False, precompute=True
    )
    office = fields.Char(
        compute="_compute_from_program", store=True, readonly=False, precompute=True
    )
    office_phone = fields.Char(
        compute="_compute_from_program", store=True, readonly=False, precompute=True
    )
    office_address = fields.Char(
        compute="_compute_from_program", store=True, readonly=False, precompute=True
    )
    discipline_phone = fields.Char(
        "Phone of the Discipline Office",
        compute="_compute_from_program",
        store=True,
        readonly=False,
        precompute=True,
    )
    line_ids = fields.One2many("brand.notice.line", "notice_id", "Items")
    line_count = fields.Integer(compute="_compute_line_count", string="Number of Items")
    objection_ids = fields.One2many("brand.objection", "notice_id", "Objections")
    date_published = fields.Date("Published on", readonly=True, copy=False)
    date_end = fields.Date("Last Day", readonly=True, copy=False, help="Runs to 24:00 of this day.")
    is_provisional = fields.Boolean(
        "Provisional End", readonly=True, copy=False, help="The year's calendar is not published."
    )
    calendar_version = fields.Char(readonly=True, copy=False)
    content_hash = fields.Char("SHA-256 of the Notice", readonly=True, copy=False)
    is_running = fields.Boolean(compute="_compute_is_running")
    expected_end = fields.Date("Last Day if Published Today", compute="_compute_expected_end")
    objection_count = fields.Integer(compute="_compute_objection_count")
    blockers = fields.Text("What Blocks the Next Step", compute="_compute_blockers")

    @api.depends("program_id")
    def _compute_company_id(self):
        for notice in self:
            notice.company_id = (
                notice.program_id.company_id or notice.company_id or self.env.company
            )

    @api.depends("program_id", "company_id")
    def _compute_from_program(self):
        """Days and contacts of the programme; without one, those of the city's notice before."""
        before = self._notices_before()
        for notice in self:
            program, last = notice.program_id, before.get(notice.company_id, self.browse())
            notice.days = program.notice_days or notice.days or 5
            for name, of_program in _CONTACTS.items():
                notice[name] = program[of_program] or notice[name] or last[name]

    def _notices_before(self):
        """``{city: its last published notice}`` of cities that notice here without a programme."""
        return {
            city: self.search(
                [("company_id", "=", city.id), ("date_published", "!=", False)],
                order="date_published desc, id desc",
                limit=1,
            )
            for city in self.filtered(lambda notice: not notice.program_id).company_id
        }

    @api.depends("line_ids")
    def _compute_line_count(self):
        for notice in self:
            notice.line_count = len(notice.line_ids)

    @api.depends("state", "date_end")
    def _compute_is_running(self):
        today = self.env["brand.workday"]._today()
        for notice in self:
            notice.is_running = notice.state == "published" and today <= notice.date_end

    @api.depends("state", "days")
    def _compute_expected_end(self):
        Day = self.env["brand.workday"]
        today, calendar = Day._today(), Day._calendar()
        for notice in self:
            is_counting = notice.state in (False, "draft") and notice.days > 0
            notice.expected_end = (
                calendar.add_working_days(today, notice.days).date if is_counting else False
            )

    @api.depends("objection_ids")
    def _compute_objection_count(self):
        for notice in self:
            notice.objection_count = len(notice.objection_ids)

    @api.depends("state", "line_ids", "discipline_phone", "date_end")
    @api.depends_context("lang")
    def _compute_blockers(self):
        """What stands before the next step, told before anybody clicks."""
        _ = self.env._
        for notice in self:
            texts = []
            if notice.state == "draft" and not notice.line_ids:
                texts.append(_("The list is empty."))
            if notice.state == "draft" and not notice.discipline_phone:
                texts.append(_("A notice names the phone of the discipline office."))
            if notice.is_running:
                end = self.env["brand.portal"]._long_date(notice.date_end)
                texts.append(
                    _("The notice runs until %s, 24:00; it can be closed after that.", end)
                )
            notice.blockers = "\n".join(texts) or False

    def action_view_public_page(self):
        """The notice as the public sees it."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/brand/notices/{self.id}", "target": "new"}

    # -- list ------------------------------------------------------------------------------------

    def action_load_candidates(self):
        """Put every application of the programme on the list whose next step is this notice."""
        self.ensure_one()
        applications = self.env["brand.application"].search(
            Domain("program_id", "=", self.program_id.id)
            & self.env["brand.application"]._to_announce_domain()
        )
        self._add_subjects(applications)
        return True

    def _add_subjects(self, subjects):
        """Add records of one model (a ``brand.notice.subject.mixin``) that are not listed yet."""
        self.ensure_one()
        listed = self.line_ids.filtered(lambda li: li.model == subjects._name).mapped("res_id")
        self.env["brand.notice.line"].create(
            [
                {
                    "notice_id": self.id,
                    "model": subject._name,
                    "res_id": subject.id,
                    "sequence": 10 * number,
                    **subject.sudo()._prepare_notice_line_vals(),
                }
                for number, subject in enumerate(subjects, 1 + len(self.line_ids))
                if subject.id not in listed
            ]
        )

    # -- transitions -----------------------------------------------------------------------------

    @transition
    def action_publish(self, document_no=None):
        """Freeze the list, count the days from today and move the items into notice.

        The end is stored with the calendar's version; a later change of the calendar moves nothing.
        """
        for notice in self:
            if not notice.line_ids:
                raise UserError(self.env._("The list is empty."))
            if not notice.discipline_phone:
                raise UserError(self.env._("A notice names the phone of the discipline office."))
            # sudo: the number is written by this step only
            notice.sudo().document_no = document_no or notice.document_no
            notice._start_days()
            for subjects in notice.line_ids._subjects_by_model():
                # sudo: items move by this notice only; env.user stays the person who publishes
                subjects.sudo()._check_may_be_noticed()
                subjects.sudo()._enter_notice(notice)

    @transition
    def action_close(self):
        """Close after the last day; an item under an open objection stays held, others go on."""
        now = fields.Datetime.now()
        for notice in self:
            if workdays.is_in_time(now, notice.date_end):
                raise UserError(
                    self.env._(
                        "“%(notice)s” runs until %(end)s, 24:00.",
                        notice=notice.name,
                        end=self.env["brand.portal"]._long_date(notice.date_end),
                    )
                )
            for subjects in notice.line_ids._subjects_by_model():
                # sudo: as in action_publish
                subjects.sudo()._leave_notice(notice)

    def _duty(self, step):
        return "review" if step == "action_publish" else super()._duty(step)

    def _transition_files(self):
        applications = self.line_ids.filtered(lambda li: li.model == "brand.application")
        return self.env["brand.application"].browse(applications.mapped("res_id")) or self


class BrandNoticeLine(models.Model):
    """One item of a notice, in the words that were published."""

    _name = "brand.notice.line"
    _description = "Item of a Notice"
    _inherit = ["brand.part.mixin"]
    _part_of = "notice_id"
    # entered with the item, by the action that lists it
    _guarded_otherwise = frozenset({"model", "res_id"})
    _order = "notice_id, sequence, id"

    notice_id = fields.Many2one("brand.notice", required=True, ondelete="cascade", index=True)
    model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Record ID", model_field="model", required=True, readonly=True, index=True
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Item", required=True)
    holder = fields.Char("Enterprise", required=True)
    district_name = fields.Char("District")
    detail = fields.Char("Remark")
    is_person = fields.Boolean(
        "Natural Person", help="The name is masked wherever the notice is published."
    )
    objection_ids = fields.One2many("brand.objection", "line_id", "Objections")
    is_held = fields.Boolean("Held", compute="_compute_is_held")

    _once = models.Constraint(
        "UNIQUE (notice_id, model, res_id)", "This item is on the list already."
    )
    _subject_index = models.Index("(model, res_id)")

    @api.constrains("model", "res_id", "notice_id")
    def _check_subject(self):
        """A notice moves its items: they are files of its own city that can be announced."""
        subject_mixin = self.env.registry["brand.notice.subject.mixin"]
        for model, lines in self.grouped("model").items():
            known = model in self.env and isinstance(self.env[model], subject_mixin)
            # sudo: that the file is there and whose it is; who may list it was checked before
            subjects = self.env[model].sudo().browse(lines.mapped("res_id")) if known else ()
            if not known or len(subjects.exists()) != len(subjects):
                raise ValidationError(self.env._("This cannot be announced: %s", model))
            foreign = [
                line.name
                for line, subject in zip(lines, subjects, strict=True)
                if subject.company_id != line.sudo().notice_id.company_id
            ]
            if foreign:
                raise ValidationError(
                    self.env._("This belongs to another city: %s", ", ".join(foreign))
                )

    @api.depends("objection_ids.state")
    def _compute_is_held(self):
        for line in self:
            line.is_held = bool(line.sudo().objection_ids.filtered("is_open"))

    def _subjects_by_model(self):
        for model, lines in self.grouped("model").items():
            yield self.env[model].browse(lines.mapped("res_id"))


class BrandNoticeSubjectMixin(models.AbstractModel):
    """What a record must answer to be listed in a public notice."""

    _name = "brand.notice.subject.mixin"
    _description = "Subject of a public notice"

    notice_line_ids = fields.One2many(
        "brand.notice.line",
        "res_id",
        string="Public Notices",
        domain=lambda self: [("model", "=", self._name)],
        readonly=True,
        copy=False,
    )

    def _prepare_notice_line_vals(self):
        """Words of this item as published: name, holder, district_name, detail, is_person."""
        raise NotImplementedError

    def _check_may_be_noticed(self):
        """Refuse the batch, naming the records that are not ready."""

    def _enter_notice(self, notice):
        """The notice has been published."""

    def _leave_notice(self, notice):
        """The notice has closed."""

    def _notice_lines(self):
        # sudo: whether an item is in notice or held is a fact for everybody
        return (
            self.env["brand.notice.line"]
            .sudo()
            .search([("model", "=", self._name), ("res_id", "in", self.ids)])
        )

    def _last_notices(self):
        """``{record id: its latest notice that was published}`` in two queries."""
        notices = {record.id: self.env["brand.notice"].sudo() for record in self}
        lines = self._notice_lines().filtered(lambda li: li.notice_id.state != "draft")
        for line in lines.sorted(lambda li: li.notice_id.id):
            notices[line.res_id] = line.notice_id
        return notices

    def _stop_by_objection(self, objection, reason, document_no):
        """An objection against this item has been upheld: the item goes no further."""

    def _open_objections(self):
        """Objections in time and in a real name that wait for their ruling."""
        return self._notice_lines().objection_ids.filtered("is_open")
