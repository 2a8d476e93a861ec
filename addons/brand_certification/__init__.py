from . import controllers
from . import models
from . import report
from . import wizard


def _post_init_hook(env):
    """Seed the working-day calendar with the State Council's years that are published."""
    env["brand.workday"]._load_official_years()
