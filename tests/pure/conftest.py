"""Load the addons' pure packages by path, as ``scheme``, ``decision`` and ``bank``.

Importing them through their addon would import its models, and so Odoo. A package that is not
there yet is left out; its tests then fail to import it, by name.
"""

import importlib.util
import sys
from pathlib import Path

ADDONS = Path(__file__).resolve().parents[2] / "addons"
PACKAGES = {
    "scheme": ADDONS / "brand_certification" / "scheme",
    "decision": ADDONS / "brand_awards" / "decision",
    "bank": ADDONS / "brand_awards" / "bank",
}


def _load(name: str, folder: Path) -> None:
    init = folder / "__init__.py"
    if not init.exists():
        return
    spec = importlib.util.spec_from_file_location(
        name, init, submodule_search_locations=[str(folder)]
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)


for _name, _folder in PACKAGES.items():
    _load(_name, _folder)
