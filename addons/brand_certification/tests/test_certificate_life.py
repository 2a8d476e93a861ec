from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import PDF, BrandCase


class CertificateCase(BrandCase):
    def setUp(self):
        super().setUp()
        self.certificate = self.certified().certificate_id
        self.by_body = self.certificate.with_user(self.decider)

    def run_cron(self, name):
        with self.enter_registry_test_mode():
            self.env.ref(f"brand_certification.{name}").method_direct_trigger()

    def status_everywhere(self, certificate=None):
        """The status as form, search, page and JSON tell it: they must agree."""
        certificate = certificate or self.certificate
        self.env.flush_all()
        self.env.invalidate_all()
        found = [
            status
            for status in ("valid", "suspended", "withdrawn", "cancelled", "expired", "upcoming")
            if certificate in certificate.search([("status", "=", status)])
        ]
        self.assertEqual(found, [certificate.status])
        self.assertEqual(certificate._public_values()["status"], certificate.status)
        self.assertEqual(certificate._public_summary()[0]["status"], certificate.status)
        self.assertTrue(certificate._portal_status_sentence())
        return certificate.status


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


@tagged("post_install", "-at_install")
class TestVersions(CertificateCase):
    """What a certificate said stays findable; what it says now counts."""

    def change(self, **vals):
        request = self.asked(self.certificate, "change", **vals)
        if request._needs_verification():
            request.with_user(self.assessors[0]).action_verify("变更评价通过")
        request.with_user(self.decider).action_grant("同意变更", "变〔2024〕1号")
        return request

    def test_a_rename_makes_a_version_with_the_same_number_and_term(self):
        before = self.certificate.read(["number", "date_start", "date_end"])[0]
        old = self.certificate.sudo()._current_version()

        self.change(new_holder_name="芜湖示例机器人股份有限公司")

        self.assertEqual(self.certificate.read(["number", "date_start", "date_end"])[0], before)
        self.assertEqual(self.certificate.version, 2)
        self.assertEqual(self.certificate.holder_name, "芜湖示例机器人股份有限公司")
        self.assertEqual(old.holder_name, "芜湖示例机器人有限公司")
        self.assertNotEqual(old.token, self.certificate.sudo().token)
        told = old._public_values()
        self.assertFalse(told["is_newest"])
        self.assertEqual(told["newest"]["number"], "TZ-2024-0001-V2")
        self.assertEqual(told["holder"], "芜湖示例机器人有限公司")
        for act in (lambda: old.write({"holder_name": "x"}), old.unlink):
            with self.assertRaises(AccessError):
                act()

    def test_a_wider_scope_is_evaluated_before_it_is_decided(self):
        request = self.asked(self.certificate, "change", new_model="R6、R8")
        with self.assertRaisesRegex(UserError, "not been verified"):
            request.with_user(self.decider).action_grant()
        self.assertEqual(self.certificate.version, 1)
        request.with_user(self.assessors[0]).action_verify("新型号检验合格")
        request.with_user(self.decider).action_grant()
        self.assertEqual(self.certificate.product_name, "六轴机器人 R6、R8")

    def test_a_certificate_passes_to_a_linked_successor_only(self):
        heir, user = self._enterprise("芜湖承继机器人有限公司", "91340202MAXXT0013L")
        with self.assertRaisesRegex(ValidationError, "successor"):
            self.asked(self.certificate, "change", new_partner_id=heir.id)
        heir.predecessor_ids = self.firm

        self.change(new_partner_id=heir.id)

        self.assertEqual(self.certificate.partner_id, heir)
        self.assertEqual(self.certificate.uscc, "91340202MAXXT0013L")
        Certificate = self.env["brand.certificate"]
        self.assertTrue(Certificate.with_user(user).search([]))
        self.assertFalse(Certificate.with_user(self.applicant).search([]))

    def test_a_holder_neither_proposes_sanctions_nor_reads_what_others_propose(self):
        with self.assertRaisesRegex(UserError, "cannot ask for this"):
            self.asked(self.certificate, "withdraw")
        proposal = self.asked(
            self.certificate, "withdraw", user=self.users["officer"], document_no="查1号"
        )
        requests = self.env["brand.certificate.request"].with_user(self.applicant)
        self.assertNotIn(proposal, requests.search([]))
        with self.assertRaises(AccessError):
            proposal.with_user(self.users["reviewer"]).action_grant(document_no="1号")
        proposal.with_user(self.decider).action_refuse("证据不足")
        self.assertEqual((proposal.state, self.certificate.state), ("refused", "valid"))

    def test_evidence_is_closed_once_the_request_was_put(self):
        request = self.asked(self.certificate, "cancel")
        with self.assertRaisesRegex(UserError, "no longer be changed"):
            request.with_user(self.applicant).file_ids.write({"file": PDF})
        with self.assertRaises(UserError):
            request.with_user(self.applicant).write(
                {"file_ids": [Command.create({"file": PDF, "filename": "x.pdf"})]}
            )
        self.assertTrue(request.file_ids.sha256)

    def test_duplicates_are_counted_marked_and_logged(self):
        officer = self.certificate.with_user(self.users["officer"])
        with self.assertRaisesRegex(UserError, "Give the reason"):
            officer.action_issue_duplicate(" ")
        for number, reason in ((1, "遗失"), (2, "污损")):
            paper = officer.action_issue_duplicate(reason)
            self.assertEqual(paper.copy_no, number)
        self.assertEqual(
            self.certificate.duplicate_ids.sorted("copy_no").mapped("reason"), ["遗失", "污损"]
        )
        self.assertEqual(
            self.certificate.event_ids.sorted("id").mapped("kind"),
            ["issue", "duplicate", "duplicate"],
        )
        values = self.certificate.with_context(brand_paper_id=paper.id)._paper_values()
        self.assertIn("2", values["copy_text"])
        with self.assertRaises(AccessError):
            self.certificate.with_user(self.users["auditor"]).action_issue_duplicate("x")
        self.by_body.action_suspend("抽查")
        with self.assertRaisesRegex(UserError, "not valid"):
            officer.action_issue_duplicate("遗失")


@tagged("post_install", "-at_install")
class TestRenewal(CertificateCase):
    """A renewal takes over on the day after the old end."""

    def at_opening(self, moment="2026-12-11 02:00:00"):
        self.clock.move_to(moment)
        self.env.invalidate_all()
        self.body.valid_to = date(2035, 12, 31)

    def renewed(self):
        self.at_opening()
        draft = self.certificate.with_user(self.applicant).action_renew()
        draft.write({"declaration_accepted": True, "declared_by": "经办人"})
        for document in draft.document_ids.filtered("required"):
            document.write({"file": PDF, "filename": "a.pdf"})
        draft.action_submit()
        draft.with_user(self.users["officer"]).body_id = self.body
        draft.with_user(self.users["officer"]).action_accept()
        self.env["brand.evaluation"].with_user(self.decider).action_appoint(
            draft.id, self.assessors[:1].ids
        )
        self.score(draft.sudo().evaluation_ids, 90, 45)
        self.env["brand.decision"].with_user(self.decider).action_decide_certification(
            draft.id, "granted"
        )
        draft = draft.with_env(self.env)
        self.let_notice_end(self.notice_of(draft))
        self.grade_decision(draft).with_user(self.users["approver"]).action_take(document_no="9号")
        draft.with_user(self.users["officer"]).action_certify()
        return draft.certificate_id

    def test_it_opens_three_months_before_the_end_and_closes_with_it(self):
        by_holder = self.certificate.with_user(self.applicant)
        for moment in ("2026-12-10 15:59:00", "2027-03-11 16:00:00"):
            self.at_opening(moment)
            with self.assertRaises(UserError, msg=moment):
                by_holder.action_renew()
        self.at_opening("2026-12-10 16:00:00")  # 00:00 of 11 December in Shanghai
        draft = by_holder.action_renew()
        self.assertEqual(draft.renews_id, self.certificate)
        self.assertEqual(by_holder.action_renew(), draft)
        self.assertFalse([text for field, text in draft._gaps() if "window" in text])
        with self.assertRaises(AccessError):
            draft.renews_id = False

    def test_the_new_term_begins_the_day_after_the_old_end(self):
        new = self.renewed()

        self.assertEqual(new.date_start, date(2027, 3, 12))
        self.assertEqual(new.date_end, date(2030, 3, 11))
        self.assertEqual(new.renews_id, self.certificate)
        self.assertEqual(new.date_first_issue, self.certificate.date_issue)
        self.assertNotEqual(new.number, self.certificate.number)
        for moment, old_status, new_status in (
            ("2027-03-11 15:59:00", "valid", "upcoming"),
            ("2027-03-11 16:00:00", "expired", "valid"),
        ):
            self.clock.move_to(moment)
            self.assertEqual(self.status_everywhere(), old_status)
            self.assertEqual(self.status_everywhere(new), new_status)

    def test_under_the_same_number_the_new_version_counts_from_its_first_day(self):
        self.env.cr.execute(
            "UPDATE brand_program SET renewal_number = 'same' WHERE id = %s", self.program.ids
        )
        self.env.invalidate_all()
        new = self.renewed()
        self.assertEqual((new.number, new.version), (self.certificate.number, 2))
        find = self.env["brand.certificate"]._public_find
        for moment, current in (
            ("2027-03-11 15:59:00", self.certificate),
            ("2027-03-11 16:00:00", new),
        ):
            self.clock.move_to(moment)
            self.env.invalidate_all()
            self.assertEqual(find("tz-2024-0001").certificate_id, current)
            listed = self.env["brand.certificate"]._public_domain()
            self.assertEqual(self.env["brand.certificate"].search(listed), current)
            old = self.certificate.sudo()._current_version()._public_values()
            self.assertEqual(old["is_newest"], current == self.certificate)
            self.assertEqual(old["status"], "valid")

    def test_a_sanction_takes_the_renewal_along(self):
        new = self.renewed()
        self.by_body.action_withdraw("弄虚作假", "撤1号")
        self.assertEqual(new.state, "withdrawn")

    def test_holders_are_reminded_twice_in_one_mail_for_all_their_certificates(self):
        self.certified("第二种产品")
        Certificate = self.env["brand.certificate"]
        told = {}
        for day in ("2026-12-10", "2026-12-20", "2026-12-21", "2027-02-09", "2027-02-20"):
            self.clock.move_to(f"{day} 02:00:00")
            self.env.invalidate_all()
            before = self.env["mail.mail"].search_count([])
            reminded = Certificate._cron_remind()
            mails = self.env["mail.mail"].search_count([]) - before
            told[day] = (len(reminded), mails)
        self.assertEqual(
            told,
            {
                "2026-12-10": (0, 0),
                "2026-12-20": (2, 1),
                "2026-12-21": (0, 0),
                "2027-02-09": (1, 1),
                "2027-02-20": (1, 1),
            },
        )


@tagged("post_install", "-at_install")
class TestMarkLicence(CertificateCase):
    """The mark is licensed with the certificate, free of charge, and goes with it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.program.write(
            {
                "mark_name": "芜湖智造",
                "mark_scope": "产品、包装、广告",
                "mark_files": [Command.create({"name": "标志矢量图", "file": PDF})],
            }
        )

    def setUp(self):
        super().setUp()
        self.licence = self.certificate.mark_licence_ids

    def specimen(self, **vals):
        return (
            self.env["brand.mark.specimen"]
            .with_user(self.applicant)
            .create(
                {
                    "licence_id": self.licence.id,
                    "name": "包装箱",
                    "media": "package",
                    "file": PDF,
                    "filename": "包装.pdf",
                    **vals,
                }
            )
        )

    def test_it_follows_the_certificate(self):
        self.assertEqual((self.licence.state, self.licence.is_usable), ("active", True))
        self.by_body.action_suspend("抽查")
        self.assertEqual((self.licence.state, self.licence.is_usable), ("suspended", False))
        self.restored(self.certificate)
        self.assertEqual((self.licence.state, self.licence.is_usable), ("active", True))
        self.by_body.action_cancel("停产")
        self.assertEqual((self.licence.state, self.licence.is_usable), ("ended", False))
        self.assertEqual(self.licence.last_use_on, date(2024, 6, 10))
        self.licence.with_user(self.applicant).action_plan_leftover("剩余包装2000只,5月底前用完")
        self.assertEqual(self.licence.leftover_plan, "剩余包装2000只,5月底前用完")

    def test_after_a_withdrawal_nothing_is_used_up(self):
        self.by_body.action_withdraw("弄虚作假", "撤1号")
        self.assertFalse(self.licence.last_use_on)
        with self.assertRaisesRegex(UserError, "may be used up"):
            self.licence.with_user(self.applicant).action_plan_leftover("剩余2000只")

    def test_it_ends_at_midnight_before_any_cron(self):
        self.clock.move_to("2027-03-11 16:00:00")
        self.env.invalidate_all()
        self.assertEqual((self.licence.state, self.licence.is_usable), ("active", False))
        self.run_cron("cron_expire_certificates")
        self.assertEqual(self.licence.state, "ended")

    def test_specimens_are_checked_by_an_officer(self):
        specimen = self.specimen()
        with self.assertRaises(AccessError):
            specimen.with_user(self.applicant).action_approve()
        with self.assertRaisesRegex(UserError, "can no longer be changed"):
            specimen.with_user(self.applicant).name = "x"
        with self.assertRaisesRegex(UserError, "Give the reason"):
            specimen.with_user(self.users["officer"]).action_refuse()
        specimen.with_user(self.users["officer"]).action_refuse("标志变形")
        self.assertEqual((specimen.state, specimen.answer), ("refused", "标志变形"))
        self.assertTrue(specimen.sha256)
        _other, rival = self._enterprise("芜湖另一家有限公司", "91340202MAXXT0013L")
        with self.assertRaises(AccessError):
            self.env["brand.mark.specimen"].with_user(rival).create(
                {"licence_id": self.licence.id, "name": "x", "file": PDF}
            )

    def test_the_files_of_the_mark_are_read_by_no_portal_user(self):
        for user in (self.applicant, self.decider):
            with self.assertRaises(AccessError):
                self.program.mark_files.with_user(user).read(["file"])
