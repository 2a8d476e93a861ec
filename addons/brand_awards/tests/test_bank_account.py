from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import AwardCase


@tagged("post_install", "-at_install")
class TestBankAccount(AwardCase):
    def _refused(self, words, account):
        claim = self.entitled()
        confirm = claim.with_user(self.applicant).action_confirm_account
        self.assert_refused(words, confirm, account.id)
        self.assertEqual((claim.state, claim.bank_account_id.id), ("entitled", False))

    def test_an_account_of_somebody_else_is_refused(self):
        other, user = self._enterprise("芜湖另一家有限公司", "91340202MAXXT0013L")
        self._refused("belongs to somebody else", self.account(other, user))

    def test_a_persons_account_for_an_enterprise_is_refused(self):
        person = self.env["res.partner"].create({"name": "张三", "parent_id": self.firm.id})
        account = self.env["res.partner.bank"].create(
            {
                "partner_id": person.id,
                "acc_number": "622200000000001",
                "bank_id": self.bank.id,
                "clearing_number": "102362000011",
            }
        )
        self._refused("not paid to a person's account", account)
        mine = self.account()
        mine.sudo().holder_kind = "personal"
        self._refused("not paid to a person's account", mine)

    def test_another_holder_name_needs_a_reason(self):
        account = self.account(holder_name="芜湖旧名有限公司")
        self._refused("give the reason", account)
        account.sudo().holder_reason = "更名,银行户名尚未变更"
        claim = self.entitled()
        claim.with_user(self.applicant).action_confirm_account(account.id)
        self.assertEqual(claim.state, "submitted")

    def test_width_and_blanks_of_the_holder_name_do_not_matter(self):
        self.firm.name = "芜湖示例(集团)有限公司"
        account = self.account(holder_name="芜湖示例（集团） 有限公司")
        claim = self.entitled()
        claim.with_user(self.applicant).action_confirm_account(account.id)
        self.assertEqual(claim.state, "submitted")

    def test_a_number_that_the_bank_file_cannot_carry_is_refused(self):
        self._refused("CNAPS", self.account(cnaps=""))
        self._refused("12 digits", self.account(cnaps="12345"))
        self._refused("account number", self.account(number="账号"))

    def test_who_entered_an_account_does_not_check_it(self):
        clerk = self._user(
            "both",
            ["base.group_partner_manager", "account.group_validate_bank_account"],
        )
        account = (
            self.env["res.partner.bank"]
            .with_user(clerk)
            .create(
                {
                    "partner_id": self.firm.id,
                    "acc_number": "340200000000003",
                    "allow_out_payment": True,
                }
            )
        )
        self.assertFalse(account.allow_out_payment)
        self.assert_refused("entered this account yourself", account.action_trust)
        with self.assertRaises(UserError):
            account.write({"allow_out_payment": True})

        account.with_user(self.users["award"]).action_trust()

        self.assertEqual(account.trusted_by_id, self.users["award"])

    def test_a_checked_account_does_not_change_unseen(self):
        account = self.account()
        account.with_user(self.users["award"]).action_trust()
        editor = self._user("editor", ["base.group_partner_manager"])
        for vals in (
            {"clearing_number": "102362000099"},
            {"acc_holder_name": "别人"},
            {"holder_kind": "personal"},
            {"acc_number": "1" * 12},
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                account.with_user(editor).write(vals)
        self.assertTrue(account.allow_out_payment)

        self.account(cnaps="102362000044")  # the enterprise enters it anew: the check is gone

        self.assertFalse(account.allow_out_payment)

    def test_nobody_says_who_maintained_or_checked_an_account(self):
        account = self.account()
        editor = self._user("editor", ["base.group_partner_manager"])
        account.with_user(editor).write({"maintained_by_id": self.users["award"].id})
        self.assertEqual(account.maintained_by_id, self.applicant)
