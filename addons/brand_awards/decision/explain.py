"""A decision told in Chinese and English, from its structure alone: also years later, from the
frozen JSON.

``explain`` is the paragraph that a clerk reads out: clause with its words, facts, the steps that
mattered, the conclusion, who pays, what is open and who must act. ``calculation`` is every sentence
of every step.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from string import Formatter
from typing import Any

from .facts import CERTIFICATE, HONOUR, NEW, PLATFORM, STANDARD
from .phrases import PHRASES
from .result import (
    AMOUNT_OPEN,
    DUE,
    HELD,
    NOTHING,
    Decision,
    Line,
    Subject,
    from_json,
    to_json,
)
from .rules import CEILING, DISCRETIONARY
from .words import QUESTIONS, WORDS

__all__ = [
    "calculation",
    "day",
    "explain",
    "from_json",
    "money",
    "question",
    "sentence",
    "sentences",
    "to_json",
]

ZH, EN = "zh_CN", "en_US"
_WAN = 10_000
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def explain(decision: Decision, lang: str = ZH) -> str:
    """The paragraph of office language.

    ``lang`` is an Odoo code; whatever does not begin with zh is English.
    """
    parts = [_basis(decision, lang), *_reasons(decision, lang)]
    return _paragraph([part for part in parts if part], lang)


def sentences(decision: Decision, lang: str = ZH) -> tuple[str, ...]:
    """The paragraph as sentences of their own, without the clause: a page quotes it apart."""
    return tuple(_paragraph([part], lang) for part in _reasons(decision, lang))


def calculation(decision: Decision, lang: str = ZH) -> tuple[tuple[int, str], ...]:
    """Every step's sentence with its number, for the calculation sheet."""
    return tuple((line.step, sentence(line, decision, lang)) for line in decision.lines)


def sentence(line: Line, decision: Decision, lang: str = ZH) -> str:
    """One step's sentence, with the rulings it relies on."""
    text = _Phrase(lang, decision.subject).vformat(
        PHRASES[line.code][_is_en(lang)], (), line.params
    )
    used = [
        ruling for ruling in decision.rulings if ruling.question in line.params.get("rulings", ())
    ]
    for ruling in used:
        when = f"，{day(ruling.decided_on, lang)}" if ruling.decided_on else ""
        if _is_en(lang):
            text += f" (ruling {ruling.question}: {ruling.document_no}{when.replace('，', ', ')})"
        else:
            text += f"（按{ruling.document_no}裁定{when}）"
    return text


def money(amount: Decimal | None, lang: str = ZH) -> str:
    """20万元 where it is whole 万, else with separators; CNY 200,000 in English."""
    if amount is None:
        return "no amount" if _is_en(lang) else "（金额待定）"
    if _is_en(lang):
        return f"CNY {_digits(amount)}"
    return f"{_wan(amount)}万元" if _wan(amount) else f"{_digits(amount)}元"


def day(value: date, lang: str = ZH) -> str:
    if value == date.max:
        return "no end" if _is_en(lang) else "长期"
    if _is_en(lang):
        return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
    return f"{value.year}年{value.month}月{value.day}日"


def question(number: str, lang: str = ZH) -> str:
    """An open question by its number and what it is about: A8（晋级奖励全额、差额或不奖）."""
    if number not in QUESTIONS:
        return number
    about = QUESTIONS[number][_is_en(lang)]
    return f"{number} ({about})" if _is_en(lang) else f"{number}（{about}）"


def arithmetic(terms: Sequence[Decimal], lang: str = ZH) -> str:
    """30万 − 10万 = 20万; one term that is not whole 万 and all are written out."""
    *left, total = terms
    in_wan = not _is_en(lang) and all(_wan(term) or not term for term in terms)
    told = [f"{_wan(term)}万" if in_wan and term else _digits(term) for term in (*left, total)]
    return f"{' − '.join(told[:-1])} = {told[-1]}"


def clause_list(clauses: Sequence[Sequence[Any]], lang: str = ZH) -> str:
    """Clauses with their words and amounts, as a contradiction names them."""
    told = []
    for number, quote, kind, amount in clauses:
        label = {CEILING: ("不高于", "up to "), DISCRETIONARY: ("", "")}.get(kind, ("", ""))[
            _is_en(lang)
        ]
        told.append(f"{number}「{quote}」{label}{money(amount, lang)}")
    return (" and " if _is_en(lang) else "与").join(told)


class _Phrase(Formatter):
    """Fills a phrase's fields in one language; see ``phrases`` for the conversions."""

    def __init__(self, lang: str, subject: Subject) -> None:
        self.lang, self.subject = lang, subject

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Any) -> Any:
        if key == "told":
            return _told(kwargs, self.subject, self.lang)
        if key == "each":
            return self._join([self._step(one) for one in kwargs["each"]])
        return kwargs.get(key)

    def _step(self, one: Any) -> str:
        told, amount = (
            _told(one, self.subject, self.lang),
            money(one["money"], self.lang),
        )
        if _is_en(self.lang):
            return f"{amount} paid or committed for {told}"
        return f"{told}已付或已核定{amount}"

    def convert_field(self, value: Any, conversion: str | None) -> Any:
        en = _is_en(self.lang)
        if conversion == "w":
            words = value if isinstance(value, tuple) else (value,)
            return self._join([WORDS[word][en] for word in words])
        if conversion == "q":
            return question(value, self.lang)
        if conversion == "t":  # a reason ends its sentence itself; here it is a part of one
            return (value or "").rstrip("。.；; ")
        if conversion == "o":
            return (f" ({value})" if en else f"（{value}）") if value else ""
        if conversion == "a":
            told = arithmetic(value, self.lang) if value else ""
            return (f": {told}" if en else f"：{told}") if told else ""
        if conversion == "c":
            return clause_list(value, self.lang)
        if conversion == "k" and value is not None:
            told = money(value, self.lang)
            return (
                f" (the same class got {told})" if en else f"（同类此前为{told}，差异理由已记录）"
            )
        return "" if conversion == "k" else value

    def format_field(self, value: Any, format_spec: str) -> str:
        match value:
            case Decimal():
                return money(value, self.lang)
            case date():
                return day(value, self.lang)
            case tuple():
                return self._join([self.format_field(item, "") for item in value])
            case None:
                return "—"
        return str(value)

    def _join(self, words: list[str]) -> str:
        return (", " if _is_en(self.lang) else "、").join(words)


def _told(params: Any, subject: Subject, lang: str) -> str:
    """An earlier event: 2021年5月6日的武汉精品（「某仪表」，武市监〔2021〕3号）."""
    holder = params.get("holder")
    detail = [f"「{params['item']}」"] if params.get("item") else []
    detail += [params["document"]] if params.get("document") else []
    detail += [holder] if holder and holder != subject.recipient_name else []
    what, when = params["earlier"], day(params["on"], lang)
    if _is_en(lang):
        return f"{what} of {when}" + (f" ({', '.join(detail)})" if detail else "")
    return f"{when}的{what}" + (f"（{'，'.join(detail)}）" if detail else "")


def _basis(decision: Decision, lang: str) -> str:
    basis = decision.basis
    if not basis.clause or decision.reason == "contradiction":  # which clause decides is open
        return ""
    if _is_en(lang):
        number = f" ({basis.policy_document_no})" if basis.policy_document_no else ""
        return f"under “{basis.policy_name}”{number}, {basis.clause} 「{basis.quote}」"
    number = f"（{basis.policy_document_no}）" if basis.policy_document_no else ""
    return f"依据《{basis.policy_name}》{number}{basis.clause}「{basis.quote}」"


def _reasons(decision: Decision, lang: str) -> list[str]:
    """Facts, the steps that mattered, conclusion."""
    told = [sentence(line, decision, lang) for line in decision.lines if _is_told(line, decision)]
    return [_fact(decision, lang), *told, *_conclusion(decision, lang)]


_VERBS = {
    CERTIFICATE: ("取得", "obtained"),
    HONOUR: ("获得", "received"),
    STANDARD: ("参与制修订", "took part in drafting"),
    PLATFORM: ("获批", "was approved for"),
}


_FIRST = {"newly_obtained", "newly_obtained_step", "first_time"}


def _fact(decision: Decision, lang: str) -> str:
    """Who obtained what on which day under which number."""
    subject = decision.subject
    is_first = subject.event_kind in (CERTIFICATE, HONOUR) and subject.occasion == NEW
    is_first = is_first and bool(_FIRST & set(decision.codes()))
    verb = _VERBS[subject.event_kind][_is_en(lang)]
    when, name = day(subject.award_date, lang), subject.recipient_name
    then = subject.award_name if subject.award_name != name else ""
    number = f"{_number_label(subject, lang)}{subject.document_no}" if subject.document_no else ""
    if _is_en(lang):
        name += f" (then {then})" if then else ""
        item = f" for 「{subject.item_name}」" if subject.item_name else ""
        tail = " for the first time" if is_first else ""
        tail += f", ranked {subject.rank}" if subject.rank else ""
        tail += f" ({number})" if number else ""
        return f"{name} {verb} {subject.event_name}{item} on {when}{tail}"
    name += f"（原名{then}）" if then else ""
    name += f"「{subject.item_name}」" if subject.item_name else ""
    tail = f"，排名第{subject.rank}" if subject.rank else ""
    tail += f"（{number}）" if number else ""
    adverb = "首次" if is_first else ""
    return f"{name}于{when}{adverb}{verb}{subject.event_name}{tail}"


def _number_label(subject: Subject, lang: str) -> str:
    if subject.event_kind == CERTIFICATE:
        return "certificate no. " if _is_en(lang) else "证书编号"
    return "document " if _is_en(lang) else "文号"


def _is_told(line: Line, decision: Decision) -> bool:
    """What mattered.

    A question that the outcome does not wait for is left to the calculation sheet.
    """
    is_question = "question" in line.params
    return line.matters and not (is_question and decision.status == NOTHING)


def _conclusion(decision: Decision, lang: str) -> list[str]:
    en = _is_en(lang)
    if decision.status == DUE:
        return [_due(decision, lang)] + ([_waits(lang)] if decision.holds else [])
    if decision.status == NOTHING:
        if decision.reason == "no_rule":
            return ["so there is no rule for it here" if en else "本政策对此没有对应条款"]
        return ["so nothing is due" if en else "因此本项应奖励金额为0"]
    if decision.status == AMOUNT_OPEN:
        return [
            "the amount is open; the award officer must set it"
            if en
            else "金额待定，由奖励经办人员核定"
        ]
    assert decision.status == HELD
    numbers = [question(number, lang) for number in decision.open_questions]
    known = [_due(decision, lang)] if decision.due else []
    if en:
        return [
            *known,
            f"held: the policy's department must rule {', '.join(numbers)} under a document number",
        ]
    return [*known, f"暂缓办理，须由政策主管部门裁定{'、'.join(numbers)}并注明文号"]


def _due(decision: Decision, lang: str) -> str:
    due, shares = money(decision.due, lang), decision.shares
    if _is_en(lang):
        text = f"{due} is due"
        paid = ", ".join(f"{share.payer_name} {money(share.amount, lang)}" for share in shares)
        single = f", paid by {shares[0].payer_name}" if shares else ""
        return text + (f", of which {paid}" if len(shares) > 1 else single)
    text = f"应奖励{due}"
    paid = "、".join(f"{share.payer_name}承担{money(share.amount, lang)}" for share in shares)
    single = f"，由{shares[0].payer_name}承担" if shares else ""
    return text + (f"，其中{paid}" if len(shares) > 1 else single)


def _waits(lang: str) -> str:
    return "it is paid when what it waits for is settled" if _is_en(lang) else "上述事项办结后拨付"


def _paragraph(parts: list[str], lang: str) -> str:
    if _is_en(lang):
        return " ".join(f"{part[0].upper()}{part[1:]}." for part in parts)
    return "；".join(parts) + "。"


def _is_en(lang: str) -> bool:
    return not lang.startswith("zh")


def _wan(amount: Decimal) -> str:
    """Whole 万 as digits; empty if it is not."""
    return f"{int(amount // _WAN):,}" if amount and amount % _WAN == 0 else ""


def _digits(amount: Decimal) -> str:
    return f"{amount:,.2f}".removesuffix(".00")
