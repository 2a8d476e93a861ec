"""株洲's rewards for honours: contradictions ruled before the plan is in force, a year of lists and
payments in 2024, and what runs today. It certifies nothing itself."""

import base64
import io
from dataclasses import dataclass
from datetime import date

import openpyxl

from . import honours as acts
from . import payments as steps
from . import recoveries, rules, zhuzhou_rules

FIRST_DAY = zhuzhou_rules.FIRST_DAY


@dataclass(frozen=True)
class _Year:
    """The days on which a year's list moved on."""

    registered: date
    accounts: date  # the first; the others follow, a working day each
    reviewed: date
    noticed: date
    approved: date
    paid: date


_YEARS = {
    "2024": _Year(
        date(2024, 3, 6),
        date(2024, 3, 12),
        date(2024, 4, 8),
        date(2024, 4, 10),
        date(2024, 4, 19),
        date(2024, 4, 23),
    ),
    "2025": _Year(
        date(2025, 3, 18),
        date(2025, 3, 25),
        date(2025, 4, 9),
        date(2025, 4, 11),
        date(2025, 4, 22),
        date(2025, 4, 24),
    ),
}

# Goals until 2025 that departments report
_FIGURES = (
    ("zdsys", 5, "市科技局2025年度统计快报"),
    ("gcyjzx", 3, "市发展改革委2025年度统计快报"),
    ("qyjszx", 17, "市发展改革委2025年度统计快报"),
    ("bz", 61, "市市场监管局标准化科2025年末台账"),
    ("jlbz", 58, "市市场监管局计量科2025年末台账"),
    ("ncpqypp", 8, "市农业农村局2025年度工作总结"),
)


def enter(scene):
    scene.persons = {}
    zhuzhou_rules.enter(scene)
    scene.agenda.at(date(2024, 1, 8), acts.add_persons, scene)
    scene.cases = acts.read(scene)
    for batch, year in _YEARS.items():
        _enter_year(scene, scene.cases[batch], year)
    _enter_now(scene, scene.cases["now"])
    _enter_settlements(scene)
    scene.agenda.at(scene.agenda.ago(1), _report_goals, scene, hour=17)


def _report_goals(scene):
    """Figures that no record holds are entered with their source; the others are counted."""
    for name, figure, source in _FIGURES:
        scene.by("manager", scene.ref(f"target_{name}")).write(
            {"entered_value": figure, "entered_source": source}
        )
    scene.by("manager", "brand.target").action_open()


# -- shares between city and districts ---------------------------------------------------------------


def _enter_settlements(scene):
    """2024 is settled but for one district, whose treasury has not answered; 2025 is drawn up."""
    agenda = scene.agenda
    agenda.at(date(2025, 1, 14), _draw_up, scene, 2024)
    agenda.at(date(2025, 1, 16), _check_statements, scene)
    agenda.at(date(2025, 3, 20), _settle_statements, scene, hour=15)
    agenda.at(agenda.ago(3), _draw_up, scene, 2025, hour=10)


def _draw_up(scene, year):
    """One statement for each district for which the city advanced anything in that year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    shares = scene.by("finance", "award.fund.entry").search(
        [
            ("company_id", "=", scene.company.id),
            ("kind", "in", ("pay", "recover")),
            ("other_share", "!=", 0),
            ("booked_on", ">=", first),
            ("booked_on", "<=", last),
        ]
    )
    statements = scene.by("finance", "award.settlement").create(
        [
            {"district_id": district.id, "date_from": first, "date_to": last}
            for district in shares.district_id.sorted("code")
        ]
    )
    for statement in statements:
        statement.action_propose()


def _statements(scene, login, state):
    return scene.by(login, "award.settlement").search(
        [("company_id", "=", scene.company.id), ("state", "=", state)], order="id"
    )


def _check_statements(scene):
    _statements(scene, "checker", "draft").action_confirm()


def _settle_statements(scene):
    """The treasuries settle at the year's end; one notice is still to come."""
    for number, statement in enumerate(_statements(scene, "payer", "confirmed")[1:], 21):
        reference = f"株财示例库〔2025〕{number}号"
        statement.write(
            {"settled_on": scene.agenda.day, "means": "treasury", "reference": reference}
        )
        statement.action_settle()


# -- finished years: one list from the offices' tables to the money ------------------------------------


def _enter_year(scene, cases, year):
    agenda = scene.agenda
    due = [one for one in cases if one.award]
    persons = [one for one in due if one.is_person]
    firms = [one for one in due if not one.is_person]
    failed = [one for one in due if one.award == "failed"]
    agenda.at(year.registered, acts.import_table, scene, cases)
    agenda.at(agenda.workday(year.registered, 3), acts.confirm, scene, cases, hour=10)
    for number, one in enumerate(firms):
        agenda.at(agenda.workday(year.accounts, number), steps.confirm, scene, [one], hour=11)
    for one in persons:
        agenda.at(agenda.workday(year.accounts, 4), acts.enter_account, scene, one)
    agenda.at(year.reviewed, steps.review, scene, due, hour=10)
    agenda.at(year.noticed, _notice, scene, due)
    agenda.at(year.approved, _approve, scene, due, hour=15)
    _enter_payment(scene, year.paid, firms, failed)
    _enter_payment(scene, year.paid, persons, [])
    if failed:
        agenda.at(agenda.workday(year.paid, 6), _correct_account, scene, failed)
        _enter_payment(scene, agenda.workday(year.paid, 9), failed, [])
    for one in (one for one in due if one.award == "revoked"):
        _enter_recovery(scene, one)


def _enter_payment(scene, day, cases, failed):
    """Made, checked, exported, answered by the bank and settled within a week, fund by fund."""
    agenda = scene.agenda
    if not cases:
        return
    agenda.at(day, _make, scene, cases)
    agenda.at(agenda.workday(day, 1), _by_fund, scene, cases, steps.post)
    agenda.at(agenda.workday(day, 2), _by_fund, scene, cases, steps.export)
    agenda.at(agenda.workday(day, 3), _by_fund, scene, cases, _read_reply, failed)
    agenda.at(agenda.workday(day, 4), _by_fund, scene, cases, steps.settle, hour=16)


def _enter_recovery(scene, one):
    """The honour was revoked a year later; the firm pays back in parts."""
    agenda = scene.agenda
    year = agenda.ago(9).year
    reason = "经复核,申报数据与实际生产记录不符,撤销“湖南省工业质量标杆”。"
    agenda.at(agenda.ago(24), acts.revoke, scene, one, reason, f"湘工信科技示例撤〔{year}〕1号")
    agenda.at(agenda.ago(20), recoveries.notify, scene, one)
    statement = "数据系统计口径理解有误,同意退回,因资金周转请求分两次缴回。"
    agenda.at(agenda.ago(17), recoveries.state, scene, one, statement)
    agenda.at(agenda.ago(9), recoveries.request, scene, one, f"株市监示例追〔{year}〕1号")
    agenda.at(agenda.ago(4), recoveries.receive, scene, one, 120_000, "国库示例回单000417")


# -- today ---------------------------------------------------------------------------------------


def _enter_now(scene, cases):
    agenda = scene.agenda
    of = {}
    for one in cases:
        of.setdefault(one.award, []).append(one)
    by_hand = of["open"] + of["approved"]
    agenda.at(agenda.ago(48), _add_standards, scene)
    agenda.at(agenda.ago(46), acts.import_table, scene, [c for c in cases if c not in by_hand])
    for one in by_hand:
        agenda.at(agenda.ago(45), acts.register, scene, one)
    agenda.at(agenda.ago(43), acts.confirm, scene, cases, hour=10)
    reason, year = "参照上年度同类荣誉标准,经局长办公会研究确定。", agenda.ago(42).year
    number = f"株商示例纪〔{year}〕4号"
    agenda.at(agenda.ago(42), acts.set_amount, scene, *of["approved"], reason, number)
    first = of["settled"] + of["approved"] + of["queued"]
    second = of["exported"] + of["confirmed"] + of["person"] + of["cancelled"]
    listed = first + second + of["noticed"] + of["reviewed"]
    for number, one in enumerate(
        one for one in listed + of["submitted"] + of["returned"] if not one.is_person
    ):
        agenda.at(agenda.ago(41 - number % 4), steps.confirm, scene, [one], hour=11)
    for one in of["person"]:
        agenda.at(agenda.ago(40), acts.enter_account, scene, one)
    agenda.at(agenda.ago(36), steps.review, scene, first, hour=10)
    agenda.at(agenda.ago(34), _notice, scene, first)
    for hour, group in enumerate((of["settled"], of["approved"], of["queued"]), 14):
        agenda.at(agenda.ago(27), _approve, scene, group, hour=hour)
    _enter_payment(scene, agenda.ago(25), of["settled"], [])
    agenda.at(agenda.ago(20), steps.review, scene, second, hour=10)
    agenda.at(agenda.ago(18), _notice, scene, second)
    _enter_second_list(scene, of)
    _enter_others(scene, of)


def _enter_second_list(scene, of):
    """Three batches on their way: at the bank, checked, and only made."""
    agenda = scene.agenda
    agenda.at(agenda.ago(11), _approve, scene, of["exported"] + of["cancelled"], hour=15)
    agenda.at(agenda.ago(9), _make, scene, of["exported"])
    agenda.at(agenda.ago(8), _by_fund, scene, of["exported"], steps.post)
    agenda.at(agenda.ago(6), _by_fund, scene, of["exported"], steps.export)
    agenda.at(agenda.ago(6), _approve, scene, of["confirmed"] + of["person"], hour=15)
    agenda.at(agenda.ago(4), _make, scene, of["confirmed"])
    agenda.at(agenda.ago(2), _by_fund, scene, of["confirmed"], steps.post)
    agenda.at(agenda.ago(1), _make, scene, of["person"])
    # before anything was paid for it, the patent award was taken back
    reason = "专利权被宣告部分无效,取消获奖资格。"
    number = f"国知发示例撤〔{agenda.ago(10).year}〕2号"
    agenda.at(agenda.ago(10), acts.revoke, scene, *of["cancelled"], reason, number, hour=16)


def _enter_others(scene, of):
    agenda = scene.agenda
    agenda.at(agenda.ago(5), steps.review, scene, of["noticed"] + of["reviewed"], hour=14)
    agenda.at(agenda.ago(2), _notice, scene, of["noticed"], hour=10)
    agenda.at(agenda.ago(7), steps.send_back, scene, of["returned"])
    agenda.at(agenda.ago(12), steps.refuse, scene, *of["rejected"], hour=15)


def _add_standards(scene):
    """The national standard at which two of the city's firms worked."""
    for row in scene.rows("standards"):
        published = scene.agenda.ago(55)
        number = f"{row['number']}-{published.year}"
        standard = rules.propose_standard(scene, "officer", row | {"number": number})
        standard.action_review()
        standard.action_publish(document_no=f"国家标准公告示例〔{published.year}〕9号")
        scene.standards[row["key"]] = standard.with_env(scene.env)


# -- steps that differ from Wuhu's ---------------------------------------------------------------------


def _notice(scene, cases):
    """A city without a programme enters its phones with the first notice; it is closed in time."""
    listed = steps.notice(scene, cases, {"office": scene.company.name, **_phones(scene)})
    after = scene.agenda.workday(listed.date_end, 1)
    scene.agenda.at(after, listed.action_close, hour=8)


def _phones(scene):
    return {
        "office_phone": scene.city.phone.replace("190", "108"),
        "discipline_phone": scene.city.phone.replace("190", "109"),
    }


def _approve(scene, cases):
    """The deputy approves all, the head what is large."""
    steps.approve(scene, cases)
    large = [one for one in cases if one.claims().amount >= zhuzhou_rules.SECOND_LEVEL]
    if large:
        steps.approve(scene, large, "leader")


def _by_fund(scene, cases, act, *args):
    """``act`` for the claims of each fund together."""
    funds = {}
    for one in cases:
        funds.setdefault(one.claims().fund_id.id, []).append(one)
    for together in funds.values():
        act(scene, together, *args)


def _make(scene, cases):
    kind = "persons" if cases[0].is_person else "organisations"
    _by_fund(scene, cases, steps.make, {"payees": kind})


def _read_reply(scene, cases, failed):
    """The bank's table of answers, line by line."""
    book = openpyxl.Workbook()
    book.active.append(("序号", "账号", "金额", "状态", "失败原因", "流水号"))
    batch = steps.disbursement(scene, cases)
    bad = [one.claims() for one in failed]
    for line in batch.line_ids:
        answer = ("失败", "账号户名不符") if line.claim_id in bad else ("成功", None)
        serial = f"S{scene.agenda.day:%Y%m%d}{line.sequence:03}"
        book.active.append((line.sequence, line.account_number, line.amount, *answer, serial))
    target = io.BytesIO()
    book.save(target)
    content = base64.b64encode(target.getvalue())
    scene.by("payer", batch).action_import_reply(content, f"银行回单{scene.agenda.day:%m%d}.xlsx")


def _correct_account(scene, cases):
    """After the bank's refusal the firm names another account; the award officer checks it."""
    for one in cases:
        firm = one.firm(scene)
        firm.account, firm.account_number = None, f"{firm.account_number[:-4]}8826"
    steps.confirm(scene, cases)
    accounts = scene.by("award", steps.claims_of(scene, cases)).bank_account_id
    accounts.action_trust()
