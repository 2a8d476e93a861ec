"""A policy and its clauses as data, and the settings that a policy leaves open (docs/rulings.md)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .facts import ENTERPRISE, EVENT_KINDS, NOT_RULED, RECIPIENT_KINDS, Event, Ruling
from .money import yuan

# states of a policy's version
DRAFT = "draft"
ACTIVE = "active"
EXPIRED = "expired"

# kinds of amount
FIXED = "fixed"
CEILING = "ceiling"
DISCRETIONARY = "discretionary"

PER_ITEM = "item"
PER_RECIPIENT = "recipient"


@dataclass(frozen=True)
class Setting:
    """Something a clause may leave open.

    The question that rules it, and what it may be ruled to.
    """

    name: str
    question: str
    choices: tuple[str, ...]


BASIS_DATE = Setting("basis_date", "A28", ("award_date", "claim_date"))
ITEM_UNIT = Setting("item_unit", "A5", ("product", "certificate", "unit", "series"))
PAYERS = Setting("payers", "A7", ("city", "table"))
UPGRADE = Setting("upgrade", "A8", ("full", "difference", "none"))
LADDER_SCOPE = Setting("ladder_scope", "A8", ("item", "enterprise"))
LADDER_POLICIES = Setting("ladder_policies", "A8", ("this_policy", "any_policy"))
LOWER_STEP = Setting("lower_step", "A8", ("lower_nothing", "lower_paid"))
DEEMED_HONOUR = Setting("deemed", "A9", ("deemed_paid", "deemed_not_paid"))
FIRST_SCOPE = Setting("first_scope", "A10", ("person", "legal_person", "group", "item"))
FIRST_SPAN = Setting("first_span", "A10", ("ever", "since_policy"))
FIRST_FAMILY = Setting("first_family", "A10", ("each_honour", "whole_family"))
DRAFTING = Setting("drafting", "A11", ("by_level", "by_rank"))  # the readings of 排名前三…分别
SHARED_CEILING = Setting("shared_ceiling", "A11", ("each", "shared"))
REVISED_STANDARD = Setting("revision", "A11", ("revision_paid", "revision_not_paid"))
BUDGET_UNITS = Setting("budget_units", "A13", ("budget_units_paid", "budget_units_not_paid"))
CONVERTED_HONOUR = Setting("conversion", "A25", ("conversion_paid", "conversion_not_paid"))
DISCRETION = Setting("discretion", "A30", ("case_by_case", "none"))  # support without an amount
TAX = Setting("tax", "A29", ("exempt", "withheld", "grossed_up"))
CEILING_TAX = Setting("ceiling_tax", "A29", ("ceiling_gross", "ceiling_net"))
NEWNESS_QUESTION = "A6"  # its choices are the occasions that count as new, such as renewal


@dataclass(frozen=True)
class Trigger:
    """Which events a clause speaks of. An empty tuple means: any."""

    kind: str
    honour_keys: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    ranks: tuple[int, ...] = ()  # 排名前三 is (1, 2, 3)
    occasions: tuple[str, ...] = ()  # a clause for renewals, or for new ones only

    def __post_init__(self) -> None:
        if self.kind not in EVENT_KINDS:
            raise ValueError(f"{self.kind!r} triggers nothing: {', '.join(EVENT_KINDS)}")

    def misses(self, event: Event) -> str:
        """What of the event this clause does not speak of.

        Kind, honour, level, rank, occasion; empty if it does.
        """
        if event.kind != self.kind:
            return "kind"
        if self.honour_keys and event.honour_key not in self.honour_keys:
            return "honour"
        if self.levels and event.level not in self.levels:
            return "level"
        if self.ranks and event.rank not in self.ranks:
            return "rank"
        if self.occasions and event.occasion not in self.occasions:
            return "occasion"
        return ""

    def overlap(self, other: Trigger) -> tuple[str, ...] | None:
        """Honours that both speak of, ``()`` if any honour; None if no event can meet both."""
        if (
            self.kind != other.kind
            or not _meet(self.levels, other.levels)
            or not _meet(self.ranks, other.ranks)
            or not _meet(self.occasions, other.occasions)
        ):
            return None
        if self.honour_keys and other.honour_keys:
            return tuple(key for key in self.honour_keys if key in other.honour_keys) or None
        return self.honour_keys or other.honour_keys


@dataclass(frozen=True)
class Reading:
    """The rule stands under one reading of an open question only.

    A11 ``by_level`` or ``by_rank``.
    """

    question: str
    choice: str


@dataclass(frozen=True)
class Rule:
    """One clause.

    A setting that the clause does not decide itself stays NOT_RULED, and a ruling answers it.
    """

    key: str
    clause: str  # (九)
    quote: str  # its words
    trigger: Trigger
    kind: str
    amount: Decimal | None = None  # promised, or the ceiling; none at discretion
    version: int = 1
    recipient_kinds: tuple[str, ...] = (ENTERPRISE,)
    benefit: str = "reward"  # clauses of different benefits add up and never contradict each other
    readings: tuple[Reading, ...] = ()
    conflict_question: str = "A1"
    valid_from: date | None = None  # where narrower than the policy's
    valid_to: date | None = None
    newly_only: bool = True
    first_time: bool = False
    per: str = PER_RECIPIENT
    item_unit: str = NOT_RULED
    first_scope: str = NOT_RULED
    first_span: str = NOT_RULED
    first_family: str = NOT_RULED
    highest_group: str = ""
    highest_period: str = "year"  # or "policy"
    ladder_key: str = ""
    upgrade: str = NOT_RULED
    ladder_scope: str = NOT_RULED
    ladder_policies: str | tuple[str, ...] = NOT_RULED  # or the keys of the policies that count
    lower_step: str = NOT_RULED  # not ruled: a lower step after a higher one is due nothing
    shared_ceiling: str = NOT_RULED
    revision: str = NOT_RULED
    deemed: str = NOT_RULED
    conversion: str = NOT_RULED
    budget_units: str = NOT_RULED
    tax: str = NOT_RULED  # persons only
    tax_rate: Decimal = Decimal("0.20")
    tax_opinion_no: str = ""
    ceiling_tax: str = NOT_RULED  # not ruled: a ceiling is gross
    payers: str = NOT_RULED
    city_payer: str = "市级专项经费"

    def __post_init__(self) -> None:
        if self.kind not in (FIXED, CEILING, DISCRETIONARY):
            raise ValueError(f"rule {self.key}: {self.kind!r} is no kind of amount")
        if (self.amount is None) != (self.kind == DISCRETIONARY):
            raise ValueError(
                f"rule {self.key}: a {self.kind} rule has {'no ' * (self.amount is not None)}amount"
            )
        if not set(self.recipient_kinds) <= set(RECIPIENT_KINDS):
            raise ValueError(f"rule {self.key}: no such recipients {self.recipient_kinds}")
        if self.amount is not None:
            object.__setattr__(self, "amount", yuan(self.amount))

    @property
    def amount_key(self) -> tuple[str, Decimal | None]:
        return self.kind, self.amount

    def contradicts(self, other: Rule) -> bool:
        """Whether both promise the same benefit in different amounts.

        What has no amount contradicts nothing.
        """
        return self.same_promise(other) and self.amount_key != other.amount_key

    def same_promise(self, other: Rule) -> bool:
        if DISCRETIONARY in (self.kind, other.kind) or self.benefit != other.benefit:
            return False
        return not self.excludes(other)

    def excludes(self, other: Rule) -> bool:
        """Whether they stand under different readings of one question, so that never both apply."""
        mine = {reading.question: reading.choice for reading in self.readings}
        return any(
            mine.get(theirs.question, theirs.choice) != theirs.choice for theirs in other.readings
        )


@dataclass(frozen=True)
class Policy:
    """One version of a policy document with its clauses in their order."""

    key: str
    name: str  # without 《》
    state: str
    valid_from: date
    valid_to: date | None = None
    version: int = 1
    document_no: str = ""
    basis_date: str = NOT_RULED
    rules: tuple[Rule, ...] = field(default=())

    def __post_init__(self) -> None:
        if self.state not in (DRAFT, ACTIVE, EXPIRED):
            raise ValueError(f"policy {self.key}: {self.state!r} is no state of a policy")

    def readings_of(self, question: str) -> frozenset[str]:
        """The readings among which a ruling of the question chooses."""
        mine = {
            one.choice for rule in self.rules for one in rule.readings if one.question == question
        }
        return frozenset(mine).union(DRAFTING.choices if question == DRAFTING.question else ())

    def covers(self, rule: Rule, day: date) -> bool:
        first, last = self.period(rule)
        return first <= day <= last

    def overlap(self, one: Rule, two: Rule) -> bool:
        """Whether both rules are in force on some day: a clause and its later version are not."""
        (first, last), (start, end) = self.period(one), self.period(two)
        return max(first, start) <= min(last, end)

    def period(self, rule: Rule) -> tuple[date, date]:
        """First and last day of the rule; both belong to it."""
        start = max(self.valid_from, rule.valid_from or self.valid_from)
        return start, min(self.valid_to or date.max, rule.valid_to or date.max)


def settle(setting: Setting, stated: str, ruling: Ruling | None) -> str:
    """What the clause itself states; where it is silent, what was ruled; else NOT_RULED."""
    if stated != NOT_RULED:
        if stated not in setting.choices:
            raise ValueError(
                f"{setting.name} is {stated!r}, not one of {', '.join(setting.choices)}"
            )
        return stated
    ruled = [choice for choice in setting.choices if ruling and choice in ruling.choices]
    return ruled[0] if len(ruled) == 1 else NOT_RULED


def _meet(one: Iterable[str | int], two: Iterable[str | int]) -> bool:
    return not one or not two or bool(set(one) & set(two))
