"""PostgreSQL with production's own configuration: roles, passwords, replica, backup over TCP.

Without Docker a script of a few lines plays the official image's entrypoint; everything else is
what the containers run. PostgreSQL refuses root, so as root the tests run it as the user nobody,
which also shows that backups need no root.
"""

import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import tempfile
import time

import pytest
from production_support import (
    PRODUCTION,
    REFUSED,
    ROOT,
    environment,
    free_port,
    program,
    strong_password,
)

USER = "nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
LIKE_THE_IMAGE = """#!/bin/bash
set -euo pipefail
if [[ ! -s $PGDATA/PG_VERSION ]]; then
    [[ -n $POSTGRES_PASSWORD ]] || exit 9
    initdb -D "$PGDATA" -U "$POSTGRES_USER" -E UTF8 --locale=C.UTF-8 -k --no-sync >/dev/null
    options="$(printf '%q ' "${@:2}") -c listen_addresses="
    pg_ctl -D "$PGDATA" -w -o "$options" -l "$PGDATA/../first.log" start
    "$INIT_SCRIPT"
    pg_ctl -D "$PGDATA" -w -m fast stop
fi
exec "$@"
"""


class Machine:
    """A folder that plays a host: a copy of our files, secrets, servers that belong to USER."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="brand-pg-"))
        self.home = self.folder / "brand"
        shutil.copytree(PRODUCTION, self.home / "config" / "production")
        shutil.copytree(
            ROOT / "scripts",
            self.home / "scripts",
            ignore=shutil.ignore_patterns("runtime", "__pycache__"),
        )
        hba = self.home / "config/production/postgres/pg_hba.conf"
        # The superuser of the image is the system's user postgres; here it is USER.
        hba.write_text(hba.read_text().replace("postgres              peer", f"{USER} peer"))
        (self.folder / "bin").mkdir()
        stand_in = self.folder / "bin" / "docker-entrypoint.sh"
        stand_in.write_text(LIKE_THE_IMAGE)
        stand_in.chmod(0o755)
        self.passwords = {name: strong_password() for name in ("odoo", "replication")}
        for name, value in self.passwords.items():
            (self.folder / name).write_text(value + "\n")
        self.port, self.replica_port = free_port(), free_port()
        self.servers = []
        self.own()

    def own(self):
        if os.geteuid() == 0:
            entry = pwd.getpwnam(USER)
            for path in [self.folder, *self.folder.rglob("*")]:
                os.chown(path, entry.pw_uid, entry.pw_gid, follow_symlinks=False)
        self.folder.chmod(0o755)

    def as_user(self):
        if os.geteuid():
            return {}
        return {"user": USER, "group": pwd.getpwnam(USER).pw_gid, "extra_groups": []}

    def environment(self, **values):
        programs = pathlib.Path(program("initdb", "postgresql")).parent
        kept = {n: v for n, v in environment().items() if not n.startswith("PG")}
        defaults = {
            "BRAND_HOME": self.home,
            "HOME": self.folder,
            "PATH": f"{self.folder}/bin:{programs}:{os.environ['PATH']}",
            "POSTGRES_USER": USER,
            "POSTGRES_PASSWORD_FILE": self.folder / "odoo",
            "POSTGRES_REPLICATION_PASSWORD_FILE": self.folder / "replication",
            "PGPORT": self.port,
        }
        return kept | {name: str(value) for name, value in (defaults | values).items()}

    def run(self, *words, **values):
        return subprocess.run(
            [str(word) for word in words],
            env=self.environment(**values),
            cwd=self.folder,
            check=False,
            capture_output=True,
            text=True,
            timeout=120,
            stdin=subprocess.DEVNULL,
            **self.as_user(),
        )

    def script(self, name):
        return self.home / "config/production/postgres" / name

    def start(self, script, port, **values):
        socket = self.folder / f"socket-{port}"
        socket.mkdir()
        self.own()
        log = (self.folder / f"{port}.log").open("wb")
        process = subprocess.Popen(
            [
                self.script(script),
                "-c",
                f"port={port}",
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                f"unix_socket_directories={socket}",
                "-c",
                "shared_buffers=32MB",
            ],
            env=self.environment(PGHOST=socket, PGPORT=port, **values),
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            **self.as_user(),
        )
        self.servers.append(process)
        deadline = time.monotonic() + 60
        while self.run(program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", port).returncode:
            running = process.poll() is None and time.monotonic() < deadline
            assert running, (self.folder / f"{port}.log").read_text()
            time.sleep(0.1)
        return process

    def ask(
        self,
        statement,
        *,
        user="odoo",
        password=None,
        port=None,
        database="postgres",
        host="127.0.0.1",
    ):
        """(worked, what psql printed)"""
        result = self.run(
            program("psql"),
            "-XAtqw",
            "-h",
            host,
            "-p",
            port or self.port,
            "-U",
            user,
            "-d",
            database,
            "-c",
            statement,
            PGPASSWORD=self.passwords["odoo"] if password is None else password,
        )
        return result.returncode == 0, (result.stdout + result.stderr).strip()

    def wait_for(self, statement, value):
        """Until the replica answers so."""
        deadline = time.monotonic() + 20
        while self.ask(statement, port=self.replica_port, database="follow") != (True, value):
            assert time.monotonic() < deadline, self.log(self.replica_port)
            time.sleep(0.1)

    def log(self, port=None):
        first = self.folder / "primary" / "first.log"
        parts = [self.folder / f"{port or self.port}.log", *([first] if first.exists() else [])]
        return "".join(part.read_text() for part in parts)

    def close(self):
        for process in reversed(self.servers):
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    process.send_signal(signal.SIGQUIT)
                    process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


@pytest.fixture(scope="module")
def machine():
    machine = Machine()
    try:
        (machine.folder / "primary").mkdir()
        machine.start(
            "entrypoint.sh",
            machine.port,
            PGDATA=machine.folder / "primary/data",
            INIT_SCRIPT=machine.script("roles.sh"),
        )
        yield machine
    finally:
        machine.close()


@pytest.fixture(scope="module")
def replica(machine):
    machine.start(
        "replica.sh",
        machine.replica_port,
        PGDATA=machine.folder / "replica/data",
        BRAND_PRIMARY_HOST="127.0.0.1",
        BRAND_PRIMARY_PORT=machine.port,
    )
    return machine


def test_odoo_may_make_databases_and_is_no_superuser(machine):
    answer = machine.ask(
        "select rolcanlogin, rolcreatedb, rolsuper, rolcreaterole, rolreplication"
        " from pg_roles where rolname = 'odoo'"
    )

    assert answer == (True, "t|t|f|f|f")


def test_password_is_needed_over_the_network_and_kept_as_scram(machine):
    for password in ("", "odoo", machine.passwords["replication"]):
        assert machine.ask("select 1", password=password)[0] is False
    assert machine.ask("select 1") == (True, "1")
    stored = machine.ask(
        "select rolpassword from pg_authid where rolname = 'odoo'",
        user=USER,
        host=machine.folder / f"socket-{machine.port}",
    )
    assert stored[1].startswith("SCRAM-SHA-256$")


def test_superuser_cannot_come_over_the_network(machine):
    for user in ("postgres", USER):
        worked, answer = machine.ask("select 1", user=user)
        assert worked is False
        assert "pg_hba.conf rejects connection" in answer


def test_configuration_is_in_force(machine):
    for name, value in {
        "max_connections": "200",
        "fsync": "on",
        "synchronous_commit": "on",
        "wal_level": "replica",
        "password_encryption": "scram-sha-256",
        "data_checksums": "on",
        "idle_in_transaction_session_timeout": "15min",
    }.items():
        assert machine.ask(f"show {name}") == (True, value), name


def test_no_password_is_in_the_log(machine):
    assert all(password not in machine.log() for password in machine.passwords.values())


def test_extensions_that_odoo_wants_need_no_superuser(machine):
    """pg_trgm is trusted where it exists; the embedded server has none to try it with."""
    worked, answer = machine.ask(
        "select trusted from pg_available_extension_versions where name = 'pg_trgm' limit 1"
    )

    assert worked and answer in ("", "t")


def test_replica_follows_and_reads_only(replica):
    assert replica.ask("create database follow template template0")[0]
    made = replica.ask("create table a (id int); insert into a values (42)", database="follow")
    assert made[0], made

    replica.wait_for("select id from a", "42")
    worked, answer = replica.ask(
        "insert into a values (43)", port=replica.replica_port, database="follow"
    )
    assert worked is False and "read-only transaction" in answer
    assert (replica.folder / "replica/data/standby.signal").exists()
    slot = replica.ask("select slot_name, active from pg_replication_slots")
    assert slot == (True, "replica1|t")
    assert replica.passwords["replication"] not in replica.log(replica.replica_port)


def test_stopped_replica_goes_on_where_it_was(replica):
    replica.servers[-1].send_signal(signal.SIGINT)
    assert replica.servers[-1].wait(30) == 0
    shutil.rmtree(replica.folder / f"socket-{replica.replica_port}")
    assert replica.ask("create table b as select 7 as id", database="follow")[0]

    replica.start(
        "replica.sh",
        replica.replica_port,
        PGDATA=replica.folder / "replica/data",
        BRAND_PRIMARY_HOST="127.0.0.1",
        BRAND_PRIMARY_PORT=replica.port,
    )

    replica.wait_for("select id from b", "7")


def test_backup_and_restore_over_the_network_with_a_password_file(machine):
    """As the backup container does it: not root, not superuser, TCP, the secret in a file."""
    files = machine.folder / "filestore"
    (files / "town" / "ab").mkdir(parents=True)
    (files / "town" / "ab" / "abcd").write_text("deed")
    machine.own()
    assert machine.ask('create database "town" template template0')[0]
    filled = machine.ask(
        "create table ir_attachment (store_fname text);"
        "insert into ir_attachment values ('ab/abcd');"
        "create table paid as select i, i * 3 as amount from generate_series(1, 1000) i",
        database="town",
    )
    assert filled[0], filled
    values = {
        "PGHOST": "127.0.0.1",
        "PGUSER": "odoo",
        "BRAND_BACKUP_DIR": machine.folder / "backups",
        "BRAND_FILESTORE": files,
    }

    saved = machine.run(machine.home / "scripts/backup.sh", "town", **values)
    assert saved.returncode == 0, saved.stderr
    restored = machine.run(machine.home / "scripts/restore.sh", "latest:town", "town_new", **values)
    assert restored.returncode == 0, restored.stderr

    assert machine.ask("select count(*), sum(amount) from paid", database="town_new") == (
        True,
        "1000|1501500",
    )
    assert (files / "town_new/ab/abcd").read_text() == "deed"
    wrong = machine.folder / "wrong"
    wrong.write_text(strong_password())
    wrong.chmod(0o644)
    refused = machine.run(
        machine.home / "scripts/backup.sh", "town", **values, POSTGRES_PASSWORD_FILE=wrong
    )
    assert refused.returncode == 1 and "password authentication failed" in refused.stderr


def test_rotated_password_replaces_the_old_one(machine):
    """roles.sh again, as the guide says; the server keeps running."""
    old, new = machine.passwords["odoo"], strong_password()
    (machine.folder / "odoo").write_text(new)
    socket = machine.folder / f"socket-{machine.port}"

    result = machine.run(machine.script("roles.sh"), PGHOST=socket)

    assert result.returncode == 0, result.stderr
    assert machine.ask("select 1", password=old)[0] is False
    assert machine.ask("select 1", password=new) == (True, "1")
    machine.passwords["odoo"] = new


def test_rotation_to_a_bad_password_is_refused(machine):
    (machine.folder / "bad").write_text("odoo")

    result = machine.run(
        machine.script("roles.sh"),
        PGHOST=machine.folder / f"socket-{machine.port}",
        POSTGRES_PASSWORD_FILE=machine.folder / "bad",
    )

    assert result.returncode == REFUSED
    assert machine.ask("select 1") == (True, "1")


def test_second_start_keeps_the_data(machine):
    machine.servers[0].send_signal(signal.SIGINT)
    assert machine.servers[0].wait(60) == 0
    shutil.rmtree(machine.folder / f"socket-{machine.port}")

    machine.start(
        "entrypoint.sh",
        machine.port,
        PGDATA=machine.folder / "primary/data",
        INIT_SCRIPT="/bin/false",
    )

    assert machine.ask("select count(*) from pg_database where datname = 'postgres'") == (True, "1")
