"""The export of a draw, for those who may read it."""

from odoo import http
from odoo.http import content_disposition, request

from .portal_base import BrandPortalBase


class BrandDraws(BrandPortalBase):
    @http.route("/brand/draw/<int:draw_id>/draw.json", type="http", auth="user", readonly=True)
    def draw_json(self, draw_id, **_kwargs):
        record = self._brand_record("brand.draw", draw_id)
        if not record:
            raise request.not_found()
        return request.make_response(
            record._export_json(),
            [
                ("Content-Type", "application/json; charset=utf-8"),
                ("Content-Disposition", content_disposition(f"{record.number}.json")),
            ],
        )
