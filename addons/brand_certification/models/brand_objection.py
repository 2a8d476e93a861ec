import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..scheme import workdays
from .transition_mixin import transition

OPEN_STATES = ("received", "investigating")


class BrandObjection(models.Model):
    """An objection against one item of a notice. Late or anonymous ones are kept as clues.

    An objection holds its own item only, until a ruling; a clue holds nothing. Who objects stands
    in a record of its own, which the objection's officer alone may read.
    """

    _name = "brand.objection"
    _description = "Objection"
    _inherit = ["brand.transition.mixin", "mail.thread"]
    _order = "received_on desc, id desc"

    _initial_state = "received"
    _transitions = {
        "action_investigate": (
            ("received",),
            "investigating",
            "brand_certification.group_officer",
        ),
        "action_uphold": (("investigating",), "upheld", "brand_certification.group_reviewer"),
        "action_dismiss": (("investigating",), "dismissed", "brand_certification.group_reviewer"),
    }
    _duties = {
        "action_investigate": "investigate",
        "action_uphold": "rule",
        "action_dismiss": "rule",
    }
    _system_fields = frozenset({"name", "kind", "received_on", "is_named", "officer_id"})
    _write_windows = dict.fromkeys(
        ("line_id", "text", "is_anonymous", "channel", "postmark_on", "arrived_on"), ("received",)
    ) | dict.fromkeys(("finding", "answer"), OPEN_STATES)

    name = fields.Char("Receipt No.", readonly=True, copy=False)
    line_id = fields.Many2one(
        "brand.notice.line", "Concerns", required=True, index=True, ondelete="restrict"
    )
    notice_id = fields.Many2one(related="line_id.notice_id", store=True, index=True)
    company_id = fields.Many2one(related="notice_id.company_id", store=True)
    state = fields.Selection(
        [
            ("received", "Received"),
            ("investigating", "Under investigation"),
            ("upheld", "Upheld"),
            ("dismissed", "Dismissed"),
        ],
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    kind = fields.Selection(
        [("objection", "Objection"), ("clue", "Clue")],
        compute="_compute_kind",
        store=True,
        precompute=True,
        help="In time and in a real name: an objection. Otherwise kept as a clue.",
    )
    is_clue = fields.Boolean("Kept as a Clue", compute="_compute_is_clue", store=True)
    clue_reason = fields.Selection(
        [
            ("anonymous", "Without a real name"),
            ("late", "After the last day"),
            ("unproven", "The identity was not proven"),
        ],
        "Why a Clue",
        compute="_compute_kind",
        store=True,
        precompute=True,
    )
    is_anonymous = fields.Boolean("Anonymous")
    is_named = fields.Boolean("In a Real Name", readonly=True, copy=False)
    is_unproven = fields.Boolean("Identity Not Proven", readonly=True, copy=False)
    channel = fields.Selection(
        [
            ("web", "Public page"),
            ("letter", "Letter"),
            ("visit", "In person"),
        ],
        required=True,
        default="letter",
        help="How the objection reached the office.",
    )
    postmark_on = fields.Date("Postmark", help="Day of the postmark, for letters.")
    arrived_on = fields.Date(
        "Arrived on", help="Day on which the letter arrived, if it is entered later."
    )
    received_on = fields.Datetime(
        "Received at", default=fields.Datetime.now, required=True, readonly=True
    )
    text = fields.Text("Objection", required=True)
    file_ids = fields.One2many("brand.objection.file", "objection_id", "Evidence Files")
    finding = fields.Text("Findings of the Investigation", copy=False)
    answer = fields.Text("Answer to the Objector", copy=False)
    is_open = fields.Boolean(compute="_compute_is_open")

    # -- computes ------------------------------------------------------------------------------

    @api.depends(
        "received_on",
        "is_anonymous",
        "is_named",
        "is_unproven",
        "line_id.notice_id.date_end",
        "channel",
        "postmark_on",
        "arrived_on",
    )
    def _compute_kind(self):
        for objection in self:
            if objection.is_anonymous or not objection.is_named:
                objection.clue_reason = "anonymous"
            elif not objection._is_in_time():
                objection.clue_reason = "late"
            else:
                objection.clue_reason = "unproven" if objection.is_unproven else False
            objection.kind = "clue" if objection.clue_reason else "objection"

    def _is_in_time(self):
        """By 24:00 of the last day: of receipt, or by the postmark where the programme says so."""
        notice = self.line_id.notice_id
        if not notice.date_end:
            return False
        if (
            self.channel == "letter"
            and self.postmark_on
            and (notice.sudo().program_id.objection_by == "postmark")
        ):
            return self.postmark_on <= notice.date_end
        if self.channel != "web" and self.arrived_on:
            return self.arrived_on <= notice.date_end
        return workdays.is_in_time(self.received_on, notice.date_end)

    @api.depends("kind")
    def _compute_is_clue(self):
        for objection in self:
            objection.is_clue = objection.kind == "clue"

    @api.depends("state", "kind")
    def _compute_is_open(self):
        for objection in self:
            objection.is_open = objection.kind == "objection" and objection.state in OPEN_STATES

    # -- constraints ---------------------------------------------------------------------------

    @api.constrains("line_id")
    def _check_notice_published(self):
        if self.notice_id.filtered(lambda n: n.state == "draft"):
            raise ValidationError(self.env._("This notice has not been published."))

    @api.constrains("postmark_on", "arrived_on")
    def _check_days_are_past(self):
        today = self.env["brand.workday"]._today()
        for objection in self:
            days = list(filter(None, (objection.postmark_on, objection.arrived_on)))
            if any(day > today for day in days) or days != sorted(days):
                raise ValidationError(
                    self.env._("A letter is posted before it arrives, and neither lies ahead.")
                )

    # -- receipt -------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        identities = [self._take_identity(vals) for vals in vals_list]
        objections = super().create(vals_list)
        for objection, identity in zip(objections, identities, strict=True):
            objection._receive(identity)
        return objections

    def write(self, vals):
        vals = dict(vals)
        identity = self._take_identity(vals)
        result = super().write(vals) if vals else True
        if identity:
            self._change_identity(identity)
        return result

    def _receive(self, identity):
        """Give the receipt number and start the time to answer."""
        # sudo: number, officer, identity and limit are the register's
        objection = self.sudo()
        sequence = objection.env["ir.sequence"].with_company(objection.company_id)
        objection.name = sequence.next_by_code("brand.objection")
        objection._start_answer_limit()
        # who enters a letter is its officer; those of the public page are taken charge of
        if not self.env.su and self.env.user.has_group("brand_certification.group_officer"):
            objection.officer_id = self.env.user
        self.env["brand.objection.identity"].sudo().create(
            {"objection_id": self.id, "receipt_code": secrets.token_urlsafe(9), **identity}
        )
        objection.is_named = bool((identity.get("name") or "").strip())

    # -- transitions ---------------------------------------------------------------------------

    @transition
    def action_investigate(self):
        """Take the objection up. Whoever does has not evaluated, reviewed or decided the item."""
        self._check_uninvolved(self.env.user)
        self._check_identity_proven()
        for objection in self.sudo().filtered(lambda o: not o.officer_id):
            objection._set_officer(self.env.user, self.env._("takes the objection up"))

    @transition
    def action_uphold(self, reason=None, document_no=None):
        """Uphold: the item of the notice goes no further; the other items go on.

        Where it is upheld in part, the item goes on with the ruling as a note for the decision.
        """
        self._check_ruling_complete(reason)
        self._record_ruling(reason, document_no)
        for objection in self.sudo().filtered(lambda o: not o.is_partial):
            subject = self.env[objection.line_id.model].sudo().browse(objection.line_id.res_id)
            subject._stop_by_objection(objection, objection.ruling, objection.ruling_no)

    @transition
    def action_dismiss(self, reason=None, document_no=None):
        """Dismiss: the item is free to go on."""
        self._check_ruling_complete(reason)
        self._record_ruling(reason, document_no)

    def _check_ruling_complete(self, reason):
        for objection in self:
            if not objection.finding:
                raise UserError(self.env._("Write down the findings before ruling."))
            if not (reason or objection.answer):
                raise UserError(self.env._("Write the answer to the objector."))
            objection._check_inquiry_complete()
