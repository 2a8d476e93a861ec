#!/usr/bin/env python3
"""The developer's commands: `make help` lists them. Needs nothing but Python's standard library."""

import importlib
import os
import pathlib
import subprocess
import sys

from devtools import settings as settings_module
from devtools.console import Problem, problem_from_os_error, problem_from_output, say
from devtools.setup import stop_on_signals
from devtools.storage import trim

# command -> (module, function)
COMMANDS = {
    "run": ("demo", "run"),
    "demo-reset": ("demo", "reset"),
    "test": ("testing", "test"),
    "test-pure": ("testing", "pure"),
    "lint": ("testing", "lint"),
    "fmt": ("testing", "fmt"),
    "bench": ("testing", "bench"),
    "shots": ("testing", "shots"),
    "i18n": ("translations", "export"),
    "stop": ("cleaning", "stop"),
    "clean": ("cleaning", "clean"),
}


def main(words):
    if not words or words[0] not in COMMANDS:
        say(f"usage: dev.py {' | '.join(COMMANDS)}")
        return 2
    module, function = COMMANDS[words[0]]
    stop_on_signals()
    os.umask(0o022)

    def command():
        settings = settings_module.read()
        trim(settings.local / "log")
        return getattr(importlib.import_module(f"devtools.{module}"), function)(settings)

    try:
        return guarded(command)
    except KeyboardInterrupt:
        say("\nStopped.")
        return 0 if words[0] == "run" else 130


def guarded(command):
    """Do it; what goes wrong is one sentence, not a traceback."""
    try:
        return command()
    except Problem as error:
        problem = error
    except subprocess.CalledProcessError as error:
        program, log = pathlib.Path(error.cmd[0]).name, settings_module.CHECKOUT / ".local/log"
        problem = problem_from_output(program, str(error.stderr), log, settings_module.CHECKOUT)
    except OSError as error:
        problem = problem_from_os_error(error, settings_module.CHECKOUT)
        if problem is None:
            raise
    print(f"\n{problem}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
