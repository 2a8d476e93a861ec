"""What changed between two versions of a file: answers old and new, files with both hashes.

A version is ``{"answers": {key: text}, "documents": [{"key", "name", "filename", "sha256"}]}``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Change", "changes"]


@dataclass(frozen=True)
class Change:
    """One difference. ``key`` names the answer, or the row of the checklist of a document; for a
    document ``old`` and ``new`` are file names. Empty text: there was, or is, nothing."""

    key: str
    old: str
    new: str
    name: str = ""
    is_document: bool = False
    old_hash: str = ""
    new_hash: str = ""


def changes(before: Mapping, after: Mapping, order: Sequence[str] = ()) -> tuple[Change, ...]:
    """Differences in the ``order`` of the form (other answers after them), then the documents.

    A document is compared by its hash: a file of another name and the same content is the same.
    """
    return (*_answer_changes(before, after, order), *_document_changes(before, after))


def _answer_changes(before: Mapping, after: Mapping, order: Sequence[str]):
    old, new = before.get("answers") or {}, after.get("answers") or {}
    known = [*order, *sorted((set(old) | set(new)) - set(order))]
    for key in known:
        texts = (old.get(key) or "", new.get(key) or "")
        if texts[0] != texts[1]:
            yield Change(key, *texts)


def _document_changes(before: Mapping, after: Mapping):
    old = {row["key"]: row for row in before.get("documents") or ()}
    new = {row["key"]: row for row in after.get("documents") or ()}
    for key in dict.fromkeys((*new, *old)):
        was, now = old.get(key) or {}, new.get(key) or {}
        hashes = (was.get("sha256") or "", now.get("sha256") or "")
        if hashes[0] != hashes[1]:
            yield Change(
                key,
                was.get("filename") or "",
                now.get("filename") or "",
                name=now.get("name") or was.get("name") or "",
                is_document=True,
                old_hash=hashes[0],
                new_hash=hashes[1],
            )
