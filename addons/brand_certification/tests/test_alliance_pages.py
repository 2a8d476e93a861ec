"""Pages of the alliance: the public's, those of enterprises and of bodies."""

import base64
import re

from odoo.tests import tagged

from .common import PDF
from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestPublicPages(PortalCase):
    def test_members_are_shown_with_scope_and_validity(self):
        candidate = self.env["res.partner"].create({"name": "候选机构", "is_company": True})
        self.env["brand.body"].create({"partner_id": candidate.id})
        page = self.page("/brand/alliance")
        for words in (self.body.name, "CNCA-R-2021-001", "all industries", "Takes applications"):
            self.assertIn(words, page)
        self.assertNotIn("候选机构", page)
        self.body.with_user(self.users["manager"]).action_suspend("能力不足", "9号")
        self.assertIn("Suspended from work", self.page("/brand/alliance"))

    def test_published_standards_are_listed_and_found(self):
        draft = self.env["brand.standard"].create({"name": "未公布的草案", "number": "T/X 9-2024"})
        draft.action_draft_standard()
        page = self.page("/brand/standards")
        self.assertIn(self.standard.number, page)
        self.assertIn("In force", page)
        self.assertNotIn("未公布的草案", page)
        self.assertIn("No standard like this", self.page("/brand/standards?q=nothing"))
        self.assertIn(self.standard.number, self.page("/brand/standards?q=WHZZ"))

    def test_the_text_is_public_once_it_is_published(self):
        standard = self.env["brand.standard"].create(
            {"name": "带文本的标准", "number": "T/X 10-2024", "file": PDF, "filename": "x.pdf"}
        )
        url = f"/brand/standards/{standard.id}/text"
        standard.action_draft_standard()
        standard.action_review()
        self.assertEqual(self.url_open(url).status_code, 404)
        standard.action_publish()
        reply = self.url_open(url)
        self.assertEqual((reply.status_code, reply.content), (200, base64.b64decode(PDF)))
        standard.action_abolish()
        self.assertEqual(self.url_open(url).status_code, 404)


@tagged("post_install", "-at_install")
class TestStandardsInThePortal(PortalCase):
    def test_a_proposal_is_handed_in_and_followed(self):
        self.login(self.applicant)
        self.assertIn("Propose a standard", self.page("/my/brand/standards"))
        data = {"name": "新标准", "level": "group", "purpose": "填补空白"}
        url = "/my/brand/standards/propose"
        reply = self.post(url, data)
        self.assertIn("Proposer Is", reply.text)  # what lacks is named
        self.assertIn("填补空白", reply.text)  # and what was typed stays
        file = {"file": ("proposal.pdf", base64.b64decode(PDF), "application/pdf")}
        reply = self.post(url, {**data, "proposer_kind": "enterprise"}, files=file)
        self.assertEqual(self.where(reply), "/my/brand/standards")
        self.assertIn("the office decides whether", reply.text)
        proposal = self.env["brand.standard"].search([("name", "=", "新标准")])
        self.assertEqual(proposal.proposer_id, self.firm)
        page = self.page(f"/my/brand/standards/{proposal.id}")
        self.assertIn("填补空白", page)
        text = self.url_open(f"/my/brand/standards/{proposal.id}/text")
        self.assertEqual(text.content, base64.b64decode(PDF))

    def test_a_draft_of_others_is_not_opened(self):
        draft = self.env["brand.standard"].create({"name": "他人的草案"})
        self.login(self.applicant)
        for path in ("", "/text"):
            url = f"/my/brand/standards/{draft.id}{path}"
            self.assertEqual(self.where(self.url_open(url)), "/my")
        reply = self.post(f"/my/brand/standards/{draft.id}/comment", {"text": "意见"})
        self.assertEqual(self.where(reply), "/my")
        self.assertFalse(draft.comment_ids)

    def test_comments_are_written_and_answered(self):
        draft = self.env["brand.standard"].create(
            {"name": "征求意见的草案", "file": PDF, "filename": "x.pdf"}
        )
        draft.action_draft_standard()
        draft.action_call_comments()
        self.login(self.applicant)
        self.assertIn("征求意见的草案", self.page("/my/brand/standards"))
        url = f"/my/brand/standards/{draft.id}/comment"
        self.assertIn("Write the comment first", self.post(url, {"clause": "5.2"}).text)
        reply = self.post(url, {"clause": "5.2", "text": "建议放宽"})
        self.assertIn("has not answered yet", reply.text)
        draft.comment_ids.write({"disposal": "not_adopted", "reason": "降低要求"})
        self.assertIn("降低要求", self.page(f"/my/brand/standards/{draft.id}"))


@tagged("post_install", "-at_install")
class TestAssessorsInThePortal(PortalCase):
    def _entries(self):
        return self.env["brand.assessor"].search([("body_id", "=", self.body.id)])

    def test_a_body_enters_an_assessor(self):
        self.login(self.decider)
        before = self._entries()
        self.assertIn("Enter an assessor", self.page("/my/brand/assessors"))
        url = "/my/brand/assessors/add"
        reply = self.post(url, {"name": "新检查员"})
        self.assertIn("Enter the qualification", reply.text)
        self.assertEqual(self._entries(), before)  # undone as a whole
        self.assertFalse(self.env["res.partner"].search([("name", "=", "新检查员")]))
        data = {"name": "新检查员", "qualification": "检查员", "date_to": "2026-12-31"}
        self.assertIn("is not a date", self.post(url, {**data, "date_to": "soon"}).text)
        reply = self.post(url, data)
        self.assertIn("to be confirmed by the office", reply.text)
        entry = self._entries() - before
        self.assertEqual((entry.name, entry.state), ("新检查员", "proposed"))
        self.assertEqual(entry.partner_id.parent_id, self.body.partner_id)

    def test_a_body_adds_a_qualification_to_its_own_only(self):
        other, stranger, _assessors = self._body("另一家认证有限公司", "91420106MAXXT0013P")
        entry = self._entries()[0]
        url = f"/my/brand/assessors/{entry.id}/qualification"
        data = {"qualification": "高级检查员", "date_to": "2027-01-01"}
        self.login(stranger)
        self.assertEqual(self.where(self.post(url, data)), "/my")
        self.assertEqual(len(entry.qualification_ids), 1)
        self.login(self.decider)
        self.post(url, data)
        self.assertEqual(entry.qualification_ids.mapped("is_confirmed").count(False), 1)

    def test_only_bodies_have_the_page(self):
        for user in (self.applicant, self.assessors[0]):
            self.login(user)
            self.assertEqual(self.where(self.url_open("/my/brand/assessors")), "/my")
            reply = self.post("/my/brand/assessors/add", {"name": "x"})
            self.assertEqual(self.where(reply), "/my")

    def test_home_leads_there(self):
        self.login(self.decider)
        links = re.findall(r'href="(/my/brand/[a-z]+)"', self.page("/my"))
        self.assertIn("/my/brand/assessors", links)
        self.assertIn("/my/brand/standards", links)
