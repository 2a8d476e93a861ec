from odoo import api, models
from odoo.exceptions import AccessError, UserError

# Compared by identity: no client's JSON context can ever hold this object.
_GATE = object()
_GATE_KEY = "award_books_gate"


class AwardBooksGuard(models.AbstractModel):
    """What bills and payments of a disbursement share: only its own code makes and undoes them.

    It overrides nothing of the ledger's models; they call it at their own entrances.
    """

    _name = "award.books.guard"
    _description = "Guard of a disbursement's entries"

    def _award_gate(self):
        """This recordset with the right to make and undo entries of a disbursement."""
        return self.with_context(**{_GATE_KEY: _GATE})

    @api.model
    def _award_is_open(self):
        return self.env.context.get(_GATE_KEY) is _GATE

    @api.model
    def _award_check_link(self, is_asked, refusal):
        """Refuse to link an entry to awards from outside, with the words of the model."""
        if is_asked and not self._award_is_open():
            raise AccessError(refusal)

    def _award_refuse_bound(self):
        """Refuse for these records, which belong to a disbursement."""
        if self:
            raise UserError(
                self.env._(
                    "Made by a disbursement, and undone there only: %s",
                    ", ".join(self.mapped("display_name")),
                )
            )
