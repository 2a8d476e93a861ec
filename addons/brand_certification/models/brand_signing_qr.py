"""QR codes of certificates carry what they say, signed, beside the link that asks for the status."""

import base64

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from odoo import api, models

from ..scheme import qr_payload
from ..scheme.publishing import for_public


class BrandSigningKey(models.Model):
    _inherit = "brand.signing.key"

    def _sign_message(self, content):
        """Signature of some bytes by the short key: r and s, 32 bytes each."""
        self.ensure_one()
        private = serialization.load_pem_private_key(
            self._read_private(self.qr_fingerprint), password=None
        )
        pair = decode_dss_signature(private.sign(content, ec.ECDSA(hashes.SHA256())))
        return b"".join(part.to_bytes(32) for part in pair)

    @api.model
    def _public_keys(self):
        """Public parts of the keys of all cities, former ones too, for whoever checks a code."""
        # sudo: public keys are public; nothing else of these rows is told
        return [
            {
                "id": key.qr_key_id,
                "point": key.qr_point,
                "city": key.company_id.name,
                "is_trial": key.is_trial,
            }
            for key in self.sudo().search([], order="id")
        ]

    @api.model
    def _public_key_set(self):
        """The same keys as a JSON Web Key Set (RFC 7517), for systems that check codes themselves.

        A code's signature is ES256: ECDSA P-256 with SHA-256, r and s of 32 bytes each.
        """
        return {
            "keys": [
                {
                    "kty": "EC",
                    "crv": "P-256",
                    "alg": "ES256",
                    "use": "sig",
                    "kid": key.qr_key_id,
                    "x": _base64url(bytes.fromhex(key.qr_point)[1:33]),
                    "y": _base64url(bytes.fromhex(key.qr_point)[33:]),
                    "city": key.company_id.name,
                    "is_trial": key.is_trial,
                    "is_active": key.state == "active",
                    "pdf_certificates": key.chain,
                }
                # sudo: as above; certificates are made to be shown
                for key in self.sudo().search([], order="id")
            ]
        }


def _base64url(content):
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


class BrandCertificate(models.Model):
    _inherit = "brand.certificate"

    def _paper_values(self):
        """Behind the link stands the signed payload, which no browser sends to the server."""
        values = super()._paper_values()
        # sudo: as in the method above, which has checked that the certificate may be read
        certificate = self.sudo()
        face = certificate._paper_face(certificate._paper_being_made())
        payload = certificate._qr_payload(face)
        link = values["verify_url"]
        return {**values, "qr_text": f"{link}#{payload}" if payload else link}

    def _qr_payload(self, face):
        """Digits for the code of this face, or an empty text as long as the city has no key.

        :param face: the certificate, or the version of it, whose words are printed
        """
        key = self.env["brand.signing.key"]._of_company(self.company_id)
        if not key:
            return ""
        product, _spec = self._split_model(face.product_name, face.product_model)
        content = qr_payload.message(
            qr_payload.Facts(
                face.number,
                face.version,
                for_public(face.holder_name),
                product,
                face.date_start,
                face.date_end,
                key.qr_key_id,
            )
        )
        return qr_payload.pack(content, key._sign_message(content))
