"""The doctor finds what is wrong with the installation and its work; what people and programs read of it."""

import json
import socket
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection
from pytest_django.fixtures import Settings

from tests.operation.findings import level
from zweiklang.cli.commands import doctor as command
from zweiklang.cli.doctoring import examining, own, surroundings, work
from zweiklang.cli.doctoring.findings import Finding, fails, says, warns
from zweiklang.cli.main import group
from zweiklang.kernel.clock import now
from zweiklang.kernel.jobs import defer
from zweiklang.kernel.observing.queue import Depth
from zweiklang.people.models import Person


@pytest.mark.parametrize(
    ("depth", "expected"),
    [
        (Depth(waiting=3, doing=1, failed=0, oldest=20, workers=1), "says"),
        (Depth(waiting=0, doing=0, failed=0, oldest=0, workers=0), "warns"),
        (Depth(waiting=0, doing=0, failed=2, oldest=0, workers=1), "warns"),
        (Depth(waiting=9, doing=0, failed=0, oldest=600, workers=1), "warns"),
        (Depth(waiting=9, doing=0, failed=0, oldest=600, workers=0), "fails"),
        (Depth(waiting=9, doing=0, failed=0, oldest=7200, workers=1), "fails"),
    ],
)
def test_a_queue_that_stands_still(depth: Depth, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zweiklang.kernel.observing.queue.queue_depth", lambda: depth)
    assert level(work.queue()) == expected


@pytest.mark.django_db
def test_a_job_that_waits_is_seen_waiting() -> None:
    from zweiklang.kernel.observing.queue import queue_depth
    from zweiklang.rooms.public import as_system

    before = queue_depth()
    defer("tests.nothing")
    defer("tests.later", not_before=now() + timedelta(hours=1))
    assert queue_depth().waiting == before.waiting + 2
    with as_system("tests"), connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() - interval '2 hours'")
    assert 7190 < queue_depth().oldest < 7300


def _note(folder: Path, **values: Any) -> None:
    path = folder / work.BACKUP_NOTE
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"to": "/backups", **values}))


def test_a_backup_that_is_missing_old_or_untried(tmp_path: Path) -> None:
    assert level(work.backup(tmp_path)) == "warns"
    for hours, verified, expected in (
        (2, True, "says"),
        (2, False, "warns"),
        (40, True, "warns"),
        (200, True, "fails"),
    ):
        _note(tmp_path, at=(now() - timedelta(hours=hours)).isoformat(), verified=verified)
        assert level(work.backup(tmp_path)) == expected, (hours, verified)
    (tmp_path / work.BACKUP_NOTE).write_text("{")
    assert level(work.backup(tmp_path)) == "warns"
    _note(tmp_path, verified=True)
    assert level(work.backup(tmp_path)) == "warns"


def _settings(**other: Any) -> SimpleNamespace:
    good = {
        "DEBUG": False,
        "DEMO": False,
        "ALLOWED_HOSTS": ["zweiklang.example"],
        "SESSION_COOKIE_SECURE": True,
        "BASE_URL": "https://zweiklang.example",
        "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQ",
        "SECRET_KEY_FALLBACKS": [],
    }
    return SimpleNamespace(**{**good, **other})


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({}, "says"),
        ({"DEBUG": True}, "fails"),
        ({"DEMO": True}, "warns"),
        ({"ALLOWED_HOSTS": ["*"]}, "fails"),
        ({"SESSION_COOKIE_SECURE": False}, "fails"),
        ({"BASE_URL": "http://zweiklang.example"}, "fails"),
    ],
)
def test_a_site_that_is_not_set_for_people(other: dict[str, Any], expected: str) -> None:
    assert level(own.mode(_settings(**other))) == expected


@pytest.mark.parametrize(
    "other",
    [
        {"SECRET_KEY": "short"},
        {"SECRET_KEY": "ab" * 40},
        {"SECRET_KEY_FALLBACKS": ["short"]},
        {"SECRET_KEY": "django-insecure-" + _settings().SECRET_KEY},
    ],
)
def test_a_key_that_can_be_guessed(other: dict[str, Any]) -> None:
    assert level(own.secret_key(_settings())) == "says"
    found = own.secret_key(_settings(**other))
    assert level(found) == "fails"
    assert "ab" * 40 not in found.says


def test_no_key_at_all(settings: Settings) -> None:
    settings.SECRET_KEY = ""
    assert level(own.secret_key(settings)) == "fails"


def test_other_versions() -> None:
    assert level(own.versions()) == "says"
    assert level(own.versions(python=(3, 11, 9))) == "fails"
    assert level(own.versions(django="6.2")) == "fails"


@pytest.mark.parametrize(("free", "expected"), [(50, "says"), (2, "warns"), (0.1, "fails")])
def test_a_full_disk(free: float, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = SimpleNamespace(total=100 * own.GB, free=int(free * own.GB))
    monkeypatch.setattr(own.shutil, "disk_usage", lambda folder: usage)
    assert level(own.disk(tmp_path / "not" / "there yet")) == expected


def test_a_clock_nobody_sets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own.shutil, "which", lambda program: None)
    marker = tmp_path / "synchronized"
    assert level(own.clock_source(marker, booted=tmp_path / "no systemd")) == "says"
    assert level(own.clock_source(marker, booted=tmp_path)) == "warns"
    marker.touch()
    assert level(own.clock_source(marker, booted=tmp_path)) == "says"


@pytest.fixture
def examined(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Returns how to let the checks have found something."""

    def found(*findings: Finding) -> None:
        monkeypatch.setattr(command, "_examined", lambda: list(findings))

    return found


def test_programs_read_one_object_and_the_exit_code(examined: Callable[..., None]) -> None:
    examined(says("disk", "Much."), warns("backup", "None.", "Make one."))
    result = CliRunner().invoke(group, ["doctor", "--json"])
    assert (result.exit_code, json.loads(result.output)) == (
        0,
        {
            "ok": True,
            "checks": [
                {"name": "disk", "ok": True, "level": "says", "says": "Much.", "do": ""},
                {"name": "backup", "ok": True, "level": "warns", "says": "None.", "do": "Make one."},
            ],
        },
    )
    examined(fails("disk", "Full.", "Make room."))
    result = CliRunner().invoke(group, ["doctor", "--json"])
    assert (result.exit_code, json.loads(result.output)["ok"]) == (1, False)


def test_people_read_what_to_do(examined: Callable[..., None]) -> None:
    examined(says("roles", "Good."), fails("disk", "Full.", "Make room."))
    result = CliRunner().invoke(group, ["doctor"])
    assert result.exit_code == 1
    assert "FAILS  disk   Full.\n              → Make room.\n" in result.output
    assert result.output.endswith("2 checks: 1 fail, 0 to look at.\n")


def test_a_check_that_breaks_is_a_finding_without_the_text_of_the_error() -> None:
    def broken() -> Finding:
        raise RuntimeError("smtp://anna:password@mail.example")

    (found,) = examining._carried_out({"mail": broken})
    assert (found.level, found.says) == ("fails", "It could not be looked at (RuntimeError).")


def test_findings_name_nobody(worlds: Any) -> None:
    """Whoever reads the doctor's answer in a ticket learns about nobody."""
    checks = {**examining.of_the_server(), **examining.of_the_tables()}
    text = json.dumps([one.as_json() for one in examining._carried_out(checks)])
    for person in Person.objects.all():
        assert person.name not in text
        assert not person.email or person.email not in text


def test_a_setting_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from contextlib import nullcontext

    from zweiklang.cli import environment

    def unreadable() -> None:
        raise ValueError("ZWEIKLANG_URL must be http(s)://host, without a path")

    monkeypatch.setattr(environment, "database", nullcontext)
    monkeypatch.setattr(environment, "setup_django", unreadable)
    result = CliRunner().invoke(group, ["doctor", "--json"])
    (check,) = json.loads(result.output)["checks"]
    assert (check["name"], result.exit_code) == ("settings", 1)
    assert "ZWEIKLANG_URL" in check["says"]


def test_the_socket_of_a_check_is_closed(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.listen()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(surroundings, "PATIENCE", 0.2)
            port = silent.getsockname()[1]
            assert level(surroundings.certificate("site", f"https://localhost:{port}")) in {"warns", "fails"}
