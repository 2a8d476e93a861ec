"""Renames, moves, mergers: what changed about an enterprise, and what goes with it."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .brand_application import OPEN_STATES

# What of an enterprise is never changed without a trace, and what such a change is called
_KIND_OF_FIELD = {"name": "rename", "uscc": "uscc", "brand_district_id": "move"}
# A client's context can never hold this object
_CHANGE_KEY = "brand_change"


class _Change:
    """Date, document and reason of a change, on their way to its row."""

    def __init__(self, **vals):
        self.vals = vals


class BrandPartnerHistory(models.Model):
    """What changed about an enterprise, from when, by which document. Append-only.

    Files and certificates keep the name and the district of their date; this says what came after.
    """

    _name = "brand.partner.history"
    _description = "History of an Enterprise"
    _inherit = ["brand.append.only.mixin"]
    _order = "date desc, id desc"
    _rec_name = "kind"

    partner_id = fields.Many2one(
        "res.partner", "Enterprise", required=True, readonly=True, index=True, ondelete="restrict"
    )
    kind = fields.Selection(
        [
            ("rename", "Renamed"),
            ("merger", "Merged into another"),
            ("split", "Split"),
            ("move", "Moved to another district"),
            ("uscc", "Change of credit code"),
        ],
        required=True,
        readonly=True,
    )
    old_value = fields.Char("Was", readonly=True)
    new_value = fields.Char("Became", readonly=True)
    related_partner_id = fields.Many2one("res.partner", "Successor", readonly=True)
    date = fields.Date("In Force from", required=True, readonly=True)
    document_no = fields.Char("Document No.", readonly=True)
    reason = fields.Text(readonly=True)
    application_ids = fields.Many2many(
        "brand.application", string="Applications Moved", readonly=True
    )
    user_id = fields.Many2one("res.users", "Recorded by", required=True, readonly=True)
    recorded_on = fields.Datetime(default=fields.Datetime.now, required=True, readonly=True)
    company_id = fields.Many2one(related="partner_id.company_id", string="City", store=True)
    district_id = fields.Many2one(related="partner_id.brand_district_id")


class ResPartner(models.Model):
    _inherit = "res.partner"

    foreign_id = fields.Char(
        "Foreign Registration No.",
        help="Of an enterprise abroad, which has no unified social credit code.",
    )
    brand_history_ids = fields.One2many(
        "brand.partner.history", "partner_id", "History of the Enterprise", readonly=True
    )
    brand_application_ids = fields.One2many("brand.application", "partner_id", "Applications")

    def write(self, vals):
        """Whoever changes name, code or district of an enterprise with files leaves a row."""
        watched = [name for name in _KIND_OF_FIELD if name in vals]
        kept = self._with_files() if watched else self.browse()
        before = {partner: partner._watched_texts(watched) for partner in kept}
        result = super().write(vals)
        if before:
            kept._keep_history(before, watched)
        return result

    def _with_files(self):
        """Enterprises an office already has something of: not those that only have drafts."""
        enterprises = self.filtered("is_brand_enterprise")
        if not enterprises:
            return enterprises
        # sudo: files count, whoever may read them
        groups = (
            self.env["brand.application"]
            .sudo()
            ._read_group(
                [("partner_id", "in", enterprises.ids), ("state", "!=", "draft")], ["partner_id"]
            )
        )
        return enterprises & self.browse([partner.id for (partner,) in groups])

    def _watched_texts(self, names):
        return {
            name: (self[name].display_name if name == "brand_district_id" else self[name]) or ""
            for name in names
        }

    def _keep_history(self, before, names):
        change = self.env.context.get(_CHANGE_KEY)
        given = change.vals if isinstance(change, _Change) else {}
        rows = [
            {
                "date": self.env["brand.workday"]._today(),
                "user_id": self.env.uid,
                **given,
                "partner_id": partner.id,
                "kind": _KIND_OF_FIELD[name],
                "old_value": before[partner][name],
                "new_value": after,
            }
            for partner in self
            for name, after in partner._watched_texts(names).items()
            if after != before[partner][name]
        ]
        # sudo: history is written by the system, whoever changes the enterprise
        self.env["brand.partner.history"].sudo().create(rows)
        for row in rows:
            if row["kind"] == "rename":
                partner = self.browse(row["partner_id"]).sudo()
                names = [*filter(None, [partner.legal_name_before]), row["old_value"]]
                partner.legal_name_before = "; ".join(dict.fromkeys(names))

    def _name_with_former(self, name_then):
        """The name of today with the one of a date: 现名(原名), or the one name if they agree."""
        self.ensure_one()
        if not name_then or name_then == self.name:
            return self.name or ""
        return self.env._("%(name)s (formerly %(former)s)", name=self.name or "", former=name_then)

    def action_record_change(self):
        """Open the wizard that records a change with its date and document."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "brand.partner.change",
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Record a Change"),
            "context": {"default_partner_id": self.id},
        }

    # -- changes by an officer -----------------------------------------------------------------

    def _record_change(self, vals, **given):
        """Change the enterprise and keep date, document and reason with the row."""
        self.with_context(**{_CHANGE_KEY: _Change(**given)}).write(vals)

    def _record_succession(self, kind, successor, applications, **given):
        """A merger or split: link the successor, move the files an officer decided on.

        Certificates are not moved: they change hands by a change of holder.
        """
        self.ensure_one()
        if successor in self._lineage():
            raise UserError(
                self.env._("%s is linked to this enterprise already.", successor.display_name)
            )
        self.write({"successor_ids": [(4, successor.id)]})
        # sudo: history is written by the system; files are moved by this decision only
        self.env["brand.partner.history"].sudo().create(
            {
                "partner_id": self.id,
                "kind": kind,
                "old_value": self.name,
                "new_value": successor.name,
                "related_partner_id": successor.id,
                "application_ids": [(6, 0, applications.ids)],
                "user_id": self.env.uid,
                **given,
            }
        )
        applications.sudo()._move_to_holder(successor, given.get("reason"))

    def _record_move(self, district, applications, **given):
        """A move: open files stay with their district unless a decision moves them, with a reason."""
        self.ensure_one()
        self._record_change(
            {"brand_district_id": district.id},
            application_ids=[(6, 0, applications.ids)],
            **given,
        )
        # sudo: the district of a file is changed by this decision only
        applications.sudo()._move_to_district(district, given.get("reason"))


class BrandApplication(models.Model):
    _inherit = "brand.application"

    enterprise_name = fields.Char(
        "Enterprise as Submitted", compute="_compute_enterprise_name", compute_sudo=True
    )

    @api.depends("partner_id.name", "snapshot")
    @api.depends_context("lang")
    def _compute_enterprise_name(self):
        """The name of today with the one under which the file was submitted, if they differ."""
        for application in self:
            then = ((application.snapshot or {}).get("enterprise") or {}).get("name")
            partner = application.partner_id
            application.enterprise_name = partner._name_with_former(then) if partner else False

    def _move_to_holder(self, successor, reason):
        for application in self._check_movable():
            before, district = application.partner_id.name, application.district_id
            # the product goes with its file; the district of an open file stays
            application.product_id.partner_id = successor
            application.write({"partner_id": successor.id, "district_id": district.id})
            application.message_post(
                body=self.env._(
                    "Moved from %(old)s to %(new)s by decision: %(reason)s",
                    old=before,
                    new=successor.name,
                    reason=reason or "",
                )
            )

    def _move_to_district(self, district, reason):
        for application in self._check_movable():
            before = application.district_id.name
            application.district_id = district
            application.message_post(
                body=self.env._(
                    "Moved from district %(old)s to %(new)s by decision: %(reason)s",
                    old=before,
                    new=district.name,
                    reason=reason or "",
                )
            )

    def _check_movable(self):
        ended = self.filtered(lambda a: a.state not in OPEN_STATES)
        if ended:
            raise UserError(
                self.env._("Only open applications are moved: %s", ended._names_with_state())
            )
        return self
