"""What must come from the system: libraries, fonts and Chromium.

As root on Debian they are installed, else the user is told how.
"""

import ctypes
import os
import pathlib
import shutil

from . import shell
from .console import Problem, step

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def _library(name):
    def present():
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return present


def _program(*names):
    return lambda: any(shutil.which(name) for name in names)


def _chinese_font():
    folders = [
        pathlib.Path("/usr/share/fonts"),
        pathlib.Path("/usr/local/share/fonts"),
        pathlib.Path.home() / ".fonts",
    ]
    patterns = ("*CJK*", "*wqy*", "*SourceHan*")
    return any(
        next(folder.rglob(pattern), None)
        for folder in folders
        for pattern in patterns
        if folder.is_dir()
    )


# package of Debian -> is what it brings there?
RUNTIME = {
    "libpango-1.0-0": _library("libpango-1.0.so.0"),
    "libpangoft2-1.0-0": _library("libpangoft2-1.0.so.0"),
    "libharfbuzz-subset0": _library("libharfbuzz-subset.so.0"),
    "libmagic1": _library("libmagic.so.1"),
    "fonts-noto-cjk": _chinese_font,
}
TESTS = {
    **RUNTIME,
    "chromium": _program(*BROWSERS),
    "libatomic1": _library("libatomic.so.1"),  # of Playwright's own Node.js
    "poppler-utils": _program("pdftotext"),
    "gettext-base": _program("envsubst"),
    "nginx-common": pathlib.Path("/etc/nginx/mime.types").exists,
}


def nginx():
    """Is there an nginx? Users other than root do not have its folder on their path."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def ensure(settings, *, dev=False):
    missing = [package for package, present in (TESTS if dev else RUNTIME).items() if not present()]
    if not missing:
        return
    command = f"apt-get install --no-install-recommends {' '.join(missing)}"
    if os.geteuid() or not shutil.which("apt-get"):
        raise Problem(f"System packages are missing. As root, run:  {command}")
    with step(f"System packages ({len(missing)})"):
        env = {"DEBIAN_FRONTEND": "noninteractive"}
        shell.run(
            ["apt-get", "-q", "update"],
            "Reading the system's list of packages",
            settings.log,
            env=env,
            where="/",
        )
        shell.run(
            [*command.replace("install", "install -y -q", 1).split()],
            "Installing system packages",
            settings.log,
            env=env,
            where="/",
        )
