"""Where things are and what the user asked for: the environment, read once."""

import dataclasses
import hashlib
import os
import pathlib
import secrets
import shlex

from .console import Problem

CHECKOUT = pathlib.Path(__file__).resolve().parents[2]
PRODUCT = "municipal-brand"
DEMO_ADDON = "brand_demo"
SOCKET_LIMIT = 107 - len("/.s.PGSQL.5432")  # bytes that Linux allows to the path of a unix socket


@dataclasses.dataclass(frozen=True)
class Settings:
    checkout: pathlib.Path
    cache: pathlib.Path
    local: pathlib.Path
    addons: pathlib.Path
    port: int
    odoo_home: str
    odoo_git: str
    odoo_branch: str
    debian_mirror: str
    python: str
    args: tuple
    keep: bool

    @property
    def log(self):
        return self.local / "log" / "setup.log"

    @property
    def key(self):
        """Names this checkout among others of the same machine."""
        return hashlib.sha256(str(self.checkout).encode()).hexdigest()[:8]

    def identity(self):
        """Names this checkout's .local folder: a new clone at the same place is another one."""
        file = self.local / "id"
        if not file.exists():
            self.local.mkdir(parents=True, exist_ok=True)
            file.write_text(secrets.token_hex(8))
        return file.read_text()


def read(environ=None):
    env = os.environ if environ is None else environ
    home = env.get("XDG_CACHE_HOME") or os.path.join(env.get("HOME") or "~", ".cache")
    return Settings(
        checkout=CHECKOUT,
        cache=pathlib.Path(home).expanduser().absolute() / PRODUCT,
        local=CHECKOUT / ".local",
        addons=CHECKOUT / "addons",
        port=_port(env.get("PORT") or "8069"),
        odoo_home=env.get("ODOO_HOME", ""),
        odoo_git=env.get("ODOO_GIT", ""),
        odoo_branch=env.get("ODOO_BRANCH") or "19.0",
        debian_mirror=env.get("DEBIAN_MIRROR", ""),
        python=env.get("PYTHON") or "python3",
        args=tuple(shlex.split(env.get("ARGS", ""))),
        keep=env.get("KEEP", "") not in ("", "0"),
    )


def _port(text):
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Problem(
            f"PORT={text} is not a port: give a number from 1 to 65535, such as PORT=8070."
        )
    return int(text)
