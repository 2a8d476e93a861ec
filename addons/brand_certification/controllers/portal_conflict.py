from odoo import http
from odoo.http import request

from .portal_base import UPLOAD
from .portal_body import BrandPortalBody


class BrandPortalConflict(BrandPortalBody):
    """A certification body reports conflicts of interest of its assessors, and rules on them."""

    @http.route(
        "/my/brand/body/<int:application_id>/conflict/report",
        methods=["POST"],
        **UPLOAD,
    )
    def brand_body_conflict_report(self, application_id, **post):
        application = self._brand_body_application(application_id)
        number = request.httprequest.form.get("id", type=int)
        if not application or number not in application.sudo().evaluation_ids.ids:
            return self._brand_home()
        told = {name: post.get(name) for name in ("kind", "fact", "source")}
        conflicts = request.env["brand.conflict"]
        refusal = (
            self._brand_try(lambda: conflicts.action_report_own(number, told, self._brand_files()))
            if told["kind"] in conflicts._fields["kind"].get_values(request.env)
            else request.env._("Choose the kind of conflict first.")
        )
        if refusal:
            return self._brand_body_page(
                application, refusal=refusal, step="report", id=number, **told
            )
        return request.redirect(f"/my/brand/body/{application.id}#brand_conflict")

    @http.route(
        "/my/brand/body/<int:application_id>/conflict",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def brand_body_conflict(self, application_id, ruling=None, reason="", **post):
        application = self._brand_body_application(application_id)
        number = request.httprequest.form.get("id", type=int)
        conflict = application.conflict_ids.filtered(lambda c: c.id == number)
        if not conflict:
            return self._brand_home()
        steps = {"confirm": conflict.action_confirm, "dismiss": conflict.action_dismiss}
        refusal = (
            self._brand_try(lambda: steps[ruling](reason.strip()))
            if ruling in steps
            else request.env._("Choose the ruling first.")
        )
        if refusal:
            return self._brand_body_page(
                application,
                refusal=refusal,
                step="conflict",
                id=number,
                ruling=ruling,
                step_reason=reason,
            )
        return request.redirect(f"/my/brand/body/{application.id}")
