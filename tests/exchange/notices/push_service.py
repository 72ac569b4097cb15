"""A push service on this very machine: https, keeps what it gets, answers what it is told, and reads messages as a browser would.

Reading is written from RFC 8291 and 8292 with bare primitives, not with the library that writes.
"""

import datetime
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, hmac, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.x509.oid import NameOID

from zweiklang.exchange.notices.push.keys import decoded, encoded

_POINT = serialization.PublicFormat.UncompressedPoint


@dataclass(slots=True)
class Request:
    """What arrived: path, headers in lower case, body."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Browser:
    """A browser's side of a subscription: its keys, made as browsers do."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = b"0123456789abcdef"

    @property
    def p256dh(self) -> str:
        return encoded(_bytes_of(self.key.public_key()))

    def read(self, body: bytes) -> bytes:
        """Returns what the message says (RFC 8291, 3.4; RFC 8188, 2); raises InvalidTag for what is not for this browser."""
        salt, size, sender = body[:16], body[20], body[21 : 21 + body[20]]
        assert size == 65
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        shared = self.key.exchange(ec.ECDH(), point)
        about = b"WebPush: info\0" + _bytes_of(self.key.public_key()) + sender
        secret = _hmac(_hmac(self.auth, shared), about + b"\1")
        pseudo = _hmac(salt, secret)
        content_key = _hmac(pseudo, b"Content-Encoding: aes128gcm\0\1")[:16]
        nonce = _hmac(pseudo, b"Content-Encoding: nonce\0\1")[:12]
        record = AESGCM(content_key).decrypt(nonce, body[21 + size :], None)
        text, mark, padding = record.rpartition(b"\2")
        assert mark
        assert not padding.strip(b"\0")
        return text


@dataclass(slots=True)
class PushService:
    """The running service: `host`, what it got, and the status it answers with for each path (201 elsewhere)."""

    host: str
    certificate: Path
    got: list[Request] = field(default_factory=list)
    answers: dict[str, int] = field(default_factory=dict)

    def address(self, name: str) -> str:
        return f"https://{self.host}/send/{name}"

    def signed_by(self, request: Request) -> tuple[dict[str, Any], str]:
        """Returns the claims of the sender and the public key that verified them; raises where the signature does not fit."""
        scheme, _, parameters = request.headers["authorization"].partition(" ")
        assert scheme == "vapid"
        parts = dict(part.strip().split("=", 1) for part in parameters.split(","))
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(parts["k"]))
        claims = jwt.decode(parts["t"], key, algorithms=["ES256"], audience=f"https://{self.host}")
        return claims, parts["k"]


@contextmanager
def running(folder: Path) -> Iterator[PushService]:
    """A push service runs on a free port; its certificate, signed by itself, lies in the folder."""
    certificate, key = _certificate(folder)
    service = PushService("", certificate)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            service.got.append(Request(self.path, headers, body))
            status = service.answers.get(self.path, 201)
            self.send_response(status)
            if status in (301, 307):
                self.send_header("Location", f"https://{service.host}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    service.host = f"localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "push.pem", folder / "push.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return certificate, secret


def _bytes_of(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.X962, _POINT)


def _hmac(key: bytes, content: bytes) -> bytes:
    made = hmac.HMAC(key, hashes.SHA256())
    made.update(content)
    return made.finalize()
