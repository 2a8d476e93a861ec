"""The public verification page against a bare Odoo public page, measured in the same run.

    make bench                                              on a copy of the demo
    BENCH_DB=mydb python bench/bench_verify.py              on a copy of a database with certificates

Standalone it needs PGHOST (and PGUSER), createdb and dropdb on PATH, and an Odoo configuration
(ODOO_RC, by default .odoo/odoo.conf). Requests go to 127.0.0.1 only: REQUESTS a page (240) by
CLIENTS at once (4), in turns, so that what else the machine does meets all pages alike.

Printed are requests a second and the ratio to ``/web/login``, the leanest page that Odoo shows to
strangers in its public layout, and to ``/brand/verify``, the verification page without a
certificate. Exit code 1: the page is slower than 0.4 of Odoo's own, or an answer was wrong.
"""

import contextlib
import ctypes
import http.client
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

CHECKOUT = pathlib.Path(__file__).resolve().parents[1]
REQUESTS = min(int(os.environ.get("REQUESTS", "240")), 1000)
CLIENTS = min(int(os.environ.get("CLIENTS", "4")), 16)
ROUNDS = 4
LEAST_RATIO = 0.4
ONE_TOKEN = """
    SELECT token FROM brand_certificate
    WHERE state = 'valid' AND token IS NOT NULL ORDER BY id DESC LIMIT 1
"""


def main():
    with database() as (name, config), server(name, config) as port:
        token = psql(name, ONE_TOKEN)
        if not token:
            return fail(f"{name} has no valid certificate: bench a database with demo data.")
        pages = {
            "Odoo, bare public page": "/web/login",
            "verification, empty": "/brand/verify",
            "verification by QR code": f"/brand/verify/{token}",
            "verification as JSON": f"/brand/verify/{token}.json",
        }
        for path in pages.values():  # templates, style sheets and caches are made once
            size = len(fetch(port, path))
            print(f"{path.replace(token, '<token>'):32} {size:6} bytes")
        speeds = measure(port, pages)
    return report(speeds)


def measure(port, pages):
    """Requests a second for each page, from rounds in turn."""
    seconds = dict.fromkeys(pages, 0.0)
    share = REQUESTS // ROUNDS
    with ThreadPoolExecutor(CLIENTS) as clients:
        for _round in range(ROUNDS):
            for title, path in pages.items():
                start = time.perf_counter()
                for _answer in clients.map(lambda p: fetch(port, p), [path] * share):
                    pass
                seconds[title] += time.perf_counter() - start
    return {title: share * ROUNDS / spent for title, spent in seconds.items()}


def report(speeds):
    bare, empty, page, _json = speeds.values()
    print(f"\n{REQUESTS} requests a page, {CLIENTS} at once")
    for title, speed in speeds.items():
        print(f"{title:26} {speed:7.1f} requests/s   {speed / bare:5.2f} x bare Odoo page")
    print(
        f"\nratio to a bare Odoo public page: {page / bare:.2f} (to the empty page: {page / empty:.2f})"
    )
    return 0 if page / bare >= LEAST_RATIO else fail(f"below {LEAST_RATIO} of a bare Odoo page")


def fetch(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        content = answer.read()
    finally:
        connection.close()
    if answer.status != 200:
        raise SystemExit(fail(f"{path} answered {answer.status}"))
    return content


def fail(words):
    print(words, file=sys.stderr)
    return 1


# -- a database and a server of our own ------------------------------------------------------------


@contextlib.contextmanager
def database():
    """Name and configuration: the copy that `make bench` made, or a copy of BENCH_DB."""
    if "BRAND_DATABASE" in os.environ:
        yield os.environ["BRAND_DATABASE"], os.environ["BRAND_CONFIG"]
        return
    template = os.environ.get("BENCH_DB")
    if not template:
        raise SystemExit(
            fail("Name a database with certificates in BENCH_DB, or run `make bench`.")
        )
    name = f"{template}_bench_{os.getpid()}"
    subprocess.run(["createdb", "-T", template, name], check=True)
    try:
        yield name, os.environ.get("ODOO_RC", str(CHECKOUT / ".odoo/odoo.conf"))
    finally:
        subprocess.run(["dropdb", "--force", "--if-exists", name], check=True)


def psql(name, query):
    command = ["psql", "-X", "-A", "-t", "-d", name, "-c", query]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@contextlib.contextmanager
def server(name, config):
    """An Odoo on the database, stopped at the end and with us."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(os.environ.get("BENCH_PORT") or probe.getsockname()[1])
    options = ["-c", config, "-d", name, f"--db-filter=^{name}$", f"--http-port={port}"]
    quiet = [
        "--http-interface=127.0.0.1",
        "--max-cron-threads=0",
        "--workers=0",
        "--log-level=warn",
    ]
    process = subprocess.Popen(
        [sys.executable, "-m", "odoo", "server", *options, *quiet],
        preexec_fn=lambda: ctypes.CDLL(None).prctl(1, signal.SIGTERM),
    )
    try:
        wait_for(process, port)
        yield port
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(15)
        process.kill()
        process.wait()


def wait_for(process, port, seconds=90):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise SystemExit(fail("Odoo did not start."))
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.2)
    raise SystemExit(fail(f"Odoo did not answer within {seconds} seconds."))


if __name__ == "__main__":
    sys.exit(main())
