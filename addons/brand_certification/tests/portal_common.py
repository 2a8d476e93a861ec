"""Pages of the portal, asked for as their users do."""

import re

from odoo import http
from odoo.tests import HttpCase

from .common import BrandCase

GOOD_CODE = "91340202MAXX00203M"


class PortalCase(BrandCase, HttpCase):
    """Pages read as their users see them, in English whatever the city's language."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        # The default language has no prefix in addresses
        cls.env["ir.default"].set("res.partner", "lang", "en_US")

    def assertIn(self, member, container, msg=None):
        """As ever, but a page that fails is not printed whole."""
        if isinstance(container, str) and len(container) > 2000:
            return self.assertTrue(member in container, msg or f"not on the page: {member!r}")
        return super().assertIn(member, container, msg)

    def assertNotIn(self, member, container, msg=None):
        if isinstance(container, str) and len(container) > 2000:
            return self.assertFalse(member in container, msg or f"on the page: {member!r}")
        return super().assertNotIn(member, container, msg)

    def login(self, user):
        self.authenticate(user.login, user.login)

    def page(self, url):
        """The page, after checking that it is that page and not a redirection."""
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200, url)
        self.assertEqual(re.sub(r"^https?://[^/]+", "", response.url), url)
        return response.text

    def post(self, url, data=None, files=None):
        data = {"csrf_token": http.Request.csrf_token(self), **(data or {})}
        response = self.url_open(url, data=data, files=files)
        self.assertEqual(response.status_code, 200, url)
        return response

    def where(self, response):
        return re.sub(r"^https?://[^/]+|[?#].*$", "", response.url)

    def autosave(self, application, name, value):
        url = f"{application.access_url}/save"
        return self.make_jsonrpc_request(url, {"name": name, "value": value})
