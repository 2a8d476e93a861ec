"""What the boundaries of rewards share: a city of a pack whose policy has been issued."""

from city_case import CityCase

from odoo.addons.brand_awards.tests.common import AwardCase

RULED_FROM = "2022-08-08"


class RewardCase(CityCase, AwardCase):
    """A city of a pack whose policy has been issued, with the rulings of its first day."""

    rulings = {}
    fund_code = None
    budget = 5_000_000

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.award = cls.users["award"]

    @classmethod
    def _policy(cls):
        """Issue the pack's draft: rulings, number and review number, then into force."""
        for name, choice in cls.rulings.items():
            cls.ruled(name, choice)
        policy, manager = cls.ref("policy"), cls.users["manager"]
        if policy.state != "draft":
            policy = policy.browse(policy.with_user(manager).action_new_version()["res_id"])
        policy.with_user(manager).write(
            {"document_no": "示政发〔2022〕8号", "fair_review_no": "公平竞争审查〔2022〕1号"}
        )
        policy.with_user(manager).action_activate()
        return policy.with_env(cls.env)

    @classmethod
    def _fund(cls, budget, year=2024, code=None):
        return super()._fund(budget, year, code or cls.fund_code)

    @classmethod
    def ruled(cls, name, choice, date_from=RULED_FROM):
        """The manager answers an open question of the pack; from a later date, answers it anew."""
        return super().rule(f"ruling_{name}", choice, date_from)

    def honoured(self, code, on, partner=None, **vals):
        """The claim of an honour of the pack, registered and confirmed; may be empty."""
        self.recognition = self.recognise(
            partner or self.firm, on, self.ref(f"honour_{code}"), **vals
        )
        return self.recognition.claim_ids

    def why_not(self):
        """What was decided about the last honour."""
        return self.reason(self.recognition, self.policy)

    def assert_nothing(self, reason):
        self.assertFalse(self.recognition.claim_ids)
        self.assertEqual(self.why_not(), reason)

    def set_amount(self, claim, amount, on_purpose=False):
        """Under a ceiling; ``on_purpose``: another amount than equal cases got."""
        officer = claim.with_user(self.award)
        officer.action_set_amount(amount, "按年度奖励标准", is_different_on_purpose=on_purpose)
        return claim
