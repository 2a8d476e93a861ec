"""Certificates and their public history."""

from odoo import api, fields, models
from odoo.fields import Domain

from ..scheme import numbering

_FROZEN = frozenset(
    {
        "number",
        "number_key",
        "version",
        "application_id",
        "renews_id",
        "partner_id",
        "holder_name",
        "uscc",
        "holder_address",
        "product_id",
        "product_name",
        "trademark",
        "program_id",
        "level_id",
        "body_id",
        "standard_ids",
        "standard_text",
        "date_issue",
        "date_first_issue",
        "date_start",
        "date_end",
        "token",
        "suspended_from",
        "suspended_until",
        "suspension_reason",
        "suspension_remedy",
        "was_suspended_at_end",
        "date_ended",
        "reapply_from",
        "reminded_days",
    }
)


# States in which the dates tell what a certificate is worth
RUNNING_STATES = ("valid", "suspended")


class BrandCertificate(models.Model):
    """What was certified, for whom, and what it is worth today.

    ``state`` is what was decided; ``status`` is today's truth, which also follows the dates: a
    certificate is expired from 00:00 of the day after its last, whether or not a cron ran, and a
    renewed one counts from its first day only. What stands on its face are the words of its newest
    version (``brand.certificate.version``). The steps of its life are in ``brand_certificate_life``.
    """

    _name = "brand.certificate"
    _description = "Certificate"
    _inherit = ["brand.transition.mixin", "portal.mixin", "mail.thread"]
    _order = "date_issue desc, id desc"
    _rec_names_search = ["number", "product_name", "holder_name"]

    _initial_state = "valid"
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
    holder_address = fields.Char("Address as Issued", readonly=True)
    product_id = fields.Many2one("brand.product", readonly=True, index=True)
    product_name = fields.Char("Product as Issued", readonly=True)
    trademark = fields.Char("Trademark as Issued", readonly=True)
    program_id = fields.Many2one("brand.program", "Programme", readonly=True, index=True)
    company_id = fields.Many2one(related="program_id.company_id", store=True)
    district_id = fields.Many2one(related="application_id.district_id", store=True, index=True)
    level_id = fields.Many2one("brand.program.level", readonly=True)
    body_id = fields.Many2one("brand.body", "Certification Body", readonly=True, index=True)
    standard_ids = fields.Many2many(
        "brand.standard", string="Standards Certified against", readonly=True
    )
    standard_text = fields.Char("Standards", readonly=True)
    date_issue = fields.Date("Issued on", readonly=True)
    date_first_issue = fields.Date(
        "First Issued on", readonly=True, help="Of the first version, over all renewals."
    )
    date_start = fields.Date("Valid from", readonly=True)
    date_end = fields.Date("Valid until", readonly=True, index=True)
    renews_id = fields.Many2one("brand.certificate", "Renewal of", readonly=True, index=True)
    renewed_by_ids = fields.One2many("brand.certificate", "renews_id", "Renewed by")
    suspended_from = fields.Date(readonly=True)
    suspended_until = fields.Date(readonly=True)
    suspension_reason = fields.Text("Reason of the Suspension", readonly=True)
    suspension_remedy = fields.Text("What Ends the Suspension", readonly=True)
    was_suspended_at_end = fields.Boolean("Expired while Suspended", readonly=True)
    date_ended = fields.Date("Withdrawn or Cancelled on", readonly=True)
    reapply_from = fields.Date(
        "May Apply again from", readonly=True, help="Set by a withdrawal (sanction)."
    )
    reminded_days = fields.Integer(
        readonly=True, copy=False, help="Days before expiry at which the holder was last reminded."
    )
    token = fields.Char(readonly=True, copy=False, groups="base.group_no_one")
    event_ids = fields.One2many("brand.certificate.event", "certificate_id", "History")
    version_ids = fields.One2many("brand.certificate.version", "certificate_id", "Versions")

    _number_unique = models.UniqueIndex(
        "(company_id, number_key, version)", "This certificate number has been used already."
    )
    _token_unique = models.UniqueIndex("(token)", "Tokens are unique.")
    _one_per_application = models.UniqueIndex(
        "(application_id) WHERE application_id IS NOT NULL",
        "The certificate of this application exists already.",
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
        states = self._fields["state"]._description_selection(self.env)
        return [*states, ("upcoming", self.env._("Not yet in force"))]

    @api.depends("state", "date_start", "date_end")
    def _compute_status(self):
        today = self.env["brand.workday"]._today()
        for certificate in self:
            certificate.status = certificate._status_on(today)

    def _status_on(self, day):
        """What the certificate was or will be worth on a day, as far as was decided until now."""
        self.ensure_one()
        if self.state not in RUNNING_STATES:
            return self.state
        if self.date_end and self.date_end < day:
            return "expired"
        if self.date_start and day < self.date_start:
            return "upcoming"
        return self.state

    @api.model
    def _search_status(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        today = self.env["brand.workday"]._today()
        running = Domain("state", "in", RUNNING_STATES)
        begun, goes_on = Domain("date_start", "<=", today), Domain("date_end", ">=", today)
        found = Domain.FALSE
        for status in value:
            own = Domain("state", "=", status)
            if status == "expired":
                found |= own | running & Domain("date_end", "<", today)
            elif status == "upcoming":
                found |= running & goes_on & Domain("date_start", ">", today)
            elif status in RUNNING_STATES:
                found |= own & begun & goes_on
            else:
                found |= own
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
            ("renew", "Renewed"),
            ("duplicate", "Duplicate issued"),
        ],
        required=True,
    )
    date = fields.Date(required=True)
    reason = fields.Text()
    document_no = fields.Char("Document No.")
