"""Complaints and reports from the public page, and their state by the receipt number."""

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..models.brand_complaint_public import MAX_COUNT, MAX_TEXT
from .portal_base import BrandPortalBase
from .public_page import positive_int

SENDINGS_AN_HOUR = 10
LOOKUPS_AN_HOUR = 30
_FORM = {"type": "http", "auth": "public", "website": True, "save_session": True}
_TEXTS = ("kind", "misuse", "subject_text", "number", "text", "name", "contact")


class BrandComplaints(BrandPortalBase):
    @http.route("/brand/complaints", methods=["GET"], sitemap=True, **_FORM)
    def complaint_form(self, number="", **_kwargs):
        """The form; a certificate's page may hand its number over."""
        partner = self._complaint_enterprise()
        values = {
            **self._complaint_values({}),
            "number": (number or "")[:60],
            "kind": "infringement",
        }
        if partner:
            values["name"] = partner.sudo().name
            values["contact"] = partner.sudo().phone or ""
        return self._complaint_form_page(values, {})

    @http.route(
        "/brand/complaints", methods=["POST"], max_content_length=130 * 1024 * 1024, **_FORM
    )
    def complaint_send(self, **post):
        """Take a complaint, or show the form again with what was typed and all that is wrong."""
        values = self._complaint_values(post)
        # people do not see this field; what fills in every field is told that all went well
        if post.get("website"):
            return self._complaint_page("brand_certification.public_complaint_done", receipt=None)
        uploads = request.httprequest.files.getlist("files")[: MAX_COUNT + 1]
        files = [(one.filename, one.read()) for one in uploads if one.filename]
        Complaint = request.env["brand.complaint"]
        errors = Complaint._public_errors(values, files)
        if not errors and not self._complaint_allowed("complaint", SENDINGS_AN_HOUR):
            errors["text"] = request.env._(
                "Too many letters from your connection. Try again in an hour, or call the office."
            )
        if errors:
            return self._complaint_form_page(values, errors)
        try:
            with request.env.cr.savepoint():
                receipt = Complaint._public_receive(values, files, self._complaint_enterprise())
        except UserError as refusal:
            return self._complaint_form_page(values, {"files": str(refusal.args[0])})
        return self._complaint_page("brand_certification.public_complaint_done", receipt=receipt)

    @http.route("/brand/complaints/status", methods=["GET", "POST"], **_FORM)
    def complaint_status(self, receipt="", **_post):
        status = None
        if receipt and self._complaint_allowed("complaint-status", LOOKUPS_AN_HOUR):
            status = request.env["brand.complaint"]._public_status(receipt)
        return self._complaint_page(
            "brand_certification.public_complaint_status",
            status=status,
            is_asked=bool(receipt),
            receipt=receipt[:60],
        )

    @http.route("/my/brand/complaints", type="http", auth="user", website=True, readonly=True)
    def complaint_own(self, **_kwargs):
        if "enterprise" not in request.env["brand.portal"]._roles():
            return self._brand_home()
        return self._brand_page(
            "brand_certification.portal_complaints",
            crumbs=[(request.env._("Complaints"), None)],
            complaints=request.env["brand.complaint"]._portal_own(),
        )

    # -- helpers -------------------------------------------------------------------------------

    def _complaint_enterprise(self):
        if "enterprise" in request.env["brand.portal"]._roles():
            return request.env.user.partner_id.commercial_partner_id
        return None

    def _complaint_cities(self):
        # sudo: which cities have a programme is public
        programs = request.env["brand.program"].sudo()
        rows = programs._read_group([("state", "!=", "draft")], ["company_id"])
        return request.env["res.company"].sudo().union(*(city for (city,) in rows))

    def _complaint_values(self, post):
        cities = self._complaint_cities() or request.env.company
        asked = positive_int(post.get("company_id"))
        default = request.env.company if request.env.company in cities else cities[:1]
        return {
            **{name: (post.get(name) or "")[:MAX_TEXT] for name in _TEXTS},
            "is_anonymous": bool(post.get("is_anonymous")),
            "company_id": asked if asked in cities.ids else default.id,
        }

    def _complaint_allowed(self, form, times):
        # sudo: strangers are counted in a table that nobody reads
        Limit = request.env["brand.public.limit"].sudo()
        return Limit._allows(form, request.httprequest.remote_addr, times)

    def _complaint_form_page(self, values, errors):
        field = request.env["brand.complaint"]._fields["misuse"]
        return self._complaint_page(
            "brand_certification.public_complaint_form",
            form=values,
            errors=errors,
            cities=self._complaint_cities(),
            misuses=field._description_selection(request.env),
            max_files=MAX_COUNT,
        )

    def _complaint_page(self, template, **values):
        response = request.render(
            template,
            {
                "title": request.env._("Complaints and reports"),
                "city": request.env.company._public_values(),
                "public_page": "complaints",
                **values,
            },
        )
        response.headers["Cache-Control"] = "private, no-store"
        return response
