from odoo.tests import tagged

from .common import AwardCase


@tagged("post_install", "-at_install")
class TestNotice(AwardCase):
    def test_a_clause_that_asks_for_a_notice_waits_for_it(self):
        self.rule.sudo().require_notice = True
        claim = self.reviewed()
        approve = claim.with_user(self.users["approver"]).action_approve
        self.assert_refused("public notice first", approve)
        action = claim.with_user(self.users["award"]).action_make_notice()
        notice = self.env["brand.notice"].browse(action["res_id"])
        self.assertEqual(notice.line_ids.holder, self.firm.name)
        notice.with_user(self.users["reviewer"]).action_publish()
        self.assertEqual(claim.state, "notice")
        self.assert_refused("In public notice until", approve)

        self.let_notice_end(notice.with_user(self.users["reviewer"]))
        approve()

        self.assertEqual(claim.state, "approved")

    def test_an_objection_holds_its_own_claim_only(self):
        self.rule.sudo().require_notice = True
        held, free = self.reviewed(2)
        action = (held | free).with_user(self.users["award"]).action_make_notice()
        notice = self.env["brand.notice"].browse(action["res_id"])
        notice.with_user(self.users["reviewer"]).action_publish()
        line = notice.line_ids.filtered(lambda one: one.res_id == held.id)
        self.env["brand.objection"].create(
            {"line_id": line.id, "objector_name": "某公司", "text": "材料不实"}
        )
        self.let_notice_end(notice.with_user(self.users["reviewer"]))
        approver = self.users["approver"]

        free.with_user(approver).action_approve()

        self.assert_refused("Objection open", held.with_user(approver).action_approve)
        self.assertEqual((free.state, held.state), ("approved", "notice"))
