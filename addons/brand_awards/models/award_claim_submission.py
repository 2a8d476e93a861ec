"""Each submission of an application for a reward is kept as it was, with what changed."""

from odoo import api, fields, models

from .award_claim_application import ANSWERS


class AwardClaimSubmission(models.Model):
    """One submission: when, by whom, every answer and the hash of every file."""

    _name = "award.claim.submission"
    _description = "Submission of a Reward Claim"
    _inherit = ["brand.submission.mixin"]
    _submission_of = "claim_id"
    _answers = (*ANSWERS, "account")
    _yes_no_answers = ("declaration_accepted",)
    _order = "claim_id, number desc"

    claim_id = fields.Many2one(
        "award.claim", required=True, readonly=True, index=True, ondelete="cascade"
    )

    _number_unique = models.UniqueIndex("(claim_id, number)", "Submissions are numbered.")

    @api.model
    def _answer_labels(self):
        known = self.env["award.claim"].fields_get(ANSWERS, ["string"])
        labels = {name: field["string"] for name, field in known.items()}
        return labels | {"account": self.env._("Receiving Account")}


class AwardClaim(models.Model):
    _inherit = "award.claim"

    def _prepare_answers(self):
        self.ensure_one()
        return {name: self[name] or "" for name in ANSWERS} | {
            "declaration_accepted": "1" if self.declaration_accepted else "",
            "account": self.account_label or "",
        }
