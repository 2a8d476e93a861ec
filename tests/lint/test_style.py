"""ruff, and pylint with the rules of the OCA, as `make lint` and pre-commit run them."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = [name for name in ("addons", "tests", "scripts", "bench") if (ROOT / name).is_dir()]
ADDONS = sorted(
    str(file.parent.relative_to(ROOT)) for file in ROOT.glob("addons/*/__manifest__.py")
)


def run(*words):
    """Run a linter of this environment; its complaints are the failure."""
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.fail(done.stdout + done.stderr, pytrace=False)


def test_ruff_finds_nothing():
    run("ruff", "check", "--no-cache", *FOLDERS)


def test_the_code_is_formatted():
    run("ruff", "format", "--no-cache", "--check", *FOLDERS)


def test_pylint_with_the_rules_of_the_oca_finds_nothing():
    if ADDONS:
        run("pylint", "--rcfile=.pylintrc", *ADDONS)


def test_every_public_action_answers_a_remote_caller():
    """XML-RPC cannot carry None: the work would be done, and the client told that it failed."""
    silent = [
        f"{file.relative_to(ROOT)}: {method.name}"
        for file in ROOT.glob("addons/*/*/*.py")
        if file.parent.name in ("models", "wizard")
        for method in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(method, ast.FunctionDef)
        and method.name.startswith("action_")
        and not {"transition", "private"} & _names_of(method.decorator_list)
        and not isinstance(method.body[-1], ast.Raise)
        and any(not _has_answer(one) for one in [method.body[-1], *_returns(method)])
    ]
    assert not silent


def _names_of(decorators):
    return {getattr(one, "id", getattr(one, "attr", "")) for one in decorators}


def _returns(method):
    return [node for node in ast.walk(method) if isinstance(node, ast.Return)]


def _has_answer(statement):
    return isinstance(statement, ast.Return) and statement.value is not None


# Odoo refuses these when the page is asked for, not when the template is stored
_NO_WIDGET = {"table", "tbody", "thead", "tfoot", "tr", "td", "li", "ul", "ol", "dl", "dt", "dd"}


def test_no_template_puts_a_field_straight_into_a_list_or_table():
    found = [
        f"{file.relative_to(ROOT)}:{node.sourceline} {node.get('t-field')}"
        for file in ROOT.glob("addons/*/**/*.xml")
        for node in etree.parse(file).iter(*_NO_WIDGET, "t")
        if node.get("t-field")
    ]
    assert found == []
