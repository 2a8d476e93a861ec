from werkzeug.urls import url_join

from odoo import models

from ..scheme import numbering
from ..scheme.publishing import for_public, readable_accent

# Fill of the diagonal mark: certificates that are not valid are printed with their status
STATUS_MARKS = ("suspended", "withdrawn", "cancelled", "expired")


class BrandCertificate(models.Model):
    """The certificate as it is printed."""

    _inherit = "brand.certificate"

    def _paper_values(self):
        """What stands on the paper of one certificate, as plain values.

        :raises AccessError: for somebody who may not read the certificate
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: programme, body and office of a certificate that this user may read
        certificate = self.sudo()
        program, company = certificate.program_id, certificate.company_id
        _, date = self.env._, self.env["ir.actions.report"]._paper_date
        product, spec = certificate._product_and_model()
        holder = for_public(certificate.holder_name)
        title = for_public(program.certificate_title) or _("Brand Certification Certificate")
        program_name = for_public(program.name)
        facts = [
            (_("Product certified"), product, True),
            (_("Model and specification of the product"), spec, True),
            (_("Standards certified against"), for_public(certificate.standard_text), True),
            (_("Level of certification"), for_public(certificate.level_id.name), False),
            (_("Body that certified"), certificate.body_id.name, False),
            (_("Date of issue"), date(certificate.date_issue), False),
            (
                _("Term of validity"),
                _(
                    "from %(start)s to %(end)s",
                    start=date(certificate.date_start),
                    end=date(certificate.date_end),
                ),
                False,
            ),
        ]
        mark = self._public_word(certificate.status) if certificate.status in STATUS_MARKS else ""
        return {
            "number_text": _("Certificate No. %s", certificate.number)
            if certificate.version == 1
            else _(
                "Certificate No. %(number)s (version %(version)s)",
                number=certificate.number,
                version=certificate.version,
            ),
            "number_shown": numbering.with_version(certificate.number, certificate.version),
            "orientation": program.certificate_orientation or "landscape",
            "accent": readable_accent(company.primary_color),
            "company": company,
            "title": title,
            "file_title": f"{title} {numbering.with_version(certificate.number, certificate.version)}",
            "program_name": "" if program_name in title else program_name,
            "holder": holder,
            "holder_size": self._paper_size(holder, program.certificate_orientation),
            "uscc": certificate.uscc or "",
            "uscc_text": _("Unified social credit code %s", certificate.uscc),
            "statement": _(
                "It is certified that the product named below meets the standards and the"
                " requirements of the certification programme."
            ),
            "facts": [fact for fact in facts if fact[1]],
            "is_dense": sum(len(fact[1] or "") for fact in facts) > 170,
            "body": certificate.body_id.name or "",
            "office": company.name,
            "verify_url": url_join(certificate.get_base_url(), certificate._verify_path()),
            "mark": mark,
            "mark_text": _(
                "Status when printed on %(date)s: %(status)s",
                date=date(self.env["brand.workday"]._today()),
                status=mark,
            ),
        }

    def _paper_size(self, holder, orientation):
        """Size of the holder's name, so that 40 characters fit on one or two lines."""
        # Latin letters are half as wide as Chinese characters
        width = sum(1 if ord(char) > 0x2E7F else 0.55 for char in holder)
        steps = (14, 22, 30) if orientation == "portrait" else (18, 26, 36)
        return sum(width > step for step in steps)
