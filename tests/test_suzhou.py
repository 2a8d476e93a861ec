"""Suzhou's year: standards first, then certification by the alliance, surveillance, 并轨 of 苏州丝绸."""

import base64

from city_case import CityCase

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.brand_certification.tests.common import PDF

SCORES = (92, 90, 88, 95, 91)
REGISTER = """证书编号,持证单位,统一社会信用代码,产品名称,所在区,发证日期,有效期至
SZSC-2020-007,苏州示例丝绸有限公司,91320508MAXXT0013J,宋锦面料,姑苏区,2020-09-01,2023-08-31
"""


class SuzhouCase(CityCase):
    pack = "brand_city_suzhou"
    today = "2022-03-07 02:00:00"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule("ruling_a16", "assessed", "2021-01-15")
        cls.program = cls.open_for_year(cls.ref("program"), 2022)
        cls.users["complaints"] = cls._user("complaints", ["brand_certification.group_complaint"])
        inspector = ["brand_certification.group_inspector"]
        cls.inspectors = cls.env["res.users"].union(
            *(cls._user(f"inspector{number}", inspector) for number in (1, 2))
        )

    # -- standards -------------------------------------------------------------------------------

    @classmethod
    def _published_standard(cls, number, name):
        """A technical group standard under the general requirements, each adopted by a panel."""
        cls.general = cls._reviewed(
            name="“苏州制造”品牌认证通用要求",
            number="DB3205/T 9001-2022",
            level="local",
            is_general=True,
        )
        return cls._reviewed(
            name="工业机器人技术要求",
            number="T/SZZZ 001-2022",
            level="group",
            general_id=cls.general.id,
        )

    @classmethod
    def _draft_standard(cls, **vals):
        standard = cls.env["brand.standard"].with_user(cls.users["officer"]).create(vals)
        standard.action_draft_standard()
        return standard

    @classmethod
    def _reviewed(cls, **vals):
        standard = cls._draft_standard(**vals)
        standard.action_review()
        cls._panel(standard, "fffff").action_conclude()
        standard.action_publish(document_no=f"苏质促示例〔2022〕{standard.id}号")
        return standard.with_env(cls.env)

    @classmethod
    def _panel(cls, standard, votes):
        """The review of advancedness; a letter a member: f for, a against."""
        institute = cls.env["res.partner"].create({"name": "某质量研究院", "is_company": True})
        words = {"f": "for", "a": "against"}
        members = [
            Command.create(
                {
                    "partner_id": cls.env["res.partner"]
                    .create({"name": f"专家{place}", "parent_id": institute.id})
                    .id,
                    "vote": words[letter],
                    "is_present": True,
                }
            )
            for place, letter in enumerate(votes, 1)
        ]
        indicator = {
            "name": "重复定位精度",
            "value": "≤0.02 mm",
            "compared_number": "GB/T 12642-2013",
            "compared_value": "≤0.05 mm",
            "verdict": "better",
        }
        return (
            cls.env["brand.standard.review"]
            .with_user(cls.users["officer"])
            .create(
                {
                    "standard_id": standard.id,
                    "minutes": "主要指标优于国家标准。",
                    "member_ids": members,
                    "indicator_ids": [Command.create(indicator)],
                }
            )
        )

    # -- verbs -----------------------------------------------------------------------------------

    def draft(self, *args, **kwargs):
        """Applications cite the general requirements and the technical standard."""
        both = (self.general | self.standard).ids
        return super().draft(*args, **{"standard_ids": [Command.set(both)], **kwargs})

    def certified(self, *args, **kwargs):
        application = self.noticed(*args, **{"scores": SCORES, **kwargs})
        application.with_user(self.users["officer"]).action_certify()
        return application


@tagged("post_install", "-at_install")
class TestStandards(SuzhouCase):
    def test_the_other_reading_of_the_criteria_cannot_be_opened(self):
        other = self.ref("program_shown").with_user(self.users["manager"])
        with self.assertRaisesRegex(UserError, "A16 was ruled “按（二）的五项"):
            other.action_open()

    def test_an_enterprise_proposes_others_comment_and_a_panel_adopts(self):
        proposal = (
            self.env["brand.standard"]
            .with_user(self.applicant)
            .action_propose(
                {
                    "name": "协作机器人技术要求",
                    "purpose": "填补协作机器人认证技术标准空白。",
                    "proposer_kind": "enterprise",
                }
            )
        )
        standard = proposal.with_user(self.users["officer"])
        standard.action_draft_standard()
        standard.write(
            {
                "number": "T/SZZZ 002-2022",
                "level": "group",
                "general_id": self.general.id,
                "file": PDF,
                "filename": "征求意见稿.pdf",
            }
        )
        standard.action_call_comments()
        standard.with_user(self.decider).action_comment("建议增加碰撞力指标", clause="5.3")
        self.clock.move_to(f"{standard.comment_until} 16:00:01")
        standard.comment_ids.write({"disposal": "accepted"})
        standard.action_review()
        with self.assertRaisesRegex(UserError, "has not adopted"):
            standard.action_publish()
        self._panel(standard, "ffffa").action_conclude()
        standard.action_publish(document_no="苏质促示例〔2022〕8号")
        self.assertEqual(standard.state, "published")
        self.assertIn(standard, self.general.technical_ids)

    def test_a_technical_standard_without_general_requirements_is_not_published(self):
        standard = self._draft_standard(name="无依据", number="T/SZZZ 009-2022")
        standard.action_review()
        self._panel(standard, "fffff").action_conclude()
        with self.assertRaisesRegex(UserError, "general requirements"):
            standard.action_publish()

    def test_a_draft_standard_cannot_be_cited(self):
        unfinished = self._draft_standard(name="未发布", number="T/SZZZ 010-2022")
        with self.assertRaises(AccessError):
            self.draft(standard_ids=[Command.set(unfinished.ids)])

    def test_a_withdrawn_standard_cannot_be_cited(self):
        application = self.complete_draft()
        self.standard.with_user(self.users["manager"]).action_abolish(
            "技术淘汰", "苏质促〔2022〕9号"
        )
        with self.assertRaisesRegex(UserError, self.standard.number):
            application.action_submit()


@tagged("post_install", "-at_install")
class TestCertification(SuzhouCase):
    def test_a_passed_product_is_certified_by_the_body_without_the_government(self):
        application = self.certified()
        certificate = application.certificate_id
        self.assertTrue(certificate.number.startswith("SZZZ-2022-"))
        self.assertEqual(certificate.body_id, self.body)
        for standard in (self.general, self.standard):
            self.assertIn(standard.number, certificate.standard_text)
        decisions = self.env["brand.decision.line"].search(
            [("application_id", "=", application.id)]
        )
        self.assertEqual(decisions.decision_id.mapped("kind"), ["certification"])

    def test_the_mark_is_licensed_free_with_the_certificate(self):
        certificate = self.certified().certificate_id.sudo()
        licence = certificate.mark_licence_ids
        self.assertEqual(licence.state, "active")
        self.assertIn("不收取费用", licence.scope)

    def test_what_the_veto_refuses_gets_no_certificate(self):
        application = self.scored(scores=(95, 60, 95, 95, 95))  # 品质高端 below 70
        self.env["brand.decision"].with_user(self.decider).action_decide_certification(
            application.id, "refused", "品质高端低于70分,一票否决。"
        )
        self.assertEqual(application.state, "rejected")

    def test_no_amount_follows_from_support_that_names_none(self):
        policy = self.ref("policy").with_user(self.users["manager"])
        if policy.state == "draft":
            policy.write(
                {"document_no": "苏府办示例〔2020〕1号", "fair_review_no": "公平竞争审查示例1号"}
            )
            policy.action_activate()
        claims = self.certified().certificate_id.sudo().claim_ids
        self.assertFalse(claims.filtered("amount"))


@tagged("post_install", "-at_install")
class TestAfterCertification(SuzhouCase):
    def surveillance(self, certificate, kind, inspectors):
        return (
            self.env["brand.surveillance"]
            .with_user(self.users["officer"])
            .create(
                {
                    "certificate_id": certificate.id,
                    "kind": kind,
                    "date_planned": "2022-09-30",
                    "inspector_ids": [Command.set(inspectors.ids)],
                }
            )
        )

    def checked(self, certificate, kind, inspectors, consequence):
        check = self.surveillance(certificate, kind, inspectors).with_user(inspectors[0])
        check.action_start()
        check.item_ids.write({"answer": "yes"})
        check.write(
            {
                "result": "fail",
                "summary": "抽查样品一项指标不符合技术标准。",
                "consequence": consequence,
                "consequence_reason": "关键指标不合格",
            }
        )
        check.action_finish()
        return check

    def test_the_body_suspends_after_its_surveillance_and_restores_on_evidence(self):
        certificate = self.certified().certificate_id
        check = self.checked(certificate, "body", self.assessors[:2], "suspend")
        check.with_user(self.decider).action_approve_consequence("华检示例〔2022〕3号")
        self.assertEqual(certificate.status, "suspended")
        self.restored(certificate)
        self.assertEqual(certificate.status, "valid")
        kinds = [event["kind"] for event in certificate._public_values()["history"]]
        self.assertCountEqual(kinds, ["issue", "suspend", "restore"])

    def test_the_authority_asks_the_body_and_cannot_suspend_itself(self):
        certificate = self.certified().certificate_id
        check = self.checked(certificate, "adhoc", self.inspectors, "suspend")
        check.with_user(self.users["approver"]).action_approve_consequence("苏市监示例〔2022〕5号")
        self.assertEqual(certificate.status, "valid")
        request = self.env["brand.certificate.request"].search(
            [("certificate_id", "=", certificate.id)]
        )
        self.assertEqual((request.kind, request.state), ("suspend", "submitted"))
        check.with_user(self.users["officer"]).action_publish()  # 信息通报

    def test_an_infringement_of_the_mark_is_taken_up_and_transferred(self):
        certificate = self.certified().certificate_id
        complaint = (
            self.env["brand.complaint"]
            .with_user(self.users["complaints"])
            .create(
                {
                    "kind": "infringement",
                    "certificate_id": certificate.id,
                    "subject_text": "某网店在未获证产品上使用认证标志",
                    "text": "附页面截图。",
                    "complainant_name": "举报人乙",
                    "complainant_contact": "0512-0000009",
                }
            )
        )
        complaint.action_accept()
        complaint.transfer_to = "市市场监管综合行政执法支队"
        complaint.action_transfer("侵权违法行为", "苏市监示例移〔2022〕1号")
        complaint.feedback = "已责令停止使用并立案。"
        complaint.action_record_feedback()
        complaint.write({"finding": "侵权属实。", "answer": "已移送查处。", "outcome": "upheld"})
        complaint.action_close()
        self.assertEqual(complaint.state, "closed")

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
        rule = {
            "from_level_id": self.ref("level_silk").id,
            "to_level_id": self.program.level_ids.id,
        }
        conversion = (
            self.env["brand.conversion"]
            .with_user(self.users["officer"])
            .create(
                {
                    "name": "“苏州丝绸”品质认证并轨",
                    "from_program_id": self.ref("program_silk").id,
                    "program_id": self.program.id,
                    "ruling_id": ruling.id,
                    "rule_ids": [Command.create(rule)],
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
