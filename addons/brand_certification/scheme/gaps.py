"""What an application lacks, told all at once before it is submitted (一次性告知).

Order of the list: whether it can be filed at all (window, standing, limits), then what the
enterprise fills in, in the order of the form: fields, documents, standards, declaration.

The same gaps answer three questions: may this be submitted (``gaps``), what is met and what is not
yet (``by_check``), and does it still hold at a later gate (``gaps_at``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .reasons import Reason as Gap

__all__ = [
    "CHECKS",
    "CODES",
    "GATES",
    "Document",
    "Facts",
    "Field",
    "Gap",
    "Item",
    "Limit",
    "Standard",
    "Standing",
    "Window",
    "by_check",
    "gaps",
    "gaps_at",
]

CODES = {
    "program_not_open": ("state",),
    "window_not_yet_open": ("opens",),
    "window_closed": ("closed",),
    "blacklisted": ("reason",),
    "cooling_down": ("until",),
    "limit_reached": ("allowed", "used"),
    "group_limit_reached": ("allowed", "used"),
    "not_nominated": (),
    "kind_not_covered": ("kind",),
    "already_applied": ("reference",),
    "already_certified": ("number", "until"),
    "field_missing": ("key", "label"),
    "document_missing": ("key", "label"),
    "document_expired": ("key", "label", "valid_until"),
    "standard_missing": (),
    "standard_not_published": ("number", "state"),
    "declaration_missing": (),
}

# What a self-check answers, in order, and the gaps that make the answer "not yet". A missing field
# belongs to the check that the field names.
CHECKS = {
    "window": ("program_not_open", "window_not_yet_open", "window_closed"),
    "standing": ("blacklisted", "cooling_down"),
    "limit": ("limit_reached", "group_limit_reached"),
    "nomination": ("not_nominated",),
    "enterprise": (),
    "item": ("kind_not_covered", "already_applied", "already_certified"),
    "trademark": (),
    "answers": (),
    "standards": ("standard_missing", "standard_not_published"),
    "documents": ("document_missing", "document_expired"),
    "declaration": ("declaration_missing",),
}

# What must still be true when an office moves the file on. The window and the form are not asked
# again: the applicant was in time and complete. A cool-down bars applying, not a file that runs.
GATES = {
    "acceptance": frozenset(
        {
            "blacklisted",
            "cooling_down",
            "limit_reached",
            "group_limit_reached",
            "kind_not_covered",
            "already_certified",
            "document_expired",
            "standard_not_published",
        }
    ),
    "decision": frozenset({"blacklisted", "standard_not_published"}),
    "certificate": frozenset({"blacklisted", "standard_not_published"}),
}


@dataclass(frozen=True)
class Field:
    """A field of the form; ``label`` is the text the applicant sees."""

    key: str
    label: str
    is_filled: bool
    is_required: bool = True
    check: str = "answers"


@dataclass(frozen=True)
class Document:
    """A row of the checklist: how many files are attached, and the last valid day of the newest
    (None: it does not expire). A document that is not required may be absent, not expired."""

    key: str
    label: str
    count: int
    is_required: bool = True
    valid_until: date | None = None


@dataclass(frozen=True)
class Standard:
    """A standard the application rests on. ``usable_until``: the last day on which a new
    application may still use it after it was withdrawn or replaced (None: none)."""

    number: str
    state: str
    usable_until: date | None = None


@dataclass(frozen=True)
class Window:
    """When a programme takes applications; both days belong to it, None is no bound."""

    opens: date | None = None
    closes: date | None = None


@dataclass(frozen=True)
class Limit:
    """Applications of one applicant in the programme's scope: ``used`` counts the others that
    stand (not this one). ``allowed`` None: no limit; 0 allows none."""

    allowed: int | None = None
    used: int = 0


@dataclass(frozen=True)
class Standing:
    """The enterprise with those it lives on in: why it is blacklisted today (None: it is not), and
    the last day on which it may not apply after a withdrawn certificate."""

    blacklisted_for: str | None = None
    cooling_until: date | None = None


@dataclass(frozen=True)
class Item:
    """What is applied for. ``kind`` None: nothing was chosen yet. ``rival``: reference of another
    application for it. ``certificate``: number of its running certificate, ``certified_until`` its
    last day; a new application is taken from ``renewable_from`` on."""

    kind: str | None = None
    is_kind_covered: bool = True
    rival: str | None = None
    certificate: str | None = None
    certified_until: date | None = None
    renewable_from: date | None = None


@dataclass(frozen=True)
class Facts:
    """All that decides whether an application may be submitted ``today`` (date in Shanghai)."""

    today: date
    program_state: str = "open"
    window: Window = Window()
    standing: Standing = Standing()
    limit: Limit = Limit()
    group_limit: Limit = Limit()
    is_nominated: bool = True
    item: Item = Item()
    fields: tuple[Field, ...] = ()
    documents: tuple[Document, ...] = ()
    standards: tuple[Standard, ...] = ()
    is_standard_required: bool = True
    is_declaration_accepted: bool = False


def gaps(facts: Facts) -> tuple[Gap, ...]:
    """Everything that is lacking, in order; empty if the application may be submitted."""
    return (
        *_window_gaps(facts),
        *_standing_gaps(facts.standing, facts.today),
        *_limit_gaps(facts.limit, "limit_reached"),
        *_limit_gaps(facts.group_limit, "group_limit_reached"),
        *(() if facts.is_nominated else (Gap("not_nominated"),)),
        *_item_gaps(facts.item, facts.today),
        *_field_gaps(facts.fields),
        *_document_gaps(facts.documents, facts.today),
        *_standard_gaps(facts),
        *(() if facts.is_declaration_accepted else (Gap("declaration_missing"),)),
    )


def gaps_at(gate: str, facts: Facts) -> tuple[Gap, ...]:
    """What no longer holds at a later gate (``GATES``)."""
    return tuple(gap for gap in gaps(facts) if gap.code in GATES[gate])


def by_check(facts: Facts) -> dict[str, tuple[Gap, ...]]:
    """Every check in order with its gaps; a check without gaps is met."""
    check_of = {code: check for check, codes in CHECKS.items() for code in codes}
    check_of_field = {field.key: field.check for field in facts.fields}
    found: dict[str, tuple[Gap, ...]] = dict.fromkeys(CHECKS, ())
    for gap in gaps(facts):
        check = check_of.get(gap.code) or check_of_field[gap.params["key"]]
        found[check] += (gap,)
    return found


def _window_gaps(facts: Facts) -> Iterator[Gap]:
    opens, closes = facts.window.opens, facts.window.closes
    if facts.program_state != "open":
        yield Gap("program_not_open", {"state": facts.program_state})
    if opens is not None and facts.today < opens:
        yield Gap("window_not_yet_open", {"opens": opens})
    if closes is not None and facts.today > closes:
        yield Gap("window_closed", {"closed": closes})


def _standing_gaps(standing: Standing, today: date) -> Iterator[Gap]:
    if standing.blacklisted_for is not None:
        yield Gap("blacklisted", {"reason": standing.blacklisted_for})
    if standing.cooling_until is not None and today <= standing.cooling_until:
        yield Gap("cooling_down", {"until": standing.cooling_until})


def _limit_gaps(limit: Limit, code: str) -> Iterator[Gap]:
    if limit.allowed is not None and limit.used >= limit.allowed:
        yield Gap(code, {"allowed": limit.allowed, "used": limit.used})


def _item_gaps(item: Item, today: date) -> Iterator[Gap]:
    if item.kind is not None and not item.is_kind_covered:
        yield Gap("kind_not_covered", {"kind": item.kind})
    if item.rival is not None:
        yield Gap("already_applied", {"reference": item.rival})
    is_renewable = item.renewable_from is not None and today >= item.renewable_from
    if item.certificate is not None and not is_renewable:
        params = {"number": item.certificate, "until": item.certified_until}
        yield Gap("already_certified", params)


def _field_gaps(fields: tuple[Field, ...]) -> Iterator[Gap]:
    for field in fields:
        if field.is_required and not field.is_filled:
            yield Gap("field_missing", {"key": field.key, "label": field.label})


def _document_gaps(documents: tuple[Document, ...], today: date) -> Iterator[Gap]:
    for document in documents:
        params = {"key": document.key, "label": document.label}
        if not document.count:
            if document.is_required:
                yield Gap("document_missing", params)
        elif document.valid_until is not None and document.valid_until < today:
            yield Gap("document_expired", {**params, "valid_until": document.valid_until})


def _standard_gaps(facts: Facts) -> Iterator[Gap]:
    if facts.is_standard_required and not facts.standards:
        yield Gap("standard_missing")
    for standard in facts.standards:
        is_in_transition = (
            standard.state == "withdrawn"
            and standard.usable_until is not None
            and facts.today <= standard.usable_until
        )
        if standard.state != "published" and not is_in_transition:
            yield Gap(
                "standard_not_published", {"number": standard.number, "state": standard.state}
            )
