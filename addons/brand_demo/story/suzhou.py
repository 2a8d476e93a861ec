"""苏州制造: standards under one general requirement, two batches, supervision, and 并轨 of three
earlier certifications. The last year before the day of installation, in working days."""

from datetime import date, timedelta

from odoo import Command

from . import happenings, heritage, marks, rules, supervision, today, years

FIRST_DAY = date(2020, 12, 30)
_RULED = date(2021, 1, 18)
_OPENED = date(2021, 3, 1)
_PROLONGED = date(2024, 1, 4)


def enter(scene):
    agenda = scene.agenda
    scene.program, scene.experts = scene.ref("program"), _experts(scene)
    agenda.at(_RULED, _rule, scene)
    for row in scene.rows("standards"):
        published = date.fromisoformat(row["published"])
        agenda.at(agenda.workday(published, -30), _draft_standard, scene, row)
        agenda.at(agenda.workday(published, -1), _review_standard, scene, row)
        agenda.at(published, _publish_standard, scene, row)
    agenda.at(_OPENED, _open, scene)
    agenda.at(_PROLONGED, _prolong, scene)
    days = years.Year(agenda.ago(240), agenda.ago(200), None, agenda.ago(190))
    years.enter(scene, {"past": days}, _LATER)
    agenda.at(agenda.ago(175), _take_over, scene)
    agenda.at(agenda.ago(160), _merge, scene)
    today.enter(scene)
    supervision.enter(scene)
    marks.enter(scene)


def _experts(scene):
    """Five people of an institute that drafts none of the standards."""
    partners = scene.by("officer", "res.partner")
    institute = partners.create({"name": "长三角质量研究院(示例)", "is_company": True})
    return partners.create(
        [{"name": f"评审专家{place}", "parent_id": institute.id} for place in "一二三四五"]
    ).with_env(scene.env)


# -- rules ---------------------------------------------------------------------------------------


def _rule(scene):
    """The working group answers the open questions as the pack proposes."""
    office = "“苏州制造”品牌认证推进工作组"
    rules.answer(scene, rules.rulings(scene), "苏市监示例〔2021〕3号", office, _RULED)


def _open(scene):
    marks.prepare(scene)
    program = scene.by("manager", scene.program)
    program.write({"window_from": _OPENED, "window_to": date(2021, 6, 30)})
    program.action_open(document_no="苏市监示例〔2021〕11号")


def _prolong(scene):
    """The plan has ended; its programme goes on in a version of its own, open to this day."""
    rules.prolong_program(
        scene,
        _PROLONGED,
        "三年行动方案期满",
        "苏市监示例〔2024〕1号",
        "《关于延续实施“苏州制造”品牌认证工作的通知》",
    )


# -- standards -------------------------------------------------------------------------------------


def _draft_standard(scene, row):
    """Proposed, taken up, opened for comments; a body's comment is disposed of before the review."""
    general = scene.standards.get("001")
    standard = rules.propose_standard(
        scene,
        "officer",
        row,
        general_id=general.id if general and not row["general"] else False,
        file=scene.papers["标准比对表"],
        filename="征求意见稿.pdf",
        drafter_ids=[
            Command.create({"rank": rank, "partner_id": scene.enterprises[ref].partner.id})
            for rank, ref in enumerate(row["drafters"].split(), 1)
        ],
    )
    standard.action_call_comments(until=scene.agenda.workday(scene.agenda.day, 20))
    scene.by("body", standard).action_comment("建议明确抽样方案和判定规则。", clause="6.2")
    scene.standards[row["key"]] = standard.with_env(scene.env)


def _review_standard(scene, row):
    standard = scene.by("officer", scene.standards[row["key"]])
    standard.comment_ids.write({"disposal": "accepted"})
    standard.action_review()
    review = scene.by("officer", "brand.standard.review").create(
        {
            "standard_id": standard.id,
            "minutes": "标准主要技术指标优于国家标准,与国际先进水平相当,建议发布。",
            "member_ids": [
                Command.create({"partner_id": person.id, "vote": "for", "is_present": True})
                for person in scene.experts
            ],
            "indicator_ids": [
                Command.create(
                    {
                        "name": row["indicator"],
                        "value": row["value"],
                        "compared_number": row["compared"],
                        "compared_value": row["compared_value"],
                        "verdict": "better",
                    }
                )
            ],
        }
    )
    review.action_conclude()


def _publish_standard(scene, row):
    standard = scene.by("officer", scene.standards[row["key"]])
    standard.action_publish(document_no=f"苏质促示例〔{row['published'][:4]}〕{int(row['key'])}号")


# -- the earlier certifications ----------------------------------------------------------------------


def _take_over(scene):
    for program, file in (
        ("program_silk", "silk"),
        ("program_redwood", "redwood"),
        ("program_embroidery", "embroidery"),
    ):
        heritage.import_register(scene, program, file, "苏文旅示例函〔2025〕12号")


def _merge(scene):
    """Silk is merged whole, redwood with one exception; embroidery is still being listed."""
    basis = "市文广旅局移交证书名册,市市场监管局会同联盟核对标准衔接情况。"
    heritage.convert(
        scene,
        "“苏州丝绸”品质认证并轨",
        "program_silk",
        "ruling_merge",
        "苏市监示例〔2025〕21号",
        {"SZSC-2024-013": ("re_evaluate", "执行标准已废止,需按“苏州制造”技术标准重新评价。")},
        basis,
    )
    conversion = heritage.prepare(
        scene, "“苏式红木家具”品质认证并轨", "program_redwood", "ruling_merge", basis=basis
    )
    scene.by("approver", conversion).action_decide(document_no="苏市监示例〔2025〕22号")
    heritage.prepare(
        scene,
        "“苏绣”品质认证并轨",
        "program_embroidery",
        "ruling_merge",
        {"SX-2024-031": ("leave", "企业来函表示不再申请并轨,证书到期终止。")},
        basis,
    )


# -- what befell certificates --------------------------------------------------------------------------


def _restored(today):
    day = today - timedelta(days=170)
    yield happenings.suspended(
        day,
        "获证后监督发现关键零部件供应商变更未备案,责令整改。",
        f"WD-ZT-{day.year}-04",
        day + timedelta(days=150),
        "完成供应商重新评价并提交型式试验报告。",
    )
    yield happenings.restored(
        day + timedelta(days=60), "整改完成,复查合格。", f"WD-HF-{day.year}-04"
    )


def _suspended(today):
    day = today - timedelta(days=30)
    yield happenings.suspended(
        day,
        "市级监督抽查一项关键指标不合格,责令限期整改。",
        f"WD-ZT-{day.year}-09",
        day + timedelta(days=150),
        "查明原因,完成整改并复测合格。",
    )


def _sanctioned(today):
    day = today - timedelta(days=45)
    yield happenings.withdrawn(day, "伪造出厂检验记录,经查属实。", f"WD-CX-{day.year}-02")


def _cancelled(today):
    yield happenings.cancelled(today - timedelta(days=75), "企业停产该型号,来函申请注销。")


_LATER = {
    "restored": _restored,
    "suspended": _suspended,
    "sanctioned": _sanctioned,
    "cancelled": _cancelled,
}
