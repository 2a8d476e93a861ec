from odoo.tests import Form, tagged

from .common import AwardCase


@tagged("post_install", "-at_install")
class TestViews(AwardCase):
    """Every form opens for everybody who may read its record, whatever state it is in."""

    def test_forms_open_for_each_role(self):
        batch = self.exported(2)
        claim = batch.line_ids[0].claim_id
        records = (
            claim,
            self.submitted_claim(),
            claim.decision_id,
            batch,
            self.fund,
            self.policy,
            self._draft_policy("other"),
        )
        failed = []
        for role in ("award", "approver", "manager", "auditor", "maker", "settler", "officer"):
            for record in records:
                try:
                    Form(record.with_user(self.users[role]))
                except Exception as error:  # noqa: BLE001 - all of them are listed
                    failed.append(f"{role} {record._name}: {error}")
        self.assertEqual(failed, [])

    def test_a_district_officer_opens_the_claims_of_the_district(self):
        Form(self.entitled().with_user(self.users["district"]))

    def test_the_next_step_is_the_only_one_that_is_offered(self):
        claim = self.submitted_claim()
        offered = {
            role: claim.with_user(self.users[role]).my_steps.split()
            for role in ("award", "approver", "auditor", "maker")
        }
        self.assertIn("action_review", offered["award"])
        self.assertNotIn("action_approve", offered["award"])
        self.assertEqual(offered["auditor"], [])
        self.assertEqual(offered["maker"], [])
