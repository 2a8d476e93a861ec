from odoo import http
from odoo.http import request

from .portal_body import BrandPortalBody


class BrandPortalConflict(BrandPortalBody):
    """A certification body rules on a conflict of interest that was reported of its assessor."""

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
