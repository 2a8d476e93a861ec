"""What a programme fixes beside levels and criteria: limits, terms, rules for ties and objections."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..scheme import deadlines, numbering

# Working days of each step; 0 where a step has no limit of its own
LIMIT_FIELDS = (
    "recommend_days",
    "joint_check_days",
    "accept_days",
    "correction_days",
    "evaluation_days",
    "announce_days",
    "decide_days",
    "issue_days",
    "objection_days",
    "appeal_days",
    "publish_days",
)
_NOT_NEGATIVE = (
    *LIMIT_FIELDS,
    "per_applicant_limit",
    "per_group_limit",
    "cooldown_months",
    "suspension_months",
    "conflict_years",
    "panel_size",
    "surveillance_months",
    "check_min_count",
    "remind_days",
    "escalate_days",
)


class BrandProgram(models.Model):
    _inherit = "brand.program"

    # Fixed for everybody once the programme is open, as the rules in brand_program.py
    _write_windows = dict.fromkeys(
        (
            *LIMIT_FIELDS,
            "per_applicant_limit",
            "per_group_limit",
            "limit_scope",
            "cooldown_months",
            "suspension_months",
            "conflict_years",
            "panel_size",
            "second_scoring",
            "tie_rule",
            "tie_criterion_id",
            "vacancy_allowed",
            "objection_by",
            "surveillance_months",
            "check_share_percent",
            "check_min_count",
            "mark_terms",
            *(f"scope_{kind}" for kind in ("product", "service", "engineering", "agriculture")),
        ),
        ("draft",),
    )

    # -- limits of the steps, in working days
    recommend_days = fields.Integer(
        "Days to Recommend",
        default=10,
        help="Working days a district or department has to recommend a file. 0: no limit.",
    )
    joint_check_days = fields.Integer(
        "Days for the Joint Check",
        default=10,
        help="Working days other departments (tax, environment, credit) have to reply. 0: no limit.",
    )
    announce_days = fields.Integer(
        "Days to Announce",
        default=5,
        help="Working days until the result is announced in a public notice. 0: no limit.",
    )
    decide_days = fields.Integer(
        "Days to Decide",
        default=20,
        help="Working days the government or committee has to decide on the grade. 0: no limit.",
    )
    issue_days = fields.Integer(
        "Days to Issue",
        default=10,
        help="Working days until the certificate is issued after the last decision. 0: no limit.",
    )
    objection_days = fields.Integer(
        "Days to Rule on an Objection",
        default=15,
        help="Working days from the receipt of an objection to its ruling. 0: no limit.",
    )
    appeal_days = fields.Integer(
        "Days to Appeal",
        default=10,
        help="Working days in which an applicant may appeal against a refusal. 0: no appeal.",
    )
    publish_days = fields.Integer(
        "Days to Publish Checks",
        default=20,
        help="Working days in which the result of a surveillance check is published.",
    )
    remind_days = fields.Integer(
        "Remind before the End (working days)",
        default=2,
        help="Who has a file is reminded this many working days before its limit ends, and again on"
        " the last day. 0: on the last day only. At most 20.",
    )
    escalate_days = fields.Integer(
        "Escalate after the End (working days)",
        default=3,
        help="A file past its limit for this many working days is told to programme managers and"
        " approvers. 0: never.",
    )
    # -- limits of applicants
    per_group_limit = fields.Integer(
        "Items per Group",
        help="Of an enterprise and those of its group together. 0: no limit.",
    )
    limit_scope = fields.Selection(
        [
            ("program", "In this version of the programme"),
            ("window", "In one application window"),
        ],
        "Limits Count",
        default="program",
        required=True,
        help="Which applications count against the limits of an applicant and of a group.",
    )
    cooldown_months = fields.Integer(
        "Cool-down after a Withdrawal (months)",
        help="How long an enterprise whose certificate was withdrawn as a sanction may not apply,"
        " from the day of the withdrawal. 0: it may apply at once.",
    )
    # -- evaluation
    conflict_years = fields.Integer(
        "Look Back for Conflicts (years)",
        default=2,
        help="Employment or consultancy for the enterprise within these years is a conflict.",
    )
    panel_size = fields.Integer(
        "Experts on a Panel", default=5, help="How many experts a draw appoints to a panel."
    )
    second_scoring = fields.Selection(
        [
            ("either", "A second scoring or the leader's note"),
            ("again", "A second scoring"),
            ("note", "The leader's note"),
        ],
        "Spread above the Alarm",
        default="either",
        required=True,
        help="What an evaluation needs before it closes when the totals of its assessors lie further"
        " apart than the alarm. The first scores are kept in any case.",
    )
    # -- decisions
    tie_rule = fields.Selection(
        [
            ("none", "No rule: both are shown and the meeting decides"),
            ("criterion", "More points in one criterion"),
            ("earlier", "Earlier submission"),
        ],
        "Equal Scores",
        default="none",
        required=True,
        help="Fixed before the batch; it orders applications with equal scores.",
    )
    tie_criterion_id = fields.Many2one(
        "brand.criterion",
        "Criterion That Breaks a Tie",
        domain="[('program_id', '=', id)]",
        copy=False,
        help="Of two applications with equal scores the one with more points here comes first.",
    )
    vacancy_allowed = fields.Boolean(
        "Places May Stay Vacant",
        default=True,
        help="Fewer may be granted than the goal of a level names.",
    )
    objection_by = fields.Selection(
        [("receipt", "The day it is received"), ("postmark", "The day of its postmark")],
        "An Objection Is in Time by",
        default="receipt",
        required=True,
        help="Which day counts for objections sent by post. Those made online count when received.",
    )
    # -- certificates, mark and surveillance
    suspension_months = fields.Integer(
        "Longest Suspension (months)",
        default=6,
        help="After it a withdrawal is proposed; a person decides. 0: no limit.",
    )
    check_share_percent = fields.Integer(
        "Random Checks per Year (%)",
        default=10,
        help="Share of the valid certificates that each year's draw takes at least.",
    )
    check_min_count = fields.Integer(
        "Random Checks at Least",
        default=1,
        help="However small the share is, a year's draw takes at least this many certificates.",
    )
    mark_terms = fields.Html(
        "Terms of the Mark Licence",
        translate=True,
        sanitize=True,
        help="What a holder accepts when it uses the mark: where, how, how long, what is forbidden.",
    )
    number_example = fields.Char(
        "Example of a Number",
        compute="_compute_number_example",
        help="What the first certificate number of this year would look like.",
    )

    @api.constrains(*_NOT_NEGATIVE, "check_share_percent")
    def _check_settings_in_range(self):
        labels = {name: self._fields[name] for name in (*_NOT_NEGATIVE, "check_share_percent")}
        for program in self:
            wrong = [name for name in labels if program[name] < 0]
            if program.remind_days > deadlines.MOST_REMIND_DAYS:
                raise ValidationError(
                    self.env._(
                        "Reminders come %s working days before the end at most.",
                        deadlines.MOST_REMIND_DAYS,
                    )
                )
            if not 0 <= program.check_share_percent <= 100:
                wrong.append("check_share_percent")
            if wrong:
                raise ValidationError(
                    self.env._(
                        "Not below 0, and shares not above 100: %s",
                        ", ".join(
                            labels[name]._description_string(self.env)
                            for name in dict.fromkeys(wrong)
                        ),
                    )
                )

    @api.constrains("tie_rule", "tie_criterion_id")
    def _check_tie_criterion(self):
        for program in self.filtered("tie_criterion_id"):
            if program.tie_criterion_id.program_id != program:
                raise ValidationError(
                    self.env._("The criterion that breaks a tie belongs to another programme.")
                )

    @api.depends("number_pattern", "level_ids.code")
    def _compute_number_example(self):
        year = self.env["brand.workday"]._today().year
        for program in self:
            try:
                program.number_example = numbering.format_number(
                    program.number_pattern or "",
                    seq=1,
                    year=year,
                    level=program.level_ids[:1].code or "A",
                    district="000000",
                )
            except ValueError as error:
                # the form says while the pattern is typed why it cannot be used
                program.number_example = str(error)

    @api.depends("tie_rule", "tie_criterion_id")
    def _compute_missing_text(self):
        return super()._compute_missing_text()

    def _missing(self):
        missing = super()._missing()
        if self.tie_rule == "criterion" and not self.tie_criterion_id:
            missing.append(self.env._("the criterion that breaks a tie"))
        return missing

    def copy(self, default=None):
        """The copy breaks ties by its own criterion, not by that of the version before."""
        copies = super().copy(default)
        for old, new in zip(self, copies, strict=True):
            if old.tie_criterion_id:
                place = old.criterion_ids.ids.index(old.tie_criterion_id.id)
                new.tie_criterion_id = new.criterion_ids[place]
        return copies
