"""restore.sh refuses what would lose something; Odoo comes back and is served again."""

import hashlib
import pathlib
import shutil
import subprocess

import pytest
from backup_support import contents, tree
from production_support import (
    REFUSED,
    databases_like,
    drop,
    program,
    sql,
)

# --- restores that must not be made --------------------------------------------------------------


def copy_of_backup(city, folder):
    (backup,) = city.whole()
    return pathlib.Path(shutil.copytree(backup, folder / backup.name))


def damage(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)


@pytest.mark.parametrize(
    "name", ["database.dump", "filestore.tar.gz", "manifest.txt", "SHA256SUMS"]
)
def test_damaged_backup_is_refused_before_anything_is_made(shared, tmp_path, name):
    backup = copy_of_backup(shared, tmp_path)
    damage(backup / name)

    result = shared.restore(backup, f"{shared.name}_new")

    assert result.returncode == REFUSED
    assert "damaged" in result.stderr or "SHA256SUMS does not list" in result.stderr
    if name != "SHA256SUMS":
        assert name in result.stderr
    assert databases_like(f"{shared.name}_new") == []


@pytest.mark.parametrize(
    "name", ["database.dump", "filestore.tar.gz", "manifest.txt", "SHA256SUMS"]
)
def test_incomplete_backup_is_refused(shared, tmp_path, name):
    backup = copy_of_backup(shared, tmp_path)
    (backup / name).unlink()

    result = shared.restore(backup, f"{shared.name}_new")

    assert result.returncode == REFUSED
    assert f"has no {name}: it is not a whole backup" in result.stderr


def cut_short(backup, name, keep):
    """A file that lost its end before its checksum was taken."""
    path = backup / name
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * keep)])
    lines = [
        f"{hashlib.sha256((backup / n).read_bytes()).hexdigest()}  {n}\n"
        for n in ("database.dump", "filestore.tar.gz", "manifest.txt")
    ]
    (backup / "SHA256SUMS").write_text("".join(lines))


@pytest.mark.parametrize(
    ("name", "keep"), [("database.dump", 0.7), ("database.dump", 0.1), ("filestore.tar.gz", 0.5)]
)
@pytest.mark.parametrize("force", [[], ["--force"]], ids=["new", "over-existing"])
def test_restore_that_fails_midway_changes_nothing(city, tmp_path, name, keep, force):
    city.made()
    backup = copy_of_backup(city, tmp_path)
    cut_short(backup, name, keep)
    rows, files = contents(city.name), tree(city.filestore / city.name)

    result = city.restore(*force, backup, city.name if force else f"{city.name}_new")

    assert result.returncode == 1
    assert "nothing was changed" in result.stderr
    assert contents(city.name) == rows and tree(city.filestore / city.name) == files
    assert databases_like(f"{city.name}") == [city.name]
    assert city.leftovers() == set()


def test_existing_database_is_never_overwritten_without_force(shared):
    rows = contents(shared.name)

    result = shared.restore(f"latest:{shared.name}", shared.name)

    assert result.returncode == REFUSED
    assert f"the database {shared.name} exists already" in result.stderr
    assert contents(shared.name) == rows


def test_existing_filestore_is_never_overwritten_without_force(shared):
    folder = shared.filestore / f"{shared.name}_new"
    folder.mkdir()
    try:
        result = shared.restore(f"latest:{shared.name}", f"{shared.name}_new")
    finally:
        folder.rmdir()

    assert result.returncode == REFUSED
    assert "a filestore" in result.stderr and "exists already" in result.stderr


def test_force_replaces_a_database_that_is_in_use(city):
    rows, files = contents(city.name), tree(city.filestore / city.name)
    backup = city.made()
    sql(city.name, "truncate award")
    city.attach(b"later")
    user = subprocess.Popen(
        [program("psql"), "-Xqd", city.name],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        result = city.restore("--force", backup, city.name)
    finally:
        user.communicate(b"select 1;\n")

    assert result.returncode == 0, result.stderr
    assert contents(city.name) == rows
    assert tree(city.filestore / city.name) == files
    assert databases_like(city.name) == [city.name] and city.leftovers() == set()


@pytest.mark.parametrize("name", ["", "a b", 'x"; drop database y', "--", "x" * 60])
def test_name_that_is_no_database_is_refused(shared, name):
    result = shared.restore(f"latest:{shared.name}", name)

    assert result.returncode == REFUSED


def test_no_backup_at_all_is_said(shared):
    result = shared.restore("latest:atlantis", "new")

    assert result.returncode == REFUSED
    assert "there is no backup in" in result.stderr


def test_neutralize_that_fails_leaves_no_copy(shared):
    """A copy that would send mail must not exist."""
    result = shared.restore(
        "--neutralize", f"latest:{shared.name}", f"{shared.name}_new", ODOO_BIN="false"
    )

    assert result.returncode == 1
    assert "odoo neutralize failed" in result.stderr
    assert databases_like(f"{shared.name}_new") == [] and shared.leftovers() == set()


# --- with Odoo -----------------------------------------------------------------------------------


def test_odoo_is_saved_changed_and_brought_back_neutralised(small_odoo, tmp_path):
    """Through the entrypoint, as `docker compose run` does."""
    name, copy = small_odoo.database, f"{small_odoo.database}_copy"
    folders = {"BRAND_BACKUP_DIR": tmp_path, "BRAND_FILESTORE": small_odoo.filestore}
    users = "select string_agg(login, ',' order by id) from res_users"
    attachments = "select count(*) from ir_attachment where store_fname is not null"
    before = (sql(name, users), sql(name, attachments), tree(small_odoo.filestore / name))
    assert int(before[1]) > 10

    saved = small_odoo.job("backup", **folders)
    assert saved.returncode == 0, saved.stderr
    sql(name, "update ir_config_parameter set value = 'changed' where key = 'web.base.url.freeze'")
    try:
        restored = small_odoo.job("restore", "--neutralize", f"latest:{name}", copy, **folders)
        assert restored.returncode == 0, restored.stderr

        assert (
            sql(copy, users),
            sql(copy, attachments),
            tree(small_odoo.filestore / copy),
        ) == before
        assert (
            sql(copy, "select value from ir_config_parameter where key = 'web.base.url.freeze'")
            == "True"
        )
        # Harmless, and another database than the original.
        assert (
            sql(copy, "select value from ir_config_parameter where key = 'database.is_neutralized'")
            == "true"
        )
        active = "select count(*) from ir_cron where active"
        assert int(sql(copy, active)) < int(sql(name, active))
        uuid_of = "select value from ir_config_parameter where key = 'database.uuid'"
        assert sql(copy, uuid_of) != sql(name, uuid_of)
        # Odoo takes it.
        check = small_odoo.job("check", BRAND_DATABASE=copy)
        assert check.returncode == 0, check.stderr
    finally:
        sql(name, "update ir_config_parameter set value = 'True' where key = 'web.base.url.freeze'")
        drop(copy)


def test_odoo_restored_over_itself_is_served_again(small_odoo, tmp_path):
    name = small_odoo.database
    folders = {"BRAND_BACKUP_DIR": tmp_path, "BRAND_FILESTORE": small_odoo.filestore}
    files = tree(small_odoo.filestore / name)
    assert small_odoo.job("backup", **folders).returncode == 0
    sql(name, "update res_partner set name = 'lost'")
    shutil.rmtree(small_odoo.filestore / name)

    result = small_odoo.job("restore", "--force", f"latest:{name}", name, **folders)

    assert result.returncode == 0, result.stderr
    assert sql(name, "select count(*) from res_partner where name = 'lost'") == "0"
    assert tree(small_odoo.filestore / name) == files
    assert small_odoo.job("check").returncode == 0
