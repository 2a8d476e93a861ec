"""What people do with an application, one verb a step; each step by the user whose step it is."""

import random
from dataclasses import dataclass
from datetime import timedelta

from odoo import Command

from . import texts


@dataclass
class Case:
    """One application of the story: a row of ``data/cases.csv`` and its record."""

    batch: str
    product: str
    body: str
    score: str
    outcome: str
    later: str
    award: str = ""
    level: str = ""
    number: int = 0
    record: object = None

    @property
    def target(self):
        return float(self.score)

    def firm(self, scene):
        """The enterprise that applied."""
        return scene.enterprises[scene.products[self.product].enterprise]

    def claims(self):
        """Rewards that followed."""
        return self.record.sudo().certificate_id.claim_ids


# -- enterprise ------------------------------------------------------------------------------------


def draft(scene, case, filled=True):
    """The enterprise begins a file; ``filled`` with texts and papers, or only begun."""
    product = scene.products[case.product]
    firm = scene.enterprises[product.enterprise]
    standard = scene.standards[product.standard]
    values = {"step_no": 2}
    if filled:
        values = {
            **texts.application(product, standard.number, case.number),
            "standard_ids": [Command.set((scene.standards["001"] | standard).ids)],
            "contact_name": "企业经办人",
            "contact_phone": firm.phone,
            "declaration_accepted": True,
            "declared_by": "法定代表人",
            "step_no": 6,
        }
    case.record = scene.by(firm.login, "brand.application").create(
        {
            "program_id": scene.program.id,
            "level_id": _level(scene, case).id,
            "partner_id": firm.partner.id,
            "product_id": _product(scene, product, firm).id,
            **values,
        }
    )
    for document in case.record.document_ids if filled else ():
        if document.required or case.number % 2:
            paper = scene.papers[document.name]
            document.write({"file": paper, "filename": f"{document.name}.pdf"})


def _level(scene, case):
    """The level that the enterprise applies for; without one, the programme's first."""
    levels = scene.program.level_ids
    return levels.filtered(lambda level: level.code == case.level) or levels[:1]


def _product(scene, product, firm):
    """The product, made when it is first applied for."""
    if not hasattr(product, "record"):
        product.record = scene.by(firm.login, "brand.product").create(
            {
                "name": product.name,
                "kind": getattr(product, "kind", "product"),
                "model_spec": product.model,
                "trademark": product.trademark,
                "trademark_no": f"示例{product.ref[1:]:>06}",
                "description": f"{product.tech}。{product.figures}。",
                "partner_id": firm.partner.id,
                "company_id": scene.company.id,
            }
        )
    return product.record


def submit(scene, case):
    draft(scene, case)
    case.record.action_submit()


def withdraw(scene, case, reason):
    _as_applicant(scene, case).action_withdraw(reason=reason)


def _as_applicant(scene, case):
    return scene.by(case.firm(scene).login, case.record)


# -- office ----------------------------------------------------------------------------------------


def accept(scene, case):
    application = scene.by("officer", case.record)
    application.body_id = scene.bodies[case.body].record
    application.action_accept()


def send_back(scene, case, gaps):
    """Return with all gaps at once: ``(what, name of the document or None, text)``."""
    application = scene.by("officer", case.record)
    documents = {document.name: document.id for document in application.document_ids}
    scene.by("officer", "brand.application.gap").create(
        [
            {
                "application_id": application.id,
                "field_name": what,
                "document_id": documents.get(name),
                "text": text,
            }
            for what, name, text in gaps
        ]
    )
    application.action_return()


def reject(scene, case, reason):
    scene.by("officer", case.record).action_reject(
        reason=reason, document_no=f"{scene.city.office}示例不受理〔{scene.agenda.today.year}〕2号"
    )


# -- certification body ----------------------------------------------------------------------------


def appoint(scene, case):
    """The body appoints two of its three assessors, in turn."""
    body = scene.bodies[case.body]
    three = [user.id for user in body.assessors]
    count = case.record.program_id.assessor_count
    team = [three[(case.number + place) % 3] for place in range(2, 2 + count)]
    scene.by(body.decider.login, "brand.evaluation").action_appoint(case.record.id, team)


def evaluate(scene, case, which=slice(None)):
    """Assessors declare no conflict, score every criterion with its evidence, and finish."""
    for number, evaluation in enumerate(_evaluations(scene, case)[which]):
        evaluation.action_declare()
        aim = case.target + (0.8 if number else -0.8)
        marks = _marks(evaluation.line_ids, aim, f"{case.product} {case.batch} {number}")
        product = scene.products[case.product]
        for line, mark in marks:
            text = texts.evidence(product, scene.evidence[line.criterion_id.code])
            line.write({"score": mark, "evidence": text})
        evaluation.conclusion = texts.conclusion(case.target >= 80)
        evaluation.action_finish()


def declare(scene, case, which):
    """One assessor declares no conflict and leaves the sheet open."""
    _evaluations(scene, case)[which].action_declare()


def _evaluations(scene, case):
    evaluations = scene.env["brand.evaluation"].search(
        [("application_id", "=", case.record.id)], order="id"
    )
    return [evaluation.with_user(evaluation.user_id) for evaluation in evaluations]


def _marks(lines, aim, seed):
    """Marks with one decimal around ``aim`` whose weighted sum meets it as near as it can."""
    chance = random.Random(seed)
    marks, missing = [], 0.0
    for line in lines[:-1]:
        mark = round(min(98.0, aim + chance.uniform(-4, 4)), 1)
        marks.append(mark)
        missing += (aim - mark) * line.weight
    marks.append(round(min(99.5, aim + missing / lines[-1].weight), 1))
    return list(zip(lines, marks, strict=True))


def certify(scene, case):
    """The body's decision: granted, or refused with its reason."""
    decider = scene.bodies[case.body].decider.login
    number = f"{case.body.upper()}-CP-{case.batch}-{case.number:03}"
    decisions = scene.by(decider, "brand.decision")
    if case.target >= 80:
        decisions.action_decide_certification(case.record.id, "granted", document_no=number)
    else:
        program = case.record.program_id
        line = case.record.level_id.pass_mark or program.pass_mark
        reason = f"综合得分{case.target:g}分,未达到{line:g}分的合格线,不予认证。"
        decisions.action_decide_certification(case.record.id, "refused", reason, number)


# -- public notice and objections --------------------------------------------------------------------


def prepare_notice(scene, name, cases):
    notice = scene.by("reviewer", "brand.notice").create(
        {
            "name": name,
            "program_id": cases[0].record.program_id.id,
            "introduction": "经企业申请、受理审查、认证机构评价,拟认定下列产品通过"
            + scene.title
            + ",现予公示。"
            "公示期内如有异议,请以书面形式并署真实姓名(单位加盖公章)反映。",
        }
    )
    notice._add_subjects(_records(scene, cases).with_user(notice.env.user))
    return notice


def publish(scene, name, number, cases):
    notice = prepare_notice(scene, name, cases)
    notice.action_publish(document_no=number)
    return notice


def object_to(scene, case, text, objector=None):
    """The officer enters what came in: in a real name, or anonymous."""
    line = scene.env["brand.notice.line"].search(
        [("model", "=", "brand.application"), ("res_id", "=", case.record.id)], limit=1
    )
    return scene.by("officer", "brand.objection").create(
        {
            "line_id": line.id,
            "text": text,
            "is_anonymous": not objector,
            "objector_kind": "unit",
            "objector_name": objector,
            "objector_number": "91340202MAXX00203M" if objector else False,
            "objector_contact": scene.city.phone if objector else False,
        }
    )


def investigate(scene, case, objection):
    """Two people who have not judged the item look into it, and the applicant is asked."""
    objection = scene.by("officer", objection)
    objection.action_investigate()
    objection.investigator_ids = scene.users["manager"] | scene.users["award"]
    objection.action_ask_hearing(f"公示期内有人反映:{objection.text}请贵单位予以说明。")


def rule_on(scene, case, objection, step, finding, answer, number):
    """``step``: action_uphold or action_dismiss."""
    scene.by("officer", objection).write({"finding": finding, "answer": answer})
    getattr(scene.by("reviewer", objection), step)(reason=answer, document_no=number)


def state(scene, case, objection, statement):
    """The applicant's statement, in the portal."""
    scene.by(case.firm(scene).login, objection.hearing_ids).action_state(statement)


# -- the city's decision, and what follows -----------------------------------------------------------


def decide(scene, name, number, cases, refused=None, agreed=None):
    """The meeting grants (or refuses, with a reason); the levels agree one after the other.

    :param refused: ``{product: reason}``
    :param agreed: who has agreed so far; without it, everybody who has to
    """
    refused = refused or {}
    decision = scene.by("reviewer", "brand.decision").create(
        {
            "name": name,
            "kind": "honour",
            "document_no": number,
            "program_id": cases[0].record.program_id.id,
            "meeting": scene.city.meeting,
            "quorum": 5,
            "minutes": f"会议听取了受理、评价和公示情况汇报,逐项审议{len(cases)}件申报产品,表决结果见附表。",
            "member_ids": _members(scene, cases),
            "line_ids": [Command.create(_line(case, refused.get(case.product))) for case in cases],
        }
    )
    if decision.shortfall_text:
        decision.shortfall_reason = scene.city.shortfall_reason
    for login in agreed or scene.city.deciders:
        scene.by(login, decision).action_take(document_no=number)
    return decision


def announce(scene, decision):
    scene.by("officer", decision).action_publish()


def _members(scene, cases):
    """All seven offices; one is away, and one recused where a supplier of its own applies."""
    rows = [{"name": name} for name in scene.city.members]
    rows[cases[0].number % 6 + 1]["is_present"] = False
    if len(cases) > 9:
        rows[2] = {
            "name": scene.city.members[2],
            "is_recused": True,
            "recusal_reason": "参会人员曾在申报企业任职",
        }
        rows[4]["is_present"] = True
    return [Command.create(row) for row in rows]


def _line(case, reason):
    return {
        "application_id": case.record.id,
        "result": "refused" if reason else "granted",
        "reason": reason,
        "votes_for": 1 if reason else 6 - case.number % 2,
        "votes_against": 5 if reason else 0,
        "votes_abstain": 0 if reason else case.number % 2,
    }


def issue(scene, cases):
    """One batch of certificates."""
    scene.by("officer", _records(scene, cases)).action_certify()
    for certificate in _records(scene, cases).certificate_id:
        after = certificate.date_end + timedelta(days=1)
        scene.agenda.at(after, _expire, scene, certificate, hour=1)


def _expire(scene, certificate):
    """What the nightly job does with certificates past their last day."""
    certificate.with_env(scene.env).filtered(
        lambda c: c.state in ("valid", "suspended")
    ).action_expire()


def decide_on_certificate(scene, case, step, arguments):
    """Suspension, withdrawal or cancellation, by the body that certified."""
    decider = scene.bodies[case.body].decider.login
    getattr(scene.by(decider, case.record.certificate_id), step)(**arguments)


def restore(scene, case, _step, arguments):
    """The holder sends its evidence, an assessor verifies it, the body decides."""
    body, firm = scene.bodies[case.body], case.firm(scene)
    request = scene.by(firm.login, "brand.certificate.request").create(
        {
            "certificate_id": case.record.certificate_id.id,
            "kind": "restore",
            "reason": "已完成整改,附整改报告和复测报告。",
            "file_ids": [
                Command.create({"file": scene.papers["产品检验报告"], "filename": "复测报告.pdf"})
            ],
        }
    )
    request.action_submit()
    assessor = body.assessors[0].login
    scene.by(assessor, request).action_verify("现场复查,能耗实测值符合声明值。")
    scene.by(body.decider.login, request).action_grant(**arguments)


def _records(scene, cases):
    ids = [case.record.id for case in cases]
    return scene.env["brand.application"].browse(ids)
