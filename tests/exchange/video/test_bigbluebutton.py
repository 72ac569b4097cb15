"""The client against a real HTTP server that checks every checksum itself."""

import logging
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from django.core.cache import cache

from tests.exchange.video.server import SECRET, VideoServer, serving
from zweiklang.exchange.video import bigbluebutton
from zweiklang.exchange.video.bigbluebutton import Server, server_of
from zweiklang.exchange.video.errors import AWAY, ENDED, MISTAKEN, STRANGE, NotSetUp, NoVideo

TITLE = "Gespräch: 50 % & mehr? Größe + Fülle"


@pytest.fixture
def peer() -> Iterator[VideoServer]:
    with serving() as found:
        yield found


@pytest.fixture
def server(peer: VideoServer) -> Server:
    return server_of(peer.url, SECRET)


def _made(server: Server, meeting: str = "m-1") -> str:
    return server.create(meeting=meeting, title=TITLE, back="https://zweiklang.example/nachrichten/")


def test_server_accepts_the_checksum_of_a_title_with_umlauts_and_signs(
    server: Server, peer: VideoServer
) -> None:
    assert _made(server) == peer.meetings["m-1"].made
    assert peer.meetings["m-1"].asked["name"] == TITLE
    assert peer.refused == 0


def test_making_a_meeting_twice_is_the_same_meeting(server: Server, peer: VideoServer) -> None:
    assert _made(server) == _made(server)
    assert len(peer.meetings) == 1


def test_meeting_whose_title_changed_while_it_runs_stays_open(server: Server, peer: VideoServer) -> None:
    _made(server)
    server.create(meeting="m-1", title="Neuer Titel", back="https://zweiklang.example/")
    assert peer.meetings["m-1"].asked["name"] == TITLE


def test_nothing_can_be_recorded_and_no_statistics_are_kept(server: Server, peer: VideoServer) -> None:
    _made(server)
    asked = peer.meetings["m-1"].asked
    assert (asked["record"], asked["autoStartRecording"], asked["allowStartStopRecording"]) == ("false",) * 3
    assert asked["disabledFeatures"] == "learningDashboard"


def test_browsers_join_with_their_role_and_nothing_but_their_name(server: Server, peer: VideoServer) -> None:
    made = _made(server)
    for name, moderator in (("Jörg Über", True), ("Mia Neu", False)):
        assert requests.get(
            server.join(meeting="m-1", name=name, moderator=moderator, made=made), timeout=5
        ).ok
    assert peer.meetings["m-1"].people == [("Jörg Über", "MODERATOR"), ("Mia Neu", "VIEWER")]
    assert set(peer.calls[-1][1]) == {"fullName", "meetingID", "role", "createTime"}


def test_address_of_a_meeting_that_was_ended_leads_nowhere_though_its_id_comes_back(
    server: Server, peer: VideoServer
) -> None:
    old = server.join(meeting="m-1", name="Mia", moderator=True, made=_made(server))
    server.end(meeting="m-1")
    _made(server)
    assert "mismatchCreateTimeParam" in requests.get(old, timeout=5).text
    assert peer.meetings["m-1"].people == []


def test_role_in_an_address_cannot_be_changed_by_whoever_holds_it(server: Server, peer: VideoServer) -> None:
    made = _made(server)
    address = server.join(meeting="m-1", name="Mia", moderator=False, made=made)
    requests.get(address.replace("VIEWER", "MODERATOR"), timeout=5)
    assert (peer.refused, peer.meetings["m-1"].people) == (1, [])


def test_meeting_runs_once_somebody_is_in_it_and_ends_for_all(server: Server, peer: VideoServer) -> None:
    made = _made(server)
    assert not server.is_running(meeting="m-1")
    requests.get(server.join(meeting="m-1", name="Mia", moderator=True, made=made), timeout=5)
    assert server.is_running(meeting="m-1")
    server.end(meeting="m-1")
    assert not server.is_running(meeting="m-1")
    server.end(meeting="m-1")  # the second click


def test_wrong_secret_is_refused_and_said_in_words(
    peer: VideoServer, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = server_of(peer.url, "guessed")
    with caplog.at_level(logging.ERROR), pytest.raises(NoVideo, match=MISTAKEN):
        wrong.create(meeting="m-1", title="x", back="https://zweiklang.example/")
    assert (peer.refused, peer.meetings) == (1, {})
    assert "checksumError" in caplog.text
    assert "guessed" not in caplog.text
    with pytest.raises(NoVideo, match=MISTAKEN):
        wrong.end(meeting="m-1")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<response><returncode>SUCCESS",
        b"<html><body>Bad gateway</body></html>",
        b"{}",
        b"\x00\xff",
        b"<response/>",
        b"<response>" + b"<a>" * 200 + b"</a>" * 200,
        b"<response><returncode>SUCCESS</returncode>" + b"<!-- -->" * 20_000 + b"</response>",
    ],
)
def test_broken_answer_is_no_answer(server: Server, peer: VideoServer, body: bytes) -> None:
    peer.raw = body or b" "
    with pytest.raises(NoVideo, match=STRANGE):
        _made(server)


def test_answer_cannot_read_our_files_nor_grow(server: Server, peer: VideoServer, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("42")
    peer.raw = (
        f'<!DOCTYPE response [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]>'
        "<response><returncode>SUCCESS</returncode><createTime>&x;</createTime></response>"
    ).encode()
    with pytest.raises(NoVideo, match=STRANGE):
        _made(server)
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    peer.raw = f'<!DOCTYPE response [<!ENTITY l0 "ha">{laughs}]><response>&l8;</response>'.encode()
    begin = time.monotonic()
    with pytest.raises(NoVideo, match=STRANGE):
        _made(server)
    assert time.monotonic() - begin < 2


def test_answer_never_makes_us_ask_another_server(server: Server, peer: VideoServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.settimeout(0.3)
        peer.raw = f'<!DOCTYPE response SYSTEM "http://127.0.0.1:{other.getsockname()[1]}/x.dtd"><response/>'.encode()
        with pytest.raises(NoVideo, match=STRANGE):
            _made(server)
        with pytest.raises(TimeoutError):
            other.accept()


@pytest.mark.parametrize("status", [302, 403, 404, 500, 502])
def test_server_that_does_not_answer_well_is_away(server: Server, peer: VideoServer, status: int) -> None:
    peer.status = status
    with pytest.raises(NoVideo, match=AWAY):
        _made(server)


def test_server_that_is_down_is_away(server: Server) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(NoVideo, match=AWAY):
        _made(server_of(f"http://127.0.0.1:{port}/bigbluebutton/", SECRET))


@pytest.mark.parametrize(("delay", "drip"), [(2.0, 0), (0, 0.1)])
def test_slow_server_does_not_keep_people_waiting(
    server: Server, peer: VideoServer, monkeypatch: pytest.MonkeyPatch, delay: float, drip: float
) -> None:
    monkeypatch.setattr(bigbluebutton, "SECONDS", 0.5)
    peer.delay, peer.drip = delay, drip
    begin = time.monotonic()
    with pytest.raises(NoVideo, match=AWAY):
        _made(server)
    assert time.monotonic() - begin < 1.8


def test_silent_server_is_found_out_once_and_not_by_everybody(
    server: Server, peer: VideoServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bigbluebutton, "SECONDS", 0.4)
    peer.delay = 1.0
    with pytest.raises(NoVideo, match=AWAY):
        _made(server)
    begin, asked = time.monotonic(), len(peer.calls)
    for _ in range(5):
        with pytest.raises(NoVideo, match=AWAY):
            _made(server)
    assert (time.monotonic() - begin < 1, len(peer.calls)) == (True, asked)
    peer.delay = 0
    cache.clear()  # the pause is over
    assert _made(server)


def test_meeting_that_was_ended_by_force_says_so(server: Server, peer: VideoServer) -> None:
    peer.raw = (
        b"<response><returncode>FAILED</returncode><messageKey>meetingForciblyEnded</messageKey></response>"
    )
    with pytest.raises(NoVideo, match=ENDED):
        _made(server)


def test_address_may_be_given_as_the_server_shows_it() -> None:
    for url in ("https://x.example/bigbluebutton/", "https://x.example/bigbluebutton/api/"):
        assert server_of(url, "s").address == "https://x.example/bigbluebutton/api"
    with pytest.raises(NotSetUp):
        server_of("", "")
