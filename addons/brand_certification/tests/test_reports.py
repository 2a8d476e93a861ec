import io

from pypdf import PdfReader

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import BrandCase


@tagged("post_install", "-at_install")
class TestPapers(BrandCase):
    """Papers as files: what stands on them, and that printing them reaches for nothing."""

    def pdf(self, name, records, user=None):
        """The paper of these records as that user prints it."""
        Report = self.env(user=user)["ir.actions.report"] if user else self.env["ir.actions.report"]
        Report = Report.with_context(force_report_rendering=True)
        content, kind = Report._render_qweb_pdf(f"brand_certification.{name}", records.ids)
        self.assertEqual(kind, "pdf")
        return PdfReader(io.BytesIO(content))

    def words(self, pdf):
        return "".join("".join(page.extract_text() for page in pdf.pages).split())

    # -- engine --------------------------------------------------------------------------------

    def test_all_our_reports_are_papers_and_others_are_left_to_odoo(self):
        reports = self.env["ir.actions.report"].search([])
        ours = reports.filtered(lambda r: r.report_name.startswith("brand_certification."))

        self.assertEqual(set(ours.mapped("paper_engine")), {"weasyprint"})
        self.assertEqual(
            set((reports - ours).mapped("paper_engine")) - {"weasyprint"}, {"wkhtmltopdf"}
        )

    def test_two_records_make_one_file_and_count_their_pages_apart(self):
        firm, applicant = self._enterprise(
            "芜湖示例泵业有限公司", "91340202MAXX001049", uscc_reason="licence seen"
        )
        both = self.draft() | self.draft("多级泵", firm=firm, applicant=applicant)

        alone = self.pdf("action_report_application", both[0])
        together = self.pdf("action_report_application", both)

        self.assertEqual(len(together.pages), 2 * len(alone.pages))
        footers = [page.extract_text().split("\n")[-1] for page in together.pages]
        self.assertEqual(footers, 2 * [page.extract_text().split("\n")[-1] for page in alone.pages])
        self.assertEqual(len(set(footers)), len(alone.pages))

    def test_a_paper_carries_its_fonts_title_author_and_language(self):
        certificate = self.certified().certificate_id

        pdf = self.pdf("action_report_certificate", certificate)

        self.assertIn("TZ-2024-0001", pdf.metadata.title)
        self.assertEqual(pdf.metadata.author, self.company.name)
        self.assertEqual(pdf.trailer["/Root"]["/Lang"], "zh-CN")
        fonts = pdf.pages[0]["/Resources"]["/Font"]
        names = {str(font.get_object()["/BaseFont"]) for font in fonts.values()}
        self.assertTrue(any("Noto-Serif-CJK-SC" in name for name in names), names)
        for font in fonts.values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            self.assertIn("/FontFile3", descendant["/FontDescriptor"].get_object())

    def test_the_same_paper_twice_has_the_same_bytes(self):
        certificate = self.certified().certificate_id
        Report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        twice = {
            Report._render_qweb_pdf(
                "brand_certification.action_report_certificate", certificate.ids
            )[0]
            for _time in range(2)
        }

        self.assertEqual(len(twice), 1)

    def test_nothing_is_fetched_while_a_paper_is_printed(self):
        view = self.env["ir.ui.view"].create(
            {"name": "greedy", "type": "qweb", "key": "base.greedy"}
        )
        report = self.env["ir.actions.report"].create(
            {
                "name": "Greedy",
                "model": "brand.notice",
                "report_type": "qweb-pdf",
                "report_name": "base.greedy",
                "paper_engine": "weasyprint",
            }
        )
        notice = self.env["brand.notice"].create({"name": "公示", "program_id": self.program.id})
        for source in (
            "http://127.0.0.1:9/x.png",
            "file:///etc/passwd",
            "/web/image/1",
            "ftp://x/y",
        ):
            view.arch = (
                f"<t t-name='base.greedy'><html><body><img src='{source}'/></body></html></t>"
            )
            with self.subTest(source=source):
                Report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
                if source.startswith(
                    "/"
                ):  # relative: there is nothing that it could be relative to
                    Report._render_qweb_pdf(report, notice.ids)
                else:
                    with self.assertRaisesRegex(UserError, "fetch"):
                        Report._render_qweb_pdf(report, notice.ids)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_a_paper_is_printed_by_those_who_may_read_the_record(self):
        application = self.submitted()
        _firm, stranger = self._enterprise(
            "芜湖示例泵业有限公司", "91340202MAXX001049", uscc_reason="licence seen"
        )

        self.assertIn(
            "六轴机器人",
            self.words(self.pdf("action_report_application", application, user=self.applicant)),
        )
        with self.assertRaises(AccessError):
            self.pdf("action_report_application", application, user=stranger)

    def test_without_records_there_is_nothing_to_print(self):
        with self.assertRaisesRegex(UserError, "nothing to print"):
            self.pdf("action_report_certificate", self.env["brand.certificate"])

    # -- certificate ---------------------------------------------------------------------------

    def test_a_certificate_names_what_was_certified_on_one_page(self):
        certificate = self.certified().certificate_id

        pdf = self.pdf("action_report_certificate", certificate)

        self.assertEqual(len(pdf.pages), 1)
        words = self.words(pdf)
        for told in (
            "TZ-2024-0001",
            "芜湖示例机器人有限公司",
            "91340202MAXX001030",
            "六轴机器人",
            "T/WHZZ001-2023",
            "国内领先",
            "华东检验认证有限公司",
            "2024年3月12日",
            "2027年3月11日",
        ):
            self.assertIn(told, words)

    def test_it_lies_as_the_programme_says(self):
        certificate = self.certified().certificate_id
        for orientation, is_wide in (("landscape", True), ("portrait", False)):
            with self.subTest(orientation=orientation):
                self.program.sudo().certificate_orientation = orientation
                box = self.pdf("action_report_certificate", certificate).pages[0].mediabox
                self.assertEqual(box.width > box.height, is_wide)
                self.assertAlmostEqual(float(max(box.width, box.height)), 841.9, delta=1)

    def test_the_longest_names_stay_on_the_page(self):
        certificate = self.certified().certificate_id
        certificate.sudo().write(
            {
                "holder_name": "安徽芜湖示例高端装备与智能制造系统集成股份有限公司第一分公司经济技术开发区工厂",
                "product_name": "高精度数控龙门五轴联动加工中心及其配套自动化上下料系统 GMC-5X-2540/A-II",
                "standard_text": "、".join(["T/WHZZ 001-2023 工业机器人技术要求"] * 3),
            }
        )
        for orientation in ("landscape", "portrait"):
            with self.subTest(orientation=orientation):
                self.program.sudo().certificate_orientation = orientation
                pdf = self.pdf("action_report_certificate", certificate)
                self.assertEqual(len(pdf.pages), 1)
                self.assertIn("经济技术开发区工厂", self.words(pdf))

    def test_the_code_leads_to_the_public_page(self):
        self.env["ir.config_parameter"].sudo().set_param(
            "web.base.url", "https://brand.example.gov.cn"
        )
        certificate = self.certified().certificate_id

        url = certificate._paper_values()["verify_url"]

        self.assertEqual(
            url, f"https://brand.example.gov.cn/brand/verify/{certificate.sudo().token}"
        )

    def test_only_certificates_that_are_not_valid_carry_their_status(self):
        certificate = self.certified().certificate_id
        self.assertEqual(certificate._paper_values()["mark"], "")

        certificate.with_user(self.decider).action_suspend(reason="抽查")

        word = certificate.with_context(lang="zh_CN")._public_word("suspended")
        self.assertIn(
            "".join(word.split()), self.words(self.pdf("action_report_certificate", certificate))
        )
        self.clock.move_to("2027-03-12 02:00:00")
        self.env.invalidate_all()
        self.assertEqual(certificate._paper_values()["mark"], certificate._public_word("expired"))

    def test_well_known_trademark_is_not_printed(self):
        certificate = self.certified().certificate_id
        certificate.sudo().product_name = "示例牌(驰名商标)机器人"

        words = self.words(self.pdf("action_report_certificate", certificate))

        self.assertIn("示例牌机器人", words)
        self.assertNotIn("驰名商标", words)

    # -- notice, application, return -----------------------------------------------------------------

    def test_a_notice_repeats_its_head_and_numbers_its_pages(self):
        notice = self.notice_of(self.evaluated())
        numbers = range(1, 60)
        products = self.env["brand.product"].create(
            [{"name": f"示例产品{number:03d}", "partner_id": self.firm.id} for number in numbers]
        )
        files = self.env["brand.application"].create(
            [
                {
                    "program_id": self.program.id,
                    "level_id": self.program.level_ids[:1].id,
                    "partner_id": self.firm.id,
                    "product_id": product.id,
                }
                for product in products
            ]
        )
        self.env["brand.notice.line"].sudo().create(
            [
                {
                    "notice_id": notice.id,
                    "model": file._name,
                    "res_id": file.id,
                    "sequence": 1000 + number,
                    "name": f"示例产品{number:03d}",
                    "holder": f"芜湖示例企业{number:03d}有限公司",
                    "district_name": "弋江区",
                    "detail": "国内领先",
                }
                for number, file in zip(numbers, files, strict=True)
            ]
        )
        pdf = self.pdf("action_report_notice", notice)
        pages = ["".join(page.extract_text().split()) for page in pdf.pages]

        self.assertGreater(len(pages), 2)
        head = pages[1][: pages[1].index("示例企业")]
        for number, page in enumerate(pages[1:-1], 2):
            with self.subTest(page=number):
                self.assertEqual(page[: page.index("示例企业")].rstrip("芜湖")[:4], head[:4])
        self.assertIn("示例产品059", "".join(pages))
        self.assertIn("2024年3月5日", pages[0])  # the first working day after publication
        self.assertIn("2024年3月11日", pages[0])
        self.assertIn("0553-0000002", pages[0])
        self.assertIn(str(len(pages)), pages[-1][-6:])

    def test_an_application_form_lists_all_data_and_the_hashes_of_its_files(self):
        application = self.submitted()

        words = self.words(self.pdf("action_report_application", application, user=self.applicant))

        documents = application.document_ids.filtered("sha256")
        self.assertEqual(len(documents), 2)
        for told in (
            "芜湖示例机器人有限公司",
            "91340202MAXX001030",
            "重复定位精度0.02mm。",
            "国内市场占有率第三。",
            "所报材料真实有效。",
            "2024年3月4日10:00",
            application.name,
            *documents.mapped("sha256"),
        ):
            self.assertIn(told, words)

    def test_an_application_form_keeps_the_enterprise_as_it_was_at_submission(self):
        application = self.submitted()
        self.firm.name = "芜湖改名机器人有限公司"

        words = self.words(self.pdf("action_report_application", application))

        self.assertIn("芜湖示例机器人有限公司", words)

    def test_a_request_to_complete_names_every_open_gap_and_the_date(self):
        application = self.submitted()
        by_officer = application.with_user(self.users["officer"])
        by_officer.gap_ids = [
            Command.create({"field_name": "document", "text": "检验报告无资质印章"}),
            Command.create({"field_name": "standards", "text": "标准与产品不符"}),
        ]
        by_officer.action_return()

        words = self.words(
            self.pdf("action_report_return", application, user=self.users["officer"])
        )

        for told in ("检验报告无资质印章", "标准与产品不符", "2024年3月18日", "0553-0000001"):
            self.assertIn(told, words)
