"""Issuing certificates: numbers, versions, papers and messages of a whole batch at once."""

from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError


class BrandCertificate(models.Model):
    _inherit = "brand.certificate"

    @api.model
    def _issue(self, applications):
        """Issue one certificate for each decided application, in one batch.

        Names are frozen as issued; validity ends the day before the anniversary. Effects, in order:
        numbers, certificates, their first versions, events, licences to use the mark, papers to be
        made in the background, and what other addons add in ``_after_issue``.

        :return: certificates in the order of ``applications``
        """
        today = self.env["brand.workday"]._today()
        numbers = self._numbers_for(applications, today)
        certificates = self.create(
            [self._prepare_issue_vals(a, today, numbers[a.id]) for a in applications]
        )
        certificates._keep_versions("issue")
        certificates._add_event("issue")
        certificates.renews_id._tell_renewed()
        certificates._license_mark()
        certificates._queue_papers("certificate")
        certificates._after_issue()
        return certificates

    @api.model
    def _numbers_for(self, applications, today):
        """``{application id: (number, version)}``; new numbers of a programme in one go."""
        given = {}
        for application in applications:
            old = application.renews_id
            if old and application.program_id.renewal_number == "same":
                given[application.id] = (old.number, old.version + 1)
        others = applications.filtered(lambda a: a.id not in given)
        for program, group in others.grouped("program_id").items():
            drawn = program._next_numbers([a.level_id for a in group], today)
            given.update({a.id: (number, 1) for a, number in zip(group, drawn, strict=True)})
        return given

    @api.model
    def _prepare_issue_vals(self, application, today, numbered=None):
        program, product = application.program_id, application.product_id
        number, version = numbered or (program._next_number(application.level_id, today), 1)
        old = application.renews_id
        start = self._renewal_start(old, today) if old else today
        return {
            "number": number,
            "version": version,
            "application_id": application.id,
            "renews_id": old.id,
            "partner_id": application.partner_id.id,
            "holder_name": application.partner_id.name,
            "uscc": application.partner_id.uscc,
            "holder_address": application.partner_id._one_line_address(),
            "product_id": product.id,
            "product_name": product.display_name,
            "product_model": product.model_spec,
            "trademark": product.trademark,
            "program_id": program.id,
            "level_id": application.level_id.id,
            "body_id": application.body_id.id,
            "standard_ids": [(6, 0, application.standard_ids.ids)],
            "standard_text": "、".join(application.standard_ids.mapped("display_name")),
            "date_issue": today,
            "date_first_issue": old.date_first_issue or old.date_issue or today,
            "date_start": start,
            "date_end": self._validity_end(start, program),
            "token": self.env["brand.certificate.version"]._new_token(),
        }

    @api.model
    def _renewal_start(self, old, today):
        """The day after the old end: no gap, no overlap; after the end, the day of issue.

        Nothing is certified backwards: a renewal that comes late leaves the days between uncertified.
        """
        if old.state not in ("valid", "expired") or (
            old.state == "expired" and old.was_suspended_at_end
        ):
            raise UserError(
                self.env._(
                    "%(number)s is “%(state)s”: it can be renewed once it is valid again.",
                    number=old.number,
                    state=old._state_label(old.state),
                )
            )
        return max(old.date_end + timedelta(days=1), today)

    def _after_issue(self):
        """Hook for what follows from new certificates, such as rewards; called once a batch."""

    def _after_state_change(self):
        """Hook for what follows when certificates stop or start to be valid."""
        self.mark_licence_ids._follow_certificate()

    def _add_event(self, kind, reason=None, document_no=None):
        """Append to the public history; returns the events."""
        today = self.env["brand.workday"]._today()
        # sudo: history is written by actions only
        return (
            self.env["brand.certificate.event"]
            .sudo()
            .create(
                [
                    {
                        "certificate_id": certificate.id,
                        "kind": kind,
                        "reason": reason,
                        "document_no": document_no,
                        "date": today,
                    }
                    for certificate in self
                ]
            )
        )

    def _tell_renewed(self):
        """Certificates that were just renewed say so in their history."""
        self._add_event("renew")


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _one_line_address(self):
        """Address as it stands on a certificate: in Chinese order, on one line."""
        self.ensure_one()
        country = self.country_id.name if self.country_id.code not in (False, "CN") else ""
        parts = (country, self.state_id.name, self.city, self.street, self.street2)
        return "".join(filter(None, parts)) or False


class BrandApplication(models.Model):
    _inherit = "brand.application"

    def _begin_transition(self, step, reason, document_no):
        if step == "action_certify":
            # first of all, in the order of ids: who comes second waits here and begins anew
            # sudo: the programme's register, whoever issues
            for program in self.sudo().program_id.sorted("id"):
                program._take_register()
        return super()._begin_transition(step, reason, document_no)
