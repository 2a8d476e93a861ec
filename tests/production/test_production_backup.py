"""backup.sh and restore.sh for real: data and files come back as they were, or not at all."""

import contextlib
import fcntl
import hashlib
import os
import pathlib
import re
import shutil
import signal
import subprocess
import time
import uuid

import pytest
from production_support import (
    PRODUCTION,
    REFUSED,
    ROOT,
    databases_like,
    drop,
    environment,
    program,
    run,
    sql,
    strong_password,
)

BACKUP = ROOT / "scripts" / "backup.sh"
RESTORE = ROOT / "scripts" / "restore.sh"
DAILY = PRODUCTION / "backup" / "daily.sh"


def tree(folder):
    """{path: digest} of all files below."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "checklist" not in path.parts
    }


def contents(database, table="award"):
    return sql(
        database,
        f"select count(*) || ' ' || md5(string_agg(t::text, ';' order by t::text)) from {table} t",
    )


class City:
    """A small database with attachments, as Odoo keeps them, and folders of its own."""

    def __init__(self, folder):
        self.name = f"bk_{uuid.uuid4().hex[:10]}"
        self.folder, self.filestore, self.backups = folder, folder / "filestore", folder / "backups"
        run(program("createdb"), "-T", "template0", "-E", "UTF8", "--lc-collate=C", self.name)
        sql(
            self.name,
            """create table award (id serial primary key, name text not null, amount numeric);
               create table ir_attachment (id serial primary key, store_fname varchar);
               insert into award (name, amount)
                 select '品牌' || i, i * 1.1 from generate_series(1, 5000) i;
               create index award_name on award (name);""",
        )
        self.attach(*(f"文件 {n}".encode() * 50 for n in range(40)))
        (self.filestore / self.name / "checklist/ab").mkdir(parents=True)
        (self.filestore / self.name / "checklist/ab/gone").write_text("")

    def attach(self, *files):
        for data in files:
            digest = hashlib.sha1(data).hexdigest()
            path = self.filestore / self.name / digest[:2] / digest
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            sql(
                self.name,
                f"insert into ir_attachment (store_fname) values ('{digest[:2]}/{digest}')",
            )

    def backup(self, *words, env=None, **values):
        env = env or environment(**values)
        return run(
            BACKUP, "--dir", self.backups, "--filestore", self.filestore, *words, self.name, env=env
        )

    def made(self):
        result = self.backup()
        assert result.returncode == 0, result.stderr
        return max(self.whole())

    def whole(self):
        folder = self.backups / self.name
        return [p for p in folder.iterdir() if re.fullmatch(r"\d{4}-\d\d-\d\dT\d{6}Z", p.name)]

    def restore(self, *words, **values):
        env = environment(BRAND_BACKUP_DIR=self.backups, **values)
        return run(RESTORE, "--filestore", self.filestore, *words, env=env)

    def leftovers(self):
        """Whatever a failed restore might have left."""
        files = {p.name for p in self.filestore.iterdir()} - {self.name, f"{self.name}_new"}
        return set(databases_like(f"{self.name}%--")) | files

    def close(self):
        drop(*databases_like(self.name))


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


# --- there and back ------------------------------------------------------------------------------


def test_database_and_files_come_back_as_they_were(city):
    rows, files = contents(city.name), tree(city.filestore / city.name)
    backup = city.made()
    sql(
        city.name,
        "delete from award where id % 2 = 0; update award set amount = 0; drop index award_name",
    )
    shutil.rmtree(city.filestore / city.name)

    result = city.restore(backup, f"{city.name}_new")

    assert result.returncode == 0, result.stderr
    assert contents(f"{city.name}_new") == rows != contents(city.name)
    assert tree(city.filestore / f"{city.name}_new") == files
    assert sql(f"{city.name}_new", "select to_regclass('award_name')") == "award_name"
    assert sql(f"{city.name}_new", "insert into award (name) values ('x') returning id") == "5001"
    collate = "select datcollate from pg_database where datname = current_database()"
    assert sql(f"{city.name}_new", collate) == "C"
    assert city.leftovers() == set()


def test_backup_says_what_it_is(shared):
    (backup,) = shared.whole()
    manifest = dict(
        line.split("=", 1) for line in (backup / "manifest.txt").read_text().split("\n") if line
    )

    assert sorted(p.name for p in backup.iterdir()) == [
        "SHA256SUMS",
        "database.dump",
        "filestore.tar.gz",
        "manifest.txt",
    ]
    assert manifest["database"] == shared.name and manifest["format"] == "1"
    assert (manifest["tables"], manifest["filestore_files"], manifest["missing_files"]) == (
        "2",
        "40",
        "0",
    )
    for line in (backup / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split()
        assert hashlib.sha256((backup / name).read_bytes()).hexdigest() == digest
    # Nobody else on the machine can read the books.
    assert backup.stat().st_mode & 0o777 == 0o700
    assert all(p.stat().st_mode & 0o077 == 0 for p in backup.iterdir())


def test_verify_reads_and_changes_nothing(shared):
    before = databases_like(shared.name)

    result = shared.restore("--verify", f"latest:{shared.name}")

    assert result.returncode == 0, result.stderr
    assert "is whole" in result.stdout
    assert databases_like(shared.name) == before


def test_what_happens_during_the_dump_is_not_in_it(city, tmp_path):
    """Rows and the list of files come from one snapshot, taken before pg_dump starts."""
    real = program("pg_dump")
    stub = tmp_path / "bin" / "pg_dump"
    stub.parent.mkdir()
    stub.write_text(
        f"""#!/bin/sh
        case "$*" in
        *--version*) ;;
        *) psql -Xqd {city.name} -c "insert into award (name) values ('late')" ;;
        esac
        exec {real} "$@"
        """
    )
    stub.chmod(0o755)
    rows = contents(city.name)

    assert city.backup(PATH=f"{stub.parent}:{os.environ['PATH']}").returncode == 0
    assert contents(city.name) != rows
    assert city.restore(city.whole()[0], f"{city.name}_new").returncode == 0

    assert contents(f"{city.name}_new") == rows


def test_missing_file_is_reported_and_the_rest_is_saved(city):
    gone = sql(city.name, "select store_fname from ir_attachment order by id limit 1")
    (city.filestore / city.name / gone).unlink()

    result = city.backup()

    assert result.returncode == 3
    assert "WARNING: 1 files that the database names are not in the filestore" in result.stderr
    (backup,) = city.whole()
    assert "missing_files=1" in (backup / "manifest.txt").read_text()
    assert (backup / "missing-files.txt").read_text().strip() == gone
    assert city.restore(backup, f"{city.name}_new").returncode == 0


def test_database_without_files_can_be_saved(city):
    sql(city.name, "delete from ir_attachment")
    shutil.rmtree(city.filestore / city.name)

    backup = city.made()

    assert city.restore(backup, f"{city.name}_new").returncode == 0
    assert tree(city.filestore / f"{city.name}_new") == {}


# --- backups that must not be made, or not be kept -----------------------------------------------


def test_backup_over_the_network_needs_a_good_password(shared):
    for values, reason in [
        ({}, "POSTGRES_PASSWORD is missing or empty"),
        ({"POSTGRES_PASSWORD": ""}, "POSTGRES_PASSWORD is missing or empty"),
        ({"POSTGRES_PASSWORD": "odoo"}, "POSTGRES_PASSWORD is shorter than"),
        ({"POSTGRES_PASSWORD_FILE": "/dev/null/x"}, "which does not exist"),
    ]:
        for script in (
            [BACKUP, "--dir", shared.backups, "db"],
            [RESTORE, f"latest:{shared.name}", "db_new"],
        ):
            env = environment(PGHOST="127.0.0.1", BRAND_BACKUP_DIR=shared.backups, **values)
            env.pop("PGPASSWORD", None)

            result = run(*script, env=env)

            assert (result.returncode, reason in result.stderr) == (REFUSED, True), result.stderr


def test_an_empty_password_is_refused_on_a_socket_too(shared):
    result = shared.backup(POSTGRES_PASSWORD="")

    assert result.returncode == REFUSED
    assert "POSTGRES_PASSWORD is missing or empty" in result.stderr


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--keep-days", "-1"], "must be a whole number"),
        (["--keep-days", "many"], "must be a whole number"),
        (["--compress"], "unknown option --compress"),
        (["other"], "name one database only"),
    ],
)
def test_backup_refuses_words_it_does_not_know(shared, words, reason):
    result = shared.backup(*words)

    assert result.returncode == REFUSED
    assert reason in result.stderr


def test_backup_of_a_database_that_does_not_exist_leaves_nothing(city):
    real = city.name
    city.name = f"{real}_none"

    result = city.backup()

    assert result.returncode == 1
    assert f"cannot open the database {real}_none" in result.stderr
    assert city.whole() == [] and list((city.backups / city.name).glob(".partial*")) == []
    city.name = real


def test_old_pg_dump_is_refused(city, tmp_path):
    stub = tmp_path / "bin" / "pg_dump"
    stub.parent.mkdir()
    stub.write_text('#!/bin/sh\necho "pg_dump (PostgreSQL) 12.4 (Debian)"\n')
    stub.chmod(0o755)

    result = city.backup(PATH=f"{stub.parent}:{os.environ['PATH']}")

    assert result.returncode == 1
    assert "pg_dump 12.4 is older than the server" in result.stderr
    assert city.whole() == []


def slow_pg_dump(folder):
    """An environment whose pg_dump never ends."""
    stub = folder / "slow" / "pg_dump"
    stub.parent.mkdir()
    stub.write_text(
        f"""#!/bin/sh
        case "$*" in *--version*) exec {program("pg_dump")} --version ;; esac
        exec sleep 120
        """
    )
    stub.chmod(0o755)
    return environment(PATH=f"{stub.parent}:{os.environ['PATH']}")


@contextlib.contextmanager
def running_backup(city, folder):
    """A backup in the middle of its dump."""
    process = subprocess.Popen(
        [BACKUP, "--dir", city.backups, "--filestore", city.filestore, city.name],
        env=slow_pg_dump(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + 20
        while not list((city.backups / city.name).glob(".partial-*/needed")):
            assert time.monotonic() < deadline and process.poll() is None
            time.sleep(0.05)
        time.sleep(0.5)
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def until_unlocked(city):
    """The lock belongs to the children too, who end a moment after the script."""
    with (city.backups / city.name / ".lock").open("r+") as lock:
        deadline = time.monotonic() + 30
        while True:
            try:
                return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                assert time.monotonic() < deadline
                time.sleep(0.1)


def test_stopped_backup_leaves_nothing_behind(city, tmp_path):
    with running_backup(city, tmp_path) as process:
        os.killpg(process.pid, signal.SIGTERM)
        assert process.wait(20) != 0

    assert city.whole() == []
    assert list((city.backups / city.name).glob(".partial*")) == []


def test_killed_backup_is_never_taken_for_one_and_is_cleared_away(city, tmp_path):
    with running_backup(city, tmp_path) as process:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    until_unlocked(city)
    assert city.whole() == [] and len(list((city.backups / city.name).glob(".partial*"))) == 1

    city.made()

    assert len(city.whole()) == 1
    assert list((city.backups / city.name).glob(".partial*")) == []


def test_second_backup_at_the_same_time_is_refused(city, tmp_path):
    with running_backup(city, tmp_path):
        result = city.backup()

    assert result.returncode == 1
    assert "another backup" in result.stderr


def test_old_backups_go_and_everything_else_stays(city):
    folder = city.backups / city.name
    now = time.time()
    ages = {
        days: time.strftime("%Y-%m-%dT%H%M%SZ", time.gmtime(now - days * 86400))
        for days in (1, 9, 11, 400)
    }
    for name in [*ages.values(), "2020-01-01", "before-the-migration", "2020-01-01T000000Z.keep"]:
        (folder / name).mkdir(parents=True)

    result = city.backup("--keep-days", "10")

    assert result.returncode == 0, result.stderr
    left = {p.name for p in folder.iterdir() if p.is_dir()}
    assert left - {p.name for p in city.whole()} == {
        "2020-01-01",
        "before-the-migration",
        "2020-01-01T000000Z.keep",
    }
    assert {ages[1], ages[9]} < left and not {ages[11], ages[400]} & left
    assert f"deleted {ages[400]}" in result.stdout


def test_zero_days_keeps_everything(city):
    (city.backups / city.name / "2001-01-01T000000Z").mkdir(parents=True)

    assert city.backup("--keep-days", "0").returncode == 0

    assert len(city.whole()) == 2


# --- restores that must not be made --------------------------------------------------------------


def copy_of_backup(city, folder):
    (backup,) = city.whole()
    return pathlib.Path(shutil.copytree(backup, folder / backup.name))


def damage(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)


@pytest.mark.parametrize(
    "name", ["database.dump", "filestore.tar.gz", "manifest.txt", "SHA256SUMS"]
)
def test_damaged_backup_is_refused_before_anything_is_made(shared, tmp_path, name):
    backup = copy_of_backup(shared, tmp_path)
    damage(backup / name)

    result = shared.restore(backup, f"{shared.name}_new")

    assert result.returncode == REFUSED
    assert "damaged" in result.stderr or "SHA256SUMS does not list" in result.stderr
    if name != "SHA256SUMS":
        assert name in result.stderr
    assert databases_like(f"{shared.name}_new") == []


@pytest.mark.parametrize(
    "name", ["database.dump", "filestore.tar.gz", "manifest.txt", "SHA256SUMS"]
)
def test_incomplete_backup_is_refused(shared, tmp_path, name):
    backup = copy_of_backup(shared, tmp_path)
    (backup / name).unlink()

    result = shared.restore(backup, f"{shared.name}_new")

    assert result.returncode == REFUSED
    assert f"has no {name}: it is not a whole backup" in result.stderr


def cut_short(backup, name, keep):
    """A file that lost its end before its checksum was taken."""
    path = backup / name
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * keep)])
    lines = [
        f"{hashlib.sha256((backup / n).read_bytes()).hexdigest()}  {n}\n"
        for n in ("database.dump", "filestore.tar.gz", "manifest.txt")
    ]
    (backup / "SHA256SUMS").write_text("".join(lines))


@pytest.mark.parametrize(
    ("name", "keep"), [("database.dump", 0.7), ("database.dump", 0.1), ("filestore.tar.gz", 0.5)]
)
@pytest.mark.parametrize("force", [[], ["--force"]], ids=["new", "over-existing"])
def test_restore_that_fails_midway_changes_nothing(city, tmp_path, name, keep, force):
    city.made()
    backup = copy_of_backup(city, tmp_path)
    cut_short(backup, name, keep)
    rows, files = contents(city.name), tree(city.filestore / city.name)

    result = city.restore(*force, backup, city.name if force else f"{city.name}_new")

    assert result.returncode == 1
    assert "nothing was changed" in result.stderr
    assert contents(city.name) == rows and tree(city.filestore / city.name) == files
    assert databases_like(f"{city.name}") == [city.name]
    assert city.leftovers() == set()


def test_existing_database_is_never_overwritten_without_force(shared):
    rows = contents(shared.name)

    result = shared.restore(f"latest:{shared.name}", shared.name)

    assert result.returncode == REFUSED
    assert f"the database {shared.name} exists already" in result.stderr
    assert contents(shared.name) == rows


def test_existing_filestore_is_never_overwritten_without_force(shared):
    folder = shared.filestore / f"{shared.name}_new"
    folder.mkdir()
    try:
        result = shared.restore(f"latest:{shared.name}", f"{shared.name}_new")
    finally:
        folder.rmdir()

    assert result.returncode == REFUSED
    assert "a filestore" in result.stderr and "exists already" in result.stderr


def test_force_replaces_a_database_that_is_in_use(city):
    rows, files = contents(city.name), tree(city.filestore / city.name)
    backup = city.made()
    sql(city.name, "truncate award")
    city.attach(b"later")
    user = subprocess.Popen(
        [program("psql"), "-Xqd", city.name],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        result = city.restore("--force", backup, city.name)
    finally:
        user.communicate(b"select 1;\n")

    assert result.returncode == 0, result.stderr
    assert contents(city.name) == rows
    assert tree(city.filestore / city.name) == files
    assert databases_like(city.name) == [city.name] and city.leftovers() == set()


@pytest.mark.parametrize("name", ["", "a b", 'x"; drop database y', "--", "x" * 60])
def test_name_that_is_no_database_is_refused(shared, name):
    result = shared.restore(f"latest:{shared.name}", name)

    assert result.returncode == REFUSED


def test_no_backup_at_all_is_said(shared):
    result = shared.restore("latest:atlantis", "new")

    assert result.returncode == REFUSED
    assert "there is no backup in" in result.stderr


def test_neutralize_that_fails_leaves_no_copy(shared):
    """A copy that would send mail must not exist."""
    result = shared.restore(
        "--neutralize", f"latest:{shared.name}", f"{shared.name}_new", ODOO_BIN="false"
    )

    assert result.returncode == 1
    assert "odoo neutralize failed" in result.stderr
    assert databases_like(f"{shared.name}_new") == [] and shared.leftovers() == set()


# --- the daily service ---------------------------------------------------------------------------


@contextlib.contextmanager
def daily(folder, script, **values):
    (folder / "backup.sh").write_text(f"#!/bin/bash\necho run >>{folder}/runs\n{script}\n")
    (folder / "backup.sh").chmod(0o755)
    process = subprocess.Popen(
        [DAILY, "brand"],
        env=environment(
            BRAND_BACKUP_SCRIPT=folder / "backup.sh", BRAND_BACKUP_DIR=folder, **values
        ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=(folder / "log").open("wb"),
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def runs(folder, wanted, seconds=10):
    deadline = time.monotonic() + seconds
    count = 0
    while count < wanted and time.monotonic() < deadline:
        time.sleep(0.05)
        with contextlib.suppress(FileNotFoundError):
            count = len((folder / "runs").read_text().split())
    return count


def healthy(folder, **values):
    return run(
        DAILY, "--healthy", "brand", env=environment(BRAND_BACKUP_DIR=folder, **values)
    ).returncode


def backup_aged(folder, hours):
    name = time.strftime("%Y-%m-%dT%H%M%SZ", time.gmtime(time.time() - hours * 3600))
    (folder / "brand" / name).mkdir(parents=True)


def test_first_backup_is_made_at_once_and_a_stop_is_quick(tmp_path):
    with daily(tmp_path, "exit 0") as process:
        assert runs(tmp_path, 1) == 1
        time.sleep(0.3)
        started = time.monotonic()
        process.terminate()
        process.wait(10)

    assert time.monotonic() - started < 9
    assert runs(tmp_path, 2, seconds=0.2) == 1


def test_with_a_backup_at_hand_it_waits_for_its_hour(tmp_path):
    backup_aged(tmp_path, 3)
    far = time.strftime("%H:%M", time.localtime(time.time() + 6 * 3600))
    with daily(tmp_path, "exit 0", BRAND_BACKUP_AT=far):
        assert runs(tmp_path, 1, seconds=1) == 0


def test_failed_backup_is_tried_again(tmp_path):
    with daily(tmp_path, "exit 1", BRAND_BACKUP_RETRY="0.2"):
        assert runs(tmp_path, 3) >= 3
    assert "failed with status 1, next try in" in (tmp_path / "log").read_text()


def test_backup_with_missing_files_is_not_tried_again(tmp_path):
    with daily(tmp_path, "exit 3", BRAND_BACKUP_RETRY="0.2"):
        assert runs(tmp_path, 2, seconds=1.5) == 1


def test_health_is_the_age_of_the_newest_backup(tmp_path):
    assert healthy(tmp_path) == 1
    backup_aged(tmp_path, 30)
    assert healthy(tmp_path) == 1
    backup_aged(tmp_path, 5)
    assert healthy(tmp_path) == 0
    assert healthy(tmp_path, BRAND_BACKUP_MAX_AGE_HOURS=4) == 1


@pytest.mark.parametrize("at", ["25:00", "2:30", "noon", ""])
def test_hour_that_is_none_is_refused(tmp_path, at):
    backup_aged(tmp_path, 1)
    with daily(tmp_path, "exit 0", BRAND_BACKUP_AT=at or "x") as process:
        assert process.wait(10) == REFUSED
    assert "BRAND_BACKUP_AT must be HH:MM" in (tmp_path / "log").read_text()


# --- with Odoo -----------------------------------------------------------------------------------


def test_odoo_is_saved_changed_and_brought_back_neutralised(small_odoo, tmp_path):
    """Through the entrypoint, as `docker compose run` does."""
    name, copy = small_odoo.database, f"{small_odoo.database}_copy"
    folders = {"BRAND_BACKUP_DIR": tmp_path, "BRAND_FILESTORE": small_odoo.filestore}
    users = "select string_agg(login, ',' order by id) from res_users"
    attachments = "select count(*) from ir_attachment where store_fname is not null"
    before = (sql(name, users), sql(name, attachments), tree(small_odoo.filestore / name))
    assert int(before[1]) > 10

    saved = small_odoo.job("backup", **folders)
    assert saved.returncode == 0, saved.stderr
    sql(name, "update ir_config_parameter set value = 'changed' where key = 'web.base.url.freeze'")
    try:
        restored = small_odoo.job("restore", "--neutralize", f"latest:{name}", copy, **folders)
        assert restored.returncode == 0, restored.stderr

        assert (
            sql(copy, users),
            sql(copy, attachments),
            tree(small_odoo.filestore / copy),
        ) == before
        assert (
            sql(copy, "select value from ir_config_parameter where key = 'web.base.url.freeze'")
            == "True"
        )
        # Harmless, and another database than the original.
        assert (
            sql(copy, "select value from ir_config_parameter where key = 'database.is_neutralized'")
            == "true"
        )
        active = "select count(*) from ir_cron where active"
        assert int(sql(copy, active)) < int(sql(name, active))
        uuid_of = "select value from ir_config_parameter where key = 'database.uuid'"
        assert sql(copy, uuid_of) != sql(name, uuid_of)
        # Odoo takes it.
        check = small_odoo.job("check", BRAND_DATABASE=copy)
        assert check.returncode == 0, check.stderr
    finally:
        sql(name, "update ir_config_parameter set value = 'True' where key = 'web.base.url.freeze'")
        drop(copy)


def test_odoo_restored_over_itself_is_served_again(small_odoo, tmp_path):
    name = small_odoo.database
    folders = {"BRAND_BACKUP_DIR": tmp_path, "BRAND_FILESTORE": small_odoo.filestore}
    files = tree(small_odoo.filestore / name)
    assert small_odoo.job("backup", **folders).returncode == 0
    sql(name, "update res_partner set name = 'lost'")
    shutil.rmtree(small_odoo.filestore / name)

    result = small_odoo.job("restore", "--force", f"latest:{name}", name, **folders)

    assert result.returncode == 0, result.stderr
    assert sql(name, "select count(*) from res_partner where name = 'lost'") == "0"
    assert tree(small_odoo.filestore / name) == files
    assert small_odoo.job("check").returncode == 0


def test_passwords_are_new_in_every_run():
    assert strong_password() != strong_password()
