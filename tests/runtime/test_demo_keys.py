"""The demo's private keys: in no dump, and made anew where a demo was loaded from one."""

import dataclasses
import tarfile

import pytest
from devtools import databases as module
from devtools import dumps, odoo_config
from devtools import settings as settings_module


class PlaysPostgres:
    """Databases by name with their comments; programs leave their output file."""

    prefix = "brand_test"

    def __init__(self):
        self.held = {}

    def databases(self):
        return dict(self.held)

    def comment(self, database, text):
        self.held[database] = text

    def drop(self, database):
        self.held.pop(database, None)

    def rename(self, source, target):
        self.held[target] = self.held.pop(source)

    def run(self, program, *words, **_options):
        if program == "pg_dump":
            words[words.index("-f") + 1].write_bytes(b"the database")


@pytest.fixture
def databases(tmp_path, monkeypatch):
    own = dataclasses.replace(
        settings_module.read(), local=tmp_path / "local", cache=tmp_path / "cache"
    )
    (own.cache / "databases").mkdir(parents=True)
    made = module.Databases(own, "demo", None, PlaysPostgres(), None)
    asked = []
    monkeypatch.setattr(
        module.Databases, "_renew_keys", lambda _self, database: asked.append(database)
    )
    monkeypatch.setattr(module.addons, "ours", lambda _folder: {module.DEMO_ADDON: None})
    monkeypatch.setattr(module.addons, "foreign", lambda _found: ())
    monkeypatch.setattr(module.addons, "fingerprints", lambda found: dict.fromkeys(found, "1"))
    monkeypatch.setattr(module.Databases, "_base_key", lambda _self, _needed: "base")
    return made, asked


def play(made, monkeypatch):
    """Play the demo: a file of the file store, and a private key beside it."""

    def install(_self, _source, fresh, _names):
        files = made.filestore(fresh)
        files.mkdir(parents=True)
        (files / "a.pdf").write_bytes(b"a document")
        keys = odoo_config.signing_keys(made.settings, "demo")
        keys.mkdir()
        (keys / "1.pem").write_bytes(b"PRIVATE KEY")

    monkeypatch.setattr(module.Databases, "template", lambda _self: "template")
    monkeypatch.setattr(module.Databases, "_install", install)
    return made.demo()


def test_a_dump_of_the_demo_holds_documents_and_no_private_key(databases, monkeypatch):
    made, asked = databases

    play(made, monkeypatch)

    (dump,) = (made.settings.cache / "databases").glob("demo_template-*.tar")
    with tarfile.open(dump) as archive:
        names = archive.getnames()
    assert "filestore/a.pdf" in names and "database.dump" in names
    assert not [name for name in names if "key" in name or name.endswith(".pem")]
    # where it was played its keys are
    assert asked == []


def test_a_demo_from_the_cache_gets_keys_of_its_own_once(databases, monkeypatch):
    made, asked = databases
    loaded = []

    def load(_databases, _file, fresh):
        loaded.append(fresh)
        made.server.held[fresh] = ""

    name = play(made, monkeypatch)
    made.drop(name)
    monkeypatch.setattr(dumps, "load", load)

    made.demo()
    made.demo()

    assert len(loaded) == 1 and asked == loaded
