"""The register of those who may evaluate, and what proves their competence."""

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from .transition_mixin import transition

_STAFF = ("brand_certification.group_officer", "brand_certification.group_manager")
# What a body may enter of an assessor of its own; the rest is the city's
REGISTER_FIELDS = ("partner_id", "registration_no", "industry_ids", "speciality", "date_from")


class BrandAssessor(models.Model):
    """A person who may evaluate: an assessor of one body, or an expert of the city's pool.

    An assessor works for one certification body only (认证认可条例 14). A body enters its own
    people; they get work once the city's office has confirmed them.
    """

    _name = "brand.assessor"
    _description = "Assessor or Expert"
    _inherit = ["brand.transition.mixin", "mail.thread"]
    _order = "kind, name, id"

    _initial_state = "proposed"
    _transitions = {
        "action_confirm": (("proposed",), "active", _STAFF),
        "action_end": (("proposed", "active"), "ended", _STAFF),
        "action_resume": (("ended",), "proposed", _STAFF),
    }
    _write_windows = dict.fromkeys(("partner_id", "kind", "body_id"), ("proposed",))

    kind = fields.Selection(
        [("assessor", "Assessor of a body"), ("expert", "Expert")],
        required=True,
        default="assessor",
        tracking=True,
    )
    state = fields.Selection(
        [
            ("proposed", "To be confirmed"),
            ("active", "On the register"),
            ("ended", "Left the Register"),
        ],
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    partner_id = fields.Many2one(
        "res.partner", "Person", required=True, index=True, ondelete="restrict"
    )
    name = fields.Char(related="partner_id.name", store=True)
    user_id = fields.Many2one(
        "res.users",
        "Account",
        compute="_compute_user_id",
        compute_sudo=True,
        search="_search_user_id",
        help="The portal account of this person, with which he evaluates.",
    )
    body_id = fields.Many2one(
        "brand.body", "Certification Body", index=True, ondelete="restrict", tracking=True
    )
    employer_id = fields.Many2one(
        "res.partner",
        compute="_compute_employer_id",
        store=True,
        readonly=False,
        domain="[('is_company', '=', True)]",
        help="Nobody evaluates his own employer, or one of its group.",
    )
    company_id = fields.Many2one(
        "res.company", "City", required=True, default=lambda self: self.env.company
    )
    registration_no = fields.Char(
        "Registration No.",
        help="Number in the register of assessors; an expert's certificate of appointment.",
    )
    industry_ids = fields.Many2many(
        "brand.industry", string="Industries", help="Fields of competence. Empty: all industries."
    )
    speciality = fields.Char(help="In words, such as: servo drives, functional safety.")
    date_from = fields.Date(
        "Active from", required=True, default=lambda self: self.env["brand.workday"]._today()
    )
    date_to = fields.Date("Active until", help="Empty: until further notice.")
    qualification_ids = fields.One2many(
        "brand.assessor.qualification", "assessor_id", "Qualifications"
    )
    declared_on = fields.Date(
        "Interests Declared on", help="The yearly declaration of interests; good for one year."
    )
    declaration_to = fields.Date(
        "Declaration Good until", compute="_compute_declaration_to", store=True
    )
    interests = fields.Text(
        "Interests Declared",
        help="Enterprises to be kept away from, in words. Enter each also as a relation: conflicts"
        " are found from there.",
    )
    valid_to = fields.Date(
        "Qualified until",
        compute="_compute_valid_to",
        store=True,
        help="Last day of the confirmed qualification that lasts longest.",
    )
    is_available = fields.Boolean("May Work Today", compute="_compute_is_available")
    reminded_on = fields.Date(readonly=True, copy=False)

    _one_body = models.UniqueIndex(
        "(company_id, partner_id) WHERE state <> 'ended' AND kind = 'assessor'",
        "This person is on the register of assessors already: an assessor works for one body only.",
    )
    _one_expert = models.UniqueIndex(
        "(company_id, partner_id) WHERE state <> 'ended' AND kind = 'expert'",
        "This person is in the pool of experts already.",
    )
    _one_registration = models.UniqueIndex(
        "(company_id, kind, registration_no) WHERE state <> 'ended' AND registration_no IS NOT NULL",
        "Somebody with this registration number is on the register already.",
    )
    _period_in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_from <= date_to)", "The work begins before it ends."
    )

    # -- constraints ---------------------------------------------------------------------------

    @api.constrains("kind", "body_id")
    def _check_body(self):
        for assessor in self:
            if (assessor.kind == "assessor") != bool(assessor.body_id):
                raise ValidationError(
                    self.env._("An assessor belongs to a certification body, an expert to none.")
                )

    @api.constrains("partner_id", "body_id", "registration_no", "state")
    def _check_one_body_only(self):
        """An assessor works for one body only, in whatever city (认证认可条例 14)."""
        for assessor in self.filtered(lambda a: a.kind == "assessor" and a.state != "ended"):
            same_person = Domain("partner_id", "=", assessor.partner_id.id)
            if assessor.registration_no:
                same_person |= Domain("registration_no", "=", assessor.registration_no)
            # sudo: the rule holds over all cities, of which nobody here reads the others
            other = self.sudo().search(
                same_person
                & Domain("kind", "=", "assessor")
                & Domain("state", "!=", "ended")
                & Domain("body_id.partner_id", "!=", assessor.sudo().body_id.partner_id.id),
                limit=1,
            )
            if other:
                raise ValidationError(
                    self.env._(
                        "%(person)s works for %(body)s already: an assessor works for one"
                        " certification body only.",
                        person=assessor.name,
                        body=other.body_id.name,
                    )
                )

    # -- computes ------------------------------------------------------------------------------

    @api.depends("name", "body_id.name", "employer_id.name")
    def _compute_display_name(self):
        for assessor in self:
            place = assessor.body_id.name or assessor.employer_id.name
            assessor.display_name = " · ".join(filter(None, (assessor.name, place)))

    @api.depends("partner_id.user_ids")
    def _compute_user_id(self):
        for assessor in self:
            assessor.user_id = assessor.partner_id.user_ids[:1]

    @api.model
    def _search_user_id(self, operator, value):
        if operator not in ("in", "="):
            return NotImplemented
        return Domain("partner_id.user_ids", operator, value)

    @api.depends("partner_id", "body_id")
    def _compute_employer_id(self):
        for assessor in self:
            employer = assessor.partner_id.commercial_partner_id - assessor.partner_id
            assessor.employer_id = assessor.body_id.partner_id or employer or assessor.employer_id

    @api.depends("declared_on")
    def _compute_declaration_to(self):
        year = relativedelta(years=1, days=-1)
        for assessor in self:
            assessor.declaration_to = assessor.declared_on and assessor.declared_on + year

    @api.depends("qualification_ids.date_to", "qualification_ids.is_confirmed")
    def _compute_valid_to(self):
        for assessor in self:
            confirmed = assessor.qualification_ids.filtered("is_confirmed")
            assessor.valid_to = max(confirmed.mapped("date_to"), default=False)

    @api.depends("state", "date_from", "date_to", "qualification_ids.date_to")
    def _compute_is_available(self):
        today = self.env["brand.workday"]._today()
        for assessor in self:
            assessor.is_available = not assessor._work_refusal(today)

    # -- who may work --------------------------------------------------------------------------

    def _work_refusal(self, on):
        """Why this person gets no work on a date, as a sentence; empty if nothing is against it."""
        self.ensure_one()
        _ = self.env._
        if self.state != "active":
            return _("%s has not been confirmed for the register of assessors.", self.name)
        if on < self.date_from or (self.date_to and on > self.date_to):
            return _("%s is not active on this day.", self.name)
        qualifications = self.qualification_ids.filtered("is_confirmed")
        valid = qualifications.filtered(
            lambda q: (not q.date_from or q.date_from <= on) and on <= q.date_to
        )
        if not valid and (qualifications or self.kind == "assessor"):
            return _("%s has no qualification that is confirmed and valid on this day.", self.name)
        return ""

    @api.model
    def _refusal_of_user(self, user, body, on):
        """Why ``user`` cannot be appointed as an assessor of ``body``; empty if nothing is.

        :param user: the person's account
        :param body: the certification body that appoints
        """
        # sudo: portal users do not read the register; the answer concerns their own body only
        entries = self.sudo().search(
            [("partner_id", "=", user.partner_id.id), ("kind", "=", "assessor")]
        )
        entry = entries.filtered(lambda e: e.body_id == body and e.state != "ended")[:1]
        if not entry:
            return self.env._(
                "%(person)s is not on the register of assessors of %(body)s.",
                person=user.sudo().name,
                body=body.sudo().name,
            )
        return entry._work_refusal(on)

    @api.model
    def _pool(self, program, industry=None, on=None):
        """Experts from whom a panel is drawn: active, qualified and with a current declaration.

        Recusals of single cases are the draw's affair.

        :param program: programme, whose city's experts are asked
        :param industry: code of GB/T 4754; experts without fields are competent for all
        :param on: day, by default today
        :return: recordset ordered by id, the same for whoever repeats it
        """
        on = on or self.env["brand.workday"]._today()
        found = self.search(
            [
                ("kind", "=", "expert"),
                ("state", "=", "active"),
                ("company_id", "=", program.company_id.id),
                ("declared_on", "<=", on),
                ("declaration_to", ">=", on),
            ],
            order="id",
        )
        return found.filtered(
            lambda expert: (
                not expert._work_refusal(on)
                and (
                    not industry or not expert.industry_ids or expert.industry_ids._cover(industry)
                )
            )
        )

    # -- steps ---------------------------------------------------------------------------------

    @transition
    def action_confirm(self, reason=None):
        """Put on the register, and confirm the qualifications that were entered."""
        lacking = self.filtered(lambda a: a.kind == "assessor" and not a.qualification_ids)
        if lacking:
            raise UserError(
                self.env._(
                    "Enter a qualification with its validity first: %s",
                    ", ".join(lacking.mapped("name")),
                )
            )
        self.qualification_ids.write({"is_confirmed": True})

    @transition
    def action_end(self, reason=None, document_no=None):
        """Take from the register; what the person has done stays on record."""
        self.date_to = self.env["brand.workday"]._today()

    @transition
    def action_resume(self, reason=None):
        """Propose a person again who was on the register before."""
        self.date_to = False

    def action_view_relations(self):
        """Relations of the person, from which conflicts of interest are found."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "brand_certification.brand_relation_action"
        )
        person = self.partner_id.id
        return {
            **action,
            "domain": ["|", ("partner_id", "=", person), ("other_id", "=", person)],
            "context": {"default_partner_id": person},
        }

    # -- a body's own people -------------------------------------------------------------------

    @api.model
    def action_register(self, values):
        """Enter an assessor of the acting user's own body, for the city's office to confirm.

        :param values: fields of ``REGISTER_FIELDS``
        :return: the entry, to be confirmed
        """
        body = self._own_body()
        unknown = set(values) - set(REGISTER_FIELDS)
        if unknown:
            raise AccessError(self.env._("A body does not enter: %s", ", ".join(sorted(unknown))))
        person = self.env["res.partner"].sudo().browse(values.get("partner_id")).exists()
        if not person or person.commercial_partner_id != body.partner_id or person.is_company:
            raise UserError(self.env._("Choose a person of your own body."))
        # sudo: a body enters its own people only, checked above, and cannot confirm them
        entry = self.sudo().create(
            {
                **values,
                "kind": "assessor",
                "body_id": body.id,
                "company_id": body.company_id.id,
            }
        )
        return entry.sudo(False)

    def action_add_qualification(self, name, number, date_to, date_from=None):
        """Enter a qualification of an assessor of the own body; it counts once confirmed.

        :param name: what it is, such as: senior auditor, machinery
        :param number: number of the document
        :param date_to: last valid day
        """
        self.ensure_one()
        body = self._own_body()
        if self.sudo().body_id != body:
            raise AccessError(self.env._("Only the certification body of this assessor does this."))
        # sudo: a body enters rows of its own assessors only; the office confirms them
        self.env["brand.assessor.qualification"].sudo().create(
            {
                "assessor_id": self.id,
                "name": name,
                "number": number,
                "date_from": date_from,
                "date_to": date_to,
            }
        )
        return True

    @api.model
    def _own_body(self):
        """The body (sudo) for which the acting user decides."""
        body = self.env["brand.body"]._of_current_user()
        if not body or not self.env.user.has_group("brand_certification.group_body"):
            raise AccessError(self.env._("Only a certification body enters its assessors."))
        return body


class BrandAssessorQualification(models.Model):
    """A document that proves an assessor's competence, until when."""

    _name = "brand.assessor.qualification"
    _description = "Qualification"
    _order = "assessor_id, date_to desc, id"

    assessor_id = fields.Many2one(
        "brand.assessor", "Person", required=True, ondelete="cascade", index=True
    )
    name = fields.Char("Qualification", required=True)
    number = fields.Char("Document No.")
    date_from = fields.Date("Valid from")
    date_to = fields.Date("Valid until", required=True, index=True)
    is_confirmed = fields.Boolean("Confirmed", help="The office has seen the document.")
    reminded_on = fields.Date(readonly=True, copy=False)

    _period_in_order = models.Constraint(
        "CHECK (date_from IS NULL OR date_from <= date_to)",
        "A qualification begins before it ends.",
    )
