"""Builders for tests of rewards: a policy in force, the year's fund, people, claims in any state."""

from odoo import Command

from odoo.addons.brand_awards.models.award_fund_entry import EFFECTS
from odoo.addons.brand_certification.tests.common import BrandCase

from .finance import FINANCE, FinanceSteps

QUOTE = "对新取得“芜湖智造”品牌认证的,每件给予一次性奖励20万元。"
PROMISED = 200_000  # 芜湖2021 七: 每件给予一次性奖励20万元

ROLES = {
    "award": ["brand_awards.group_award_officer"],
    "award2": ["brand_awards.group_award_officer"],
    **FINANCE,
}


class AwardCase(FinanceSteps, BrandCase):
    """芜湖智造 with its reward in force, an open fund of a million, and finance's three persons."""

    budget = 1_000_000

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users.update(cls._staff(ROLES))
        cls.company.action_award_setup()
        cls.bank = cls.env["res.bank"].create({"name": "示例银行芜湖分行"})
        cls.policy = cls._policy()
        cls.rule = cls.policy.rule_ids
        cls.fund = cls._fund(cls.budget)

    # -- rules and money -------------------------------------------------------------------------

    @classmethod
    def _rule_vals(cls, **vals):
        return {
            "name": "芜湖智造认证奖励",
            "code": "wuhu-cert",
            "clause": "七",
            "quote": QUOTE,
            "program_ids": [Command.set(cls.program.ids)],
            "amount": PROMISED,
            "per": "item",
            "item_unit": "product",
            "payers": "city",
            "fund_code": "ZXZJ",
            **vals,
        }

    @classmethod
    def _draft_policy(cls, code="test-2021", rules=None, **vals):
        return cls.env["award.policy"].create(
            {
                "name": "“芜湖智造”品牌认证五年行动方案",
                "code": code,
                "document_no": "芜政〔2021〕108号",
                "date_from": "2021-12-21",
                "date_to": "2025-12-31",
                "basis_date": "award_date",
                "legal_basis": "市政府常务会议审定",
                "fair_review_no": "GP-2021-017",
                "rule_ids": [Command.create(row) for row in rules or [cls._rule_vals()]],
                **vals,
            }
        )

    @classmethod
    def _policy(cls, *args, **kwargs):
        policy = cls._draft_policy(*args, **kwargs)
        policy.with_user(cls.users["manager"]).action_activate()
        return policy

    @classmethod
    def _fund(cls, budget, year=2024, code="ZXZJ"):
        fund = cls.env["award.fund"].create(
            {
                "name": "品牌发展专项资金",
                "code": code,
                "fiscal_year": year,
                "initial_budget": budget,
                "budget_document_no": "芜财〔2024〕3号",
            }
        )
        fund.with_user(cls.users["manager"]).action_open()
        return fund

    @classmethod
    def _share_payers(cls, city, district):
        """City and district share the rewards of the clause by these weights."""
        cls.rule.payers = "table"
        table = cls.env["award.payer.table"].create(
            {
                "name": "市区分担",
                "document_no": "芜财〔2021〕9号",
                "date_from": "2021-01-01",
                "district_ids": [Command.set(cls.district.ids)],
                "line_ids": [
                    Command.create({"name": "市级财政", "is_city": True, "weight": city}),
                    Command.create({"name": "财政", "weight": district}),
                ],
            }
        )
        table.with_user(cls.users["manager"]).action_activate()

    @classmethod
    def _allow_recoveries(cls):
        """The policy says what is given back, and another approver decides it."""
        cls.users["approver2"] = cls._user("approver2", ["brand_certification.group_approver"])
        cls.policy.recovery_clause = "（七）弄虚作假的，退回奖励。"

    # -- certificates and their claims -------------------------------------------------------------

    def certificates(self, count=1, firm=None, program=None, products=None):
        """New certificates for ``count`` products, issued in one batch as officers issue them."""
        firm, program = firm or self.firm, program or self.program
        products = products or self.env["brand.product"].create(
            [{"name": f"产品{number}", "partner_id": firm.id} for number in range(1, count + 1)]
        )
        applications = self.env["brand.application"].create(
            [
                {
                    "program_id": program.id,
                    "level_id": program.level_ids[:1].id,
                    "partner_id": firm.id,
                    "product_id": product.id,
                }
                for product in products
            ]
        )
        return self.env["brand.certificate"].sudo()._issue(applications)

    def entitled(self, count=1, **kwargs):
        return self.certificates(count, **kwargs).claim_ids

    def account(self, firm=None, user=None, number="340200000000001", **vals):
        """Account that the enterprise's own user entered, not checked yet."""
        firm, user = firm or self.firm, user or self.applicant
        given = {"holder_name": firm.name, "bank_name": self.bank.name, "cnaps": "102362000011"}
        return (
            self.env["res.partner.bank"]
            .with_user(user)
            ._enter_for(firm, number, **{**given, **vals})
        )

    def submitted_claim(self, count=1, user=None, **kwargs):
        claims = self.entitled(count, **kwargs)
        user = user or self.applicant
        account = self.account(kwargs.get("firm"), user)
        claims.with_user(user).action_confirm_account(account.id)
        return claims

    def reviewed(self, count=1, **kwargs):
        claims = self.submitted_claim(count, **kwargs)
        claims.with_user(self.users["award"]).action_review()
        return claims

    def approved(self, count=1, **kwargs):
        claims = self.reviewed(count, **kwargs)
        claims.with_user(self.users["approver"]).action_approve(document_no="芜市监〔2024〕9号")
        return claims

    def proposed(self, count=1, **kwargs):
        """A draft disbursement of ``count`` approved claims, made by finance's first person."""
        self.trusted(self.approved(count, **kwargs))
        return self.taken()

    def confirmed(self, *args, **kwargs):
        batch = self.proposed(*args, **kwargs)
        batch.with_user(self.users["checker"]).action_confirm()
        return batch

    def exported(self, *args, **kwargs):
        return self.checked_and_exported(self.proposed(*args, **kwargs))

    def settled(self, *args, **kwargs):
        return self.paid_out(self.proposed(*args, **kwargs))

    # -- honours, groups, and what was decided -------------------------------------------------------

    @classmethod
    def _firm(cls, name, uscc=False):
        return cls.env["res.partner"].create(
            {
                "name": name,
                "uscc": uscc,
                "is_company": True,
                "is_brand_enterprise": True,
                "brand_district_id": cls.district.id,
            }
        )

    def recognise(self, partner, on, honour=None, **vals):
        """An honour registered by one person and confirmed by another."""
        recognition = (
            self.env["award.recognition"]
            .with_user(self.users["award"])
            .create(
                {
                    "honour_id": (honour or self.honour).id,
                    "partner_id": partner.id,
                    "date": on,
                    "document_no": f"示公告〔{on[:4]}〕1号",
                    **vals,
                }
            )
        )
        recognition.with_user(self.users["award2"]).action_confirm()
        return recognition.sudo()

    def reason(self, source, policy):
        """Code of what was decided last about an event under a policy."""
        name = "decision_ids" if "decision_ids" in source._fields else "award_decision_ids"
        return source[name].filtered(lambda row: row.policy_id == policy)[:1].reason

    def tie(self, one, other, **vals):
        return self.env["brand.relation"].create(
            {
                "partner_id": one.id,
                "other_id": other.id,
                "kind": "group",
                "source": "工商登记",
                **vals,
            }
        )

    # -- from the claim to the money -----------------------------------------------------------------

    def approve(self, claim, user=None):
        """From the entitled claim of an enterprise to its committed money."""
        firm, user = claim.partner_id, user or self.applicant
        account = firm.bank_ids[:1] or self.account(firm, user)
        claim.with_user(user).action_confirm_account(account.id)
        claim.with_user(self.users["award"]).action_review()
        claim.with_user(self.users["approver"]).action_approve(document_no="示批〔2024〕1号")
        return claim

    def pay(self, *claims):
        """Claims approved, where they are not yet, and paid by finance's three persons."""
        for claim in claims:
            if claim.state == "entitled":
                self.approve(claim)
            self.trusted(claim)
        self.disburse()

    def follow(self):
        """The job that decides again where facts have moved."""
        self.env["award.claim"].sudo()._cron_decide_moved()

    # -- assertions ----------------------------------------------------------------------------------

    def assert_fund(self, fund=None, **figures):
        """Figures of the fund, each also as the sum of its ledger."""
        fund = fund or self.fund
        self.assertEqual({name: fund[name] for name in figures}, figures)
        self.assertEqual(self.ledger_sums(fund), {name: fund[name] for name in _COUNTERS})

    def assert_books_agree(self, fund=None):
        """Expense of the fund in Odoo's analytic lines is what the fund says was billed."""
        fund = fund or self.fund
        lines = self.env["account.move.line"].search(
            [
                ("account_id", "=", self.company.award_account_id.id),
                ("parent_state", "=", "posted"),
                ("analytic_distribution", "in", fund.analytic_account_id.ids),
            ]
        )
        self.assertEqual(sum(lines.mapped("balance")), fund.billed)

    def ledger_sums(self, fund):
        sums = dict.fromkeys(_COUNTERS, 0.0)
        for entry in fund.entry_ids:
            for counter, sign in EFFECTS[entry.kind].items():
                sums[counter] += sign * entry.amount
        return sums


_COUNTERS = ("budget", "reserved", "committed", "billed", "paid")
