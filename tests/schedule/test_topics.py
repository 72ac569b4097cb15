"""Lesson topics: written by whoever teaches the class, released to firms where the school leaves it to teachers."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.privacy.deciding import school_decides
from tests.schedule.pages import topics_in
from tests.worlds import ACTOR, World, Worlds
from zweiklang.kernel import formats
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import monday_of
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system
from zweiklang.schedule.models import LessonTopic
from zweiklang.schedule.topics import field_number

ClientOf = Callable[[Person | None], Client]
TEACHERS = ("class_teacher", "subject_teacher")


def in_class(world: World, day: date | None = None) -> str:
    monday = monday_of(day or today()).isoformat()
    return f"{reverse('schedule:class_lessons', args=[world.school_class.room_id])}?woche={monday}"


def in_room(world: World) -> str:
    return reverse("schedule:lessons", args=[world.first.room_id])


def write(client: Client, world: World, **values: str) -> HttpResponse:
    sent = {"day": today().isoformat(), "topic": "Felder", "subject": "Programmieren", **values}
    return client.post(in_class(world), sent)


def topic_of(world: World, topic: str) -> UUID:
    with as_system(ACTOR):
        return LessonTopic.objects.get(room_id=world.school_class.room_id, topic=topic).pk


def release(client: Client, world: World, topic: str, released: str = "1") -> HttpResponse:
    address = reverse("schedule:release", args=[world.school_class.room_id])
    return client.post(address, {"topic": str(topic_of(world, topic)), "released": released}, follow=True)


@pytest.mark.parametrize("persona", TEACHERS)
def test_whoever_teaches_writes_a_topic_the_class_reads(
    persona: str, client_of: ClientOf, world_a: World
) -> None:
    assert write(client_of(world_a.people[persona]), world_a, learning_field="LF 6").status_code == 302
    for reader in ("apprentice", "second_apprentice", "guardian", *TEACHERS):
        page = client_of(world_a.people[reader]).get(in_class(world_a)).content.decode()
        assert "Felder" in page
    assert "LF 6 Anfragen bearbeiten" in page


@pytest.mark.parametrize("persona", ["apprentice", "guardian"])
def test_nobody_else_writes(persona: str, client_of: ClientOf, world_a: World) -> None:
    before = topics_in(world_a)
    client = client_of(world_a.people[persona])
    assert write(client, world_a).status_code == 403
    assert release(client, world_a, "Schleifen", "0").status_code == 403
    address = reverse("schedule:topic", args=[world_a.school_class.room_id, topic_of(world_a, "Schleifen")])
    assert client.post(address, {"act": "remove"}).status_code == 403
    assert topics_in(world_a) == before


@pytest.mark.parametrize(
    "values", [{"topic": " "}, {"day": "gestern"}, {"day": "2020-01-01"}, {"topic": "x" * 301}]
)
def test_a_topic_needs_words_and_a_day_of_the_class(
    values: dict[str, str], client_of: ClientOf, world_a: World
) -> None:
    before = topics_in(world_a)
    assert write(client_of(world_a.people["subject_teacher"]), world_a, **values).status_code == 422
    assert topics_in(world_a) == before


def test_a_topic_is_changed_and_removed_by_a_colleague(
    client_of: ClientOf, world_a: World, as_person
) -> None:
    colleague = world_a.people["subject_teacher"]
    client, topic_id = client_of(colleague), topic_of(world_a, "Anfragen aufnehmen")
    address = reverse("schedule:topic", args=[world_a.school_class.room_id, topic_id])
    client.post(address, {"topic": "Anfragen sortieren", "learning_field": "6"})
    with as_person(colleague):
        row = LessonTopic.objects.get(pk=topic_id)
    assert (row.topic, row.written_by_id) == ("Anfragen sortieren", colleague.pk)
    client.post(address, {"act": "remove"})
    assert "Anfragen sortieren" not in topics_in(world_a)


def test_a_topic_of_another_class_cannot_be_reached_through_the_own_one(
    client_of: ClientOf, worlds: Worlds
) -> None:
    client = client_of(worlds.a.people["class_teacher"])
    foreign = topic_of(worlds.b, "Schleifen")
    address = reverse("schedule:topic", args=[worlds.a.school_class.room_id, foreign])
    assert client.post(address, {"act": "remove"}).status_code == 404
    school_decides(worlds.a, "lessons", "teacher")
    before = topics_in(worlds.b)
    client.post(
        reverse("schedule:release", args=[worlds.a.school_class.room_id]),
        {"topic": str(foreign), "released": "0"},
    )
    assert topics_in(worlds.b) == before


def test_firms_find_no_topics_while_the_school_has_them_closed(client_of: ClientOf, world_a: World) -> None:
    trainer = client_of(world_a.people["trainer"])
    assert trainer.get(in_class(world_a)).status_code == 404
    assert trainer.get(in_room(world_a)).status_code == 404
    teacher = client_of(world_a.people["class_teacher"])
    assert "Die Betriebe sehen die Themen nicht" in teacher.get(in_class(world_a)).content.decode()
    assert (
        "die Schule das den Lehrkräften überlässt"
        in release(teacher, world_a, "Anfragen aufnehmen").content.decode()
    )
    assert topics_in(world_a)["Anfragen aufnehmen"] is None


def test_a_released_topic_reaches_the_firm_and_only_that_one(client_of: ClientOf, world_a: World) -> None:
    school_decides(world_a, "lessons", "teacher")
    teacher, trainer = (client_of(world_a.people[one]) for one in ("class_teacher", "trainer"))
    write(teacher, world_a, topic="Felder")
    write(teacher, world_a, topic="Rekursion")
    page = trainer.get(in_room(world_a)).content.decode()
    assert "Felder" not in page
    assert f"Sichtbar ab {formats.day_long(today())}" in page
    assert "1 Thema freigegeben" in release(teacher, world_a, "Felder").content.decode()
    for address in (in_room(world_a), in_class(world_a)):
        page = trainer.get(address).content.decode()
        assert "Felder" in page
        assert "Rekursion" not in page
    release(teacher, world_a, "Felder", "0")
    assert "Felder" not in trainer.get(in_room(world_a)).content.decode()


def test_a_topic_older_than_the_rule_stays_closed_even_if_it_was_released(
    client_of: ClientOf, world_a: World
) -> None:
    school_decides(world_a, "lessons", "teacher")
    assert "Schleifen" not in client_of(world_a.people["trainer"]).get(in_room(world_a)).content.decode()


def test_a_whole_week_is_released_at_once(client_of: ClientOf, world_a: World) -> None:
    school_decides(world_a, "lessons", "teacher")
    teacher = client_of(world_a.people["class_teacher"])
    for topic in ("Felder", "Rekursion"):
        write(teacher, world_a, topic=topic)
    assert "Ganze Woche freigeben" in teacher.get(in_class(world_a)).content.decode()
    ids = [str(topic_of(world_a, topic)) for topic in ("Felder", "Rekursion")]
    address = reverse("schedule:release", args=[world_a.school_class.room_id])
    page = teacher.post(address, {"topic": ids, "released": "1"}, follow=True).content.decode()
    assert "2 Themen freigegeben" in page
    found = topics_in(world_a)
    assert found["Felder"] == found["Rekursion"] == today()


def test_where_the_school_opens_everything_nothing_is_released_one_by_one(
    client_of: ClientOf, world_a: World
) -> None:
    school_decides(world_a, "lessons", "open")
    teacher = client_of(world_a.people["class_teacher"])
    write(teacher, world_a, topic="Felder")
    page = teacher.get(in_class(world_a)).content.decode()
    assert f"Die Betriebe sehen alle Themen ab dem {formats.day_long(today())}" in page
    assert ">Freigeben<" not in page
    assert "Felder" in client_of(world_a.people["trainer"]).get(in_room(world_a)).content.decode()


def test_a_nonsense_id_is_a_404(client_of: ClientOf, world_a: World) -> None:
    address = reverse("schedule:release", args=[world_a.school_class.room_id])
    answer = client_of(world_a.people["class_teacher"]).post(address, {"topic": "x", "released": "1"})
    assert answer.status_code == 404


def test_topics_before_the_apprentice_came_into_the_class_are_not_the_apprentices(
    client_of: ClientOf, world_a: World
) -> None:
    with as_system(ACTOR):
        LessonTopic.objects.create(
            room_id=world_a.school_class.room_id,
            day=date(world_a.school_class.school_year, 7, 31) - timedelta(days=3),
            topic="Vor dem Schuljahr",
        )
    page = client_of(world_a.first.apprentice).get(in_room(world_a)).content.decode()
    assert "Schleifen" in page
    assert "Vor dem Schuljahr" not in page


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("6", "6"),
        ("LF 6", "6"),
        ("lf6", "6"),
        ("Lernfeld 12", "12"),
        ("LF 6 Anfragen bearbeiten", "6"),
        ("", ""),
        ("10a", "10a"),
    ],
)
def test_a_learning_field_is_known_however_it_is_typed(typed: str, number: str) -> None:
    assert field_number(typed) == number
