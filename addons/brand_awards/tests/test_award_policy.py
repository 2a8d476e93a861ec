from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import AwardCase


@tagged("post_install", "-at_install")
class TestPolicy(AwardCase):
    def _conflicting(self):
        """株洲2023 (九): one honour under 不高于30万元 and under 不高于5万元."""
        honour = self.env["award.honour"].create({"name": "湖南老字号", "code": "hunan-laozihao"})
        rows = [
            self._rule_vals(
                name=name,
                code=name,
                clause="九",
                quote=quote,
                trigger_kind="honour",
                honour_ids=honour.ids,
                program_ids=False,
                kind="ceiling",
                amount=amount,
                per="recipient",
            )
            for name, quote, amount in (
                ("tier30", "不高于30万元", 300_000),
                ("tier5", "不高于5万元", 50_000),
            )
        ]
        return self._draft_policy("zhuzhou-2023", rows)

    def test_contradicting_clauses_stop_activation_until_a_person_rules(self):
        policy = self._conflicting()
        manager = policy.with_user(self.users["manager"])
        self.assertIn("湖南老字号", policy.blockers)
        self.assert_refused("湖南老字号", manager.action_activate)
        self.env["brand.ruling"].create(
            {
                "code": "A1",
                "name": "两处金额",
                "choice": "tier30",
                "document_no": "株市监裁〔2024〕1号",
                "decided_by": "市场监管局",
                "date_from": "2021-01-01",
            }
        )

        manager.action_activate()

        self.assertEqual(policy.state, "active")

    def test_what_is_missing_is_told_all_at_once(self):
        policy = self._draft_policy("x", [self._rule_vals(clause=False)], fair_review_no=False)
        texts = policy.blockers
        self.assertIn("Fair Competition Review No. is missing", texts)
        with self.assertRaises(UserError) as refused:
            policy.with_user(self.users["manager"]).action_activate()
        self.assertIn("Fair Competition", str(refused.exception))

    def test_neither_create_nor_import_nor_copy_makes_an_active_policy(self):
        manager = self.env["award.policy"].with_user(self.users["manager"])
        with self.assertRaises(AccessError):
            manager.create({"name": "x", "code": "y", "date_from": "2024-01-01", "state": "active"})
        loaded = manager.load(
            ["name", "code", "date_from", "state"], [["x", "y", "2024-01-01", "active"]]
        )
        self.assertFalse(loaded["ids"])
        self.assertEqual(self.policy.copy({"code": "z"}).state, "draft")

    def test_a_version_in_force_is_never_edited(self):
        manager = self.policy.with_user(self.users["manager"])
        with self.assertRaises(UserError):
            manager.write({"date_from": "2020-01-01"})
        with self.assertRaises(UserError):
            manager.rule_ids.write({"amount": 300_000})
        with self.assertRaises(UserError):
            manager.rule_ids.unlink()
        self.assertEqual(self.rule.amount, 200_000)

    def test_a_new_version_replaces_the_old_one_from_its_date(self):
        manager = self.policy.with_user(self.users["manager"])
        action = manager.action_new_version()
        draft = self.env["award.policy"].browse(action["res_id"])
        self.assertEqual((draft.state, draft.version, draft.rule_ids.amount), ("draft", 2, 200_000))
        draft.with_user(self.users["manager"]).write({"date_from": "2024-03-01"})

        draft.with_user(self.users["manager"]).action_activate()

        self.assertEqual((draft.state, self.policy.state), ("active", "expired"))
        self.assertEqual(str(self.policy.date_to), "2024-02-29")
        claim = self.entitled()
        self.assertEqual((claim.policy_id, claim.rule_version), (draft, 2))

    def test_an_event_paid_under_one_version_is_not_paid_under_the_next(self):
        claim = self.entitled()
        self.test_a_new_version_replaces_the_old_one_from_its_date()

        again = self.env["award.claim"].sudo()._entitle(claim.certificate_id)

        self.assertFalse(again)
