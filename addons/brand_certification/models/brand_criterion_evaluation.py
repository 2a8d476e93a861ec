from odoo import fields, models


class BrandCriterion(models.Model):
    """What a criterion asks of its assessors: evidence, and a test that supports the score."""

    _inherit = "brand.criterion"

    evidence_rule = fields.Selection(
        [("any", "Words or a file"), ("file", "A file"), ("none", "No evidence")],
        "Evidence Asked for",
        required=True,
        default="any",
        help="What an assessor must give with the score of this criterion.",
    )
    requires_test = fields.Boolean(
        "Sampled Test", help="A test report of a laboratory must support the score."
    )
    failed_test = fields.Selection(
        [("finding", "Finding"), ("veto", "Veto")],
        "A Failed Test Is a",
        required=True,
        default="finding",
        help="What follows when the sample fails: a finding to be corrected, or the refusal.",
    )
