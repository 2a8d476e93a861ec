"""Who may be drawn, how many of each, and what keeps a pool from being drawn from."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..scheme import draw


class BrandDraw(models.Model):
    _inherit = "brand.draw"

    # -- filling the pool ----------------------------------------------------------------------

    def action_fill_pool(self):
        """Put everybody who may be drawn into the pool; who is in it already stays as he is.

        Panel: experts whose field and dates fit the programme. Inspection: certificates that are
        valid, and inspectors.
        """
        self.check_access("write")
        for record in self.filtered(lambda r: r.state == "draft"):
            known = set(record.entry_ids.mapped("key"))
            fill = record._panel_pool if record.kind == "panel" else record._inspection_pool
            record.entry_ids = [
                fields.Command.create(vals) for vals in fill() if vals["key"] not in known
            ]
        return True

    def _panel_pool(self):
        """Values of entries: the experts of the register who may work on a panel today."""
        if not self.program_id:
            raise UserError(self.env._("Choose the programme: its city's experts are asked."))
        experts = self.env["brand.assessor"]._pool(self.program_id)
        return self._without_doubles(
            [
                {
                    "role": "expert",
                    "key": expert.registration_no,
                    "name": expert.name,
                    "partner_id": expert.partner_id.id,
                    "user_id": expert.user_id.id,
                    "group": expert.employer_id.name,
                    "part": expert.speciality,
                }
                for expert in experts
            ]
        )

    def _inspection_pool(self):
        """Values of entries: valid certificates of the programme, and inspectors of the city."""
        domain = [("status", "=", "valid"), ("company_id", "=", self.company_id.id)]
        if self.program_id:
            domain.append(("program_id", "=", self.program_id.id))
        certificates = self.env["brand.certificate"].search(domain)
        return [
            {
                "role": "object",
                "key": certificate.number,
                "name": f"{certificate.holder_name} · {certificate.product_name}",
                "certificate_id": certificate.id,
                "partner_id": certificate.partner_id.id,
                "group": certificate.holder_name,
            }
            for certificate in certificates
        ] + self._without_doubles(self._inspector_pool())

    def _inspector_pool(self):
        """Values of entries: the city's staff who are registered as inspectors."""
        group = self.env.ref("brand_certification.group_inspector")
        # sudo: the list of users is not every officer's; names of inspectors become the pool
        users = group.sudo().all_user_ids.filtered(lambda u: self.company_id in u.company_ids)
        return [
            {
                "role": "inspector",
                "name": user.name,
                "user_id": user.id,
                "partner_id": user.partner_id.id,
            }
            for user in users
        ]

    @api.model
    def _without_doubles(self, vals_list):
        """Give persons without a number a key: name and employer, numbered among namesakes."""
        seen = {}
        for vals in sorted(vals_list, key=lambda v: v["partner_id"]):
            key = vals.get("key") or "·".join(filter(None, (vals["name"], vals.get("group"))))
            seen[key] = seen.get(key, 0) + 1
            vals["key"] = key if seen[key] == 1 else f"{key}#{seen[key]}"
        return vals_list

    # -- the pool in the words of the pure function ----------------------------------------------

    def _wanted(self):
        """How many of each part of the pool, as the pure function reads it."""
        self.ensure_one()
        if self.kind == "inspection":
            return [
                draw.Wanted("object", self.count, self.reserve_count),
                draw.Wanted("inspector", self.inspector_count, self.inspector_reserve_count),
            ]
        if self.quota_ids:
            return [
                draw.Wanted(f"expert/{draw.clean(quota.part)}", quota.count, quota.reserve_count)
                for quota in self.quota_ids
            ]
        return [draw.Wanted("expert", self.count, self.reserve_count)]

    def _entries(self):
        """The pool as the pure function reads it."""
        return [entry._as_entry() for entry in self.entry_ids]

    def _per_group(self):
        return 1 if self.one_per_group else 0

    def _pool_problem(self):
        """Why the pool cannot be drawn from, as a sentence; nothing if it can."""
        _ = self.env._
        if self.kind == "inspection" and self.inspector_count < 2:
            return _("An inspection takes at least two inspectors.")
        drawer = self.entry_ids.filtered(
            lambda e: not e.is_recused and e.role != "object" and e.user_id == self.env.user
        )
        if drawer:
            return _("You are in the pool yourself: somebody else draws, or you are recused.")
        try:
            draw.check(self._entries(), self._wanted(), self._per_group())
        except draw.DrawError as error:
            return self._error_text(error)
        return ""

    def _error_text(self, error):
        _ = self.env._
        if error.code == "too_few":
            return _(
                "Too few are left to draw %(wanted)s of “%(part)s”: %(found)s, without the recused"
                " and with at most one of an employer where that is asked.",
                wanted=error.params["wanted"],
                part=self._part_label(error.params["stratum"]),
                found=error.params["found"],
            )
        return {
            "key_empty": _("Every entry of the pool needs its key."),
            "key_twice": _("This key stands twice in the pool: %s", error.params.get("key")),
            "text": _("No line break or tab in a key: %s", error.params.get("text")),
            "count": _("Say how many are to be drawn: at least one."),
        }[error.code]

    @api.model
    def _part_label(self, stratum):
        """Word for a part of the pool."""
        role, _slash, part = stratum.partition("/")
        labels = dict(self.env["brand.draw.entry"]._fields["role"]._description_selection(self.env))
        return part or labels.get(role, role)
