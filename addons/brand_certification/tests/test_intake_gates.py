"""What keeps an enterprise from applying is told at once, and asked again when offices act."""

from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import BrandCase


@tagged("post_install", "-at_install")
class TestEligibility(BrandCase):
    def answers(self, program=None, product=None, applicant=None):
        applications = self.env["brand.application"].with_user(applicant or self.applicant)
        rows = applications._portal_eligibility(program or self.program, product)
        return {row["key"]: row["answer"] for row in rows}

    def test_an_enterprise_learns_before_it_begins_what_stands_against_it(self):
        self.program.sudo().per_applicant_limit = 1
        self.submitted()
        self.firm.write(
            {
                "credit_state": "blacklisted",
                "credit_reason": "偷税",
                "credit_from": "2024-01-01",
                "brand_district_id": False,
            }
        )

        rows = (
            self.env["brand.application"]
            .with_user(self.applicant)
            ._portal_eligibility(self.program)
        )

        self.assertEqual(
            {row["key"]: row["answer"] for row in rows},
            {
                "window": "yes",
                "standing": "no",
                "limit": "no",
                "enterprise": "no",
                "item": "form",
                "answers": "form",
                "standards": "form",
                "documents": "form",
                "declaration": "form",
            },
        )
        told = {row["key"]: row["texts"] for row in rows}
        self.assertEqual(told["standing"], ["The enterprise is blacklisted: 偷税"])
        self.assertEqual(told["limit"], ["Each enterprise may have 1 items; it has 1 already."])
        self.assertTrue(all(row["todo"] for row in rows if row["answer"] == "no"))

    def test_a_draft_is_checked_as_it_stands(self):
        application = self.draft(declaration_accepted=False)
        self.assertEqual(
            {key for key, answer in self.answers().items() if answer == "no"},
            {"documents", "declaration"},
        )
        self.assertEqual(
            self.answers()["standards"], "yes", application.standard_ids.mapped("number")
        )

    def test_a_check_leaves_nothing_behind(self):
        before = self.env["brand.application"].search_count([])
        self.answers()
        self.env.flush_all()
        self.assertEqual(self.env["brand.application"].search_count([]), before)

    def test_a_product_of_another_kind_or_already_applied_for_is_told(self):
        taken = self.submitted()
        service = self.env["brand.product"].create(
            {"name": "检测服务", "kind": "service", "partner_id": self.firm.id}
        )
        self.assertEqual(self.answers(product=taken.product_id)["item"], "no")
        self.assertEqual(self.answers(product=service)["item"], "no")

    def test_a_trademark_is_asked_for_where_the_programme_says_so(self):
        program = self._program("TM", require_trademark=True)
        application = self.complete_draft(program=program)
        with self.assertRaisesRegex(UserError, "Trademark and its registration number"):
            application.action_submit()
        application.product_id.write({"trademark": "示例", "trademark_no": "12345678"})
        application.action_submit()
        self.assertEqual(application.state, "submitted")

    def test_a_foreign_enterprise_applies_under_its_own_registration(self):
        self.firm.write({"uscc": False})
        application = self.complete_draft()
        with self.assertRaisesRegex(UserError, "Unified social credit code"):
            application.action_submit()
        self.firm.foreign_id = "HRB 12345"
        application.action_submit()
        self.assertEqual(application.state, "submitted")

    def test_a_group_counts_as_one_where_the_programme_says_so(self):
        program = self._program("GR", per_group_limit=1)
        sister, sister_user = self._enterprise("芜湖示例机器人销售有限公司", "91340202MAXX00203M")
        self.env["brand.relation"].create(
            {
                "partner_id": self.firm.id,
                "other_id": sister.id,
                "kind": "group",
                "source": "工商登记",
            }
        )
        self.submitted(program=program)
        application = self.complete_draft(
            "焊接工作站", firm=sister, applicant=sister_user, program=program
        )
        with self.assertRaisesRegex(UserError, "Each group may have 1 items"):
            application.action_submit()
        self.assertEqual(application.state, "draft")

    def test_a_withdrawn_certificate_bars_the_enterprise_and_its_successor_for_its_months(self):
        program = self._program("CD", cooldown_months=12)
        certificate = self.certified(program=program).certificate_id
        withdrawn_on = self.env["brand.workday"]._today()
        certificate.with_user(self.decider).action_withdraw(
            reason="弄虚作假", document_no="芜市监〔2024〕9号"
        )
        heir, heir_user = self._enterprise(
            "芜湖承继机器人有限公司", "91340202MAXX00203M", predecessor_ids=[(4, self.firm.id)]
        )
        next_year = program.with_user(self.users["manager"]).action_new_version()["res_id"]
        program_2 = self.env["brand.program"].browse(next_year)
        program_2.write({"window_from": "2025-01-01", "window_to": "2025-12-31"})
        program_2.with_user(self.users["manager"]).action_open()

        last_day = date(2025, withdrawn_on.month, withdrawn_on.day)
        self.clock.move_to(f"{last_day} 02:00:00")
        self.assertEqual(self.answers(program_2, applicant=heir_user)["standing"], "yes")
        self.clock.move_to(f"{last_day.replace(day=last_day.day - 1)} 02:00:00")
        self.assertEqual(self.answers(program_2, applicant=heir_user)["standing"], "no")


@tagged("post_install", "-at_install")
class TestGates(BrandCase):
    def blacklist(self):
        self.firm.write(
            {"credit_state": "blacklisted", "credit_reason": "偷税", "credit_from": "2024-03-04"}
        )

    def test_a_blacklisting_holds_each_gate_and_deletes_nothing(self):
        application = self.submitted()
        self.blacklist()
        by_officer = application.with_user(self.users["officer"])
        by_officer.body_id = self.body
        with self.assertRaisesRegex(UserError, "blacklisted: 偷税"):
            by_officer.action_accept()
        self.assertEqual(application.state, "submitted")

    def test_a_blacklisting_after_the_notice_holds_grade_and_certificate(self):
        noticed, decided = self.noticed("甲"), self.decided("乙")
        self.blacklist()
        decision = self.grade_decision(noticed)
        with self.assertRaisesRegex(UserError, "blacklisted: 偷税"):
            decision.with_user(self.users["approver"]).action_take(document_no="芜市监〔2024〕2号")
        with self.assertRaisesRegex(UserError, "blacklisted: 偷税"):
            decided.with_user(self.users["officer"]).action_certify()
        self.assertEqual((noticed.state, decided.state), ("notice", "decided"))

    def test_two_that_slipped_through_the_limit_together_are_both_held_at_acceptance(self):
        one, two = self.submitted("甲"), self.submitted("乙")
        self.program.sudo().per_applicant_limit = 1
        for application in (one, two):
            by_officer = application.with_user(self.users["officer"])
            by_officer.body_id = self.body
            with self.assertRaisesRegex(UserError, "Each enterprise may have 1 items"):
                by_officer.action_accept()
        two.with_user(self.applicant).action_withdraw(reason="只报一件")
        one.with_user(self.users["officer"]).action_accept()
        self.assertEqual(one.state, "accepted")

    def test_a_standard_withdrawn_meanwhile_is_told_before_the_officer_clicks(self):
        application = self.submitted()
        self.standard.with_user(self.users["manager"]).action_abolish(reason="废止")
        by_officer = application.with_user(self.users["officer"])
        self.assertIn("T/WHZZ 001-2023 is not published", by_officer.blockers)
        by_officer.body_id = self.body
        with self.assertRaisesRegex(UserError, "T/WHZZ 001-2023 is not published"):
            by_officer.action_accept()
