from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import BrandCase


@tagged("post_install", "-at_install")
class TestModelWords(BrandCase):
    """Refusals and choices call a model by its name in the user's language."""

    def rename(self, model):
        self.env["ir.model"]._get(model).sudo().name = "案卷名称"

    def test_a_refused_state_names_the_model_as_users_call_it(self):
        self.rename("brand.application")
        application = self.submitted()
        with self.assertRaisesRegex(AccessError, "案卷名称"):
            application.with_user(self.users["officer"]).write({"state": "certified"})

    def test_a_refused_row_names_the_model_as_users_call_it(self):
        self.rename("brand.certificate.version")
        version = self.certified().certificate_id.sudo().version_ids
        with self.assertRaisesRegex(AccessError, "案卷名称"):
            version.write({"holder_name": "x"})

    def test_a_draw_offers_files_by_the_name_that_users_know(self):
        self.rename("brand.standard")
        choices = self.env["brand.draw"].fields_get(["reference"], ["selection"])
        self.assertIn(("brand.standard", "案卷名称"), choices["reference"]["selection"])
