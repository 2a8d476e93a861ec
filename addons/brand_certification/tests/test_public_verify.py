import json
import re

from odoo.tests import HttpCase, tagged

from .common import BrandCase

# Everything that JSON tells; a new key is a decision, not an accident
JSON_KEYS = {
    "body",
    "checked",
    "checked_at",
    "city",
    "date_end",
    "date_issue",
    "date_start",
    "district",
    "history",
    "holder",
    "is_newest",
    "level",
    "meaning",
    "model",
    "newest",
    "number",
    "office",
    "product",
    "program",
    "standard",
    "status",
    "status_word",
    "url",
    "uscc",
    "version",
}


@tagged("post_install", "-at_install")
class TestPublicVerify(BrandCase, HttpCase):
    """What strangers are told about a certificate, by its QR code or its number."""

    def setUp(self):
        super().setUp()
        self.file = self.certified()
        self.certificate = self.file.certificate_id
        self.words = self.env["brand.certificate"].with_context(lang="zh_CN")._public_word

    # -- helpers -------------------------------------------------------------------------------

    def page(self, path="", **kwargs):
        self.env.flush_all()
        return self.url_open(f"/brand/verify{path}", **kwargs)

    def page_of(self, certificate):
        return self.page(certificate._verify_path().removeprefix("/brand/verify"))

    def answer(self, path):
        return self.page(path).json()

    def word_of(self, response):
        return re.search(r'class="o_brand_word">([^<]*)<', response.text)[1]

    def second_version(self, certificate, **vals):
        """The certificate re-issued with a change, under its number: ``(first, second version)``."""
        first = certificate.sudo()._current_version()
        vals = {"holder_name": "芜湖示例机器人股份有限公司", **vals}
        return first, certificate._new_version(vals, "更名")

    # -- the answer ----------------------------------------------------------------------------

    def test_each_status_is_told_in_one_word(self):
        by_body = self.certificate.with_user(self.decider)
        self.assertEqual(self.word_of(self.page_of(self.certificate)), self.words("valid"))

        by_body.action_suspend(reason="抽查不合格", until="2024-06-30")
        page = self.page_of(self.certificate)
        self.assertEqual(self.word_of(page), self.words("suspended"))
        self.assertIn("2024年6月30日", page.text)
        self.assertIn("抽查不合格", page.text)

        self.restored(self.certificate)
        self.assertEqual(self.word_of(self.page_of(self.certificate)), self.words("valid"))

        by_body.action_withdraw("弄虚作假", "芜市监〔2024〕9号")
        page = self.page_of(self.certificate)
        self.assertEqual(self.word_of(page), self.words("withdrawn"))
        self.assertIn("芜市监〔2024〕9号", page.text)

    def test_a_cancelled_certificate_says_that_it_was_no_sanction(self):
        self.certificate.with_user(self.decider).action_cancel(reason="停产")

        page = self.page_of(self.certificate)

        self.assertEqual(self.word_of(page), self.words("cancelled"))
        self.assertIn("停产", page.text)

    def test_expired_from_midnight_in_shanghai_without_any_cron(self):
        self.clock.move_to("2027-03-11 15:59:00")  # 23:59 of the last day
        self.assertEqual(self.word_of(self.page_of(self.certificate)), self.words("valid"))

        self.clock.move_to("2027-03-11 16:00:00")
        page = self.page_of(self.certificate)

        self.assertEqual(self.certificate.state, "valid")
        self.assertEqual(self.word_of(page), self.words("expired"))
        self.assertIn("2027年3月11日", page.text)

    def test_expired_while_suspended_says_so_before_and_after_the_cron(self):
        self.certificate.with_user(self.decider).action_suspend(reason="抽查")
        self.clock.move_to("2027-03-12 02:00:00")
        by_dates = self.certificate.with_context(lang="zh_CN")._public_values()
        self.certificate.sudo().action_expire()
        by_cron = self.certificate.with_context(lang="zh_CN")._public_values()

        said = self.certificate.with_context(lang="zh_CN").env
        self.assertEqual(by_dates["meaning"], by_cron["meaning"])
        self.assertIn(said._("It was suspended when it expired."), by_dates["meaning"])
        self.assertEqual(by_dates["history"], by_cron["history"])

    def test_a_suspension_that_outlasted_its_limit_stays_and_says_that_a_decision_is_due(self):
        self.certificate.with_user(self.decider).action_suspend("抽查", until="2024-06-30")
        self.clock.move_to("2024-07-01 02:00:00")

        values = self.certificate.with_context(lang="en_US")._public_values()

        self.assertEqual(values["status"], "suspended")
        self.assertIn("a decision is due", values["meaning"])

    def test_not_found_never_says_forged_and_tells_whom_to_ask(self):
        for path, code in (("/no-such-token", 404), ("?q=TZ-2024-9999", 200)):
            with self.subTest(path=path):
                page = self.page(path)
                self.assertEqual(page.status_code, code)
                self.assertEqual(self.word_of(page), self.words("unknown"))
                self.assertIn("0553-0000001", page.text)
                for word in ("假证", "伪造", "假冒"):
                    self.assertNotIn(word, page.text)

    # -- finding by number -----------------------------------------------------------------------

    def test_a_number_is_found_whatever_its_case_width_and_blanks(self):
        wide = "".join(chr(ord(char) + 0xFEE0) for char in "TZ-2024-0001")
        for typed in ("TZ-2024-0001", "tz-2024-0001", " TZ - 2024 - 0001 ", wide, "TZ–2024–0001"):
            with self.subTest(typed=typed):
                page = self.page(params={"q": typed})
                self.assertEqual(self.word_of(page), self.words("valid"))

    def test_parts_of_a_number_and_patterns_find_nothing(self):
        for typed in ("TZ-2024", "0001", "%", "TZ-2024-000_", "TZ-2024-0001" * 20):
            with self.subTest(typed=typed):
                self.assertFalse(self.env["brand.certificate"]._public_find(typed))

    def test_the_same_number_in_two_cities_asks_which_one(self):
        city = self.env["res.company"].create({"name": "示例二市市场监督管理局"})
        twin = self.certificate.sudo().copy(
            {"number": "TZ-2024-0002", "token": "twin-of-it", "application_id": False}
        )
        row = twin._keep_versions("issue")
        self.env.flush_all()
        for table, record in (("brand_certificate", twin), ("brand_certificate_version", row)):
            self.env.cr.execute(
                f"UPDATE {table} SET company_id = %s, number_key = 'TZ-2024-0001' WHERE id = %s",
                [city.id, record.id],
            )
        self.env.invalidate_all()

        page = self.page("?q=TZ-2024-0001")

        self.assertIn("示例二市市场监督管理局", page.text)
        self.assertIn("/brand/verify/twin-of-it", page.text)
        self.assertIn(self.certificate._verify_path(), page.text)

    # -- versions ------------------------------------------------------------------------------

    def test_the_code_of_an_older_version_says_so_and_leads_to_the_newest(self):
        older, newer = self.second_version(self.certificate)

        page = self.page_of(older)

        self.assertIn("o_brand_older", page.text)
        self.assertIn(newer._verify_path(), page.text)
        self.assertNotIn("o_brand_older", self.page_of(newer).text)

    def test_a_bare_number_means_the_newest_version_and_each_can_be_named(self):
        older, newer = self.second_version(self.certificate)
        find = self.env["brand.certificate"]._public_find

        self.assertEqual(find("tz-2024-0001"), newer)
        self.assertEqual(find("tz-2024-0001-v2"), newer)
        self.assertEqual(find("tz-2024-0001-v1"), older)
        self.assertFalse(find("tz-2024-0001-v3"))

    def test_an_older_version_answers_with_the_status_of_the_newest(self):
        older, _newer = self.second_version(self.certificate)
        self.certificate.with_user(self.decider).action_withdraw("弄虚作假", "芜市监〔2024〕9号")

        self.assertEqual(self.word_of(self.page_of(older)), self.words("withdrawn"))

    # -- what is not told ------------------------------------------------------------------------

    def test_json_tells_what_was_listed_and_no_person(self):
        answer = self.answer(f"{self.path_of_token()}.json")

        self.assertEqual(set(answer), JSON_KEYS)
        self.assertEqual(answer["status"], "valid")
        self.assertEqual(answer["date_end"], "2027-03-11")
        for private in ("联系人", "0553-0000003", "经办人", "test-"):
            self.assertNotIn(private, json.dumps(answer, ensure_ascii=False))
            self.assertNotIn(private, self.page_of(self.certificate).text)

    def path_of_token(self):
        return self.certificate._verify_path().removeprefix("/brand/verify")

    def test_json_by_number_lists_what_was_found(self):
        self.assertEqual(self.answer(".json?q=TZ-2024-9999")["count"], 0)
        found = self.answer(".json?q=tz-2024-0001")
        self.assertEqual([r["number"] for r in found["results"]], ["TZ-2024-0001"])

    def test_json_of_an_unknown_code_is_404_and_says_unknown(self):
        response = self.page("/no-such-token.json")

        self.assertEqual((response.status_code, response.json()["status"]), (404, "unknown"))

    def test_well_known_trademark_is_never_printed(self):
        self.second_version(
            self.certificate,
            product_name="示例牌(中国驰名商标)机器人",
            holder_name="驰名商标示例有限公司",
        )

        page = self.page_of(self.certificate)

        self.assertNotIn("驰名商标", page.text)
        self.assertIn("示例牌机器人", page.text)

    # -- how it is served ------------------------------------------------------------------------

    def test_the_page_may_be_kept_a_minute_and_leaves_no_session(self):
        page = self.page(self.path_of_token(), headers={"Accept-Language": "zh-CN"})

        self.assertEqual(page.headers["Cache-Control"], "public, max-age=60")
        self.assertNotIn("Set-Cookie", page.headers)
        self.assertNotIn("csrf", page.text)
        # One script of its own, which checks the signature of the code; no framework
        self.assertEqual(
            re.findall(r'<script[^>]* src="([^"]*)"', page.text),
            ["/brand_certification/static/src/js/certificate_check.js"],
        )
        self.assertIn('<html lang="zh-CN">', page.text)
        again = self.page(self.path_of_token(), headers={"If-None-Match": page.headers["ETag"]})
        self.assertEqual(again.status_code, 304)

        self.certificate.with_user(self.decider).action_suspend(reason="抽查")
        changed = self.page(self.path_of_token(), headers={"If-None-Match": page.headers["ETag"]})
        self.assertEqual(changed.status_code, 200)

    def test_page_and_style_sheet_weigh_less_than_60_kb_together(self):
        page = self.page_of(self.certificate)
        styles = re.findall(r'<link[^>]* href="(/web/assets/[^"]+\.css)"', page.text)
        weight = len(page.content) + sum(len(self.url_open(url).content) for url in styles)

        self.assertEqual(len(styles), 1)
        self.assertLess(weight, 60_000)

    def test_whoever_is_logged_in_gets_the_same_bytes_as_a_stranger(self):
        stranger = self.page_of(self.certificate)
        self.authenticate("test-officer", "test-officer")
        officer = self.page_of(self.certificate)

        self.assertEqual(officer.content, stranger.content)

    def test_the_search_page_works_as_a_plain_form(self):
        page = self.page()

        self.assertRegex(page.text, r'<form action="/brand/verify" method="get"')
        self.assertNotIn("o_brand_answer", page.text)

    # -- cost ------------------------------------------------------------------------------------

    def queries(self, certificate):
        certificate = certificate.with_user(self.env.ref("base.public_user"))
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        certificate._public_values()
        return self.cr.sql_log_count - before

    def test_the_number_of_queries_is_small_and_does_not_grow_with_the_history(self):
        short = self.queries(self.certificate)
        for _round in range(6):
            self.certificate.with_user(self.decider).action_suspend(reason="抽查")
            self.restored(self.certificate)

        self.assertEqual(self.queries(self.certificate), short)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(10):
            self.env["brand.certificate"]._public_find("TZ-2024-0001")._public_values()
