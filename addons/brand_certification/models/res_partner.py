"""Enterprises: credit code, district, who came before and after whom."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..scheme import uscc


class ResPartner(models.Model):
    _inherit = "res.partner"

    is_brand_enterprise = fields.Boolean("Enterprise of the Scheme")
    uscc = fields.Char("Unified Social Credit Code", copy=False, tracking=True)
    uscc_warning = fields.Char(compute="_compute_uscc_warning")
    uscc_reason = fields.Char(
        "Reason to Accept the Code",
        help="A code with a failing check digit is accepted with a reason, such as a licence seen.",
    )
    brand_district_id = fields.Many2one("brand.district", "District", index="btree_not_null")
    industry_code = fields.Char("Industry (GB/T 4754)")
    legal_name_before = fields.Char("Former Names", copy=False)
    predecessor_ids = fields.Many2many(
        "res.partner", "brand_partner_lineage", "successor_id", "predecessor_id", "Predecessors"
    )
    successor_ids = fields.Many2many(
        "res.partner", "brand_partner_lineage", "predecessor_id", "successor_id", "Successors"
    )

    _uscc_unique = models.UniqueIndex(
        "(uscc, COALESCE(company_id, 0)) WHERE uscc IS NOT NULL AND parent_id IS NULL",
        "An enterprise with this unified social credit code exists already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._normalise_uscc(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._normalise_uscc(vals)
        return super().write(vals)

    @api.model
    def _normalise_uscc(self, vals):
        if "uscc" in vals:
            vals["uscc"] = uscc.normalise(vals["uscc"]) or False if vals["uscc"] else False

    @api.depends("uscc")
    @api.depends_context("lang")
    def _compute_uscc_warning(self):
        for partner in self:
            problems = uscc.problems(partner.uscc) if partner.uscc else ()
            partner.uscc_warning = "; ".join(self._uscc_text(p) for p in problems) or False

    @api.constrains("uscc", "uscc_reason")
    def _check_uscc(self):
        """Length and alphabet are refused; a failing check digit asks for a reason."""
        for partner in self.filtered("uscc"):
            problems = uscc.problems(partner.uscc)
            errors = [p for p in problems if p.level == "error"]
            if errors or (problems and not partner.uscc_reason):
                raise ValidationError(
                    self.env._(
                        "%(code)s: %(problems)s",
                        code=partner.uscc,
                        problems="; ".join(self._uscc_text(p) for p in problems),
                    )
                )

    @api.model
    def _uscc_text(self, problem):
        texts = {
            "length": self.env._("a unified social credit code has 18 characters"),
            "alphabet": self.env._("only digits and capitals without I, O, Z, S and V are allowed"),
            "check_digit": self.env._(
                "the check digit does not fit; correct the code, or give a reason to accept it"
            ),
        }
        return texts.get(problem.code, problem.code)

    def _is_natural_person(self):
        """Whether this is a person and no unit: on public lists the name is masked."""
        self.ensure_one()
        return not self.is_company and not self.uscc and not self.parent_id

    def _lineage(self):
        """These enterprises with predecessors and successors over all generations."""
        known, frontier = self, self
        while frontier:
            frontier = (frontier.predecessor_ids | frontier.successor_ids) - known
            known |= frontier
        return known
