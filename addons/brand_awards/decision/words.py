"""Words and open questions that the sentences of a decision name, in Chinese and in English."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "award_date": ("认定日期", "the date of award"),
    "claim_date": ("申领日期", "the date of claim"),
    "enterprise": ("企业", "enterprises"),
    "unit": ("单位", "units"),
    "person": ("个人", "persons"),
    "item_certificate": ("本产品", "the item"),
    "item_honour": ("本项目", "the item"),
    "item_standard": ("本项标准", "the standard"),
    "item_platform": ("该平台", "the platform"),
    "recipient": ("本奖励对象", "the recipient"),
    "product": ("产品", "product"),
    "certificate": ("证书", "certificate"),
    "certification_unit": ("认证单元", "certification unit"),
    "series": ("型号系列", "model series"),
    "item": ("项目或产品", "item"),
    "legal_person": ("法人（含前身）", "legal person with predecessors"),
    "group": ("集团", "group"),
    "ever": ("不限年度", "over all years"),
    "since_policy": ("政策施行以来", "since the policy began"),
    "not_ruled": ("未裁定", "not ruled"),
    "by_level": ("按标准级别分档", "by the standard's level"),
    "by_rank": ("按排名分档", "by rank"),
    "new": ("新取得", "a new award"),
    "renewal": ("期满换证", "a renewal"),
    "scope_change": ("认证范围变更", "a change of scope"),
    "reissue": ("证书换发", "a re-issue"),
    "recertification": (
        "失效后再次认证",
        "a certification again after expiry or withdrawal",
    ),
    "deemed": ("视同获得", "a deemed honour"),
    "conversion": ("原荣誉转换", "an older honour carried over"),
    "revision": ("标准修订", "a revision of a standard"),
    "first_scope": ("“首次”的主体范围", "whose first time counts"),
    "first_span": ("“首次”的时间范围", "since when it counts"),
    "first_family": (
        "提名奖与正奖是否各算首次",
        "whether nomination and main award are two firsts",
    ),
    "upgrade": (
        "晋级方式（全额、差额或不奖）",
        "the mode of upgrade (full, difference, none)",
    ),
    "ladder_scope": (
        "扣减范围（按产品或按企业）",
        "the scope of what is taken off (item or enterprise)",
    ),
    "ladder_policies": ("哪些政策的奖励计入", "which policies' money counts"),
}

QUESTIONS: dict[str, tuple[str, str]] = {
    "A1": ("条款金额冲突时适用哪一条", "which of contradicting clauses applies"),
    "A5": ("“每件”的计算单位", "the unit of 每件"),
    "A6": ("何为“新取得”", "what counts as newly obtained"),
    "A7": ("市与区县资金分担", "the payer shares of city and district"),
    "A8": ("晋级奖励全额、差额或不奖", "full, difference or none on an upgrade"),
    "A9": ("视同荣誉是否奖励", "whether deemed honours are rewarded"),
    "A10": ("“首次”的范围", "the scope of 首次"),
    "A11": ("标准制修订奖励的解释", "how the drafting reward is read"),
    "A13": (
        "非企业单位是否奖励",
        "whether recipients other than enterprises get money",
    ),
    "A14": ("国家地理标志所指", "what 国家地理标志 means"),
    "A25": ("原荣誉转换是否奖励", "whether a converted honour is rewarded"),
    "A28": ("以认定日期或申领日期为准", "date of award or date of claim"),
    "A29": ("个人奖金的个人所得税处理", "a person's income tax"),
    "A30": ("未定金额的扶持如何确定", "how support without an amount is set"),
}
