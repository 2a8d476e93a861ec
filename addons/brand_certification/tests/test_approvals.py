from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import PDF, BrandCase


class ApprovalCase(BrandCase):
    """Two levels of approvers before a decision is taken, and one application that waits for it."""

    def setUp(self):
        super().setUp()
        group = self.env.ref("brand_certification.group_approver")
        self.first, self.second = (
            self.env["brand.approval.level"]
            .with_user(self.users["manager"])
            .create(
                [
                    {
                        "name": name,
                        "model": "brand.decision",
                        "step": "action_take",
                        "sequence": sequence,
                        "group_id": group.id,
                    }
                    for sequence, name in enumerate(("分管领导", "主要领导"), 1)
                ]
            )
        )
        self.chief = self._user("chief", ["brand_certification.group_approver"])
        self.application = self.noticed()
        self.decision = self.grade_decision(self.application)

    def take(self, user, decision=None):
        (decision or self.decision).with_user(user).action_take(document_no="1号")

    def stand_in(self, absent, standin):
        return (
            self.env["brand.standin"]
            .with_user(self.users["manager"])
            .create(
                {
                    "absent_id": absent.id,
                    "standin_id": standin.id,
                    "date_from": "2024-03-01",
                    "date_to": "2024-03-31",
                    "reason": "出差",
                }
            )
        )


@tagged("post_install", "-at_install")
class TestApprovalOrder(ApprovalCase):
    def test_a_decision_that_changed_lost_its_approvals(self):
        approver = self.users["approver"]
        self.take(approver)
        self.decision.line_ids.write({"result": "refused", "reason": "未达标"})
        self.decision.invalidate_recordset(["approval_waiting"])
        self.assertIn("分管领导", self.decision.approval_waiting)
        self.take(self.chief)
        self.assertEqual(self.decision.state, "draft", "the chief's was the first of the new text")
        self.take(approver)
        self.assertEqual((self.decision.state, self.application.state), ("taken", "rejected"))

    def test_so_did_one_whose_rules_or_minutes_changed(self):
        for vals in (
            {"majority": "two_thirds"},
            {"quorum": 0, "shortfall_reason": "宁缺毋滥"},
            {"minutes_file": PDF, "minutes_filename": "纪要.pdf"},
        ):
            with self.subTest(vals):
                decision = self.grade_decision(self.application, name="审定")
                self.take(self.users["approver"], decision)
                decision.invalidate_recordset(["approval_waiting"])
                self.assertIn("主要领导", decision.approval_waiting)
                decision.with_user(self.users["reviewer"]).write(vals)
                decision.invalidate_recordset(["approval_waiting"])
                self.assertIn("分管领导", decision.approval_waiting)

    def test_an_approval_is_not_left_behind_by_a_failing_check(self):
        self.decision.line_ids.result = False
        with self.assertRaisesRegex(UserError, "Without a result"):
            self.take(self.users["approver"])
        self.assertFalse(self.decision.approval_ids)

    def test_everybody_sees_who_has_it_and_since_when(self):
        self.take(self.users["approver"])
        for record in (self.decision, self.application):
            record.invalidate_recordset()
        self.assertIn("主要领导", self.decision.approval_waiting)
        self.assertRegex(self.decision.approval_waiting, "March 1[0-9], 2024|2024年3月1[0-9]日")
        for user in (self.applicant, self.users["officer"]):
            self.assertIn("主要领导", self.application.with_user(user).turn_text)
        self.assertNotIn("approver", self.application.turn_text, "offices, not persons")

    def test_queries_of_a_batch_of_decisions_do_not_grow(self):
        batch = self.decision | self.grade_decision(self.noticed("乙"))
        batch |= self.grade_decision(self.noticed("丙")) | self.grade_decision(self.noticed("丁"))
        costs = []
        for records in (batch[:2], batch[:2], batch):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            records.mapped("approval_waiting")
            costs.append(self.cr.sql_log_count - before)
        self.assertEqual(costs[1], costs[2])


@tagged("post_install", "-at_install")
class TestStandins(ApprovalCase):
    def test_a_stand_in_is_not_on_both_sides_of_a_file(self):
        approver, auditor = self.users["approver"], self.users["auditor"]
        self.stand_in(approver, auditor)
        self.take(approver)
        with self.assertRaisesRegex(AccessError, "one person counts once"):
            self.take(auditor)
        self.take(self.chief)
        self.assertEqual(self.decision.state, "taken")

    def test_a_stand_in_counts_as_two_persons_of_whom_neither_comes_again(self):
        approver, auditor = self.users["approver"], self.users["auditor"]
        self.stand_in(approver, auditor)
        self.take(auditor)
        self.assertEqual(self.decision.approval_ids.on_behalf_of_id, approver)
        for user in (auditor, approver):
            with self.assertRaisesRegex(AccessError, "one person counts once"):
                self.take(user)
        self.assertEqual(self.decision.state, "draft")

    def test_a_stand_in_for_two_absent_persons_acts_for_the_one_who_has_not_approved(self):
        approver, auditor = self.users["approver"], self.users["auditor"]
        self.stand_in(approver, auditor)
        self.stand_in(self.chief, auditor)
        self.take(approver)
        self.take(auditor)
        self.assertEqual(self.decision.state, "taken")
        self.assertEqual(self.decision.approval_ids.on_behalf_of_id, self.chief)

    def test_a_level_of_another_role_is_held_to_the_duties_of_the_absent_person(self):
        self.second.group_id = self.env.ref("brand_certification.group_reviewer")
        self.take(self.users["approver"])
        # the reviewer has published the notice of this file
        self.stand_in(self.users["reviewer"], self.users["auditor"])
        with self.assertRaisesRegex(AccessError, "One person has one duty"):
            self.take(self.users["auditor"])
        self.assertEqual(self.decision.state, "draft")

    def test_outside_its_dates_a_stand_in_is_nobody(self):
        self.stand_in(self.users["approver"], self.users["auditor"])
        self.clock.move_to("2024-04-01 02:00:00")
        with self.assertRaisesRegex(AccessError, "waits for"):
            self.take(self.users["auditor"])

    def test_nobody_makes_himself_a_stand_in(self):
        with self.assertRaisesRegex(ValidationError, "Nobody makes himself"):
            self.stand_in(self.users["approver"], self.users["manager"])
        with self.assertRaisesRegex(ValidationError, "Only staff"):
            self.stand_in(self.users["approver"], self.applicant)


@tagged("post_install", "-at_install")
class TestApprovalAttacks(ApprovalCase):
    """What each role tries over RPC to have an approval that was not given."""

    def setUp(self):
        super().setUp()
        self.take(self.users["approver"])
        self.approval = self.decision.approval_ids

    def _rpc(self, user, model, method, *args, **kwargs):
        return call_kw(self.env[model].with_user(user), method, args, kwargs)

    def _everybody(self):
        portal = (self.applicant, self.decider, self.assessors[0])
        return (*self.users.values(), *portal, self.env.ref("base.user_admin"))

    def _assert_refused(self, label, *call, **kwargs):
        for user in self._everybody():
            with self.assertRaises(UserError, msg=f"{user.login}: {label}"), self.cr.savepoint():
                self._rpc(user, *call, **kwargs)

    def _forged(self, **vals):
        return {
            "model": "brand.decision",
            "res_id": self.decision.id,
            "step": "action_take",
            "level_id": self.second.id,
            "user_id": self.chief.id,
            **vals,
        }

    def tearDown(self):
        self.env.invalidate_all()
        self.assertEqual(self.decision.approval_ids, self.approval)
        self.assertEqual(self.decision.state, "draft")
        super().tearDown()

    def test_forge(self):
        self._assert_refused("create", "brand.approval", "create", [self._forged()])
        for context in ({"brand_state_gate": True}, {"su": True}, {"default_user_id": 1}):
            self._assert_refused(
                "context", "brand.approval", "create", [self._forged()], context=context
            )
        self._assert_refused(
            "through the decision",
            "brand.decision",
            "write",
            self.decision.ids,
            {"approval_ids": [Command.create(self._forged())]},
        )
        self._assert_refused("private", "brand.approval", "_approve", self.decision.ids, "x")
        self._assert_refused("gate", "brand.decision", "_end_transition", self.decision.ids)

    def test_change_and_move(self):
        for vals in ({"user_id": self.chief.id}, {"res_id": 0}, {"level_id": self.second.id}):
            self._assert_refused("write", "brand.approval", "write", self.approval.ids, vals)
        self._assert_refused("copy", "brand.approval", "copy", self.approval.ids)

    def test_delete(self):
        self._assert_refused("unlink", "brand.approval", "unlink", self.approval.ids)
        self._assert_refused(
            "through the decision",
            "brand.decision",
            "write",
            self.decision.ids,
            {"approval_ids": [Command.clear()]},
        )

    def test_repeat(self):
        for _time in range(2):
            with self.assertRaisesRegex(AccessError, "one person counts once"):
                self._rpc(
                    self.users["approver"],
                    "brand.decision",
                    "action_take",
                    self.decision.ids,
                    document_no="1号",
                )

    def test_skip(self):
        outsiders = [u for u in self._everybody() if u != self.users["approver"]]
        for user in outsiders:
            with self.assertRaises(UserError, msg=user.login), self.cr.savepoint():
                self._rpc(user, "brand.decision", "action_take", self.decision.ids)
            for vals in ({"state": "taken"}, {"transition_ids": [Command.create({})]}):
                with self.assertRaises(UserError, msg=user.login), self.cr.savepoint():
                    self._rpc(user, "brand.decision", "write", self.decision.ids, vals)
            if user != self.users["manager"]:
                for vals in ({"active": False}, {"people": 0}, {"group_id": 1}):
                    with self.assertRaises(UserError, msg=user.login), self.cr.savepoint():
                        self._rpc(user, "brand.approval.level", "write", self.second.ids, vals)

    def test_by_a_stand_in_of_ones_own_making(self):
        for user in self._everybody():
            vals = {
                "absent_id": self.chief.id,
                "standin_id": user.id,
                "date_from": "2024-03-01",
                "date_to": "2024-03-31",
                "reason": "x",
            }
            with self.assertRaises(UserError, msg=user.login), self.cr.savepoint():
                self._rpc(user, "brand.standin", "create", [vals])

    def test_a_copy_starts_without_approvals(self):
        reviewer = self.users["reviewer"]
        copy = self.decision.with_user(reviewer).copy()
        self.assertFalse(copy.approval_ids)
        self.assertFalse(self.env["brand.approval"].search([("res_id", "=", copy.id)]))
