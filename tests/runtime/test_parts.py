"""Parts of scripts/devtools by themselves."""

import errno

import pytest
from devtools import addons, console, debian, odoo_config, storage, system_packages
from devtools import settings as settings_module

DEBIAN_12 = """\
Types: deb
# a comment in between
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
"""
VENDOR = """\
Types: deb
URIs: https://vendor.example/packages
Suites: bookworm
Components: main
Signed-By: /usr/share/keyrings/vendor.gpg
"""
UBUNTU = "deb http://ubuntu.example/ubuntu noble main universe\n"
MIRRORS = [
    ({"sources.list.d/debian.sources": DEBIAN_12}, "http://mirror.example/debian"),
    ({"sources.list.d/a.sources": VENDOR, "sources.list.d/b.sources": DEBIAN_12}, "http://mirror.example/debian"),
    ({"sources.list": "deb http://old.example/debian bookworm main\n"}, "http://old.example/debian"),
    ({"sources.list": "deb [arch=amd64] http://old.example/debian/ trixie main\n"}, "http://old.example/debian/"),
    ({"sources.list": "deb cdrom:[Debian]/ bookworm main\n" + "deb http://net.example/debian bookworm main\n"},
     "http://net.example/debian"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "mirror"), MIRRORS)
def test_the_mirror_is_that_of_the_machine(files, mirror, tmp_path):
    etc(tmp_path, files)

    assert debian._mirror("", tmp_path)[0] == mirror


@pytest.mark.parametrize(
    "files", [{}, {"sources.list": UBUNTU}, {"sources.list.d/v.sources": VENDOR}]
)
def test_without_a_debian_mirror_the_ways_out_are_named(files, tmp_path):
    etc(tmp_path, files)

    with pytest.raises(console.Problem) as refusal:
        debian._mirror("", tmp_path)

    for way_out in ("ODOO_HOME", "ODOO_GIT", "DEBIAN_MIRROR"):
        assert way_out in str(refusal.value)


def test_a_mirror_that_is_asked_for_wins(tmp_path):
    assert (
        debian._mirror("http://asked.example/debian", tmp_path)[0] == "http://asked.example/debian"
    )


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("E: Failed to fetch http://x Temporary failure resolving", "a download failed"),
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("ERROR: No matching distribution found for lxml==5.2.1", "set PYTHON"),
        ("psycopg2.OperationalError: boom", "boom"),
    ],
)
def test_the_output_of_a_program_becomes_a_sentence(output, words, tmp_path):
    problem = console.problem_from_output("Fetching", output, tmp_path / "log", tmp_path)

    assert words in str(problem)
    assert "\n" not in str(problem)


def test_a_disk_that_fills_up_on_the_way_is_said_so():
    problem = console.problem_from_os_error(OSError(errno.ENOSPC, "full", "/cache"), "/")

    assert "The disk is full at /cache" in str(problem)


def test_a_folder_takes_its_name_only_when_it_is_whole(tmp_path):
    target = tmp_path / "whole"
    with pytest.raises(RuntimeError), storage.whole(target) as partial:
        (partial / "half").touch()
        raise RuntimeError
    assert not target.exists()

    with storage.whole(target) as partial:
        assert not list(partial.iterdir())
        (partial / "all").touch()
    assert (target / "all").exists()


def test_missing_packages_are_named_in_one_command_to_those_who_are_not_root(monkeypatch):
    monkeypatch.setattr(system_packages.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(system_packages, "RUNTIME", {"one": lambda: False, "two": lambda: True})
    monkeypatch.setattr(system_packages, "TESTS", {"one": lambda: False, "three": lambda: False})

    with pytest.raises(console.Problem, match="apt-get install --no-install-recommends one three$"):
        system_packages.ensure(None, dev=True)
    with pytest.raises(console.Problem, match="recommends one$"):
        system_packages.ensure(None)


def test_addons_are_layered_by_what_they_depend_on(tmp_path):
    addon(tmp_path, "brand_demo", ["brand_awards", "city_a"])
    addon(tmp_path, "city_a", ["brand_awards"])
    addon(tmp_path, "city_b", ["brand_awards", "l10n_cn"])
    addon(tmp_path, "brand_awards", ["brand_base", "account"])
    addon(tmp_path, "brand_base", ["mail"])
    addon(tmp_path, "old", [], installable=False)

    found = addons.ours(tmp_path)

    names = [[addon.name for addon in layer] for layer in addons.layers(found)]
    assert names == [["brand_base"], ["brand_awards"], ["city_a", "city_b"]]
    assert addons.foreign(found) == ["account", "l10n_cn", "mail", "portal"]


@pytest.mark.parametrize(
    ("file", "changes"),
    [
        ("models/thing.py", True),
        ("views/thing.xml", True),
        ("i18n/zh_CN.po", True),
        ("static/src/seal.png", True),
        ("tests/test_thing.py", False),
        ("static/tests/tour.js", False),
        ("readme/USAGE.md", False),
        ("models/__pycache__/thing.pyc", False),
    ],
)
def test_only_what_reaches_a_database_makes_a_new_template(file, changes, tmp_path):
    addon(tmp_path, "brand_base", [])
    before = addons.fingerprints(addons.ours(tmp_path))
    path = tmp_path / "brand_base" / file
    path.parent.mkdir(parents=True)
    path.write_text("something")

    assert (addons.fingerprints(addons.ours(tmp_path)) != before) is changes


def test_a_configuration_that_is_none_is_named(tmp_path):
    file = tmp_path / "odoo.conf"
    file.write_text("db_host = localhost\n")

    with pytest.raises(console.Problem, match="is not a configuration of Odoo"):
        odoo_config.options_of(file)
    with pytest.raises(console.Problem, match="cannot be read"):
        odoo_config.options_of(tmp_path / "absent.conf")


def test_the_words_for_pytest_are_split_as_a_shell_does():
    assert settings_module.read({"ARGS": "-k 'a or b' -x", "HOME": "/"}).args == (
        "-k",
        "a or b",
        "-x",
    )


def etc(folder, files):
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def addon(folder, name, depends, **more):
    (folder / name).mkdir()
    (folder / name / "__manifest__.py").write_text(repr({"name": name, "depends": depends, **more}))
