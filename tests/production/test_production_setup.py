"""`setup` makes a database fit for production, `check` keeps an unfit one from being served."""

import contextlib
import json
import os
import signal
import subprocess
import time
import urllib.request

import pytest
from nginx_support import DOMAIN, Site, certificate
from production_support import (
    ENTRYPOINT,
    REFUSED,
    databases_like,
    drop,
    free_port,
    run,
    sql,
    strong_password,
)


@contextlib.contextmanager
def changed(database, statement, undo):
    sql(database, statement)
    try:
        yield
    finally:
        sql(database, undo)


def test_setup_writes_the_parameters_of_the_installation(small_odoo):
    rows = sql(small_odoo.database, "select key || '=' || value from ir_config_parameter").split(
        "\n"
    )

    assert f"web.max_file_upload_size={64 * 1024 * 1024}" in rows
    assert "web.base.url=https://brand.example.cn" in rows
    assert "web.base.url.freeze=True" in rows


def test_books_are_chinese_and_nothing_is_demonstration(small_odoo):
    company = sql(
        small_odoo.database,
        """select p.country_id = (select id from res_country where code = 'CN'), c.name
             from res_company r join res_currency c on c.id = r.currency_id
             join res_partner p on p.id = r.partner_id""",
    )
    assert company == "t|CNY"
    assert sql(small_odoo.database, "select count(*) from ir_module_module where demo") == "0"


def test_check_accepts_what_setup_made(small_odoo):
    result = small_odoo.job("check")

    assert result.returncode == 0, result.stderr


def test_setup_again_changes_nothing(small_odoo):
    count = (
        "select count(*) || '/' || max(write_date) from ir_module_module where state = 'installed'"
    )
    before = sql(small_odoo.database, count)

    result = small_odoo.job("setup")

    assert result.returncode == 0, result.stderr
    assert "is ready" in result.stderr
    assert sql(small_odoo.database, count) == before


@pytest.mark.parametrize("job", ["web", "cron"])
def test_a_missing_database_is_not_served(small_odoo, job):
    result = small_odoo.job(job, BRAND_DATABASE="production_nowhere")

    assert result.returncode == REFUSED
    assert "is not set up. Run once: docker compose run --rm setup" in result.stderr
    assert databases_like("production_nowhere") == []


def test_setup_without_a_password_for_admin_makes_nothing(small_odoo):
    for password, reason in [("", "is missing or empty"), ("admin", "is shorter than")]:
        result = small_odoo.job(
            "setup", BRAND_DATABASE="production_nobody", BRAND_ADMIN_LOGIN_PASSWORD=password
        )

        assert result.returncode == REFUSED
        assert f"BRAND_ADMIN_LOGIN_PASSWORD {reason}" in result.stderr
    assert databases_like("production_nobody") == []


def test_admin_with_a_default_password_is_not_served_until_reset(small_odoo):
    stored = sql(small_odoo.database, "select password from res_users where login = 'admin'")
    # As in a database that was made by other means. passlib accepts Odoo's plain form too.
    with changed(
        small_odoo.database,
        "update res_users set password = 'admin' where login = 'admin'",
        f"update res_users set password = '{stored}' where login = 'admin'",
    ):
        refused = small_odoo.job("web")
        assert refused.returncode == REFUSED
        assert "the user admin still has a default password" in refused.stderr
        assert "setup --reset-admin" in refused.stderr

        reset = small_odoo.job(
            "setup", "--reset-admin", BRAND_ADMIN_LOGIN_PASSWORD=strong_password()
        )
        assert reset.returncode == 0, reset.stderr
        assert small_odoo.job("check").returncode == 0


def test_the_demonstration_is_not_served(small_odoo):
    with changed(
        small_odoo.database,
        "insert into ir_module_module (name, state) values ('brand_demo', 'installed')"
        " on conflict (name) do update set state = 'installed'",
        "update ir_module_module set state = 'uninstalled' where name = 'brand_demo'",
    ):
        result = small_odoo.job("web")

    assert result.returncode == REFUSED
    assert "brand_demo" in result.stderr and "known passwords" in result.stderr


def test_the_demonstration_cannot_be_installed_by_setup(small_odoo):
    result = small_odoo.job("setup", BRAND_MODULES="portal,brand_demo")

    assert result.returncode == REFUSED
    assert "does not belong into production" in result.stderr


def test_a_module_that_the_image_lacks_is_named(small_odoo):
    result = small_odoo.job("setup", BRAND_MODULES="portal,brand_city_atlantis")

    assert result.returncode == REFUSED
    assert "BRAND_MODULES names brand_city_atlantis" in result.stderr


def test_an_interrupted_upgrade_is_not_served_and_setup_ends_it(small_odoo):
    sql(
        small_odoo.database,
        "update ir_module_module set state = 'to upgrade' where name = 'portal'",
    )

    refused = small_odoo.job("web")
    assert refused.returncode == REFUSED
    assert "did not end. Run it again" in refused.stderr

    assert small_odoo.job("setup").returncode == 0
    assert small_odoo.job("check").returncode == 0


def test_a_database_newer_than_the_image_is_not_served(small_odoo):
    with changed(
        small_odoo.database,
        "insert into ir_module_module (name, state, latest_version)"
        " values ('brand_x', 'installed', '1')",
        "delete from ir_module_module where name = 'brand_x'",
    ):
        result = small_odoo.job("web")

    assert result.returncode == REFUSED
    assert "brand_x is installed in the database, but this image does not have it" in result.stderr


def test_a_wrong_password_of_the_database_is_said_at_once(small_odoo, tmp_path):
    """Waiting does not make it right. A psql of our own plays the server's refusal."""
    (tmp_path / "psql").write_text(
        '#!/bin/sh\necho "FATAL: password authentication failed" >&2\nexit 2\n'
    )
    (tmp_path / "psql").chmod(0o755)

    result = small_odoo.job("web", PATH=f"{tmp_path}:{os.environ['PATH']}", BRAND_DB_WAIT=60)

    assert result.returncode == REFUSED
    assert "refuses the password of odoo" in result.stderr


@contextlib.contextmanager
def serving(small_odoo, job, *words):
    process = subprocess.Popen(
        [ENTRYPOINT, job, *words],
        env=small_odoo.environment(BRAND_WEB_WORKERS=2),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=(small_odoo.folder / f"{job}.log").open("wb"),
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_for_health(process, port):
    url, deadline = f"http://127.0.0.1:{port}/web/health", time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status
        time.sleep(0.2)
    return None


def test_cron_container_answers_its_health_check_and_stops(small_odoo):
    port = free_port()
    with serving(small_odoo, "cron", f"--http-port={port}") as process:
        assert wait_for_health(process, port) == 200
    assert process.returncode == 0


OPEN_WEBSOCKET = """() => new Promise((done) => {
    const socket = new WebSocket(`wss://${location.host}/websocket?version=19.0-2`);
    socket.onopen = () => { done("open"); socket.close(); };
    socket.onerror = () => done("refused");
})"""


def test_odoo_behind_nginx_works_in_a_browser_under_the_security_policy(
    small_odoo, tmp_path, playwright
):
    """Log in and open the web client: workers, websocket and all; the browser blocks nothing."""
    password = strong_password()
    reset = small_odoo.job("setup", "--reset-admin", BRAND_ADMIN_LOGIN_PASSWORD=password)
    assert reset.returncode == 0, reset.stderr
    http_port, gevent_port = free_port(), free_port()
    certificate(tmp_path)
    site = Site(tmp_path, _At(http_port), _At(gevent_port))
    with contextlib.ExitStack() as stack:
        process = stack.enter_context(
            serving(small_odoo, "web", f"--http-port={http_port}", f"--gevent-port={gevent_port}")
        )
        assert wait_for_health(process, http_port) == 200
        site.start()
        stack.callback(site.stop)
        browser = playwright.chromium.launch(
            executable_path=program_of_chromium(),
            args=[
                "--no-sandbox",
                "--ignore-certificate-errors",
                f"--host-resolver-rules=MAP {DOMAIN} 127.0.0.1",
            ],
        )
        stack.callback(browser.close)
        page = browser.new_context(ignore_https_errors=True).new_page()
        complaints = []
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))

        page.goto(f"https://{DOMAIN}:{site.https}/web/login")
        page.fill("input[name=login]", "admin")
        page.fill("input[name=password]", password)
        page.click("button[type=submit]")
        page.wait_for_selector(".o_navbar, .o_main_navbar", timeout=60_000)
        websocket = page.evaluate(OPEN_WEBSOCKET)
        page.goto(f"https://{DOMAIN}:{site.https}/my")
        page.wait_for_selector("#wrap, .o_portal", timeout=30_000)
        cookies = {c["name"]: c for c in page.context.cookies()}

    assert complaints == []
    assert websocket == "open"
    log = [json.loads(line) for line in (tmp_path / "access.log").read_text().splitlines()]
    assert {entry["status"] for entry in log if entry["status"] >= 500} == set()
    assert cookies["session_id"]["secure"] and cookies["session_id"]["httpOnly"]


class _At:
    """A server that somebody else started."""

    def __init__(self, port):
        self.server_port = port


def program_of_chromium():
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = run("bash", "-c", f"command -v {name}").stdout.strip()
        if found:
            return found
    raise AssertionError("no Chromium on this machine. Install it: apt-get install chromium")


def test_nothing_is_left_by_these_tests(small_odoo):
    left = set(databases_like("production_")) - {small_odoo.database}
    assert not {name for name in left if name in ("production_nowhere", "production_nobody")}
    drop("production_nowhere", "production_nobody")
