from odoo.tests import tagged

from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestPortalTour(PortalCase):
    def test_an_enterprise_applies_in_a_browser(self):
        self.start_tour("/my", "brand_portal_application", login=self.applicant.login)

        application = self.env["brand.application"].search([("partner_id", "=", self.firm.id)])
        self.assertEqual(application.state, "submitted")
        self.assertEqual(application.product_id.name, "六轴机器人")
        self.assertEqual(
            self.env["brand.product"].search_count([("partner_id", "=", self.firm.id)]), 1
        )
