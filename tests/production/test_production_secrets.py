"""No start with a password that is missing, short or a known default; and none is ever shown."""

import pytest
from production_support import (
    ENTRYPOINT,
    PRODUCTION,
    REFUSED,
    ROOT,
    environment,
    run,
    strong_password,
)

BAD = [
    ("", "is missing or empty"),
    ("odoo", "is shorter than 16 characters"),
    ("admin", "is shorter than 16 characters"),
    ("changeme", "is shorter than 16 characters"),
    ("Kv8#mQ2!pL", "is shorter than 16 characters"),
    ("changemechangeme", "is a known default"),
    ("Change-Me_1234567", "is a known default"),
    ("odoo-admin-password", "is a known default"),
    ("PostgresPassword2026!", "is a known default"),
    ("your-password-here", "is a known default"),
    ("aaaaaaaaaaaaaaaaaaaa", "repeats the same few characters"),
    ("abababababababababab", "repeats the same few characters"),
    ("12345678901234567890", "is made of digits only"),
    ("a good pass phrase of words", "contains a space"),
    ("first-line-is-fine\nsecond-is-not", "contains a space, a line break"),
]


def start(job="check", **values):
    env = environment(BRAND_HOME=ROOT, BRAND_ALLOW_ROOT=1, **values)
    return run(ENTRYPOINT, job, env=env, timeout=60)


def both(**values):
    return {
        "POSTGRES_PASSWORD": strong_password(),
        "ODOO_ADMIN_PASSWORD": strong_password(),
        **values,
    }


@pytest.mark.parametrize(("value", "reason"), BAD)
@pytest.mark.parametrize("name", ["POSTGRES_PASSWORD", "ODOO_ADMIN_PASSWORD"])
@pytest.mark.parametrize("as_file", [False, True], ids=["variable", "file"])
def test_odoo_does_not_start_with_a_bad_password(name, value, reason, as_file, tmp_path):
    values = both(BRAND_RUN=tmp_path / "run")
    if as_file:
        del values[name]
        (tmp_path / "secret").write_text(value + "\n")
        values[f"{name}_FILE"] = tmp_path / "secret"
    else:
        values[name] = value

    result = start(**values)

    assert result.returncode == REFUSED
    assert f"refusing to start: {name} {reason}" in result.stderr
    assert "openssl rand" in result.stderr
    assert not (tmp_path / "run").exists()
    if len(value) > 8:
        assert value not in result.stdout + result.stderr


@pytest.mark.parametrize(
    "job", ["web", "cron", "setup", "backup", "backup-daily", "restore", "shell"]
)
def test_every_job_refuses(job, tmp_path):
    result = start(job, BRAND_RUN=tmp_path, ODOO_ADMIN_PASSWORD=strong_password())

    assert result.returncode == REFUSED
    assert "POSTGRES_PASSWORD is missing or empty" in result.stderr


def test_a_secret_file_that_does_not_exist_is_named(tmp_path):
    values = both(BRAND_RUN=tmp_path, POSTGRES_PASSWORD_FILE=tmp_path / "nowhere")
    del values["POSTGRES_PASSWORD"]

    result = start(**values)

    assert result.returncode == REFUSED
    assert f"POSTGRES_PASSWORD_FILE names {tmp_path}/nowhere, which does not exist" in result.stderr


def test_a_secret_given_twice_is_refused(tmp_path):
    (tmp_path / "secret").write_text(strong_password())

    result = start(**both(BRAND_RUN=tmp_path, POSTGRES_PASSWORD_FILE=tmp_path / "secret"))

    assert result.returncode == REFUSED
    assert "are both set: keep one of them" in result.stderr


def test_one_password_for_two_purposes_is_refused(tmp_path):
    same = strong_password()

    result = start(POSTGRES_PASSWORD=same, ODOO_ADMIN_PASSWORD=same, BRAND_RUN=tmp_path)

    assert result.returncode == REFUSED
    assert "are the same: give each its own value" in result.stderr


def test_the_superuser_of_the_database_is_refused(tmp_path):
    result = start(**both(BRAND_RUN=tmp_path, PGUSER="postgres"))

    assert result.returncode == REFUSED
    assert "superuser postgres" in result.stderr


def test_good_passwords_are_accepted_and_kept_in_one_private_file(tmp_path):
    values = both(BRAND_RUN=tmp_path / "run", PGHOST=tmp_path, BRAND_DB_WAIT=0)

    result = start(**values)

    # It gets as far as the database, of which there is none here.
    assert result.returncode == REFUSED
    assert f"no answer from PostgreSQL on {tmp_path}" in result.stderr
    conf = tmp_path / "run" / "odoo.conf"
    assert conf.stat().st_mode & 0o777 == 0o600
    text = conf.read_text()
    assert f"db_password = {values['POSTGRES_PASSWORD']}\n" in text
    # The master password is kept as a hash only, as Odoo itself would write it.
    assert values["ODOO_ADMIN_PASSWORD"] not in text
    assert "admin_passwd = $pbkdf2-sha512$" in text
    assert "list_db = False\n" in text and "proxy_mode = True\n" in text
    assert "db_replica_host" not in text
    for value in (values["POSTGRES_PASSWORD"], values["ODOO_ADMIN_PASSWORD"]):
        assert value not in result.stdout + result.stderr


def test_the_read_replica_is_configured_only_when_named(tmp_path):
    start(
        **both(
            BRAND_RUN=tmp_path, PGHOST=tmp_path, BRAND_DB_WAIT=0, BRAND_DB_REPLICA_HOST="db-replica"
        )
    )

    text = (tmp_path / "odoo.conf").read_text()
    assert "db_replica_host = db-replica\ndb_replica_port = 5432\n" in text


def test_mail_with_a_user_needs_its_password(tmp_path):
    values = both(BRAND_RUN=tmp_path, BRAND_SMTP_HOST="mail.example.cn", BRAND_SMTP_USER="brand")

    result = start(**values)

    assert result.returncode == REFUSED
    assert "SMTP_PASSWORD is missing or empty" in result.stderr


def test_an_unknown_job_is_refused(tmp_path):
    result = start("destroy", **both(BRAND_RUN=tmp_path, PGHOST=tmp_path))

    assert result.returncode == REFUSED
    assert 'unknown job "destroy"' in result.stderr


def test_a_name_that_is_no_database_is_refused(tmp_path):
    result = start(**both(BRAND_RUN=tmp_path, BRAND_DATABASE="brand; drop"))

    assert result.returncode == REFUSED
    assert "BRAND_DATABASE must be" in result.stderr


@pytest.mark.parametrize("value", ["", "postgres", "changemechangeme"])
def test_the_database_server_refuses_bad_passwords(value, tmp_path):
    (tmp_path / "secret").write_text(value)
    env = environment(BRAND_HOME=ROOT, POSTGRES_PASSWORD_FILE=tmp_path / "secret", PGDATA=tmp_path)

    result = run(PRODUCTION / "postgres" / "entrypoint.sh", env=env)

    assert result.returncode == REFUSED
    assert "refusing to start: POSTGRES_PASSWORD" in result.stderr


def test_the_replica_refuses_to_start_without_its_password(tmp_path):
    env = environment(BRAND_HOME=ROOT, PGDATA=tmp_path / "data")

    result = run(PRODUCTION / "postgres" / "replica.sh", env=env)

    assert result.returncode == REFUSED
    assert "POSTGRES_REPLICATION_PASSWORD is missing or empty" in result.stderr


def test_passwords_are_new_in_every_run():
    assert strong_password() != strong_password()
