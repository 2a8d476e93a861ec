"""Zhuzhou's offices and rules in force, and the steps of a reward, each by the person whose step it is."""

from city_case import CityCase

from odoo import Command

from odoo.addons.brand_awards.decision import result
from odoo.addons.brand_awards.tests.finance import FINANCE, FinanceSteps
from odoo.addons.brand_awards.tests.honour_sheet import HonourSheet
from odoo.addons.brand_certification.scheme import uscc

APPROVER = "brand_certification.group_approver"
ROLES = {
    "award": ["brand_awards.group_award_officer"],
    "award2": ["brand_awards.group_award_officer"],
    "leader": [APPROVER],
    "approver2": [APPROVER],
    **FINANCE,
}
RULINGS = {
    "a1": "zz-hnlzh-5",
    "a7": "table",
    "a10": "legal_person+ever+each_honour",
    "a11": "by_level+each+revision_paid",
    "a13": "budget_units_not_paid",
    "a14": "zz-lpyb",
    "a15": "rate_table",
    "a28": "award_date",
    "a29": "withheld+ceiling_gross",
}
# The year's amounts where they stand below the ceiling; clauses that are missing here have none yet
RATES = {"zz-hnmp": 30_000, "zz-lpyb": 20_000, "zz-bz-gb": 80_000}
WITHOUT_RATE = ("zz-zhlzh", "zz-luban")
APPLIED_FOR = "zz-hngyzlbg"  # in a window of the year, with proof; all others come by themselves
SECOND_LEVEL_FROM = 200_000
ID_NUMBER = "360426199101010071"  # made up, with a check digit that fits


def code_of(number, district="430211"):
    """A credit code that nobody has."""
    first = f"91{district}MAXXT{number:04d}"
    return first + uscc.check_digit(first)


class ZhuzhouCase(HonourSheet, FinanceSteps, CityCase):
    pack = "brand_city_zhuzhou"
    today = "2024-03-04 02:00:00"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for role, groups in ROLES.items():
            cls.users[role] = cls._user(role, groups)
        cls.manager = cls.users["manager"]
        cls.company._award_setup()
        cls.policy = cls._draft()

    def setUp(self):
        super().setUp()
        self.firm.brand_district_id = self.ref("district_liling")

    # -- the city's rules ----------------------------------------------------------------------------

    @classmethod
    def _draft(cls):
        """The plan as the city would issue it: numbered, and every list on public notice."""
        policy = cls.ref("policy")
        if policy.state != "draft":  # the demo has put it into force
            form = policy.with_user(cls.manager).action_new_version()
            policy = policy.browse(form["res_id"])
        policy.with_user(cls.manager).write(
            {
                "document_no": "株政办示例〔2023〕6号",
                "fair_review_no": "株公竞审示例〔2023〕6号",
                "recovery_clause": "获奖企业弄虚作假或者荣誉被撤销的,退回奖励资金。",
            }
        )
        policy.rule_ids.with_user(cls.manager).require_notice = True
        benchmark = policy.rule_ids.filtered(lambda rule: rule.code == APPLIED_FOR)
        benchmark.with_user(cls.manager).write(
            {"claiming": "applied", "document_ids": [Command.create({"name": "奖励资金申报表"})]}
        )
        return policy

    @classmethod
    def put_into_force(cls):
        for name, choice in RULINGS.items():
            cls.rule(f"ruling_{name}", choice, "2023-03-08")
        cls.policy.with_user(cls.manager).action_activate()
        cls._set_shares()
        cls._set_rates()
        cls._set_levels()

    @classmethod
    def _set_shares(cls):
        """Districts carry half, counties seven tenths."""
        districts = cls.env["brand.district"].search([("company_id", "=", cls.company.id)])
        counties = districts.filtered(lambda one: one.name[-1] in "县市")
        tables = cls.env["award.payer.table"].with_user(cls.manager)
        standing = tables.search([("company_id", "=", cls.company.id), ("state", "=", "active")])
        standing.action_expire()
        for members, name, weights in (
            (districts - counties, "区级财政", (5, 5)),
            (counties, "县级财政", (3, 7)),
        ):
            tables.create(
                {
                    "name": f"市与{name}分担",
                    "document_no": "株财示例〔2023〕2号",
                    "date_from": "2023-03-08",
                    "district_ids": [Command.set(members.ids)],
                    "line_ids": [
                        Command.create({"name": "市级财政", "is_city": True, "weight": weights[0]}),
                        Command.create({"name": name, "weight": weights[1], "sequence": 20}),
                    ],
                }
            ).action_activate()

    @classmethod
    def _set_rates(cls):
        """The manager writes the year's amounts down, the approver sets them."""
        table = (
            cls.env["award.rate.table"]
            .with_user(cls.manager)
            .create({"name": "2024年度奖励标准", "policy_id": cls.policy.id, "year": 2024})
        )
        table.action_add_clauses()
        for line in table.line_ids:
            line.amount = RATES.get(line.rule_id.code, line.ceiling)
        table.line_ids.filtered(lambda one: one.rule_id.code in WITHOUT_RATE).unlink()
        table.with_user(cls.users["approver"]).action_activate(document_no="株市监示例〔2024〕1号")
        cls.rates = table

    @classmethod
    def _set_levels(cls):
        """One level for every claim, a second one from 200,000 yuan."""
        levels = cls.env["brand.approval.level"].with_user(cls.manager)
        levels.search(
            [("model", "=", "award.claim"), ("company_id", "=", cls.company.id)]
        ).active = False
        for sequence, (name, amount) in enumerate(
            (("分管领导", 0), ("主要领导", SECOND_LEVEL_FROM)), 1
        ):
            levels.create(
                {
                    "name": name,
                    "model": "award.claim",
                    "step": "action_approve",
                    "sequence": sequence,
                    "amount_from": amount,
                    "group_id": cls.env.ref(APPROVER).id,
                }
            )

    @classmethod
    def open_fund(cls, code, budget):
        fund = cls.env["award.fund"].create(
            {
                "name": f"{code}专项资金",
                "code": code,
                "fiscal_year": 2024,
                "department": cls.policy.rule_ids.filtered(lambda r: r.fund_code == code)[
                    :1
                ].department,
                "initial_budget": budget,
                "budget_document_no": "株财预示例〔2024〕1号",
            }
        )
        fund.with_user(cls.manager).action_open()
        return fund

    def clause(self, code):
        return self.policy.rule_ids.filtered(lambda rule: rule.code == code)

    # -- honours -------------------------------------------------------------------------------------

    def enterprise(self, number, district="tianyuan", **vals):
        """``(enterprise, its portal user)`` in one of Zhuzhou's districts."""
        return self._enterprise(
            f"株洲示例{number}有限公司",
            code_of(number),
            brand_district_id=self.ref(f"district_{district}").id,
            **vals,
        )

    def person(self, name="示例个人", number=ID_NUMBER):
        """A natural person with an identity number on record."""
        person = self.env["res.partner"].create(
            {
                "name": name,
                "brand_district_id": self.ref("district_tianyuan").id,
                "company_id": self.company.id,
            }
        )
        person.with_user(self.users["award"]).sudo().identity_number = number
        return person

    def registered(self, honour, partner=None, **vals):
        """Written down by the award officer, not confirmed yet."""
        return (
            self.env["award.recognition"]
            .with_user(self.users["award"])
            .create(
                {
                    "honour_id": self.ref(f"honour_{honour}").id,
                    "partner_id": (partner or self.firm).id,
                    "date": "2024-02-05",
                    "document_no": "湘示例〔2024〕8号",
                    **vals,
                }
            )
        )

    def entitled(self, honour, partner=None, **vals):
        """The claim that a confirmed honour has made by itself."""
        recognition = self.registered(honour, partner, **vals)
        recognition.with_user(self.users["award2"]).action_confirm()
        return self.claims_of(recognition)

    def claims_of(self, recognitions):
        return recognitions.sudo().claim_ids.with_env(self.env)

    def faults(self, wizard):
        """``{third cell of the row: fault}`` of the table of faults."""
        return {row[2]: row[-1] for row in self.fault_rows(wizard)}

    # -- claims --------------------------------------------------------------------------------------

    def confirm(self, claim, user=None, number="43020000000001"):
        """The enterprise names its account in the portal."""
        answers = {
            "account": "new",
            "holder": claim.partner_id.name,
            "number": number,
            "bank": "示例银行株洲分行",
            "cnaps": "102552000015",
        }
        claim.with_user(user or self.applicant)._portal_confirm_account(answers)
        return claim

    def reviewed(self, claim, user=None, **kwargs):
        self.confirm(claim, user, **kwargs)
        claim.with_user(self.users["award"]).action_review()
        return claim

    def noticed(self, claims):
        """Listed by the officer, published by the reviewer, and the notice has ended."""
        form = claims.with_user(self.users["award"]).action_make_notice()
        notice = self.env["brand.notice"].browse(form["res_id"]).with_user(self.users["reviewer"])
        self.publish(notice)
        self.let_notice_end(notice)
        return claims

    def publish(self, notice):
        """A city without a programme enters its phones once; later notices have them already."""
        if not notice.discipline_phone:
            notice.write({"discipline_phone": "0731-0000012", "office_phone": "0731-0000011"})
        notice.action_publish(document_no="株市监示例公告〔2024〕3号")

    def approved(self, claims):
        """Approved by as many levels as the amount asks for."""
        claims.with_user(self.users["approver"]).action_approve(
            document_no="株市监示例奖〔2024〕2号"
        )
        second = claims.filtered(lambda c: c.amount >= SECOND_LEVEL_FROM)
        if second:
            second.with_user(self.users["leader"]).action_approve(
                document_no="株市监示例奖〔2024〕2号"
            )
        return claims

    def payable(self, claim, user=None, **kwargs):
        return self.trusted(self.approved(self.noticed(self.reviewed(claim, user, **kwargs))))

    def shares(self, claim):
        """``{payer: yuan}`` of the claim's decision."""
        decision = result.from_json(claim.sudo().decision_id.frozen)
        return {share.payer_name: int(share.amount) for share in decision.shares}

    # -- money ---------------------------------------------------------------------------------------

    def exported(self, fund, **vals):
        return self.checked_and_exported(self.taken(fund, **vals)).with_env(self.env)

    def bank_reply(self, batch, failed=()):
        """The bank's table of answers; ``failed`` claims came back."""
        answers = (self.BAD if line.claim_id in failed else self.OK for line in batch.line_ids)
        content = self.reply(batch, *answers)
        return batch.with_user(self.users["settler"]).action_import_reply(content, "回单.xlsx")

    def settled(self, batch):
        batch.with_user(self.users["settler"]).action_settle()
        return batch
