"""The virtual environment with the pinned Python packages.

There is one for each set of requirements, shared by all checkouts.
"""

import json

from . import shell
from .console import Problem, step
from .storage import hash_of, need_space

PROBE = "import sys, json; print(json.dumps(sys.version_info[:3]))"


def python(settings, *, dev=False):
    """The environment's python; what is missing is installed."""
    version = _version(settings.python)
    folder = settings.checkout
    runtime = [folder / "requirements.txt", folder / "requirements-local.txt"]
    home = settings.cache / f"venv-py{version}-{hash_of(*runtime)}"
    if not (home / ".created").exists():
        need_space(settings.cache, 900)
        with step(f"Python {version}: virtual environment"):
            _create(settings, home)
        (home / ".created").touch()
    _install(settings, home, "runtime", runtime, "Python packages")
    if dev:
        tests = sorted(folder.glob("requirements*.txt"))
        tests = [*runtime, folder / "requirements-dev.txt", *tests]
        _install(settings, home, "dev", tests, "Python packages for tests")
    return home / "bin/python"


def _version(interpreter):
    try:
        major, minor, micro = json.loads(shell.output([interpreter, "-c", PROBE]))
    except FileNotFoundError as error:
        raise Problem(
            f"There is no program {interpreter}: set PYTHON to a Python 3.11 to 3.13."
        ) from error
    if not (3, 11) <= (major, minor) <= (3, 13):
        raise Problem(
            f"{interpreter} is Python {major}.{minor}, and Odoo 19 needs 3.11 to 3.13: set PYTHON to one of these."
        )
    return f"{major}.{minor}.{micro}"


def _create(settings, home):
    try:
        shell.run(
            [settings.python, "-m", "venv", "--clear", home],
            "Making the virtual environment",
            settings.log,
            where=settings.cache,
        )
    except Problem as problem:
        if "ensurepip" in settings.log.read_text(errors="replace")[-3000:]:
            raise Problem(
                "Python's module venv is missing: apt-get install python3-venv, then run the same command again."
            ) from problem
        raise


def _install(settings, home, stamp, files, what):
    """Install the `files` of requirements, unless the stamp says that just these are in place."""
    mark, wanted = home / f".{stamp}", hash_of(*files)
    if mark.exists() and mark.read_text() == wanted:
        return
    need_space(settings.cache, 700)
    pip = [home / "bin/python", "-m", "pip", "--disable-pip-version-check", "install"]
    words = [word for file in files[:3] for word in ("-r", file)]
    with step(what):
        shell.run(
            [*pip, "--no-input", *words],
            f"Installing {what}",
            settings.log,
            where=settings.cache,
        )
    mark.write_text(wanted)
