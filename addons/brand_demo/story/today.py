"""The running batch: the last two months before the day of installation, in working days."""

from . import certification as steps
from .years import cases

# (days ago of the notice, of the meeting, of the certificates), who is on the list
_LISTS = {
    "certified": (20, 12, 5),
    "decided": (14, 3, None),
    "waiting": (14, None, None),
}
_GAPS = (
    ("document", "产品检验报告", "检验报告未加盖 CMA 印章,且缺少有机物降解率项目,请补充全项报告。"),
    ("document", "标准比对表", "比对表未列国际标准对应指标,请补充与 ISO、EN 标准的比对。"),
    (
        "intellectual_property",
        None,
        "所列发明专利中1件的权利人为合作单位,请提供使用许可合同或权属证明。",
    ),
)
_REJECTION = "申报产品由企业在市外的子公司生产,不符合在本市登记注册并生产的申报范围。"


def enter(scene):
    batch = scene.cases["now"] = cases(scene, "now")
    begun = (
        ("draft", _enter_draft),
        ("submitted", lambda scene, case: _enter_submitted(scene, case, case.number % 3 + 1)),
        ("overdue", lambda scene, case: _enter_submitted(scene, case, 9)),
        ("returned", _enter_returned),
        ("rejected", _enter_rejected),
        ("accepted", lambda scene, case: _enter_accepted(scene, case, 6 + case.number % 3)),
        ("appointed", _enter_appointed),
        ("half", _enter_half),
        ("scored", _enter_scored),
    )
    for outcome, act in begun:
        for case in _of(batch, outcome):
            act(scene, case)
    for act, outcomes in (
        (_enter_evaluated, ("evaluated",)),
        (_enter_running_notice, ("objection", "clue", "notice")),
    ):
        if listed := _of(batch, *outcomes):
            act(scene, listed)
    for outcome, days in _LISTS.items():
        if listed := _of(batch, outcome):
            _enter_list(scene, outcome, listed, *days)


def _of(batch, *outcomes):
    return [case for case in batch if case.outcome in outcomes]


def _enter_draft(scene, case):
    """The tour's enterprise has filled its draft but for the last page; the other has just begun."""
    is_tour = case.product == "p40"
    scene.agenda.at(scene.agenda.ago(4), _draft, scene, case, is_tour)


def _draft(scene, case, is_tour):
    steps.draft(scene, case, filled=is_tour)
    if is_tour:
        case.record.write({"declaration_accepted": False, "declared_by": False, "step_no": 5})
        case.record.document_ids.filtered(lambda d: d.name == "标准比对表").write({"file": False})


def _enter_submitted(scene, case, days):
    scene.agenda.at(scene.agenda.ago(days), steps.submit, scene, case, hour=10)
    if scene.recommend and days > 3:
        scene.agenda.at(scene.agenda.ago(days - 2), scene.recommend, scene, case, hour=11)


def _enter_returned(scene, case):
    _enter_submitted(scene, case, 6)
    scene.agenda.at(scene.agenda.ago(3), steps.send_back, scene, case, _GAPS)


def _enter_rejected(scene, case):
    _enter_submitted(scene, case, 11)
    scene.agenda.at(scene.agenda.ago(8), steps.reject, scene, case, _REJECTION)


def _enter_accepted(scene, case, days):
    """Submitted so many working days ago, accepted three days later."""
    _enter_submitted(scene, case, days)
    scene.agenda.at(scene.agenda.ago(days - 3), steps.accept, scene, case, hour=14)


def _enter_appointed(scene, case):
    _enter_accepted(scene, case, 12)
    scene.agenda.at(scene.agenda.ago(7), steps.appoint, scene, case)


def _enter_half(scene, case):
    """One of two assessors has finished; the other has opened the score sheet."""
    agenda = scene.agenda
    _enter_accepted(scene, case, 20)
    agenda.at(agenda.ago(14), steps.appoint, scene, case)
    agenda.at(agenda.ago(5), steps.evaluate, scene, case, slice(0, 1))
    agenda.at(agenda.ago(2), steps.declare, scene, case, 1)


def _enter_scored(scene, case):
    """Both assessors have finished; the body's decision is due."""
    agenda = scene.agenda
    _enter_accepted(scene, case, 17)
    agenda.at(agenda.ago(12), steps.appoint, scene, case)
    agenda.at(agenda.ago(2), steps.evaluate, scene, case)


def _enter_certified_by_body(scene, case, days):
    """Up to the body's decision, so many working days ago."""
    agenda = scene.agenda
    _enter_accepted(scene, case, days + 21 + case.number % 4)
    agenda.at(agenda.ago(days + 15), steps.appoint, scene, case)
    agenda.at(agenda.ago(days + 4), steps.evaluate, scene, case, hour=15)
    agenda.at(agenda.ago(days), steps.certify, scene, case, hour=16)


def _enter_evaluated(scene, listed):
    """Certified by the body; the reviewer has drafted the next notice."""
    for case in listed:
        _enter_certified_by_body(scene, case, 3)
    year = scene.agenda.today.year
    name = f"{year}年度{scene.title}拟认定名单公示(下一批,草稿)"
    scene.agenda.at(scene.agenda.ago(1), steps.prepare_notice, scene, name, listed)


def _enter_running_notice(scene, listed):
    agenda = scene.agenda
    for case in listed:
        _enter_certified_by_body(scene, case, 6)
    name = f"{agenda.today.year}年度{scene.title}拟认定名单公示(第三批)"
    number = f"{scene.city.office}示例公告〔{agenda.today.year}〕21号"
    agenda.at(agenda.ago(3), steps.publish, scene, name, number, listed)
    agenda.at(agenda.ago(2), _object, scene, _of(listed, "objection"), hour=10)
    for case in _of(listed, "clue"):
        text = "来信反映该企业售后服务响应不及时。"
        agenda.at(agenda.ago(2), steps.object_to, scene, case, text, hour=15)


def _object(scene, listed):
    """An objection in a real name, taken up the next day."""
    for case in listed:
        text = "该产品电耗指标的检测工况与行业通用工况不同,请说明可比性。"
        objection = steps.object_to(scene, case, text, scene.city.objector)
        scene.agenda.at(scene.agenda.ago(1), steps.investigate, scene, case, objection)


def _enter_list(scene, outcome, listed, notice, meeting, certificates):
    agenda, year = scene.agenda, scene.agenda.today.year
    batch = {"certified": "第一批", "decided": "第二批", "waiting": "第二批补充"}[outcome]
    for case in listed:
        _enter_certified_by_body(scene, case, notice + 3)
    number = f"{scene.city.office}示例公告〔{year}〕{ {'certified': 17, 'decided': 19, 'waiting': 20}[outcome] }号"
    name = f"{year}年度{scene.title}拟认定名单公示({batch})"
    agenda.at(agenda.ago(notice), _publish, scene, name, number, listed)
    name = f"{year}年度{scene.title}审定({batch})"
    if meeting and scene.city.deciders:
        number = f"{scene.city.government}示例〔{year}〕{31 if certificates else 36}号"
        agenda.at(agenda.ago(meeting), steps.decide, scene, name, number, listed, hour=15)
    elif scene.city.deciders:
        # The first of two levels has agreed; the second has it now
        agreed = {}, ("approver",)
        number = f"{scene.city.government}示例〔{year}〕37号"
        agenda.at(agenda.ago(2), steps.decide, scene, name, number, listed, *agreed, hour=16)
    if certificates:
        agenda.at(agenda.ago(certificates), steps.issue, scene, listed, hour=10)


def _publish(scene, name, number, listed):
    notice = steps.publish(scene, name, number, listed)
    after = scene.agenda.workday(notice.date_end, 1)
    scene.agenda.at(after, notice.action_close, hour=8)
