from odoo import api, fields, models


class BrandVersionMixin(models.AbstractModel):
    """A rule that is replaced by its next version and never edited.

    The model declares ``name``, and ``previous_id``, the version before; which step makes the next
    one and what ends the one before is the model's own.
    """

    _name = "brand.version.mixin"
    _description = "Rule in versions"

    version = fields.Integer(default=1, readonly=True, copy=False)

    @api.depends("name", "version")
    def _compute_display_name(self):
        for rule in self:
            suffix = f" (v{rule.version})" if rule.version > 1 else ""
            rule.display_name = f"{rule.name or ''}{suffix}"
