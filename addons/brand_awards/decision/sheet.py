"""The working sheet of one decision: what the steps found so far.

Private to ``decide`` and its steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

from .facts import NOT_RULED, Facts
from .money import ZERO
from .result import HELD, NOTHING, Basis, Decision, Line, RulingUsed, Share, Subject
from .rules import Policy, Rule, Setting, settle


class Sheet:
    """Collects sentences and amounts.

    A step may say a sentence, ask for a ruling, or end the decision.
    """

    def __init__(self, rule: Rule, policy: Policy, facts: Facts) -> None:
        self.rule, self.policy, self.facts = rule, policy, facts
        self.lines: list[Line] = []
        self.questions: dict[str, str] = {}  # question -> code of the sentence that asks it
        self.used: dict[str, RulingUsed] = {}
        self.status = ""
        self.reason = ""
        self.blocked = False  # an open question before the amount: the amount is not known
        self.amounts: dict[str, Decimal | None] = {}
        self.shares: tuple[Share, ...] = ()
        self.basis_day: date | None = None  # None while A28 does not say which day

    def say(self, step: int, code: str, *, matters: bool = True, **params: Any) -> None:
        self.lines.append(Line(step, code, params, matters))

    def ask(
        self, step: int, code: str, question: str, *, blocks: bool = True, **params: Any
    ) -> None:
        """What the question stops stays unknown.

        The other steps go on, so that all questions are told at once.
        """
        self.questions.setdefault(question, code)
        self.blocked = self.blocked or blocks
        self.say(step, code, question=question, **params)

    def end(
        self,
        step: int,
        code: str,
        *,
        reason: str = "",
        status: str = NOTHING,
        **params: Any,
    ) -> None:
        self.status, self.reason = status, reason or code
        self.say(step, code, **params)

    def settle(self, setting: Setting, stated: str) -> str:
        """The setting's value for this rule.

        A ruling that answers it is kept with its document number.
        """
        ruling = self.facts.ruling(setting.question, self.rule.key)
        choice = settle(setting, stated, ruling)
        if ruling and choice in ruling.choices:
            self.use(setting.question)
        return choice

    def use(self, question: str) -> None:
        ruling = self.facts.ruling(question, self.rule.key)
        if ruling:
            self.used[question] = RulingUsed(
                question, ruling.choice, ruling.document_no, ruling.decided_on
            )

    def readings(self, settings: Mapping[Setting, str]) -> Iterator[tuple[str, ...]]:
        """All readings that the settled values leave.

        One if all are settled, else every choice of the others.
        """
        return product(
            *(
                [value] if value != NOT_RULED else setting.choices
                for setting, value in settings.items()
            )
        )

    def ruled_by(self, *settings: Setting) -> tuple[str, ...]:
        """Questions among these that a ruling answered, for the sentence that relies on them."""
        return tuple(
            dict.fromkeys(setting.question for setting in settings if setting.question in self.used)
        )

    def decision(self) -> Decision:
        status = self.status if self.status == NOTHING or not self.questions else HELD
        reason = self.reason if status == self.status else next(iter(self.questions.values()))
        amounts = dict(self.amounts)
        if status == NOTHING or reason == "contradiction":
            amounts.update(due=ZERO, tax=ZERO, net=ZERO)
        elif self.blocked:
            amounts.update(due=None, tax=None, net=None)
        return Decision(
            status=status,
            reason=reason,
            basis=basis(self.policy, self.rule),
            subject=subject(self.facts),
            lines=tuple(self.lines),
            shares=self.shares if status != NOTHING else (),
            open_questions=tuple(self.questions) if status != NOTHING else (),
            rulings=tuple(self.used.values()),
            holds=self.facts.holds if status != NOTHING else (),
            **amounts,
        )


def basis(policy: Policy, rule: Rule | None = None) -> Basis:
    return Basis(
        policy_key=policy.key,
        policy_name=policy.name,
        policy_version=policy.version,
        policy_document_no=policy.document_no,
        rule_key=rule.key if rule else "",
        rule_version=rule.version if rule else 0,
        clause=rule.clause if rule else "",
        quote=rule.quote if rule else "",
    )


def subject(facts: Facts) -> Subject:
    event, recipient = facts.event, facts.recipient
    return Subject(
        recipient_key=recipient.key,
        recipient_name=recipient.name,
        award_name=recipient.award_name,
        recipient_kind=recipient.kind,
        event_key=event.key,
        event_kind=event.kind,
        event_name=event.name,
        item_name=event.item_name,
        award_date=event.award_date,
        document_no=event.document_no,
        level=event.level,
        rank=event.rank,
        occasion=event.occasion,
        claim_date=facts.claim_date,
    )
