"""A draft before its panel: indicators beside others, votes, conclusion."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .brand_standard import STAFF
from .transition_mixin import transition


class BrandStandard(models.Model):
    _inherit = "brand.standard"

    review_ids = fields.One2many("brand.standard.review", "standard_id", "Reviews of Advancedness")
    is_adopted = fields.Boolean("Adopted by the Panel", compute="_compute_is_adopted")
    is_review_required = fields.Boolean("Review Required", compute="_compute_is_adopted")

    @api.depends("review_ids.result", "review_ids.is_superseded", "company_id")
    def _compute_is_adopted(self):
        for standard in self:
            # sudo: that a panel has adopted the draft may be known to whoever reads the draft
            current = standard.sudo().review_ids.filtered(lambda r: not r.is_superseded)
            standard.is_adopted = current._is_adopted()
            procedure = self.env["brand.standard.procedure"]._of(standard.company_id)
            standard.is_review_required = procedure.review_required

    def action_convene_review(self):
        """Open the review of this draft, for its panel and the comparison of indicators."""
        self.ensure_one()
        review = self.review_ids.filtered(lambda r: not r.is_superseded)[:1] or self.env[
            "brand.standard.review"
        ].create({"standard_id": self.id})
        return review.get_formview_action()

    def _drafting_people(self):
        """Units that draft, the names they had before, and persons who draft themselves."""
        # sudo: who drafts counts whether or not the acting user may read the unit
        units = self.sudo().drafter_ids.partner_id
        return units | units.commercial_partner_id._lineage()


class BrandStandardReview(models.Model):
    """A panel's review whether a draft is advanced (先进性审查): comparison, votes, conclusion."""

    _name = "brand.standard.review"
    _description = "Review of Advancedness"
    _inherit = ["brand.transition.mixin", "mail.thread"]
    _order = "date desc, id desc"

    _initial_state = "draft"
    _transitions = {"action_conclude": (("draft",), "concluded", STAFF)}
    _write_windows = dict.fromkeys(
        ("standard_id", "date", "place", "minutes", "member_ids", "indicator_ids"), ("draft",)
    )
    _system_fields = frozenset({"result", "is_superseded", "votes_text"})

    standard_id = fields.Many2one("brand.standard", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="standard_id.company_id", store=True)
    state = fields.Selection(
        [("draft", "Convened"), ("concluded", "Concluded")],
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    date = fields.Date(
        "Meeting on", required=True, default=lambda self: self.env["brand.workday"]._today()
    )
    place = fields.Char()
    member_ids = fields.One2many("brand.standard.review.member", "review_id", "Panel")
    indicator_ids = fields.One2many(
        "brand.standard.indicator", "review_id", "Comparison of Indicators"
    )
    minutes = fields.Text("Opinion of the Panel")
    result = fields.Selection(
        [("adopted", "Adopted"), ("returned", "Returned to drafting")], readonly=True, copy=False
    )
    votes_text = fields.Char("Votes", readonly=True, copy=False)
    is_superseded = fields.Boolean(
        "No Longer Counts",
        readonly=True,
        copy=False,
        help="The draft went back to drafting after this review.",
    )
    blockers = fields.Text("What Blocks the Conclusion", compute="_compute_blockers")

    @api.depends("standard_id.display_name", "date")
    def _compute_display_name(self):
        for review in self:
            day = self.env["brand.portal"]._long_date(review.date)
            review.display_name = f"{review.standard_id.display_name} · {day}"

    @api.constrains("standard_id", "state")
    def _check_standard_in_review(self):
        for review in self.filtered(lambda r: r.state == "draft"):
            if review.standard_id.state not in ("drafting", "review"):
                raise ValidationError(
                    self.env._(
                        "A panel is convened for a draft: %s",
                        review.standard_id._names_with_state(),
                    )
                )

    @api.depends(
        "member_ids.vote", "member_ids.is_present", "indicator_ids", "standard_id.state", "state"
    )
    @api.depends_context("lang")
    def _compute_blockers(self):
        for review in self:
            texts = review._blocking_texts() if review.state == "draft" else ()
            review.blockers = "\n".join(texts) or False

    def _blocking_texts(self):
        """What keeps the review from being concluded, all at once."""
        _ = self.env._
        procedure = self.env["brand.standard.procedure"]._of(self.standard_id.company_id)
        present = self.member_ids.filtered("is_present")
        texts = []
        if self.standard_id.state != "review":
            texts.append(_("The draft has not been handed to review."))
        if len(self.member_ids) < procedure.panel_size:
            texts.append(
                _(
                    "The panel has %(present)s members, %(needed)s are needed.",
                    present=len(self.member_ids),
                    needed=procedure.panel_size,
                )
            )
        if len(present) < procedure.quorum:
            texts.append(
                _(
                    "%(present)s members are present, the quorum is %(needed)s.",
                    present=len(present),
                    needed=procedure.quorum,
                )
            )
        silent = present.filtered(lambda m: not m.vote)
        if silent:
            texts.append(_("Has not voted: %s", ", ".join(silent.partner_id.mapped("name"))))
        if not self.indicator_ids:
            texts.append(_("No indicator has been compared with another standard."))
        if not (self.minutes or "").strip():
            texts.append(_("The panel's opinion is not written down."))
        return texts

    @transition
    def action_conclude(self):
        """Count the votes; a draft that is not adopted returns to the drafting group.

        Those present decide by the majority that the city's procedure sets; who abstains is
        present. No member may be, or work for, a drafting unit on the day.
        """
        for review in self:
            texts = review._blocking_texts()
            if texts:
                raise UserError("\n".join(f"• {text}" for text in texts))
            review.member_ids._check_not_a_drafter()
            present = review.member_ids.filtered("is_present")
            count = {
                vote: len(present.filtered(lambda m, v=vote: m.vote == v))
                for vote in ("for", "against", "abstain")
            }
            procedure = self.env["brand.standard.procedure"]._of(review.standard_id.company_id)
            adopted = procedure._is_majority(count["for"], len(present))
            # sudo: the result follows from the votes, nobody enters it
            votes_text = self.env._(
                "%(votes_for)s for, %(against)s against, %(abstain)s abstained",
                votes_for=count["for"],
                against=count["against"],
                abstain=count["abstain"],
            )
            result = "adopted" if adopted else "returned"
            review.sudo().write({"result": result, "votes_text": votes_text})
            if not adopted:
                review.standard_id.action_return_draft(
                    reason=self.env._("Not adopted by the panel: %s", review.votes_text)
                )

    def _is_adopted(self):
        """Whether all of these reviews are concluded and adopted, and there is one."""
        return bool(self) and all(
            review.state == "concluded" and review.result == "adopted" for review in self
        )


class BrandStandardReviewMember(models.Model):
    """A member of a panel, and the vote."""

    _name = "brand.standard.review.member"
    _description = "Member of a Panel"
    _inherit = ["brand.part.mixin"]
    _part_of = "review_id"
    _order = "review_id, is_chair desc, id"
    _rec_name = "partner_id"

    review_id = fields.Many2one(
        "brand.standard.review",
        "Review of Advancedness",
        required=True,
        ondelete="cascade",
        index=True,
    )
    partner_id = fields.Many2one("res.partner", "Member", required=True)
    employer_id = fields.Many2one("res.partner", compute="_compute_employer_id", string="Works for")
    is_chair = fields.Boolean("Chair")
    is_present = fields.Boolean("Present", default=True)
    vote = fields.Selection([("for", "For"), ("against", "Against"), ("abstain", "Abstains")])
    note = fields.Char("Remark")

    _once = models.Constraint(
        "UNIQUE (review_id, partner_id)", "Each person is a member of a panel once."
    )

    @api.depends("partner_id")
    def _compute_employer_id(self):
        entries = self.env["brand.assessor"].search(
            [("partner_id", "in", self.partner_id.ids), ("state", "=", "active")]
        )
        employers = {entry.partner_id: entry.employer_id for entry in entries}
        for member in self:
            person = member.partner_id
            employer = person.commercial_partner_id - person
            member.employer_id = employers.get(person) or employer

    @api.constrains("partner_id", "review_id")
    def _check_not_a_drafter(self):
        """A panel judges what others wrote: no drafter, no employee of a drafting unit."""
        today = self.env["brand.workday"]._today()
        for member in self:
            person = member.partner_id
            # sudo: an employment counts whether or not the acting user may read it
            register = self.env["brand.assessor"].sudo()
            entries = register.search([("partner_id", "=", person.id), ("state", "!=", "ended")])
            employers = person._brand_relations(today)["employment"] | set(entries.employer_id.ids)
            drafters = member.review_id.standard_id._drafting_people()
            clash = drafters.filtered(lambda d, p=person, e=employers: d == p or d.id in e)
            if clash:
                raise ValidationError(
                    self.env._(
                        "%(person)s belongs to the drafting unit %(unit)s and cannot be on the"
                        " panel.",
                        person=person.name,
                        unit=clash[0].name,
                    )
                )


class BrandStandardIndicator(models.Model):
    """One indicator of a draft beside the same one of another standard."""

    _name = "brand.standard.indicator"
    _description = "Compared Indicator"
    _inherit = ["brand.part.mixin"]
    _part_of = "review_id"
    _order = "review_id, sequence, id"

    review_id = fields.Many2one(
        "brand.standard.review",
        "Review of Advancedness",
        required=True,
        ondelete="cascade",
        index=True,
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Indicator", required=True)
    value = fields.Char("This Draft", required=True)
    compared_number = fields.Char("Compared Standard", required=True)
    compared_level = fields.Selection(
        [
            ("international", "International standard"),
            ("foreign", "Foreign standard"),
            ("national", "National standard"),
            ("industry", "Industry standard"),
            ("competitor", "Product of a competitor"),
        ],
        required=True,
        default="national",
    )
    compared_value = fields.Char("Its Value", required=True)
    verdict = fields.Selection(
        [("better", "More advanced"), ("equal", "Equal"), ("lower", "Lower")], required=True
    )
    note = fields.Char("Remark")
