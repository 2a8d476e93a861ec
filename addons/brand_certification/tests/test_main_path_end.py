"""The end of the main path: public notice, levels of approval, certificate."""

from odoo.exceptions import AccessError, UserError

from .common import BrandCase


class TestNotice(BrandCase):
    def test_the_notice_runs_its_working_days_to_midnight(self):
        self.clock.move_to("2024-09-27 02:00:00")
        notice = self.notice_of(self.evaluated())
        self.assertEqual(str(notice.date_end), "2024-10-10")
        self.clock.move_to("2024-10-10 15:59:59")
        with self.assertRaisesRegex(UserError, "24:00"):
            notice.action_close()
        self.clock.move_to("2024-10-10 16:00:00")
        notice.action_close()
        self.assertEqual(notice.state, "closed")

    def test_an_objection_holds_its_own_item_only(self):
        held, free = self.evaluated("甲"), self.evaluated("乙")
        notice = self.notice_of(held, free)
        objection = self.objection_to(notice.line_ids[0])
        self.assertEqual(objection.kind, "objection")
        self.let_notice_end(notice)
        approver = self.users["approver"]
        both = self.grade_decision(held, free).with_user(approver)
        with self.assertRaisesRegex(UserError, "held by the objection"):
            both.action_take(document_no="1号")
        self.grade_decision(free).with_user(approver).action_take(document_no="1号")
        self.assertEqual((held.state, free.state), ("notice", "decided"))
        self.inquired(objection)
        objection.with_user(self.users["reviewer"]).action_dismiss(reason="不成立")
        self.grade_decision(held).with_user(approver).action_take(document_no="2号")
        self.assertEqual(held.state, "decided")

    def test_late_or_anonymous_objections_are_clues_and_hold_nothing(self):
        application = self.evaluated()
        notice = self.notice_of(application)
        Objection = self.env["brand.objection"].with_user(self.users["officer"])
        anonymous = Objection.create(
            {"line_id": notice.line_ids.id, "is_anonymous": True, "text": "有问题"}
        )
        self.clock.move_to(f"{notice.date_end} 16:00:00")
        late = Objection.create(
            {"line_id": notice.line_ids.id, "objector_name": "某公司", "text": "有问题"}
        )
        self.assertEqual((anonymous.kind, late.kind), ("clue", "clue"))
        self.assertFalse(application._open_objections())

    def test_no_grade_before_the_notice_has_closed(self):
        application = self.evaluated()
        notice = self.notice_of(application)
        last = self.env["brand.portal"]._long_date(notice.date_end)
        with self.assertRaisesRegex(UserError, f"public notice until {last}"):
            self.grade_decision(application).with_user(self.users["approver"]).action_take(
                document_no="1号"
            )


class TestApprovalLevels(BrandCase):
    def setUp(self):
        super().setUp()
        Level = self.env["brand.approval.level"].with_user(self.users["manager"])
        approver = self.env.ref("brand_certification.group_approver")
        self.first, self.second = Level.create(
            [
                {
                    "name": name,
                    "model": "brand.decision",
                    "step": "action_take",
                    "sequence": sequence,
                    "group_id": approver.id,
                }
                for sequence, name in enumerate(("分管领导", "主要领导"), 1)
            ]
        )
        self.chief = self._user("chief", ["brand_certification.group_approver"])

    def test_levels_are_passed_in_order_by_different_people(self):
        application = self.noticed()
        decision = self.grade_decision(application)
        self.assertIn("分管领导", decision.approval_waiting)
        decision.with_user(self.users["approver"]).action_take(document_no="1号")
        self.assertEqual(decision.state, "draft")
        decision.invalidate_recordset(["approval_waiting"])
        self.assertIn("主要领导", decision.approval_waiting)
        with self.assertRaisesRegex(AccessError, "one person counts once"):
            decision.with_user(self.users["approver"]).action_take(document_no="1号")
        decision.with_user(self.chief).action_take(document_no="1号")
        self.assertEqual((decision.state, application.state), ("taken", "decided"))
        self.assertEqual(decision.approval_ids.sorted("id").level_id, self.first + self.second)

    def test_no_level_approves_what_could_not_be_decided(self):
        application = self.evaluated()
        self.notice_of(application)
        decision = self.grade_decision(application)
        with self.assertRaisesRegex(UserError, "public notice until"):
            decision.with_user(self.users["approver"]).action_take(document_no="1号")
        self.assertFalse(decision.approval_ids)

    def test_approvals_are_neither_forged_nor_changed_nor_deleted(self):
        decision = self.grade_decision(self.noticed())
        decision.with_user(self.users["approver"]).action_take(document_no="1号")
        approval = decision.approval_ids
        for user in self.users.values():
            with self.assertRaises(AccessError):
                approval.with_user(user).write({"user_id": self.chief.id})
            with self.assertRaises(AccessError):
                approval.with_user(user).unlink()
            with self.assertRaises(AccessError):
                self.env["brand.approval"].with_user(user).create(
                    {
                        "model": "brand.decision",
                        "res_id": decision.id,
                        "step": "action_take",
                        "level_id": self.second.id,
                        "user_id": self.chief.id,
                    }
                )
        with self.assertRaises(AccessError):
            approval.sudo().unlink()


class TestCertificate(BrandCase):
    def test_suspension_withdrawal_and_cancellation_are_told_apart(self):
        certificate = self.certified().certificate_id
        by_body = certificate.with_user(self.decider)
        with self.assertRaisesRegex(UserError, "Give the reason"):
            by_body.action_suspend()
        by_body.action_suspend(reason="监督抽查不合格", until="2024-06-30")
        self.assertEqual(certificate.status, "suspended")
        self.restored(certificate)
        with self.assertRaisesRegex(UserError, "document number"):
            by_body.action_withdraw(reason="弄虚作假")
        by_body.action_withdraw(reason="弄虚作假", document_no="2号")
        self.assertEqual(certificate.status, "withdrawn")
        kinds = certificate.event_ids.sorted("id").mapped("kind")
        self.assertEqual(kinds, ["issue", "suspend", "restore", "withdraw"])

    def test_a_certificate_is_expired_by_its_date_not_by_the_cron(self):
        certificate = self.certified().certificate_id
        Certificate = self.env["brand.certificate"]
        self.clock.move_to(f"{certificate.date_end} 15:59:59")
        certificate.invalidate_recordset(["status"])
        self.assertEqual(certificate.status, "valid")
        self.clock.move_to(f"{certificate.date_end} 16:00:00")
        certificate.invalidate_recordset(["status"])
        self.assertEqual((certificate.status, certificate.state), ("expired", "valid"))
        self.assertIn(certificate, Certificate.search([("status", "=", "expired")]))
        self.assertNotIn(certificate, Certificate.search([("status", "=", "valid")]))

    def test_numbers_are_unique_whatever_their_spelling(self):
        certificate = self.certified().certificate_id
        self.assertEqual(certificate.number_key, "TZ-2024-0001")
        with self.assertRaises(AccessError):
            certificate.with_user(self.users["officer"]).number = "TZ-2024-0002"

    def test_history_is_append_only_even_for_the_system(self):
        event = self.certified().certificate_id.event_ids
        with self.assertRaises(AccessError):
            event.sudo().write({"reason": "rewritten"})
        with self.assertRaises(AccessError):
            event.sudo().unlink()

    def test_a_batch_is_certified_with_a_flat_number_of_queries(self):
        def prepare(count):
            applications = [self.evaluated(f"产品{count}-{n}") for n in range(count)]
            self.let_notice_end(self.notice_of(*applications))
            self.grade_decision(*applications).with_user(self.users["approver"]).action_take(
                document_no="1号"
            )
            return self.env["brand.application"].union(*applications)

        few, many = prepare(2), prepare(6)
        costs = []
        for batch in (few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            batch.with_user(self.users["officer"]).action_certify()
            self.env.flush_all()
            costs.append((self.cr.sql_log_count - before) / len(batch))
        self.assertLess(costs[1], costs[0])
