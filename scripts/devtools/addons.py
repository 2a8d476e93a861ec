"""Our addons: what they depend on, in which order they are installed, and whether they changed."""

import ast
import dataclasses
import hashlib
import pathlib

from .settings import DEMO_ADDON

# What every city needs of Odoo, whatever our addons say.
ALWAYS = ("l10n_cn", "account", "portal", "mail")
# Nothing below these reaches a database: a change there needs no new template.
NO_EFFECT = ("tests", "static/tests", "readme")


@dataclasses.dataclass(frozen=True)
class Addon:
    name: str
    path: pathlib.Path
    depends: tuple

    def fingerprint(self):
        digest = hashlib.sha256()
        for file in sorted(self.path.rglob("*")):
            inside = file.relative_to(self.path)
            if file.is_file() and not _without_effect(inside):
                digest.update(f"{inside}\0".encode() + file.read_bytes() + b"\0")
        return digest.hexdigest()[:12]


def _without_effect(inside):
    text = inside.as_posix()
    return (
        "__pycache__" in inside.parts
        or inside.suffix in (".pyc", ".pot", ".md")
        or text.startswith(tuple(f"{folder}/" for folder in NO_EFFECT))
    )


def ours(folder):
    """{name: Addon} of the installable addons in `folder`, those others depend on first."""
    found = {}
    for manifest in sorted(folder.glob("*/__manifest__.py")):
        values = ast.literal_eval(manifest.read_text())
        if values.get("installable", True):
            name = manifest.parent.name
            found[name] = Addon(name, manifest.parent, tuple(values.get("depends", ())))
    return {
        name: found[name] for name in sorted(found, key=lambda name: (depth(found, name), name))
    }


def depth(addons, name):
    """How many of our own addons must be there before this one."""
    return max(
        (1 + depth(addons, other) for other in addons[name].depends if other in addons),
        default=0,
    )


def layers(addons):
    """Our addons in groups to be installed one after another; the demo, which nothing depends on, is left out."""
    groups = {}
    for name in addons:
        if name != DEMO_ADDON:
            groups.setdefault(depth(addons, name), []).append(addons[name])
    return [groups[level] for level in sorted(groups)]


def foreign(addons):
    """What our addons need of Odoo itself."""
    needed = {name for addon in addons.values() for name in addon.depends if name not in addons}
    return sorted(needed | set(ALWAYS))


def fingerprints(addons):
    return {name: addon.fingerprint() for name, addon in addons.items()}
