"""A server that shows a certificate of an authority of our own."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from zweiklang.kernel.clock import now


@contextmanager
def serving_tls(folder: Path, *, days: int) -> Iterator[tuple[int, Path]]:
    """Inside the block a server for `localhost` shows a certificate with so many days left; gives its port and its authority's file."""
    certificate, key, authority = _make(folder, days)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=_serve, args=(listener, context), daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1], authority
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def _serve(listener: socket.socket, context: ssl.SSLContext) -> None:
    while True:
        try:
            line, _ = listener.accept()
        except OSError:
            return
        with suppress(OSError), line, context.wrap_socket(line, server_side=True) as secure:
            secure.recv(1)


def _make(folder: Path, days: int) -> tuple[Path, Path, Path]:
    mother, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    begins = now() - timedelta(days=300)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Tests")])
    builder = x509.CertificateBuilder().issuer_name(name).not_valid_before(begins)
    authority = (
        builder.subject_name(name)
        .public_key(mother.public_key())
        .serial_number(1)
        .not_valid_after(now() + timedelta(days=900))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(mother.public_key()), critical=False)
        .add_extension(
            x509.KeyUsage(True, False, False, False, False, True, True, False, False), critical=True
        )
        .sign(mother, hashes.SHA256())
    )
    shown = (
        builder.subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]))
        .public_key(own.public_key())
        .serial_number(2)
        .not_valid_after(now() + timedelta(days=days, hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(mother.public_key()), critical=False
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(own.public_key()), critical=False)
        .sign(mother, hashes.SHA256())
    )
    files = folder / "shown.pem", folder / "key.pem", folder / "authority.pem"
    pem = serialization.Encoding.PEM
    files[0].write_bytes(shown.public_bytes(pem))
    files[1].write_bytes(
        own.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    files[2].write_bytes(authority.public_bytes(pem))
    return files
