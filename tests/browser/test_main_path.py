"""An enterprise applies, an officer accepts, a citizen verifies: in Chromium, on the demo, in Chinese."""

import re

import pytest

PASSWORD = "demo1234"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def pages(demo_server, browser):
    """A page of its own for each login; no script error may pass unseen."""
    contexts, errors = [], []

    def page_of(login, viewport=None):
        context = browser.new_context(
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            viewport=viewport or {"width": 1366, "height": 900},
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.set_default_timeout(20_000)
        return demo_server.sign_in(page, login, PASSWORD) if login else page

    yield page_of
    for context in contexts:
        context.close()
    assert errors == []


def _go_next(page):
    with page.expect_navigation():
        page.click("button[name=go][value=next]")


def _assert_no_sideways_scroll(page):
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"] + 1, page.url


def test_an_enterprise_applies_on_a_phone_and_the_officer_accepts(demo_server, pages):
    page = pages("newcomer", PHONE)
    page.goto(f"{demo_server.url}/my/brand")
    _assert_no_sideways_scroll(page)
    with page.expect_navigation():
        page.locator("form[action*='/my/brand/apply/'] button").first.click()
    match = re.search(r"/my/brand/application/(\d+)", page.url)
    assert match, page.url
    application = int(match.group(1))
    case = f"{demo_server.url}/my/brand/application/{application}"

    page.goto(f"{case}/step/1")
    _assert_no_sideways_scroll(page)
    _go_next(page)
    page.goto(f"{case}/step/2")
    page.fill("[name=product_name]", "智能协作机器人")
    page.fill("[name=product_model]", "ZN-10")
    _go_next(page)

    page.goto(f"{case}/step/3")
    page.locator("[name=standard_ids]").first.check()
    for name in ("advantage", "market_position", "intellectual_property", "quality_system"):
        page.fill(f"[name={name}]", "重复定位精度 0.02 mm,优于行业标准。")
        page.locator(f"[name={name}]").blur()
    _go_next(page)

    page.goto(f"{case}/step/4")
    _assert_no_sideways_scroll(page)
    for index in range(page.locator("input.o_mybrand_file_input").count()):
        row = page.locator("input.o_mybrand_file_input").nth(index)
        row.set_input_files({"name": "材料.pdf", "mimeType": "application/pdf", "buffer": PDF})
        page.wait_for_timeout(1500)

    page.goto(f"{case}/step/5")
    page.fill("[name=contact_name]", "经办岗")
    page.fill("[name=contact_phone]", "0553-0000456")
    page.fill("[name=declared_by]", "企业授权经办岗")
    page.check("[name=declaration_accepted]")
    _go_next(page)

    page.goto(f"{case}/step/6")
    _assert_no_sideways_scroll(page)
    with page.expect_navigation():
        page.click("button[name=submit]")
    assert _state(demo_server, application) == "submitted"

    _accept(demo_server, pages("officer"), application)
    assert _state(demo_server, application) == "accepted"


def _accept(server, page, application):
    """As the officer, in the form: the body is chosen, press the button and confirm."""
    body = server.call(
        "brand.body", "search", [("state", "=", "member")], login="officer", password=PASSWORD
    )[0]
    server.call(
        "brand.application",
        "write",
        [application],
        {"body_id": body},
        login="officer",
        password=PASSWORD,
    )
    page.goto(f"{server.url}/odoo/brand-applications/{application}")
    page.click(".o_form_view .o_statusbar_buttons button:has-text('受理'):not(:has-text('不予'))")
    page.click(".modal button[name=action_confirm]")
    page.wait_for_selector(".modal", state="detached")


def _state(server, application):
    return server.call(
        "brand.application", "read", [application], ["state"], login="auditor", password=PASSWORD
    )[0]["state"]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("valid", "有效"),
        ("withdrawn", "已撤销"),
        ("cancelled", "已注销"),
        ("expired", "已过期"),
    ],
)
def test_anybody_verifies_a_certificate_in_plain_words(demo_server, pages, status, words):
    found = demo_server.call(
        "brand.certificate",
        "search_read",
        [("status", "=", status)],
        ["number", "product_name"],
        limit=1,
        login="auditor",
        password=PASSWORD,
    )
    page = pages(None, PHONE)
    page.goto(f"{demo_server.url}/brand/verify")
    # as people type: small letters, blanks
    page.fill("input[name=q]", f" {found[0]['number'].lower()} ")
    with page.expect_navigation():
        page.press("input[name=q]", "Enter")
    text = page.inner_text("main")
    assert words in text
    assert found[0]["product_name"].split()[0] in text
    _assert_no_sideways_scroll(page)


def test_an_unknown_number_is_not_called_a_fake(demo_server, pages):
    page = pages(None, PHONE)
    page.goto(f"{demo_server.url}/brand/verify?q=WHZZ-1999-0001")
    text = page.inner_text("main")
    assert "未查询到" in text
    assert "假" not in text
