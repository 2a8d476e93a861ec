"""ruff, and pylint with the rules of the OCA, as `make lint` and pre-commit run them."""

import subprocess
import sys
from pathlib import Path

import pytest

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
