"""What strangers learn of a certificate, by its number or the code on its paper."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..scheme import numbering
from ..scheme.publishing import for_public

# Longer than any number that a pattern makes; what is longer is not searched for
MAX_NUMBER_LENGTH = 64

# Read together with what finds them: the page is made of one narrow query a table
_FACE_FIELDS = (
    "certificate_id",
    "company_id",
    "number",
    "number_key",
    "version",
    "token",
    "level_id",
    "body_id",
    "product_name",
    "product_model",
    "holder_name",
    "uscc",
    "standard_text",
    "date_issue",
    "date_start",
    "date_end",
)
_STATUS_FIELDS = (
    "number",
    "state",
    "version",
    "token",
    "program_id",
    "district_id",
    "date_start",
    "date_end",
    "suspended_until",
    "was_suspended_at_end",
    "renews_id",
    "number_key",
    "company_id",
)


def _face(paper, certificate):
    """What ``paper`` says, a version of ``certificate`` or the certificate as it stands."""
    product, spec = certificate._split_model(paper.product_name, paper.product_model)
    return {
        "holder": for_public(paper.holder_name),
        "uscc": paper.uscc or "",
        "product": product,
        "model": spec,
        "program": for_public(certificate.program_id.name),
        "level": for_public(paper.level_id.name),
        "standard": for_public(paper.standard_text),
        "body": paper.body_id.name or "",
        "district": certificate.district_id.name or "",
        "date_issue": paper.date_issue,
        "date_start": paper.date_start,
        "date_end": paper.date_end,
    }


class BrandCertificateVersion(models.Model):
    """One paper's words, as strangers see them together with what the number is worth today."""

    _inherit = "brand.certificate.version"

    def _verify_path(self):
        """Path of the public page for this very version's code."""
        self.ensure_one()
        # sudo: the token is printed on the certificate itself, for anyone to check
        return f"/brand/verify/{self.sudo().token}"

    def _newest(self):
        """The version of this number that counts today.

        A renewal under the same number counts from its first day on; until then the one before.
        """
        self.ensure_one()
        today = self.env["brand.workday"]._today()
        rows = self.search_fetch(
            [("company_id", "=", self.company_id.id), ("number_key", "=", self.number_key)],
            _FACE_FIELDS,
            order="version desc",
        )
        return rows._in_force(today)

    def _in_force(self, today):
        """Of versions of one number, the highest first: the one that counts on a day."""
        return self.filtered(lambda row: row.date_start <= today)[:1] or self[-1:]

    def _public_values(self):
        """The whole public truth about one paper, as a dict of plain values.

        ``status`` is that of the version that counts, ``version`` and the facts are those of the
        paper that was asked for.
        """
        self.ensure_one()
        # sudo: anybody may read exactly what is listed here
        asked = self.sudo()
        newest = asked._newest()
        certificates = asked.certificate_id | newest.certificate_id
        certificates.fetch(certificates._public_fields())
        program, company = asked.certificate_id.program_id, asked.company_id
        program.fetch(["name", "office_name", "office_phone", "office_address"])
        word, meaning = newest.certificate_id._public_answer()
        return {
            **asked._public_face(),
            "status": newest.certificate_id.status,
            "status_word": word,
            "meaning": meaning,
            "is_newest": newest == asked,
            "newest": {
                "version": newest.version,
                "number": newest.display_name,
                "date_issue": newest.date_issue,
                "path": newest._verify_path(),
            },
            "history": newest.certificate_id._public_history(),
            "city": company._public_values(),
            "office": {
                "name": program.office_name or company.name,
                "phone": program.office_phone or company.phone or "",
                "address": program.office_address or "",
            },
            **newest.certificate_id._public_relatives(),
        }

    def _public_face(self):
        """What stands on the paper."""
        self.ensure_one()
        return {
            "number": self.display_name,
            "version": self.version,
            "path": self._verify_path(),
            **_face(self, self.certificate_id),
        }


class BrandCertificate(models.Model):
    """What strangers may know of a certificate: found by its whole number or its QR code.

    Public pages, JSON and papers read the plain dicts made here and never a record, so a field
    that is added to the model later is not public by accident.
    """

    _inherit = "brand.certificate"

    _later_versions = models.Index("(company_id, number_key) WHERE version > 1")

    # -- finding -------------------------------------------------------------------------------

    @api.model
    def _public_find(self, text):
        """Versions with exactly this number, whatever its case, width and blanks.

        Without a version (``-V2``) the one that counts today is meant, of each city. Parts of a
        number find nothing: the page answers for a certificate in hand.

        :return: versions in superuser mode, one for each city that has the number
        """
        Version = self.env["brand.certificate.version"].sudo()
        if not text or len(text) > MAX_NUMBER_LENGTH:
            return Version
        key, version = numbering.split_version(text)
        domain = Domain("number_key", "=", key)
        if version:
            domain &= Domain("version", "=", version)
        # sudo: anybody may ask what a certificate is worth; _public_values() limits the answer
        found = Version.search_fetch(domain, _FACE_FIELDS, order="company_id, version desc")
        today = self.env["brand.workday"]._today()
        groups = found.grouped("company_id").values()
        return Version.union(*(group._in_force(today) for group in groups))

    @api.model
    def _public_find_by_token(self, token):
        """The version that carries this QR code, in superuser mode, or none."""
        Version = self.env["brand.certificate.version"].sudo()
        if not token or len(token) > MAX_NUMBER_LENGTH:
            return Version
        # sudo: as in _public_find; the token is printed on the certificate
        return Version.search_fetch([("token", "=", token)], _FACE_FIELDS, limit=1)

    @api.model
    def _public_domain(self):
        """Certificates as the register lists them: of each number the one that counts today."""
        today = self.env["brand.workday"]._today()
        older = SQL(
            """(SELECT CASE WHEN newer.date_start <= %(today)s THEN old.id ELSE newer.id END
                  FROM brand_certificate newer
                  JOIN brand_certificate old
                    ON old.company_id = newer.company_id
                   AND old.number_key = newer.number_key
                   AND old.version < newer.version
                 WHERE newer.version > 1)""",
            today=today,
        )
        return Domain("id", "not in", older)

    @api.model
    def _public_fields(self):
        """What the page reads of a certificate beside its version's words, in one query."""
        return [*_STATUS_FIELDS]

    def _public_relatives(self):
        """Hook: other certificates that the public is led to, by key; none by default."""
        return {}

    def _current_version(self):
        """The row of ``version_ids`` that says what the certificate says now."""
        self.ensure_one()
        return self.version_ids.filtered(lambda row: row.version == self.version)[:1]

    # -- what is told ----------------------------------------------------------------------------

    def _public_values(self):
        """The whole public truth about one certificate, as its newest paper tells it."""
        self.ensure_one()
        # sudo: anybody may read exactly what is listed there
        return self.sudo()._current_version()._public_values()

    def _public_summary(self):
        """One dict a certificate, for lists: what stands on its face, and its status today."""
        # sudo: as in _public_values
        return [
            {
                "number": numbering.with_version(certificate.number, certificate.version),
                "version": certificate.version,
                "path": certificate._verify_path(),
                "status": certificate.status,
                "status_word": certificate._public_word(certificate.status),
                **_face(certificate, certificate),
            }
            for certificate in self.sudo()
        ]

    @api.model
    def _split_model(self, whole, spec):
        """Product and model as issued: the frozen text ends in the model, or has none."""
        whole, spec = whole or "", spec or ""
        if spec and whole.endswith(f" {spec}"):
            return for_public(whole.removesuffix(f" {spec}")), for_public(spec)
        return for_public(whole), ""

    @api.model
    def _public_word(self, status):
        """The answer in one word; ``unknown`` for a number that the register does not have."""
        # Not the labels of `state`: "Withdrawn" there is one word with an application's (撤回)
        return {
            "valid": self.env._("Certificate valid"),
            "suspended": self.env._("Certificate suspended"),
            "withdrawn": self.env._("Certificate withdrawn"),
            "cancelled": self.env._("Certificate cancelled"),
            "expired": self.env._("Certificate expired"),
            "upcoming": self.env._("Certificate not yet in force"),
            "unknown": self.env._("No certificate found"),
        }[status]

    def _public_answer(self):
        """The word, and a sentence that says what it means for somebody who wants to buy."""
        self.ensure_one()
        _ = self.env._
        until = self._public_date(self.date_end)
        meaning = {
            "valid": _(
                "This product is certified today; the certificate is valid until %s.", until
            ),
            "suspended": _(
                "The certification is interrupted. Until it is restored, this product may not be"
                " sold or advertised as certified."
            ),
            "withdrawn": _(
                "The certification was taken away. This product is not certified, and the mark may"
                " no longer be used for it."
            ),
            "cancelled": _(
                "The certification was ended without a sanction. This product is no longer"
                " certified, and the mark may no longer be used for it."
            ),
            "expired": _(
                "The certificate was valid until %s. Since then this product is not certified.",
                until,
            ),
            "upcoming": _(
                "The certificate is in force from %s on; until then it certifies nothing.",
                self._public_date(self.date_start),
            ),
        }[self.status]
        return self._public_word(self.status), meaning + self._public_addition()

    def _public_addition(self):
        """What else a reader should know of a status, as one more sentence; mostly nothing."""
        _ = self.env._
        if self.status == "suspended" and self.suspended_until:
            last = self._public_date(self.suspended_until)
            overdue = self.suspended_until < self.env["brand.workday"]._today()
            return (
                _("The suspension was limited until %s; a decision is due.", last)
                if overdue
                else _("The suspension lasts until %s at most.", last)
            )
        if self.status == "expired" and self._was_suspended_at_end():
            return _("It was suspended when it expired.")
        if self.status == "expired" and self.renewed_by_ids:
            return _("It was renewed under the number %s.", self.renewed_by_ids[:1].number)
        return ""

    def _was_suspended_at_end(self):
        # Before the cron has recorded it, the state still says so
        return self.state == "suspended" or self.was_suspended_at_end

    def _public_events(self):
        """Events of the number, the latest first."""
        names = ["date", "kind", "reason", "document_no"]
        certificates = self
        if self.renews_id.number == self.number:  # renewed under its number: one history
            certificates = self.search(
                [("company_id", "=", self.company_id.id), ("number_key", "=", self.number_key)]
            )
        return self.env["brand.certificate.event"].search_fetch(
            [("certificate_id", "in", certificates.ids)], names, order="date desc, id desc"
        )

    @api.model
    def _public_event_labels(self):
        """How the public's history calls each kind of event."""
        return {
            "issue": self.env._("Issue of the certificate"),
            "suspend": self.env._("Suspension"),
            "restore": self.env._("Restoration"),
            "withdraw": self.env._("Withdrawal by the office"),
            "cancel": self.env._("Cancellation"),
            "expire": self.env._("End of validity"),
            "change": self.env._("Change of the certificate"),
            "renew": self.env._("Renewal of the certificate"),
            "duplicate": self.env._("Duplicate of the certificate issued"),
        }

    def _public_history(self):
        """Events of the number, the latest first; expiry stands at the last valid day."""
        self.ensure_one()
        labels = self._public_event_labels()
        history = [
            {
                "date": event.date,
                "kind": event.kind,
                "label": labels[event.kind],
                "reason": for_public(event.reason),
                "document_no": event.document_no or "",
            }
            for event in self._public_events()
            if event.kind != "expire"
        ]
        if self.status == "expired":
            expiry = {
                "date": self.date_end,
                "kind": "expire",
                "label": labels["expire"],
                "reason": "",
                "document_no": "",
            }
            history.insert(0, expiry)
        return history

    @api.model
    def _public_date(self, day):
        """A date in words, as running text has it: 2026年3月8日."""
        return self.env["ir.actions.report"]._paper_date(day)
