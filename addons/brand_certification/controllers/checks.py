"""Surveillance: published results, draws to be repeated, and checks in the portal."""

from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager as portal_pager

from .portal_base import BrandPortalBase
from .public_page import PUBLIC_PAGE, kept_for_strangers_only, positive_int

PAGE_SIZE = 20
_CHECK = "/my/brand/surveillance/<int:check_id>"


class BrandSurveillancePages(BrandPortalBase):
    @http.route(["/brand/checks", "/brand/checks/page/<int:page>"], **PUBLIC_PAGE, sitemap=True)
    def surveillance_results(self, page=1, **_kwargs):
        """Results of checks, newest first, and the draws behind them."""
        # sudo: published results are everybody's; _public_summary() limits what is told
        Check = request.env["brand.surveillance"].sudo()
        domain = Check._public_domain()
        pager = portal_pager("/brand/checks", Check.search_count(domain), page=page, step=PAGE_SIZE)
        found = Check.search(
            domain,
            order="published_on desc, id desc",
            limit=PAGE_SIZE,
            offset=max(pager["offset"], 0),
        )
        response = request.render(
            "brand_certification.public_checks",
            {
                "title": request.env._("Results of checks"),
                "city": request.env.company._public_values(),
                "public_page": "checks",
                "checks": found._public_summary(),
                "draws": request.env["brand.draw"]._public_draws(),
                "pager": pager,
                "date": request.env["ir.actions.report"]._paper_date,
            },
        )
        response.flatten()
        return kept_for_strangers_only(response)

    # -- portal --------------------------------------------------------------------------------

    @http.route("/my/brand/surveillance", type="http", auth="user", website=True, readonly=True)
    def surveillance_list(self, **_kwargs):
        if not request.env["brand.portal"]._roles():
            return self._brand_home()
        return self._brand_page(
            "brand_certification.portal_surveillances",
            crumbs=[(request.env._("Checks after certification"), None)],
            checks=[c._portal_values() for c in request.env["brand.surveillance"]._portal_mine()],
        )

    @http.route(_CHECK, type="http", auth="user", website=True, methods=["GET"], readonly=True)
    def surveillance_page(self, check_id, **_kwargs):
        check = self._brand_record("brand.surveillance", check_id)
        return self._surveillance_page(check) if check else self._brand_home()

    @http.route(f"{_CHECK}/pdf", type="http", auth="user", website=True)
    def surveillance_letter(self, check_id, **_kwargs):
        """The result as a letter, for everybody who may read the check."""
        check = self._brand_record("brand.surveillance", check_id)
        if not check or check.state != "done":
            return self._brand_home()
        # sudo: the letter names the inspectors; access to the check was asked above
        return self._show_report(
            check.sudo(), "pdf", "brand_certification.report_surveillance", download=True
        )

    @http.route(_CHECK, type="http", auth="user", website=True, methods=["POST"])
    def surveillance_step(self, check_id, step="", **post):
        """Appoint, begin, save, raise a finding, end, approve: one button each."""
        check = self._brand_record("brand.surveillance", check_id)
        act = self._surveillance_acts(check, post).get(step)
        if not check or not act:
            return self._brand_home()
        refusal = self._brand_try(act)
        if refusal:
            return self._surveillance_page(check, refusal=refusal, posted=post)
        return request.redirect(check.access_url)

    def _surveillance_acts(self, check, post):
        chosen = [
            positive_int(value) for value in request.httprequest.form.getlist("inspector_ids")
        ]

        def finish():
            check._portal_save(post)
            check.action_finish()

        finding = {name: (post.get(name) or "").strip() for name in ("grade", "clause", "fact")}
        return {
            "appoint": lambda: check.action_appoint(chosen),
            "start": check.action_start,
            "save": lambda: check._portal_save(post),
            "finish": finish,
            "finding": lambda: check.action_raise_finding(finding),
            "approve": lambda: check.action_approve_consequence(post.get("document_no")),
            "refuse": lambda: check.action_refuse_consequence(post.get("reason")),
        }

    def _surveillance_page(self, check, refusal=None, posted=None):
        values = check._portal_values()
        record_fields = request.env["brand.surveillance"]._fields
        choice = lambda name: record_fields[name]._description_selection(request.env)  # noqa: E731
        answers = request.env["brand.surveillance.item"]._fields["answer"]
        return self._brand_page(
            "brand_certification.portal_surveillance",
            crumbs=[
                (request.env._("Checks after certification"), "/my/brand/surveillance"),
                (values["name"], None),
            ],
            check=values,
            record=check,
            posted=posted or {},
            results=choice("result"),
            consequences=choice("consequence"),
            grades=request.env["brand.finding"]
            ._fields["grade"]
            ._description_selection(request.env),
            answers=answers._description_selection(request.env),
            assessors=check._portal_assessors() if values["is_body"] else [],
            refusal=refusal,
        )

    @http.route("/my/brand/standing", type="http", auth="user", website=True, readonly=True)
    def credit_standing(self, **_kwargs):
        """Listings of the enterprise, and how they are repaired."""
        if "enterprise" not in request.env["brand.portal"]._roles():
            return self._brand_home()
        return self._brand_page(
            "brand_certification.portal_standing",
            crumbs=[(request.env._("Credit standing"), None)],
            listings=request.env["brand.credit.record"]._portal_own(),
        )
