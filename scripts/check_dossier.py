#!/usr/bin/env python3
"""Check a sealed dossier without Odoo and without a database: 核验封存案卷。

    python3 check_dossier.py file.zip

Needs nothing but Python and the file itself; docs/dossier.md tells the format. Ends with 0 if
everything fits, with 1 if something does not, with 2 if called wrongly.
"""

import hashlib
import json
import sys
import zipfile
from decimal import Decimal
from fractions import Fraction
from math import floor

# 1 knew neither corrections nor papers, surveillance, complaints and appeals
FORMATS = (1, 2)
MANIFEST, SEAL = "manifest.json", "seal.txt"
CHUNK = 1 << 20


class Findings:
    """What was checked, in Chinese and English, and how much of it does not fit."""

    def __init__(self):
        self.wrong = 0

    def tell(self, fits, chinese, english):
        """Say one result; ``fits`` False counts as wrong."""
        self.wrong += not fits
        print(f"[{'相符 OK' if fits else '不符 WRONG'}] {chinese} / {english}")


def digest(archive, name):
    """Size and SHA-256 of one entry, read piece by piece."""
    total, size = hashlib.sha256(), 0
    with archive.open(name) as entry:
        while piece := entry.read(CHUNK):
            total.update(piece)
            size += len(piece)
    return size, total.hexdigest()


def read_json(archive, name):
    return json.loads(archive.read(name).decode("utf-8"), parse_float=Decimal)


# -- the files against the manifest ----------------------------------------------------------------


def check_seal(archive, found):
    _size, real = digest(archive, MANIFEST)
    kept = archive.read(SEAL).decode("ascii", "replace").strip()
    found.tell(kept == real, f"清单封存值 {real}", "seal of the manifest")


def check_files(archive, manifest, found):
    """Every listed file there and unchanged, and nothing else in the archive."""
    listed = {row["path"]: row for row in manifest["files"]}
    names = archive.namelist()
    present = set(names) - {MANIFEST, SEAL}
    if len(names) != len(set(names)):
        found.tell(False, "压缩包内有重名文件", "a name stands twice in the archive")
    if len(listed) != len(manifest["files"]):
        found.tell(False, "清单内有重名文件", "a name stands twice in the manifest")
    for path in sorted(set(listed) - present):
        found.tell(False, f"缺少文件:{path}", "listed, but missing")
    for path in sorted(present - set(listed)):
        found.tell(False, f"多出文件:{path}", "in the archive, but not listed")
    good = 0
    for path in sorted(present & set(listed)):
        try:
            is_same = digest(archive, path) == (listed[path]["size"], listed[path]["sha256"])
        except zipfile.BadZipFile:
            is_same = False
        good += is_same
        if not is_same:
            found.tell(False, f"文件已被改动:{path}", "changed since it was sealed")
    fits = good == len(listed) == len(present)
    found.tell(fits, f"{good}/{len(listed)} 个文件与清单一致", "files as in the manifest")


# -- what the files say, against each other --------------------------------------------------------


def check_linked(folder, value, hashes, found):
    """Files that a JSON names with path and hash are these files."""
    if isinstance(value, dict):
        path, sha256 = value.get("path"), value.get("sha256")
        if path and sha256 and hashes.get(path) != sha256:
            found.tell(False, f"{folder}:{path} 与登记的哈希值不同", "not the file on record")
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            check_linked(folder, part, hashes, found)


def check_submitted(folder, application, found):
    """The documents are those whose hashes were kept at the last submission."""
    if not application["submissions"]:
        return
    last = max(application["submissions"], key=lambda row: row["number"])
    kept = sorted(d["sha256"] for d in last["content"]["documents"] if d["sha256"])
    now = sorted(d["sha256"] for d in application["documents"] if d["sha256"])
    found.tell(kept == now, f"{folder}:材料与提交时的哈希值一致", "documents as submitted")


def changed(before, after):
    """Keys of the answers and documents that differ between two submissions."""
    was = {row["key"]: row["sha256"] or "" for row in before["documents"]} | before["answers"]
    now = {row["key"]: row["sha256"] or "" for row in after["documents"]} | after["answers"]
    return {
        key: pair
        for key in was | now
        if len(set(pair := (was.get(key) or "", now.get(key) or ""))) > 1
    }


def check_corrections(folder, application, corrections, found):
    """What is told as changed by each submission is what differs from the one before."""
    ordered = sorted(application["submissions"], key=lambda row: row["number"])
    told = {row["number"]: row["changes"] for row in corrections["corrections"]}
    real = {
        later["number"]: changed(earlier["content"], later["content"])
        for earlier, later in zip(ordered, ordered[1:], strict=False)
    }
    is_same = set(told) == set(real)
    for number, differing in real.items():
        rows = {row["key"]: (row["old"], row["new"]) for row in told.get(number, ())}
        is_same = is_same and rows == differing
    found.tell(is_same, f"{folder}:补正 {len(real)} 次,改动逐项相符", "corrections as submitted")


def check_papers(folder, certificates, found):
    """Papers that were made are in the archive; those still to be made are said to be so."""
    for certificate in certificates:
        for paper in certificate["papers"]:
            name = f"{certificate['number']} {paper['kind']} v{paper['version']}"
            if paper["is_made"]:
                found.tell(bool(paper.get("path")), f"{folder}:证书文件 {name}", "paper on file")
            else:
                print(f"[—] {folder}:证书文件 {name} 尚未制成 / paper not made yet")


def check_notices(folder, notices, found):
    for notice in notices:
        for version in notice["versions"]:
            real = hashlib.sha256(version["content"].encode()).hexdigest()
            found.tell(
                real == version["content_hash"],
                f"{folder}:公示“{notice['name']}”第 {version['number']} 版名单哈希值",
                "hash of the notice's list",
            )
        if notice["versions"]:
            last = max(notice["versions"], key=lambda row: row["number"])
            found.tell(
                notice["content_hash"] == last["content_hash"],
                f"{folder}:公示“{notice['name']}”现行哈希值",
                "hash of the notice is that of its last version",
            )


def weighted(criteria, scores, parent=None):
    """Exact share (0 to 1) of one sheet: score / maximum of a leaf, weighed among its siblings."""
    total = Fraction(0)
    for row in (row for row in criteria if row["parent"] == parent):
        if any(child["parent"] == row["key"] for child in criteria):
            share = weighted(criteria, scores, row["key"])
        elif Fraction(row["weight"]) == 0:
            continue
        else:
            share = Fraction(scores[row["key"]]) / Fraction(row["maximum"])
        total += share * Fraction(row["weight"]) / 100
    return total


def count(rule, sheets):
    """Total of several sheets by the rule: mean, or trimmed by one highest and one lowest."""
    totals = sorted(weighted(rule["criteria"], scores) * 100 for scores in sheets)
    if rule["combination"] == "trimmed":
        totals = totals[1:-1]
    elif rule["combination"] != "mean":
        raise ValueError(rule["combination"])
    hundredths = floor(sum(totals) / len(totals) * 100 + Fraction(1, 2))
    return Decimal(hundredths).scaleb(-2)


def check_total(folder, evaluation, found):
    if evaluation["total"] is None:
        print(f"[—] {folder}:没有可复算的总分 / no total to repeat")
        return
    sheets = [
        {line["criterion"]: line["score"] for line in sheet["lines"] if line["score"] is not None}
        for sheet in evaluation["sheets"]
        if sheet["counts"]
    ]
    try:
        total = count(evaluation["rule"], sheets)
    except (KeyError, ValueError, ZeroDivisionError, TypeError):
        total = None
    found.tell(
        total is not None and total == Decimal(evaluation["total"]),
        f"{folder}:总分 {evaluation['total']},按 {evaluation['rule']['combination']} 复算 {total}",
        "total counted again from the single scores",
    )


def check_application(archive, folder, hashes, version, found):
    parts = {}
    for path in sorted(hashes):
        if path.startswith(f"{folder}/") and path.count("/") == 2 and path.endswith(".json"):
            parts[path.rpartition("/")[2]] = read_json(archive, path)
            check_linked(folder, parts[path.rpartition("/")[2]], hashes, found)
    check_submitted(folder, parts["application.json"], found)
    check_notices(folder, parts["notice.json"], found)
    check_total(folder, parts["evaluation.json"], found)
    if version > 1:
        check_corrections(folder, parts["application.json"], parts["corrections.json"], found)
        check_papers(folder, parts["certificate.json"], found)


def check(path):
    """Check one archive; return how many things do not fit."""
    found = Findings()
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = read_json(archive, MANIFEST)
            if manifest["format"] not in FORMATS:
                found.tell(False, f"格式版本 {manifest['format']}", "unknown version of the format")
                return found.wrong
            check_seal(archive, found)
            check_files(archive, manifest, found)
            hashes = {row["path"]: row["sha256"] for row in manifest["files"]}
            for folder in manifest["applications"]:
                check_application(archive, folder, hashes, manifest["format"], found)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as error:
        found.tell(False, f"无法完整读取案卷:{error!r}", "the dossier cannot be read in full")
    return found.wrong


def main(arguments):
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    sys.stdout.reconfigure(encoding="utf-8")
    wrong = check(arguments[0])
    if wrong:
        print(f"核验未通过:{wrong} 处不符。 / NOT as it was sealed: {wrong} wrong.")
    else:
        print("核验通过:全部相符。 / Everything fits.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
