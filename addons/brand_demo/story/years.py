"""The batches of 2022 to 2025: who applied, what came of it, and what befell certificates later."""

from dataclasses import dataclass
from datetime import date, timedelta

from . import certification as steps
from . import happenings


@dataclass(frozen=True)
class Year:
    """The days on which a year's batch moved on."""

    submitted: date  # first application; the others follow, a working day each
    notice: date
    decided: date | None  # none: the body's decision is the last
    issued: date


YEARS = {
    "2022": Year(date(2022, 2, 23), date(2022, 5, 23), date(2022, 6, 7), date(2022, 6, 15)),
    "2023": Year(date(2023, 3, 15), date(2023, 8, 14), date(2023, 9, 6), date(2023, 9, 20)),
    "2024": Year(date(2024, 3, 6), date(2024, 7, 8), date(2024, 8, 7), date(2024, 8, 21)),
    "2025": Year(date(2025, 3, 12), date(2025, 7, 14), date(2025, 8, 6), date(2025, 8, 20)),
}
CERTIFIED = ("certified", "dismissed")
NOTICED = (*CERTIFIED, "upheld")


def cases(scene, batch):
    """Cases of a batch, numbered in the order of their applications."""
    return [
        steps.Case(**row, number=number)
        for number, row in enumerate(
            (row for row in scene.rows("cases") if row["batch"] == batch), 1
        )
    ]


def enter(scene, years=None, later=None):
    """Batches of finished years. ``years``: days by batch; ``later``: what befell certificates."""
    years = years or YEARS
    scene.years |= years
    for batch, year in years.items():
        scene.cases[batch] = cases(scene, batch)
        for case in scene.cases[batch]:
            _enter_case(scene, case, year)
            _enter_later(scene, case, later or _LATER)
        _enter_batch(scene, batch, year)


def _enter_case(scene, case, year):
    """One application on its own, up to the body's decision."""
    agenda = scene.agenda
    day = agenda.workday(year.submitted, case.number)
    agenda.at(day, steps.submit, scene, case, hour=10)
    if scene.recommend:
        agenda.at(agenda.workday(day, 2), scene.recommend, scene, case, hour=11)
    day = agenda.workday(day, 3)
    agenda.at(day, steps.accept, scene, case, hour=14)
    if case.outcome == "withdrawn":
        reason = "产品结构升级,拟完善后重新申报。"
        agenda.at(agenda.workday(day, 6), steps.withdraw, scene, case, reason)
        return
    agenda.at(agenda.workday(day, 3), steps.appoint, scene, case)
    agenda.at(agenda.workday(day, 12 + case.number % 4), steps.evaluate, scene, case, hour=15)
    agenda.at(agenda.workday(day, 19), steps.certify, scene, case, hour=16)


def _enter_batch(scene, batch, year):
    """The batch together: notice, objections, meeting, certificates."""
    agenda = scene.agenda
    noticed = [case for case in scene.cases[batch] if case.outcome in NOTICED]
    agenda.at(year.notice, _publish, scene, batch, noticed)
    if year.decided:
        agenda.at(year.decided, _decide, scene, batch, noticed, hour=15)
    certified = [case for case in noticed if case.outcome in CERTIFIED]
    agenda.at(year.issued, steps.issue, scene, certified, hour=10)


def _publish(scene, batch, noticed):
    year = _year(scene)
    name = f"{year}年度{scene.title}拟认定名单公示"
    notice = steps.publish(scene, name, f"{scene.city.office}示例公告〔{year}〕12号", noticed)
    agenda = scene.agenda
    for case in noticed:
        if case.outcome in ("dismissed", "upheld"):
            agenda.at(agenda.workday(notice.date_published, 2), _object, scene, case, hour=11)
    after = agenda.workday(notice.date_end, 1)
    agenda.at(after, notice.action_close, hour=8)


def _year(scene):
    """The year on papers; a batch may be called by a word, such as the last one before today."""
    return scene.agenda.day.year


def _object(scene, case):
    """An objection in a real name, taken up the next day and ruled on within two weeks."""
    text, finding, answer = (scene.city.objections or _OBJECTIONS)[case.outcome]
    objection = steps.object_to(scene, case, text, scene.city.objector)
    agenda, day = scene.agenda, scene.agenda.workday(objection.notice_id.date_published, 3)
    agenda.at(day, steps.investigate, scene, case, objection)
    statement = "我单位已就所反映情况准备说明材料,请予核查。"
    agenda.at(agenda.workday(day, 3), steps.state, scene, case, objection, statement)
    step = "action_uphold" if case.outcome == "upheld" else "action_dismiss"
    number = f"{scene.city.office}示例异〔{_year(scene)}〕1号"
    day = agenda.workday(day, 8)
    agenda.at(day, steps.rule_on, scene, case, objection, step, finding, answer, number)


_OBJECTIONS = {
    "dismissed": (
        "该产品供火时间指标与检验报告不一致,请核实。",
        "调阅原始记录并由认证机构见证复测,供火时间182 min,与申报材料一致。",
        "经核实,申报指标属实,异议不成立。",
    ),
    "upheld": (
        "该改造系统的远程操控软件为外购,不属于自主知识产权。",
        "核查采购合同和软件著作权登记,核心控制软件由第三方授权使用,申报材料所述自主知识产权与事实不符。",
        "经核实,异议成立,该项目不再进入审定。",
    ),
}


def _decide(scene, batch, noticed):
    # an item whose objection was upheld has ended by the ruling; the others go on
    noticed = [case for case in noticed if case.outcome != "upheld"]
    year = _year(scene)
    name = f"{year}年度{scene.title}审定"
    number = f"{scene.city.government}示例〔{year}〕26号"
    decision = steps.decide(scene, name, number, noticed)
    day = scene.agenda.workday(scene.years[batch].decided, 2)
    scene.agenda.at(day, steps.announce, scene, decision)


# -- what befell certificates later ------------------------------------------------------------------


def _enter_later(scene, case, later):
    if case.later:
        for day, step, arguments in later[case.later](scene.agenda.today):
            scene.agenda.at(day, _act, scene, case, step, arguments)


def _act(scene, case, step, arguments):
    """The body that certified decides on its certificate."""
    act = steps.restore if step == "action_restore" else steps.decide_on_certificate
    act(scene, case, step, arguments)


def _restored(_today):
    yield happenings.suspended(
        date(2023, 5, 29),
        "监督抽查发现能耗实测值高于声明值,责令整改。",
        "WJ-ZT-2023-08",
        date(2023, 11, 28),
        "完成能耗整改,提交整改报告和有资质机构的复测报告。",
    )
    yield happenings.restored(date(2023, 8, 21), "整改完成,复查合格。", "WJ-HF-2023-15")


def _cancelled(_today):
    reason = "企业来函申请注销:该型号停产,由新一代产品替代。"
    yield happenings.cancelled(date(2024, 11, 18), reason)


def _sanctioned(_today):
    reason = "国家监督抽查两项指标不合格,逾期未完成整改。"
    yield happenings.withdrawn(date(2025, 6, 23), reason, "WJ-CX-2025-06")


def _revoked(_today):
    reason = "核查发现申报所附检验报告系变造,以欺骗手段取得认证。"
    yield happenings.withdrawn(date(2024, 11, 11), reason, "WJ-CX-2024-09")


def _suspended(today):
    """Suspended for half a year, five weeks ago."""
    day = today - timedelta(days=35)
    yield happenings.suspended(
        day,
        "年度监督检查发现关键原材料变更未申报,责令限期整改。",
        f"JH-ZT-{day.year}-11",
        day + timedelta(days=180),
        "申报原材料变更,提交变更后的型式检验报告。",
    )


_LATER = {
    "restored": _restored,
    "cancelled": _cancelled,
    "sanctioned": _sanctioned,
    "revoked": _revoked,
    "suspended": _suspended,
}
