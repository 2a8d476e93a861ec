"""Files that are either whole or absent: locks, folders built aside and renamed, free space, hashes."""

import contextlib
import fcntl
import hashlib
import os
import pathlib
import shutil
import time

from .console import disk_full


@contextlib.contextmanager
def locked(file, *, shared=False):
    """Hold the lock of `file`; waits for whoever has it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        yield handle


def alone(handle):
    """Turn a shared lock into an exclusive one, if nobody else holds it."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextlib.contextmanager
def whole(target):
    """A folder to fill beside `target`, which takes its name only when the block ends well."""
    partial = target.with_name(target.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        yield partial
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    shutil.rmtree(target, ignore_errors=True)
    partial.rename(target)


@contextlib.contextmanager
def whole_file(target):
    """A path beside `target`, which takes its name only when the block ends well."""
    partial = target.with_name(target.name + ".partial")
    target.parent.mkdir(parents=True, exist_ok=True)
    yield partial
    partial.rename(target)


def trim(folder, days=3, megabytes=20):
    """Forget logs that nobody will look at any more."""
    for log in folder.glob("*.log"):
        state = log.stat()
        if state.st_mtime < time.time() - days * 86400 or state.st_size > megabytes * 2**20:
            log.unlink(missing_ok=True)


def need_space(folder, megabytes):
    """Refuse to begin what the disk cannot hold."""
    folder.mkdir(parents=True, exist_ok=True)
    free = int(os.environ.get("SIMULATE_FREE_MB") or shutil.disk_usage(folder).free // 2**20)
    if free < megabytes:
        raise disk_full(folder)


def hash_of(*parts):
    """A short hash of texts, and of the contents of files."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(
            part.read_bytes()
            if isinstance(part, pathlib.Path) and part.is_file()
            else str(part).encode()
        )
        digest.update(b"\0")
    return digest.hexdigest()[:12]


def link_tree(source, target):
    """Copy a folder without copying its files (hard links); nothing where there is no source."""
    shutil.rmtree(target, ignore_errors=True)
    if source.is_dir():
        shutil.copytree(source, target, copy_function=os.link)
