"""The developer's commands say in one sentence what is wrong and what to do; none needs Odoo."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BARE = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}


def command(*words, **environ):
    """Run a command of ours as from a fresh shell."""
    done = subprocess.run(
        words,
        cwd=ROOT,
        env={**BARE, **environ},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done


def test_help_lists_every_target():
    listed = command("make", "help").stdout
    targets = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)[
        1
    ].split()

    assert [line.split()[1] for line in listed.splitlines()] == targets
    assert {"help", "run", "test", "test-pure", "lint", "i18n", "stop", "clean"} <= set(targets)


def test_a_taken_port_is_named_with_another_to_take(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        done = command("make", "run", f"PORT={port}", HOME=str(tmp_path))

    assert done.returncode
    assert f"Port {port} is taken" in done.stderr
    assert f"make run PORT={port + 1}" in done.stderr
    assert not (tmp_path / ".cache").exists()


@pytest.mark.parametrize("port", ["http", "0", "70000"])
def test_a_port_that_is_none_is_refused(port, tmp_path):
    done = command("make", "run", f"PORT={port}", HOME=str(tmp_path))

    assert done.returncode
    assert f"PORT={port} is not a port" in done.stderr


def test_a_wrong_odoo_home_is_named(tmp_path):
    done = prepare(tmp_path, ODOO_HOME=str(tmp_path))

    assert done.returncode
    assert f"there is no Odoo in {tmp_path}" in done.stderr


def test_another_version_of_odoo_is_refused(tmp_path):
    release = tmp_path / "odoo/release.py"
    release.parent.mkdir()
    release.write_text("version_info = (18, 0, 0, FINAL, 0, '')\n")

    assert "holds Odoo 18" in prepare(tmp_path, ODOO_HOME=str(tmp_path)).stderr


def test_a_failed_download_leaves_nothing_half_done_and_says_to_go_on(tmp_path):
    done = prepare(tmp_path, DEBIAN_MIRROR="http://127.0.0.1:9/debian")

    assert done.returncode
    assert "a download failed" in done.stderr
    assert "run the same command again; it goes on from here" in done.stderr
    assert not (tmp_path / "cache/municipal-brand/odoo-19.0").exists()


def test_a_failed_clone_says_so_too(tmp_path):
    done = prepare(tmp_path, ODOO_GIT="http://127.0.0.1:9/odoo.git")

    assert "a download failed" in done.stderr
    assert not list((tmp_path / "cache/municipal-brand").glob("odoo-git-*"))


def test_a_full_disk_is_named_before_anything_is_fetched(tmp_path):
    done = prepare(tmp_path, SIMULATE_FREE_MB="10")

    assert done.returncode
    assert f"The disk is full at {tmp_path / 'cache/municipal-brand'}" in done.stderr
    assert "make room" in done.stderr


def test_a_cache_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "cache").write_text("a file, where a folder should be")

    assert "XDG_CACHE_HOME" in prepare(tmp_path).stderr


def prepare(tmp_path, **environ):
    """Fetch what is needed into an empty cache; the checkout's own state stays untouched."""
    code = (
        "import dataclasses, pathlib, sys; sys.path.insert(0, 'scripts');"
        "import dev; from devtools import odoo_source, settings;"
        f"mine = dataclasses.replace(settings.read(), local=pathlib.Path({str(tmp_path / 'local')!r}));"
        "sys.exit(dev.guarded(lambda: odoo_source.find(mine) and 0))"
    )
    cache = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "HOME": os.environ.get("HOME", "/")}
    return command(sys.executable, "-c", code, **cache, **environ)
