"""Sealed dossiers without Odoo: the archive's bytes, and what the script tells of a tampered one."""

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from scheme import archive

SCRIPT = Path(__file__).resolve().parents[3] / "scripts/check_dossier.py"
FOLDER = "applications/TZ-2024-0001"
LICENCE = b"%PDF-1.4 licence"
NOTICE = '{"title": "公示"}'


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def sheet(number, score, counts=True):
    line = {"id": number, "criterion": "2", "score": score}
    other = {"id": number + 10, "criterion": "3", "score": "45.00"}
    return {"id": number, "counts": counts, "lines": [line, other]}


def parts(combination="mean", total="87.35"):
    """A whole case: two leaves below one criterion, a pure veto, four sheets of which one is void.

    The totals are 93, 88.5 and 80.55: 87.35 in the mean; trimmed leaves 88.5.
    """
    criteria = [
        {"key": "1", "parent": None, "weight": "100.00", "maximum": "100.00"},
        {"key": "2", "parent": "1", "weight": "75.00", "maximum": "100.00"},
        {"key": "3", "parent": "1", "weight": "25.00", "maximum": "50.00"},
        {"key": "4", "parent": None, "weight": "0.00", "maximum": "100.00"},
    ]
    sheets = [sheet(1, "94.00"), sheet(2, "88.00"), sheet(3, "77.40"), sheet(4, "1.00", False)]
    path = f"{FOLDER}/documents/1-licence.pdf"
    document = {"id": 1, "path": path, "sha256": sha256(LICENCE)}
    kept = {"key": "document_1", "sha256": sha256(LICENCE)}
    first = {"answers": {"advantage": "0.02 mm"}, "documents": [{**kept, "sha256": "0" * 64}]}
    second = {"answers": {"advantage": "0.01 mm"}, "documents": [kept]}
    changed = [
        {"key": "advantage", "old": "0.02 mm", "new": "0.01 mm"},
        {"key": "document_1", "old": "0" * 64, "new": sha256(LICENCE)},
    ]
    paper = {"kind": "certificate", "version": 1, "is_made": True, "path": path}
    version = {"number": 1, "content": NOTICE, "content_hash": sha256(NOTICE.encode())}
    notice = {"name": "公示", "content_hash": version["content_hash"], "versions": [version]}
    return {
        "application.json": {
            "submissions": [{"number": 2, "content": second}, {"number": 1, "content": first}],
            "documents": [document],
        },
        "corrections.json": {"gaps": [], "corrections": [{"number": 2, "changes": changed}]},
        "certificate.json": [
            {"number": "TZ-1", "papers": [{**paper, "sha256": sha256(LICENCE)}]},
        ],
        "evaluation.json": {
            "rule": {"combination": combination, "criteria": criteria},
            "sheets": sheets,
            "total": total,
        },
        "notice.json": [notice],
        "decision.json": [{"number": "芜市监〔2024〕1号", "rate": 0.02}],
    }


def sealed(values, order=1):
    files = {f"{FOLDER}/{name}": archive.as_json(value) for name, value in values.items()}
    files[f"{FOLDER}/documents/1-licence.pdf"] = LICENCE
    files["notices/1/1-公示.pdf"] = b"%PDF-1.4 notice"
    target = io.BytesIO()
    archive.write(
        target,
        {"city": "芜湖", "applications": [FOLDER]},
        {path: lambda c=content: c for path, content in list(files.items())[::order]},
    )
    return target.getvalue()


def repacked(content, change):
    """The archive with its entries as ``change`` leaves them, seals untouched."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        entries = {name: source.read(name) for name in source.namelist()}
    change(entries)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as copy:
        for name, data in entries.items():
            copy.writestr(name, data)
    return target.getvalue()


def run(tmp_path, content):
    file = tmp_path / "dossier.zip"
    file.write_bytes(content)
    return subprocess.run(
        [sys.executable, "-S", str(SCRIPT), str(file)],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


@pytest.mark.parametrize(("combination", "total"), [("mean", "87.35"), ("trimmed", "88.50")])
def test_a_whole_dossier_fits(tmp_path, combination, total):
    result = run(tmp_path, sealed(parts(combination, total)))
    assert result.returncode == 0, result.stdout + result.stderr
    assert "核验通过" in result.stdout
    assert "Everything fits" in result.stdout


def test_a_dossier_of_the_first_format_is_checked_still(tmp_path):
    values = parts()
    del values["corrections.json"], values["certificate.json"]

    def as_first(entries):
        manifest = json.loads(entries["manifest.json"]) | {"format": 1}
        entries["manifest.json"] = archive.as_json(manifest)
        entries["seal.txt"] = sha256(entries["manifest.json"]).encode()

    result = run(tmp_path, repacked(sealed(values), as_first))
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("told", [[], [{"number": 2, "changes": []}], None])
def test_a_correction_that_is_told_wrongly_is_found(tmp_path, told):
    values = parts()
    corrections = values["corrections.json"]
    if told is None:
        corrections["corrections"][0]["changes"][0]["old"] = "0.03 mm"
    else:
        corrections["corrections"] = told
    result = run(tmp_path, sealed(values))
    assert result.returncode == 1
    assert any("不符" in line and "补正" in line for line in result.stdout.splitlines())


def test_same_content_same_bytes_in_any_order():
    assert sealed(parts()) == sealed(parts(), order=-1)


def test_files_are_called_for_one_after_another():
    called, target = [], io.BytesIO()
    archive.write(target, {}, {p: lambda p=p: called.append(p) or b"" for p in ("b", "a")})
    assert called == ["a", "b"]


@pytest.mark.parametrize(
    "path",
    [
        *(f"{FOLDER}/{name}" for name in parts()),
        f"{FOLDER}/documents/1-licence.pdf",
        "notices/1/1-公示.pdf",
    ],
)
@pytest.mark.parametrize("how", ["changed", "missing"])
def test_every_file_that_was_touched_is_named(tmp_path, path, how):
    def change(entries):
        if how == "missing":
            del entries[path]
        else:
            entries[path] += b" "

    result = run(tmp_path, repacked(sealed(parts()), change))
    assert result.returncode == 1
    words = "已被改动" if how == "changed" else "缺少文件"
    assert any(words in line and path in line for line in result.stdout.splitlines())


def test_a_file_too_many_is_named(tmp_path):
    content = repacked(sealed(parts()), lambda e: e.update({f"{FOLDER}/more.pdf": b"x"}))
    result = run(tmp_path, content)
    assert result.returncode == 1
    assert f"多出文件:{FOLDER}/more.pdf" in result.stdout


@pytest.mark.parametrize("name", ["manifest.json", "seal.txt"])
def test_manifest_and_seal_belong_together(tmp_path, name):
    def change_manifest(entries):
        manifest = json.loads(entries[name])
        entries[name] = archive.as_json({**manifest, "city": "别市"})

    changed = change_manifest if name == "manifest.json" else lambda e: e.update({name: b"0" * 64})
    result = run(tmp_path, repacked(sealed(parts()), changed))
    assert result.returncode == 1
    assert "[不符 WRONG] 清单封存值" in result.stdout


@pytest.mark.parametrize("name", ["manifest.json", "seal.txt"])
def test_without_manifest_or_seal_nothing_is_right(tmp_path, name):
    result = run(tmp_path, repacked(sealed(parts()), lambda e: e.pop(name)))
    assert result.returncode == 1
    assert "无法完整读取" in result.stdout


def wrong_total(values):
    values["evaluation.json"]["total"] = "88.00"


def wrong_score(values):
    values["evaluation.json"]["sheets"][0]["lines"][0]["score"] = "95.00"


def missing_score(values):
    values["evaluation.json"]["sheets"][0]["lines"][0]["score"] = None


def wrong_rule(values):
    values["evaluation.json"]["rule"]["combination"] = "median"


def wrong_list(values):
    values["notice.json"][0]["versions"][0]["content"] = '{"title": "别的公示"}'


def wrong_notice(values):
    values["notice.json"][0]["content_hash"] = "0" * 64


def wrong_document(values):
    values["application.json"]["submissions"][0]["content"]["documents"][0]["sha256"] = "0" * 64


def wrong_link(values):
    values["application.json"]["documents"][0]["sha256"] = "0" * 64


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (wrong_total, "总分"),
        (wrong_score, "总分"),
        (missing_score, "总分"),
        (wrong_rule, "总分"),
        (wrong_list, "名单哈希值"),
        (wrong_notice, "现行哈希值"),
        (wrong_document, "提交时的哈希值"),
        (wrong_link, "登记的哈希值"),
    ],
)
def test_a_dossier_sealed_over_wrong_facts_is_told(tmp_path, spoil, told):
    """Hashes fit here: the contradiction is between the facts themselves."""
    values = parts()
    spoil(values)
    result = run(tmp_path, sealed(values))
    assert result.returncode == 1
    assert any("WRONG" in line and told in line for line in result.stdout.splitlines())


def test_a_total_is_rounded_half_up(tmp_path):
    values = parts()
    evaluation = values["evaluation.json"]
    # (94 + 88.42) / 2 = 91.21 of 75 %: 68.4075, and 45 of 50 weighs 22.5 -> 90.9075 -> 90.91
    evaluation["sheets"] = [sheet(1, "94.00"), sheet(2, "88.42")]
    evaluation["total"] = "90.91"
    assert run(tmp_path, sealed(values)).returncode == 0
    # 94.02 -> 70.515 + 22.5 = 93.015, exactly half: up, also where a float would fall below
    evaluation["sheets"] = [sheet(1, "94.02")]
    evaluation["total"] = "93.02"
    assert run(tmp_path, sealed(values)).returncode == 0


def test_what_is_no_archive_is_told(tmp_path):
    assert run(tmp_path, b"no archive").returncode == 1


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("芜市监〔2024〕1号", "芜市监〔2024〕1号"),
        ("a/b\\c:d.pdf", "a_b_c_d.pdf"),
        ("..", "_"),
        ("长" * 300 + ".pdf", "长" * 80 + ".pdf"),
    ],
)
def test_names_stay_in_their_folder(name, safe):
    assert archive.safe_name(name) == safe
