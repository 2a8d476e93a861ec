"""`make run`: the demo, from nothing to a login page, until Ctrl-C."""

import csv
import time

from . import odoo_server, setup
from .console import say, step

ACCOUNTS = "brand_demo/data/accounts.csv"


def run(settings):
    odoo_server.need_port(settings.port)
    with setup.environment(settings, "demo") as databases:
        database = databases.user_demo()
        with odoo_server.running(databases, database, settings.port) as process:
            with step("First page"):
                odoo_server.answers(settings.port, "/web/login", 120)
            say(welcome(settings))
            while process.poll() is None:
                time.sleep(0.2)
            say(
                f"Odoo stopped by itself; its log is {settings.local / 'log' / (database + '.log')}."
            )
            return 1


def reset(settings):
    with setup.environment(settings, "demo") as databases:
        databases.reset_demo()
    say("The demo is as on its first day: `make run` serves it.")
    return 0


def welcome(settings):
    lines = ["", f"Ready: http://localhost:{settings.port}    (Ctrl-C stops it)", ""]
    rows = [
        ("administrator", "admin", "admin", "users and settings, no business role"),
        *_accounts(settings),
    ]
    widths = [max(_width(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        cells = [text + " " * (wide - _width(text)) for text, wide in zip(row, widths, strict=True)]
        lines.append(f"  {'  '.join(cells)}".rstrip())
    return "\n".join(lines) + "\n"


def _accounts(settings):
    """role, login, password and what each account is for, as the demo addon lists them."""
    file = settings.addons / ACCOUNTS
    if not file.exists():
        return []
    with file.open(encoding="utf-8-sig", newline="") as rows:
        return [
            tuple(
                (row.get(column) or "").strip() for column in ("role", "login", "password", "what")
            )
            for row in csv.DictReader(rows)
        ]


def _width(text):
    """Columns on a terminal: a Chinese character takes two."""
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)
