"""Papers that are kept are signed by the city, so that any reader of PDF files checks them."""

import io
from typing import NamedTuple

from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields as signature_fields
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from odoo import fields, models

_SIGNATURE = "CitySignature"


class Signing(NamedTuple):
    """Of the key that will sign the paper being rendered. No client can send one in a context."""

    subject: str
    key_id: str


class BrandSigningKey(models.Model):
    _inherit = "brand.signing.key"

    def _signing(self):
        """What a paper says at its foot of the key that will sign it; None without a key."""
        return Signing(self.subject, self.key_id) if self else None

    def _sign_pdf(self, content, reason):
        """The PDF with this key's signature (PAdES, SHA-256); nothing is asked of the network.

        :param bytes content: the PDF
        :param str reason: why it was signed, as the reader shows it
        """
        self.ensure_one()
        certificate, *others = load_certs_from_pemder_data(self.chain.encode())
        store = SimpleCertificateStore()
        store.register_multiple(others)
        signer = signers.SimpleSigner(
            signing_cert=certificate,
            signing_key=load_private_key_from_pemder_data(
                self._read_private(self.fingerprint), passphrase=None
            ),
            cert_registry=store,
        )
        metadata = signers.PdfSignatureMetadata(
            field_name=_SIGNATURE,
            md_algorithm="sha256",
            name=self.subject,
            reason=reason,
            subfilter=signature_fields.SigSeedSubFilter.PADES,
        )
        signed = signers.PdfSigner(metadata, signer).sign_pdf(
            IncrementalPdfFileWriter(io.BytesIO(content))
        )
        return signed.getvalue()


class BrandPaper(models.Model):
    _inherit = "brand.paper"

    signing_key_id = fields.Many2one("brand.signing.key", readonly=True, ondelete="restrict")

    def _render(self):
        """Signed as soon as the city has a key; without one the paper is what it was."""
        key = self.env["brand.signing.key"]._of_company(self.company_id)
        content = super(BrandPaper, self.with_context(brand_signing=key._signing()))._render()
        return key._sign_pdf(content, self.display_name) if key else content

    def _keep(self, content):
        res = super()._keep(content)
        if b"/ByteRange" in content:
            self.signing_key_id = self.env["brand.signing.key"]._of_company(self.company_id)
        return res
