from . import account_payment_register
from . import award_amount
from . import award_failure
from . import award_fund_change
from . import award_recognition_import
from . import award_recovery_step
from . import award_reply
from . import award_trial
