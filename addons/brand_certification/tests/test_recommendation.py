"""Districts and departments recommend: ranked, within their limit, drawn up by one, signed by another."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import BrandCase


class RecommendationCase(BrandCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leader = cls._user("leader", ["brand_certification.group_district"])
        cls.leader.brand_district_ids = cls.district
        cls.after = cls._program("RA", recommendation_timing="after", recommendation_limit=1)

    def listed(self, program, user=None, **office):
        """A draft list of the district (or of ``office``), filled with what waits for it."""
        office = office or {"district_id": self.district.id}
        row = (
            self.env["brand.recommendation"]
            .with_user(user or self.users["district"])
            .create({"program_id": program.id, **office})
        )
        row.action_fill()
        return row

    def sent(self, row):
        row.action_propose()
        row.with_user(self.leader).action_sign()
        row.action_send()

    def accept(self, application):
        by_officer = application.with_user(self.users["officer"])
        by_officer.body_id = self.body
        by_officer.action_accept()


@tagged("post_install", "-at_install")
class TestRecommendation(RecommendationCase):
    def test_a_file_is_accepted_once_its_district_has_recommended_it(self):
        application = self.submitted(program=self.after)
        with self.assertRaisesRegex(UserError, "waits for the recommendation"):
            self.accept(application)
        row = self.listed(self.after)
        self.assertEqual(row.line_ids.application_id, application)
        self.sent(row)
        self.assertEqual((application.recommendation_state, row.state), ("recommended", "sent"))
        self.accept(application)
        self.assertEqual(application.state, "accepted")

    def test_who_draws_the_list_up_does_not_sign_it(self):
        self.submitted(program=self.after)
        row = self.listed(self.after)
        row.action_propose()
        with self.assertRaisesRegex(AccessError, "One person has one duty"):
            row.action_sign()
        self.assertEqual(row.state, "proposed")
        row.with_user(self.leader).action_sign()
        self.assertEqual((row.state, row.signed_by_id), ("signed", self.leader))

    def test_an_office_keeps_its_limit_over_all_its_lists(self):
        self.submitted("甲", program=self.after)
        self.submitted("乙", program=self.after)
        row = self.listed(self.after)
        with self.assertRaisesRegex(
            UserError, "may recommend 1 items; with this list it would be 2"
        ):
            row.action_propose()
        row.line_ids[1].write({"result": "refused", "reason": "名额已满"})
        self.sent(row)
        third = self.submitted("丙", program=self.after)
        supplement = self.listed(self.after)
        self.assertEqual(supplement.line_ids.application_id, third)
        with self.assertRaisesRegex(
            UserError, "may recommend 1 items; with this list it would be 2"
        ):
            supplement.action_propose()
        self.assertEqual(supplement.state, "draft")

    def test_ranks_are_complete_and_refusals_have_reasons(self):
        self.after.sudo().recommendation_limit = 0
        self.submitted("甲", program=self.after)
        self.submitted("乙", program=self.after)
        row = self.listed(self.after)
        row.line_ids.write({"rank": 1})
        with self.assertRaisesRegex(UserError, "Rank the recommended items from 1 to 2"):
            row.action_propose()
        row.line_ids[1].result = "refused"
        with self.assertRaisesRegex(UserError, "Give the reason of each refusal"):
            row.action_propose()

    def test_a_refusal_is_told_with_its_reason_and_holds_the_file(self):
        application = self.submitted(program=self.after)
        row = self.listed(self.after)
        row.line_ids.write({"result": "refused", "reason": "环保处罚未结案"})
        self.sent(row)
        self.assertEqual(application.recommendation_state, "refused")
        self.assertIn("环保处罚未结案", application.message_ids[0].body)
        with self.assertRaisesRegex(UserError, "has not recommended it"):
            self.accept(application)

    def test_after_the_limit_the_officer_goes_on_with_a_reason(self):
        application = self.submitted(program=self.after)
        by_officer = application.with_user(self.users["officer"])
        self.assertNotIn("action_waive_recommendation", by_officer.my_steps)
        with self.assertRaisesRegex(UserError, "may be recommended until"):
            by_officer.action_waive_recommendation(reason="区局未答复")
        self.clock.move_to(f"{application.recommendation_due} 16:00:00")
        by_officer.invalidate_recordset()
        self.assertIn("action_waive_recommendation", by_officer.my_steps)
        with self.assertRaisesRegex(UserError, "Give the reason"):
            by_officer.action_waive_recommendation()
        by_officer.action_waive_recommendation(reason="区局未答复")
        self.accept(application)
        self.assertEqual(application.recommendation_waiver, "区局未答复")

    def test_where_enterprises_are_nominated_first_only_those_submit(self):
        program = self._program("RB", recommendation_timing="before")
        application = self.complete_draft(program=program)
        with self.assertRaisesRegex(UserError, "has not been nominated"):
            application.action_submit()
        row = self.listed(program)
        row.write({"line_ids": [(0, 0, {"partner_id": self.firm.id, "rank": 1})]})
        row.action_propose()
        with self.assertRaisesRegex(UserError, "has not been nominated"):
            application.action_submit()  # signed by nobody yet
        row.with_user(self.leader).action_sign()
        row.action_send()
        application.action_submit()
        self.assertEqual(application.state, "submitted")

    def test_who_acts_for_one_district_alone_need_not_choose_it(self):
        lists = self.env["brand.recommendation"]
        mine = lists.with_user(self.users["district"]).default_get(["district_id"])
        self.assertEqual(mine.get("district_id"), self.district.id)
        self.leader.brand_district_ids |= self.env["brand.district"].create(
            {"name": "鸠江区", "code": "340207T"}
        )
        self.assertFalse(lists.with_user(self.leader).default_get(["district_id"])["district_id"])

    def test_a_nomination_of_one_product_is_of_that_product(self):
        program = self._program("RB", recommendation_timing="before")
        row = self.listed(program)
        line = {"partner_id": self.firm.id, "product_name": "六轴 机器人", "rank": 1}
        row.write({"line_ids": [(0, 0, line)]})
        self.sent(row)
        other = self.complete_draft("点焊机器人", program=program)
        with self.assertRaisesRegex(UserError, "has not been nominated"):
            other.action_submit()
        self.assertEqual(self.submitted("六轴机器人", program=program).state, "submitted")

    def test_a_department_recommends_for_the_sector_it_leads(self):
        officer = self._user("agri", ["brand_certification.group_department"])
        signer = self._user("agri2", ["brand_certification.group_department"])
        department = self.env["brand.department"].create(
            {
                "name": "市农委",
                "lead_agriculture": True,
                "user_ids": [(6, 0, (officer | signer).ids)],
            }
        )
        program = self._program("RD", recommendation_timing="after", scope_agriculture=True)
        self.submitted("六轴机器人", program=program)
        rice = self.complete_draft("香米", program=program)
        rice.product_id.kind = "agriculture"
        rice.action_submit()

        row = self.listed(program, user=officer, department_id=department.id)
        self.assertEqual(row.sudo().line_ids.application_id, rice.with_env(self.env))
        self.assertEqual(
            row.web_read(
                {"line_ids": {"fields": {"partner_id": {"fields": {"display_name": {}}}}}}
            )[0]["line_ids"][0]["partner_id"]["display_name"],
            self.firm.name,
        )
        row.action_propose()
        row.with_user(signer).action_sign()
        row.action_send()
        self.assertEqual(rice.sudo().recommendation_state, "recommended")

    def test_a_sent_list_is_final(self):
        self.submitted(program=self.after)
        row = self.listed(self.after)
        self.sent(row)
        with self.assertRaises(UserError):
            row.line_ids.write({"rank": 5})
        with self.assertRaises(UserError):
            row.action_take_back(reason="改")
        with self.assertRaises(UserError):
            row.unlink()
        self.assertEqual(row.state, "sent")


@tagged("post_install", "-at_install")
class TestOwnDistrict(RecommendationCase):
    def setUp(self):
        super().setUp()
        self.elsewhere = self.env["brand.district"].create({"name": "镜湖区"})
        self.stranger = self._user("stranger", ["brand_certification.group_district"])
        self.stranger.brand_district_ids = self.elsewhere

    def sees(self, user, record):
        return bool(self.env[record._name].with_user(user).search([("id", "=", record.id)]))

    def test_nobody_recommends_for_another_district(self):
        with self.assertRaises(AccessError):
            self.env["brand.recommendation"].with_user(self.stranger).create(
                {"program_id": self.after.id, "district_id": self.district.id}
            )
        self.submitted(program=self.after)
        row = self.listed(self.after)
        self.assertFalse(self.sees(self.stranger, row))
        self.assertFalse(self.sees(self.stranger, row.line_ids))
        self.assertFalse(self.sees(self.users["officer"], row), "the city sees what was sent")
        with self.assertRaises(AccessError):
            row.with_user(self.stranger).action_propose()

    def test_an_enterprise_of_another_district_is_not_put_on_a_list(self):
        row = self.listed(self.after)
        firm, _user = self._enterprise(
            "镜湖公司", "91340202MAXX00203M", brand_district_id=self.elsewhere.id
        )
        with self.assertRaises(ValidationError):
            row.write({"line_ids": [(0, 0, {"partner_id": firm.id, "rank": 1})]})
        self.assertFalse(row.line_ids)

    def test_a_district_officer_reads_the_enterprises_of_the_own_district_only(self):
        contact = self.applicant.partner_id
        self.assertTrue(self.sees(self.users["district"], self.firm))
        self.assertTrue(self.sees(self.users["district"], contact))
        self.assertFalse(self.sees(self.stranger, self.firm))
        self.assertFalse(self.sees(self.stranger, contact))
        for role in ("officer", "reviewer", "approver", "auditor"):
            self.assertTrue(self.sees(self.users[role], self.firm), role)

    def test_colleagues_offices_and_bodies_are_read_as_ever(self):
        for partner in (
            self.stranger.partner_id,
            self.users["officer"].partner_id,
            self.company.partner_id,
            self.body.partner_id,
        ):
            self.assertTrue(self.sees(self.stranger, partner), partner.name)
            self.assertTrue(partner.with_user(self.stranger).display_name)

    def test_who_is_sent_to_another_district_reads_that_one_at_once(self):
        self.assertFalse(self.sees(self.stranger, self.firm))
        self.stranger.brand_district_ids = self.district
        self.assertTrue(self.sees(self.stranger, self.firm))
        self.district.officer_ids -= self.stranger
        self.assertFalse(self.sees(self.stranger, self.firm))

    def test_a_file_that_stays_keeps_its_enterprise_readable(self):
        application = self.submitted()
        self.firm.brand_district_id = self.elsewhere
        self.assertEqual(application.district_id, self.district)
        self.assertTrue(self.sees(self.users["district"], self.firm))
        self.assertTrue(self.sees(self.users["district"], application))
