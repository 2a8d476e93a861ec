"""Which Odoo 19 to use: the user's own (ODOO_HOME), one from git (ODOO_GIT), or Debian's package."""

import dataclasses
import pathlib
import re

from . import debian, shell
from .console import Problem, step
from .storage import hash_of, need_space, whole


@dataclasses.dataclass(frozen=True)
class Odoo:
    path: pathlib.Path  # what goes on PYTHONPATH
    addons: tuple  # its folders of addons
    version: str  # changes whenever another Odoo is used


def find(settings):
    if settings.odoo_home:
        return _at(pathlib.Path(settings.odoo_home).expanduser().absolute(), "ODOO_HOME")
    if settings.odoo_git:
        return _at(_clone(settings), "ODOO_GIT")
    return _at(debian.odoo(settings), "The Debian package")


def _clone(settings):
    target = settings.cache / f"odoo-git-{hash_of(settings.odoo_git, settings.odoo_branch)}"
    if not target.is_dir():
        need_space(settings.cache, 4000)
        command = [
            "git",
            "clone",
            "--quiet",
            "--depth=1",
            f"--branch={settings.odoo_branch}",
            settings.odoo_git,
        ]
        with step(f"Odoo {settings.odoo_branch} from git"), whole(target) as partial:
            shell.run(
                [*command, partial],
                "Fetching Odoo from git",
                settings.log,
                where=settings.cache,
            )
    return target


def _at(path, origin):
    release = path / "odoo/release.py"
    if not release.is_file():
        raise Problem(
            f"{origin}: there is no Odoo in {path} (no odoo/release.py): name the folder that holds `odoo`."
        )
    found = re.search(r"version_info\s*=\s*\((\d+),", release.read_text())
    if not found or found[1] != "19":
        version = found[1] if found else "of an unknown version"
        raise Problem(f"{origin}: {path} holds Odoo {version}; these addons are for Odoo 19.")
    folders = tuple(
        folder
        for folder in (path / "odoo/addons", path / "addons")
        if (folder / "base").is_dir() or (folder / "web").is_dir()
    )
    return Odoo(path, folders, hash_of(release, str(path)))
