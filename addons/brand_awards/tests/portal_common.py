"""An enterprise in the portal, as HTTP without JavaScript: pages as trees, forms with their token."""

from lxml import html

from odoo.tests import HttpCase

ACCOUNT = {
    "account": "new",
    "holder": "芜湖示例机器人有限公司",
    "number": "3402 0000 0000 001",
    "bank": "示例银行芜湖分行",
    "cnaps": "102362000011",
}


class PageCase(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")

    def enter(self, user, url):
        """Sign in and take the token that forms of this session carry."""
        self.authenticate(user.login, user.login)
        self.token = self.page(url).xpath("//input[@name='csrf_token']/@value")[0]

    def page(self, url, files=None, **data):
        """The page at ``url`` (posted if there are ``data`` or ``files``), as a tree."""
        if data or files:
            data["csrf_token"] = self.token
        self.response = self.url_open(url, data=data or None, files=files)
        self.assertEqual(self.response.status_code, 200)
        self.env.invalidate_all()
        return html.fromstring(self.response.content)

    def text(self, page, path="//main"):
        return " ".join(" ".join(" ".join(n.itertext()) for n in page.xpath(path)).split())
