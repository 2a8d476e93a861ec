"""What the tests of production share: paths, clean environments, programs that must be there."""

import os
import pathlib
import secrets
import shutil
import socket
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PRODUCTION = ROOT / "config" / "production"
ENTRYPOINT = PRODUCTION / "odoo" / "entrypoint.sh"
REFUSED = 78


def strong_password():
    """A new one for every run, so that no file holds a password that would work."""
    return secrets.token_urlsafe(24)


def program(name, package=None):
    """The path of a program; a test that needs a missing one fails and says what to install."""
    beside_python = pathlib.Path(sys.executable).parent / name
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if beside_python.exists():
        return str(beside_python)
    hint = f"apt-get install {package}" if package else f"pip install {name}, see the requirements"
    assert found, f"{name} is missing on this machine. Install it: {hint}"
    return found


def environment(**values):
    """The caller's environment without anything that our scripts would read, plus `values`."""
    ours = ("BRAND_", "POSTGRES_", "ODOO_", "SMTP_", "PGDATABASE", "PGPASS")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return kept | {name: str(value) for name, value in values.items()}


def run(*words, env=None, timeout=300, **options):
    """Run to the end; the result has stdout, stderr, returncode."""
    return subprocess.run(
        [str(word) for word in words],
        env=environment() if env is None else env,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
        stdin=subprocess.DEVNULL,
        **options,
    )


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def sql(database, statement):
    """What psql prints, without alignment; the server is that of PGHOST."""
    result = run(program("psql"), "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", statement)
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def databases_like(prefix):
    return sql(
        "postgres", f"select datname from pg_database where datname like '{prefix}%'"
    ).split()


def drop(*names):
    """Even --force gives up when a session takes long to end: try again, and fail if it stays."""
    for name in names:
        for _attempt in range(6):
            result = run(program("dropdb"), "--if-exists", "--force", name)
            if result.returncode == 0:
                break
            time.sleep(1)
        assert result.returncode == 0, result.stderr
