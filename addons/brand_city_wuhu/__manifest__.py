{
    "name": "Brand Certification: Wuhu 芜湖智造",
    "summary": "Programme, criteria, checklist, reward rule and open questions of Wuhu's plan 2021-2025",
    "version": "19.0.1.0.0",
    "category": "Government/Brand Certification",
    "author": "Municipal Brand Team",
    "license": "AGPL-3",
    "depends": ["brand_awards", "l10n_cn"],
    "data": [
        "data/brand.district.csv",
        "data/brand_program.xml",
        "data/brand.criterion.csv",
        "data/brand.program.document.csv",
        "data/brand.ruling.csv",
        "data/award_policy.xml",
        "data/award.rule.csv",
    ],
    "pre_init_hook": "_pre_init_hook",
}
