def _pre_init_hook(env):
    """Give the pack the company of its city before its data refers to it."""
    env["res.company"]._claim_for_city("brand_city_zhuzhou", "株洲市市场监督管理局")
