"""What a body is accredited for; work outside of it is refused."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class BrandBodyScope(models.Model):
    """One row of a body's accreditation: which industries and kinds of product, until when."""

    _name = "brand.body.scope"
    _description = "Scope of Accreditation"
    _inherit = ["brand.input.mixin"]
    _order = "body_id, date_to desc, id"

    body_id = fields.Many2one("brand.body", required=True, ondelete="cascade", index=True)
    kind = fields.Selection(
        [
            ("product", "Manufactured product"),
            ("service", "Service"),
            ("engineering", "Engineering project"),
            ("agriculture", "Agricultural product"),
        ],
        "Kind of Product",
        help="Empty: all kinds.",
    )
    industry_ids = fields.Many2many(
        "brand.industry", string="Industries", help="Sections or divisions. Empty: all industries."
    )
    accreditation_no = fields.Char("Accreditation No.")
    date_from = fields.Date("Valid from")
    date_to = fields.Date("Valid until", required=True)
    reminded_on = fields.Date(readonly=True, copy=False)
    note = fields.Char("Limits", help="Products or methods that the accreditation leaves out.")

    _period_in_order = models.Constraint(
        "CHECK (date_from IS NULL OR date_from <= date_to)", "A scope begins before it ends."
    )

    def write(self, vals):
        """A prolonged scope is reminded of anew."""
        if "date_to" in vals:
            vals = {**vals, "reminded_on": False}
        return super().write(vals)

    @api.depends("kind", "industry_ids.code")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for scope in self:
            kind = kinds.get(scope.kind) or self.env._("all kinds of product")
            industries = "、".join(scope.industry_ids.mapped("code"))
            industries = industries or self.env._("all industries")
            scope.display_name = f"{kind} · {industries}"

    def _is_valid_on(self, on):
        self.ensure_one()
        return (not self.date_from or self.date_from <= on) and on <= self.date_to

    def _covers(self, kind, code):
        """Whether the row covers a kind of product and an industry.

        A row limited to industries does not cover an industry that nobody has entered.
        """
        self.ensure_one()
        return (not self.kind or not kind or self.kind == kind) and (
            not self.industry_ids or self.industry_ids._cover(code)
        )


class BrandBody(models.Model):
    _inherit = "brand.body"

    scope_ids = fields.One2many("brand.body.scope", "body_id", "Scope of Accreditation")

    def _work_refusal(self, on, product=None):
        """Why the body gets no work on a date, as a sentence; empty if nothing speaks against it.

        :param on: the day of the work
        :param product: the product to be evaluated, whose kind and industry the scope must cover
        """
        self.ensure_one()
        _ = self.env._
        if not self._may_work(on):
            return _("%s is not a member of the alliance with a valid approval today.", self.name)
        if not product:
            return ""
        code = product._industry()
        matching = self.scope_ids.filtered(lambda scope: scope._covers(product.kind, code))
        if not matching:
            return self._missing_scope_text(product, code)
        if not any(scope._is_valid_on(on) for scope in matching):
            return _(
                "The accreditation of %(body)s for %(scope)s is not valid on %(date)s.",
                body=self.name,
                scope=matching[0].display_name,
                date=on,
            )
        return ""

    def _missing_scope_text(self, product, code):
        _ = self.env._
        kind = dict(product._fields["kind"]._description_selection(self.env))[product.kind]
        if not any(scope.kind in (False, product.kind) for scope in self.scope_ids):
            return _("%(body)s is not accredited for: %(kind)s.", body=self.name, kind=kind)
        if not code:
            return _(
                "%(body)s is accredited for certain industries, and the industry of %(product)s is"
                " not known: enter it with the product or its enterprise.",
                body=self.name,
                product=product.display_name,
            )
        return _(
            "%(body)s is not accredited for %(kind)s of industry %(industry)s.",
            body=self.name,
            kind=kind,
            industry=code,
        )

    def _check_may_work(self, on, product=None):
        """Refuse with the sentence of ``_work_refusal``.

        :raises ValidationError: the body is suspended, expired or out of scope
        """
        refusal = self._work_refusal(on, product)
        if refusal:
            raise ValidationError(refusal)
