"""Time limits of a claim: of its correction, each step of its review, its approval, its payment."""

from odoo import api, fields, models
from odoo.fields import Domain

# What the limit of a state is for; other states have none
_DUE_FOR = {
    "returned": "correct",
    "submitted": "review",
    "reviewed": "approve",
    "approved": "pay",
    "scheduled": "pay",
}
_GROUP_OF = {
    "review": "brand_awards.group_award_officer",
    "approve": "brand_certification.group_approver",
    "pay": "account.group_account_invoice",
}


class AwardClaim(models.Model):
    _name = "award.claim"
    _inherit = ["award.claim", "brand.deadline.mixin"]

    _system_fields = frozenset({"due_for"})
    _due_takers = (
        "brand_awards.group_award_officer",
        "brand_certification.group_reviewer",
        "brand_certification.group_manager",
    )

    due_for = fields.Selection(
        [
            ("correct", "To correct"),
            ("review", "To review"),
            ("approve", "To approve"),
            ("pay", "To pay"),
        ],
        "Limit Is",
        readonly=True,
        copy=False,
        index=True,
        help="The step whose limit runs.",
    )

    # -- limits follow the steps ---------------------------------------------------------------------

    def _end_transition(self, step, reason, document_no):
        result = super()._end_transition(step, reason, document_no)
        self._follow_limit()
        return result

    def _follow_limit(self):
        """Begin the limit of the state that these claims have reached; end it where they ended."""
        # sudo: limits are kept by the system
        for state, claims in self.sudo().grouped("state").items():
            due_for = _DUE_FOR.get(state)
            if due_for == "review":
                claims._restart_review_limit()
            elif due_for in ("correct", "approve"):
                for policy, same in claims.grouped("policy_id").items():
                    same._start_limit(policy[f"{due_for}_days"], due_for=due_for)
            elif due_for == "pay":
                for day, same in claims.grouped("pay_due_on").items():
                    same._set_due(day, due_for=due_for)
            else:
                claims._end_limit(due_for=False)

    def _leave_notice(self, notice):
        """The days of the notice are over: the approver has the claims."""
        result = super()._leave_notice(notice)
        # sudo: limits are kept by the system
        waiting = self.sudo().filtered(lambda c: c.state == "notice")
        for policy, same in waiting.grouped("policy_id").items():
            same._start_limit(policy.approve_days, due_for="approve")
        return result

    def _restart_review_limit(self):
        """Each step of the review has its own working days, from the step before it on."""
        # sudo: limits are kept by the system
        claims = self.sudo().filtered(lambda c: c.state == "submitted")
        Policy = self.env["award.policy"]
        claims.invalidate_recordset(["review_level_id"])
        for (level, policy), same in claims.grouped(
            lambda c: (c.review_level_id, c.policy_id)
        ).items():
            same._start_limit(Policy._review_days_of(level, policy), due_for="review")

    @api.model
    def _due_domain(self):
        """People have approved what waits in the queue: money is missing, nobody is late."""
        in_queue = Domain("due_for", "=", "approve") & Domain("is_queued", "=", True)
        return super()._due_domain() & ~in_queue

    @api.depends("due_for", "is_queued")
    def _compute_is_overdue(self):
        return super()._compute_is_overdue()

    # -- who has it ----------------------------------------------------------------------------------

    def _due_holders(self):
        """Users who have each claim now, in a few queries for all of them."""
        claims = self.sudo()
        own = self._users_of_recipients(claims.filtered(lambda c: c.due_for == "correct"))
        in_city, holders = {}, {}
        for claim in claims:
            level = claim.review_level_id
            if claim.due_for == "correct":
                holders[claim.id] = own.get(claim.partner_id.commercial_partner_id, own[None])
                continue
            key = (level, claim.due_for, claim.company_id, claim.district_id)
            if key not in in_city:
                in_city[key] = claim._holders_in_city(level)
            holders[claim.id] = in_city[key]
        return holders

    def _holders_in_city(self, level):
        """Those of the step's role; whoever a level waits for is told by ``brand.approval.pending``."""
        if level:
            return self.env["res.users"]
        group = _GROUP_OF.get(self.due_for)
        return self._group_users([group], self.company_id) if group else self.env["res.users"]

    def _users_of_recipients(self, claims):
        """``{commercial partner: its users, None: nobody}``."""
        # sudo: whom to remind is the system's knowledge
        users = (
            self.env["res.users"]
            .sudo()
            .search(
                [
                    (
                        "partner_id.commercial_partner_id",
                        "in",
                        claims.partner_id.commercial_partner_id.ids,
                    )
                ]
            )
        )
        grouped = users.grouped(lambda user: user.partner_id.commercial_partner_id)
        return {None: self.env["res.users"], **grouped}

    def _due_text(self):
        label = dict(self._fields["due_for"]._description_selection(self.env)).get(self.due_for)
        return f"{self.display_name} · {label}" if label else self.display_name
