"""Limits of a claim: each step has its days, what is late is marked, reminded and escalated."""

from odoo.tests import tagged

from .application_common import ApplicationCase
from .test_claim_review import ReviewCase


@tagged("post_install", "-at_install")
class TestClaimDeadline(ReviewCase):
    def remind(self, day):
        self.clock.move_to(f"{day} 02:00:00")
        self.env.invalidate_all()
        before = self.env["mail.message"].search([], order="id desc", limit=1).id
        with self.enter_registry_test_mode():
            self.env.ref("brand_certification.cron_remind_deadlines").method_direct_trigger()
        return self.env["mail.message"].search([("id", ">", before)])

    def test_each_step_begins_its_own_limit(self):
        self.policy.sudo().approve_days = 5
        self.levels[1].days = 3
        claim = self.submitted_claim()
        self.assertEqual((str(claim.due_on), claim.due_for), ("2024-03-18", "review"))
        self.clock.move_to("2024-03-06 02:00:00")
        self.opine(claim, "district")
        self.assertEqual(str(claim.due_on), "2024-03-11")  # three days, from Wednesday
        self.opine(claim, "award")
        self.assertEqual(str(claim.due_on), "2024-03-20")
        self.opine(claim, "maker")
        self.assertEqual((str(claim.due_on), claim.due_for), ("2024-03-13", "approve"))
        claim.with_user(self.users["approver"]).action_approve(document_no="9号")
        self.assertEqual((claim.due_on, claim.due_for), (claim.pay_due_on, "pay"))

    def test_what_is_late_is_marked_and_found(self):
        claim = self.submitted_claim()
        Claim = self.env["award.claim"]
        for moment, late in (("2024-03-18 15:59:00", False), ("2024-03-18 16:00:00", True)):
            self.clock.move_to(moment)
            self.env.invalidate_all()
            self.assertEqual(claim.is_overdue, late)
            self.assertEqual(claim in Claim.search([("is_overdue", "=", True)]), late)

    def test_whoever_has_it_is_reminded_and_managers_when_it_stays(self):
        claim = self.submitted_claim()
        partner = {role: user.partner_id for role, user in self.users.items()}
        told = self.remind("2024-03-14").notified_partner_ids
        self.assertIn(partner["district"], told)
        self.assertNotIn(partner["elsewhere"], told)
        self.assertNotIn(partner["award"], told)
        self.assertFalse(self.remind("2024-03-14").notified_partner_ids & partner["district"])
        told = self.remind("2024-03-25").notified_partner_ids
        self.assertEqual(claim.due_told, "escalated")
        self.assertLessEqual(partner["manager"] | partner["approver"], told)

    def test_a_new_calendar_proposes_a_new_end(self):
        claim = self.submitted_claim()
        day = self.env["brand.workday"].search([("date", "=", "2024-03-12")])
        if day:
            day.is_working = False
        else:
            self.env["brand.workday"].create({"date": "2024-03-12", "is_working": False})
        self.env.invalidate_all()
        self.assertEqual(str(claim.new_due_on), "2024-03-19")
        claim.with_user(self.users["award"]).action_take_new_due()
        self.assertEqual(str(claim.due_on), "2024-03-19")


@tagged("post_install", "-at_install")
class TestWatchOfApplications(ApplicationCase):
    def messages(self, claim):
        return claim.message_ids.filtered(lambda m: m.message_type == "comment")

    def test_who_may_apply_is_reminded_while_it_can(self):
        claim = self.entitled()
        self.assertIn(claim, self.env["award.claim"].search([("is_unclaimed", "=", True)]))
        before = len(self.messages(claim))
        self.clock.move_to("2024-03-18 02:00:00")
        self.env.invalidate_all()
        self.env["award.claim"]._cron_watch()
        self.assertEqual(len(self.messages(claim)), before + 1)
        last = self.env["brand.portal"]._long_date(claim.apply_to)
        self.assertIn(last, self.messages(claim)[0].body)
        self.clock.move_to("2024-04-08 02:00:00")  # the window is over
        self.env.invalidate_all()
        self.env["award.claim"]._cron_watch()
        self.assertEqual(len(self.messages(claim)), before + 1)
        self.assertTrue(claim.is_unclaimed)

    def test_an_application_is_to_be_paid_within_sixty_working_days(self):
        claim = self.applied()
        self.clock.move_to("2024-05-30 02:00:00")
        self.env.invalidate_all()
        self.assertIn(claim, self.env["award.claim"].search([("is_pay_overdue", "=", True)]))

    def test_the_applicant_is_reminded_of_its_correction(self):
        claim = self.returned(self.applied())
        self.clock.move_to("2024-03-18 02:00:00")
        self.env.invalidate_all()
        with self.enter_registry_test_mode():
            self.env.ref("brand_certification.cron_remind_deadlines").method_direct_trigger()
        self.assertEqual(claim.due_told, "day")
        self.assertEqual(claim._due_holders()[claim.id], self.applicant)


@tagged("post_install", "-at_install")
class TestWatchOfCeilings(ReviewCase):
    @classmethod
    def _rule_vals(cls, **vals):
        return super()._rule_vals(**{"kind": "ceiling", **vals})

    def test_a_reward_whose_amount_is_still_open_is_unclaimed_too(self):
        claim = self.entitled()
        self.assertEqual(claim.decision_status, "amount_open")
        self.assertTrue(claim.is_unclaimed)
        self.assertIn(claim, self.env["award.claim"].search([("is_unclaimed", "=", True)]))
