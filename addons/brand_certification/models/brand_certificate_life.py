"""The life of a certificate: suspension, restoration, withdrawal, cancellation, expiry."""

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ..scheme import workdays
from .brand_certificate import RUNNING_STATES
from .transition_mixin import transition

BODY = "brand_certification.group_body"
REVIEWER = "brand_certification.group_reviewer"
APPROVER = "brand_certification.group_approver"


class BrandCertificate(models.Model):
    """Each step is the certification body's own (decisions/0026).

    The city asks for it by ``brand.certificate.request``. It decides itself only where no body of
    the alliance stands behind the certificate any more.
    """

    _inherit = "brand.certificate"

    _transitions = {
        "action_suspend": (("valid",), "suspended", (BODY, REVIEWER)),
        "action_restore": (("suspended",), "valid", (BODY, REVIEWER)),
        "action_withdraw": (RUNNING_STATES, "withdrawn", (BODY, APPROVER)),
        "action_cancel": (RUNNING_STATES, "cancelled", (BODY, REVIEWER)),
        "action_expire": (RUNNING_STATES, "expired", None),
    }

    is_suspension_overdue = fields.Boolean(
        "Suspension Overdue",
        compute="_compute_is_suspension_overdue",
        search="_search_is_suspension_overdue",
        help="Suspended for longer than its limit: a decision is due.",
    )

    @api.depends("state", "suspended_until", "date_end")
    def _compute_is_suspension_overdue(self):
        today = self.env["brand.workday"]._today()
        for certificate in self:
            until = certificate.suspended_until
            certificate.is_suspension_overdue = bool(
                certificate.status == "suspended" and until and until < today
            )

    @api.model
    def _search_is_suspension_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env["brand.workday"]._today()
        late = Domain("status", "=", "suspended") & Domain("suspended_until", "<", today)
        return late if True in value else ~late

    # -- who decides ---------------------------------------------------------------------------

    def _body_decides(self):
        """Whether a body of the alliance stands behind the certificate, and so decides on it."""
        self.ensure_one()
        # sudo: whoever acts must be held to it, whether or not he may read the body
        return self.sudo().body_id.state in ("member", "suspended")

    def _check_decider(self):
        """The body decides on what it certified, the city only where no body stands behind it."""
        if self.env.su:
            return
        is_body = self.env.user.has_group(BODY)
        own = self.env["brand.body"]._of_current_user()
        for certificate in self:
            body = certificate.sudo().body_id
            if certificate._body_decides():
                allowed = is_body and body == own
            else:
                allowed = not is_body
            if not allowed:
                raise AccessError(
                    self.env._(
                        "%(number)s is decided on by %(decider)s; others ask for it by a request.",
                        number=certificate.number,
                        decider=body.name or self.env._("the city's office"),
                    )
                )

    def _check_step(self, step, document_no=None):
        result = super()._check_step(step, document_no)
        self._check_decider()
        if step != "action_expire":
            self._check_not_lapsed()
        return result

    def _check_role_or_level(self, step):
        # A form offers the step to whom it is open: the same question without moving anything
        result = super()._check_role_or_level(step)
        self._check_decider()
        self._check_not_lapsed()
        return result

    def _check_not_lapsed(self):
        """Nothing is decided on a certificate whose validity has ended: it has lapsed by itself."""
        today = self.env["brand.workday"]._today()
        lapsed = self.filtered(lambda c: c.date_end and c.date_end < today)
        if lapsed and not self.env.su:
            raise AccessError(
                self.env._(
                    "%(number)s expired on %(day)s.",
                    number=lapsed[0].number,
                    day=self.env["brand.portal"]._long_date(lapsed[0].date_end),
                )
            )

    # -- transitions ---------------------------------------------------------------------------

    @transition
    def action_suspend(self, reason=None, document_no=None, until=None, remedy=None):
        """Suspend (暂停): the mark may not be used until the certificate is restored.

        A renewal that has not begun is suspended with it. The holder gets the notice of suspension.

        :param until: last day (date or ISO text); at most, and without it, the programme's limit
        :param remedy: what ends the suspension (ISO/IEC 17065, 7.11.4), told to the holder
        :raises ValidationError: for a limit in the past or beyond the programme's
        """
        self._require_reason(reason)
        today = self.env["brand.workday"]._today()
        for certificate in self:
            # sudo: what a suspension says is written by this step only
            certificate.sudo().write(
                {
                    "suspended_from": today,
                    "suspended_until": certificate._suspension_limit(today, until),
                    "suspension_reason": reason,
                    "suspension_remedy": remedy
                    or self.env._(
                        "Correct what led to the suspension, and send the evidence to the"
                        " certification body."
                    ),
                }
            )
        self._add_event("suspend", reason, document_no)
        self._with_upcoming("valid").action_suspend(reason, document_no, until, remedy)

    def _suspension_limit(self, today, until):
        """The last day of a suspension that begins today."""
        months = self.sudo().program_id.suspension_months
        longest = today + relativedelta(months=months) if months else None
        until = fields.Date.to_date(until) or longest
        if until and until < today:
            raise ValidationError(self.env._("The suspension would end before it begins."))
        if longest and until > longest:
            raise ValidationError(
                self.env._(
                    "%(number)s: a suspension lasts %(months)s months at most, until %(day)s.",
                    number=self.number,
                    months=months,
                    day=longest,
                )
            )
        return until

    @transition
    def action_restore(self, reason=None, document_no=None):
        """Restore after a suspension; validity is not lengthened.

        Somebody other than who suspended and than who restores has verified the evidence (ISO/IEC
        17065, 7.11.6 with 7.4 to 7.6).

        :raises UserError: while no verified request to restore is there
        """
        if not self.env.su:
            self._check_evidence_verified()
        self._clear_suspension()
        self._add_event("restore", reason, document_no)
        self._with_upcoming("suspended").action_restore(reason, document_no)

    def _check_evidence_verified(self):
        verified = self.sudo().request_ids.filtered(
            lambda r: (
                r.kind == "restore" and r.verified_by_id and r.state in ("verified", "granted")
            )
        )
        for certificate in self:
            since = certificate.suspended_from
            fresh = verified.filtered(
                lambda r, c=certificate, s=since: (
                    r.certificate_id == c and (not s or r.verified_on >= s)
                )
            )
            if not fresh:
                raise UserError(
                    self.env._(
                        "%s: nobody has verified yet that the causes of the suspension are gone.",
                        certificate.number,
                    )
                )
            if self.env.user in fresh.verified_by_id:
                raise AccessError(
                    self.env._(
                        "%s: who verified the evidence does not decide on it.", certificate.number
                    )
                )

    def _clear_suspension(self):
        # sudo: as in action_suspend
        self.sudo().write(
            {
                "suspended_from": False,
                "suspended_until": False,
                "suspension_reason": False,
                "suspension_remedy": False,
            }
        )

    @transition
    def action_withdraw(self, reason=None, document_no=None):
        """Withdraw (撤销): a sanction, published; the enterprise may apply again only later.

        The day from which it may is stored now, by the programme's cool-down.
        """
        self._require_reason(reason)
        if not document_no:
            raise UserError(self.env._("A withdrawal needs its document number."))
        today = self.env["brand.workday"]._today()
        for certificate in self.sudo():  # sudo: dates of the step, written by it only
            months = certificate.program_id.cooldown_months
            certificate.date_ended = today
            certificate.reapply_from = today + relativedelta(months=months) if months else False
        self._add_event("withdraw", reason, document_no)
        self._with_upcoming(*RUNNING_STATES).action_withdraw(reason, document_no)

    @transition
    def action_cancel(self, reason=None):
        """Cancel (注销) at the holder's request or for a changed rule: no sanction, no cool-down."""
        self._require_reason(reason)
        # sudo: dates are kept by the system
        self.sudo().date_ended = self.env["brand.workday"]._today()
        self._add_event("cancel", reason)
        self._with_upcoming(*RUNNING_STATES).action_cancel(reason)

    @transition
    def action_expire(self):
        """Record the end of validity; what is shown follows the dates, not this step.

        Expired while suspended is recorded as such: it is neither a withdrawal nor an ordinary end.
        """
        suspended = self.filtered(lambda c: c.state == "suspended")
        # sudo: the mark is the system's
        suspended.sudo().was_suspended_at_end = True
        suspended._add_event("expire", self.env._("Expired while suspended."))
        (self - suspended)._add_event("expire")

    def _with_upcoming(self, *states):
        """Renewals of these that have not begun: what befalls the certificate befalls them."""
        today = self.env["brand.workday"]._today()
        # sudo: taken along by the step on the certificate that they renew
        return self.sudo().renewed_by_ids.filtered(
            lambda c: c.state in states and c.date_start > today
        )

    def _end_transition(self, step, reason, document_no):
        result = super()._end_transition(step, reason, document_no)
        if self:
            self._after_state_change()
            self._tell_of_step(step, reason)
        return result

    def _require_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason: it becomes part of the history."))

    # -- by the clock ----------------------------------------------------------------------------

    @api.model
    def _cron_expire(self):
        """Record expiry of lapsed certificates, in batches that commit their progress."""
        today = self.env["brand.workday"]._today()
        domain = [("state", "in", RUNNING_STATES), ("date_end", "<", today)]
        remaining = self.search_count(domain)
        while remaining:
            batch = self.search(domain, limit=200).try_lock_for_update().filtered_domain(domain)
            if not batch:
                break
            batch.action_expire()
            remaining -= len(batch)
            if not self.env["ir.cron"]._commit_progress(len(batch), remaining=remaining):
                break

    @api.model
    def _cron_propose_withdrawals(self):
        """Propose the withdrawal of certificates whose suspension has outlasted its limit.

        They stay suspended: a person of the body decides on the proposal.
        """
        late = self.search([("is_suspension_overdue", "=", True)])
        asked = self.env["brand.certificate.request"].search(
            [
                ("certificate_id", "in", late.ids),
                ("kind", "=", "withdraw"),
                ("state", "in", ("submitted", "verified")),
            ]
        )
        missing = late - asked.certificate_id
        requests = self.env["brand.certificate.request"].create(
            [
                {
                    "certificate_id": certificate.id,
                    "kind": "withdraw",
                    "origin": "system",
                    "reason": self.env._(
                        "Suspended since %(since)s; the limit of %(until)s has passed and nothing"
                        " shows that the causes are gone.",
                        since=self.env["brand.portal"]._long_date(certificate.suspended_from),
                        until=self.env["brand.portal"]._long_date(certificate.suspended_until),
                    ),
                }
                for certificate in missing
            ]
        )
        if requests:
            requests.action_submit()
        return requests

    # -- cool-down -------------------------------------------------------------------------------

    @api.model
    def _cool_down_of(self, partner, program):
        """The withdrawn certificate that still keeps an enterprise from applying, or none.

        It counts for the enterprise and for those it lives on in, within the same scheme of the
        city.
        """
        today = self.env["brand.workday"]._today()
        # sudo: a sanction counts whether or not the applicant may read it (a predecessor's)
        return self.sudo().search(
            [
                ("partner_id", "in", partner.sudo().commercial_partner_id._forebears().ids),
                ("company_id", "=", program.company_id.id),
                ("program_id.code", "=", program.code),
                ("reapply_from", ">", today),
            ],
            order="reapply_from desc",
            limit=1,
        )

    @api.model
    def _validity_end(self, start, program):
        return workdays.validity_end(start, months=program.validity_months)


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _forebears(self):
        """These enterprises and those they came from, over all generations."""
        known, frontier = self, self
        while frontier:
            frontier = frontier.predecessor_ids - known
            known |= frontier
        return known
