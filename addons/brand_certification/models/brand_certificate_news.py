"""Whom a certificate's news are told: its holder, its body; one mail each, however many there are."""

from datetime import timedelta

from markupsafe import Markup

from odoo import api, models

REMINDER_DAYS = (90, 30)
_LETTERS = {
    "action_suspend": "suspend",
    "action_restore": "restore",
    "action_withdraw": "withdraw",
    "action_cancel": "cancel",
}


class BrandCertificate(models.Model):
    _name = "brand.certificate"
    _inherit = ["brand.certificate", "brand.news.mixin"]

    def _tell_of_step(self, step, reason):
        """Make the notice of the step, which the holder gets, and tell the holder."""
        kind = _LETTERS.get(step)
        if not kind:
            return
        events = self.env["brand.certificate.event"].sudo()
        rows = events.search(
            [("certificate_id", "in", self.ids), ("kind", "=", kind)], order="id desc"
        )
        latest = {}
        for row in rows:
            latest.setdefault(row.certificate_id.id, row)
        self._queue_papers(kind, {c.id: latest[c.id] for c in self})
        self._tell_holders(
            {
                c.id: self.env._("%(word)s: %(number)s", word=c._step_word(kind), number=c.number)
                for c in self
            },
            reason,
        )

    def _step_word(self, kind):
        return {
            "suspend": self.env._("Your certificate has been suspended"),
            "restore": self.env._("Your certificate has been restored"),
            "withdraw": self.env._("Your certificate has been withdrawn"),
            "cancel": self.env._("Your certificate has been cancelled"),
        }[kind]

    def _tell_holders(self, texts, reason=None):
        """One message in each certificate's thread, one mail an enterprise for all of its own.

        :param texts: ``{certificate id: sentence}``
        """
        # sudo: who decides need not be a follower of the certificate to tell its holder
        told = self.sudo().filtered(lambda c: c.id in texts)
        bodies = {
            c.id: Markup("<p>%s</p>") % texts[c.id]
            + (Markup("<p>%s</p>") % reason if reason else "")
            for c in told
        }
        told._post_news(bodies)
        for of_city in told.grouped("company_id").values():
            of_city._mail_by_recipient(bodies, {c.id: c.partner_id for c in of_city})

    def _mail_by_recipient(self, bodies, recipients):
        """One mail to each organisation: to its address and all its users.

        :param recipients: ``{certificate id: organisation}``
        """
        organisations = self.env["res.partner"].union(*recipients.values())
        users = self.env["res.users"].search(
            [("commercial_partner_id", "in", organisations.ids), ("share", "=", True)]
        )
        people = users.grouped("commercial_partner_id")
        readers = {
            organisation: (
                organisation | people.get(organisation, users.browse()).partner_id
            ).filtered("email")
            for organisation in organisations
        }
        self._mail_news(bodies, recipients, readers)

    def _news_subject(self):
        return self.env._("News of %s certificates", len(self))

    # -- reminders ---------------------------------------------------------------------------------

    @api.model
    def _cron_remind(self):
        """Remind holders 90 and 30 days before expiry, once each, all certificates in one mail.

        A day on which the cron did not run is made up for; whoever has a renewal under way or a
        successor certificate is left in peace.
        """
        today = self.env["brand.workday"]._today()
        told = self.browse()
        for days in sorted(REMINDER_DAYS):
            told |= self._remind(today, days, told)
        return told

    @api.model
    def _remind(self, today, days, told):
        last = today + timedelta(days=days)
        due = self.search(
            [
                ("status", "in", ("valid", "suspended")),
                ("date_end", "<=", last),
                ("id", "not in", told.ids),
                "|",
                ("reminded_days", "=", 0),
                ("reminded_days", ">", days),
            ]
        )
        due = due.filtered(lambda c: not c.renewed_by_ids and not c._open_renewal())
        due._tell_holders(
            {
                c.id: self.env._(
                    "It is valid until %(day)s. Apply for its renewal in good time: after that day"
                    " the product is not certified and the mark may not be used.",
                    day=self.env["brand.portal"]._long_date(c.date_end),
                )
                for c in due
            }
        )
        # sudo: what was told is noted by the system
        due.sudo().reminded_days = days
        return due


class BrandCertificateRequest(models.Model):
    _inherit = "brand.certificate.request"

    def _tell_body(self):
        """The body's people are told of new requests, in one mail."""
        # sudo: who asks may not read the body's users
        certificates = self.sudo().certificate_id.filtered("body_id")
        bodies = {
            request.certificate_id.id: Markup("<p>%s</p><p>%s</p>")
            % (request.display_name, request.reason or "")
            for request in self.sudo()
        }
        for of_city in certificates.grouped("company_id").values():
            of_city._mail_by_recipient(bodies, {c.id: c.body_id.partner_id for c in of_city})

    def _tell_asker(self, answer):
        """The holder hears the answer; an office reads it in the request."""
        for request in self.sudo().filtered(lambda r: r.origin == "holder"):
            word = dict(self._fields["kind"]._description_selection(self.env))[request.kind]
            request.certificate_id._tell_holders(
                {request.certificate_id.id: self.env._("Your request was answered: %s", word)},
                answer,
            )
