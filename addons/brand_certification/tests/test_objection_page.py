"""Anybody objects on the public page, in a real name and with proof."""

from odoo.tests import HttpCase, tagged

from .objection_common import IDENTITY_NUMBER, PNG, ObjectionCase


@tagged("post_install", "-at_install")
class TestPublicObjection(HttpCase, ObjectionCase):
    def _send(self, files=(), **values):
        url = f"/brand/notices/{self.notice.id}/objection"
        page = self.url_open(url).text
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        data = {
            "csrf_token": token,
            "line_id": str(self.line.id),
            "text": "专利有争议",
            "kind": "person",
            "name": "王小明",
            "contact": "0553-0000009",
            "number": IDENTITY_NUMBER,
            **values,
        }
        return self.url_open(url, data=data, files=list(files)).text

    def _proof(self):
        return ("proof", ("id.png", PNG, "image/png"))

    def test_a_stranger_objects_and_follows_it_by_the_receipt(self):
        page = self._send([self._proof(), ("evidence", ("证据.png", PNG, "image/png"))])
        objection = self.env["brand.objection"].search([("notice_id", "=", self.notice.id)])
        self.assertEqual((objection.kind, objection.channel), ("objection", "web"))
        self.assertFalse(objection.officer_id)
        self.assertEqual(len(objection.file_ids), 1)
        code = objection._receipt_code()
        self.assertIn(objection.name, page)
        self.assertIn(code, page)
        Objection = self.env["brand.objection"]
        self.assertEqual(Objection._public_find(objection.name.lower(), code), objection)
        self.assertFalse(Objection._public_find(objection.name, code + "x"))
        self.assertFalse(Objection._public_find(objection.name, ""))
        status = self._status(objection.name, code)
        self.assertIn(self.line.name, status)
        self.assertNotIn("王小明", status)
        self.assertNotIn(self.line.name, self._status(objection.name, "wrong"))

    def test_the_account_of_a_sender_who_is_logged_in_is_nowhere(self):
        """Neither in “created by” nor in the log: only the officer in charge learns who it is."""
        _rival, sender = self._enterprise("芜湖对手机器人有限公司", "91420106MAXXT0013P")
        self.authenticate(sender.login, sender.login)
        self._send(is_anonymous="1", name="", contact="", number="")
        self._send([self._proof()])
        objections = self.env["brand.objection"].search([("notice_id", "=", self.notice.id)])
        self.assertEqual(objections.mapped("is_anonymous").count(True), 1)
        identities = self.env["brand.objection.identity"].search([])
        for records in (objections, objections.file_ids, identities):
            self.assertNotIn(sender, records.create_uid | records.write_uid)
        self.assertNotIn(sender.partner_id, objections.message_ids.author_id)
        self.assertNotIn(sender.partner_id, objections.message_partner_ids)
        attachments = self.env["ir.attachment"].search(
            [("res_model", "in", ("brand.objection.identity", "brand.objection.file"))]
        )
        self.assertNotIn(sender, attachments.create_uid)

    def _status(self, number, code):
        page = self.url_open("/brand/notices/objections").text
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        data = {"csrf_token": token, "number": number, "code": code}
        return self.url_open("/brand/notices/objections", data=data).text

    def test_an_officer_takes_charge_and_only_then_reads_who_it_is(self):
        self._send([self._proof()])
        objection = self.env["brand.objection"].search([("notice_id", "=", self.notice.id)])
        self.env.invalidate_all()
        by_officer = objection.with_user(self.officer)
        self.assertFalse(by_officer.objector_name)
        by_officer.action_take_charge()
        self.env.invalidate_all()
        self.assertEqual(by_officer.objector_name, "王小明")

    def test_all_that_is_wrong_is_told_at_once_and_what_was_typed_stays(self):
        page = self._send(line_id="", name="", number="340202199001010011", text="专利&争议")
        for name in ("line_id", "name", "number", "proof"):
            self.assertIn(f'id="e_{name}"', page)
        self.assertNotIn('id="e_contact"', page)
        self.assertIn("专利&amp;争议", page)
        self.assertFalse(self.env["brand.objection"].search([]))

    def test_a_program_in_place_of_a_picture_is_refused(self):
        page = self._send([("proof", ("id.png", b"MZ\x90\x00 not a picture", "image/png"))])
        self.assertIn('id="e_proof"', page)
        self.assertFalse(self.env["brand.objection"].search([]))

    def test_an_item_of_another_notice_is_refused(self):
        other = self.notice_of(self.evaluated("别的产品"))
        page = self._send([self._proof()], line_id=str(other.line_ids.id))
        self.assertIn('id="e_line_id"', page)

    def test_an_anonymous_one_is_taken_as_a_clue(self):
        self._send(is_anonymous="1", name="", number="", contact="")
        clue = self.env["brand.objection"].search([("notice_id", "=", self.notice.id)])
        self.assertEqual(clue.clue_reason, "anonymous")

    def test_what_fills_in_every_field_leaves_nothing(self):
        page = self._send([self._proof()], website="http://spam.example")
        self.assertNotIn("brand_errors", page)
        self.assertFalse(self.env["brand.objection"].search([]))

    def test_one_address_cannot_flood_the_office(self):
        Limit = self.env["brand.public.limit"]
        self.assertEqual(
            [Limit._allows("x", "192.0.2.1", 2) for _time in range(3)], [True, True, False]
        )
        self.assertTrue(Limit._allows("x", "192.0.2.2", 2))
        self.assertNotIn("192.0.2.1", str(Limit.search([]).read(["key"])))
        self.clock.tick(3700)
        self.assertTrue(Limit._allows("x", "192.0.2.1", 2))

    def test_the_applicant_gives_its_statement_in_the_portal(self):
        objection = self.named()
        objection.with_user(self.officer).action_investigate()
        hearing = objection.with_user(self.officer).action_ask_hearing("请说明专利情况")
        self.authenticate(self.applicant.login, f"test-e-{self.firm.uscc}")
        self.assertIn("/my/brand/hearing/", self.url_open("/my").text)
        url = f"/my/brand/hearing/{hearing.id}"
        page = self.url_open(url).text
        self.assertIn("请说明专利情况", page)
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        page = self.url_open(url, data={"csrf_token": token, "statement": "专利有效"}).text
        self.assertIn("alert-success", page)
        self.assertEqual(hearing.statement, "专利有效")
