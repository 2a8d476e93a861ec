"""The city's keys, by which papers and QR codes are signed. Private keys stand outside the database."""

import hashlib
import os
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import config

_FOLDER = "brand_signing_keys"
_TRIAL_DAYS = 3653
_MIN_RSA_BITS = 2048
_MAX_COMMON_NAME = 64  # of X.520


class BrandSigningKey(models.Model):
    """One key of a city with its certificate; former keys stay, so that old papers are checked.

    The database knows the public part only. The private key is a file beside the file store,
    readable by the server alone (or in the folder ``brand_signing_keys`` of odoo.conf), so neither
    a user of any role nor a copy of the database can read it.
    """

    _name = "brand.signing.key"
    _description = "Signing Key"
    _order = "state, id desc"

    name = fields.Char(required=True, readonly=True)
    company_id = fields.Many2one("res.company", "City", required=True, readonly=True, index=True)
    state = fields.Selection(
        [("active", "Signs now"), ("former", "Former key")],
        required=True,
        readonly=True,
        default="active",
    )
    is_trial = fields.Boolean(
        "For Trying Out",
        readonly=True,
        help="Made by this system and vouched for by nobody: readers of PDF files warn of it.",
    )
    subject = fields.Char("Certificate of", readonly=True)
    issuer = fields.Char("Vouched for by", readonly=True)
    valid_from = fields.Datetime("Valid from", readonly=True)
    valid_to = fields.Datetime("Valid until", readonly=True)
    algorithm = fields.Char("Kind of Key", readonly=True)
    fingerprint = fields.Char(
        "Fingerprint of the Key", required=True, readonly=True, help="SHA-256 of the public key."
    )
    key_id = fields.Char("Key ID", compute="_compute_key_id", store=True)
    qr_fingerprint = fields.Char(
        "Fingerprint of the Key for QR Codes",
        readonly=True,
        help="QR codes are signed by a short key (P-256); it is the same one if that is its kind.",
    )
    qr_key_id = fields.Char("Key ID in QR Codes", readonly=True, index=True)
    qr_point = fields.Char(readonly=True, help="The public point, uncompressed, in hexadecimal.")
    chain = fields.Text(
        "Certificates", readonly=True, help="The city's certificate and those above it, as PEM."
    )
    chain_text = fields.Text("Chain of Trust", compute="_compute_chain_text")
    installed_on = fields.Datetime(readonly=True)
    installed_by_id = fields.Many2one("res.users", "Installed by", readonly=True)
    retired_on = fields.Datetime("Replaced on", readonly=True)
    is_here = fields.Boolean(
        "Private Key on This Server",
        compute="_compute_is_here",
        help="Without its file nothing is signed: bring it back from the backup.",
    )
    is_over = fields.Boolean("Outside Its Term", compute="_compute_is_over")

    _one_active = models.UniqueIndex(
        "(company_id) WHERE state = 'active'", "Another key was installed for this city just now."
    )
    _once = models.UniqueIndex("(company_id, fingerprint)", "This key was installed before.")

    @api.depends("fingerprint")
    def _compute_key_id(self):
        for key in self:
            key.key_id = (key.fingerprint or "")[:8]

    @api.depends("chain")
    def _compute_chain_text(self):
        for key in self:
            certificates = x509.load_pem_x509_certificates(key.chain.encode()) if key.chain else []
            key.chain_text = "\n".join(
                self.env._(
                    "%(subject)s, vouched for by %(issuer)s, %(start)s to %(end)s",
                    subject=_common_name(certificate.subject),
                    issuer=_common_name(certificate.issuer),
                    start=certificate.not_valid_before_utc.date(),
                    end=certificate.not_valid_after_utc.date(),
                )
                for certificate in certificates
            )

    @api.depends("fingerprint")
    def _compute_is_here(self):
        for key in self:
            key.is_here = all(
                name and self._path(name).is_file()
                for name in (key.fingerprint, key.qr_fingerprint)
            )

    @api.depends("valid_from", "valid_to")
    def _compute_is_over(self):
        now = fields.Datetime.now()
        for key in self:
            key.is_over = not (key.valid_from and key.valid_from <= now <= key.valid_to)

    # -- installing ------------------------------------------------------------------------------

    @api.model
    def _install_pkcs12(self, company, name, content, password):
        """Install a city's key from a PKCS#12 file (.p12, .pfx).

        :param bytes content: the file
        :param str password: its password
        :raises UserError: wrong password, no key, a certificate that is another key's or out of date
        """
        try:
            private, certificate, others = pkcs12.load_key_and_certificates(
                content, (password or "").encode() or None
            )
        except UnsupportedAlgorithm as error:
            raise UserError(
                self.env._("This kind of key cannot be used: it must be RSA or ECDSA P-256.")
            ) from error
        except ValueError as error:
            raise UserError(
                self.env._("The file cannot be opened: wrong password, or not a PKCS#12 file.")
            ) from error
        if not private or not certificate:
            raise UserError(self.env._("The file must hold a private key and its certificate."))
        return self._install(company, name, private, [certificate, *others])

    @api.model
    def _install_trial(self, company):
        """Make a key that vouches for itself, to try signing out; marked as such everywhere."""
        private = ec.generate_private_key(ec.SECP256R1())
        now = fields.Datetime.now()
        title = self.env._("%s (for trying out)", company.name)[:_MAX_COMMON_NAME]
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, title)])
        usage = dict.fromkeys(_USAGES, False) | {
            "digital_signature": True,
            "content_commitment": True,
        }
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(private.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now)
            .not_valid_after(now + timedelta(days=_TRIAL_DAYS))
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.KeyUsage(**usage), critical=True)
            .sign(private, hashes.SHA256())
        )
        return self._install(company, title, private, [certificate], is_trial=True)

    @api.model
    def _replace_lost_trials(self):
        """A new trial key for each city whose own has lost its file; returns the new keys.

        For copies of a system that is tried out, such as the demo: the database travels, private
        keys do not. What somebody vouches for is never replaced: its file comes from the backup.
        """
        # sudo: who may install is checked in _install
        active = self.sudo().search([("state", "=", "active"), ("is_trial", "=", True)])
        lost = active.filtered(lambda key: key.is_over or not key.is_here)
        return self.browse().union(*(self._install_trial(key.company_id) for key in lost))

    @api.model
    def _install(self, company, name, private, certificates, is_trial=False):
        """Check key and certificates, keep the private part as a file, let the key sign from now."""
        self._check_manager()
        certificate = certificates[0]
        self._check_pair(private, certificate)
        qr_private = private if _is_p256(private) else ec.generate_private_key(ec.SECP256R1())
        fingerprint, qr_fingerprint = self._keep_private(private), self._keep_private(qr_private)
        point = qr_private.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        # sudo: keys are written here only; the role was checked above
        Key = self.sudo()
        now = fields.Datetime.now()
        Key.search([("company_id", "=", company.id), ("state", "=", "active")])._retire()
        return Key.create(
            {
                "name": name or _common_name(certificate.subject),
                "company_id": company.id,
                "is_trial": is_trial,
                "subject": _common_name(certificate.subject),
                "issuer": _common_name(certificate.issuer),
                "valid_from": certificate.not_valid_before_utc.replace(tzinfo=None),
                "valid_to": certificate.not_valid_after_utc.replace(tzinfo=None),
                "algorithm": _algorithm(private),
                "fingerprint": fingerprint,
                "qr_fingerprint": qr_fingerprint,
                "qr_key_id": qr_fingerprint[:8],
                "qr_point": point.hex(),
                "chain": "".join(
                    one.public_bytes(serialization.Encoding.PEM).decode() for one in certificates
                ),
                "installed_on": now,
                "installed_by_id": self.env.uid,
            }
        )

    def _check_manager(self):
        if not self.env.su and not self.env.user.has_group("brand_certification.group_manager"):
            raise UserError(self.env._("The city's key is installed by the programme manager."))

    def _check_pair(self, private, certificate):
        _ = self.env._
        is_rsa = isinstance(private, rsa.RSAPrivateKey) and private.key_size >= _MIN_RSA_BITS
        if not is_rsa and not _is_p256(private):
            raise UserError(_("This kind of key cannot be used: it must be RSA or ECDSA P-256."))
        if _public_bytes(private.public_key()) != _public_bytes(certificate.public_key()):
            raise UserError(_("The certificate in this file belongs to another key."))
        now = fields.Datetime.now()
        start = certificate.not_valid_before_utc.replace(tzinfo=None)
        end = certificate.not_valid_after_utc.replace(tzinfo=None)
        if not start <= now <= end:
            raise UserError(
                _(
                    "The certificate is valid from %(start)s to %(end)s, which is not today.",
                    start=start.date(),
                    end=end.date(),
                )
            )
        try:
            usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
        except x509.ExtensionNotFound:
            return
        if not usage.digital_signature and not usage.content_commitment:
            raise UserError(_("This certificate is not meant for signing documents."))

    def _retire(self):
        """These keys sign no more; what they signed goes on being checked by their public part."""
        self.write({"state": "former", "retired_on": fields.Datetime.now()})
        self.flush_recordset()

    def action_retire(self):
        """Stop signing with these keys, without a new one: papers are unsigned from now on."""
        self.check_access("read")
        self._check_manager()
        # sudo: keys are written by our own code only; the role was checked above
        self.sudo().filtered(lambda key: key.state == "active")._retire()
        return True

    # -- the private part ------------------------------------------------------------------------

    @api.model
    def _path(self, fingerprint):
        folder = config.get("brand_signing_keys") or os.environ.get("BRAND_SIGNING_KEYS")
        return Path(folder or Path(config["data_dir"]) / _FOLDER) / f"{fingerprint}.pem"

    @api.model
    def _keep_private(self, private):
        """Keep a private key as a file that only the server reads; returns its fingerprint."""
        fingerprint = hashlib.sha256(_public_bytes(private.public_key())).hexdigest()
        path = self._path(fingerprint)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        content = private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:  # the same key, installed in another database
            return fingerprint
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        return fingerprint

    def _read_private(self, fingerprint):
        try:
            return self._path(fingerprint).read_bytes()
        except OSError as error:
            raise UserError(
                self.env._(
                    "The private key of %s is not on this server: bring its file back from the"
                    " backup, or install a new key.",
                    self.name,
                )
            ) from error

    @api.model
    def _of_company(self, company):
        """The key that signs for a city today, in superuser mode; empty without one in its term."""
        # sudo: whoever opens a paper may have it signed; the key's private part stays in here
        key = self.sudo().search(
            [("company_id", "=", company.id), ("state", "=", "active")], limit=1
        )
        return key.filtered(lambda row: not row.is_over)


_USAGES = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
    *("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
)


def _is_p256(private):
    return isinstance(private, ec.EllipticCurvePrivateKey) and isinstance(
        private.curve, ec.SECP256R1
    )


def _algorithm(private):
    return "ECDSA P-256" if _is_p256(private) else f"RSA {private.key_size}"


def _public_bytes(public):
    return public.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def _common_name(name):
    found = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return found[0].value if found else name.rfc4514_string()
