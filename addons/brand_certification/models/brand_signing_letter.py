"""Letters are signed by the city's key once they have gone out; a draft never is."""

import io

from odoo import fields, models


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    is_letter = fields.Boolean(
        "Letter of the City",
        help="Signed by the city's key as soon as the record says that the letter has gone out.",
    )

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        report = self._get_report(report_ref)
        key = self._letter_key(report, res_ids)
        if not key:
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        Report = self.with_context(brand_signing=key._signing())
        streams = super(IrActionsReport, Report)._render_qweb_pdf_prepare_streams(
            report_ref, data, res_ids=res_ids
        )
        for stream in streams.values():
            signed = key._sign_pdf(stream["stream"].getvalue(), report.name)
            stream["stream"] = io.BytesIO(signed)
        return streams

    def _letter_key(self, report, res_ids):
        """The key that signs this letter, in superuser mode; empty where it is not to be signed.

        Several letters in one file are a print for the office, and signed by nobody.
        """
        Key = self.env["brand.signing.key"]
        if not report.is_letter or len(res_ids or ()) != 1:
            return Key
        # sudo: whether a letter went out, and of which city; who prints it was checked by Odoo
        record = self.env[report.model].sudo().browse(res_ids)
        return Key._of_company(record.company_id) if record._letter_is_out(report) else Key


class BrandComplaint(models.Model):
    _inherit = "brand.complaint"

    def _letter_is_out(self, _report):
        """The answer stands once the complaint is closed."""
        return self.state == "closed"


class BrandObjection(models.Model):
    _inherit = "brand.objection"

    def _letter_is_out(self, _report):
        """The answer stands once it was ruled on the objection; before, a receipt is printed."""
        return self.state in ("upheld", "dismissed")


class BrandApplication(models.Model):
    _inherit = "brand.application"

    def _letter_is_out(self, report):
        """What is missing was told when the file was returned, a refusal when it was rejected."""
        kind = report.report_name.removeprefix("brand_certification.report_")
        return (kind, self.state) in (("return", "returned"), ("refusal", "rejected"))
