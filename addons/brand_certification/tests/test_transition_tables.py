from odoo import models
from odoo.tests import tagged

from .common import BrandCase


@tagged("post_install", "-at_install")
class TestTransitionTables(BrandCase):
    def test_extensions_declare_their_own_rows_only(self):
        cls = type(self.env["brand.body"])
        bases, before = (
            cls.__bases__,
            {
                name: getattr(cls, name)
                for name in ("_transitions", "_system_fields", "_write_windows", "_approval_steps")
            },
        )

        class First(models.Model):
            _name = _inherit = "brand.body"
            _module = None
            _system_fields = frozenset({"scope"})
            _write_windows = {"cnca_no": ("candidate",)}
            _approval_steps = ("action_admit",)

        class Second(models.Model):
            _name = _inherit = "brand.body"
            _module = None
            _system_fields = frozenset({"accreditation_no"})
            _write_windows = {"valid_to": ("candidate",), "cnca_no": ("member",)}

        try:
            cls.__bases__ = (Second, First, *bases)
            self.env["brand.body"]._post_model_setup__()
            self.assertEqual(cls._system_fields, {"scope", "accreditation_no"})
            self.assertEqual(
                cls._write_windows, {"cnca_no": ("member",), "valid_to": ("candidate",)}
            )
            self.assertEqual(cls._approval_steps, ("action_admit",))
            self.assertEqual(cls._transitions, before["_transitions"])
        finally:
            cls.__bases__ = bases
            self.env["brand.body"]._post_model_setup__()
        for name, table in before.items():
            self.assertEqual(getattr(cls, name), table, name)

    def test_every_step_of_every_model_has_a_word_of_its_own(self):
        Transition = self.env["brand.transition"]
        steps = [
            (model._name, step)
            for model in self.env.values()
            for step in getattr(model, "_transitions", {})
        ]
        self.assertGreater(len(steps), 100)
        nameless = [row for row in steps if Transition._label_of_step(*row) == row[1]]
        self.assertEqual(nameless, [])
