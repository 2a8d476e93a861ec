"""What the user sees: a line for each step with its seconds, and one clear sentence when something is wrong."""

import contextlib
import errno
import sys
import threading
import time

WIDTH = 58


class Problem(Exception):
    """Something the user can put right: the message says what happened and what to do."""


@contextlib.contextmanager
def step(what):
    """Print `what`, then the seconds it took; on a terminal the seconds count while it runs."""
    label = f"  {what} ".ljust(WIDTH, ".")
    start = time.monotonic()
    done = threading.Event()
    print(label, end="", flush=True)
    if sys.stdout.isatty():
        threading.Thread(target=_count, args=(label, start, done), daemon=True).start()
    try:
        yield
    except BaseException:
        done.set()
        print(" stopped", flush=True)
        raise
    done.set()
    print(f"\r{label}" if sys.stdout.isatty() else "", end="")
    print(f" {time.monotonic() - start:6.1f} s", flush=True)


def _count(label, start, done):
    while not done.wait(1):
        print(f"\r{label} {time.monotonic() - start:6.0f} s", end="", flush=True)


def say(text=""):
    print(text, flush=True)


def disk_full(where):
    return Problem(
        f"The disk is full at {where}: make room (3 GB are needed in all) and run the same command "
        "again; it goes on from here."
    )


# Words in the output of apt, pip, git, Odoo or PostgreSQL, and what they mean to the user.
NO_SPACE = (
    "No space left on device",
    "Disk quota exceeded",
    "not enough free space",
    "could not extend file",
)
NO_NETWORK = (
    "Temporary failure resolving",
    "Could not resolve",
    "Could not connect",
    "Connection failed",
    "Connection timed out",
    "Connection refused",
    "Failed to fetch",
    "Unable to connect",
    "Network is unreachable",
    "NewConnectionError",
    "NameResolutionError",
    "Read timed out",
    "Max retries exceeded",
    "unable to access",
    "Hash Sum mismatch",
    "ProxyError",
    "SSLError",
)
NOT_FOR_THIS_PYTHON = "No matching distribution found"


def problem_from_output(what, output, log, where):
    """The Problem that explains why the step `what` failed, from what its program printed."""
    if any(words in output for words in NO_SPACE):
        return disk_full(where)
    if any(words in output for words in NO_NETWORK):
        return Problem(
            f"{what}: a download failed. Check the network (and proxy settings), then run the same command again; "
            f"it goes on from here. Details: {log}"
        )
    if NOT_FOR_THIS_PYTHON in output:
        return Problem(
            f"{what}: {last_words(output)} This Python is too old or too new for it: "
            f"set PYTHON to a Python 3.11. Details: {log}"
        )
    return Problem(f"{what} failed: {last_words(output)} Details: {log}")


def last_words(output):
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower() and not line.startswith("File ")]
    line = (lines[-1:] or ["it printed nothing."])[0]
    if errors and "error" not in line.lower():
        line = errors[-1]
    return line[:300].rstrip(".") + "."


def problem_from_os_error(error, where):
    """The Problem that explains an OSError of our own file work; None where there is nothing better to say."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(error.filename or where)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST):
        return Problem(
            f"No permission to write {error.filename or where}: make it yours (chown), "
            "or set XDG_CACHE_HOME to a folder that is."
        )
    return None
