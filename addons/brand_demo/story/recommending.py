"""Departments recommend and answer, one verb a step; each office by its own two people."""

from odoo import Command


def enter_offices(scene):
    """The manager names who acts for the departments: one draws lists up, another signs."""
    departments = scene.env["brand.department"].search([("company_id", "=", scene.company.id)])
    users = scene.users["department"] | scene.users["department2"]
    scene.by("manager", departments).user_ids = [Command.set(users.ids)]
    scene.departments = departments


def nominate(scene, cases, kind):
    """Before the enterprises apply: a leading department names them, in order of rank."""
    items = [case for case in cases if scene.products[case.product].kind == kind]
    if not items:
        return
    department = scene.departments.filtered(f"lead_{kind}")[:1]
    _send(
        scene.by("department", "brand.recommendation").create(
            {
                "program_id": scene.program.id,
                "department_id": department.id,
                "note": "经实地走访和征求行业协会意见,同意推荐。",
                "line_ids": [
                    Command.create(
                        {
                            "partner_id": scene.enterprises[
                                scene.products[case.product].enterprise
                            ].partner.id,
                            "product_name": scene.products[case.product].name,
                            "rank": rank,
                        }
                    )
                    for rank, case in enumerate(items, 1)
                ],
            }
        ),
        scene,
    )


def recommend(scene, case):
    """After an application: the department that leads its sector ranks what waits for it."""
    if case.record.with_env(scene.env).recommendation_state != "none":
        return  # its list of the same day named it already
    kind = case.record.with_env(scene.env).product_id.kind
    row = scene.by("department", "brand.recommendation").create(
        {
            "program_id": case.record.with_env(scene.env).program_id.id,
            "department_id": scene.departments.filtered(f"lead_{kind}")[:1].id,
            "note": "申报材料属实,同意推荐。",
        }
    )
    row.action_fill()
    _send(row, scene)


def _send(row, scene):
    row.action_propose()
    scene.by("department2", row).action_sign()
    row.action_send()


def ask(scene, cases):
    """The officer asks every department of the programme about all running files; all clear."""
    program = cases[0].record.with_env(scene.env).program_id
    for department in program.joint_department_ids:
        check = scene.by("officer", "brand.joint.check").create(
            {
                "program_id": program.id,
                "department_id": department.id,
                "date_cutoff": scene.agenda.workday(scene.agenda.day, -1),
            }
        )
        check.action_fill()
        check.action_send()
        scene.by("department", check.line_ids).action_reply_clear()
        check.action_close()
