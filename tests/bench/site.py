"""`--against http://127.0.0.1:…`: how heavy the pages of a running site are and how many a second it serves, without signing in anywhere.

In demo mode personas sign in by their link, so that pages of the record are asked too; elsewhere it is what everybody may open.
"""

import http.client
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from tests.bench import row_weight
from tests.bench.hammering import Hammered, hammer
from tests.bench.loopback import NotLoopback, loopback
from tests.bench.serving import Answer, http_answer
from tests.bench.table import Figure, key

__all__ = ["NotLoopback", "figures", "loopback"]

OPEN_PAGES = {"sign-in": "/konto/login/", "help": "/hilfe/"}
PERSONAS = {"Heute (apprentice, demo)": "apprentice", "Heute (trainer, demo)": "trainer"}
CLIENTS = (4, 32)


class Site:
    """A site at an address of this machine; `get` as `tests.bench.serving.Served` has it."""

    def __init__(self, url: str) -> None:
        self._url = url

    def get(self, path: str, *, cookies: str = "", encodings: str = "br, gzip") -> Answer:
        """Returns the answer to a GET; redirects are followed."""
        return http_answer(f"{self._url}{path}", cookies=cookies, encodings=encodings)


def figures(url: str, seconds: float) -> Iterator[Figure]:
    """Yields weights and loads of a site; `url` is an address of this machine (`loopback` has looked)."""
    pages = {name: (path, "") for name, path in OPEN_PAGES.items()} | _signed_in(url)
    yield from row_weight.figures(Site(url), pages)
    port = urlsplit(url).port or 80
    for name, page in pages.items():
        for clients in CLIENTS:
            yield _figure(name, clients, hammer(port, [page], clients=clients, seconds=max(1.0, seconds / 8)))


def _signed_in(url: str) -> dict[str, tuple[str, str]]:
    parts, found = urlsplit(url), {}
    for name, persona in PERSONAS.items():
        connection = http.client.HTTPConnection(parts.hostname or "127.0.0.1", parts.port or 80, timeout=30)
        connection.request("GET", f"/demo/as/{persona}/")
        answer = connection.getresponse()
        answer.read()
        cookies = [
            re.split("[;]", value)[0]
            for header, value in answer.getheaders()
            if header.lower() == "set-cookie"
        ]
        if answer.status == 302 and any("session" in cookie.partition("=")[0] for cookie in cookies):
            found[name] = ("/", "; ".join(cookies))
        connection.close()
    return found


def _figure(name: str, clients: int, found: Hammered) -> Figure:
    return Figure(
        id=f"site.{key(name)}.{clients}_clients", row=5, name=f"{name}, {clients} clients", figure=found.per_second, unit="requests/s",
        says=f"{found.per_second:.0f}/s, p50 / p95 / p99 {found.p50:.0f} / {found.p95:.0f} / {found.p99:.0f} ms",
        against=f"{found.errors} errors of {found.requests}", target="= 0 errors", ok=found.errors == 0 and found.requests > 0, note=found.shares,
    )  # fmt: skip
