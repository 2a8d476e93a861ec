"""Steps 6 to 9: the amount, a person's tax, who pays, and what a due claim waits for."""

from __future__ import annotations

from decimal import Decimal

from .facts import NOT_RULED, OFFICER, PERSON, AmountSet, PayerTable
from .money import ZERO, gross_of, split, tax_on
from .result import AMOUNT_OPEN, Share
from .rules import (
    CEILING,
    CEILING_TAX,
    DISCRETION,
    DISCRETIONARY,
    FIXED,
    PAYERS,
    SHARED_CEILING,
    TAX,
)
from .sheet import Sheet

Taxed = tuple[Decimal, Decimal, Decimal]  # gross, tax, net


def amount(sheet: Sheet) -> None:
    """6. Fixed: the amount. Ceiling: open until set, at most what is left. Discretionary: never a
    number by itself.

    Leaves on the sheet ``due``: what the clause gives, before step 7 looks at a person's tax.
    """
    rule = sheet.rule
    if rule.kind == FIXED:
        sheet.amounts["promised"] = rule.amount
        return _fixed(sheet)
    if rule.kind == CEILING:
        sheet.amounts["ceiling"] = rule.amount
        _limit(sheet)
    elif sheet.settle(DISCRETION, NOT_RULED) == "none":
        return sheet.end(6, "discretionary_none", rulings=sheet.ruled_by(DISCRETION))
    if sheet.status or sheet.blocked:
        return None
    return _set_amount(sheet)


def _fixed(sheet: Sheet) -> None:
    if sheet.blocked:
        return None
    promised, taken = sheet.rule.amount, sheet.amounts["taken_off"]
    due = max(promised - taken, ZERO)
    if not due:
        return sheet.end(6, "nothing_left", sum=(promised, taken, ZERO))
    sheet.amounts["due"] = due
    return sheet.say(6, "fixed", matters=False, amount=due)


def _limit(sheet: Sheet) -> None:
    """What the ceiling leaves.

    Less what step 5 took off, less what recipients that share it have got (A11).
    """
    ceiling, taken = sheet.rule.amount, sheet.amounts.get("taken_off")
    shared = _shared(sheet)
    if taken is None or shared is None:
        return None
    limit = max(ceiling - taken - shared, ZERO)
    sheet.amounts["limit"] = limit
    if taken or shared:
        used = tuple(part for part in (taken, shared) if part)
        sheet.say(6, "limit", sum=(ceiling, *used, limit))
    if not limit:
        return sheet.end(6, "ceiling_used_up", ceiling=ceiling)
    return None


def _shared(sheet: Sheet) -> Decimal | None:
    """What co-recipients have of a shared ceiling.

    None while A11 does not say whether it is shared.
    """
    others = sheet.facts.co_recipients
    if not others:
        return ZERO
    choice = sheet.settle(SHARED_CEILING, sheet.rule.shared_ceiling)
    names = tuple(other.name for other in others)
    if choice == NOT_RULED:
        sheet.ask(6, "sharing_not_ruled", SHARED_CEILING.question, names=names)
        return None
    if choice == "each":
        return ZERO
    total = sum((other.amount for other in others), ZERO)
    sheet.say(6, "shared", names=names, total=total, rulings=sheet.ruled_by(SHARED_CEILING))
    return total


def _set_amount(sheet: Sheet) -> None:
    chosen = sheet.facts.amount_set or sheet.facts.rates.get(sheet.rule.key)
    limit = sheet.amounts.get("limit")
    is_discretionary = sheet.rule.kind == DISCRETIONARY
    if chosen is None or (is_discretionary and chosen.source != OFFICER):
        code = "discretionary_open" if is_discretionary else "ceiling_open"
        rulings = sheet.ruled_by(DISCRETION)
        return sheet.end(6, code, status=AMOUNT_OPEN, limit=limit, rulings=rulings)
    if not chosen.is_reasoned:
        return sheet.end(
            6,
            "amount_without_reason",
            status=AMOUNT_OPEN,
            limit=limit,
            amount=chosen.amount,
        )
    value = chosen.amount
    if limit is not None and _measured(sheet, value) > limit:
        if chosen.source == OFFICER:
            return sheet.end(6, "amount_above_limit", status=AMOUNT_OPEN, limit=limit, amount=value)
        value = _within(sheet, limit)
    if not value:
        return sheet.end(6, "set_to_nothing", **_origin(chosen))
    sheet.amounts["due"] = value
    code = "amount_by_officer" if chosen.source == OFFICER else "amount_by_table"
    return sheet.say(6, code, amount=value, limit=limit, **_origin(chosen))


def supplement(sheet: Sheet) -> None:
    """6. A supplement: the same event was paid too little before, and gets the difference only."""
    due = sheet.amounts.get("due")
    if due is None or sheet.blocked or not sheet.facts.already:
        return None
    is_net = _tax_mode(sheet) == "grossed_up"  # then the amount so far is one after tax
    paid = sum(
        (claim.money_after_tax if is_net else claim.money for claim in sheet.facts.already), ZERO
    )
    if not paid:
        return None
    for name in ("paid_before", "taken_off"):
        sheet.amounts[name] = (sheet.amounts.get(name) or ZERO) + paid
    if due <= paid:
        return sheet.end(6, "nothing_to_add", paid=paid)
    sheet.amounts["due"] = due - paid
    return sheet.say(6, "supplement", paid=paid, sum=(due, paid, due - paid))


def _origin(chosen: AmountSet) -> dict[str, object]:
    differs = chosen.class_amount is not None and chosen.class_amount != chosen.amount
    origin = {
        "set": chosen.amount,
        "reason": chosen.reason,
        "document": chosen.document_no,
        "by": chosen.set_by,
    }
    return origin | {"same_class": chosen.class_amount if differs else None}


def _tax_mode(sheet: Sheet) -> str:
    if sheet.facts.recipient.kind != PERSON:
        return ""
    return sheet.settle(TAX, sheet.rule.tax)


def _measured(sheet: Sheet, value: Decimal) -> Decimal:
    """The amount that a ceiling is compared with.

    Gross, unless A29 rules that the ceiling is after tax.
    """
    gross, _tax, net = taxed(value, _tax_mode(sheet), sheet.rule.tax_rate)
    return net if _is_ceiling_net(sheet) else gross


def _within(sheet: Sheet, limit: Decimal) -> Decimal:
    """The amount of a rate table that just keeps the limit, in the terms in which the rule's
    amounts are set.
    """
    mode, rate = _tax_mode(sheet), sheet.rule.tax_rate
    if mode == "grossed_up" and not _is_ceiling_net(sheet):
        return limit - tax_on(limit, rate)
    if mode == "withheld" and _is_ceiling_net(sheet):
        return gross_of(limit, rate)
    return limit


def _is_ceiling_net(sheet: Sheet) -> bool:
    is_person = sheet.facts.recipient.kind == PERSON
    return is_person and sheet.settle(CEILING_TAX, sheet.rule.ceiling_tax) == "ceiling_net"


def taxed(value: Decimal, mode: str, rate: Decimal) -> Taxed:
    """Gross, tax, net of an amount as the clause gives it.

    No tax where the mode is none, exempt or open.
    """
    if mode == "withheld":
        tax = tax_on(value, rate)
        return value, tax, value - tax
    if mode == "grossed_up":
        gross = gross_of(value, rate)
        return gross, gross - value, value
    return value, ZERO, value


def tax(sheet: Sheet) -> None:
    """7.

    A person's tax (A29): exempt with its opinion number, withheld from gross, or grossed up to a
    net promise.
    """
    rule, due = sheet.rule, sheet.amounts.get("due")
    mode = _tax_mode(sheet)
    if mode == NOT_RULED:
        return sheet.ask(
            7, "tax_not_ruled", TAX.question
        )  # grossed up would be more than the clause's amount
    rulings = sheet.ruled_by(TAX) if mode else ()
    opinion = rule.tax_opinion_no or _ruled_document(sheet)
    if mode == "exempt" and not opinion:
        return sheet.ask(7, "tax_opinion_missing", TAX.question, blocks=False)
    if due is None or sheet.blocked:
        return None
    gross, withheld, net = taxed(due, mode, rule.tax_rate)
    sheet.amounts.update(due=gross, tax=withheld, net=net)
    params = {
        "gross": gross,
        "tax": withheld,
        "net": net,
        "rate": f"{rule.tax_rate * 100:.0f}%",
    }
    if not mode:
        return sheet.say(7, "no_tax", matters=False)
    return sheet.say(7, f"tax_{mode}", opinion=opinion, rulings=rulings, **params)


def _ruled_document(sheet: Sheet) -> str:
    used = sheet.used.get(TAX.question)
    return used.document_no if used else ""


def payers(sheet: Sheet) -> None:
    """8. Who pays (A7): the city's fund, or the district's table of the basis date in whole fen."""
    choice = sheet.settle(PAYERS, sheet.rule.payers)
    if choice == NOT_RULED:
        return sheet.ask(8, "payers_not_ruled", PAYERS.question, blocks=False)
    due = sheet.amounts.get("due")
    rulings = sheet.ruled_by(PAYERS)
    if choice == "city":
        if due is not None and not sheet.blocked:
            sheet.shares = (Share("city", sheet.rule.city_payer, due),)
            sheet.say(
                8,
                "paid_by_city",
                matters=False,
                payer=sheet.rule.city_payer,
                amount=due,
                rulings=rulings,
            )
        return None
    return _by_table(sheet, due, rulings)


def _by_table(sheet: Sheet, due: Decimal | None, rulings: tuple[str, ...]) -> None:
    day = sheet.basis_day
    if day is None:  # asked in step 1
        return None
    district = sheet.facts.recipient.district
    tables = [table for table in sheet.facts.payer_tables if table.covers(district, day)]
    if len(tables) != 1:
        code = "payer_tables_overlap" if tables else "payer_table_missing"
        return sheet.ask(8, code, PAYERS.question, blocks=False, district=district, day=day)
    if due is None or sheet.blocked:
        return None
    table = tables[0]
    sheet.shares = _shares(table, due)
    parts = tuple((share.payer_name, share.amount) for share in sheet.shares)
    weights = ":".join(str(payer.weight) for payer in table.payers)
    return sheet.say(
        8,
        "shares",
        parts=parts,
        weights=weights,
        document=table.document_no,
        day=day,
        rulings=rulings,
    )


def _shares(table: PayerTable, due: Decimal) -> tuple[Share, ...]:
    city = next(place for place, payer in enumerate(table.payers) if payer.is_city)
    amounts = split(due, [payer.weight for payer in table.payers], remainder_to=city)
    return tuple(
        Share(payer.key, payer.name, part)
        for payer, part in zip(table.payers, amounts, strict=True)
    )


def holds(sheet: Sheet) -> None:
    """9.

    What the claim waits for though it is due. A withdrawn certificate or revoked honour ends it.
    """
    ended = sheet.facts.ended
    if ended:
        return sheet.end(9, ended.kind, on=ended.on, document=ended.document_no)
    if not sheet.facts.holds:
        return sheet.say(9, "no_hold", matters=False)
    for hold in sheet.facts.holds:
        sheet.say(9, f"hold_{hold.kind}", detail=hold.detail, since=hold.since)
    return None
