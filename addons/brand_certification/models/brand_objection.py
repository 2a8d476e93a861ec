from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..scheme import workdays
from .transition_mixin import transition

OPEN_STATES = ("received", "investigating")


class BrandObjection(models.Model):
    """An objection against one item of a notice. Late or anonymous ones are kept as clues.

    An objection holds its own item only, until a ruling; a clue holds nothing.
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
    _system_fields = frozenset({"name", "kind", "received_on"})
    _write_windows = dict.fromkeys(
        ("line_id", "objector_name", "objector_contact", "text", "is_anonymous"), ("received",)
    )

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
    is_anonymous = fields.Boolean("Anonymous")
    objector_name = fields.Char("Objector")
    objector_contact = fields.Char("Contact of Objector")
    received_on = fields.Datetime(
        "Received at", default=fields.Datetime.now, required=True, readonly=True
    )
    text = fields.Text("Objection", required=True)
    finding = fields.Text("Findings of the Investigation")
    answer = fields.Text("Answer to the Objector")
    is_open = fields.Boolean(compute="_compute_is_open")

    @api.depends("received_on", "is_anonymous", "objector_name", "line_id")
    def _compute_kind(self):
        for objection in self:
            notice = objection.line_id.notice_id
            in_time = notice.date_end and workdays.is_in_time(
                objection.received_on, notice.date_end
            )
            named = objection.objector_name and not objection.is_anonymous
            objection.kind = "objection" if in_time and named else "clue"

    @api.depends("state", "kind")
    def _compute_is_open(self):
        for objection in self:
            objection.is_open = objection.kind == "objection" and objection.state in OPEN_STATES

    @api.constrains("line_id")
    def _check_notice_published(self):
        if self.notice_id.filtered(lambda n: n.state == "draft"):
            raise ValidationError(self.env._("This notice has not been published."))

    @api.model_create_multi
    def create(self, vals_list):
        objections = super().create(vals_list)
        for objection in objections:
            # sudo: the receipt number is the register's
            sequence = self.env["ir.sequence"].sudo().with_company(objection.company_id)
            objection.sudo().name = sequence.next_by_code("brand.objection")
        return objections

    @transition
    def action_investigate(self):
        """Take the objection up."""

    @transition
    def action_uphold(self, reason=None, document_no=None):
        """Uphold: the objector is right; the city's decision on this item follows it."""
        self._check_ruling_complete(reason)

    @transition
    def action_dismiss(self, reason=None, document_no=None):
        """Dismiss: the item is free to go on."""
        self._check_ruling_complete(reason)

    def _check_ruling_complete(self, reason):
        for objection in self:
            if not objection.finding:
                raise UserError(self.env._("Write down the findings before ruling."))
            if not (reason or objection.answer):
                raise UserError(self.env._("Write the answer to the objector."))
