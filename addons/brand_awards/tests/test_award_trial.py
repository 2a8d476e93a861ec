from odoo.tests import tagged

from .common import PROMISED, AwardCase


@tagged("post_install", "-at_install")
class TestTrial(AwardCase):
    def trial(self, policy, other=None, **vals):
        trial = (
            self.env["award.trial"]
            .with_user(self.users["manager"])
            .create(
                {
                    "policy_id": policy.id,
                    "other_id": other and other.id,
                    "date_from": "2024-01-01",
                    "date_to": "2024-12-31",
                    **vals,
                }
            )
        )
        trial.action_try()
        return trial

    def counts(self):
        models = ("award.claim", "award.decision", "award.fund.entry", "mail.message")
        return {model: self.env[model].search_count([]) for model in models}

    def test_a_draft_is_tried_on_what_happened_and_nothing_is_written(self):
        self.certificates(3)
        draft = self._draft_policy("next", [self._rule_vals(code="next", amount=300_000)])
        before = self.counts()

        trial = self.trial(draft, self.policy)

        self.assertEqual(self.counts(), before)
        self.assertEqual(draft.state, "draft")
        self.assertEqual((trial.event_count, trial.amount_total), (3, 900_000))
        self.assertEqual(trial.other_total, 3 * PROMISED)

    def test_the_fund_that_would_not_do_is_marked(self):
        self.certificates(4)
        draft = self._draft_policy("next", [self._rule_vals(code="next", amount=300_000)])
        row = self.trial(draft).sum_ids
        self.assertEqual((row.due_count, row.amount), (4, 1_200_000))
        self.assertTrue(row.is_short)

    def test_clauses_of_one_fund_may_ask_for_more_than_it_has_together(self):
        self.certificates(2)
        clauses = [
            self._rule_vals(code=f"part{n}", amount=300_000, benefit=f"part{n}") for n in (1, 2)
        ]
        one = self.trial(self._draft_policy("one", clauses[:1])).sum_ids
        self.assertEqual((one.at_most, one.is_short), (600_000, False))
        both = self.trial(self._draft_policy("both", clauses)).sum_ids
        self.assertEqual(both.mapped("at_most"), [600_000, 600_000])
        self.assertTrue(all(both.mapped("is_short")))

    def test_a_ladder_counts_the_trials_own_rewards(self):
        first, second = (
            self.env["award.honour"].create(
                {"name": name, "code": name, "ladder_key": "jp", "ladder_step": step}
            )
            for step, name in ((1, "市精品"), (2, "省精品"))
        )
        for honour, date in ((first, "2024-01-10"), (second, "2024-02-10")):
            self.env["award.recognition"].with_user(self.users["award"]).create(
                {
                    "honour_id": honour.id,
                    "partner_id": self.firm.id,
                    "date": date,
                    "document_no": "示1号",
                }
            ).with_user(self.users["award2"]).action_confirm()
        ladder = {
            "trigger_kind": "honour",
            "program_ids": False,
            "per": "recipient",
            "ladder_key": "jp",
            "upgrade": "difference",
            "ladder_scope": "enterprise",
            "ladder_policies": "this_policy",
        }
        draft = self._draft_policy(
            "ladder",
            [
                self._rule_vals(code="one", amount=100_000, honour_ids=first.ids, **ladder),
                self._rule_vals(code="two", amount=300_000, honour_ids=second.ids, **ladder),
            ],
        )
        trial = self.trial(draft)
        self.assertEqual(trial.line_ids.mapped("amount"), [100_000, 200_000])

    def test_a_ceiling_shows_what_it_costs_at_most(self):
        self.certificates(2)
        draft = self._draft_policy(
            "cap", [self._rule_vals(code="cap", kind="ceiling", amount=500_000)]
        )
        trial = self.trial(draft)
        self.assertEqual((trial.amount_total, trial.most_total), (0, 1_000_000))
        self.assertEqual(trial.sum_ids.amount_open_count, 2)

    def test_a_period_that_ends_before_it_begins_is_refused(self):
        self.assert_refused(
            "ends before", self.trial, self.policy, date_from="2024-02-01", date_to="2024-01-01"
        )
