import base64

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PDF
from .portal_common import GOOD_CODE, PortalCase

PDF_BYTES = base64.b64decode(PDF)


@tagged("post_install", "-at_install")
class TestPortalApplication(PortalCase):
    def answers(self, number):
        return {
            1: {"uscc": self.firm.uscc, "brand_district_id": self.district.id},
            2: {
                "product_id": "new",
                "product_name": "六轴机器人",
                "product_model": "ER20",
                "product_kind": "product",
                "level_id": self.program.level_ids[0].id,
            },
            3: {
                "standard_ids": [self.standard.id],
                "advantage": "重复定位精度 0.02 mm。",
                "market_position": "第三。",
                "quality_system": "体系有效。",
            },
            5: {
                "declaration_accepted": "1",
                "declared_by": "经办人",
                "contact_name": "联系人",
                "contact_phone": "0553-0000003",
            },
        }[number]

    def upload(self, application, document, name="证明.pdf", content=PDF_BYTES):
        url = f"{application.access_url}/document/{document.id}"
        return self.post(url, files={"file": (name, content, "application/octet-stream")})

    # -- the way through the form ----------------------------------------------------------------

    def test_an_enterprise_applies_from_the_first_page_to_the_receipt(self):
        self.login(self.applicant)
        self.assertIn("Apply", self.page("/my/brand"))
        begun = self.post(f"/my/brand/apply/{self.program.id}")
        application = self.env["brand.application"].search([("partner_id", "=", self.firm.id)])
        base = application.access_url
        self.assertEqual(self.where(begun), f"{base}/step/1")
        for number in (1, 2, 3):
            saved = self.post(f"{base}/step/{number}", self.answers(number))
            self.assertEqual(self.where(saved), f"{base}/step/{number + 1}")
        for document in application.document_ids.filtered("required"):
            self.upload(application, document)
        self.post(f"{base}/step/4")
        saved = self.post(f"{base}/step/5", self.answers(5))
        self.assertIn("Nothing is missing", saved.text)

        receipt = self.post(f"{base}/submit")

        self.assertEqual(self.where(receipt), f"{base}/receipt")
        self.assertIn(application.name, receipt.text)
        self.assertIn("March 11, 2024", receipt.text)
        self.assertEqual(application.state, "submitted")
        self.assertEqual(application.product_id.model_spec, "ER20")
        self.assertEqual(application.declared_by, "经办人")

    def test_a_second_apply_goes_on_with_the_draft(self):
        self.login(self.applicant)
        self.post(f"/my/brand/apply/{self.program.id}")
        self.post(f"/my/brand/apply/{self.program.id}")
        self.assertEqual(
            self.env["brand.application"].search_count([("partner_id", "=", self.firm.id)]), 1
        )

    def test_outside_its_window_a_programme_takes_no_application(self):
        late = self._program("LATE", window_from="2024-05-01", window_to="2024-06-01")
        self.login(self.applicant)
        self.assertIn(
            "does not take applications today", self.post(f"/my/brand/apply/{late.id}").text
        )
        self.assertFalse(self.env["brand.application"].search([("program_id", "=", late.id)]))

    def test_what_was_typed_stays_beside_the_words_of_its_error(self):
        application = self.draft(advantage=False)
        self.login(self.applicant)
        sent = {**self.answers(3), "advantage": "", "market_position": "x" * 5001}

        page = self.post(f"{application.access_url}/step/3", sent).text

        self.assertIn("At most 5000 characters, this has 5001.", page)
        self.assertIn("x" * 5001, page)
        self.assertIn('href="#field_market_position"', page)
        self.assertIn('href="#field_advantage"', page)
        self.assertEqual(application.market_position, "国内市场占有率第三。")
        self.assertEqual(application.quality_system, "体系有效。", "what was right is saved")

    def test_a_step_may_be_left_unfinished(self):
        application = self.draft(advantage=False, declared_by=False)
        self.login(self.applicant)
        left = self.post(f"{application.access_url}/step/5", {"declared_by": "张三", "go": "leave"})
        self.assertEqual(self.where(left), application.access_url)
        self.assertEqual(application.declared_by, "张三")

    def test_what_is_missing_is_told_before_submission_and_refuses_it(self):
        application = self.draft(advantage=False)
        self.login(self.applicant)
        page = self.page(f"{application.access_url}/step/6")
        self.assertIn("Still missing before you can submit", page)
        self.assertIn("/step/3#field_advantage", page)
        self.assertNotIn('name="submit"', page)
        refused = self.post(f"{application.access_url}/submit").text
        self.assertIn("is not complete", refused)
        self.assertEqual(application.state, "draft")

    # -- saving one answer -------------------------------------------------------------------------

    def test_an_answer_is_saved_as_its_field_is_left(self):
        application = self.draft(declaration_accepted=False)
        self.login(self.applicant)
        self.assertEqual(self.autosave(application, "advantage", " 新 \r\n "), {"saved": "10:00"})
        self.autosave(application, "standard_ids", [])
        self.autosave(application, "declaration_accepted", True)
        self.assertEqual(application.advantage, "新")
        self.assertFalse(application.standard_ids)
        self.assertTrue(application.declaration_accepted)

    def test_only_questions_of_the_form_are_saved(self):
        application = self.draft()
        self.login(self.applicant)
        for name, value in [
            ("state", "certified"),
            ("program_id", "1"),
            ("partner_id", "1"),
            ("score", "99"),
            ("credit_state", "normal"),
            ("name", "x"),
        ]:
            with self.subTest(name):
                self.assertIn(
                    "is not a field of this form", self.autosave(application, name, value)["error"]
                )
        self.assertEqual(application.state, "draft")

    def test_a_choice_outside_the_list_is_refused(self):
        other = self._program("OTHER")
        application = self.draft()
        self.login(self.applicant)
        self.assertIn("error", self.autosave(application, "level_id", str(other.level_ids.id)))
        self.assertIn("error", self.autosave(application, "standard_ids", ["999999"]))
        self.assertIn("error", self.autosave(application, "product_kind", "service"))
        self.assertEqual(application.level_id.program_id, self.program)

    # -- enterprise --------------------------------------------------------------------------------

    def test_the_enterprise_corrects_its_own_code_until_it_stands_in_a_file(self):
        application = self.complete_draft()
        self.login(self.applicant)
        wrong = self.autosave(application, "uscc", "123")
        self.assertIn("18 characters", wrong["error"])
        self.assertIn("saved", self.autosave(application, "uscc", GOOD_CODE.lower()))
        self.assertEqual(self.firm.uscc, GOOD_CODE)
        application.action_submit()

        second = self.draft("另一产品")
        refused = self.autosave(second, "uscc", "91340202MAXX001030")

        self.assertIn("The office changes it", refused["error"])
        self.assertEqual(self.firm.uscc, GOOD_CODE)

    def test_a_code_of_another_enterprise_is_refused(self):
        self._enterprise("另一企业", GOOD_CODE)
        application = self.draft()
        self.login(self.applicant)
        refused = self.autosave(application, "uscc", GOOD_CODE)
        self.assertIn("is registered for another enterprise", refused["error"])

    def test_a_draft_follows_the_district_of_its_enterprise(self):
        application = self.draft()
        moved = self.env["brand.district"].create({"name": "镜湖区", "code": "340202T"})
        self.login(self.applicant)
        self.autosave(application, "brand_district_id", str(moved.id))
        self.assertEqual(self.firm.brand_district_id, moved)
        self.assertEqual(application.district_id, moved)

    # -- product -----------------------------------------------------------------------------------

    def test_a_product_in_a_submitted_file_is_chosen_but_not_changed(self):
        product = self.submitted().product_id
        other = self._program("OTHER")
        application = self.draft("草稿产品", program=other)
        self.login(self.applicant)
        answers = {**self.answers(2), "product_id": product.id, "product_name": "换了名字"}

        self.post(
            f"{application.access_url}/step/2",
            {**answers, "level_id": other.level_ids.id},
        )

        self.assertEqual(application.product_id, product)
        self.assertEqual(product.name, "六轴机器人")
        error = self.autosave(application, "product_name", "换了名字")["error"]
        self.assertIn("Enter a new product instead", error)

    def test_a_product_is_in_one_application_of_a_programme(self):
        first = self.submitted()
        second = self.draft("另一产品")
        self.login(self.applicant)
        error = self.autosave(second, "product_id", str(first.product_id.id))["error"]
        self.assertIn(first.name, error)
        self.assertNotEqual(second.product_id, first.product_id)

    def test_the_first_answer_about_a_new_product_makes_it(self):
        application = self.draft()
        self.login(self.applicant)
        self.autosave(application, "product_id", "new")
        self.assertIn(
            "name of the product first", self.autosave(application, "product_model", "M")["error"]
        )
        made = self.autosave(application, "product_name", "焊接机器人")
        self.assertEqual(made["product"], application.product_id.id)
        self.assertEqual(application.product_id.name, "焊接机器人")
        self.assertEqual(application.product_id.partner_id, self.firm)

    # -- documents ---------------------------------------------------------------------------------

    def test_a_file_is_stored_replaced_read_and_removed(self):
        application = self.draft()
        document = application.document_ids[0]
        self.login(self.applicant)
        self.upload(application, document, "a.pdf")
        self.upload(application, document, "b.pdf", PDF_BYTES + b"%")
        self.assertEqual(document.filename, "b.pdf")
        answer = self.url_open(f"/my/brand/document/{document.id}")
        self.assertEqual(answer.content, PDF_BYTES + b"%")
        self.post(f"{application.access_url}/document/{document.id}", {"remove": "1"})
        self.assertFalse(document.sha256)

    def test_a_refused_file_is_named_with_what_is_allowed(self):
        application = self.draft()
        document = application.document_ids[0]
        self.login(self.applicant)
        page = self.upload(application, document, "<b>page</b>.html", b"<html><b>x</b></html>").text
        self.assertIn("&lt;b&gt;page&lt;/b&gt;.html cannot be taken. Allowed: PDF", page)
        self.assertNotIn("<b>page</b>", page)
        big = self.upload(application, document, "big.pdf", PDF_BYTES + b"0" * (20 * 1024 * 1024))
        self.assertIn("big.pdf is larger than 20 MB", big.text)
        self.assertFalse(document.sha256)
        empty = self.post(f"{application.access_url}/document/{document.id}")
        self.assertIn("Choose a file first", empty.text)

    def test_a_file_name_with_html_stays_text(self):
        application = self.draft()
        self.login(self.applicant)
        page = self.upload(application, application.document_ids[0], "<img src=x>.pdf").text
        self.assertIn("&lt;img src=x&gt;.pdf", page)
        self.assertNotIn("<img src=x>", page)

    # -- who sees and changes what -----------------------------------------------------------------

    def test_another_enterprise_never_sees_or_changes_a_file(self):
        application = self.submitted()
        open_file = self.draft("秘密产品")
        _firm, stranger = self._enterprise("另一企业", GOOD_CODE)
        self.login(stranger)
        document = application.document_ids[0]
        reads = [application.access_url, f"/my/brand/document/{document.id}"]
        reads += [
            f"{a.access_url}/{end}"
            for a in (application, open_file)
            for end in ("step/1", "step/6", "receipt", "withdraw", "pdf/form")
        ]
        reads += [f"/my/brand/body/{application.id}"]
        for url in reads:
            with self.subTest(url):
                answer = self.url_open(url)
                self.assertEqual(self.where(answer), "/my")
                self.assertNotIn(application.name, answer.text)
        writes = [
            f"{open_file.access_url}/{end}"
            for end in ("step/3", "submit", "withdraw", f"document/{open_file.document_ids[0].id}")
        ]
        for url in writes:
            with self.subTest(url):
                self.assertEqual(self.where(self.post(url, {"advantage": "x"})), "/my")
        self.assertIn("error", self.autosave(open_file, "advantage", "x"))
        self.assertEqual(
            (open_file.state, open_file.advantage), ("draft", "重复定位精度 0.02 mm。")
        )

    def test_a_document_of_another_file_is_not_reached_through_an_own_one(self):
        theirs = self.draft()
        firm, stranger = self._enterprise("另一企业", GOOD_CODE)
        own = self.draft("泵", firm=firm, applicant=stranger)
        self.login(stranger)
        answer = self.upload(own, theirs.document_ids[0])
        self.assertEqual(self.where(answer), "/my")
        self.assertFalse(theirs.document_ids[0].sha256)

    def test_after_submission_nothing_is_changed_through_the_portal(self):
        application = self.submitted()
        document = application.document_ids[0]
        before = document.sha256
        self.login(self.applicant)
        page = self.post(f"{application.access_url}/step/3", {"advantage": "später"}).text
        self.assertIn("nothing can be changed in it now", page)
        self.assertIn(
            "nothing can be changed", self.autosave(application, "uscc", GOOD_CODE)["error"]
        )
        self.assertIn(
            "can no longer be changed",
            self.upload(application, document, "x.pdf", PDF_BYTES + b"1").text,
        )
        self.assertIn("needs the state", self.post(f"{application.access_url}/submit").text)
        self.assertEqual(application.advantage, "重复定位精度 0.02 mm。")
        self.assertEqual(document.sha256, before)

    @mute_logger("odoo.http")
    def test_posts_without_a_token_of_the_session_are_refused(self):
        application = self.complete_draft()
        self.login(self.applicant)
        for end in ("step/3", "submit", "withdraw", f"document/{application.document_ids[0].id}"):
            with self.subTest(end):
                answer = self.url_open(f"{application.access_url}/{end}", data={"advantage": "x"})
                self.assertEqual(answer.status_code, 400)
        self.assertEqual(application.state, "draft")

    # -- the case ----------------------------------------------------------------------------------

    def test_the_case_tells_offices_and_dates_and_no_persons(self):
        application = self.accepted()
        self.users["officer"].name = "受理员王五"
        self.login(self.applicant)
        page = self.page(application.access_url)
        for words in (
            "Accepted for evaluation",
            "市局受理窗口",
            "华东检验认证有限公司",
            "March 4, 2024",
        ):
            self.assertIn(words, page)
        self.assertNotIn("王五", page)
        self.assertIn("until April 16, 2024 at the latest", page)

    def test_a_return_shows_each_gap_beside_the_field_it_means(self):
        application = self.submitted()
        document = application.document_ids[1]
        gaps = self.env["brand.application.gap"].with_user(self.users["officer"])
        gaps.create(
            [
                {"application_id": application.id, "document_id": document.id, "text": "缺 CMA 章"},
                {"application_id": application.id, "field_name": "advantage", "text": "请写数值"},
            ]
        )
        self.login(self.applicant)
        self.assertNotIn(
            "缺 CMA 章", self.page(application.access_url), "not told before the return"
        )
        application.with_user(self.users["officer"]).action_return()

        case = self.page(application.access_url)

        self.assertIn(f"/step/4#field_document_{document.id}", case)
        self.assertIn("/step/3#field_advantage", case)
        self.assertIn("until March 18, 2024", case)
        self.assertIn("请写数值", self.page(f"{application.access_url}/step/3"))
        self.assertIn("缺 CMA 章", self.page(f"{application.access_url}/step/4"))

    def test_the_papers_of_a_file_are_downloaded_by_its_enterprise(self):
        application = self.submitted()
        self.login(self.applicant)
        paper = self.url_open(f"{application.access_url}/pdf/form")
        # Odoo renders no PDF while testing; tests of the reports do
        self.assertEqual(paper.headers["Content-Type"], "application/pdf")
        self.assertIn(application.name, paper.headers["Content-Disposition"].replace("_", "-"))
        for name in ("return", "nonsense"):
            answer = self.url_open(f"{application.access_url}/pdf/{name}")
            self.assertEqual(self.where(answer), "/my")

    def test_a_withdrawal_asks_first_and_says_what_happens(self):
        application = self.submitted()
        self.login(self.applicant)
        self.assertIn("cannot be taken up again", self.page(f"{application.access_url}/withdraw"))
        self.assertEqual(application.state, "submitted")
        page = self.post(f"{application.access_url}/withdraw", {"reason": "停产"}).text
        self.assertEqual(application.state, "withdrawn")
        self.assertIn("停产", page)

    def test_the_reason_of_a_refusal_is_told(self):
        application = self.submitted()
        application.with_user(self.users["officer"]).action_reject(reason="不属于本市企业")
        self.login(self.applicant)
        page = self.page(application.access_url)
        self.assertIn("Not accepted", page)
        self.assertIn("不属于本市企业", page)
