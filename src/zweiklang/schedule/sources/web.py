"""Fetches a calendar from an address that somebody typed, so that it leads to nothing of ours.

Only https; the name is resolved once, every address it has must be public, and the connection goes to the very address that was looked at
(a name that answers differently the second time changes nothing). Each redirect is looked at anew, three at most. 5 MB, 20 seconds in all.
"""

import http.client
import socket
import ssl
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Timer
from time import monotonic
from urllib.parse import SplitResult, urljoin, urlsplit

from requests.utils import DEFAULT_CA_BUNDLE_PATH

LARGEST = 5 * 1024 * 1024
IN_ALL = 20.0
REDIRECTS = 3
_CHUNK = 64 * 1024
_REDIRECTED = frozenset({301, 302, 303, 307, 308})
_PORTS = frozenset({443, 8443})
# Public by their number, but they carry an address of another network inside; or old private networks (RFC 3879) that Python calls global.
_CARRIERS = tuple(ip_network(one) for one in ("64:ff9b::/96", "2002::/16", "2001::/32", "fec0::/10"))
_AGENT = "Zweiklang-Kalender/1 (+iCalendar)"
_LONGEST_ADDRESS = 1000


class NotFetched(Exception):
    """The calendar could not be fetched; the message is a German sentence for the school."""


def is_public(address: str) -> bool:
    """Returns whether that address belongs to the public internet: no loopback, no private network, no cloud's inner services."""
    found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found
    if found.is_multicast or found.is_reserved or not found.is_global:
        return False
    return not any(found.version == net.version and found in net for net in _CARRIERS)


@dataclass(frozen=True, slots=True)
class Rules:
    """What may be asked. Tests run servers on this very machine; nothing else has other rules."""

    schemes: frozenset[str] = frozenset({"https"})
    ports: frozenset[int] = _PORTS
    allows: Callable[[str], bool] = is_public
    seconds: float = IN_ALL


RULES = Rules()


@dataclass(frozen=True, slots=True)
class Fetched:
    """What the server answered. `changed` False: it has nothing new; then there is no body."""

    changed: bool
    body: bytes = b""
    etag: str = ""
    last_modified: str = ""


@dataclass(slots=True)
class _Deadline:
    """When everything must be over."""

    seconds: float
    began: float = field(default_factory=monotonic)

    @property
    def left(self) -> float:
        left = self.seconds - (monotonic() - self.began)
        if left <= 0:
            raise NotFetched("Der Server hat zu langsam geantwortet.")
        return left

    def check(self) -> None:
        """Raises NotFetched where the time is over."""
        _ = self.left


def cleaned(address: str, rules: Rules = RULES) -> str:
    """Returns the address as it will be asked; raises NotFetched for one we do not ask. `webcal:` means https."""
    address = address.strip()
    if address[:9].lower() == "webcal://":
        address = f"https://{address[9:]}"
    if len(address) > _LONGEST_ADDRESS or any(not c.isprintable() or c.isspace() for c in address):
        raise NotFetched(
            "Das ist keine Adresse im Internet. Sie beginnt mit https:// und hat keine Leerzeichen."
        )
    _port(_looked_at(address, rules), rules)
    return address


def _looked_at(address: str, rules: Rules) -> SplitResult:
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        host, parts = None, SplitResult("", "", "", "", "")
    if parts.scheme not in rules.schemes or not host:
        raise NotFetched("Die Adresse muss mit https:// beginnen.")
    if parts.username is not None or parts.password is not None:
        raise NotFetched(
            "In der Adresse stehen Zugangsdaten. Bitte nehmen Sie die geheime Adresse, die das Kalenderprogramm anbietet."
        )
    return parts


def _port(parts: SplitResult, rules: Rules) -> int:
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        port = 0
    if rules.ports and port not in rules.ports:
        raise NotFetched(
            "Die Adresse nennt einen ungewöhnlichen Port. Abgerufen wird nur über den üblichen (443)."
        )
    return port


def fetch(address: str, *, etag: str = "", last_modified: str = "", rules: Rules | None = None) -> Fetched:
    """Returns the calendar behind the address, or that it has not changed since; raises NotFetched with a sentence for anything else."""
    rules = rules or RULES
    deadline = _Deadline(rules.seconds)
    asked = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    asked = {name: value for name, value in asked.items() if value}
    for _ in range(REDIRECTS + 1):
        address = cleaned(address, rules)
        try:
            found = _ask(address, asked, rules, deadline)
        except ssl.SSLError as error:
            raise NotFetched("Die Verbindung zum Server ist nicht sicher (Zertifikat).") from error
        except TimeoutError as error:
            raise NotFetched("Der Server hat zu langsam geantwortet.") from error
        except (OSError, http.client.HTTPException, UnicodeError, ValueError) as error:
            raise NotFetched("Der Server ist nicht erreichbar.") from error
        if isinstance(found, Fetched):
            return found
        address = urljoin(address, found)
    raise NotFetched("Die Adresse leitet zu oft weiter.")


def _ask(address: str, asked: Mapping[str, str], rules: Rules, deadline: _Deadline) -> Fetched | str:
    """One request: what was fetched, or where it leads on to."""
    parts = _looked_at(address, rules)
    assert parts.hostname
    port = _port(parts, rules)
    sock = _connected(parts, port, _public_address(parts.hostname, port, rules), deadline)
    # A server that sends a byte now and then keeps every single wait short: the connection itself is cut when the time is over.
    cut = Timer(deadline.left, _cut, [sock])
    cut.daemon = True
    cut.start()
    connection = http.client.HTTPConnection(parts.hostname, port)
    connection.sock = sock
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {
            "User-Agent": _AGENT,
            "Accept": "text/calendar, */*;q=0.1",
            "Accept-Encoding": "identity",
            **asked,
        }
        connection.request("GET", path, headers=headers)
        return _answer(connection.getresponse(), deadline)
    finally:
        cut.cancel()
        connection.close()
        sock.close()


def _public_address(host: str, port: int, rules: Rules) -> str:
    """The address to connect to; one that is not public among several refuses them all."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotFetched("Den Server gibt es nicht. Bitte prüfen Sie die Adresse.") from error
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses or not all(rules.allows(one) for one in addresses):
        raise NotFetched("Die Adresse führt nicht ins öffentliche Internet und wird nicht abgerufen.")
    return addresses[0]


def _connected(parts: SplitResult, port: int, address: str, deadline: _Deadline) -> socket.socket:
    """A connection to that very address, under the name that was asked for: its certificate must be the name's."""
    sock: socket.socket = socket.create_connection((address, port), timeout=deadline.left)
    if parts.scheme != "https":
        return sock
    context = ssl.create_default_context()
    context.load_verify_locations(DEFAULT_CA_BUNDLE_PATH)
    try:
        return context.wrap_socket(sock, server_hostname=str(parts.hostname))
    except BaseException:
        sock.close()
        raise


def _cut(sock: socket.socket) -> None:
    with suppress(OSError):  # it ended by itself in this very moment
        sock.shutdown(socket.SHUT_RDWR)


def _answer(response: http.client.HTTPResponse, deadline: _Deadline) -> Fetched | str:
    if response.status == 304:
        return Fetched(changed=False)
    if response.status in _REDIRECTED and response.headers.get("Location"):
        return str(response.headers["Location"])[:_LONGEST_ADDRESS]
    if response.status != 200:
        raise NotFetched(_WORDS.get(response.status, f"Der Server antwortet mit Fehler {response.status}."))
    body = _unpacked(_body(response, deadline), response.headers.get("Content-Encoding", ""))
    return Fetched(
        changed=True,
        body=body,
        etag=_header(response, "ETag", 200),
        last_modified=_header(response, "Last-Modified", 100),
    )


_WORDS = {
    401: "Der Server verlangt eine Anmeldung. Gesucht ist eine Adresse, die ohne Anmeldung geht.",
    403: "Der Server verlangt eine Anmeldung. Gesucht ist eine Adresse, die ohne Anmeldung geht.",
    404: "Unter dieser Adresse gibt es nichts mehr.",
    410: "Unter dieser Adresse gibt es nichts mehr.",
    429: "Der Server wurde zu oft gefragt.",
}
_TOO_LARGE = "Der Kalender ist größer als 5 MB."


def _header(response: http.client.HTTPResponse, name: str, longest: int) -> str:
    value = str(response.headers.get(name, ""))
    return value if len(value) <= longest and value.isascii() and value.isprintable() else ""


def _body(response: http.client.HTTPResponse, deadline: _Deadline) -> bytes:
    parts, size = [], 0
    while chunk := response.read1(_CHUNK):
        size += len(chunk)
        if size > LARGEST:
            raise NotFetched(_TOO_LARGE)
        parts.append(chunk)
        deadline.check()
    deadline.check()
    if response.length:
        raise NotFetched("Der Server hat die Übertragung abgebrochen.")
    return b"".join(parts)


def _unpacked(body: bytes, encoding: str) -> bytes:
    """Some servers pack although asked not to; what comes out is bounded, too."""
    if encoding.lower() not in ("gzip", "x-gzip", "deflate"):
        return body
    try:
        found = zlib.decompressobj(47).decompress(body, LARGEST + 1)
    except zlib.error as error:
        raise NotFetched("Die Antwort des Servers ist beschädigt.") from error
    if len(found) > LARGEST:
        raise NotFetched(_TOO_LARGE)
    return found
