import base64

from odoo.tests import tagged

from .common import PDF
from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestPortalCertificate(PortalCase):
    """What holder and body do with a certificate on its pages in the portal."""

    def setUp(self):
        super().setUp()
        self.certificate = self.certified().certificate_id

    def ask(self, kind, **data):
        self.login(self.applicant)
        url = f"/my/brand/certificate/{self.certificate.id}/ask/{kind}"
        self.page(url)
        files = {"files": ("证明.pdf", b"%PDF-1.4 evidence", "application/pdf")}
        return self.post(f"{url}/send", {"reason": "情况变化", **data}, files)

    def asked_for(self, kind):
        return self.env["brand.certificate.request"].search(
            [("certificate_id", "=", self.certificate.id), ("kind", "=", kind)]
        )

    def test_another_standard_is_asked_for_evaluated_and_becomes_a_version(self):
        new = self._published_standard("T/WHZZ 009-2024", "工业机器人 新版技术要求")
        other = self._published_standard("T/WHZZ 010-2024", "与本证书无关的标准")
        page = self.ask("change", new_standard_ids=[str(new.id)])
        self.assertEqual(self.where(page), f"/my/brand/certificate/{self.certificate.id}")
        request = self.asked_for("change")
        self.assertEqual((request.new_standard_ids, request.state), (new, "submitted"))

        for user, step in ((self.assessors[0], "verify"), (self.decider, "grant")):
            self.login(user)
            self.assertIn(new.number, self.page(request.access_url))
            self.post(f"{request.access_url}/{step}", {"reason": "符合新标准"})

        self.env.invalidate_all()
        self.assertEqual((request.state, self.certificate.version), ("granted", 2))
        self.assertEqual(self.certificate.standard_ids, new)
        self.assertNotIn(other.number, self.certificate.standard_text)

    def test_standards_left_as_they_are_change_nothing(self):
        ticked = [str(one) for one in self.certificate.standard_ids.ids]
        self.assertTrue(ticked)
        self.ask("change", new_standard_ids=ticked, new_address="芜湖市弋江区示例路1号")
        self.assertFalse(self.asked_for("change").new_standard_ids)
        self.assertFalse(self.asked_for("change")._needs_verification())

    def test_a_standard_that_is_not_published_is_not_taken(self):
        draft = self._published_standard("T/WHZZ 011-2024", "未发布").copy()
        self.assertNotEqual(draft.state, "published")
        refusal = self.ask("change", new_standard_ids=[str(draft.id), "987654321", "x"])
        self.assertFalse(self.asked_for("change"))
        self.assertIn("Say what is to be changed", refusal.text)

    def test_a_refused_request_keeps_what_was_typed(self):
        page = self.ask("change", reason="仅补充说明")
        self.assertIn("Say what is to be changed", page.text)
        self.assertIn("仅补充说明", page.text)
        self.assertFalse(self.asked_for("change"))

    def test_a_suspended_one_is_restored_by_evidence_that_two_people_of_the_body_look_at(self):
        self.certificate.with_user(self.decider).action_suspend("抽查不合格", "1号")
        self.ask("restore", reason="已整改")
        request = self.asked_for("restore")
        colleague = self.assessors[0]
        self.login(colleague)
        refusal = self.post(f"{request.access_url}/verify", {"reason": ""})
        self.assertIn("Write down what was verified", refusal.text)
        self.post(f"{request.access_url}/verify", {"reason": "现场复核合格"})
        self.login(self.decider)
        self.post(f"{request.access_url}/grant", {"reason": "同意恢复"})
        self.env.invalidate_all()
        self.assertEqual((request.state, self.certificate.state), ("granted", "valid"))

    def test_nobody_asks_for_another_enterprises_certificate(self):
        _firm, stranger = self._enterprise("芜湖他人有限公司", "91340202MAXXT0013L")
        self.login(stranger)
        url = f"/my/brand/certificate/{self.certificate.id}/ask/cancel"
        self.assertNotIn("/ask/", self.url_open(url).url)
        self.post(f"{url}/send", {"reason": "x"})
        self.assertFalse(self.asked_for("cancel"))

    def test_a_specimen_is_handed_in_and_its_answer_is_read(self):
        self.program.mark_name = "天泽标"
        licence = self.certificate.sudo()._license_mark()
        self.login(self.applicant)
        url = self.certificate.access_url
        files = {"files": ("包装.pdf", base64.b64decode(PDF), "application/pdf")}
        self.post(f"{url}/specimen", {"name": "新包装样稿", "media": "package"}, files)
        specimen = licence.specimen_ids
        self.assertEqual((specimen.name, specimen.state), ("新包装样稿", "submitted"))
        specimen.with_user(self.users["officer"]).action_refuse("标志小于10毫米")
        self.assertIn("标志小于10毫米", self.page(url))
