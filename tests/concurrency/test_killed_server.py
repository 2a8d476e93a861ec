"""A whole Odoo server is killed (SIGKILL, its process group) in the middle of each step of a disbursement.

The steps are asked for by RPC, as a client asks. A table that the step writes to late is locked, so
that the server stands still with its work half done; there it is killed, with nothing committed.
Between two steps it is killed as soon as it has answered.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import xmlrpc.client
from contextlib import closing, contextmanager, suppress
from decimal import Decimal

from odoo import sql_db
from odoo.tests import tagged
from odoo.tools import SQL, config

from odoo.addons.brand_awards.tests.committed import CommittedAwardCase
from odoo.addons.brand_awards.tests.common import PROMISED

CLAIMS = 2
# Who takes a step, and a table that it writes to when much of it is done already
STEPS = {
    "action_propose": ("maker", "award_disbursement_line"),
    "action_confirm": ("checker", "award_fund_entry"),
    "action_export": ("maker", "ir_attachment"),
    "action_import_reply": ("settler", "award_disbursement_line"),
    "action_settle": ("settler", "award_fund_entry"),
}
_SECONDS = 60


class OdooServer:
    """An Odoo on a database, as a process group of its own."""

    def __init__(self, database):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.database = database
        own = {"-d": database, "--db-filter": f"^{database}$", "--http-port": self.port}
        own |= {"--http-interface": "127.0.0.1", "--max-cron-threads": 0, "--workers": 0}
        self._command = [sys.executable, "-m", "odoo", "server", "-c", config["config"]]
        self._command += [str(word) for pair in own.items() for word in pair]
        self._process = None

    def start(self):
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        _until(self._answers)

    def _answers(self):
        with suppress(OSError), closing(socket.create_connection(("127.0.0.1", self.port), 1)):
            return True

    def kill(self):
        """SIGKILL to everything that belongs to it."""
        if self._process:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def call(self, user, model, method, ids, *args):
        url = f"http://127.0.0.1:{self.port}/xmlrpc/2/object"
        with xmlrpc.client.ServerProxy(url, allow_none=True) as proxy:
            # in the tests every password is the login
            return proxy.execute_kw(self.database, user.id, user.login, model, method, [ids, *args])


def _until(holds):
    """Come back as soon as ``holds()``; fail where it never does."""
    deadline = time.monotonic() + _SECONDS
    while not holds():
        if time.monotonic() > deadline:
            raise AssertionError("The server did not come so far.")
        time.sleep(0.02)


@tagged("post_install", "-at_install")
class TestKilledServer(CommittedAwardCase):
    def setUp(self):
        super().setUp()
        self.server = OdooServer(self.database)
        self.addCleanup(self.server.kill)

    @contextmanager
    def _locked(self, table):
        """Nobody else writes to ``table`` meanwhile."""
        with closing(sql_db.db_connect(self.database).cursor()) as cr:
            cr.execute(SQL("LOCK TABLE %s IN SHARE MODE", SQL.identifier(table)))
            yield
            cr.rollback()

    def _others(self, condition):
        """How many other sessions of this database are so; the server's, as ours is alone."""
        with closing(sql_db.db_connect("postgres").cursor()) as cr:
            cr.execute(
                SQL(
                    "SELECT count(*) FROM pg_stat_activity"
                    " WHERE datname = %s AND backend_type = 'client backend' AND %s",
                    self.database,
                    SQL(condition),
                )
            )
            return cr.fetchone()[0]

    def _killed_within(self, step, user, batch, args):
        """Ask for ``step``, and kill the server while it stands in the middle of it."""
        answers = []

        def ask():
            try:
                answers.append(self._ask(step, user, batch, args))
            except (OSError, xmlrpc.client.Error) as error:
                answers.append(error)

        client = threading.Thread(target=ask)
        with self._locked(STEPS[step][1]):
            client.start()
            _until(lambda: answers or self._others("wait_event_type = 'Lock'"))
            self.server.kill()
            client.join()
        self.assertIsInstance(answers[0], OSError, f"{step} was not in the middle: {answers}")
        # what it had asked PostgreSQL for last may run to its end, and is rolled back
        _until(lambda: not self._others("state <> 'idle' AND wait_event_type = 'Lock'"))

    def _ask(self, step, user, batch, args):
        return self.server.call(user, "award.disbursement", step, batch.ids, *args)

    def _steps(self, batch):
        for step, (role, _table) in STEPS.items():
            is_reply = step == "action_import_reply"
            content = is_reply and self.reply(batch, self.OK, self.BAD).decode()
            yield step, self.users[role], [content, "回单.xlsx"] if is_reply else []

    def test_the_server_dies_within_and_after_every_step(self):
        batch = self.empty_batch(CLAIMS)
        for step, user, args in self._steps(batch):
            with self.subTest(step):
                begun = self.picture()
                self.server.start()
                self._killed_within(step, user, batch, args)
                self.assertEqual(self.picture(), begun)
                self.server.start()
                self._ask(step, user, batch, args)
                done = self.picture()
                self.assertNotEqual(done, begun)
                # nobody was told; it is asked again, and nothing happens twice
                with self.assertRaises(xmlrpc.client.Fault):
                    self._ask(step, user, batch, args)
                self.assertEqual(self.picture(), done)
                self.server.kill()

        self.assertEqual(batch.state, "settled")
        self.assertEqual(self.claims().mapped("state"), ["paid", "approved"])
        self.assertEqual(self.file_total(batch), Decimal(CLAIMS * PROMISED))
        self.assert_sound()
        self.assert_fund(paid=PROMISED, billed=CLAIMS * PROMISED)
