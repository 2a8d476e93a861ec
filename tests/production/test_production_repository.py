"""No password, no private key and no package registry in the repository."""

import pathlib
import re
import subprocess

import pytest
from production_support import PRODUCTION, ROOT, run

COMPOSE = ROOT / "docker-compose.yml"


def repository_files():
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
    names = [name for name in listed.stdout.split("\0") if name]
    if listed.returncode or not names:  # a copy without git
        names = [
            str(p.relative_to(ROOT))
            for p in ROOT.glob("**/*")
            if p.is_file() and not any(part.startswith(".") for part in p.parts[len(ROOT.parts) :])
        ]
    return [ROOT / name for name in names if (ROOT / name).is_file()]


SECRET_NAME = (
    r"(?:POSTGRES_PASSWORD|POSTGRES_REPLICATION_PASSWORD|ODOO_ADMIN_PASSWORD|PGPASSWORD|SMTP_PASSWORD"
    r"|BRAND_ADMIN_LOGIN_PASSWORD|admin_passwd|db_password|smtp_password)"
)


ASSIGNED = re.compile(rf"{SECRET_NAME}[\"']?\s*[=:]\s*[\"']?([^\s\"',;)}}]+)")


def test_no_file_names_a_password_that_would_work():
    judge = f'. "{PRODUCTION}/lib/secrets.sh"; secret_problem "$1"'
    offending = []
    for path in repository_files():
        try:
            text = path.read_text()
        except (UnicodeDecodeError, OSError):
            continue
        for value in ASSIGNED.findall(text):
            if re.match(r"[$%{<(\[/]|strong_password|os\.|secrets\.|self\.|\w+[.(\[]|\*+$", value):
                continue  # a variable, a path or a call
            if not run("bash", "-c", judge, "judge", value).stdout.strip():
                offending.append((str(path.relative_to(ROOT)), value))

    assert offending == []


def test_no_private_key_is_in_the_repository():
    marker = "PRIVATE " + "KEY-----"
    found = []
    for path in repository_files():
        if path.stat().st_size < 1_000_000 and marker.encode() in path.read_bytes():
            found.append(path)

    assert found == []


@pytest.mark.parametrize("path", [COMPOSE, ROOT / "Dockerfile", *sorted(PRODUCTION.glob("**/*"))])
def test_production_files_name_no_package_registry(path: pathlib.Path):
    if path.is_file():
        found = re.findall(
            r"pypi\.|npmjs|docker\.io|ghcr\.|aliyun|tsinghua|--index-url|deb\.debian",
            path.read_text(),
        )
        assert found == []
