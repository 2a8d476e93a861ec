"""A sealed archive: a ZIP whose bytes follow from its content alone.

Entries stand in the order of their names, with one fixed time and without compression, so that
neither the clock nor the library changes a byte. ``manifest.json`` lists every other file with
size and SHA-256; ``seal.txt`` holds the SHA-256 of ``manifest.json``. docs/dossier.md tells the
format, scripts/check_dossier.py checks it.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Mapping
from typing import IO

FORMAT = 2
MANIFEST = "manifest.json"
SEAL = "seal.txt"
# The first time that a ZIP can hold
_TIME = (1980, 1, 1, 0, 0, 0)
_FORBIDDEN = frozenset('/\\:*?"<>|')


def as_json(value) -> bytes:
    """``value`` as UTF-8 JSON with sorted keys, the same bytes for the same value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1).encode()


def safe_name(name: str) -> str:
    """``name`` as one part of a path on any system; never empty, no way out of its folder."""
    kept = "".join("_" if c in _FORBIDDEN or ord(c) < 32 else c for c in name).strip(" .")
    stem, dot, ending = kept.rpartition(".")
    if dot and len(ending) <= 8:
        return f"{stem[:80]}.{ending}"
    return kept[:80] or "_"


def write(target: IO[bytes], facts: Mapping, files: Mapping[str, Callable[[], bytes]]) -> str:
    """Write the archive to ``target`` and return its seal.

    :param facts: what the manifest says beside the list of files
    :param files: path -> function that gives the content; called once each, one after another, so
        that one file at a time is held in memory
    """
    listed = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(files):
            content = files[path]()
            _add(archive, path, content)
            digest = hashlib.sha256(content).hexdigest()
            listed.append({"path": path, "size": len(content), "sha256": digest})
        manifest = as_json({**facts, "format": FORMAT, "files": listed})
        seal = hashlib.sha256(manifest).hexdigest()
        _add(archive, MANIFEST, manifest)
        _add(archive, SEAL, f"{seal}\n".encode())
    return seal


def _add(archive: zipfile.ZipFile, path: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(path, _TIME)
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content)
