import base64
import hashlib
import io

from pypdf import PdfReader

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .test_signing_key import SigningCase


@tagged("post_install", "-at_install")
class TestTrialKeyOfACopy(SigningCase):
    """A copied trial system lacks the private key; whatever is vouched for must come from the backup."""

    def lose(self, key):
        self.Key._path(key.fingerprint).unlink()
        key.invalidate_recordset()

    def test_a_lost_trial_key_is_replaced_once(self):
        first = self.trial_key()
        self.assertFalse(self.Key._replace_lost_trials())
        self.lose(first)

        second = self.Key._replace_lost_trials()

        self.assertEqual((first.state, second.state, second.is_trial), ("former", "active", True))
        self.assertTrue(second.is_here)
        self.assertEqual(self.Key._of_company(self.company), second)
        self.assertFalse(self.Key._replace_lost_trials())

    def test_a_key_that_is_vouched_for_is_never_replaced(self):
        content, _root = self.pkcs12_file()
        key = self.Key._install_pkcs12(self.company, "x", content, "secret")
        self.lose(key)

        self.assertFalse(self.Key._replace_lost_trials())

        self.assertEqual(key.state, "active")

    def test_a_retired_trial_key_does_not_come_back(self):
        key = self.trial_key()
        key.with_user(self.users["manager"]).action_retire()
        self.lose(key)

        self.assertFalse(self.Key._replace_lost_trials())


@tagged("post_install", "-at_install")
class TestSignedAnnouncements(SigningCase, HttpCase):
    """Notices and decisions are signed when they are announced, and kept as they were signed."""

    def setUp(self):
        super().setUp()
        # papers are files here, not the HTML that tests get
        self.env = self.env(context={**self.env.context, "force_report_rendering": True})

    def words(self, content):
        pages = PdfReader(io.BytesIO(content)).pages
        return "".join("".join(page.extract_text() for page in pages).split())

    def published(self):
        """The version of a notice that was published."""
        return self.notice_of(self.evaluated()).version_ids.sudo()

    def announced_decision(self):
        decision = self.decided().decision_line_ids.decision_id.filtered(
            lambda d: d.kind == "honour"
        )
        decision = decision.with_env(self.env(user=self.users["officer"]))
        decision.with_context(force_report_rendering=True).action_publish()
        return decision.sudo()

    def test_a_notice_is_signed_and_a_changed_byte_is_told(self):
        key = self.trial_key()
        version = self.published()
        content = base64.b64decode(version.paper)

        verdict = self.verdict(content, key.chain.encode())

        self.assertTrue(verdict.bottom_line)
        self.assertEqual(version.signing_key_id, key)
        self.assertEqual(version.paper_hash, hashlib.sha256(content).hexdigest())
        self.assertIn(key.key_id, self.words(content))
        position = content.index(b"/MediaBox")
        forged = content[:position] + b"/MediaFox" + content[position + 9 :]
        self.assertFalse(self.verdict(forged, key.chain.encode()).intact)
        public = self.url_open(f"/brand/notices/{version.notice_id.id}/notice.pdf")
        self.assertEqual(public.content, content)

    def test_a_decision_is_signed_and_kept(self):
        key = self.trial_key()
        decision = self.announced_decision()
        content = base64.b64decode(decision.announcement)

        self.assertTrue(self.verdict(content, key.chain.encode()).bottom_line)
        self.assertEqual(decision.signing_key_id, key)
        self.assertEqual(decision.announcement_hash, hashlib.sha256(content).hexdigest())
        public = self.url_open(f"/brand/notices/decision/{decision.id}/decision.pdf")
        self.assertEqual(public.content, content)
        with self.assertRaises(UserError):
            decision.with_user(self.users["reviewer"]).write({"announcement": False})

    def test_a_city_without_a_key_announces_unsigned_and_says_so(self):
        decision = self.announced_decision()
        version = (
            self.env["brand.notice"].search([("program_id", "=", self.program.id)]).version_ids
        )
        said = self.env["ir.actions.report"].with_context(lang="zh_CN")._paper_unsigned_note()
        for content in (version.paper, decision.announcement):
            content = base64.b64decode(content)
            self.assertTrue(content.startswith(b"%PDF"))
            self.assertNotIn(b"/ByteRange", content)
            self.assertIn("".join(said.split()), self.words(content))
        self.assertFalse(version.signing_key_id | decision.signing_key_id)

    def test_a_missing_private_key_stops_the_announcement(self):
        key = self.trial_key()
        self.Key._path(key.fingerprint).unlink()
        file = self.evaluated()
        with self.assertRaisesRegex(UserError, "not on this server|不在本服务器上"):
            self.notice_of(file)

    def test_nobody_prints_a_paper_that_claims_a_signature(self):
        key = self.trial_key()
        version = self.published()
        Report = self.env["ir.actions.report"].with_context(brand_signing=[key.subject, key.key_id])
        content, _kind = Report._render_qweb_pdf(
            "brand_certification.action_report_notice", version.notice_id.ids
        )
        self.assertNotIn(key.key_id, self.words(content))
