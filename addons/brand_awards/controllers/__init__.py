from . import portal_claims
