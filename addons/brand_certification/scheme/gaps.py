"""What an application lacks, told all at once before it is submitted (一次性告知).

Order of the list: whether it can be filed at all (window, limit), then what the enterprise fills
in, in the order of the form: fields, documents, standards, declaration.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .reasons import Reason as Gap

__all__ = ["CODES", "Document", "Facts", "Field", "Gap", "Limit", "Standard", "Window", "gaps"]

CODES = {
    "program_not_open": ("state",),
    "window_not_yet_open": ("opens",),
    "window_closed": ("closed",),
    "limit_reached": ("allowed", "used"),
    "field_missing": ("key", "label"),
    "document_missing": ("key", "label"),
    "document_expired": ("key", "label", "valid_until"),
    "standard_missing": (),
    "standard_not_published": ("number", "state"),
    "declaration_missing": (),
}


@dataclass(frozen=True)
class Field:
    """A field of the form; ``label`` is the text the applicant sees."""

    key: str
    label: str
    is_filled: bool
    is_required: bool = True


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
class Facts:
    """All that decides whether an application may be submitted ``today`` (date in Shanghai)."""

    today: date
    program_state: str = "open"
    window: Window = Window()
    limit: Limit = Limit()
    fields: tuple[Field, ...] = ()
    documents: tuple[Document, ...] = ()
    standards: tuple[Standard, ...] = ()
    is_standard_required: bool = True
    is_declaration_accepted: bool = False


def gaps(facts: Facts) -> tuple[Gap, ...]:
    """Everything that is lacking, in order; empty if the application may be submitted."""
    return (
        *_window_gaps(facts),
        *_limit_gaps(facts.limit),
        *_field_gaps(facts.fields),
        *_document_gaps(facts.documents, facts.today),
        *_standard_gaps(facts),
        *(() if facts.is_declaration_accepted else (Gap("declaration_missing"),)),
    )


def _window_gaps(facts: Facts) -> Iterator[Gap]:
    opens, closes = facts.window.opens, facts.window.closes
    if facts.program_state != "open":
        yield Gap("program_not_open", {"state": facts.program_state})
    if opens is not None and facts.today < opens:
        yield Gap("window_not_yet_open", {"opens": opens})
    if closes is not None and facts.today > closes:
        yield Gap("window_closed", {"closed": closes})


def _limit_gaps(limit: Limit) -> Iterator[Gap]:
    if limit.allowed is not None and limit.used >= limit.allowed:
        yield Gap("limit_reached", {"allowed": limit.allowed, "used": limit.used})


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
