from odoo.tests import HttpCase, tagged


@tagged("post_install", "-at_install")
class TestPortalWords(HttpCase):
    def test_the_words_of_our_scripts_reach_the_portal_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        answer = self.url_open("/website/translations?lang=zh_CN").json()
        messages = answer["modules"]["brand_certification"]["messages"]
        words = {row["id"]: row["string"] for row in messages}
        self.assertEqual(words["Saved automatically %s"], "已自动保存 %s")
