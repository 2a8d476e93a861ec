{
    "name": "Brand Rewards: Zhuzhou 品牌提升工程",
    "summary": "Honours, every reward clause with its ceiling, and open questions of the draft of 2023",
    "version": "19.0.1.0.0",
    "category": "Government/Brand Certification",
    "author": "Municipal Brand Team",
    "license": "AGPL-3",
    "depends": ["brand_awards", "l10n_cn"],
    "data": [
        "data/brand.district.csv",
        "data/brand.ruling.csv",
        "data/award.honour.csv",
        "data/award_policy.xml",
        "data/award.rule.csv",
    ],
    "pre_init_hook": "_pre_init_hook",
}
