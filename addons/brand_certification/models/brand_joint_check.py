"""Departments say what they know of enterprises."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .transition_mixin import transition

_CHECKED_STATES = ("submitted", "accepted", "evaluating", "evaluated", "notice")

# Of a line: written by its actions only
_KEPT = frozenset(
    {
        "reply",
        "details",
        "replied_by",
        "replied_user_id",
        "replied_on",
        "disposal",
        "disposal_reason",
        "disposed_by_id",
    }
)


class BrandJointCheck(models.Model):
    """A list of enterprises that one department is asked about (联审核查), with its replies.

    A hit holds the enterprise's files until an officer disposes of it; silence is not consent
    unless the programme names a ruling that says so.
    """

    _name = "brand.joint.check"
    _description = "Joint Check"
    _inherit = ["brand.transition.mixin", "mail.thread"]
    _order = "id desc"

    _initial_state = "draft"
    _transitions = {
        "action_send": (("draft",), "sent", "brand_certification.group_officer"),
        "action_close": (("sent",), "closed", "brand_certification.group_officer"),
    }
    _write_windows = dict.fromkeys(
        ("program_id", "department_id", "date_cutoff", "line_ids"), ("draft",)
    )
    _system_fields = frozenset({"sent_on"})

    program_id = fields.Many2one(
        "brand.program", "Programme", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="program_id.company_id", store=True)
    department_id = fields.Many2one(
        "brand.department", "Department Asked", required=True, index=True, ondelete="restrict"
    )
    date_cutoff = fields.Date(
        "As of",
        required=True,
        default=lambda self: self.env["brand.workday"]._today(),
        help="The department answers what it knew on this day.",
    )
    date_since = fields.Date("Looking Back to", help="First day the department looks at.")
    state = fields.Selection(
        [("draft", "Draft"), ("sent", "Sent"), ("closed", "Closed")],
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    sent_on = fields.Date("List Sent on", readonly=True, copy=False)
    due_on = fields.Date("Answer by", readonly=True, copy=False)
    line_ids = fields.One2many("brand.joint.check.line", "check_id", "Enterprises")
    line_count = fields.Integer("Enterprises Asked about", compute="_compute_counts")
    waiting_count = fields.Integer("No Reply Yet", compute="_compute_counts")
    hit_count = fields.Integer("Hits", compute="_compute_counts")

    @api.depends("program_id", "department_id", "date_cutoff")
    def _compute_display_name(self):
        for check in self.sudo():
            parts = (check.department_id.name, check.program_id.name)
            check.display_name = " · ".join(filter(None, parts))

    @api.depends("line_ids.reply")
    def _compute_counts(self):
        counts = {
            (check, reply): count
            for check, reply, count in self.env["brand.joint.check.line"]._read_group(
                [("check_id", "in", self.ids)], ["check_id", "reply"], ["__count"]
            )
        }
        for check in self:
            by_reply = {r: counts.get((check, r), 0) for r in ("waiting", "clear", "hit", "none")}
            check.line_count = sum(by_reply.values())
            check.waiting_count = by_reply["waiting"]
            check.hit_count = by_reply["hit"]

    # -- transitions ---------------------------------------------------------------------------

    @transition
    def action_send(self, reason=None):
        """Send the list: the department's time to answer begins (working days)."""
        for check in self:
            if not check.line_ids:
                raise UserError(self.env._("The list is empty: fill it first."))
            # sudo: dates are kept by the system
            check._start_limit(
                check.program_id.joint_check_days, sent_on=self.env["brand.workday"]._today()
            )
            check._notify_department()

    @transition
    def action_close(self, reason=None):
        """Close the list: whoever has not been answered for stands as “no reply”."""
        today = self.env["brand.workday"]._today()
        for check in self:
            if check.waiting_count and check.due_on and today <= check.due_on:
                raise UserError(
                    self.env._(
                        "%(check)s may answer until %(due)s.",
                        check=check.display_name,
                        due=self.env["brand.portal"]._long_date(check.due_on),
                    )
                )
        waiting = self.line_ids.filtered(lambda line: line.reply == "waiting")
        # sudo: the list is closed by this step; lines are not written by hand
        waiting.sudo().write({"reply": "none"})

    def _notify_department(self):
        """Tell the department's users in the thread. sudo: the officer reads no user's data."""
        partners = self.sudo().department_id.user_ids.partner_id
        self.message_post(
            body=self.env._(
                "Please say until %(due)s what is known of %(count)s enterprises.",
                due=self._due_words(),
                count=self.line_count,
            ),
            partner_ids=partners.ids,
        )

    # -- filling -------------------------------------------------------------------------------

    def action_fill(self):
        """Add every enterprise with a running file in the programme that is not in the list."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "draft":
            raise UserError(self.env._("Only a draft is filled: %s", self._names_with_state()))
        files = self.env["brand.application"].search(
            [("program_id", "=", self.program_id.id), ("state", "in", _CHECKED_STATES)],
            order="partner_id, id",
        )
        known = self.line_ids.partner_id
        self.env["brand.joint.check.line"].create(
            [
                {
                    "check_id": self.id,
                    "partner_id": partner.id,
                    "enterprise_name": partner.name,
                    "uscc": partner.uscc,
                    "application_ids": [(6, 0, own.ids)],
                    "products": "; ".join(own.product_id.mapped("display_name")),
                }
                for partner, own in files.grouped("partner_id").items()
                if partner not in known
            ]
        )
        return True


class BrandJointCheckLine(models.Model):
    """What one department knows of one enterprise."""

    _name = "brand.joint.check.line"
    _description = "Enterprise in a Joint Check"
    _inherit = ["brand.part.mixin"]
    _part_of = "check_id"
    _order = "check_id, id"
    _rec_name = "enterprise_name"

    check_id = fields.Many2one("brand.joint.check", required=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one("res.partner", "Enterprise", required=True, index=True)
    enterprise_name = fields.Char("Name as Asked", required=True)
    uscc = fields.Char("Unified Social Credit Code")
    application_ids = fields.Many2many("brand.application", string="Applications Concerned")
    products = fields.Char("Products Concerned")
    department_id = fields.Many2one(related="check_id.department_id", store=True, index=True)
    check_state = fields.Selection(related="check_id.state")
    reply = fields.Selection(
        [
            ("waiting", "No reply yet"),
            ("clear", "Nothing known"),
            ("hit", "Hit"),
            ("none", "No reply"),
        ],
        default="waiting",
        required=True,
        readonly=True,
    )
    details = fields.Text("What Is Known", readonly=True)
    replied_by = fields.Char(readonly=True)
    replied_user_id = fields.Many2one("res.users", "Entered by", readonly=True)
    replied_on = fields.Date(readonly=True)
    disposal = fields.Selection(
        [("released", "Released"), ("upheld", "Upheld")], "Disposed of", readonly=True
    )
    disposal_reason = fields.Text(readonly=True)
    disposed_by_id = fields.Many2one("res.users", "Disposed by", readonly=True)

    _once_a_list = models.UniqueIndex(
        "(check_id, partner_id)", "The enterprise stands in this list already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not self.env.su and any(vals.get(n) not in (None, False, "waiting") for n in _KEPT):
                raise AccessError(self.env._("A reply is given when the list has been sent."))
        return super().create(vals_list)

    def write(self, vals):
        """Replies and disposals are written by their actions only."""
        if not self.env.su and _KEPT & set(vals):
            raise AccessError(
                self.env._("A reply is given by its action; the record keeps who gave it.")
            )
        return super().write(vals)

    # -- replies -------------------------------------------------------------------------------

    def action_reply(self, reply, details=None, replied_by=None):
        """Answer for these enterprises.

        :param reply: ``clear`` or ``hit``; a hit needs its details
        :param details: what the department knows
        :param replied_by: who answered, where an officer enters a reply on paper
        :raises AccessError: for somebody who neither acts for the department nor is an officer
        """
        self.check_access("read")
        self._check_may_reply()
        details = (details or "").strip()
        if reply not in ("clear", "hit"):
            raise UserError(self.env._("Answer “nothing known” or “hit”."))
        if reply == "hit" and not details:
            raise UserError(self.env._("Say what is known: a hit needs its details."))
        settled = self.filtered("disposal")
        if settled:
            raise UserError(
                self.env._("Disposed of already: %s", ", ".join(settled.mapped("enterprise_name")))
            )
        # sudo: replies are written by this action only, after the check of who answers
        self.sudo().write(
            {
                "reply": reply,
                "details": details or False,
                "replied_by": replied_by or self.env.user.name,
                "replied_user_id": self.env.uid,
                "replied_on": self.env["brand.workday"]._today(),
            }
        )
        return True

    def action_reply_clear(self):
        """Nothing is known of these enterprises."""
        self.action_reply("clear")
        return True

    def _check_may_reply(self):
        closed = self.check_id.filtered(lambda check: check.state != "sent")
        if closed:
            raise UserError(
                self.env._(
                    "Replies are taken while the list is out: %s", closed._names_with_state()
                )
            )
        is_officer = self.env.user.has_group("brand_certification.group_officer")
        # sudo: the departments of the lines, compared with the user's own
        foreign = self.sudo().department_id - self.env.user.sudo().brand_department_ids
        if foreign and not is_officer:
            raise AccessError(
                self.env._("You do not act for %s.", ", ".join(foreign.mapped("name")))
            )

    # -- disposal ------------------------------------------------------------------------------

    def action_dispose(self, disposal, reason=None):
        """An officer's disposal of a hit: ``released`` (the files go on) or ``upheld``."""
        self.check_access("read")
        if not self.env.user.has_group("brand_certification.group_officer"):
            raise AccessError(self.env._("Hits are disposed of by an officer."))
        if disposal not in ("released", "upheld"):
            raise UserError(self.env._("Choose “released” or “upheld”."))
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason: it is kept with the file."))
        wrong = self.filtered(lambda line: line.reply != "hit")
        if wrong:
            raise UserError(
                self.env._(
                    "There is nothing to dispose of: %s", ", ".join(wrong.mapped("enterprise_name"))
                )
            )
        own = self.filtered(
            lambda line: (
                line.replied_user_id == self.env.user
                and line.department_id in self.env.user.brand_department_ids
            )
        )
        if own and disposal == "released":
            raise AccessError(
                self.env._("Who reported a hit does not release it: %s", own[0].enterprise_name)
            )
        # sudo: disposals are written by this action only
        self.sudo().write(
            {"disposal": disposal, "disposal_reason": reason, "disposed_by_id": self.env.uid}
        )
        return True

    def _is_settled(self):
        """Whether this line lets its files go on."""
        self.ensure_one()
        if self.disposal:
            return self.disposal == "released"
        if self.reply == "clear":
            return True
        return self.reply == "none" and self.check_id.program_id.joint_silence == "clear"

    def _open_hit_domain(self):
        """Hits nobody has released."""
        return Domain("reply", "=", "hit") & (
            Domain("disposal", "=", False) | Domain("disposal", "=", "upheld")
        )
