"""The steps of an application: preconditions and effects of each transition."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .transition_mixin import transition


class BrandApplication(models.Model):
    _inherit = "brand.application"

    # -- applicant -----------------------------------------------------------------------------

    @transition
    def action_submit(self):
        """Hand the file in: complete, window open, enterprise in good standing.

        Takes a snapshot of the enterprise's data and of the files' hashes, and starts the office's
        time to examine (working days of the programme).
        """
        for application in self:
            lacking = application._gaps()
            if lacking:
                raise UserError(
                    self.env._(
                        "%(application)s is not complete:\n%(gaps)s",
                        application=application.display_name,
                        gaps="\n".join(f"• {text}" for _field, text in lacking),
                    )
                )
            # sudo: dates, snapshot and the state of gaps are kept by the system, not by applicants
            application.sudo().write(
                {
                    "submitted_on": fields.Datetime.now(),
                    "correction_due": False,
                    "snapshot": application._prepare_snapshot(),
                }
            )
            application.gap_ids.sudo().write({"corrected": True})

    @transition
    def action_withdraw(self, reason=None):
        """Withdraw the application, at any time until a certificate exists."""

    # -- office --------------------------------------------------------------------------------

    @transition
    def action_return(self, reason=None):
        """Return with all gaps at once (一次性告知) and a date by which to correct them.

        A second return for a gap that was there before is allowed, and marked as a breach.
        """
        calendar = self.env["brand.workday"]._calendar()
        for application in self:
            open_gaps = application._open_gaps()
            if not open_gaps:
                raise UserError(
                    self.env._(
                        "%s: write down every gap first; the enterprise is told all of them at once.",
                        application.display_name,
                    )
                )
            due = application._working_days_from_today(application.program_id.correction_days)
            # sudo: dates and breaches are kept by the system
            application.sudo().write(
                {
                    "correction_due": due,
                    "is_breach": application.is_breach
                    or bool(application.gap_ids - open_gaps and any(open_gaps.mapped("was_there"))),
                }
            )
            application._tell_applicant(
                self.env._(
                    "Please correct by %s:",
                    self.env["brand.portal"]._long_deadline(due, not calendar.is_known(due)),
                ),
                open_gaps.mapped("text"),
            )

    @transition
    def action_accept(self, document_no=None):
        """Accept for evaluation: file complete, body competent (ISO/IEC 17065, 7.3)."""
        today = self.env["brand.workday"]._today()
        for application in self:
            if application.open_gap_count:
                raise UserError(self.env._("%s has open gaps.", application.display_name))
            if not application.body_id:
                raise UserError(
                    self.env._(
                        "%s: choose the certification body that evaluates it.",
                        application.display_name,
                    )
                )
            # sudo: dates are kept by the system
            application.sudo().write(
                {
                    "accepted_on": today,
                }
            )
            application._tell_applicant(self.env._("Your application has been accepted."))

    @transition
    def action_reject(self, reason=None, document_no=None):
        """Refuse to accept (不予受理), with the reason that the enterprise is told."""
        self._require_reason(reason)
        news = self.env._("Your application was not accepted.")
        self._tell_applicants({application.id: (news, [reason]) for application in self})

    # -- steps taken by other records' actions ----------------------------------------------------

    @transition
    def action_start_evaluation(self):
        """The body has appointed its assessors."""

    @transition
    def action_conclude(self, reason=None, document_no=None):
        """The body has decided to certify; the score is now open."""
        for application in self:
            application.score = application._outcome().total

    @transition
    def action_refuse_certification(self, reason=None, document_no=None):
        """The body has refused certification, with its reason."""
        for application in self:
            application.score = application._outcome().total or 0.0
        news = self.env._("The certification body has refused certification.")
        self._tell_applicants({application.id: (news, [reason]) for application in self})

    @transition
    def action_enter_notice(self):
        """The public notice that lists this application has been published."""

    @transition
    def action_grant(self, reason=None, document_no=None):
        """The city has granted the grade; no objection is open (a held item waits)."""
        held = self._open_objections()
        if held:
            raise UserError(
                self.env._(
                    "Held until an objection is ruled on: %s",
                    ", ".join(held.line_id.mapped("name")),
                )
            )
        news = self.env._("The city has granted the certification grade.")
        self._tell_applicants({application.id: (news, ()) for application in self})

    @transition
    def action_refuse_grant(self, reason=None, document_no=None):
        """The city has refused the grade, with its reason."""
        news = self.env._("The city has refused the grade.")
        self._tell_applicants({application.id: (news, [reason]) for application in self})

    @transition
    def action_stop(self, reason=None, document_no=None):
        """An objection against this item was upheld; the others of its notice go on."""
        news = self.env._("An objection against your item in the public notice was upheld.")
        self._tell_applicants({application.id: (news, [reason]) for application in self})

    @transition
    def action_certify(self):
        """Issue the certificates of decided applications, in one batch."""
        # sudo: certificates are written by this action only; officers read them
        certificates = self.env["brand.certificate"].sudo()._issue(self)
        news = {}
        for application, certificate in zip(self, certificates, strict=True):
            application.sudo().certificate_id = certificate
            text = self.env._("Your certificate %s has been issued.", certificate.number)
            news[application.id] = (text, ())
        self._tell_applicants(news)

    # -- helpers -------------------------------------------------------------------------------

    def _require_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason: the enterprise is told it."))

    @api.model
    def _working_days_from_today(self, days):
        day = self.env["brand.workday"]
        return day._calendar().add_working_days(day._today(), days).date

    def _prepare_snapshot(self):
        """What was true of the enterprise and its files at submission, for later comparison."""
        partner, product = self.partner_id.sudo(), self.product_id.sudo()
        return {
            "enterprise": {
                "name": partner.name,
                "uscc": partner.uscc,
                "district": partner.brand_district_id.name,
                "industry": partner.industry_code,
            },
            "product": {
                "name": product.name,
                "model": product.model_spec,
                "trademark": product.trademark,
            },
            "standards": self.standard_ids.mapped("number"),
            "documents": {doc.name: doc.sha256 for doc in self.document_ids if doc.sha256},
            "declared_by": self.declared_by,
        }

    # -- subject of a public notice ------------------------------------------------------------

    def _prepare_notice_line_vals(self):
        return {
            "name": self.product_id.display_name,
            "holder": self.partner_id.name,
            "district_name": self.district_id.name,
            "detail": self.level_id.name or self.program_id.name,
            "is_person": self.partner_id._is_natural_person(),
        }

    def _enter_notice(self, notice):
        self.action_enter_notice()

    def _stop_by_objection(self, objection, reason, document_no):
        # a case that was withdrawn or decided in the meantime has nothing to stop
        self.filtered(lambda a: a.state in ("evaluated", "notice")).action_stop(reason, document_no)
