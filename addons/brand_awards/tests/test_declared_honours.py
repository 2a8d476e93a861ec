"""An honour that the city does not know: declared in the portal, confirmed or refused by the office."""

from lxml import html

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .common import AwardCase

PDF_BYTES = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
LIST, FORM = "/my/brand/rewards", "/my/brand/honour"


@tagged("post_install", "-at_install")
class TestDeclaredHonours(AwardCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        Honour = cls.env["award.honour"]
        cls.honour = Honour.create({"name": "省长质量奖", "code": "szzlj", "authority": "省政府"})
        cls.by_certificate = Honour.create(
            {"name": "芜湖智造", "code": "whzz", "program_id": cls.program.id}
        )
        cls.of_persons = Honour.create(
            {"name": "省长质量奖(个人)", "code": "szzlj-p", "holder_kind": "individual"}
        )
        row = cls._rule_vals(
            code="szzlj", clause="(九)", trigger_kind="honour", honour_ids=cls.honour.ids
        )
        cls._policy(code="honours", rules=[row | {"program_ids": False, "per": "recipient"}])

    def setUp(self):
        super().setUp()
        self.authenticate(self.applicant.login, self.applicant.login)
        self.token = self.page(FORM).xpath("//input[@name='csrf_token']/@value")[0]

    def page(self, url, files=None, **data):
        if data:
            data["csrf_token"] = self.token
        response = self.url_open(url, data=data or None, files=files)
        self.assertEqual(response.status_code, 200)
        self.env.invalidate_all()
        return html.fromstring(response.content)

    def text(self, page, path="//main"):
        return " ".join(" ".join(" ".join(n.itertext()) for n in page.xpath(path)).split())

    def declare(self, proof=("证书.pdf", PDF_BYTES, "application/pdf"), **changed):
        answers = {
            "honour_id": str(self.honour.id),
            "date": "2024-02-01",
            "document_no": "示政发〔2024〕3号",
            "item_name": "",
        }
        files = {"proof": proof} if proof else None
        return self.page(FORM, files, **{**answers, **changed})

    def declared(self):
        return self.env["award.recognition"].search([("declared_by_id", "!=", False)])

    def test_the_list_has_what_an_enterprise_can_declare(self):
        values = self.page(FORM).xpath("//select[@name='honour_id']/option/@value")
        self.assertIn(str(self.honour.id), values)
        self.assertNotIn(str(self.by_certificate.id), values)
        self.assertNotIn(str(self.of_persons.id), values)

    def test_a_declaration_is_a_draft_with_its_proof_and_pays_once_the_office_confirms_it(self):
        page = self.declare()
        self.assertIn("Declared.", self.text(page))
        self.assertIn("The office checks it", self.text(page, "//section[@id='brand_honours']"))
        draft = self.declared()
        self.assertEqual(
            (draft.state, draft.honour_id, draft.partner_id, draft.declared_by_id),
            ("draft", self.honour, self.firm, self.applicant),
        )
        self.assertTrue(draft.proof)
        self.assertFalse(draft.claim_ids)
        draft.with_user(self.users["award"]).action_confirm()
        self.assertEqual(draft.claim_ids.mapped("amount"), [200_000])
        self.assertIn("Confirmed by the office", self.text(self.page(LIST)))

    def test_everything_that_is_wrong_is_told_at_once_and_what_was_typed_stays(self):
        page = self.declare(proof=None, honour_id="", date="2030-01-01", item_name="示例水泵")
        for name in ("honour_id", "date", "proof"):
            self.assertTrue(page.xpath(f"//div[@id='brand_errors']//a[@href='#field_{name}']"))
        self.assertEqual(page.xpath("//input[@name='item_name']/@value"), ["示例水泵"])
        self.assertFalse(self.declared())

    def test_an_honour_that_is_not_on_the_list_is_refused(self):
        self.declare(honour_id=str(self.by_certificate.id))
        self.declare(honour_id="1 OR 1")
        self.assertFalse(self.declared())

    def test_a_file_of_another_kind_is_refused_by_name(self):
        page = self.declare(proof=("证书.exe", b"MZ\x90\x00", "application/octet-stream"))
        self.assertIn("证书.exe", self.text(page, "//div[@id='brand_errors']"))
        self.assertFalse(self.declared())

    def test_the_same_honour_is_not_declared_twice(self):
        self.declare()
        page = self.declare()
        self.assertIn("already", self.text(page, "//div[@id='brand_errors']"))
        self.assertEqual(len(self.declared()), 1)

    def test_the_office_says_why_it_does_not_take_it_and_it_can_be_declared_again(self):
        self.declare()
        draft = self.declared()
        officer = draft.with_user(self.users["award"])
        self.assert_refused("reason", officer.action_refuse)
        officer.action_refuse(reason="证书编号与文件不符")
        self.assertEqual(draft.state, "refused")
        self.assertIn("证书编号与文件不符", self.text(self.page(LIST)))
        self.assertIn(self.applicant.partner_id, draft.message_ids.notified_partner_ids)
        self.assert_refused("", officer.action_confirm)
        self.declare(document_no="示政发〔2024〕4号")
        self.declared().filtered(lambda r: r.state == "draft").with_user(
            self.users["award"]
        ).action_confirm()
        # what was not taken is no honour held before
        self.assertEqual(self.declared().claim_ids.mapped("amount"), [200_000])

    def test_whoever_corrects_a_declaration_does_not_confirm_it(self):
        self.declare()
        draft = self.declared()
        draft.with_user(self.users["award"]).date = "2024-01-31"
        self.assert_refused(
            "registered it yourself", draft.with_user(self.users["award"]).action_confirm
        )
        draft.with_user(self.users["award2"]).action_confirm()

    def test_what_the_office_registered_is_not_refused_but_deleted(self):
        draft = self.env["award.recognition"].with_user(self.users["award"])
        draft = draft.create(
            {"honour_id": self.honour.id, "partner_id": self.firm.id, "date": "2024-01-31"}
        )
        self.assert_refused("delete", draft.action_refuse, reason="录入有误")
        draft.unlink()

    def test_the_enterprise_takes_it_back_before_the_office_decides(self):
        self.declare()
        draft = self.declared()
        stranger = self._enterprise("别家电子有限公司", "91340202MAXXT0013L")[1]
        with self.assertRaises(UserError):
            self.env["award.recognition"].with_user(stranger)._portal_take_back(draft.id)
        self.page(f"{FORM}/{draft.id}/take-back", back="1")
        self.assertFalse(self.declared())
        self.declare()
        draft = self.declared()
        draft.with_user(self.users["award"]).action_confirm()
        page = self.page(f"{FORM}/{draft.id}/take-back", back="1")
        self.assertIn("decided on it already", self.text(page))
        self.assertEqual(draft.state, "confirmed")

    def test_the_register_is_closed_to_the_enterprise_but_for_this_form(self):
        vals = {"honour_id": self.honour.id, "partner_id": self.firm.id, "date": "2024-02-01"}
        mine = self.env["award.recognition"].with_user(self.applicant)
        with self.assertRaises(AccessError):
            mine.create(vals)
        with self.assertRaises(AccessError):
            mine.search([])
        forged = self.env["award.recognition"].with_user(self.users["award"])
        with self.assertRaises(AccessError):
            forged.create(vals | {"declared_by_id": self.applicant.id})
