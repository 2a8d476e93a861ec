"""A row a clause: what the policies' words promise is what the pack's data says."""

from odoo.tests import TransactionCase, tagged

# xml id, clause, amount in yuan, kind, per, ladder, words that must be quoted
CLAUSES = [
    ("rule_lzh_china", "(七)", 500_000, "fixed", "recipient", "laozihao", "中华老字号"),
    ("rule_lzh_hubei", "(七)", 300_000, "fixed", "recipient", "laozihao", "湖北老字号"),
    ("rule_lzh_wuhan", "(七)", 100_000, "fixed", "recipient", "laozihao", "武汉老字号"),
    ("rule_jp_china", "(十三)", 500_000, "fixed", "item", "jingpin", "“中国精品”"),
    ("rule_jp_hubei", "(十三)", 300_000, "fixed", "item", "jingpin", "“湖北精品”"),
    ("rule_jp_wuhan", "(十三)", 100_000, "fixed", "item", "jingpin", "“武汉精品”"),
    ("rule_overseas", "(十三)", 0, "discretionary", "recipient", False, "境外商标注册"),
]
# by what the clauses speak of: their words in the draft of 2022
QUOTES = {
    "lzh": "对评定为中华老字号、湖北老字号和武汉老字号的,分别给予50万元、30万元、10万元一次性奖励。",
    "jp": "对被认定为“中国精品”“湖北精品”和“武汉精品”的,分别给予50万元、30万元、10万元一次性奖励。",
    "overseas": "对获得“武汉精品”认定的企业,给予境外商标注册、境外展览项目等相关资金扶持。",
}
SUMS = "分别给予50万元、30万元、10万元一次性奖励"

# xml id of level or programme, goal, words of the plan
GOALS = [
    ("level_international", 50, "打造50个国际一流品牌"),
    ("level_national", 100, "发展100个国内领先品牌"),
    ("level_local", 200, "培育200个地方性品牌"),
    ("program_jingpin", 100, "“武汉精品”100个"),
]
# xml id, goal, words of the plans of 2017 and 2022
TARGETS = [
    ("target_international", 50, "打造50个国际一流品牌"),
    ("target_national", 100, "发展100个国内领先品牌"),
    ("target_local", 200, "培育200个地方性品牌"),
    ("target_entrepreneurs", 100, "培训100名具有全球战略眼光"),
    ("target_craftsmen", 500, "培养500名潜心钻研"),
    ("target_standards_year", 20, "每年制定国际一流的产业标准20项以上"),
    ("target_standards", 80, "制定国际一流的产业标准80项以上"),
    ("target_iso", 15, "制定国际标准15项以上"),
    ("target_gb", 80, "国家标准80项以上"),
    ("target_jingpin", 100, "“武汉精品”100个"),
    ("target_hubei", 60, "“湖北精品”60个"),
]

OPEN_QUESTIONS = {
    *("A3", "A5", "A6", "A7", "A8", "A9", "A20", "A21", "A22", "A23", "A24", "A25", "A26", "A27"),
    "A28",
}


@tagged("post_install", "-at_install")
class TestClauses(TransactionCase):
    def _ref(self, name):
        return self.env.ref(f"brand_city_wuhan.{name}")

    def test_every_clause_has_its_amount_and_its_words(self):
        rules = self._ref("policy").rule_ids
        self.assertEqual(len(rules), len(CLAUSES))
        for name, clause, amount, kind, per, ladder, words in CLAUSES:
            rule = self._ref(name)
            self.assertEqual((rule.clause, rule.amount, rule.kind), (clause, amount, kind))
            self.assertEqual((rule.per, rule.ladder_key), (per, ladder))
            self.assertIn(words, rule.quote)
            self.assertEqual(rule.quote, QUOTES[name.removeprefix("rule_").split("_")[0]])
            if amount:
                self.assertIn(SUMS, rule.quote)

    def test_the_draft_pays_nothing_and_leaves_open_what_the_text_leaves_open(self):
        policy = self._ref("policy")
        self.assertEqual((policy.state, policy.document_no), ("draft", False))
        rules = policy.rule_ids
        for field in ("upgrade", "item_unit", "payers"):
            self.assertEqual(set(rules.mapped(field)), {"not_ruled"})

    def test_goals_are_those_of_the_plans(self):
        for name, goal, words in GOALS:
            record = self._ref(name)
            self.assertEqual(record.target_count, goal)
            self.assertIn(record.name.removesuffix("品牌"), words)
        self.assertEqual(self._ref("program_brand").target_count, 50 + 100 + 200)

    def test_targets_are_those_of_the_plans(self):
        company = self._ref("company")
        targets = self.env["brand.target"].search([("company_id", "=", company.id)])
        self.assertEqual(set(targets), {self._ref(name) for name, _goal, _words in TARGETS})
        for name, goal, words in TARGETS:
            target = self._ref(name)
            self.assertEqual(target.goal, goal)
            self.assertIn(words, target.name)

    def test_shares_are_those_of_the_plan_and_their_scope_waits_for_its_ruling(self):
        program = self._ref("program_brand")
        found = [(row.sector, row.percent, row.scope) for row in program.share_ids]
        # 农业品牌、服务业品牌、工程领域品牌占比均不低于5%
        expected = [(sector, 5, False) for sector in ("agriculture", "service", "engineering")]
        self.assertEqual(found, expected)
        self.assertTrue(
            any("shares" in text for text in program.with_context(lang=None)._missing())
        )
        self.assertEqual(set(program.share_ids.ruling_id.mapped("code")), {"A22"})

    def test_steps_stand_in_the_order_of_the_plan(self):
        program = self._ref("program_brand")
        # 部门推荐、企业申报、第三方机构认证、社会公示、政府审定
        order = ("recommend", "apply", "certify", "notice", "government")
        for first, second in zip(order, order[1:], strict=False):
            self.assertTrue(program._comes_before(first, second), f"{first} {second}")
        self.assertEqual(program._decider_of("certify"), "body")
        self.assertEqual(program._decider_of("government"), "government")

    def test_departments_lead_the_sectors_that_the_plan_gives_them(self):
        leads = {
            "product": ["市经济和信息化委", "市质监局"],
            "agriculture": ["市农委"],
            "service": ["市发展改革委"],
            "engineering": ["市城乡建设委"],
        }
        company = self._ref("company")
        for kind, names in leads.items():
            found = self.env["brand.department"].search(
                [("company_id", "=", company.id), (f"lead_{kind}", "=", True)]
            )
            self.assertEqual(found.mapped("name"), names)

    def test_levels_rise_from_local_to_international(self):
        levels = self._ref("program_brand").level_ids
        self.assertEqual(levels.mapped("name"), ["地方性品牌", "国内领先品牌", "国际一流品牌"])
        self.assertEqual(levels.mapped("pass_mark"), [70, 80, 90])

    def test_scope_widens_from_2017_over_mingpin_to_jingpin(self):
        kinds = {
            name: self._ref(f"program_{name}")._kinds() for name in ("brand", "mingpin", "jingpin")
        }
        self.assertEqual(kinds["brand"], ["product", "service", "engineering", "agriculture"])
        self.assertEqual(kinds["mingpin"], ["product", "service"])
        self.assertEqual(kinds["jingpin"], ["product", "service", "engineering"])
        # 2022: 认定范围由产品、服务扩展至产品、服务和工程领域
        self.assertTrue(self._ref("program_mingpin").is_legacy)

    def test_criteria_weigh_100_and_say_that_they_are_proposals(self):
        for name in ("program_brand", "program_jingpin"):
            program = self._ref(name)
            self.assertEqual(program.criterion_ids._tree_problems(), [])
            self.assertEqual(len(program.criterion_ids), 5)

    def test_ladders_of_honours_are_those_of_the_plans(self):
        Honour = self.env["award.honour"]
        company = self._ref("company")
        found = {
            key: Honour.search([("company_id", "=", company.id), ("ladder_key", "=", key)]).mapped(
                "name"
            )
            for key in ("jingpin", "laozihao", "quality")
        }
        self.assertEqual(found["jingpin"], ["武汉精品", "湖北精品", "中国精品"])
        self.assertEqual(found["laozihao"], ["武汉老字号", "湖北老字号", "中华老字号"])
        self.assertEqual(
            found["quality"], ["区长质量奖", "武汉市市长质量奖", "长江质量奖", "中国质量奖"]
        )

    def test_well_known_marks_are_kept_off_public_output(self):
        for name in ("known_mark", "hubei_mark", "wuhan_mark"):
            self.assertTrue(self._ref(f"honour_{name}").never_print)

    def test_open_questions_are_proposed_but_not_ruled_by_the_pack(self):
        names = self.env["ir.model.data"].search(
            [("module", "=", "brand_city_wuhan"), ("model", "=", "brand.ruling")]
        )
        rulings = self.env["brand.ruling"].browse(names.mapped("res_id"))
        self.assertEqual(set(rulings.mapped("code")), OPEN_QUESTIONS)
        self.assertTrue(all(rulings.mapped("proposed")))
        if "brand_demo" not in self.env["ir.module.module"]._installed():
            self.assertFalse(any(rulings.mapped("is_ruled")))

    def test_the_city_has_a_company_with_books_of_its_own(self):
        company = self._ref("company")
        self.assertEqual((company.currency_id.name, company.chart_template), ("CNY", "cn"))
        self.assertTrue(company.award_journal_id and company.award_account_id)
        self.assertEqual(
            len(self.env["brand.district"].search([("company_id", "=", company.id)])), 17
        )
