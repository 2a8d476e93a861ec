from odoo import api, fields, models


class BrandStandardProcedure(models.Model):
    """How a city makes its standards: comments, panel, majority, structure, term of review."""

    _name = "brand.standard.procedure"
    _description = "Procedure for Standards"
    _inherit = ["brand.input.mixin"]
    _rec_name = "company_id"

    company_id = fields.Many2one(
        "res.company", "City", required=True, default=lambda self: self.env.company
    )
    basis = fields.Char(help="Document and clause that the procedure follows.")
    review_required = fields.Boolean(
        "Review of Advancedness Required",
        default=True,
        help="No standard is published before a panel without its drafters has adopted it.",
    )
    general_required = fields.Boolean(
        "Technical Standards Rest on General Requirements",
        help="A technical standard (group standard) names the general requirements (local standard)"
        " that it refines.",
    )
    comment_days = fields.Integer(
        "Days for Comments", default=30, help="Natural days; the usual time is 30."
    )
    panel_size = fields.Integer("Members of a Panel, at Least", default=5)
    quorum = fields.Integer(
        "Members Present, at Least", default=5, help="Members who vote or abstain in the meeting."
    )
    majority = fields.Selection(
        [
            ("half", "More than half of those present"),
            ("two_thirds", "Two thirds of those present"),
            ("three_quarters", "Three quarters of those present"),
        ],
        required=True,
        default="three_quarters",
    )
    term_years = fields.Integer(
        "Years between Reviews", default=5, help="At most five by the Standardization Law, 29."
    )
    transition_months = fields.Integer(
        "Months of Transition", default=12, help="Proposed for a revision; each may have its own."
    )

    _one_per_city = models.Constraint("UNIQUE (company_id)", "The city has its procedure already.")
    _term_of_law = models.Constraint(
        "CHECK (term_years BETWEEN 1 AND 5)", "A standard is reviewed at least every five years."
    )
    _numbers = models.Constraint(
        "CHECK (panel_size > 0 AND quorum > 0 AND comment_days > 0 AND transition_months >= 0)",
        "Sizes and times are positive numbers.",
    )

    @api.model
    def _of(self, company):
        """The city's procedure; without one the defaults, and no step is required.

        :return: a record, unsaved if the city has set nothing
        """
        # sudo: the procedure binds whoever acts
        found = self.sudo().search([("company_id", "=", company.id)], limit=1)
        return found or self.sudo().new({"company_id": company.id, "review_required": False})

    def _is_majority(self, votes_for, present):
        """Whether so many votes in favour adopt a draft, in whole numbers."""
        numerator, denominator = {"half": (1, 2), "two_thirds": (2, 3), "three_quarters": (3, 4)}[
            self.majority
        ]
        reached, asked = votes_for * denominator, present * numerator
        return reached > asked if self.majority == "half" else reached >= asked
