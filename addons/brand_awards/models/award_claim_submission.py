"""Each submission of an application for a reward is kept as it was, with what changed."""

from odoo import api, fields, models

from odoo.addons.brand_certification.scheme import changes

from .award_claim_application import ANSWERS

_ORDER = (*ANSWERS, "account")


class AwardClaimSubmission(models.Model):
    """One submission: when, by whom, every answer and the hash of every file."""

    _name = "award.claim.submission"
    _description = "Submission of a Reward Claim"
    _inherit = ["brand.append.only.mixin"]
    _order = "claim_id, number desc"
    _rec_name = "number"

    claim_id = fields.Many2one(
        "award.claim", required=True, readonly=True, index=True, ondelete="cascade"
    )
    number = fields.Integer("Submission No.", required=True, readonly=True)
    date = fields.Datetime("Handed in at", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Handed in by", required=True, readonly=True)
    content = fields.Json("Answers and Hashes", readonly=True)
    changes_html = fields.Html("What Changed", compute="_compute_changes", sanitize=False)

    _number_unique = models.UniqueIndex("(claim_id, number)", "Submissions are numbered.")

    @api.depends("content")
    @api.depends_context("lang")
    def _compute_changes(self):
        # sudo: versions of claims whose versions the caller was allowed to read
        rows = self.sudo().search([("claim_id", "in", self.sudo().claim_id.ids)])
        by_number = {(row.claim_id.id, row.number): row for row in rows}
        Table = self.env["brand.application.submission"]
        for submission in self:
            before = by_number.get((submission.sudo().claim_id.id, submission.number - 1))
            found = submission._change_rows(before) if before else []
            submission.changes_html = Table._changes_table(found) if found else False

    def _change_rows(self, before):
        """What changed since ``before``, as plain rows with labels."""
        labels = self.env["award.claim"].fields_get(ANSWERS, ["string"])
        nothing = self.env._("(nothing)")
        yes_no = {"1": self.env._("Yes"), "": self.env._("No")}

        def shown(key, text):
            return yes_no[text] if key == "declaration_accepted" else text or nothing

        return [
            {
                "label": change.name or labels.get(change.key, {}).get("string", change.key)
                if change.key != "account"
                else self.env._("Receiving Account"),
                "old": shown(change.key, change.old),
                "new": shown(change.key, change.new),
                "old_hash": change.old_hash,
                "new_hash": change.new_hash,
            }
            for change in changes.changes(before.content or {}, self.content or {}, _ORDER)
        ]


class AwardClaim(models.Model):
    _inherit = "award.claim"

    def _keep_submission(self):
        """Append what was handed in as a version of its own."""
        # sudo: versions are kept by the system, not by applicants
        claims = self.sudo()
        self.env["award.claim.submission"].sudo().create(
            [
                {
                    "claim_id": claim.id,
                    "number": max(claim.submission_ids.mapped("number"), default=0) + 1,
                    "date": claim.submitted_on,
                    "user_id": self.env.uid,
                    "content": claim._prepare_content(),
                }
                for claim in claims
            ]
        )

    def _prepare_content(self):
        """Every answer as text and every file with its hash, as they stand now."""
        self.ensure_one()
        answers = {name: self[name] or "" for name in ANSWERS}
        answers |= {
            "declaration_accepted": "1" if self.declaration_accepted else "",
            "account": self.account_label or "",
        }
        documents = [
            {
                "key": f"document_{row.id}",
                "name": row.name,
                "filename": row.filename or "",
                "size": row.size,
                "sha256": row.sha256 or "",
            }
            for row in self.document_ids
        ]
        return {"answers": answers, "documents": documents}
