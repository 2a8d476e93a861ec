from . import portal_claims
from . import portal_recovery
from . import portal_apply
from . import portal_honours
from . import sheets
