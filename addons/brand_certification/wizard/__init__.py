from . import brand_credit_repair
from . import brand_draw_replace
from . import brand_step
from . import brand_notice_correction
from . import brand_standard_act
from . import brand_duplicate
from . import brand_register_import
from . import brand_objection_ask
