"""Everything that must be there before a database can be used, in the order in which it is needed."""

import contextlib
import shutil
import signal

from . import debian, odoo_source, postgres, python_env, storage, system_packages
from .databases import Databases


@contextlib.contextmanager
def environment(settings, purpose):
    """Databases of the demo or of the tests, with all that they need fetched and started."""
    python, odoo = prepared(settings, dev=purpose == "test")
    with postgres.serving(settings, purpose, python) as server:
        yield Databases(settings, purpose, odoo, server, python)


def prepared(settings, *, dev):
    """(python of the virtual environment, Odoo); one checkout at a time fills the cache."""
    with storage.locked(settings.cache / ".lock"):
        system_packages.ensure(settings, dev=dev)
        odoo = odoo_source.find(settings)
        if dev and not system_packages.nginx() and shutil.which("apt-get"):
            debian.nginx(settings)
        return python_env.python(settings, dev=dev), odoo


def interpreter(settings):
    """The python of the virtual environment with the tools of development, without Odoo or a database."""
    with storage.locked(settings.cache / ".lock"):
        return python_env.python(settings, dev=True)


def stop_on_signals():
    """SIGTERM and a closed terminal end us as Ctrl-C does: with all that we started."""

    def interrupt(number, _frame):
        for name in (
            signal.SIGINT,
            signal.SIGTERM,
            signal.SIGHUP,
        ):  # a second one does not disturb the clean-up
            signal.signal(name, signal.SIG_IGN)
        raise KeyboardInterrupt(number)

    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, interrupt)
