"""Papers: reports of ours are set by WeasyPrint, all others are left to Odoo.

WeasyPrint knows pages (heads repeated, "page 1 of 3"), needs no HTTP round-trip, and embeds the
Chinese fonts. It may fetch nothing: what a paper shows is in its HTML, pictures as data URIs.
"""

import base64
import functools
import io
import logging
from collections import OrderedDict
from datetime import datetime

import babel.dates
import qrcode
import qrcode.image.svg
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import file_open
from odoo.tools.image import image_data_uri
from odoo.tools.misc import babel_locale_parse

from ..scheme import workdays

# A city's papers are Chinese documents whoever prints them
PAPER_LANG = "zh_CN"


@functools.cache
def _paper_css():
    with file_open("brand_certification/static/src/paper/paper.css") as file:
        return file.read()


@functools.lru_cache(maxsize=4096)
def _long_date(lang, day):
    # Kept: Babel looks for the locale anew each time, a fifth of a verification page's cost
    return babel.dates.format_date(day, format="long", locale=babel_locale_parse(lang))


@functools.cache
def _weasyprint():
    """The library, loaded with the first paper: half a second that most processes never need."""
    for name in ("weasyprint.progress", "fontTools"):
        # Otherwise each paper tells the log every step of its layout
        logging.getLogger(name).setLevel(logging.WARNING)
    import weasyprint  # noqa: PLC0415

    return weasyprint


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    paper_engine = fields.Selection(
        [("wkhtmltopdf", "Odoo (wkhtmltopdf)"), ("weasyprint", "Paper (WeasyPrint)")],
        default="wkhtmltopdf",
        required=True,
        help="Paper: official documents with page numbers; nothing is fetched while printing.",
    )

    def _get_readable_fields(self):
        # The web client looks for wkhtmltopdf before it prints, unless it knows
        return super()._get_readable_fields() | {"paper_engine"}

    # -- engine --------------------------------------------------------------------------------

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        report = self._get_report(report_ref)
        if report.paper_engine != "weasyprint":
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        if not res_ids:
            raise UserError(self.env._("There is nothing to print."))
        data = {"report_type": "pdf", **(data or {})}
        if report.attachment and len(set(res_ids)) == len(res_ids):
            return self._prepare_paper_attachments(report, data, res_ids)
        # One file; pages are counted anew for each record, fonts are embedded once
        papers = [self._render_paper(report, res_id, data) for res_id in res_ids]
        pages = [page for paper in papers for page in paper.pages]
        key = res_ids[0] if len(res_ids) == 1 else False
        content = self._write_paper(papers[0].copy(pages))
        return {key: {"stream": io.BytesIO(content), "attachment": None}}

    def _prepare_paper_attachments(self, report, data, res_ids):
        """A stream a record, taken from its attachment where the report says so."""
        streams = OrderedDict()
        for record in self.env[report.model].browse(res_ids):
            attachment = None
            if not self.env.context.get("report_pdf_no_attachment"):
                attachment = report.retrieve_attachment(record)
            if attachment and report.attachment_use:
                content = attachment.raw
            else:
                content = self._write_paper(self._render_paper(report, record.id, data))
            streams[record.id] = {"stream": io.BytesIO(content), "attachment": attachment}
        return streams

    def _render_paper(self, report, res_id, data):
        """One record's pages, laid out and not yet written."""
        html = self._render_qweb_html(report, [res_id], data=dict(data))[0]
        weasyprint = _weasyprint()
        fetcher = weasyprint.urls.URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)
        try:
            return weasyprint.HTML(string=html.decode(), url_fetcher=fetcher).render()
        except weasyprint.urls.FatalURLFetchingError as error:
            # A BaseException in WeasyPrint: it would end the worker's request without an answer
            raise UserError(
                self.env._("A paper may not fetch anything while it is printed: %s", error)
            ) from error

    @api.model
    def _write_paper(self, document):
        return document.write_pdf()

    # -- what papers are made of -----------------------------------------------------------------

    def _render_qweb_html(self, report_ref, docids, data=None):
        report = self._get_report(report_ref)
        if report.paper_engine == "weasyprint":
            self = self.with_context(**self._paper_context())  # noqa: PLW0642
        return super()._render_qweb_html(report_ref, docids, data=data)

    def _get_rendering_context(self, report, docids, data):
        values = super()._get_rendering_context(report, docids, data)
        if report.paper_engine == "weasyprint":
            values["paper"] = self._paper_values()
        return values

    @api.model
    def _paper_context(self):
        installed = dict(self.env["res.lang"].get_installed())
        lang = PAPER_LANG if PAPER_LANG in installed else self.env.lang
        return {"lang": lang, "tz": "Asia/Shanghai", "inherit_branding": False}

    @api.model
    def _paper_values(self):
        """Helpers for every paper's template, as ``paper``."""
        return {
            "css": Markup(_paper_css()),  # noqa: S704 -- our own file
            "lang": (self.env.lang or "en_US").replace("_", "-"),
            "page_numbers": Markup(self._paper_page_numbers()),  # noqa: S704 -- quoted there
            "date": self._paper_date,
            "datetime": self._paper_datetime,
            "qr": self._paper_qr,
            "today": self.env["brand.workday"]._today(),
            "logo": lambda company: (
                "" if company.uses_default_logo else image_data_uri(company.logo)
            ),
        }

    @api.model
    def _paper_page_numbers(self):
        """CSS ``content`` for "page 1 of 3", whatever the order of the two in the language."""
        text = self.env._("Page {page} of {pages}")
        text = text.replace("\\", "").replace('"', "").replace("<", "")
        counters = {page: f'" counter({page}) "' for page in ("page", "pages")}
        return f'"{text.format(**counters)}"'

    @api.model
    def _paper_date(self, day):
        """A date as documents have it: 2026年3月8日."""
        if not day:
            return ""
        if isinstance(day, datetime):
            day = workdays.today_in_shanghai(day)
        return _long_date(self.env.lang, day)

    @api.model
    def _paper_datetime(self, moment):
        """A moment as documents have it: 2026年3月8日 10:32, in Shanghai."""
        if not moment:
            return ""
        local = fields.Datetime.context_timestamp(self.with_context(tz="Asia/Shanghai"), moment)
        return f"{self._paper_date(local.date())} {local:%H:%M}"

    @api.model
    def _paper_qr(self, text):
        """The text as a QR code, an SVG in a data URI: sharp at any size."""
        image = qrcode.make(
            text,
            image_factory=qrcode.image.svg.SvgPathImage,
            error_correction=qrcode.constants.ERROR_CORRECT_M,
            border=2,
        )
        svg = io.BytesIO()
        image.save(svg)
        return f"data:image/svg+xml;base64,{base64.b64encode(svg.getvalue()).decode()}"
