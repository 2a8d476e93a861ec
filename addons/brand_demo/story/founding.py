"""The rules, as the programme manager makes them: programme, rulings, standards, levels."""

from datetime import date

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
    rulings = scene.env["brand.ruling"].search([("company_id", "=", scene.company.id)])
    for ruling in scene.by("manager", rulings):
        ruling.write(
            {
                "choice": ruling.proposed,
                "document_no": "芜市监示例〔2021〕33号",
                "decided_by": "市质量发展委员会办公室",
                "date_from": date(2021, 12, 21),
            }
        )


def _set_levels(scene):
    """Who agrees before a grade is granted, and before a large reward is."""
    levels = [
        ("brand.decision", "action_take", "分管领导审批", 10, 0),
        ("brand.decision", "action_take", "主要领导审批", 20, 0),
        ("award.claim", "action_approve", "分管领导审批", 10, 1_000_000),
        ("award.claim", "action_approve", "主要领导审批", 20, 1_000_000),
    ]
    scene.by("manager", "brand.approval.level").create(
        [
            {
                "name": name,
                "model": model,
                "step": step,
                "sequence": sequence,
                "amount_from": amount,
                "company_id": scene.company.id,
                "group_id": scene.env.ref("brand_certification.group_approver").id,
            }
            for model, step, name, sequence, amount in levels
        ]
    )


def _set_window(scene, first, last):
    scene.by("manager", scene.program).write({"window_from": first, "window_to": last})


def _open(scene):
    scene.by("manager", scene.program).action_open(document_no="芜市监示例〔2022〕3号")


def _propose_standard(scene, row):
    standard = scene.by("manager", "brand.standard").create(
        {
            "number": row["number"],
            "name": row["name"],
            "level": "group",
            "is_general": bool(row["general"]),
            "proposer": row["proposer"],
            "company_id": scene.company.id,
            "drafter_ids": [
                (0, 0, {"rank": rank, "partner_id": scene.enterprises[ref].partner.id})
                for rank, ref in enumerate(row["drafters"].split(), 1)
            ],
        }
    )
    standard.action_draft_standard()
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
    """Close the first version, open the second: same rules, to the end of next year."""
    day = scene.prolonged_on
    scene.by("manager", scene.program).action_close(reason="五年行动方案期满")
    form = scene.by("manager", scene.program).action_new_version()
    program = scene.by("manager", scene.env["brand.program"].browse(form["res_id"]))
    end = date(scene.agenda.today.year + 1, 12, 31)
    program.write(
        {
            "date_from": day,
            "date_to": end,
            "window_from": day,
            "window_to": end,
            "target_count": 60,
            "basis": "《关于延续执行“芜湖智造”品牌认证工作的通知》(芜市监示例〔2026〕1号)",
        }
    )
    program.action_open(document_no="芜市监示例〔2026〕1号")
    scene.program = program.with_env(scene.env)
