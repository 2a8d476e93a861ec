from . import brand_step
