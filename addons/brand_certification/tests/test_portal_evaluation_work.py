import base64

from odoo.tests import tagged

from .common import PDF
from .portal_common import PortalCase

RAW = base64.b64decode(PDF)


@tagged("post_install", "-at_install")
class TestPortalEvaluationWork(PortalCase):
    def declared(self, **kwargs):
        evaluation = self.appointed(**kwargs).evaluation_ids.sorted("id")[0]
        evaluation.with_user(evaluation.user_id).action_declare()
        return evaluation

    def raised(self, evaluation):
        return (
            self.env["brand.finding"]
            .with_user(evaluation.user_id)
            .action_raise(
                evaluation.id, {"grade": "major", "clause": "5.2", "fact": "未见型式试验记录"}
            )
            .with_env(self.env)
        )

    # -- findings ----------------------------------------------------------------------------------

    def test_an_assessor_raises_a_finding_and_keeps_what_he_typed_after_a_refusal(self):
        evaluation = self.declared()
        self.login(evaluation.user_id)
        url = f"{evaluation.access_url}/finding"
        page = self.post(url, {"fact": "未见型式试验记录", "clause": "5.2"}).text
        self.assertIn("Choose the grade first", page)
        self.assertIn("未见型式试验记录", page)
        self.post(
            url,
            {"fact": "未见型式试验记录", "clause": "5.2", "grade": "major"},
            files={"file": ("现场.pdf", RAW)},
        )
        finding = evaluation.application_id.finding_ids
        self.assertEqual((finding.grade, finding.file_ids.kind), ("major", "evidence"))
        self.assertIn(finding.name, self.page(evaluation.access_url))

    def test_the_enterprise_corrects_with_files_and_an_assessor_verifies(self):
        evaluation = self.declared()
        finding = self.raised(evaluation)
        self.login(self.applicant)
        self.assertIn(f"Correct the finding {finding.name}", self.page("/my"))
        self.assertIn(finding.name, self.page(evaluation.application_id.access_url))
        url = finding.access_url
        page = self.post(f"{url}/answer", {"cause": "记录未归档", "go": "hand_in"}).text
        self.assertIn("the cause and the correction", page)
        self.assertIn("记录未归档", page)
        self.post(
            f"{url}/answer",
            {"cause": "记录未归档", "correction": "已归档", "go": "hand_in"},
            files={"file": ("整改.pdf", RAW)},
        )
        self.assertEqual((finding.state, finding.file_ids.filename), ("answered", "整改.pdf"))
        self.assertEqual(self.where(self.post(f"{url}/judge", {"verdict": "verify"})), "/my")
        self.assertEqual(finding.state, "answered")

        self.login(evaluation.user_id)
        self.assertIn(f"Verify the correction of {finding.name}", self.page("/my"))
        file = self.url_open(f"{url}/file/{finding.file_ids.id}")
        self.assertEqual(file.content, RAW)
        self.assertIn(
            "the enterprise reads it", self.post(f"{url}/judge", {"verdict": "return"}).text
        )
        self.post(f"{url}/judge", {"verdict": "verify", "reason": "查看归档记录"})
        self.assertEqual((finding.state, finding.verdict), ("verified", "查看归档记录"))

    def test_a_finding_and_its_files_are_closed_to_strangers(self):
        evaluation = self.declared()
        finding = self.raised(evaluation)
        _firm, stranger = self._enterprise("别家公司", "91340202MAXX00203M")
        for user in (stranger, self.assessors[2]):
            self.login(user)
            self.assertEqual(self.where(self.url_open(finding.access_url)), "/my", user.login)
            self.assertEqual(
                self.where(self.post(f"{finding.access_url}/answer", {"cause": "x"})), "/my"
            )

    # -- evidence, tests, visits -------------------------------------------------------------------

    def test_a_file_is_evidence_of_a_score(self):
        evaluation = self.declared()
        line = evaluation.line_ids[0]
        self.login(evaluation.user_id)
        url = f"{evaluation.access_url}/criterion/{line.id}/file"
        self.assertIn("Choose a file first", self.post(url).text)
        self.assertIn("cannot be taken", self.post(url, files={"file": ("x.exe", b"MZ")}).text)
        self.post(url, files={"file": ("证据.pdf", RAW)})
        self.assertEqual(line.filename, "证据.pdf")
        self.assertEqual(self.url_open(url).content, RAW)
        self.login(self.decider)
        self.assertEqual(self.where(self.url_open(url)), "/my", "sealed until all are in")

    def test_a_test_report_is_entered_row_by_row_and_filed(self):
        evaluation = self.declared()
        self.login(evaluation.user_id)
        url = f"{evaluation.access_url}/test"
        values = {
            "sample_no": "YP-01",
            "sampled_on": "2024-03-01",
            "sealed_on": "2024-03-01",
            "sealed_by": "评审员、质检科",
            "laboratory": "省质检院",
            "cma_no": "230001",
            "cma_valid_to": "2026-12-31",
            "standard_text": "GB/T 12642",
            "report_no": "WT-1",
            "report_date": "2024-03-04",
            "item_name": ["重复定位精度", ""],
            "item_requirement": ["≤0.05", ""],
            "item_value": ["0.02", ""],
            "item_unit": ["mm", ""],
            "item_criterion": [str(evaluation.line_ids[0].criterion_id.id), ""],
            "item_verdict": ["passed", ""],
        }
        page = self.post(url, {**values, "go": "file"}).text
        self.assertIn("file of the report", page)
        self.assertIn("重复定位精度", page)
        self.post(url, {**values, "go": "file"}, files={"file": ("报告.pdf", RAW)})
        report = evaluation.application_id.test_report_ids
        self.assertEqual((report.state, report.item_ids.value), ("filed", "0.02"))
        self.assertEqual(self.url_open(f"/my/brand/test/{report.id}/file").content, RAW)

    def test_a_visit_is_planned_sent_moved_and_confirmed(self):
        evaluation = self.declared()
        application = evaluation.application_id
        self.login(self.decider)
        url = f"/my/brand/case/{application.id}/visit"
        page = self.post(url, {"sites": "一厂", "go": "send"}).text
        self.assertIn("Fill in days, sites and agenda", page)
        self.assertIn("一厂", page)
        plan = {
            "date_from": "2024-03-11",
            "date_to": "2024-03-12",
            "sites": "一厂",
            "agenda": "9:00 首次会议",
        }
        self.post(url, {**plan, "go": "send"})
        visit = application.visit_ids
        self.assertEqual(visit.state, "sent")
        self.login(self.applicant)
        self.assertIn("Confirm the on-site visit", self.page("/my"))
        step = f"{visit.access_url}/step"
        self.post(step, {"step": "ask", "reason": "停产检修", "day": "2024-03-18"})
        self.assertEqual(visit.state, "asked")
        self.login(self.decider)
        self.assertIn("asks for another day", self.page("/my"))
        moved = {**plan, "date_from": "2024-03-18", "date_to": "2024-03-18", "go": "send"}
        self.post(f"{url}/{visit.id}", moved)
        self.login(self.applicant)
        self.post(step, {"step": "confirm"})
        self.assertEqual((visit.state, str(visit.date_from)), ("confirmed", "2024-03-18"))
        self.assertTrue(self.url_open(f"{visit.access_url}/pdf").ok)

    # -- the body ----------------------------------------------------------------------------------

    def test_a_doubt_asks_for_a_reason_beside_the_candidate(self):
        application = self.accepted()
        self.env["brand.relation"].create(
            {
                "partner_id": self.assessors[0].partner_id.id,
                "other_id": self.firm.id,
                "kind": "employment",
                "date_to": "2019-12-31",
                "source": "本人申报",
            }
        )
        self.login(self.decider)
        base = f"/my/brand/body/{application.id}"
        self.assertIn("Earlier Employment with 芜湖示例", self.page(base))
        chosen = {"user_id": self.assessors[0].id}
        self.assertIn("Give a reason", self.post(f"{base}/appoint", chosen).text)
        self.post(f"{base}/appoint", {**chosen, f"why_{self.assessors[0].id}": "离职已满四年"})
        self.assertEqual(application.evaluation_ids.appointment_reason, "离职已满四年")

    def test_the_body_voids_and_appoints_a_replacement(self):
        application = self.scored()
        evaluation = application.evaluation_ids
        self.login(self.decider)
        base = f"/my/brand/body/{application.id}"
        void = {"step": "void", "id": evaluation.id}
        self.assertIn("kept on record", self.post(f"{base}/step", void).text)
        self.post(f"{base}/step", {**void, "reason": "持有股份"})
        self.assertEqual(evaluation.state, "void")
        page = self.page(base)
        self.assertIn("持有股份", page)
        self.assertNotIn("brand_result", page)
        self.assertIn("Appoint assessors", page)

    def test_a_spread_is_dealt_with_before_the_decision(self):
        program = self._program("SPR", assessor_count=2, spread_limit=10)
        application = self.appointed(program=program)
        first, second = application.evaluation_ids.sorted("id")
        self.score(first, 95, 48)
        self.score(second, 80, 40)
        self.login(self.decider)
        base = f"/my/brand/body/{application.id}"
        self.assertIn("The totals lie too far apart", self.page(base))
        self.post(f"{base}/step", {"step": "again", "reason": "请核对专利"})
        again = application.evaluation_ids.filtered(lambda e: e.round == 2)
        self.assertEqual(len(again), 2)
        self.assertIn("Totals of the first scoring", self.page(base))
        self.login(first.user_id)
        mine = again.filtered(lambda e: e.user_id == first.user_id)
        page = self.page(mine.access_url)
        self.assertIn("Second scoring", page)
        self.assertIn("请核对专利", page)
        self.post(f"{mine.access_url}/finish", {"rescore_reason": "维持原评分"})
        self.assertEqual((mine.state, mine.rescore_reason), ("done", "维持原评分"))
        self.login(self.decider)
        self.assertIn("+15.40", self.page("/my/brand/severity"))

    def test_a_review_is_recorded_before_the_decision_and_the_enterprise_gets_its_copy(self):
        application = self.scored(program=self._program("REV", review_mode="recorded"))
        self.assertIn("见检验报告", application.evaluation_ids.line_ids.mapped("evidence"))
        self.login(self.decider)
        base = f"/my/brand/body/{application.id}"
        page = self.page(base)
        self.assertIn("Before the decision", page)
        self.assertNotIn("brand_decide", page)
        self.assertIn(
            "Choose the recommendation", self.post(f"{base}/step", {"step": "review"}).text
        )
        self.post(f"{base}/step", {"step": "review", "recommendation": "granted"})
        self.assertTrue(application.review_ids.sha256)
        report = f"/my/brand/application/{application.id}/evaluation-report"
        self.assertTrue(self.url_open(report).content.startswith(b"%PDF"))
        self.login(self.applicant)
        self.assertEqual(self.where(self.url_open(report)), "/my", "not before the decision")
        self.login(self.decider)
        self.post(f"{base}/decide", {"result": "granted"})
        self.assertEqual(application.state, "evaluated")
        self.login(self.applicant)
        self.assertIn("evaluation-report", self.page(application.access_url))
        copy = self.url_open(report)
        self.assertEqual((self.where(copy), copy.status_code), (report, 200))
        # In tests papers come as the HTML they are made from
        self.assertIn("90.00", copy.text)
        self.assertNotIn("见检验报告", copy.text)
        self.assertNotIn(self.decider.name, copy.text)
