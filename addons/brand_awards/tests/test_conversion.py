"""A converted certificate is rewarded only where the city has ruled so (A25)."""

from odoo import Command
from odoo.tests import tagged

from .common import AwardCase


@tagged("post_install", "-at_install")
class TestConvertedCertificates(AwardCase):
    def converted(self):
        """A certificate of an earlier scheme, converted to one of the rewarded programme."""
        old_program = self.env["brand.program"].create(
            {
                "name": "老名品",
                "code": "MP",
                "is_legacy": True,
                "date_from": "2015-01-01",
                "date_to": "2025-12-31",
                "level_ids": [Command.create({"name": "老名品", "code": "MP"})],
            }
        )
        product = self.env["brand.product"].create({"name": "泵", "partner_id": self.firm.id})
        old = (
            self.env["brand.certificate"]
            .sudo()
            .create(
                {
                    "number": "MP-1",
                    "partner_id": self.firm.id,
                    "holder_name": self.firm.name,
                    "product_id": product.id,
                    "product_name": "泵",
                    "program_id": old_program.id,
                    "date_issue": "2022-03-01",
                    "date_start": "2022-03-01",
                    "date_end": "2025-02-28",
                    "token": "MP-1",
                }
            )
        )
        conversion = (
            self.env["brand.conversion"]
            .with_user(self.users["officer"])
            .create(
                {
                    "name": "转换",
                    "from_program_id": old_program.id,
                    "program_id": self.program.id,
                    "ruling_id": self.rule_on("A25C", "carried_over").id,
                }
            )
        )
        conversion.action_load()
        conversion.with_user(self.users["approver"]).action_decide("示例〔2024〕2号")
        conversion.action_carry_out()
        self.assertEqual(conversion.line_ids.certificate_id, old)
        return conversion.line_ids.new_certificate_id.sudo()

    def rule_on(self, code, choice):
        return self.env["brand.ruling"].create(
            {
                "code": code,
                "name": "如何转换?是否奖励?",
                "choice": choice,
                "document_no": "示例〔2024〕1号",
                "decided_by": "领导小组",
                "date_from": "2024-01-01",
            }
        )

    def test_without_a_ruling_the_reward_is_held_and_asks_for_it(self):
        certificate = self.converted()
        self.assertFalse(certificate.claim_ids.filtered("amount"))
        self.assertIn("A25", certificate.award_decision_ids.explanation)

    def test_ruled_out_it_is_due_nothing(self):
        self.rule_on("A25", "carried_over+conversion_not_paid")
        certificate = self.converted()
        self.assertFalse(certificate.claim_ids.filtered("amount"))
        self.assertEqual(certificate.award_decision_ids.mapped("status"), ["nothing"])

    def test_ruled_in_it_is_due_the_whole(self):
        self.rule_on("A25", "carried_over+conversion_paid")
        self.assertEqual(self.converted().claim_ids.amount, 200_000)
