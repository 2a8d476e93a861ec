"""Suspension, withdrawal, cancellation and expiry: who decides, and what the public is told."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .certificate_common import CertificateCase


@tagged("post_install", "-at_install")
class TestLife(CertificateCase):
    """Suspension, restoration, withdrawal, cancellation, expiry: who, when, and what follows."""

    def test_only_the_body_that_certified_decides_on_its_certificate(self):
        _body, stranger, _assessors = self._body("另一家认证有限公司", "91420106MAXXT0013P")
        acts = {
            "action_suspend": ("reviewer", "抽查"),
            "action_cancel": ("reviewer", "停产"),
            "action_withdraw": ("approver", "造假", "1号"),
        }
        for step, (role, *arguments) in acts.items():
            for user in (self.users[role], stranger, self.applicant):
                with self.subTest(step=step, user=user.name), self.assertRaises(AccessError):
                    getattr(self.certificate.with_user(user), step)(*arguments)
            steps = self.certificate.with_user(self.users[role])._steps_open_to_me()[0]
            self.assertNotIn(step, steps)
        self.assertEqual(self.certificate.state, "valid")
        self.by_body.action_suspend("抽查")
        self.assertEqual(self.certificate.state, "suspended")

    def test_the_city_decides_where_no_body_stands_behind_a_certificate(self):
        self.body.with_user(self.users["manager"]).action_remove(
            reason="退出联盟", document_no="联盟〔2024〕1号"
        )

        with self.assertRaisesRegex(AccessError, "decided on by"):
            self.by_body.action_suspend("抽查")
        self.certificate.with_user(self.users["reviewer"]).action_suspend("抽查")

        self.assertEqual(self.certificate.state, "suspended")

    def test_a_suspension_has_a_limit_and_says_what_ends_it(self):
        with self.assertRaisesRegex(ValidationError, "6 months at most"):
            self.by_body.action_suspend("抽查", until="2024-09-13")
        with self.assertRaisesRegex(ValidationError, "before it begins"):
            self.by_body.action_suspend("抽查", until="2024-03-01")

        self.by_body.action_suspend("抽查不合格", remedy="提交复测报告")

        self.assertEqual(self.certificate.suspended_from, date(2024, 3, 12))
        self.assertEqual(self.certificate.suspended_until, date(2024, 9, 12))
        self.assertEqual(self.certificate.suspension_remedy, "提交复测报告")

    def test_restoring_needs_evidence_that_another_person_verified(self):
        self.by_body.action_suspend("抽查不合格")
        with self.assertRaisesRegex(UserError, "nobody has verified"):
            self.by_body.action_restore("已整改")
        request = self.asked(self.certificate)
        with self.assertRaisesRegex(UserError, "not been verified"):
            request.with_user(self.decider).action_grant()
        with self.assertRaisesRegex(AccessError, "Who suspended"):
            request.with_user(self.decider).action_verify("看过")
        request.with_user(self.assessors[0]).action_verify("复测合格")
        end = self.certificate.date_end

        self.clock.move_to("2024-05-06 02:00:00")
        request.with_user(self.decider).action_grant("整改合格")

        self.assertEqual((self.certificate.state, request.state), ("valid", "granted"))
        self.assertEqual(self.certificate.date_end, end)
        self.assertFalse(self.certificate.suspended_until)

    def test_evidence_of_an_earlier_suspension_does_not_restore_a_later_one(self):
        self.by_body.action_suspend("第一次")
        self.restored(self.certificate)
        self.clock.move_to("2024-06-03 02:00:00")
        self.by_body.action_suspend("第二次")

        with self.assertRaisesRegex(UserError, "nobody has verified"):
            self.by_body.action_restore("已整改")

    def test_who_verified_does_not_decide(self):
        second = self._user("second", ["brand_certification.group_body"], self.body.partner_id)
        self.by_body.action_suspend("抽查不合格")
        request = self.asked(self.certificate)
        request.with_user(second).action_verify("复测合格")
        with self.assertRaisesRegex(AccessError, "one duty"):
            request.with_user(second).action_grant()
        with self.assertRaisesRegex(AccessError, "does not decide"):
            self.certificate.with_user(second).action_restore("已整改")
        self.assertEqual(self.certificate.state, "suspended")

    def test_an_outlasted_suspension_stays_and_a_withdrawal_is_proposed_once(self):
        self.by_body.action_suspend("抽查", until="2024-06-30")
        Certificate = self.env["brand.certificate"]
        self.clock.move_to("2024-06-30 15:59:00")  # 23:59 of the last day
        self.assertFalse(Certificate._cron_propose_withdrawals())
        self.clock.move_to("2024-06-30 16:00:00")
        self.env.invalidate_all()

        proposed = Certificate._cron_propose_withdrawals()
        again = Certificate._cron_propose_withdrawals()

        self.assertEqual((proposed.certificate_id, proposed.kind), (self.certificate, "withdraw"))
        self.assertFalse(again)
        self.assertEqual(self.status_everywhere(), "suspended")
        self.assertTrue(self.certificate.is_suspension_overdue)
        self.assertIn(self.certificate, Certificate.search([("is_suspension_overdue", "=", True)]))
        tasks = self.env["brand.portal"].with_user(self.decider)._tasks()
        self.assertIn(proposed.access_url, [task["url"] for task in tasks])
        proposed.with_user(self.decider).action_grant(document_no="撤〔2024〕1号")
        self.assertEqual(self.certificate.state, "withdrawn")

    def test_a_withdrawal_keeps_the_enterprise_and_who_it_lives_on_in_from_applying(self):
        self.env.cr.execute(
            "UPDATE brand_program SET cooldown_months = 36 WHERE id = %s", self.program.ids
        )
        self.env.invalidate_all()
        self.by_body.action_withdraw("弄虚作假", "撤〔2024〕1号")
        self.assertEqual(self.certificate.reapply_from, date(2027, 3, 12))
        successor, user = self._enterprise("芜湖承继机器人有限公司", "91340202MAXXT0013L")
        successor.predecessor_ids = self.firm
        other, stranger = self._enterprise(
            "芜湖无关有限公司", "91340202MAXX001049", uscc_reason="x"
        )

        for firm, applicant in ((self.firm, self.applicant), (successor, user)):
            draft = self.complete_draft(f"再报{firm.id}", firm=firm, applicant=applicant)
            with self.assertRaisesRegex(UserError, "was withdrawn"):
                draft.action_submit()
        self.complete_draft("无关产品", firm=other, applicant=stranger).action_submit()

        self.clock.move_to("2027-03-11 16:00:00")  # 00:00 of 12 March in Shanghai
        gaps = self.env["brand.certificate"]._cool_down_of(self.firm, self.program)
        self.assertFalse(gaps)

    def test_a_cancellation_is_no_sanction(self):
        request = self.asked(self.certificate, "cancel")
        request.with_user(self.decider).action_grant()

        self.assertEqual(self.status_everywhere(), "cancelled")
        self.assertFalse(self.certificate.reapply_from)
        self.submitted("停产后的新产品")

    def test_today_follows_from_the_dates_to_the_minute_everywhere(self):
        for moment, status in (
            ("2027-03-11 15:59:59", "valid"),  # 23:59:59 of the last day in Shanghai
            ("2027-03-11 16:00:00", "expired"),
        ):
            self.clock.move_to(moment)
            with self.subTest(moment=moment):
                self.assertEqual(self.status_everywhere(), status)
        self.assertEqual(self.certificate.state, "valid")
        with self.assertRaisesRegex(UserError, "expired"):
            self.by_body.action_suspend("太迟")

    def test_a_validity_from_29_february_ends_with_the_month(self):
        with freeze_time("2024-02-29 02:00:00"):
            ends = self.env["brand.certificate"]._validity_end(date(2024, 2, 29), self.program)
        self.assertEqual(ends, date(2027, 2, 28))

    def test_expired_while_suspended_is_recorded_as_such(self):
        self.by_body.action_suspend("抽查")
        self.clock.move_to("2027-03-12 02:00:00")
        self.env.invalidate_all()
        before = self.certificate._public_answer()
        self.assertEqual(self.status_everywhere(), "expired")

        self.run_cron("cron_expire_certificates")

        self.assertEqual(self.status_everywhere(), "expired")
        self.assertTrue(self.certificate.was_suspended_at_end)
        self.assertEqual(self.certificate._public_answer(), before)
        last = self.certificate.event_ids.sorted("id")[-1]
        self.assertEqual((last.kind, last.reason), ("expire", "Expired while suspended."))

    def test_each_step_leaves_a_notice_that_the_holder_reads_and_that_is_kept(self):
        self.by_body.action_suspend("抽查不合格", "停〔2024〕1号", remedy="提交复测报告")
        paper = self.certificate.paper_ids.filtered(lambda p: p.kind == "suspend")
        self.assertFalse(paper.is_made)

        content = paper.with_user(self.applicant)._content_now()

        self.assertTrue(content.startswith(b"%PDF"))
        self.assertTrue(paper.is_made)
        self.assertEqual(paper.with_user(self.applicant)._content_now(), content)
        told = "".join(paper.content["paragraphs"])
        for words in ("抽查不合格", "提交复测报告", "TZ-2024-0001", "停〔2024〕1号"):
            self.assertIn(words, told)
        self.restored(self.certificate)
        self.assertEqual(paper._content_now(), content)  # later steps change nothing in it
        _other, rival = self._enterprise("芜湖另一家有限公司", "91340202MAXXT0013L")
        with self.assertRaises(AccessError):
            paper.with_user(rival)._content_now()

    def test_the_holder_is_told_by_mail(self):
        before = self.env["mail.mail"].search_count([])
        self.by_body.action_suspend("抽查不合格")
        mails = self.env["mail.mail"].search([], order="id desc", limit=1)
        self.assertEqual(self.env["mail.mail"].search_count([]), before + 1)
        self.assertIn(self.applicant.partner_id, mails.recipient_ids)
        self.assertIn("抽查不合格", mails.body_html)
