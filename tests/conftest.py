"""Fixtures for tests that look from outside: a real Odoo on a database of its own, and Chromium."""

import os
import pathlib
import shutil
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "scripts"))

from devtools import live, system_packages


@pytest.fixture(scope="module")
def live_server(request):
    """An Odoo without data of ours: url, db, port, login, password, call(model, method, ...), sign_in(page).

    With the demo instead: ``@pytest.mark.parametrize("live_server", ["demo"], indirect=True)``.
    """
    with live.served(getattr(request, "param", "template")) as server:
        yield server


@pytest.fixture(scope="module")
def demo_server():
    """An Odoo with the demo: a city's year, made when a test first asks for it."""
    with live.served("demo") as server:
        yield server


@pytest.fixture(scope="module")
def playwright():
    """One Playwright at a time: its synchronous interface cannot be started twice, and a connection
    that stands idle for minutes of other tests is lost."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def browser(playwright):
    """Chromium of the system, driven by Playwright."""
    path = next(filter(None, map(shutil.which, system_packages.BROWSERS)))
    flags = [
        "--disable-dev-shm-usage",
        *(["--no-sandbox"] if os.geteuid() == 0 else []),
    ]
    chromium = playwright.chromium.launch(executable_path=path, args=flags)
    yield chromium
    chromium.close()


@pytest.fixture
def browser_page(browser):
    """A page of a fresh, Chinese browser profile."""
    context = browser.new_context(
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        viewport={"width": 1366, "height": 900},
    )
    yield context.new_page()
    context.close()
