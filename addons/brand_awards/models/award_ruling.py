"""What the questions that clauses leave open may be ruled to."""

from odoo import api, models
from odoo.exceptions import ValidationError

from ..decision import rules

# Questions of which every possible answer is known to the decision, whatever a policy says
_SETTINGS = (
    rules.BASIS_DATE,
    rules.PAYERS,
    rules.UPGRADE,
    rules.LADDER_SCOPE,
    rules.LADDER_POLICIES,
    rules.LOWER_STEP,
    rules.DEEMED_HONOUR,
    rules.FIRST_SCOPE,
    rules.FIRST_SPAN,
    rules.FIRST_FAMILY,
    rules.BUDGET_UNITS,
    rules.TAX,
    rules.CEILING_TAX,
)


class BrandRuling(models.Model):
    _inherit = "brand.ruling"

    @api.constrains("choice", "code", "company_id")
    def _check_answer_is_known(self):
        """A key that answers nothing would leave claims held with a ruling on the table.

        A city without a pack has no answers in words to choose from: the refusal names the keys.
        """
        for ruling in self.filtered("choice"):
            possible = [one.choices for one in _SETTINGS if one.question == ruling.code]
            known = {key for keys in possible for key in keys} | set(
                ruling.possible_ids.mapped("key")
            )
            unknown = [key for key in ruling._answers() if key not in known]
            if possible and unknown and not ruling._is_asked_by_clauses():
                raise ValidationError(
                    self.env._(
                        "%(question)s: “%(answer)s” answers nothing. Possible: %(possible)s"
                        " (several are joined with +).",
                        question=ruling.code,
                        answer=", ".join(unknown),
                        possible="; ".join(" / ".join(keys) for keys in possible),
                    )
                )

    def _is_asked_by_clauses(self):
        """Whether a clause of the city makes this question its own, with answers of its own."""
        self.ensure_one()
        # sudo: what a policy asks is the same for whoever rules
        return bool(
            self.env["award.rule"]
            .sudo()
            .search_count(
                [
                    ("policy_id.company_id", "=", self.company_id.id),
                    "|",
                    ("conflict_question", "=", self.code),
                    ("reading", "ilike", self.code),
                ],
                limit=1,
            )
        )
