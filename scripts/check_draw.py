#!/usr/bin/env python3
"""Repeat a random draw from its exported JSON, without Odoo and without a database.

    python3 scripts/check_draw.py draw.json

Needs nothing but Python and the file draw.py beside this repository's addon (docs/draw.md tells
the algorithm in words, for those who would rather write their own). Ends with 0 if everything
fits, with 1 if something does not, with 2 if the file cannot be read as a draw.
"""

import importlib.util
import json
import sys
from pathlib import Path

RULES = Path(__file__).resolve().parents[1] / "addons/brand_certification/scheme/draw.py"


def load_rules(path=RULES):
    """The pure function itself, loaded by path: it imports the standard library only."""
    spec = importlib.util.spec_from_file_location("draw", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def main(arguments):
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    rules = load_rules()
    try:
        record = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
        wrong = rules.verify(record)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        print(f"This is not a draw that can be repeated: {error!r}", file=sys.stderr)
        return 2
    drawn = [e["key"] for e in record["entries"] if e["result"] == "drawn"]
    print(f"{record.get('number', '')} {record.get('purpose', '')}".strip())
    print(f"pool {len(record['entries'])}, drawn {len(drawn)}: {', '.join(drawn)}")
    for code in wrong:
        print(f"DOES NOT FIT: {code}")
    print("Everything fits." if not wrong else "The draw was not made as it says.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
