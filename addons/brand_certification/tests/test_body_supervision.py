"""Transfers of cases and certificates, the supervision record, reminders before something ends."""

from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import BrandCase


class TwoBodies(BrandCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other, cls.other_decider, cls.other_assessors = cls._body(
            "另一家认证有限公司", "91420106MAXXT0013P"
        )


@tagged("post_install", "-at_install")
class TestTransfer(TwoBodies):
    def _transfer(self, fill=True, **vals):
        transfer = (
            self.env["brand.body.transfer"]
            .with_user(self.users["manager"])
            .create(
                {
                    "from_id": self.body.id,
                    "to_id": self.other.id,
                    "reason": "退出联盟",
                    "evaluation_reason": "评价尚未完成",
                    **vals,
                }
            )
        )
        if fill:
            transfer.action_fill()
        return transfer

    def test_all_it_has_in_hand_goes_over_by_decision(self):
        certificate = self.certified("已获证").certificate_id
        self.clock.move_to(self.today)
        gone = self.certified("已注销").certificate_id
        gone.with_user(self.decider).action_cancel("停产")
        self.clock.move_to(self.today)
        running, draft = self.accepted("在办"), self.draft("草稿")
        self.body.with_user(self.users["manager"]).action_suspend("资质被暂停", "芜市监〔2024〕9号")
        transfer = self._transfer()
        self.assertEqual(transfer.line_ids.application_id, running)
        self.assertEqual(transfer.line_ids.certificate_id, certificate)
        with self.assertRaisesRegex(UserError, "document number"):
            transfer.action_decide()
        transfer.action_decide("芜市监〔2024〕11号")
        self.assertEqual((running.body_id, certificate.body_id), (self.other, self.other))
        self.assertEqual((gone.body_id, draft.body_id.ids), (self.body, []))
        event = certificate.event_ids.sorted("id")[-1:]
        self.assertEqual((event.kind, event.document_no), ("change", "芜市监〔2024〕11号"))
        self.assertIn("华东检验认证有限公司 → 另一家认证有限公司", event.reason)
        self.assertTrue(any("另一家认证有限公司" in m.body for m in running.message_ids))
        with self.assertRaisesRegex(UserError, "no longer be changed"):
            transfer.write({"reason": "改写"})

    def test_the_new_body_is_accredited_for_all_of_it(self):
        application = self.accepted()
        self.other.scope_ids.kind = "service"
        transfer = self._transfer()
        self.assertIn("not accredited", transfer.line_ids.refusal)
        with self.assertRaisesRegex(UserError, "not accredited"):
            transfer.action_decide("11号")
        self.assertEqual(application.body_id, self.body)

    def test_closed_cases_stay_and_cases_of_others_too(self):
        closed = self.submitted("已退回")
        closed.with_user(self.users["officer"]).body_id = self.body
        closed.with_user(self.users["officer"]).action_reject("材料不符")
        foreign = self.submitted("他人的")
        foreign.with_user(self.users["officer"]).body_id = self.other
        transfer = self._transfer(fill=False)
        for application, text in ((closed, "is closed"), (foreign, "does not belong")):
            transfer.line_ids = [
                Command.clear(),
                Command.create({"application_id": application.id}),
            ]
            with self.assertRaisesRegex(UserError, text):
                transfer.action_decide("11号")

    def test_evaluations_in_work_are_closed_with_their_record(self):
        application = self.scored()
        before = application.evaluation_ids
        self._transfer(evaluations="close").action_decide("芜市监〔2024〕11号")
        self.assertEqual(set(before.mapped("state")), {"void"})
        self.assertIn("芜市监〔2024〕11号: 评价尚未完成", before[0].void_reason)
        self.assertTrue(before.line_ids.filtered("is_scored"))  # kept, not counted
        new = (
            self.env["brand.evaluation"]
            .with_user(self.other_decider)
            .action_appoint(
                application.id, self.other_assessors[: application.program_id.assessor_count].ids
            )
        )
        for evaluation in new.with_env(self.env):
            self.score(evaluation, 90, 45)
        self.env["brand.decision"].with_user(self.other_decider).action_decide_certification(
            application.id, "granted"
        )
        self.assertEqual(application.state, "evaluated")

    def test_finished_evaluations_may_count_for_the_new_body(self):
        application = self.scored()
        self._transfer(evaluations="continue").action_decide("11号")
        self.assertEqual(set(application.evaluation_ids.mapped("state")), {"done"})
        with self.assertRaises(UserError):
            self.env["brand.decision"].with_user(self.decider).action_decide_certification(
                application.id, "granted"
            )
        self.env["brand.decision"].with_user(self.other_decider).action_decide_certification(
            application.id, "granted"
        )
        self.assertEqual(application.state, "evaluated")

    def test_nobody_closes_an_evaluation_by_hand(self):
        application = self.scored()
        assessor = application.evaluation_ids[0].user_id
        for user in (self.users["manager"], self.other_decider, assessor):
            with self.assertRaises(AccessError):
                application.evaluation_ids[0].with_user(user).action_void("x")

    def test_only_the_manager_transfers(self):
        transfer = self._transfer(fill=False)
        for role in ("officer", "reviewer", "approver", "auditor"):
            with self.assertRaises(UserError, msg=role):
                transfer.with_user(self.users[role]).action_decide("11号")


@tagged("post_install", "-at_install")
class TestSupervision(TwoBodies):
    def test_the_figures_follow_from_the_records(self):
        self.evaluated("通过")
        refused = self.scored("未通过", scores=(50, 20))
        self.env["brand.decision"].with_user(self.decider).action_decide_certification(
            refused.id, "refused", reason="低于合格分"
        )
        self.accepted("在评")
        body = self.body.with_user(self.users["auditor"])
        self.assertEqual(
            (body.case_count, body.decided_count, body.granted_count, body.pass_rate), (3, 2, 1, 50)
        )
        other = self.other.with_user(self.users["auditor"])
        self.assertEqual((other.case_count, other.pass_rate, other.streak_max), (0, 0, 0))

    def test_days_are_working_days_from_acceptance_to_the_decision(self):
        application = self.accepted()  # Monday, 4 March
        self.clock.move_to("2024-03-18 02:00:00")  # two weeks later
        assessors = self.assessors[: application.program_id.assessor_count]
        self.env["brand.evaluation"].with_user(self.decider).action_appoint(
            application.id, assessors.ids
        )
        for evaluation in application.evaluation_ids:
            self.score(evaluation, 90, 45)
        self.env["brand.decision"].with_user(self.decider).action_decide_certification(
            application.id, "granted"
        )
        self.assertEqual(self.body.mean_days, 10)

    def test_withdrawn_certificates_and_streaks_are_counted(self):
        first = self.certified("产品一")
        first.certificate_id.with_user(self.decider).action_withdraw("虚假材料", "3号")
        self.clock.move_to(self.today)
        self.scored("产品二")
        self.scored("产品三")
        self.body.invalidate_recordset()
        self.assertEqual((self.body.withdrawn_count, self.body.certificate_count), (1, 1))
        self.assertEqual(self.body.streak_max, 3)
        table = self.body._streak_table()
        self.assertEqual({row["enterprise"] for row in table}, {self.firm.name})
        self.assertEqual({row["length"] for row in table}, {3})

    def test_failed_surveillance_is_counted_when_it_is_done(self):
        certificate = self.certified().certificate_id
        group = ["brand_certification.group_inspector"]
        inspectors = self._user("inspector-1", group) | self._user("inspector-2", group)
        check = (
            self.env["brand.surveillance"]
            .with_user(self.users["officer"])
            .create(
                {
                    "certificate_id": certificate.id,
                    "kind": "adhoc",
                    "date_planned": "2024-06-28",
                    "inspector_ids": [Command.set(inspectors.ids)],
                }
            )
            .with_user(inspectors[0])
        )
        check.action_start()
        check.item_ids.answer = "yes"
        check.write(
            {
                "result": "fail",
                "summary": "已现场核查。",
                "consequence": "suspend",
                "consequence_reason": "标志使用超出许可范围",
            }
        )
        self.assertEqual(
            self.body._supervision_record()[self.body.id]["surveillance_failed_count"], 0
        )
        check.action_finish()
        self.assertEqual(
            self.body._supervision_record()[self.body.id]["surveillance_failed_count"], 1
        )
        action = self.body.action_view_failures()
        self.assertEqual(self.env[action["res_model"]].search_count(action["domain"]), 1)

    def test_other_roles_do_not_see_the_record(self):
        for user in (self.applicant, self.other_decider, self.users["district"]):
            with self.assertRaises(AccessError):
                self.body.with_user(user).read(["pass_rate"])

    def test_the_record_takes_the_same_queries_for_one_and_for_many_bodies(self):
        self.scored("产品一")
        bodies = self.body | self.other
        for number in range(20):
            partner = self.env["res.partner"].create({"name": f"机构{number}", "is_company": True})
            bodies |= self.env["brand.body"].create({"partner_id": partner.id})
        counts = []
        for some in (self.body, self.body, bodies):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            some._supervision_record()
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])

    def test_the_record_prints(self):
        self.evaluated("通过")
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "brand_certification.report_supervision", (self.body | self.other).ids
        )
        text = html.decode()
        self.assertIn(self.other.name, text)
        self.assertIn("100.0", text)


@tagged("post_install", "-at_install")
class TestExpiry(TwoBodies):
    def _run(self, day):
        self.clock.move_to(f"{day} 02:00:00")
        with self.enter_registry_test_mode():
            self.env.ref("brand_certification.cron_remind_expiry").method_direct_trigger()

    def _told(self, word):
        return len(self.body.message_ids.filtered(lambda m: word in (m.body or "")))

    def test_each_item_is_told_once_at_sixty_and_once_at_thirty_days(self):
        self.body.valid_to = "2024-06-30"
        for day, times in (
            ("2024-04-30", 0),
            ("2024-05-01", 1),
            ("2024-05-02", 1),
            ("2024-05-31", 2),
            ("2024-06-30", 2),
            ("2024-07-01", 2),  # over: the body is refused work from now on
        ):
            self._run(day)
            self.assertEqual(self._told("approval ends"), times, day)

    def test_a_prolonged_item_starts_anew(self):
        self.body.valid_to = "2024-06-30"
        self._run("2024-05-01")
        self.body.valid_to = "2024-07-10"
        self._run("2024-05-12")
        self.assertEqual(self._told("approval ends"), 2)

    def test_one_digest_lists_approval_scope_qualification_and_declaration(self):
        self.body.valid_to = self.body.scope_ids.date_to = date(2024, 4, 20)
        entry = self.env["brand.assessor"].search([("body_id", "=", self.body.id)], limit=1)
        entry.qualification_ids.date_to = date(2024, 4, 20)
        entry.declared_on = date(2023, 4, 21)
        self._run("2024-03-05")
        digest = self.body.message_ids.filtered(lambda m: "approval ends" in (m.body or ""))
        self.assertEqual(len(digest), 1)
        for words in ("The scope", "审核员 ends on", "declaration of interests ends"):
            self.assertIn(words, digest.body)
        self.assertEqual(digest.partner_ids, self.body.partner_id)
        managers = self.env["mail.message"].search(
            [("partner_ids", "in", self.users["manager"].partner_id.ids)]
        )
        self.assertEqual(len(managers.filtered(lambda m: self.body.name in m.body)), 1)

    def test_experts_are_told_themselves(self):
        expert = self._assessor(self.env["res.partner"].create({"name": "某专家"}))
        expert.qualification_ids.date_to = date(2024, 4, 20)
        self._run("2024-03-05")
        self._run("2024-03-06")
        told = expert.message_ids.filtered(lambda m: "ends on" in (m.body or ""))
        self.assertEqual(told.partner_ids, expert.partner_id)
        self.assertEqual(len(told), 1)
