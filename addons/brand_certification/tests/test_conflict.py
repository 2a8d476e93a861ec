"""A conflict of interest found late: evidence, ruling by the uninvolved, the way back, certificates."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PDF, BrandCase


class ConflictCase(BrandCase):
    def entered(self, application, **vals):
        return (
            self.env["brand.conflict"]
            .with_user(self.users["officer"])
            .create(
                {
                    "application_id": application.id,
                    "evaluation_id": application.evaluation_ids[:1].id,
                    "kind": "consultancy",
                    "fact": "评审员两年内为该企业提供咨询。",
                    "source": "合同复印件",
                    "file_ids": [Command.create({"file": PDF, "filename": "合同.pdf"})],
                    **vals,
                }
            )
        )

    def reported(self, application, **vals):
        conflict = self.entered(application, **vals)
        conflict.action_report()
        return conflict.with_env(self.env)

    def confirmed(self, application):
        conflict = self.reported(application)
        conflict.with_user(self.decider).action_confirm("合同属实")
        return conflict

    def taken_back(self, application):
        conflict = self.confirmed(application)
        conflict.with_user(self.users["approver"]).action_take_back(
            document_no="芜市监〔2024〕20号"
        )
        return conflict

    def evaluated_anew(self, application, result="granted"):
        """Another assessor scores; the body decides again."""
        Evaluation = self.env["brand.evaluation"].with_user(self.decider)
        gone = application.evaluation_ids.filtered(lambda e: e.state == "void").user_id
        fresh = (self.assessors - application.evaluation_ids.user_id)[:1]
        self.assertTrue(gone and fresh)
        Evaluation.action_appoint(application.id, fresh.ids)
        evaluation = application.evaluation_ids.filtered(lambda e: e.user_id == fresh)
        self.score(evaluation, 92, 46)
        self.env["brand.decision"].with_user(self.decider).action_decide_certification(
            application.id, result, reason="重新评价未通过" if result == "refused" else None
        )


@tagged("post_install", "-at_install")
class TestConflict(ConflictCase):
    def test_it_is_reported_with_evidence_to_the_body_and_ruled_on_in_ten_days(self):
        application = self.evaluated()
        bare = self.entered(application, file_ids=[])
        with self.assertRaisesRegex(UserError, "Add the evidence"):
            bare.action_report()
        bare.unlink()
        conflict = self.reported(application)
        self.assertEqual(conflict.reported_by_id, self.users["officer"])
        self.assertEqual((conflict.due_days, str(conflict.due_on)), (10, "2024-03-18"))
        self.assertEqual(conflict._due_holders()[conflict.id], self.decider)
        with self.assertRaises(UserError):
            conflict.with_user(self.users["officer"]).fact = "改写"
        with self.assertRaises(UserError):
            conflict.file_ids.with_user(self.users["officer"]).unlink()

    def test_confirmed_before_the_city_decided_the_case_goes_back_at_once(self):
        application = self.noticed()
        evaluation = application.evaluation_ids[:1]
        self.confirmed(application)
        self.assertEqual((evaluation.state, evaluation.void_reason), ("void", "合同属实"))
        self.assertEqual((application.state, application.score), ("evaluating", 0))
        self.assertEqual(application.due_step, "certify")
        self.assertFalse(application._current_review())
        with self.assertRaises(UserError):
            self.grade_decision(application).with_user(self.users["approver"]).action_take(
                document_no="1号"
            )
        self.assertEqual(application.state, "evaluating")

    def test_the_assessor_sees_nothing_of_the_case_any_more(self):
        application = self.evaluated()
        assessor = application.evaluation_ids[:1].user_id
        self.assertTrue(application.with_user(assessor).has_access("read"))
        self.confirmed(application)
        for record in (application, application.document_ids, application.evaluation_ids):
            self.assertFalse(record.with_user(assessor)._filtered_access("read"))
        found = self.env["brand.application"].with_user(assessor)
        self.assertEqual(found.search_count([("id", "=", application.id)]), 0)

    def test_nothing_that_belongs_to_the_case_is_left_to_the_assessor_in_any_model(self):
        """Lists, counts and exports read records; whatever names the case is walked."""
        application = self.appointed()
        evaluation = application.evaluation_ids[:1]
        assessor = evaluation.user_id
        self.score(evaluation, 90, 45)
        evaluation.with_user(assessor).application_id.with_user(assessor).check_access("read")
        self.env["brand.finding"].sudo()._raise(
            {
                "grade": "minor",
                "fact": "记录不全",
                "clause": "5.2",
                "application_id": application.id,
                "evaluation_id": evaluation.id,
            }
        )
        for other in application.evaluation_ids - evaluation:
            self.score(other, 90, 45)

        def seen():
            found = {}
            for name, model in self.env.registry.items():
                field = model._fields.get("application_id")
                if not model._abstract and model._auto and field and field.store:
                    records = self.env[name].with_user(assessor)
                    if records.has_access("read"):
                        count = records.search_count([("application_id", "=", application.id)])
                        found[name] = count
            return found

        before = seen()
        self.assertTrue(before["brand.finding"] and before["brand.application.document"], before)
        evaluation.with_user(self.decider).action_void("事后发现利益冲突")
        self.assertEqual({name: n for name, n in seen().items() if n}, {})

    def test_what_came_to_light_counts_for_later_appointments(self):
        application = self.evaluated()
        assessor = application.evaluation_ids[:1].user_id
        self.confirmed(application)
        relation = self.env["brand.relation"].search([("partner_id", "=", assessor.partner_id.id)])
        self.assertEqual((relation.kind, relation.other_id), ("consultancy", self.firm))
        other = self.accepted("另一产品")
        with self.assertRaises(UserError):
            self.env["brand.evaluation"].with_user(self.decider).action_appoint(
                other.id, assessor.ids
            )

    def test_a_granted_case_is_taken_back_by_the_city_with_a_document(self):
        application = self.decided()
        conflict = self.confirmed(application)
        self.assertEqual((application.state, conflict.state), ("decided", "confirmed"))
        self.assertEqual(application.evaluation_ids[:1].state, "void")
        approver = conflict.with_user(self.users["approver"])
        with self.assertRaisesRegex(UserError, "document"):
            approver.action_take_back()
        for role in ("officer", "reviewer", "manager"):
            with self.assertRaises(AccessError):
                conflict.with_user(self.users[role]).action_take_back(document_no="2号")
        with self.assertRaises(AccessError):
            conflict.with_user(self.decider).action_take_back(document_no="2号")
        self.assertEqual(application.state, "decided")
        approver.action_take_back(document_no="芜市监〔2024〕20号")
        self.assertEqual((application.state, conflict.state), ("evaluating", "taken_back"))
        last = application.transition_ids.sorted("id")[-1]
        self.assertEqual(last.document_no, "芜市监〔2024〕20号")
        with self.assertRaises(UserError):
            approver.action_take_back(document_no="再次")

    def test_a_certificate_issued_meanwhile_is_proposed_for_suspension_not_touched(self):
        application = self.certified()
        certificate = application.certificate_id
        conflict = self.confirmed(application)
        self.assertEqual(certificate.state, "valid")
        request = conflict.request_id
        self.assertEqual(
            (request.kind, request.origin, request.state), ("suspend", "system", "submitted")
        )
        request.with_user(self.decider).action_grant("先行暂停")
        self.assertEqual(certificate.state, "suspended")
        conflict.with_user(self.users["approver"]).action_take_back(document_no="3号")
        self.assertEqual(application.state, "evaluating")

    def test_granted_again_the_certificate_stands_and_its_restoration_is_proposed(self):
        application = self.certified()
        certificate = application.certificate_id
        conflict = self.taken_back(application)
        conflict.request_id.with_user(self.decider).action_grant("先行暂停")
        self.evaluated_anew(application)
        self.let_notice_end(self.notice_of(application))
        self.grade_decision(application).with_user(self.users["approver"]).action_take(
            document_no="芜市监〔2024〕30号"
        )
        application.with_user(self.users["officer"]).action_certify()
        self.assertEqual(
            (application.state, application.certificate_id), ("certified", certificate)
        )
        issued = self.env["brand.certificate"].search([("application_id", "=", application.id)])
        self.assertEqual(issued, certificate, "no second certificate")
        self.assertIn(
            ("restore", "submitted"), [(r.kind, r.state) for r in certificate.request_ids]
        )

    def test_refused_anew_the_certificates_cancellation_is_proposed(self):
        application = self.certified()
        self.taken_back(application)
        self.evaluated_anew(application, "refused")
        self.assertEqual(application.state, "rejected")
        certificate = application.certificate_id
        self.assertEqual(certificate.state, "valid")
        request = certificate.request_ids.filtered(lambda r: r.kind == "cancel")
        self.assertEqual((request.origin, request.state), ("system", "submitted"))

    def test_a_case_with_a_certificate_is_not_withdrawn(self):
        application = self.certified()
        self.taken_back(application)
        with self.assertRaisesRegex(UserError, "A certificate stands"):
            application.with_user(self.applicant).action_withdraw()

    def test_a_refusal_that_rests_on_it_is_decided_anew(self):
        application = self.scored()
        self.env["brand.decision"].with_user(self.decider).action_decide_certification(
            application.id, "refused", reason="水平不足"
        )
        self.confirmed(application)
        self.assertEqual(application.state, "evaluating")

    def test_dismissed_nothing_changes(self):
        application = self.decided()
        conflict = self.reported(application)
        with self.assertRaisesRegex(UserError, "reasons"):
            conflict.with_user(self.decider).action_dismiss(" ")
        conflict.with_user(self.decider).action_dismiss("与该企业无业务往来")
        self.assertEqual(
            (conflict.state, application.state, application.evaluation_ids[:1].state),
            ("dismissed", "decided", "done"),
        )
        self.assertFalse(conflict.due_on)

    def test_neither_who_reported_nor_who_evaluated_nor_the_city_rules(self):
        application = self.evaluated()
        conflict = self.reported(application)
        for role in ("approver", "officer", "reviewer", "manager"):
            with self.assertRaises(AccessError):
                conflict.with_user(self.users[role]).action_confirm("x")
        evaluator = application.evaluation_ids[:1].user_id
        evaluator.group_ids += self.env.ref("brand_certification.group_body")
        for user in (evaluator, self.applicant):
            with self.assertRaises(AccessError):
                conflict.with_user(user).action_confirm("x")
        _body, rival, _assessors = self._body("华南检验认证有限公司", "91420106MAXXT0013P")
        with self.assertRaises(AccessError):
            conflict.with_user(rival).action_confirm("x")
        self.assertEqual((conflict.state, application.state), ("reported", "evaluated"))

    def test_without_a_body_in_the_alliance_the_city_rules_but_not_who_reported(self):
        application = self.evaluated()
        self.body.with_user(self.users["manager"]).action_remove("退出联盟", "联盟〔2024〕3号")
        both = self._user(
            "both",
            ["brand_certification.group_officer", "brand_certification.group_approver"],
        )
        conflict = self.entered(application)
        conflict.with_user(both).action_report()
        with self.assertRaisesRegex(AccessError, "does not rule"):
            conflict.with_user(both).action_confirm("x")
        conflict.with_user(self.users["approver"]).action_confirm("属实")
        self.assertEqual(application.state, "evaluating")

    def test_a_forged_context_voids_nothing(self):
        application = self.evaluated()
        conflict = self.reported(application)
        evaluation = application.evaluation_ids[:1].with_user(self.decider)
        with self.assertRaisesRegex(UserError, "Decided already"):
            evaluation.with_context(brand_conflict_id=conflict.id).action_void("伪造")
        self.assertEqual(evaluation.state, "done")

    def test_the_body_reads_it_once_it_is_reported(self):
        application = self.evaluated()
        conflict = self.entered(application)
        by_body = self.env["brand.conflict"].with_user(self.decider)
        self.assertFalse(by_body.search([("id", "=", conflict.id)]))
        conflict.action_report()
        self.assertTrue(by_body.search([("id", "=", conflict.id)]))
        urls = [
            t["url"]
            for t in self.env["brand.application"].with_user(self.decider)._portal_body_tasks()
        ]
        self.assertIn(f"/my/brand/body/{application.id}#brand_conflict", urls)
