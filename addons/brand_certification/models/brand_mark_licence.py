"""Licence to use the certification mark (标志使用授权书): it lives and ends with its certificate."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .transition_mixin import transition

_PICTURES = ("image/jpeg", "image/png")
# What becomes of a licence when its certificate takes a state
_FOLLOWS = {
    "valid": "action_activate",
    "suspended": "action_interrupt",
    "withdrawn": "action_end",
    "cancelled": "action_end",
    "expired": "action_end",
}


class BrandMarkFile(models.Model):
    """A file of the mark (vector, bitmap, manual) that licensed holders may download."""

    _name = "brand.mark.file"
    _description = "File of the Mark"
    _order = "program_id, sequence, id"

    program_id = fields.Many2one("brand.program", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    file = fields.Binary(attachment=True, required=True)
    filename = fields.Char()


class BrandMarkLicence(models.Model):
    """The right to use the mark for one certificate, free of charge (SZ-20 「授权免费使用」).

    Whether it may be used today follows from the certificate's status of today, so that a lapsed
    certificate ends it at 00:00, before any cron.
    """

    _name = "brand.mark.licence"
    _description = "Licence of the Mark"
    _inherit = ["brand.transition.mixin", "mail.thread"]
    _order = "id desc"
    _rec_name = "number"

    _initial_state = "draft"
    _transitions = {
        "action_activate": (("draft", "suspended"), "active", None),
        "action_interrupt": (("draft", "active"), "suspended", None),
        "action_end": (("draft", "active", "suspended"), "ended", None),
    }
    _system_fields = frozenset(
        {
            "number",
            "certificate_id",
            "scope",
            "rules",
            "forbidden",
            "terms",
            "ended_on",
            "last_use_on",
        }
    )
    _write_windows = dict.fromkeys(("leftover_plan",), ("ended",))

    number = fields.Char(readonly=True)
    certificate_id = fields.Many2one(
        "brand.certificate", required=True, readonly=True, ondelete="restrict", index=True
    )
    state = fields.Selection(
        [("draft", "Draft"), ("active", "Active"), ("suspended", "Suspended"), ("ended", "Ended")],
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    partner_id = fields.Many2one(related="certificate_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="certificate_id.company_id", store=True)
    district_id = fields.Many2one(related="certificate_id.district_id", store=True)
    program_id = fields.Many2one(related="certificate_id.program_id")
    certificate_status = fields.Selection(
        related="certificate_id.status", string="Status of the Certificate"
    )
    holder_name = fields.Char(related="certificate_id.holder_name")
    product_name = fields.Char(related="certificate_id.product_name")
    date_start = fields.Date(related="certificate_id.date_start")
    date_end = fields.Date(related="certificate_id.date_end")
    scope = fields.Text("Where the Mark May Be Used", readonly=True)
    rules = fields.Text("Size and Colour", readonly=True)
    forbidden = fields.Text("Forbidden Uses", readonly=True)
    terms = fields.Html("Terms of the Mark Licence", readonly=True)
    is_usable = fields.Boolean("May Be Used Today", compute="_compute_is_usable")
    ended_on = fields.Date(readonly=True)
    last_use_on = fields.Date(
        "Leftover Packaging until", readonly=True, help="Last day; none after a withdrawal."
    )
    leftover_plan = fields.Text("Plan for Leftover Packaging")
    specimen_ids = fields.One2many("brand.mark.specimen", "licence_id", "Specimens")
    open_specimen_count = fields.Integer(
        "Specimens to Check", compute="_compute_open_specimen_count"
    )

    _one_per_certificate = models.UniqueIndex(
        "(certificate_id)", "The mark is licensed for this certificate already."
    )

    @api.depends("state", "certificate_id.state", "certificate_id.date_end")
    def _compute_is_usable(self):
        for licence in self:
            licence.is_usable = (
                licence.state == "active" and licence.certificate_id.status == "valid"
            )

    @api.depends("specimen_ids.state")
    def _compute_open_specimen_count(self):
        for licence in self:
            waiting = licence.specimen_ids.filtered(lambda s: s.state == "submitted")
            licence.open_specimen_count = len(waiting)

    # -- transitions: the system's, as the certificate's steps bring them ------------------------

    @transition
    def action_activate(self):
        """Allow the use of the mark: the certificate is valid."""

    @transition
    def action_interrupt(self):
        """Forbid the use of the mark while the certificate is suspended."""

    @transition
    def action_end(self):
        """End the licence with its certificate; leftover packaging has a last day, or none.

        Packaging may be used up after expiry and cancellation, within the programme's days. A
        withdrawal is a sanction: the mark goes at once.
        """
        for licence in self.sudo():  # sudo: dates of the step, written by it only
            certificate = licence.certificate_id
            ended = certificate.date_ended or certificate.date_end
            days = certificate.program_id.mark_leftover_days
            licence.ended_on = ended
            licence.last_use_on = (
                ended + timedelta(days=days)
                if days
                and certificate.state != "withdrawn"
                and not certificate.was_suspended_at_end
                else False
            )

    def _follow_certificate(self):
        """Take the step that the certificates' state asks for, by batches of the same step."""
        for state, licences in self.sudo().grouped(lambda li: li.certificate_id.state).items():
            step = _FOLLOWS[state]
            origins = self._transitions[step][0]
            due = licences.filtered(lambda li, o=origins: li.state in o)
            if due:
                getattr(due, step)()

    def action_open_paper(self):
        """The newest licence as it was made out to the holder, as a PDF."""
        self.ensure_one()
        self.check_access("read")
        # sudo: which paper is the newest; whoever opens it is checked there
        papers = self.sudo().certificate_id.paper_ids.filtered(lambda p: p.kind == "licence")
        if not papers:
            raise UserError(self.env._("%s has not been made out on paper.", self.number))
        return papers.sorted("version")[-1:].with_env(self.env).action_open()

    # -- leftover packaging ----------------------------------------------------------------------

    def action_plan_leftover(self, plan):
        """The holder says how much marked packaging is left and what becomes of it.

        :raises UserError: where nothing may be used up any more
        """
        self.ensure_one()
        self.check_access("read")
        today = self.env["brand.workday"]._today()
        if self.env.user.partner_id.commercial_partner_id != self.sudo().partner_id:
            raise AccessError(self.env._("Only the holder plans its packaging."))
        if self.state != "ended" or not self.last_use_on or self.last_use_on < today:
            raise UserError(self.env._("No packaging with the mark may be used up any more."))
        if not (plan or "").strip():
            raise ValidationError(self.env._("Describe what is left and until when it is used."))
        # sudo: portal users do not write licences; this one answer of the own licence only
        self.sudo().leftover_plan = plan.strip()
        return True


class BrandMarkSpecimen(models.Model):
    """How a holder uses the mark: a picture or proof, checked by an officer before it is printed."""

    _name = "brand.mark.specimen"
    _description = "Specimen of the Mark"
    _inherit = ["brand.file.mixin", "brand.transition.mixin"]
    _order = "id desc"

    _initial_state = "submitted"
    _transitions = {
        "action_approve": (("submitted",), "approved", "brand_certification.group_officer"),
        "action_refuse": (("submitted",), "refused", "brand_certification.group_officer"),
    }
    _duties = {"action_approve": "check", "action_refuse": "check"}
    _system_fields = frozenset({"answer"})
    _write_windows = dict.fromkeys(("name", "media", "file", "filename", "licence_id"), ())

    licence_id = fields.Many2one(
        "brand.mark.licence", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char("What It Shows", required=True)
    media = fields.Selection(
        [
            ("product", "On the product"),
            ("package", "On packaging"),
            ("print", "In print"),
            ("web", "On web pages"),
            ("space", "In shops and halls"),
        ],
        required=True,
        default="package",
    )
    file = fields.Binary(required=True)
    state = fields.Selection(
        [("submitted", "To check"), ("approved", "Agreed"), ("refused", "Refused")],
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    answer = fields.Text("Answer to the Holder", readonly=True)
    # What the officer compares it with, and the picture itself, without a download
    rules = fields.Text(related="licence_id.rules")
    forbidden = fields.Text(related="licence_id.forbidden")
    is_picture = fields.Boolean(compute="_compute_picture")
    picture = fields.Binary("What Was Handed in", compute="_compute_picture")
    partner_id = fields.Many2one(related="licence_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="licence_id.company_id", store=True)
    district_id = fields.Many2one(related="licence_id.district_id", store=True)

    @api.depends("file", "mimetype")
    def _compute_picture(self):
        for specimen in self:
            specimen.is_picture = specimen.mimetype in _PICTURES
            specimen.picture = specimen.file if specimen.is_picture else False

    @api.constrains("licence_id")
    def _check_licence_runs(self):
        for specimen in self:
            if specimen.sudo().licence_id.state not in ("active", "suspended"):
                raise ValidationError(self.env._("The licence of the mark has ended."))

    @transition
    def action_approve(self, reason=None):
        """Agree to this use of the mark."""
        self._answer(reason)

    @transition
    def action_refuse(self, reason=None):
        """Refuse this use, with the reason that the holder is told."""
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason: the enterprise is told it."))
        self._answer(reason)

    def _answer(self, reason):
        # sudo: the answer is written by the officer's step only
        self.sudo().answer = reason


class BrandCertificate(models.Model):
    _inherit = "brand.certificate"

    mark_licence_ids = fields.One2many("brand.mark.licence", "certificate_id")
    mark_licence_count = fields.Integer(compute="_compute_mark_licence_count")

    @api.depends("mark_licence_ids")
    def _compute_mark_licence_count(self):
        for certificate in self:
            certificate.mark_licence_count = len(certificate.mark_licence_ids)

    def _license_mark(self):
        """License the mark for new certificates of programmes that have one, free of charge."""
        marked = self.filtered("program_id.mark_name")
        # sudo: licences follow from certificates, whoever issues them
        licences = (
            self.env["brand.mark.licence"]
            .sudo()
            .create(
                [
                    {
                        "number": f"{certificate.number}-M",
                        "certificate_id": certificate.id,
                        "scope": certificate.program_id.mark_scope,
                        "rules": certificate.program_id.mark_rules,
                        "forbidden": certificate.program_id.mark_forbidden,
                        "terms": certificate.program_id.mark_terms,
                    }
                    for certificate in marked
                ]
            )
        )
        if licences:
            licences.action_activate()
            marked._queue_papers("licence")
        return licences

    def action_view_mark_licence(self):
        """The licence to use the mark for this certificate."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Licence of the Mark"),
            "res_model": "brand.mark.licence",
            "res_id": self.mark_licence_ids[:1].id,
            "view_mode": "form",
        }
