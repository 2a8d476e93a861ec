"""Public pages of the alliance: its members with their scope, and the standards."""

import base64

from odoo import http
from odoo.fields import Domain
from odoo.http import content_disposition, request

from odoo.addons.portal.controllers.portal import pager as portal_pager

from .public_page import PUBLIC_FILE, PUBLIC_PAGE, clean_query, kept_for_strangers_only

PAGE_SIZE = 20


class BrandAlliance(http.Controller):
    @http.route("/brand/alliance", **PUBLIC_PAGE, sitemap=True)
    def alliance(self, **_kwargs):
        """Members of the alliance: approval, scope of accreditation, validity."""
        members = request.env["brand.body"]._public_members()
        return self._render(
            "brand_certification.public_alliance",
            title=request.env._("Certification alliance"),
            public_page="alliance",
            members=members,
            several_cities=len({member["city"] for member in members}) > 1,
        )

    @http.route(
        ["/brand/standards", "/brand/standards/page/<int:page>"], **PUBLIC_PAGE, sitemap=True
    )
    def standards(self, page=1, q="", **_kwargs):
        """Published standards, found by number, name or drafting unit."""
        query = clean_query(q)
        # sudo: published standards are public; _public_rows() limits what is told
        Standard = request.env["brand.standard"].sudo()
        domain = Standard._public_domain(query)
        total = Standard.search_count(domain)
        arguments = {"q": query} if query else {}
        pager = portal_pager(
            "/brand/standards", total, page=page, step=PAGE_SIZE, url_args=arguments
        )
        found = Standard.search(
            domain,
            order="state, number, id",
            limit=PAGE_SIZE,
            offset=max(pager["offset"], 0),
        )
        return self._render(
            "brand_certification.public_standards",
            title=request.env._("Standards for certification"),
            public_page="standards",
            query=query,
            standards=found._public_rows(),
            total=total,
            count_text=request.env._("%s standards found", total),
            pager=pager,
        )

    @http.route(
        "/brand/standards/<int:standard_id>/text",
        **PUBLIC_FILE,
    )
    def standard_text(self, standard_id, **_kwargs):
        """The text of a published standard, for anybody to read."""
        # sudo: the text of a published standard is public, of any other it is not found
        Standard = request.env["brand.standard"].sudo()
        standard = Standard.search(Standard._public_domain() & Domain("id", "=", standard_id))
        if not standard or standard.state != "published" or not standard.sha256:
            raise request.not_found()
        raw = base64.b64decode(standard.with_context(bin_size=False).file)
        name = standard.filename or f"{standard.number}.pdf"
        return request.make_response(
            raw,
            [
                ("Content-Type", standard.mimetype or "application/octet-stream"),
                ("Content-Disposition", content_disposition(name)),
                ("X-Content-Type-Options", "nosniff"),
                ("ETag", f'"{standard.sha256}"'),
            ],
        )

    def _render(self, template, **values):
        values["city"] = request.env.company._public_values()
        response = request.render(template, values)
        response.flatten()
        return kept_for_strangers_only(response)
