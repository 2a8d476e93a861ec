from odoo import Command
from odoo.tests import HttpCase, tagged

from .common import BrandCase


@tagged("post_install", "-at_install")
class TestPublicRegistry(BrandCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.certificate = self.certified().certificate_id

    def page(self, path="", **params):
        self.env.flush_all()
        return self.url_open(f"/brand/registry{path}", params=params)

    def test_it_lists_the_face_of_certificates_with_their_status_today(self):
        page = self.page()

        self.assertEqual(page.status_code, 200)
        for told in ("TZ-2024-0001", "六轴机器人", "芜湖示例机器人有限公司", "弋江区", "国内领先"):
            self.assertIn(told, page.text)
        self.assertIn("o_brand_status is-valid", page.text)
        self.assertIn('lang="zh-CN"', page.text)
        for private in ("联系人", "0553-0000003", "经办人"):
            self.assertNotIn(private, page.text)

    def test_what_no_form_sends_is_the_sender_s_error(self):
        self.assertEqual(self.page(q="六轴\x00").status_code, 400)
        for path in ("/brand/verify/%00", "/brand/standards?q=%00", "/brand/verify?q=%00"):
            self.assertEqual(self.url_open(path).status_code, 400, path)

    def test_status_follows_the_dates(self):
        self.clock.move_to("2027-03-12 02:00:00")

        self.assertIn("TZ-2024-0001", self.page(status="expired").text)
        self.assertNotIn("TZ-2024-0001", self.page(status="valid").text)

    def test_it_is_searched_by_holder_product_and_beginning_of_the_number(self):
        for words in ("示例机器人", "六轴", "tz-2024", "TZ-2024-0001"):
            with self.subTest(words=words):
                self.assertIn("TZ-2024-0001", self.page(q=words).text)
        for words in ("不存在", "%", "2024-0001"):
            with self.subTest(words=words):
                self.assertNotIn("TZ-2024-0001", self.page(q=words).text)

    def test_of_each_number_the_newest_version_is_listed(self):
        older = self.certificate.sudo()._current_version()
        newer = self.certificate._new_version({"holder_name": "芜湖更名机器人有限公司"}, "更名")
        page = self.page()

        self.assertIn(newer._verify_path(), page.text)
        self.assertNotIn(older._verify_path(), page.text)

    def test_what_is_typed_into_the_address_breaks_nothing(self):
        for params in (
            {"level": "abc", "status": "<b>", "program": "-1"},
            {"district": "9" * 30},
            {"q": "'\"<script>alert(1)</script>"},
            {"q": "\uff05" * 500},
        ):
            with self.subTest(params=params):
                page = self.page(**params)
                self.assertEqual(page.status_code, 200)
                self.assertNotIn("<script>alert", page.text)
        for path in ("/page/0", "/page/99999"):
            self.assertEqual(self.page(path).status_code, 200)

    def test_a_stranger_gets_a_page_to_keep_and_a_user_one_of_his_own(self):
        stranger = self.page()
        self.assertEqual(stranger.headers["Cache-Control"], "public, max-age=60")
        self.assertNotIn("Set-Cookie", stranger.headers)

        self.authenticate("test-officer", "test-officer")
        self.assertEqual(self.page().headers["Cache-Control"], "private, no-store")

    def test_queries_do_not_grow_with_the_list(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.env["brand.certificate"].sudo().search([])._public_summary()
            return self.cr.sql_log_count - before

        one = queries()
        for number in range(8):
            self.certificate.sudo().copy(
                {
                    "number": f"TZ-2024-10{number}",
                    "version": 1,
                    "application_id": False,
                    "token": f"token-{number}",
                }
            )
        self.assertEqual(queries(), one)


@tagged("post_install", "-at_install")
class TestPublicNotices(BrandCase, HttpCase):
    def page(self, path=""):
        self.env.flush_all()
        return self.url_open(f"/brand/notices{path}")

    def test_a_draft_is_not_announced(self):
        notice = self.env["brand.notice"].create(
            {"name": "尚未公布的名单", "program_id": self.program.id}
        )

        self.assertNotIn("尚未公布的名单", self.page().text)
        self.assertEqual(self.page(f"/{notice.id}").status_code, 404)
        self.assertEqual(self.page(f"/{notice.id}/notice.pdf").status_code, 404)

    def test_a_notice_tells_its_items_its_last_hour_and_the_phones(self):
        notice = self.notice_of(self.evaluated())

        page = self.page(f"/{notice.id}")

        for told in (
            "六轴机器人",
            "芜湖示例机器人有限公司",
            "弋江区",
            "2024年3月11日",
            "24",
            "0553-0000001",
            "0553-0000002",
            notice.content_hash,
        ):
            self.assertIn(told, page.text)
        self.assertIn("o_brand_term my-3 is-running", page.text)
        self.assertIn(notice.name, self.page().text)

    def test_after_its_last_day_a_notice_is_over_whether_or_not_it_was_closed(self):
        notice = self.notice_of(self.evaluated())
        self.clock.move_to("2024-03-11 15:59:00")
        self.assertIn("is-running", self.page(f"/{notice.id}").text)

        self.clock.move_to("2024-03-11 16:00:00")
        self.assertEqual(notice.state, "published")
        self.assertNotIn("is-running", self.page(f"/{notice.id}").text)

    def test_objections_and_numbers_of_persons_are_not_shown(self):
        notice = self.notice_of(self.evaluated())
        notice.line_ids.sudo().detail = "法人340202199003071234"
        self.env["brand.objection"].create(
            {
                "line_id": notice.line_ids.id,
                "objector_name": "王某某",
                "objector_contact": "13800000000",
                "text": "数据不实",
            }
        )
        page = self.page(f"/{notice.id}").text

        self.assertIn("340202********1234", page)
        for private in ("王某某", "13800000000", "数据不实", "199003071234"):
            self.assertNotIn(private, page)

    def test_the_paper_of_a_notice_is_a_pdf_for_everybody(self):
        notice = self.notice_of(self.evaluated())

        response = self.page(f"/{notice.id}/notice.pdf")

        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.assertEqual(response.content[:5], b"%PDF-")
        self.assertNotIn("Set-Cookie", response.headers)

    def test_a_running_notice_comes_first(self):
        old = self.notice_of(self.evaluated())
        old.sudo().name = "第一批公示"
        self.let_notice_end(old)
        firm, applicant = self._enterprise(
            "芜湖示例泵业有限公司", "91340202MAXX001049", uscc_reason="licence seen"
        )
        new = self.notice_of(self.evaluated("多级泵", firm=firm, applicant=applicant))
        new.sudo().name = "第二批公示"

        text = self.page().text

        self.assertLess(text.index("第二批公示"), text.index("第一批公示"))


@tagged("post_install", "-at_install")
class TestTwoCities(BrandCase, HttpCase):
    def test_one_site_answers_for_all_cities(self):
        here = self.certified().certificate_id
        city = self.env["res.company"].create(
            {"name": "示例二市市场监督管理局", "phone": "027-0000009"}
        )
        there = here.sudo().copy(
            {"number": "EB-2024-0001", "token": "there", "application_id": False}
        )
        there._keep_versions("issue")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE brand_certificate SET company_id = %s WHERE id = %s", [city.id, there.id]
        )
        self.env.cr.execute(
            "UPDATE brand_certificate_version SET company_id = %s WHERE certificate_id = %s",
            [city.id, there.id],
        )
        self.env.invalidate_all()
        self.users["officer"].company_ids = [Command.link(city.id)]

        page = self.url_open("/brand/verify?q=eb-2024-0001")

        self.assertIn("示例二市市场监督管理局", page.text)
        self.assertIn("027-0000009", page.text)
