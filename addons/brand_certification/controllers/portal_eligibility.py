from odoo import http
from odoo.http import request

from .portal_application import _CASE
from .portal_base import BrandPortalBase


class BrandPortalEligibility(BrandPortalBase):
    """Self-check of eligibility, before and while an application is written."""

    @http.route(
        "/my/brand/eligibility/<int:program_id>",
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def brand_eligibility(self, program_id, product_id=None, **kw):
        program = self._brand_record("brand.program", program_id)
        if not program or "enterprise" not in request.env["brand.portal"]._roles():
            return self._brand_home()
        products = request.env["brand.product"].search(
            [
                (
                    "partner_id",
                    "=",
                    request.env.user.partner_id.commercial_partner_id.id,
                )
            ]
        )
        chosen = products.filtered(lambda p: str(p.id) == str(product_id))
        checks = request.env["brand.application"]._portal_eligibility(program, chosen)
        return self._brand_page(
            "brand_certification.portal_eligibility",
            crumbs=[(request.env._("Can I apply?"), None)],
            program=program,
            checks=checks,
            products=products,
            chosen=chosen,
            lacking=len([check for check in checks if check["answer"] == "no"]),
            may_begin=program._is_window_open(request.env["brand.workday"]._today()),
        )

    @http.route(
        f"{_CASE}/document/<int:document_id>/secret",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def brand_document_secret(self, application_id, document_id, secret="", **post):
        """Mark a document as a trade secret, or take the mark away."""
        application = self._brand_record("brand.application", application_id)
        document = application.document_ids.filtered(lambda d: d.id == document_id)
        if not document:
            return self._brand_home()
        refusal = self._brand_try(lambda: document.write({"is_secret": bool(secret)}))
        if refusal:
            return request.redirect(application.access_url)
        return request.redirect(f"{application.access_url}/step/4#document_{document.id}")
