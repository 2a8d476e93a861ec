"""A decision with its reasons, and its frozen form.

``to_json`` gives plain dicts, lists and strings, to be stored with the claim; ``from_json`` gives
the same decision back, so that an old explanation is rendered from what was decided and not from
today's rule.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from .facts import Hold
from .money import ZERO

DUE = "due"
NOTHING = "nothing"
HELD = "held"
AMOUNT_OPEN = "amount_open"
STATUSES = (DUE, NOTHING, HELD, AMOUNT_OPEN)

FORMAT = 1


@dataclass(frozen=True)
class Line:
    """One sentence of a step: what was found, as a code with its parameters.

    Steps are those of docs/meaning.md, section 4.
    """

    step: int
    code: str
    params: Mapping[str, Any]
    matters: bool = True  # read out; the others are on the calculation sheet only


@dataclass(frozen=True)
class Basis:
    """The rule's version that decided. An empty clause: the policy has none for this event."""

    policy_key: str
    policy_name: str
    policy_version: int
    policy_document_no: str
    rule_key: str = ""
    rule_version: int = 0
    clause: str = ""
    quote: str = ""


@dataclass(frozen=True)
class Subject:
    """Whom and what it was decided for."""

    recipient_key: str
    recipient_name: str
    award_name: str
    recipient_kind: str
    event_key: str
    event_kind: str
    event_name: str
    item_name: str
    award_date: date
    document_no: str
    level: str
    rank: int | None
    occasion: str
    claim_date: date


@dataclass(frozen=True)
class RulingUsed:
    question: str
    choice: str
    document_no: str
    decided_on: date | None


@dataclass(frozen=True)
class Share:
    payer_key: str
    payer_name: str
    amount: Decimal


@dataclass(frozen=True)
class Decision:
    """What is due and why. An amount is None while it is not known: an open ruling, or an officer
    still to set it.

    ``due`` is what the payers pay in all: ``due == tax + net == sum of shares`` where these are
    known. ``promised`` is a fixed amount of the clause (after tax if the rule grosses up),
    ``ceiling`` one with 不高于; ``limit`` is what the ceiling still leaves. ``holds`` are what a
    claim waits for though it is due.
    """

    status: str
    reason: str  # code of what decided
    basis: Basis
    subject: Subject
    lines: tuple[Line, ...]
    promised: Decimal | None = None
    ceiling: Decimal | None = None
    paid_before: Decimal | None = None
    taken_off: Decimal | None = None
    limit: Decimal | None = None
    due: Decimal | None = None
    tax: Decimal | None = None
    net: Decimal | None = None
    shares: tuple[Share, ...] = ()
    open_questions: tuple[str, ...] = ()
    rulings: tuple[RulingUsed, ...] = ()
    holds: tuple[Hold, ...] = ()

    @property
    def is_payable(self) -> bool:
        return self.status == DUE and not self.holds

    def codes(self) -> tuple[str, ...]:
        return tuple(line.code for line in self.lines)

    def line(self, code: str) -> Line | None:
        return next((line for line in self.lines if line.code == code), None)

    def same_outcome(self, other: Decision) -> bool:
        """Whether a recomputation changed nothing that anybody acts on.

        The reasons may be told in other words.
        """
        return all(getattr(self, name) == getattr(other, name) for name in _OUTCOME)

    def same_money(self, other: Decision) -> bool:
        """Whether the same is due for the same reason; what it waits for may differ."""
        return all(getattr(self, name) == getattr(other, name) for name in _MONEY)


_OUTCOME = (
    "status",
    "reason",
    "due",
    "tax",
    "net",
    "limit",
    "shares",
    "open_questions",
    "holds",
)


_MONEY = ("status", "reason", "due", "tax", "net", "shares")


@dataclass(frozen=True)
class Correction:
    """What a changed decision means for money already paid: proposed, a person decides."""

    kind: str  # recovery | supplement
    amount: Decimal


def correction(decision: Decision, net_paid: Decimal) -> Correction | None:
    """Recovery or supplement that the decision proposes against what was paid net of recoveries;
    None if neither.

    While a decision is held or its amount is open nothing is proposed: the answer may still come.
    Nor where a higher honour of the period takes off what this one got.
    """
    if decision.due is None or decision.status not in (DUE, NOTHING):
        return None
    if decision.reason == "higher_in_group":
        return None
    gap = decision.due - net_paid
    if gap == ZERO:
        return None
    return Correction("supplement" if gap > 0 else "recovery", abs(gap))


def to_json(decision: Decision) -> dict[str, Any]:
    """The decision as dicts, lists, strings, numbers: ready for ``json.dumps`` or a JSON field."""
    return {"format": FORMAT, **_record(decision)}


def from_json(frozen: Mapping[str, Any] | str) -> Decision:
    """The decision that ``to_json`` froze.

    Raises ValueError for a format that this version does not know.
    """
    data = json.loads(frozen) if isinstance(frozen, str) else dict(frozen)
    if data.pop("format", None) != FORMAT:
        raise ValueError(
            f"a decision of format {frozen!r:.60} cannot be read, only format {FORMAT}"
        )
    values = {name: _thaw(value) for name, value in data.items()}
    for name, kind in (("basis", Basis), ("subject", Subject)):
        values[name] = kind(**values[name])
    for name, kind in (
        ("lines", Line),
        ("shares", Share),
        ("rulings", RulingUsed),
        ("holds", Hold),
    ):
        values[name] = tuple(kind(**row) for row in values[name])
    return Decision(**values)


def shares_from_json(frozen: Mapping[str, Any]) -> tuple[Share, ...]:
    """The payer shares of a frozen decision, without thawing the rest of it."""
    return tuple(Share(**_thaw(row)) for row in frozen.get("shares", ()))


def _record(record: Any) -> dict[str, Any]:
    return {item.name: _freeze(getattr(record, item.name)) for item in fields(record)}


def _freeze(value: Any) -> Any:
    match value:
        case Decimal():
            return {"$yuan": str(value)}
        case date():
            return {"$date": value.isoformat()}
        case list() | tuple():
            return [_freeze(item) for item in value]
        case Mapping():
            return {key: _freeze(item) for key, item in value.items()}
        case None | bool() | int() | str():
            return value
    return _record(value)


def _thaw(value: Any) -> Any:
    match value:
        case {"$yuan": amount}:
            return Decimal(amount)
        case {"$date": day}:
            return date.fromisoformat(day)
        case list():
            return tuple(_thaw(item) for item in value)
        case dict():
            return {key: _thaw(item) for key, item in value.items()}
    return value
