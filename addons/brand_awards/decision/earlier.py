"""Steps 4 and 5: new and the first time; what earlier steps stop, and what they take off."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from . import history
from .facts import (
    CONVERSION,
    DEEMED,
    NEW,
    NOT_RULED,
    PERSON,
    RECERTIFICATION,
    REVISION,
    Facts,
    HistoryEntry,
)
from .money import ZERO
from .rules import (
    CONVERTED_HONOUR,
    DEEMED_HONOUR,
    FIRST_FAMILY,
    FIRST_SCOPE,
    FIRST_SPAN,
    FIXED,
    ITEM_UNIT,
    LADDER_POLICIES,
    LADDER_SCOPE,
    LOWER_STEP,
    NEWNESS_QUESTION,
    PER_ITEM,
    REVISED_STANDARD,
    TAX,
    UPGRADE,
    Setting,
    settle,
)
from .sheet import Sheet

_OCCASIONS = {  # each with a setting of its own; unlike a renewal they are held until ruled
    DEEMED: (DEEMED_HONOUR, "deemed_paid"),
    CONVERSION: (CONVERTED_HONOUR, "conversion_paid"),
    REVISION: (REVISED_STANDARD, "revision_paid"),
}


def newness(sheet: Sheet) -> None:
    """4.

    New, and the first time. A renewal, a change of scope or a re-issue is not new unless ruled
    (A6).
    """
    if not sheet.rule.newly_only and not sheet.rule.first_time:
        return sheet.say(4, "newness_not_asked", matters=False)
    if sheet.rule.newly_only:
        _occasion(sheet)
        if not sheet.status and not sheet.rule.first_time:
            _newly_obtained(sheet)
    if not sheet.status and sheet.rule.first_time:
        _first_time(sheet)
    return None


def _occasion(sheet: Sheet) -> None:
    occasion = sheet.facts.event.occasion
    if occasion == NEW:
        return None
    if occasion in sheet.rule.trigger.occasions:  # the clause itself is for it
        return sheet.say(4, "occasion_named", occasion=occasion, matters=False)
    if occasion in _OCCASIONS:
        setting, yes = _OCCASIONS[occasion]
        choice = sheet.settle(setting, getattr(sheet.rule, setting.name))
        if choice == NOT_RULED:
            return sheet.ask(4, "occasion_not_ruled", setting.question, occasion=occasion)
        if choice != yes:
            return sheet.end(
                4,
                "occasion_excluded",
                occasion=occasion,
                rulings=sheet.ruled_by(setting),
            )
        return sheet.say(4, "occasion_counts", occasion=occasion, rulings=sheet.ruled_by(setting))
    if not _counts_as_new(sheet, occasion):
        return sheet.end(4, "not_new", occasion=occasion, asked=NEWNESS_QUESTION)
    return sheet.say(4, "occasion_counts", occasion=occasion, rulings=(NEWNESS_QUESTION,))


def _counts_as_new(sheet: Sheet, occasion: str) -> bool:
    ruling = sheet.facts.ruling(NEWNESS_QUESTION, sheet.rule.key)
    if not ruling or occasion not in ruling.choices:
        return False
    sheet.use(NEWNESS_QUESTION)
    return True


def _newly_obtained(sheet: Sheet) -> None:
    unit, rulings = "product", ()
    if history.is_per_certificate_item(sheet.rule):
        unit = sheet.settle(ITEM_UNIT, sheet.rule.item_unit)
        rulings = sheet.ruled_by(ITEM_UNIT)
        if unit == NOT_RULED:
            return sheet.ask(4, "unit_not_ruled", ITEM_UNIT.question)
    earlier = history.earlier_of_same(sheet.rule, sheet.facts, unit)
    if not earlier:
        return _first_of_unit(sheet, unit, rulings)
    if sheet.facts.event.occasion not in (NEW, *_OCCASIONS):
        # a renewal that was ruled new: its first certificate is no bar
        return None
    if _counts_as_new(sheet, RECERTIFICATION):
        return sheet.say(4, "again_ruled_new", rulings=(NEWNESS_QUESTION,), **told(earlier[-1]))
    return sheet.end(4, "had_before", asked=NEWNESS_QUESTION, rulings=rulings, **told(earlier[0]))


def _first_of_unit(sheet: Sheet, unit: str, rulings: tuple[str, ...]) -> None:
    event = sheet.facts.event
    if unit != "product":  # the product itself may well have been certified before
        word = "certification_unit" if unit == "unit" else unit
        return sheet.say(4, "newly_obtained_unit", unit=word, rulings=rulings)
    per = f"item_{event.kind}" if sheet.rule.per == PER_ITEM else "recipient"
    if sheet.rule.ladder_key or sheet.rule.highest_group:  # lower steps may have been awarded
        return sheet.say(4, "newly_obtained_step", per=per, event=event.name, rulings=rulings)
    return sheet.say(4, "newly_obtained", per=per, rulings=rulings)


def _first_time(sheet: Sheet) -> None:
    """首次 under every reading the rulings leave (A10): where these differ, it is held."""
    rule = sheet.rule
    settings = {
        setting: sheet.settle(setting, getattr(rule, setting.name))
        for setting in (FIRST_SCOPE, FIRST_SPAN, FIRST_FAMILY)
    }
    occasions = rule.trigger.occasions
    found = [
        history.earlier_first(sheet.policy, sheet.facts, *one, occasions)
        for one in sheet.readings(settings)
    ]
    if not any(found):
        rulings = sheet.ruled_by(*settings)
        widest = history.earlier_first(
            sheet.policy, sheet.facts, "group", "ever", "whole_family", occasions
        )
        if not widest:
            return sheet.say(4, "first_time", rulings=rulings)
        scope, span = settings[FIRST_SCOPE], settings[FIRST_SPAN]
        return sheet.say(4, "first_in_scope", scope=scope, span=span, rulings=rulings)
    earliest = told(next(entries[0] for entries in found if entries))
    if all(found):
        return sheet.end(4, "not_first", rulings=sheet.ruled_by(*settings), **earliest)
    unsettled = tuple(setting.name for setting, value in settings.items() if value == NOT_RULED)
    return sheet.ask(4, "first_not_ruled", FIRST_SCOPE.question, unsettled=unsettled, **earliest)


def before(sheet: Sheet) -> None:
    """5.

    Highest only, and ladder: what a higher step stops, and what money of lower steps is taken off.
    """
    sheet.amounts["paid_before"] = sheet.amounts["taken_off"] = ZERO
    lower: history.Entries = ()
    if sheet.rule.highest_group and sheet.rule.amount is not None:
        higher, lower = history.in_group(sheet.rule, sheet.policy, sheet.facts)
        if higher:
            return sheet.end(5, "higher_in_group", **told(higher[-1]))
    taken = _in_group_taken(sheet, lower)
    if not sheet.rule.ladder_key:
        if not taken:
            sheet.say(5, "no_step_before", matters=False)
        return None
    if sheet.facts.event.ladder_key != sheet.rule.ladder_key:
        sheet.amounts["taken_off"] = None
        return sheet.ask(5, "ladder_step_unknown", UPGRADE.question)
    return _ladder(sheet, taken)


def _after_tax(sheet: Sheet) -> bool:
    """Whether money before is compared after tax; looks at A29 without relying on it yet."""
    ruling = sheet.facts.ruling(TAX.question, sheet.rule.key)
    is_person = sheet.facts.recipient.kind == PERSON
    return is_person and settle(TAX, sheet.rule.tax, ruling) == "grossed_up"


def _in_group_taken(sheet: Sheet, lower: history.Entries) -> history.Entries:
    """Only the highest counts, so what a lower one of the period got is taken off, whatever the
    ladder says.
    """
    after_tax = _after_tax(sheet)
    paid = tuple(entry for entry in lower if history.money_of(entry, after_tax))
    if paid:
        total = sum((history.money_of(entry, after_tax) for entry in paid), ZERO)
        sheet.amounts.update(paid_before=total, taken_off=total)
        sheet.say(
            5,
            "lower_in_group",
            money=total,
            **arithmetic(sheet, total),
            **told(paid[-1]),
        )
    return paid


def _ladder(sheet: Sheet, taken: history.Entries) -> None:
    """The ladder under every reading the rulings leave (A8): where these differ, it is held."""
    settings = _ladder_settings(sheet)
    lower_step = sheet.settle(LOWER_STEP, sheet.rule.lower_step)
    after_tax = _after_tax(sheet)
    facts = _without(sheet.facts, taken)
    readings = [
        history.LadderReading(*one, lower_step, after_tax) for one in sheet.readings(settings)
    ]
    results = [history.ladder(sheet.rule, sheet.policy, facts, one) for one in readings]
    widest = max(results, key=lambda result: result.paid_before)
    if len({result.outcome for result in results}) == 1:
        return _ladder_settled(sheet, widest, settings[UPGRADE])
    is_known = len({result.paid_before for result in results}) == 1
    sheet.amounts.update(paid_before=widest.paid_before if is_known else None, taken_off=None)
    unsettled = tuple(setting.name for setting, value in settings.items() if value == NOT_RULED)
    higher = next((result.higher for result in results if result.higher), ())
    money = widest.paid or next((result.above for result in results if result.above), ())
    earlier = {"each": each(money)} if money else told(higher[-1])
    code = "ladder_not_ruled" if money else "higher_not_ruled"
    return sheet.ask(5, code, UPGRADE.question, unsettled=unsettled, **earlier)


def _ladder_settings(sheet: Sheet) -> dict[Setting, str | tuple[str, ...]]:
    rule, stated = sheet.rule, sheet.rule.ladder_policies
    named = isinstance(stated, tuple)
    return {
        UPGRADE: sheet.settle(UPGRADE, rule.upgrade),
        LADDER_SCOPE: sheet.settle(LADDER_SCOPE, rule.ladder_scope),
        LADDER_POLICIES: stated if named else sheet.settle(LADDER_POLICIES, stated),
    }


def _ladder_settled(sheet: Sheet, result: history.LadderResult, upgrade: str) -> None:
    rulings = sheet.ruled_by(UPGRADE)
    sheet.amounts["paid_before"] += result.paid_before
    if result.higher:
        return sheet.end(5, result.stop, rulings=rulings, **told(result.higher[-1]))
    if result.stop == "higher_paid":
        return sheet.end(5, result.stop, each=each(result.above), rulings=rulings)
    if result.taken_off > result.paid_before:
        sheet.amounts["taken_off"] += result.taken_off
        steps = each((*result.paid, *result.above))
        return sheet.say(
            5, "within_higher", each=steps, rulings=rulings, **arithmetic(sheet, result.taken_off)
        )
    if not result.paid_before:
        return sheet.say(5, "nothing_before", matters=False)
    params = {"each": each(result.paid), "rulings": rulings}
    if result.stop:
        return sheet.end(5, result.stop, **params)
    if upgrade == "full":
        return sheet.say(5, "upgrade_full", **params)
    amounts = tuple(amount for _entry, amount in result.paid)
    if sheet.amounts["taken_off"]:  # by the highest-only group before
        amounts = (sheet.amounts["taken_off"], *amounts)
    sheet.amounts["taken_off"] += result.taken_off
    return sheet.say(5, "upgrade_difference", **arithmetic(sheet, *amounts), **params)


def _without(facts: Facts, entries: history.Entries) -> Facts:
    """The same facts, but what the highest-only group took off already is not taken off again."""
    return replace(facts, history=tuple(entry for entry in facts.history if entry not in entries))


def arithmetic(sheet: Sheet, *taken: Decimal) -> dict[str, object]:
    """promised − taken = rest, for a fixed amount; of a ceiling only the limit follows."""
    promised = sheet.rule.amount
    if sheet.rule.kind != FIXED:
        return {}
    return {"sum": (promised, *taken, max(promised - sum(taken), ZERO))}


def each(
    paid: tuple[tuple[HistoryEntry, Decimal], ...],
) -> tuple[dict[str, object], ...]:
    """Lower steps as a sentence names them, each with its money."""
    return tuple({**told(entry), "money": amount} for entry, amount in paid)


def told(entry: HistoryEntry) -> dict[str, object]:
    """An earlier event as a sentence names it: what, whose, when, under which document."""
    event = entry.event
    what = {
        "earlier": event.name,
        "item": event.item_name,
        "on": event.award_date,
        "document": event.document_no,
    }
    return what | {"holder": entry.holder_name}
