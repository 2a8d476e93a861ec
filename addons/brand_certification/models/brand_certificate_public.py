from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..scheme import numbering
from ..scheme.publishing import for_public

# Longer than any number that a pattern makes; what is longer is not searched for
MAX_NUMBER_LENGTH = 64

# Read together with what finds them: the page is made of one narrow query a table
_FACE_FIELDS = (
    "number",
    "number_key",
    "version",
    "token",
    "state",
    "company_id",
    "program_id",
    "level_id",
    "body_id",
    "district_id",
    "product_id",
    "product_name",
    "holder_name",
    "uscc",
    "standard_text",
    "date_issue",
    "date_start",
    "date_end",
    "suspended_until",
)


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
        """Certificates with exactly this number, whatever its case, width and blanks.

        Without a version (``-V2``) the newest one of each city is meant. Parts of a number find
        nothing: the page answers for a certificate in hand.

        :return: certificates in superuser mode, one for each city that has the number
        """
        if not text or len(text) > MAX_NUMBER_LENGTH:
            return self.sudo().browse()
        key, version = numbering.split_version(text)
        domain = Domain("number_key", "=", key)
        if version:
            domain &= Domain("version", "=", version)
        # sudo: anybody may ask what a certificate is worth; _public_values() limits the answer
        found = self.sudo().search_fetch(domain, _FACE_FIELDS, order="company_id, version desc")
        return self.sudo().union(*(group[0] for group in found.grouped("company_id").values()))

    @api.model
    def _public_find_by_token(self, token):
        """The certificate that carries this QR code, in superuser mode, or none."""
        if not token or len(token) > MAX_NUMBER_LENGTH:
            return self.sudo().browse()
        # sudo: as in _public_find; the token is printed on the certificate
        return self.sudo().search_fetch([("token", "=", token)], _FACE_FIELDS, limit=1)

    @api.model
    def _public_domain(self):
        """Certificates as the register lists them: of each number the newest version."""
        older = SQL(
            """(SELECT old.id
                  FROM brand_certificate newer
                  JOIN brand_certificate old
                    ON old.company_id = newer.company_id
                   AND old.number_key = newer.number_key
                   AND old.version < newer.version
                 WHERE newer.version > 1)"""
        )
        return Domain("id", "not in", older)

    def _newest_version(self):
        self.ensure_one()
        return self.search_fetch(
            [("company_id", "=", self.company_id.id), ("number_key", "=", self.number_key)],
            _FACE_FIELDS,
            order="version desc",
            limit=1,
        )

    # -- what is told ----------------------------------------------------------------------------

    def _public_values(self):
        """The whole public truth about one certificate, as a dict of plain values.

        ``status`` is that of the newest version, which alone counts; ``version`` and the facts
        are those of the paper that was asked for.
        """
        self.ensure_one()
        # sudo: anybody may read exactly what is listed here
        certificate = self.sudo()
        newest = certificate._newest_version()
        program, company = certificate.program_id, certificate.company_id
        program.fetch(["name", "office_name", "office_phone", "office_address"])
        word, meaning = newest._public_answer()
        return {
            **certificate._public_summary()[0],
            "status": newest.status,
            "status_word": word,
            "meaning": meaning,
            "is_newest": newest == certificate,
            "newest": {
                "version": newest.version,
                "number": numbering.with_version(newest.number, newest.version),
                "date_issue": newest.date_issue,
                "path": newest._verify_path(),
            },
            "history": newest._public_history(),
            "city": company._public_values(),
            "office": {
                "name": program.office_name or company.name,
                "phone": program.office_phone or company.phone or "",
                "address": program.office_address or "",
            },
        }

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
                "holder": for_public(certificate.holder_name),
                "uscc": certificate.uscc or "",
                **dict(zip(("product", "model"), certificate._product_and_model(), strict=True)),
                "program": for_public(certificate.program_id.name),
                "level": for_public(certificate.level_id.name),
                "standard": for_public(certificate.standard_text),
                "body": certificate.body_id.name or "",
                "district": certificate.district_id.name or "",
                "date_issue": certificate.date_issue,
                "date_start": certificate.date_start,
                "date_end": certificate.date_end,
            }
            for certificate in self.sudo()
        ]

    def _product_and_model(self):
        """Product and model as issued: the frozen text ends in the model, or has none."""
        self.ensure_one()
        whole, spec = self.product_name or "", self.product_id.model_spec or ""
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
        }[self.status]
        if self.status == "suspended" and self.suspended_until:
            last = self._public_date(self.suspended_until)
            overdue = self.suspended_until < self.env["brand.workday"]._today()
            meaning += (
                _("The suspension was limited until %s; a decision is due.", last)
                if overdue
                else _("The suspension lasts until %s at most.", last)
            )
        elif self.status == "expired" and self._was_suspended_at_end():
            meaning += _("It was suspended when it expired.")
        return self._public_word(self.status), meaning

    def _was_suspended_at_end(self):
        stops = [e.kind for e in self._public_events() if e.kind in ("suspend", "restore")]
        return stops[:1] == ["suspend"]

    def _public_events(self):
        """Events, the latest first, in one query."""
        names = ["date", "kind", "reason", "document_no"]
        return self.env["brand.certificate.event"].search_fetch(
            [("certificate_id", "=", self.id)], names, order="date desc, id desc"
        )

    def _public_history(self):
        """Events of the number, the latest first; expiry stands at the last valid day."""
        self.ensure_one()
        labels = {
            "issue": self.env._("Issue of the certificate"),
            "suspend": self.env._("Suspension"),
            "restore": self.env._("Restoration"),
            "withdraw": self.env._("Withdrawal by the office"),
            "cancel": self.env._("Cancellation"),
            "expire": self.env._("End of validity"),
            "change": self.env._("Change of the certificate"),
        }
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
