from odoo import models
from odoo.exceptions import AccessError

_OURS = ("brand.", "award.")


class IrAttachment(models.Model):
    """Files of our records are written through their record only.

    Odoo lets everybody who may write a record write its attachments too, past the record's own
    ``write``: an exported bank file, the proof of a confirmed honour, an announced document would
    change without a trace, and the hash beside them with it.
    """

    _inherit = "ir.attachment"

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if operation == "read":
            return result
        kept = self._kept_files(operation)
        if not kept:
            return result
        refused = kept | result[0] if result else kept
        return refused, lambda: AccessError(
            self.env._(
                "Files of the record are kept: they are added and replaced in its form only (%s).",
                ", ".join(kept.sudo().mapped("name")),
            )
        )

    def _kept_files(self, operation):
        """Attachments that no client touches: of a field always, of a record once they are there."""
        # sudo: which record an attachment belongs to
        return (
            self.sudo()
            .filtered(
                lambda a: (
                    a.res_id
                    and (a.res_model or "").startswith(_OURS)
                    and (a.res_field or operation != "create")
                )
            )
            .sudo(False)
        )

    def write(self, vals):
        result = super().write(vals)
        if {"res_model", "res_id", "res_field"} & vals.keys():
            # as if it were made anew where it is now
            self.check_access("create")
        return result
