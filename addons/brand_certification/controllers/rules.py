"""Public page of the rules and guides that are in force, with their files."""

from odoo import http
from odoo.http import request

from .public_page import PUBLIC_FILE, PUBLIC_PAGE, kept_for_strangers_only


class BrandRules(http.Controller):
    @http.route("/brand/rules", **PUBLIC_PAGE, sitemap=True)
    def rules(self, **_kwargs):
        current = request.env["brand.regulation"]._public_current()
        response = request.render(
            "brand_certification.public_rules",
            {
                "title": request.env._("Rules and guides"),
                "public_page": "rules",
                "city": request.env.company._public_values(),
                "cities": current.grouped("company_id"),
                "date": request.env["ir.actions.report"]._paper_date,
            },
        )
        response.flatten()
        return kept_for_strangers_only(response)

    @http.route(
        "/brand/rules/<int:rule_id>",
        **PUBLIC_FILE,
    )
    def rule_file(self, rule_id, **_kwargs):
        """The file of a rule in force; drafts and replaced versions are not found."""
        found = (
            request.env["brand.regulation"]
            ._public_current()
            .filtered(lambda rule: rule.id == rule_id)
        )
        if not found:
            raise request.not_found()
        stream = request.env["ir.binary"]._get_stream_from(found, "file", filename=found.filename)
        return stream.get_response(as_attachment=True)
