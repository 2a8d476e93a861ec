"""A proposal takes what can be paid, of one fund and one department, and names what stays behind."""

from odoo import Command
from odoo.tests import tagged

from .common import PROMISED, AwardCase


@tagged("post_install", "-at_install")
class TestDisbursementScope(AwardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule.sudo().department = "市场监管局"
        cls.trade = cls._program("SCOPE")
        cls._policy(
            "trade-2021",
            [
                cls._rule_vals(
                    code="trade",
                    name="老字号奖励",
                    amount=100_000,
                    department="商务局",
                    program_ids=[Command.set(cls.trade.ids)],
                )
            ],
        )
        cls.rival, cls.rival_user = cls._enterprise("芜湖另一家有限公司", "91340202MAXXT0013L")

    def of_both(self):
        """A claim of either department, both ready to be paid."""
        return self.trusted(self.approved()), self.trusted(self.approved(program=self.trade))

    def test_a_batch_of_one_department_takes_its_claims_only(self):
        market, trade = self.of_both()
        batch = self.batch(department="商务局")
        self.assertEqual((batch.waiting_count, batch.waiting_amount), (1, 100_000))

        batch.action_propose()

        self.assertEqual(batch.line_ids.claim_id, trade)
        self.assertEqual(market.state, "approved")
        self.assert_refused("no approved claim", batch.action_propose)
        self.assert_refused("“商务局” only", batch._take, market)

    def test_without_a_department_all_that_the_fund_pays_is_taken(self):
        batch = self.batch()
        claims = sum(self.of_both(), self.env["award.claim"])
        batch.action_propose()
        self.assertEqual(batch.line_ids.claim_id, claims)

    def test_the_fund_proposes_a_batch_for_each_department(self):
        market, trade = self.of_both()
        action = self.fund.with_user(self.users["maker"]).action_new_disbursement()

        batches = self.env["award.disbursement"].search(action["domain"])
        self.assertEqual(
            {batch.department: batch.line_ids.claim_id for batch in batches},
            {"市场监管局": market, "商务局": trade},
        )
        again = self.fund.with_user(self.users["maker"]).action_new_disbursement
        self.assert_refused("no approved claim", again)

    def test_one_department_opens_its_batch_at_once(self):
        claim = self.trusted(self.approved())
        action = self.fund.with_user(self.users["maker"]).action_new_disbursement()
        batch = self.env["award.disbursement"].browse(action["res_id"])
        self.assertEqual((batch.department, batch.line_ids.claim_id), ("市场监管局", claim))

    def test_what_cannot_be_paid_stays_behind_and_is_named(self):
        good = self.trusted(self.approved())
        unchecked = self.approve(self.entitled(firm=self.rival), self.rival_user)
        batch = self.batch()

        batch.action_propose()

        self.assertEqual(batch.line_ids.claim_id, good)
        self.assertEqual(unchecked.state, "approved")
        self.assertIn(self.rival.name, batch.left_behind)
        self.assertIn("checked by a second person", batch.left_behind)
        self.trusted(unchecked)
        batch.invalidate_recordset(["left_behind"])
        batch.action_propose()
        self.assertEqual(batch.amount_total, 2 * PROMISED)
        self.assertFalse(batch.left_behind)

    def test_who_entered_an_account_makes_no_batch_that_pays_to_it(self):
        claim = self.trusted(self.approved())
        claim.bank_account_id.sudo().maintained_by_id = self.users["maker"]
        batch = self.batch()
        self.assert_refused("You entered its account yourself", batch.action_propose)
        self.assert_refused("somebody else takes this step", batch._take, claim)

    def test_who_entered_an_account_does_not_settle_the_batch_that_pays_to_it(self):
        batch = self.exported()
        batch.line_ids.bank_account_id.sudo().maintained_by_id = self.users["settler"]
        settle = batch.with_user(self.users["settler"]).action_settle
        self.assert_refused("somebody else takes this step", settle)

    def test_looking_at_many_claims_costs_what_one_costs(self):
        self.approved(2)
        maker = self.users["maker"]
        claims = self.env["award.claim"].search([("fund_id", "=", self.fund.id)])

        def queries(some):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.with_user(maker)._payable_now()
            return self.env.cr.sql_log_count - before

        queries(claims)
        few = queries(claims)
        self.approved(6)
        claims = self.env["award.claim"].search([("fund_id", "=", self.fund.id)])
        self.assertEqual(len(claims), 8)
        queries(claims)
        self.assertLessEqual(queries(claims), few)
