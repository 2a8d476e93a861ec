"""The year's amounts under clauses that give a ceiling only."""

from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.brand_certification.models.transition_mixin import transition

from ..decision import facts, rules


class AwardRateTable(models.Model):
    """Amounts that a city pays in one year under clauses that only give a ceiling (不高于).

    Fixed before the payments, so that equal cases get equal amounts (open question A15). A table
    in force is never edited; the city sets another one with a new document.
    """

    _name = "award.rate.table"
    _description = "Rate Table"
    _inherit = ["brand.transition.mixin"]
    _order = "year desc, id desc"

    _initial_state = "draft"
    _transitions = {
        "action_activate": (("draft",), "active", "brand_certification.group_approver"),
        "action_expire": (("active",), "expired", "brand_certification.group_manager"),
    }
    _write_windows = dict.fromkeys(
        ("name", "year", "document_no", "policy_id", "line_ids"), ("draft",)
    )

    name = fields.Char(required=True)
    policy_id = fields.Many2one("award.policy", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="policy_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    year = fields.Integer(
        required=True,
        default=lambda self: self.env["brand.workday"]._today().year,
        aggregator=False,
        help="Year of the award, or of the claim where the policy goes by the claim's date.",
    )
    document_no = fields.Char("Document No.")
    state = fields.Selection(
        [("draft", "Draft"), ("active", "Now in force"), ("expired", "Replaced")],
        required=True,
        readonly=True,
        copy=False,
    )
    line_ids = fields.One2many("award.rate.line", "table_id", "Amounts", copy=True)

    _one_active = models.UniqueIndex(
        "(policy_id, year) WHERE state = 'active'", "A table of this year is in force already."
    )

    @transition
    def action_activate(self, document_no=None):
        """Put the table into force; whoever sets the year's amounts is not who wrote them down."""
        for table in self:
            if document_no:
                # sudo: the number is written by this step only
                table.sudo().document_no = document_no
            if not table.document_no:
                raise UserError(self.env._("%s: give the document number.", table.name))
            if not table.line_ids:
                raise UserError(self.env._("%s names no amount.", table.name))
            if table.create_uid == self.env.user:
                raise UserError(
                    self.env._("%s: you wrote it yourself; another person sets it.", table.name)
                )

    @transition
    def action_expire(self, reason=None):
        """End the table, so that another one of the year may follow. Claims decided by it stay."""

    def action_add_clauses(self):
        """Put every clause with a ceiling on the list, with its ceiling, to be lowered."""
        self.ensure_one()
        self.check_access("write")
        known = self.line_ids.rule_id
        ceilings = self.policy_id.rule_ids.filtered(lambda r: r.kind == rules.CEILING)
        self.line_ids = [
            (0, 0, {"rule_id": rule.id, "amount": rule.amount}) for rule in ceilings - known
        ]
        return True

    @api.model
    def _rates_of(self, policy, days):
        """``{year: {code of the clause: amount set}}`` of a policy for the years of these days."""
        tables = self.search(
            [
                ("policy_id.code", "=", policy.code),
                ("company_id", "=", policy.company_id.id),
                ("year", "in", list({day.year for day in days})),
                ("state", "=", "active"),
            ]
        )
        return {
            table.year: {
                line.rule_id.code: facts.AmountSet(
                    amount=Decimal(f"{line.amount:.2f}"),
                    source=facts.RATE_TABLE,
                    document_no=table.document_no or "",
                )
                for line in table.line_ids
            }
            for table in tables
        }


class AwardRateLine(models.Model):
    """The year's amount of one clause with a ceiling."""

    _name = "award.rate.line"
    _description = "Rate"
    _inherit = ["brand.part.mixin"]
    _part_of = "table_id"
    _order = "table_id, rule_id"

    table_id = fields.Many2one("award.rate.table", required=True, ondelete="cascade", index=True)
    policy_id = fields.Many2one(related="table_id.policy_id")
    currency_id = fields.Many2one(related="table_id.currency_id")
    rule_id = fields.Many2one(
        "award.rule",
        "Clause",
        required=True,
        ondelete="restrict",
        domain="[('policy_id', '=', policy_id), ('kind', '=', 'ceiling')]",
    )
    ceiling = fields.Monetary(related="rule_id.amount", string="Ceiling")
    amount = fields.Monetary(required=True, help="In yuan, at most the ceiling.")

    _once = models.Constraint("UNIQUE (table_id, rule_id)", "This clause has its amount already.")

    @api.constrains("amount", "rule_id")
    def _check_within_ceiling(self):
        for line in self:
            rule = line.rule_id
            if rule.kind != rules.CEILING or rule.policy_id != line.table_id.policy_id:
                raise ValidationError(
                    self.env._("%s is no clause of this policy with a ceiling.", rule.display_name)
                )
            if not 0 <= line.amount <= rule.amount:
                raise ValidationError(
                    self.env._(
                        "%(rule)s: the amount is between 0 and the ceiling of %(ceiling)s.",
                        rule=rule.display_name,
                        ceiling=rule.amount,
                    )
                )
