"""A class's day is recorded in one go, by its class teacher alone, and never over somebody else's head."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.schedule.pages import (
    absences_of,
    choice,
    day_url,
    free_day,
    open_absence,
    record,
    told_absence,
)
from tests.worlds import ACTOR, World, Worlds
from zweiklang.apprenticeships.public import assign_teacher
from zweiklang.kernel.clock import today
from zweiklang.people.public import Person, actor_of, add_person
from zweiklang.rooms.public import as_system
from zweiklang.schedule.absences.recording import record_day
from zweiklang.schedule.absences.shapes import Change, Entry
from zweiklang.schedule.models import Absence

ClientOf = Callable[[Person | None], Client]


@pytest.fixture
def teacher(client_of: ClientOf, world_a: World) -> Client:
    return client_of(world_a.people["class_teacher"])


def test_the_whole_class_is_recorded_in_one_go(teacher: Client, world_a: World) -> None:
    first, second = world_a.first, world_a.second
    answer = record(teacher, world_a, choice(first, "absent"), choice(second, "late", minutes="15"))
    assert answer.status_code == 302
    assert absences_of(first.room_id) == [("absent", None, "open")]
    assert absences_of(second.room_id) == [("late", 15, "open")]
    page = teacher.get(day_url(world_a)).content.decode()
    assert re.search(rf'id="{first.room_id.hex}-absent"[^>]* checked', page)
    assert re.search(rf'id="{second.room_id.hex}-late"[^>]* checked', page)
    assert "2 Personen geändert" in page


def test_who_was_there_has_no_entry(teacher: Client, world_a: World) -> None:
    record(teacher, world_a, choice(world_a.first, "present"), choice(world_a.second, "present"))
    assert absences_of(world_a.first.room_id) == []


def test_an_entry_is_corrected_and_taken_back(teacher: Client, world_a: World) -> None:
    first = world_a.first
    record(teacher, world_a, choice(first, "absent"))
    record(teacher, world_a, choice(first, "left_early", minutes="45", seen="absent"))
    assert absences_of(first.room_id) == [("left_early", 45, "open")]
    record(teacher, world_a, choice(first, "present", seen="left_early:45"))
    assert absences_of(first.room_id) == []


def test_taking_an_absence_back_takes_its_reason_along(teacher: Client, world_a: World) -> None:
    told = told_absence(world_a)
    record(teacher, world_a, choice(world_a.first, "present", seen="absent"), day=told.day)
    assert absences_of(world_a.first.room_id, told.day) == []


def test_what_was_decided_about_another_fact_does_not_stay(teacher: Client, world_a: World) -> None:
    told = told_absence(world_a)
    record(teacher, world_a, choice(world_a.first, "late", minutes="5", seen="absent"), day=told.day)
    assert absences_of(world_a.first.room_id, told.day) == [("late", 5, "open")]


@pytest.mark.parametrize("minutes", ["", "0", "-5", "601", "viertel", "\u0661\u0665", "99999999999999999999"])
def test_somebody_late_has_minutes_and_what_was_typed_stays(
    minutes: str, teacher: Client, world_a: World
) -> None:
    first, second = world_a.first, world_a.second
    answer = record(teacher, world_a, choice(first, "late", minutes=minutes), choice(second, "absent"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#{first.room_id.hex}-min"' in page
    assert re.search(rf'id="{second.room_id.hex}-absent"[^>]* checked', page)
    assert absences_of(first.room_id) == absences_of(second.room_id) == []


def test_two_teachers_do_not_overwrite_each_other_unseen(
    client_of: ClientOf, teacher: Client, world_a: World
) -> None:
    first, second = world_a.first, world_a.second
    with as_system(ACTOR):
        other = add_person(ACTOR, email="vertretung@welten.example", given_name="Vera", family_name="Tretung")
        assign_teacher(
            ACTOR,
            school_class=world_a.school_class,
            person=other,
            capacity="class_teacher",
            first_day=today() - timedelta(days=3),
        )
    record(client_of(other), world_a, choice(first, "late", minutes="10"))
    answer = record(teacher, world_a, choice(first, "absent"), choice(second, "absent"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Vera Tretung hat inzwischen „verspätet, 10 min“ eingetragen" in page
    assert absences_of(first.room_id) == [("late", 10, "open")]
    assert absences_of(second.room_id) == [("absent", None, "open")]
    seen = re.search(rf'name="{first.room_id.hex}-stand" value="([^"]*)"', page)
    assert seen
    record(teacher, world_a, choice(first, "absent", seen=seen[1]))
    assert absences_of(first.room_id) == [("absent", None, "open")]


def test_entering_the_same_twice_is_no_clash(teacher: Client, world_a: World) -> None:
    for _ in range(2):
        assert record(teacher, world_a, choice(world_a.first, "absent")).status_code == 302
    assert absences_of(world_a.first.room_id) == [("absent", None, "open")]


def test_a_day_to_come_and_a_day_of_another_year_are_not_recorded(teacher: Client, world_a: World) -> None:
    for day in (today() + timedelta(days=1), today() - timedelta(days=500)):
        assert "lässt sich nichts eintragen" in teacher.get(day_url(world_a, day)).content.decode()
        record(teacher, world_a, choice(world_a.first, "absent"), day=day)
        assert absences_of(world_a.first.room_id, day) == []


def test_an_address_with_nonsense_for_a_day_shows_the_last_school_day(
    teacher: Client, world_a: World
) -> None:
    url = day_url(world_a).partition("?")[0]
    assert teacher.get(f"{url}?tag=morgen").status_code == 200


def test_the_room_of_another_class_cannot_be_smuggled_in(teacher: Client, worlds: Worlds) -> None:
    answer = record(teacher, worlds.a, choice(worlds.b.first, "absent"))
    assert answer.status_code == 302
    assert absences_of(worlds.b.first.room_id) == []


@pytest.mark.parametrize(
    "persona", ["apprentice", "trainer", "subject_teacher", "head_of_school", "guardian"]
)
def test_nobody_else_records(persona: str, client_of: ClientOf, world_a: World) -> None:
    answer = record(client_of(world_a.people[persona]), world_a, choice(world_a.first, "absent"))
    assert answer.status_code == 404
    assert absences_of(world_a.first.room_id) == []


def test_the_service_refuses_whoever_does_not_lead_the_class(world_a: World, as_person) -> None:
    from zweiklang.kernel.errors import Refused

    trainer = world_a.people["trainer"]
    change = Change(world_a.first.room_id, "", Entry("absent"))
    with as_person(trainer), pytest.raises(Refused):
        record_day(actor_of(trainer), school_class=world_a.school_class, day=free_day(), changes=[change])


def test_the_crossing_person_records_only_where_she_teaches(client_of: ClientOf, worlds: Worlds) -> None:
    crossing = client_of(worlds.crossing.person)
    assert record(crossing, worlds.a, choice(worlds.a.first, "absent")).status_code == 404
    assert record(crossing, worlds.b, choice(worlds.b.first, "absent")).status_code == 302
    assert absences_of(worlds.a.first.room_id) == []
    assert absences_of(worlds.b.first.room_id) == [("absent", None, "open")]


def test_the_page_asks_as_often_for_many_as_for_few(teacher: Client, world_a: World) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            teacher.get(day_url(world_a))
        return len(queries)

    asked()
    before = asked()
    record(teacher, world_a, choice(world_a.first, "absent"), choice(world_a.second, "late", minutes="9"))
    teacher.get(day_url(world_a))
    assert asked() == before == 16


def test_several_entries_of_one_day_are_shown_and_left_alone(teacher: Client, world_a: World) -> None:
    with as_system(ACTOR):
        for kind, minutes in (("late", 10), ("left_early", 20)):
            Absence.objects.create(room_id=world_a.first.room_id, day=free_day(), kind=kind, minutes=minutes)
    page = teacher.get(day_url(world_a)).content.decode()
    assert "verspätet, 10 min · früher gegangen, 20 min" in page
    record(teacher, world_a, choice(world_a.first, "present", seen="late:10"))
    assert len(absences_of(world_a.first.room_id)) == 2


def test_the_class_teacher_reads_who_entered_it(teacher: Client, world_a: World) -> None:
    late = open_absence(world_a)
    page = teacher.get(day_url(world_a, late.day)).content.decode()
    assert world_a.people["class_teacher"].name in page
