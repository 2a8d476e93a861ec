"""What tests need of a running `make test`: its databases, and an Odoo of their own on a copy of one."""

import contextlib
import dataclasses
import os
import pathlib
import xmlrpc.client

from . import odoo_config, odoo_server, settings
from .databases import Databases
from .odoo_source import Odoo
from .postgres import VARIABLES, Server


@dataclasses.dataclass(frozen=True)
class LiveServer:
    """A running Odoo. `config` names its configuration file, for further programs on the same database."""

    url: str
    db: str
    port: int
    config: pathlib.Path
    login: str = "admin"
    password: str = "admin"

    def call(self, model, method, *args, login=None, password=None, **kwargs):
        """Call a model's method by RPC, as a client outside would; the administrator unless a `login` is given."""
        login, password = login or self.login, password or login or self.password
        uid = xmlrpc.client.ServerProxy(f"{self.url}/xmlrpc/2/common").authenticate(
            self.db, login, password, {}
        )
        if not uid:
            raise PermissionError(f"{login} may not log in to {self.db}")
        proxy = xmlrpc.client.ServerProxy(f"{self.url}/xmlrpc/2/object", allow_none=True)
        return proxy.execute_kw(self.db, uid, password, model, method, args, kwargs)

    def sign_in(self, page, login=None, password=None):
        """Log a Playwright page in; a login's password is the login itself unless given."""
        page.goto(f"{self.url}/web/login")
        page.fill("input[name=login]", login or self.login)
        page.fill("input[name=password]", password or login or self.password)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(lambda url: "/web/login" not in url)
        return page


def databases():
    """The databases of the `make test` that this process is part of."""
    environ = os.environ
    if "BRAND_CONFIG" not in environ:
        raise RuntimeError("This needs the database and the environment that `make test` prepares.")
    own, path = settings.read(), pathlib.Path(environ["BRAND_ODOO"])
    connection = {name: environ[name] for name in VARIABLES.values() if name in environ}
    written = odoo_config.options_of(environ["BRAND_CONFIG"])
    options = {option: value for option, value in written.items() if option in VARIABLES}
    server = Server(
        pathlib.Path(environ["BRAND_PROGRAMS"]),
        connection,
        options,
        environ["BRAND_PREFIX"],
        own.log,
    )
    odoo = Odoo(
        path,
        tuple(map(pathlib.Path, environ["BRAND_ODOO_ADDONS"].split(os.pathsep))),
        environ["BRAND_ODOO_VERSION"],
    )
    return Databases(
        own,
        environ["BRAND_PURPOSE"],
        odoo,
        server,
        pathlib.Path(environ["BRAND_PYTHON"]),
    )


@contextlib.contextmanager
def served(what, **options):
    """A LiveServer on a copy of the `template` (our addons, no data) or the `demo` (a city's year).

    Nothing remains of it.
    """
    where = databases()
    database, port = where.copy(what), odoo_server.free_port()
    try:
        with odoo_server.running(where, database, port, **{"max_cron_threads": 0, **options}):
            yield LiveServer(
                f"http://127.0.0.1:{port}",
                database,
                port,
                where.settings.local / where.purpose / f"{database}.conf",
            )
    finally:
        where.drop(database)
