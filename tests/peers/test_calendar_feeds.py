"""A feed in real calendar programs: vdirsyncer fetches it from a running server, khal lists its events; a change and an end arrive there, too."""

import os
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import override_settings
from django.urls import reverse

from tests.committed import committed_worlds
from tests.peers.calendar_programs import Program, read_by_another
from tests.schedule.feeds.subscribing import asked, events_in, made, signed_in
from tests.world_days import cancelled_monday
from tests.worlds import ACTOR, Worlds
from zweiklang.kernel.clock import today
from zweiklang.rooms.public import as_system
from zweiklang.schedule.models import CalendarFeed, LessonChange, LessonTime


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing is written."""


class _Threaded(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@pytest.fixture(scope="module")
def committed(django_test_environment: None, django_db_blocker: Any) -> Iterator[Worlds]:
    name = f"feeds_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with committed_worlds(name, django_db_blocker) as worlds:
        yield worlds


@pytest.fixture(scope="module")
def site(committed: Worlds) -> Iterator[str]:
    """The address of a server on that database."""
    with override_settings(ALLOWED_HOSTS=["testserver", "127.0.0.1"]):
        server = make_server("127.0.0.1", 0, get_wsgi_application(), _Threaded, _Quiet)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()


def test_khal_lists_the_school_days_that_vdirsyncer_fetched(
    committed: Worlds, site: str, tmp_path: Path
) -> None:
    _say_when_lessons_are(committed)
    path = made(committed.a.people["apprentice"], label="Schule", with_subjects="on")
    program = Program(tmp_path)
    program.subscribe(site + path)
    program.fetch()
    monday = cancelled_monday()
    listed = program.listed(monday.isoformat(), 7)
    wednesday = (monday + timedelta(days=2)).isoformat()
    assert [wednesday, "08:00", "09:30", "Programmieren"] in [line[:4] for line in listed]
    assert [line for line in listed if line[3] == "Klassenarbeit"]
    [cancelled] = [line for line in listed if "fällt aus" in line[3]]
    assert cancelled[:2] == [monday.isoformat(), "08:00"]
    assert "CANCELLED" in cancelled[4]


def test_a_cancelled_lesson_and_the_end_of_the_feed_arrive_in_the_program(
    committed: Worlds, site: str, tmp_path: Path
) -> None:
    _say_when_lessons_are(committed)
    person = committed.b.people["apprentice"]
    path, program = made(person, with_subjects="on"), Program(tmp_path)
    program.subscribe(site + path)
    program.fetch()
    day = today() + timedelta(days=9 - today().weekday())
    assert [line[3] for line in program.listed(day.isoformat(), 1)] == ["Programmieren"]
    with as_system(ACTOR):
        LessonChange.objects.create(
            room_id=committed.b.school_class.room_id, day=day, period=1, length=2, kind="cancelled"
        )
    program.fetch()
    assert [line[3] for line in program.listed(day.isoformat(), 1)] == ["Programmieren fällt aus"]
    with as_system(ACTOR):
        feed = CalendarFeed.objects.get(person=person)
    signed_in(person).post(reverse("feeds:end", args=[feed.pk]))
    with pytest.raises(AssertionError, match="Not Found"):
        program.fetch()


def test_another_reader_finds_the_same_events_and_no_fault(committed: Worlds, site: str) -> None:
    response = asked(made(committed.a.people["trainer"], with_names="on", with_subjects="on"))
    ours = sorted([str(one["UID"]), str(one["SUMMARY"])] for one in events_in(response))
    assert ours
    assert sorted(one[:2] for one in read_by_another(response.content)) == ours


def _say_when_lessons_are(worlds: Worlds) -> None:
    with as_system(ACTOR):
        for school in (worlds.a.school, worlds.b.school):
            for period, (starts, ends) in enumerate((("8:00", "8:45"), ("8:45", "9:30")), start=1):
                LessonTime.objects.get_or_create(
                    school=school, period=period, defaults={"starts": starts, "ends": ends}
                )
