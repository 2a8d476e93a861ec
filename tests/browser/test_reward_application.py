"""An enterprise applies for a reward on a phone: the first submission fails, the second is taken."""

import datetime

import pytest

PASSWORD = "demo1234"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PHONE = {"width": 390, "height": 844}
FIRM = "newcomer"
STATEMENT = "本单位获评市品牌建设示范单位,现申请奖励资金。"


def _ask(server, login, model, method, *args, **kwargs):
    return server.call(model, method, *args, login=login, password=PASSWORD, **kwargs)


def _today(server):
    window = _ask(server, "manager", "award.fund", "search_read", [], ["fiscal_year"], limit=1)
    assert window, "the demo holds funds"
    now = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8)))
    return now.date()


def entitled_claim(server):
    """An honour of the enterprise that a policy rewards on application; its claim's id."""
    today = _today(server)
    honour = _ask(
        server,
        "manager",
        "award.honour",
        "create",
        {"name": "市品牌建设示范单位", "code": "browser-model", "authority": "市政府"},
    )
    rule = {
        "name": "品牌建设示范单位奖励",
        "code": "browser-rule",
        "clause": "(八)",
        "quote": "对获评市品牌建设示范单位的企业,给予10万元奖励。",
        "trigger_kind": "honour",
        "honour_ids": [(6, 0, [honour])],
        "amount": 100_000,
        "payers": "city",
        "fund_code": "ZXJF",
        "claiming": "applied",
        "newly_only": False,
        "document_ids": [
            (0, 0, {"name": "获评文件复印件", "help": "加盖公章"}),
            (0, 0, {"name": "上年度纳税证明", "required": False}),
        ],
    }
    policy = _ask(
        server,
        "manager",
        "award.policy",
        "create",
        {
            "name": "品牌建设示范单位奖励办法",
            "code": "browser-policy",
            "document_no": "示例〔2026〕1号",
            "date_from": f"{today.year}-01-01",
            "basis_date": "award_date",
            "legal_basis": "市政府常务会议审定",
            "fair_review_no": "示例审〔2026〕1号",
            "rule_ids": [(0, 0, rule)],
        },
    )
    _ask(server, "manager", "award.policy", "action_activate", [policy])
    _ask(
        server,
        "manager",
        "award.window",
        "create",
        {
            "name": "品牌建设示范单位奖励申报通知",
            "policy_id": policy,
            "date_from": str(today - datetime.timedelta(days=1)),
            "date_to": str(today + datetime.timedelta(days=30)),
            "document_no": "示例〔2026〕2号",
        },
    )
    return _recognised(server, honour, today)


def _recognised(server, honour, today):
    """Registered by one officer, confirmed by another."""
    group = server.call(
        "ir.model.data", "search_read", [("name", "=", "group_award_officer")], ["res_id"]
    )[0]["res_id"]
    officer = server.call("res.users", "search", [("login", "=", "officer")])
    server.call("res.users", "write", officer, {"group_ids": [(4, group)]})
    user = server.call(
        "res.users", "search_read", [("login", "=", FIRM)], ["commercial_partner_id"]
    )
    recognition = _ask(
        server,
        "officer",
        "award.recognition",
        "create",
        {
            "honour_id": honour,
            "partner_id": user[0]["commercial_partner_id"][0],
            "date": str(today),
            "document_no": "示例〔2026〕3号",
        },
    )
    _ask(server, "award", "award.recognition", "action_confirm", [recognition])
    found = _ask(server, "award", "award.claim", "search", [("recognition_id", "=", recognition)])
    assert len(found) == 1
    return found[0]


@pytest.fixture(scope="module")
def page(demo_server, browser):
    """The enterprise's phone; no script error may pass unseen."""
    errors = []
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", viewport=PHONE)
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.set_default_timeout(20_000)
    yield demo_server.sign_in(page, FIRM, PASSWORD)
    context.close()
    assert errors == []


def _assert_no_sideways_scroll(page):
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"] + 1, page.url


def _state(server, claim):
    return _ask(server, "auditor", "award.claim", "read", [claim], ["state"])[0]["state"]


def test_a_failing_and_then_a_succeeding_submission(demo_server, page):
    claim = entitled_claim(demo_server)
    page.goto(f"{demo_server.url}/my/brand/rewards")
    _assert_no_sideways_scroll(page)
    assert "可申报的奖励" in page.inner_text("main")
    with page.expect_navigation():
        page.locator(f"a[href='/my/brand/reward/{claim}/apply']").click()
    _assert_no_sideways_scroll(page)

    # what is typed is saved as its field is left
    page.fill("[name=statement]", STATEMENT)
    page.locator("[name=statement]").blur()
    page.wait_for_function(
        "document.querySelector('[data-brand-status]').textContent.includes('已自动保存')"
    )
    page.fill("[name=contact_phone]", "0553-0000456")
    page.fill("[name=number]", "12a")
    with page.expect_navigation():
        page.click("button[name=go][value=submit]")

    # everything that is lacking is told at once, and nothing that was typed is lost
    told = page.inner_text("#brand_errors")
    for words in ("获评文件复印件", "账号", "声明"):
        assert words in told, told
    assert "上年度纳税证明" not in told
    assert page.input_value("[name=statement]") == STATEMENT
    assert page.input_value("[name=number]") == "12a"
    assert _state(demo_server, claim) == "entitled"
    _assert_no_sideways_scroll(page)

    row = page.locator(".o_mybrand_document").first
    with page.expect_response(lambda response: "/document/" in response.url):
        row.locator("input.o_mybrand_file_input").set_input_files(
            {"name": "获评文件.pdf", "mimeType": "application/pdf", "buffer": PDF}
        )
    page.locator(".o_mybrand_document").first.get_by_text("获评文件.pdf").wait_for()
    page.fill("[name=number]", "340200000000777")
    page.fill("[name=bank]", "示例银行芜湖分行")
    page.fill("[name=cnaps]", "102362000011")
    page.check("[name=declaration_accepted]")
    with page.expect_navigation():
        page.click("button[name=go][value=submit]")

    assert _state(demo_server, claim) == "submitted", page.inner_text("main")
    text = page.inner_text("main")
    for words in ("已提交", "申报材料审核中", "获评文件.pdf", STATEMENT):
        assert words in text
    assert "340200000000777" not in text
    _assert_no_sideways_scroll(page)
