"""A year of Zhuzhou's rewards under the plan of 2023, from the draft to the money and back."""

from zhuzhou_case import ZhuzhouCase, code_of

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.brand_awards.wizard import award_recognition_import as titles


@tagged("post_install", "-at_install")
class TestDraft(ZhuzhouCase):
    """2023: the plan is a draft for comments, and contradicts itself."""

    def setUp(self):
        super().setUp()
        if self.ref("policy").state != "draft":
            self.skipTest("the demo has put the policy into force")

    def test_a_draft_pays_nothing_and_says_so(self):
        recognition = self.registered("hnmp")
        recognition.with_user(self.users["award2"]).action_confirm()
        self.assertFalse(self.claims_of(recognition).filtered("amount"))
        told = recognition.sudo().decision_ids.with_context(lang="zh_CN")
        self.assertIn("征求意见", "".join(told.mapped("explanation")))

    def test_contradicting_clauses_wait_for_a_ruling_with_its_document(self):
        draft = self.policy.with_user(self.manager)
        with self.assertRaises(Exception) as refused, self.cr.savepoint():
            draft.action_activate()
        for words in ("湖南老字号", "A1", "300,000", "50,000", "农产品地理标志", "A14"):
            self.assertIn(words, str(refused.exception))
        ruling = self.ref("ruling_a1").with_user(self.manager)
        self.assert_refused("document number", ruling.write, {"choice": "zz-hnlzh-5"})
        self.assert_refused("A1", draft.action_activate)

        self.rule("ruling_a1", "zz-hnlzh-5", "2023-03-08")
        self.rule("ruling_a14", "zz-lpyb", "2023-03-08")
        self.rule("ruling_a11", "by_level+each+revision_paid", "2023-03-08")
        draft.action_activate()

        self.assertEqual(self.policy.state, "active")


@tagged("post_install", "-at_install")
class TestYear(ZhuzhouCase):
    """2024: the plan is in force, its open questions ruled, the year's amounts set."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.put_into_force()
        cls.quality = cls.open_fund("ZLQS", 3_000_000)
        cls.trade = cls.open_fund("SWFZ", 400_000)

    # -- every clause --------------------------------------------------------------------------------

    def test_every_clause_pays_the_amount_of_the_year(self):
        not_ruled_for = ("zz-hnlzh-30", "zz-dlbz")  # by A1 and A14; each has a test of its own
        standing = self.policy.rule_ids.filtered(
            lambda r: r.reading != "A11:by_rank" and r.code not in not_ruled_for
        )
        self.assertEqual(len(standing), 29)
        person = self.person()
        for number, rule in enumerate(standing, 1):
            with self.subTest(clause=rule.code):
                honour, vals = rule.honour_ids[:1], {"item_name": f"项目{number}"}
                partner = person
                if not rule.for_person:
                    partner, _user = self.enterprise(number)
                if rule.trigger_kind == "standard":
                    honour = self.ref("honour_bz_zxd")
                    standard = self._published_standard(f"示例 {number}-2024", f"标准{number}")
                    standard.level = next(
                        level
                        for level in ("international", "national", "industry")
                        if rule[f"for_{level}"]
                    )
                    vals = {"standard_id": standard.id, "rank": 3}
                claim = self.entitled(self._name(honour), partner, **vals)
                line = self.rates.line_ids.filtered(lambda one, r=rule: one.rule_id == r)
                self.assertEqual(claim.rule_id, rule)
                self.assertLessEqual(claim.amount, rule.amount)
                self.assertEqual(claim.amount, line.amount)
                self.assertIn(
                    rule.clause.split("、")[-1], claim.with_context(lang="zh_CN").explanation
                )

    def _name(self, honour):
        xml_id = honour.get_external_id()[honour.id]
        return xml_id.split(".honour_")[1]

    def test_the_ruled_clause_decides_on_a_contradiction(self):
        shop = self.entitled("hnlzh")
        self.assertEqual((shop.rule_id.code, shop.amount), ("zz-hnlzh-5", 50_000))
        self.assertIn("示例裁〔2023〕a1号", shop.with_context(lang="zh_CN").explanation)
        farm, _user = self.enterprise(70, "chaling")
        mark = self.entitled("ncp_dlbz", farm, item_name="示例白芷")
        self.assertEqual((mark.rule_id.code, mark.amount), ("zz-lpyb", 20_000))
        protected, _user = self.enterprise(71, "yanling")
        product = self.entitled("dlbz_cp", protected, item_name="示例黄桃")
        self.assertEqual((product.rule_id.code, product.amount), ("zz-dlbz", 300_000))

    def test_honours_without_a_clause_pay_nothing_and_say_it(self):
        for name in ("shizzlj", "zzlzh", "jq_3a", "frj"):
            recognition = self.registered(name, item_name=f"示例{name}")
            recognition.with_user(self.users["award2"]).action_confirm()
            self.assertFalse(self.claims_of(recognition))
            told = recognition.sudo().decision_ids
            self.assertEqual(set(told.mapped("status")), {"nothing"})

    def test_the_fourth_drafter_gets_nothing_the_third_the_ceiling_of_the_level(self):
        standard = self._published_standard("GB/T 88888-2024", "轨道车辆牵引电机")
        standard.level = "national"
        third = self.entitled("bz_zxd", standard_id=standard.id, rank=3)
        self.assertEqual(third.amount, 80_000)
        other, _user = self.enterprise(72)
        self.assertFalse(self.entitled("bz_zxd", other, standard_id=standard.id, rank=4))

    def test_a_second_time_is_no_first_time_whatever_the_name(self):
        self.assertTrue(self.entitled("hngyzlbg"))
        self.firm.name = "醴陵改名陶瓷有限公司"
        again = self.registered("hngyzlbg", document_no="湘示例〔2024〕9号")
        again.with_user(self.users["award2"]).action_confirm()
        self.assertFalse(self.claims_of(again))
        self.assertIn("首次", again.sudo().decision_ids.with_context(lang="zh_CN").explanation)

    # -- recognitions --------------------------------------------------------------------------------

    def test_a_table_of_honours_is_looked_at_registered_and_confirmed_by_another(self):
        tools, _user = self.enterprise(31, "hetang")
        base = {titles.DATE: "2024年2月5日", titles.DOCUMENT: "湘示例〔2024〕8号"}
        good = [
            {titles.HONOUR: "hnmp", titles.CODE: self.firm.uscc, titles.NAME: self.firm.name},
            {titles.HONOUR: "szzlj-org", titles.CODE: tools.uscc, titles.NAME: tools.name},
        ]
        bad = [
            {titles.HONOUR: "hnmp", titles.CODE: code_of(999), titles.NAME: "株洲未登记有限公司"},
            {titles.HONOUR: "nobel", titles.CODE: tools.uscc, titles.NAME: "株洲改过名有限公司"},
        ]
        wizard = self.sheet(*(base | row for row in [*good, *bad]))
        before = self.env["award.recognition"].search_count([])
        wizard.action_check()
        self.assertEqual((wizard.good_count, wizard.bad_count), (2, 2))
        self.assertEqual(self.env["award.recognition"].search_count([]), before)
        faults = self.faults(wizard)
        self.assertIn(code_of(999), faults["株洲未登记有限公司"])
        for words in ("nobel", tools.name):
            self.assertIn(words, faults["株洲改过名有限公司"])

        rows = self.env["award.recognition"].search(wizard.action_import()["domain"])
        self.assertEqual(set(rows.mapped("state")), {"draft"})
        self.assertEqual(set(rows.district_id.mapped("name")), {"醴陵市", "荷塘区"})
        self.assert_refused(
            "Somebody else must confirm", rows.with_user(self.users["award"]).action_confirm
        )
        rows.with_user(self.users["award2"]).action_confirm()
        claims = self.claims_of(rows)
        self.assertEqual(sorted(claims.mapped("amount")), [30_000, 300_000])

        again = self.sheet(*(base | row for row in good))
        again.action_check()
        self.assertEqual((again.good_count, again.bad_count), (0, 2))

    def test_only_award_officers_confirm(self):
        draft = self.registered("hnmp")
        for role in ("officer", "manager", "auditor", "approver", "maker"):
            with self.assertRaises(AccessError), self.cr.savepoint():
                draft.with_user(self.users[role]).action_confirm()

    # -- how much ------------------------------------------------------------------------------------

    def test_a_ceiling_without_a_rate_waits_for_an_officer_with_a_reason(self):
        claim = self.entitled("zhlzh")
        self.assertEqual((claim.decision_status, claim.amount), ("amount_open", 0))
        self.confirm(claim)
        officer = claim.with_user(self.users["award"])
        self.assert_refused("", officer.action_review)
        self.assert_refused("reason", officer.action_set_amount, 200_000, "")
        self.assert_refused("300,000", officer.action_set_amount, 300_001, "按历年标准")
        officer.action_set_amount(200_000, "按上年度同类荣誉标准", "株商示例〔2024〕4号")
        self.assertEqual((claim.decision_status, claim.amount), ("due", 200_000))
        officer.action_review()

    def test_equal_cases_get_equal_amounts_or_their_difference_is_told(self):
        first = self.entitled("zhlzh")
        first.with_user(self.users["award"]).action_set_amount(200_000, "按上年度同类荣誉标准")
        self.approved(self.noticed(self.reviewed(first)))
        other, _user = self.enterprise(33)
        second = self.entitled("zhlzh", other)
        set_amount = second.with_user(self.users["award"]).action_set_amount
        self.assert_refused("200,000", set_amount, 150_000, "门店已停业整顿半年")
        set_amount(150_000, "门店已停业整顿半年", is_different_on_purpose=True)
        told = second.with_context(lang="zh_CN").explanation
        for words in ("门店已停业整顿半年", "20万元", "15万元"):
            self.assertIn(words, told)

    def test_a_new_table_follows_the_old_one_and_open_claims_are_decided_anew(self):
        claim = self.entitled("hnmp")
        manager = self.rates.with_user(self.manager)
        line = manager.line_ids.filtered(lambda one: one.rule_id.code == "zz-hnmp")
        self.assert_refused("", line.write, {"amount": 40_000})
        manager.action_expire(reason="调整标准")
        table = manager.copy({"name": "2024年度奖励标准(调整)", "document_no": False})
        line = table.line_ids.filtered(lambda one: one.rule_id.code == "zz-hnmp")
        line.amount = 40_000
        number = "株市监示例〔2024〕7号"
        self.assert_refused("Approver", table.action_activate, document_no=number)
        table.with_user(self.users["approver"]).action_activate(document_no=number)
        self.reviewed(claim)
        self.assertEqual(claim.amount, 40_000)
        self.assertEqual(len(claim.sudo().decision_ids), 2)

    def test_city_and_county_share_the_amount_to_the_yuan(self):
        county = self.entitled("hnmp")
        self.assertEqual(self.shares(county), {"市级财政": 9_000, "醴陵市县级财政": 21_000})
        firm, _user = self.enterprise(34, "shifeng")
        district = self.entitled("hnmp", firm)
        self.assertEqual(self.shares(district), {"市级财政": 15_000, "石峰区级财政": 15_000})
        for words in ("3:7", "醴陵市县级财政", "21,000元"):
            self.assertIn(words, county.with_context(lang="zh_CN").explanation)
