"""A row a clause: what the draft's words promise is what the pack's data says."""

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

E, U, P = "for_enterprise", "for_unit", "for_person"
MILLION = "每家给予不高于100万元的奖励"
DRAFTING = "排名前三的企业,每项分别给予不高于30万元、10万元、5万元的奖励"
HALF = "给予不高于50万元的奖励"
THIRTY = "给予不高于30万元的奖励"
PERSONS = "(个人),分别给予不高于10万元、5万元的奖励"
FIVE = "给予不高于5万元的奖励"

# external id, ceiling in yuan, per, 首次, recipients, words that must be quoted
CLAUSES = [
    ("rule_pt_zdsys", 1_000_000, "item", False, (E, U), MILLION, "国家级重点实验室"),
    ("rule_pt_gcyjzx", 1_000_000, "item", False, (E, U), MILLION, "工程研究中心"),
    ("rule_pt_qyjszx", 1_000_000, "item", False, (E, U), MILLION, "企业技术中心"),
    ("rule_pt_gjzx", 1_000_000, "item", False, (E, U), MILLION, "国检中心"),
    ("rule_pt_cyjlcszx", 1_000_000, "item", False, (E, U), MILLION, "产业计量测试中心"),
    ("rule_pt_zlbzsys", 1_000_000, "item", False, (E, U), MILLION, "质量标准重点实验室"),
    ("rule_pt_bzhjswyh", 1_000_000, "item", False, (E, U), MILLION, "标准化专业技术委员会"),
    ("rule_bz_gj", 300_000, "item", False, (E,), DRAFTING, "国际"),
    ("rule_bz_gb", 100_000, "item", False, (E,), DRAFTING, "国家"),
    ("rule_bz_hb", 50_000, "item", False, (E,), DRAFTING, "行业标准"),
    ("rule_bz_pm1", 300_000, "item", False, (E,), DRAFTING, "排名前三"),
    ("rule_bz_pm2", 100_000, "item", False, (E,), DRAFTING, "排名前三"),
    ("rule_bz_pm3", 50_000, "item", False, (E,), DRAFTING, "排名前三"),
    ("rule_zgzlj_org", 500_000, "recipient", True, (E,), HALF, "中国质量奖(组织)"),
    ("rule_zgzl", 500_000, "item", True, (E,), HALF, "中国专利奖"),
    ("rule_qgzlbg", 500_000, "recipient", True, (E,), HALF, "全国质量标杆企业"),
    ("rule_luban", 500_000, "item", True, (E,), HALF, "中国建设工程鲁班奖"),
    ("rule_gyj", 500_000, "item", True, (E,), HALF, "国家优质工程奖"),
    ("rule_dyj", 500_000, "item", True, (E,), HALF, "大禹奖的企业"),
    ("rule_jq_5a", 500_000, "item", True, (E, U), HALF, "国家5A级景区"),
    ("rule_qyppsfq", 500_000, "recipient", True, (E, U), HALF, "国家区域品牌示范区"),
    ("rule_zgzlj_tm_org", 300_000, "recipient", True, (E,), THIRTY, "中国质量奖提名奖(组织)"),
    ("rule_szzlj_org", 300_000, "recipient", True, (E,), THIRTY, "湖南省省长质量奖(组织)"),
    ("rule_hnzl", 300_000, "item", True, (E,), THIRTY, "湖南省专利奖"),
    ("rule_zhlzh", 300_000, "recipient", True, (E,), THIRTY, "中华老字号"),
    ("rule_dlbz", 300_000, "item", True, (E,), THIRTY, "国家地理标志"),
    ("rule_hngyzlbg", 300_000, "recipient", True, (E,), THIRTY, "湖南省工业质量标杆"),
    ("rule_hnlzh_30", 300_000, "recipient", True, (E,), THIRTY, "湖南老字号"),
    ("rule_jq_4a", 300_000, "item", True, (E,), THIRTY, "国家4A级景区的企业"),
    ("rule_zgzlj_tm_person", 100_000, "recipient", True, (P,), PERSONS, "中国质量奖提名奖"),
    ("rule_szzlj_person", 50_000, "recipient", True, (P,), PERSONS, "湖南省省长质量奖"),
    ("rule_hnlzh_5", 50_000, "recipient", True, (E,), FIVE, "湖南老字号"),
    ("rule_lpyb", 50_000, "item", True, (E,), FIVE, "农产品“两品一标”认定"),
    ("rule_hnmp", 50_000, "item", True, (E,), FIVE, "“湖南名品”认定"),
]

# Named as goals of the plan, or as an honour, and rewarded by no clause (A12)
WITHOUT_CLAUSE = ("zgzlj-person", "shizzlj", "qzzlj", "zzlzh", "jq-3a", "frj")
OPEN_QUESTIONS = {"A1", "A2", "A7", "A10", "A11", "A12", "A13", "A14", "A15", "A28", "A29"}


@tagged("post_install", "-at_install")
class TestClauses(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.env.ref("brand_city_zhuzhou.policy")
        cls.city = cls.env.ref("brand_city_zhuzhou.company")

    def _ref(self, name):
        return self.env.ref(f"brand_city_zhuzhou.{name}")

    def test_every_clause_has_its_ceiling_its_recipients_and_its_words(self):
        for name, ceiling, per, first, kinds, sentence, words in CLAUSES:
            with self.subTest(clause=name):
                rule = self._ref(name)
                self.assertEqual((rule.kind, rule.amount, rule.per), ("ceiling", ceiling, per))
                self.assertEqual(rule.first_time, first)
                self.assertEqual(tuple(kind for kind in (E, U, P) if rule[kind]), kinds)
                self.assertIn(sentence, rule.quote)
                self.assertIn(words, rule.quote)
                self.assertTrue(rule.fund_code and rule.department)

    def test_the_pack_has_no_clause_beside_those(self):
        named = {self._ref(row[0]) for row in CLAUSES}
        self.assertEqual(named, set(self.policy.rule_ids))

    def test_honours_that_no_clause_speaks_of_have_none(self):
        rewarded = set(self.policy.rule_ids.honour_ids.mapped("code"))
        self.assertFalse(rewarded & set(WITHOUT_CLAUSE))

    def test_persons_and_organisations_are_separate_honours(self):
        persons = self.policy.rule_ids.filtered("for_person").honour_ids
        self.assertEqual(set(persons.mapped("holder_kind")), {"individual"})

    def test_what_the_text_leaves_open_is_open(self):
        for rule in self.policy.rule_ids:
            self.assertEqual(
                {rule.payers, rule.first_scope, rule.first_span, rule.first_family, rule.tax},
                {"not_ruled"},
            )
        self.assertEqual(self.policy.basis_date, "not_ruled")
        rulings = self.env["brand.ruling"].search([("company_id", "=", self.city.id)])
        packed = rulings.filtered(lambda r: r.get_external_id()[r.id])
        self.assertEqual(set(packed.mapped("code")), OPEN_QUESTIONS)
        self.assertTrue(all(packed.mapped("proposed")))

    def test_the_draft_names_both_contradictions_before_it_can_be_put_into_force(self):
        draft = self.policy.copy({"document_no": "株政办发〔2023〕00号", "fair_review_no": "GP-1"})
        with self.assertRaises(UserError) as refused:
            draft.action_activate()
        for word in ("湖南老字号", "A1", "A14", "农产品地理标志"):
            self.assertIn(word, str(refused.exception))

    def test_rulings_on_both_open_the_way(self):
        for code, choice in (("A1", "zz-hnlzh-5"), ("A14", "zz-lpyb"), ("A11", "by_level")):
            self.env["brand.ruling"].create(
                {
                    "code": code,
                    "name": code,
                    "company_id": self.city.id,
                    "choice": choice,
                    "document_no": f"株示裁〔2023〕{code}号",
                    "decided_by": "市质量强市工作领导小组",
                    "date_from": "2023-03-01",
                }
            )
        draft = self.policy.copy({"document_no": "株政办发〔2023〕00号", "fair_review_no": "GP-1"})
        draft.action_activate()
        self.assertEqual(draft.state, "active")
