"""The files of production agree with each other, with their schemas and with the addons."""

import importlib.resources
import json
import math
import re

import jsonschema
import pytest
from production_support import PRODUCTION, ROOT, program, run
from ruamel.yaml import YAML

COMPOSE = ROOT / "docker-compose.yml"


SHELL_SCRIPTS = sorted([*PRODUCTION.glob("**/*.sh"), *(ROOT / "scripts").glob("*.sh")])


VARIABLE = re.compile(r"\$(?:(\$)|\{([A-Z0-9_]+)(?:(:?[-?])([^}]*))?\})")


REQUIRED = {"BRAND_DOMAIN": "brand.example.cn"}


def interpolate(value, variables):
    """Replace ${NAME}, ${NAME:-default} and ${NAME:?message} as docker compose does."""

    def replace(match):
        dollar, name, operator, word = match.groups()
        if dollar:
            return "$"
        if variables.get(name):
            return variables[name]
        assert operator in ("-", ":-"), f"{name} has neither a value nor a default: {word}"
        return word

    if isinstance(value, dict):
        return {name: interpolate(part, variables) for name, part in value.items()}
    if isinstance(value, list):
        return [interpolate(part, variables) for part in value]
    return VARIABLE.sub(replace, value) if isinstance(value, str) else value


def parse(text):
    return json.loads(json.dumps(YAML(typ="safe", pure=True).load(text)))


@pytest.fixture(scope="module")
def compose():
    return interpolate(parse(COMPOSE.read_text()), REQUIRED)


def settings_of(path):
    return dict(re.findall(r"^([a-z_]+) *= *(.+)$", path.read_text(), re.MULTILINE))


def number(value):
    return int(value.split()[0])


# --- docker-compose.yml --------------------------------------------------------------------------


def test_compose_follows_the_compose_specification(compose):
    schemas = importlib.resources.files("check_jsonschema") / "builtin_schemas" / "vendor"
    schema = json.loads((schemas / "compose-spec.json").read_text())
    validator = jsonschema.validators.validator_for(schema)(schema)

    problems = [f"{list(e.absolute_path)}: {e.message}" for e in validator.iter_errors(compose)]

    assert problems == []


def test_schema_check_would_notice_a_mistake(compose):
    schemas = importlib.resources.files("check_jsonschema") / "builtin_schemas" / "vendor"
    schema = json.loads((schemas / "compose-spec.json").read_text())
    wrong = {**compose, "services": {"web": {"image": "odoo", "healthchek": {}}}}

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validators.validator_for(schema)(schema).validate(wrong)


def test_compose_needs_the_domain_and_nothing_else():
    assert interpolate(parse(COMPOSE.read_text()), REQUIRED)
    with pytest.raises(AssertionError, match="BRAND_DOMAIN"):
        interpolate(parse(COMPOSE.read_text()), {})


def test_services_are_those_of_the_design(compose):
    assert set(compose["services"]) == {
        "nginx",
        "web",
        "cron",
        "setup",
        "db",
        "db-replica",
        "backup",
        "restore",
    }
    profiles = {n: s["profiles"] for n, s in compose["services"].items() if "profiles" in s}
    assert profiles == {
        "setup": ["setup"],
        "restore": ["restore"],
        "db-replica": ["replica"],
    }


def test_every_name_in_compose_is_declared(compose):
    for name, service in compose["services"].items():
        assert set(service.get("secrets", [])) <= set(compose["secrets"]), name
        assert set(service["networks"]) <= set(compose["networks"]), name
        assert set(service.get("depends_on", {})) <= set(compose["services"]), name
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            if source.startswith("."):
                assert (ROOT / source).exists(), f"{name} mounts {source}, which does not exist"
            else:
                assert source in compose["volumes"], f"{name} mounts {source}"
    used = {s for service in compose["services"].values() for s in service.get("secrets", [])}
    assert used == set(compose["secrets"])


def test_every_service_that_stays_up_has_a_health_check(compose):
    for name, service in compose["services"].items():
        check = service["healthcheck"]
        if service["restart"] == "no":
            assert check == {"disable": True}, name
        else:
            assert check["test"][0] in ("CMD", "CMD-SHELL"), name
    for name in ("web", "cron"):
        words = compose["services"][name]["healthcheck"]["test"]
        assert words[-1] == "http://127.0.0.1:8069/web/health"


def test_services_have_no_rights_to_spare(compose):
    for name, service in compose["services"].items():
        assert service["cap_drop"] == ["ALL"], name
        assert service["read_only"] is True, name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert not {"privileged", "cap_add", "network_mode", "pid"} & set(service), name
        assert service.get("user") != "root", name


def test_only_nginx_can_be_reached_and_the_database_reaches_nobody(compose):
    published = [name for name, service in compose["services"].items() if "ports" in service]
    assert published == ["nginx"]
    assert compose["networks"]["back"]["internal"] is True
    assert compose["services"]["db"]["networks"] == ["back"]
    assert "back" not in compose["services"]["nginx"]["networks"]


def test_images_are_pinned_by_tag(compose):
    for name, service in compose["services"].items():
        tag = service["image"].rpartition(":")[2]
        assert tag not in ("", "latest"), f"{name}: {service['image']}"


def test_scheduled_jobs_run_in_their_own_container_only(compose):
    script = (PRODUCTION / "odoo" / "entrypoint.sh").read_text()

    assert compose["services"]["web"]["command"] == ["web"]
    assert compose["services"]["cron"]["command"] == ["cron"]
    assert re.search(
        r'^web\).*?--workers="\$\{BRAND_WEB_WORKERS.*?--max-cron-threads=0',
        script,
        re.MULTILINE | re.DOTALL,
    )
    assert re.search(
        r'^cron\).*?--workers=0 --max-cron-threads="\$\{BRAND_CRON_THREADS',
        script,
        re.MULTILINE | re.DOTALL,
    )


def test_secrets_are_files_and_never_values(compose):
    for name, secret in compose["secrets"].items():
        assert list(secret) == ["file"], name
        assert secret["file"].startswith("/etc/brand/secrets/"), name
    for name, service in compose["services"].items():
        for variable, value in service.get("environment", {}).items():
            if "PASSWORD" in variable:
                assert variable.endswith("_FILE") and value.startswith("/run/secrets/"), name


def test_env_example_has_every_setting_of_compose_with_the_same_default():
    defaults = {}
    for name, operator, default in re.findall(
        r"\$\{([A-Z0-9_]+)(:?[-?])([^}]*)\}", COMPOSE.read_text()
    ):
        defaults.setdefault(name, set()).add("" if "?" in operator else default)
    assert all(len(values) == 1 for values in defaults.values()), defaults
    example = dict(
        re.findall(
            r"^(?:# )?([A-Z][A-Z0-9_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE
        )
    )

    assert set(example) == set(defaults)
    for name, (default,) in defaults.items():
        if name not in ("BRAND_MODULES", "BRAND_DB_REPLICA_HOST"):  # shown with a city as example
            assert example[name] == default, name


# --- sizes and limits that must agree ------------------------------------------------------------


def test_postgresql_has_room_for_all_connections_of_odoo(compose):
    odoo = settings_of(PRODUCTION / "odoo" / "odoo.conf")
    postgres = settings_of(PRODUCTION / "postgres" / "postgresql.conf")
    workers = int(compose["services"]["web"]["environment"]["BRAND_WEB_WORKERS"])
    of_each, of_gevent = int(odoo["db_maxconn"]), int(odoo["db_maxconn_gevent"])

    web = workers * of_each + of_gevent
    cron = setup = of_each
    backup = 10

    room = number(postgres["max_connections"]) - number(postgres["superuser_reserved_connections"])
    assert web + cron + setup + backup <= room
    # The guide says how far workers can be raised.
    limit = (room - of_gevent - cron - setup - backup) // of_each
    assert f"{limit} workers" in (ROOT / "docs" / "production.md").read_text()


def limits():
    text = (PRODUCTION / "limits.env").read_text()
    return {
        name: int(value)
        for name, value in re.findall(r"^(BRAND_UPLOAD_\w+)=(\d+)$", text, re.MULTILINE)
    }


def test_upload_limits_have_one_source():
    assert limits() == {"BRAND_UPLOAD_FILE_MIB": 20, "BRAND_UPLOAD_REQUEST_MIB": 64}
    nginx = (PRODUCTION / "nginx" / "nginx.conf.template").read_text()
    assert re.findall(r"client_max_body_size (.*);", nginx) == ["${BRAND_UPLOAD_REQUEST_MIB}m"]
    assert 'os.environ["BRAND_UPLOAD_REQUEST_MIB"]' in (PRODUCTION / "odoo/database.py").read_text()
    compose_text = COMPOSE.read_text()
    assert "BRAND_UPLOAD" not in compose_text


def upload_limits_of_addons():
    """{(file, name): bytes} of the constants and parameters in addons/ that limit an upload."""
    constant = re.compile(
        r"^_?(MAX_(?:UPLOAD|FILE|ATTACHMENT|DOCUMENT)\w*) *= *([\d_* ]+)$", re.MULTILINE
    )
    parameter = re.compile(
        r"web\.max_file_upload_size</field>\s*<field name=\"value\">(\d+)<", re.MULTILINE
    )
    found = {}
    for path in sorted((ROOT / "addons").glob("**/*.py")):
        for name, expression in constant.findall(path.read_text()):
            factors = [int(factor) for factor in expression.replace("*", " ").split()]
            unit = 1024**2 if name.endswith("_MIB") else 1
            found[str(path.relative_to(ROOT)), name] = unit * math.prod(factors)
    for path in sorted((ROOT / "addons").glob("**/*.xml")):
        for value in parameter.findall(path.read_text()):
            found[str(path.relative_to(ROOT)), "web.max_file_upload_size"] = int(value)
    return found


def test_upload_limits_of_the_addons_are_those_of_production():
    of_file = limits()["BRAND_UPLOAD_FILE_MIB"] * 1024**2
    of_request = limits()["BRAND_UPLOAD_REQUEST_MIB"] * 1024**2
    found = upload_limits_of_addons()

    assert found, "no addon limits the size of a file"
    assert {
        key: size
        for key, size in found.items()
        if size != (of_request if key[1] == "web.max_file_upload_size" else of_file)
    } == {}


# --- Dockerfile, scripts, requirements -----------------------------------------------------------


def test_dockerfile_passes_hadolint():
    result = run(program("hadolint"), "--no-color", ROOT / "Dockerfile")

    assert result.returncode == 0, result.stdout


def test_dockerfile_pins_its_base_and_ends_without_root():
    text = (ROOT / "Dockerfile").read_text()

    assert "ARG ODOO_TAG=19.0" in text and "FROM ${ODOO_IMAGE}:${ODOO_TAG}" in text
    assert re.findall(r"^USER (\w+)$", text, re.MULTILINE)[-1] == "odoo"
    assert "rm -rf /var/lib/apt/lists/*" in text and "--no-cache-dir" in text


def test_dockerfile_copies_only_what_exists_and_is_sent():
    ignored = (ROOT / ".dockerignore").read_text().split("\n")
    sent = {line[1:] for line in ignored if line.startswith("!")}
    for sources in re.findall(r"^COPY (.*) \S+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE):
        for source in sources.split():
            assert (ROOT / source).exists(), source
            assert source in sent, f"{source} is not in .dockerignore"


def test_the_demonstration_is_not_in_the_image():
    assert "addons/brand_demo" in (ROOT / ".dockerignore").read_text().split("\n")


def pins(name):
    text = (ROOT / name).read_text()
    found = dict(re.findall(r"^([A-Za-z0-9_.-]+)==(\S+)$", text, re.MULTILINE))
    return {n.lower().replace("_", "-"): version for n, version in found.items()}


def test_python_packages_of_the_image_are_pinned_as_those_tested_here():
    lines = (ROOT / "requirements-odoo-addons.txt").read_text().split("\n")
    assert [ln for ln in lines if ln and not re.match(r"#|[\w.-]+==[\w.]+$", ln)] == []
    tested = pins("requirements.txt")
    tested["chinesecalendar"] = tested.get("chinesecalendar") or tested["chinese-calendar"]

    image = pins("requirements-odoo-addons.txt")

    assert {"weasyprint", "cn2an", "chinesecalendar"} <= set(image)
    assert {n: v for n, v in image.items() if tested.get(n) != v} == {}


@pytest.mark.parametrize("script", SHELL_SCRIPTS, ids=lambda path: path.name)
def test_shell_scripts_pass_shellcheck(script):
    result = run(program("shellcheck"), "-x", "-P", ROOT, script, cwd=ROOT)

    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("script", SHELL_SCRIPTS, ids=lambda path: path.name)
def test_shell_scripts_can_be_run(script):
    if script.parent.name != "lib":
        assert script.stat().st_mode & 0o111, f"chmod +x {script}"


def test_the_guide_names_only_files_and_settings_that_exist():
    guide = (ROOT / "docs" / "production.md").read_text()
    known = (ROOT / ".env.example").read_text()
    known += (PRODUCTION / "limits.env").read_text()
    known += "".join(path.read_text() for path in SHELL_SCRIPTS)
    for name in set(re.findall(r"\bBRAND_[A-Z0-9_]+\b", guide)):
        assert name in known, name
    for path in set(re.findall(r"`((?:scripts|config)/[\w./-]+)`", guide)):
        assert (ROOT / path).exists(), path
