"""What enterprises and assessors write, from the figures of ``data/products.csv``."""

_ADVANTAGE = (
    "{name}采用{tech},{figures}。上述指标经具备 CMA、CNAS 资质的机构检验,优于{standard}和国家标准要求,国内领先。",
    "产品以{tech}为核心技术,{figures}。与国内外同类产品比对,关键指标处于领先位置;产品全部核心部件实现自主设计和本地制造。",
    "围绕{tech}形成完整技术方案,{figures}。产品已通过用户现场一年以上运行考核,故障率低于行业平均水平,符合{standard}全部要求。",
)
_MARKET = (
    "{market}(据行业协会上一年度统计)。产品销往全国二十余个省份,并出口东南亚、欧洲市场,主要客户复购率保持在80%以上。",
    "近三年销售收入年均增长15%以上,{market}。“{trademark}”商标在行业内具有较高知名度和美誉度。",
    "{market}。产品进入多家行业龙头企业合格供方名录,用户满意度调查得分连续三年超过92分。",
)
_RIGHTS = "与本产品直接相关的知识产权有{patents},权属清晰,无争议。“{trademark}”为本企业注册商标。"
_QUALITY = (
    "企业按 GB/T 19001 建立质量管理体系并有效运行,设首席质量官,推行全过程质量追溯;近三年产品监督抽查合格率100%。",
    "建有省级企业技术中心和独立检测实验室,执行严于国家标准的内控标准,出厂检验项目覆盖率100%;实施卓越绩效管理。",
    "生产过程关键工序数字化率达到85%以上,建立供应商质量评价和售后快速响应机制,24小时内答复用户诉求;近三年无重大质量投诉。",
)
# By code of the programme's criteria
_EVIDENCE = {
    "1": "查阅专利证书和研发费用专项审计:{patents};核心技术为{tech}。",
    "2": "查阅全项检验报告和现场抽样记录:{figures}。",
    "3": "抽查售后服务记录30份,投诉办结率100%,回访满意率达标。",
    "4": "查询信用公示系统和监督抽查通报,近三年无重大质量、安全、环保事故。",
    "5": "查阅行业协会证明和销售台账:{market}。",
}
_CONCLUSION = {
    True: "产品技术指标先进,质量管理体系运行有效,建议通过认证。",
    False: "核心技术自主程度和市场认可度不足,关键指标与标准比对优势不明显,建议不予通过。",
}


def application(product, standard, number):
    """Texts of an application; ``number`` chooses among the ways of saying it."""
    words = {**vars(product), "standard": standard}
    return {
        "advantage": _ADVANTAGE[number % 3].format(**words),
        "market_position": _MARKET[number // 3 % 3].format(**words),
        "intellectual_property": _RIGHTS.format(**words),
        "quality_system": _QUALITY[number % 3].format(**words),
    }


def evidence(product, criterion_code):
    return _EVIDENCE[criterion_code].format(**vars(product))


def conclusion(is_passed):
    return _CONCLUSION[is_passed]
