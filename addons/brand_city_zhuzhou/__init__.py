def _pre_init_hook(env):
    """Give the pack the company of its city before its data refers to it."""
    env["res.company"]._claim_for_city("brand_city_zhuzhou", "株洲市市场监督管理局")


def _post_init_hook(env):
    """From now on the data is the city's: an upgrade of the pack does not take its changes back."""
    env["res.company"]._keep_city_data("brand_city_zhuzhou")
