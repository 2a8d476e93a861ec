"""What a clause may leave open beyond the common settings, and its standards and platforms."""

import re
from dataclasses import replace
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..decision import facts, rules

_NOT_RULED = ("not_ruled", "Not ruled")
# Levels of standards that a clause may name, and the field that says so
STANDARD_LEVELS = {
    "international": "for_international",
    "national": "for_national",
    "industry": "for_industry",
    "local": "for_local",
    "group": "for_group",
}
_READING = re.compile(r"A\d{1,2}:[a-z_]+")


class AwardRule(models.Model):
    _inherit = "award.rule"

    # -- trigger: standards
    for_international = fields.Boolean("International Standards")
    for_national = fields.Boolean("National Standards")
    for_industry = fields.Boolean("Industry Standards")
    for_local = fields.Boolean("Local Standards")
    for_group = fields.Boolean("Group Standards")
    reading = fields.Char(
        "Stands under the Reading",
        help="Where one sentence can be read in two ways, each reading has its own clauses:"
        " question and choice, such as A11:by_level. The ruling says which of them apply.",
    )

    occasions = fields.Selection(
        [
            ("any", "New; others where ruled so (A6)"),
            (facts.NEW, "New ones alone"),
            (facts.RENEWAL, "Renewals alone"),
        ],
        "Speaks of",
        required=True,
        default="any",
        help="A clause may give a renewed certificate an amount of its own. Then the clause for the"
        " first certificate speaks of new ones alone.",
    )

    # -- what the text may leave open; "Not ruled" waits for the city's ruling of the question
    first_family = fields.Selection(
        [
            _NOT_RULED,
            ("each_honour", "Each honour has its own first time"),
            ("whole_family", "Nomination and main award are one"),
        ],
        "First of the Family (A10)",
        required=True,
        default="not_ruled",
    )
    highest_period = fields.Selection(
        [("year", "Year"), ("policy", "Whole policy")],
        "Highest within One",
        required=True,
        default="year",
    )
    ladder_scope = fields.Selection(
        [_NOT_RULED, ("item", "The same item"), ("enterprise", "The same enterprise")],
        "Lower Steps of (A8)",
        required=True,
        default="not_ruled",
    )
    ladder_policies = fields.Selection(
        [_NOT_RULED, ("this_policy", "This policy"), ("any_policy", "Any policy")],
        "Lower Steps Paid under (A8)",
        required=True,
        default="not_ruled",
    )
    lower_step = fields.Selection(
        [_NOT_RULED, ("lower_nothing", "Due nothing"), ("lower_paid", "Paid all the same")],
        "A Lower Step after a Higher One (A8)",
        required=True,
        default="not_ruled",
    )
    shared_ceiling = fields.Selection(
        [_NOT_RULED, ("each", "Each has the ceiling"), ("shared", "All share one ceiling")],
        "Several Recipients of One Item (A11)",
        required=True,
        default="not_ruled",
    )
    revision = fields.Selection(
        [
            _NOT_RULED,
            ("revision_paid", "Rewarded"),
            ("revision_not_paid", "Not rewarded"),
        ],
        "A Revised Standard Is (A11)",
        required=True,
        default="not_ruled",
    )
    deemed = fields.Selection(
        [_NOT_RULED, ("deemed_paid", "Rewarded"), ("deemed_not_paid", "Not rewarded")],
        "A Deemed Honour Is (A9)",
        required=True,
        default="not_ruled",
    )
    conversion = fields.Selection(
        [
            _NOT_RULED,
            ("conversion_paid", "Rewarded"),
            ("conversion_not_paid", "Not rewarded"),
        ],
        "An Honour Carried over Is (A25)",
        required=True,
        default="not_ruled",
    )
    budget_units = fields.Selection(
        [
            _NOT_RULED,
            ("budget_units_paid", "Receive money"),
            ("budget_units_not_paid", "Receive no money"),
        ],
        "Units on Public Budget (A13)",
        required=True,
        default="not_ruled",
    )

    # -- persons
    tax = fields.Selection(
        [
            _NOT_RULED,
            ("exempt", "Exempt"),
            ("withheld", "Withheld from the amount"),
            ("grossed_up", "Paid on top of a net amount"),
        ],
        "A Person's Tax Is (A29)",
        required=True,
        default="not_ruled",
    )
    tax_rate = fields.Float(digits=(5, 4), default=0.2)
    tax_opinion_no = fields.Char(
        "Tax Opinion No.", help="Opinion of the tax authority on which an exemption rests."
    )
    ceiling_tax = fields.Selection(
        [
            _NOT_RULED,
            ("ceiling_gross", "Before tax"),
            ("ceiling_net", "After tax"),
        ],
        "The Ceiling Is (A29)",
        required=True,
        default="not_ruled",
    )

    _tax_rate_share = models.Constraint(
        "CHECK (tax_rate >= 0 AND tax_rate < 1)", "A tax rate is between 0 and 1, such as 0.20."
    )

    @api.constrains("reading")
    def _check_reading(self):
        for rule in self.filtered("reading"):
            if not all(_READING.fullmatch(part) for part in rule._reading_parts()):
                raise ValidationError(
                    self.env._("A reading is a question and a choice, such as A11:by_level.")
                )

    def _reading_parts(self):
        return [part.strip() for part in (self.reading or "").split(",") if part.strip()]

    def _to_rule(self):
        """This clause with all its settings, as the pure decision sees it."""
        readings = (part.split(":") for part in self._reading_parts())
        return replace(
            super()._to_rule(),
            readings=tuple(rules.Reading(question, choice) for question, choice in readings),
            first_family=self.first_family,
            highest_period=self.highest_period,
            ladder_scope=self.ladder_scope,
            ladder_policies=self.ladder_policies,
            lower_step=self.lower_step,
            shared_ceiling=self.shared_ceiling,
            revision=self.revision,
            deemed=self.deemed,
            conversion=self.conversion,
            budget_units=self.budget_units,
            tax=self.tax,
            tax_rate=Decimal(f"{self.tax_rate:.4f}"),
            tax_opinion_no=self.tax_opinion_no or "",
            ceiling_tax=self.ceiling_tax,
        )

    def _to_trigger(self):
        trigger = super()._to_trigger()
        if self.occasions != "any":
            trigger = replace(trigger, occasions=(self.occasions,))
        if self.trigger_kind != facts.STANDARD:
            return trigger
        levels = tuple(level for level, field in STANDARD_LEVELS.items() if self[field])
        return replace(trigger, levels=levels)
