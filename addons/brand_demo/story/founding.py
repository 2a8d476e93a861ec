"""The rules, as the programme manager makes them: programme, rulings, standards, levels."""

from datetime import date

from odoo import Command

from . import rules

# Day on which the manager sets each year's window, and its two ends
WINDOWS = {
    2022: (date(2022, 2, 16), date(2022, 2, 21), date(2022, 4, 15)),
    2023: (date(2023, 3, 6), date(2023, 3, 13), date(2023, 5, 12)),
    2024: (date(2024, 2, 26), date(2024, 3, 4), date(2024, 4, 30)),
    2025: (date(2025, 3, 3), date(2025, 3, 10), date(2025, 5, 9)),
}
_PROLONGED = date(2026, 1, 5)


def enter(scene):
    """From the plan's publication to its last day."""
    agenda = scene.agenda
    scene.program = scene.ref("program")
    agenda.at(date(2021, 12, 24), _rule, scene)
    agenda.at(date(2021, 12, 27), _set_levels, scene)
    for row in scene.rows("standards"):
        published = date.fromisoformat(row["published"])
        agenda.at(agenda.workday(published, -8), _propose_standard, scene, row)
        agenda.at(published, _publish_standard, scene, row)
    for year, (day, first, last) in WINDOWS.items():
        agenda.at(day, _set_window, scene, first, last)
        if year == 2022:
            agenda.at(day, _open, scene, hour=15)


def prolong(scene):
    """The city goes on after 2025: a second version of the programme, open today."""
    scene.prolonged_on = prolonged_on(scene.agenda)
    scene.agenda.at(scene.prolonged_on, _prolong, scene)


def prolonged_on(agenda):
    """January 2026; for a demo installed soon after it, early enough for the running batch."""
    return min(_PROLONGED, agenda.ago(50))


def _rule(scene):
    """Answer the open questions as the pack proposes, under one document."""
    office = "市质量发展委员会办公室"
    rules.answer(scene, rules.rulings(scene), "芜市监示例〔2021〕33号", office, date(2021, 12, 21))


def _set_levels(scene):
    """Who agrees before a grade is granted, and before a large reward is."""
    rules.set_levels(
        scene,
        [
            ("brand.decision", "action_take", "分管领导审批", 10, 0),
            ("brand.decision", "action_take", "主要领导审批", 20, 0),
            ("award.claim", "action_approve", "分管领导审批", 10, 1_000_000),
            ("award.claim", "action_approve", "主要领导审批", 20, 1_000_000),
        ],
    )


def _set_window(scene, first, last):
    scene.by("manager", scene.program).write({"window_from": first, "window_to": last})


def _open(scene):
    scene.by("manager", scene.program).action_open(document_no="芜市监示例〔2022〕3号")


def _propose_standard(scene, row):
    drafters = [
        Command.create({"rank": rank, "partner_id": scene.enterprises[ref].partner.id})
        for rank, ref in enumerate(row["drafters"].split(), 1)
    ]
    standard = rules.propose_standard(scene, "manager", row, drafter_ids=drafters)
    standard.action_review()
    scene.standards[_key(row)] = standard.with_env(scene.env)


def _publish_standard(scene, row):
    standard = scene.standards[_key(row)]
    number = f"芜质促示例〔{row['published'][:4]}〕{int(_key(row))}号"
    scene.by("manager", standard).action_publish(document_no=number)


def _key(row):
    """005 of T/WHZZ 005-2022, by which products name their standard."""
    return row["number"].split()[1][:3]


def _prolong(scene):
    rules.prolong_program(
        scene,
        scene.prolonged_on,
        "五年行动方案期满",
        "芜市监示例〔2026〕1号",
        "《关于延续执行“芜湖智造”品牌认证工作的通知》",
        target_count=60,
    )
