"""武汉知名品牌 of 2018 in four sectors and three levels; from 2023 on 武汉精品, with 武汉名品 before it."""

from datetime import date, timedelta

from . import happenings, heritage, recommending, rules, supervision, today, years

FIRST_DAY = date(2017, 12, 20)
_RULED = date(2018, 1, 10)
_OPENED = date(2018, 3, 1)
_CLOSED = date(2020, 12, 31)
_ISSUED = date(2023, 1, 16)
_CONVERTED = date(2023, 4, 12)
_PROLONGED = date(2026, 1, 5)
# Which kind of evidence the assessors write, by the code of the criterion
_EVIDENCE = {"1": "2", "2": "2", "3": "1", "4": "5", "5": "4"}
_EVIDENCE_FINE = {"1": "2", "2": "1", "3": "1", "4": "5", "5": "4"}
_OFFICE = "市质量强市工作领导小组办公室"
_EARLY = ("a3", "a20", "a21", "a22", "a23", "a24")


def enter(scene):
    agenda = scene.agenda
    scene.program, scene.evidence = scene.ref("program_brand"), _EVIDENCE
    scene.title = "“武汉知名品牌”认证"
    agenda.at(_RULED, _rule_early, scene)
    for row in scene.rows("standards"):
        day = date.fromisoformat(row["published"])
        agenda.at(agenda.workday(day, -8), _propose_standard, scene, row)
        agenda.at(day, _publish_standard, scene, row)
    agenda.at(_OPENED, _open_known_brands, scene)
    days = years.Year(date(2018, 3, 7), date(2018, 5, 14), date(2018, 6, 6), date(2018, 6, 20))
    years.enter(scene, {"2018": days}, _LATER)
    early = scene.cases["2018"]
    agenda.at(date(2018, 3, 1), recommending.enter_offices, scene, hour=15)
    for kind in ("product", "service", "engineering", "agriculture"):
        agenda.at(date(2018, 3, 5), recommending.nominate, scene, early, kind, hour=10)
    agenda.at(date(2018, 5, 23), recommending.ask, scene, early)
    agenda.at(_CLOSED, _close, scene, hour=16)
    agenda.at(_ISSUED, _rule, scene)
    agenda.at(_ISSUED, _open_fine_products, scene, hour=15)
    agenda.at(date(2023, 3, 15), _take_over, scene)
    agenda.at(_CONVERTED, _convert, scene)
    agenda.at(_PROLONGED, _prolong, scene)
    scene.recommend = recommending.recommend
    days = years.Year(agenda.ago(235), agenda.ago(195), agenda.ago(180), agenda.ago(172))
    years.enter(scene, {"past": days}, _LATER)
    agenda.at(agenda.ago(187), recommending.ask, scene, scene.cases["past"])
    today.enter(scene)
    for days_ago in (15, 4):
        agenda.at(agenda.ago(days_ago), _ask_about_running, scene, hour=10)
    supervision.enter(scene)


# -- rules ---------------------------------------------------------------------------------------


def _rule_early(scene):
    """What the plan of 2017 leaves open; shares are counted in each batch."""
    number, shares = "武质强办示例〔2018〕1号", scene.ref("ruling_a22")
    early = rules.rulings(scene).filtered(lambda one: one.code.lower() in _EARLY)
    rules.answer(scene, early - shares, number, _OFFICE, _RULED)
    scene.by("manager", shares).write(
        {"choice": "batch", "document_no": number, "decided_by": _OFFICE, "date_from": _RULED}
    )
    scene.by("manager", scene.program).share_ids.write({"scope": "batch"})


def _open_known_brands(scene):
    program = scene.by("manager", scene.program)
    program.write({"window_from": _OPENED, "window_to": date(2018, 12, 31)})
    program.action_open(document_no="武质强办示例〔2018〕3号")


def _close(scene):
    scene.by("manager", scene.program).action_close(reason="行动计划期满,转入总结评估")


def _rule(scene):
    """The plan of 2022 has been issued: what it leaves open is answered under one document."""
    late = rules.rulings(scene).filtered(lambda one: not one.is_ruled)
    rules.answer(scene, late, "武市监示例〔2023〕2号", _OFFICE, _ISSUED)


def _open_fine_products(scene):
    scene.program, scene.evidence = scene.ref("program_jingpin"), _EVIDENCE_FINE
    scene.title = scene.city.title
    program = scene.by("manager", scene.program)
    program.write({"window_from": _ISSUED, "window_to": date(2025, 12, 31)})
    program.action_open(document_no="武市监示例〔2023〕3号")


def _prolong(scene):
    """A version for 2026 and after, with the same rules."""
    rules.prolong_program(
        scene,
        _PROLONGED,
        "行动方案期满",
        "武市监示例〔2026〕1号",
        "《关于继续开展“武汉精品”认定工作的通知》",
    )


def _ask_about_running(scene):
    recommending.ask(scene, [case for case in scene.cases["now"] if case.outcome == "certified"])


# -- standards -------------------------------------------------------------------------------------


def _propose_standard(scene, row):
    standard = rules.propose_standard(scene, "officer", row)
    standard.action_review()
    scene.standards[row["key"]] = standard.with_env(scene.env)


def _publish_standard(scene, row):
    number = f"武标协示例〔{row['published'][:4]}〕{int(row['key'])}号"
    scene.by("officer", scene.standards[row["key"]]).action_publish(document_no=number)


# -- 武汉名品 -----------------------------------------------------------------------------------------


def _take_over(scene):
    heritage.import_register(scene, "program_mingpin", "mingpin", "武质促示例函〔2023〕2号")


def _convert(scene):
    heritage.convert(
        scene,
        "“武汉名品”转为“武汉精品”",
        "program_mingpin",
        "ruling_a25",
        "武市监示例〔2023〕15号",
        {
            "WHMP-2021-018": ("re_evaluate", "产品已换代,需按“武汉精品”评审。"),
            "WHMP-2021-022": ("leave", "企业来函放弃转换,证书到期终止。"),
        },
        "逐件核对名册、持证单位存续和信用情况,有效期不延长。",
    )


# -- what befell certificates --------------------------------------------------------------------------


def _suspended(today_):
    day = today_ - timedelta(days=25)
    yield happenings.suspended(
        day,
        "流通领域质量抽检不合格,责令限期整改。",
        f"CJ-ZT-{day.year}-03",
        day + timedelta(days=120),
        "提交整改报告和复检合格报告。",
    )


def _restored(_today):
    yield happenings.suspended(
        date(2019, 4, 15),
        "质量监督抽查一项指标不合格,责令整改。",
        "CJ-ZT-2019-02",
        date(2019, 9, 30),
        "完成整改并复检合格。",
    )
    yield happenings.restored(date(2019, 7, 8), "整改完成,复检合格。", "CJ-HF-2019-02")


def _sanctioned(_today):
    reason = "发生重大质量事故,不再符合认证要求。"
    yield happenings.withdrawn(date(2019, 11, 18), reason, "CJ-CX-2019-01")


_LATER = {"suspended": _suspended, "restored": _restored, "sanctioned": _sanctioned}
