"""申报: who is entitled applies in a window, with proof; gaps are told at once; it may be taken back."""

from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import tagged

from odoo.addons.brand_certification.tests.common import PDF

from .application_common import ApplicationCase
from .common import PROMISED


@tagged("post_install", "-at_install")
class TestClaimApplication(ApplicationCase):
    def lacking(self, claim):
        return dict(claim.with_user(self.applicant)._application_gaps())

    def submit(self, claim, user=None):
        claim.with_user(user or self.applicant).action_submit()

    # -- before ------------------------------------------------------------------------------------

    def test_an_entitled_claim_begins_with_the_checklist_of_its_clause(self):
        claims = self.entitled(2)
        self.assertEqual(claims.mapped("state"), ["entitled"] * 2)
        for claim in claims:
            names = claim.document_ids.mapped("name")
            self.assertEqual(names, ["认证证书复印件", "资金申请表", "获奖证明"])
            self.assertEqual(claim.document_ids.mapped("required"), [True, True, False])
            self.assertEqual(
                (str(claim.apply_from), str(claim.apply_to)), ("2024-03-01", "2024-03-31")
            )

    def test_the_account_alone_is_no_application(self):
        claim = self.entitled()
        account = self.account()
        by_firm = claim.with_user(self.applicant)
        self.assert_refused("applied for", by_firm.action_confirm_account, account.id)
        self.assertEqual(claim.state, "entitled")

    def test_a_reward_that_comes_by_itself_is_not_applied_for(self):
        rules = [self._rule_vals(claiming="by_itself", document_ids=[], code="itself")]
        self._policy(code="itself", rules=rules)
        claim = self.entitled().filtered(lambda c: c.policy_id.code == "itself")
        self.assertFalse(claim.document_ids)
        self.assert_refused("by themselves", claim.with_user(self.applicant).action_submit)

    # -- handing in --------------------------------------------------------------------------------

    def test_everything_that_is_lacking_is_told_at_once(self):
        claim = self.entitled()
        lacking = self.lacking(claim)
        proof = [f"document_{row.id}" for row in claim.document_ids[:2]]
        self.assertEqual(
            set(lacking),
            {
                "statement",
                "contact_name",
                "contact_phone",
                *proof,
                "declaration_accepted",
                "number",
                "bank",
                "cnaps",
            },
        )
        with self.assertRaises(Exception) as caught, self.cr.savepoint():
            self.submit(claim)
        for text in lacking.values():
            self.assertIn(text, str(caught.exception))

    def test_a_complete_application_is_kept_as_it_was_handed_in(self):
        claim = self.applied()
        self.assertEqual((claim.state, claim.amount), ("submitted", PROMISED))
        self.assertEqual(claim.bank_account_id.acc_number, "340200000000001")
        self.assertFalse(claim.sudo().draft_account)
        version = claim.submission_ids
        self.assertEqual((version.number, version.user_id), (1, self.applicant))
        hashes = [row["sha256"] for row in version.content["documents"]]
        self.assertEqual(hashes, [row.sha256 or "" for row in claim.document_ids])
        self.assertTrue(all(hashes[:2]))
        self.assertEqual(str(claim.pay_due_on), "2024-05-29")  # 60 working days

    def test_the_first_and_the_last_day_belong_to_the_window(self):
        claim = self.entitled()
        self.fill_in(claim)
        for moment, words in (
            ("2024-02-29 15:59:59", "2024年3月1日"),  # 23:59:59 in Shanghai
            ("2024-03-31 16:00:00", "2024年3月31日"),  # 24:00
        ):
            self.clock.move_to(moment)
            self.env.invalidate_all()
            self.assert_refused(words, self.submit, claim)
            self.assertEqual(claim.state, "entitled")
        for moment in ("2024-02-29 16:00:00", "2024-03-31 15:59:59"):
            self.clock.move_to(moment)
            self.env.invalidate_all()
            self.assertNotIn("window", self.lacking(claim))
        self.submit(claim)
        self.assertEqual(claim.state, "submitted")

    def test_without_a_window_nothing_is_taken(self):
        self._policy(code="silent", rules=[self._rule_vals(code="silent")])
        claim = self.entitled().filtered(lambda c: c.policy_id.code == "silent")
        self.fill_in(claim)
        self.assert_refused("No application window", self.submit, claim)

    def test_a_window_may_name_its_clauses(self):
        self.window.with_user(self.users["manager"]).rule_codes = "wuhu-cert"
        claim = self.entitled()
        self.assertTrue(claim.window_is_open)
        by_manager = self.window.with_user(self.users["manager"])
        self.assert_refused("no clause: nothing", by_manager.write, {"rule_codes": "nothing"})

    def test_an_open_window_is_prolonged_only(self):
        by_manager = self.window.with_user(self.users["manager"])
        by_manager.date_to = "2024-04-15"
        self.assert_refused("prolonged only", by_manager.write, {"date_to": "2024-03-20"})
        self.assert_refused("cannot be deleted", by_manager.unlink)

    def test_a_blacklisted_enterprise_is_told_so_with_the_other_gaps(self):
        claim = self.entitled()
        self.firm.sudo().write(
            {
                "credit_state": "blacklisted",
                "credit_reason": "虚假宣传",
                "credit_from": "2024-01-01",
            }
        )
        lacking = self.lacking(claim)
        self.assertIn("虚假宣传", lacking["claim"])
        self.assertIn("statement", lacking)
        self.fill_in(claim)
        self.assert_refused("虚假宣传", self.submit, claim)

    def test_eligibility_is_asked_again_at_approval_and_payment(self):
        claim = self.applied()
        claim.with_user(self.users["award"]).action_review()
        certificate = claim.certificate_id
        approve = claim.with_user(self.users["approver"]).action_approve
        self.env.cr.execute(
            "UPDATE brand_certificate SET state = 'suspended' WHERE id = %s", certificate.ids
        )
        self.env.invalidate_all()
        self.assert_refused("suspended", approve, document_no="9号")
        self.env.cr.execute(
            "UPDATE brand_certificate SET state = 'valid' WHERE id = %s", certificate.ids
        )
        self.env.invalidate_all()
        approve(document_no="9号")
        self.trusted(claim)
        self.env.cr.execute(
            "UPDATE brand_certificate SET state = 'suspended' WHERE id = %s", certificate.ids
        )
        self.env.invalidate_all()
        self.assert_refused("suspended", claim.sudo().action_schedule)

    # -- correction --------------------------------------------------------------------------------

    def test_a_return_tells_every_gap_with_the_last_day_and_is_answered_after_the_window(self):
        claim = self.applied()
        officer = claim.with_user(self.users["award"])
        self.assert_refused("Write down every gap", officer.action_return, "材料不齐")
        gap = self.gap(claim, document_id=claim.document_ids[0].id)
        self.gap(claim, text="请补充说明", field_name="statement")
        officer.action_return()
        self.assertEqual((claim.state, claim.open_gap_count), ("returned", 2))
        # ten working days from Monday 4 March
        self.assertEqual((str(claim.due_on), claim.due_for), ("2024-03-18", "correct"))
        told = claim.message_ids.filtered(lambda m: m.message_type == "comment")[0].body
        for words in ("证书复印件不清晰", "请补充说明", "2024年3月18日"):
            self.assertIn(words, told)

        self.clock.move_to("2024-04-02 02:00:00")  # the window is over
        self.env.invalidate_all()
        by_firm = claim.with_user(self.applicant)
        by_firm.document_ids[0].write({"file": PDF, "filename": "清晰.pdf"})
        by_firm._apply_save("statement", "补充说明如下。")
        self.submit(claim)
        self.assertEqual((claim.state, claim.open_gap_count), ("submitted", 0))
        self.assertTrue(gap.corrected)
        versions = claim.submission_ids.sorted("number")
        self.assertEqual(versions.mapped("number"), [1, 2])
        self.assertIn("补充说明如下", versions[1].changes_html)

    def test_a_gap_that_is_not_met_is_told_again(self):
        claim = self.applied()
        self.returned(claim)
        self.submit(claim)
        gap = claim.gap_ids
        self.assertTrue(gap.corrected)
        gap.with_user(self.users["award"]).action_reopen()
        claim.with_user(self.users["award"]).action_return()
        self.assertEqual((claim.state, claim.open_gap_count), ("returned", 1))

    # -- withdrawal --------------------------------------------------------------------------------

    def test_an_application_is_taken_back_and_handed_in_again(self):
        claim = self.applied()
        claim.with_user(self.applicant).action_withdraw("材料有误")
        self.assertEqual((claim.state, claim.pay_due_on, claim.due_on), ("entitled", False, False))
        self.assert_refused("self-declaration has not been given", self.submit, claim)
        claim.with_user(self.applicant)._apply_save("declaration_accepted", "1")
        self.submit(claim)
        self.assertEqual((claim.state, len(claim.submission_ids)), ("submitted", 2))

    def test_an_approved_reward_is_not_taken_back(self):
        claim = self.applied()
        claim.with_user(self.users["award"]).action_review()
        claim.with_user(self.users["approver"]).action_approve(document_no="9号")
        self.assert_refused("needs the state", claim.with_user(self.applicant).action_withdraw)

    # -- refusals ----------------------------------------------------------------------------------

    def _rpc(self, user, record, method, *args):
        return call_kw(self.env[record._name].with_user(user), method, [record.ids, *args], {})

    def test_another_enterprise_neither_reads_nor_hands_in(self):
        claim = self.entitled()
        self.fill_in(claim)
        other, rival = self._enterprise("芜湖另一家有限公司", "91340202MAXXT0013L")
        for call in (
            lambda: self._rpc(rival, claim, "action_submit"),
            lambda: self._rpc(rival, claim, "action_withdraw"),
            lambda: self._rpc(rival, claim, "read", ["statement"]),
            lambda: self._rpc(rival, claim.document_ids[0], "read", ["filename"]),
            lambda: self._rpc(rival, claim.document_ids[0], "write", {"file": PDF}),
        ):
            with self.assertRaises(AccessError):
                call()
        self.assertEqual(claim.state, "entitled")
        # somebody else's account is not taken either
        account = self.account(other, rival, number="99999999999")
        self.assert_refused(
            "somebody else", claim.with_user(self.applicant).action_submit, account.id
        )
        self.assertEqual(claim.state, "entitled")

    def test_states_and_answers_are_not_written_by_rpc(self):
        claim = self.applied()
        admin = self.env.ref("base.user_admin")
        for user in (self.applicant, *self.users.values(), admin):
            for vals in (
                {"state": "reviewed"},
                {"statement": "x"},
                {"submitted_on": False},
                {"due_on": "2030-01-01"},
                {"declaration_accepted": False},
            ):
                with self.assertRaises(AccessError):
                    self._rpc(user, claim, "write", vals)
        for user in (self.applicant, *self.users.values(), admin):
            with self.assertRaises(AccessError):
                self._rpc(user, claim.submission_ids, "write", {"number": 7})
        self.assertEqual((claim.state, claim.submission_ids.number), ("submitted", 1))

    def test_proof_is_closed_once_it_was_handed_in_and_officers_bring_none(self):
        claim = self.entitled()
        row = claim.document_ids[0]
        officer = row.with_user(self.users["award"])
        with self.assertRaises(AccessError):
            officer.write({"file": PDF, "filename": "x.pdf"})
        self.fill_in(claim)
        self.submit(claim)
        by_firm = row.with_user(self.applicant)
        self.assert_refused(
            "can no longer be changed", by_firm.write, {"file": PDF, "filename": "y.pdf"}
        )

    def test_drafts_of_proof_are_the_applicants_own(self):
        claim = self.entitled()
        self.fill_in(claim)
        Document = self.env["award.claim.document"]
        for role in ("award", "district", "auditor"):
            self.assertFalse(
                Document.with_user(self.users[role]).search([("claim_id", "=", claim.id)])
            )
        self.submit(claim)
        elsewhere = self._user("elsewhere", ["brand_certification.group_district"])
        for user, seen in ((self.users["award"], 3), (self.users["district"], 3), (elsewhere, 0)):
            found = Document.with_user(user).search([("claim_id", "=", claim.id)])
            self.assertEqual(len(found), seen)

    def test_a_version_in_force_keeps_its_checklist(self):
        manager = self.users["manager"]
        row = self.rule.document_ids[0].with_user(manager)
        self.assert_refused("in force", row.write, {"required": False})
        draft = self.env["award.policy"].browse(
            self.policy.with_user(manager).action_new_version()["res_id"]
        )
        self.assertEqual(len(draft.rule_ids.document_ids), 3)
        draft.rule_ids.document_ids[0].with_user(manager).required = False
