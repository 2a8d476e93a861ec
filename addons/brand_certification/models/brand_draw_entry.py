"""Candidates of a draw, and how many of each field are drawn."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..scheme import draw

_RESULT = ("ticket", "rank", "result", "called_for_id", "replaced_reason", "replaced_on")


class BrandDrawQuota(models.Model):
    """How many of one field a panel takes."""

    _name = "brand.draw.quota"
    _description = "Number by Field"
    _inherit = ["brand.part.mixin"]
    _order = "part"
    _rec_name = "part"

    _part_of = "draw_id"

    draw_id = fields.Many2one("brand.draw", required=True, index=True, ondelete="cascade")
    part = fields.Char("Field", required=True)
    count = fields.Integer("To Draw", default=1, required=True)
    reserve_count = fields.Integer("Reserves", default=1, required=True)

    _part_unique = models.UniqueIndex("(draw_id, part)", "This field has its number already.")


class BrandDrawEntry(models.Model):
    """One candidate of a draw, and how he came out.

    The pool changes in draft only; what the draw decides is written by the draw alone.
    """

    _name = "brand.draw.entry"
    _description = "Entry of a Pool"
    _inherit = ["brand.part.mixin"]
    _order = "draw_id, role, rank, id"

    _part_of = "draw_id"

    draw_id = fields.Many2one("brand.draw", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="draw_id.company_id", store=True)
    role = fields.Selection(
        [("expert", "Expert"), ("object", "Certificate to inspect"), ("inspector", "Inspector")],
        required=True,
        default="expert",
    )
    key = fields.Char(
        "Key in the Draw",
        required=True,
        help="Public, stable and once in the pool: a certificate's number, an assessor's number."
        " The draw depends on it.",
    )
    name = fields.Char(required=True)
    part = fields.Char("Field", help="Where numbers are asked by field: the field drawn for.")
    group = fields.Char("Employer", help="Of one employer at most one is drawn, if so asked.")
    partner_id = fields.Many2one("res.partner", "Person or Organisation")
    user_id = fields.Many2one("res.users")
    certificate_id = fields.Many2one("brand.certificate", index="btree_not_null")
    is_recused = fields.Boolean("Recused", help="Stays on the list, takes no part.")
    recusal_reason = fields.Char("Reason for Recusal")
    ticket = fields.Char(readonly=True, copy=False)
    rank = fields.Integer("Order of Drawing", readonly=True, copy=False)
    result = fields.Selection(
        [
            ("drawn", "Drawn"),
            ("reserve", "Reserve"),
            ("passed", "Not drawn"),
            ("recused", "Recused"),
        ],
        readonly=True,
        copy=False,
    )
    status = fields.Selection(
        [
            ("drawn", "Drawn"),
            ("called", "Called from the reserves"),
            ("replaced", "Replaced by a reserve"),
            ("reserve", "Reserve"),
            ("passed", "Not drawn"),
            ("recused", "Recused"),
        ],
        compute="_compute_status",
        store=True,
    )
    called_for_id = fields.Many2one("brand.draw.entry", "Called for", readonly=True, copy=False)
    replaced_reason = fields.Char("Reason for Replacement", readonly=True, copy=False)
    replaced_on = fields.Datetime(readonly=True, copy=False)

    _key_unique = models.UniqueIndex("(draw_id, key)", "This key stands in the pool already.")
    _called_once = models.UniqueIndex(
        "(called_for_id) WHERE called_for_id IS NOT NULL",
        "A reserve has been called for this person already.",
    )

    @api.depends("result", "called_for_id", "replaced_on")
    def _compute_status(self):
        for entry in self:
            if entry.replaced_on:
                entry.status = "replaced"
            elif entry.called_for_id:
                entry.status = "called"
            else:
                entry.status = entry.result

    @api.constrains("is_recused", "recusal_reason")
    def _check_recusal_reason(self):
        silent = self.filtered(lambda e: e.is_recused and not (e.recusal_reason or "").strip())
        if silent:
            raise ValidationError(
                self.env._("A recusal needs its reason: %s", ", ".join(silent.mapped("name")))
            )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_result(vals)
            self._fill_from_links(vals)
        defaults = {f"default_{name}" for name in _RESULT}
        clean = {k: v for k, v in self.env.context.items() if k not in defaults}
        # replaced, not extended: no client's default may remain
        cleaned = self.with_context(clean)  # pylint: disable=context-overridden
        return super(BrandDrawEntry, cleaned).create(vals_list)

    def write(self, vals):
        self._refuse_result(vals)
        return super().write(vals)

    def _refuse_result(self, vals):
        if not self.env.su and any(vals.get(name) for name in _RESULT):
            raise AccessError(self.env._("What a draw decides is written by the draw alone."))

    @api.model
    def _fill_from_links(self, vals):
        """Name and key of an entry that a person adds by choosing a certificate or a user."""
        certificate = self.env["brand.certificate"].browse(vals.get("certificate_id"))
        user = self.env["res.users"].browse(vals.get("user_id"))
        partner = self.env["res.partner"].browse(vals.get("partner_id")) or user.partner_id
        if certificate and not vals.get("name"):
            vals["name"] = f"{certificate.holder_name} · {certificate.product_name}"
            vals.setdefault("key", certificate.number)
        elif partner and not vals.get("name"):
            vals["name"] = partner.sudo().name
        if not vals.get("key") and vals.get("name"):
            vals["key"] = "·".join(filter(None, (vals["name"], vals.get("group"))))

    # -- drawing -------------------------------------------------------------------------------

    def _stratum(self):
        """The part of the pool from which this entry is drawn."""
        if self.role == "expert" and self.draw_id.quota_ids:
            return f"expert/{draw.clean(self.part)}"
        return self.role

    def _as_entry(self):
        return draw.Entry(
            draw.clean(self.key), self._stratum(), draw.clean(self.group), self.is_recused
        )

    def _clear_result(self):
        self.write(
            dict.fromkeys(("ticket", "result", "called_for_id", "replaced_reason"), False)
            | {"rank": 0, "replaced_on": False}
        )

    def _take_places(self, places):
        """Keep what the pure function found. Called in superuser mode by the draw."""
        by_key = {place.key: place for place in places}
        for entry in self:
            place = by_key.get(draw.clean(entry.key))
            entry.write(
                {
                    "ticket": place.ticket if place else False,
                    "rank": place.rank if place else 0,
                    "result": place.result if place else "passed",
                }
            )

    # -- replacement ---------------------------------------------------------------------------

    def action_replace(self, reason=None):
        """Call the next reserve for a drawn person who cannot come; the draw itself stays.

        :param reason: why, told in the minutes
        :return: the reserve that is called
        :raises UserError: without a reason, before the draw, or when no reserve is left
        """
        self.ensure_one()
        self.draw_id.check_access("read")
        self.draw_id._check_step_role("action_draw")
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason: it stands in the minutes."))
        self.draw_id.lock_for_update(allow_referencing=True)
        if self.status not in ("drawn", "called"):
            raise UserError(self.env._("%s was not drawn, or has been replaced.", self.name))
        reserve = self._next_reserve()
        # sudo: written by this step alone, after the check of the role
        self.sudo().write({"replaced_reason": reason, "replaced_on": fields.Datetime.now()})
        reserve.sudo().called_for_id = self
        self.draw_id.sudo().message_post(
            body=self.env._(
                "%(old)s is replaced by %(new)s: %(reason)s",
                old=self.name,
                new=reserve.name,
                reason=reason,
            )
        )
        return reserve.id

    def _next_reserve(self):
        reserves = self.draw_id.entry_ids.filtered(
            lambda e: e.status == "reserve" and e._stratum() == self._stratum()
        ).sorted("rank")
        if not reserves:
            raise UserError(
                self.env._("No reserve is left for %s: draw again, with the reason.", self.name)
            )
        return reserves[0]

    def action_ask_replacement(self):
        """Open the question for the reason."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "brand.draw.replace",
            "name": self.env._("Call a Reserve"),
            "view_mode": "form",
            "target": "new",
            "context": {"default_entry_id": self.id, "dialog_size": "medium"},
        }
