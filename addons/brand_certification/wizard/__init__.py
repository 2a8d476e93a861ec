from . import brand_draw_replace
from . import brand_step
