import logging

from odoo import fields, models
from odoo.exceptions import AccessError

_logger = logging.getLogger(__name__)


class AwardSheet(models.TransientModel):
    """A list that somebody asked for as XLSX, until it is fetched. Holds the choice only."""

    _name = "award.sheet"
    _description = "XLSX List to Be Fetched"

    model = fields.Char(required=True, readonly=True)
    kind = fields.Char(required=True, readonly=True)
    domain = fields.Json(readonly=True, help="Empty: every row that the user may read.")
    reason = fields.Char(readonly=True, help="Why the list holds what is masked elsewhere.")

    def _write_to(self, target):
        """Write the file as the user who asked for it; returns its name.

        :raises AccessError: for somebody else's choice, or a model that is no list of finance
        """
        self.ensure_one()
        self.check_access("read")
        Model = self.env.get(self.model)
        if Model is None or not hasattr(Model, "_sheet_columns"):
            raise AccessError(self.env._("This list cannot be taken away."))
        Model.check_access("read")
        count = Model._write_sheet(target, self.domain or [], self.kind, self.reason)
        _logger.info(
            "%s took away %s rows of %s (%s)", self.env.user.login, count, self.model, self.kind
        )
        today = self.env["brand.workday"]._today()
        return f"{Model._sheet_title(self.kind)}_{today:%Y%m%d}.xlsx"
