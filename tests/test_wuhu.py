"""芜湖智造 from the application to the reconciled payment, each step by the person whose step it is."""

import io

import openpyxl
from pypdf import PdfReader

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.brand_awards.tests.finance import FINANCE, FinanceSteps
from odoo.addons.brand_certification.tests.common import BrandCase

SCORES = (92, 90, 85, 95, 88)  # 25×0.92 + 30×0.90 + 15×0.85 + 15×0.95 + 15×0.88 = 90.20


@tagged("post_install", "-at_install")
class TestWuhu(FinanceSteps, BrandCase):
    @classmethod
    def _city(cls):
        return cls.env.ref("brand_city_wuhu.company")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.city = cls.company
        cls.program = cls._open_program()
        cls.users["award"] = cls._user("award", ["brand_awards.group_award_officer"])
        for role, groups in FINANCE.items():
            cls.users[role] = cls._user(role, groups)
        cls.users["account_checker"] = cls._user(
            "account_checker",
            ["account.group_account_invoice", "account.group_validate_bank_account"],
        )
        cls.city._award_setup()
        cls.fund = cls._fund(1_000_000)

    @classmethod
    def _open_program(cls):
        program = cls.env.ref("brand_city_wuhu.program")
        manager = cls.users["manager"]
        if program.state == "draft":
            program.with_user(manager).write(
                {"window_from": "2024-01-01", "window_to": "2024-12-31"}
            )
            program.with_user(manager).action_open()
        for name, choice in (
            ("ruling_a5", "product"),
            ("ruling_a7", "city"),
            ("ruling_a28", "award_date"),
        ):
            cls.env.ref(f"brand_city_wuhu.{name}").with_user(manager).write(
                {
                    "choice": choice,
                    "document_no": "芜市监示例〔2022〕3号",
                    "decided_by": "品牌认证推进工作组",
                    "date_from": "2022-01-01",
                }
            )
        policy = cls.env.ref("brand_city_wuhu.policy")
        policy.with_user(manager).fair_review_no = "公平竞争审查〔2024〕示例1号"
        policy.with_user(manager).action_activate()
        return program

    @classmethod
    def _fund(cls, budget):
        fund = cls.env["award.fund"].create(
            {
                "name": "“芜湖智造”品牌发展专项经费",
                "code": "ZXJF",
                "fiscal_year": 2024,
                "initial_budget": budget,
                "budget_document_no": "芜财预〔2024〕示例1号",
            }
        )
        fund.with_user(cls.users["manager"]).action_open()
        return fund

    # -- verbs -----------------------------------------------------------------------------------

    def certified(self, *args, **kwargs):
        return super().certified(*args, scores=SCORES, **kwargs)

    def account_of(self, firm, number="12120154800000001"):
        bank = self.env["res.bank"].create({"name": "徽商银行芜湖示例支行"})
        return (
            self.env["res.partner.bank"]
            .with_user(self.applicant)
            .sudo()
            .create(
                {
                    "partner_id": firm.id,
                    "acc_number": number,
                    "acc_holder_name": firm.name,
                    "bank_id": bank.id,
                    "clearing_number": "319362000018",
                }
            )
        )

    def confirmed_claim(self):
        claim = self.certified().certificate_id.sudo().claim_ids
        claim.with_user(self.applicant).action_confirm_account(self.account_of(self.firm).id)
        return claim

    def approved_claim(self):
        claim = self.confirmed_claim()
        claim.bank_account_id.with_user(self.users["account_checker"]).action_trust()
        claim.with_user(self.users["award"]).action_review()
        claim.with_user(self.users["approver"]).action_approve()
        return claim

    # -- the year --------------------------------------------------------------------------------

    def test_a_new_certificate_makes_its_claim_by_itself_and_says_why(self):
        certificate = self.certified(product="某某泵").certificate_id

        claim = certificate.sudo().claim_ids
        self.assertEqual((claim.state, claim.amount), ("entitled", 200_000))
        for words in (
            "每件给予一次性奖励20万元",
            "某某泵",
            certificate.number,
            "20万元",
        ):
            self.assertIn(words, claim.with_context(lang="zh_CN").explanation)

    def test_the_reward_is_paid_billed_and_reconciled_once(self):
        claim = self.approved_claim()
        self.assertEqual(self.fund.committed, 200_000)
        batch = self.disburse()

        self.assertEqual((batch.state, claim.state), ("settled", "paid"))
        bill, payment = claim.bill_id, claim.payment_id
        self.assertEqual((bill.move_type, bill.state), ("in_invoice", "posted"))
        self.assertEqual((bill.payment_state, bill.amount_residual), ("paid", 0))
        self.assertEqual(bill.currency_id.name, "CNY")
        self.assertEqual(bill._get_reconciled_payments(), payment)
        self.assertEqual((payment.state, payment.amount), ("paid", 200_000))
        fund = self.fund
        self.assertEqual(
            (fund.budget, fund.committed, fund.paid, fund.available),
            (1_000_000, 200_000, 200_000, 800_000),
        )
        kinds = fund.entry_ids.sorted("id").mapped("kind")
        self.assertEqual(kinds, ["budget", "commit", "bill", "pay"])
        self.assertEqual(fund.analytic_account_id.balance, -200_000)

    def test_the_bank_file_names_who_is_paid_where_and_how_much(self):
        self.approved_claim()
        batch = self.disburse().with_env(self.env)

        book = openpyxl.load_workbook(io.BytesIO(batch.file_ids.raw))
        cells = [
            cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
        ]
        for expected in (
            self.firm.name,
            "12120154800000001",
            "徽商银行芜湖示例支行",
            "319362000018",
        ):
            self.assertIn(expected, cells)
        self.assertIn(200_000, cells)

    def test_the_approval_sheet_writes_the_sum_in_capitals(self):
        self.approved_claim()
        batch = self.disburse().with_env(self.env)

        content, _kind = (
            self.env["ir.actions.report"]
            .with_context(force_report_rendering=True, lang="zh_CN")
            ._render_qweb_pdf("brand_awards.action_report_approval_sheet", batch.ids)
        )
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
        text = "".join(text.split())
        self.assertIn("贰拾万元整", text)
        self.assertIn(self.firm.name, text)

    # -- refusals --------------------------------------------------------------------------------

    def test_who_reviews_a_claim_does_not_approve_it(self):
        claim = self.confirmed_claim()
        award = self.users["award"]
        award.group_ids = [Command.link(self.env.ref("brand_certification.group_approver").id)]
        claim.with_user(award).action_review()
        with self.assertRaisesRegex(AccessError, "One person has one duty"):
            claim.with_user(award).action_approve()
        self.assertEqual((claim.state, self.fund.committed), ("reviewed", 0))

    def test_who_prepares_a_disbursement_does_not_post_it(self):
        self.approved_claim()
        batch = self.taken()
        with self.assertRaisesRegex(AccessError, "One person has one duty"):
            batch.action_confirm()
        self.assertEqual(batch.state, "draft")

    def test_an_exhausted_fund_commits_nothing_and_the_claim_waits_visibly(self):
        self.fund.with_user(self.users["manager"]).action_change_budget(
            -900_000, "预算调整", "芜财预〔2024〕示例2号"
        )
        claim = self.confirmed_claim()
        claim.with_user(self.users["award"]).action_review()
        claim.with_user(self.users["approver"]).action_approve()
        self.assertEqual(claim.state, "reviewed")
        self.assertTrue(claim.is_queued)
        self.assertEqual(self.fund.committed, 0)

    def test_a_suspended_certificate_holds_the_money(self):
        claim = self.confirmed_claim()
        claim.certificate_id.with_user(self.decider).action_suspend(reason="抽查不合格")
        with self.assertRaisesRegex(UserError, "suspended"):
            claim.with_user(self.users["award"]).action_review()

    def test_the_same_product_is_not_rewarded_twice(self):
        first = self.certified()
        self.assertEqual(first.certificate_id.sudo().claim_ids.amount, 200_000)
        renewal = first.certificate_id.sudo().copy(
            {
                "number": "WHZZ-RENEWAL",
                "application_id": False,
                "version": 1,
                "token": "renewal-token",
                "date_start": "2027-03-12",
                "date_end": "2030-03-11",
                "date_issue": "2027-03-01",
            }
        )
        renewal._after_issue()
        self.assertFalse(renewal.claim_ids.filtered(lambda c: c.amount))
