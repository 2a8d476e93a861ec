"""Requests on a certificate: what holder, office or system asks, and how the body answers."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .brand_certificate_life import APPROVER, BODY, REVIEWER
from .transition_mixin import transition

ENTERPRISE = "brand_certification.group_enterprise"
OFFICER = "brand_certification.group_officer"
ASSESSOR = "brand_certification.group_assessor"

OPEN_STATES = ("submitted", "verified")
# What a holder may ask for; the office proposes sanctions, the body decides all of it
HOLDER_KINDS = ("restore", "cancel", "change")
_ASKED_FIELDS = (
    "certificate_id",
    "kind",
    "reason",
    "document_no",
    "until",
    "remedy",
    "file_ids",
)


class BrandCertificateRequest(models.Model):
    """What somebody asks of the body that certified, with evidence; verified, then decided.

    Who verifies does not decide, and nobody verifies or decides what he asked for himself. A wider
    scope and a restoration are never decided unverified (ISO/IEC 17065, 7.10 and 7.11).
    """

    _name = "brand.certificate.request"
    _description = "Request on a Certificate"
    _inherit = ["brand.transition.mixin", "mail.thread", "portal.mixin"]
    _order = "id desc"
    _mail_post_access = "read"

    _initial_state = "draft"
    _transitions = {
        "action_submit": (("draft",), "submitted", (ENTERPRISE, OFFICER, REVIEWER, BODY)),
        "action_verify": (("submitted",), "verified", (ASSESSOR, BODY, OFFICER)),
        "action_grant": (OPEN_STATES, "granted", (BODY, REVIEWER, APPROVER)),
        "action_refuse": (OPEN_STATES, "refused", (BODY, REVIEWER, APPROVER)),
        "action_withdraw": (
            ("draft", *OPEN_STATES),
            "withdrawn",
            (ENTERPRISE, OFFICER, REVIEWER),
        ),
    }
    _duties = {
        "action_submit": "ask",
        "action_verify": "verify",
        "action_grant": "decide",
        "action_refuse": "decide",
    }
    _write_windows = dict.fromkeys(_ASKED_FIELDS, ("draft",))
    _system_fields = frozenset(
        {"origin", "asked_by_id", "verified_by_id", "verified_on", "finding", "answer", "closed_on"}
    )

    certificate_id = fields.Many2one(
        "brand.certificate", required=True, index=True, ondelete="restrict"
    )
    kind = fields.Selection(
        [
            ("change", "Change what the certificate says"),
            ("suspend", "Suspend the certificate"),
            ("restore", "Restore the certificate"),
            ("cancel", "Cancel without a sanction"),
            ("withdraw", "Withdraw as a sanction"),
        ],
        "Asked for",
        required=True,
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Asked"),
            ("verified", "Evidence verified"),
            ("granted", "Granted"),
            ("refused", "Refused"),
            ("withdrawn", "Taken back"),
        ],
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    origin = fields.Selection(
        [("holder", "Holder"), ("office", "Office"), ("body", "Body"), ("system", "System")],
        "Asked by",
        default=lambda self: self._origin_of_user(),
        required=True,
        readonly=True,
    )
    asked_by_id = fields.Many2one(
        "res.users", "Person Who Asked", default=lambda self: self.env.user, readonly=True
    )
    partner_id = fields.Many2one(related="certificate_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="certificate_id.company_id", store=True)
    district_id = fields.Many2one(related="certificate_id.district_id", store=True)
    body_id = fields.Many2one(related="certificate_id.body_id", store=True, index=True)
    # Assessors verify without reading certificates
    number = fields.Char(related="certificate_id.number", related_sudo=True)
    product_name = fields.Char(related="certificate_id.product_name", related_sudo=True)
    holder_name = fields.Char(related="certificate_id.holder_name", related_sudo=True)
    reason = fields.Text(required=True)
    document_no = fields.Char("Document No.")
    until = fields.Date("Suspended until")
    remedy = fields.Text("What Ends the Suspension")
    file_ids = fields.One2many("brand.certificate.request.file", "request_id", "Evidence Files")

    finding = fields.Text("Result of the Verification", readonly=True)
    verified_by_id = fields.Many2one("res.users", "Verified by", readonly=True)
    verified_on = fields.Date(readonly=True)
    answer = fields.Text("Answer to Who Asked", readonly=True)
    closed_on = fields.Date(readonly=True)

    _one_open = models.UniqueIndex(
        "(certificate_id, kind) WHERE state IN ('submitted', 'verified')",
        "This has been asked for already and waits for an answer.",
    )

    # -- constraints and computes ----------------------------------------------------------------

    @api.depends("kind", "certificate_id.number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for request in self:
            number = request.sudo().certificate_id.number or ""
            request.display_name = f"{labels.get(request.kind, '')} {number}".strip()

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for request in self:
            request.access_url = f"/my/brand/request/{request.id}"
        return result

    @api.model
    def _origin_of_user(self):
        user = self.env.user
        if user.has_group(BODY):
            return "body"
        return "holder" if user.has_group(ENTERPRISE) else "office"

    def _needs_verification(self):
        """Whether this is decided only after somebody else has verified the evidence."""
        self.ensure_one()
        return self.kind == "restore" or (self.kind == "change" and self._widens_scope())

    # -- transitions -----------------------------------------------------------------------------

    @transition
    def action_submit(self):
        """Put the request to the body that certified, which is told of it."""
        for request in self:
            request._check_asked()
            if not request.env.su:
                request.certificate_id._check_not_lapsed()
        self._tell_body()

    def _check_asked(self):
        certificate = self.certificate_id.sudo()
        if self.origin == "holder" and self.kind not in HOLDER_KINDS:
            raise UserError(self.env._("A holder cannot ask for this."))
        fitting = {
            "suspend": ("valid",),
            "restore": ("suspended",),
        }.get(self.kind, ("valid", "suspended"))
        if certificate.state not in fitting:
            raise UserError(
                self.env._(
                    "%(number)s is “%(state)s”: this cannot be asked for now.",
                    number=certificate.number,
                    state=certificate._state_label(certificate.state),
                )
            )
        if self.kind == "change" and not self._new_face():
            raise UserError(self.env._("Say what is to be changed."))
        if self.kind == "restore" and not self.file_ids and self.origin == "holder":
            raise UserError(self.env._("Add the evidence that the causes are gone."))
        if self.kind == "withdraw" and self.origin == "office" and not self.document_no:
            raise UserError(self.env._("Name the document that the sanction rests on."))

    @transition
    def action_verify(self, reason=None):
        """Confirm by one's own look that the evidence holds; the result is written down.

        :param reason: result of the verification
        :raises AccessError: for who suspended the certificate, and outside the body that certified
        """
        if not (reason or "").strip():
            raise UserError(self.env._("Write down what was verified and with what result."))
        for request in self:
            request._check_side()
            if request.kind == "restore" and not self.env.su:
                request._check_did_not_suspend()
            # sudo: the result is written by this step only
            request.sudo().write(
                {
                    "finding": reason.strip(),
                    "verified_by_id": self.env.uid,
                    "verified_on": self.env["brand.workday"]._today(),
                }
            )

    def _check_side(self):
        """People of the body that certified, or of the office where no body stands behind it."""
        if self.env.su:
            return
        user, certificate = self.env.user, self.sudo().certificate_id
        employer = user.partner_id.commercial_partner_id
        if certificate._body_decides():
            allowed = employer == certificate.body_id.partner_id.commercial_partner_id
        else:
            allowed = user._is_internal()
        if not allowed:
            raise AccessError(self.env._("This is for the body that certified."))

    def _check_did_not_suspend(self):
        steps = self.sudo().certificate_id.transition_ids
        last = steps.filtered(lambda t: t.step == "action_suspend")[:1]
        if self.env.user in last.user_id | last.on_behalf_of_id:
            raise AccessError(
                self.env._("Who suspended the certificate does not verify the evidence.")
            )

    @transition
    def action_grant(self, reason=None, document_no=None):
        """Decide as asked: the certificate takes the step, or gets its new version.

        :raises UserError: where evidence has to be verified first
        """
        for request in self:
            if request._needs_verification() and request.state != "verified":
                raise UserError(
                    self.env._("%s: the evidence has not been verified yet.", request.display_name)
                )
            request._carry_out(reason, document_no or request.document_no)
            request._close(reason)

    def _carry_out(self, reason, document_no):
        certificate, why = self.certificate_id, reason or self.reason
        if self.kind == "suspend":
            certificate.action_suspend(why, document_no, self.until, self.remedy)
        elif self.kind == "restore":
            certificate.action_restore(why, document_no)
        elif self.kind == "withdraw":
            certificate.action_withdraw(why, document_no)
        elif self.kind == "cancel":
            certificate.action_cancel(why)
        else:
            certificate._check_decider()
            certificate._check_not_lapsed()
            self._change_certificate(why, document_no)

    @transition
    def action_refuse(self, reason=None):
        """Refuse, with the reason that is told to who asked."""
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason: who asked is told it."))
        self.sudo().certificate_id.with_user(self.env.user)._check_decider()
        self._close(reason)

    def _close(self, answer):
        # sudo: the answer is written by the decision only
        self.sudo().write({"answer": answer, "closed_on": self.env["brand.workday"]._today()})
        self._tell_asker(answer)

    @transition
    def action_withdraw(self, reason=None):
        """Take the request back before it is decided; only who asked may."""
        for request in self:
            if not self.env.su and request._origin_of_user() != request.origin:
                raise AccessError(self.env._("Only who asked takes the request back."))

    # -- what forms offer --------------------------------------------------------------------------

    def _check_role_or_level(self, step):
        result = super()._check_role_or_level(step)
        if step in ("action_grant", "action_refuse"):
            self.sudo().certificate_id.with_user(self.env.user)._check_decider()
            if step == "action_grant" and self._needs_verification() and self.state != "verified":
                raise AccessError(self.env._("The evidence has not been verified yet."))
        if step == "action_verify":
            self._check_side()
        if step == "action_withdraw" and self._origin_of_user() != self.origin:
            raise AccessError(self.env._("Only who asked takes the request back."))
        return result


class BrandCertificateRequestFile(models.Model):
    """One piece of evidence of a request, with the hash taken when it was stored."""

    _name = "brand.certificate.request.file"
    _description = "Evidence of a Request"
    _inherit = ["brand.file.mixin", "brand.part.mixin"]
    _part_of = "request_id"
    _part_states = ("draft",)
    _order = "request_id, id"
    _rec_name = "filename"

    request_id = fields.Many2one(
        "brand.certificate.request", required=True, index=True, ondelete="cascade"
    )
    file = fields.Binary(required=True)
    filename = fields.Char(required=True)


class BrandCertificate(models.Model):
    _inherit = "brand.certificate"

    request_ids = fields.One2many("brand.certificate.request", "certificate_id", "Requests")
    open_request_count = fields.Integer(compute="_compute_open_request_count")

    @api.depends("request_ids.state")
    def _compute_open_request_count(self):
        rows = self.env["brand.certificate.request"]._read_group(
            [("certificate_id", "in", self.ids), ("state", "in", OPEN_STATES)],
            ["certificate_id"],
            ["__count"],
        )
        counts = dict(rows)
        for certificate in self:
            certificate.open_request_count = counts.get(certificate, 0)

    def action_view_requests(self):
        """Requests on this certificate, with one to enter."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Requests"),
            "res_model": "brand.certificate.request",
            "view_mode": "list,form",
            "domain": [("certificate_id", "=", self.id)],
            "context": {"default_certificate_id": self.id},
        }
