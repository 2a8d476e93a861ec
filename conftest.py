"""What holds for every test of the project, in addons/ and in tests/."""

import datetime
import os

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

ODOO_TAGS = {"standard", "at_install"}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_cmdline_main(config):
    """One of several processes works on the database that its environment names.

    pytest-odoo would copy the database of the first and let all share its file store, where tests
    that copy databases of their own would delete each other's files.
    """
    if hasattr(config, "workerinput"):
        config.option.odoo_config = os.environ["BRAND_CONFIG"]
        del os.environ["PYTEST_XDIST_WORKER"]
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_pycollect_makeitem(collector, name, obj):
    """Give tags to test cases in tests/: Odoo tags only those below odoo.addons, and fails on others."""
    if _descends_from(obj, "BaseCase") and getattr(obj, "test_tags", None) is None:
        obj.test_tags = set(ODOO_TAGS)
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """A skipped browser or HTTP test is a failure: a browser or server is missing, and nobody would notice."""
    report = yield
    if (
        report.skipped
        and _descends_from(getattr(item, "cls", None), "HttpCase")
        and not hasattr(report, "wasxfail")
    ):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid}: an HttpCase must not be skipped ({call.excinfo.value})"
    return report


def _descends_from(cls, name):
    """By name: the pure tests run without Odoo."""
    return any(base.__name__ == name for base in getattr(cls, "__mro__", ()))


@pytest.fixture(scope="session", autouse=True)
def real_dates_in_cryptography():
    """Its compiled part keeps the first ``datetime`` class that it meets: not that of a frozen clock."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    name = x509.Name([])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now)
    assert builder.sign(key, hashes.SHA256()).not_valid_before_utc
