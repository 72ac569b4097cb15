"""A timetable written by hand: a weekday at a time, valid from a day on; earlier days stay what they were."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from tests.schedule.planning.pages import add_lesson, lessons, next_weekday, told, url
from tests.worlds import World, Worlds
from zweiklang.people.public import Person

ClientOf = Callable[[Person | None], Client]
TUESDAY = 2


@pytest.fixture
def teacher(client_of: ClientOf, world_a: World) -> Client:
    return client_of(world_a.people["class_teacher"])


@pytest.fixture
def day() -> date:
    """The next Tuesday, from which on things change."""
    return next_weekday(TUESDAY)


def write(client: Client, world: World, day: date, *, seen: str | None = None, **lines: str):
    address = f"{url(world, 'timetable_day', TUESDAY)}?ab={day.isoformat()}"
    if seen is None:
        seen = seen_on(client, address)
    return client.post(address, {"from_day": day.isoformat(), "seen": seen, **lines})


def seen_on(client: Client, address: str) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', client.get(address).content.decode())
    assert found
    return found[1]


def test_a_weekday_is_written_and_lessons_in_a_row_are_one(
    teacher: Client, world_a: World, day: date
) -> None:
    subject = {"fach-1": "Mathematik", "fach-2": "Mathematik", "fach-4": "Deutsch"}
    more = {"lehrkraft-1": "MÜL", "lehrkraft-2": "MÜL", "raum-4": "R 12, R 13"}
    assert write(teacher, world_a, day, **{**subject, **more}).status_code == 302
    assert lessons(world_a, day) == [(1, 2, "Mathematik"), (4, 1, "Deutsch")]
    assert lessons(world_a, day - timedelta(days=7)) == []
    ((what, old, new),) = told(world_a.school_class.room_id)
    assert (what, old) == ("added", "")
    assert new == "Dienstag: 1.–2. Stunde Mathematik bei MÜL, 4. Stunde Deutsch in R 12, R 13"
    page = teacher.get(f"{url(world_a, 'timetable')}?ab={day.isoformat()}").content.decode()
    assert "Mathematik bei MÜL" in page


def test_a_change_holds_from_its_day_and_what_did_not_change_is_not_touched(
    teacher: Client, world_a: World, day: date
) -> None:
    add_lesson(world_a, TUESDAY, 1, "Mathematik")
    add_lesson(world_a, TUESDAY, 2, "Deutsch")
    write(teacher, world_a, day, **{"fach-1": "Mathematik", "fach-2": "Englisch"})
    assert lessons(world_a, day - timedelta(days=7)) == [(1, 1, "Mathematik"), (2, 1, "Deutsch")]
    assert lessons(world_a, day) == [(1, 1, "Mathematik"), (2, 1, "Englisch")]
    assert told(world_a.school_class.room_id) == [
        ("changed", "Dienstag: 2. Stunde Deutsch", "Dienstag: 2. Stunde Englisch")
    ]
    assert lessons(world_a, day + timedelta(days=70))[0] == (1, 1, "Mathematik")


def test_the_same_again_changes_nothing_and_tells_nobody(teacher: Client, world_a: World, day: date) -> None:
    add_lesson(world_a, TUESDAY, 1, "Mathematik", length=2)
    answer = write(teacher, world_a, day, **{"fach-1": "Mathematik", "fach-2": "Mathematik"})
    assert answer.status_code == 302
    assert lessons(world_a, day) == [(1, 2, "Mathematik")]
    assert told(world_a.school_class.room_id) == []


def test_a_day_can_become_empty(teacher: Client, world_a: World, day: date) -> None:
    add_lesson(world_a, TUESDAY, 1, "Mathematik")
    write(teacher, world_a, day)
    assert lessons(world_a, day) == []
    assert told(world_a.school_class.room_id) == [("removed", "Dienstag: 1. Stunde Mathematik", "")]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ({"raum-3": "R 1"}, "3. Stunde: Welches Fach?"),
        ({"fach-3": "x" * 101}, "höchstens 100 Zeichen"),
        ({"fach-3": "Deutsch", "lehrkraft-3": "y" * 21}, "Kürzel haben höchstens 20"),
    ],
)
def test_what_is_missing_is_said_at_the_line_and_what_was_typed_stays(
    lines: dict[str, str], sentence: str, teacher: Client, world_a: World, day: date
) -> None:
    answer = write(teacher, world_a, day, **lines, **{"fach-1": "Mathematik"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert 'value="Mathematik"' in page
    assert lessons(world_a, day) == []


def test_a_day_outside_the_school_year_is_refused_at_the_field(
    teacher: Client, world_a: World, day: date
) -> None:
    seen = seen_on(teacher, f"{url(world_a, 'timetable_day', TUESDAY)}?ab={day.isoformat()}")
    late = {"from_day": "2099-01-06", "seen": seen, "fach-1": "Mathematik"}
    answer = teacher.post(f"{url(world_a, 'timetable_day', TUESDAY)}?ab={day.isoformat()}", late)
    assert answer.status_code == 422
    assert "Bitte einen Tag im Schuljahr der Klasse angeben" in answer.content.decode()
    assert lessons(world_a, day) == []


def test_two_tabs_do_not_overwrite_each_other_unseen(
    client_of: ClientOf, teacher: Client, world_a: World, day: date
) -> None:
    head = client_of(world_a.people["head_of_school"])
    seen = seen_on(teacher, f"{url(world_a, 'timetable_day', TUESDAY)}?ab={day.isoformat()}")
    write(head, world_a, day, **{"fach-1": "Deutsch"})
    answer = write(teacher, world_a, day, seen=seen, **{"fach-1": "Mathematik"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Inzwischen hat jemand diesen Tag geändert: 1. Stunde Deutsch" in page
    assert lessons(world_a, day) == [(1, 1, "Deutsch")]
    again = re.search(r'name="seen" value="([^"]+)"', page)
    assert again
    write(teacher, world_a, day, seen=again[1], **{"fach-1": "Mathematik"})
    assert lessons(world_a, day) == [(1, 1, "Mathematik")]


def test_what_untis_delivers_is_not_written_by_hand(teacher: Client, world_a: World, day: date) -> None:
    add_lesson(world_a, TUESDAY, 1, "Mathematik", source="untis")
    address = f"{url(world_a, 'timetable_day', TUESDAY)}?ab={day.isoformat()}"
    page = teacher.get(address).content.decode()
    assert "Den Stundenplan dieser Klasse liefert Untis." in page
    assert "fach-1" not in page
    answer = teacher.post(address, {"from_day": day.isoformat(), "seen": "x", "fach-1": "Deutsch"})
    assert answer.status_code == 422
    assert lessons(world_a, day) == [(1, 1, "Mathematik")]


@pytest.mark.parametrize("weekday", [0, 8, 99])
def test_there_are_seven_weekdays(weekday: int, teacher: Client, world_a: World) -> None:
    assert teacher.get(url(world_a, "timetable_day", weekday)).status_code == 404


def test_only_who_plans_the_class_writes(client_of: ClientOf, worlds: Worlds, day: date) -> None:
    a = worlds.a
    sent = {"from_day": day.isoformat(), "seen": "x", "fach-1": "Sport"}
    for persona in ("apprentice", "trainer", "subject_teacher", "guardian"):
        answer = client_of(a.people[persona]).post(url(a, "timetable_day", TUESDAY), sent)
        assert answer.status_code == 403, persona
    stranger = client_of(worlds.b.people["class_teacher"])
    assert stranger.post(url(a, "timetable_day", TUESDAY), sent).status_code == 404
    assert lessons(a, day) == []
