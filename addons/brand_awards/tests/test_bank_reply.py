"""A bank's reply, line by line; nothing is paid twice, nothing is lost."""

import base64

from odoo.tests import tagged

from .common import PROMISED, AwardCase


@tagged("post_install", "-at_install")
class TestBankReply(AwardCase):
    def read_in(self, batch, content, role="settler"):
        return batch.with_user(self.users[role]).action_import_reply(content, "回单.xlsx")

    def test_paid_and_failed_lines_are_told_apart_and_the_rest_is_settled(self):
        batch = self.exported(3)
        good, bad, _other = batch.line_ids
        kept = self.read_in(batch, self.reply(batch, self.OK, self.BAD, self.OK))
        self.assertEqual((kept.paid_count, kept.failed_count), (2, 1))
        self.assertEqual((bad.result, bad.failure_reason), ("failed", "账号户名不符"))
        self.assertEqual((good.bank_answer, good.bank_serial), ("success", f"S{good.id}"))
        self.assertEqual(bad.claim_id.state, "approved")

        batch.with_user(self.users["settler"]).action_settle()
        self.assertEqual(good.claim_id.state, "paid")
        self.assert_fund(paid=2 * PROMISED, billed=3 * PROMISED)

    def test_a_failed_line_is_paid_to_a_corrected_account_by_the_same_bill(self):
        batch = self.exported()
        line = batch.line_ids
        claim, bill = line.claim_id, line.bill_id
        self.read_in(batch, self.reply(batch, self.BAD))
        self.assertTrue(claim.needs_account)
        self.assertTrue(claim._portal_may_confirm())
        draft = self.batch()
        self.assert_refused("corrects its account", draft.action_propose)

        other = self.account(number="340200000000002")
        claim.with_user(self.applicant).action_confirm_account(other.id)
        self.assertEqual((claim.state, claim.bank_account_id), ("approved", other))
        self.assertTrue(claim.approval_ids or claim.approved_on)
        self.assert_refused("second person", draft.action_propose)

        other.with_user(self.users["award2"]).action_trust()
        draft.action_propose()
        self.paid_out(draft)
        self.assertEqual((claim.state, claim.bill_id), ("paid", bill))
        bills = self.env["account.move"].search([("award_claim_id", "=", claim.id)])
        self.assertEqual(bills, bill)
        self.assert_fund(billed=PROMISED, paid=PROMISED, committed=PROMISED)

    def test_what_the_bank_has_paid_is_settled_whatever_changed_and_never_paid_again(self):
        batch = self.exported(2)
        paid, other = batch.line_ids
        self.read_in(batch, self.reply(batch, self.OK, self.BAD))
        paid.claim_id.certificate_id.sudo().action_withdraw(
            reason="监督发现造假", document_no="撤1号"
        )
        self.assertEqual(paid.claim_id.state, "scheduled")
        fail = paid.with_user(self.users["settler"]).action_fail
        self.assert_refused("The bank says that it has paid", fail, "证书已撤销")

        batch.with_user(self.users["settler"]).action_settle()

        self.assertEqual((paid.result, paid.claim_id.state), ("paid", "paid"))
        recovery = paid.claim_id.recovery_ids
        self.assertEqual((recovery.state, recovery.amount), ("draft", PROMISED))
        self.assertIn("撤1号", recovery.reason)
        self.assertFalse(other.claim_id.recovery_ids)
        self.assert_fund(paid=PROMISED)

    def test_a_claim_whose_ground_fell_away_ends_when_the_bank_sends_it_back(self):
        batch = self.exported()
        claim = batch.line_ids.claim_id
        claim.certificate_id.sudo().action_withdraw(reason="监督发现造假", document_no="撤1号")
        self.assertEqual(claim.state, "scheduled")

        self.read_in(batch, self.reply(batch, self.BAD))

        self.assertEqual((claim.state, claim.bill_id.id), ("cancelled", False))
        self.assert_fund(committed=0, billed=0, paid=0)
        self.assert_books_agree()

    def test_an_account_is_not_changed_while_nothing_failed(self):
        claim = self.approved()
        account = claim.bank_account_id
        step = claim.with_user(self.applicant).action_correct_account
        self.assert_refused("after a failed payment", step, account.id)

    def test_the_same_file_is_refused_and_an_overlapping_one_changes_nothing(self):
        batch = self.exported(2)
        first = self.reply(batch, self.OK, self.BAD)
        self.read_in(batch, first)
        self.assert_refused("read in already", self.read_in, batch, first)
        again = self.reply(batch, self.OK, ("失败", "又一次"))
        kept = self.read_in(batch, again)
        self.assertEqual((kept.paid_count, kept.failed_count), (0, 0))
        self.assertEqual(batch.line_ids[1].failure_reason, "账号户名不符")

    def test_an_altered_reply_that_contradicts_is_refused_whole(self):
        batch = self.exported(2)
        self.read_in(batch, self.reply(batch, self.OK, self.BAD))
        altered = self.reply(batch, self.BAD, self.OK)
        self.assert_refused("contradicts", self.read_in, batch, altered)
        self.assertEqual(batch.line_ids.mapped("result"), ["pending", "failed"])
        batch.with_user(self.users["settler"]).action_settle()
        self.assert_refused("contradicts", self.read_in, batch, altered)
        self.assertEqual(len(batch.line_ids.payment_id), 1)

    def test_rows_with_another_account_or_amount_answer_nothing(self):
        batch = self.exported(3)
        content = self.reply(
            batch,
            self.OK,
            self.OK,
            self.OK,
            line1={"金额": 1},
            line2={"账号": "999999999999999"},
        )
        kept = self.read_in(batch, content)
        self.assertEqual(kept.paid_count, 1)
        self.assertIn("amount", kept.stray_text)
        settler = batch.with_user(self.users["settler"])
        self.assert_refused("has not answered lines 1, 2", settler.action_settle)

    def test_only_finance_reads_replies_and_only_after_the_export(self):
        batch = self.confirmed()
        content = self.reply(batch, self.OK)
        self.assert_refused("Nothing has been sent", self.read_in, batch, content)
        batch.with_user(self.users["maker"]).action_export()
        for role in ("maker", "award", "manager"):
            self.assert_refused("accounting manager", self.read_in, batch, content, role)
        self.assert_refused("no XLSX", self.read_in, batch, base64.b64encode(b"x"))

    def test_the_wizard_works_as_the_web_client_asks(self):
        batch = self.exported()
        Reply = self.env["award.reply"].with_user(self.users["settler"])
        vals = {"disbursement_id": batch.id, "file": self.reply(batch, self.OK)}
        shown = Reply.web_save(vals, {"file": {}, "paid_count": {}})[0]
        self.assertEqual(shown["paid_count"], 1)
        Reply.browse(shown["id"]).with_context(bin_size=True).action_apply()
        self.assertEqual(batch.line_ids.bank_answer, "success")

    def test_the_wizard_shows_what_would_be_read_in_and_writes_nothing(self):
        batch = self.exported(2)
        wizard = (
            self.env["award.reply"]
            .with_user(self.users["settler"])
            .create(
                {
                    "disbursement_id": batch.id,
                    "file": self.reply(batch, self.OK, self.BAD),
                    "file_name": "回单.xlsx",
                }
            )
        )
        self.assertEqual((wizard.paid_count, wizard.failed_count), (1, 1))
        self.assertEqual(wizard.paid_amount, PROMISED)
        self.assertFalse(batch.reply_ids)
        wizard.action_apply()
        self.assertEqual(len(batch.reply_ids), 1)
