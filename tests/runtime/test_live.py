"""The fixtures for tests from outside work, and leave nothing behind."""

import pytest


def test_the_administrator_signs_in_with_a_browser(live_server, browser_page):
    page = live_server.sign_in(browser_page)

    page.wait_for_selector(".o_main_navbar :text-matches('[\u4e00-\u9fff]')")
    assert "/odoo" in page.url


def test_a_call_by_rpc_sees_a_company_in_china(live_server):
    cities = live_server.call("res.company", "search_read", [], ["country_code", "currency_id"])

    assert cities
    for city in cities:
        assert city["country_code"] == "CN"
        assert city["currency_id"][1] == "CNY"


@pytest.mark.parametrize("live_server", ["demo"], indirect=True)
def test_the_demo_is_served_where_a_test_asks_for_it(live_server):
    installed = live_server.call(
        "ir.module.module",
        "search_count",
        [("name", "=", "account"), ("state", "=", "installed")],
    )

    assert installed == 1
