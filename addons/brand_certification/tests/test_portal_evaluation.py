from odoo.tests import tagged

from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestPortalEvaluation(PortalCase):
    def evaluation(self, **kwargs):
        return self.appointed(**kwargs).evaluation_ids[0]

    def declared(self):
        evaluation = self.evaluation()
        evaluation.with_user(evaluation.user_id).action_declare()
        self.login(evaluation.user_id)
        return evaluation

    # -- assessor ----------------------------------------------------------------------------------

    def test_before_the_declaration_an_assessor_sees_names_only(self):
        evaluation = self.evaluation()
        application = evaluation.application_id
        document = application.document_ids[0]
        self.login(evaluation.user_id)
        page = self.page(evaluation.access_url)
        self.assertIn("六轴机器人", page)
        self.assertIn("芜湖示例机器人有限公司", page)
        self.assertNotIn("重复定位精度", page)
        for url in (f"/my/brand/document/{document.id}", application.access_url):
            self.assertEqual(self.where(self.url_open(url)), "/my", url)

        self.post(f"{evaluation.access_url}/declare")

        self.assertEqual(evaluation.state, "in_progress")
        self.assertIn("重复定位精度", self.page(evaluation.access_url))
        self.assertEqual(self.url_open(f"/my/brand/document/{document.id}").status_code, 200)
        self.assertEqual(self.where(self.url_open(application.access_url)), "/my")

    def test_a_conflict_is_declined_with_its_reason(self):
        evaluation = self.evaluation()
        self.login(evaluation.user_id)
        url = f"{evaluation.access_url}/decline"
        self.assertIn("Say what the conflict is", self.post(url, {"reason": " "}).text)
        self.assertEqual(evaluation.state, "assigned")
        answer = self.post(url, {"reason": "曾任顾问"})
        self.assertEqual(self.where(answer), "/my/brand/evaluations")
        self.assertIn("It is closed for you", answer.text)
        self.assertNotIn("六轴机器人", answer.text)
        self.assertEqual(self.where(self.url_open(evaluation.access_url)), "/my")
        self.assertEqual(evaluation.state, "declined")
        self.assertEqual(evaluation.conflict_reason, "曾任顾问")

    def test_save_and_next_leads_through_the_sheet_to_its_end(self):
        evaluation = self.declared()
        first, second = evaluation.line_ids
        base = evaluation.access_url
        answer = self.post(f"{base}/criterion/{first.id}", {"score": "90", "evidence": "第3页"})
        self.assertEqual(self.where(answer), f"{base}/criterion/{second.id}")
        self.assertIn("54.00", answer.text, "60 % of 90")
        answer = self.post(f"{base}/criterion/{second.id}", {"score": "45", "evidence": "第5页"})
        self.assertEqual(self.where(answer), base)
        self.assertEqual(evaluation.state, "in_progress")

        self.post(f"{base}/finish", {"conclusion": "推荐"})

        self.assertEqual((evaluation.state, evaluation.conclusion), ("done", "推荐"))
        self.assertEqual(evaluation.total, 90)

    def test_a_score_off_the_scale_stays_typed_beside_its_error(self):
        evaluation = self.declared()
        line = evaluation.line_ids[1]
        url = f"{evaluation.access_url}/criterion/{line.id}"
        page = self.post(url, {"score": "51", "evidence": "第3页"}).text
        self.assertIn("a score lies between 0 and 50", page)
        self.assertIn('value="51"', page)
        self.assertFalse(line.is_scored)
        self.assertEqual(line.evidence, "第3页")
        for text in ("abc", "45.55"):
            error = self.make_jsonrpc_request(f"{url}/save", {"name": "score", "value": text})
            self.assertIn("error", error)
        self.assertFalse(line.is_scored)

    def test_zero_is_a_score_and_empty_is_none(self):
        evaluation = self.declared()
        line = evaluation.line_ids[0]
        url = f"{evaluation.access_url}/criterion/{line.id}/save"
        saved = self.make_jsonrpc_request(url, {"name": "score", "value": "0"})
        self.assertEqual(saved["texts"]["total"], "0.00")
        self.assertTrue(line.is_scored)
        self.make_jsonrpc_request(url, {"name": "score", "value": ""})
        self.assertFalse(line.is_scored)

    def test_an_unfinished_sheet_is_not_closed_and_keeps_the_conclusion(self):
        evaluation = self.declared()
        page = self.post(f"{evaluation.access_url}/finish", {"conclusion": "草稿结论"}).text
        self.assertIn("Not scored yet", page)
        self.assertIn("草稿结论", page)
        self.assertEqual(evaluation.state, "in_progress")

    def test_final_scores_are_not_changed(self):
        evaluation = self.evaluation()
        self.score(evaluation, 90, 45)
        self.login(evaluation.user_id)
        line = evaluation.line_ids[0]
        url = f"{evaluation.access_url}/criterion/{line.id}"
        self.assertIn("can no longer be changed", self.post(url, {"score": "100"}).text)
        self.assertEqual(line.score, 90)

    def test_an_evaluation_is_opened_by_its_assessor_only(self):
        evaluation = self.declared()
        line = evaluation.line_ids[0]
        for user in (self.assessors[1], self.applicant, self.decider):
            self.login(user)
            for url in (evaluation.access_url, f"{evaluation.access_url}/criterion/{line.id}"):
                self.assertEqual(self.where(self.url_open(url)), "/my", (user.login, url))
            self.post(f"{evaluation.access_url}/criterion/{line.id}", {"score": "1"})
            refused = self.make_jsonrpc_request(
                f"{evaluation.access_url}/criterion/{line.id}/save", {"name": "score", "value": "1"}
            )
            self.assertIn("error", refused)
        self.assertFalse(line.is_scored)

    # -- certification body ------------------------------------------------------------------------

    def test_a_body_appoints_its_assessors(self):
        application = self.accepted()
        self.login(self.decider)
        base = f"/my/brand/body/{application.id}"
        self.assertIn("Appoint assessors", self.page(base))
        self.assertIn("Choose the assessors first", self.post(f"{base}/appoint").text)
        self.post(f"{base}/appoint", {"user_id": self.assessors[0].id})
        self.assertEqual(application.evaluation_ids.user_id, self.assessors[0])
        self.assertEqual(application.state, "evaluating")

    def test_too_few_assessors_are_refused_and_stay_chosen(self):
        program = self._program("TWO", assessor_count=2)
        application = self.accepted(program=program)
        self.login(self.decider)
        chosen = self.assessors[0]
        page = self.post(f"/my/brand/body/{application.id}/appoint", {"user_id": chosen.id}).text
        self.assertIn("This programme asks for 2 assessors", page)
        self.assertRegex(page, rf'value="{chosen.id}"[^>]*checked')
        self.assertFalse(application.evaluation_ids)

    def test_evident_conflicts_are_shown_beside_the_candidates(self):
        application = self.evaluation().application_id
        evaluation = application.evaluation_ids
        evaluation.with_user(evaluation.user_id).action_decline(reason="曾任顾问")
        candidates = application.with_user(self.decider)._portal_candidates()
        said = {c["id"]: c["conflict"] for c in candidates}
        self.assertEqual(set(said), set(self.assessors.ids))
        self.assertIn("Declined this file", said[evaluation.user_id.id])
        self.assertEqual([c for c in said.values() if not c], ["", ""])

    def test_scores_stay_sealed_until_all_assessors_have_finished(self):
        application = self.appointed(program=self._program("TWO", assessor_count=2))
        first, second = application.evaluation_ids
        self.score(first, 91, 46)
        self.login(self.decider)
        base = f"/my/brand/body/{application.id}"
        page = self.page(base)
        self.assertIn("Scores are sealed", page)
        self.assertNotIn("brand_result", page)
        refused = self.post(f"{base}/decide", {"result": "granted"}).text
        self.assertIn("the evaluation is not complete yet", refused)
        self.assertEqual(application.state, "evaluating")
        self.score(second, 81, 40)
        page = self.page(base)
        self.assertIn("brand_result", page)
        for score in ("91.40", "80.60", "86.00", "43.00"):
            self.assertIn(score, page)

    def test_a_body_grants_what_has_passed(self):
        application = self.scored()
        self.login(self.decider)
        base = f"/my/brand/body/{application.id}"
        self.assertIn("Choose the result first", self.post(f"{base}/decide").text)
        page = self.post(f"{base}/decide", {"result": "granted"}).text
        self.assertEqual(application.state, "evaluated")
        self.assertIn("certification granted", page)

    def test_a_failed_evaluation_is_told_in_sentences_and_only_refused(self):
        application = self.scored(scores=(50, 45))
        self.login(self.decider)
        base = f"/my/brand/body/{application.id}"
        page = self.page(base)
        self.assertIn("has 50.00 points, below its pass mark 60", page)
        self.assertIn("The total of 66.00 points is below the pass mark 80", page)
        self.assertIn(
            "it cannot be certified", self.post(f"{base}/decide", {"result": "granted"}).text
        )
        self.assertIn("needs its reason", self.post(f"{base}/decide", {"result": "refused"}).text)
        self.assertEqual(application.state, "evaluating")
        self.post(f"{base}/decide", {"result": "refused", "reason": "未达到及格线"})
        self.assertEqual(application.state, "rejected")
        self.login(self.applicant)
        case = self.page(application.access_url)
        self.assertIn("Not certified", case)
        self.assertIn("未达到及格线", case)

    def test_who_evaluated_does_not_decide(self):
        application = self.scored()
        assessor = application.evaluation_ids.user_id
        assessor.group_ids += self.env.ref("brand_certification.group_body")
        self.login(assessor)
        base = f"/my/brand/body/{application.id}"
        self.assertIn("Another person of your body decides", self.page(base))
        page = self.post(f"{base}/decide", {"result": "granted"}).text
        self.assertIn("One person has one duty", page)
        self.assertEqual(application.state, "evaluating")

    def test_another_body_sees_nothing(self):
        application = self.scored()
        partner = self.env["res.partner"].create({"name": "另一认证机构", "is_company": True})
        self.env["brand.body"].create({"partner_id": partner.id})
        stranger = self._user("other-body", ["brand_certification.group_body"], partner)
        self.login(stranger)
        base = f"/my/brand/body/{application.id}"
        self.assertEqual(self.where(self.url_open(base)), "/my")
        self.assertEqual(self.where(self.post(f"{base}/decide", {"result": "granted"})), "/my")
        self.assertNotIn(application.name, self.page("/my/brand/body"))
        self.assertEqual(application.state, "evaluating")
