"""Every term of our addons has its Chinese, with the same placeholders."""

import io
import re
from pathlib import Path

import polib
import pytest

from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import trans_export

ADDONS = Path(__file__).resolve().parents[2] / "addons"
HAN = re.compile("[\u4e00-\u9fff]")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")
# What is read by programs, not by people
NOT_WORDS = re.compile(
    r"^(object\.[\w()\".]*|[a-z_]+([._][a-z_]+)+|[\W\d_]*|[A-Z]\d+|ID|SHA-256"
    r"|id|state|apply|certify|examine|recommend|OpenAPI 3\.1|<code>/brand/[\w./-]+</code>)$"
)
TAG = re.compile("<[^>]+>")


def _translated(module):
    path = ADDONS / module / "i18n" / "zh_CN.po"
    entries = polib.pofile(str(path)) if path.exists() else []
    return {entry.msgid: entry.msgstr for entry in entries if not entry.obsolete}


@tagged("post_install", "-at_install")
class TestTranslations(TransactionCase):
    def _modules(self):
        installed = self.env["ir.module.module"]._installed()
        return sorted(path.name for path in ADDONS.iterdir() if path.name in installed)

    def _terms(self, module):
        """English terms as they are now, read from the database and the code."""
        buffer = io.BytesIO()
        trans_export(None, [module], buffer, "po", self.env)
        entries = polib.pofile(buffer.getvalue().decode())
        return [
            e.msgid for e in entries if not HAN.search(e.msgid) and not NOT_WORDS.match(e.msgid)
        ]

    def test_no_term_lacks_its_chinese(self):
        missing = []
        for module in self._modules():
            known = _translated(module)
            missing += [f"{module}: {term}" for term in self._terms(module) if not known.get(term)]
        self.assertEqual(missing, [])


@pytest.mark.parametrize("path", sorted(ADDONS.glob("*/i18n/zh_CN.po")), ids=lambda p: p.parts[-3])
def test_translations_keep_the_placeholders(path):
    wrong = [
        entry.msgid
        for entry in polib.pofile(str(path))
        if entry.msgstr
        and sorted(PLACEHOLDER.findall(entry.msgid)) != sorted(PLACEHOLDER.findall(entry.msgstr))
    ]
    assert wrong == []


@pytest.mark.parametrize("path", sorted(ADDONS.glob("*/i18n/zh_CN.po")), ids=lambda p: p.parts[-3])
def test_translations_are_chinese(path):
    english = [
        entry.msgid
        for entry in polib.pofile(str(path))
        if entry.msgstr
        and not HAN.search(entry.msgstr)
        and not NOT_WORDS.match(entry.msgid)
        and HAN.search(entry.msgid) is None
        and re.search("[a-z]{2}", PLACEHOLDER.sub("", TAG.sub("", entry.msgstr)))
    ]
    assert english == []
