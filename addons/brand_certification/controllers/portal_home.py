from odoo import http
from odoo.http import request

from .portal_base import BrandPortalBase


class BrandPortalHome(BrandPortalBase):
    """Home, overview and certificates of an enterprise."""

    # -- home ----------------------------------------------------------------------------------

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "brand_task_count" in counters:
            values["brand_task_count"] = len(request.env["brand.portal"]._tasks())
        return values

    @http.route()
    def home(self, **kw):
        response = super().home(**kw)
        response.qcontext.update(self._brand_home_values())
        return response

    def _brand_home_values(self):
        """Values of the home page; brand_awards extends them with money."""
        portal = request.env["brand.portal"]
        roles = portal._roles()
        if not roles:
            return {"brand_roles": roles}
        return {
            "brand_roles": roles,
            "brand_name": request.env.user.partner_id.commercial_partner_id.name,
            "brand_tasks": portal._tasks(),
            "brand_cases": self._brand_cases("enterprise" in roles, is_open=True),
            "brand_certificates": self._brand_certificates("enterprise" in roles),
            "brand_programs": self._brand_programs("enterprise" in roles),
            "long_date": portal._long_date,
        }

    def _brand_cases(self, is_wanted, is_open=None):
        if not is_wanted:
            return []
        cases = request.env["brand.application"]._portal_own()._portal_cases()
        cases.sort(key=lambda case: (not case["until"], case["until"] or None, case["id"]))
        return [case for case in cases if is_open is None or case["is_open"] == is_open]

    def _brand_certificates(self, is_wanted):
        certificates = request.env["brand.certificate"]
        return certificates._portal_own() if is_wanted else certificates

    def _brand_programs(self, is_wanted):
        programs = request.env["brand.program"]
        return programs._portal_open() if is_wanted else programs

    # -- overview ------------------------------------------------------------------------------

    @http.route("/my/brand", type="http", auth="user", website=True, readonly=True)
    def brand_overview(self, **kw):
        roles = request.env["brand.portal"]._roles()
        if not roles:
            return self._brand_home()
        if "enterprise" not in roles:
            return request.redirect(
                "/my/brand/body" if "body" in roles else "/my/brand/evaluations"
            )
        return self._brand_overview_page()

    def _brand_overview_page(self, refusal=None):
        cases = self._brand_cases(True)
        return self._brand_page(
            "brand_certification.portal_overview",
            brand_roles=request.env["brand.portal"]._roles(),
            programs=request.env["brand.program"]._portal_open(),
            later_programs=request.env["brand.program"]._portal_later(),
            draft_programs=request.env["brand.application"]
            ._portal_own([("state", "=", "draft")])
            .program_id.ids,
            running=[case for case in cases if case["is_open"]],
            ended=[case for case in cases if not case["is_open"]],
            certificates=self._brand_certificates(True),
            refusal=refusal,
        )

    # -- certificates --------------------------------------------------------------------------

    @http.route(
        "/my/brand/certificate/<int:certificate_id>",
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def brand_certificate(self, certificate_id, **kw):
        certificate = self._brand_record("brand.certificate", certificate_id)
        return self._brand_certificate_page(certificate) if certificate else self._brand_home()

    @http.route(
        "/my/brand/certificate/<int:certificate_id>/pdf", type="http", auth="user", website=True
    )
    def brand_certificate_pdf(self, certificate_id, **kw):
        certificate = self._brand_record("brand.certificate", certificate_id)
        report = "brand_certification.report_certificate"
        if not certificate or not self._brand_report(report):
            return self._brand_home()
        paper = certificate._current_paper()
        if paper and certificate.status == "valid":
            # the file as it was issued; with another status a print of the day, which says so
            return request.redirect(f"/brand/paper/{paper.id}")
        # sudo: the report reads offices and standards; access to the certificate was checked above
        return self._show_report(certificate.sudo(), "pdf", report, download=True)
