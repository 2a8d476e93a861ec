"""Databases kept as files in the cache, with their attachments, so that nobody makes them twice."""

import shutil
import tarfile

from . import storage
from .console import step

KEPT = 3  # of each kind; the oldest go


def save(databases, database, file):
    """Keep a database and its files."""
    with step("Keep it for the next time"), storage.whole_file(file) as partial:
        dump, files = partial.with_suffix(".dump"), databases.filestore(database)
        words = ["-Fc", "-Z1", "-O", "-x", "-f", dump, database]
        databases.server.run("pg_dump", *words, what=f"Saving {database}")
        with tarfile.open(partial, "w") as archive:
            archive.add(dump, "database.dump")
            if files.is_dir():
                archive.add(files, "filestore")
        dump.unlink()
    for old in sorted(
        file.parent.glob(f"{file.name.split('-')[0]}-*.tar"), key=lambda path: path.stat().st_mtime
    )[:-KEPT]:
        old.unlink()
        old.with_suffix(".lock").unlink(missing_ok=True)


def load(databases, file, database):
    """Make `database` from what `save` kept."""
    databases.drop(database)
    run, files = databases.server.run, databases.filestore(database)
    target = databases.settings.local / databases.purpose / "loading"
    with storage.whole(target) as folder:
        with tarfile.open(file) as archive:
            archive.extractall(folder)
        words = ["-T", "template0", "-E", "UTF8", "--lc-collate=C", database]
        run("createdb", *words, what=f"Making {database}")
        words = ["-j2", "-O", "-x", "-d", database, folder / "database.dump"]
        # the database has its name only later: nobody misses a part that a power cut takes
        options = "-c synchronous_commit=off"
        run("pg_restore", *words, what=f"Loading {database}", PGOPTIONS=options)
        if (folder / "filestore").is_dir():
            files.parent.mkdir(parents=True, exist_ok=True)
            (folder / "filestore").rename(files)
    shutil.rmtree(target)
