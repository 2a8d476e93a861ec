"""Odoo's own linters, on our addons only (on all of Odoo they take minutes)."""

from pathlib import Path
from unittest.mock import patch

import pytest

from odoo.modules import Manifest
from odoo.tests import TransactionCase

# Their names must not be collected here twice: pytest takes the classes as they stand in this module.
from odoo.addons.test_lint.tests.test_dunderinit import TestDunderinit  # noqa: F401
from odoo.addons.test_lint.tests.test_i18n import TestI18n  # noqa: F401
from odoo.addons.test_lint.tests.test_index import TestIndex  # noqa: F401
from odoo.addons.test_lint.tests.test_jstranslate import TestJsTranslations  # noqa: F401
from odoo.addons.test_lint.tests.test_manifests import ManifestLinter  # noqa: F401
from odoo.addons.test_lint.tests.test_naming import TestNaming  # noqa: F401
from odoo.addons.test_lint.tests.test_onchange_domains import (  # noqa: F401
    TestOnchangeDomains,
)
from odoo.addons.test_lint.tests.test_override_signatures import (  # noqa: F401
    TestLintOverrideSignatures,
)
from odoo.addons.test_lint.tests.test_pofile import PotLinter  # noqa: F401
from odoo.addons.test_lint.tests.test_routes import RoutesLinter  # noqa: F401
from odoo.addons.test_lint.tests.test_test_holes import TestTestHoles  # noqa: F401

ADDONS = Path(__file__).resolve().parents[2] / "addons"
_all_manifests = Manifest.all_addon_manifests


@pytest.fixture(autouse=True)
def only_ours():
    with patch.object(
        Manifest,
        "all_addon_manifests",
        lambda: [m for m in _all_manifests() if Path(m.path).parent == ADDONS],
    ):
        yield


class TestOurs(TransactionCase):
    def test_every_addon_of_ours_is_looked_at_and_installed(self):
        there = {file.parent.name for file in ADDONS.glob("*/__manifest__.py")}
        installed = set(
            self.env["ir.module.module"].search([("state", "=", "installed")]).mapped("name")
        )

        self.assertEqual({manifest.name for manifest in Manifest.all_addon_manifests()}, there)
        self.assertEqual(there - installed - {"brand_demo"}, set())
