"""Shares of sectors: shown while deciding, a shortfall is told, ruled before opening."""

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import BrandCase


@tagged("post_install", "-at_install")
class TestProgramShares(BrandCase):
    def with_share(self, code="ANTEIL", scope="program", **vals):
        return self.env["brand.program"].create(
            self._program_vals(
                code,
                scope_agriculture=True,
                share_ids=[Command.create({"sector": "agriculture", "percent": 5, "scope": scope})],
                **vals,
            )
        )

    def test_a_scope_that_is_not_ruled_keeps_the_programme_from_opening(self):
        program = self.with_share(scope=False).with_user(self.users["manager"])

        self.assertIn("not ruled yet", program.missing_text)
        with self.assertRaisesRegex(UserError, "not ruled yet"):
            program.action_open()
        program.share_ids.scope = "batch"
        program.action_open()
        self.assertEqual(program.state, "open")

    def test_a_share_of_what_the_programme_does_not_certify_is_refused(self):
        program = self.with_share()

        with self.assertRaisesRegex(ValidationError, "does not certify “Services”"):
            program.share_ids = [
                Command.create({"sector": "service", "percent": 5, "scope": "batch"})
            ]
        with self.assertRaisesRegex(ValidationError, "more than 100"):
            program.share_ids = [
                Command.create({"sector": "product", "percent": 96, "scope": "program"})
            ]

    def test_the_share_counts_the_batch_as_if_it_were_granted(self):
        program = self.with_share()
        program.with_user(self.users["manager"]).action_open()
        application = self.evaluated(program=program)

        self.assertEqual(program._share_shortfalls(), [])
        (text,) = program._share_shortfalls(application)
        self.assertIn("0 of 1, below 5%", text)
        application.product_id.sudo().kind = "agriculture"
        self.assertEqual(program._share_shortfalls(application), [])

    def test_shares_of_an_open_programme_are_fixed(self):
        program = self.with_share()
        program.with_user(self.users["manager"]).action_open()

        with self.assertRaises(UserError):
            program.share_ids.with_user(self.users["manager"]).percent = 1
