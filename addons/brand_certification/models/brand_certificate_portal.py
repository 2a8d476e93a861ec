"""Programmes and certificates as the enterprise's overview shows them."""

from odoo import api, models


class BrandProgram(models.Model):
    _inherit = "brand.program"

    @api.model
    def _portal_open(self):
        """Programmes that take applications today, the next to close first."""
        today = self.env["brand.workday"]._today()
        return self.search([("state", "=", "open")], order="window_to, id").filtered(
            lambda p: p._is_window_open(today)
        )

    @api.model
    def _portal_later(self):
        """Open programmes whose window begins later."""
        today = self.env["brand.workday"]._today()
        return self.search(
            [("state", "=", "open"), ("window_from", ">", today)], order="window_from, id"
        )


class BrandCertificate(models.Model):
    _inherit = "brand.certificate"

    @api.model
    def _portal_own(self):
        """Certificates of the current user's enterprise."""
        return self.search([("partner_id", "=", self.env.user.partner_id.commercial_partner_id.id)])

    def _portal_status_sentence(self):
        """What the status means for the holder."""
        self.ensure_one()
        _ = self.env._
        long_date = self.env["brand.portal"]._long_date
        return {
            "valid": _("You may use the mark until %s.", long_date(self.date_end)),
            "suspended": _(
                "Do not use the mark until the suspension ends (%s at the latest).",
                long_date(self.suspended_until),
            )
            if self.suspended_until
            else _("Do not use the mark until the suspension ends."),
            "withdrawn": _("The mark may no longer be used."),
            "cancelled": _("The certificate has ended without a sanction; the mark is not used."),
            "expired": _(
                "It ended on %s; the mark may no longer be used.", long_date(self.date_end)
            ),
            "upcoming": _(
                "It is in force from %s on; the mark may be used from then.",
                long_date(self.date_start),
            ),
        }[self.status]

    def _get_report_base_filename(self):
        self.ensure_one()
        return self.number
