"""The database before Odoo serves it: `database.py check` and `database.py setup`.

Run by entrypoint.sh, which writes the configuration (ODOO_RC) and judges the passwords.
`check` reads only and takes under a second, without loading a registry. `setup` creates the
database when there is none, installs BRAND_MODULES, upgrades what this image has newer, and
writes the few parameters that belong to the installation and not to the city.
"""

import os
import sys
from contextlib import closing

import psycopg2
from passlib.context import CryptContext

import odoo
import odoo.service.db
from odoo.modules.module import Manifest
from odoo.modules.registry import Registry
from odoo.sql_db import db_connect
from odoo.tools import config

ADMIN_DEFAULTS = ("admin", "odoo", "password", "changeme", "demo", "123456")
DEMO_MODULE = "brand_demo"
OUR_PREFIX = "brand_"
COMPANY_COUNTRY = "cn"
TIMEZONE = "Asia/Shanghai"
REFUSED = 78


class Refusal(Exception):
    """Odoo must not start on this database; the message says why and what to do."""


def _log(text):
    sys.stderr.write(f"brand database: {text}\n")
    sys.stderr.flush()


def _database_exists(name):
    with closing(db_connect("postgres").cursor()) as cr:
        cr.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return bool(cr.fetchone())


def _is_initialised(name):
    with closing(db_connect(name).cursor()) as cr:
        cr.execute("SELECT to_regclass('ir_module_module') IS NOT NULL")
        return cr.fetchone()[0]


def _installed(cr):
    """Return {module: version} of what is installed."""
    cr.execute("SELECT name, latest_version FROM ir_module_module WHERE state = 'installed'")
    return dict(cr.fetchall())


def _outdated(installed):
    """Return the names of our modules whose files in this image have another version."""
    names = []
    for name, version in sorted(installed.items()):
        if name.startswith(OUR_PREFIX):
            manifest = Manifest.for_addon(name, display_warning=False)
            if manifest is None:
                raise Refusal(
                    f"the module {name} is installed in the database, but this image does not"
                    " have it. Start the image that the database was last upgraded with."
                )
            if manifest.version != version:
                names.append(name)
    return names


def _default_password_users(cr):
    """Return the logins of administrators who still have a password from a manual."""
    cr.execute(
        """
        SELECT u.login, u.password
          FROM res_users u
          JOIN ir_model_data d ON d.model = 'res.users' AND d.res_id = u.id
         WHERE u.active AND d.module = 'base' AND d.name = 'user_admin' AND u.password IS NOT NULL
        """
    )
    context = CryptContext(["pbkdf2_sha512", "plaintext"], deprecated=["plaintext"])
    return [
        login
        for login, password in cr.fetchall()
        if any(context.verify(word, password) for word in {*ADMIN_DEFAULTS, login})
    ]


def check(name):
    """Refuse a database that is not ready for production."""
    if not _database_exists(name) or not _is_initialised(name):
        raise Refusal(f"the database {name} is not set up. Run once: docker compose run --rm setup")
    with closing(db_connect(name).cursor()) as cr:
        cr.execute(
            "SELECT count(*) FROM ir_module_module"
            " WHERE state IN ('to install', 'to upgrade', 'to remove')"
        )
        pending = cr.fetchone()[0]
        installed = _installed(cr)
        if "base" not in installed or pending:
            raise Refusal(
                f"the last setup or upgrade of the database {name} did not end. Run it again:"
                " docker compose run --rm setup"
            )
        if DEMO_MODULE in installed:
            raise Refusal(
                f"the demonstration ({DEMO_MODULE}) is installed in the database {name}: its"
                " accounts have known passwords. It does not belong into production."
            )
        if outdated := _outdated(installed):
            raise Refusal(
                f"this image has other versions of {', '.join(outdated)} than the database"
                f" {name}. Back up, then run: docker compose run --rm setup"
            )
        if users := _default_password_users(cr):
            raise Refusal(
                f"the user {', '.join(users)} still has a default password. Set another one:"
                " docker compose run --rm setup --reset-admin"
            )


def _require_login_password():
    problem = os.environ.get("BRAND_ADMIN_LOGIN_PROBLEM")
    if problem:
        raise Refusal(
            f"BRAND_ADMIN_LOGIN_PASSWORD {problem}: it becomes the password of the user admin."
            " Make one, for example with: openssl rand -base64 24"
        )
    return os.environ["BRAND_ADMIN_LOGIN_PASSWORD"]


def _create(name):
    password = _require_login_password()
    # The chart of accounts follows the company's country: the country first, modules later.
    if not _database_exists(name):
        _log(f"creating the database {name}")
        odoo.service.db._create_empty_database(name)
    language = os.environ.get("BRAND_LANGUAGE", "zh_CN")
    # This logs an error and returns when it fails, so look afterwards.
    odoo.service.db._initialize_db(name, False, language, password, "admin", COMPANY_COUNTRY)
    with closing(db_connect(name).cursor()) as cr:
        if "base" not in _installed(cr) or _default_password_users(cr):
            raise Refusal(
                f"creating the database {name} failed, see the log above. Drop it and try again:"
                f" docker compose exec db dropdb {name}"
            )


def _install_and_upgrade(name, *, everything):
    wanted = [m.strip() for m in os.environ.get("BRAND_MODULES", "brand_awards").split(",")]
    wanted = [m for m in wanted if m]
    if DEMO_MODULE in wanted:
        raise Refusal(f"BRAND_MODULES names {DEMO_MODULE}, which does not belong into production.")
    for module in wanted:
        if Manifest.for_addon(module, display_warning=False) is None:
            raise Refusal(f"BRAND_MODULES names {module}, which this image does not have.")
    with closing(db_connect(name).cursor()) as cr:
        installed = _installed(cr)
        outdated = _outdated(installed)
        # Left by an interrupted run: loading with update_module takes these up by itself.
        cr.execute("SELECT name FROM ir_module_module WHERE state IN ('to install', 'to upgrade')")
        pending = [row[0] for row in cr.fetchall()]
    if everything:
        outdated = ["base"]
    missing = [m for m in wanted if m not in installed]
    if missing or outdated or pending:
        _log(f"installing {missing or 'nothing'}, upgrading {outdated or 'nothing'}")
        Registry.new(name, update_module=True, install_modules=missing, upgrade_modules=outdated)


def _write_parameters(env):
    parameters = env["ir.config_parameter"]
    request_limit = int(os.environ["BRAND_UPLOAD_REQUEST_MIB"]) * 1024 * 1024
    parameters.set_param("web.max_file_upload_size", str(request_limit))
    if domain := os.environ.get("BRAND_DOMAIN"):
        parameters.set_param("web.base.url", f"https://{domain}")
        parameters.set_param("web.base.url.freeze", "True")
    admin = env.ref("base.user_admin")
    if not admin.tz:
        admin.tz = TIMEZONE


def setup(name, *, reset_admin=False, everything=False):
    """Create or upgrade the database; safe to run again after it was interrupted."""
    if not _database_exists(name) or not _is_initialised(name):
        _create(name)
    _install_and_upgrade(name, everything=everything)
    with Registry(name).cursor() as cr:
        env = odoo.api.Environment(cr, odoo.api.SUPERUSER_ID, {})
        _write_parameters(env)
        if reset_admin:
            env.ref("base.user_admin").password = _require_login_password()
    check(name)
    _log(f"the database {name} is ready")


def main(arguments):
    command, *flags = arguments
    config.parse_config(["-c", os.environ["ODOO_RC"]], setup_logging=True)
    (name,) = config["db_name"]
    try:
        if command == "setup":
            if unknown := set(flags) - {"--reset-admin", "--upgrade-all"}:
                raise Refusal(f"setup does not know {' '.join(sorted(unknown))}.")
            setup(
                name,
                reset_admin="--reset-admin" in flags,
                everything="--upgrade-all" in flags,
            )
        else:
            check(name)
    except (Refusal, psycopg2.OperationalError) as problem:
        _log(f"refusing to start: {problem}")
        return REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
