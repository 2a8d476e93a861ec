"""Steps of a claim's review: district, department, finance, one after the other, each its opinion.

They are approval levels before ``action_review``; the mechanism is brand_certification's.
"""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

_STEP = "action_review"
# Who may return a claim whatever step it waits for
_RETURNERS = ("brand_awards.group_award_officer", "brand_certification.group_approver")


class BrandApprovalLevel(models.Model):
    _inherit = "brand.approval.level"

    policy_id = fields.Many2one(
        "award.policy", "Only for Reward Policy", index="btree_not_null", ondelete="cascade"
    )
    of_district = fields.Boolean(
        "Of the District", help="Only by people who act for the district of the record."
    )
    department_id = fields.Many2one(
        "brand.department", "Of the Department", help="Only by people who act for it."
    )

    def _applies_to(self, record):
        return super()._applies_to(record) and (
            not self.policy_id or ("policy_id" in record and record.policy_id == self.policy_id)
        )

    def _acts_here(self, user, record):
        """Whether ``user`` acts for the district or department that this level names."""
        self.ensure_one()
        # sudo: for whom a person acts is the system's knowledge
        user, record = user.sudo(), record.sudo()
        if self.of_district and record.district_id not in user.brand_district_ids:
            return False
        if self.department_id and self.department_id not in user.brand_department_ids:
            return False
        return super()._acts_here(user, record)

    def _office_name(self, record):
        self.ensure_one()
        # sudo: names of offices, no more
        office = self.sudo().department_id.name or (
            self.of_district and record.sudo().district_id.name
        )
        return office or super()._office_name(record)


class BrandApproval(models.Model):
    _inherit = "brand.approval"

    def _check_may_approve(self, record, step, level, given):
        behalf = super()._check_may_approve(record, step, level, given)
        if not any(level._acts_here(user, record) for user in (self.env.user | behalf)):
            raise AccessError(
                self.env._(
                    "%(record)s waits for “%(level)s” of %(office)s.",
                    record=record.display_name,
                    level=level.name,
                    office=level._office_name(record) or "-",
                )
            )
        return behalf


class BrandApprovalPending(models.Model):
    _inherit = "brand.approval.pending"

    def _due_holders(self):
        """Of a level that is a district's or a department's, only those who act for it."""
        holders = super()._due_holders()
        for row in self.sudo().filtered(
            lambda r: r.level_id.of_district or r.level_id.department_id
        ):
            level, target = row.level_id, row._due_target()
            holders[row.id] = holders[row.id].filtered(
                lambda user, lv=level, record=target: lv._acts_here(user, record)
            )
        return holders


class AwardClaim(models.Model):
    _inherit = "award.claim"

    _approval_steps = (_STEP,)
    _transitions = {
        # besides award officers and approvers: whoever's opinion it waits for
        "action_return": (
            ("submitted", "reviewed", "notice"),
            "returned",
            (
                *_RETURNERS,
                "brand_certification.group_district",
                "brand_certification.group_department",
                "account.group_account_invoice",
            ),
        ),
    }

    has_review_steps = fields.Boolean(compute="_compute_review_steps", compute_sudo=True)
    review_level_id = fields.Many2one(
        "brand.approval.level",
        "Waits for the Opinion",
        compute="_compute_review_steps",
        compute_sudo=True,
    )
    opinions = fields.Text(
        "Opinions Given",
        compute="_compute_review_steps",
        compute_sudo=True,
        groups="base.group_user",
    )

    @api.depends("state", "approval_ids")
    @api.depends_context("lang")
    def _compute_review_steps(self):
        """Which opinions are there and which one is next; a few queries for the batch."""
        levels = self.env["brand.approval.level"]._levels_of_step(self._name, _STEP)
        waiting = self._origin.filtered(lambda c: c.state == "submitted")
        given = self.env["brand.approval"]._valid_approvals(waiting, _STEP) if levels else {}
        for claim in self:
            mine = levels.filtered(lambda level, c=claim: level._applies_to(c.sudo()))
            rows = given.get(claim._origin.id, self.env["brand.approval"])
            claim.has_review_steps = bool(mine)
            claim.review_level_id = (
                self.env["brand.approval"]._next_level(mine, rows)
                if mine and claim.state == "submitted"
                else False
            )
            claim.opinions = claim._opinions_text() or False

    def _opinions_text(self):
        """Every opinion that was ever given, with those that a return has voided marked so."""
        day, _ = self.env["brand.portal"], self.env._
        returns = self.sudo().transition_ids.filtered(
            lambda row: row.step in ("action_return", "action_withdraw")
        )
        last_return = max(returns.ids, default=0)
        lines = []
        for row in self.sudo().approval_ids.filtered(lambda a: a.step == _STEP).sorted("id"):
            text = f"{day._day(row.date)} {row.level_id.name}: {row.user_id.name}"
            if row.reason:
                text += f"; {row.reason}"
            if row.document_no:
                text += f" ({row.document_no})"
            if last_return > (row.after_transition_id.id or 0):
                text += " " + _("[no longer counts]")
            lines.append(text)
        return "\n".join(lines)

    # -- what counts -------------------------------------------------------------------------------

    def _approval_still_fits(self, row):
        """An opinion given while the amount was still open stands when the amount is then set."""
        if row.step == _STEP and row.fingerprint == "0.00":
            return True
        return super()._approval_still_fits(row)

    def _barred_users(self, step, users):
        """Also who set the amount: somebody else approves it."""
        barred = super()._barred_users(step, users)
        if step == "action_approve":
            for claim in self.sudo():
                barred[claim.id] |= claim.amount_set_by_id.sudo(False) & users
        return barred

    # -- guards ------------------------------------------------------------------------------------

    def _check_role_or_level(self, step):
        result = super()._check_role_or_level(step)
        if step == "action_return":
            self._check_may_return()
        return result

    def _check_step(self, step, document_no=None):
        result = super()._check_step(step, document_no)
        if step == "action_return":
            self._check_may_return()
        if step == "action_approve":
            self._check_amount_set_by_another()
        return result

    def _check_may_return(self):
        """District, department and finance return a claim while it waits for their opinion."""
        if self.env.su or any(map(self.env.user.has_group, _RETURNERS)):
            return
        absent = self.env["brand.standin"]._acting_for(_RETURNERS)
        if absent:
            return
        Approval = self.env["brand.approval"]
        given = Approval._valid_approvals(self, _STEP)
        for claim in self:
            level = claim.sudo().review_level_id
            if claim.state != "submitted" or not level:
                raise AccessError(
                    self.env._("%s does not wait for your opinion.", claim.display_name)
                )
            Approval._check_may_approve(claim, _STEP, level, given[claim.id])

    def _check_amount_set_by_another(self):
        """Who set an amount under a ceiling does not approve it."""
        own = self.sudo().filtered(lambda c: c.amount_set_by_id == self.env.user)
        if own:
            raise AccessError(
                self.env._(
                    "You set the amount of %s; somebody else approves it.",
                    ", ".join(own.mapped("display_name")[:5]),
                )
            )

    def _record_approvals(self, step, reason, document_no):
        """An opinion of the review is written down, not only given."""
        if step == _STEP and self and not (reason or "").strip():
            raise UserError(self.env._("Write your opinion; the next office reads it."))
        complete = super()._record_approvals(step, reason, document_no)
        if step == _STEP:
            (self - complete)._restart_review_limit()
        return complete
