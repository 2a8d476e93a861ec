"""A small database with files, saved by backup.sh and brought back by restore.sh."""

import hashlib
import re
import uuid

from production_support import (
    ROOT,
    databases_like,
    drop,
    environment,
    program,
    run,
    sql,
)

BACKUP = ROOT / "scripts" / "backup.sh"
RESTORE = ROOT / "scripts" / "restore.sh"


def tree(folder):
    """{path: digest} of all files below."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "checklist" not in path.parts
    }


def contents(database, table="award"):
    return sql(
        database,
        f"select count(*) || ' ' || md5(string_agg(t::text, ';' order by t::text)) from {table} t",
    )


class City:
    """A small database with attachments, as Odoo keeps them, and folders of its own."""

    def __init__(self, folder):
        self.name = f"bk_{uuid.uuid4().hex[:10]}"
        self.folder, self.filestore, self.backups = folder, folder / "filestore", folder / "backups"
        run(program("createdb"), "-T", "template0", "-E", "UTF8", "--lc-collate=C", self.name)
        sql(
            self.name,
            """create table award (id serial primary key, name text not null, amount numeric);
               create table ir_attachment (id serial primary key, store_fname varchar);
               insert into award (name, amount)
                 select '品牌' || i, i * 1.1 from generate_series(1, 5000) i;
               create index award_name on award (name);""",
        )
        self.attach(*(f"文件 {n}".encode() * 50 for n in range(40)))
        (self.filestore / self.name / "checklist/ab").mkdir(parents=True)
        (self.filestore / self.name / "checklist/ab/gone").write_text("")

    def attach(self, *files):
        for data in files:
            digest = hashlib.sha1(data).hexdigest()
            path = self.filestore / self.name / digest[:2] / digest
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            sql(
                self.name,
                f"insert into ir_attachment (store_fname) values ('{digest[:2]}/{digest}')",
            )

    def backup(self, *words, env=None, **values):
        env = env or environment(**values)
        return run(
            BACKUP, "--dir", self.backups, "--filestore", self.filestore, *words, self.name, env=env
        )

    def made(self):
        result = self.backup()
        assert result.returncode == 0, result.stderr
        return max(self.whole())

    def whole(self):
        folder = self.backups / self.name
        return [p for p in folder.iterdir() if re.fullmatch(r"\d{4}-\d\d-\d\dT\d{6}Z", p.name)]

    def restore(self, *words, **values):
        env = environment(BRAND_BACKUP_DIR=self.backups, **values)
        return run(RESTORE, "--filestore", self.filestore, *words, env=env)

    def leftovers(self):
        """Whatever a failed restore might have left."""
        files = {p.name for p in self.filestore.iterdir()} - {self.name, f"{self.name}_new"}
        return set(databases_like(f"{self.name}%--")) | files

    def close(self):
        drop(*databases_like(self.name))
