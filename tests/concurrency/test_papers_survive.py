"""Papers are made in the background: killed in between, the next run goes on, and none is made twice."""

import os
import signal
import subprocess
import sys
import textwrap

MAKE = """
    import os, signal
    Paper = env.registry["brand.paper"]
    keep, made = Paper._keep, []
    def keep_some(self, content):
        made.append(self.id)
        if len(made) == {killed_at}:
            os.kill(os.getpid(), signal.SIGKILL)
        return keep(self, content)
    Paper._keep = keep_some
    import odoo.addons.brand_certification.models.brand_paper as papers
    papers.CHUNK = 2
    env.ref("brand_certification.cron_make_papers").method_direct_trigger()
    print("MADE", len(made))
"""


def _run_cron(server, killed_at=0):
    """The cron in a process of its own, which kills itself while it keeps that paper."""
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "odoo",
            "shell",
            "-c",
            str(server.config),
            "-d",
            server.db,
            "--no-http",
            "--log-level=error",
        ],
        input=textwrap.dedent(MAKE.format(killed_at=killed_at)),
        capture_output=True,
        text=True,
        env=os.environ,
        check=False,
    )


def _papers(server):
    return server.call(
        "brand.paper",
        "search_read",
        [("kind", "=", "certificate")],
        ["is_made", "made_on", "sha256"],
        login="auditor",
        password="demo1234",
        order="id",
    )


def test_a_killed_run_loses_one_chunk_and_the_next_goes_on(demo_server):
    before = {row["id"]: row for row in _papers(demo_server)}
    waiting = [row for row in before.values() if not row["is_made"]]
    assert len(waiting) > 4, "the demo calls for papers and has not made them"

    killed = _run_cron(demo_server, killed_at=4)

    assert killed.returncode in (-signal.SIGKILL, 128 + signal.SIGKILL), killed.stderr
    halfway = {row["id"]: row for row in _papers(demo_server)}
    done = [row for row in halfway.values() if row["is_made"] and not before[row["id"]]["is_made"]]
    # the first chunk of two was committed, the second was lost with the process
    assert len(done) == 2

    # a run ends after some seconds and is called again as long as papers wait
    for _run in range(len(waiting)):
        finished = _run_cron(demo_server)
        assert finished.returncode == 0, finished.stderr
        after = {row["id"]: row for row in _papers(demo_server)}
        if all(row["is_made"] for row in after.values()):
            break
    assert all(row["is_made"] for row in after.values())
    for row in done:  # what was made stays what it was
        assert after[row["id"]] == row
