"""A recovery as its recipient sees it, in the portal and on paper."""

from odoo import api, models

from .award_claim_paper import in_capitals

MAX_STATEMENT = 4000


class AwardRecovery(models.Model):
    _inherit = "award.recovery"

    @api.model
    def _portal_own(self):
        """Recoveries that the current user's enterprise was told of."""
        partner = self.env.user.partner_id.commercial_partner_id
        return self.search([("partner_id", "=", partner.id)])

    def _portal_may_state(self):
        self.ensure_one()
        today = self.env["brand.workday"]._today()
        return self.state == "draft" and bool(self.statement_due) and today <= self.statement_due

    def _portal_state_text(self):
        """Where it stands, in the recipient's words."""
        self.ensure_one()
        portal, _ = self.env["brand.portal"], self.env._
        if self.state == "draft":
            if self.statement_on and self.wants_hearing:
                return _("Not decided yet. Your statement and your wish to be heard have come in.")
            if self.statement_on:
                return _("Not decided yet. Your statement has come in.")
            if self._portal_may_state():
                return _(
                    "Not decided yet. You may state your view until %s.",
                    portal._long_date(self.statement_due),
                )
            return _("Not decided yet.")
        if self.state == "requested":
            return _(
                "Please pay %(amount)s back until %(due)s.",
                amount=self.env["award.claim"]._portal_yuan(self.remaining),
                due=portal._long_date(self.due_on),
            )
        # sudo: labels of the outcome are no secret
        outcomes = dict(self._fields["outcome"]._description_selection(self.env))
        return outcomes.get(self.outcome, "")

    def _portal_tasks(self):
        portal, _ = self.env["brand.portal"], self.env._
        tasks = []
        for recovery in self:
            amount = self.env["award.claim"]._portal_yuan(recovery.remaining)
            if recovery.state == "requested":
                text = _("Pay back %s.", amount)
                tasks.append(
                    portal._task(text, _("Read the demand"), recovery.access_url, recovery.due_on)
                )
            elif recovery._portal_may_state() and not recovery.statement_on:
                text = _("State your view on paying back %s.", amount)
                due = recovery.statement_due
                tasks.append(portal._task(text, _("State your view"), recovery.access_url, due))
        return tasks

    def _portal_values(self):
        """The page of one recovery, as plain values; call after the access check."""
        self.ensure_one()
        # sudo: clause, claim and office of a recovery that the caller may read
        recovery = self.sudo()
        return {
            "name": recovery.name,
            "reward": recovery.claim_id.display_name,
            "reward_url": recovery.claim_id.access_url,
            "amount": self.env["award.claim"]._portal_yuan(recovery.amount),
            "capitals": in_capitals(recovery.amount),
            "state_text": recovery._portal_state_text(),
            "reason": recovery.reason,
            "basis": recovery.basis,
            "statement": recovery.statement,
            "may_state": recovery._portal_may_state() and not recovery.statement_on,
            "treasury": recovery.company_id.award_treasury_account,
            "is_demanded": recovery.state != "draft" and recovery.outcome != "dismissed",
            "url": recovery.access_url,
            "max_chars": MAX_STATEMENT,
        }

    # -- paper -----------------------------------------------------------------------------------

    def _paper_filename(self):
        self.ensure_one()
        return f"{self._paper_title()}_{self.name}"

    def _paper_title(self):
        _ = self.env._
        return _("Notice before a recovery") if self.state == "draft" else _("Demand for repayment")

    def _paper_values(self):
        """The letter to the recipient as plain values.

        :raises AccessError: for somebody who may not read the recovery
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: claim, clause and office of a recovery that the caller may read
        recovery, _ = self.sudo(), self.env._
        day = self.env["brand.portal"]._long_date
        claim = recovery.claim_id
        facts = _(
            "On %(paid)s you were paid %(amount)s for “%(item)s” (%(claim)s). %(reason)s",
            paid=day(claim.paid_on),
            amount=claim._portal_yuan(claim.amount),
            item=claim.item_name or claim.rule_id.name,
            claim=claim.name,
            reason=recovery.reason,
        )
        return {
            "title": recovery._paper_title(),
            "number": recovery.name,
            "recipient": _("To %s:", recovery.partner_id.name),
            "paragraphs": [facts, recovery.basis or "", *recovery._paper_demand()],
            "treasury": recovery.company_id.award_treasury_account or "",
            "rights": _(
                "Whoever does not accept the decision may apply for administrative reconsideration"
                " within 60 days, or sue."
            )
            if recovery.state != "draft"
            else "",
            "office": claim._portal_office(),
            "date": recovery.requested_on or recovery.notified_on or recovery.create_date.date(),
            "company": recovery.company_id,
        }

    def _paper_demand(self):
        """What is to be decided, or was, and until when the recipient may act."""
        _, day = self.env._, self.env["brand.portal"]._long_date
        decided = self.transition_ids.filtered(lambda t: t.step == "action_request")[:1]
        figures = {
            "amount": self.claim_id._portal_yuan(self.amount),
            "capitals": in_capitals(self.amount),
        }
        if self.state == "draft":
            told = _(
                "It is to be decided whether %(amount)s (%(capitals)s) is to be paid back.",
                **figures,
            )
            then = _(
                "You may state your view in writing or ask for a hearing until %s, 24:00.",
                day(self.statement_due) if self.statement_due else "—",
            )
        else:
            told = _(
                "By decision %(number)s you are to pay back %(amount)s (%(capitals)s).",
                number=decided.document_no or "",
                **figures,
            )
            then = _("Please pay until %s.", day(self.due_on)) if self.due_on else ""
        return told, then


class BrandPortal(models.AbstractModel):
    _inherit = "brand.portal"

    @api.model
    def _tasks(self):
        tasks = super()._tasks()
        if "enterprise" in self._roles():
            tasks += self.env["award.recovery"]._portal_own()._portal_tasks()
        return tasks
