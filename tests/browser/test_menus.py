"""Every menu of every role is opened in the web client, in Chinese: no error, nothing left in English."""

import re

import pytest

PASSWORD = "demo1234"
# Who sees most, who works most, and who sees little; brand_demo reads the forms of all roles
LOGINS = ("auditor", "officer", "district", "wuhan-department")
# What stands in Chinese screens as it is
KEPT = re.compile(r"SHA-256|PDF|XLSX|CSV|JSON|ISO(/IEC)?|GB/T|Excel|Ed25519")
ENGLISH = re.compile(r"\b[a-z]{4,}\b|[A-Z][a-z]{3,}|\baction_\w+")
HAN = re.compile("[\u4e00-\u9fff]")

MENUS = """() => {
    const menus = odoo.__WOWL_DEBUG__.root.env.services.menu, found = [];
    const walk = (menu, path) => {
        const here = [...path, menu.name];
        if (menu.actionID) found.push({action: menu.actionID, name: here.join(" / ")});
        for (const child of menu.childrenTree) walk(child, here);
    };
    for (const app of menus.getApps().filter((app) => /^brand_/.test(app.xmlid)))
        for (const child of menus.getMenuAsTree(app.id).childrenTree) walk(child, [app.name]);
    return found;
}"""
OPEN = """async (action) => {
    document.querySelectorAll(".modal .btn-close").forEach((button) => button.click());
    const service = odoo.__WOWL_DEBUG__.root.env.services.action;
    await service.doAction(action, {clearBreadcrumbs: true});
}"""
# The view is drawn before its records come
READY = (
    ":is(.o_action_manager, .modal) :is(.o_list_renderer, .o_kanban_renderer, .o_form_renderer,"
    " .o_pivot, .o_graph_renderer, .o_view_nocontent), .o_error_dialog"
)
WORDS = """() => {
    const root = document.querySelector(".modal") || document.querySelector(".o_action_manager");
    const nodes = root.querySelectorAll(
        "th, label, .nav-link, button, .o_view_nocontent, .o_horizontal_separator, .alert strong"
    );
    return [...new Set([...nodes].filter((n) => n.offsetParent).map((n) => n.innerText.trim()))];
}"""


def _english(words):
    lines = [line for text in words for line in text.splitlines() if not HAN.search(line)]
    return [line for line in lines if ENGLISH.search(KEPT.sub("", line))]


@pytest.fixture
def client(demo_server, browser):
    """Opens the web client of a login; what goes wrong there is in ``problems``."""
    contexts, problems = [], []

    def opened(login):
        context = browser.new_context(
            locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1366, "height": 900}
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: problems.append(f"{login}: {error}"))
        page.on("console", lambda m: m.type == "error" and problems.append(f"{login}: {m.text}"))
        demo_server.sign_in(page, login, PASSWORD)
        page.goto(f"{demo_server.url}/odoo")
        page.wait_for_function("Boolean(window.odoo?.__WOWL_DEBUG__?.root?.env?.services?.menu)")
        return page

    yield opened, problems
    for context in contexts:
        context.close()


def _open(page, action):
    """What is wrong with the screen of an action, as sentences."""
    try:
        page.evaluate(OPEN, action)
        page.wait_for_selector(READY, state="attached")
    except Exception as error:  # the client's own errors come as any kind
        return [str(error).splitlines()[0]]
    if page.locator(".o_error_dialog").count():
        return [page.locator(".o_error_dialog").first.inner_text()]
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1")
    return ["wider than the screen"] * wide + _english(page.evaluate(WORDS))


@pytest.mark.parametrize("login", LOGINS)
def test_every_menu_opens_in_chinese(client, login):
    opened, problems = client
    page = opened(login)
    menus = page.evaluate(MENUS)
    assert len(menus) > 10, menus
    found = {menu["name"]: _open(page, menu["action"]) for menu in menus}
    assert {name: texts for name, texts in found.items() if texts} == {}
    assert problems == []


def test_a_screen_that_fails_is_noticed(client):
    opened, _problems = client
    page = opened("officer")
    missing = {"type": "ir.actions.act_window", "res_model": "no.model", "views": [[False, "list"]]}
    assert _open(page, missing) != []
    assert _english(["Reward Policy", "action_decide", "奖励 Reward", "PDF"]) == [
        "Reward Policy",
        "action_decide",
    ]
