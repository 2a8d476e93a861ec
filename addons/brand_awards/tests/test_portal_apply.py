"""The enterprise applies for a reward: the pages, as HTTP without JavaScript."""

from odoo.tests import tagged

from .application_common import ApplicationCase
from .common import QUOTE
from .portal_common import ACCOUNT, PageCase

PDF_BYTES = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
ANSWERS = {
    "statement": "产品已取得认证，现申请奖励资金。",
    "contact_name": "经办人",
    "contact_phone": "0553-0000456",
    "declaration_accepted": "1",
    **ACCOUNT,
}


@tagged("post_install", "-at_install")
class TestPortalApply(ApplicationCase, PageCase):
    def setUp(self):
        super().setUp()
        self.claim = self.entitled()
        self.url = f"/my/brand/reward/{self.claim.id}"
        self.enter(self.applicant, f"{self.url}/apply")

    def upload(self, row, name="证明.pdf", content=PDF_BYTES, mimetype="application/pdf"):
        files = {"file": (name, content, mimetype)}
        return self.page(f"{self.url}/document/{row.id}", files=files)

    def hand_in(self, **changed):
        return self.page(f"{self.url}/apply", **{**ANSWERS, "go": "submit", **changed})

    def upload_all(self):
        for row in self.claim.document_ids.filtered("required"):
            self.upload(row)

    # -- what is shown -----------------------------------------------------------------------------

    def test_the_list_shows_what_can_be_applied_for_and_until_when(self):
        page = self.page("/my/brand/rewards")
        section = "//section[@id='brand_to_apply']"
        self.assertIn("March 31, 2024", self.text(page, section))
        self.assertEqual(
            page.xpath(f"{section}//a[contains(@class, 'btn')]/@href"), [f"{self.url}/apply"]
        )
        # it is not on its way before it was applied for
        sums = [node.text for node in page.xpath("//dl//dd/span[1]")]
        self.assertEqual(sums[0], "0 yuan")

    def test_home_names_the_task_with_its_last_day(self):
        page = self.page("/my")
        text = self.text(page, "//*[@id='brand_home_tasks']")
        self.assertIn("Apply for your reward", text)
        self.assertIn("March 31, 2024", text)

    def test_the_form_shows_clause_proof_and_templates(self):
        page = self.page(f"{self.url}/apply")
        self.assertEqual(self.text(page, "//blockquote"), QUOTE)
        rows = page.xpath("//div[contains(@class, 'o_mybrand_document ')]")
        self.assertEqual(len(rows), 3)
        kind = self.rule.document_ids[1]
        template = f"/my/brand/reward/template/{kind.id}"
        self.assertIn(template, page.xpath("//a/@href"))
        self.assertTrue(self.url_open(template).content.startswith(b"%PDF"))

    # -- draft -------------------------------------------------------------------------------------

    def test_a_failing_check_keeps_everything_that_was_typed(self):
        page = self.hand_in(number="12a", cnaps="", bank="", contact_phone="")
        self.assertEqual(self.claim.state, "entitled")
        links = set(page.xpath("//div[@id='brand_errors']//a/@href"))
        rows = self.claim.document_ids.filtered("required")
        self.assertEqual(
            links,
            {
                *(f"#field_document_{row.id}" for row in rows),
                "#field_number",
                "#field_bank",
                "#field_cnaps",
                "#field_contact_phone",
            },
        )
        for link in links:
            self.assertTrue(page.xpath(f"//*[@id='{link[1:]}']"), link)
        again = self.page(f"{self.url}/apply")
        for shown in (page, again):
            self.assertEqual(
                self.text(shown, "//textarea[@name='statement']"), ANSWERS["statement"]
            )
            self.assertEqual(shown.xpath("//input[@name='number']/@value"), ["12a"])
            self.assertEqual(shown.xpath("//input[@name='holder']/@value"), [ANSWERS["holder"]])

    def test_a_draft_is_saved_without_being_complete(self):
        self.page(f"{self.url}/apply", go="save", statement="初稿", account="new", number="34")
        self.assertEqual((self.claim.state, self.claim.statement), ("entitled", "初稿"))
        page = self.page("/my/brand/rewards")
        self.assertIn("Continue the draft", self.text(page, "//section[@id='brand_to_apply']"))

    def test_each_answer_is_saved_as_its_field_is_left(self):
        result = self.make_jsonrpc_request(f"{self.url}/save", {"name": "statement", "value": "甲"})
        self.assertIn("saved", result)
        result = self.make_jsonrpc_request(f"{self.url}/save", {"name": "number", "value": "12"})
        self.assertIn("saved", result)
        self.env.invalidate_all()
        self.assertEqual(self.claim.statement, "甲")
        self.assertEqual(self.claim.sudo().draft_account["number"], "12")
        for name, value in (("amount", "900000"), ("state", "paid"), ("statement", "字" * 5001)):
            result = self.make_jsonrpc_request(f"{self.url}/save", {"name": name, "value": value})
            self.assertIn("error", result)

    def test_a_file_of_another_kind_is_refused_and_named(self):
        row = self.claim.document_ids[0]
        page = self.upload(row, "病毒.exe", b"MZ\x90\x00" + b"\x00" * 100)
        self.assertIn("病毒.exe", self.text(page, f"//div[@id='document_{row.id}']"))
        self.assertFalse(row.sha256)

    # -- handing in --------------------------------------------------------------------------------

    def test_an_application_is_handed_in(self):
        self.upload_all()
        page = self.hand_in()
        self.assertEqual(self.claim.state, "submitted", self.text(page))
        self.assertIn("Handed in", self.text(page))
        self.assertEqual(self.claim.bank_account_id.acc_number, "340200000000001")
        self.assertNotIn("340200000000001", self.response.text)
        self.assertIn("证明.pdf", self.text(page))
        # the form is closed now
        page = self.page(f"{self.url}/apply")
        self.assertFalse(page.xpath("//textarea[@name='statement']"))

    def test_after_the_window_it_is_refused_with_its_last_day(self):
        self.upload_all()
        self.clock.move_to("2024-03-31 16:00:01")
        self.enter(self.applicant, f"{self.url}/apply")
        page = self.hand_in()
        self.assertRegex(
            self.text(page, "//div[@id='brand_errors']"), "2024年3月31日|March 31, 2024"
        )
        self.assertEqual(
            (self.claim.state, self.claim.statement), ("entitled", ANSWERS["statement"])
        )

    def test_a_gap_stands_beside_its_answer_and_is_corrected(self):
        self.upload_all()
        self.hand_in()
        row = self.claim.document_ids[0]
        self.returned(self.claim, document_id=row.id)
        page = self.page(f"{self.url}/apply")
        self.assertIn("证书复印件不清晰", self.text(page, f"//div[@id='document_{row.id}']"))
        self.assertIn("March 18, 2024", self.text(page))
        self.upload(row, "清晰.pdf")
        chosen = str(self.claim.bank_account_id.id)
        self.hand_in(account=chosen)
        self.assertEqual((self.claim.state, len(self.claim.submission_ids)), ("submitted", 2))

    def test_it_is_taken_back(self):
        self.upload_all()
        page = self.hand_in()
        self.assertTrue(page.xpath("//form[contains(@action, '/withdraw')]"))
        self.page(f"{self.url}/withdraw", reason="材料有误")
        self.assertEqual(self.claim.state, "entitled")
        self.assertIn("材料有误", self.text(self.page(self.url)))

    # -- whose it is -------------------------------------------------------------------------------

    def test_nobody_elses_pages_and_files_open(self):
        self.upload_all()
        _firm, rival = self._enterprise("别家电子有限公司", "91340202MAXXT0013L")
        proof = f"/my/brand/reward/proof/{self.claim.document_ids[0].id}"
        self.assertTrue(self.url_open(proof).content.startswith(b"%PDF"))
        self.authenticate(rival.login, rival.login)
        for url in (f"{self.url}/apply", self.url, proof):
            response = self.url_open(url)
            self.assertTrue(response.url.rstrip("/").endswith("/my"), url)
            self.assertNotIn(self.claim.name, response.text)
        error = self.make_jsonrpc_request(f"{self.url}/save", {"name": "statement", "value": "乙"})
        self.assertIn("error", error)
        self.assertFalse(self.claim.statement)

    # -- why nothing -------------------------------------------------------------------------------

    def test_why_a_certificate_brings_no_money_can_be_read(self):
        certificate = self.certificates(program=self._program("OTHER"))
        self.assertFalse(certificate.claim_ids)
        decision = certificate.award_decision_ids[:1]
        self.assertEqual(decision.status, "nothing")
        page = self.page("/my/brand/rewards")
        text = self.text(page, "//section[.//*[@id='brand_refusals_title']]")
        self.assertIn(decision.with_context(lang="en_US").explanation[:60], text)

    def test_a_certificate_without_a_policy_is_explained(self):
        self.policy.with_user(self.users["manager"]).action_expire()
        self.clock.move_to("2026-02-02 02:00:00")
        self.authenticate(self.applicant.login, self.applicant.login)
        self.certificates()
        page = self.page("/my/brand/rewards")
        self.assertIn("no reward policy", self.text(page))
