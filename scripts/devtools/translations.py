"""`make i18n`: the terms of our addons, and which of them lack Chinese.

The database is made from the addons as they are, so the files hold every term of today and keep the translations of
yesterday.
"""

import json

from . import addons, setup, shell
from .console import say, step

LANGUAGE = "zh_CN"
SHOWN = 10
MISSING = """
import json, sys, polib
print(json.dumps([entry.msgid for entry in polib.pofile(sys.argv[1]) if not entry.translated() and not entry.obsolete]))
"""


def export(settings):
    with setup.environment(settings, "test") as databases:
        database = databases.copy("demo")
        try:
            for name in addons.ours(settings.addons):
                (settings.addons / name / "i18n").mkdir(exist_ok=True)
                with step(f"Terms of {name}"):
                    words = ["-c", databases.config(), "-d", database, name, "-l", "pot", LANGUAGE]
                    databases.run_odoo(["i18n", "export", *words], f"Exporting terms of {name}")
            return _report(settings, databases.python)
        finally:
            databases.drop(database)


def _report(settings, python):
    total = 0
    for name in addons.ours(settings.addons):
        file = settings.addons / name / "i18n" / f"{LANGUAGE}.po"
        missing = json.loads(shell.output([python, "-c", MISSING, file])) if file.exists() else []
        total += len(missing)
        if missing:
            say(
                f"\n{name}: {len(missing)} terms lack Chinese in {file.relative_to(settings.checkout)}"
            )
        for term in missing[:SHOWN]:
            say(f"  {' '.join(term.split())[:100]}")
        if len(missing) > SHOWN:
            say(f"  and {len(missing) - SHOWN} more")
    say(f"\n{total} terms lack Chinese." if total else "\nEvery term has its Chinese.")
    return 0
