"""City and district settle what one advanced for the other: each share once, recoveries taken off."""

import io

from psycopg2.errors import UniqueViolation
from pypdf import PdfReader

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PROMISED, AwardCase

DISTRICT_SHARE = 120_000  # 4:6 of 200,000
CITY_SHARE = 80_000


class ShareCase(AwardCase):
    """Rewards that city and district share 4:6."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._share_payers(4, 6)
        cls._allow_recoveries()

    def statement(self, **vals):
        statements = self.env["award.settlement"].with_user(self.users["maker"])
        return statements.create(
            {
                "district_id": self.district.id,
                "date_from": "2024-01-01",
                "date_to": "2024-12-31",
                **vals,
            }
        )

    def gathered(self, **vals):
        statement = self.statement(**vals)
        statement.action_propose()
        return statement

    def checked(self, **vals):
        statement = self.gathered(**vals)
        statement.with_user(self.users["checker"]).action_confirm()
        return statement

    def settle(self, statement, **vals):
        finance = statement.with_user(self.users["settler"])
        finance.write({"settled_on": "2024-03-29", "reference": "国库回单88", **vals})
        finance.action_settle()


@tagged("post_install", "-at_install")
class TestSettlement(ShareCase):
    def balances(self, statement):
        """``{field of the company: balance}`` of the statement's entries that stand."""
        lines = self.env["account.move.line"].search(
            [("move_id.award_settlement_id", "=", statement.id), ("parent_state", "=", "posted")]
        )
        names = ("award_advance_account_id", "award_shared_account_id", "award_treasury_account_id")
        accounts = {name: self.company[name] for name in names}
        accounts["bank"] = self.company.award_bank_journal_id.default_account_id
        sums = {
            name: sum(
                lines.filtered(lambda line, a=account: line.account_id == a).mapped("balance")
            )
            for name, account in accounts.items()
        }
        return {name: amount for name, amount in sums.items() if amount}

    # -- shares ------------------------------------------------------------------------------------

    def test_a_payment_freezes_the_share_of_the_district_in_the_ledger(self):
        self.settled(2)
        paid = self.fund.entry_ids.filtered(lambda entry: entry.kind == "pay")
        self.assertEqual(paid.mapped("other_share"), [DISTRICT_SHARE] * 2)
        self.assertEqual(
            (self.fund.advanced, self.fund.advance_settled, self.fund.advance_open),
            (2 * DISTRICT_SHARE, 0, 2 * DISTRICT_SHARE),
        )
        others = self.fund.entry_ids - paid
        self.assertEqual(set(others.mapped("other_share")), {0})

    def test_where_the_city_pays_alone_nothing_is_to_be_settled(self):
        self.rule.payers = "city"
        self.settled()
        self.assertFalse(self.fund.advanced)
        self.assert_refused("nothing was advanced", self.statement().action_propose)

    def test_a_statement_gathers_each_share_once(self):
        self.settled(2)
        first = self.gathered()
        self.assertEqual((first.line_count, first.balance), (2, 2 * DISTRICT_SHARE))
        self.assert_refused("in a statement already", self.statement().action_propose)
        entry = first.line_ids[0].entry_id
        with (
            self.assertRaises(UniqueViolation),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self.env["award.settlement.line"].sudo().create(
                {"settlement_id": self.statement().id, "entry_id": entry.id}
            )

    def test_a_share_taken_out_or_a_draft_deleted_is_free_for_the_next(self):
        self.settled(2)
        first = self.gathered()
        first.line_ids[0].unlink()
        self.assertEqual((first.line_count, first.open_amount), (1, DISTRICT_SHARE))
        self.assertEqual(self.gathered().line_count, 1)
        first.unlink()
        self.assertEqual(self.gathered().line_count, 1)

    def test_period_and_policy_bound_a_statement_and_what_is_left_out_is_told(self):
        self.settled()
        later = self.statement(date_from="2024-06-01")
        self.assert_refused("nothing was advanced", later.action_propose)
        self.assertEqual(later.left_out, DISTRICT_SHARE)
        other = self.statement(policy_id=self._draft_policy("other").id)
        self.assert_refused("nothing was advanced", other.action_propose)
        self.assertEqual(self.gathered(policy_id=self.policy.id).line_count, 1)

    def test_a_payment_counts_on_the_day_of_the_bank_not_of_the_entry(self):
        batch = self.exported()
        batch.with_user(self.users["settler"]).action_settle("2024-02-05")
        self.assertEqual(str(batch.line_ids.claim_id.paid_on), "2024-02-05")
        february = self.gathered(date_from="2024-02-01", date_to="2024-02-29")
        self.assertEqual(february.line_count, 1)

    # -- recoveries --------------------------------------------------------------------------------

    def test_a_recovery_takes_its_share_off_the_same_or_the_next_statement(self):
        claim = self.settled().line_ids.claim_id
        first = self.checked()
        self.settle(first)
        self.give_back(claim, 50_000)
        second = self.gathered()
        self.assertEqual(second.line_ids.mapped("share"), [-30_000])
        self.assertEqual((second.city_advanced, second.balance), (-30_000, -30_000))
        self.assertIn("The city pays", second.balance_text)
        self.assertEqual(self.fund.advance_open, -30_000)

    def test_parts_that_come_back_add_up_to_the_share_to_the_fen(self):
        claim = self.settled().line_ids.claim_id
        for amount in (0.01, 33_333.33, 100_000.00, 66_666.66):
            self.give_back(claim, amount)
        statement = self.gathered()
        self.assertEqual(statement.balance, 0)
        self.assertEqual(statement.line_count, len(statement.line_ids.filtered("share")))
        self.assertIn("Nothing is owed", statement.balance_text)
        self.assert_fund(paid=0, billed=0, committed=0)

    # -- the district advances ---------------------------------------------------------------------

    def test_where_the_district_pays_first_the_city_owes_its_share(self):
        treasury = self.env["award.fund"].create(
            {
                "name": "区品牌资金",
                "code": "ZXZJ",
                "fiscal_year": 2024,
                "district_id": self.district.id,
                "initial_budget": PROMISED,
                "budget_document_no": "弋财〔2024〕1号",
            }
        )
        treasury.with_user(self.users["manager"]).action_open()
        claims = self.trusted(self.approved())
        self.assertEqual(claims.fund_id, treasury)
        self.disburse(treasury)
        statement = self.checked()
        self.assertEqual(
            (statement.city_advanced, statement.district_advanced, statement.balance),
            (0, CITY_SHARE, -CITY_SHARE),
        )
        self.assertEqual(
            self.balances(statement),
            {"award_advance_account_id": -CITY_SHARE, "award_shared_account_id": CITY_SHARE},
        )

    def test_a_fund_of_another_district_is_refused(self):
        other = self.env["brand.district"].create({"name": "镜湖区", "code": "340202T"})
        fund = self.env["award.fund"].create(
            {"name": "x", "code": "ZXZJ", "fiscal_year": 2024, "district_id": other.id}
        )
        self.assert_refused("another district", self.entitled().write, {"fund_id": fund.id})

    # -- steps and books -----------------------------------------------------------------------------

    def test_the_demand_stands_in_the_books_until_the_money_comes(self):
        self.settled()
        statement = self.checked()
        self.assertEqual(
            self.balances(statement),
            {
                "award_advance_account_id": DISTRICT_SHARE,
                "award_shared_account_id": -DISTRICT_SHARE,
            },
        )
        self.settle(statement)
        self.assertEqual(statement.state, "settled")
        self.assertEqual(
            self.balances(statement),
            {"bank": DISTRICT_SHARE, "award_shared_account_id": -DISTRICT_SHARE},
        )
        self.assertEqual((self.fund.advance_settled, self.fund.advance_open), (DISTRICT_SHARE, 0))

    def test_the_treasuries_settle_without_a_bank(self):
        self.settled()
        statement = self.checked()
        self.settle(statement, means="treasury")
        self.assertEqual(
            self.balances(statement),
            {
                "award_treasury_account_id": DISTRICT_SHARE,
                "award_shared_account_id": -DISTRICT_SHARE,
            },
        )

    def test_the_funds_figures_and_its_analytic_account_stay_gross(self):
        self.settled()
        self.settle(self.checked())
        self.assert_fund(paid=PROMISED, billed=PROMISED, committed=PROMISED)
        self.assert_books_agree()

    def test_two_persons_and_nothing_is_settled_without_day_and_slip(self):
        self.settled()
        statement = self.gathered()
        self.assert_refused(
            "one duty over one file", statement.with_user(self.users["maker"]).action_confirm
        )
        settler = statement.with_user(self.users["settler"])
        statement.with_user(self.users["checker"]).action_confirm()
        self.assertIn("Enter the day", settler.blockers)
        self.assert_refused("number of the bank slip", settler.action_settle)
        for role in ("award", "approver", "auditor", "manager", "checker"):
            with self.assertRaises(AccessError), self.cr.savepoint():
                statement.with_user(self.users[role]).action_settle()

    def test_a_confirmed_statement_is_closed_and_opens_again_with_a_reason(self):
        self.settled()
        statement = self.checked()
        maker = statement.with_user(self.users["maker"])
        self.assert_refused("no longer be changed", maker.write, {"date_to": "2024-06-30"})
        self.assert_refused("no longer be changed", maker.line_ids.unlink)
        self.assert_refused("draft only", maker.action_propose)
        settler = statement.with_user(self.users["settler"])
        self.assert_refused("Give the reason", settler.action_reopen)
        settler.action_reopen(reason="区财政要求更正")
        self.assertEqual((statement.state, self.balances(statement)), ("draft", {}))
        statement.with_user(self.users["checker"]).action_confirm()
        self.assertIn(DISTRICT_SHARE, self.balances(statement).values())

    def test_a_head_changed_after_gathering_is_not_confirmed(self):
        self.settled()
        statement = self.gathered()
        statement.date_to = "2024-02-01"
        self.assert_refused(
            "take them out", statement.with_user(self.users["checker"]).action_confirm
        )

    def test_entries_of_a_statement_are_undone_by_it_only(self):
        self.settled()
        move = self.checked().move_id.with_user(self.users["settler"])
        for step in (move.button_draft, move.button_cancel):
            self.assert_refused("undone there only", step)
        with self.assertRaises(AccessError):
            move.write({"award_settlement_id": False})

    # -- who sees it, and on paper -------------------------------------------------------------------

    def test_a_district_officer_sees_statements_of_the_own_district_only(self):
        self.settled()
        statement = self.gathered()
        elsewhere = self._user("elsewhere", ["brand_certification.group_district"])
        for model in ("award.settlement", "award.settlement.line"):
            found = self.env[model].with_user(self.users["district"]).search([])
            self.assertTrue(found)
            self.assertFalse(self.env[model].with_user(elsewhere).search([]))
        with self.assertRaises(AccessError):
            statement.with_user(self.users["district"]).action_propose()

    def test_the_paper_names_both_levels_and_the_sum_in_capitals(self):
        self.settled(2)
        statement = self.gathered()
        engine = self.env["ir.actions.report"].with_user(self.users["district"])
        content, _kind = engine.with_context(force_report_rendering=True)._render_qweb_pdf(
            "brand_awards.action_report_settlement", statement.ids
        )
        pages = PdfReader(io.BytesIO(content)).pages
        text = "".join("".join((page.extract_text() or "").split()) for page in pages)
        for part in (
            statement.name,
            "弋江区",
            self.firm.name,
            "芜政〔2021〕108号",
            "240,000.00",
            "人民币贰拾肆万元整",
        ):
            self.assertIn(part, text)
