"""What nginx keeps of public pages, without anybody's session, and how often it may be asked."""

import time

import pytest
from nginx_support import MIB

# --- public pages are kept, without anybody's session ---------------------------------------------


PUBLIC = [
    "/brand/verify",
    "/brand/verify?number=WH-2026-0001",
    "/brand/verify/3f0c9d2a",
    "/brand/verify/WH-2026-0001",
    "/brand/verify/3f0c9d2b.json",
    "/brand/registry",
    "/brand/registry.json",
    "/brand/registry/page/2?search=x",
    "/brand/notices",
    "/brand/notices/12",
    "/brand/check",
    "/brand/check-worker.js",
    "/brand/open-data",
    "/brand/keys.json",
    "/brand/openapi.json",
    "/brand/certificates.csv",
    "/brand/certificates.csv?status=valid",
    "/brand/certificates.csv-metadata.json",
]


@pytest.mark.parametrize("path", PUBLIC)
def test_public_page_is_answered_from_the_cache(site, path):
    first = site.ask(path, headers={"Cookie": "session_id=of-a-clerk"})
    second = site.ask(path, headers={"Cookie": "session_id=of-somebody-else"})

    assert [first.status, second.status] == [200, 200]
    assert [first.headers["X-Cache-Status"], second.headers["X-Cache-Status"]] == ["MISS", "HIT"]
    assert first.body == second.body
    (only,) = site.seen(path)
    assert "Cookie" not in only.headers
    for answer in (first, second):
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "public, max-age=60"


def test_each_language_has_its_own_copy(site):
    path = "/brand/verify/languages"
    for header in ("zh-CN,zh;q=0.9", "fr", "en-GB,en;q=0.8", "en-US", None):
        site.ask(path, headers={"Accept-Language": header} if header else {})

    assert [entry.headers["Accept-Language"] for entry in site.seen(path)] == ["zh-CN", "en-US"]


def test_public_page_is_not_kept_longer_than_odoo_says(site):
    path = "/brand/verify/live-short"
    first = site.ask(path)
    hit = site.ask(path)
    time.sleep(4.1)
    again = site.ask(path)

    assert hit.headers["X-Cache-Status"] == "HIT"
    assert again.headers["X-Cache-Status"] == "EXPIRED"
    assert again.body != first.body


def test_withdrawn_certificate_is_not_shown_when_odoo_fails(site):
    """Better no answer than an old one: nothing is served after its time."""
    path = "/brand/verify/failing-short"
    assert site.ask(path).status == 200
    time.sleep(4.1)
    site.odoo.failing = True
    try:
        assert site.ask(path).status == 500
    finally:
        site.odoo.failing = False


@pytest.mark.parametrize("path", ["/brand/verify/x-private", "/brand/registry/nothing-said"])
def test_public_page_is_not_kept_against_odoos_word(site, path):
    statuses = [site.ask(path).headers["X-Cache-Status"] for _ in range(2)]

    assert "HIT" not in statuses
    assert len(site.seen(path)) == 2


@pytest.mark.parametrize(
    "path",
    [
        "/my",
        "/my/applications",
        "/web",
        "/web/login",
        "/odoo",
        "/web/content/7",
        "/",
        "/brand/apply",
        "/brand/verifyx",
        "/brand/checks",
        "/brand/certificates",
        "/brand/certificates.csvx",
        "/my/brand/verify/1",
    ],
)
def test_private_page_is_never_kept(site, path):
    """Even when the answer says "public": cookies pass, each visitor gets an own answer."""
    answers = [site.ask(path, headers={"Cookie": f"session_id=visitor{n}"}) for n in range(2)]

    assert [entry.headers.get("Cookie") for entry in site.seen(path)][-2:] == [
        "session_id=visitor0",
        "session_id=visitor1",
    ]
    for answer in answers:
        assert "X-Cache-Status" not in answer.headers
        assert "Set-Cookie" in answer.headers
    assert answers[0].body != answers[1].body


def test_another_spelling_of_a_private_page_is_not_kept_either(site):
    for path in (
        "/brand/verify/../../my",
        "/brand/verify/%2e%2e/%2e%2e/my",
        "/brand/verify/..%2f..%2fmy",
    ):
        answer = site.ask(path, headers={"Cookie": "session_id=mine"})
        assert "X-Cache-Status" not in answer.headers, path


def test_form_on_a_public_page_keeps_its_session(site):
    for method, path in [
        ("POST", "/brand/verify"),
        ("GET", "/brand/notices/12/objection"),
        ("POST", "/brand/notices/12/objection"),
        ("GET", "/brand/verify/3f0c9d2a/report"),
    ]:
        for _ in range(2):
            answer = site.ask(path, method, headers={"Cookie": "session_id=mine"})
            assert "Set-Cookie" in answer.headers, (method, path)
            assert "X-Cache-Status" not in answer.headers, (method, path)
        seen = [entry for entry in site.seen(path) if entry.method == method]
        assert [entry.headers["Cookie"] for entry in seen] == ["session_id=mine"] * 2


def test_files_of_addons_are_kept(site):
    path = "/brand_certification/static/description/icon.svg"
    for _ in range(2):
        answer = site.ask(path, headers={"Cookie": "session_id=mine"})
        assert "Set-Cookie" not in answer.headers

    assert len(site.seen(path)) == 1


# --- limits --------------------------------------------------------------------------------------


def test_upload_of_64_mib_passes_and_one_byte_more_does_not(site):
    limit = 64 * MIB

    fits = site.ask("/my/upload-fits", "POST", body=bytes(limit))
    too_large = site.ask("/my/upload-large", "POST", headers={"Content-Length": str(limit + 1)})

    assert fits.status == 200
    assert site.seen("/my/upload-fits")[0].size == limit
    assert too_large.status == 413
    assert site.seen("/my/upload-large") == []


def test_upload_without_a_length_is_limited_too(site):
    def pieces():
        for _ in range(65):
            yield bytes(MIB)

    try:
        status = site.ask(
            "/my/upload-chunked",
            "POST",
            body=pieces(),
            encode_chunked=True,
            headers={"Transfer-Encoding": "chunked"},
        ).status
    except OSError:  # nginx closes while the client still sends
        status = 413

    assert status == 413
    assert site.seen("/my/upload-chunked") == []


def test_tries_at_a_password_are_limited_for_each_address(site):
    body = "login=admin&password=wrong"
    for path, source in [
        ("/web/login", "127.0.0.11"),
        ("/web/session/authenticate", "127.0.0.12"),
        ("/web/reset_password", "127.0.0.13"),
    ]:
        statuses = [site.ask(path, "POST", body, source=source).status for _ in range(8)]
        assert statuses == [200] * 5 + [429] * 3, path

    # Others are not concerned, and looking at the form is not a try.
    assert site.ask("/web/login", "POST", body, source="127.0.0.14").status == 200
    assert {site.ask("/web/login", source="127.0.0.11").status for _ in range(8)} == {200}


def test_readings_of_public_pages_are_limited_for_each_address(site):
    statuses = [site.ask(f"/brand/verify/guess{n}", source="127.0.0.21").status for n in range(60)]

    assert statuses[:21] == [200] * 21
    assert 429 in statuses
    assert site.ask("/brand/verify/guess-other", source="127.0.0.22").status == 200


def test_the_register_as_a_file_is_limited_more_than_pages(site):
    statuses = [
        site.ask(f"/brand/certificates.csv?level={n}", source="127.0.0.23").status for n in range(6)
    ]

    assert statuses == [200] * 4 + [429] * 2
    # Others are not concerned, nor are the pages
    assert site.ask("/brand/certificates.csv?level=9", source="127.0.0.24").status == 200
    assert site.ask("/brand/certificates.csv-metadata.json", source="127.0.0.23").status == 200
    assert site.ask("/brand/registry?level=1", source="127.0.0.23").status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/web/database/manager",
        "/web/database",
        "/WEB/Database/selector",
        "//web/database/list",
        "/web/%64atabase/manager",
    ],
)
def test_database_manager_is_closed(site, path):
    assert site.ask(path).status == 404
    assert site.seen(path) == []
