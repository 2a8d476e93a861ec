import base64
import hashlib
import io
import json
from datetime import UTC, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import config

from ..scheme import qr_payload
from .common import BrandCase


class SigningCase(BrandCase):
    """Keys are kept in a folder of the test's own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = cls.enterClassContext(TemporaryDirectory())
        cls.folder = Path(folder) / "keys"
        config["brand_signing_keys"] = str(cls.folder)
        cls.addClassCleanup(config.options.pop, "brand_signing_keys", None)
        cls.Key = cls.env["brand.signing.key"]

    @classmethod
    def trial_key(cls):
        return cls.Key._install_trial(cls.company)

    @classmethod
    def pkcs12_file(cls, private=None, days=(-1, 365), password=b"secret", **vals):
        """A city's key from an authority: ``(bytes of the file, the authority's certificate)``."""
        now = fields.Datetime.now()
        root = ec.generate_private_key(ec.SECP256R1())
        private = private or rsa.generate_private_key(65537, 2048)
        start, end = (now + timedelta(days=day) for day in days)
        authority = cls._certificate(
            "示例认证机构", root.public_key(), "示例认证机构", root, start, end, ca=True
        )
        owner = vals.get("owner", private)
        certificate = cls._certificate(
            "示例市品牌办", owner.public_key(), "示例认证机构", root, start, end
        )
        algorithm = (
            serialization.BestAvailableEncryption(password)
            if password
            else serialization.NoEncryption()
        )
        content = pkcs12.serialize_key_and_certificates(
            b"key", private, certificate, [authority], algorithm
        )
        return content, authority

    @classmethod
    def _certificate(cls, subject, public, issuer, signer, start, end, ca=False):
        def name(text):
            return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

        usages = dict.fromkeys(
            (
                *("key_encipherment", "data_encipherment", "key_agreement", "crl_sign"),
                *("encipher_only", "decipher_only"),
            ),
            False,
        )
        usage = x509.KeyUsage(
            digital_signature=not ca, content_commitment=not ca, key_cert_sign=ca, **usages
        )
        return (
            x509.CertificateBuilder()
            .subject_name(name(subject))
            .issuer_name(name(issuer))
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(start)
            .not_valid_after(end)
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .sign(signer, hashes.SHA256())
        )

    def verdict(self, content, root):
        """What pyHanko says of the first signature, trusting one certificate, without network."""
        pem = root if isinstance(root, bytes) else root.public_bytes(serialization.Encoding.PEM)
        trusted = next(iter(load_certs_from_pemder_data(pem)))
        context = ValidationContext(
            trust_roots=[trusted], allow_fetching=False, moment=self._now_aware()
        )
        signature = PdfFileReader(io.BytesIO(content)).embedded_signatures[0]
        return validate_pdf_signature(signature, context)

    def _now_aware(self):
        return fields.Datetime.now().replace(tzinfo=UTC)

    def paper_of(self, certificate):
        return (
            self.env["brand.paper"]
            .sudo()
            .search([("certificate_id", "=", certificate.id), ("kind", "=", "certificate")])
        )


@tagged("post_install", "-at_install")
class TestSigningKey(SigningCase):
    """How a key comes, goes, and is kept from everybody."""

    def test_nobody_reads_the_private_key(self):
        key = self.trial_key()
        file = self.folder / f"{key.fingerprint}.pem"
        self.assertEqual(file.stat().st_mode & 0o777, 0o600)
        private = file.read_text()
        body = private.splitlines()[1]
        everything = self._user("root", ["base.group_system", "brand_certification.group_manager"])
        for user in (*self.users.values(), everything):
            text = json.dumps(key.with_user(user).read(), default=str)
            self.assertIn(key.fingerprint, text)
            self.assertNotIn("PRIVATE KEY", text)
            self.assertNotIn(body, text)
        self.env.cr.execute("SELECT row_to_json(k)::text FROM brand_signing_key k")
        self.assertNotIn(body, str(self.env.cr.fetchall()))

    def test_only_the_manager_installs_and_nobody_writes(self):
        content, _root = self.pkcs12_file()
        for role in ("officer", "approver", "auditor"):
            with self.assertRaisesRegex(UserError, "programme manager"):
                self.Key.with_user(self.users[role])._install_pkcs12(
                    self.company, "x", content, "secret"
                )
        key = self.Key.with_user(self.users["manager"])._install_pkcs12(
            self.company, "", content, "secret"
        )
        self.assertEqual((key.name, key.issuer), ("示例市品牌办", "示例认证机构"))
        self.assertIn("示例认证机构", key.chain_text)
        self.assertEqual(key.algorithm, "RSA 2048")
        self.assertNotEqual(key.qr_fingerprint, key.fingerprint)
        with self.assertRaises(AccessError):
            key.with_user(self.users["manager"]).write({"state": "former"})

    def test_the_wizard_forgets_file_and_password(self):
        content, _root = self.pkcs12_file()
        wizard = (
            self.env["brand.signing.key.install"]
            .with_user(self.users["manager"])
            .create({"file": base64.b64encode(content), "password": "secret"})
        )
        action = wizard.action_install()
        self.assertEqual(self.Key.browse(action["res_id"]).subject, "示例市品牌办")
        self.assertFalse(wizard.exists())

    def test_files_that_do_not_fit_are_refused_with_their_reason(self):
        other = ec.generate_private_key(ec.SECP256R1())
        good, _root = self.pkcs12_file()
        cases = [
            (good, "wrong", "wrong password"),
            (b"no file", "secret", "not a PKCS#12"),
            (self.pkcs12_file(days=(-30, -1))[0], "secret", "not today"),
            (self.pkcs12_file(days=(1, 30))[0], "secret", "not today"),
            (
                self.pkcs12_file(private=ec.generate_private_key(ec.SECP384R1()))[0],
                "secret",
                "RSA or ECDSA",
            ),
            (
                self.pkcs12_file(private=rsa.generate_private_key(65537, 1024))[0],
                "secret",
                "RSA or ECDSA",
            ),
        ]
        for content, password, words in cases:
            with self.assertRaisesRegex(UserError, words):
                self.Key._install_pkcs12(self.company, "x", content, password)
        now = fields.Datetime.now()
        foreign = self._certificate(
            "x", other.public_key(), "x", other, now, now + timedelta(days=9)
        )
        mine = ec.generate_private_key(ec.SECP256R1())
        with self.assertRaisesRegex(UserError, "another key"):
            self.Key._install(self.company, "x", mine, [foreign])
        self.assertFalse(self.Key.search([("company_id", "=", self.company.id)]))

    def test_a_new_key_replaces_the_former_which_goes_on_checking(self):
        first = self.trial_key()
        second = self.trial_key()
        self.assertEqual((first.state, second.state), ("former", "active"))
        self.assertEqual(self.Key._of_company(self.company), second)
        known = {row["id"] for row in self.Key._public_keys()}
        self.assertLessEqual({first.qr_key_id, second.qr_key_id}, known)
        second.with_user(self.users["manager"]).action_retire()
        self.assertFalse(self.Key._of_company(self.company))

    def test_a_key_outside_its_term_signs_nothing(self):
        key = self.trial_key()
        self.clock.move_to("2035-01-02 02:00:00")
        self.addCleanup(self.clock.move_to, self.today)
        key.invalidate_recordset()
        self.assertTrue(key.is_over)
        self.assertFalse(self.Key._of_company(self.company))


@tagged("post_install", "-at_install")
class TestSignedPapers(SigningCase, HttpCase):
    """Certificates as signed PDF files, and the payload of their codes."""

    def setUp(self):
        super().setUp()
        self.certificate = self.certified().certificate_id

    def test_without_a_key_a_paper_is_unsigned(self):
        paper = self.paper_of(self.certificate)
        content = paper._content_now()
        self.assertNotIn(b"/ByteRange", content)
        self.assertFalse(paper.signing_key_id)
        values = self.certificate._paper_values()
        self.assertEqual(values["qr_text"], values["verify_url"])

    def test_a_paper_is_signed_and_a_changed_byte_is_told(self):
        paper = self.paper_of(self.certificate)
        for private in (None, ec.generate_private_key(ec.SECP256R1())):
            content, root = self.pkcs12_file(private)
            self.Key._install_pkcs12(self.company, "x", content, "secret")
            signed = paper._render()
            verdict = self.verdict(signed, root)
            self.assertTrue(verdict.intact and verdict.valid and verdict.trusted)
            self.assertTrue(verdict.bottom_line)
            position = signed.index(b"/MediaBox")
            forged = signed[:position] + b"/MediaFox" + signed[position + 9 :]
            self.assertFalse(self.verdict(forged, root).intact)
            stranger = self.pkcs12_file()[1]
            self.assertFalse(self.verdict(signed, stranger).trusted)

    def test_the_kept_file_is_the_signed_one(self):
        key = self.trial_key()
        paper = self.paper_of(self.certificate)
        content = paper._content_now()
        self.assertEqual(paper.signing_key_id, key)
        self.assertEqual(paper.sha256, hashlib.sha256(content).hexdigest())
        verdict = self.verdict(content, key.chain.encode())
        self.assertTrue(verdict.bottom_line)
        self.assertEqual(paper._content_now(), content)

    def test_a_private_key_that_is_missing_is_told(self):
        key = self.trial_key()
        self.Key._path(key.fingerprint).unlink()
        key.invalidate_recordset()
        self.assertFalse(key.is_here)
        with self.assertRaisesRegex(UserError, "not on this server|不在本服务器上"):
            self.paper_of(self.certificate)._content_now()

    def test_the_code_says_what_the_paper_says_and_is_signed(self):
        content, _root = self.pkcs12_file()
        key = self.Key._install_pkcs12(self.company, "x", content, "secret")
        link, digits = self.certificate._paper_values()["qr_text"].split("#")
        self.assertEqual(link, self.certificate._paper_values()["verify_url"])
        signed, signature = qr_payload.unpack(digits)
        facts = qr_payload.facts_of(signed)
        self.assertEqual(
            (facts.number, facts.version, facts.holder, facts.date_end, facts.key_id),
            (
                self.certificate.number,
                1,
                self.certificate.holder_name,
                self.certificate.date_end,
                key.qr_key_id,
            ),
        )
        self._check(key, signed, signature)
        with self.assertRaises(InvalidSignature):
            self._check(key, signed + b"x", signature)

    def test_the_check_page_carries_all_it_needs(self):
        key = self.trial_key()
        page = self.url_open("/brand/check")
        self.assertEqual(page.status_code, 200)
        self.assertIn(key.qr_point, page.text)
        self.assertNotRegex(page.text, r"<(script|link)[^>]+(src|href)=")
        answer = self.url_open(self.certificate._verify_path())
        self.assertIn(key.qr_point, answer.text)
        self.assertIn("certificate_check.js", answer.text)
        worker = self.url_open("/brand/check-worker.js")
        self.assertIn("javascript", worker.headers["Content-Type"])

    def _check(self, key, signed, signature):
        public = ec.EllipticCurvePublicKey.from_encoded_point(
            ec.SECP256R1(), bytes.fromhex(key.qr_point)
        )
        pair = encode_dss_signature(int.from_bytes(signature[:32]), int.from_bytes(signature[32:]))
        public.verify(pair, signed, ec.ECDSA(hashes.SHA256()))
