"""Clauses that contradict each other before any event: they block a policy's activation until a
person picks one.

株洲2023 (九) lists 湖南老字号 among 「不高于30万元」 and again among 「不高于5万元」.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from .explain import ZH, clause_list, question
from .facts import Ruling
from .rules import Policy, Rule


@dataclass(frozen=True)
class Conflict:
    """Rules that give one honour (empty.

    Any event of the kind) different amounts, and the question that rules it.
    """

    event_kind: str
    honour_key: str
    question: str
    rules: tuple[Rule, ...]

    @property
    def rule_keys(self) -> tuple[str, ...]:
        return tuple(rule.key for rule in self.rules)


def find_conflicts(
    policy: Policy, rulings: Mapping[str, Ruling] | None = None
) -> tuple[Conflict, ...]:
    """What blocks activation.

    Contradictions that no ruling resolves by choosing exactly one of the rules.
    """
    found = conflicts_of(policy)
    return tuple(conflict for conflict in found if not _is_ruled(conflict, rulings or {}))


def conflicts_of(policy: Policy) -> tuple[Conflict, ...]:
    """All contradictions among the clauses, one for each honour, in the order of the clauses."""
    met: dict[tuple[str, str], dict[str, Rule]] = {}
    rules = policy.rules
    for one, two in combinations(rules, 2):
        if not policy.overlap(one, two):
            continue
        shared = one.trigger.overlap(two.trigger)
        same_recipients = set(one.recipient_kinds) & set(two.recipient_kinds)
        if shared is None or not same_recipients or not one.contradicts(two):
            continue
        for honour in shared or ("",):
            met.setdefault((one.trigger.kind, honour), {}).update({one.key: one, two.key: two})
    order = {rule.key: place for place, rule in enumerate(rules)}
    return tuple(
        Conflict(
            kind,
            honour,
            _question(members),
            tuple(sorted(members, key=lambda rule: order[rule.key])),
        )
        for (kind, honour), by_key in met.items()
        for members in [tuple(by_key.values())]
    )


def describe(conflict: Conflict, honour_name: str = "", lang: str = ZH) -> str:
    """Why the policy cannot be activated, and the way out."""
    name = honour_name or conflict.honour_key
    clauses = clause_list(
        [(rule.clause, rule.quote, rule.kind, rule.amount) for rule in conflict.rules],
        lang,
    )
    asked = question(conflict.question, lang)
    if lang.startswith("zh"):
        way_out = f"请先就{asked}作出裁定，选定其中一条，再启用政策。"
        return f"{name}在政策中有不同金额：{clauses}。{way_out}"
    way_out = f"Rule {asked}, choosing one of them, then activate."
    return f"{name} has different amounts in the policy: {clauses}. {way_out}"


def _question(rules: Sequence[Rule]) -> str:
    """The question of these rules; one that a clause names itself comes before the general A1."""
    questions = [rule.conflict_question for rule in rules]
    return next((number for number in questions if number != "A1"), "A1")


def _is_ruled(conflict: Conflict, rulings: Mapping[str, Ruling]) -> bool:
    keys = set(conflict.rule_keys)
    asked = {rule.conflict_question for rule in conflict.rules}
    asked |= {f"{number}@{key}" for number in asked for key in keys}
    chosen = [keys & rulings[number].choices for number in asked if number in rulings]
    return any(len(choice) == 1 for choice in chosen)
