"""A listing holds the enterprise and those it lives on in, from its first to its last day."""

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import BrandCase


@tagged("post_install", "-at_install")
class TestCreditRecord(BrandCase):
    def listing(self, partner=None, **vals):
        return (
            self.env["brand.credit.record"]
            .with_user(self.users["manager"])
            .create(
                {
                    "partner_id": (partner or self.firm).id,
                    "kind": "serious",
                    "reason": "虚假材料",
                    "date_from": "2024-03-01",
                    **vals,
                }
            )
        )

    def test_both_ends_belong_to_it_and_the_day_of_repair_does_not(self):
        self.listing(date_to="2024-03-31")
        table = [
            ("2024-02-29", False),
            ("2024-03-01", True),
            ("2024-03-31", True),
            ("2024-04-01", False),
        ]
        for day, listed in table:
            on = self.env["brand.credit.record"]._fields["date_from"].to_date(day)
            self.assertEqual(self.firm._is_blacklisted(on), listed, day)

    def test_a_repair_ends_it_on_its_day(self):
        record = self.listing()
        self.assertEqual((self.firm.credit_state, record.status), ("blacklisted", "running"))
        self.clock.move_to("2024-03-11 02:00:00")
        with self.assertRaisesRegex(UserError, "document"):
            record.action_repair("2024-03-11")
        with self.assertRaisesRegex(UserError, "today or earlier"):
            record.action_repair("2024-03-12", "信修〔2024〕1号")
        with self.assertRaisesRegex(UserError, "after it began"):
            record.action_repair("2024-02-29", "信修〔2024〕1号")
        record.action_repair("2024-03-11", "信修〔2024〕1号")
        to_date = self.env["brand.credit.record"]._fields["date_from"].to_date
        self.assertTrue(self.firm._is_blacklisted(to_date("2024-03-10")))
        self.assertFalse(self.firm._is_blacklisted(to_date("2024-03-11")))
        self.assertEqual((self.firm.credit_state, record.status), ("normal", "repaired"))
        with self.assertRaisesRegex(UserError, "Ended already"):
            record.action_repair("2024-03-11", "信修〔2024〕2号")

    def test_one_in_error_is_voided_and_stays(self):
        record = self.listing()
        with self.assertRaisesRegex(UserError, "void"):
            record.action_void("")
        record.action_void("录入对象有误")
        self.assertEqual((record.status, self.firm.credit_state), ("void", "normal"))

    def test_rows_are_neither_rewritten_nor_deleted_nor_repaired_by_hand(self):
        record = self.listing()
        for user in self.users.values():
            for vals in ({"reason": "x"}, {"repaired_on": "2024-03-02"}, {"date_to": "2024-03-02"}):
                with self.assertRaises(AccessError, msg=user.login):
                    record.with_user(user).write(vals)
            with self.assertRaises(AccessError, msg=user.login):
                record.with_user(user).unlink()
        for role in ("officer", "auditor", "reviewer"):
            with self.assertRaises(AccessError, msg=role):
                record.with_user(self.users[role]).action_repair("2024-03-04", "x")
        with self.assertRaises(AccessError):
            self.listing(repaired_on="2024-03-02")
        with self.assertRaises(AccessError):
            record.sudo().unlink()
        self.assertEqual(record.status, "running")

    def test_it_follows_predecessors_and_successors_over_all_generations(self):
        old, _user = self._enterprise("原公司", "91340202MAXXT0013L")
        middle, _user = self._enterprise("中间公司", "91420106MAXXT0013P")
        self.firm.predecessor_ids = middle
        middle.predecessor_ids = old
        today = self.env["brand.workday"]._today()
        self.assertFalse(self.firm._is_blacklisted(today))
        self.listing(old)
        self.assertTrue(self.firm._is_blacklisted(today))
        self.assertEqual(self.firm._credit_words(today), "原公司: 虚假材料")
        self.assertEqual(self.firm.credit_state, "normal")

    def test_it_holds_an_open_application_and_deletes_nothing(self):
        application = self.submitted()
        record = self.listing()
        self.assertIn("虚假材料", application.with_user(self.users["officer"]).blockers)
        self.assertIn("虚假材料", application.message_ids[0].body)
        by_officer = application.with_user(self.users["officer"])
        by_officer.body_id = self.body
        with self.assertRaisesRegex(UserError, "虚假材料"):
            by_officer.action_accept()
        self.assertEqual(application.state, "submitted")
        record.action_repair("2024-03-04", "信修〔2024〕1号")
        by_officer.action_accept()

    def test_a_listing_between_grant_and_certificate_stops_the_certificate(self):
        application = self.decided()
        self.listing(date_from=self.env["brand.workday"]._today())
        with self.assertRaisesRegex(UserError, "虚假材料"):
            application.with_user(self.users["officer"]).action_certify()
        self.assertFalse(application.certificate_id)

    def test_a_listed_enterprise_is_granted_nothing_until_it_is_repaired(self):
        application = self.noticed()
        today = self.env["brand.workday"]._today()
        record = self.listing(date_from=today)
        decision = self.grade_decision(application).with_user(self.users["approver"])
        with self.assertRaisesRegex(UserError, "虚假材料"):
            decision.action_take(document_no="芜市监〔2024〕1号")
        self.assertEqual((decision.state, application.state), ("draft", "notice"))
        record.action_repair(today, "信修〔2024〕1号")
        decision.action_take(document_no="芜市监〔2024〕1号")
        self.assertEqual(application.state, "decided")

    def test_a_list_is_imported_by_credit_codes(self):
        Record = self.env["brand.credit.record"].with_user(self.users["manager"])
        result = Record.load(
            ["uscc", "kind", "reason", "date_from"],
            [[self.firm.uscc.lower(), "abnormal", "未按期公示年报", "2024-01-02"]],
        )
        self.assertFalse([m for m in result["messages"] if m["type"] == "error"])
        self.assertEqual(Record.browse(result["ids"]).partner_id, self.firm)
        with self.assertRaisesRegex(ValidationError, "No single enterprise"):
            Record.create({"uscc": "91420106MAXXT0013P", "reason": "x", "date_from": "2024-01-02"})

    def test_a_standing_that_is_written_adds_a_record_and_its_repair(self):
        manager = self.firm.with_user(self.users["manager"])
        manager.write(
            {
                "credit_state": "blacklisted",
                "credit_reason": "严重失信",
                "credit_from": "2024-01-01",
            }
        )
        record = self.firm.credit_record_ids
        self.assertEqual((record.reason, str(record.date_from)), ("严重失信", "2024-01-01"))
        manager.credit_state = "normal"
        self.assertEqual((record.status, self.firm.credit_state), ("repaired", "normal"))
        with self.assertRaisesRegex(ValidationError, "reason"):
            manager.credit_state = "blacklisted"
        with self.assertRaises(AccessError):
            self.firm.with_user(self.users["officer"]).write(
                {"credit_state": "blacklisted", "credit_reason": "x", "credit_from": "2024-01-01"}
            )

    def test_the_standing_is_searched_and_a_list_costs_few_queries(self):
        firms = self.env["res.partner"].create(
            [{"name": f"企业{n}", "is_company": True} for n in range(30)]
        )
        self.env["brand.credit.record"].create(
            [
                {"partner_id": firm.id, "reason": "x", "date_from": "2024-03-01"}
                for firm in firms[:20]
            ]
        )
        found = self.env["res.partner"].search(
            [("credit_state", "=", "blacklisted"), ("id", "in", firms.ids)]
        )
        self.assertEqual(found, firms[:20])
        normal = self.env["res.partner"].search(
            [("credit_state", "!=", "blacklisted"), ("id", "in", firms.ids)]
        )
        self.assertEqual(normal, firms[20:])
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(2):
            firms.mapped("credit_state")

    def test_a_ban_of_one_city_is_not_seen_by_another(self):
        record = self.listing()
        city = self.env["res.company"].create({"name": "另一城市"})
        stranger = self._user("stranger", ["brand_certification.group_manager"])
        stranger.write({"company_ids": [Command.set(city.ids)], "company_id": city.id})
        found = record.with_user(stranger).search([("id", "=", record.id)])
        self.assertFalse(found)
