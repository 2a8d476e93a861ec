from . import portal_claims
from . import portal_recovery
