"""The pure packages stay pure: their syntax trees are walked, whatever their tests cover."""

import ast
import sys
from pathlib import Path

import pytest

ADDONS = Path(__file__).resolve().parents[2] / "addons"
THIRD_PARTY = {
    "scheme": {"xlsxwriter", "openpyxl"},
    "decision": set(),
    "bank": {"xlsxwriter", "openpyxl", "cn2an"},
}
FOLDERS = {
    "scheme": ADDONS / "brand_certification" / "scheme",
    "decision": ADDONS / "brand_awards" / "decision",
    "bank": ADDONS / "brand_awards" / "bank",
}
#: Standard modules through which the clock, chance, files, the network or the process come in.
IMPURE_MODULES = {
    *("asyncio", "ctypes", "fileinput", "ftplib", "glob", "http", "importlib", "logging"),
    *("multiprocessing", "os", "pathlib", "pickle", "platform", "random", "secrets", "shutil"),
    *("signal", "smtplib", "socket", "sqlite3", "subprocess", "tempfile", "threading", "time"),
    *("urllib", "uuid"),
}
CLOCK_CALLS = {"now", "utcnow", "today", "fromtimestamp", "localtime", "gmtime"}
BARE_CALLS = {"open", "eval", "exec", "compile", "__import__", "input", "print"}
FILES = [
    pytest.param(name, path, id=f"{name}/{path.name}")
    for name, folder in FOLDERS.items()
    for path in sorted(folder.rglob("*.py"))
]


def impurities(source: str, third_party: set[str]) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [a.name for a in node.names if not _is_allowed(a.name, third_party)]
        elif isinstance(node, ast.ImportFrom):
            if node.level > 1:
                found.append("." * node.level + (node.module or ""))
            elif node.level == 0 and not _is_allowed(node.module, third_party):
                found.append(node.module)
        elif isinstance(node, ast.Call):
            found += _impure_calls(node)
    return found


def _is_allowed(module: str, third_party: set[str]) -> bool:
    top = module.split(".")[0]
    return top in third_party or (top in sys.stdlib_module_names and top not in IMPURE_MODULES)


def _impure_calls(node: ast.Call) -> list[str]:
    if isinstance(node.func, ast.Name) and node.func.id in BARE_CALLS:
        return [f"{node.func.id}()"]
    if isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK_CALLS | {"open"}:
        return [f".{node.func.attr}()"]
    return []


@pytest.mark.parametrize(("name", "path"), FILES)
def test_a_pure_file_imports_no_odoo_reads_no_clock_draws_no_chance_opens_no_file(name, path):
    assert impurities(path.read_text(encoding="utf-8"), THIRD_PARTY[name]) == []


@pytest.mark.parametrize("name", ["scheme", "bank"])
def test_a_pure_package_imports_nothing_by_itself(name):
    tree = ast.parse((FOLDERS[name] / "__init__.py").read_text(encoding="utf-8"))

    assert [type(node) for node in tree.body] == [ast.Expr]


IMPURE = [
    ("from odoo import models", ["odoo"]),
    ("import odoo.tools.float_utils", ["odoo.tools.float_utils"]),
    ("from ..models import brand_program", ["..models"]),
    ("import random", ["random"]),
    ("from time import time", ["time"]),
    ("import requests", ["requests"]),
    ("from datetime import date\nday = date.today()", [".today()"]),
    ("import datetime\nat = datetime.datetime.now(None)", [".now()"]),
    ("text = open('a').read()", ["open()"]),
    ("import io\nfile = io.open('a')", [".open()"]),
    ("from .reasons import Reason\nfrom decimal import Decimal\ndef now(): return None", []),
]


@pytest.mark.parametrize(("source", "found"), IMPURE)
def test_the_walk_itself_finds_what_it_is_for(source, found):
    assert impurities(source, set()) == found
