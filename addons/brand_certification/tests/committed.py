"""Tests with real commits: a copy of the database, processes that are killed, sessions side by side."""

import contextlib
import functools
import json
import os
import shutil
import signal
from unittest.mock import patch

from psycopg2 import sql

from odoo import SUPERUSER_ID, api, sql_db
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests.common import get_db_name
from odoo.tools import config


@contextlib.contextmanager
def _no_transaction():
    """A cursor outside any database that a test works on, and outside of transactions."""
    with contextlib.closing(sql_db.db_connect("postgres").cursor()) as cr:
        cr.rollback()
        cr._cnx.autocommit = True
        yield cr


def _copy_database(source, target):
    _drop_database(target)
    sql_db.close_db(source)
    with _no_transaction() as cr:
        names = sql.Identifier(target), sql.Identifier(source)
        cr.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))  # pylint: disable=sql-injection
    files, copies = config.filestore(source), config.filestore(target)
    if os.path.isdir(files):
        shutil.copytree(files, copies, copy_function=os.link)


def _drop_database(name):
    Registry.delete(name)
    sql_db.close_db(name)
    with _no_transaction() as cr:
        cr.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
    shutil.rmtree(config.filestore(name), ignore_errors=True)


# -- where a process dies ----------------------------------------------------------------------------


def _die():
    os.kill(os.getpid(), signal.SIGKILL)


def _dies(owner, name, *, after, nth=1):
    """From now on the process kills itself at the ``nth`` call of ``owner.name``."""
    real, calls = getattr(owner, name), []

    @functools.wraps(real)
    def dying(*args, **kwargs):
        calls.append(name)
        is_last = len(calls) == nth
        if is_last and not after:
            _die()
        result = real(*args, **kwargs)
        if is_last and after:
            _die()
        return result

    setattr(owner, name, dying)


def before(model, method, nth=1):
    """The process dies as it begins the ``nth`` call of a model's method."""
    return lambda env: _dies(type(env[model]), method, after=False, nth=nth)


def after(model, method, nth=1):
    """The process dies when the ``nth`` call of a model's method has been done."""
    return lambda env: _dies(type(env[model]), method, after=True, nth=nth)


def at_statement(number):
    """The process dies instead of sending its ``number``-th statement to the database."""
    return lambda env: _dies(type(env.cr), "execute", after=False, nth=number)


def before_commit(env):
    """The process dies when all is written, and nothing committed."""
    _dies(type(env.cr), "commit", after=False)


def after_commit(env):
    """The process dies when all is committed, and nobody has been told."""
    _dies(type(env.cr), "commit", after=True)


# -- sessions ----------------------------------------------------------------------------------------


class Session:
    """A user's request, answered by a process of its own as Odoo's server answers it.

    The process sees the database as of its start; with ``waits`` it goes on at ``go()`` only.
    Afterwards: ``was_killed``, ``refusal`` (the words of an error), ``result``.
    """

    def __init__(self, database, uid, context, call, dies=None, *, waits=False):
        self.was_killed, self.refusal, self.result = False, None, None
        self._told, tell = os.pipe()
        begin, self._go = os.pipe()
        self._pid = os.fork()
        if not self._pid:
            try:
                self._work(database, (uid, context), call, dies, tell, begin)
            finally:
                os._exit(1)  # a copy of the test's process: nothing of it may go on
        os.close(tell)
        os.close(begin)
        if os.read(self._told, 1) != b"r":
            raise AssertionError("The session did not begin; see the log.")
        if not waits:
            self.go()

    def go(self):
        """Let it take its step."""
        os.write(self._go, b"g")
        os.close(self._go)

    def end(self):
        """Wait for its answer or its death."""
        with open(self._told, "rb") as told:
            words = told.read()
        _pid, status = os.waitpid(self._pid, 0)
        self.was_killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        if not self.was_killed:
            self.refusal, self.result = json.loads(words)
        return self

    @staticmethod
    def _work(database, who, call, dies, tell, begin):
        # connections of the process that we are a copy of are not ours
        sql_db._Pool = sql_db._Pool_readonly = None
        registry = Registry(database)
        registry._db, registry._db_readonly = sql_db.db_connect(database), None
        answer = None, None
        try:
            # as before every request; and no other process waits long for its next try
            with registry.cursor() as cr, patch("random.uniform", lambda low, high: high / 50):
                env = api.Environment(cr, *who)
                cr.execute("SELECT 1")  # from here on it does not see what others commit
                os.write(tell, b"r")
                os.read(begin, 1)
                if dies:
                    dies(env)
                answer = None, retrying(functools.partial(call, env), env)
        except Exception as error:  # noqa: BLE001 - whatever the user would be told
            answer = f"{type(error).__name__}: {error}", None
        os.write(tell, json.dumps(answer, default=lambda records: records.ids).encode())
        os._exit(0)


class Committed:
    """Mixed in before a test case: its class works on a copy of the database, where commits are real.

    Nothing of it remains. What tests of one class commit is there for the next one.
    """

    @classmethod
    def setUpClass(cls):
        source = get_db_name()
        cls.database = f"{source}_c{os.getpid()}"
        _copy_database(source, cls.database)
        cls.addClassCleanup(_drop_database, cls.database)
        cls.startClassPatcher(patch("odoo.tests.common.get_db_name", lambda: cls.database))
        # a registry that is loaded while tests run would run tests by itself
        with patch.dict(config.options, test_enable=False):
            Registry(cls.database)
        super().setUpClass()
        cls.commit_patcher.stop()
        cls.rollback_patcher.stop()
        cls.cr.commit()

    def setUp(self):
        with patch("odoo.tests.common.Savepoint"):  # a commit leaves none
            super().setUp()
        self.addCleanup(self.cr.rollback)
        self.see()

    @classmethod
    def _enterprise(cls, name, code, **vals):
        """The enterprise with this code: tests of a class share what they commit."""
        partner = cls.env["res.partner"].search([("uscc", "=", code)], limit=1)
        if partner:
            return partner, partner.child_ids.user_ids[:1]
        return super()._enterprise(name, code, **vals)

    def see(self):
        """Commit what was built, and see what others have committed since."""
        self.cr.commit()  # pylint: disable=invalid-commit
        self.env.invalidate_all()

    # -- requests ------------------------------------------------------------------------------------

    def session(self, user, call, dies=None, *, waits=False):
        """Begin ``call(env)`` as ``user`` in a process of its own."""
        self.see()
        uid = user.id if user else SUPERUSER_ID
        return Session(self.database, uid, dict(self.env.context), call, dies, waits=waits)

    def answered(self, user, call):
        """The result of a request that must not be refused."""
        session = self.session(user, call).end()
        self.assertIsNone(session.refusal)
        self.see()
        return session.result

    def killed(self, user, call, dies):
        """Kill the process of a request at the point that ``dies`` names."""
        session = self.session(user, call, dies).end()
        self.assertTrue(session.was_killed, f"not reached: {session.refusal or session.result}")
        self.see()

    def at_once(self, *requests, late=0):
        """All of ``(user, call)`` begin on the same state of the database; returns ended sessions.

        The last ``late`` of them take their step when the others are done, one after the other,
        and still see the database as it was before.
        """
        sessions = [self.session(user, call, waits=True) for user, call in requests]
        first = sessions[: len(sessions) - late]
        for session in first:
            session.go()
        for session in first:
            session.end()
        for session in sessions[len(first) :]:
            session.go()
            session.end()
        self.see()
        return sessions

    def assert_once(self, sessions):
        """Exactly one of the sessions got through; the others were refused, none broke."""
        refusals = [session.refusal for session in sessions if session.refusal]
        self.assertEqual(len(sessions) - len(refusals), 1, refusals)
        for refusal in refusals:
            self.assertRegex(refusal, r"^(UserError|LockError|ValidationError|AccessError): ")

    def statements(self, user, call):
        """How many statements a request sends; it is rolled back."""

        def counted(env):
            begun = env.cr.sql_log_count
            call(env)
            env.cr.flush()
            raise _Counted(env.cr.sql_log_count - begun)

        words = self.session(user, counted).end().refusal
        self.assertRegex(words, r"^_Counted: \d+$")
        return int(words.split()[1])


class _Counted(Exception):
    """Ends a request that was only counted."""
