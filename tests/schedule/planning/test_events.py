"""Events of a class are entered, changed and removed by who plans it; everybody concerned reads them."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.schedule.planning.pages import coming_weeks, events, told, url
from tests.worlds import World, Worlds
from zweiklang.people.public import Person

ClientOf = Callable[[Person | None], Client]


@pytest.fixture
def teacher(client_of: ClientOf, world_a: World) -> Client:
    return client_of(world_a.people["class_teacher"])


@pytest.fixture
def day(world_a: World) -> date:
    return coming_weeks(world_a, 2)[0]


def add(client: Client, world: World, day: date, **more: object) -> HttpResponse:
    sent = {"title": "Zwischenprüfung", "kind": "exam", "first_day": day.isoformat()} | more
    return client.post(url(world, "school_events"), sent)


def seen_on(client: Client, address: str) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', client.get(address).content.decode())
    assert found
    return found[1]


def test_an_exam_is_entered_once_and_told_once(teacher: Client, world_a: World, day: date) -> None:
    for _ in range(2):
        assert add(teacher, world_a, day, starts="8:00", ends="12.30").status_code == 302
    (event,) = events(world_a)
    assert (event.title, event.first_day, event.last_day) == ("Zwischenprüfung", day, day)
    assert told(world_a.school_class.room_id) == [("added", "", "Zwischenprüfung, 8:00–12:30")]


def test_an_event_is_changed_with_old_and_new_and_removed(teacher: Client, world_a: World, day: date) -> None:
    add(teacher, world_a, day)
    address = url(world_a, "school_event", events(world_a)[0].pk)
    later = (day + timedelta(days=1)).isoformat()
    sent = {"title": "Zwischenprüfung", "kind": "exam", "first_day": later, "seen": seen_on(teacher, address)}
    assert teacher.post(address, sent).status_code == 302
    what, old, new = told(world_a.school_class.room_id)[-1]
    assert what == "changed"
    assert old.startswith(f"Zwischenprüfung, {day.day}. ")
    assert old != new
    assert teacher.post(address, {"act": "remove", "seen": seen_on(teacher, address)}).status_code == 302
    assert events(world_a) == []
    assert told(world_a.school_class.room_id)[-1] == ("removed", "Zwischenprüfung", "")


def test_what_was_removed_by_mistake_comes_back_once(
    client_of: ClientOf, teacher: Client, world_a: World, day: date
) -> None:
    add(teacher, world_a, day, starts="8:00")
    address = url(world_a, "school_event", events(world_a)[0].pk)
    teacher.post(address, {"act": "remove", "seen": seen_on(teacher, address)})
    assert "Rückgängig" in teacher.get(url(world_a, "school_events")).content.decode()
    assert client_of(world_a.people["trainer"]).post(url(world_a, "undo_school_event")).status_code == 403
    for expected in ("steht wieder im Kalender", "nichts, was sich rückgängig machen lässt"):
        answer = teacher.post(url(world_a, "undo_school_event"), follow=True)
        assert expected in answer.content.decode()
    (event,) = events(world_a)
    assert (event.title, event.first_day, f"{event.starts:%H:%M}") == ("Zwischenprüfung", day, "08:00")


@pytest.mark.parametrize(
    ("more", "field", "sentence"),
    [
        ({"title": " "}, "title", "Bitte sagen, was es ist"),
        ({"first_day": "morgen"}, "first_day", "zum Beispiel 14.09.2026"),
        ({"first_day": "2099-01-05"}, "first_day", "im Schuljahr der Klasse"),
        ({"last_day": "1999-01-05"}, "last_day", "Der letzte Tag liegt vor dem ersten"),
        ({"last_day": "2199-01-05"}, "last_day", "mehr als ein Jahr"),
        ({"starts": "12:00", "ends": "8:00"}, "ends", "Das Ende liegt vor dem Beginn"),
        ({"starts": "acht"}, "starts", "zum Beispiel 8:00"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field_and_the_rest_stays(
    more: dict[str, str], field: str, sentence: str, teacher: Client, world_a: World, day: date
) -> None:
    answer = add(teacher, world_a, day, **({"title": "Bleibt stehen"} | more))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert re.search(rf'id="id_{field}_error">.*?{sentence}', page, re.DOTALL)
    assert ("Bleibt stehen" in page) is (field != "title")
    assert events(world_a) == []


def test_somebody_else_was_faster(client_of: ClientOf, teacher: Client, world_a: World, day: date) -> None:
    add(teacher, world_a, day)
    address = url(world_a, "school_event", events(world_a)[0].pk)
    seen = seen_on(teacher, address)
    head = client_of(world_a.people["head_of_school"])
    sent = {"title": "Abschlussprüfung", "kind": "exam", "first_day": day.isoformat()}
    head.post(address, sent | {"seen": seen_on(head, address)})
    answer = teacher.post(address, {"act": "remove", "seen": seen})
    assert answer.status_code == 422
    assert "Jetzt gilt: Abschlussprüfung" in answer.content.decode()
    assert len(events(world_a)) == 1


def test_readers_read_and_strangers_find_nothing(
    client_of: ClientOf, teacher: Client, worlds: Worlds, day: date
) -> None:
    a = worlds.a
    add(teacher, a, day)
    (event,) = events(a)
    for persona in ("apprentice", "trainer", "guardian", "subject_teacher"):
        client = client_of(a.people[persona])
        assert "Zwischenprüfung" in client.get(url(a, "school_events")).content.decode(), persona
        assert add(client, a, day, title="Frei").status_code == 403, persona
        assert client.post(url(a, "school_event", event.pk), {"act": "remove"}).status_code == 403, persona
    stranger = client_of(worlds.b.people["class_teacher"])
    assert add(stranger, a, day).status_code == 404
    assert stranger.post(url(worlds.b, "school_event", event.pk), {"act": "remove"}).status_code == 404
    assert [one.title for one in events(a)] == ["Zwischenprüfung"]
