from odoo import fields, models

# Fixed with the other rules once a programme is open
_RULES = (
    "finding_minor_days",
    "finding_major_days",
    "minor_findings_may_stay_open",
)


class BrandProgram(models.Model):
    """What a programme says of the evaluation: findings, visits, tests, panel, review."""

    _inherit = "brand.program"

    _write_windows = dict.fromkeys(_RULES, ("draft",))

    finding_minor_days = fields.Integer(
        "Days to Correct a Minor Finding", default=20, help="Working days."
    )
    finding_major_days = fields.Integer(
        "Days to Correct a Major Finding", default=10, help="Working days."
    )
    minor_findings_may_stay_open = fields.Boolean(
        "Minor Findings May Stay Open",
        help="They do not keep the body from certifying; the next surveillance looks at them.",
    )

    _finding_days_positive = models.Constraint(
        "CHECK (finding_minor_days > 0 AND finding_major_days > 0)",
        "The days to correct a finding must be positive.",
    )
