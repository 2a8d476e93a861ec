"""What a policy asks of an application: how it is claimed, proof, steps of the review, limits."""

from odoo import api, fields, models
from odoo.exceptions import UserError

BY_ITSELF = "by_itself"
APPLIED = "applied"


class AwardRule(models.Model):
    _inherit = "award.rule"

    claiming = fields.Selection(
        [(BY_ITSELF, "By itself (免申即享)"), (APPLIED, "Applied for (申报)")],
        "Claimed",
        required=True,
        default=BY_ITSELF,
        help="By itself: the recipient confirms its bank account only. Applied for: it hands in"
        " an application with its proof while a window is open.",
    )
    document_ids = fields.One2many("award.rule.document", "rule_id", "Proof Asked for", copy=True)


class AwardRuleDocument(models.Model):
    """One document that an application under a clause brings as proof, with its template."""

    _name = "award.rule.document"
    _description = "Proof Asked for"
    _inherit = ["brand.part.mixin"]
    _part_of = "rule_id"
    _order = "rule_id, sequence, id"

    rule_id = fields.Many2one("award.rule", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="rule_id.company_id", store=True)
    sequence = fields.Integer(default=10, help="Place on the checklist.")
    name = fields.Char(required=True, translate=True, help="What the applicant hands in.")
    required = fields.Boolean(default=True, help="Without it the application is not complete.")
    help = fields.Char("Hint", translate=True, help="What it must show; stands below its name.")
    template = fields.Binary(attachment=True, help="A form to fill in, offered for download.")
    template_name = fields.Char(help="Name of the file with the form.")

    def _check_whole_is_open(self):
        """As for other parts; the state of a clause is that of its policy."""
        if self.env.su:
            return
        closed = self.rule_id.filtered(lambda rule: rule.state not in self._part_states)
        if closed:
            raise UserError(
                self.env._(
                    "A version in force is not changed; make a new version: %s",
                    ", ".join(closed.policy_id.mapped("display_name")),
                )
            )


class AwardPolicy(models.Model):
    _inherit = "award.policy"

    window_ids = fields.One2many("award.window", "policy_id", "Application Windows")
    review_level_ids = fields.One2many(
        "brand.approval.level",
        "policy_id",
        "Steps of the Review",
        copy=True,
        domain=[("model", "=", "award.claim"), ("step", "=", "action_review")],
        context={"default_model": "award.claim", "default_step": "action_review"},
        help="Passed in their order before a claim counts as reviewed. Without any, one award"
        " officer reviews it.",
    )
    review_days = fields.Integer(
        "To Review",
        default=10,
        help="Working days where the review has no steps of its own; 0: no limit.",
    )
    approve_days = fields.Integer(
        "To Approve", default=10, help="Working days from the review; 0: no limit."
    )
    correct_days = fields.Integer(
        "To Correct", default=10, help="Working days of the recipient after a return; 0: no limit."
    )

    _days_not_negative = models.Constraint(
        "CHECK (review_days >= 0 AND approve_days >= 0 AND correct_days >= 0)",
        "A limit is not below 0.",
    )

    def action_add_review_steps(self):
        """Add the usual three steps of a review: district, department, finance (manager)."""
        self.check_access("write")
        _ = self.env._
        usual = (
            (_("District review"), "brand_certification.group_district", True),
            (_("Department review"), "brand_awards.group_award_officer", False),
            (_("Opinion of finance"), "account.group_account_invoice", False),
        )
        Level = self.env["brand.approval.level"]
        rows = [
            {
                "name": name,
                "company_id": policy.company_id.id,
                "policy_id": policy.id,
                "model": "award.claim",
                "step": "action_review",
                "sequence": 10 * number,
                # sudo: the group of a role, not its members
                "group_id": self.env.ref(group).sudo().id,
                "of_district": of_district,
            }
            for policy in self.filtered(lambda p: not p.review_level_ids)
            for number, (name, group, of_district) in enumerate(usual, 1)
        ]
        Level.create(rows)
        return True

    @api.model
    def _review_days_of(self, level, policy):
        """Working days of one step of the review, or of the review where it has no steps."""
        return level.days if level else policy.review_days
