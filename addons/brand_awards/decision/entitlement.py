"""Steps 1 to 3: the policy is in force, the clause speaks of this, no other contradicts it."""

from __future__ import annotations

from datetime import date

from .facts import NOT_RULED, UNIT, Facts
from .result import HELD
from .rules import BASIS_DATE, BUDGET_UNITS, DRAFT, Policy, Rule
from .sheet import Sheet


def force(sheet: Sheet) -> None:
    """1. The version is in force on the basis date (A28). A draft is never in force."""
    policy, facts = sheet.policy, sheet.facts
    if policy.state == DRAFT:
        return sheet.end(1, "draft", policy=policy.name)
    choice = sheet.settle(BASIS_DATE, policy.basis_date)
    first, last = policy.period(sheet.rule)
    if choice == NOT_RULED:
        dates = {"award": facts.event.award_date, "claim": facts.claim_date}
        return sheet.ask(1, "basis_not_ruled", BASIS_DATE.question, first=first, last=last, **dates)
    day = facts.event.award_date if choice == "award_date" else facts.claim_date
    sheet.basis_day = day
    params = {
        "basis": choice,
        "day": day,
        "first": first,
        "last": last,
        "rulings": sheet.ruled_by(BASIS_DATE),
    }
    if day < first:
        return sheet.end(1, "before_force", reason="not_in_force", **params)
    if day > last:
        return sheet.end(1, "after_force", reason="not_in_force", **params)
    return sheet.say(1, "in_force", matters=False, **params)


def trigger(sheet: Sheet) -> None:
    """2.

    The clause speaks of this event and this kind of recipient; if not, there is no rule, which is
    not zero.
    """
    rule, event, recipient = sheet.rule, sheet.facts.event, sheet.facts.recipient
    if missed := missing(rule, sheet.facts):
        params = {
            "event": event.name,
            "rank": event.rank,
            "ranks": rule.trigger.ranks,
            "recipient": recipient.kind,
            "occasion": event.occasion,
        }
        return sheet.end(
            2,
            f"no_rule_{missed}",
            reason="no_rule",
            kinds=rule.recipient_kinds,
            **params,
        )
    for reading in rule.readings:
        ruling = sheet.facts.ruling(reading.question, rule.key)
        if not ruling or not ruling.choices & sheet.policy.readings_of(reading.question):
            params = {"question": reading.question, "reading": reading.choice}
            sheet.questions[reading.question] = "reading_not_ruled"
            sheet.blocked = True
            return sheet.end(2, "reading_not_ruled", status=HELD, **params)
        sheet.use(reading.question)
        if reading.choice not in ruling.choices:
            return sheet.end(2, "no_rule_reading", reason="no_rule", rulings=(reading.question,))
    sheet.say(2, "rule_applies", matters=False, event=event.name, recipient=recipient.kind)
    return _budget_unit(sheet)


def _budget_unit(sheet: Sheet) -> None:
    """A unit that lives on public budget: A13."""
    recipient = sheet.facts.recipient
    if recipient.kind != UNIT or not recipient.budget_funded:
        return None
    choice = sheet.settle(BUDGET_UNITS, sheet.rule.budget_units)
    if choice == NOT_RULED:
        return sheet.ask(2, "budget_unit_not_ruled", BUDGET_UNITS.question)
    if choice == "budget_units_not_paid":
        return sheet.end(2, "budget_unit", rulings=sheet.ruled_by(BUDGET_UNITS))
    return sheet.say(2, "budget_unit_paid", rulings=sheet.ruled_by(BUDGET_UNITS))


def missing(rule: Rule, facts: Facts) -> str:
    """What of the event or the recipient the clause does not speak of; empty if it does."""
    missed = rule.trigger.misses(facts.event)
    return missed or ("" if facts.recipient.kind in rule.recipient_kinds else "recipient")


def contradiction(sheet: Sheet) -> None:
    """3.

    Another clause promises another amount for this event: the ruled one applies; unruled, none is
    due.
    """
    rule, facts = sheet.rule, sheet.facts
    rivals = rivals_of(rule, sheet.policy, facts, sheet.basis_day or facts.event.award_date)
    against = [one for one in rivals if rule.contradicts(one)]
    if not against:
        if rivals and rivals[0].key != rule.key:
            return sheet.end(3, "same_amount_elsewhere", clauses=clauses_of(rivals[:1]))
        return sheet.say(3, "no_contradiction", matters=False)
    questions = tuple(dict.fromkeys(one.conflict_question for one in rivals))
    for question in questions:
        ruling = facts.ruling(question, rule.key)
        chosen = [one for one in rivals if ruling and one.key in ruling.choices]
        if len(chosen) == 1:
            sheet.use(question)
            params = {"clauses": clauses_of(chosen), "rulings": (question,)}
            if chosen[0].key == rule.key:
                return sheet.say(3, "contradiction_ruled", **params)
            return sheet.end(3, "other_clause_ruled", **params)
    question = questions[0]
    sheet.questions[question] = "contradiction"
    return sheet.end(
        3,
        "contradiction",
        status=HELD,
        question=question,
        policy=sheet.policy.name,
        clauses=clauses_of(rivals),
    )


def rivals_of(rule: Rule, policy: Policy, facts: Facts, day: date) -> tuple[Rule, ...]:
    """The policy's rules of that day, this one too, that promise the same benefit for the event."""
    in_force = (one for one in policy.rules if policy.covers(one, day))
    return tuple(one for one in in_force if one.same_promise(rule) and not missing(one, facts))


def clauses_of(rules: tuple[Rule, ...] | list[Rule]) -> tuple[tuple[object, ...], ...]:
    """Clauses as the explanation names them: number, words, kind, amount."""
    return tuple((one.clause, one.quote, one.kind, one.amount) for one in rules)
