"""An application is handed in, and an opinion given, from several sessions at the same moment."""

from odoo.tests import tagged

from .application_common import ApplicationCase
from .committed import CommittedAwardCase

SESSIONS = 6


@tagged("post_install", "-at_install")
class TestParallelSubmissions(CommittedAwardCase, ApplicationCase):
    def setUp(self):
        super().setUp()
        self._window("2024-03-01", "2024-03-31", policy=self.policy)
        self.see()

    def draft_of_application(self):
        claim = self.entitled()
        self.fill_in(claim)
        self.see()
        return claim

    def test_an_application_is_taken_once(self):
        claim = self.draft_of_application()
        step = (self.applicant, lambda env: env["award.claim"].browse(claim.id).action_submit())

        sessions = self.at_once(*[step] * SESSIONS)

        refused = [session.refusal for session in sessions if session.refusal]
        self.assertEqual(len(refused), SESSIONS - 1, refused)
        self.assertEqual((claim.state, claim.submission_ids.mapped("number")), ("submitted", [1]))
        steps = claim.transition_ids.filtered(lambda row: row.step == "action_submit")
        self.assertEqual(len(steps), 1)
        accounts = self.env["res.partner.bank"].search([("partner_id", "=", self.firm.id)])
        self.assertEqual(len(accounts), 1)

    def test_an_opinion_is_given_once(self):
        self.policy.with_user(self.users["manager"]).action_add_review_steps()
        claim = self.draft_of_application()
        claim.with_user(self.applicant).action_submit()
        self.see()
        step = (
            self.users["district"],
            lambda env: env["award.claim"].browse(claim.id).action_review(reason="同意"),
        )

        sessions = self.at_once(*[step] * SESSIONS)

        refused = [session.refusal for session in sessions if session.refusal]
        self.assertEqual(len(refused), SESSIONS - 1, refused)
        self.assertEqual((claim.state, len(claim.approval_ids)), ("submitted", 1))
