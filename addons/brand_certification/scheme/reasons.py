"""A finding told as data: a code and its parameters, never a sentence in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Reason:
    """Why something is so.

    ``code`` is a stable name; each module lists its codes, with the names of their parameters,
    in ``CODES``. ``params`` holds plain values (str, int, Decimal, date, tuple).
    """

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


def reason(code: str, **params: object) -> Reason:
    """Short form: ``reason("limit_reached", allowed=1, used=1)``."""
    return Reason(code, params)
