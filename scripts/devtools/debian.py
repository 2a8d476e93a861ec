"""Odoo 19 from the Debian package `odoo-19`, unpacked into a private folder: nothing is installed on the machine.

The package is in the suite sid only, so apt runs with a state of its own, and with the mirror and
keys of the machine's own sources.
"""

import pathlib
import re
import shutil

from . import shell
from .console import Problem, step
from .storage import need_space, whole

# The interface of Odoo needs these fonts and libraries, to which the package only links.
PACKAGES = (
    "odoo-19",
    "fonts-roboto-unhinted",
    "fonts-montserrat",
    "libjs-jquery",
    "libjs-underscore",
    "libjs-jquery-form",
    "fonts-font-awesome/bookworm",
    "fonts-inconsolata/bookworm",
)
KEYRING = pathlib.Path("/usr/share/keyrings/debian-archive-keyring.gpg")
CODENAMES = {
    "bullseye",
    "bookworm",
    "trixie",
    "forky",
    "duke",
    "sid",
    "oldstable",
    "stable",
    "testing",
    "unstable",
}
ONE_LINE = re.compile(
    r"^deb\s+(?:\[(?P<options>[^]]*)\]\s+)?(?P<uri>\S+)\s+(?P<suite>\S+)\s+(?P<components>.+)$"
)
ELSEWHERE = (
    "Set ODOO_HOME to an Odoo 19 that you have (a source checkout, or a dist-packages folder), "
    "or ODOO_GIT to the address of its git repository (ODOO_BRANCH, if it is not 19.0)."
)
APT_CONFIG = """\
Dir::Etc::sourcelist "/dev/null"; Dir::Etc::sourceparts "{apt}/sources";
Dir::State "{apt}"; Dir::State::lists "{apt}/lists"; Dir::State::status "{apt}/status"; Dir::Cache "{apt}/cache";
APT::Sandbox::User "root"; APT::Update::Post-Invoke {{}}; Acquire::Languages "none"; Acquire::Retries "3";
"""


def odoo(settings):
    """The dist-packages folder of Odoo 19, fetched on first use."""
    root = settings.cache / "odoo-19.0"
    packages = root / "usr/lib/python3/dist-packages"
    if not packages.is_dir():
        need_space(settings.cache, 2500)
        _fetch(settings, "Odoo 19 (130 MB)", PACKAGES, root, _complete)
    return packages


def nginx(settings):
    """The folder of a private nginx for the tests of the production configuration; no service is installed."""
    root = settings.cache / "nginx"
    if not root.is_dir():
        _fetch(settings, "nginx, for tests", ("nginx/bookworm",), root)
    return root / "usr/sbin"


def _fetch(settings, what, packages, root, complete=None):
    """Download packages and unpack them, without installing them, into the folder `root`."""
    for program in ("apt-get", "dpkg"):
        if not shutil.which(program):
            raise Problem(
                f"{what} is fetched as a Debian package, and this machine has no {program}. {ELSEWHERE}"
            )
    apt, debs = settings.cache / "apt", settings.cache / f"debs-{root.name}"
    env = {"APT_CONFIG": _private_apt(apt, *_mirror(settings.debian_mirror))}
    with step(f"{what}: list of packages"):
        command = ["apt-get", "-q", "--error-on=any", "update"]
        shell.run(command, "Reading Debian's list of packages", settings.log, env=env, where=apt)
    debs.mkdir(exist_ok=True)
    with step(f"{what}: download"):
        _download(packages, debs, env, settings.log)
    with step(f"{what}: unpack"), whole(root) as partial:
        for deb in sorted(debs.glob("*.deb")):
            shell.run(
                ["dpkg", "-x", deb, partial], f"Unpacking {what}", settings.log, where=partial
            )
        if complete:
            complete(partial)
    shutil.rmtree(debs)
    shutil.rmtree(apt)


def _download(packages, debs, env, log):
    command = ["apt-get", "-q", "download", *packages]
    try:
        shell.run(command, f"Fetching {packages[0]}", log, env=env, where=debs, cwd=debs)
    except Problem as problem:
        if "Unable to locate package odoo-19" in str(problem):
            raise Problem(
                f"Debian's suite sid no longer has the package odoo-19. {ELSEWHERE}"
            ) from problem
        raise


def _complete(root):
    """Every page of the back office asks for this file, which Debian does not ship; browser tests
    fail without it."""
    lib = root / "usr/lib/python3/dist-packages/odoo/addons/mail/static/lib"
    file = lib / "selfie_segmentation/selfie_segmentation.js"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("/* not shipped by Debian */\n")


def _private_apt(apt, mirror, key):
    for folder in ("sources", "lists/partial", "cache/archives/partial"):
        (apt / folder).mkdir(parents=True, exist_ok=True)
    (apt / "status").touch()
    signed = f"Signed-By: {key}\n" if key else ""
    (apt / "sources/debian.sources").write_text(
        f"Types: deb\nURIs: {mirror}\nSuites: sid bookworm\nComponents: main\n{signed}"
    )
    config = apt / "apt.conf"
    config.write_text(APT_CONFIG.format(apt=apt))
    return config


def _mirror(wanted, etc=pathlib.Path("/etc/apt")):
    """(address, keyring) of a Debian mirror: the one asked for, else the best of the machine's own sources."""
    default_key = str(KEYRING) if KEYRING.exists() else ""
    if wanted:
        return wanted, default_key
    found = sorted((source for source in _sources(etc) if _is_debian(source)), key=_rank)
    if not found:
        raise Problem(
            f"This machine's apt sources name no Debian mirror. {ELSEWHERE} "
            "Or set DEBIAN_MIRROR to the address of a mirror."
        )
    return found[0]["uri"], found[0]["key"] or default_key


def _is_debian(source):
    suite = source["suite"].removesuffix("-updates")
    foreign_key = source["key"] and "debian-archive" not in source["key"]
    return (
        suite in CODENAMES
        and "main" in source["components"]
        and "cdrom:" not in source["uri"]
        and not foreign_key
    )


def _rank(source):
    return not source["key"], not source["uri"].rstrip("/").endswith("/debian")


def _sources(etc):
    """The entries of /etc/apt, in the newer and the older format."""
    for file in sorted(etc.glob("sources.list.d/*.sources")):
        for stanza in re.split(r"\n\s*\n", file.read_text()):
            yield from _stanza(stanza)
    for file in [etc / "sources.list", *sorted(etc.glob("sources.list.d/*.list"))]:
        for line in file.read_text().splitlines() if file.exists() else []:
            if match := ONE_LINE.match(line.strip()):
                key = re.search(r"signed-by=(\S+)", match["options"] or "")
                yield {
                    **match.groupdict(),
                    "components": match["components"].split(),
                    "key": key[1] if key else "",
                }


def _stanza(text):
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    fields = {
        name.strip().lower(): value.strip()
        for name, _, value in (line.partition(":") for line in lines)
        if value
    }
    if "deb" not in fields.get("types", "").split() or fields.get("enabled", "yes").lower() == "no":
        return
    for uri in fields.get("uris", "").split():
        for suite in fields.get("suites", "").split():
            key = fields.get("signed-by", "")
            yield {
                "uri": uri,
                "suite": suite,
                "components": fields.get("components", "").split(),
                "key": key,
            }
