import io

from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import PROMISED, AwardCase


@tagged("post_install", "-at_install")
class TestDisbursement(AwardCase):
    def test_bills_payments_and_ledger_follow_from_the_batch(self):
        batch = self.settled(3)
        claims = batch.line_ids.claim_id

        self.assertEqual(set(claims.mapped("state")), {"paid"})
        self.assert_fund(committed=3 * PROMISED, billed=3 * PROMISED, paid=3 * PROMISED)
        for claim in claims:
            bill, payment = claim.bill_id, claim.payment_id
            self.assertEqual((bill.state, bill.payment_state), ("posted", "paid"))
            self.assertEqual((bill.amount_total, bill.amount_residual), (PROMISED, 0))
            self.assertEqual(bill._get_reconciled_payments(), payment)
            self.assertEqual(payment.reconciled_bill_ids, bill)
            self.assertEqual((payment.state, payment.is_reconciled), ("paid", True))
            self.assertEqual(bill.journal_id.code, "PPJL")
        self.assertEqual(len(claims.bill_id), 3)
        self.assertEqual(len(claims.payment_id), 3)

    def test_the_fund_agrees_with_the_ledger_of_odoo(self):
        self.settled(2)
        analytic = self.fund.analytic_account_id
        lines = self.env["account.analytic.line"].search([("auto_account_id", "=", analytic.id)])

        self.assertEqual(-sum(lines.mapped("amount")), self.fund.billed)
        booked = self.env["account.move.line"].search(
            [("account_id", "=", self.company.award_account_id.id), ("parent_state", "=", "posted")]
        )
        self.assertEqual(sum(booked.mapped("balance")), self.fund.paid)

    def test_the_bank_file_holds_what_the_bank_needs_and_never_changes(self):
        batch = self.exported(2)
        content, digest = batch.file_ids.raw, batch.content_hash

        sheet = load_workbook(io.BytesIO(content)).worksheets[0]
        rows = list(sheet.iter_rows(values_only=True))
        self.assertEqual(rows[0], ("序号", "账户名称", "账号", "开户行", "联行号", "金额", "用途"))
        self.assertEqual(
            rows[1],
            (
                1,
                self.firm.name,
                "340200000000001",
                self.bank.name,
                "102362000011",
                PROMISED,
                f"品牌奖励 {batch.line_ids[0].claim_id.name}",
            ),
        )
        again = batch.sudo()._bank_files()[0]
        self.assertEqual((again.content, again.sha256), (content, digest))
        batch.with_user(self.users["settler"]).action_settle()
        self.assertIn("/web/content/", batch.action_download()["url"])
        self.assertEqual(batch.file_ids.raw, content)

    def test_three_persons_make_post_and_settle(self):
        batch = self.proposed()
        self.assertEqual(batch.maker_id, self.users["maker"])
        self.assert_refused("One person has one duty", batch.action_confirm)  # by the maker
        self.assertEqual(batch.state, "draft")

        settler = self._user("settler2", ["account.group_account_manager"])
        batch.with_user(settler).action_confirm()
        batch.with_user(settler).action_export()
        self.assert_refused("One person has one duty", batch.with_user(settler).action_settle)

        batch.with_user(self.users["settler"]).action_settle()
        self.assertEqual(batch.state, "settled")
        self.assertEqual((batch.checker_id, batch.settler_id), (settler, self.users["settler"]))

    def test_a_clerk_does_not_settle(self):
        batch = self.exported()
        clerk = self._user("clerk", ["account.group_account_invoice"])
        with self.assertRaises(AccessError):
            batch.with_user(clerk).action_settle()
        self.assertEqual(batch.state, "exported")
        self.assert_fund(paid=0)

    def test_an_account_that_nobody_checked_is_not_scheduled(self):
        self.approved()
        batch = self.batch()

        self.assert_refused("checked by a second person", batch.action_propose)

        self.assertFalse(batch.line_ids)

    def test_two_open_claims_of_a_payee_with_different_accounts_are_refused(self):
        claims = self.approved(2)
        other = self.account(number="340200000000002")
        claims[1].sudo().bank_account_id = other
        self.trusted(claims)
        batch = self.batch()

        self.assert_refused("different accounts", batch.action_propose)

        self.assertEqual(set(claims.mapped("state")), {"approved"})

    def change(self, account):
        """The account as the bank corrected it, checked again by a second person."""
        account = account.with_user(self.applicant).sudo()
        account.write({"allow_out_payment": False})
        account.write({"clearing_number": "102362000022"})
        account.with_user(self.users["award"]).action_trust()

    def test_a_changed_account_takes_the_claim_out_of_a_draft_by_itself(self):
        batch = self.proposed(2)
        claims = batch.line_ids.claim_id

        self.change(batch.line_ids.bank_account_id)

        self.assertEqual(set(claims.mapped("state")), {"approved"})
        self.assertEqual(set(batch.line_ids.mapped("result")), {"failed"})
        self.assertEqual((batch.line_count, batch.amount_total), (0, 0))
        self.assertIn("Taken out", batch.message_ids[:1].body)
        self.assertEqual(batch.maker_id, self.users["maker"])
        batch.action_propose()
        batch.with_user(self.users["checker"]).action_confirm()
        taken = batch.line_ids.filtered(lambda line: line.result == "pending")
        self.assertEqual(set(taken.mapped("cnaps")), {"102362000022"})
        self.assert_fund(billed=2 * PROMISED)

    def test_after_posting_it_leaves_with_its_bill_and_is_paid_by_it_later(self):
        batch = self.confirmed()
        claim, bill = batch.line_ids.claim_id, batch.line_ids.bill_id

        batch.line_ids.bank_account_id.sudo().write({"allow_out_payment": False})

        self.assertEqual((claim.state, claim.bill_id, bill.state), ("approved", bill, "posted"))
        export = batch.with_user(self.users["maker"]).action_export
        self.assert_refused("nothing to pay", export)
        self.change(claim.bank_account_id)
        again = self.disburse()
        self.assertEqual((claim.state, claim.bill_id, again.line_ids.bill_id), ("paid", bill, bill))
        # the empty batch opens again without touching the bill that was paid, and goes
        batch.with_user(self.users["settler"]).action_reopen("无可付款项")
        batch.unlink()
        self.assertEqual((claim.state, bill.payment_state), ("paid", "paid"))
        self.assert_fund(paid=PROMISED, billed=PROMISED)
        self.assert_books_agree()

    def test_what_is_at_the_bank_stays_until_the_bank_or_a_person_says_so(self):
        batch = self.exported()
        self.change(batch.line_ids.bank_account_id)
        self.assertEqual((batch.line_ids.result, batch.line_ids.cnaps), ("pending", "102362000011"))
        settle = batch.with_user(self.users["settler"]).action_settle
        self.assert_refused("account has changed", settle)

    def test_a_suspension_stops_the_batch_at_every_step_and_names_the_way_out(self):
        batch = self.exported(2)
        held = batch.line_ids[0]
        certificate = held.claim_id.certificate_id.with_user(self.users["reviewer"])
        certificate.action_suspend("监督不合格", until="2024-06-30")
        settler = batch.with_user(self.users["settler"])
        self.assert_refused("Mark these lines as not paid", settler.action_settle)
        self.assert_fund(paid=0)

        held.with_user(self.users["settler"]).action_fail("证书暂停,未付")
        settler.action_settle()

        self.assertEqual((held.claim_id.state, held.result), ("approved", "failed"))
        self.assert_fund(paid=PROMISED, billed=2 * PROMISED)

    def test_a_failed_line_is_paid_by_the_next_batch_with_the_same_bill(self):
        batch = self.exported(2)
        line = batch.line_ids[0]
        claim, bill = line.claim_id, line.bill_id
        line.with_user(self.users["settler"]).action_fail("账号户名不符")
        batch.with_user(self.users["settler"]).action_settle()
        self.assertEqual(
            (claim.state, claim.bill_id, bill.amount_residual), ("approved", bill, PROMISED)
        )

        second = self.disburse()

        self.assertEqual(
            (claim.state, claim.bill_id, claim.disbursement_id), ("paid", bill, second)
        )
        self.assertEqual(
            self.env["account.move"].search_count([("award_claim_id", "=", claim.id)]), 1
        )
        self.assert_fund(committed=2 * PROMISED, billed=2 * PROMISED, paid=2 * PROMISED)

    def test_opened_again_before_the_bank_the_bills_are_cancelled(self):
        batch = self.confirmed()
        claim, bill = batch.line_ids.claim_id, batch.line_ids.bill_id
        manager = batch.with_user(self.users["settler"])
        manager.action_reopen("收款方待核")

        self.assertEqual((batch.state, bill.state, claim.bill_id.id), ("draft", "cancel", False))
        self.assert_fund(billed=0, committed=PROMISED)
        batch.with_user(self.users["checker"]).action_confirm()
        self.assertEqual(claim.bill_id.state, "posted")
        self.assertNotEqual(claim.bill_id, bill)
        self.assert_fund(billed=PROMISED)

    def test_a_claim_is_taken_once_and_a_draft_that_is_deleted_gives_it_back(self):
        batch = self.proposed()
        claim = batch.line_ids.claim_id
        self.assertEqual(claim.state, "scheduled")
        other = self.batch()
        self.assert_refused("no approved claim", other.action_propose)

        batch.unlink()

        self.assertEqual(claim.state, "approved")
        other.action_propose()
        self.assertEqual(claim.disbursement_id, other)

    def test_who_entered_an_account_does_not_post_the_batch_that_pays_to_it(self):
        claims = self.trusted(self.approved())
        claims.bank_account_id.sudo().maintained_by_id = self.users["checker"]
        batch = self.taken()

        self.assert_refused(
            "You entered the account", batch.with_user(self.users["checker"]).action_confirm
        )

    def test_an_approval_withdrawn_after_a_failed_payment_takes_its_bill_along(self):
        batch = self.exported()
        line = batch.line_ids
        claim, bill = line.claim_id, line.bill_id
        line.with_user(self.users["settler"]).action_fail("账户已销户")
        batch.with_user(
            self.users["settler"]
        ).action_settle()  # nothing was paid, the batch is done

        claim.with_user(self.users["approver"]).action_withdraw_approval("更正账户")
        claim.with_user(self.users["award"]).action_return("请更正账户")

        self.assertEqual((claim.state, bill.state, claim.bill_id.id), ("returned", "cancel", False))
        self.assert_fund(committed=0, billed=0, paid=0)
