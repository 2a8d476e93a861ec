"""A body reports and reads conflicts of its assessors in the portal, and rules there."""

import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PDF
from .portal_common import PortalCase
from .test_conflict import ConflictCase


@tagged("post_install", "-at_install")
class TestReportedByTheBody(PortalCase, ConflictCase):
    """The body itself finds out, after it has certified, that an assessor had an interest."""

    told = {"kind": "consultancy", "fact": "评审员去年为该企业提供咨询", "source": "内部审核"}

    def setUp(self):
        super().setUp()
        self.application = self.evaluated()
        self.evaluation = self.application.evaluation_ids[:1]
        self.case = f"/my/brand/body/{self.application.id}"

    def send(self, **changes):
        data = {"id": self.evaluation.id, **self.told, **changes}
        proof = ("审核记录.pdf", base64.b64decode(PDF), "application/pdf")
        files = {} if data.pop("without_proof", None) else {"file": proof}
        return self.post(f"{self.case}/conflict/report", data, files=files)

    def conflict(self):
        return self.env["brand.conflict"].search([("application_id", "=", self.application.id)])

    def second_decider(self):
        partner = self.body.partner_id
        return self._user("decider2", ["brand_certification.group_body"], partner)

    def test_another_decision_maker_rules_on_what_one_reported(self):
        other = self.second_decider()
        self.login(self.decider)
        response = self.send()
        self.assertEqual(self.where(response), self.case)
        conflict = self.conflict()
        self.assertEqual(
            (conflict.state, conflict.reported_by_id, conflict.fact),
            ("reported", self.decider, self.told["fact"]),
        )
        self.assertEqual(conflict.file_ids.filename, "审核记录.pdf")
        self.assertEqual(conflict._due_holders()[conflict.id], other)
        self.assertIn("You reported it", response.text)
        self.assertNotIn('name="ruling"', response.text)
        for step in ("action_confirm", "action_dismiss"):
            with self.assertRaises(AccessError), self.cr.savepoint():
                getattr(conflict.with_user(self.decider), step)("属实")
        conflict.with_user(other).action_confirm("属实")
        self.assertEqual((self.evaluation.state, self.application.state), ("void", "evaluating"))

    def test_where_nobody_else_decides_the_reporter_admits_and_does_not_dismiss(self):
        self.login(self.decider)
        page = self.send().text
        conflict = self.conflict()
        self.assertIn('value="confirm"', page)
        self.assertNotIn('value="dismiss"', page)
        self.assertEqual(conflict._due_holders()[conflict.id], self.decider)
        with self.assertRaises(AccessError), self.cr.savepoint():
            conflict.with_user(self.decider).action_dismiss("无此事")
        conflict.with_user(self.decider).action_confirm("属实")
        self.assertEqual(self.evaluation.state, "void")

    def test_what_is_missing_is_told_and_what_was_typed_stays(self):
        self.login(self.decider)
        for changes, words in (
            ({"without_proof": True}, "Add the evidence"),
            ({"source": " "}, "from where"),
            ({"kind": "x"}, "Choose the kind of conflict first"),
        ):
            with self.subTest(words):
                page = self.send(**changes).text
                self.assertIn(words, page)
                self.assertIn(self.told["fact"], page)
                self.assertFalse(self.conflict())

    def test_neither_an_assessor_nor_another_body_reports(self):
        _body, rival, _assessors = self._body("华南检验认证有限公司", "91420106MAXXT0013P")
        for user in (rival, self.evaluation.user_id):
            self.login(user)
            self.assertEqual(self.where(self.send()), "/my")
            Conflict = self.env["brand.conflict"].with_user(user)
            with self.assertRaises(AccessError), self.cr.savepoint():
                Conflict.action_report_own(self.evaluation.id, self.told, [])
        self.assertFalse(self.conflict())

    def test_a_decision_maker_who_evaluated_does_not_report_and_a_running_one_is_voided(self):
        self.evaluation.user_id.group_ids += self.env.ref("brand_certification.group_body")
        both = self.evaluation.user_id
        Conflict = self.env["brand.conflict"]
        with self.assertRaisesRegex(AccessError, "You evaluated this file"):
            Conflict.with_user(both).action_report_own(self.evaluation.id, self.told, [])
        running = self.appointed("乙").evaluation_ids[:1]
        with self.assertRaisesRegex(UserError, "void the evaluation"):
            Conflict.with_user(self.decider).action_report_own(running.id, self.told, [])


@tagged("post_install", "-at_install")
class TestConflictPage(PortalCase, ConflictCase):
    def setUp(self):
        super().setUp()
        self.application = self.evaluated()
        self.conflict = self.reported(self.application)
        self.case = f"/my/brand/body/{self.application.id}"
        self.evidence = f"/web/content/brand.conflict.file/{self.conflict.file_ids.id}/file"

    def rule(self, ruling, reason):
        data = {"id": self.conflict.id, "ruling": ruling, "reason": reason}
        return self.post(f"{self.case}/conflict", data)

    def test_fact_source_evidence_and_limit_stand_on_the_page_of_the_case(self):
        self.login(self.decider)
        page = self.page(self.case)
        for words in ("两年内为该企业提供咨询", "合同复印件", "合同.pdf", self.evidence, "Rule by"):
            self.assertIn(words, page)
        self.assertEqual(self.url_open(self.evidence).status_code, 200)

    def test_a_ruling_without_reasons_is_refused_and_the_choice_stays(self):
        self.login(self.decider)
        page = self.rule("confirm", " ").text
        self.assertIn("Give the reasons", page)
        self.assertRegex(page, r'value="confirm"[^>]* checked')
        self.assertEqual(self.conflict.state, "reported")

    def test_a_confirmed_one_is_settled_on_the_page(self):
        self.login(self.decider)
        response = self.rule("confirm", "合同属实")
        self.assertEqual(self.where(response), self.case)
        self.env.invalidate_all()
        self.assertEqual((self.conflict.state, self.application.state), ("confirmed", "evaluating"))
        self.assertIn("合同属实", response.text)
        self.assertNotIn('name="ruling"', response.text)

    def test_another_body_neither_reads_nor_rules(self):
        _body, rival, _assessors = self._body("华南检验认证有限公司", "91420106MAXXT0013P")
        self.login(rival)
        self.assertEqual(self.where(self.rule("confirm", "x")), "/my")
        self.assertNotEqual(self.url_open(self.evidence).status_code, 200)
        self.assertEqual(self.conflict.state, "reported")
