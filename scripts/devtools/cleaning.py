"""`make stop` and `make clean`: what this checkout started or made."""

import contextlib
import os
import pathlib
import shutil
import signal
import time

from .cluster import Cluster
from .console import say
from .postgres import named, prefix

PURPOSES = ("demo", "test")


def stop(settings):
    for pid in _odoo_processes(settings):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and _odoo_processes(settings):
        time.sleep(0.2)
    for cluster in _clusters(settings):
        cluster.stop()
    say("Nothing of this checkout is running.")
    return 0


def clean(settings):
    stop(settings)
    for cluster in _clusters(settings):
        cluster.remove()
    shutil.rmtree(settings.local, ignore_errors=True)
    if options := named(settings):
        say(f"On {options['db_host']} databases named {prefix(settings)}_* are left to you.")
    say("Databases and logs are gone.")
    say(f"Downloads are kept in {settings.cache}; delete it to begin from nothing.")
    return 0


def _clusters(settings):
    """Those of ours that were made; their programs are wherever a cluster's own record says."""
    return [
        cluster for cluster in (Cluster.found(settings, purpose) for purpose in PURPOSES) if cluster
    ]


def _odoo_processes(settings):
    """Processes whose command names a configuration of this checkout, and the commands that wait for them."""
    ours = f"{settings.local}/".encode()
    found = []
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (folder / "cmdline").read_bytes().split(b"\0")
            if (
                int(folder.name) != os.getpid()
                and b"odoo" in words
                and any(word.startswith(ours) for word in words)
            ):
                found.append(int(folder.name))
    return found
