"""The real nginx with production's configuration, in front of two small servers that play Odoo."""

import collections
import contextlib
import datetime
import http.client
import http.server
import itertools
import json
import os
import re
import socket
import ssl
import subprocess
import threading
import time

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from production_support import PRODUCTION, REFUSED, ROOT, environment, free_port, program, run

DOMAIN = "brand.example.cn"
MIB = 1024 * 1024
Answer = collections.namedtuple("Answer", "status headers body")
Seen = collections.namedtuple("Seen", "method path headers size")


class PlaysOdoo(http.server.BaseHTTPRequestHandler):
    """Answers as Odoo does: a session cookie for everybody, Cache-Control on public pages."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *words):
        pass

    def _body(self):
        if self.headers.get("Transfer-Encoding") == "chunked":
            size = 0
            while length := int(self.rfile.readline(), 16):
                size += len(self.rfile.read(length))
                self.rfile.readline()
            self.rfile.readline()
            return size
        return len(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def answer(self):
        size = self._body()
        seen = self.server.seen
        seen.append(Seen(self.command, self.path, dict(self.headers), size))
        count = sum(1 for entry in seen if entry.path == self.path)
        if self.headers.get("Upgrade") == "websocket":
            self.send_response(101)
            self.send_header("Upgrade", "websocket")
            self.send_header("Connection", "Upgrade")
            self.end_headers()
            self.wfile.write(b"hello from " + self.server.label)
            self.close_connection = True
            return
        body = json.dumps(
            {
                "server": self.server.label.decode(),
                "count": count,
                "language": self.headers.get("Accept-Language"),
            }
        ).encode()
        cache = {"private": "no-store", "short": "public, max-age=3"}.get(
            self.path.rpartition("-")[2], "public, max-age=60"
        )
        if "nothing-said" in self.path:
            cache = None
        self.send_response(500 if self.server.failing else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Set-Cookie", f"session_id=session{len(seen)}; HttpOnly; Path=/")
        self.send_header("Vary", "Cookie")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("X-Frame-Options", "DENY")
        self.send_header("Server", "Werkzeug/3.1 Python/3.12")
        if cache:
            self.send_header("Cache-Control", cache)
        if self.path.startswith("/web/content"):
            self.send_header("Content-Security-Policy", "default-src 'none'")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_HEAD = do_POST = do_PUT = answer


@contextlib.contextmanager
def playing_odoo(label):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), PlaysOdoo)
    server.daemon_threads = True
    server.label, server.seen, server.failing = label, [], False
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def certificate(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, DOMAIN)])
    now = datetime.datetime.now(datetime.timezone.utc)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(DOMAIN)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "tls_certificate").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    (folder / "tls_key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def nginx_environment(folder, **values):
    program("envsubst", "gettext-base")
    defaults = {
        "BRAND_HOME": ROOT,
        "BRAND_DOMAIN": DOMAIN,
        "BRAND_NGINX_RUN": folder / "run",
        "BRAND_NGINX_WORKERS": 1,
        "BRAND_NGINX_ACME": folder / "acme",
        "BRAND_ODOO_HTTP": "127.0.0.1:1",
        "BRAND_ODOO_WEBSOCKET": "127.0.0.1:1",
        "BRAND_NGINX_ACCESS_LOG": folder / "access.log",
        "BRAND_NGINX_ERROR_LOG": folder / "error.log",
        "BRAND_TLS_CERTIFICATE": folder / "tls_certificate",
        "BRAND_TLS_KEY": folder / "tls_key",
        "PATH": f"{os.path.dirname(program('nginx', 'nginx-light'))}:{os.environ['PATH']}",
    }
    return environment(**(defaults | values))


# As root nginx would give its workers to another user, who cannot enter pytest's folders.
AS_ROOT = ["-g", "user root;"] if os.geteuid() == 0 else []


class Site:
    """nginx and what it stands in front of; every call comes from an address of its own."""

    def __init__(self, folder, odoo, websocket):
        self.folder, self.odoo, self.websocket = folder, odoo, websocket
        self.callers = itertools.count()
        self.http, self.https, self.health = free_port(), free_port(), free_port()

    def start(self):
        env = nginx_environment(
            self.folder,
            BRAND_NGINX_HTTP_LISTEN=f"127.0.0.1:{self.http}",
            BRAND_NGINX_HTTPS_LISTEN=f"127.0.0.1:{self.https}",
            BRAND_NGINX_HEALTH_LISTEN=f"127.0.0.1:{self.health}",
            BRAND_ODOO_HTTP=f"127.0.0.1:{self.odoo.server_port}",
            BRAND_ODOO_WEBSOCKET=f"127.0.0.1:{self.websocket.server_port}",
            BRAND_LOGIN_RATE="1r/m",
            BRAND_PUBLIC_RATE="1r/s",
            BRAND_LOGIN_BURST=4,
            BRAND_PUBLIC_BURST=20,
            BRAND_FILE_RATE="1r/m",
            BRAND_FILE_BURST=3,
        )
        self.process = subprocess.Popen(
            [PRODUCTION / "nginx" / "entrypoint.sh", *AS_ROOT],
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline:
            with (
                contextlib.suppress(OSError),
                socket.create_connection(("127.0.0.1", self.health), 1),
            ):
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        self.stop()
        raise AssertionError(f"nginx did not start: {self.process.stdout.read().decode()}")

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def connect(self, host=DOMAIN, source=None):
        number = next(self.callers)
        source = source or f"127.1.{number // 250}.{number % 250 + 1}"
        context = ssl.create_default_context(cafile=self.folder / "tls_certificate")
        plain = socket.create_connection(("127.0.0.1", self.https), 30, source_address=(source, 0))
        return context.wrap_socket(plain, server_hostname=host)

    def ask(self, path, method="GET", body=None, headers=None, source=None, **options):
        connection = http.client.HTTPSConnection(DOMAIN)
        connection.sock = self.connect(source=source)
        try:
            connection.request(method, path, body, headers or {}, **options)
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def seen(self, path):
        return [entry for entry in self.odoo.seen if entry.path == path]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nginx")
    (folder / "acme/.well-known/acme-challenge").mkdir(parents=True)
    (folder / "acme/.well-known/acme-challenge/token").write_text("proof")
    certificate(folder)
    with playing_odoo(b"http") as odoo, playing_odoo(b"gevent") as websocket:
        running = Site(folder, odoo, websocket)
        running.start()
        try:
            yield running
        finally:
            running.stop()


def check_configuration(folder, **values):
    certificate(folder)
    env = nginx_environment(folder, **values)
    return run(PRODUCTION / "nginx" / "entrypoint.sh", "-t", *AS_ROOT, env=env)


# --- the configuration ---------------------------------------------------------------------------


def test_nginx_accepts_the_configuration(tmp_path):
    result = check_configuration(tmp_path)

    assert result.returncode == 0, result.stderr
    said = result.stderr + (tmp_path / "error.log").read_text()
    assert "syntax is ok" in said and "[warn]" not in said


def test_static_analysis_finds_no_weakness(tmp_path):
    check_configuration(tmp_path)

    result = run(program("gixy"), tmp_path / "run" / "nginx.conf")

    assert result.returncode == 0, result.stdout
    assert "No issues found" in result.stdout


def test_names_of_nginx_survive_the_template(tmp_path):
    check_configuration(tmp_path, BRAND_ODOO_HTTP="web:8069")

    text = (tmp_path / "run" / "nginx.conf").read_text()

    assert "default web:8069;" in text and "$request_uri" in text
    assert re.findall(r"\$\{\w+\}", text) == []


@pytest.mark.parametrize("domain", ["", "_", "a b", "x;include /etc/passwd"])
def test_nginx_does_not_start_without_a_host_name(domain, tmp_path):
    result = check_configuration(tmp_path, BRAND_DOMAIN=domain)

    assert result.returncode == REFUSED
    assert "BRAND_DOMAIN must be the host name" in result.stderr


def test_nginx_does_not_start_without_a_certificate(tmp_path):
    result = check_configuration(tmp_path, BRAND_TLS_KEY=tmp_path / "none")

    assert result.returncode == REFUSED
    assert f"cannot read {tmp_path}/none" in result.stderr


# --- hosts and schemes ---------------------------------------------------------------------------


def plain(site, path, host):
    connection = http.client.HTTPConnection("127.0.0.1", site.http, timeout=10)
    connection.request("GET", path, headers={"Host": host})
    response = connection.getresponse()
    answer = Answer(response.status, response.headers, response.read())
    connection.close()
    return answer


def test_plain_http_leads_to_https(site):
    answer = plain(site, "/brand/verify?number=1", DOMAIN)

    assert answer.status == 301
    assert answer.headers["Location"] == f"https://{DOMAIN}/brand/verify?number=1"


def test_plain_http_serves_the_proof_for_a_certificate(site):
    answer = plain(site, "/.well-known/acme-challenge/token", DOMAIN)

    assert (answer.status, answer.body) == (200, b"proof")


def test_another_host_name_gets_no_answer(site):
    with pytest.raises(ConnectionResetError):
        plain(site, "/", "elsewhere.example")
    with pytest.raises(ssl.SSLError):
        site.connect(host="elsewhere.example")


def test_health_of_nginx_needs_no_odoo(site):
    connection = http.client.HTTPConnection("127.0.0.1", site.health, timeout=10)
    connection.request("GET", "/healthz")
    response = connection.getresponse()

    assert (response.status, response.read()) == (200, b"ok\n")
    connection.close()


def test_odoo_hears_the_truth_about_the_client(site):
    lies = {
        "X-Forwarded-For": "9.9.9.9",
        "X-Forwarded-Host": "evil.example",
        "Forwarded": "for=9.9.9.9",
    }

    site.ask("/web/truth", headers=lies | {"X-Forwarded-Proto": "http"}, source="127.0.0.7")

    headers = site.seen("/web/truth")[0].headers
    assert headers["X-Forwarded-For"] == headers["X-Real-IP"] == "127.0.0.7"
    assert headers["X-Forwarded-Host"] == headers["Host"] == DOMAIN
    assert headers["X-Forwarded-Proto"] == "https"
    assert "Forwarded" not in headers


def test_a_trusted_balancer_may_name_the_client(site):
    site.ask("/web/balanced", headers={"X-Forwarded-For": "203.0.113.5"}, source="127.0.0.1")

    assert site.seen("/web/balanced")[0].headers["X-Forwarded-For"] == "203.0.113.5"


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


# --- headers, websocket, log ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/web/login",
        "/brand/verify/headers",
        "/my",
        "/web/static/lib/x.js",
        "/web/database/manager",
        "/brand/notices/1/objection",
    ],
)
def test_security_headers_are_said_once_on_every_answer(site, path):
    headers = site.ask(path, source="127.0.0.31").headers

    for name, value in {
        "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "SAMEORIGIN",
        "Referrer-Policy": "strict-origin-when-cross-origin",
    }.items():
        assert headers.get_all(name) == [value], name
    (policy,) = headers.get_all("Content-Security-Policy")
    for part in (
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "frame-ancestors 'self'",
    ):
        assert part in policy
    assert headers["Server"] == "nginx"


def test_odoos_stricter_policy_for_files_stays(site):
    policies = site.ask("/web/content/9").headers.get_all("Content-Security-Policy")

    assert "default-src 'none'" in policies and len(policies) == 2


def test_session_cookie_travels_over_https_only(site):
    cookie = site.ask("/web/login").headers["Set-Cookie"]

    assert {"secure", "httponly", "samesite=lax"} <= {p.strip().lower() for p in cookie.split(";")}


def test_websocket_goes_to_its_own_port(site):
    with site.connect() as connection:
        connection.sendall(
            f"GET /websocket?version=19.0-2 HTTP/1.1\r\nHost: {DOMAIN}\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nCookie: session_id=mine\r\nOrigin: https://brand.example.cn\r\n\r\n".encode()
        )
        received = b""
        while b"gevent" not in received and (part := connection.recv(4096)):
            received += part

    assert received.startswith(b"HTTP/1.1 101") and received.endswith(b"hello from gevent")
    (seen,) = [e for e in site.websocket.seen if e.path == "/websocket?version=19.0-2"]
    assert seen.headers["Upgrade"] == "websocket" and seen.headers["Connection"] == "upgrade"
    assert seen.headers["Cookie"] == "session_id=mine"
    assert seen.headers["X-Forwarded-Host"] == DOMAIN
    assert site.seen("/websocket?version=19.0-2") == []


def test_visitors_are_told_of_an_upgrade(tmp_path):
    certificate(tmp_path)
    with playing_odoo(b"http") as odoo:
        site = Site(tmp_path, odoo, odoo)
    site.start()
    try:
        for path in ("/web/login", "/brand/verify/1"):
            answer = site.ask(path)
            assert answer.status == 502
            assert "系统维护中" in answer.body.decode()
            assert answer.headers["Retry-After"] == "60"
            assert answer.headers["Cache-Control"] == "no-store"
        assert site.ask("/maintenance.html").status == 404
    finally:
        site.stop()


def test_log_has_no_token(site):
    site.ask(
        "/my/applications/7?access_token=tell-nobody",
        headers={"Referer": "https://x/?access_token=tell-nobody"},
    )

    deadline = time.monotonic() + 5
    while "/my/applications/7" not in (text := (site.folder / "access.log").read_text()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert "tell-nobody" not in text
    assert all(json.loads(line)["method"] for line in text.splitlines())
