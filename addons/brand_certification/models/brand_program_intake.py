"""What a programme fixes about applications: trademark, recommendation, joint check."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class BrandProgram(models.Model):
    _inherit = "brand.program"

    # Fixed for everybody once the programme is open, as the rules in brand_program.py
    _write_windows = dict.fromkeys(
        (
            "require_trademark",
            "recommendation_limit",
            "joint_department_ids",
            "joint_silence",
            "joint_ruling_id",
        ),
        ("draft",),
    )

    require_trademark = fields.Boolean(
        "Registered Trademark", help="Products must bear a registered trademark."
    )
    recommendation_limit = fields.Integer(
        "Recommended at Most",
        help="Items that one district or department may recommend. 0: no limit.",
    )
    joint_department_ids = fields.Many2many(
        "brand.department",
        "brand_program_joint_department",
        "program_id",
        "department_id",
        "Joint Check by",
        help="Departments that must have answered before a grade is granted.",
    )
    joint_silence = fields.Selection(
        [("hold", "Holds the application"), ("clear", "Counts as “nothing known”")],
        "No Reply in Time",
        default="hold",
        required=True,
        help="What follows for an enterprise on which a department has not answered in time.",
    )
    joint_ruling_id = fields.Many2one(
        "brand.ruling",
        "Ruling on Silence",
        domain="[('company_id', '=', company_id), ('is_ruled', '=', True)]",
        help="Silence is consent only where a ruling says so.",
    )

    _intake_not_negative = models.Constraint(
        "CHECK (recommendation_limit >= 0)",
        "Numbers of recommendations are not negative.",
    )

    @api.constrains("joint_silence", "joint_ruling_id")
    def _check_silence_is_ruled(self):
        for program in self.filtered(lambda p: p.joint_silence == "clear"):
            if not program.joint_ruling_id.is_ruled:
                raise ValidationError(
                    self.env._(
                        "%s: silence counts as “nothing known” only by a ruling. Name it.",
                        program.display_name,
                    )
                )

    def _missing(self):
        missing = super()._missing()
        if self.require_joint_check and not self.joint_department_ids:
            missing.append(self.env._("the departments of the joint check"))
        return missing
