"""Checks after certification: planned once, made by two, decided by a third, published in time."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_complaint import ComplaintCase


@tagged("post_install", "-at_install")
class TestSurveillance(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        group = ["brand_certification.group_inspector"]
        cls.inspectors = cls.env["res.users"].union(
            *(cls._user(f"inspector{n}", group) for n in range(2))
        )

    def setUp(self):
        super().setUp()
        self.application = self.certified()
        self.certificate = self.application.certificate_id

    def check(self, kind="adhoc", inspectors=None, **vals):
        inspectors = self.inspectors if inspectors is None else inspectors
        return (
            self.env["brand.surveillance"]
            .with_user(self.users["officer"])
            .create(
                {
                    "certificate_id": self.certificate.id,
                    "kind": kind,
                    "date_planned": "2024-06-28",
                    "inspector_ids": [Command.set(inspectors.ids)],
                    **vals,
                }
            )
        )

    def begun(self, **kwargs):
        check = self.check(**kwargs)
        mine = check.with_user(check.inspector_ids[0])
        mine.action_start()
        return mine

    def done(self, consequence="suspend", **kwargs):
        mine = self.begun(**kwargs)
        for item in mine.item_ids:
            item.answer = "yes"
        mine.write(
            {
                "result": "pass" if consequence == "none" else "fail",
                "summary": "已现场核查。",
                "consequence": consequence,
                "consequence_reason": "标志使用超出许可范围",
            }
        )
        mine.action_finish()
        return mine

    # -- planning --------------------------------------------------------------------------------

    def planned(self):
        return self.env["brand.surveillance"].search(
            [("certificate_id", "=", self.certificate.id), ("kind", "=", "body")]
        )

    def test_a_year_is_planned_once_and_the_first_check_is_due_by_month_12(self):
        Check = self.env["brand.surveillance"].with_user(self.users["officer"])
        start = self.certificate.date_start
        Check.action_plan_year(start.year)
        self.assertFalse(self.planned())
        Check.action_plan_year(start.year + 1)
        Check.action_plan_year(start.year + 1)
        planned = self.planned()
        self.assertEqual(planned.mapped("sequence_no"), [1])
        self.assertEqual(planned.date_planned, start.replace(year=start.year + 1))

    def test_the_cron_plans_for_every_city_and_never_twice(self):
        self.clock.move_to(self.certificate.date_start.replace(month=11, day=1))
        with self.enter_registry_test_mode():
            cron = self.env.ref("brand_certification.cron_plan_surveillance")
            cron.method_direct_trigger()
            count = len(self.planned())
            cron.method_direct_trigger()
        self.assertEqual((count, len(self.planned())), (1, 1))

    def test_a_longer_interval_does_not_move_the_first_check(self):
        program = self.certificate.program_id
        self.env.cr.execute(
            "UPDATE brand_program SET surveillance_months = 18 WHERE id = %s", [program.id]
        )
        program.invalidate_recordset()
        days = self.certificate._surveillance_days()
        start = self.certificate.date_start
        months = [(d.year - start.year) * 12 + d.month - start.month for _n, d in days]
        self.assertEqual(months, [12, 30])

    def test_planning_what_is_planned_already_costs_few_queries(self):
        Check = self.env["brand.surveillance"]
        year = self.certificate.date_start.year
        Check._plan_year(year + 1)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(12):
            Check._plan_year(year + 1)

    # -- the check itself ----------------------------------------------------------------------

    def test_one_inspector_is_refused(self):
        check = self.check(inspectors=self.inspectors[0])
        with self.assertRaisesRegex(UserError, "two inspectors"):
            check.with_user(self.inspectors[0]).action_start()
        self.assertEqual(check.state, "planned")

    def test_only_its_own_inspectors_check(self):
        check = self.check()
        stranger = self._user("inspector-3", ["brand_certification.group_inspector"])
        with self.assertRaisesRegex(UserError, "its own inspectors"):
            check.with_user(stranger).action_start()

    def test_an_inspector_with_an_interest_is_refused(self):
        self.env["brand.relation"].create(
            {
                "partner_id": self.inspectors[1].partner_id.id,
                "other_id": self.firm.id,
                "kind": "consultancy",
                "source": "本人申报",
            }
        )
        check = self.check()
        with self.assertRaisesRegex(UserError, "has an interest"):
            check.with_user(self.inspectors[0]).action_start()

    def test_it_ends_with_the_whole_checklist_a_result_and_a_proposal(self):
        mine = self.begun()
        with self.assertRaisesRegex(UserError, "enter result"):
            mine.action_finish()
        mine.write({"result": "fail", "summary": "不符合。", "consequence": "none"})
        with self.assertRaisesRegex(UserError, "checklist"):
            mine.action_finish()
        mine.item_ids.answer = "no"
        with self.assertRaisesRegex(UserError, "has a consequence"):
            mine.action_finish()
        mine.write({"consequence": "correction"})
        with self.assertRaisesRegex(UserError, "reason of the proposal"):
            mine.action_finish()
        mine.write({"consequence_reason": "标志使用不规范"})
        mine.action_finish()
        self.assertEqual((mine.state, mine.approval), ("done", "waiting"))
        with self.assertRaisesRegex(UserError, "can no longer be changed"):
            mine.write({"result": "pass"})

    def test_findings_are_raised_by_its_inspectors_answered_and_verified(self):
        mine = self.begun()
        vals = {"grade": "minor", "fact": "标志颜色有偏差", "clause": "标志管理办法第5条"}
        with self.assertRaises(UserError):
            mine.with_user(self.users["officer"]).action_raise_finding(vals)
        finding = self.env["brand.finding"].browse(mine.action_raise_finding(vals))
        self.assertEqual((finding.partner_id, finding.state), (self.firm, "open"))
        self.assertIn("标志颜色有偏差", mine.sudo().message_ids[0].body)
        by_firm = finding.with_user(self.applicant)
        by_firm.write({"cause": "印刷批次差异", "correction": "已更换。"})
        by_firm.action_answer()
        with self.assertRaises(AccessError):
            finding.with_user(self.assessors[0]).action_verify()
        finding.with_user(self.inspectors[1]).action_verify("已看实物")
        self.assertEqual(finding.state, "verified")

    # -- consequences --------------------------------------------------------------------------

    def test_who_inspected_does_not_approve_the_consequence(self):
        mine = self.done()
        self.inspectors[0].group_ids += self.env.ref("brand_certification.group_approver")
        with self.assertRaisesRegex(AccessError, "one duty over one file"):
            mine.action_approve_consequence("芜市监〔2024〕5号")
        self.assertEqual(mine.approval, "waiting")

    def test_the_office_asks_the_body_which_decides_on_its_certificate(self):
        check = self.done().with_user(self.users["approver"])
        check.action_approve_consequence("芜市监〔2024〕5号")
        self.assertEqual((check.approval, self.certificate.state), ("approved", "valid"))
        request = self.env["brand.certificate.request"].search(
            [("certificate_id", "=", self.certificate.id)]
        )
        self.assertEqual((request.kind, request.state), ("suspend", "submitted"))
        self.assertIn("标志使用超出许可范围", request.reason)
        with self.assertRaisesRegex(UserError, "Nothing waits"):
            check.action_approve_consequence("芜市监〔2024〕6号")

    def test_a_consequence_that_is_not_approved_has_no_effect(self):
        check = self.done("withdraw").with_user(self.users["approver"])
        with self.assertRaisesRegex(UserError, "reason"):
            check.action_refuse_consequence()
        check.action_refuse_consequence("证据不足")
        self.assertEqual((check.approval, self.certificate.state), ("refused", "valid"))
        self.assertFalse(
            self.env["brand.certificate.request"].search_count(
                [("certificate_id", "=", self.certificate.id)]
            )
        )

    def test_the_body_decides_on_the_consequence_of_its_own_surveillance(self):
        check = self.done(kind="body", inspectors=self.assessors[:2])
        with self.assertRaisesRegex(UserError, "the other side"):
            check.with_user(self.users["approver"]).action_approve_consequence("x")
        check.with_user(self.decider).action_approve_consequence("华检〔2024〕1号")
        self.assertEqual(self.certificate.state, "suspended")

    def test_the_end_of_a_certificate_goes_before_a_check_that_is_still_open(self):
        """E6: it is settled and published as usual, and nothing is asked of the body."""
        check = self.done().with_user(self.users["approver"])
        self.certificate.with_user(self.decider).action_cancel("停产")
        check.action_approve_consequence("芜市监〔2024〕5号")
        self.assertEqual((check.approval, self.certificate.state), ("approved", "cancelled"))
        self.assertFalse(self.certificate.request_ids)
        self.assertIn("nothing left to do", check.message_ids[0].body)
        check.with_user(self.users["officer"]).action_publish()
        self.assertTrue(check.published_on)

    def test_a_check_that_has_not_begun_is_not_due_once_its_certificate_has_ended(self):
        check = self.check()
        self.assertEqual((check.due_step, str(check.due_on)), ("check", "2024-06-28"))
        self.certificate.with_user(self.decider).action_cancel("停产")
        self.assertEqual((check.due_step, check.due_on), (False, False))

    # -- publication ---------------------------------------------------------------------------

    def test_the_result_is_published_within_20_working_days_once_it_is_settled(self):
        check = self.done()
        calendar = self.env["brand.workday"]._calendar()
        self.assertEqual(check.publish_due, calendar.add_working_days(check.done_on, 20).date)
        by_officer = check.with_user(self.users["officer"])
        with self.assertRaisesRegex(UserError, "approved first"):
            by_officer.action_publish()
        check.with_user(self.users["approver"]).action_refuse_consequence("证据不足")
        self.assertFalse(check.is_publish_overdue)
        self.clock.move_to(f"{check.publish_due} 16:00:00")
        self.env.invalidate_all()
        self.assertTrue(check.is_publish_overdue)
        by_officer.action_publish()
        self.assertFalse(check.is_publish_overdue)
        with self.assertRaisesRegex(UserError, "has been published"):
            by_officer.action_publish()

    # -- drawn and for a cause -------------------------------------------------------------------

    def test_checks_follow_from_a_draw_once(self):
        draw = (
            self.env["brand.draw"]
            .with_user(self.users["officer"])
            .create({"name": "双随机", "kind": "inspection", "program_id": self.program.id})
        )
        second = self.certified("第二产品").certificate_id
        self.env.cr.execute(
            "UPDATE brand_program SET check_share_percent = 60 WHERE id = %s", [self.program.id]
        )
        self.program.invalidate_recordset()
        draw.write({"count": 1, "one_per_group": False})
        draw.action_fill_pool()
        self.assertEqual(draw.count, 2)  # 60% of two, rounded up
        draw.count = 1
        self.assertIn("at least 2", draw.blockers)
        draw.count = 2
        draw.inspector_reserve_count = 0
        draw.action_commit()
        draw.witness = "见证人"
        draw.action_draw()
        draw.action_make_checks()
        draw.action_make_checks()
        self.assertEqual(draw.surveillance_ids.certificate_id, self.certificate | second)
        self.assertEqual(len(draw.surveillance_ids), 2)
        self.assertEqual(draw.surveillance_ids.inspector_ids, self.inspectors)

    def test_a_complaint_has_a_certificate_checked_without_naming_who_complained(self):
        complaint = self.complaint(certificate_id=self.certificate.id)
        with self.assertRaisesRegex(UserError, "Accept the complaint first"):
            complaint.action_make_check()
        complaint.action_accept()
        complaint.action_make_check()
        complaint.action_make_check()
        check = complaint.surveillance_ids
        self.assertEqual((len(check), check.kind), (1, "adhoc"))
        self.assertNotIn("举报人甲", str(check.with_user(self.inspectors[0]).read()))

    # -- who sees what -------------------------------------------------------------------------

    def test_checks_by_lot_are_not_told_before_they_begin(self):
        check = self.check("random")
        mine = self.check("body", self.assessors[:2])

        def sees(user, record):
            return bool(record.with_user(user).search([("id", "=", record.id)]))

        for user in (self.applicant, self.decider):
            self.assertFalse(sees(user, check))
            self.assertTrue(sees(user, mine))
        self.assertTrue(sees(self.assessors[0], mine))
        self.assertFalse(sees(self.assessors[2], mine))
        check.with_user(self.inspectors[0]).action_start()
        self.assertTrue(sees(self.applicant, check))
        _other, rival = self._enterprise("芜湖另一家有限公司", "91340202MAXXT0021F")
        self.assertFalse(sees(rival, check))
