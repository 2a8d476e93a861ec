"""Odoo's configuration file.

What config/odoo.local.conf says, then the user's own (ODOO_RC), then what depends on the machine.
"""

import configparser
import os

from .console import Problem


def options(settings):
    """What the configuration files say, without what depends on the machine."""
    found = options_of(settings.checkout / "config/odoo.local.conf")
    if own := os.environ.get("ODOO_RC"):
        found |= options_of(own)
    return found


def options_of(file):
    parser = configparser.RawConfigParser()
    try:
        if not parser.read(file):
            raise Problem(f"The configuration {file} cannot be read: correct it, or unset ODOO_RC.")
        return dict(parser["options"])
    except (configparser.Error, KeyError) as error:
        raise Problem(
            f"{file} is not a configuration of Odoo ({error}): correct it, or unset ODOO_RC."
        ) from error


def path(settings, purpose, database=""):
    return settings.local / purpose / f"{database or 'odoo'}.conf"


def write(settings, purpose, odoo, server, database="", **more):
    """Write the configuration for work on `database` and return its path."""
    own = [settings.addons] if any(settings.addons.glob("*/__manifest__.py")) else []
    data = settings.local / purpose / "data"
    data.mkdir(parents=True, exist_ok=True)
    values = {
        **options(settings),
        **server.options,
        "addons_path": ",".join(str(folder) for folder in (*odoo.addons, *own)),
        "data_dir": data,
        "pg_path": server.programs,
        "db_name": database or "False",
        **({"dbfilter": f"^{database}$"} if database else {}),
        **more,
    }
    file = path(settings, purpose, database)
    lines = [f"{name} = {value}\n" for name, value in sorted(values.items())]
    file.write_text("[options]\n" + "".join(lines))
    file.chmod(0o600)
    return file


def filestore(settings, purpose, database):
    return settings.local / purpose / "data/filestore" / database


def signing_keys(settings, purpose):
    """Where Odoo keeps the cities' private keys, as addons/brand_certification has it."""
    return settings.local / purpose / "data/brand_signing_keys"
