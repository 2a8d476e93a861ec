"""Public notices: the list, one notice with its items, and its paper."""

import base64

from odoo import http
from odoo.http import content_disposition, request

from odoo.addons.portal.controllers.portal import pager as portal_pager

from .public_page import (
    PUBLIC_FILE,
    PUBLIC_PAGE,
    kept_by_caches,
    kept_for_strangers_only,
    public_env,
)

PAGE_SIZE = 20


class BrandNotices(http.Controller):
    @http.route(["/brand/notices", "/brand/notices/page/<int:page>"], **PUBLIC_PAGE, sitemap=True)
    def notices(self, page=1, **_kwargs):
        # sudo: announced notices are public; _public_summary() limits what is told
        Notice = request.env["brand.notice"].sudo()
        domain = Notice._public_domain()
        pager = portal_pager(
            "/brand/notices", Notice.search_count(domain), page=page, step=PAGE_SIZE
        )
        found = Notice.search(
            domain,
            order="date_end desc, id desc",
            limit=PAGE_SIZE,
            offset=max(pager["offset"], 0),
        )
        return self._render(
            "brand_certification.public_notices",
            {
                "title": request.env._("Public notices"),
                "city": request.env.company._public_values(),
                "notices": sorted(
                    found._public_summary(), key=lambda notice: not notice["is_running"]
                ),
                "pager": pager,
                # sudo: as above
                "decisions": request.env["brand.decision"]
                .sudo()
                .search(request.env["brand.decision"]._public_domain(), limit=PAGE_SIZE)
                ._public_summary()
                if page == 1
                else [],
                "lead": request.env._(
                    "What is to be certified or rewarded is announced here first. Whoever knows a"
                    " reason against it may object within the term of the notice."
                ),
                "labels": {
                    "published": request.env._("Day of publication"),
                    "items": request.env._("Items announced"),
                },
            },
        )

    @http.route("/brand/notices/<int:notice_id>", **PUBLIC_PAGE)
    def notice(self, notice_id, **_kwargs):
        found = request.env["brand.notice"]._public_find(notice_id)
        if not found:
            raise request.not_found()
        values = found._public_values()
        return self._render(
            "brand_certification.public_notice",
            {"title": values["title"], "city": values["city_values"], "notice": values},
        )

    @http.route("/brand/notices/<int:notice_id>/notice.pdf", **PUBLIC_FILE)
    def notice_pdf(self, notice_id, **_kwargs):
        found = public_env()["brand.notice"]._public_find(notice_id)
        if not found:
            raise request.not_found()
        return self._pdf(found, found._current_version())

    @http.route("/brand/notices/<int:notice_id>/version/<int:number>", **PUBLIC_PAGE)
    def notice_version(self, notice_id, number, **_kwargs):
        """A version that was corrected, as it was announced."""
        values = request.env["brand.notice"]._public_find(notice_id)._public_version(number)
        if not values:
            raise request.not_found()
        return self._render(
            "brand_certification.public_notice_version",
            {"title": values["title"], "city": values["city_values"], "notice": values},
        )

    @http.route("/brand/notices/<int:notice_id>/version/<int:number>/notice.pdf", **PUBLIC_FILE)
    def notice_version_pdf(self, notice_id, number, **_kwargs):
        """The page that was kept as evidence of a version."""
        found = public_env()["brand.notice"]._public_find(notice_id)
        version = found.version_ids.filtered(lambda v: v.number == number)
        if not version:
            raise request.not_found()
        return self._pdf(found, version)

    @http.route("/brand/notices/<int:notice_id>/content.json", **PUBLIC_FILE)
    def notice_content(self, notice_id, **_kwargs):
        """The very text whose SHA-256 is shown: whoever keeps it can prove what was announced."""
        found = public_env()["brand.notice"]._public_find(notice_id)
        version = found._current_version()
        if not version:
            raise request.not_found()
        response = request.make_response(
            version.content, [("Content-Type", "application/json; charset=utf-8")]
        )
        return kept_by_caches(response, version.content_hash)

    @http.route("/brand/notices/decision/<int:decision_id>", **PUBLIC_PAGE)
    def decision(self, decision_id, **_kwargs):
        """What was granted by a decision that was announced."""
        found = request.env["brand.decision"]._public_find(decision_id)
        if not found:
            raise request.not_found()
        values = found._announced_values()
        return self._render(
            "brand_certification.public_decision",
            {"title": values["title"], "city": values["city_values"], "decision": values},
        )

    @http.route("/brand/notices/decision/<int:decision_id>/decision.pdf", **PUBLIC_FILE)
    def decision_pdf(self, decision_id, **_kwargs):
        found = public_env()["brand.decision"]._public_find(decision_id)
        if not found:
            raise request.not_found()
        content = found._announcement_now()
        name = content_disposition(f"{found.name}.pdf", disposition_type="inline")
        response = request.make_response(
            content, [("Content-Type", "application/pdf"), ("Content-Disposition", name)]
        )
        return kept_by_caches(response, f"decision {found.id} {found.write_date}")

    def _pdf(self, notice, version):
        """The page kept at publication; one is made only where none was kept."""
        content = base64.b64decode(version.paper or b"")
        if not content.startswith(b"%PDF"):
            # sudo: an announced notice is everybody's paper
            Report = notice.env["ir.actions.report"].sudo()
            content, _type = Report.with_context(force_report_rendering=True)._render_qweb_pdf(
                "brand_certification.action_report_notice", notice.ids
            )
        name = content_disposition(f"{notice.name}.pdf", disposition_type="inline")
        response = request.make_response(
            content, [("Content-Type", "application/pdf"), ("Content-Disposition", name)]
        )
        return kept_by_caches(response, f"{version.paper_hash} {notice.content_hash}")

    def _render(self, template, values):
        values = {
            "public_page": "notices",
            "date": request.env["ir.actions.report"]._paper_date,
            **values,
        }
        response = request.render(template, values)
        response.flatten()
        return kept_for_strangers_only(response)
