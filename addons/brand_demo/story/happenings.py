"""What befalls certificates, as ``(day, step, arguments)`` for ``years.enter``."""


def suspended(day, reason, number, until, remedy):
    arguments = {"reason": reason, "document_no": number, "until": until, "remedy": remedy}
    return day, "action_suspend", arguments


def restored(day, reason, number):
    return day, "action_restore", {"reason": reason, "document_no": number}


def withdrawn(day, reason, number):
    return day, "action_withdraw", {"reason": reason, "document_no": number}


def cancelled(day, reason):
    return day, "action_cancel", {"reason": reason}
