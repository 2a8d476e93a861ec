from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import AwardCase


@tagged("post_install", "-at_install")
class TestEqualCases(AwardCase):
    """Under a ceiling equal cases get equal amounts; another amount is asked for and its reason kept."""

    @classmethod
    def _rule_vals(cls, **vals):
        return super()._rule_vals(**{"kind": "ceiling", **vals})

    def wizard(self, claim, amount, reason="按年度兑现标准", **vals):
        return (
            self.env["award.amount"]
            .with_user(self.users["award"])
            .create({"claim_id": claim.id, "amount": amount, "reason": reason, **vals})
        )

    def test_the_first_case_has_no_equal(self):
        wizard = self.wizard(self.entitled(), 150_000)
        self.assertEqual((wizard.has_usual, wizard.differs), (False, False))
        wizard.action_apply()
        self.assertEqual(wizard.claim_id.amount, 150_000)

    def test_the_same_amount_needs_no_more_than_its_reason(self):
        first, second = self.entitled(2)
        self.wizard(first, 150_000).action_apply()
        wizard = self.wizard(second, 150_000)
        self.assertEqual((wizard.usual_amount, wizard.differs), (150_000, False))
        self.assertEqual(wizard.equal_ids, first)
        wizard.action_apply()
        self.assertEqual(second.amount, 150_000)

    def test_another_amount_is_asked_for(self):
        first, second = self.entitled(2)
        self.wizard(first, 150_000).action_apply()
        wizard = self.wizard(second, 100_000, "仅部分工序在本市完成")
        self.assertTrue(wizard.differs)
        with self.assertRaises(UserError) as caught, self.cr.savepoint():
            wizard.action_apply()
        self.assertIn("150,000", str(caught.exception))
        self.assertEqual((second.amount, second.decision_status), (0, "amount_open"))
        wizard.is_different_on_purpose = True
        wizard.action_apply()
        self.assertEqual((second.amount, second.amount_reason), (100_000, "仅部分工序在本市完成"))

    def test_a_call_is_asked_as_the_form_is(self):
        first, second = self.entitled(2)
        officer = self.users["award"]
        first.with_user(officer).action_set_amount(150_000, "按年度兑现标准")
        call = second.with_user(officer).action_set_amount
        self.assert_refused("150,000", call, 100_000, "仅部分工序在本市完成")
        self.assertEqual((second.amount, second.amount_reason), (0, False))
        self.assert_refused("reason", call, 100_000, "", is_different_on_purpose=True)
        call(100_000, "仅部分工序在本市完成", is_different_on_purpose=True)
        self.assertEqual(second.amount, 100_000)

    def test_the_form_warns_as_the_amount_is_typed(self):
        first, second = self.entitled(2)
        self.wizard(first, 150_000).action_apply()
        view = Form(
            self.env["award.amount"]
            .with_user(self.users["award"])
            .with_context(default_claim_id=second.id)
        )
        view.amount = 150_000
        self.assertFalse(view.differs)
        view.amount = 120_000
        self.assertTrue(view.differs)

    def test_a_refused_case_is_no_measure(self):
        first, second = self.entitled(2)
        self.wizard(first, 150_000).action_apply()
        first.with_user(self.users["award"]).action_reject(reason="x", document_no="8号")
        self.assertFalse(self.wizard(second, 100_000).has_usual)
