from . import portal_base
from . import portal_home
from . import portal_application
from . import portal_evaluation
from . import portal_body
from . import notices
from . import registry
from . import verify
