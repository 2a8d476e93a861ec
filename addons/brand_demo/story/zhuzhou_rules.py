"""株洲's rules, as the manager makes them: rulings, policy, shares, the years' amounts and funds."""

from datetime import date

from odoo import Command

from . import payments as steps
from . import rules

FIRST_DAY = date(2023, 3, 20)
_RULED = date(2023, 5, 10)
_ISSUED = date(2023, 5, 16)
_OFFICE = "市质量强市工作领导小组办公室"
_NUMBER = "株政办示例〔2023〕6号"
_PROLONGED = date(2026, 1, 5)
# Year's amounts where they stand below the ceiling; the last two are set case by case
_RATES = {"zz-hnmp": 30_000, "zz-lpyb": 20_000, "zz-bz-gb": 80_000, "zz-hngyzlbg": 200_000}
_CASE_BY_CASE = ("zz-zhlzh", "zz-luban")
_BUDGETS = {
    "ZLQS": ("质量强市专项资金", 1_000_000),
    "GXFZ": ("制造业高质量发展专项资金", 600_000),
    "SWFZ": ("商务发展专项资金", 230_000),
    "NYFZ": ("农业品牌专项资金", 200_000),
    "WLFZ": ("文化旅游发展专项资金", 400_000),
    "JSFZ": ("建筑业发展专项资金", 500_000),
}
# Earlier years had fewer funds, and less
_EARLIER = {
    2024: {"ZLQS": 500_000, "GXFZ": 450_000, "SWFZ": 100_000, "NYFZ": 60_000},
    2025: {"ZLQS": 300_000, "GXFZ": 450_000, "NYFZ": 60_000},
}
SECOND_LEVEL = 300_000


def enter(scene):
    """From the draft's contradictions to the policy of today; each year its amounts and funds."""
    agenda = scene.agenda
    scene.policy, scene.funds = scene.ref("policy"), {}
    agenda.at(_RULED, _rule, scene)
    agenda.at(_ISSUED, _activate, scene)
    agenda.at(_ISSUED, steps.name_bank_account, scene, hour=14)
    scene.prolonged_on = min(_PROLONGED, agenda.ago(90))
    agenda.at(scene.prolonged_on, _prolong, scene)
    for year in range(2024, agenda.today.year + 1):
        day = agenda.workday(date(year, 1, 1), -3)
        agenda.at(day, _open_funds, scene, year, hour=10)
        agenda.at(day, _set_rates, scene, year, hour=15)
        closing = agenda.workday(date(year + 1, 1, 12), 1)
        if closing < agenda.ago(60):
            agenda.at(closing, _close_funds, scene, year)


def _rule(scene):
    """All open questions are answered; districts and counties carry a part of each reward."""
    shares = scene.ref("ruling_a7")
    others = rules.rulings(scene) - shares
    number = "株质强办示例〔2023〕2号"
    rules.answer(scene, others, number, _OFFICE, _RULED)
    scene.by("manager", shares).write(
        {"choice": "table", "document_no": number, "decided_by": _OFFICE, "date_from": FIRST_DAY}
    )


def _activate(scene):
    """The draft has been issued: every list is noticed, two levels approve what is large."""
    policy = scene.by("manager", scene.policy)
    policy.write(
        {
            "name": "株洲市品牌提升工程行动计划",
            "document_no": _NUMBER,
            "fair_review_no": "株公竞审示例〔2023〕6号",
            "recovery_clause": "以虚假材料骗取荣誉或者荣誉被撤销的,退回已领取的奖励资金。",
        }
    )
    policy.rule_ids.require_notice = True
    policy.action_activate(document_no=_NUMBER)
    rules.set_levels(
        scene,
        [
            ("award.claim", "action_approve", "分管领导审批", 10, 0),
            ("award.claim", "action_approve", "主要领导审批", 20, SECOND_LEVEL),
        ],
    )
    _set_shares(scene)


def _set_shares(scene):
    """Districts and zones carry half, counties seven tenths."""
    districts = scene.env["brand.district"].search([("company_id", "=", scene.company.id)])
    counties = districts.filtered(lambda one: one.kind != "zone" and one.name[-1] in "县市")
    for members, payer, weights in (
        (districts - counties, "区级财政", (5, 5)),
        (counties, "县级财政", (3, 7)),
    ):
        table = scene.by("manager", "award.payer.table").create(
            {
                "name": f"市与{payer}分担比例",
                "document_no": "株财示例〔2023〕18号",
                "company_id": scene.company.id,
                "date_from": _RULED,
                "district_ids": [Command.set(members.ids)],
                "line_ids": [
                    Command.create({"name": "市级财政", "is_city": True, "weight": weights[0]}),
                    Command.create({"name": payer, "weight": weights[1], "sequence": 20}),
                ],
            }
        )
        table.action_activate()


def _prolong(scene):
    """The plan ended with 2025; its rewards go on."""
    number = "株政办示例〔2026〕1号"
    end = date(scene.agenda.today.year + 1, 12, 31)
    policy = rules.prolong_policy(
        scene,
        scene.prolonged_on,
        "关于继续执行品牌提升工程奖励政策的通知",
        number,
        "株公竞审示例〔2025〕31号",
        date_to=end,
    )
    policy.action_activate(document_no=number)
    scene.policy = policy.with_env(scene.env)


def _set_rates(scene, year):
    """The manager writes the year's amounts down, the approver sets them."""
    table = scene.by("manager", "award.rate.table").create(
        {"name": f"{year}年度奖励标准", "policy_id": scene.policy.id, "year": year}
    )
    table.action_add_clauses()
    for line in table.line_ids:
        line.amount = _RATES.get(line.rule_id.code, line.ceiling)
    table.line_ids.filtered(lambda one: one.rule_id.code in _CASE_BY_CASE).unlink()
    scene.by("approver", table).action_activate(document_no=f"株质强办示例〔{year}〕1号")


def _open_funds(scene, year):
    """Each department has its own; there is no fund for brands alone ((八)、(九))."""
    departments = {rule.fund_code: rule.department for rule in scene.policy.rule_ids}
    granted = _EARLIER.get(year) or {code: budget for code, (_name, budget) in _BUDGETS.items()}
    for code, budget in granted.items():
        fund = scene.by("manager", "award.fund").create(
            {
                "name": _BUDGETS[code][0],
                "code": code,
                "fiscal_year": year,
                "company_id": scene.company.id,
                "department": departments[code],
                "initial_budget": budget,
                "budget_document_no": f"株财预示例〔{year - 1}〕{year % 10 + 40}号",
            }
        )
        fund.action_open()
        scene.funds[year, code] = fund.with_env(scene.env)


def _close_funds(scene, year):
    for (of_year, _code), fund in scene.funds.items():
        if of_year == year:
            scene.by("manager", fund).action_close(reason="年度决算")
