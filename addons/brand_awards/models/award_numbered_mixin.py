from odoo import api, fields, models


class AwardNumberedMixin(models.AbstractModel):
    """A record that gets a reference from the office's counter, which is named as its model."""

    _name = "award.numbered.mixin"
    _description = "Record with a reference of the office"

    name = fields.Char("Reference", readonly=True, copy=False, index=True)

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        # sudo: the counter is the office's
        counter = self.env["ir.sequence"].sudo()
        for record in records.sudo():
            record.name = counter.next_by_code(self._name) or ""
        return records
