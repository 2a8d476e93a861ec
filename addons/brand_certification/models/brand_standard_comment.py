"""A draft asks for comments; each is disposed of before its review."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain


class BrandStandard(models.Model):
    """A draft open for comments, and the table of comments with their disposal."""

    _inherit = "brand.standard"

    comment_from = fields.Date("Open for Comments from", readonly=True, copy=False)
    comment_until = fields.Date("Comments until", readonly=True, copy=False)
    comment_ids = fields.One2many("brand.standard.comment", "standard_id", "Comments")
    open_comment_count = fields.Integer(
        "Comments to Dispose of", compute="_compute_open_comment_count"
    )
    is_open_for_comment = fields.Boolean(
        "Open for Comments",
        compute="_compute_is_open_for_comment",
        search="_search_is_open_for_comment",
    )

    @api.depends("comment_ids.disposal")
    def _compute_open_comment_count(self):
        # sudo: a step waits for all comments, also those that the reader may not see
        counts = (
            self.env["brand.standard.comment"]
            .sudo()
            ._read_group(
                [("standard_id", "in", self.ids), ("disposal", "=", False)],
                ["standard_id"],
                ["__count"],
            )
        )
        waiting = {standard.id: count for standard, count in counts}
        for standard in self:
            standard.open_comment_count = waiting.get(standard.id, 0)

    @api.depends("state", "comment_until")
    def _compute_is_open_for_comment(self):
        for standard in self:
            standard.is_open_for_comment = standard._takes_comments()

    def _takes_comments(self):
        """Whether the draft is open for comments today."""
        self.ensure_one()
        today, until = self.env["brand.workday"]._today(), self.comment_until
        return self.state == "drafting" and bool(until) and today <= until

    @api.model
    def _search_is_open_for_comment(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env["brand.workday"]._today()
        running = Domain("state", "=", "drafting") & Domain("comment_until", ">=", today)
        return running if True in value else ~running

    def action_call_comments(self, until=None):
        """Publish the drafts for comments, until a day; everybody with an account may comment.

        :param until: last day; by default as many natural days as the city's procedure says
        """
        self.check_access("write")
        calendar, today = self.env["brand.workday"]._calendar(), self.env["brand.workday"]._today()
        for standard in self:
            if standard.state != "drafting" or not standard.file:
                raise UserError(
                    self.env._(
                        "%s: comments are asked for on a draft whose text has been uploaded.",
                        standard.display_name,
                    )
                )
            days = self.env["brand.standard.procedure"]._of(standard.company_id).comment_days
            last = fields.Date.to_date(until) or calendar.natural_deadline(today, days=days).date
            if last <= today:
                raise UserError(self.env._("The last day for comments lies in the future."))
            # sudo: the dates follow from this action; write access was checked above
            standard.sudo().write({"comment_from": today, "comment_until": last})
        return True

    def action_comment(self, text, clause=None, proposal=None):
        """Comment on a draft that is open for comments, in the name of one's organisation.

        :param text: the comment
        :param clause: clause of the draft that it concerns
        :param proposal: the words proposed instead
        """
        self.ensure_one()
        self.check_access("read")
        if not self._takes_comments():
            raise UserError(
                self.env._("%s is not open for comments now.", self.sudo().display_name)
            )
        if not (text or "").strip():
            raise UserError(self.env._("Write the comment first."))
        person = self.env.user.partner_id
        # sudo: portal users write comments by this action only, on drafts that they may read
        self.env["brand.standard.comment"].sudo().create(
            {
                "standard_id": self.id,
                "partner_id": person.commercial_partner_id.id,
                "author": person.name,
                "clause": (clause or "").strip() or False,
                "text": text.strip(),
                "proposal": (proposal or "").strip() or False,
            }
        )
        return True

    @api.model
    def action_propose(self, values):
        """Propose a standard in the name of one's organisation (苏州 2021: enterprises, bodies,
        institutes and associations propose technical standards).

        :param values: name, level (group or local), purpose, proposer_kind, replaces_id, file,
            filename
        :return: the proposal
        """
        allowed = {"name", "level", "purpose", "proposer_kind", "replaces_id", "file", "filename"}
        if set(values) - allowed:
            raise AccessError(
                self.env._("A proposal does not set: %s", ", ".join(sorted(set(values) - allowed)))
            )
        for name in ("name", "purpose", "proposer_kind"):
            if not (values.get(name) or "").strip():
                label = self._fields[name]._description_string(self.env)
                raise UserError(self.env._("“%s” is empty.", label))
        if not self.env["brand.portal"]._roles() and not self.env.user._is_internal():
            raise AccessError(self.env._("Your account has no role in the brand programme."))
        if values.get("replaces_id"):
            self.browse(values["replaces_id"]).check_access("read")
        organisation = self.env.user.partner_id.commercial_partner_id
        # sudo: portal users make proposals by this action only, in their organisation's name
        proposal = self.sudo().create(
            {
                **values,
                "proposer_id": organisation.id,
                "company_id": self.env.company.id,
            }
        )
        return proposal.sudo(False)

    def _check_comments_disposed(self):
        today = self.env["brand.workday"]._today()
        for standard in self:
            if standard.comment_until and today <= standard.comment_until:
                raise UserError(
                    self.env._(
                        "%(standard)s is open for comments until %(date)s.",
                        standard=standard.display_name,
                        date=self.env["brand.portal"]._long_date(standard.comment_until),
                    )
                )
            if standard.open_comment_count:
                raise UserError(
                    self.env._(
                        "%(standard)s: %(count)s comments have not been disposed of.",
                        standard=standard.display_name,
                        count=standard.open_comment_count,
                    )
                )


class BrandStandardComment(models.Model):
    """A comment on a draft and what the drafting group made of it."""

    _name = "brand.standard.comment"
    _description = "Comment on a Draft"
    _inherit = ["brand.part.mixin"]
    _part_of = "standard_id"
    _part_states = ("drafting",)
    _order = "standard_id, clause, id"
    _rec_name = "text"

    standard_id = fields.Many2one("brand.standard", required=True, ondelete="cascade", index=True)
    clause = fields.Char(help="Clause of the draft, such as 5.2.")
    text = fields.Text("Comment", required=True)
    proposal = fields.Text("Proposed Words")
    partner_id = fields.Many2one("res.partner", "Commented by", required=True, index=True)
    author = fields.Char("Person")
    date = fields.Date(required=True, default=lambda self: self.env["brand.workday"]._today())
    disposal = fields.Selection(
        [
            ("accepted", "Accepted"),
            ("partly", "Accepted in part"),
            ("not_adopted", "Not adopted"),
        ],
    )
    reason = fields.Text(help="Why it is not adopted, or what of it; who commented is told.")
    disposed_by_id = fields.Many2one("res.users", "Disposed of by", readonly=True)
    disposed_on = fields.Date(readonly=True)

    @api.constrains("disposal", "reason")
    def _check_reason(self):
        for comment in self:
            if comment.disposal in ("partly", "not_adopted") and not (comment.reason or "").strip():
                raise ValidationError(
                    self.env._("Give the reason for a comment that is not adopted as a whole.")
                )

    def write(self, vals):
        """Who disposes of a comment, and when, is kept with it."""
        result = super().write(vals)
        if vals.get("disposal"):
            # sudo: who and when follow from the act
            self.sudo().write(
                {
                    "disposed_by_id": self.env.uid,
                    "disposed_on": self.env["brand.workday"]._today(),
                }
            )
        return result
