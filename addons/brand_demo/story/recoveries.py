"""Money asked back: after a sanction, and where a district had paid for the same before."""

from datetime import date

from .payments import claims_of

_BASIS = "自我声明：“如有虚假，愿意承担相应法律责任，并退回由此取得的奖励。”"
_DUPLICATE = 50_000


def enter(scene):
    """A reward whose certificate was withdrawn is being paid back; another was, in part."""
    agenda = scene.agenda
    sanctioned = [
        case for case in scene.cases["2024"] if case.later == "sanctioned" and case.award == "paid"
    ]
    for case in sanctioned:
        agenda.at(agenda.ago(14), notify, scene, case)
        agenda.at(agenda.ago(11), state, scene, case, "我公司正在整改，请求分期退回。")
        agenda.at(agenda.ago(5), request, scene, case, f"芜市监示例追〔{agenda.today.year}〕1号")
        agenda.at(agenda.ago(2), receive, scene, case, 80_000, "国库示例回单000730")
    paid_twice = next(
        case for case in scene.cases["2023"] if case.award == "paid" and not case.later
    )
    agenda.at(date(2024, 5, 13), _propose, scene, paid_twice)
    agenda.at(date(2024, 5, 14), notify, scene, paid_twice)
    agenda.at(date(2024, 5, 16), state, scene, paid_twice, "情况属实，同意退回重复部分。")
    agenda.at(date(2024, 5, 27), request, scene, paid_twice, "芜市监示例追〔2024〕1号")
    agenda.at(date(2024, 6, 5), receive, scene, paid_twice, _DUPLICATE, "国库示例回单240605")


def _propose(scene, case):
    claim = scene.by("award", claims_of(scene, [case]))
    reason = "审计发现：该企业就同一认证已从所在区领取奖励5万元，重复部分应予退回。"
    claim.action_propose_recovery(_DUPLICATE, reason, "（七）每件给予一次性奖励20万元。")


def _recovery(scene, case, login):
    return scene.by(login, claims_of(scene, [case]).sudo().recovery_ids[:1])


def notify(scene, case):
    recovery = _recovery(scene, case, "award")
    if not recovery.basis:
        recovery.basis = _BASIS
    recovery.action_notify()


def state(scene, case, text):
    _recovery(scene, case, case.firm(scene).login).action_state(text)


def request(scene, case, number):
    _recovery(scene, case, "leader").action_request(document_no=number)


def receive(scene, case, amount, slip):
    _recovery(scene, case, "payer").action_receive(amount, None, slip)
