"""Shares of sectors that a programme promises, and how a batch would leave them."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..scheme import shares


class BrandProgramShare(models.Model):
    """At least so many per cent of what is certified belong to one sector."""

    _name = "brand.program.share"
    _description = "Share of a Sector"
    _inherit = ["brand.part.mixin"]
    _part_of = "program_id"
    _order = "program_id, sequence, id"
    _rec_name = "sector"

    program_id = fields.Many2one("brand.program", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    sector = fields.Selection(
        [
            ("product", "Products"),
            ("service", "Services"),
            ("engineering", "Engineering"),
            ("agriculture", "Agriculture"),
        ],
        required=True,
        help="Kind of the certified product.",
    )
    percent = fields.Integer(
        "At Least (%)",
        required=True,
        default=5,
        help="Counts are compared as whole numbers, without rounding: 100 × count ≥ percent × total.",
    )
    scope = fields.Selection(
        [
            ("batch", "Of each batch that is decided"),
            ("level", "Of each level of the programme"),
            ("program", "Of the whole programme"),
        ],
        "Counted in",
        help="The policy often leaves this open: it is ruled before the programme opens.",
    )
    ruling_id = fields.Many2one(
        "brand.ruling",
        domain="[('company_id', '=', parent.company_id)]",
        help="The city's answer to the open question in which scope the share is counted.",
    )

    _once = models.Constraint(
        "UNIQUE (program_id, sector, scope)", "This sector has a share in this scope already."
    )
    _percent_range = models.Constraint(
        "CHECK (percent > 0 AND percent <= 100)", "A share lies between 1 and 100 per cent."
    )

    @api.constrains("percent", "sector", "scope", "program_id")
    def _check_sum(self):
        """Shares of one scope that sum to more than all of it can never be met."""
        for program in self.program_id:
            for rows in program.share_ids.grouped("scope").values():
                if sum(rows.mapped("percent")) > 100:
                    raise ValidationError(
                        self.env._("The shares of one scope sum to more than 100 per cent.")
                    )

    @api.constrains("sector", "program_id")
    def _check_sector_in_scope(self):
        for share in self:
            if share.sector not in share.program_id._kinds():
                raise ValidationError(
                    self.env._(
                        "%(program)s does not certify “%(sector)s”: there can be no share of it.",
                        program=share.program_id.display_name,
                        sector=share._sector_label(),
                    )
                )

    def _sector_label(self):
        return dict(self._fields["sector"]._description_selection(self.env))[self.sector]


class BrandProgram(models.Model):
    _inherit = "brand.program"

    _write_windows = dict.fromkeys(("share_ids",), ("draft",))

    share_ids = fields.One2many(
        "brand.program.share",
        "program_id",
        "Shares of Sectors",
        copy=True,
        help="A shortfall warns at the decision and asks for a reason; it is no bar.",
    )
    share_text = fields.Text("Shares Reached", compute="_compute_share_text")

    @api.depends("share_ids.scope")
    def _compute_missing_text(self):
        return super()._compute_missing_text()

    def _missing(self):
        missing = super()._missing()
        if self.share_ids.filtered(lambda share: not share.scope):
            missing.append(
                self.env._("in which scope the shares of sectors are counted (not ruled yet)")
            )
        return missing

    @api.depends("share_ids.percent", "share_ids.sector", "share_ids.scope", "state")
    @api.depends_context("lang")
    def _compute_share_text(self):
        for program in self:
            texts = program._share_texts() if program._origin.id and program.share_ids else ()
            program.share_text = "\n".join(text for _met, text in texts) or False

    def _share_status(self, applications=None):
        """Shares as they would be if ``applications`` (of a batch) were granted now.

        :return: pure :class:`shares.Share` rows; a share whose scope is not ruled is left out
        """
        self.ensure_one()
        rules = [
            shares.Rule(share.sector, share.percent, share.scope)
            for share in self.sudo().share_ids
            if share.scope
        ]
        return shares.shares(self._share_items(applications), rules) if rules else ()

    def _share_items(self, applications):
        batch = (applications or self.env["brand.application"]).sudo()
        # sudo: totals of the register, which is public; no single record is told
        certified = (
            self.env["brand.certificate"]
            .sudo()
            .search([("program_id", "=", self.id), ("state", "not in", ("withdrawn", "cancelled"))])
        )
        rank = {level: number for number, level in enumerate(self.sudo().level_ids)}
        return [
            shares.Item(
                product=record.product_id.id,
                sector=record.product_id.kind,
                level=record.level_id.id,
                rank=rank.get(record.level_id, -1),
                in_batch=record._name == "brand.application",
            )
            for records in (certified, batch)
            for record in records
        ]

    def _share_texts(self, applications=None):
        """``[(is it met, sentence)]`` for the page of a decision and its minutes."""
        _ = self.env._
        kinds = dict(
            self.env["brand.program.share"]._fields["sector"]._description_selection(self.env)
        )
        levels = {level.id: level.name for level in self.sudo().level_ids}
        texts = []
        for share in self._share_status(applications):
            values = {
                "sector": kinds[share.rule.sector],
                "where": {
                    "batch": _("of the batch"),
                    "level": levels.get(share.level, ""),
                    "program": _("of the programme"),
                }[share.rule.scope],
                "count": share.count,
                "total": share.total,
                "percent": share.rule.percent,
                "lacking": share.lacking,
            }
            text = (
                _(
                    "%(sector)s, %(where)s: %(count)s of %(total)s (at least %(percent)s%%)",
                    **values,
                )
                if share.is_met
                else _(
                    "%(sector)s, %(where)s: %(count)s of %(total)s, below %(percent)s%%;"
                    " %(lacking)s more would meet it",
                    **values,
                )
            )
            texts.append((share.is_met, text))
        return texts

    def _share_shortfalls(self, applications=None):
        """Sentences about the shares that ``applications`` would leave below their minimum."""
        return [text for is_met, text in self._share_texts(applications) if not is_met]
