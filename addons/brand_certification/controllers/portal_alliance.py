import base64

from odoo import http
from odoo.http import request

from .portal_base import BrandPortalBase

_STANDARD = "/my/brand/standards/<int:standard_id>"
# What the form of a proposal asks for
_PROPOSAL = ("name", "level", "proposer_kind", "purpose")


class BrandPortalAlliance(BrandPortalBase):
    """Standards for everybody with a role; the register of assessors for a body."""

    # -- standards -----------------------------------------------------------------------------

    @http.route("/my/brand/standards", type="http", auth="user", website=True, readonly=True)
    def brand_standards(self, **kw):
        if not request.env["brand.portal"]._roles():
            return self._brand_home()
        return self._brand_standards_page()

    def _brand_standards_page(self, refusal=None, posted=None):
        Standard = request.env["brand.standard"]
        labels = Standard.fields_get(["proposer_kind", "level"], ["selection"])
        levels = [pair for pair in labels["level"]["selection"] if pair[0] in ("group", "local")]
        return self._brand_page(
            "brand_certification.portal_standards",
            crumbs=[(request.env._("Standards"), None)],
            **Standard._portal_lists(),
            proposer_kinds=labels["proposer_kind"]["selection"],
            levels=levels,
            posted=posted or {},
            refusal=refusal,
        )

    @http.route(
        "/my/brand/standards/propose", type="http", auth="user", methods=["POST"], website=True
    )
    def brand_standard_propose(self, **post):
        if not request.env["brand.portal"]._roles():
            return self._brand_home()
        values = {name: (post.get(name) or "").strip() for name in _PROPOSAL}
        file = request.httprequest.files.get("file")
        given = dict(values)
        if file and file.filename:
            given |= {"file": base64.b64encode(file.read()), "filename": file.filename}
        refusal = self._brand_try(lambda: request.env["brand.standard"].action_propose(given))
        if refusal:
            return self._brand_standards_page(refusal=refusal, posted=values)
        return request.redirect("/my/brand/standards")

    @http.route(_STANDARD, type="http", auth="user", website=True, readonly=True)
    def brand_standard(self, standard_id, **kw):
        standard = self._brand_record("brand.standard", standard_id)
        return self._brand_standard_page(standard) if standard else self._brand_home()

    def _brand_standard_page(self, standard, refusal=None, posted=None):
        return self._brand_page(
            "brand_certification.portal_standard",
            crumbs=[
                (request.env._("Standards"), "/my/brand/standards"),
                (standard.display_name, None),
            ],
            standard=standard,
            posted=posted or {},
            refusal=refusal,
        )

    @http.route(f"{_STANDARD}/text", type="http", auth="user", website=True, readonly=True)
    def brand_standard_draft(self, standard_id, **kw):
        """The text of a standard or draft, for whoever may read the record."""
        standard = self._brand_record("brand.standard", standard_id)
        if not standard or not standard.sha256:
            return self._brand_home()
        stream = request.env["ir.binary"]._get_stream_from(standard, "file", standard.filename)
        return stream.get_response(as_attachment=True)

    @http.route(f"{_STANDARD}/comment", type="http", auth="user", methods=["POST"], website=True)
    def brand_standard_comment(self, standard_id, text="", clause="", proposal="", **post):
        standard = self._brand_record("brand.standard", standard_id)
        if not standard:
            return self._brand_home()
        posted = {"text": text, "clause": clause, "proposal": proposal}
        refusal = self._brand_try(lambda: standard.action_comment(**posted))
        if refusal:
            return self._brand_standard_page(standard, refusal=refusal, posted=posted)
        return request.redirect(f"/my/brand/standards/{standard.id}#comments")

    # -- assessors of a body -------------------------------------------------------------------

    @http.route("/my/brand/assessors", type="http", auth="user", website=True, readonly=True)
    def brand_assessors(self, **kw):
        if "body" not in request.env["brand.portal"]._roles():
            return self._brand_home()
        return self._brand_assessors_page()

    def _brand_assessors_page(self, refusal=None, posted=None):
        body = request.env["brand.body"]._of_current_user()
        entries = request.env["brand.assessor"].search([("body_id", "=", body.id or -1)])
        return self._brand_page(
            "brand_certification.portal_assessors",
            crumbs=[(request.env._("Assessors"), None)],
            body=body,
            rows=entries._portal_rows(),
            people=request.env["brand.assessor"]._portal_people(),
            posted=posted or {},
            refusal=refusal,
        )

    @http.route("/my/brand/assessors/add", type="http", auth="user", methods=["POST"], website=True)
    def brand_assessor_add(self, **post):
        if "body" not in request.env["brand.portal"]._roles():
            return self._brand_home()
        refusal = self._brand_try(lambda: request.env["brand.assessor"]._portal_add(post))
        if refusal:
            return self._brand_assessors_page(refusal=refusal, posted=post)
        return request.redirect("/my/brand/assessors")

    @http.route(
        "/my/brand/assessors/<int:entry_id>/qualification",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def brand_assessor_qualification(self, entry_id, **post):
        entry = self._brand_record("brand.assessor", entry_id)
        if not entry or "body" not in request.env["brand.portal"]._roles():
            return self._brand_home()
        refusal = self._brand_try(lambda: entry._portal_add_qualification(post))
        if refusal:
            return self._brand_assessors_page(refusal=refusal)
        return request.redirect("/my/brand/assessors")
