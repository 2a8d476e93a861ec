"""What several tests of production start: a small Odoo made by production's own `setup`, a database
with its backup, an nginx in front of two servers that play Odoo."""

import dataclasses
import os
import pathlib
import re
import sys

import pytest
from backup_support import City
from nginx_support import Site, certificate, playing_odoo
from production_support import (
    ENTRYPOINT,
    PRODUCTION,
    ROOT,
    drop,
    environment,
    program,
    run,
    strong_password,
)

import odoo.tools


@dataclasses.dataclass
class SmallOdoo:
    """One database with `portal` installed, its folder and the passwords it was made with."""

    database: str
    folder: pathlib.Path
    login_password: str
    conf: pathlib.Path
    secrets: dict

    @property
    def filestore(self):
        return self.folder / "data" / "filestore"

    def environment(self, **values):
        """What docker-compose.yml gives the entrypoint, on this machine."""
        defaults = {
            "BRAND_HOME": ROOT,
            "BRAND_ALLOW_ROOT": 1,
            "BRAND_RUN": self.folder / "run",
            "BRAND_PYTHON": sys.executable,
            "BRAND_ODOO_CONF": self.conf,
            "BRAND_DATABASE": self.database,
            "BRAND_DOMAIN": "brand.example.cn",
            "BRAND_MODULES": "portal",
            "BRAND_LANGUAGE": "en_US",
            "ODOO_BIN": self.folder / "odoo",
            "PYTHONDONTWRITEBYTECODE": 1,
            **self.secrets,
        }
        return environment(**(defaults | values))

    def job(self, *words, **values):
        return run(ENTRYPOINT, *words, env=self.environment(**values), timeout=600)


def local_configuration(folder):
    """Production's odoo.conf with the folders of this machine."""
    text = (PRODUCTION / "odoo" / "odoo.conf").read_text()
    paths = odoo.tools.config["addons_path"]
    text = re.sub(
        r"^addons_path = .*$", f"addons_path = {','.join(paths)}", text, flags=re.MULTILINE
    )
    text = re.sub(r"^data_dir = .*$", f"data_dir = {folder / 'data'}", text, flags=re.MULTILINE)
    text = re.sub(r"^http_interface = .*$", "http_interface = 127.0.0.1", text, flags=re.MULTILINE)
    text += f"\npg_path = {pathlib.Path(program('pg_dump')).parent}\n"
    (folder / "odoo.conf").write_text(text)
    # The command of the image, /usr/bin/odoo; Odoo starts it again for the websocket process.
    (folder / "odoo").write_text(f"#!{sys.executable}\nimport odoo.cli\nodoo.cli.main()\n")
    (folder / "odoo").chmod(0o755)
    return folder / "odoo.conf"


@pytest.fixture(scope="session")
def small_odoo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("odoo")
    small = SmallOdoo(
        database=f"production_{os.getpid()}",
        folder=folder,
        login_password=strong_password(),
        conf=local_configuration(folder),
        secrets={
            "POSTGRES_PASSWORD": os.environ.get("PGPASSWORD") or strong_password(),
            "ODOO_ADMIN_PASSWORD": strong_password(),
        },
    )
    try:
        made = small.job("setup", BRAND_ADMIN_LOGIN_PASSWORD=small.login_password)
        assert made.returncode == 0, made.stderr
        yield small
    finally:
        drop(small.database)


@pytest.fixture
def city(tmp_path):
    city = City(tmp_path)
    yield city
    city.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """A city with one backup, for tests that only read them."""
    city = City(tmp_path_factory.mktemp("shared"))
    city.made()
    yield city
    city.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nginx")
    (folder / "acme/.well-known/acme-challenge").mkdir(parents=True)
    (folder / "acme/.well-known/acme-challenge/token").write_text("proof")
    certificate(folder)
    with playing_odoo(b"http") as odoo, playing_odoo(b"gevent") as websocket:
        running = Site(folder, odoo, websocket)
        running.start()
        try:
            yield running
        finally:
            running.stop()
