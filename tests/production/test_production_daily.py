"""The daily service: when a backup is made, when it is tried again, when it is healthy."""

import contextlib
import os
import signal
import subprocess
import time

import pytest
from production_support import (
    PRODUCTION,
    REFUSED,
    environment,
    run,
)

DAILY = PRODUCTION / "backup" / "daily.sh"


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
