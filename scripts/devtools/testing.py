"""`make test` and its relatives: pytest, linters, benchmarks and screenshots, each on a copy of a prepared database."""

import contextlib
import os
import signal
import subprocess

from . import odoo_server, setup
from .console import Problem, say


def test(settings):
    """All tests by as many processes as the machine has cores; named ones by one, in their order."""
    named = any((settings.checkout / word.split("::")[0]).exists() for word in settings.args)
    words = [*([] if named else _folders(settings)), *settings.args]
    return _pytest(settings, words, 1 if settings.args else len(os.sched_getaffinity(0)))


def lint(settings):
    return _pytest(settings, ["tests/lint", *settings.args])


def _folders(settings):
    """`addons` only where it holds one, so that pytest does not stumble over an empty folder."""
    return [
        name for name in ("addons", "tests") if any((settings.checkout / name).glob("**/test_*.py"))
    ]


def _pytest(settings, words, processes=1):
    with setup.environment(settings, "test") as databases:
        copies = []
        try:
            for _number in range(processes):
                copies.append(databases.copy("template"))
            configs = [databases.config(name, max_cron_threads=0) for name in copies]
            say(f"  Tests run on {', '.join(copies)}; what they need is kept in {settings.cache}\n")
            side_by_side = _workers(copies, configs) if processes > 1 else []
            command = [
                databases.python,
                "-m",
                "pytest",
                "--odoo-http",
                f"--odoo-config={configs[0]}",
                *side_by_side,
                *words,
            ]
            environ = _environ(databases, copies[0], configs[0])
            return _interactive(command, settings, environ)
        finally:
            for database in copies:
                databases.drop(database)


def _workers(copies, configs):
    """Words for pytest-xdist: a process for each database, which conftest.py then takes.

    Each begins with a part of the list in its order, so that a class is prepared once, and who is
    ready takes over from the others.
    """
    return [
        "--dist=worksteal",
        *(
            f"--tx=popen//env:BRAND_DATABASE={database}//env:BRAND_CONFIG={config}"
            for database, config in zip(copies, configs, strict=True)
        ),
    ]


def _environ(databases, database, config):
    """What tests, benchmarks and scripts may rely on; devtools/live.py makes the databases of it again."""
    odoo, server = databases.odoo, databases.server
    named = {
        "BRAND_DATABASE": database,
        "BRAND_CONFIG": config,
        "BRAND_PURPOSE": databases.purpose,
        "BRAND_PREFIX": server.prefix,
        "BRAND_PROGRAMS": server.programs,
        "BRAND_PYTHON": databases.python,
        "BRAND_ODOO": odoo.path,
        "BRAND_ODOO_ADDONS": os.pathsep.join(map(str, odoo.addons)),
        "BRAND_ODOO_VERSION": odoo.version,
    }
    return {
        **os.environ,
        **databases.environ,
        **{name: str(value) for name, value in named.items()},
    }


def _interactive(command, settings, environ):
    """Run with the terminal as its own; a signal that ends us ends it first."""
    process = subprocess.Popen(
        [str(word) for word in command],
        cwd=settings.checkout,
        env=environ,
        preexec_fn=odoo_server.die_with_parent,
    )
    try:
        return process.wait()
    except KeyboardInterrupt as interrupt:
        if interrupt.args != (
            signal.SIGINT,
        ):  # the terminal tells the child itself, a program that kills us does not
            process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(30)
        odoo_server.stop(process, group=False)
        raise


def pure(settings):
    """The pure parts need pytest and nothing else: no Odoo, no database."""
    interpreter = setup.interpreter(settings)
    return _interactive(
        [
            interpreter,
            "-m",
            "pytest",
            "-p",
            "no:odoo",
            "-q",
            "tests/pure",
            *settings.args,
        ],
        settings,
        dict(os.environ),
    )


def fmt(settings):
    interpreter = setup.interpreter(settings)
    folders = [
        name
        for name in ("addons", "tests", "scripts", "bench")
        if (settings.checkout / name).is_dir()
    ]
    code = 0
    for words in (["check", "--fix-only"], ["format"]):
        code |= _interactive(
            [interpreter, "-m", "ruff", *words, *folders], settings, dict(os.environ)
        )
    return code


def bench(settings):
    files = sorted((settings.checkout / "bench").glob("bench_*.py"))
    if not files:
        raise Problem("There is no benchmark yet: they are files named bench/bench_*.py.")
    failed = [file.name for file in files if _script(settings, file)]
    if failed:
        raise Problem(f"Failed: {', '.join(failed)}.")
    return 0


def shots(settings):
    file = settings.checkout / "scripts/shots.py"
    if not file.exists():
        raise Problem("There is no scripts/shots.py yet, which takes the screenshots.")
    return _script(settings, file, serve=True)


def _script(settings, file, *, serve=False):
    """Run a script on a copy of the demo, which is also served where it wants a browser."""
    with setup.environment(settings, "test") as databases:
        name = databases.copy("demo")
        try:
            config = databases.config(name, max_cron_threads=0)
            environ = _environ(databases, name, config)
            command = [databases.python, file, *settings.args]
            if not serve:
                return _interactive(command, settings, environ)
            port = odoo_server.free_port()
            with odoo_server.running(databases, name, port, max_cron_threads=0):
                return _interactive(
                    command,
                    settings,
                    {**environ, "BRAND_URL": f"http://127.0.0.1:{port}"},
                )
        finally:
            databases.drop(name)
