import base64

from odoo import SUPERUSER_ID, api, models

from ..scheme import numbering

MAX_COUNT = 5
MAX_TEXT = 10_000
PUBLIC_KINDS = ("complaint", "infringement")


class BrandComplaint(models.Model):
    """Complaints as the public and enterprises hand them in, and what they may know of them."""

    _inherit = "brand.complaint"

    @api.model
    def _public_errors(self, values, files):
        """What is wrong with a form, all at once: ``{field: sentence}``.

        :param values: see :meth:`_public_receive`
        :param files: ``[(filename, content)]``
        """
        _ = self.env._
        errors = {}
        if values["kind"] not in PUBLIC_KINDS:
            errors["kind"] = _("Choose what you want to tell.")
        if values["kind"] == "infringement" and values["misuse"] not in dict(
            self._fields["misuse"].selection
        ):
            errors["misuse"] = _("Choose the kind of infringement.")
        if not values["subject_text"].strip():
            errors["subject_text"] = _("Say against whom or what.")
        if len(values["text"].strip()) < 10:
            errors["text"] = _("Say what happened, where and when.")
        if len(files) > MAX_COUNT:
            errors["files"] = _("At most %s files.", MAX_COUNT)
        if values["kind"] == "complaint" and not values["is_anonymous"]:
            for name, label in (("name", _("name")), ("contact", _("phone or address"))):
                if not values[name].strip():
                    errors[name] = _("Enter your %s, or send without your name.", label)
        return errors

    @api.model
    def _public_receive(self, values, files, partner=None):
        """Take a complaint from the public page.

        It is made by the system, so that no trace of the sender's account stays in the register.

        :param values: texts ``kind``, ``misuse``, ``subject_text``, ``number``, ``text``, ``name``,
            ``contact``, and ``is_anonymous``, ``company_id``
        :param files: ``[(filename, content)]``
        :param partner: enterprise that is logged in
        :return: the receipt number
        """
        certificate = self._certificate_of_number(values["number"], values["company_id"])
        told, text = values["number"].strip(), values["text"].strip()
        if told:
            note = self.env._("Certificate number told: %s", told)
            text = f"{text}\n\n{note}"
        vals = {
            "kind": values["kind"],
            "misuse": values["misuse"] if values["kind"] == "infringement" else False,
            "channel": "portal" if partner else "public",
            "company_id": certificate.company_id.id or values["company_id"],
            "subject_text": values["subject_text"].strip()[:200],
            "text": text,
            "certificate_id": certificate.id,
            "body_id": certificate.body_id.id,
            "is_anonymous": values["is_anonymous"],
            "file_ids": [
                (0, 0, {"filename": name, "file": base64.b64encode(content)})
                for name, content in files
            ],
        }
        if not values["is_anonymous"]:
            vals.update(
                complainant_name=values["name"].strip()[:100],
                complainant_contact=values["contact"].strip()[:200],
                complainant_partner_id=partner.id if partner else False,
            )
        # As the system: the sender's account must not stand in "created by"
        complaint = self.with_user(SUPERUSER_ID).with_context(mail_create_nosubscribe=True)
        complaint = complaint.create(vals)
        # now, as the system: a later flush would name the sender as who wrote the computed fields
        complaint.env.flush_all()
        return complaint.name

    @api.model
    def _certificate_of_number(self, number, company_id):
        """The certificate that bears this number, newest version, or none."""
        key, _version = numbering.split_version(number or "")
        certificates = self.env["brand.certificate"].sudo()  # sudo: the register is public
        if not key:
            return certificates
        domain = [("number_key", "=", key), ("company_id", "=", company_id)]
        return certificates.search(domain, order="id desc", limit=1)

    @api.model
    def _public_status(self, receipt):
        """State of a complaint, in words for who holds its receipt; None: no such receipt.

        The state alone: what was found and who is concerned is told in the answer.
        """
        _ = self.env._
        # sudo: the receipt number holds signs that nobody guesses
        found = self.sudo().search([("name", "=", (receipt or "").strip().upper())], limit=1)
        if not found:
            return None
        date = self.env["ir.actions.report"]._paper_date
        return {
            "receipt": found.name,
            "received": date(found.received_on),
            "state": {
                "received": _(
                    "Received: you are told by %s whether it is accepted.", date(found.tell_due)
                ),
                "accepted": _("Accepted: it is looked into until %s.", date(found.close_due)),
                "transferred": _("Transferred to the department that is competent."),
                "closed": _(
                    "Closed on %s; the answer was sent to you if you left a contact.",
                    date(found.closed_on),
                ),
            }[found.state],
        }

    @api.model
    def _portal_own(self):
        """What the current user's enterprise handed in under its name, newest first, as values."""
        partner = self.env.user.partner_id.commercial_partner_id
        # sudo: enterprises do not read the register; states of their own are told, nothing else
        own = self.sudo().search([("complainant_partner_id", "=", partner.id)])
        return [
            {**self._public_status(c.name), "subject": c.subject_text, "answer": c._told_answer()}
            for c in own
        ]

    def _told_answer(self):
        return self.answer if self.state == "closed" else ""
