"""Wuhan's years: 武汉知名品牌 of 2017 in four sectors and three levels, 武汉精品 of 2022 with 武汉名品 before it."""

import base64

from city_case import CityCase

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

SCORES = (92, 90, 88, 91, 95)
REGISTER = """证书编号,持证单位,统一社会信用代码,产品名称,类别,所在区,发证日期,有效期至
WHMP-2021-011,武汉示例仪表有限公司,91420106MAXXT0013P,智能电能表,产品,武昌区,2021-12-30,2024-12-29
WHMP-2021-012,武汉示例饮食服务有限公司,91430202MAXXT00137,早点连锁服务,服务,江汉区,2021-12-30,2024-12-29
"""


@tagged("post_install", "-at_install")
class TestKnownBrands(CityCase):
    """2018: the second year of the plan 2017-2020."""

    pack = "brand_city_wuhan"
    today = "2018-03-05 02:00:00"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule("ruling_a22", "batch", "2017-02-01")
        program = cls.ref("program_brand")
        if program.state == "draft":
            program.share_ids.with_user(cls.users["manager"]).write({"scope": "batch"})
        cls.program = cls.open_for_year(program, 2018)
        cls.enter_departments()
        cls.levels = dict(
            zip(("local", "national", "international"), cls.program.level_ids, strict=True)
        )

    def setUp(self):
        super().setUp()
        self.firm.brand_district_id = self.ref("district_wuchang")
        self.send(self.recommendation("product", lines=[{"partner_id": self.firm.id, "rank": 1}]))

    def noticed(self, *args, **kwargs):
        application = super().noticed(*args, **kwargs)
        self.all_clear()
        return application

    def grade_decision(self, *applications, **vals):
        reason = {"shortfall_reason": "宁缺毋滥,下一批补足。"}
        return super().grade_decision(*applications, **{**reason, **vals})

    def test_who_was_not_recommended_cannot_apply(self):
        firm, applicant = self._enterprise("武汉未荐有限公司", "91420106MAXXT0013P")
        application = self.complete_draft(firm=firm, applicant=applicant)
        with self.assertRaisesRegex(UserError, "has not been nominated"):
            application.action_submit()

    def test_a_department_keeps_its_limit(self):
        firms = [
            {"partner_id": self.firm.id, "product_name": f"产品{place}", "rank": place}
            for place in range(1, 11)
        ]
        with self.assertRaisesRegex(UserError, "may recommend 10 items"):
            self.recommendation("product", lines=firms).action_propose()

    def test_a_decision_below_the_shares_needs_its_reason(self):
        application = self.brand("数控机床", verb="noticed")
        decision = self.grade_decision(application, shortfall_reason=False)
        with self.assertRaisesRegex(UserError, "falls short"):
            decision.with_user(self.users["approver"]).action_take(
                document_no="武政办示例〔2018〕1号"
            )
        decision.shortfall_reason = "本批无农业、服务业、工程领域合格申报。"
        decision.with_user(self.users["approver"]).action_take(document_no="武政办示例〔2018〕1号")
        self.assertEqual(application.state, "decided")

    def brand(self, name, kind="product", level="local", verb="evaluated", scores=SCORES):
        """An application for ``name``, brought as far as ``verb``."""
        product = self.env["brand.product"].create(
            {"name": name, "kind": kind, "partner_id": self.firm.id}
        )
        application = getattr(self, verb)(
            product=f"{name}(申报)",
            product_id=product.id,
            level_id=self.levels[level].id,
            scores=scores,
        )
        return application

    def test_a_scope_that_nobody_ruled_keeps_the_programme_closed(self):
        draft = self.ref("program_brand").copy({"code": "WHZM2"})
        draft.share_ids.scope = False
        self.assertTrue(any("shares of sectors" in text for text in draft._missing()))

    def test_a_shortfall_of_sectors_warns_while_deciding(self):
        machine = self.brand("数控机床", verb="noticed")
        shortfalls = self.program._share_shortfalls(machine)
        self.assertEqual(len(shortfalls), 3)
        farm = self.brand("洪山菜苔", kind="agriculture", verb="noticed")
        self.assertEqual(len(self.program._share_shortfalls(machine | farm)), 2)

    def test_each_level_has_its_number_and_its_mark(self):
        application = self.brand("光纤", level="international", verb="certified")
        certificate = application.certificate_id
        self.assertEqual(certificate.level_id.name, "国际一流品牌")
        self.assertTrue(certificate.number.startswith("WHZM-GJ-2018-"))
        # five working days of notice from Monday the 5th: issued on Tuesday the 13th
        self.assertEqual(str(certificate.date_issue), "2018-03-13")
        self.assertEqual(str(certificate.date_end), "2021-03-12")

    def test_a_body_certifies_and_the_government_decides_on_the_level(self):
        application = self.brand("光纤", level="national", verb="noticed")
        decision = self.grade_decision(application)
        with self.assertRaises(AccessError):
            decision.with_user(self.decider).action_take(document_no="武质强〔2018〕1号")
        decision.with_user(self.users["approver"]).action_take(document_no="武政办示例〔2018〕1号")
        self.assertEqual(application.state, "decided")


@tagged("post_install", "-at_install")
class TestFineProducts(CityCase):
    """2023: the draft of 2022 has been issued; 武汉名品 become 武汉精品."""

    pack = "brand_city_wuhan"
    today = "2023-03-06 02:00:00"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ruling = cls.rule("ruling_a25", "carried_over+conversion_not_paid", "2022-12-01")
        cls.program = cls.open_for_year(cls.ref("program_jingpin"), 2023)
        cls.old_program = cls.ref("program_mingpin")
        cls.enter_departments()
        cls.env["res.partner"].create(
            {
                "name": "武汉示例仪表有限公司",
                "is_company": True,
                "is_brand_enterprise": True,
                "uscc": "91420106MAXXT0013P",
                "company_id": cls.company.id,
            }
        )

    def submitted(self, *args, **kwargs):
        """Handed in, and recommended by the department that leads its sector."""
        application = super().submitted(*args, **kwargs)
        row = self.recommendation(application.product_id.kind)
        row.action_fill()
        self.send(row)
        return application

    def noticed(self, *args, **kwargs):
        application = super().noticed(*args, **kwargs)
        self.all_clear()
        return application

    def register(self):
        wizard = (
            self.env["brand.register.import"]
            .with_user(self.users["officer"])
            .create(
                {
                    "program_id": self.old_program.id,
                    "document_no": "武质促示例函〔2023〕2号",
                    "file": base64.b64encode(REGISTER.encode("gb18030")),
                }
            )
        )
        action = wizard.action_import()
        return self.env["brand.certificate"].search(action["domain"])

    def conversion(self, **vals):
        conversion = (
            self.env["brand.conversion"]
            .with_user(self.users["officer"])
            .create(
                {
                    "name": "“武汉名品”转为“武汉精品”",
                    "from_program_id": self.old_program.id,
                    "program_id": self.program.id,
                    "ruling_id": self.ruling.id,
                    **vals,
                }
            )
        )
        conversion.action_load()
        return conversion

    def test_mingpin_become_jingpin_with_their_validity_and_their_history(self):
        old = self.register()
        self.assertEqual(old.district_id.mapped("name"), ["江汉区"])  # the known firm has none yet
        conversion = self.conversion()
        conversion.with_user(self.users["approver"]).action_decide("武市监示例〔2023〕5号")
        conversion.action_carry_out()

        new = conversion.line_ids.new_certificate_id
        self.assertEqual(len(new), 2)
        self.assertEqual(set(new.mapped("level_id.name")), {"武汉精品"})
        self.assertEqual({str(day) for day in new.mapped("date_end")}, {"2024-12-29"})
        for certificate in old:
            self.assertIn("WHJP-2023-", certificate._public_values()["meaning"])
        self.assertEqual(self.program.certified_count, 2)

    def test_a_converted_certificate_brings_no_reward(self):
        self.register()
        conversion = self.conversion()
        conversion.with_user(self.users["approver"]).action_decide("武市监示例〔2023〕5号")
        conversion.action_carry_out()
        claims = conversion.line_ids.new_certificate_id.sudo().claim_ids
        self.assertFalse(claims.filtered("amount"))

    def test_the_draft_policy_pays_nothing_for_a_new_certificate(self):
        policy = self.ref("policy")
        if policy.state != "draft":
            self.skipTest("the demo has put the policy into force")
        application = self.certified(scores=SCORES)
        self.assertFalse(application.certificate_id.sudo().claim_ids.filtered("amount"))

    def test_a_validity_beyond_the_ruling_is_refused(self):
        self.register()
        conversion = self.conversion(validity="new")
        with self.assertRaisesRegex(UserError, "does not lengthen validity"):
            conversion.with_user(self.users["approver"]).action_decide("武市监示例〔2023〕5号")

    def test_engineering_is_certified_since_the_scope_was_widened(self):
        application = self.draft(product="长江大桥(示例)")
        application.product_id.kind = "engineering"
        for document in application.document_ids.filtered("required"):
            document.write({"file": base64.b64encode(b"%PDF-1.4 x"), "filename": "a.pdf"})
        self.assertNotIn("kind", dict(application._gaps()))
