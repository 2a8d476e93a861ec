"""Policy and money: what follows from certificates, up to the bank."""

from datetime import date

from odoo import Command

from . import payments as steps
from . import rules
from .years import YEARS

BUDGETS = {2022: 1_500_000, 2023: 2_000_000, 2024: 2_000_000, 2025: 1_000_000}
CURRENT_BUDGET = 4_000_000
# Working days after the certificates: first account confirmed, claims reviewed, approved
_CONFIRMED, _REVIEWED, _APPROVED, _DISBURSED = 2, 12, 15, 20
# Working days within which the running claims move; what must be settled before is left alone
_SETTLED = 20
# How far the last claims of 2025 have come, in working days ago
_RUNNING = {
    "exported": {"confirm": 13, "review": 10, "approve": 8, "make": 6, "post": 5, "export": 3},
    "confirmed": {"confirm": 11, "review": 8, "approve": 5, "make": 4, "post": 2},
    "made": {"confirm": 8, "review": 5, "approve": 3, "make": 2},
    "approved": {"confirm": 6, "review": 4, "approve": 1},
    "submitted": {"confirm": 2},
    "returned": {"confirm": 4, "send_back": 2},
    "reviewed": {"confirm": 4, "review": 2},
    "noticed": {"confirm": 4, "review": 3, "notice": 2},
}


def enter(scene):
    agenda = scene.agenda
    agenda.at(date(2021, 12, 28), _activate, scene)
    agenda.at(date(2021, 12, 28), steps.name_bank_account, scene, hour=14)
    agenda.at(scene.prolonged_on, _prolong, scene, hour=11)
    scene.funds = {}
    for year in range(2022, agenda.today.year + 1):
        # the budget is granted in the last days of the year before
        agenda.at(agenda.workday(date(year, 1, 1), -3), _open_fund, scene, year)
        closing = agenda.workday(date(year + 1, 1, 12), 1)
        if year in BUDGETS and closing < agenda.ago(_SETTLED):
            agenda.at(closing, _close_fund, scene, year)
    for batch in YEARS:
        _enter_batch(scene, batch)
    _enter_late(scene)
    for case in (case for batch in scene.cases.values() for case in batch):
        for step, days in _RUNNING.get(case.award, {}).items():
            act = getattr(steps, step)
            agenda.at(agenda.ago(days), act, scene, [case], hour=11)


# -- policy and funds --------------------------------------------------------------------------------


def _activate(scene):
    """The manager completes the policy and puts it into force."""
    scene.policy = scene.env.ref("brand_city_wuhu.policy")
    policy = scene.by("manager", scene.policy)
    policy.fair_review_no = "芜公竞审示例〔2021〕12号"
    policy.action_activate(document_no="芜市监示例〔2021〕33号")


def _prolong(scene):
    """A second version from 2026 on, for certificates of the prolonged programme."""
    number = "芜市监示例〔2026〕1号"
    policy = rules.prolong_policy(
        scene,
        scene.prolonged_on,
        "关于延续执行“芜湖智造”品牌认证工作的通知",
        number,
        "芜公竞审示例〔2025〕27号",
        date_to=scene.program.date_to,
    )
    policy.rule_ids.program_ids = [Command.set(scene.program.ids)]
    policy.action_activate(document_no=number)


def _open_fund(scene, year):
    fund = scene.by("manager", "award.fund").create(
        {
            "name": "“芜湖智造”品牌发展专项经费",
            "code": "ZXJF",
            "fiscal_year": year,
            "company_id": scene.company.id,
            "department": "市市场监管局",
            "initial_budget": BUDGETS.get(year, CURRENT_BUDGET),
            "budget_document_no": f"芜财示例〔{year - 1}〕{year % 10 + 60}号",
        }
    )
    fund.action_open()
    scene.funds[year] = fund.with_env(scene.env)


def _close_fund(scene, year):
    scene.by("manager", scene.funds[year]).action_close(reason="年度决算")


# -- the batches of 2022 to 2025 -----------------------------------------------------------------------


def _enter_batch(scene, batch):
    """Account, review, approval and disbursement of a batch, together as offices do it."""
    agenda, issued = scene.agenda, YEARS[batch].issued
    listed = [case for case in scene.cases[batch] if case.award in ("paid", "failed", "waived")]
    for number, case in enumerate(listed):
        day = agenda.workday(issued, _CONFIRMED + number % 6)
        agenda.at(day, steps.confirm, scene, [case], hour=10)
    waived = [case for case in listed if case.award == "waived"]
    going = [case for case in listed if case not in waived]
    agenda.at(agenda.workday(issued, _REVIEWED), steps.review, scene, going, hour=14)
    for case in waived:
        agenda.at(agenda.workday(issued, _REVIEWED), steps.refuse, scene, case, hour=16)
    agenda.at(agenda.workday(issued, _APPROVED), steps.approve, scene, going, hour=15)
    if batch == "2025":
        agenda.at(agenda.workday(issued, _APPROVED + 3), _raise_budget, scene)
    day = agenda.workday(issued, _DISBURSED)
    failed = [case for case in going if case.award == "failed"]
    _enter_disbursement(scene, day, going, failed)
    if failed:
        _enter_disbursement(scene, agenda.workday(day, 12), failed, [])


def _enter_disbursement(scene, day, listed, failed):
    """Made, checked, exported and settled within a week; ``failed`` lines come back."""
    agenda = scene.agenda
    agenda.at(day, steps.make, scene, listed)
    agenda.at(agenda.workday(day, 1), steps.post, scene, listed)
    agenda.at(agenda.workday(day, 2), steps.export, scene, listed)
    for case in failed:
        agenda.at(agenda.workday(day, 3), steps.fail, scene, case)
    agenda.at(agenda.workday(day, 4), steps.settle, scene, listed, hour=16)


def _enter_late(scene):
    """Two enterprises of 2025 confirm their accounts in the next year only."""
    agenda = scene.agenda
    if agenda.ago(_SETTLED) < date(2026, 2, 15):
        return
    late = [case for case in scene.cases["2025"] if case.award == "late"]
    agenda.at(date(2026, 1, 21), steps.confirm, scene, late)
    agenda.at(date(2026, 1, 28), steps.review, scene, late)
    agenda.at(date(2026, 2, 3), steps.approve, scene, late)
    _enter_disbursement(scene, date(2026, 2, 5), late, [])


def _raise_budget(scene):
    """The year's money did not reach; it is raised, and the queue is approved in its order."""
    fund = scene.funds[2025]
    scene.by("manager", fund).action_change_budget(
        1_400_000, "本年度获证12件,按每件20万元追加预算", "芜财示例〔2025〕88号"
    )
    scene.by("approver", fund).action_approve_waiting()
