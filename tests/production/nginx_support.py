"""The real nginx with production's configuration, in front of two small servers that play Odoo."""

import collections
import contextlib
import datetime
import http.client
import http.server
import itertools
import json
import os
import socket
import ssl
import subprocess
import threading
import time

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from production_support import PRODUCTION, ROOT, environment, free_port, program, run

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


def check_configuration(folder, **values):
    certificate(folder)
    env = nginx_environment(folder, **values)
    return run(PRODUCTION / "nginx" / "entrypoint.sh", "-t", *AS_ROOT, env=env)
