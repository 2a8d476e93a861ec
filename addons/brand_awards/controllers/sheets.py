import tempfile

from werkzeug.wsgi import wrap_file

from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import content_disposition, request

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class AwardSheets(http.Controller):
    """Lists as XLSX, sent from a temporary file: as much memory for many rows as for few."""

    @http.route("/brand_awards/sheet/<int:sheet_id>", type="http", auth="user", methods=["GET"])
    def award_sheet(self, sheet_id, **kw):
        """The list that this user has asked for."""
        sheet = request.env["award.sheet"].search([("id", "=", sheet_id)])
        if not sheet:
            raise request.not_found()
        file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
        try:
            name = sheet._write_to(file)
        except (AccessError, MissingError) as error:
            file.close()
            raise request.not_found() from error
        length = file.tell()
        file.seek(0)
        return request.make_response(
            wrap_file(request.httprequest.environ, file),
            [
                ("Content-Type", _XLSX),
                ("Content-Length", str(length)),
                ("Content-Disposition", content_disposition(name)),
                ("Cache-Control", "no-store"),
            ],
        )
