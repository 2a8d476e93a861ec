"""Several clients take the same step at the same moment: real processes, real connections."""

from concurrent.futures import ThreadPoolExecutor
from xmlrpc.client import Fault

PASSWORD = "demo1234"
AT_ONCE = 6


def _at_once(call):
    """``(results, refusals)`` of the same call from several threads."""

    def one(_number):
        try:
            return call(), None
        except Fault as fault:
            return None, fault.faultString

    with ThreadPoolExecutor(AT_ONCE) as pool:
        rows = list(pool.map(one, range(AT_ONCE)))
    return [row for row, fault in rows if fault is None], [fault for _row, fault in rows if fault]


def test_a_step_clicked_by_many_at_once_is_taken_once(demo_server):
    def ask(model, method, *args, login="officer", **kwargs):
        return demo_server.call(model, method, *args, login=login, password=PASSWORD, **kwargs)

    body = ask("brand.body", "search", [("state", "=", "member")])[0]
    application = ask(
        "brand.application", "search", [("state", "=", "submitted"), ("gap_ids", "=", False)]
    )[0]
    ask("brand.application", "write", [application], {"body_id": body})

    taken, refused = _at_once(lambda: ask("brand.application", "action_accept", [application]))

    assert (len(taken), len(refused)) == (1, AT_ONCE - 1), refused
    rows = ask(
        "brand.transition",
        "search_count",
        [
            ("model", "=", "brand.application"),
            ("res_id", "=", application),
            ("step", "=", "action_accept"),
        ],
        login="auditor",
    )
    assert rows == 1


def test_certificates_issued_at_once_get_different_numbers(demo_server):
    def ask(model, method, *args, login="officer", **kwargs):
        return demo_server.call(model, method, *args, login=login, password=PASSWORD, **kwargs)

    decided = ask("brand.application", "search", [("state", "=", "decided")])
    assert decided, "the demo holds a decided application"
    taken, refused = _at_once(lambda: ask("brand.application", "action_certify", decided))
    assert (len(taken), len(refused)) == (1, AT_ONCE - 1), refused
    certificates = ask(
        "brand.certificate", "search_read", [("application_id", "in", decided)], ["number"]
    )
    assert len({row["number"] for row in certificates}) == len(decided)
