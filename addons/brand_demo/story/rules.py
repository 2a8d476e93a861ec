"""What managers do in every city: rulings, approval levels, versions, standards."""

from datetime import date

from . import documents


def rulings(scene):
    """The open questions of the city's texts."""
    return scene.env["brand.ruling"].search([("company_id", "=", scene.company.id)])


def answer(scene, questions, number, office, day):
    """Answer open questions as the pack proposes, all under one document."""
    for ruling in scene.by("manager", questions):
        ruling.write(
            {
                "choice": ruling.proposed,
                "document_no": number,
                "decided_by": office,
                "date_from": day,
            }
        )


def set_levels(scene, levels):
    """Who approves what: ``[(model, step, name, sequence, from which amount)]``."""
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


def prolong_program(scene, day, reason, number, basis, **vals):
    """Close the programme's version and open the next: same rules, to the end of next year."""
    scene.by("manager", scene.program).action_close(reason=reason)
    form = scene.by("manager", scene.program).action_new_version()
    program = scene.by("manager", scene.env["brand.program"].browse(form["res_id"]))
    end = date(scene.agenda.today.year + 1, 12, 31)
    program.write(
        {
            "date_from": day,
            "date_to": end,
            "window_from": day,
            "window_to": end,
            "basis": f"{basis}({number})",
            **vals,
        }
    )
    documents.offer_forms(program)
    program.action_open(document_no=number)
    scene.program = program.with_env(scene.env)


def prolong_policy(scene, day, name, number, review, **vals):
    """A second version of the city's reward policy, from a day on, still in draft."""
    form = scene.by("manager", scene.policy).action_new_version()
    policy = scene.by("manager", scene.env["award.policy"].browse(form["res_id"]))
    policy.write(
        {
            "name": name,
            "document_no": number,
            "fair_review_no": review,
            "date_from": day,
            **vals,
        }
    )
    return policy


def propose_standard(scene, login, row, **vals):
    """A standard of ``standards.csv``, taken up and brought to its review."""
    standard = scene.by(login, "brand.standard").create(
        {
            "name": row["name"],
            "number": row["number"],
            "level": row.get("level", "group"),
            "is_general": bool(row["general"]),
            "proposer": row["proposer"],
            "company_id": scene.company.id,
            **vals,
        }
    )
    standard.action_draft_standard()
    return standard
