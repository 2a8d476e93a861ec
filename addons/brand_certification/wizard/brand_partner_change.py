from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.brand_application import OPEN_STATES


class BrandPartnerChange(models.TransientModel):
    """Records a rename, move, change of code, merger or split with its date and document, and asks
    which open applications move with it."""

    _name = "brand.partner.change"
    _description = "Record a Change of an Enterprise"

    partner_id = fields.Many2one("res.partner", "Enterprise", required=True, ondelete="cascade")
    kind = fields.Selection(
        [
            ("rename", "New name"),
            ("move", "Moved to another district"),
            ("uscc", "New credit code"),
            ("merger", "Merged into another enterprise"),
            ("split", "Split: a part lives on in another enterprise"),
        ],
        required=True,
        default="rename",
    )
    new_name = fields.Char()
    new_uscc = fields.Char("New Credit Code")
    new_district_id = fields.Many2one("brand.district")
    successor_id = fields.Many2one(
        "res.partner", domain="[('is_company', '=', True), ('id', '!=', partner_id)]"
    )
    date = fields.Date(
        "In Force from",
        required=True,
        default=lambda self: self.env["brand.workday"]._today(),
    )
    document_no = fields.Char("Document No.", required=True)
    reason = fields.Text()
    open_application_ids = fields.Many2many(
        "brand.application",
        "brand_partner_change_open",
        string="Open Applications",
        compute="_compute_open_application_ids",
    )
    application_ids = fields.Many2many(
        "brand.application",
        "brand_partner_change_moved",
        string="Applications That Move",
        domain="[('id', 'in', open_application_ids)]",
        help="By decision, with the reason. The others stay where they are.",
    )

    @api.depends("partner_id")
    def _compute_open_application_ids(self):
        for wizard in self:
            wizard.open_application_ids = self.env["brand.application"].search(
                [
                    ("partner_id", "=", wizard.partner_id.id),
                    ("state", "in", OPEN_STATES),
                ]
            )

    def action_confirm(self):
        """Record the change; asks for the reason where files move."""
        self.ensure_one()
        self.partner_id.check_access("write")
        if self.application_ids and not (self.reason or "").strip():
            raise UserError(self.env._("Files move by decision: give its reason."))
        if self.date > self.env["brand.workday"]._today():
            raise UserError(self.env._("Record the change when it is in force."))
        moved = self.application_ids & self.open_application_ids
        given = {"date": self.date, "document_no": self.document_no, "reason": self.reason}
        partner = self.partner_id
        if self.kind == "rename":
            partner._record_change({"name": self._needed("new_name")}, **given)
        elif self.kind == "uscc":
            partner._record_change({"uscc": self._needed("new_uscc")}, **given)
        elif self.kind == "move":
            partner._record_move(self._needed("new_district_id"), moved, **given)
        else:
            partner._record_succession(self.kind, self._needed("successor_id"), moved, **given)
        return {"type": "ir.actions.act_window_close"}

    def _needed(self, name):
        if not self[name]:
            raise UserError(
                self.env._("Enter: %s", self._fields[name]._description_string(self.env))
            )
        return self[name]
