"""A row a clause: what the policy's words promise is what the pack's data says."""

from odoo.tests import TransactionCase, tagged

# The two lists of five qualities in chapter 四 (A16)
ASSESSED = ["自主创新", "品质高端", "服务优质", "信誉过硬", "市场公认"]
SHOWN = ["品牌引领", "品质卓越", "自主创新", "管理精细", "社会责任"]

# external id of a clause: its words in the plan
QUOTES = {
    "rule_support": "对获得“苏州制造”认证的企业,在符合政策的前提下,给予一定的扶持措施。",
    "rule_district": "对打造“苏州制造”品牌工作成效显著的地区、行业给予激励。",
    "rule_sector": "对打造“苏州制造”品牌工作成效显著的地区、行业给予激励。",
}
# Departments that have their duties in the annex
DEPARTMENTS = {
    *("市市场监管局", "市工信局", "市委宣传部", "市大数据局", "市发改委", "市科技局", "市财政局"),
    *("市人社局", "市商务局", "市文广旅局", "市金融监管局"),
}
# what the policy leaves open is proposed, and not ruled; BG is the merger of the heritage schemes
OPEN_QUESTIONS = {
    *("A6", "A7", "A13", "A16", "A17", "A18", "A19", "A28", "A30"),
    "BG",
}


@tagged("post_install", "-at_install")
class TestClauses(TransactionCase):
    def _ref(self, name):
        return self.env.ref(f"brand_city_suzhou.{name}")

    def test_every_clause_is_quoted_word_by_word(self):
        rules = {self._ref(name): quote for name, quote in QUOTES.items()}
        self.assertEqual(set(rules), set(self._ref("policy").rule_ids))
        for rule, quote in rules.items():
            self.assertEqual(rule.quote, quote)

    def test_the_support_has_no_amount(self):
        rule = self._ref("rule_support")
        self.assertEqual((rule.kind, rule.amount), ("discretionary", 0))
        self.assertEqual(rule.clause, "五、(二)")
        self.assertIn("给予一定的扶持措施", rule.quote)
        self.assertEqual(
            (rule.for_enterprise, rule.for_unit, rule.for_person), (True, False, False)
        )

    def test_notable_districts_and_industries_have_an_incentive_without_an_amount(self):
        for name, honour in (
            ("rule_district", "honour_district"),
            ("rule_sector", "honour_sector"),
        ):
            rule = self._ref(name)
            self.assertEqual((rule.kind, rule.amount), ("discretionary", 0))
            self.assertEqual((rule.trigger_kind, rule.honour_ids), ("honour", self._ref(honour)))
            self.assertEqual(
                (rule.for_enterprise, rule.for_unit, rule.for_person), (False, True, False)
            )
            # every year anew: the text asks for no first time, and it is no certificate's support
            self.assertFalse(rule.newly_only or rule.first_time)
            self.assertNotEqual(rule.benefit, self._ref("rule_support").benefit)

    def test_both_lists_of_criteria_are_those_of_the_plan_and_weigh_100(self):
        for name, words in (("program", ASSESSED), ("program_shown", SHOWN)):
            program = self._ref(name)
            self.assertEqual(program.criterion_ids.mapped("name"), words)
            self.assertEqual(program.criterion_ids._tree_problems(), [])
            self.assertTrue(
                all("建议值" in text for text in program.criterion_ids.mapped("description"))
            )

    def test_only_the_list_that_was_ruled_can_be_opened(self):
        assessed, shown = self._ref("program"), self._ref("program_shown")
        for program in (assessed, shown):
            self.assertIn("A16", "".join(program._missing()))
        self._ref("ruling_a16").write(
            {
                "choice": "assessed",
                "document_no": "苏市监示例〔2021〕1号",
                "decided_by": "品牌认证推进工作组",
                "date_from": "2021-01-01",
            }
        )
        self.assertNotIn("A16", "".join(assessed._missing()))
        self.assertIn("A16", "".join(shown._missing()))

    def test_goal_scope_and_mark_are_those_of_the_plan(self):
        program = self._ref("program")
        self.assertEqual((program.target_count, program._kinds()), (100, ["product", "service"]))
        self.assertIn("推出100个以上拥有自主知识产权", self._ref("target_products").name)
        self.assertFalse(program.require_government)

    def test_standards_are_built_as_the_plan_says(self):
        procedure = self._ref("standard_procedure")
        self.assertTrue(procedure.review_required and procedure.general_required)
        self.assertIn("不收取费用", self._ref("program").mark_scope)

    def test_the_working_group_has_the_departments_of_the_plan(self):
        company = self._ref("company")
        found = self.env["brand.department"].search([("company_id", "=", company.id)])
        self.assertEqual(set(found.mapped("name")), DEPARTMENTS)

    def test_the_four_institutional_documents_wait_for_their_texts(self):
        # 四: 品牌认证管理办法、评价通则、标志管理办法、监督管理办法
        names = ("certification", "evaluation", "mark", "surveillance")
        rules = [self._ref(f"regulation_{name}") for name in names]
        self.assertEqual([rule.kind for rule in rules], list(names))
        self.assertEqual({rule.state for rule in rules}, {"draft"})

    def test_earlier_certifications_are_registered_and_take_no_applications(self):
        for name in ("program_silk", "program_redwood", "program_embroidery"):
            program = self._ref(name)
            self.assertTrue(program.is_legacy)
            self.assertEqual(len(program._missing()), 1)

    def test_open_questions_are_proposed_but_not_ruled_by_the_pack(self):
        names = self.env["ir.model.data"].search(
            [("module", "=", "brand_city_suzhou"), ("model", "=", "brand.ruling")]
        )
        rulings = self.env["brand.ruling"].browse(names.mapped("res_id"))
        self.assertEqual(set(rulings.mapped("code")), OPEN_QUESTIONS)
        self.assertTrue(all(rulings.mapped("proposed")))
        if "brand_demo" not in self.env["ir.module.module"]._installed():
            self.assertFalse(any(rulings.mapped("is_ruled")))

    def test_an_upgrade_of_the_pack_leaves_the_city_its_settings(self):
        names = self.env["ir.model.data"].search([("module", "=", "brand_city_suzhou")])
        self.assertTrue(all(names.mapped("noupdate")))

    def test_the_city_has_a_company_with_books_of_its_own(self):
        company = self._ref("company")
        self.assertEqual((company.currency_id.name, company.chart_template), ("CNY", "cn"))
        self.assertTrue(company.award_journal_id and company.award_account_id)
        self.assertEqual(
            len(self.env["brand.district"].search([("company_id", "=", company.id)])), 11
        )
