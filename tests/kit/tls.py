"""A small proxy that speaks https, as a site puts one before the server."""

from __future__ import annotations

import datetime as dt
import http.client
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "date", "server"}
_SECONDS = 60


@contextmanager
def https_before(url: str, port: int, folder: Path) -> Iterator[Path]:
    """Answer on https://localhost:``port`` for the server at ``url``; yield its certificate."""
    certificate, key = _make_certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    proxy = _Proxy(("127.0.0.1", port), _handler(url))
    proxy.socket = context.wrap_socket(proxy.socket, server_side=True)
    thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield certificate
    finally:
        proxy.shutdown()
        thread.join()
        proxy.server_close()


class _Proxy(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # a client that keeps its connection open must not hold the tests up


def _handler(url: str) -> type[BaseHTTPRequestHandler]:
    behind = urlsplit(url)
    assert behind.hostname

    class Handler(BaseHTTPRequestHandler):
        """Passes requests on, and says that they came over https."""

        protocol_version = "HTTP/1.1"
        timeout = _SECONDS

        def _pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))) or None
            headers = {name: value for name, value in self.headers.items() if value}
            headers["X-Forwarded-Proto"] = "https"
            headers["X-Forwarded-For"] = self.client_address[0]
            connection = http.client.HTTPConnection(
                behind.hostname or "", behind.port, timeout=_SECONDS
            )
            try:
                connection.request(self.command, self.path, body, headers)
                self._pass_back(connection.getresponse())
            finally:
                connection.close()

        def _pass_back(self, answer: http.client.HTTPResponse) -> None:
            content = answer.read()
            self.send_response_only(answer.status, answer.reason)
            for name, value in answer.getheaders():
                if name.lower() not in _HOP_BY_HOP | {"content-length"}:
                    self.send_header(name, value)
            if self.command == "HEAD" or answer.status not in (204, 304):
                length = answer.getheader("Content-Length") if self.command == "HEAD" else None
                self.send_header("Content-Length", length or str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = _pass_on  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Say nothing: a path may hold a token."""

    return Handler


def _make_certificate(folder: Path) -> tuple[Path, Path]:
    """Write a certificate for localhost that is its own CA, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "localhost.pem", folder / "localhost.key"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths
