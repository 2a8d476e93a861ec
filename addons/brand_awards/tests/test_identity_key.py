"""The key of identity numbers: made once, whole, for all workers."""

import multiprocessing
import stat
import tempfile
from pathlib import Path
from unittest.mock import patch

from odoo.tests import BaseCase, tagged

from odoo.addons.brand_awards.models import award_identity


def _read(path, start, answers):
    start.wait()
    award_identity._make_key(path)
    answers.put(path.read_bytes())


@tagged("post_install", "-at_install")
class TestIdentityKey(BaseCase):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "data" / "identity.key"

    def test_workers_that_begin_together_have_one_key(self):
        fork = multiprocessing.get_context("fork")
        start, answers = fork.Event(), fork.Queue()
        workers = [fork.Process(target=_read, args=(self.path, start, answers)) for _ in range(8)]
        for worker in workers:
            worker.start()
        start.set()
        keys = {answers.get(timeout=30) for _ in workers}
        for worker in workers:
            worker.join()
        self.assertEqual(len(keys), 1)
        self.assertEqual(len(keys.pop()), 44, "a whole Fernet key")
        self.assertEqual(stat.S_IMODE(self.path.stat().st_mode), 0o600)
        self.assertEqual([file.name for file in self.path.parent.iterdir()], [self.path.name])

    def test_a_worker_that_dies_while_writing_leaves_no_key(self):
        with patch.object(award_identity.os, "fsync", side_effect=OSError("disk")):
            with self.assertRaises(OSError):
                award_identity._make_key(self.path)
        self.assertFalse(self.path.exists())
        self.assertFalse(any(self.path.parent.iterdir()))
