"""What documents and code point to in the repository is there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\(([^)#\s]+)\)")
NAMED = re.compile(r"\bdocs/[\w/.-]+?\.md\b")


def _label(file):
    return str(file.relative_to(ROOT))


def test_links_of_the_documents_lead_somewhere():
    dead = [
        f"{_label(page)}: {link}"
        for page in PAGES
        for link in LINK.findall(page.read_text(encoding="utf-8"))
        if "://" not in link and not (page.parent / link).exists()
    ]
    assert dead == []


def test_documents_that_code_cites_exist():
    files = [
        file
        for folder in ("addons", "bench", "config", "scripts", "tests")
        for file in sorted((ROOT / folder).rglob("*"))
        if file.suffix in (".py", ".xml", ".sh", ".yaml") and file.is_file()
    ]
    missing = [
        f"{_label(file)}: {name}"
        for file in files
        for name in NAMED.findall(file.read_text(encoding="utf-8", errors="ignore"))
        if not (ROOT / name).exists()
    ]
    assert missing == []


def test_a_number_of_a_decision_is_given_once():
    numbers = [file.name[:4] for file in (ROOT / "docs/decisions").glob("[0-9]*.md")]
    assert len(numbers) == len(set(numbers)) > 40
