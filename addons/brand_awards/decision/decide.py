"""Decide what one recipient is due: ``decide`` under one rule, ``decide_event`` under all clauses
of a policy.

Guarantees
- The same facts give the same decision; nothing outside them is read.
- A decision exists also where nothing is due, with the sentence that says why not.
- ``due == tax + net == sum of shares`` wherever these are known, to the fen.
- A question that nobody ruled is in ``open_questions``, the status is ``held``, and no amount that
  depends on it is given. All open questions that can be seen are told at once.

Named amounts, in their order: ``promised`` (or ``ceiling``) of the clause; ``paid_before`` for
lower steps; ``taken_off`` of that; ``limit`` of a ceiling; ``due``; ``tax`` and ``net`` of a
person; ``shares`` of the payers.

Worked example, 武汉2022 (十三): 湖北精品 promises 300,000; 武汉精品 of the same product was paid
100,000; A8 is ruled ``difference``; 300,000 − 100,000 = 200,000 are due
(tests/pure/decision/test_decide_wuhan.py).
"""

from __future__ import annotations

from . import amount, earlier, entitlement
from .facts import Facts
from .money import ZERO
from .result import (
    AMOUNT_OPEN,
    DUE,
    HELD,
    NOTHING,
    STATUSES,
    Decision,
    Line,
    correction,
)
from .rules import Policy, Rule
from .sheet import Sheet, basis, subject

__all__ = [
    "AMOUNT_OPEN",
    "DUE",
    "HELD",
    "NOTHING",
    "STATUSES",
    "correction",
    "decide",
    "decide_event",
]

_ENTITLEMENT = (
    entitlement.force,
    entitlement.trigger,
    entitlement.contradiction,
    earlier.newness,
    earlier.before,
)
_MONEY = (amount.amount, amount.supplement, amount.tax, amount.payers)


def decide(rule: Rule, policy: Policy, facts: Facts) -> Decision:
    """What is due under one rule, by the nine steps in order.

    The first that ends it is the last but for step 9.
    """
    sheet = Sheet(rule, policy, facts)
    for step in _ENTITLEMENT:
        if not sheet.status:
            step(sheet)
    if not sheet.status:
        for step in _MONEY:
            if sheet.status != NOTHING:
                step(sheet)
    if sheet.status != NOTHING:
        amount.holds(sheet)
    if not sheet.status:
        sheet.status = sheet.reason = DUE
    return sheet.decision()


def decide_event(policy: Policy, facts: Facts) -> tuple[Decision, ...]:
    """What is due under each clause that speaks of the event; one decision that says "no rule"
    where none does.

    Contradicting clauses, and clauses under readings that nobody ruled, give one held decision that
    names all; a clause that a ruling set aside gives none, nor one out of force beside another that
    is in force. Where a clause speaks of the event but not of this occasion, rank or recipient, it
    is named with what is missing: "no clause" would be wrong.
    """
    decisions: list[Decision] = []
    near: list[Decision] = []
    for rule in policy.rules:
        if missed := entitlement.missing(rule, facts):
            if missed in _NEAR:
                near.append(decide(rule, policy, facts))
            continue
        decision = decide(rule, policy, facts)
        if decision.reason in _SET_ASIDE:
            continue
        if decision.reason in _JOINT and any(
            _same_question(decision, other) for other in decisions
        ):
            continue
        decisions.append(decision)
    in_force = [decision for decision in decisions if decision.reason != "not_in_force"]
    told = in_force or decisions or near[:1]
    return tuple(told) or (_no_rule(policy, facts),)


_NEAR = ("occasion", "rank", "recipient")
_SET_ASIDE = ("no_rule", "other_clause_ruled", "same_amount_elsewhere")
_JOINT = ("contradiction", "reading_not_ruled")


def _same_question(one: Decision, two: Decision) -> bool:
    return (one.reason, one.open_questions) == (two.reason, two.open_questions)


def _no_rule(policy: Policy, facts: Facts) -> Decision:
    line = Line(2, "no_rule", {"policy": policy.name, "event": facts.event.name})
    return Decision(
        NOTHING,
        "no_rule",
        basis(policy),
        subject(facts),
        (line,),
        due=ZERO,
        tax=ZERO,
        net=ZERO,
    )
