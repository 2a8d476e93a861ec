"""The steps of a programme: which may be left out, and what must come before what.

部门推荐、企业申报、第三方机构认证、社会公示、政府审定 is one order of several that cities use; some orders
make no sense in any city, and these are told with their reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .reasons import Reason

#: In the order in which a new programme takes them
STEPS = (
    "recommend",
    "apply",
    "examine",
    "joint_check",
    "certify",
    "notice",
    "government",
    "issue",
)

#: Steps that others presuppose: without them there is no file, no result, no certificate
ALWAYS = frozenset({"apply", "examine", "certify", "issue"})

CODES = {
    "dropped": ("step",),
    "missing": ("step",),
    "twice": ("step",),
    "out_of_order": ("step", "before"),
}

# (earlier, later): the later one works on what the earlier one leaves
_EARLIER = (
    ("apply", "examine"),
    ("examine", "certify"),
    ("recommend", "certify"),
    ("apply", "joint_check"),
    ("joint_check", "government"),
    ("joint_check", "issue"),
    ("certify", "notice"),
    ("certify", "government"),
    ("notice", "issue"),
    ("government", "issue"),
    ("certify", "issue"),
)


@dataclass(frozen=True)
class Step:
    """One row of a programme's steps, in the programme's order."""

    key: str
    is_required: bool


def problems(steps: Sequence[Step]) -> tuple[Reason, ...]:
    """All that is wrong with these steps, in the order of the steps; empty if they can be walked.

    A step that is not required may stand anywhere.
    """
    keys = [step.key for step in steps]
    found = [Reason("missing", {"step": key}) for key in STEPS if key in ALWAYS - set(keys)]
    found += [Reason("twice", {"step": key}) for key in STEPS if keys.count(key) > 1]
    found += [
        Reason("dropped", {"step": step.key})
        for step in steps
        if step.key in ALWAYS and not step.is_required
    ]
    place = {step.key: place for place, step in enumerate(steps) if step.is_required}
    found += [
        Reason("out_of_order", {"step": later, "before": earlier})
        for earlier, later in _EARLIER
        if earlier in place and later in place and place[earlier] > place[later]
    ]
    return tuple(found)


def timing(steps: Sequence[Step], step: str, anchor: str) -> str:
    """``none`` where ``step`` is not required, else ``before`` or ``after`` the anchor.

    A step counts as before an anchor that is itself not required.
    """
    place = {row.key: place for place, row in enumerate(steps) if row.is_required}
    if step not in place:
        return "none"
    return "after" if place.get(anchor, len(steps)) < place[step] else "before"


def completed(keys: Sequence[str]) -> tuple[str, ...]:
    """These steps in their own order, with the ones that are missing at their usual places.

    A missing step comes after the step that usually precedes it; the certificate comes last.
    """
    order = list(keys)
    for usual, key in enumerate(STEPS):
        if key in order:
            continue
        before = [order.index(k) for k in STEPS[:usual] if k in order]
        place = len(order) if key == "issue" else order.index(STEPS[usual - 1]) + 1 if before else 0
        order.insert(place, key)
    return tuple(order)
