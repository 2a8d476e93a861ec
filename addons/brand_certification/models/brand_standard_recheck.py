"""The five-yearly review of a standard, and what follows from it."""

from odoo import api, fields, models
from odoo.exceptions import UserError

REMIND_DAYS = 90


class BrandStandard(models.Model):
    """Review every five years (复审, 标准化法 29), and the revision that may follow from it."""

    _inherit = "brand.standard"

    recheck_ids = fields.One2many("brand.standard.recheck", "standard_id", "Five-yearly Reviews")

    def action_recheck(self, result, reason, document_no=None):
        """Record the review of published standards.

        Confirmed: the next review is due after another term. Revise: a draft that replaces the
        standard is opened. Withdraw: it is withdrawn at once.

        :param result: confirmed, revise or withdraw
        :param reason: what was found
        """
        self.check_access("write")
        if not (reason or "").strip():
            raise UserError(self.env._("Write down what the review found."))
        unpublished = self.filtered(lambda s: s.state != "published")
        if unpublished:
            names = unpublished._names_with_state()
            raise UserError(self.env._("Only published standards are reviewed: %s", names))
        today = self.env["brand.workday"]._today()
        # sudo: rows are written by this action only; write access was checked above
        self.env["brand.standard.recheck"].sudo().create(
            [
                {
                    "standard_id": standard.id,
                    "date": today,
                    "result": result,
                    "reason": reason,
                    "document_no": document_no,
                    "user_id": self.env.uid,
                }
                for standard in self
            ]
        )
        self.sudo().write({"last_review_on": today, "reminded_on": False})
        if result == "revise":
            for standard in self:
                standard._make_revision()
        elif result == "withdraw":
            self.action_abolish(reason=reason, document_no=document_no)
        return True

    def action_revise(self):
        """Open the draft of a revision, with drafters, level and structure of this standard."""
        self.ensure_one()
        self.check_access("write")
        revision = self._make_revision()
        return revision.get_formview_action()

    def _make_revision(self):
        if self.state != "published":
            raise UserError(
                self.env._("Only published standards are revised: %s", self._names_with_state())
            )
        running = self.replaced_by_ids.filtered(lambda s: s.state != "withdrawn")
        if running:
            return running[0]
        return self.create(
            {
                "name": self.name,
                "level": self.level,
                "is_general": self.is_general,
                "general_id": self.general_id.id,
                "company_id": self.company_id.id,
                "proposer_id": self.proposer_id.id,
                "proposer_kind": self.proposer_kind,
                "proposer": self.proposer,
                "replaces_id": self.id,
                "drafter_ids": [
                    fields.Command.create({"rank": d.rank, "partner_id": d.partner_id.id})
                    for d in self.drafter_ids
                ],
            }
        )

    @api.model
    def _cron_remind_reviews(self):
        """Tell each city's managers which standards are due for review, once for each term."""
        today = self.env["brand.workday"]._today()
        domain = [
            ("state", "=", "published"),
            ("review_due", "<=", fields.Date.add(today, days=REMIND_DAYS)),
            ("reminded_on", "=", False),
        ]
        remaining = self.search_count(domain)
        while remaining:
            batch = self.search(domain, limit=200).try_lock_for_update().filtered_domain(domain)
            if not batch:
                break
            for company, standards in batch.grouped("company_id").items():
                self.env["brand.digest"]._tell_managers(
                    company,
                    self.env._("Standards due for review"),
                    [
                        self.env._(
                            "%(standard)s: review due on %(date)s",
                            standard=standard.display_name,
                            date=self.env["brand.portal"]._long_date(standard.review_due),
                        )
                        for standard in standards
                    ],
                )
            batch.write({"reminded_on": today})
            remaining -= len(batch)
            if not self.env["ir.cron"]._commit_progress(len(batch), remaining=remaining):
                break


class BrandStandardRecheck(models.Model):
    """The result of one five-yearly review. Append-only."""

    _name = "brand.standard.recheck"
    _description = "Five-yearly Review"
    _inherit = ["brand.append.only.mixin"]
    _order = "date desc, id desc"
    _rec_name = "date"

    standard_id = fields.Many2one("brand.standard", required=True, ondelete="cascade", index=True)
    date = fields.Date(required=True)
    result = fields.Selection(
        [
            ("confirmed", "Stays in force"),
            ("revise", "To be revised"),
            ("withdraw", "To be withdrawn"),
        ],
        required=True,
    )
    reason = fields.Text("What Was Found", required=True)
    document_no = fields.Char("Document No.")
    user_id = fields.Many2one("res.users", "Recorded by", required=True)
