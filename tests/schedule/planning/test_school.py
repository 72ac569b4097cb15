"""A school's free days and times of lessons: kept by head of school and school office, told to all classes."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from tests.schedule.planning.pages import coming_weeks, sister_class, told, url
from tests.worlds import ACTOR, World, Worlds
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system, team_room
from zweiklang.schedule.models import FreeDay, LessonTime
from zweiklang.schedule.planning.school import USUAL

ClientOf = Callable[[Person | None], Client]


@pytest.fixture
def office(client_of: ClientOf, world_a: World) -> Client:
    return client_of(world_a.people["school_office"])


@pytest.fixture
def day(world_a: World) -> date:
    return coming_weeks(world_a, 2)[1]


def page(world: World, name: str = "school_calendar", *more: UUID) -> str:
    return reverse(f"schedule:{name}", args=[world.team_room_id, *more])


def free_days(world: World) -> list[tuple[date, date, str]]:
    with as_system(ACTOR):
        rows = FreeDay.objects.filter(school=world.school).order_by("first_day")
        return list(rows.values_list("first_day", "last_day", "name"))


def times(world: World) -> list[tuple[int, str]]:
    with as_system(ACTOR):
        rows = LessonTime.objects.filter(school=world.school).order_by("period")
        return [(row.period, f"{row.starts:%H:%M}-{row.ends:%H:%M}") for row in rows]


def add(client: Client, world: World, day: date, **more: str):
    return client.post(
        page(world), {"kind": "flexible", "first_day": day.isoformat(), "name": "Rosenmontag"} | more
    )


def seen_on(client: Client, address: str) -> str:
    found = re.search(r'name="seen" value="([^"]*)"', client.get(address).content.decode())
    assert found
    return found[1]


def test_all_classes_of_the_school_hear_of_a_free_day(office: Client, worlds: Worlds, day: date) -> None:
    a, sister = worlds.a, sister_class(worlds.a)
    assert add(office, a, day).status_code == 302
    assert free_days(a) == [(day, day, "Rosenmontag")]
    for room in (a.school_class.room_id, sister.room_id):
        assert told(room) == [("added", "", "Rosenmontag")]
    assert told(worlds.b.school_class.room_id) == []
    assert free_days(worlds.b) == []


def test_a_free_day_is_no_school_day_in_the_year_of_the_class(
    office: Client, client_of: ClientOf, world_a: World, day: date
) -> None:
    add(office, world_a, day, last_day=(day + timedelta(days=4)).isoformat())
    year = client_of(world_a.people["class_teacher"]).get(url(world_a, "school_days")).content.decode()
    assert f'value="{day.isoformat()}"' not in year
    assert "Rosenmontag" in year


def test_a_free_day_moves_with_old_and_new_and_goes(office: Client, world_a: World, day: date) -> None:
    add(office, world_a, day)
    with as_system(ACTOR):
        found = FreeDay.objects.get(school=world_a.school)
    address, moved = page(world_a, "free_day", found.pk), day + timedelta(days=1)
    sent = {
        "kind": "other",
        "first_day": moved.isoformat(),
        "name": "Brückentag",
        "seen": seen_on(office, address),
    }
    assert office.post(address, sent).status_code == 302
    assert free_days(world_a) == [(moved, moved, "Brückentag")]
    what, old, new = told(world_a.school_class.room_id)[-1]
    assert (what, old.split(",")[0], new.split(",")[0]) == ("changed", "Rosenmontag", "Brückentag")
    assert office.post(address, {"act": "remove", "seen": seen_on(office, address)}).status_code == 302
    assert free_days(world_a) == []
    assert told(world_a.school_class.room_id)[-1] == ("removed", "Brückentag", "")


@pytest.mark.parametrize(
    ("more", "field", "sentence"),
    [
        ({"first_day": ""}, "first_day", "Bitte ein Datum angeben"),
        ({"last_day": "2001-01-01"}, "last_day", "liegt vor dem ersten"),
        ({"last_day": "2150-01-01"}, "last_day", "mehr als ein Jahr"),
        ({}, "first_day", "Da ist schon frei: Rosenmontag"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(
    more: dict[str, str], field: str, sentence: str, office: Client, world_a: World, day: date
) -> None:
    add(office, world_a, day)
    answer = add(office, world_a, day, **more)
    assert answer.status_code == 422
    assert re.search(rf'id="id_{field}_error">.*?{sentence}', answer.content.decode(), re.DOTALL)
    assert len(free_days(world_a)) == 1


def lines(*given: tuple[str, str]) -> dict[str, str]:
    return {
        key: value
        for n, (starts, ends) in enumerate(given, 1)
        for key, value in ((f"beginn-{n}", starts), (f"ende-{n}", ends))
    }


def test_usual_times_are_offered_and_not_set(office: Client, world_a: World) -> None:
    address = page(world_a, "times_of_lessons")
    assert 'value="08:00"' not in office.get(address).content.decode()
    assert 'value="08:00"' in office.get(f"{address}?vorschlag").content.decode()
    assert times(world_a) == []
    assert office.post(address, {**lines(*USUAL), "seen": ""}).status_code == 302
    assert times(world_a)[0] == (1, "08:00-08:45")
    assert len(times(world_a)) == len(USUAL)
    assert told(world_a.school_class.room_id) == []


def test_changed_times_are_told_with_old_and_new(office: Client, world_a: World) -> None:
    address = page(world_a, "times_of_lessons")
    office.post(address, {**lines(("8:00", "8:45"), ("8:50", "9:35")), "seen": ""})
    seen = seen_on(office, address)
    office.post(address, {**lines(("8:00", "8:45"), ("8:45", "9:30")), "seen": seen})
    ((what, old, new),) = told(world_a.school_class.room_id)
    assert (what, old, new) == (
        "changed",
        "Unterrichtszeiten: 2. Stunde 8:50–9:35",
        "Unterrichtszeiten: 2. Stunde 8:45–9:30",
    )
    answer = office.post(address, {**lines(("7:00", "7:45")), "seen": seen})
    assert answer.status_code == 422
    assert "Inzwischen hat jemand die Unterrichtszeiten geändert" in answer.content.decode()
    assert 'value="7:00"' in answer.content.decode()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ((("8:00", ""),), "Bitte Beginn und Ende angeben"),
        ((("8:45", "8:00"),), "Das Ende liegt vor dem Beginn"),
        ((("8:00", "8:45"), ("8:30", "9:15")), "beginnt, bevor die Stunde davor um 8:45 endet"),
    ],
)
def test_times_in_disorder_are_refused_at_their_line(
    given: tuple[tuple[str, str], ...], sentence: str, office: Client, world_a: World
) -> None:
    answer = office.post(page(world_a, "times_of_lessons"), {**lines(*given), "seen": ""})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert times(world_a) == []


@pytest.mark.parametrize("persona", ["class_teacher", "subject_teacher", "trainer", "apprentice"])
def test_nobody_else_keeps_the_school_calendar(
    persona: str, client_of: ClientOf, world_a: World, day: date
) -> None:
    client = client_of(world_a.people[persona])
    assert add(client, world_a, day).status_code == 404
    assert client.post(page(world_a, "times_of_lessons"), {**lines(*USUAL), "seen": ""}).status_code == 404
    assert (free_days(world_a), times(world_a)) == ([], [])


def test_a_head_of_another_school_finds_nothing(
    client_of: ClientOf, office: Client, worlds: Worlds, day: date
) -> None:
    add(office, worlds.a, day)
    with as_system(ACTOR):
        found = FreeDay.objects.get(school=worlds.a.school)
    head = client_of(worlds.b.people["head_of_school"])
    assert add(head, worlds.a, day + timedelta(days=1)).status_code == 404
    for world in (worlds.a, worlds.b):
        answer = head.post(page(world, "free_day", found.pk), {"act": "remove", "seen": "x"})
        assert answer.status_code == 404
    assert len(free_days(worlds.a)) == 1


def test_a_training_managers_team_has_no_school_calendar(client_of: ClientOf, world_a: World) -> None:
    with as_system(ACTOR):
        room = team_room(ACTOR, organisation=world_a.first.firm.organisation).pk
    manager = client_of(world_a.people["training_manager"])
    assert manager.get(reverse("schedule:school_calendar", args=[room])).status_code == 404
