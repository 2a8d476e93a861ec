from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import AwardCase


@tagged("post_install", "-at_install")
class TestAccess(AwardCase):
    def _rpc(self, user, record, method, *args, **kwargs):
        return call_kw(self.env[record._name].with_user(user), method, [record.ids, *args], kwargs)

    def _sees(self, user, record):
        return bool(self.env[record._name].with_user(user).search([("id", "in", record.ids)]))

    def test_an_enterprise_sees_its_own_claims_only(self):
        claim = self.approved()
        _other, rival = self._enterprise("芜湖另一家有限公司", "91340202MAXXT0013L")
        self.assertTrue(self._sees(self.applicant, claim))
        self.assertFalse(self._sees(rival, claim))
        with self.assertRaises(AccessError):
            self._rpc(rival, claim, "action_confirm_account", claim.bank_account_id.id)
        for record in (claim.decision_id, claim.fund_id, claim.entry_ids, self.policy):
            with self.assertRaises(AccessError):
                self._sees(self.applicant, record)

    def test_an_enterprise_reads_amount_explanation_and_state_of_its_claim(self):
        claim = self.approved()
        names = ["name", "amount", "explanation", "public_state", "account_label", "rule_id"]
        row = self._rpc(self.applicant, claim, "read", names)[0]
        self.assertIn("20万元", row["explanation"])
        for name in ("blockers", "bank_account_id", "calculation"):
            with self.assertRaises(AccessError):
                self._rpc(self.applicant, claim, "read", [name])

    def test_a_district_officer_sees_the_own_district_only(self):
        claim = self.entitled()
        elsewhere = self._user("elsewhere", ["brand_certification.group_district"])
        for record in (claim, claim.decision_id):
            self.assertTrue(self._sees(self.users["district"], record))
            self.assertFalse(self._sees(elsewhere, record))

    def test_cities_never_see_each_other(self):
        batch = self.proposed()
        city = self.env["res.company"].create({"name": "另一城市"})
        stranger = self._user("stranger", ["brand_awards.group_award_officer"])
        stranger.write({"company_ids": [(6, 0, city.ids)], "company_id": city.id})
        for record in (
            batch,
            batch.line_ids,
            batch.line_ids.claim_id,
            self.fund,
            self.fund.entry_ids,
            self.policy,
            self.rule,
            batch.line_ids.claim_id.decision_id,
        ):
            self.assertFalse(self._sees(stranger, record), record._name)
            self.assertTrue(self._sees(self.users["auditor"], record), record._name)

    def test_no_step_is_open_to_a_role_that_the_table_does_not_name(self):
        batch = self.proposed()
        claim = self.submitted_claim()
        records = [batch, claim, self.fund, self.policy]
        roles = {**self.users, "enterprise": self.applicant}
        wrong = []
        for record in records:
            for step, (_origins, _target, groups) in record._transitions.items():
                allowed = {groups} if isinstance(groups, str) else set(groups or ())
                for role, user in roles.items():
                    if allowed & set(user.all_group_ids.get_external_id().values()):
                        continue
                    if not self._is_refused(user, record, step):
                        wrong.append(f"{role} {record._name}.{step}")
        self.assertEqual(wrong, [])

    def _is_refused(self, user, record, step):
        args = [1] if step.endswith("_account") else []
        try:
            with self.cr.savepoint():
                self._rpc(user, record, step, *args)
        except (AccessError, UserError):
            return True
        return False

    def test_states_and_system_fields_are_refused_to_everybody(self):
        claim = self.approved()
        batch = self.confirmed(2)
        admin = self.env.ref("base.user_admin")
        for user in (*self.users.values(), admin):
            for record, vals in (
                (claim, {"state": "paid"}),
                (claim, {"amount": 900_000}),
                (claim, {"bank_account_id": 1}),
                (batch, {"state": "settled"}),
                (batch, {"content_hash": "x"}),
                (batch.line_ids[:1], {"amount": 1}),
                (self.fund, {"state": "closed"}),
            ):
                with self.assertRaises(UserError):  # AccessError is one
                    self._rpc(user, record, "write", vals)

    def test_nobody_makes_a_claim_or_a_line_by_hand(self):
        claim = self.approved()
        for user in (*self.users.values(), self.env.ref("base.user_admin")):
            with self.assertRaises(UserError):  # AccessError is one
                self.env["award.claim"].with_user(user).create(
                    {"partner_id": self.firm.id, "rule_id": self.rule.id, "amount": 1}
                )
            with self.assertRaises(UserError):  # AccessError is one
                self.env["award.disbursement.line"].with_user(user).create(
                    {"claim_id": claim.id, "amount": 1}
                )
