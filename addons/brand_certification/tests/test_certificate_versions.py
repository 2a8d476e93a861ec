"""Changes, renewals and duplicates: versions of one certificate under one number."""

from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .certificate_common import CertificateCase
from .common import PDF


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

    def test_the_licence_of_the_mark_is_made_out_anew_to_who_holds_the_certificate(self):
        self.program.sudo().mark_name = "天泽标"
        self.certificate.sudo()._license_mark()

        self.change(new_address="芜湖市弋江区示例路1号")
        self.change(new_holder_name="芜湖示例机器人股份有限公司")

        papers = self.certificate.sudo().paper_ids.filtered(lambda p: p.kind == "licence")
        papers = papers.sorted("version", reverse=True)
        self.assertEqual(papers.mapped("version"), [3, 1])
        holders = [
            self.certificate.with_context(brand_paper_id=paper.id)._mark_licence_values()["holder"]
            for paper in papers
        ]
        self.assertEqual(holders, ["芜湖示例机器人股份有限公司", "芜湖示例机器人有限公司"])

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
