"""Investigators, hearing of the applicant, limits and ruling of an objection."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .brand_objection import OPEN_STATES

# Working days to answer: usual, and at most (practice of title reviews)
DAYS, MOST_DAYS = 10, 30
HEARING_DAYS = 5
# Who has done one of these over a file has judged it
JUDGING_DUTIES = ("evaluate", "certify", "review", "approve")


class BrandNoticeSubjectMixin(models.AbstractModel):
    _inherit = "brand.notice.subject.mixin"

    def _judges(self, duties=JUDGING_DUTIES):
        """Users who have evaluated, reviewed or decided any of these items, also for others."""
        files = self.env[self._name].browse([record._transition_file().id for record in self])
        # sudo: the log must be seen whole
        rows = (
            self.env["brand.transition"]
            .sudo()
            .search(
                [
                    ("file_model", "=", files._name),
                    ("file_id", "in", files.ids),
                    ("duty", "in", duties),
                ]
            )
        )
        return rows.user_id | rows.on_behalf_of_id


class BrandApplication(models.Model):
    _inherit = "brand.application"

    def _judges(self, duties=JUDGING_DUTIES):
        judges = super()._judges(duties)
        if "approve" not in duties:
            return judges
        # sudo: who sat in the meeting, and who approved it at any level
        decisions = self.sudo().decision_line_ids.decision_id
        present = decisions.member_ids.filtered(lambda m: m.is_present and not m.is_recused)
        approvals = decisions.approval_ids
        return judges | present.user_id | approvals.user_id | approvals.on_behalf_of_id


class BrandObjection(models.Model):
    _inherit = "brand.objection"

    _system_fields = frozenset({"due_on", "is_extended", "ruling", "ruling_no", "ruled_on"})
    _write_windows = dict.fromkeys(("investigator_ids", "is_partial"), OPEN_STATES)

    investigator_ids = fields.Many2many(
        "res.users",
        "brand_objection_investigator",
        "objection_id",
        "user_id",
        "Investigators",
        copy=False,
        domain="[('share', '=', False)]",
        help="At least two, none of whom has evaluated, reviewed or decided the item.",
    )
    hearing_ids = fields.One2many("brand.objection.hearing", "objection_id", "Hearings")
    due_on = fields.Date("Answer by", readonly=True, copy=False)
    is_extended = fields.Boolean("Extended", readonly=True, copy=False)
    is_overdue = fields.Boolean(compute="_compute_is_overdue")
    is_partial = fields.Boolean(
        "Upheld in Part",
        copy=False,
        help="The item goes on; the ruling is shown to those who decide.",
    )
    ruling = fields.Text(readonly=True, copy=False)
    ruling_no = fields.Char("No. of the Ruling", readonly=True, copy=False)
    ruled_on = fields.Date("Ruled on", readonly=True, copy=False)
    inquiry_text = fields.Text("Before the Ruling", compute="_compute_inquiry_text")

    @api.depends("due_on", "state")
    def _compute_is_overdue(self):
        today = self.env["brand.workday"]._today()
        for objection in self:
            objection.is_overdue = bool(
                objection.is_open and objection.due_on and objection.due_on < today
            )

    @api.depends("state", "finding", "answer", "investigator_ids", "hearing_ids.stated_on")
    @api.depends_context("lang")
    def _compute_inquiry_text(self):
        for objection in self:
            texts = objection._inquiry_gaps() if objection.state == "investigating" else ()
            objection.inquiry_text = "\n".join(texts) or False

    @api.constrains("investigator_ids", "line_id")
    def _check_investigators(self):
        for objection in self:
            objection._check_uninvolved(objection.investigator_ids)
            if any(objection.investigator_ids.mapped("share")):
                raise ValidationError(self.env._("Investigators are of the city's staff."))

    def _subject(self):
        """The record that the item of the notice stands for, in superuser mode."""
        self.ensure_one()
        # sudo: what the objection concerns is a fact for whoever handles it
        line = self.sudo().line_id
        return self.env[line.model].sudo().browse(line.res_id)

    def _check_uninvolved(self, users, duties=JUDGING_DUTIES):
        """:raises UserError: naming those of ``users`` who have judged an item themselves"""
        for objection in self:
            involved = users & objection._subject()._judges(duties)
            if involved:
                raise UserError(
                    self.env._(
                        "%(names)s evaluated, reviewed or decided %(item)s: somebody else must"
                        " look into the objection.",
                        names=", ".join(involved.sudo().mapped("name")),
                        item=objection.sudo().line_id.name,
                    )
                )

    # -- limits ----------------------------------------------------------------------------------

    def _start_answer_limit(self):
        self._start_limit(self.notice_id.program_id.objection_days or DAYS)

    def action_extend(self, reason=None):
        """A complex case: answer within 30 working days of the receipt, once, with the reason."""
        self.check_access("write")
        day = self.env["brand.workday"]
        for objection in self:
            if not objection.is_open or objection.is_extended:
                raise UserError(self.env._("The limit of an open objection is extended once."))
            if not (reason or "").strip():
                raise UserError(self.env._("Give the reason of the extension."))
            start = self.env["brand.portal"]._day(objection.received_on)
            end = day._calendar().add_working_days(start, MOST_DAYS).date
            # sudo: limits are kept by the system; the reason is on the record
            objection._set_due(max(end, objection.due_on), is_extended=True)
            objection.sudo()._message_log(body=self.env._("Limit extended: %s", reason))
        return True

    # -- hearing ---------------------------------------------------------------------------------

    def action_ask_hearing(self, question, days=HEARING_DAYS):
        """Ask the applicant for a statement; it is told what is objected, never by whom.

        :param question: the objection in the office's words
        :param days: working days to answer
        """
        self.ensure_one()
        self.check_access("write")
        if self.state != "investigating":
            raise UserError(
                self.env._("The applicant is heard while the objection is looked into.")
            )
        if not (question or "").strip():
            raise UserError(self.env._("Say in your own words what is objected."))
        day, subject = self.env["brand.workday"], self._subject()
        # sudo: hearings are written by these steps only
        hearing = (
            self.env["brand.objection.hearing"]
            .sudo()
            .create(
                {
                    "objection_id": self.id,
                    "partner_id": subject.partner_id.id,
                    "item": self.line_id.name,
                    "question": question,
                    "asked_on": day._today(),
                    "due_on": day._calendar().add_working_days(day._today(), days).date,
                }
            )
        )
        hearing._tell_asked(subject)
        return hearing.sudo(False)

    # -- ruling ----------------------------------------------------------------------------------

    def _inquiry_gaps(self):
        """What the inquiry lacks before anybody may rule, all at once."""
        _ = self.env._
        texts = []
        if len(self.investigator_ids) < 2:
            texts.append(_("Name two investigators."))
        if not self.hearing_ids:
            texts.append(_("Hear the applicant."))
        today = self.env["brand.workday"]._today()
        if self.hearing_ids.filtered(lambda h: not h.stated_on and h.due_on >= today):
            texts.append(_("The applicant may still give its statement."))
        if not self.finding:
            texts.append(_("Write down the findings of the investigation."))
        if not self.answer:
            texts.append(_("Write the answer to the objector."))
        return texts

    def _check_inquiry_complete(self):
        """Two uninvolved investigators, the applicant heard, and a ruling by another person."""
        self.ensure_one()
        if self.kind == "clue":
            return
        gaps = [text for text in self._inquiry_gaps() if self.env.su or text]
        answer = self.env._("Write the answer to the objector.")
        gaps = [text for text in gaps if text != answer]
        if gaps:
            raise UserError(
                self.env._("Before the ruling on %(name)s:", name=self.name)
                + "\n"
                + "\n".join(f"• {text}" for text in gaps)
            )
        self._check_uninvolved(self.investigator_ids)
        # The reviewer who published the list did not judge the item by that: see decisions/0024
        self._check_uninvolved(self.env.user, ("evaluate", "certify", "approve"))
        if self.env.user in self.investigator_ids:
            raise AccessError(self.env._("Who investigated does not rule."))

    def _record_ruling(self, reason, document_no):
        """Keep ruling, number and day; a ruling without a number of the office gets the next one."""
        for objection in self.sudo():  # the ruling is written by the steps only
            sequence = self.env["ir.sequence"].sudo().with_company(objection.company_id)
            objection.write(
                {
                    "ruling": reason or objection.answer,
                    "answer": objection.answer or reason,
                    "ruling_no": document_no or sequence.next_by_code("brand.objection.ruling"),
                    "ruled_on": self.env["brand.workday"]._today(),
                }
            )


class BrandObjectionHearing(models.Model):
    """What an applicant was asked about an objection, until when, and what it answered."""

    _name = "brand.objection.hearing"
    _description = "Hearing of the Applicant"
    _order = "id desc"
    _rec_name = "item"

    objection_id = fields.Many2one("brand.objection", required=True, index=True, readonly=True)
    company_id = fields.Many2one(related="objection_id.company_id", store=True)
    partner_id = fields.Many2one("res.partner", "Enterprise", required=True, readonly=True)
    item = fields.Char(readonly=True)
    question = fields.Text("What Is Objected", required=True, readonly=True)
    asked_on = fields.Date(readonly=True)
    due_on = fields.Date("Answer by", required=True, readonly=True)
    statement = fields.Text("Statement of the Applicant", readonly=True)
    stated_on = fields.Datetime("Stated at", readonly=True)
    stated_by_id = fields.Many2one("res.users", "Entered by", readonly=True)
    file_ids = fields.One2many("brand.objection.hearing.file", "hearing_id", "Files")

    def action_state(self, statement, files=()):
        """Give the applicant's statement, once, until 24:00 of the last day.

        The enterprise does in the portal; an officer enters one that came on paper.

        :param files: ``[(file name, base64 content)]``
        """
        self.ensure_one()
        self.check_access("read")
        user, today = self.env.user, self.env["brand.workday"]._today()
        own = user.partner_id.commercial_partner_id == self.sudo().partner_id.commercial_partner_id
        if not (own or user.has_group("brand_certification.group_officer")):
            raise AccessError(self.env._("The applicant gives its own statement."))
        if self.stated_on:
            raise UserError(self.env._("The statement has been given already."))
        if self.sudo().objection_id.state != "investigating" or today > self.due_on:
            raise UserError(self.env._("The time for a statement has ended."))
        if not (statement or "").strip():
            raise UserError(self.env._("Write your statement."))
        # sudo: portal users write through this step only
        self.sudo().write(
            {
                "statement": statement.strip(),
                "stated_on": fields.Datetime.now(),
                "stated_by_id": user.id,
                "file_ids": [
                    (0, 0, {"filename": name, "file": content}) for name, content in files
                ],
            }
        )
        return True

    @api.model
    def _portal_tasks(self):
        """Statements that the current user's enterprise may still give."""
        portal, today = self.env["brand.portal"], self.env["brand.workday"]._today()
        partner = self.env.user.partner_id.commercial_partner_id
        waiting = self.search(
            [
                ("partner_id", "child_of", partner.id),
                ("stated_on", "=", False),
                ("due_on", ">=", today),
            ]
        )
        return [
            portal._task(
                self.env._("Give your statement on an objection to %s.", hearing.item),
                self.env._("Give the statement"),
                f"/my/brand/hearing/{hearing.id}",
                hearing.due_on,
            )
            # sudo: the state of the objection, which enterprises do not read
            for hearing in waiting
            if hearing.sudo().objection_id.state == "investigating"
        ]

    def _tell_asked(self, subject):
        """Tell the applicant; by the thread of the application where it is one."""
        text = self.env._(
            "An objection was raised in the public notice. Please give your statement until %s.",
            self.env["brand.portal"]._long_date(self.due_on),
        )
        if subject._name == "brand.application":
            subject._tell_applicant(text, [self.question])
        else:
            subject.message_post(body=text, partner_ids=self.partner_id.ids)


class BrandObjectionHearingFile(models.Model):
    """A file of the applicant's statement."""

    _name = "brand.objection.hearing.file"
    _description = "File of a Statement"
    _inherit = ["brand.file.mixin"]
    _rec_name = "filename"

    hearing_id = fields.Many2one(
        "brand.objection.hearing", required=True, index=True, ondelete="cascade"
    )
