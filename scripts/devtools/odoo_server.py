"""Odoo as a process of its own: started, waited for, stopped."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

from .console import Problem, last_words

LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1
LOCAL = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def need_port(port):
    """Refuse a port that somebody listens on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise Problem(
                f"Port {port} is reserved to root: take one above 1023, such as `make run PORT=8070`."
            ) from None
        except OSError:
            raise Problem(
                f"Port {port} is taken by another program: stop that one, or take another port: "
                f"`make run PORT={port + 1}`."
            ) from None


@contextlib.contextmanager
def running(databases, database, port, **options):
    """Odoo on `database` at `port`; stopped at the end of the block, whatever happens."""
    config = databases.config(database, http_port=port, **options)
    log = databases.settings.local / "log" / f"{database}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as out:
        process = subprocess.Popen(
            [databases.python, "-m", "odoo", "server", "-c", config],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, **databases.environ},
            start_new_session=True,  # Ctrl-C is ours: Odoo stops first, PostgreSQL after it
            preexec_fn=die_with_parent,
        )
    try:
        _wait(process, port, log)
        yield process
    finally:
        stop(process)


def die_with_parent():
    """Even if we are killed outright, Odoo ends."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _wait(process, port, log, seconds=180):
    deadline = time.monotonic() + seconds
    while not answers(port, "/web/health"):
        if process.poll() is not None:
            words = log.read_text(errors="replace")[-4000:]
            if "Address already in use" in words:
                need_port(port)
            raise Problem(f"Odoo did not start: {last_words(words)} Details: {log}")
        if time.monotonic() > deadline:
            raise Problem(f"Odoo did not answer within {seconds} seconds. Details: {log}")
        time.sleep(0.1)


def answers(port, path, seconds=10):
    """Does the server at `port` answer this page with 200?"""
    try:
        with LOCAL.open(f"http://127.0.0.1:{port}{path}", timeout=seconds) as reply:
            return reply.status == 200
    except (urllib.error.URLError, OSError):
        return False


def stop(process, patience=20, *, group=True):
    """Ask the process to end; after `patience` seconds make it.

    What it started in a process group of its own ends with it.
    """
    if process.poll() is None:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if group:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
