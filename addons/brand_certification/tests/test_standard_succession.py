"""Publication of a standard, its five-yearly review, and what follows for certificates where it is revised."""

from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import PDF
from .standard_common import StandardCase


@tagged("post_install", "-at_install")
class TestPublication(StandardCase):
    def test_a_technical_standard_names_its_general_requirements(self):
        self.procedure(review_required=False, general_required=True)
        standard = self.in_review()
        with self.assertRaisesRegex(UserError, "general requirements"):
            standard.action_publish()
        general = self.in_review(number="DB3402/T 1-2024", level="local", is_general=True)
        general.action_publish()
        standard.general_id = general
        standard.action_publish()
        self.assertEqual(general.technical_ids, standard)

    def test_general_requirements_are_such(self):
        with self.assertRaisesRegex(ValidationError, "does not hold general requirements"):
            self.drafting(general_id=self.standard.id)

    def test_a_standard_without_number_is_not_published(self):
        standard = self.in_review(number=False)
        with self.assertRaisesRegex(UserError, "has no number"):
            standard.action_publish()

    def test_what_is_published_is_no_longer_changed(self):
        standard = self.in_review(file=PDF, filename="a.pdf")
        standard.action_publish()
        for vals in ({"number": "T/X 1"}, {"file": False}, {"date_effective": "2025-01-01"}):
            with self.assertRaisesRegex(UserError, "no longer be changed"):
                standard.write(vals)
        with self.assertRaisesRegex(UserError, "no longer be changed"):
            standard.write({"drafter_ids": [Command.create({"partner_id": self.firm.id})]})

    def test_review_is_due_five_years_after_publication_or_the_last_one(self):
        self.assertEqual(self.standard.review_due, date(2029, 3, 4))
        self.clock.move_to("2028-12-05 02:00:00")
        standard = self.standard.with_user(self.users["officer"])
        standard.action_recheck("confirmed", "技术内容仍先进", "芜质促〔2028〕8号")
        self.assertEqual(standard.review_due, date(2033, 12, 5))
        self.assertEqual(standard.recheck_ids.user_id, self.users["officer"])
        with self.assertRaises(AccessError):
            standard.recheck_ids.write({"reason": "改写"})

    def test_a_review_leads_to_revision_or_withdrawal(self):
        self.standard.drafter_ids = [Command.create({"rank": 1, "partner_id": self.firm.id})]
        standard = self.standard.with_user(self.users["officer"])
        standard.action_recheck("revise", "指标落后")
        revision = standard.replaced_by_ids
        self.assertEqual((revision.state, revision.number), ("proposed", False))
        self.assertEqual(revision.drafter_ids.partner_id, self.firm)
        standard.action_recheck("withdraw", "产品已淘汰", "9号")
        self.assertEqual(standard.state, "withdrawn")
        with self.assertRaisesRegex(UserError, "Only published"):
            standard.action_recheck("confirmed", "x")

    def test_managers_are_reminded_once_of_reviews_that_come_due(self):
        def messages():
            return self.env["mail.message"].search_count(
                [("partner_ids", "in", self.users["manager"].partner_id.ids)]
            )

        cron = self.env.ref("brand_certification.cron_remind_standard_reviews")
        for day, sent in (("2028-12-01", 0), ("2028-12-05", 1), ("2028-12-06", 1)):
            self.clock.move_to(f"{day} 02:00:00")
            with self.enter_registry_test_mode():
                cron.method_direct_trigger()
            self.assertEqual(messages(), sent, day)


@tagged("post_install", "-at_install")
class TestSuccession(StandardCase):
    """A revision: what it touches, by when, and what can still be finished."""

    def _revision(self, **vals):
        revision = self.in_review(
            number="T/WHZZ 001-2024",
            replaces_id=self.standard.id,
            **{"date_effective": "2024-07-01", "transition_until": "2024-12-31", **vals},
        )
        revision.action_publish()
        return revision

    def _row(self, revision, record):
        name = "certificate_id" if record._name == "brand.certificate" else "application_id"
        return revision.impact_ids.filtered(lambda row: row[name] == record)

    def test_the_radar_lists_certificates_and_open_applications(self):
        certificate = self.certified("已获证产品").certificate_id
        stopped = self.certified("已注销产品").certificate_id
        stopped.with_user(self.decider).action_cancel("停产")
        self.clock.move_to(self.today)
        running, draft = self.accepted("在办产品"), self.draft("草稿")
        revision = self._revision()
        self.assertEqual(revision.impact_ids.certificate_id, certificate)
        self.assertEqual(revision.impact_ids.application_id, running)
        self.assertNotIn(draft, revision.impact_ids.application_id)
        row = self._row(revision, certificate)
        self.assertEqual(
            (row.deadline, row.work, row.status, row.body_id),
            (date(2024, 12, 31), "evaluate", "open", self.body),
        )
        self.assertEqual(self.standard.usable_until, date(2024, 12, 31))
        self.assertEqual(revision.impact_open_count, 2)

    def test_holders_and_bodies_see_their_own_rows(self):
        certificate = self.certified("已获证产品").certificate_id
        self.clock.move_to(self.today)
        row = self._row(self._revision(), certificate)
        _other, rival = self._enterprise("芜湖另一家有限公司", "91340202MAXXT0013L")
        _body, stranger, _assessors = self._body("另一家认证有限公司", "91420106MAXXT0013P")
        for user, seen in (
            (self.applicant, 1),
            (self.decider, 1),
            (rival, 0),
            (stranger, 0),
            (self.users["auditor"], 1),
        ):
            found = row.with_user(user).search_count([("id", "=", row.id)])
            self.assertEqual(found, seen, user.login)

    def test_each_stage_reminds_once(self):
        certificate = self.certified("已获证产品").certificate_id
        self.clock.move_to(self.today)
        row = self._row(self._revision(), certificate)

        def told():
            return len(certificate.message_ids.filtered(lambda m: "is replaced by" in m.body))

        self.assertEqual((told(), row.reminded_stage), (1, 1))
        cron = self.env.ref("brand_certification.cron_remind_standard_impacts")
        for day, count in (
            ("2024-10-01", 1),
            ("2024-10-02", 2),  # 90 days ahead
            ("2024-10-03", 2),
            ("2024-12-01", 3),  # 30 days ahead
            ("2024-12-31", 3),
            ("2025-01-01", 4),  # too late
            ("2025-02-01", 4),
        ):
            self.clock.move_to(f"{day} 02:00:00")
            with self.enter_registry_test_mode():
                cron.method_direct_trigger()
            self.assertEqual(told(), count, day)
        self.assertEqual(row.status, "late")

    def test_what_was_done_for_a_certificate_stands_in_its_history(self):
        certificate = self.certified("已获证产品").certificate_id
        self.clock.move_to(self.today)
        row = self._row(self._revision(), certificate)
        with self.assertRaises(AccessError):
            row.with_user(self.applicant).action_done("自行声明")
        officer = row.with_user(self.users["officer"])
        with self.assertRaisesRegex(UserError, "Say what was done"):
            officer.action_done(" ")
        with self.assertRaises(AccessError):
            officer.write({"done_on": "2024-03-04"})
        officer.action_done("差异检验合格", "报告 2024-31")
        self.assertEqual((row.status, row.done_by_id), ("done", self.users["officer"]))
        event = certificate.event_ids.sorted("id")[-1:]
        self.assertEqual((event.kind, event.document_no), ("change", "报告 2024-31"))
        self.assertIn("T/WHZZ 001-2024", event.reason)
        with self.assertRaisesRegex(UserError, "Nothing more"):
            officer.action_done("再次")

    def test_a_version_under_the_new_standard_settles_its_row(self):
        certificate = self.certified("已获证产品").certificate_id
        self.clock.move_to(self.today)
        revision = self._revision()
        row = self._row(revision, certificate)
        certificate.sudo().standard_ids = self.standard | revision
        self.assertEqual(row.status, "open")
        certificate.sudo().standard_ids = revision
        self.assertEqual(row.status, "done")

    def test_an_open_application_changes_or_finishes_in_time(self):
        changing, finishing, late = (self.accepted(name) for name in ("产品一", "产品二", "产品三"))
        revision = self._revision()
        officer = self.env(user=self.users["officer"])
        row = self._row(revision, changing).with_env(officer)
        with self.assertRaisesRegex(UserError, "changes to the new standard"):
            row.action_done("完成")
        row.action_switch("企业同意")
        self.assertEqual(changing.standard_ids, revision)

        self.clock.move_to("2024-12-31 02:00:00")  # the last day
        finishing._check_standards_in_time()
        self.clock.move_to("2025-01-01 02:00:00")
        changing._check_standards_in_time()
        self.env["brand.evaluation"].with_user(self.decider).action_appoint(
            late.id, self.assessors[: late.program_id.assessor_count].ids
        )
        for evaluation in late.evaluation_ids:
            self.score(evaluation, 90, 45)
        replaced = "has been replaced by T/WHZZ 001-2024"
        with self.assertRaisesRegex(UserError, replaced), self.cr.savepoint():
            self.env["brand.decision"].with_user(self.decider).action_decide_certification(
                late.id, "granted"
            )
        self.assertEqual(late.state, "evaluating")

    def test_a_new_application_cites_the_revision_once_it_is_in_force(self):
        first, second = self.complete_draft("产品一"), self.complete_draft("产品二")
        self._revision()
        self.clock.move_to("2024-06-30 02:00:00")  # published, not yet in force
        first.action_submit()
        self.clock.move_to("2024-07-01 02:00:00")
        with self.assertRaisesRegex(UserError, "cite the new standard"):
            second.action_submit()
        # what was returned for correction may be handed in again
        office = first.with_user(self.users["officer"])
        self.env["brand.application.gap"].with_user(self.users["officer"]).create(
            {"application_id": first.id, "text": "补充检验报告"}
        )
        office.action_return()
        first.action_submit()
        self.assertEqual((first.state, second.state), ("submitted", "draft"))

    def test_the_old_standard_ends_with_its_transition(self):
        self._revision()
        cron = self.env.ref("brand_certification.cron_end_standard_transitions")
        for day, state in (("2024-12-31", "published"), ("2025-01-01", "withdrawn")):
            self.clock.move_to(f"{day} 02:00:00")
            with self.enter_registry_test_mode():
                cron.method_direct_trigger()
            self.assertEqual(self.standard.state, state, day)

    def test_one_standard_has_one_revision_in_force(self):
        self._revision()
        second = self.in_review(number="T/WHZZ 001-2025", replaces_id=self.standard.id)
        with self.assertRaisesRegex(UserError, "cannot be replaced"):
            second.action_publish()

    def test_a_transition_does_not_end_before_the_revision_begins(self):
        with self.assertRaisesRegex(UserError, "or later"):
            self._revision(transition_until="2024-06-30")

    def test_listing_takes_the_same_queries_for_one_and_for_twenty(self):
        revision = self._revision()
        Impact = self.env["brand.standard.impact"]
        files = [self.accepted(f"产品{n}") for n in range(21)]
        counts = []
        for batch in (files[:1], files[1:2], files[2:]):  # the first fills the caches of rules
            rows = Impact.create(
                [
                    {
                        "standard_id": revision.id,
                        "application_id": file.id,
                        "partner_id": file.partner_id.id,
                        "work": "finish",
                        "deadline": "2024-12-31",
                    }
                    for file in batch
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            rows.with_user(self.users["officer"]).read(["display_name", "status", "old_id"])
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
