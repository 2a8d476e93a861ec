"""区县初审, 主管部门审核, 财政意见: steps of the review in their order, each by its own person."""

from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .application_common import ApplicationCase
from .common import PROMISED, AwardCase


class ReviewCase(AwardCase):
    """A policy whose claims pass district, department and finance before they are reviewed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.with_user(cls.users["manager"]).action_add_review_steps()
        cls.levels = cls.policy.review_level_ids.sorted("sequence")
        cls.levels.days = 10
        cls.other_district = cls.env["brand.district"].create({"name": "镜湖区", "code": "340202T"})
        cls.users["elsewhere"] = cls._user("elsewhere", ["brand_certification.group_district"])
        cls.users["elsewhere"].brand_district_ids = cls.other_district

    def opine(self, claim, role, text="同意"):
        return claim.with_user(self.users[role]).action_review(reason=text)

    def waits_for(self, claim):
        claim.invalidate_recordset()
        return claim.review_level_id.name

    def through(self, claim, *roles):
        for role in roles:
            self.opine(claim, role)
        return claim


@tagged("post_install", "-at_install")
class TestClaimReview(ReviewCase):
    def test_a_claim_passes_its_steps_in_their_order(self):
        claim = self.submitted_claim()
        names = []
        for role in ("district", "award", "maker"):
            names.append(self.waits_for(claim))
            self.assertEqual(claim.state, "submitted")
            self.opine(claim, role)
        self.assertEqual(names, ["District review", "Department review", "Opinion of finance"])
        self.assertEqual(claim.state, "reviewed")
        self.assertEqual(len(claim.opinions.splitlines()), 3)

    def test_nobody_gives_an_opinion_out_of_turn(self):
        claim = self.submitted_claim()
        for role in ("award", "maker", "approver", "auditor", "elsewhere"):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.opine(claim, role)
        self.opine(claim, "district")
        for role in ("district", "maker"):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.opine(claim, role)
        self.assertEqual((claim.state, self.waits_for(claim)), ("submitted", "Department review"))

    def test_a_city_wide_role_is_of_no_district(self):
        claim = self.submitted_claim()
        both = self._user(
            "both", ["brand_certification.group_district", "brand_certification.group_officer"]
        )
        self.assert_refused(self.district.name, claim.with_user(both).action_review, reason="同意")
        both.brand_district_ids = self.district
        claim.with_user(both).action_review(reason="同意")
        self.assertEqual(self.waits_for(claim), "Department review")

    def test_it_is_the_turn_of_whoever_acts_for_the_named_office(self):
        claim = self.submitted_claim()
        groups = ["brand_certification.group_district", "brand_certification.group_officer"]
        here, elsewhere = self._user("here", groups), self._user("there", groups)
        here.brand_district_ids = self.district
        Pending = self.env["brand.approval.pending"]
        Pending._synchronise()
        row = Pending.search([("model", "=", claim._name), ("res_id", "=", claim.id)])
        self.assertEqual(row.office_name, self.district.name)
        mine = [("is_mine", "=", True), ("id", "=", row.id)]
        self.assertTrue(Pending.with_user(here).search(mine))
        self.assertFalse(Pending.with_user(elsewhere).search(mine))
        self.assertFalse(row.with_user(elsewhere).is_mine)

    def test_a_department_is_asked_and_sees_what_it_is_asked_about(self):
        department = self.env["brand.department"].create({"name": "市经信局"})
        member = self._user("member", ["brand_certification.group_department"])
        stranger = self._user("stranger", ["brand_certification.group_department"])
        department.user_ids = member
        self.levels[1].write(
            {
                "group_id": self.env.ref("brand_certification.group_department").id,
                "department_id": department.id,
            }
        )
        claim = self.submitted_claim()
        self.opine(claim, "district")
        Claim = self.env["award.claim"]
        self.assertEqual(Claim.with_user(member).search([("id", "=", claim.id)]), claim)
        self.assertFalse(Claim.with_user(stranger).search([("id", "=", claim.id)]))
        claim.with_user(member).action_review(reason="情况属实")
        self.assertEqual(self.waits_for(claim), "Opinion of finance")

    def test_an_opinion_is_written_down(self):
        claim = self.submitted_claim()
        self.assert_refused("Write your opinion", self.opine, claim, "district", " ")
        self.opine(claim, "district", "材料齐全,同意上报")
        self.assertIn("材料齐全,同意上报", claim.opinions)

    def test_a_return_voids_every_opinion(self):
        claim = self.through(self.submitted_claim(), "district", "award")
        claim.with_user(self.users["maker"]).action_return(reason="账户开户行不全")
        claim.with_user(self.applicant).action_confirm_account(self.account().id)
        self.assertEqual(self.waits_for(claim), "District review")
        self.assertEqual(claim.opinions.count("no longer counts"), 2)
        self.through(claim, "district", "award", "maker")
        self.assertEqual(claim.state, "reviewed")

    def test_an_office_returns_what_waits_for_its_opinion_only(self):
        claim = self.submitted_claim()
        for role in ("maker", "elsewhere"):
            with self.assertRaises(AccessError), self.cr.savepoint():
                claim.with_user(self.users[role]).action_return(reason="退回")
        self.through(claim, "district", "award", "maker")
        with self.assertRaises(AccessError), self.cr.savepoint():
            claim.with_user(self.users["district"]).action_return(reason="退回")
        self.assertEqual(claim.state, "reviewed")

    def test_one_person_has_one_duty_over_review_and_approval(self):
        claim = self.submitted_claim()
        person = self.users["district"]
        self.through(claim, "district", "award", "maker")
        person.group_ids += self.env.ref("brand_certification.group_approver")
        approve = claim.with_user(person).action_approve
        self.assert_refused("One person has one duty", approve, document_no="9号")
        claim.with_user(self.users["approver"]).action_approve(document_no="9号")
        self.assertEqual(claim.state, "approved")

    def test_one_person_gives_one_opinion(self):
        claim = self.submitted_claim()
        person = self.users["district"]
        person.group_ids += self.env.ref("brand_awards.group_award_officer")
        self.opine(claim, "district")
        self.assert_refused("one person counts once", self.opine, claim, "district")

    def test_the_last_opinion_looks_at_the_facts_again(self):
        claim = self.through(self.submitted_claim(), "district", "award")
        self.firm.sudo().write(
            {
                "credit_state": "blacklisted",
                "credit_reason": "虚假宣传",
                "credit_from": "2024-01-01",
            }
        )
        self.assert_refused("虚假宣传", self.opine, claim, "maker")
        self.assertEqual(claim.state, "submitted")

    def test_opinions_are_not_forged_by_rpc(self):
        claim = self.submitted_claim()
        vals = {
            "level_id": self.levels[0].id,
            "model": "award.claim",
            "res_id": claim.id,
            "step": "action_review",
            "user_id": self.users["district"].id,
        }
        for user in (*self.users.values(), self.env.ref("base.user_admin")):
            with self.assertRaises(AccessError):
                call_kw(self.env["brand.approval"].with_user(user), "create", [vals], {})

    def test_offered_are_the_steps_of_whose_turn_it_is(self):
        claim = self.submitted_claim()

        def offered(role):
            claim.invalidate_recordset()
            return set(claim.with_user(self.users[role]).my_steps.split())

        self.assertEqual(offered("district"), {"action_review", "action_return"})
        self.assertEqual(offered("maker"), set())
        self.assertNotIn("action_review", offered("award"))
        self.opine(claim, "district")
        self.assertEqual(offered("district"), set())
        self.assertIn("action_review", offered("award"))

    def test_other_policies_are_reviewed_by_one_officer(self):
        self._policy(code="plain", rules=[self._rule_vals(code="plain")])
        claim = self.entitled().filtered(lambda c: c.policy_id.code == "plain")
        claim.with_user(self.applicant).action_confirm_account(self.account().id)
        claim.with_user(self.users["award"]).action_review()
        self.assertEqual(claim.state, "reviewed")

    def test_a_new_version_takes_the_steps_along(self):
        form = self.policy.with_user(self.users["manager"]).action_new_version()
        draft = self.env["award.policy"].browse(form["res_id"])
        self.assertEqual(draft.review_level_ids.mapped("name"), self.levels.mapped("name"))


@tagged("post_install", "-at_install")
class TestReviewOfCeilings(ReviewCase):
    @classmethod
    def _rule_vals(cls, **vals):
        return super()._rule_vals(**{"kind": "ceiling", **vals})

    def test_an_opinion_stands_when_the_open_amount_is_then_set(self):
        claim = self.submitted_claim()
        self.opine(claim, "district")
        claim.with_user(self.users["award2"]).action_set_amount(150_000, "按年度兑现标准")
        self.assertEqual(self.waits_for(claim), "Department review")
        self.opine(claim, "award")
        # a known amount that changes is another matter: everybody looks again
        claim.with_user(self.users["award2"]).action_set_amount(140_000, "核减")
        self.assertEqual(self.waits_for(claim), "Department review")

    def test_who_set_the_amount_does_not_approve_it(self):
        claim = self.submitted_claim()
        person = self.users["award2"]
        claim.with_user(person).action_set_amount(150_000, "按年度兑现标准")
        self.through(claim, "district", "award", "maker")
        person.group_ids += self.env.ref("brand_certification.group_approver")
        approve = claim.with_user(person).action_approve
        self.assert_refused("somebody else approves", approve, document_no="9号")


@tagged("post_install", "-at_install")
class TestReviewOfApplications(ReviewCase, ApplicationCase):
    def test_taking_it_back_voids_the_opinions(self):
        claim = self.through(self.applied(), "district", "award")
        claim.with_user(self.applicant).action_withdraw()
        claim.with_user(self.applicant)._apply_save("declaration_accepted", "1")
        claim.with_user(self.applicant).action_submit()
        self.assertEqual(self.waits_for(claim), "District review")
        self.assertEqual(claim.amount, PROMISED)

    def test_the_district_writes_down_its_gaps_and_returns_them(self):
        claim = self.applied()
        self.returned(claim, user="district")
        self.assertEqual(claim.state, "returned")
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.gap(claim, user="elsewhere")
