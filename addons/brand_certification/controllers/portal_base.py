import base64

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..models.file_mixin import MAX_FILE_MIB

# Options of routes that take a file: a little above the model's own limit, so that the model can
# name file and limit
UPLOAD = {
    "type": "http",
    "auth": "user",
    "website": True,
    "max_content_length": (MAX_FILE_MIB + 5) * 1024 * 1024,
}


class BrandPortalBase(CustomerPortal):
    """What the pages of brand certification share; no routes."""

    def _brand_record(self, model, record_id):
        """The record if the current user may read it, else an empty one.

        Links carry no token: whoever opens a page is logged in, and reads by his own rights.
        """
        record = request.env[model].browse(record_id)
        try:
            record.check_access("read")
            return record.exists()
        except (AccessError, MissingError):
            return record.browse()

    def _brand_try(self, act):
        """Call ``act`` as a whole; a refusal undoes it and comes back as its sentence.

        :return: text of the refusal, or None
        """
        try:
            with request.env.cr.savepoint():
                act()
        except UserError as refusal:
            return str(refusal.args[0])
        except IntegrityError as error:
            return self._brand_constraint_text(error)
        return None

    def _brand_constraint_text(self, error):
        """The sentence of the unique index or check that was violated."""
        table = error.diag.table_name
        model = next((m for m in request.env.registry.values() if m._table == table), None)
        if model is None:
            raise error
        return request.env[model._name]._sql_error_to_message(error)

    def _brand_files(self, name="file"):
        """Files that were posted under ``name``, as the models take them."""
        return [
            {"filename": file.filename, "file": base64.b64encode(file.read())}
            for file in request.httprequest.files.getlist(name)
            if file.filename
        ]

    def _brand_put_file(self, document, post):
        """Store, replace or remove the file of a document row; the refusal as text, or None."""
        files = self._brand_files()
        if post.get("remove"):
            return self._brand_try(lambda: document.write({"file": False}))
        if not files:
            return request.env._("Choose a file first.")
        return self._brand_try(lambda: document.write(files[0]))

    def _brand_file_response(self, record):
        """Show or download the file of a record that the user may read."""
        stream = request.env["ir.binary"]._get_stream_from(record, "file", filename=record.filename)
        is_shown = record.mimetype in ("application/pdf", "image/jpeg", "image/png")
        return stream.get_response(as_attachment=not is_shown)

    def _brand_page(self, template, crumbs=(), **values):
        """Render a page; ``crumbs``: pairs of label and address, the last without one."""
        portal = request.env["brand.portal"]
        return request.render(
            template,
            {
                **self._prepare_portal_layout_values(),
                "page_name": "brand",
                "brand_crumbs": [(request.env._("Brand certification"), "/my/brand"), *crumbs],
                "long_date": portal._long_date,
                "refusal": None,
                **values,
            },
        )

    def _brand_certificate_page(self, certificate, refusal=None):
        """A certificate as its holder sees it, with what can be asked for now."""
        enterprise = request.env.user.partner_id.commercial_partner_id
        return self._brand_page(
            "brand_certification.portal_certificate",
            crumbs=[(certificate.number, None)],
            certificate=certificate,
            verify_path=certificate._verify_path(),
            has_pdf=self._brand_report("brand_certification.report_certificate"),
            is_holder=certificate.partner_id == enterprise,
            licence=certificate.mark_licence_ids[:1],
            # sudo: names of the files; they are sent only while the mark may be used
            mark_files=certificate.sudo().program_id.mark_files,
            papers=certificate.paper_ids.filtered(lambda p: p.kind != "certificate"),
            requests=certificate.request_ids,
            renewal=certificate._open_renewal(),
            renewal_refusal=certificate._renewal_refusal(),
            refusal=refusal,
        )

    def _brand_home(self):
        return request.redirect("/my")

    def _brand_report(self, xmlid):
        """Whether the report exists (sudo: portal users do not read reports)."""
        return bool(request.env["ir.model.data"].sudo()._xmlid_to_res_id(xmlid))
