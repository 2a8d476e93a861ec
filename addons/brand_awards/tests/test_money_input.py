"""Money past the forms: figures, bank files and accounts that a client writes by hand."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import AwardCase


@tagged("post_install", "-at_install")
class TestMoneyInput(AwardCase):
    def _rpc(self, user, records, method, *args, **kwargs):
        model = self.env[records._name].with_user(user)
        return call_kw(model, method, [records.ids, *args], kwargs)

    def test_figures_that_follow_from_others_are_not_written(self):
        batch = self.exported()
        for user, record, vals in (
            (self.users["maker"], batch, {"amount_total": 1.0}),
            (self.users["maker"], batch, {"file_ids": [(5,)]}),
            (self.users["manager"], self.fund, {"available": 10**9}),
            (self.users["award"], batch.line_ids.claim_id, {"disbursement_id": False}),
            (self.users["award"], batch.line_ids.claim_id, {"is_queued": True}),
            (self.users["manager"], self.policy, {"version": 9}),
        ):
            with self.assertRaises(UserError, msg=str(vals)):
                self._rpc(user, record, "write", vals)
        self.assertEqual(batch.amount_total, 200_000)
        self.assertTrue(batch.file_ids)

    def test_a_bank_file_that_was_exported_stays_as_it_is(self):
        batch = self.exported()
        before = batch.file_ids.sudo().raw
        for user in (self.users["maker"], self.users["settler"]):
            file = batch.file_ids.with_user(user)
            for vals in ({"raw": b"other payments"}, {"res_id": 0, "res_model": False}):
                with self.assertRaises(AccessError):
                    file.write(vals)
            with self.assertRaises(AccessError):
                file.unlink()
        self.assertEqual(batch.file_ids.sudo().raw, before)

    def test_a_budget_is_a_number(self):
        manager, fund = self.users["manager"], self.fund
        for number in (float("nan"), float("inf")):
            for method in ("action_change_budget", "action_reserve"):
                with self.assertRaises(ValidationError):
                    self._rpc(manager, fund, method, number, "追加", "芜财〔2024〕4号")
            with self.assertRaises(ValidationError):
                call_kw(
                    self.env["award.fund"].with_user(manager),
                    "create",
                    [{"name": "x", "code": "X", "initial_budget": number}],
                    {},
                )
        self.assert_fund(budget=self.budget, reserved=0)

    def test_who_changes_an_account_by_its_second_name_does_not_check_it(self):
        account = self.submitted_claim().bank_account_id
        officer = self.users["officer"]
        validate = self.env.ref("account.group_validate_bank_account")
        officer.group_ids += validate
        self._rpc(officer, account, "write", {"sanitized_acc_number": "340200000000009"})
        self.assertEqual(account.maintained_by_id, officer)
        with self.assertRaises(UserError):
            self._rpc(officer, account, "write", {"allow_out_payment": True})

    def test_a_district_reads_the_accounts_of_its_own_enterprises_only(self):
        account = self.submitted_claim().bank_account_id
        elsewhere = self._user("elsewhere", ["brand_certification.group_district"])
        elsewhere.brand_district_ids = self.env["brand.district"].create({"name": "镜湖区"})
        for user, seen in (
            (elsewhere, False),
            (self.users["district"], True),
            (self.users["auditor"], True),
        ):
            found = account.with_user(user).search([("id", "=", account.id)])
            self.assertEqual(bool(found), seen, user.name)

    def test_a_copied_policy_is_a_draft_with_the_next_number_whatever_is_asked(self):
        manager = self.users["manager"]
        default = {"version": 7, "state": "active", "rule_ids": [(1, self.rule.id, {"amount": 1})]}
        (copy,) = self._rpc(manager, self.policy, "copy", default)
        copy = self.policy.browse(copy)
        self.assertEqual((copy.state, copy.version), ("draft", self.policy.version + 1))
        self.assertEqual((self.rule.amount, copy.rule_ids.amount), (200_000, 200_000))
        with self.assertRaises(AccessError):
            self._rpc(self.users["auditor"], self.policy, "copy")

    def test_the_words_on_repayment_are_part_of_the_version(self):
        with self.assertRaises(UserError):
            self._rpc(self.users["manager"], self.policy, "write", {"recovery_clause": "另行规定"})

    def test_a_ruling_that_answers_nothing_is_refused_with_what_is_possible(self):
        city = self.env["res.company"].create({"name": "另一城市"})
        given = {
            "name": "以认定日期或申领日期为准",
            "code": "A28",
            "company_id": city.id,
            "document_no": "云政〔2024〕1号",
            "decided_by": "市政府",
            "date_from": "2024-01-01",
        }
        Ruling = self.env["brand.ruling"]
        with self.assertRaisesRegex(ValidationError, "award_date / claim_date"):
            Ruling.create({**given, "choice": "award"})
        ruling = Ruling.create({**given, "company_id": self.company.id, "choice": "award_date"})
        for vals in ({"decided_by": "某处"}, {"company_id": city.id}, {"choice": False}):
            with self.assertRaisesRegex(UserError, "has been ruled"):
                self._rpc(self.users["manager"], ruling, "write", vals)
