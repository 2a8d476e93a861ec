from collections import defaultdict

from odoo.tests import TransactionCase, tagged

from odoo.addons.brand_certification.controllers.portal_base import BrandPortalBase


@tagged("post_install", "-at_install")
class TestControllers(TransactionCase):
    def test_no_two_portal_controllers_share_a_method(self):
        """Odoo joins all of them into one class: of two methods of a name one would be lost."""
        owners, pending = defaultdict(list), [BrandPortalBase]
        while pending:
            cls = pending.pop()
            pending += cls.__subclasses__()
            for name in vars(cls):
                if name.startswith("brand_") or name.startswith("_brand_"):
                    owners[name].append(cls)
        twice = [
            (name, [cls.__qualname__ for cls in classes])
            for name, classes in owners.items()
            if any(
                not (issubclass(one, other) or issubclass(other, one))
                for one in classes
                for other in classes
            )
        ]
        self.assertEqual(twice, [])
