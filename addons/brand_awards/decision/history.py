"""What came before.

Which earlier events and which money count, under a given reading of the open questions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from .facts import CERTIFICATE, HONOUR, Event, Facts, HistoryEntry, Recipient
from .money import ZERO
from .rules import PER_ITEM, Policy, Rule

Entries = tuple[HistoryEntry, ...]


@dataclass(frozen=True)
class LadderReading:
    """One way to read the ladder's open settings (A8)."""

    upgrade: str
    scope: str
    policies: str | tuple[str, ...]
    lower_step: str
    after_tax: bool = False  # money before counts after tax, as the promise does


@dataclass(frozen=True)
class LadderResult:
    """What step 5 says under one reading; ``stop`` is the code if nothing is due."""

    stop: str = ""
    paid_before: Decimal = ZERO
    taken_off: Decimal = ZERO
    higher: Entries = ()  # what stops
    paid: tuple[tuple[HistoryEntry, Decimal], ...] = ()  # lower steps with their money
    above: tuple[tuple[HistoryEntry, Decimal], ...] = ()  # higher steps paid before this one

    @property
    def outcome(self) -> tuple[str, Decimal]:
        """What the amount due depends on."""
        return self.stop, self.taken_off


def earlier_of_same(rule: Rule, facts: Facts, unit: str) -> Entries:
    """The same honour before.

    Of the same item in the ruled unit (A5), or of the recipient with its predecessors; so too
    where an honour per item names none, or it would be paid again and again.
    """

    def is_same(entry: HistoryEntry) -> bool:
        if rule.per == PER_ITEM and facts.event.item_key:
            return _same_item(entry.event, facts.event, unit)
        return entry.holder_key in facts.recipient.keys

    same = (
        entry
        for entry in facts.history
        if _same_honour(entry.event, facts.event) and is_same(entry)
    )
    return _earlier(same, facts.event)


def earlier_first(
    policy: Policy,
    facts: Facts,
    scope: str,
    span: str,
    family: str,
    occasions: tuple[str, ...] = (),
) -> Entries:
    """Honours held before, that make this one not the first (A10).

    Money received does not matter. Where the clause is for certain occasions, such as renewals,
    only these count.
    """
    held = (entry for entry in facts.history if _held_by(entry, facts, scope))
    same = (
        entry
        for entry in held
        if _same_honour(entry.event, facts.event) or _same_family(entry, facts, family)
    )
    since = (
        entry
        for entry in same
        if (span == "ever" or entry.event.award_date >= policy.valid_from)
        and (not occasions or entry.event.occasion in occasions)
    )
    return _earlier(since, facts.event)


def ladder(rule: Rule, policy: Policy, facts: Facts, reading: LadderReading) -> LadderResult:
    """A higher step held before stops.

    Else the money of lower steps, taken off or not as the reading says. Where a higher step was
    awarded later and paid sooner, this one gets what the higher step's promise has left.
    """
    steps = [entry for entry in facts.history if entry.event.ladder_key == rule.ladder_key]
    steps = [entry for entry in steps if _held_by(entry, facts, reading.scope)]
    higher = tuple(entry for entry in steps if entry.event.ladder_step > facts.event.ladder_step)
    later = tuple(entry for entry in higher if entry.event.order > facts.event.order)
    higher = _earlier(higher, facts.event)
    if higher and reading.lower_step != "lower_paid":
        return LadderResult("lower_after_higher", higher=higher)
    lower = [entry for entry in steps if entry.event.ladder_step < facts.event.ladder_step]
    policies = _policies(policy, reading.policies)
    money = ((entry, money_of(entry, reading.after_tax, policies)) for entry in lower)
    paid = tuple((entry, amount) for entry, amount in money if amount)
    total = sum((amount for _entry, amount in paid), ZERO)
    stop = "upgrade_none" if reading.upgrade == "none" and total else ""
    taken = total if reading.upgrade == "difference" else ZERO
    if reading.lower_step == "lower_paid" or reading.upgrade == "full":
        return LadderResult(stop, total, taken, paid=paid)
    above = tuple(
        (entry, amount)
        for entry in later
        if (amount := money_of(entry, reading.after_tax, policies))
    )
    if above and reading.upgrade == "none":
        return LadderResult("higher_paid", total, above=above)
    if above and rule.amount is not None:
        left = min(_left_below(entry, steps, reading, policies) for entry, _amount in above)
        taken = max(taken, rule.amount - left)
    return LadderResult(stop, total, taken, paid=paid, above=above)


def _left_below(
    higher: HistoryEntry,
    steps: list[HistoryEntry],
    reading: LadderReading,
    policies: tuple[str, ...] | None,
) -> Decimal:
    """What the promise of a higher step leaves after all that was paid up to it."""
    promised = max((claim.promised for claim in higher.claims), default=ZERO)
    upto = (entry for entry in steps if entry.event.ladder_step <= higher.event.ladder_step)
    paid = sum((money_of(entry, reading.after_tax, policies) for entry in upto), ZERO)
    return max(promised - paid, ZERO)


def in_group(rule: Rule, policy: Policy, facts: Facts) -> tuple[Entries, Entries]:
    """Highest-only group.

    Events of the same period under a higher clause of the group, and under a lower one.
    """
    clauses = [
        one
        for one in policy.rules
        if one.highest_group == rule.highest_group and one.amount is not None
    ]
    scope = "item" if rule.per == PER_ITEM else "enterprise"
    higher, lower = [], []
    for entry in facts.history:
        amounts = [one.amount for one in clauses if not one.trigger.misses(entry.event)]
        if (
            not amounts
            or not _held_by(entry, facts, scope)
            or not _same_period(rule, entry.event, facts.event)
        ):
            continue
        if max(amounts) > rule.amount:
            higher.append(entry)
        elif max(amounts) < rule.amount:
            lower.append(entry)
    return tuple(higher), tuple(lower)


def money_of(
    entry: HistoryEntry, after_tax: bool, policies: tuple[str, ...] | None = None
) -> Decimal:
    """Really paid or committed, net of recovered, from the policies that count (None: from any)."""
    claims = [claim for claim in entry.claims if policies is None or claim.policy_key in policies]
    return sum((claim.money_after_tax if after_tax else claim.money for claim in claims), ZERO)


def _policies(policy: Policy, setting: str | tuple[str, ...]) -> tuple[str, ...] | None:
    if setting == "any_policy":
        return None
    return (policy.key,) if setting == "this_policy" else tuple(setting)


def _earlier(entries: Iterable[HistoryEntry], event: Event) -> Entries:
    before = [entry for entry in entries if entry.event.order < event.order]
    return tuple(sorted(before, key=lambda entry: entry.event.order))


def _same_honour(one: Event, two: Event) -> bool:
    """The same honour, also where one was registered and the other came with a certificate."""
    if one.kind != two.kind and {one.kind, two.kind} == {CERTIFICATE, HONOUR}:
        return bool(one.stands_for) and one.stands_for == two.stands_for
    return (one.kind, one.honour_key, one.level) == (
        two.kind,
        two.honour_key,
        two.level,
    )


def _same_family(entry: HistoryEntry, facts: Facts, family: str) -> bool:
    mine = facts.event.family_key
    return family == "whole_family" and bool(mine) and entry.event.family_key == mine


def _same_item(one: Event, two: Event, unit: str) -> bool:
    return bool(two.item_key) and _item(one, unit) == _item(two, unit)


def _item(event: Event, unit: str) -> str:
    keys = {
        "certificate": event.key,
        "unit": event.unit_key,
        "series": event.series_key,
    }
    return keys.get(unit) or event.item_key


def _held_by(entry: HistoryEntry, facts: Facts, scope: str) -> bool:
    """Whether the entry belongs to the scope: person, legal person (enterprise) with predecessors,
    group, item.

    An honour that has no item belongs to its holder, whatever the scope.
    """
    recipient: Recipient = facts.recipient
    if scope == "item" and facts.event.item_key:
        return _same_item(entry.event, facts.event, "product")
    if scope == "person":
        return entry.holder_key == recipient.key
    if scope == "group" and recipient.group_key and entry.holder_group == recipient.group_key:
        return True
    return entry.holder_key in recipient.keys


def _same_period(rule: Rule, one: Event, two: Event) -> bool:
    return rule.highest_period == "policy" or one.award_date.year == two.award_date.year


def is_per_certificate_item(rule: Rule) -> bool:
    """Whether 每件 needs its unit ruled (A5).

    Only a certified product may be counted in more ways than one.
    """
    return rule.per == PER_ITEM and rule.trigger.kind == CERTIFICATE
