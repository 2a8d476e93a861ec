from odoo import api, fields, models


class AwardHonour(models.Model):
    """An honour that an authority awards, with its place on a ladder (市 → 省 → 国)."""

    _name = "award.honour"
    _description = "Honour"
    _inherit = ["brand.input.mixin"]
    _order = "ladder_key, ladder_step, name"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True, copy=False, help="Stable key by which rules of all years name this honour."
    )
    company_id = fields.Many2one(
        "res.company", "City", required=True, default=lambda self: self.env.company
    )
    holder_kind = fields.Selection(
        [("organisation", "Organisation"), ("individual", "Individual")],
        "Holder of the Honour",
        required=True,
        default="organisation",
    )
    authority = fields.Char("Awarded by", translate=True)
    level = fields.Selection(
        [
            ("district", "District"),
            ("city", "Municipal level"),
            ("province", "Province"),
            ("nation", "Nation"),
        ],
        "Authority Level",
    )
    ladder_key = fields.Char("Ladder", help="Honours with the same ladder follow one another.")
    ladder_step = fields.Integer("Step on the Ladder", help="A higher honour has a higher number.")
    ladder_text = fields.Char(
        "Honours of the Ladder",
        compute="_compute_ladder_text",
        help="From the lowest to the highest; this one stands in brackets.",
    )
    family_key = fields.Char("Family", help="Nomination and main award are one family.")
    program_id = fields.Many2one(
        "brand.program",
        "Given by Certification",
        help="Every certificate of this programme makes a recognition of this honour by itself.",
    )
    never_print = fields.Boolean(
        "Never on Public Output", help="Recorded, but not for advertising (商标法 14, on 驰名商标)."
    )
    active = fields.Boolean(default=True)
    recognition_ids = fields.One2many("award.recognition", "honour_id", "Recognitions")

    _code_unique = models.Constraint("UNIQUE (company_id, code)", "This honour's code exists.")

    @api.depends("ladder_key", "ladder_step", "company_id", "name")
    @api.depends_context("lang")
    def _compute_ladder_text(self):
        """区长质量奖 → [市长质量奖] → 省长质量奖: the ladder as people name it, not by its key."""
        keys = list(set(self.filtered("ladder_key").mapped("ladder_key")))
        steps = self.search(
            [("ladder_key", "in", keys), ("company_id", "in", self.company_id.ids)],
            order="ladder_step, name",
        ).grouped(lambda honour: (honour.company_id, honour.ladder_key))
        for honour in self:
            ladder = steps.get((honour.company_id, honour.ladder_key), ())
            names = (f"[{one.name}]" if one == honour._origin else one.name for one in ladder)
            honour.ladder_text = " → ".join(filter(None, names)) if len(ladder) > 1 else False

    @api.model_create_multi
    def create(self, vals_list):
        self._forget_programs()
        return super().create(vals_list)

    def write(self, vals):
        if {"program_id", "company_id", "active", "ladder_step"} & set(vals):
            self._forget_programs()
        return super().write(vals)

    def unlink(self):
        self._forget_programs()
        return super().unlink()

    def _forget_programs(self):
        """A programme finds its honours by code; nothing else tells the cache that one came."""
        self.env["brand.program"].invalidate_model(["award_honour_ids"])
