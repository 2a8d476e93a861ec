"""The papers of a reward: text read out of the PDFs themselves."""

import io

from pypdf import PdfReader

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import QUOTE, AwardCase

NUMBER = "340200000000001"


@tagged("post_install", "-at_install")
class TestAwardReports(AwardCase):
    budget = 20_000_000

    def pages(self, report, records, user=None):
        """Text of each page, without blanks: a PDF knows no words in Chinese."""
        engine = self.env["ir.actions.report"].with_user(self.users[user or "maker"])
        content, kind = engine.with_context(force_report_rendering=True)._render_qweb_pdf(
            f"brand_awards.action_report_{report}", records.ids
        )
        self.assertEqual(kind, "pdf")
        self.reader = PdfReader(io.BytesIO(content))
        return ["".join((page.extract_text() or "").split()) for page in self.reader.pages]

    def text(self, *args, **kwargs):
        return "".join(self.pages(*args, **kwargs))

    def assert_holds(self, text, *parts):
        for part in parts:
            self.assertIn("".join(part.split()), text)

    # -- approval sheet ----------------------------------------------------------------------------

    def test_approval_sheet_names_fund_documents_lines_and_the_total_in_capitals(self):
        batch = self.confirmed(count=3)

        text = self.text("approval_sheet", batch)

        self.assert_holds(
            text,
            batch.name,
            "品牌发展专项资金",
            "芜财〔2024〕3号",
            "芜政〔2021〕108号",
            "芜市监〔2024〕9号",
            self.firm.name,
            self.firm.uscc,
            *batch.line_ids.claim_id.mapped("item_name"),
            *batch.line_ids.claim_id.certificate_id.mapped("number"),
            "200,000.00",
            "600,000.00",
            "人民币陆拾万元整",
        )

    def test_approval_sheet_masks_account_numbers(self):
        text = self.text("approval_sheet", self.confirmed())
        self.assertNotIn(NUMBER, text)
        self.assertIn(f"****{NUMBER[-4:]}", text)

    def test_approval_sheet_repeats_its_head_on_each_page(self):
        batch = self.confirmed(count=40)

        pages = self.pages("approval_sheet", batch)

        self.assertGreater(len(pages), 1)
        heads = [batch.name in page for page in pages[:-1]]
        self.assertEqual(heads, [True] * len(heads))
        self.assertIn("人民币捌佰万元整", pages[-1])
        self.assertNotIn("人民币捌佰万元整", "".join(pages[:-1]))

    def test_approval_sheet_is_landscape_a4(self):
        self.pages("approval_sheet", self.confirmed())
        box = self.reader.pages[0].mediabox
        self.assertEqual((round(box.width), round(box.height)), (842, 595))

    def test_a_line_that_was_not_paid_is_in_neither_list_nor_total(self):
        batch = self.exported(count=2)
        failed = batch.line_ids[0]
        failed.with_user(self.users["settler"]).action_fail("账号有误")

        text = self.text("approval_sheet", batch)

        self.assertNotIn(failed.claim_id.certificate_id.number, text)
        self.assert_holds(text, "人民币贰拾万元整")

    # -- payment list ------------------------------------------------------------------------------

    def test_payment_list_holds_what_the_bank_needs(self):
        batch = self.exported(count=2)

        text = self.text("payment_list", batch)

        self.assert_holds(
            text,
            self.firm.name,
            NUMBER,
            self.bank.name,
            "102362000011",
            batch.line_ids[0].purpose,
            "200,000.00",
            "400,000.00",
            "人民币肆拾万元整",
            batch.content_hash,
        )

    def test_payment_list_is_for_finance_only(self):
        batch = self.confirmed()
        for role in ("award", "approver", "auditor"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.pages("payment_list", batch, user=role)
        with self.assertRaisesRegex(AccessError, "for finance only"):
            batch.with_user(self.users["auditor"])._paper_payment_values()

    # -- notice and calculation ---------------------------------------------------------------------

    def test_notice_tells_the_recipient_amount_reasons_and_what_to_do(self):
        claim = self.entitled()

        text = self.text("award_notice", claim, user="award")

        self.assert_holds(
            text,
            self.firm.name,
            claim.name,
            QUOTE,
            claim.certificate_id.number,
            "人民币贰拾万元整",
            claim.access_url,
            self.program.office_name,
            self.program.office_phone,
        )

    def test_notice_of_a_paid_reward_names_the_account_by_its_last_digits(self):
        claim = self.settled().line_ids.claim_id
        text = self.text("award_notice", claim, user="award")
        self.assertIn(NUMBER[-4:], text)
        self.assertNotIn(NUMBER, text)

    def test_calculation_sheet_shows_facts_steps_and_amounts(self):
        claim = self.submitted_claim()

        text = self.text("award_calculation", claim, user="award")

        self.assert_holds(
            text,
            self.firm.name,
            self.firm.uscc,
            claim.item_name,
            claim.certificate_id.number,
            "芜政〔2021〕108号",
            QUOTE,
            "市级专项经费",
            "200,000.00",
            "人民币贰拾万元整",
            f"{NUMBER[-4:]}{self.bank.name}",
            *(line.split(". ", 1)[1] for line in self.chinese(claim).calculation.splitlines()),
        )
        self.assertNotIn(NUMBER, text)

    def test_calculation_sheet_keeps_what_was_decided_then(self):
        claim = self.entitled()
        self.policy.with_user(self.users["manager"]).action_expire()
        self.assertIn("200,000.00", self.text("award_calculation", claim, user="award"))

    def test_several_claims_make_one_file(self):
        claims = self.entitled(3)
        text = self.text("award_notice", claims, user="award")
        self.assert_holds(text, *claims.mapped("name"))

    def chinese(self, claim):
        installed = dict(self.env["res.lang"].get_installed())
        return claim.with_context(lang="zh_CN" if "zh_CN" in installed else "en_US")

    # -- who may -------------------------------------------------------------------------------------

    def test_nobody_prints_what_he_may_not_read(self):
        claim = self.entitled()
        _firm, stranger = self._enterprise("别家电子有限公司", "91340202MAXXT0013L")
        with self.assertRaises(AccessError):
            claim.with_user(stranger)._paper_notice_values()
        with self.assertRaises(AccessError):
            self.confirmed().with_user(self.applicant)._paper_approval_values()
