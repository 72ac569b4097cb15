"""Inter-company courses: a firm enters them for its own apprentices, one or several at once, and nobody else does."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.schedule.planning.pages import courses, told
from tests.worlds import ACTOR, World, Worlds
from zweiklang.apprenticeships.public import TrainerAssignment, assign_trainer, end_trainer_assignment
from zweiklang.kernel.clock import today
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system
from zweiklang.schedule.models import Course

ClientOf = Callable[[Person | None], Client]
NEW = "/schulzeit/kurse/neu/"
DAY = today() + timedelta(days=10)


@pytest.fixture
def trainer(client_of: ClientOf, world_a: World) -> Client:
    return client_of(world_a.people["trainer"])


@pytest.fixture
def of_both(client_of: ClientOf, world_a: World) -> Client:
    """Somebody who trains both apprentices of the world."""
    person = world_a.people["trainer"]
    with as_system(ACTOR):
        assign_trainer(
            ACTOR, contract=world_a.second.contract, person=person, capacity="trainer", first_day=today()
        )
    return client_of(person)


def add(client: Client, *rooms: UUID, day: date = DAY, **more: object) -> HttpResponse:
    sent = {"title": "CNC-Grundlagen", "place": "BTZ Kassel", "first_day": day.isoformat(), "rooms": rooms}
    return client.post(NEW, sent | more)


def course_url(room_id: UUID) -> str:
    with as_system(ACTOR):
        return reverse("schedule:course", args=[room_id, Course.objects.get(room_id=room_id).pk])


def seen_on(client: Client, address: str) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', client.get(address).content.decode())
    assert found
    return found[1]


def test_a_course_for_two_apprentices_is_entered_at_once(of_both: Client, world_a: World) -> None:
    rooms = (world_a.first.room_id, world_a.second.room_id)
    last = DAY + timedelta(days=4)
    for _ in range(2):
        assert add(of_both, *rooms, last_day=last.isoformat(), starts="8:00", ends="16:00").status_code == 302
    for room in rooms:
        assert courses(room) == [("CNC-Grundlagen", DAY, last)]
        assert told(room) == [("added", "", "Kurs CNC-Grundlagen, 8:00–16:00, BTZ Kassel")]


def test_a_course_is_changed_for_all_who_have_it_or_for_one(of_both: Client, world_a: World) -> None:
    first, second = world_a.first.room_id, world_a.second.room_id
    add(of_both, first, second)
    address = course_url(first)
    sent = {"title": "CNC 2", "place": "", "first_day": DAY.isoformat(), "seen": seen_on(of_both, address)}
    assert of_both.post(address, sent | {"rooms": [first, second]}).status_code == 302
    assert [title for room in (first, second) for title, *_ in courses(room)] == ["CNC 2", "CNC 2"]
    remove = {"act": "remove", "rooms": [first], "seen": seen_on(of_both, address)}
    assert of_both.post(address, remove).status_code == 302
    assert (courses(first), len(courses(second))) == ([], 1)
    assert told(first)[-1] == ("removed", "Kurs CNC 2", "")
    back = of_both.post(reverse("schedule:undo_course", args=[first]), follow=True)
    assert "„CNC 2“ steht wieder im Kalender" in back.content.decode()
    assert [title for title, *_ in courses(first)] == ["CNC 2"]


@pytest.mark.parametrize(
    ("more", "field", "sentence"),
    [
        ({"rooms": []}, "rooms", "Bitte mindestens eine Person wählen"),
        ({"title": ""}, "title", "Bitte den Namen des Kurses angeben"),
        ({"last_day": (DAY - timedelta(days=1)).isoformat()}, "last_day", "liegt vor dem ersten"),
        ({"last_day": (DAY + timedelta(days=366)).isoformat()}, "last_day", "mehr als ein Jahr"),
        ({"first_day": "2010-01-01"}, "first_day", "Die Ausbildung dauert vom"),
        ({"starts": "16:00", "ends": "8:00"}, "ends", "Das Ende liegt vor dem Beginn"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(
    more: dict[str, object], field: str, sentence: str, trainer: Client, world_a: World
) -> None:
    answer = add(trainer, world_a.first.room_id, **more)
    assert answer.status_code == 422
    assert re.search(rf'id="id_{field}_error">.*?{sentence}', answer.content.decode(), re.DOTALL)
    assert courses(world_a.first.room_id) == []


def test_somebody_else_was_faster(client_of: ClientOf, trainer: Client, world_a: World) -> None:
    room = world_a.first.room_id
    add(trainer, room)
    address, deputy = course_url(room), client_of(world_a.people["deputy_trainer"])
    seen = seen_on(trainer, address)
    sent = {"title": "Schweißen", "first_day": DAY.isoformat(), "rooms": [room]}
    assert deputy.post(address, sent | {"seen": seen_on(deputy, address)}).status_code == 302
    answer = trainer.post(
        address, {"title": "Fräsen", "first_day": DAY.isoformat(), "rooms": [room], "seen": seen}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Jetzt gilt: Schweißen" in page
    assert 'value="Fräsen"' in page
    assert [title for title, *_ in courses(room)] == ["Schweißen"]


def test_the_apprentice_of_another_firm_cannot_be_chosen(trainer: Client, worlds: Worlds) -> None:
    for foreign in (worlds.a.second, worlds.b.first):
        assert foreign.apprentice.name not in trainer.get(NEW).content.decode()
        assert add(trainer, foreign.room_id).status_code == 422
        assert add(trainer, worlds.a.first.room_id, foreign.room_id).status_code == 422
        assert courses(foreign.room_id) == []
    assert courses(worlds.a.first.room_id) == []


def test_readers_read_and_enter_nothing(client_of: ClientOf, trainer: Client, world_a: World) -> None:
    room = world_a.first.room_id
    add(trainer, room)
    listed = reverse("schedule:courses", args=[room])
    for persona in ("apprentice", "class_teacher", "guardian", "chamber_adviser"):
        client = client_of(world_a.people[persona])
        page = client.get(listed).content.decode()
        assert "CNC-Grundlagen" in page, persona
        assert "Kurs eintragen" not in page, persona
        assert add(client, room).status_code == 404, persona
        assert client.post(course_url(room), {"act": "remove"}).status_code == 403, persona
    assert len(courses(room)) == 1


def test_who_trained_before_enters_nothing_any_more(
    client_of: ClientOf, trainer: Client, world_a: World
) -> None:
    room = world_a.first.room_id
    add(trainer, room)
    address = course_url(room)
    with as_system(ACTOR):
        assignment = TrainerAssignment.objects.get(
            contract=world_a.first.contract, person=world_a.people["trainer"]
        )
        end_trainer_assignment(ACTOR, assignment=assignment, last_day=today() - timedelta(days=1))
    assert add(trainer, room, day=DAY + timedelta(days=1)).status_code == 404
    assert trainer.post(address, {"act": "remove", "rooms": [room]}).status_code == 404
    assert len(courses(room)) == 1


def test_the_crossing_person_enters_only_where_she_trains(client_of: ClientOf, worlds: Worlds) -> None:
    crossing = client_of(worlds.crossing.person)
    assert add(crossing, worlds.b.first.room_id).status_code == 422
    assert add(crossing, worlds.a.first.room_id).status_code == 302
    assert (len(courses(worlds.a.first.room_id)), courses(worlds.b.first.room_id)) == (1, [])


def test_the_form_asks_as_often_for_many_as_for_few(of_both: Client, trainer: Client, world_a: World) -> None:
    of_both.get(NEW)
    with CaptureQueriesContext(connection) as queries:
        of_both.get(NEW)
    assert len([one for one in queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]) <= 8
