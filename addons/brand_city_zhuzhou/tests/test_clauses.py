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
OPEN_QUESTIONS = {"A1", "A2", "A7", "A10", "A11", "A12", "A13", "A14", "A15", "A24", "A28", "A29"}

# external id, figure, words of chapter 一 (新增, counted from recognitions of these honours)
NEW_BY_2025 = [
    ("target_szzlj", 1, "湖南省省长质量奖1个", {"szzlj-org", "szzlj-person"}),
    ("target_shizzlj", 8, "株洲市市长质量奖8个", {"shizzlj"}),
    ("target_gyzlbg", 5, "湖南省工业质量标杆企业5个", {"hngyzlbg"}),
    ("target_dlbz_cp", 1, "国家地理标志保护产品1个", {"dlbz-cp"}),
    ("target_dlbz_sb", 2, "国家地理标志证明商标2件", {"dlbz-sb"}),
    ("target_hnmp", 30, "“湖南名品”30个", {"hnmp"}),
    ("target_lpyb", 50, "农产品“两品一标”50个", {"lssp", "yjncp", "ncp-dlbz"}),
    ("target_luban", 1, "中国建设工程鲁班奖1项", {"luban"}),
    ("target_gyj", 1, "国家优质工程奖1项", {"gyj"}),
    ("target_frj", 20, "芙蓉奖20个", {"frj"}),
    ("target_jq_4a", 2, "国家4A级景区2个", {"jq-4a"}),
    ("target_jq_3a", 6, "国家3A级景区6个", {"jq-3a"}),
    ("target_hnlzh", 2, "湖南老字号认定企业2家", {"hnlzh"}),
    ("target_zzlzh", 5, "株洲老字号认定企业5家", {"zzlzh"}),
]
# external id, how counted, figure, words: what no record of ours holds is entered with its source
ENTERED = [
    ("target_ncpqypp", "since", 10, "农产品企业品牌10个"),
    ("target_zdsys", "stock", 5, "国家级重点实验室达5个"),
    ("target_gcyjzx", "stock", 3, "工程研究中心达3个"),
    ("target_qyjszx", "stock", 18, "企业技术中心达18个"),
    ("target_jyjc", "stock", 4, "检验检测机构达4个"),
    ("target_cyjl", "stock", 1, "产业计量测试中心1个"),
    ("target_bz", "stock", 58, "国际、国家和行业标准累计58项"),
    ("target_jlbz", "stock", 60, "市级最高社会公用计量标准60项"),
    ("target_fmzl", "stock", 12, "每万人口高价值发明专利拥有量12件"),
    ("target_ssqy", "stock", 30, "力争达到30家"),
]


@tagged("post_install", "-at_install")
class TestClauses(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.env.ref("brand_city_zhuzhou.policy")
        cls.city = cls.env.ref("brand_city_zhuzhou.company")

    def _ref(self, name):
        return self.env.ref(f"brand_city_zhuzhou.{name}")

    def _issued(self):
        """The plan as it would be issued, beside whatever the city has put into force."""
        numbers = {"document_no": "株政办发〔2023〕00号", "fair_review_no": "GP-1"}
        return self.policy.copy({"code": "zhuzhou-issued", **numbers})

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

    def test_goals_are_those_of_the_plan(self):
        for name, goal, words, honours in NEW_BY_2025:
            with self.subTest(goal=words):
                target = self._ref(name)
                self.assertEqual(
                    (target.goal, target.year, target.measure), (goal, "2025", "since")
                )
                self.assertEqual(set(target.honour_ids.mapped("code")), honours)
                self.assertIn(words, target.name)
                self.assertTrue(target.office and target.basis.endswith("一"))
        for name, measure, goal, words in ENTERED:
            with self.subTest(goal=words):
                target = self._ref(name)
                self.assertEqual(
                    (target.goal, target.indicator, target.measure), (goal, "entered", measure)
                )
                self.assertIn(words, target.name)
                self.assertTrue(target.office)
        packed = self.env["ir.model.data"].search_count(
            [("module", "=", "brand_city_zhuzhou"), ("model", "=", "brand.target")]
        )
        self.assertEqual(packed, len(NEW_BY_2025) + len(ENTERED))

    def test_a_confirmed_honour_counts_towards_its_goal(self):
        target = self._ref("target_zzlzh")
        target.action_count()
        before = target.actual
        firm = self.env["res.partner"].create(
            {"name": "株洲示例酱园", "is_company": True, "company_id": self.city.id}
        )
        recognition = self.env["award.recognition"].create(
            {
                "honour_id": self._ref("honour_zzlzh").id,
                "partner_id": firm.id,
                "date": "2024-05-20",
                "document_no": "株商示例〔2024〕5号",
            }
        )
        target.action_count()
        self.assertEqual(target.actual, before)
        # whoever wrote it down does not confirm it
        officer = self.env["res.users"].create(
            {
                "name": "确认岗",
                "login": "zz-confirmer",
                "company_id": self.city.id,
                "company_ids": self.city.ids,
                "group_ids": self.env.ref("brand_awards.group_award_officer").ids,
            }
        )
        recognition.with_user(officer).action_confirm()
        target.action_count()
        self.assertEqual(target.actual, before + 1)

    def test_departments_of_the_clauses_lead_and_are_on_the_list(self):
        departments = self.env["brand.department"].search([("company_id", "=", self.city.id)])
        self.assertFalse(
            set(self.policy.rule_ids.mapped("department")) - set(departments.mapped("name"))
        )
        leads = {
            kind: departments.filtered(f"lead_{kind}").mapped("name")
            for kind in ("product", "service", "engineering", "agriculture")
        }
        # 排第一的为牵头单位: (三), (四), (五), (二)
        self.assertEqual(
            leads,
            {
                "product": ["市工业和信息化局"],
                "service": ["市发展改革委"],
                "engineering": ["市住房城乡建设局"],
                "agriculture": ["市农业农村局"],
            },
        )

    def test_an_upgrade_of_the_pack_leaves_the_city_its_settings(self):
        names = self.env["ir.model.data"].search([("module", "=", "brand_city_zhuzhou")])
        self.assertTrue(all(names.mapped("noupdate")))

    def test_the_city_has_a_company_with_books_and_districts_of_its_own(self):
        self.assertEqual((self.city.currency_id.name, self.city.chart_template), ("CNY", "cn"))
        self.assertTrue(self.city.award_journal_id and self.city.award_account_id)
        districts = self.env["brand.district"].search([("company_id", "=", self.city.id)])
        self.assertEqual(len(districts.filtered(lambda one: one.get_external_id()[one.id])), 11)

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
        if self._ref("ruling_a1").is_ruled:
            self.skipTest("the demo has ruled both contradictions")
        draft = self._issued()
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
        draft = self._issued()
        draft.action_activate()
        self.assertEqual(draft.state, "active")
