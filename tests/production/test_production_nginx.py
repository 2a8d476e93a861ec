"""The configuration of nginx, hosts and schemes, headers, websocket and log."""

import http.client
import http.server
import json
import re
import ssl
import time

import pytest
from nginx_support import DOMAIN, Answer, Site, certificate, check_configuration, playing_odoo
from production_support import REFUSED, program, run

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
