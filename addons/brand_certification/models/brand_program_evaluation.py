from odoo import fields, models

# Fixed with the other rules once a programme is open
_RULES = (
    "finding_minor_days",
    "finding_major_days",
    "minor_findings_may_stay_open",
    "expert_count",
    "conflict_streak",
    "require_visit",
    "review_mode",
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
        help="They do not keep the body from certifying; the next surveillance looks at them.",
    )

    expert_count = fields.Integer(
        "Of These, Experts by Draw", help="0: the certification body appoints all of them."
    )
    conflict_streak = fields.Integer(
        "Same Assessor in a Row",
        default=3,
        help="An assessor who evaluated the enterprise in so many years in a row asks for a reason;"
        " 0: never.",
    )
    require_visit = fields.Boolean(
        "On-site Visit Required", help="An evaluation does not end without a visit on site."
    )
    review_mode = fields.Selection(
        [
            ("with_decision", "Together with the decision"),
            ("recorded", "Recorded before the decision"),
            ("other_person", "Recorded before, by another person than the decision maker"),
        ],
        "Review of the Evaluation",
        required=True,
        default="with_decision",
        help="By a person of the body who did not evaluate (ISO/IEC 17065, 7.5).",
    )

    _experts_within_assessors = models.Constraint(
        "CHECK (expert_count >= 0 AND expert_count <= assessor_count)",
        "There are not more experts by draw than assessors.",
    )
    _conflict_streak_not_negative = models.Constraint(
        "CHECK (conflict_streak >= 0)", "The streak of conflicts is not negative."
    )
    _finding_days_positive = models.Constraint(
        "CHECK (finding_minor_days > 0 AND finding_major_days > 0)",
        "The days to correct a finding must be positive.",
    )
