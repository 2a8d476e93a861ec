"""Limits in working days: stored when a step begins, marked when late, reminded and escalated."""

from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..scheme import deadlines

# Where a record has no programme that sets them
REMIND_DAYS, ESCALATE_DAYS = 2, 3
# A digest names so many files of each kind; the list in the office shows all
_NAMED = 20


class BrandDeadlineMixin(models.AbstractModel):
    """A record that somebody has to deal with by a day.

    A model that inherits this calls ``_start_limit(days)`` when a step begins, ``_set_due(day)``
    where the last day is known otherwise, and ``_end_limit()``; or it computes ``due_on`` itself
    (stored). It answers ``_due_holders()``: the users who have the record now. The daily job then
    reminds each person once per record and stage, in one message a person, and escalates.
    """

    _name = "brand.deadline.mixin"
    _description = "Limit in working days"

    # Joined with those of a model that has transitions: kept by code, never written by clients
    _system_fields = frozenset(
        {
            "due_on",
            "due_from",
            "due_days",
            "due_calendar",
            "due_is_provisional",
            "due_told",
            "due_told_for",
        }
    )
    # Who may take a new end that a change of the calendar proposes
    _due_takers = (
        "brand_certification.group_officer",
        "brand_certification.group_reviewer",
        "brand_certification.group_manager",
    )
    _due_watchers = ("brand_certification.group_manager", "brand_certification.group_approver")

    due_on = fields.Date("Due", readonly=True, copy=False, index=True)
    due_from = fields.Date(
        "Limit Runs from", readonly=True, copy=False, help="The day after it is day 1."
    )
    due_days = fields.Integer("Limit (working days)", readonly=True, copy=False)
    due_calendar = fields.Char(
        "Calendar of the Limit",
        readonly=True,
        copy=False,
        help="Version of the calendar by which the end was counted.",
    )
    due_is_provisional = fields.Boolean(
        "Provisional Due Date",
        readonly=True,
        copy=False,
        help="Counted over a year whose calendar is not published yet.",
    )
    due_told = fields.Selection(
        [
            ("soon", "Reminded before"),
            ("day", "Reminded on the day"),
            ("late", "Told that it is late"),
            ("escalated", "Escalated"),
        ],
        "Last Reminder",
        readonly=True,
        copy=False,
    )
    due_told_for = fields.Date("Reminded of the Due Date", readonly=True, copy=False)
    is_overdue = fields.Boolean(
        "Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    overdue_days = fields.Integer("Working Days Late", compute="_compute_overdue_days")
    new_due_on = fields.Date("New End Proposed", compute="_compute_new_due_on")
    has_new_due = fields.Boolean(
        "A New End Is Proposed", compute="_compute_new_due_on", search="_search_has_new_due"
    )

    # -- what can be seen ----------------------------------------------------------------------

    @api.model
    def _due_domain(self):
        """Records whose limit runs: those with a due date, unless the model knows better."""
        return Domain("due_on", "!=", False)

    @api.depends("due_on")
    def _compute_is_overdue(self):
        today = self.env["brand.workday"]._today()
        late = self.filtered_domain(self._due_domain() & Domain("due_on", "<", today))
        for record in self:
            record.is_overdue = record in late

    @api.depends("due_on", "is_overdue")
    def _compute_overdue_days(self):
        Day = self.env["brand.workday"]
        today, calendar = Day._today(), Day._calendar()
        for record in self:
            past = record.is_overdue and calendar.working_days_between(record.due_on, today)
            record.overdue_days = past.days if past else 0

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env["brand.workday"]._today()
        late = self._due_domain() & Domain("due_on", "<", today)
        return late if True in value else ~late

    @api.depends("due_on", "due_from", "due_days", "due_calendar")
    def _compute_new_due_on(self):
        """The end by today's calendar, where it differs from the one that was stored."""
        calendar = self.env["brand.workday"]._calendar()
        for record in self:
            end = False
            if record._counts_by_another(calendar):
                end = calendar.add_working_days(record.due_from, record.due_days).date
            record.new_due_on = end if end != record.due_on else False
            record.has_new_due = bool(record.new_due_on)

    def _counts_by_another(self, calendar):
        return bool(
            self.due_on
            and self.due_from
            and self.due_days > 0
            and self.due_calendar != calendar.version
        )

    @api.model
    def _search_has_new_due(self, operator, value):
        if operator != "in":
            return NotImplemented
        version = self.env["brand.workday"]._calendar().version
        older = self.search(
            self._due_domain() & Domain("due_days", ">", 0) & Domain("due_calendar", "!=", version)
        )
        proposed = Domain("id", "in", older.filtered("has_new_due").ids)
        return proposed if True in value else ~proposed

    # -- beginning and end ---------------------------------------------------------------------

    def _start_limit(self, days, start=None, **more):
        """Store the last of ``days`` working days after ``start`` (today); 0: there is no limit.

        The end is stored with the calendar's version: a later change of the calendar only proposes
        a new end (see ``action_take_new_due``).
        """
        if days <= 0:
            return self._end_limit(**more)
        Day = self.env["brand.workday"]
        start = start or Day._today()
        end = Day._calendar().add_working_days(start, days)
        # sudo: limits are kept by the system
        return self.sudo().write(
            {
                "due_on": end.date,
                "due_from": start,
                "due_days": days,
                "due_calendar": end.calendar_version,
                "due_is_provisional": end.is_provisional,
                **more,
            }
        )

    def _set_due(self, day, **more):
        """Store a last day that follows from something else than a number of working days."""
        # sudo: limits are kept by the system
        return self.sudo().write(
            {
                "due_on": day,
                "due_from": False,
                "due_days": 0,
                "due_calendar": False,
                "due_is_provisional": False,
                **more,
            }
        )

    def _end_limit(self, **more):
        """No limit runs any more."""
        return self._set_due(False, **more)

    def action_take_new_due(self):
        """Take the end that the calendar of today gives to running limits.

        :raises AccessError: for roles other than officer, reviewer and programme manager
        :raises UserError: where no new end is proposed
        """
        self.check_access("read")
        if not self.env.su and not any(map(self.env.user.has_group, self._due_takers)):
            raise AccessError(
                self.env._(
                    "A new end is taken by: %s.",
                    " / ".join(self.env.ref(group).sudo().name for group in self._due_takers),
                )
            )
        same = self.filtered(lambda record: not record.new_due_on)
        if same:
            raise UserError(
                self.env._(
                    "The calendar proposes no new end for: %s",
                    ", ".join(same.mapped("display_name")[:5]),
                )
            )
        calendar = self.env["brand.workday"]._calendar()
        for record in self:
            record._take_due(calendar.add_working_days(record.due_from, record.due_days))
        return True

    def _take_due(self, end):
        before, long_date = self.due_on, self.env["brand.portal"]._long_date
        # sudo: limits are kept by the system; the role was checked
        self.sudo().write(
            {
                "due_on": end.date,
                "due_calendar": end.calendar_version,
                "due_is_provisional": end.is_provisional,
            }
        )
        if "message_ids" in self._fields:
            self.sudo().message_post(
                body=self.env._(
                    "New end by the changed calendar: %(before)s → %(after)s",
                    before=long_date(before),
                    after=long_date(end.date),
                ),
                author_id=self.env.user.partner_id.id,
            )

    # -- reminders -----------------------------------------------------------------------------

    def _due_holders(self):
        """``{record id: users who have it now}``; a model says who that is."""
        return {record.id: self.env["res.users"] for record in self}

    def _due_text(self):
        """What is due, in the reader's language: the step, after the name of the record."""
        return self.display_name

    def _due_target(self):
        """The record to open for it: itself, unless the row only tells of another."""
        return self

    def _due_settings(self):
        """Working days before the end to remind, and after it to escalate."""
        program = self.program_id if "program_id" in self._fields else None
        return (
            (program.remind_days, program.escalate_days)
            if program
            else (REMIND_DAYS, ESCALATE_DAYS)
        )

    def _due_company(self):
        return self.company_id if "company_id" in self._fields else self.env.company

    @api.model
    def _group_users(self, groups, company):
        """Active users of one of ``groups`` who work in ``company``."""
        users = self.env["res.users"]
        for group in groups:
            users |= self.env.ref(group).sudo().all_user_ids
        return users.filtered(lambda user: user.active and company in user.company_ids)

    @api.model
    def _cron_remind(self):
        """Tell, on working days, what is due soon, today or late: one message a person.

        Each stage of each limit is told once; what is told and that it was told is one transaction,
        so that a job that was killed tells it the next time.
        """
        Day = self.env["brand.workday"]
        today, calendar = Day._today(), Day._calendar()
        if not calendar.is_working(today):
            return
        digest = defaultdict(lambda: defaultdict(list))
        for model in self._deadline_models():
            self.env[model]._collect_reminders(digest, today, calendar)
        for user, stages in digest.items():
            self._send_digest(user, stages)
        self.env["ir.cron"]._commit_progress(len(digest))

    @api.model
    def _deadline_models(self):
        """Names of the models that inherit this mixin."""
        registry = self.env.registry
        names = registry["brand.deadline.mixin"]._inherit_children
        return sorted(name for name in names if not registry[name]._abstract)

    @api.model
    def _collect_reminders(self, digest, today, calendar):
        """Add this model's news to ``digest``: ``{user: {stage: records}}``, and mark it as told."""
        horizon = calendar.add_working_days(today, deadlines.MOST_REMIND_DAYS).date
        domain = self._due_domain() & Domain("due_on", "<=", horizon)
        news = defaultdict(list)
        for record in self.search(domain, order="due_on, id"):
            remind, escalate = record._due_settings()
            found = deadlines.stage(
                record.due_on, today, calendar, remind_days=remind, escalate_days=escalate
            )
            told = record.due_told if record.due_told_for == record.due_on else None
            if deadlines.is_news(found, told):
                news[found].append(record.id)
        for stage, ids in news.items():
            records = self.browse(ids)
            for day, same in records.grouped("due_on").items():
                same.write({"due_told": stage, "due_told_for": day})
            records._add_to_digest(digest, stage)

    def _add_to_digest(self, digest, stage):
        holders = self._due_holders()
        watchers = {}
        for record in self:
            company = record._due_company()
            users = holders[record.id]
            if stage == "escalated":
                if company not in watchers:
                    watchers[company] = self._group_users(self._due_watchers, company)
                users |= watchers[company]
            for user in users:
                digest[user][stage].append(record)

    @api.model
    def _send_digest(self, user, stages):
        """One message to ``user`` about all that is due: ``{stage: [records]}``."""
        here = self.with_context(lang=user.lang or self.env.lang)
        _ = here.env._
        heads = {
            "escalated": _("Past their limit for days; please see to it that they move"),
            "late": _("Past their limit"),
            "day": _("Due today"),
            "soon": _("Due soon"),
        }
        body = Markup("").join(
            Markup("<p><b>%s (%s)</b></p><ul>%s</ul>")
            % (head, len(stages[stage]), here._digest_rows(stages[stage]))
            for stage, head in heads.items()
            if stages.get(stage)
        )
        count = sum(map(len, stages.values()))
        here.env["mail.thread"].message_notify(
            partner_ids=user.partner_id.ids,
            subject=_("%s files with a time limit wait for you", count),
            body=body,
            author_id=self.env.ref("base.partner_root").id,
        )

    def _digest_rows(self, records):
        """The first files as links with their dates, and how many more there are."""
        _ = self.env._
        last_day = self.env["brand.portal"]._long_deadline
        link = Markup('<li><a href="/mail/view?model=%s&amp;res_id=%s">%s</a> · %s</li>')
        rows = [
            link
            % (
                record._due_target()._name,
                record._due_target().id,
                record.with_env(self.env(user=record.env.uid, su=True))._due_text(),
                last_day(record.due_on, record.due_is_provisional),
            )
            for record in records[:_NAMED]
        ]
        more = len(records) - _NAMED
        if more > 0:
            rows.append(Markup("<li>%s</li>") % _("and %s more", more))
        return Markup("").join(rows)
