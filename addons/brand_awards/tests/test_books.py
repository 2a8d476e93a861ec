from psycopg2.errors import UniqueViolation

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PROMISED, AwardCase


@tagged("post_install", "-at_install")
class TestBooks(AwardCase):
    def test_the_books_of_a_city_are_prepared_once(self):
        company = self.company
        journal, account = company.award_journal_id, company.award_account_id
        self.assertEqual((journal.code, journal.type), ("PPJL", "purchase"))
        self.assertEqual(account.with_context(lang="zh_CN").name, "品牌奖励支出")
        method = company.award_bank_journal_id.outbound_payment_method_line_ids[:1]
        self.assertEqual(
            method.payment_account_id, company.award_bank_journal_id.default_account_id
        )

        company.with_user(self.users["manager"]).action_award_setup()

        self.assertEqual((company.award_journal_id, company.award_account_id), (journal, account))

    def test_only_managers_prepare_the_books(self):
        self.assert_refused(
            "prepares the books",
            self.company.with_user(self.users["officer"]).action_award_setup,
        )

    def test_bills_and_payments_of_a_disbursement_are_undone_there_only(self):
        batch = self.settled()
        bill, payment = batch.line_ids.bill_id, batch.line_ids.payment_id
        accountant = self.users["settler"]
        for step in (
            bill.with_user(accountant).button_draft,
            bill.with_user(accountant).button_cancel,
            payment.with_user(accountant).action_draft,
            payment.with_user(accountant).action_cancel,
            payment.move_id.with_user(accountant).button_draft,
        ):
            self.assert_refused("undone there only", step)
            self.assertEqual((bill.payment_state, payment.state), ("paid", "paid"))

    def test_a_reward_bill_is_not_paid_beside_its_disbursement(self):
        bill = self.confirmed().line_ids.bill_id
        env = self.env(user=self.users["settler"])
        window = env["account.payment.register"].with_context(
            active_model="account.move", active_ids=bill.ids
        )
        self.assert_refused("disbursement only", window.create({}).action_create_payments)
        payment = env["account.payment"].create(
            {
                "payment_type": "outbound",
                "partner_type": "supplier",
                "partner_id": bill.partner_id.id,
                "amount": PROMISED,
                "journal_id": self.company.award_bank_journal_id.id,
                "invoice_ids": [Command.set(bill.ids)],
            }
        )
        self.assert_refused("disbursement only", payment.action_post)

    def test_no_client_ties_a_bill_or_a_payment_to_a_claim(self):
        batch = self.confirmed()
        claim = batch.line_ids.claim_id
        env = self.env(user=self.users["settler"])
        vals = {"move_type": "in_invoice", "partner_id": self.firm.id}
        bill = env["account.move"].create(vals)
        with self.assertRaises(AccessError):
            env["account.move"].create({**vals, "award_claim_id": claim.id})
        with self.assertRaises(AccessError):
            env["account.move"].with_context(default_award_claim_id=claim.id).create(vals)
        with self.assertRaises(AccessError):
            bill.with_context(award_books_gate=True).write({"award_claim_id": claim.id})
        self.assertFalse(bill.award_claim_id)

    def test_a_claim_has_one_bill_by_the_database(self):
        batch = self.confirmed()
        moves = self.env["account.move"]._award_gate()
        with (
            self.assertRaises(UniqueViolation),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            moves.create(batch.sudo()._prepare_bill_vals(batch.line_ids))
