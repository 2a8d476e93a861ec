"""Builders: clauses of the four cities as the packs hold them, and facts without surprise.

Quotes are literal. Document numbers of rulings are invented, as in the demo.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from decision import facts as f
from decision import rules as r

WUHU_QUOTE = "对新取得“芜湖智造”品牌认证的,每件给予一次性奖励20万元"
WUHAN_QUOTE = (
    "对被认定为“中国精品”“湖北精品”和“武汉精品”的,分别给予50万元、30万元、10万元一次性奖励"
)
ZZ_300K = "湖南省工业质量标杆、湖南老字号、国家4A级景区的企业,给予不高于30万元的奖励"
ZZ_50K = "对首次通过湖南老字号、农产品“两品一标”认定、“湖南名品”认定的企业,给予不高于5万元的奖励"
ZZ_DRAFTING = (
    "对参与国际、国家、行业标准制修订排名前三的企业,每项分别给予不高于30万元、10万元、5万元的奖励"
)
ZZ_PERSONS = (
    "对首次荣获中国质量奖提名奖(个人)、湖南省省长质量奖(个人),分别给予不高于10万元、5万元的奖励"
)


def day(text: str) -> date:
    return date.fromisoformat(text)


def ruled(**choices: str) -> dict[str, f.Ruling]:
    """Rulings by question: ``ruled(A8="difference", A5="product")``."""
    return {
        number: f.Ruling(choice, f"试裁〔2021〕{number[1:]}号", day("2021-12-30"))
        for number, choice in choices.items()
    }


def policy(*rules: r.Rule, **values: object) -> r.Policy:
    base = {
        "key": "wuhan-2022",
        "name": "关于新时代推进品牌建设的行动方案",
        "state": r.ACTIVE,
        "valid_from": day("2022-01-01"),
        "valid_to": day("2025-12-31"),
        "basis_date": "award_date",
    }
    return r.Policy(**(base | values), rules=rules)


# Wuhu ------------------------------------------------------------------------------------------


def wuhu_rule(**values: object) -> r.Rule:
    base = {
        "key": "wuhu-new",
        "clause": "第七部分",
        "quote": WUHU_QUOTE,
        "trigger": r.Trigger(f.CERTIFICATE, honour_keys=("whzz",)),
        "kind": r.FIXED,
        "amount": 200_000,
        "per": r.PER_ITEM,
        "city_payer": "市级专项经费",
    }
    return r.Rule(**(base | values))


def wuhu_policy(*rules: r.Rule, **values: object) -> r.Policy:
    base = {
        "key": "wuhu-2021",
        "name": "“芜湖智造”品牌认证五年行动方案(2021-2025年)",
        "valid_from": day("2021-12-21"),
        "basis_date": f.NOT_RULED,
    }
    return policy(*(rules or (wuhu_rule(),)), **(base | values))


def wuhu_rulings(**choices: str) -> dict[str, f.Ruling]:
    """As on the city's first day: A5, A7 and A28 ruled; a choice of "" leaves its question open."""
    chosen = {"A5": "product", "A7": "city", "A28": "award_date"} | choices
    return ruled(**{number: choice for number, choice in chosen.items() if choice})


def wuhu_certificate(**values: object) -> f.Event:
    base = {
        "key": "cert-1",
        "kind": f.CERTIFICATE,
        "name": "“芜湖智造”品牌认证",
        "award_date": day("2023-03-08"),
        "honour_key": "whzz",
        "item_key": "pump",
        "item_name": "示例泵",
        "document_no": "WHZZ-2023-0001",
    }
    return f.Event(**(base | values))


# Wuhan -----------------------------------------------------------------------------------------

STEPS = {"武汉精品": (1, 100_000), "湖北精品": (2, 300_000), "中国精品": (3, 500_000)}


def wuhan_rule(honour: str, **values: object) -> r.Rule:
    base = {
        "key": f"jp-{honour}",
        "clause": "(十三)",
        "quote": WUHAN_QUOTE,
        "trigger": r.Trigger(f.HONOUR, honour_keys=(honour,)),
        "kind": r.FIXED,
        "amount": STEPS[honour][1],
        "per": r.PER_ITEM,
        "ladder_key": "jingpin",
        "payers": "city",
    }
    return r.Rule(**(base | values))


def wuhan_policy(**values: object) -> r.Policy:
    """The three clauses; ``values`` go to each rule."""
    return policy(*(wuhan_rule(honour, **values) for honour in STEPS))


def jingpin(honour: str, on: str, **values: object) -> f.Event:
    base = {
        "key": f"{honour}-{on}",
        "kind": f.HONOUR,
        "name": honour,
        "award_date": day(on),
        "honour_key": honour,
        "item_key": "meter",
        "item_name": "示例仪表",
        "document_no": "鄂示〔2023〕5号",
        "ladder_key": "jingpin",
        "ladder_step": STEPS[honour][0],
    }
    return f.Event(**(base | values))


# Zhuzhou ---------------------------------------------------------------------------------------


def ceiling_rule(key: str, honour: str, amount: int, **values: object) -> r.Rule:
    base = {
        "key": key,
        "clause": "(九)",
        "quote": ZZ_300K,
        "trigger": r.Trigger(f.HONOUR, honour_keys=(honour,)),
        "kind": r.CEILING,
        "amount": amount,
        "first_time": True,
        "payers": "city",
    }
    return r.Rule(**(base | values))


def drafting_rule(level: str, amount: int, **values: object) -> r.Rule:
    base = {
        "key": f"standard-{level}",
        "clause": "(八)",
        "quote": ZZ_DRAFTING,
        "trigger": r.Trigger(f.STANDARD, levels=(level,), ranks=(1, 2, 3)),
        "kind": r.CEILING,
        "amount": amount,
        "per": r.PER_ITEM,
        "readings": (r.Reading("A11", "by_level"),),
        "payers": "city",
    }
    return r.Rule(**(base | values))


def zhuzhou_policy(*rules: r.Rule, **values: object) -> r.Policy:
    base = {
        "key": "zhuzhou-2023",
        "name": "株洲市品牌提升工程行动计划",
        "valid_from": day("2023-04-01"),
    }
    return policy(*rules, **(base | values))


def honour(name: str, on: str, **values: object) -> f.Event:
    base = {
        "key": f"{name}-{on}",
        "kind": f.HONOUR,
        "name": name,
        "award_date": day(on),
        "honour_key": name,
        "document_no": "湘示〔2023〕8号",
    }
    return f.Event(**(base | values))


def standard(level: str, rank: int, **values: object) -> f.Event:
    base = {
        "key": f"std-{level}",
        "kind": f.STANDARD,
        "name": "GB/T 00000《示例合金》",
        "award_date": day("2023-08-01"),
        "level": level,
        "rank": rank,
        "item_key": "gbt-00000",
        "document_no": "2023年第8号公告",
    }
    return f.Event(**(base | values))


# recipients, history, facts --------------------------------------------------------------------


def enterprise(**values: object) -> f.Recipient:
    base = {
        "key": "91340202MAXXT0013L",
        "name": "芜湖示例泵业有限公司",
        "district": "340207",
    }
    return f.Recipient(**(base | values))


def person(**values: object) -> f.Recipient:
    return f.Recipient(**({"key": "person-1", "name": "张示例", "kind": f.PERSON} | values))


def had(event: f.Event, holder: f.Recipient, **money: object) -> f.HistoryEntry:
    """An earlier honour of the holder, with a claim if any money is named."""
    claims = ()
    if money:
        base = {
            "key": f"claim-{event.key}",
            "rule_key": "-",
            "policy_key": "wuhan-2022",
        }
        claims = (f.HistoryClaim(**(base | money)),)
    return f.HistoryEntry(event, holder.key, holder.name, holder.group_key, claims)


def facts(event: f.Event, recipient: f.Recipient | None = None, **values: object) -> f.Facts:
    base = {"claim_date": event.award_date}
    return f.Facts(event, recipient or enterprise(), **(base | values))


def later(event: f.Event, on: str, **values: object) -> f.Event:
    """The same once more, on another day, under a key of its own."""
    return replace(event, **({"key": f"{event.key}@{on}", "award_date": day(on)} | values))


def yuan(value: int | str) -> Decimal:
    return Decimal(value)


def officer(amount: int, reason: str = "同类同额", **values: object) -> f.AmountSet:
    return f.AmountSet(Decimal(amount), f.OFFICER, reason, **values)
