"""The doctor finds what is wrong with what the product speaks with."""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core.mail import mailers
from pytest_django.fixtures import Settings

from tests.cli.processes import free_port
from tests.operation.findings import level
from tests.operation.tls import serving_tls
from zweiklang.cli.doctoring import surroundings
from zweiklang.cli.doctoring.findings import Finding, says
from zweiklang.config.shaping import mailer_from_url


def test_a_storage_that_keeps_nothing(settings: Settings, tmp_path: Path) -> None:
    place = {
        "BACKEND": "zweiklang.exchange.files.folders.Folder",
        "OPTIONS": {"location": str(tmp_path / "files")},
    }
    settings.STORAGES = {**settings.STORAGES, "files": place}
    assert level(surroundings.storage()) == "says"
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []
    (tmp_path / "in the way").write_text("")
    place["OPTIONS"]["location"] = str(tmp_path / "in the way")
    settings.STORAGES = {**settings.STORAGES, "files": place}
    assert level(surroundings.storage()) == "fails"


def test_a_storage_that_gives_back_something_else(monkeypatch: pytest.MonkeyPatch) -> None:
    from zweiklang.exchange import probing

    class Forgetful:
        def put(self, key: str, file: Any) -> None: ...
        def remove(self, keys: Any) -> None: ...
        def pieces(self, key: str) -> Iterator[bytes]:
            return iter([b"something else"])

    monkeypatch.setattr(probing, "storage", Forgetful)
    assert probing.storage_fault() == "What was read is not what was written."


def test_a_scanner_that_is_away(settings: Settings) -> None:
    settings.CLAMD = ""
    assert level(surroundings.scanner()) == "warns"
    settings.CLAMD = f"tcp://127.0.0.1:{free_port()}"
    assert level(surroundings.scanner()) == "fails"


def test_a_scanner_that_finds_something_everywhere(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zweiklang.exchange.files import scanning

    settings.CLAMD = "tcp://127.0.0.1:1"
    monkeypatch.setattr(scanning, "found_in", lambda file, address: "Everything")
    assert level(surroundings.scanner()) == "fails"
    monkeypatch.setattr(scanning, "found_in", lambda file, address: None)
    assert level(surroundings.scanner()) == "says"


def test_a_key_for_pushes_that_is_none(settings: Settings) -> None:
    from zweiklang.exchange.public import new_push_key

    for key, expected in (("", "says"), (new_push_key(), "says"), ("too short", "fails")):
        settings.VAPID_PRIVATE_KEY = key
        assert level(surroundings.push_key()) == expected


@pytest.fixture
def mailer(settings: Settings) -> Callable[[str], None]:
    """Returns how to deliver mails elsewhere."""

    def use(url: str) -> None:
        settings.MAILERS = {**settings.MAILERS, "delivery": mailer_from_url(url, folder=Path())}

    return use


def test_a_mail_server_that_is_away_or_open_to_readers(mailer: Callable[[str], None]) -> None:
    class Refusing:
        async def handle_DATA(self, *_: Any) -> str:
            raise AssertionError("the doctor sends nothing")

    server = Controller(Refusing(), hostname="127.0.0.1", port=free_port())
    server.start()
    try:
        mailer(f"smtp://127.0.0.1:{server.port}")
        assert level(surroundings.mail()) == "says"
        mailer(f"smtp://127.0.0.1:{server.port}?tls=start")  # the server cannot
        assert level(surroundings.mail()) == "fails"
    finally:
        server.stop()
    mailer(f"smtp://127.0.0.1:{server.port}")
    assert level(surroundings.mail()) == "fails"


def test_mails_that_can_be_read_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    far = SimpleNamespace(
        host="mail.example", port=25, use_tls=False, use_ssl=False, open=lambda: True, close=lambda: None,
        connection=SimpleNamespace(noop=lambda: (250, b"ok")),
    )  # fmt: skip
    monkeypatch.setattr(surroundings, "_mailer", lambda: far)
    assert level(surroundings.mail()) == "warns"
    far.use_tls = True
    assert level(surroundings.mail()) == "says"
    far.connection.noop = lambda: (421, b"later")
    assert level(surroundings.mail()) == "fails"


def test_mails_that_go_nowhere(settings: Settings) -> None:
    assert not hasattr(mailers["delivery"], "host")
    assert level(surroundings.mail()) == "warns"
    settings.DEMO = True
    assert level(surroundings.mail()) == "says"


@pytest.mark.parametrize(("days", "expected"), [(200, "says"), (10, "warns"), (1, "fails"), (-1, "fails")])
def test_a_certificate_that_ends(
    days: int, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving_tls(tmp_path, days=days) as (port, authority):
        monkeypatch.setenv("SSL_CERT_FILE", str(authority))
        assert level(surroundings.certificate("site", f"https://localhost:{port}")) == expected


def test_a_certificate_nobody_trusts_or_of_another_host(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving_tls(tmp_path, days=200) as (port, authority):
        assert level(surroundings.certificate("site", f"https://localhost:{port}")) == "fails"
        monkeypatch.setenv("SSL_CERT_FILE", str(authority))
        assert level(surroundings.certificate("site", f"https://127.0.0.1:{port}")) == "fails"
    assert level(surroundings.certificate("site", f"https://localhost:{port}")) == "warns"


def test_every_address_over_https_is_looked_at(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str]] = []

    def note(what: str, url: str) -> Finding:
        asked.append((what, url))
        return says(what, "looked at")

    monkeypatch.setattr(surroundings, "certificate", note)
    settings.BASE_URL, settings.LIVE_URL = "https://zweiklang.example", "https://live.example"
    settings.VIDEO_URL = "http://localhost/bigbluebutton/"
    monkeypatch.setattr(
        "zweiklang.people.public.active_providers",
        lambda: [SimpleNamespace(key="school", issuer="https://sso.example/realm")],
    )
    list(surroundings.certificates())
    list(surroundings.certificates_of_services())
    assert asked == [
        ("site", "https://zweiklang.example"),
        ("live", "https://live.example"),
        ("sign-in school", "https://sso.example/realm"),
    ]


def test_a_site_that_does_not_answer(settings: Settings) -> None:
    settings.BASE_URL = settings.LIVE_URL = f"http://127.0.0.1:{free_port()}"
    assert level(surroundings.site()) == "warns"
    assert level(surroundings.live(8001)) == "warns"
    settings.LIVE_URL = ""
    assert "8765" in surroundings.live(8765).says
