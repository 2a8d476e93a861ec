"""Pictures of the demo for README and docs, into docs/images: `make shots` serves the demo and runs this.

Each picture is made as the user who sees the page, in Chinese; pages of the portal and the public ones at a phone's
width. Papers are made by the print buttons' own reports and drawn with pdftoppm.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import xmlrpc.client

from devtools import system_packages
from playwright.sync_api import sync_playwright

URL = os.environ["BRAND_URL"]
DATABASE = os.environ["BRAND_DATABASE"]
PASSWORD = "demo1234"
FOLDER = pathlib.Path(__file__).resolve().parents[1] / "docs" / "images"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1366, "height": 860}

# name, login (None: the public), address, viewport, whole page
PAGES = [
    ("portal-home", "enterprise", "/my/brand", PHONE, True),
    ("portal-reward", "enterprise", "{reward}", PHONE, True),
    ("verify", None, "/brand/verify?q={number}", PHONE, True),
    ("registry", None, "/brand/registry", PHONE, False),
    ("notice", None, "/brand/notices/{notice}", PHONE, True),
    ("office-applications", "officer", "/odoo/brand-applications", DESK, False),
    ("office-application", "officer", "/odoo/brand-applications/{submitted}", DESK, False),
    ("office-decision", "reviewer", "/odoo/brand-decisions/{decision}", DESK, False),
    ("office-program", "manager", "/odoo/brand-programs/{program}", DESK, False),
    ("office-certificates", "reviewer", "/odoo/brand-certificates", DESK, False),
    ("office-claim", "award", "/odoo/award-claims/{claim}", DESK, False),
    ("office-fund", "manager", "/odoo/award-funds/{fund}", DESK, False),
    ("office-disbursement", "finance", "/odoo/award-disbursements/{disbursement}", DESK, False),
]

# name, report, login, model, domain
PAPERS = [
    (
        "paper-certificate",
        "brand_certification.report_certificate",
        "reviewer",
        "brand.certificate",
        [("status", "=", "valid")],
    ),
    (
        "paper-approval-sheet",
        "brand_awards.report_approval_sheet",
        "finance",
        "award.disbursement",
        [("state", "=", "settled")],
    ),
]


class Client:
    """RPC as one login: the pictures' addresses come from what that person may read."""

    def __init__(self, login):
        common = xmlrpc.client.ServerProxy(f"{URL}/xmlrpc/2/common")
        self.uid = common.authenticate(DATABASE, login, PASSWORD, {})
        self.proxy = xmlrpc.client.ServerProxy(f"{URL}/xmlrpc/2/object", allow_none=True)

    def first(self, model, domain, fields=("id",), **options):
        rows = self.proxy.execute_kw(
            DATABASE,
            self.uid,
            PASSWORD,
            model,
            "search_read",
            [domain],
            {"fields": list(fields), "limit": 1, **options},
        )
        if not rows:
            sys.exit(f"The demo holds no {model} with {domain}.")
        return rows[0]


def addresses():
    """The records that the pictures show."""
    auditor, manager = Client("auditor"), Client("manager")

    def first_id(model, *domain):
        return auditor.first(model, list(domain))["id"]

    claim = Client("enterprise").first("award.claim", [("state", "=", "entitled")], ["access_url"])
    return {
        "reward": claim["access_url"],
        "number": auditor.first("brand.certificate", [("status", "=", "valid")], ["number"])[
            "number"
        ],
        "notice": first_id("brand.notice", ("state", "=", "published")),
        "submitted": first_id("brand.application", ("state", "=", "submitted")),
        "decision": first_id("brand.decision", ("kind", "=", "honour")),
        "program": manager.first("brand.program", [("state", "=", "open")], order="id desc")["id"],
        "claim": first_id("award.claim", ("state", "=", "submitted")),
        "fund": first_id("award.fund", ("state", "=", "open"), ("paid", ">", 0)),
        "disbursement": first_id("award.disbursement", ("state", "!=", "draft")),
    }


def take_pages(browser, where):
    for login in dict.fromkeys(row[1] for row in PAGES):
        for name, _login, address, viewport, whole in (row for row in PAGES if row[1] == login):
            context = browser.new_context(
                locale="zh-CN", timezone_id="Asia/Shanghai", viewport=viewport
            )
            page = context.new_page()
            if login:
                sign_in(page, login)
            page.goto(URL + address.format(**where))
            # the web client keeps a connection open: it never falls silent
            page.wait_for_timeout(5000 if "/odoo/" in address else 1500)
            page.screenshot(path=FOLDER / f"{name}.png", full_page=whole)
            print(f"  {name}.png", flush=True)
            context.close()


def sign_in(page, login):
    page.goto(f"{URL}/web/login")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/web/login" not in url)


def take_papers(browser):
    for name, report, login, model, domain in PAPERS:
        record = Client(login).first(model, domain)
        context = browser.new_context(locale="zh-CN")
        page = context.new_page()
        sign_in(page, login)
        answer = context.request.get(f"{URL}/report/pdf/{report}/{record['id']}")
        with tempfile.NamedTemporaryFile(suffix=".pdf") as paper:
            paper.write(answer.body())
            paper.flush()
            target = FOLDER / name
            subprocess.run(
                [
                    "pdftoppm",
                    "-png",
                    "-r",
                    "70",
                    "-f",
                    "1",
                    "-l",
                    "1",
                    "-singlefile",
                    paper.name,
                    target,
                ],
                check=True,
            )
        print(f"  {name}.png", flush=True)
        context.close()


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = next(filter(None, map(shutil.which, system_packages.BROWSERS)))
    flags = ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    where = addresses()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        take_pages(browser, where)
        take_papers(browser)
        browser.close()


if __name__ == "__main__":
    main()
