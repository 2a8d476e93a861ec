"""A certificate for tests, and what each public door says of it."""

from .common import BrandCase


class CertificateCase(BrandCase):
    def setUp(self):
        super().setUp()
        self.certificate = self.certified().certificate_id
        self.by_body = self.certificate.with_user(self.decider)

    def run_cron(self, name):
        with self.enter_registry_test_mode():
            self.env.ref(f"brand_certification.{name}").method_direct_trigger()

    def status_everywhere(self, certificate=None):
        """The status as form, search, page and JSON tell it: they must agree."""
        certificate = certificate or self.certificate
        self.env.flush_all()
        self.env.invalidate_all()
        found = [
            status
            for status in ("valid", "suspended", "withdrawn", "cancelled", "expired", "upcoming")
            if certificate in certificate.search([("status", "=", status)])
        ]
        self.assertEqual(found, [certificate.status])
        self.assertEqual(certificate._public_values()["status"], certificate.status)
        self.assertEqual(certificate._public_summary()[0]["status"], certificate.status)
        self.assertTrue(certificate._portal_status_sentence())
        return certificate.status
