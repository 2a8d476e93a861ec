"""Running programs: their output goes to a log, their failure becomes a sentence."""

import os
import subprocess

from .console import Problem, problem_from_output


def run(command, what, log, *, where=None, env=None, check=True, said=None, **options):
    """Run `command` with its output appended to `log`, and return the output.

    `said` is what it reads; nothing by default. A failure is a Problem of the step `what`.
    """
    options |= {"stdin": subprocess.DEVNULL} if said is None else {"input": said.encode()}
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a+b") as out:
        out.write(f"\n$ {' '.join(map(str, command))}\n".encode())
        out.flush()
        start = out.tell()
        try:
            code = subprocess.run(
                [str(word) for word in command],
                stdout=out,
                stderr=subprocess.STDOUT,
                env=_environ(env),
                check=False,
                **options,
            ).returncode
        except FileNotFoundError as error:
            raise Problem(
                f"{what}: the program {error.filename} is missing; install it and run the same command again."
            ) from error
        out.seek(start)
        output = out.read().decode(errors="replace")
    if check and code:
        raise problem_from_output(what, output, log, where or log.parent)
    return output


def output(command, *, env=None, **options):
    """What a quick program prints; CalledProcessError when it fails."""
    done = subprocess.run(
        [str(word) for word in command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=_environ(env),
        check=True,
        **options,
    )
    return done.stdout.strip()


def _environ(extra):
    return {**os.environ, **{name: str(value) for name, value in (extra or {}).items()}}
