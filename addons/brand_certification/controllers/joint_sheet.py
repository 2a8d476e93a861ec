from odoo import http
from odoo.http import content_disposition, request

from .portal_base import BrandPortalBase


class BrandJointSheet(BrandPortalBase):
    """Download of a joint check's list, for whoever may read it."""

    @http.route("/brand/joint-check/<int:check_id>/sheet", type="http", auth="user", readonly=True)
    def brand_joint_sheet(self, check_id, **kw):
        check = self._brand_record("brand.joint.check", check_id)
        if not check:
            raise request.not_found()
        name = f"{check.display_name}.xlsx"
        mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return request.make_response(
            check._sheet(),
            headers=[("Content-Type", mime), ("Content-Disposition", content_disposition(name))],
        )
