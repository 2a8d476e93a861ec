"""Databases and how one follows from another.

base      Odoo's own addons that ours depend on, with China's chart of accounts, in Chinese; kept
          as a dump in the cache
layer N   base plus our addons in groups, in the order of their dependencies; the last one is the
          template for tests
demo      the last layer plus the demo addon; kept as a dump in the cache, as it takes long to play.
          Private keys are files beside the file store and in no dump: a database that was loaded
          gets new ones

Each carries a hash of what is in it as its comment, and is made under another name and renamed
when it is whole.
"""

import dataclasses
import json
import os
import pathlib
import shutil
import uuid

from . import addons, dumps, odoo_config, shell, storage
from .console import Problem, say, step
from .odoo_source import Odoo
from .postgres import Server
from .settings import DEMO_ADDON, Settings

RECIPE = "1"  # to be raised when base is made in another way
RENEW_KEYS = """
from odoo.addons.brand_demo.story import signing
signing.renew(env)
env.cr.commit()
"""


@dataclasses.dataclass(frozen=True)
class Databases:
    settings: Settings
    purpose: str
    odoo: Odoo
    server: Server
    python: pathlib.Path

    def name(self, what):
        return f"{self.server.prefix}_{what}"

    @property
    def environ(self):
        """For every program that works with Odoo or the server."""
        private = [self.python.parent, self.server.programs, self.settings.cache / "nginx/usr/sbin"]
        path = os.pathsep.join([*map(str, private), os.environ.get("PATH", "/usr/bin:/bin")])
        return {
            **self.server.environ,
            "PATH": path,
            "PYTHONPATH": str(self.odoo.path),
            "PYTHONWARNINGS": "ignore",
            "ODOO_RC": "",  # what it says is in the configuration that we write
        }

    def filestore(self, database):
        return odoo_config.filestore(self.settings, self.purpose, database)

    def config(self, database="", **options):
        """The configuration file for work on `database`."""
        return odoo_config.write(
            self.settings, self.purpose, self.odoo, self.server, database, **options
        )

    # -- making one from another -----------------------------------------------------------------
    def clone(self, source, target):
        self.drop(target)
        self.server.clone(source, target)
        storage.link_tree(self.filestore(source), self.filestore(target))

    def rename(self, source, target):
        self.drop(target)
        if self.filestore(source).exists():
            self.filestore(source).rename(self.filestore(target))
        self.server.rename(source, target)
        odoo_config.path(self.settings, self.purpose, source).unlink(missing_ok=True)

    def drop(self, database):
        self.server.drop(database)
        shutil.rmtree(self.filestore(database), ignore_errors=True)
        odoo_config.path(self.settings, self.purpose, database).unlink(missing_ok=True)

    def run_odoo(self, words, what, said=None):
        """Run one of Odoo's commands to its end; returns what it printed."""
        log = self.settings.local / "log" / f"odoo-{self.purpose}.log"
        command = [self.python, "-m", "odoo", *words]
        where = self.settings.local
        return shell.run(command, what, log, env=self.environ, where=where, said=said)

    def update(self, database, words, what):
        """Install (-i) or update (-u) addons; an error that Odoo only logs is a failure too."""
        ending = ["--stop-after-init", "--no-http", "--max-cron-threads=0"]
        command = ["server", "-c", self.config(database), *words, *ending]
        for line in self.run_odoo(command, what).splitlines():
            if " CRITICAL " in line or (" ERROR " in line and "pg_trgm" not in line):
                raise Problem(f"{what} failed: {line[:300]} Details: {self.settings.local / 'log'}")

    # -- base ------------------------------------------------------------------------------------
    def base(self):
        """(name, key) of the database with what ours depend on."""
        needed = addons.foreign(addons.ours(self.settings.addons))
        key = self._base_key(needed)

        def make(fresh):
            storage.need_space(self.settings.local, 500)
            with step("Database in Chinese"):  # the chart of accounts follows the company's country
                words = ["init", "--country", "cn", "--language", "zh_CN", fresh]
                self.run_odoo(["db", "-c", self.config(), *words], "Making the database")
            with step("Odoo's own modules"):
                self.update(fresh, ["-i", ",".join(needed)], "Installing Odoo's own modules")

        return self._cached("base", "Odoo's own modules", key, make), key

    def _base_key(self, needed):
        return storage.hash_of(RECIPE, self.odoo.version, *needed)

    def _cached(self, what, title, key, make, loaded=None):
        """The database `what` with this key: as it is, or from the cache, or made.

        `loaded` is done to one from the cache.
        """
        name = self.name(what)
        if self.server.databases().get(name) == key:
            return name
        fresh, dump = f"{name}_new", self.settings.cache / "databases" / f"{what}-{key}.tar"
        with storage.locked(dump.with_suffix(".lock")):
            if dump.exists():
                with step(f"{title}: from the cache"):
                    dumps.load(self, dump, fresh)
                if loaded:
                    loaded(fresh)
            else:
                self.drop(fresh)
                make(fresh)
                dumps.save(self, fresh, dump)
        self.server.comment(fresh, key)
        self.rename(fresh, name)
        return name

    # -- our addons ------------------------------------------------------------------------------
    def template(self):
        """The database with all our addons but the demo."""
        found = addons.ours(self.settings.addons)
        prints = addons.fingerprints(found)
        source, key = self.base()
        for number, group in enumerate(addons.layers(found), start=1):
            key = storage.hash_of(key, *(f"{addon.name}:{prints[addon.name]}" for addon in group))
            name = self.name(f"layer{number}")
            if self.server.databases().get(name) != key:
                fresh = f"{name}_new"
                self._install(source, fresh, [addon.name for addon in group])
                self.server.comment(fresh, key)
                self.rename(fresh, name)
            source = name
        return source

    def demo(self):
        """The database with the demo played in it; without a demo addon, the template."""
        found = addons.ours(self.settings.addons)
        if DEMO_ADDON not in found:
            return self.template()
        prints = [f"{name}:{text}" for name, text in addons.fingerprints(found).items()]
        key = storage.hash_of(self._base_key(addons.foreign(found)), *prints)

        def make(fresh):
            self._install(self.template(), fresh, [DEMO_ADDON])

        return self._cached("demo_template", "The demo", key, make, self._renew_keys)

    def _renew_keys(self, database):
        """Give the demo's cities keys to sign with, where theirs are not on this machine."""
        with step("Keys for signing"):
            words = ["shell", "-c", self.config(database)]
            self.run_odoo(words, "Making keys for the demo", RENEW_KEYS)

    def _install(self, source, target, names):
        with step(f"Install {', '.join(names)}"):
            self.clone(source, target)
            self.update(target, ["-i", ",".join(names)], f"Installing {', '.join(names)}")

    # -- the user's demo -------------------------------------------------------------------------
    def user_demo(self):
        """The demo database of `make run`: made once, updated where an addon changed since."""
        name = self.name("demo")
        found = addons.ours(self.settings.addons)
        now = addons.fingerprints(found)
        comment = self.server.databases().get(name)
        if not comment:
            return self.reset_demo()
        then = json.loads(comment)
        for gone in sorted(set(then) - set(found)):
            say(
                f"  The demo database has {gone}, which is no longer in addons/: `make demo-reset`."
            )
        added = [addon for addon in found if addon not in then]
        changed = [addon for addon in found if addon in then and then[addon] != now[addon]]
        if added or changed:
            self._update_demo(name, added, changed)
            self.server.comment(name, json.dumps(now))
        keys = odoo_config.signing_keys(self.settings, self.purpose)
        if DEMO_ADDON in found and (added or changed or not keys.is_dir()):
            self._renew_keys(name)
        return name

    def _update_demo(self, name, added, changed):
        flags = (("-u", changed), ("-i", added))
        words = [word for flag, names in flags if names for word in (flag, ",".join(names))]
        with step(f"Update {', '.join(changed + added)}"):
            try:
                self.update(name, words, "Updating the demo database")
            except Problem as problem:
                way_out = "Correct the addon, or make the demo anew with `make demo-reset`."
                raise Problem(f"{problem} {way_out}") from problem

    def reset_demo(self):
        """The demo database as on the first day."""
        now = addons.fingerprints(addons.ours(self.settings.addons))
        fresh, name = self.name("fresh_demo"), self.name("demo")
        self.clone(self.demo(), fresh)
        self.server.comment(fresh, json.dumps(now))
        self.rename(fresh, name)
        for other in self.server.databases():  # the dumps in the cache make them again
            made = other.startswith(self.name("layer"))
            if made or other in (self.name("base"), self.name("demo_template")):
                self.drop(other)
        return name

    # -- copies to work on -----------------------------------------------------------------------
    def copy(self, what):
        """A copy of the `template` or the `demo` for one run, which is to `drop` it."""
        with storage.locked(self.settings.local / self.purpose / "build.lock"):
            self._drop_orphans()
            source = self._current(what)
            name = self.name(f"run_{os.getpid()}_{uuid.uuid4().hex[:6]}")
            self.clone(source, name)
            return name

    def _drop_orphans(self):
        """Copies of runs that were killed."""
        prefix = self.name("run_")
        for database in self.server.databases():
            owner = database.removeprefix(prefix).split("_")[0]
            if database.startswith(prefix) and not pathlib.Path(f"/proc/{owner}").exists():
                self.drop(database)

    def _current(self, what):
        """The up-to-date source of a copy; with KEEP=1 the one that is there."""
        layers = [name for name in self.server.databases() if name.startswith(self.name("layer"))]
        layers = sorted(name for name in layers if not name.endswith("_new"))
        if self.settings.keep and what == "template" and layers:
            say(f"  KEEP=1: {layers[-1]} as it is; changed fields, data and views are not in it.")
            return layers[-1]
        return self.template() if what == "template" else self.demo()
