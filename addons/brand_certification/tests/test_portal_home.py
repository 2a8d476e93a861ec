from odoo.tests import tagged

from .portal_common import GOOD_CODE, PortalCase


@tagged("post_install", "-at_install")
class TestPortalHome(PortalCase):
    def test_an_empty_home_says_what_to_do_first(self):
        self.login(self.applicant)
        page = self.page("/my")
        self.assertIn("Nothing waits for you", page)
        self.assertIn("Choose a programme", page)

    def test_tasks_come_by_deadline_and_name_the_next_step(self):
        draft = self.draft("草稿产品")
        returned = self.submitted("退回产品")
        gap = {"application_id": returned.id, "field_name": "advantage", "text": "请写数值"}
        self.env["brand.application.gap"].with_user(self.users["officer"]).create(gap)
        returned.with_user(self.users["officer"]).action_return()

        tasks = self.env["brand.portal"].with_user(self.applicant)._tasks()

        self.assertEqual([t["url"] for t in tasks], [returned.access_url, draft.access_url])
        self.assertEqual([str(t["due"]) for t in tasks], ["2024-03-18", "2024-12-31"])
        self.clock.move_to("2024-03-19 02:00:00")
        late = self.env["brand.portal"].with_user(self.applicant)._tasks()[0]
        self.assertTrue(late["is_late"])
        self.assertIn("Overdue since March 18, 2024", late["due_text"])

    def test_home_shows_running_cases_with_turn_and_dates(self):
        self.submitted()
        self.login(self.applicant)
        page = self.page("/my")
        self.assertIn("Received, being examined", page)
        self.assertIn("市局受理窗口", page)
        self.assertIn("since March 4, 2024, until March 11, 2024", page)

    def test_the_counter_tells_the_number_of_tasks(self):
        self.draft()
        self.login(self.applicant)
        counts = self.make_jsonrpc_request("/my/counters", {"counters": ["brand_task_count"]})
        self.assertEqual(counts, {"brand_task_count": 1})

    def test_users_without_a_role_get_the_plain_portal(self):
        stranger = self._user("stranger", ["base.group_portal"])
        self.login(stranger)
        self.assertNotIn("brand_home_tasks", self.page("/my"))
        for url in ("/my/brand", "/my/brand/body", "/my/brand/evaluations"):
            self.assertEqual(self.where(self.url_open(url)), "/my", url)

    def test_a_certificate_is_shown_to_its_holder_only(self):
        certificate = self.certified().certificate_id
        self.login(self.applicant)
        page = self.page(certificate.access_url)
        for words in (certificate.number, "Valid", "March 11, 2027", certificate._verify_path()):
            self.assertIn(words, page)
        self.assertIn(certificate.number, self.page("/my/brand"))
        paper = self.url_open(f"{certificate.access_url}/pdf")
        self.assertEqual(paper.headers["Content-Type"], "application/pdf")
        _firm, stranger = self._enterprise("另一企业", GOOD_CODE)
        self.login(stranger)
        for url in (certificate.access_url, f"{certificate.access_url}/pdf"):
            answer = self.url_open(url)
            self.assertEqual(self.where(answer), "/my")
            self.assertNotIn(certificate.number, answer.text)

    def test_an_expired_certificate_says_so_without_a_cron(self):
        certificate = self.certified().certificate_id
        self.clock.move_to(f"{certificate.date_end} 16:00:01")
        self.login(self.applicant)
        page = self.page(certificate.access_url)
        self.assertIn("Expired", page)
        self.assertIn("may no longer be used", page)

    def test_the_overview_costs_no_more_queries_with_more_files(self):
        for name in ("一", "二"):
            self.submitted(name)
        user = self.applicant

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["brand.application"].with_user(user)._portal_own()._portal_cases()
            return self.env.cr.sql_log_count - before

        count()
        few = count()
        for number in range(8):
            self.submitted(f"产品{number}")
        self.assertLessEqual(count(), few)
