"""Suzhou's year: standards first, then certification by the alliance, surveillance, 并轨 of 苏州丝绸."""

import base64

from city_case import CityCase

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

SCORES = (92, 90, 88, 95, 91)
REGISTER = """证书编号,持证单位,统一社会信用代码,产品名称,所在区,发证日期,有效期至
SZSC-2020-007,苏州示例丝绸有限公司,91320508MAXXT0013J,宋锦面料,姑苏区,2020-09-01,2023-08-31
"""


@tagged("post_install", "-at_install")
class TestSuzhou(CityCase):
    pack = "brand_city_suzhou"
    today = "2022-03-07 02:00:00"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule("ruling_a16", "assessed", "2021-01-15")
        cls.program = cls.open_for_year(cls.ref("program"), 2022)

    def test_the_other_reading_of_the_criteria_cannot_be_opened(self):
        other = self.ref("program_shown").with_user(self.users["manager"])
        with self.assertRaisesRegex(UserError, "A16 was ruled “assessed”"):
            other.action_open()

    def test_a_passed_product_is_certified_by_the_body_without_the_government(self):
        application = self.noticed(scores=SCORES)
        application.with_user(self.users["officer"]).action_certify()
        certificate = application.certificate_id
        self.assertTrue(certificate.number.startswith("SZZZ-2022-"))
        self.assertEqual(certificate.body_id, self.body)
        self.assertIn(self.standard.number, certificate.standard_text)

    def test_no_amount_follows_from_support_that_names_none(self):
        policy = self.ref("policy").with_user(self.users["manager"])
        if policy.state == "draft":
            policy.write(
                {"document_no": "苏府办示例〔2020〕1号", "fair_review_no": "公平竞争审查示例1号"}
            )
            policy.action_activate()
        application = self.noticed(scores=SCORES)
        application.with_user(self.users["officer"]).action_certify()
        claims = application.certificate_id.sudo().claim_ids
        self.assertFalse(claims.filtered("amount"))

    def test_a_silk_certificate_is_merged_into_the_scheme(self):
        ruling = self.rule("ruling_merge", "carried_over", "2021-06-01")
        wizard = (
            self.env["brand.register.import"]
            .with_user(self.users["officer"])
            .create(
                {
                    "program_id": self.ref("program_silk").id,
                    "document_no": "苏文旅示例函〔2022〕4号",
                    "file": base64.b64encode(REGISTER.encode()),
                }
            )
        )
        wizard.action_import()
        conversion = (
            self.env["brand.conversion"]
            .with_user(self.users["officer"])
            .create(
                {
                    "name": "“苏州丝绸”品质认证并轨",
                    "from_program_id": self.ref("program_silk").id,
                    "program_id": self.program.id,
                    "ruling_id": ruling.id,
                    "rule_ids": [
                        Command.create(
                            {
                                "from_level_id": self.ref("level_silk").id,
                                "to_level_id": self.program.level_ids.id,
                            }
                        )
                    ],
                }
            )
        )
        conversion.action_load()
        conversion.with_user(self.users["approver"]).action_decide("苏市监示例〔2022〕9号")
        conversion.action_carry_out()

        silk = self.env["brand.certificate"].search([("number", "=", "SZSC-2020-007")])
        merged = silk.converted_to_ids
        self.assertEqual((merged.program_id, merged.date_end), (self.program, silk.date_end))
        self.assertEqual(silk._public_values()["status_word"], "Certificate converted")
        self.assertEqual(merged.district_id, self.ref("district_gusu"))
