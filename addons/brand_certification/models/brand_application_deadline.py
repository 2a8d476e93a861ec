"""Time limits of an application: one for each step of its programme, who has it, since when."""

from odoo import fields, models

# Field of the programme that holds the limit of a step, and the office that has the file then
_LIMITS = {
    "apply": (None, "enterprise"),
    "correct": ("correction_days", "enterprise"),
    "recommend": ("recommend_days", "district"),
    "examine": ("accept_days", "office"),
    "certify": ("evaluation_days", "body"),
    "announce": ("announce_days", "office"),
    "notice": (None, "public"),
    "government": ("decide_days", "government"),
    "issue": ("issue_days", "office"),
}
# Who is reminded of a step of the city
_GROUP_OF_STEP = {
    "examine": "brand_certification.group_officer",
    "issue": "brand_certification.group_officer",
    "announce": "brand_certification.group_reviewer",
    "government": "brand_certification.group_approver",
}


class BrandApplication(models.Model):
    _name = "brand.application"
    _inherit = ["brand.application", "brand.deadline.mixin"]

    _system_fields = frozenset({"due_step", "due_office"})

    due_step = fields.Selection(
        [
            ("apply", "To apply"),
            ("recommend", "To recommend"),
            ("correct", "To correct"),
            ("examine", "To examine"),
            ("joint_check", "To check jointly"),
            ("certify", "To evaluate and certify"),
            ("announce", "To announce"),
            ("notice", "In public notice"),
            ("government", "To decide on the grade"),
            ("issue", "To issue the certificate"),
        ],
        "Waits for",
        readonly=True,
        copy=False,
        index=True,
        help="The step whose limit runs.",
    )
    due_office = fields.Selection(
        [
            ("enterprise", "The enterprise"),
            ("district", "District or department"),
            ("office", "The city's office"),
            ("body", "The certification body"),
            ("public", "The public"),
            ("government", "Government or committee"),
        ],
        "Office That Has It",
        readonly=True,
        copy=False,
        index=True,
    )

    # -- limits follow the steps -------------------------------------------------------------------

    def _end_transition(self, step, reason, document_no):
        result = super()._end_transition(step, reason, document_no)
        self._follow_step(self._next_steps())
        return result

    def _follow_step(self, steps):
        """Begin the limit of each file's step where it is a new one; end it where the file ended.

        A step that only continues (assessors were appointed) keeps the limit that runs.
        """
        rows = self.sudo()  # limits are kept by the system
        for (step, program), files in rows.grouped(lambda a: (steps[a.id], a.program_id)).items():
            # a correction that was handed in and returned again is a new limit; see due_step
            fresh = files.filtered(lambda a, s=step: a.due_step != s)
            if not step:
                fresh._end_limit(due_step=False, due_office=False)
            elif step != "notice" and fresh:
                days, office = _LIMITS[step]
                fresh._start_limit(program[days] if days else 0, due_step=step, due_office=office)
                fresh._keep_correction_due()

    def _keep_correction_due(self):
        """The enterprise reads its date to correct in a field of its own."""
        for application in self:
            application.correction_due = (
                application.due_on if application.due_step == "correct" else False
            )

    def _enter_notice(self, notice):
        result = super()._enter_notice(notice)
        self._set_due(notice.date_end, due_step="notice", due_office="public")
        return result

    def _leave_notice(self, notice):
        """The days of the notice are over: the next office has the file."""
        result = super()._leave_notice(notice)
        waiting = self.filtered(lambda a: a.state == "notice")
        waiting._follow_step({a.id: a._step_waited_for(set(waiting.ids)) for a in waiting})
        return result

    def _take_due(self, end):
        result = super()._take_due(end)
        # sudo: limits are kept by the system
        self.sudo()._keep_correction_due()
        return result

    # -- who has it --------------------------------------------------------------------------------

    def _due_holders(self):
        """Users of the office that has each file, in a few queries for all files."""
        files = self.sudo()
        holders = {application.id: self.env["res.users"] for application in self}
        by_partner = files._users_by_organisation()
        in_city = {}
        for application in files:
            step, company = application.due_step, application.company_id
            if application.due_office == "enterprise":
                holders[application.id] = by_partner.get(
                    application.partner_id.commercial_partner_id, self.env["res.users"]
                )
            elif application.due_office == "body":
                holders[application.id] = application._body_holders(by_partner)
            elif step in _GROUP_OF_STEP:
                if (step, company) not in in_city:
                    in_city[step, company] = self._group_users([_GROUP_OF_STEP[step]], company)
                holders[application.id] = in_city[step, company]
        return holders

    def _users_by_organisation(self):
        """Users of the enterprises and bodies of these files: ``{commercial partner: users}``."""
        partners = self.partner_id.commercial_partner_id | self.body_id.partner_id
        # sudo: whom to remind is the system's knowledge
        users = (
            self.env["res.users"]
            .sudo()
            .search([("partner_id.commercial_partner_id", "in", partners.ids)])
        )
        return users.grouped(lambda user: user.partner_id.commercial_partner_id)

    def _body_holders(self, by_partner):
        """The body's decision makers, and assessors who have not finished."""
        deciders = by_partner.get(self.body_id.partner_id, self.env["res.users"]).filtered(
            lambda user: user.has_group("brand_certification.group_body")
        )
        working = self.evaluation_ids.filtered(lambda e: e.state in ("assigned", "in_progress"))
        return deciders | working.user_id

    def _due_text(self):
        label = dict(self._fields["due_step"]._description_selection(self.env)).get(self.due_step)
        return f"{self.display_name} · {label}" if label else self.display_name


class BrandNotice(models.Model):
    _inherit = "brand.notice"

    def write(self, vals):
        """A notice whose days begin anew, or end on another day, moves the dates of its files."""
        result = super().write(vals)
        if vals.get("date_end"):
            for notice in self.filtered(lambda n: n.state == "published"):
                for subjects in notice.line_ids._subjects_by_model():
                    if subjects._name == "brand.application":
                        # sudo: limits are kept by the system
                        running = subjects.sudo().filtered(lambda a: a.state == "notice")
                        running._set_due(notice.date_end)
        return result
