"""What a client may enter at all: no field that follows from others, and numbers that are numbers."""

import math

from odoo import api, models
from odoo.exceptions import AccessError, ValidationError

# Who knows it opens the portal's page; drawn by the server only
_TOKEN = "access_token"
# Taken from the file itself, whatever a client says of it (``brand.file.mixin``)
_FILE_FACTS = frozenset({"size", "mimetype", "sha256", "uploaded_on"})
# Said once, when a record is made; the rules of records ask whether it is one's own
_CITY = ("company_id",)
# Cleared by the models themselves with the date of which it reminds
_REMINDED = "reminded_on"


class BrandInputMixin(models.AbstractModel):
    """Readonly is readonly for every client.

    Odoo's views keep users from a readonly field, its server does not: a stored related or computed
    field can be written by RPC and holds what was written until it is computed anew. Here only our
    own code, in superuser mode, writes such a field.
    """

    _name = "brand.input.mixin"
    _description = "Guarded input"

    # Readonly fields that the model itself guards
    _guarded_otherwise = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_readonly_fields(vals, _CITY)
            self._refuse_no_numbers(vals)
        return super(BrandInputMixin, self._without_forged_defaults()).create(vals_list)

    def write(self, vals):
        self._refuse_readonly_fields(vals)
        self._refuse_no_numbers(vals)
        return super().write(vals)

    def copy_data(self, default=None):
        """A copy begins without what followed from actions on the original."""
        data = super().copy_data(default)
        if self.env.su:
            return data
        given = {*(default or ()), *_CITY}
        return [
            {
                name: value
                for name, value in vals.items()
                if name in given or not self._is_readonly(name)
            }
            for vals in data
        ]

    def _without_forged_defaults(self):
        """The same model without a client's defaults for fields that it may not write."""
        context = self.env.context
        forged = {
            key
            for key in context
            if key.startswith("default_") and self._is_readonly(key.removeprefix("default_"))
        }
        if self.env.su or not forged:
            return self
        # replaced, not extended: none of them may remain
        clean = {key: value for key, value in context.items() if key not in forged}
        return self.with_context(clean)  # pylint: disable=context-overridden

    @api.model
    def _is_readonly(self, name):
        """Whether no client writes this field."""
        field = self._fields.get(name)
        return bool(
            field
            and field.store
            and (field.readonly or name == _TOKEN)
            and name not in _FILE_FACTS | {_REMINDED} | self._guarded_otherwise
        )

    def _refuse_readonly_fields(self, vals, but=()):
        """:raises AccessError: where ``vals`` sets a field that follows from others, ``but`` those"""
        if self.env.su:
            return
        # A form sends untouched fields of a new record along: an empty value sets nothing.
        refused = [
            name
            for name in vals
            if self._is_readonly(name) and name not in but and (vals[name] or self.ids)
        ]
        if refused:
            raise AccessError(
                self.env._(
                    "These fields follow from actions and are not written by hand: %s",
                    ", ".join(self._fields[name]._description_string(self.env) for name in refused),
                )
            )

    @api.model
    def _refuse_no_numbers(self, vals):
        """JSON carries NaN and Infinity: as a budget they would cover everything."""
        for name, value in vals.items():
            if isinstance(value, float) and not math.isfinite(value):
                raise ValidationError(
                    self.env._(
                        "%s is not a number.", self._fields[name]._description_string(self.env)
                    )
                )
