"""应享未享: who is entitled and has not claimed, who has claimed and is not paid in time."""

from odoo import api, fields, models

from ..decision import result
from .award_rule_application import APPLIED

# Working days from the confirmed account to the money
PAY_DAYS = 60
# Working days after which an enterprise is reminded of what it has not claimed, each once a round
REMIND_DAYS = 10
_CLAIMED_STATES = ("submitted", "reviewed", "notice", "approved", "scheduled")
_UNCLAIMED_STATES = ("entitled", "returned")
# The recipient's step, by which the days to the money begin
_CLAIMING_STEPS = ("action_confirm_account", "action_enter_account", "action_submit")


class AwardClaim(models.Model):
    _inherit = "award.claim"

    pay_due_on = fields.Date("To Be Paid until", readonly=True, copy=False, index=True)
    reminded_on = fields.Date(readonly=True, copy=False)
    is_late_told = fields.Boolean("Managers Know That It Is Late", readonly=True, copy=False)
    is_unclaimed = fields.Boolean(
        "Entitled, Not Claimed", compute="_compute_watch", search="_search_is_unclaimed"
    )
    is_pay_overdue = fields.Boolean(
        "Claimed, Not Paid in Time", compute="_compute_watch", search="_search_is_pay_overdue"
    )
    days_left = fields.Integer(
        "Working Days Left", compute="_compute_watch", help="Below 0: so many days too late."
    )
    _system_fields = frozenset({"pay_due_on", "reminded_on", "is_late_told"})

    @api.depends("state", "pay_due_on", "amount", "decision_id.status")
    def _compute_watch(self):
        day = self.env["brand.workday"]
        today, calendar = day._today(), day._calendar()
        for claim in self:
            due = claim.pay_due_on
            is_known = bool(claim.amount) or claim.decision_status == result.AMOUNT_OPEN
            claim.is_unclaimed = claim.state in _UNCLAIMED_STATES and is_known
            claim.is_pay_overdue = claim.state in _CLAIMED_STATES and bool(due and due < today)
            if not due:
                claim.days_left = 0
            elif due >= today:
                claim.days_left = calendar.working_days_between(today, due).days
            else:
                claim.days_left = -calendar.working_days_between(due, today).days

    @api.model
    def _search_is_unclaimed(self, operator, value):
        if operator != "in":
            return NotImplemented
        # a reward whose amount is still to be set is due all the same
        is_known = fields.Domain("amount", ">", 0) | fields.Domain(
            "decision_id.status", "=", result.AMOUNT_OPEN
        )
        found = fields.Domain("state", "in", _UNCLAIMED_STATES) & is_known
        return found if True in value else ~found

    @api.model
    def _search_is_pay_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env["brand.workday"]._today()
        late = fields.Domain("state", "in", _CLAIMED_STATES) & fields.Domain(
            "pay_due_on", "<", today
        )
        return late if True in value else ~late

    def _end_transition(self, step, reason, document_no):
        result = super()._end_transition(step, reason, document_no)
        if step in _CLAIMING_STEPS:
            day = self.env["brand.workday"]
            due = day._calendar().add_working_days(day._today(), PAY_DAYS).date
            # sudo: the term is the system's
            self.sudo().filtered(lambda claim: not claim.pay_due_on).write({"pay_due_on": due})
        if step == "action_withdraw":
            self.sudo().write({"pay_due_on": False, "is_late_told": False})
        return result

    # -- every day -----------------------------------------------------------------------------------

    @api.model
    def _cron_watch(self):
        """Entitle what was missed, remind who has not claimed, tell managers what is late."""
        self._entitle_missed()
        for company in self.env["award.policy"].search([("state", "=", "active")]).company_id:
            city = self.with_company(company)
            city._remind_unclaimed(company)
            city._report_late(company)

    @api.model
    def _entitle_missed(self, limit=2000):
        """Decide certificates and honours that nothing was decided about yet, in batches.

        Each batch is committed by itself, so that a stopped run goes on where it was.
        """
        for model, domain in (
            ("brand.certificate", [("award_decision_ids", "=", False)]),
            (
                "award.recognition",
                [
                    ("decision_ids", "=", False),
                    ("certificate_id", "=", False),
                    ("state", "=", "confirmed"),
                ],
            ),
        ):
            missed = self.env[model].search(domain, order="id", limit=limit)
            for company, sources in missed.grouped("company_id").items():
                self.with_company(company)._entitle(sources)._tell_entitled()
            if len(missed) == limit:
                self.env["ir.cron"]._commit_progress(len(missed), remaining=limit)

    @api.model
    def _remind_unclaimed(self, company):
        """One message to each enterprise with all that it has not claimed, every ten working days."""
        day = self.env["brand.workday"]
        today, calendar = day._today(), day._calendar()
        claims = self.search([("company_id", "=", company.id), ("is_unclaimed", "in", [True])])
        due = claims.filtered(
            lambda c: (
                c._is_claimable_today()
                and calendar.working_days_between(c.reminded_on or c.claim_date, today).days
                >= REMIND_DAYS
            )
        )
        for _payee, own in due.grouped("payee_key").items():
            lines = [claim._reminder_line() for claim in own]
            title = self.env._("These rewards wait for you:")
            self.env["brand.digest"]._tell(own[:1], own[:1].partner_id, title, lines)
        due.write({"reminded_on": today})

    def _is_claimable_today(self):
        """Whether the recipient can claim now; what is applied for, while its window is open."""
        self.ensure_one()
        return self.claiming != APPLIED or self.state == "returned" or self.window_is_open

    def _reminder_line(self):
        """One sentence: the reward, and what its recipient has to do until when."""
        self.ensure_one()
        _, amount = self.env._, self._portal_amount_text()
        if self.claiming != APPLIED:
            ask = _("please confirm your bank account")
        elif self.state == "returned":
            ask = _(
                "please correct the application by %s, 24:00",
                self.env["brand.portal"]._long_date(self.due_on),
            )
        else:
            ask = _(
                "please apply until %s, 24:00", self.env["brand.portal"]._long_date(self.apply_to)
            )
        return f"{self.display_name} · {amount}: {ask}"

    @api.model
    def _report_late(self, company):
        late = self.search(
            [("company_id", "=", company.id), ("is_pay_overdue", "in", [True])],
            order="pay_due_on, id",
        )
        new = late.filtered(lambda c: not c.is_late_told)
        lines = [
            self.env._(
                "%(claim)s, %(amount)s, was to be paid until %(due)s: %(state)s",
                claim=claim.display_name,
                amount=claim.currency_id.format(claim.amount),
                due=self.env["brand.portal"]._long_date(claim.pay_due_on),
                state=claim._state_label(claim.state),
            )
            for claim in new
        ]
        title = self.env._("Rewards that were claimed and not paid within 60 working days")
        self.env["brand.digest"]._tell_managers(company, title, lines)
        new.write({"is_late_told": True})
