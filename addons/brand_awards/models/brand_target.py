"""Honours received, as an indicator of targets."""

from odoo import fields, models
from odoo.fields import Domain


class BrandTarget(models.Model):
    """Plans also set goals for honours won: new provincial or national awards in a year."""

    _inherit = "brand.target"

    indicator = fields.Selection(
        selection_add=[("recognitions", "Honours received"), ("entered",)],
        ondelete={"recognitions": "set default"},
    )
    honour_ids = fields.Many2many(
        "award.honour",
        string="Honours",
        domain="[('company_id', '=', company_id)]",
        help="Only these honours are counted. Empty: all honours that the city records.",
    )

    def _source(self):
        if self[:1].indicator == "recognitions":
            return "award.recognition", "date", "__count"
        return super()._source()

    def _counting_key(self):
        return (*super()._counting_key(), self.honour_ids)

    def _records_domain(self, years_back=0, with_district=True):
        if self.indicator != "recognitions":
            return super()._records_domain(years_back, with_district)
        domain = Domain("company_id", "=", self.company_id.id)
        domain &= Domain("state", "=", "confirmed") & self._period_domain("date", years_back)
        if self.honour_ids:
            domain &= Domain("honour_id", "in", self.honour_ids.ids)
        if with_district and self.district_id:
            domain &= Domain("district_id", "=", self.district_id.id)
        return domain
