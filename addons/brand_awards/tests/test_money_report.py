"""Figures of rewards: pivots agree with the funds' ledgers, and the ledgers with Odoo's books."""

from odoo.tests import tagged

from .common import PROMISED, AwardCase


@tagged("post_install", "-at_install")
class TestMoneyReport(AwardCase):
    def figures(self, groupby=(), user="award", domain=()):
        names = ("decided", "committed", "billed", "paid", "recovered")
        self.env.flush_all()
        rows = (
            self.env["award.money.report"]
            .with_user(self.users[user])
            ._read_group(list(domain), list(groupby), [f"{name}:sum" for name in names])
        )
        return rows

    def test_each_state_of_the_money_has_its_measure(self):
        self.entitled()
        self.approved()
        self.confirmed()  # takes the approved one along
        self.assertEqual(self.figures(), [(3 * PROMISED, 2 * PROMISED, 2 * PROMISED, 0, 0)])

    def test_by_fund_department_district_clause_and_year(self):
        self.settled()
        for name, value in (
            ("fund_id", self.fund),
            ("district_id", self.district),
            ("rule_id", self.rule),
            ("policy_id", self.policy),
            ("year", 2024),
            ("department", False),
        ):
            ((group, *figures),) = self.figures([name])
            self.assertEqual((group, figures[3]), (value, PROMISED))

    def test_a_district_officer_sees_the_own_district_only(self):
        self.settled()
        self.users["elsewhere"] = self._user("elsewhere", ["brand_certification.group_district"])
        self.assertEqual(self.figures(["district_id"], user="elsewhere"), [])
        self.assertEqual(self.figures(["district_id"], user="district")[0][0], self.district)

    def test_what_ended_is_not_decided(self):
        claim = self.reviewed()
        claim.with_user(self.users["award"]).action_reject(reason="材料不实")
        self.assertEqual(self.figures(), [(0, 0, 0, 0, 0)])


@tagged("post_install", "-at_install")
class TestWholeLife(AwardCase):
    """Budget, change, reserve, commit, bill, part payment, failure, paid again, recovery, carry-over."""

    budget = 500_000

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._allow_recoveries()

    def agree(self, **figures):
        """The fund's figures, its ledger, Odoo's analytic lines and the report say the same."""
        self.env.flush_all()
        self.assert_fund(**figures)
        self.assert_books_agree()
        report = self.env["award.money.report"]._read_group(
            [("fund_id", "=", self.fund.id)], [], ["billed:sum", "paid:sum", "recovered:sum"]
        )
        billed, paid, recovered = (amount or 0 for amount in report[0])
        self.assertEqual((billed - recovered, paid - recovered), (self.fund.billed, self.fund.paid))
        analytic = self.env["account.analytic.line"].search(
            [("auto_account_id", "=", self.fund.analytic_account_id.id)]
        )
        self.assertEqual(sum(analytic.mapped("amount")), -self.fund.billed)
        payable = self.env["account.move.line"].search(
            [
                ("account_type", "=", "liability_payable"),
                ("move_id.award_claim_id.fund_id", "=", self.fund.id),
                ("parent_state", "=", "posted"),
            ]
        )
        open_bills = -sum(payable.mapped("amount_residual"))
        # what a recovery took off `paid` was paid before: bills stay settled
        self.assertEqual(open_bills, self.fund.billed - self.fund.paid)

    def test_the_fund_and_the_books_agree_at_every_step(self):
        manager = self.fund.with_user(self.users["manager"])
        self.agree(budget=500_000, committed=0)
        manager.action_change_budget(300_000, "市政府追加", "芜财〔2024〕21号")
        manager.action_reserve(100_000, "应急预留", "芜财〔2024〕22号")
        self.agree(budget=800_000, reserved=100_000, available=700_000)

        batch = self.proposed(3)
        self.agree(committed=600_000, billed=0, available=100_000)
        batch.with_user(self.users["checker"]).action_confirm()
        self.agree(committed=600_000, billed=600_000, paid=0)

        # the bank pays two of three; the third goes back and is paid by the next batch
        batch.with_user(self.users["maker"]).action_export()
        settler = self.users["settler"]
        failed = batch.line_ids[1]
        failed.with_user(settler).action_fail("账号与户名不符")
        batch.with_user(settler).action_settle()
        self.agree(committed=600_000, billed=600_000, paid=400_000)
        bill = failed.claim_id.bill_id
        again = self.disburse()
        self.assertEqual((again.line_ids.bill_id, failed.claim_id.state), (bill, "paid"))
        self.agree(committed=600_000, billed=600_000, paid=600_000)

        recovery = self.asked_back(batch.line_ids[0].claim_id, 50_000)
        self.agree(paid=600_000)
        self.receive(recovery, 50_000)
        self.agree(committed=550_000, billed=550_000, paid=550_000, available=150_000)

        manager.action_close()
        following = self._fund(1_000, year=2025)
        manager.action_carry_over("年末结转", "芜财〔2025〕1号")
        self.assertEqual((following.budget, following.available), (251_000, 251_000))
        self.agree(budget=550_000, reserved=0, paid=550_000, available=0)

    def test_shares_between_levels_are_in_the_report(self):
        self._share_payers(1, 3)
        self.settled()
        names = ["advanced:sum", "advance_settled:sum", "advance_open:sum"]
        self.env.flush_all()
        rows = self.env["award.money.report"]._read_group([], ["district_id"], names)
        self.assertEqual(rows, [(self.district, 150_000, 0, 150_000)])
