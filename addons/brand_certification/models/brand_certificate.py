import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..scheme import numbering, workdays
from .transition_mixin import transition

_FROZEN = frozenset(
    {
        "number",
        "number_key",
        "version",
        "application_id",
        "partner_id",
        "holder_name",
        "uscc",
        "product_id",
        "product_name",
        "program_id",
        "level_id",
        "body_id",
        "standard_text",
        "date_issue",
        "date_start",
        "date_end",
        "token",
        "suspended_until",
    }
)


class BrandCertificate(models.Model):
    """What was certified, for whom, and what it is worth today.

    ``state`` is what offices decided; ``status`` is today's truth, which also follows the dates:
    a certificate is expired from 00:00 of the day after its last, whether or not a cron ran.
    """

    _name = "brand.certificate"
    _description = "Certificate"
    _inherit = ["brand.transition.mixin", "portal.mixin", "mail.thread"]
    _order = "date_issue desc, id desc"
    _rec_names_search = ["number", "product_name", "holder_name"]

    _initial_state = "valid"
    _transitions = {
        "action_suspend": (("valid",), "suspended", "brand_certification.group_reviewer"),
        "action_restore": (("suspended",), "valid", "brand_certification.group_reviewer"),
        "action_withdraw": (
            ("valid", "suspended"),
            "withdrawn",
            "brand_certification.group_approver",
        ),
        "action_cancel": (
            ("valid", "suspended"),
            "cancelled",
            "brand_certification.group_reviewer",
        ),
        "action_expire": (("valid", "suspended"), "expired", None),
    }
    _system_fields = _FROZEN

    number = fields.Char(readonly=True, copy=False)
    number_key = fields.Char(
        compute="_compute_number_key", store=True, precompute=True, readonly=True
    )
    version = fields.Integer(default=1, readonly=True, copy=False)
    application_id = fields.Many2one("brand.application", readonly=True, index=True)
    state = fields.Selection(
        [
            ("valid", "Valid"),
            ("suspended", "Suspended"),
            ("withdrawn", "Withdrawn"),
            ("cancelled", "Cancelled"),
            ("expired", "Expired"),
        ],
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    status = fields.Selection(
        selection="_selection_status",
        compute="_compute_status",
        search="_search_status",
        string="Status Today",
    )
    partner_id = fields.Many2one("res.partner", "Holder", readonly=True, index=True)
    holder_name = fields.Char("Holder as Issued", readonly=True)
    uscc = fields.Char("Unified Social Credit Code", readonly=True)
    product_id = fields.Many2one("brand.product", readonly=True, index=True)
    product_name = fields.Char("Product as Issued", readonly=True)
    program_id = fields.Many2one("brand.program", "Programme", readonly=True, index=True)
    company_id = fields.Many2one(related="program_id.company_id", store=True)
    district_id = fields.Many2one(related="application_id.district_id", store=True)
    level_id = fields.Many2one("brand.program.level", readonly=True)
    body_id = fields.Many2one("brand.body", "Certification Body", readonly=True)
    standard_text = fields.Char("Standards", readonly=True)
    date_issue = fields.Date("Issued on", readonly=True)
    date_start = fields.Date("Valid from", readonly=True)
    date_end = fields.Date("Valid until", readonly=True, index=True)
    suspended_until = fields.Date(readonly=True)
    token = fields.Char(readonly=True, copy=False, groups="base.group_no_one")
    event_ids = fields.One2many("brand.certificate.event", "certificate_id", "History")

    _number_unique = models.UniqueIndex(
        "(company_id, number_key, version)", "This certificate number has been used already."
    )
    _token_unique = models.UniqueIndex("(token)", "Tokens are unique.")
    _one_per_application = models.UniqueIndex(
        "(application_id) WHERE version = 1", "The certificate of this application exists already."
    )

    # -- computes ------------------------------------------------------------------------------

    @api.depends("number", "product_name")
    def _compute_display_name(self):
        for certificate in self:
            parts = (certificate.number, certificate.product_name)
            certificate.display_name = " ".join(filter(None, parts))

    @api.depends("number")
    def _compute_number_key(self):
        for certificate in self:
            certificate.number_key = numbering.normalise(certificate.number or "")

    @api.model
    def _selection_status(self):
        return self._fields["state"]._description_selection(self.env)

    @api.depends("state", "date_end")
    def _compute_status(self):
        today = self.env["brand.workday"]._today()
        for certificate in self:
            lapsed = certificate.date_end and certificate.date_end < today
            runs = certificate.state in ("valid", "suspended")
            certificate.status = "expired" if runs and lapsed else certificate.state

    @api.model
    def _search_status(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        today = self.env["brand.workday"]._today()
        running = Domain("state", "in", ("valid", "suspended"))
        found = Domain.FALSE
        for status in value:
            if status == "expired":
                found |= Domain("state", "=", "expired") | running & Domain("date_end", "<", today)
            elif status in ("valid", "suspended"):
                found |= Domain("state", "=", status) & Domain("date_end", ">=", today)
            else:
                found |= Domain("state", "=", status)
        return found if operator == "in" else ~found

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for certificate in self:
            certificate.access_url = f"/my/brand/certificate/{certificate.id}"
        return result

    def _verify_path(self):
        """Path of the public page that tells what the certificate is worth."""
        self.ensure_one()
        # sudo: the token is printed on the certificate itself, for anyone to check
        return f"/brand/verify/{self.sudo().token}"

    def action_view_public_page(self):
        """The certificate as anybody sees it who scans its code."""
        return {"type": "ir.actions.act_url", "url": self._verify_path(), "target": "new"}

    # -- issuing -------------------------------------------------------------------------------

    @api.model
    def _issue(self, applications):
        """Issue one certificate for each decided application, in one batch.

        Names are frozen as issued; validity ends the day before the anniversary.

        :return: certificates in the order of ``applications``
        """
        today = self.env["brand.workday"]._today()
        certificates = self.create([self._prepare_issue_vals(a, today) for a in applications])
        certificates._add_event("issue")
        certificates._after_issue()
        return certificates

    @api.model
    def _prepare_issue_vals(self, application, today):
        program = application.program_id
        return {
            "number": program._next_number(application.level_id, today),
            "application_id": application.id,
            "partner_id": application.partner_id.id,
            "holder_name": application.partner_id.name,
            "uscc": application.partner_id.uscc,
            "product_id": application.product_id.id,
            "product_name": application.product_id.display_name,
            "program_id": program.id,
            "level_id": application.level_id.id,
            "body_id": application.body_id.id,
            "standard_text": "、".join(application.standard_ids.mapped("display_name")),
            "date_issue": today,
            "date_start": today,
            "date_end": workdays.validity_end(today, months=program.validity_months),
            "token": secrets.token_urlsafe(12),
        }

    def _after_issue(self):
        """Hook for what follows from new certificates, such as rewards; called once a batch."""

    def _after_state_change(self):
        """Hook for what follows when certificates stop or start to be valid."""

    def _add_event(self, kind, reason=None, document_no=None):
        """Append to the public history. sudo: history is written by actions only."""
        self.env["brand.certificate.event"].sudo().create(
            [
                {
                    "certificate_id": certificate.id,
                    "kind": kind,
                    "reason": reason,
                    "document_no": document_no,
                    "date": self.env["brand.workday"]._today(),
                }
                for certificate in self
            ]
        )

    # -- transitions ---------------------------------------------------------------------------

    @transition
    def action_suspend(self, reason=None, document_no=None, until=None):
        """Suspend (暂停) until a date at most; the holder is told what ends it.

        :param until: last day of the suspension (date or ISO text)
        """
        self._require_reason(reason)
        self.sudo().write({"suspended_until": fields.Date.to_date(until)})
        self._add_event("suspend", reason, document_no)

    @transition
    def action_restore(self, reason=None, document_no=None):
        """Restore after a suspension; validity is not lengthened."""
        self.sudo().write({"suspended_until": False})
        self._add_event("restore", reason, document_no)

    @transition
    def action_withdraw(self, reason=None, document_no=None):
        """Withdraw (撤销): a sanction, published, with its consequences."""
        self._require_reason(reason)
        if not document_no:
            raise UserError(self.env._("A withdrawal needs its document number."))
        self._add_event("withdraw", reason, document_no)

    @transition
    def action_cancel(self, reason=None):
        """Cancel (注销) at the holder's request or for a changed rule: no sanction."""
        self._require_reason(reason)
        self._add_event("cancel", reason)

    @transition
    def action_expire(self):
        """Record the end of validity; what is shown follows the dates, not this step."""
        self._add_event("expire")

    def _end_transition(self, step, reason, document_no):
        result = super()._end_transition(step, reason, document_no)
        if self:
            self._after_state_change()
        return result

    def _require_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason: it becomes part of the history."))

    @api.model
    def _cron_expire(self):
        """Record expiry of lapsed certificates, in batches that commit their progress."""
        today = self.env["brand.workday"]._today()
        domain = [("state", "in", ("valid", "suspended")), ("date_end", "<", today)]
        remaining = self.search_count(domain)
        while remaining:
            batch = self.search(domain, limit=200).try_lock_for_update().filtered_domain(domain)
            if not batch:
                break
            batch.action_expire()
            remaining -= len(batch)
            if not self.env["ir.cron"]._commit_progress(len(batch), remaining=remaining):
                break


class BrandCertificateEvent(models.Model):
    """One event in the life of a certificate. Append-only, shown to the public."""

    _name = "brand.certificate.event"
    _description = "Certificate Event"
    _inherit = ["brand.append.only.mixin"]
    _order = "date desc, id desc"
    _rec_name = "kind"

    certificate_id = fields.Many2one(
        "brand.certificate", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(
        [
            ("issue", "Issued"),
            ("suspend", "Suspended"),
            ("restore", "Restored"),
            ("withdraw", "Withdrawn"),
            ("cancel", "Cancelled"),
            ("expire", "Expired"),
            ("change", "Changed"),
        ],
        required=True,
    )
    date = fields.Date(required=True)
    reason = fields.Text()
    document_no = fields.Char("Document No.")
