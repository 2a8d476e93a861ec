"""Zhuzhou's money: from the confirmed account over notice, levels, fund and bank to the recovery."""

import io

import openpyxl
from zhuzhou_case import ZhuzhouCase

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.brand_certification.tests.common import PDF


@tagged("post_install", "-at_install")
class TestMoney(ZhuzhouCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.put_into_force()
        cls.quality = cls.open_fund("ZLQS", 600_000)

    def figures(self, fund):
        return (fund.budget, fund.committed, fund.paid, fund.available)

    # -- the way to the bank -------------------------------------------------------------------------

    def test_a_list_is_on_public_notice_before_anything_is_approved(self):
        claim = self.reviewed(self.entitled("hnmp"))
        approve = claim.with_user(self.users["approver"]).action_approve
        self.assert_refused("public notice first", approve)
        form = claim.with_user(self.users["award"]).action_make_notice()
        notice = self.env["brand.notice"].browse(form["res_id"])
        self.assertIn("30,000", notice.line_ids.detail)
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.publish(notice.with_user(self.users["award"]))
        self.publish(notice.with_user(self.users["reviewer"]))
        self.assertEqual(claim.state, "notice")
        self.assert_refused("In public notice until", approve)
        self.let_notice_end(notice.with_user(self.users["reviewer"]))
        approve()
        self.assertEqual(claim.state, "approved")

        firm, user = self.enterprise(40)
        later = self.reviewed(self.entitled("hnmp", firm), user)
        form = later.with_user(self.users["award"]).action_make_notice()
        self.assertEqual(
            self.env["brand.notice"].browse(form["res_id"]).discipline_phone, "0731-0000012"
        )

    def test_what_is_applied_for_needs_its_window_and_its_proof(self):
        fund = self.open_fund("GXFZ", 500_000)
        self.env["award.window"].with_user(self.manager).create(
            {
                "name": "2024年度奖励资金申报通知",
                "policy_id": self.policy.id,
                "date_from": "2024-03-11",
                "date_to": "2024-03-29",
                "document_no": "株工信示例〔2024〕3号",
            }
        )
        claim = self.entitled("hngyzlbg")
        self.assertEqual((claim.state, claim.amount), ("entitled", 300_000))
        by_firm = claim.with_user(self.applicant)
        account = by_firm.env["res.partner.bank"]._enter_for(
            self.firm, "43020000000001", self.firm.name, "示例银行株洲分行", "102552000015"
        )
        self.assert_refused("applied for", by_firm.action_confirm_account, account.id)
        self.assert_refused("", by_firm.action_submit)  # the window is yet to open
        self.clock.move_to("2024-03-11 02:00:00")
        answers = {
            "statement": "已获湖南省工业质量标杆,现申请奖励资金。",
            "contact_name": "经办人",
            "contact_phone": "0731-0000456",
            "declaration_accepted": "1",
            "account": "new",
            "holder": self.firm.name,
            "number": "43020000000001",
            "bank": "示例银行株洲分行",
            "cnaps": "102552000015",
        }
        for name, value in answers.items():
            by_firm._apply_save(name, value)
        self.assert_refused("奖励资金申报表", by_firm.action_submit)
        by_firm.document_ids.write({"file": PDF, "filename": "申报表.pdf"})
        by_firm.action_submit()
        claim.with_user(self.users["award"]).action_review()
        self.approved(self.noticed(claim))
        self.assertEqual((claim.state, fund.committed), ("approved", 300_000))

    def test_from_200000_yuan_a_second_person_approves(self):
        firm, user = self.enterprise(41)
        high = self.noticed(self.reviewed(self.entitled("szzlj_org", firm), user))
        approver = high.with_user(self.users["approver"])
        approver.action_approve()
        self.assertEqual((high.state, self.quality.committed), ("notice", 0))
        self.assert_refused("one person counts once", approver.action_approve)
        high.with_user(self.users["leader"]).action_approve()
        self.assertEqual((high.state, self.quality.committed), ("approved", 300_000))

        low = self.noticed(self.reviewed(self.entitled("hnmp")))
        low.with_user(self.users["approver"]).action_approve()
        self.assertEqual(low.state, "approved")

    def test_who_reviewed_does_not_approve_and_each_role_has_its_steps_only(self):
        claim = self.confirm(self.entitled("hnmp"))
        for role in ("officer", "approver", "manager", "maker", "auditor"):
            with self.assertRaises(AccessError), self.cr.savepoint():
                claim.with_user(self.users[role]).action_review()
        award = self.users["award"]
        award.group_ids |= self.env.ref("brand_certification.group_approver")
        claim.with_user(award).action_review()
        self.noticed(claim)
        self.assert_refused("One person has one duty", claim.with_user(award).action_approve)
        for role in ("award2", "manager", "maker", "auditor"):
            with self.assertRaises(AccessError), self.cr.savepoint():
                claim.with_user(self.users[role]).action_approve()

    def test_three_persons_pay_a_failed_line_is_paid_again_by_the_same_bill(self):
        firm, user = self.enterprise(42, "lusong")
        good = self.payable(self.entitled("hnmp"))
        bad = self.payable(self.entitled("szzlj_org", firm), user, number="43020000000002")
        batch = self.exported(self.quality)
        self.assertEqual((batch.line_count, batch.amount_total), (2, 330_000))
        self.assertEqual(batch.amount_capitals, "叁拾叁万元整")
        book = openpyxl.load_workbook(io.BytesIO(batch.file_ids.raw))
        cells = {v for sheet in book for row in sheet.iter_rows(values_only=True) for v in row}
        self.assertLessEqual({firm.name, self.firm.name, "43020000000002", 300_000}, cells)
        for role in ("maker", "checker"):
            with self.assertRaises(AccessError), self.cr.savepoint():
                batch.with_user(self.users[role]).action_settle()

        reply = self.bank_reply(batch, failed=[bad])
        self.assertEqual((reply.paid_count, reply.failed_count), (1, 1))
        self.settled(batch)
        self.assertEqual((good.state, bad.state), ("paid", "approved"))
        self.assertEqual(self.figures(self.quality), (600_000, 330_000, 30_000, 270_000))

        bill = bad.sudo().bill_id
        self.confirm(bad, user, number="43020000000003")
        self.trusted(bad)
        self.settled(self.exported(self.quality))
        self.assertEqual((bad.state, bad.sudo().bill_id), ("paid", bill))
        self.assertEqual(bill._get_reconciled_payments(), bad.sudo().payment_id)
        self.assertEqual(self.figures(self.quality), (600_000, 330_000, 330_000, 270_000))

    def test_the_county_settles_what_the_city_advanced_for_it(self):
        self.payable(self.entitled("hnmp"))
        self.settled(self.exported(self.quality))
        self.assertEqual(self.quality.advanced, 21_000)
        statement = (
            self.env["award.settlement"]
            .with_user(self.users["maker"])
            .create(
                {
                    "district_id": self.ref("district_liling").id,
                    "date_from": "2024-01-01",
                    "date_to": "2024-12-31",
                }
            )
        )
        statement.action_propose()
        self.assertEqual((statement.line_count, statement.balance), (1, 21_000))
        statement.with_user(self.users["checker"]).action_confirm()
        finance = statement.with_user(self.users["settler"])
        finance.write({"settled_on": "2024-03-29", "reference": "国库示例回单000088"})
        finance.action_settle()
        self.quality.invalidate_recordset()
        self.assertEqual((self.quality.advance_settled, self.quality.advance_open), (21_000, 0))

    def test_maker_checker_and_settler_are_three(self):
        self.payable(self.entitled("hnmp"))
        batch = self.taken(self.quality)
        self.assert_refused("One person has one duty", batch.action_confirm)
        checker = self.users["checker"]
        checker.group_ids |= self.env.ref("account.group_account_manager")
        batch.with_user(checker).action_confirm()
        batch.action_export()
        self.assert_refused("One person has one duty", batch.with_user(checker).action_settle)
        self.settled(batch)

    # -- the fund ------------------------------------------------------------------------------------

    def test_an_exhausted_fund_queues_in_order_and_a_raised_budget_serves_the_queue(self):
        claims = self.env["award.claim"]
        for number in (51, 52, 53):
            firm, user = self.enterprise(number)
            claim = self.entitled("szzlj_org", firm)
            claims |= self.reviewed(claim, user, number=f"430200000000{number}")
        self.noticed(claims)
        self.trusted(self.approved(claims))
        self.assertEqual(claims.mapped("state"), ["approved", "approved", "notice"])
        late = claims[2]
        self.assertTrue(late.is_queued)
        self.assertFalse(late.approval_waiting)  # people have agreed; it waits for money
        self.assertEqual(self.figures(self.quality), (600_000, 600_000, 0, 0))

        self.quality.with_user(self.manager).action_change_budget(
            300_000, "追加预算", "株财预示例〔2024〕9号"
        )
        self.quality.with_user(self.users["approver"]).action_approve_waiting()
        self.assertEqual((late.state, late.is_queued), ("approved", False))
        self.assertEqual(self.figures(self.quality), (900_000, 900_000, 0, 0))

    def test_another_departments_fund_does_not_pay(self):
        trade = self.open_fund("SWFZ", 100_000)
        shop = self.reviewed(self.entitled("hnlzh"))
        self.assertEqual(shop.fund_id, trade)
        self.assert_refused(
            "SWFZ", shop.with_user(self.users["award"]).write, {"fund_id": self.quality.id}
        )

    # -- persons -------------------------------------------------------------------------------------

    def test_a_person_is_paid_net_by_a_list_of_its_own(self):
        person = self.person()
        claim = self.entitled("szzlj_person", person)
        self.assertEqual((claim.amount, claim.tax_amount), (50_000, 10_000))
        account = (
            self.env["res.partner.bank"]
            .sudo()
            ._enter_for(
                person, "6222000000000000001", person.name, "示例银行株洲分行", "102552000015"
            )
        )
        officer = claim.with_user(self.users["award"])
        officer.action_enter_account(account.id)
        self.assert_refused("One person has one duty", officer.action_review)
        claim.with_user(self.users["award2"]).action_review()
        self.trusted(self.approved(self.noticed(claim)))

        batch = self.exported(self.quality, payees="persons")
        self.assertEqual((batch.amount_total, batch.tax_total), (40_000, 10_000))
        self.settled(batch)

        self.assertEqual((claim.state, claim.net_amount), ("paid", 40_000))
        self.assertEqual(claim.sudo().payment_id.amount, 40_000)
        self.assertEqual(self.quality.paid, 50_000)
        with self.assertRaises(AccessError):
            person.with_user(self.users["auditor"]).action_reveal_identity("核对")

    # -- what falls away -----------------------------------------------------------------------------

    def revoke(self, claim):
        claim.sudo().recognition_id.with_user(self.users["approver2"]).action_revoke(
            reason="申报材料造假", document_no="湘示例撤〔2024〕1号"
        )

    def test_a_revoked_honour_ends_an_open_claim_and_frees_its_money(self):
        claim = self.payable(self.entitled("hnmp"))
        self.assertEqual(self.quality.committed, 30_000)
        self.revoke(claim)
        self.assertEqual(claim.state, "cancelled")
        self.assertEqual(self.figures(self.quality), (600_000, 0, 0, 600_000))

    def test_a_paid_reward_is_asked_back_heard_decided_and_received(self):
        claim = self.payable(self.entitled("hnmp"))
        self.settled(self.exported(self.quality))
        self.revoke(claim)
        recovery = claim.sudo().recovery_ids.with_env(self.env)
        self.assertEqual((claim.state, recovery.state, recovery.amount), ("paid", "draft", 30_000))
        self.assertIn("湘示例撤〔2024〕1号", recovery.reason)
        self.assertIn("退回奖励资金", recovery.basis)

        number = {"document_no": "株市监示例追〔2024〕1号"}
        decide = recovery.with_user(self.users["leader"])
        self.assert_refused("not been told", decide.action_request, **number)
        recovery.with_user(self.users["award"]).action_notify()
        recovery.with_user(self.applicant).action_state("同意退回。")
        own = recovery.with_user(self.users["approver"])
        self.assert_refused("One person has one duty", own.action_request, **number)
        decide.action_request(**number)
        self.assertEqual(claim.state, "recovering")

        settler = recovery.with_user(self.users["settler"])
        self.assert_refused("", settler.action_receive, 30_001, None, "国库回单0001")
        settler.action_receive(20_000, None, "国库回单0001")
        self.assertEqual((recovery.state, recovery.remaining), ("requested", 10_000))
        settler.action_receive(10_000, None, "国库回单0002")
        self.assertEqual((claim.state, recovery.outcome), ("recovered", "recovered"))
        self.assertEqual((self.quality.paid, self.quality.available), (0, 600_000))

    def test_a_listed_enterprise_is_held_at_approval_and_at_payment(self):
        claim = self.noticed(self.reviewed(self.entitled("hnmp")))
        listing = self.listed()
        approver = claim.with_user(self.users["approver"])
        self.assert_refused("blacklisted", approver.action_approve)
        listing.action_void("列入有误")
        self.trusted(self.approved(claim))

        self.listed()
        draft = self.batch(self.quality)
        self.assert_refused("blacklisted", draft.action_propose)
        self.assertEqual((claim.state, self.quality.paid), ("approved", 0))

    def listed(self):
        """The manager enters that the enterprise stands on the list of serious dishonesty."""
        return (
            self.env["brand.credit.record"]
            .with_user(self.manager)
            .create(
                {
                    "partner_id": self.firm.id,
                    "kind": "serious",
                    "reason": "严重违法失信",
                    "date_from": "2024-03-01",
                }
            )
        )
