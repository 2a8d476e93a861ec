"""Certificates that were converted from another scheme, or registered from an earlier one."""

from odoo import api, fields, models

from .transition_mixin import transition


class BrandCertificate(models.Model):
    """A conversion ends a certificate without a sanction; the new one says where it comes from."""

    _inherit = "brand.certificate"

    _transitions = {"action_convert": (("valid",), "cancelled", None)}
    _system_fields = frozenset({"origin", "converted_from_id"})

    origin = fields.Selection(
        [
            ("application", "Application"),
            ("conversion", "Conversion of an earlier certificate"),
            ("register", "Register of an earlier scheme"),
        ],
        "Comes from",
        required=True,
        readonly=True,
        default="application",
        copy=False,
    )
    converted_from_id = fields.Many2one(
        "brand.certificate",
        "Converted from",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    converted_to_ids = fields.One2many("brand.certificate", "converted_from_id", "Converted to")
    # What is not issued on an application belongs to its holder's district
    district_id = fields.Many2one(
        "brand.district",
        related=None,
        compute="_compute_district_id",
        store=True,
        readonly=True,
    )

    _converted_once = models.UniqueIndex(
        "(converted_from_id) WHERE converted_from_id IS NOT NULL",
        "This certificate has been converted already.",
    )

    @api.depends("application_id.district_id", "converted_from_id")
    def _compute_district_id(self):
        for certificate in self:
            # The holder's district of today only where no other is known; a later move changes nothing
            certificate.district_id = (
                certificate.application_id.district_id
                or certificate.converted_from_id.district_id
                or certificate.district_id
                or certificate.partner_id.brand_district_id
            )

    @transition
    def action_convert(self, reason=None, document_no=None):
        """End a certificate that another scheme took over: no sanction, no cool-down."""
        # sudo: dates are kept by the system
        self.sudo().date_ended = self.env["brand.workday"]._today()
        events = self.env["brand.certificate.event"].sudo()
        events.create(
            [
                {
                    "certificate_id": certificate.id,
                    "kind": "convert",
                    "reason": certificate._converted_to_text(),
                    "document_no": document_no,
                    "date": self.env["brand.workday"]._today(),
                }
                for certificate in self
            ]
        )
        self._tell_holders({c.id: c._converted_to_text() for c in self})

    def _add_conversion_events(self, document_no):
        """New certificates say in their history where they come from."""
        today = self.env["brand.workday"]._today()
        # sudo: history is written by actions only
        self.env["brand.certificate.event"].sudo().create(
            [
                {
                    "certificate_id": certificate.id,
                    "kind": "issue",
                    "reason": self.env._(
                        "Converted from %(number)s (%(program)s).",
                        number=certificate.converted_from_id.number,
                        program=certificate.converted_from_id.program_id.name,
                    ),
                    "document_no": document_no,
                    "date": today,
                }
                for certificate in self
            ]
        )

    def _add_registered_events(self, document_no):
        """What was issued under an earlier scheme shows its issue on the day it was issued."""
        # sudo: as above
        self.env["brand.certificate.event"].sudo().create(
            [
                {
                    "certificate_id": certificate.id,
                    "kind": "issue",
                    "reason": self.env._(
                        "Taken over from the register of %s.", certificate.program_id.name
                    ),
                    "document_no": document_no,
                    "date": certificate.date_issue,
                }
                for certificate in self
            ]
        )

    def _converted_to_text(self):
        """Into which certificate this one was converted, in a sentence."""
        self.ensure_one()
        # sudo: the successor's number is as public as this one's
        new = self.sudo().converted_to_ids[:1]
        return self.env._(
            "Converted to %(number)s (%(program)s).", number=new.number, program=new.program_id.name
        )

    # -- what the public is told -----------------------------------------------------------------

    def _public_event_labels(self):
        return {
            **super()._public_event_labels(),
            "convert": self.env._("Conversion into another scheme"),
        }

    def _public_answer(self):
        """A converted certificate is not simply ended: it names the one that counts."""
        new = self.sudo().converted_to_ids[:1]
        if self.state != "cancelled" or not new:
            return super()._public_answer()
        meaning = self.env._(
            "On %(day)s this certificate was converted to the certificate %(number)s of %(program)s."
            " That one tells whether the product is certified.",
            day=self._public_date(new.date_issue),
            number=new.number,
            program=new.program_id.name,
        )
        return self.env._("Certificate converted"), meaning

    def _public_summary(self):
        """In lists too, a converted certificate is called so."""
        found = super()._public_summary()
        word = self.env._("Certificate converted")
        for certificate, values in zip(self.sudo(), found, strict=True):
            if certificate.state == "cancelled" and certificate.converted_to_ids:
                values["status_word"] = word
        return found

    @api.model
    def _public_fields(self):
        return [*super()._public_fields(), "converted_from_id"]

    def _public_relatives(self):
        """The certificate from which this one was converted, and the one into which."""
        self.ensure_one()
        # sudo: number and page of a certificate are public
        certificate = self.sudo()
        return super()._public_relatives() | {
            name: {
                "number": other.number,
                "program": other.program_id.name,
                "path": other._verify_path(),
            }
            for name, other in (
                ("converted_from", certificate.converted_from_id),
                ("converted_to", certificate.converted_to_ids[:1]),
            )
            if other
        }

    def _portal_status_sentence(self):
        if self.state == "cancelled" and self.sudo().converted_to_ids:
            return self._converted_to_text()
        return super()._portal_status_sentence()


class BrandCertificateEvent(models.Model):
    _inherit = "brand.certificate.event"

    kind = fields.Selection(
        selection_add=[("convert", "Converted")], ondelete={"convert": "cascade"}
    )
