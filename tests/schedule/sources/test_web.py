"""Fetching from addresses that somebody typed: nothing of ours can be reached, nothing lasts, nothing is too large."""

import gzip
import socket
import threading
import zlib
from collections.abc import Iterator
from time import perf_counter, sleep
from typing import Any

import pytest

from tests.schedule.sources.calendars import HERE, Server, calendar_server
from zweiklang.schedule.sources import web
from zweiklang.schedule.sources.web import LARGEST, NotFetched, Rules, cleaned, fetch, is_public


@pytest.fixture
def server() -> Iterator[Server]:
    with calendar_server() as found:
        yield found


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("224.0.0.1", "255.255.255.255", "192.0.2.1", "::", "::1", "fe80::1%eth0", "fd00::1", "ff02::1"),
        *(
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::a00:1",
            "2002:a00:1::1",
            "2001:0:1::1",
            "fec0::1",
        ),
    ],
)
def test_what_is_not_the_public_internet_is_not_asked(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "193.99.144.80", "2a00:1450:4001:82a::200e"])
def test_the_public_internet_is_asked(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        *(
            "http://schule.example/k.ics",
            "ftp://schule.example/k.ics",
            "file:///etc/passwd",
            "//schule.example/",
            "",
        ),
        *("https://", "https:///k.ics", "https://name:wort@schule.example/", "https://schule.example:22/"),
        *(
            "https://schule.example:99999/",
            "https://[::1/",
            "https://schule.example/a b",
            "https://schule.example/\r\nX: y",
        ),
        "https://schule.example/" + "a" * 1000,
    ],
)
def test_only_plain_https_addresses_are_taken(url: str) -> None:
    with pytest.raises(NotFetched):
        cleaned(url)


def test_webcal_means_https() -> None:
    assert cleaned(" webcal://schule.example/k.ics ") == "https://schule.example/k.ics"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"]
)
def test_this_very_machine_is_not_asked_under_any_of_its_names(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "create_connection", _never)
    with pytest.raises(NotFetched):
        fetch(f"https://{host}/k.ics")


def _never(*arguments: Any, **options: Any) -> None:
    raise AssertionError(f"connected to {arguments}")


def test_one_inner_address_among_public_ones_refuses_them_all(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, 1, 6, "", (address, 443)) for address in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **o: found)
    monkeypatch.setattr(socket, "create_connection", _never)
    with pytest.raises(NotFetched, match="öffentliche"):
        fetch("https://schule.example/k.ics")


def test_a_name_that_answers_differently_the_second_time_changes_nothing(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: the connection goes to the address that was looked at, and the name is not asked again."""
    url = server.says(b"BEGIN:VCALENDAR")
    port = int(url.split(":")[2].split("/")[0])
    answers = iter([[(socket.AF_INET, 1, 6, "", ("127.0.0.1", port))]])
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **o: next(answers))
    connected: list[tuple[str, int]] = []

    def watched(address: tuple[str, int], *rest: Any, **options: Any) -> socket.socket:
        connected.append(address)
        found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        found.connect(address)
        return found

    monkeypatch.setattr(socket, "create_connection", watched)
    assert fetch(f"http://schule.example:{port}/k.ics", rules=HERE).body == b"BEGIN:VCALENDAR"
    assert connected == [("127.0.0.1", port)]
    assert server.asked[0][1]["Host"] == f"schule.example:{port}"


def test_each_redirect_is_looked_at_anew(server: Server) -> None:
    start = server.says(b"", path="/a", status=302, Location="http://10.0.0.1/geheim")
    only_here = Rules(HERE.schemes, HERE.ports, lambda address: address == "127.0.0.1", 5)
    with pytest.raises(NotFetched, match="öffentliche"):
        fetch(start, rules=only_here)
    inner = server.says(b"", path="/b", status=301, Location="file:///etc/passwd")
    with pytest.raises(NotFetched, match="https"):
        fetch(inner, rules=HERE)
    named = server.says(b"", path="/c", status=307, Location="http://name:wort@127.0.0.1/")
    with pytest.raises(NotFetched, match="Zugangsdaten"):
        fetch(named, rules=HERE)


def test_a_redirect_is_followed_three_times_and_not_for_ever(server: Server) -> None:
    server.says(b"da", path="/ziel")
    server.says(b"", path="/eins", status=302, Location="/ziel")
    assert fetch(f"{server.url}/eins", rules=HERE).body == b"da"
    server.says(b"", path="/kreis", status=302, Location="/kreis")
    with pytest.raises(NotFetched, match="zu oft"):
        fetch(f"{server.url}/kreis", rules=HERE)


def test_nothing_new_has_no_body(server: Server) -> None:
    url = server.says(b"BEGIN:VCALENDAR", ETag='"1"', Last_Modified="Sat, 21 Nov 2026 08:00:00 GMT")
    first = fetch(url, rules=HERE)
    assert (first.changed, first.etag, first.last_modified) == (True, '"1"', "Sat, 21 Nov 2026 08:00:00 GMT")
    again = fetch(url, etag=first.etag, last_modified=first.last_modified, rules=HERE)
    assert (again.changed, again.body) == (False, b"")
    assert server.asked[1][1]["If-Modified-Since"] == first.last_modified


@pytest.mark.parametrize(("status", "words"), [(401, "Anmeldung"), (404, "nichts mehr"), (500, "Fehler 500")])
def test_an_error_of_the_server_is_said_in_words(server: Server, status: int, words: str) -> None:
    with pytest.raises(NotFetched, match=words):
        fetch(server.says(b"", status=status), rules=HERE)


def test_what_is_too_large_is_not_read_to_its_end(server: Server) -> None:
    with pytest.raises(NotFetched, match="5 MB"):
        fetch(server.says(b"x" * (LARGEST + 1)), rules=HERE)


def test_what_is_packed_is_unpacked_and_a_bomb_is_not(server: Server) -> None:
    packed = server.says(gzip.compress(b"BEGIN:VCALENDAR"), Content_Encoding="gzip")
    assert fetch(packed, rules=HERE).body == b"BEGIN:VCALENDAR"
    bomb = server.says(gzip.compress(b"\0" * 50_000_000), Content_Encoding="gzip")
    with pytest.raises(NotFetched, match="5 MB"):
        fetch(bomb, rules=HERE)
    broken = server.says(zlib.compress(b"x")[3:], Content_Encoding="deflate")
    with pytest.raises(NotFetched, match="beschädigt"):
        fetch(broken, rules=HERE)


def test_what_breaks_off_is_not_taken_for_the_whole(server: Server) -> None:
    with pytest.raises(NotFetched):
        fetch(
            server.says(b"BEGIN:VCALENDAR", Content_Length="4000"),
            rules=Rules(HERE.schemes, HERE.ports, HERE.allows, 1),
        )


@pytest.mark.parametrize("phase", ["head", "body"])
def test_a_server_that_sends_a_byte_now_and_then_is_left(phase: str) -> None:
    rules = Rules(HERE.schemes, HERE.ports, HERE.allows, 1.0)
    with _dripping(phase) as url:
        began = perf_counter()
        with pytest.raises(NotFetched):
            fetch(url, rules=rules)
        assert perf_counter() - began < 4


class _dripping:
    """A server that never stops and never says much."""

    def __init__(self, phase: str) -> None:
        self.phase, self.listening = phase, socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._drip, daemon=True).start()

    def __enter__(self) -> str:
        return f"http://127.0.0.1:{self.listening.getsockname()[1]}/k.ics"

    def __exit__(self, *exception: object) -> None:
        self.listening.close()

    def _drip(self) -> None:
        sock, _ = self.listening.accept()
        with sock:
            sock.recv(4096)
            if self.phase == "body":
                sock.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
            try:
                for _ in range(100):
                    sock.sendall(b"HTTP/1.1"[:1] if self.phase == "head" else b"B")
                    sleep(0.1)
            except OSError:
                return


def test_the_rules_that_hold_outside_of_tests_are_the_strict_ones() -> None:
    assert web.RULES.schemes == {"https"}
    assert web.RULES.allows is is_public
    assert web.RULES.seconds == 20
