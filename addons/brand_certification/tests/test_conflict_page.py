"""A body reads what was reported of its assessor in the portal, and rules there."""

from odoo.tests import tagged

from .portal_common import PortalCase
from .test_conflict import ConflictCase


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
