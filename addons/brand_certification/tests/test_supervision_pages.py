"""Complaints, checks and standing as the public and the portal see them."""

from lxml import html

from odoo import http
from odoo.tests import HttpCase, tagged

from .test_complaint import ComplaintCase


@tagged("post_install", "-at_install")
class TestSupervisionPages(HttpCase, ComplaintCase):
    def post(self, url, **values):
        values = {"csrf_token": http.Request.csrf_token(self), **values}
        return html.fromstring(self.url_open(url, data=values).content)

    def text(self, page):
        return " ".join(page.text_content().split())

    def send(self, **values):
        self.authenticate(None, None)
        letter = {
            "kind": "infringement",
            "misuse": "mark",
            "subject_text": "某商店",
            "text": "货架上的商品使用标志,但查无证书。",
        }
        return self.post("/brand/complaints", **{**letter, **values})

    def latest(self):
        return self.env["brand.complaint"].search([], order="id desc", limit=1)

    def test_a_report_needs_no_name_and_gets_a_receipt(self):
        page = self.send()
        complaint = self.latest()
        self.assertIn(complaint.name, self.text(page))
        self.assertEqual(
            (complaint.kind, complaint.channel, complaint.create_uid.id),
            ("infringement", "public", 1),
        )
        status = self.post("/brand/complaints/status", receipt=complaint.name.lower())
        told = status.xpath("//section[contains(@class, 'o_brand_facts')]//dd")
        self.assertEqual((len(told), told[0].text), (3, complaint.name))
        self.assertNotIn("某商店", self.text(status))

    def test_what_is_wrong_is_told_at_once_and_what_was_typed_stays(self):
        count = self.env["brand.complaint"].search_count([])
        page = self.send(kind="complaint", text="短", subject_text="")
        self.assertEqual(
            set(page.xpath("//*[@id='brand_errors']//a/@href")),
            {"#field_subject_text", "#field_text", "#field_name", "#field_contact"},
        )
        self.assertEqual(page.xpath("//textarea[@id='text']")[0].text.strip(), "短")
        self.assertEqual(self.env["brand.complaint"].search_count([]), count)

    def test_a_machine_that_fills_every_field_leaves_nothing(self):
        count = self.env["brand.complaint"].search_count([])
        self.send(website="http://spam.example")
        self.assertEqual(self.env["brand.complaint"].search_count([]), count)

    def test_too_many_letters_of_one_address_are_refused(self):
        for _number in range(10):
            self.send()
        count = self.env["brand.complaint"].search_count([])
        refused = self.send().xpath("//*[@id='brand_errors']//a/@href")
        self.assertEqual(refused, ["#field_text"])
        self.assertEqual(self.env["brand.complaint"].search_count([]), count)

    def test_a_wrong_receipt_tells_nothing(self):
        complaint = self.complaint()
        guess = complaint.name[:-1] + ("2" if complaint.name[-1] != "2" else "3")
        self.authenticate(None, None)
        page = self.post("/brand/complaints/status", receipt=guess)
        self.assertFalse(page.xpath("//section[contains(@class, 'o_brand_facts')]"))
        self.assertTrue(page.xpath("//p[@role='status']"))

    def test_a_certificate_number_links_the_certificate(self):
        certificate = self.certified().certificate_id
        self.send(number=f" {certificate.number.lower()} ")
        self.assertEqual(self.latest().certificate_id, certificate)
        self.assertEqual(self.latest().body_id, self.body)

    def test_an_enterprise_sees_the_answer_to_its_own_complaint_alone(self):
        own = self.complaint(complainant_partner_id=self.firm.id, subject_text="自己的投诉")
        own.action_accept()
        self.close(own)
        self.complaint(subject_text="别人的投诉")
        self.authenticate(self.applicant.login, self.applicant.login)
        text = self.text(html.fromstring(self.url_open("/my/brand/complaints").content))
        self.assertIn("答复如下", text)
        self.assertNotIn("别人的投诉", text)

    def test_the_public_reads_published_results_and_no_others(self):
        certificate = self.certified().certificate_id
        checks = self.env["brand.surveillance"].create(
            [
                {"certificate_id": certificate.id, "date_planned": "2024-06-28"}
                for _number in range(2)
            ]
        )
        for check, summary in zip(checks, ("已公开", "未公开"), strict=True):
            check.inspector_ids = self.assessors[:2]
            mine = check.with_user(self.assessors[0])
            mine.action_start()
            mine.item_ids.answer = "yes"
            mine.write({"result": "pass", "summary": summary, "consequence": "none"})
            mine.action_finish()
        published = checks[0].with_user(self.users["officer"])
        published.published_text = "抽查结果公开文本 13900001234"
        published.action_publish()
        self.authenticate(None, None)
        text = self.text(html.fromstring(self.url_open("/brand/checks").content))
        self.assertIn("抽查结果公开文本", text)
        self.assertNotIn("13900001234", text)
        self.assertEqual(text.count(certificate.number), 1)

    def test_a_body_names_its_inspectors_and_they_enter_the_result_in_the_portal(self):
        certificate = self.certified().certificate_id
        check = self.env["brand.surveillance"].create(
            {"certificate_id": certificate.id, "kind": "body", "date_planned": "2024-06-28"}
        )
        url = f"/my/brand/surveillance/{check.id}"
        self.authenticate(self.decider.login, self.decider.login)
        self.assertTrue(self.get(url).xpath("//button[@value='appoint']"))
        page = self.post(url, step="appoint", inspector_ids=[self.assessors[0].id])
        self.assertTrue(page.xpath("//*[contains(@class, 'o_mybrand_refusal')]"))
        self.assertFalse(check.inspector_ids)
        self.post(url, step="appoint", inspector_ids=self.assessors[:2].ids)
        self.assertEqual(check.inspector_ids, self.assessors[:2])
        assessor = self.assessors[0]
        self.authenticate(assessor.login, assessor.login)
        self.post(url, step="start")
        self.assertEqual(check.state, "in_progress")
        page = self.post(url, step="finish", summary="写了一半")
        self.assertIn("写了一半", self.text(page))
        answers = {f"item_{item.id}": "yes" for item in check.item_ids}
        self.post(
            url, step="finish", result="pass", summary="符合。", consequence="none", **answers
        )
        self.assertEqual((check.state, check.result), ("done", "pass"))
        self.authenticate(self.applicant.login, self.applicant.login)
        self.assertIn("符合。", self.text(self.get(url)))
        self.post(url, step="appoint", inspector_ids=self.assessors.ids)
        self.assertEqual(check.inspector_ids, self.assessors[:2])

    def test_an_enterprise_reads_its_standing_and_how_to_repair_it(self):
        self.env["brand.credit.record"].create(
            {"partner_id": self.firm.id, "reason": "虚假材料", "date_from": "2024-03-01"}
        )
        self.authenticate(self.applicant.login, self.applicant.login)
        tasks = self.get("/my").xpath("//*[@id='brand_home_tasks']//a/@href")
        self.assertIn("/my/brand/standing", tasks)
        page = self.get("/my/brand/standing")
        self.assertIn("虚假材料", self.text(page))
        self.assertEqual(len(page.xpath("//main//ol[not(contains(@class, 'breadcrumb'))]/li")), 3)

    def get(self, url):
        return html.fromstring(self.url_open(url).content)
