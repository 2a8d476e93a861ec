"""A row a clause: what the policy's words promise is what the pack's data says."""

from odoo.tests import TransactionCase, tagged

# xml id, clause, amount in yuan, kind, per, words that must be quoted
CLAUSES = [
    ("rule_certified", "七", 200_000, "fixed", "item", "每件给予一次性奖励20万元"),
]

# 目标, from the policy's chapter 四
GOALS = [("program", "target_count", 100)]

# what the policy leaves open is proposed, and not ruled
OPEN_QUESTIONS = {"A4", "A5", "A6", "A7", "A28"}


@tagged("post_install", "-at_install")
class TestClauses(TransactionCase):
    def _ref(self, name):
        return self.env.ref(f"brand_city_wuhu.{name}")

    def test_every_clause_has_its_amount_and_its_words(self):
        for name, clause, amount, kind, per, words in CLAUSES:
            rule = self._ref(name)
            self.assertEqual((rule.clause, rule.amount, rule.kind), (clause, amount, kind))
            self.assertEqual(rule.per, per)
            self.assertIn(words, rule.quote)
            self.assertTrue(rule.newly_only, "对新取得")

    def test_goals_are_those_of_the_plan(self):
        for name, field, goal in GOALS:
            self.assertEqual(self._ref(name)[field], goal)

    def test_open_questions_are_proposed_but_not_ruled_by_the_pack(self):
        company = self._ref("company")
        rulings = self.env["brand.ruling"].search([("company_id", "=", company.id)])
        if "brand_demo" in self.env["ir.module.module"]._installed():
            rulings = rulings.filtered(lambda r: r.get_external_id()[r.id])
        self.assertEqual(set(rulings.mapped("code")), OPEN_QUESTIONS)
        self.assertTrue(all(rulings.mapped("proposed")))

    def test_the_rule_leaves_open_what_the_text_leaves_open(self):
        rule = self._ref("rule_certified")
        self.assertEqual((rule.item_unit, rule.payers), ("not_ruled", "not_ruled"))

    def test_weights_of_the_criteria_sum_to_100(self):
        program = self._ref("program")
        self.assertEqual(program.criterion_ids._tree_problems(), [])
        self.assertEqual(
            program.criterion_ids.mapped("name"),
            ["自主创新", "品质高端", "服务优质", "信誉过硬", "市场公认"],
        )
