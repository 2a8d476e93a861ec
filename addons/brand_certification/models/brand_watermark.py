"""Copies of a case's documents for its assessors: each page says whose copy it is."""

import base64
import functools
import io
import logging

import pypdf
from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.http import Stream

from .ir_actions_report import _weasyprint

_logger = logging.getLogger(__name__)

_PDF = "application/pdf"
_IMAGES = ("image/jpeg", "image/png")
_CONTENT_FIELDS = ("raw", "datas", "db_datas")
# Points: about four lines across and ten down an A4 page
_STEP_X, _STEP_Y = 210, 130
_STYLE = Markup(
    "<style>@page{size:%spt %spt;margin:0}body{margin:0}"
    "p{position:absolute;margin:0;white-space:nowrap;transform:rotate(-28deg);"
    "font:10pt 'Noto Sans CJK SC',sans-serif;color:rgba(150,30,30,.26)}"
    "img{max-width:100%%;max-height:100%%}</style>"
)


class BrandWatermark(models.AbstractModel):
    """Puts words across the pages of a copy; the original is never touched."""

    _name = "brand.watermark"
    _description = "Watermark"

    @api.model
    def _marked(self, content, mimetype, words):
        """``content`` as a PDF with ``words`` across each page; None where that cannot be done.

        :param content: bytes of a PDF, or of an image, which becomes a page
        """
        try:
            if mimetype in _IMAGES:
                content = self._image_page(content, mimetype)
            elif mimetype != _PDF:
                return None
            return self._stamp(content, words)
        except (pypdf.errors.PyPdfError, ValueError, KeyError, OSError, RecursionError) as error:
            # Encrypted or broken: told by the caller's record, not by a page of errors
            _logger.info("No watermark could be put on a file: %s", error)
            return None

    @api.model
    def _stamp(self, content, words):
        reader = pypdf.PdfReader(io.BytesIO(content))
        writer = pypdf.PdfWriter(clone_from=reader)
        if not writer.pages:
            raise ValueError("no pages")
        sheet = functools.cache(lambda width, height: self._sheet(width, height, words))
        for page in writer.pages:
            if page.rotation:
                page.transfer_rotation_to_content()
            box = page.mediabox
            mark = sheet(round(float(box.width)), round(float(box.height)))
            shift = pypdf.Transformation().translate(float(box.left), float(box.bottom))
            page.merge_transformed_page(mark, shift)
        target = io.BytesIO()
        writer.write(target)
        return target.getvalue()

    @api.model
    def _sheet(self, width, height, words):
        """A transparent page of this size (points) with the words all over it."""
        lines = Markup("").join(
            Markup('<p style="left:%spt;top:%spt">%s</p>') % (x, y, escape(words))
            for y in range(20, height, _STEP_Y)
            for x in range(-60 - (y // _STEP_Y % 2) * _STEP_X // 2, width, _STEP_X)
        )
        return pypdf.PdfReader(io.BytesIO(self._rendered(width, height, lines))).pages[0]

    @api.model
    def _image_page(self, content, mimetype):
        data = base64.b64encode(content).decode()
        return self._rendered(595, 842, Markup('<img src="data:%s;base64,%s"/>') % (mimetype, data))

    @api.model
    def _rendered(self, width, height, body):
        weasyprint = _weasyprint()
        fetcher = weasyprint.urls.URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)
        html = Markup("<!DOCTYPE html>") + _STYLE % (width, height) + body
        return weasyprint.HTML(string=str(html), url_fetcher=fetcher).write_pdf()


class BrandDocumentAccess(models.Model):
    """Also copies that assessors open, secret or not."""

    _inherit = "brand.document.access"
    _description = "Opening of a Document"

    way = fields.Selection(
        [
            ("secret", "Trade secret opened"),
            ("marked", "Copy with watermark"),
            ("plain", "Download without watermark"),
        ],
        "How",
        default="secret",
        required=True,
        readonly=True,
    )


class BrandFileMixin(models.AbstractModel):
    """Files of a case of which its assessors get copies; a model names the readers and the case."""

    _inherit = "brand.file.mixin"

    def _copy_case(self):
        """The application whose number stands on copies and under which they are noted."""
        return self.env["brand.application"]

    def _copy_readers(self):
        """Users who get a copy with their name instead of the file."""
        return self.env["res.users"]

    def _copies_for_user(self):
        """Those of which the user gets a copy with his name, as an assessor of their case."""
        if self.env.su:
            return self.browse()
        # sudo: who evaluates a case is compared, not shown
        return self.filtered(lambda f: self.env.user in f.sudo()._copy_readers())

    def _watermark_words(self):
        """Whose copy, of which case, of which day; the day as in Shanghai."""
        return self.env._(
            "%(person)s · %(case)s · %(day)s",
            person=self.env.user.name,
            # sudo: printed for who evaluates the case
            case=self.sudo()._copy_case().name or self.display_name,
            day=self.env["brand.workday"]._today(),
        )

    def _copy(self, content):
        """The user's own copy of ``content``: marked where it can be, and noted in any case.

        :return: ``(bytes, mimetype)``
        """
        self.ensure_one()
        marked = self.env["brand.watermark"]._marked(
            content, self.mimetype, self._watermark_words()
        )
        # sudo: the log is written by the system
        vals = self.sudo()._prepare_copy_vals()
        if vals:
            vals.update(user_id=self.env.uid, way="marked" if marked else "plain")
            self.env["brand.document.access"].sudo().create(vals)
        return (marked, _PDF) if marked else (content, self.mimetype)

    def _prepare_copy_vals(self):
        """The opening of this file as it is noted; nothing where it was noted already."""
        return {
            "application_id": self._copy_case().id,
            "document_name": self.filename,
            "sha256": self.sha256,
        }

    def _read_format(self, fnames, load="_classic_read"):
        """Assessors open files one by one; no client reads their content from the record."""
        rows = super()._read_format(fnames, load=load)
        if "file" in fnames and not self.env.context.get("bin_size"):
            copies = set(self._copies_for_user().ids)
            for row in rows:
                if row["id"] in copies:
                    row["file"] = False
        return rows


class BrandApplicationDocument(models.Model):
    _inherit = "brand.application.document"

    def _copy_case(self):
        return self.application_id

    def _copy_readers(self):
        return self.application_id.evaluation_ids.user_id

    def _prepare_copy_vals(self):
        if self.is_secret:  # noted already
            return {}
        return {
            **super()._prepare_copy_vals(),
            "document_id": self.id,
            "document_name": self.name,
        }


class BrandFindingFile(models.Model):
    """Evidence of a finding, and what the enterprise hands in to prove its correction."""

    _inherit = "brand.finding.file"

    def _copy_case(self):
        finding = self.finding_id
        return finding.application_id or finding.surveillance_id.certificate_id.application_id

    def _copy_readers(self):
        """Assessors of the case; of a check the inspectors who are not of the city's staff."""
        inspectors = self.finding_id.surveillance_id.inspector_ids
        evaluators = self.finding_id.application_id.evaluation_ids.user_id
        return evaluators | inspectors.filtered("share")


class BrandTestReport(models.Model):
    _inherit = "brand.test.report"

    def _copy_case(self):
        return self.application_id

    def _copy_readers(self):
        return self.application_id.evaluation_ids.user_id


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _read_format(self, fnames, load="_classic_read"):
        rows = super()._read_format(fnames, load=load)
        named = [name for name in _CONTENT_FIELDS if name in fnames]
        if named and not self.env.su:
            copies = {a.id for a in self if a._document_copied()}
            for row in rows:
                if row["id"] in copies:
                    row.update(dict.fromkeys(named, False))
        return rows

    def _document_copied(self):
        """The record of whose file the user gets copies only, or an empty one."""
        self.ensure_one()
        attachment = self.sudo()  # sudo: which record it belongs to
        model = self.env.get(attachment.res_model)
        if attachment.res_field != "file" or not self.env["ir.binary"]._is_of_case(model):
            return self.env["brand.application.document"]
        return model.browse(attachment.res_id)._copies_for_user()


class IrBinary(models.AbstractModel):
    _inherit = "ir.binary"

    @api.model
    def _is_of_case(self, record):
        return isinstance(record, self.env.registry["brand.file.mixin"])

    def _record_to_stream(self, record, field_name):
        stream = super()._record_to_stream(record, field_name)
        asked = record.with_env(self.env)
        if self._is_of_case(record) and field_name == "file":
            document = asked._copies_for_user()
        elif record._name == "ir.attachment":
            document = asked._document_copied()
        else:
            return stream
        if not document:
            return stream
        content, mimetype = document._copy(stream.read())
        return Stream(
            type="data",
            data=content,
            mimetype=mimetype,
            size=len(content),
            etag=False,
            conditional=False,
            download_name=document.filename,
        )

    def _get_stream_from(self, record, field_name="raw", *args, **kwargs):
        """A picture that became a page has the ending of what it is now."""
        stream = super()._get_stream_from(record, field_name, *args, **kwargs)
        name = stream.download_name or ""
        is_page = self._is_of_case(record) and stream.mimetype == _PDF
        if is_page and not name.lower().endswith(".pdf"):
            stream.download_name = f"{name}.pdf"
        return stream
