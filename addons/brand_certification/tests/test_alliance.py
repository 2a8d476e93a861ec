"""Bodies get work within their approval and scope; assessors are registered with one body."""

from datetime import date

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import BrandCase


@tagged("post_install", "-at_install")
class TestScope(BrandCase):
    """Who is suspended, expired or not accredited gets no work, at every step."""

    def _industry(self, code):
        return self.env["brand.industry"].search([("code", "=", code)])

    def _limit(self, *codes, **vals):
        self.body.scope_ids.write(
            {"industry_ids": [Command.set([self._industry(c).id for c in codes])], **vals}
        )

    def test_a_body_is_admitted_with_a_scope_that_is_valid(self):
        partner = self.env["res.partner"].create({"name": "新认证有限公司", "is_company": True})
        body = self.env["brand.body"].create(
            {"partner_id": partner.id, "cnca_no": "CNCA-R-1", "valid_to": "2030-12-31"}
        )
        manager = body.with_user(self.users["manager"])
        with self.assertRaisesRegex(UserError, "accredited for"):
            manager.action_admit()
        body.scope_ids = [Command.create({"date_to": "2024-03-03"})]
        with self.assertRaisesRegex(UserError, "accredited for"):
            manager.action_admit()
        body.scope_ids.date_to = "2024-03-04"
        manager.action_admit()
        self.assertEqual(body.state, "member")

    def test_a_foreign_body_is_admitted_on_mutual_recognition(self):
        partner = self.env["res.partner"].create({"name": "Example Cert", "is_company": True})
        body = self.env["brand.body"].create(
            {
                "partner_id": partner.id,
                "is_foreign": True,
                "cnca_no": "none of its own",
                "valid_to": "2030-12-31",
                "scope_ids": [Command.create({"date_to": "2030-12-31"})],
            }
        )
        manager = body.with_user(self.users["manager"])
        with self.assertRaisesRegex(UserError, "valid today"):
            manager.action_admit()
        body.recognition_no = "MRA-2024-01"
        manager.action_admit()
        self.assertEqual(body.state, "member")

    def test_standing_changes_with_reason_and_document_only(self):
        manager = self.body.with_user(self.users["manager"])
        for reason, document_no in ((None, "1号"), ("能力不足", None), (" ", " ")):
            with self.assertRaisesRegex(UserError, "reason and the number"):
                manager.action_suspend(reason, document_no)
        self.assertEqual(self.body.state, "member")
        manager.action_suspend("能力不足", "芜市监〔2024〕9号")
        manager.action_restore("整改完成", "芜市监〔2024〕12号")
        manager.action_remove("自愿退出", "芜市监〔2024〕15号")
        log = self.body.transition_ids.sorted("id")[-1:]
        self.assertEqual((log.reason, log.document_no), ("自愿退出", "芜市监〔2024〕15号"))

    def test_the_industry_decides_whether_a_body_may_be_chosen(self):
        application = self.submitted()
        by_officer = application.with_user(self.users["officer"])
        self._limit("C34")
        with self.assertRaisesRegex(ValidationError, "is not known"):
            by_officer.body_id = self.body
        self.firm.industry_code = "C3670"
        with self.assertRaisesRegex(ValidationError, "not accredited for .* C3670"):
            by_officer.body_id = self.body
        application.product_id.industry_code = "3491"
        by_officer.body_id = self.body
        self.assertEqual(application.body_id, self.body)

    def test_the_kind_of_product_decides_too(self):
        application = self.submitted()
        self._limit(kind="service")
        with self.assertRaisesRegex(ValidationError, "not accredited for: Manufactured product"):
            application.with_user(self.users["officer"]).body_id = self.body

    def test_only_bodies_in_scope_are_offered(self):
        application = self.submitted()
        self.assertIn(self.body, application.eligible_body_ids)
        self._limit(kind="service")
        application.invalidate_recordset(["eligible_body_ids"])
        self.assertNotIn(self.body, application.eligible_body_ids)

    def test_a_body_whose_scope_lapses_after_its_choice_is_not_accepted(self):
        application = self.submitted()
        by_officer = application.with_user(self.users["officer"])
        by_officer.body_id = self.body
        self._limit(date_to=date(2024, 3, 3))
        self.assertIn("is not valid on", by_officer.blockers)
        with self.assertRaisesRegex(ValidationError, "is not valid on"):
            by_officer.action_accept()

    def test_a_suspended_body_appoints_and_decides_nothing(self):
        application, scored = self.accepted("产品一"), self.scored("产品二")
        self.body.with_user(self.users["manager"]).action_suspend("能力不足", "9号")
        with self.assertRaisesRegex(ValidationError, "not a member"), self.cr.savepoint():
            self.env["brand.evaluation"].with_user(self.decider).action_appoint(
                application.id, self.assessors[:1].ids
            )
        with self.assertRaisesRegex(UserError, "not a member"):
            self.env["brand.decision"].with_user(self.decider).action_decide_certification(
                scored.id, "granted"
            )
        self.assertEqual((application.state, scored.state), ("accepted", "evaluating"))

    def test_a_body_decides_nothing_outside_its_scope(self):
        application = self.scored()
        self._limit(kind="service")
        with self.assertRaisesRegex(UserError, "not accredited"):
            self.env["brand.decision"].with_user(self.decider).action_decide_certification(
                application.id, "granted"
            )

    def test_a_code_that_is_none_is_refused(self):
        product = self.draft().product_id
        with self.assertRaisesRegex(ValidationError, "GB/T 4754"):
            product.industry_code = "A34"
        with self.assertRaisesRegex(ValidationError, "GB/T 4754"):
            self.env["brand.industry"].create({"code": "3491", "name": "工业机器人"})


@tagged("post_install", "-at_install")
class TestAssessors(BrandCase):
    def _entry(self, user):
        return self.env["brand.assessor"].search([("partner_id", "=", user.partner_id.id)])

    def _appoint(self, application, users):
        return (
            self.env["brand.evaluation"]
            .with_user(self.decider)
            .action_appoint(application.id, users.ids)
        )

    def test_an_assessor_works_for_one_body_only(self):
        other, _decider, _assessors = self._body("另一家认证有限公司", "91420106MAXXT0013P")
        vals = {"partner_id": self.assessors[0].partner_id.id, "date_from": "2024-01-01"}
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.env["brand.assessor"].create({**vals, "body_id": other.id})
        self._entry(self.assessors[0]).registration_no = "2021-N1-001"
        twin = self.env["res.partner"].create({"name": "同一人", "parent_id": other.partner_id.id})
        city = self.env["res.company"].create({"name": "另一城市"})
        with self.assertRaisesRegex(ValidationError, "one certification body only"):
            self.env["brand.assessor"].create(
                {
                    "partner_id": twin.id,
                    "body_id": other.id,
                    "company_id": city.id,
                    "registration_no": "2021-N1-001",
                }
            )

    def test_who_left_one_body_may_work_for_another(self):
        entry = self._entry(self.assessors[0])
        entry.with_user(self.users["officer"]).action_end("离职")
        other, _decider, _assessors = self._body("另一家认证有限公司", "91420106MAXXT0013P")
        again = self.env["brand.assessor"].create(
            {"partner_id": entry.partner_id.id, "body_id": other.id}
        )
        self.assertEqual(again.state, "proposed")
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            entry.with_user(self.users["officer"]).action_resume()
            self.env.flush_all()

    def test_only_the_registered_are_appointed(self):
        application = self.accepted()
        stranger = self._user(
            "not-registered", ["brand_certification.group_assessor"], self.body.partner_id
        )
        with self.assertRaisesRegex(UserError, "not on the register"), self.cr.savepoint():
            self._appoint(application, stranger)
        self.env["brand.assessor"].create(
            {"partner_id": stranger.partner_id.id, "body_id": self.body.id}
        )
        with self.assertRaisesRegex(UserError, "not been confirmed"), self.cr.savepoint():
            self._appoint(application, stranger)
        self.assertEqual(application.state, "accepted")

    def test_a_lapsed_qualification_keeps_from_work(self):
        application = self.accepted()
        entry = self._entry(self.assessors[0])
        entry.qualification_ids.date_to = "2024-03-03"
        with self.assertRaisesRegex(UserError, "no qualification"), self.cr.savepoint():
            self._appoint(application, self.assessors[0])
        entry.qualification_ids.date_to = "2024-03-04"
        self.assertEqual(len(self._appoint(application, self.assessors[:2])), 2)

    def test_an_assessor_has_a_body_and_an_expert_none(self):
        person = self.env["res.partner"].create({"name": "某专家"})
        with self.assertRaisesRegex(ValidationError, "an expert to none"):
            self._assessor(person, kind="expert", body_id=self.body.id)
        with self.assertRaisesRegex(ValidationError, "an expert to none"):
            self.env["brand.assessor"].create({"partner_id": person.id, "kind": "assessor"})

    def test_a_body_enters_its_own_people_and_the_office_confirms_them(self):
        person = self.env["res.partner"].create(
            {"name": "新检查员", "parent_id": self.body.partner_id.id}
        )
        Register = self.env["brand.assessor"].with_user(self.decider)
        entry = Register.action_register({"partner_id": person.id, "registration_no": "N-9"})
        self.assertEqual((entry.state, entry.body_id), ("proposed", self.body))
        entry.action_add_qualification("产品认证检查员", "CP-9", "2026-12-31")
        with self.assertRaises(AccessError):
            entry.action_confirm()
        with self.assertRaises(AccessError):
            entry.write({"registration_no": "N-10"})
        with self.assertRaises(AccessError):
            entry.qualification_ids.write({"is_confirmed": True})
        self.assertFalse(entry.valid_to)
        entry.with_user(self.users["officer"]).action_confirm()
        self.assertEqual((entry.state, entry.valid_to), ("active", date(2026, 12, 31)))
        # what the body adds later counts once it is confirmed
        entry.action_add_qualification("高级检查员", "CP-10", "2028-12-31")
        self.assertEqual(entry.valid_to, date(2026, 12, 31))

    def test_a_body_touches_no_other_body_s_people(self):
        _other, stranger, _assessors = self._body("另一家认证有限公司", "91420106MAXXT0013P")
        entry = self._entry(self.assessors[0])
        foreign = entry.with_user(stranger)
        with self.assertRaises(AccessError):
            foreign.action_add_qualification("x", "x", "2030-01-01")
        with self.assertRaisesRegex(UserError, "own body"):
            foreign.action_register({"partner_id": entry.partner_id.id})
        with self.assertRaisesRegex(AccessError, "does not enter"):
            foreign.action_register({"partner_id": entry.partner_id.id, "body_id": 1})
        self.assertFalse(foreign.search([("id", "=", entry.id)]))
        self.assertEqual(len(entry.qualification_ids), 1)

    def test_an_assessor_is_confirmed_with_a_qualification_only(self):
        person = self.env["res.partner"].create({"name": "某人"})
        entry = self.env["brand.assessor"].create(
            {"partner_id": person.id, "body_id": self.body.id}
        )
        with self.assertRaisesRegex(UserError, "qualification"):
            entry.with_user(self.users["officer"]).action_confirm()


@tagged("post_install", "-at_install")
class TestPool(BrandCase):
    def _expert(self, name, **vals):
        return self._assessor(self.env["res.partner"].create({"name": name}), **vals)

    def test_the_pool_holds_who_may_be_drawn(self):
        Industry = self.env["brand.industry"]
        machines = Command.set(Industry.search([("code", "=", "C34")]).ids)
        general = self._expert("通才")
        machinist = self._expert("机械专家", industry_ids=[machines])
        undeclared = self._expert("未申报", declared_on="2023-03-04")  # good until 3 March 2024
        left = self._expert("已离任")
        left.with_user(self.users["officer"]).action_end("任期届满")
        lapsed = self._expert("已过期")
        lapsed.qualification_ids.date_to = "2024-03-01"
        later = self._expert("下月起", date_from="2024-04-01")

        pool = self.env["brand.assessor"]._pool(self.program)
        self.assertEqual(pool, general | machinist)
        self.assertFalse(pool & (undeclared | left | lapsed | later))
        by_industry = self.env["brand.assessor"]._pool
        self.assertEqual(by_industry(self.program, "C3491"), general | machinist)
        self.assertEqual(by_industry(self.program, "I65"), general)
        self.assertEqual(
            by_industry(self.program, on=date(2024, 4, 1)), general | machinist | later
        )


@tagged("post_install", "-at_install")
class TestRelations(BrandCase):
    def setUp(self):
        super().setUp()
        self.person = self.env["res.partner"].create({"name": "某检查员"})
        self.sister, self.mother, self.grandmother = self.env["res.partner"].create(
            [{"name": name, "is_company": True} for name in ("姊妹公司", "母公司", "集团")]
        )

    def _relate(self, partner, other, kind, date_from=False, date_to=False):
        return (
            self.env["brand.relation"]
            .with_user(self.users["officer"])
            .create(
                {
                    "partner_id": partner.id,
                    "other_id": other.id,
                    "kind": kind,
                    "date_from": date_from,
                    "date_to": date_to,
                    "source": "本人申报",
                }
            )
        )

    def test_what_ended_counts_within_the_years_asked_for(self):
        self._relate(self.person, self.firm, "consultancy", "2020-01-01", "2022-03-04")
        on = date(2024, 3, 4)
        self.assertEqual(self.person._brand_relations(on)["consultancy"], set())
        self.assertEqual(self.person._brand_relations(on, 2)["consultancy"], {self.firm.id})
        day_later = date(2024, 3, 5)
        self.assertEqual(self.person._brand_relations(day_later, 2)["consultancy"], set())

    def test_a_tie_is_seen_from_both_sides_and_by_kind(self):
        self._relate(self.person, self.firm, "shareholding")
        on = date(2024, 3, 4)
        self.assertEqual(self.firm._brand_relations(on)["shareholding"], {self.person.id})
        self.assertEqual(self.firm._brand_relations(on)["family"], set())

    def test_who_belongs_to_an_organisation_is_employed_there(self):
        related = self.assessors[0].partner_id._brand_relations(date(2024, 3, 4))
        self.assertEqual(related["employment"], {self.body.partner_id.id})

    def test_a_group_reaches_over_every_step_and_former_names(self):
        self._relate(self.firm, self.mother, "group", "2020-01-01")
        self._relate(self.sister, self.mother, "group", "2020-01-01")
        self._relate(self.mother, self.grandmother, "group", "2020-01-01", "2023-12-31")
        old = self.env["res.partner"].create({"name": "旧名公司", "is_company": True})
        self.sister.predecessor_ids = old
        group = self.firm._brand_group(date(2024, 3, 4))
        self.assertEqual(group, self.firm | self.mother | self.sister | old)
        self.assertIn(self.grandmother, self.firm._brand_group(date(2023, 12, 31)))

    def test_a_group_has_enterprises_and_a_family_persons(self):
        with self.assertRaisesRegex(ValidationError, "enterprises, not persons"):
            self._relate(self.person, self.mother, "group")
        with self.assertRaisesRegex(ValidationError, "persons, not enterprises"):
            self._relate(self.sister, self.mother, "family")

    def test_relations_are_asked_for_in_one_query_whatever_their_number(self):
        firms = self.env["res.partner"].create(
            [{"name": f"企业{n}", "is_company": True} for n in range(50)]
        )
        for firm in firms:
            self._relate(self.person, firm, "employment")
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(2):  # the relations; the person's own organisation
            related = self.person._brand_relations(date(2024, 3, 4))
        self.assertEqual(related["employment"], set(firms.ids))
