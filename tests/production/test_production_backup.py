"""backup.sh for real: data and files come back as they were, and no half backup is kept."""

import contextlib
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import time

import pytest
from backup_support import BACKUP, RESTORE, contents, tree
from production_support import (
    REFUSED,
    databases_like,
    environment,
    program,
    run,
    sql,
)

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
