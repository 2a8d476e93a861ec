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
        paper = certificate._paper_being_made()
        face = certificate._paper_face(paper)
        program, company = certificate.program_id, certificate.company_id
        _, holder = self.env._, for_public(face.holder_name)
        title = for_public(program.certificate_title) or _("Brand Certification Certificate")
        facts = certificate._paper_face_facts(face)
        shown = numbering.with_version(face.number, face.version)
        return {
            "number_text": self._paper_number_text(face),
            "number_shown": shown,
            "orientation": program.certificate_orientation or "landscape",
            "accent": readable_accent(company.primary_color),
            "company": company,
            "title": title,
            "file_title": f"{title} {shown}",
            "program_name": "" if for_public(program.name) in title else for_public(program.name),
            "holder": holder,
            "holder_size": self._paper_size(holder, program.certificate_orientation),
            "uscc": face.uscc or "",
            "uscc_text": _("Unified social credit code %s", face.uscc),
            "statement": _(
                "It is certified that the product named below meets the standards and the"
                " requirements of the certification programme."
            ),
            "facts": facts,
            "is_dense": sum(len(fact[1]) for fact in facts) > 170,
            "body": face.body_id.name or "",
            "office": company.name,
            "verify_url": url_join(certificate.get_base_url(), face._verify_path()),
            **certificate._paper_mark(paper),
        }

    def _paper_mark(self, paper):
        """The number of a duplicate, and the status across a print of the day.

        A paper that is kept is clean: what it is worth today, its code tells.
        """
        is_marked = not paper and self.status in STATUS_MARKS
        mark = self._public_word(self.status) if is_marked else ""
        today = self.env["brand.workday"]._today()
        return {
            "mark": mark,
            "mark_text": self.env._(
                "Status when printed on %(date)s: %(status)s",
                date=self.env["ir.actions.report"]._paper_date(today),
                status=mark,
            ),
            "copy_text": self.env._("Duplicate No. %s", paper.copy_no) if paper.copy_no else "",
        }

    def _paper_number_text(self, face):
        if face.version == 1:
            return self.env._("Certificate No. %s", face.number)
        return self.env._(
            "Certificate No. %(number)s (version %(version)s)",
            number=face.number,
            version=face.version,
        )

    def _paper_face_facts(self, face):
        """``(label, text)`` of what is known of a version."""
        _, date = self.env._, self.env["ir.actions.report"]._paper_date
        product, spec = self._split_model(face.product_name, face.product_model)
        first = "" if face.date_issue == self.date_first_issue else date(self.date_first_issue)
        term = _("from %(start)s to %(end)s", start=date(face.date_start), end=date(face.date_end))
        facts = [
            (_("Address of the holder"), face.holder_address),
            (_("Product certified"), product),
            (_("Model and specification of the product"), spec),
            (_("Trademark of the product"), for_public(face.trademark)),
            (_("Standards certified against"), for_public(face.standard_text)),
            (_("Level of certification"), for_public(face.level_id.name)),
            (_("Body that certified"), face.body_id.name),
            (_("Date of first issue"), first),
            (_("Date of issue"), date(face.date_issue)),
            (_("Term of validity"), term),
        ]
        return [fact for fact in facts if fact[1]]

    def _paper_being_made(self):
        """The row of brand.paper that is being rendered, or an empty one for a print of the day."""
        paper = self.env["brand.paper"].sudo().browse(self.env.context.get("brand_paper_id"))
        return paper.filtered(lambda p: p.certificate_id == self)

    def _paper_face(self, paper):
        """Whose words are printed: the certificate as it is, or the version the paper is of."""
        if not paper or paper.version == self.version:
            return self
        return self.version_ids.filtered(lambda row: row.version == paper.version)

    def _paper_size(self, holder, orientation):
        """Size of the holder's name, so that 40 characters fit on one or two lines."""
        # Latin letters are half as wide as Chinese characters
        width = sum(1 if ord(char) > 0x2E7F else 0.55 for char in holder)
        steps = (14, 22, 30) if orientation == "portrait" else (18, 26, 36)
        return sum(width > step for step in steps)
