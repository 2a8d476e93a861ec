import base64
import hashlib
import json
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .common import BrandCase

# Vectors of working days: day of publication, last day of five working days
FIVE_DAYS = [
    ("2024-02-06", "2024-02-19"),
    ("2024-03-13", "2024-03-20"),  # the real notice of 湖北精品
    ("2024-04-30", "2024-05-10"),
    ("2024-09-27", "2024-10-10"),
    ("2025-01-22", "2025-02-05"),
    ("2025-09-26", "2025-10-10"),
    ("2025-12-29", "2026-01-06"),
    ("2026-02-11", "2026-02-25"),
    ("2026-09-17", "2026-09-23"),
    ("2026-09-30", "2026-10-13"),
]


class NoticeCase(BrandCase):
    def setUp(self):
        super().setUp()
        self.application = self.evaluated("六轴机器人")
        self.notice = self.notice_of(self.application)
        self.line = self.notice.line_ids

    def correct(self, is_material=True, **changes):
        self.notice.action_correct("名称有误", is_material, changes)


@tagged("post_install", "-at_install")
class TestNoticeTerm(NoticeCase):
    def test_the_days_of_the_state_councils_calendar(self):
        calendar = self.env["brand.workday"]._calendar()
        for start, end in FIVE_DAYS:
            day = self.notice._fields["date_end"].to_date(start)
            self.assertEqual(str(calendar.add_working_days(day, 5).date), end, start)

    def test_a_term_into_an_unpublished_year_is_marked_provisional_everywhere(self):
        self.clock.move_to("2026-12-29 02:00:00")
        notice = self.env["brand.notice"].create(
            {"name": "跨年公示", "program_id": self.program.id}
        )
        notice._add_subjects(self.evaluated_later("跨年产品"))
        notice.with_user(self.users["reviewer"]).action_publish()
        self.assertTrue(notice.is_provisional)
        values = notice._paper_values()
        self.assertIn("provisional", values["term_words"])
        self.assertIn(values["term_words"], values["paragraphs"])

    def evaluated_later(self, product):
        self.program.sudo()._write({"window_to": "2026-12-31"})
        self.program.invalidate_recordset()
        self.body.valid_to = "2030-12-31"
        return self.evaluated(product)

    def test_a_changed_calendar_proposes_and_a_person_takes_it(self):
        end = self.notice.date_end  # Monday 11 March
        self.env["brand.workday"].create(
            {"date": "2024-03-08", "is_working": False, "name": "临时放假"}
        )
        self.notice.invalidate_recordset()
        self.assertEqual(self.notice.date_end, end)
        self.assertEqual(str(self.notice.proposed_end), "2024-03-12")
        with self.assertRaises(AccessError):
            self.notice.with_user(self.users["approver"]).action_take_end(reason="放假通知")
        self.notice.with_user(self.users["reviewer"]).action_take_end(reason="放假通知")
        self.assertEqual(str(self.notice.date_end), "2024-03-12")
        self.assertFalse(self.notice.proposed_end)
        self.assertEqual(self.notice._current_version().kind, "term")
        with self.assertRaisesRegex(UserError, "proposes no other"):
            self.notice.action_take_end(reason="再来")

    def test_the_term_is_written_by_nobody(self):
        for vals in ({"date_end": "2030-01-01"}, {"content_hash": "x"}, {"restart_count": 5}):
            with self.assertRaises(AccessError):
                self.notice.with_user(self.users["reviewer"]).write(vals)
        with self.assertRaisesRegex(UserError, "can no longer be changed"):
            self.notice.with_user(self.users["reviewer"]).office_phone = "1"


@tagged("post_install", "-at_install")
class TestNoticeVersions(NoticeCase):
    def test_the_hash_is_that_of_the_published_text_and_covers_each_word(self):
        version = self.notice.version_ids
        self.assertEqual(
            hashlib.sha256(version.content.encode()).hexdigest(), self.notice.content_hash
        )
        content = json.loads(version.content)
        shown = self.notice._public_values()
        for name in ("title", "office", "office_phone", "discipline_phone", "days", "lines"):
            self.assertEqual(content[name], shown[name], name)
        self.assertEqual(content["date_end"], str(self.notice.date_end))

    def test_the_page_is_kept_as_evidence(self):
        notice = self.notice.with_context(force_report_rendering=True)
        notice.action_correct("名称有误", False, {"name": "更正后的公示"})
        version = self.notice._current_version()
        paper = version.with_context(bin_size=False).paper
        content = base64.b64decode(paper)
        self.assertTrue(content.startswith(b"%PDF"))
        self.assertEqual(hashlib.sha256(content).hexdigest(), version.paper_hash)

    def test_a_material_correction_begins_the_days_anew_and_keeps_the_old_version(self):
        old = self.notice.content_hash
        self.clock.move_to("2024-03-06 02:00:00")
        self.correct(lines={self.line.id: {"name": "七轴机器人"}})
        self.assertEqual(str(self.notice.date_end), "2024-03-13")
        self.assertEqual(self.notice.restart_count, 1)
        self.assertNotEqual(self.notice.content_hash, old)
        self.assertEqual(
            self.notice.version_ids.sorted("number").mapped("kind"), ["publication", "material"]
        )
        self.assertEqual(self.notice._public_version(1)["lines"][0]["name"], "六轴机器人")
        self.assertEqual(self.notice._public_version(1)["hash"], old)
        self.assertIsNone(self.notice._public_version(2), "the valid one is the page itself")
        self.assertEqual(self.application.state, "notice")

    def test_the_page_of_a_correction_says_what_was_corrected_and_why(self):
        made = []
        Report = type(self.env["ir.actions.report"])
        render = Report._render_announced

        def spy(report, report_ref, record, title):
            made.append(record.with_env(report.env)._paper_values()["paragraphs"])
            return render(report, report_ref, record, title)

        notice = self.notice.with_user(self.users["reviewer"])
        line = notice.line_ids[:1]
        with patch.object(Report, "_render_announced", spy):
            for word in ("甲", "乙"):
                changes = {"lines": {str(line.id): {"name": word}}}
                notice.action_correct(f"型号有误{word}", True, changes)
        first, second = ([p for p in page if "Correction of" in p] for page in made)
        self.assertEqual(len(first), 1)
        self.assertIn("the days begin anew): 型号有误甲", first[0])
        self.assertEqual(len(second), 2)
        self.assertIn("型号有误乙", second[0])
        forged = notice.with_context(brand_correction=("x", "伪造", "x"))
        self.assertNotIn("伪造", "".join(forged._paper_values()["paragraphs"]))

    def test_a_slip_is_noted_and_the_days_go_on(self):
        end = self.notice.date_end
        self.clock.move_to("2024-03-06 02:00:00")
        self.correct(is_material=False, name="公示(更正)")
        self.assertEqual((self.notice.date_end, self.notice.restart_count), (end, 0))
        self.assertEqual(self.notice._current_version().kind, "note")

    def test_a_correction_needs_a_reason_a_change_and_its_term(self):
        with self.assertRaisesRegex(UserError, "reason"):
            self.notice.action_correct(" ", True, {"name": "x"})
        with self.assertRaisesRegex(UserError, "Nothing would change"):
            self.correct(name=self.notice.name)
        with self.assertRaisesRegex(UserError, "words of the notice"):
            self.correct(days=1)
        with self.assertRaisesRegex(UserError, "words of the notice"):
            self.correct(lines={self.line.id: {"res_id": 1}})
        self.clock.move_to(f"{self.notice.date_end} 16:00:01")
        with self.assertRaisesRegex(UserError, "new notice"):
            self.correct(name="太晚")
        self.assertEqual(len(self.notice.version_ids), 1)

    def test_versions_are_neither_written_nor_deleted(self):
        version = self.notice.version_ids
        for user in self.users.values():
            with self.assertRaises(AccessError):
                version.with_user(user).write({"content": "{}"})
            with self.assertRaises(AccessError):
                version.with_user(user).unlink()
        with self.assertRaises(AccessError):
            version.sudo().unlink()

    def test_the_form_of_a_correction_starts_from_the_published_words(self):
        wizard = (
            self.env["brand.notice.correction"]
            .with_user(self.users["reviewer"])
            .with_context(default_notice_id=self.notice.id)
            .create({"reason": "错字", "kind": "note"})
        )
        self.assertEqual(wizard.line_ids.name, self.line.name)
        wizard.line_ids.holder = "芜湖示例机器人股份有限公司"
        wizard.action_confirm()
        self.assertEqual(self.line.holder, "芜湖示例机器人股份有限公司")

    def test_a_person_on_the_list_is_masked_and_a_company_is_not(self):
        notice = self.env["brand.notice"].create({"name": "个人", "program_id": self.program.id})
        line = self.env["brand.notice.line"].create(
            {
                "notice_id": notice.id,
                "model": "brand.application",
                "res_id": self.application.id,
                "name": "产业工匠 13812345678",
                "holder": "张三丰",
                "is_person": True,
            }
        )
        self.assertEqual(line._announced_values()["holder"], "张*丰")
        self.assertNotIn("13812345678", line._announced_values()["name"])
        self.assertEqual(self.line._announced_values()["holder"], self.firm.name)
        person = self.env["res.partner"].create({"name": "张三丰"})
        self.assertTrue(person._is_natural_person())
        self.assertFalse(self.firm._is_natural_person())


@tagged("post_install", "-at_install")
class TestNoticePages(HttpCase, NoticeCase):
    def test_a_corrected_notice_tells_so_and_links_to_what_it_replaced(self):
        self.correct(lines={self.line.id: {"name": "七轴机器人"}})
        page = self.url_open(f"/brand/notices/{self.notice.id}").text
        self.assertIn('id="corrections"', page)
        self.assertIn("七轴机器人", page)
        self.assertNotIn("六轴机器人", page)
        self.assertIn(self.notice.content_hash, page)
        old = self.url_open(f"/brand/notices/{self.notice.id}/version/1").text
        self.assertIn("六轴机器人", old)
        self.assertIn(f'href="/brand/notices/{self.notice.id}"', old)
        for path in ("version/2", "version/9"):
            self.assertEqual(
                self.url_open(f"/brand/notices/{self.notice.id}/{path}").status_code, 404
            )

    def test_the_text_behind_the_hash_can_be_fetched_and_counted(self):
        answer = self.url_open(f"/brand/notices/{self.notice.id}/content.json")
        self.assertEqual(hashlib.sha256(answer.content).hexdigest(), self.notice.content_hash)

    def test_a_draft_notice_is_no_page(self):
        draft = self.env["brand.notice"].create({"name": "草稿", "program_id": self.program.id})
        subject = {"model": "brand.application", "res_id": self.draft().id}
        draft.line_ids = [Command.create({**subject, "name": "秘密", "holder": "秘密"})]
        for path in ("", "/notice.pdf", "/version/1", "/content.json", "/version/1/notice.pdf"):
            answer = self.url_open(f"/brand/notices/{draft.id}{path}")
            self.assertEqual(answer.status_code, 404, path)
