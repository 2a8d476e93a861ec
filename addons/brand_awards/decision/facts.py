"""Facts of one decision: what happened, to whom, what was before, what was ruled.

The claim's model gathers them. Dates are civil dates of Asia/Shanghai. Keys are opaque and stable:
a unified social credit code, a record's id. Nothing here is looked up or computed from today's
date.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .money import ZERO, yuan

NOT_RULED = "not_ruled"

# kinds of event
CERTIFICATE = "certificate"
HONOUR = "honour"
STANDARD = "standard"
PLATFORM = "platform"
EVENT_KINDS = (CERTIFICATE, HONOUR, STANDARD, PLATFORM)

# kinds of recipient
ENTERPRISE = "enterprise"
UNIT = "unit"
PERSON = "person"
RECIPIENT_KINDS = (ENTERPRISE, UNIT, PERSON)

# how the event came about
NEW = "new"
RENEWAL = "renewal"
SCOPE_CHANGE = "scope_change"
REISSUE = "reissue"
RECERTIFICATION = "recertification"  # again, after expiry or withdrawal
DEEMED = "deemed"  # 视同: a higher honour counts as the lower one (A9)
CONVERSION = "conversion"  # 转为: an older honour carried over (A25)
REVISION = "revision"  # a standard revised, not made (A11)
OCCASIONS = (
    NEW,
    RENEWAL,
    SCOPE_CHANGE,
    REISSUE,
    RECERTIFICATION,
    DEEMED,
    CONVERSION,
    REVISION,
)

# what a claim that is due may wait for
BLACKLIST = "blacklist"
SUSPENDED = "suspended"
NO_ACCOUNT = "no_account"
NO_FUND = "no_fund"
OBJECTION = "objection"
CANCELLED = "cancelled"
HOLD_KINDS = (BLACKLIST, SUSPENDED, NO_ACCOUNT, NO_FUND, OBJECTION, CANCELLED)

# who set the amount under a ceiling
OFFICER = "officer"
RATE_TABLE = "rate_table"


@dataclass(frozen=True)
class Event:
    """A certificate, an honour, a standard drafted or a platform approved."""

    key: str
    kind: str
    name: str  # as printed: “芜湖智造”品牌认证
    award_date: date
    honour_key: str = ""  # the honour, or the programme of a certificate
    stands_for: str = ""  # honour that a recognition names, or that a certificate's programme gives
    family_key: str = ""  # nomination and main award are one family (A10)
    level: str = ""  # of the certificate, or of the standard (international, national, industry)
    rank: int | None = None  # drafter's rank in the standard, 1 first
    item_key: str = ""  # product, standard, platform; empty: the honour is the recipient's own
    item_name: str = ""
    unit_key: str = ""  # certification unit (A5), else the item
    series_key: str = ""  # model series (A5); empty: the item
    document_no: str = ""  # certificate number, or the document that awards the honour
    ladder_key: str = ""
    ladder_step: int = 0  # higher is higher
    occasion: str = NEW
    sequence: int = 0  # orders events of one day

    def __post_init__(self) -> None:
        _one_of("kind of event", self.kind, EVENT_KINDS)
        _one_of("occasion", self.occasion, OCCASIONS)

    @property
    def order(self) -> tuple[date, int, str]:
        return self.award_date, self.sequence, self.key


@dataclass(frozen=True)
class Recipient:
    """Who would be paid. The key identifies, not the name; it never implies the district."""

    key: str  # unified social credit code, or a person's key
    name: str
    kind: str = ENTERPRISE
    award_name: str = ""  # name on the day of award, if another
    lineage: frozenset[str] = (
        frozenset()
    )  # keys of predecessors over all generations; a split hands on to every part
    group_key: str = ""
    district: str = ""  # responsible on the day of award
    budget_funded: bool = False  # a unit that lives on public budget (A13)

    def __post_init__(self) -> None:
        _one_of("kind of recipient", self.kind, RECIPIENT_KINDS)

    @property
    def keys(self) -> frozenset[str]:
        return self.lineage | {self.key}


@dataclass(frozen=True)
class HistoryClaim:
    """Money of an earlier claim.

    ``committed`` is approved and not yet paid, so it never overlaps with ``paid``. All are gross;
    ``tax`` is the part of paid and committed that was or will be withheld from a person.
    ``recovered`` counts settled recoveries only.
    """

    key: str
    rule_key: str
    policy_key: str
    promised: Decimal = ZERO
    committed: Decimal = ZERO
    paid: Decimal = ZERO
    recovered: Decimal = ZERO
    tax: Decimal = ZERO

    def __post_init__(self) -> None:
        for name in ("promised", "committed", "paid", "recovered", "tax"):
            object.__setattr__(self, name, yuan(getattr(self, name)))

    @property
    def money(self) -> Decimal:
        """What was really paid or is committed, net of what was recovered."""
        return max(self.paid + self.committed - self.recovered, ZERO)

    @property
    def money_after_tax(self) -> Decimal:
        return max(self.money - self.tax, ZERO)


@dataclass(frozen=True)
class HistoryEntry:
    """An honour held before or beside this one, with its claims, paid or not.

    Also from before the policy began, and by predecessors. Never the decided event's own claim. An
    honour registered by mistake is left out; a revoked one was held.
    """

    event: Event
    holder_key: str
    holder_name: str = ""
    holder_group: str = ""
    claims: tuple[HistoryClaim, ...] = ()


@dataclass(frozen=True)
class Ruling:
    """An open question answered.

    ``choice`` may answer several settings of one question: ``legal_person+ever``. For a
    contradiction (A1, A14) the choice is the key of the rule that applies.
    """

    choice: str
    document_no: str = ""
    decided_on: date | None = None
    decided_by: str = ""

    @property
    def choices(self) -> frozenset[str]:
        return frozenset(part.strip() for part in self.choice.split("+")) - {
            "",
            NOT_RULED,
        }


@dataclass(frozen=True)
class Payer:
    """One line of a payer table: an integer weight of 市 : 区县, such as 4 : 6."""

    key: str
    name: str
    weight: int
    is_city: bool = False


@dataclass(frozen=True)
class PayerTable:
    """Who pays for recipients of a district, from a day to a day, both included."""

    district: str
    payers: tuple[Payer, ...]
    valid_from: date
    valid_to: date | None = None
    document_no: str = ""

    def __post_init__(self) -> None:
        if sum(payer.is_city for payer in self.payers) != 1:
            raise ValueError(
                f"the payer table of {self.district} must name the city once: the remainder is its"
            )

    def covers(self, district: str, day: date) -> bool:
        until = self.valid_to or date.max
        return self.district == district and self.valid_from <= day <= until


@dataclass(frozen=True)
class AmountSet:
    """An amount under a ceiling or at discretion.

    From the year's rate table, or by an officer with a reason.
    """

    amount: Decimal
    source: str = OFFICER
    reason: str = ""
    document_no: str = ""
    set_by: str = ""
    class_amount: Decimal | None = None  # what the same class of case got before

    def __post_init__(self) -> None:
        _one_of("source of an amount", self.source, (OFFICER, RATE_TABLE))
        object.__setattr__(self, "amount", yuan(self.amount))
        if self.amount < 0:
            raise ValueError(f"an amount of {self.amount} yuan cannot be set")

    @property
    def is_reasoned(self) -> bool:
        return self.source == RATE_TABLE or bool(self.reason.strip())


@dataclass(frozen=True)
class CoRecipient:
    """Another recipient of the same item, such as a co-drafter, with the money set for it."""

    key: str
    name: str
    amount: Decimal = ZERO


@dataclass(frozen=True)
class Hold:
    """Something a due claim waits for."""

    kind: str
    detail: str = ""  # as to be read out: the blacklist's reason, the objection's number
    since: date | None = None

    def __post_init__(self) -> None:
        _one_of("hold", self.kind, HOLD_KINDS)


@dataclass(frozen=True)
class Ended:
    """The event no longer stands: certificate withdrawn, honour revoked.

    A cancelled certificate is a hold.
    """

    kind: str  # withdrawn | revoked
    on: date
    document_no: str = ""

    def __post_init__(self) -> None:
        _one_of("end of an event", self.kind, ("withdrawn", "revoked"))


@dataclass(frozen=True)
class Facts:
    """All that one decision may know.

    Rulings are those in force, by question; ``A8@rule-key`` is for one rule. Rates are the year's
    table, by key of the rule; an amount that an officer set goes before them.
    """

    event: Event
    recipient: Recipient
    claim_date: date
    history: tuple[HistoryEntry, ...] = ()
    rulings: Mapping[str, Ruling] = field(default_factory=dict)
    payer_tables: tuple[PayerTable, ...] = ()
    amount_set: AmountSet | None = None
    rates: Mapping[str, AmountSet] = field(default_factory=dict)
    co_recipients: tuple[CoRecipient, ...] = ()
    holds: tuple[Hold, ...] = ()
    ended: Ended | None = None
    already: tuple[HistoryClaim, ...] = ()  # a supplement: what this event got under the clause

    def ruling(self, question: str, rule_key: str) -> Ruling | None:
        return self.rulings.get(f"{question}@{rule_key}") or self.rulings.get(question)


def _one_of(what: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ValueError(f"{value!r} is no {what}: {', '.join(allowed)}")
