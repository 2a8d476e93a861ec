import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import groupby

from .transition_mixin import transition

OPEN_STATES = ("received", "accepted", "transferred")
# Days of the law on letters and visits: tell within 15, end within 60, 30 more by decision
TELL_DAYS, END_DAYS, MORE_DAYS = 15, 60, 30
# Without signs that are mistaken for each other when read aloud or from paper
_SIGNS = "23456789ABCDEFGHJKLMNPQRTUVWXYZ"
_OFFICER = "brand_certification.group_complaint"
# Who complains: for its officers alone (认证认可条例 55: secrecy for those who report)
IDENTITY_FIELDS = ("complainant_name", "complainant_contact", "complainant_partner_id")
_TOLD = (
    "kind",
    "misuse",
    "is_anonymous",
    "subject_text",
    "text",
    "certificate_id",
    "application_id",
    "decision_line_id",
    "body_id",
    *IDENTITY_FIELDS,
)


class BrandComplaint(models.Model):
    """A complaint, a report of an infringement, or an appeal, from receipt to answer.

    ISO/IEC 17065, 7.13: handled by people who have not evaluated, reviewed or decided the case;
    the transitions' log answers that, as the complaint stands over the case's own file.
    """

    _name = "brand.complaint"
    _description = "Complaint"
    _inherit = ["brand.transition.mixin", "mail.thread"]
    _order = "received_on desc, id desc"

    _initial_state = "received"
    _transitions = {
        "action_accept": (("received",), "accepted", _OFFICER),
        "action_transfer": (("accepted",), "transferred", _OFFICER),
        "action_record_feedback": (("transferred",), "accepted", _OFFICER),
        "action_extend": (("accepted",), "accepted", "brand_certification.group_approver"),
        "action_close": (OPEN_STATES, "closed", _OFFICER),
    }
    _duties = {
        "action_accept": "complaint",
        "action_transfer": "complaint",
        "action_record_feedback": "complaint",
        "action_close": "complaint",
    }
    _system_fields = frozenset(
        {
            "name",
            "received_on",
            "accepted_on",
            "closed_on",
            "tell_due",
            "close_due",
            "is_extended",
            "handler_id",
            "channel",
        }
    )
    _write_windows = {
        **dict.fromkeys((*_TOLD, "company_id"), ("received",)),
        **dict.fromkeys(("transfer_to", "feedback"), ("accepted", "transferred")),
        **dict.fromkeys(("finding", "answer", "outcome"), OPEN_STATES),
    }

    name = fields.Char("Receipt No.", readonly=True, copy=False)
    kind = fields.Selection(
        [
            ("complaint", "Complaint Asking for an Answer"),
            ("infringement", "Report of an infringement"),
            ("appeal", "Appeal"),
        ],
        required=True,
        default="complaint",
        tracking=True,
    )
    misuse = fields.Selection(
        [
            ("mark", "Misuse of the mark"),
            ("fake", "Fake certificate"),
            ("copycat", "Imitation of a brand"),
            ("false_claim", "False or misleading advertising"),
            ("other", "Something else"),
        ],
        "Kind of Infringement",
    )
    channel = fields.Selection(
        [("public", "Public page"), ("portal", "Portal"), ("staff", "Letter, visit, telephone")],
        required=True,
        readonly=True,
        default="staff",
        copy=False,
    )
    state = fields.Selection(
        [
            ("received", "Complaint received"),
            ("accepted", "Complaint accepted"),
            ("transferred", "Transferred"),
            ("closed", "Complaint closed"),
        ],
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    company_id = fields.Many2one(
        "res.company", "City", required=True, default=lambda self: self.env.company
    )
    # -- who complains
    is_anonymous = fields.Boolean("Anonymous")
    complainant_name = fields.Char("Complainant", groups=_OFFICER)
    complainant_contact = fields.Char("Contact of Complainant", groups=_OFFICER)
    complainant_partner_id = fields.Many2one(
        "res.partner", "Enterprise of Complainant", groups=_OFFICER, index="btree_not_null"
    )
    # -- about what
    subject_text = fields.Char("Against Whom or What", required=True)
    certificate_id = fields.Many2one("brand.certificate", index="btree_not_null")
    application_id = fields.Many2one("brand.application", index="btree_not_null")
    decision_line_id = fields.Many2one(
        "brand.decision.line", "Decision Appealed Against", index="btree_not_null"
    )
    body_id = fields.Many2one("brand.body", "Certification Body", index="btree_not_null")
    text = fields.Text("What Happened", required=True)
    file_ids = fields.One2many("brand.complaint.file", "complaint_id", "Files")
    # -- its way
    received_on = fields.Datetime(
        "Received at", default=fields.Datetime.now, required=True, readonly=True, copy=False
    )
    tell_due = fields.Date("Tell by", readonly=True, copy=False)
    accepted_on = fields.Date("Told on", readonly=True, copy=False)
    close_due = fields.Date("End by", readonly=True, copy=False, index=True)
    is_extended = fields.Boolean("Extended", readonly=True, copy=False)
    closed_on = fields.Date(readonly=True, copy=False)
    due_on = fields.Date("Next Limit", compute="_compute_due_on", store=True)
    is_overdue = fields.Boolean(compute="_compute_is_overdue", search="_search_is_overdue")
    handler_id = fields.Many2one("res.users", readonly=True, copy=False, tracking=True)
    transfer_to = fields.Char("Department Transferred to", copy=False)
    feedback = fields.Text("Feedback of the Department", copy=False)
    transfer_ids = fields.One2many("brand.complaint.transfer", "complaint_id", "Transfers")
    # -- its end
    finding = fields.Text("Findings of the Inquiry", copy=False)
    outcome = fields.Selection(
        [
            ("upheld", "Upheld"),
            ("partly", "Partly upheld"),
            ("dismissed", "Dismissed"),
            ("settled", "Settled by mediation"),
            ("not_accepted", "Not accepted"),
        ],
        copy=False,
        tracking=True,
    )
    answer = fields.Text("Answer to the Complainant", copy=False)

    _name_unique = models.UniqueIndex("(name)", "This receipt number has been given already.")

    # -- computes ------------------------------------------------------------------------------

    @api.depends("name", "subject_text")
    def _compute_display_name(self):
        for complaint in self:
            parts = (complaint.name, complaint.subject_text)
            complaint.display_name = " · ".join(filter(None, parts))

    @api.depends("state", "tell_due", "close_due")
    def _compute_due_on(self):
        for complaint in self:
            complaint.due_on = {
                "received": complaint.tell_due,
                "accepted": complaint.close_due,
                "transferred": complaint.close_due,
            }.get(complaint.state)

    @api.depends("due_on")
    def _compute_is_overdue(self):
        today = self.env["brand.workday"]._today()
        for complaint in self:
            complaint.is_overdue = bool(complaint.due_on and complaint.due_on < today)

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("due_on", "<", self.env["brand.workday"]._today())
        return late if True in value else ~late

    @api.onchange("certificate_id", "application_id", "decision_line_id")
    def _onchange_subject(self):
        if self.decision_line_id:
            self.application_id = self.decision_line_id.application_id
        case = self.application_id or self.certificate_id
        if case:
            self.body_id = case.body_id
            self.subject_text = self.subject_text or case.display_name

    @api.constrains("certificate_id", "application_id", "decision_line_id", "company_id")
    def _check_one_case(self):
        for complaint in self.sudo():
            line, application = complaint.decision_line_id, complaint.application_id
            if line and application and line.application_id != application:
                raise ValidationError(
                    self.env._("The decision concerns another application than the complaint.")
                )
            cases = (complaint.certificate_id, application, complaint.body_id)
            if any(case and case.company_id != complaint.company_id for case in cases):
                raise ValidationError(self.env._("The case belongs to another city."))

    # -- receipt -------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals.pop("name", None)
        complaints = super().create(vals_list)
        calendar, today = (
            self.env["brand.workday"]._calendar(),
            self.env["brand.workday"]._today(),
        )
        for complaint in complaints:
            complaint._check_in_time()
            # sudo: number and limits are the register's
            complaint.sudo().write(
                {
                    "name": complaint._next_receipt(),
                    "tell_due": calendar.natural_deadline(today, days=TELL_DAYS).date,
                }
            )
        return complaints

    def _next_receipt(self):
        """Number in the register, with signs that nobody guesses: it opens the public status."""
        sequence = self.env["ir.sequence"].sudo().with_company(self.company_id)
        signs = "".join(secrets.choice(_SIGNS) for _sign in range(6))
        return f"{sequence.next_by_code('brand.complaint')}-{signs}"

    def _check_in_time(self):
        """Hook: refuse an appeal after its time limit. Called when a complaint is received."""

    # -- whose file it is ----------------------------------------------------------------------

    def _transition_file(self):
        """The case complained of: who acted in it does not handle the complaint."""
        complaint = self.sudo()
        return (
            complaint.application_id
            or complaint.decision_line_id.application_id
            or complaint.certificate_id.application_id
            or self
        )

    def _check_segregation(self, step, behalf=None):
        # Complaints of one batch may stand over files of different models
        for _model, group in groupby(self, lambda c: c._transition_file()._name):
            batch = self.browse([complaint.id for complaint in group])
            super(BrandComplaint, batch)._check_segregation(step, behalf)
        return None

    # -- transitions ---------------------------------------------------------------------------

    @transition
    def action_accept(self):
        """Take the complaint up; the complainant is told, and 60 days begin."""
        day = self.env["brand.workday"]
        today = day._today()
        # sudo: dates and handler follow from this step
        self.sudo().write(
            {
                "handler_id": self.env.uid,
                "accepted_on": today,
                "close_due": day._calendar().natural_deadline(today, days=END_DAYS).date,
            }
        )

    @transition
    def action_transfer(self, reason=None, document_no=None):
        """Transfer to the department that is competent, and ask it for feedback.

        :raises UserError: if the department is not named, or the reason is missing
        """
        self._require_reason(reason)
        for complaint in self:
            if not (complaint.transfer_to or "").strip():
                raise UserError(self.env._("Name the department to which %s goes.", complaint.name))
        # sudo: the list of transfers is kept by these steps only
        self.env["brand.complaint.transfer"].sudo().create(
            [
                {
                    "complaint_id": complaint.id,
                    "kind": "sent",
                    "department": complaint.transfer_to,
                    "text": reason,
                    "document_no": document_no,
                    "date": self.env["brand.workday"]._today(),
                }
                for complaint in self
            ]
        )

    @transition
    def action_record_feedback(self):
        """Record what the department answered; the complaint is the handler's again."""
        for complaint in self:
            if not (complaint.feedback or "").strip():
                raise UserError(
                    self.env._("Write down the feedback of the department: %s", complaint.name)
                )
        # sudo: the list of transfers is kept by these steps only
        self.env["brand.complaint.transfer"].sudo().create(
            [
                {
                    "complaint_id": complaint.id,
                    "kind": "feedback",
                    "department": complaint.transfer_to,
                    "text": complaint.feedback,
                    "date": self.env["brand.workday"]._today(),
                }
                for complaint in self
            ]
        )
        self.sudo().write({"transfer_to": False, "feedback": False})

    @transition
    def action_extend(self, reason=None):
        """Decide that 30 more days are needed, once, with the reason."""
        self._require_reason(reason)
        if any(complaint.is_extended for complaint in self):
            raise UserError(self.env._("The limit of a complaint is extended once."))
        calendar = self.env["brand.workday"]._calendar()
        for complaint in self.sudo():  # limits are kept by the system
            end = calendar.natural_deadline(complaint.accepted_on, days=END_DAYS + MORE_DAYS)
            complaint.write({"close_due": end.date, "is_extended": True})

    @transition
    def action_close(self):
        """Close with an outcome and the answer to the complainant.

        What was not accepted ends from "received" only. An appeal that is upheld has its effects.
        """
        for complaint in self:
            complaint._check_may_close()
        # sudo: the day follows from this step
        self.sudo().write({"closed_on": self.env["brand.workday"]._today()})
        self.filtered(lambda c: c.outcome == "upheld")._after_upheld()

    def _check_may_close(self):
        _ = self.env._
        if not self.outcome:
            raise UserError(_("Choose the outcome of %s.", self.name))
        if not (self.answer or "").strip():
            raise UserError(_("Write the answer to the complainant: %s", self.name))
        if self.state == "transferred":
            raise UserError(_("%s waits for the feedback of a department.", self.name))
        if (self.outcome == "not_accepted") != (self.state == "received"):
            raise UserError(
                _(
                    "“Not accepted” ends a complaint that was just received, and nothing else"
                    " does: %s",
                    self.name,
                )
            )
        if self.state == "accepted" and not (self.finding or "").strip():
            raise UserError(_("Write down the findings of the inquiry: %s", self.name))

    def _after_upheld(self):
        """Hook: what follows when complaints were upheld; called once a batch."""

    def _require_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason: it is kept with the complaint."))
