"""Parts of a stateful record, and rows that are only ever added."""

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from .model_words import model_label


class BrandPartMixin(models.AbstractModel):
    """A line that users change only while its whole is in one of ``_part_states``."""

    _name = "brand.part.mixin"
    _description = "Part of a stateful record"
    _inherit = ["brand.input.mixin"]

    _part_of = None
    _part_states = ("draft",)

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_whole_is_open()
        return lines

    def write(self, vals):
        self.check_access("write")
        self._check_whole_is_open()
        result = super().write(vals)
        if self._part_of in vals:
            self._check_whole_is_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_while_whole_is_open(self):
        self._check_whole_is_open()

    def _check_whole_is_open(self):
        if self.env.su:
            return
        wholes = self.mapped(self._part_of)
        closed = wholes.filtered(lambda whole: whole.state not in self._part_states)
        if closed:
            raise UserError(
                self.env._(
                    "%(part)s can no longer be changed: %(records)s",
                    part=model_label(self),
                    records=closed._names_with_state(),
                )
            )


class BrandAppendOnlyMixin(models.AbstractModel):
    """Rows written once by our own code; nobody changes or deletes them afterwards."""

    _name = "brand.append.only.mixin"
    _description = "Append-only rows"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(
                self.env._("%s: rows are written by actions only.", model_label(self))
            )
        return super().create(vals_list)

    def write(self, vals):  # pylint: disable=method-required-super
        raise AccessError(self.env._("%s: rows are never changed.", model_label(self)))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(self.env._("%s: rows are never deleted.", model_label(self)))
