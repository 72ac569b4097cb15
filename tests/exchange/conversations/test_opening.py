"""Who may begin a conversation with whom, who is chosen from the start, and that sending twice is sending once."""

import pytest
from django.http import Http404

from tests.exchange.conversations.talks import (
    candidates,
    doing,
    everything,
    opened,
    present,
    said,
    say,
    told,
)
from tests.worlds import World, Worlds
from zweiklang.exchange.conversations.choosing import people_for
from zweiklang.exchange.conversations.shapes import MOST_OPENED_AN_HOUR
from zweiklang.exchange.models import Conversation, Message, Participation
from zweiklang.kernel.errors import Conflict, Refused, Rejected
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import Person
from zweiklang.rooms.public import Room, as_system


def test_from_an_apprenticeship_the_right_people_are_chosen(world_a: World) -> None:
    people = world_a.people
    found = candidates(people["class_teacher"], about_room=world_a.first.room_id)
    chosen = {person_id for person_id, one in found.items() if one.chosen}
    assert {people[key].pk for key in ("apprentice", "trainer", "deputy_trainer")} <= chosen
    assert people["class_teacher"].pk not in found
    for key in ("guardian", "chamber_adviser", "training_manager", "subject_teacher"):
        assert found[people[key].pk].chosen is False, key
    assert found[people["trainer"].pk].described == f"Ausbilder/in, {world_a.first.firm.organisation.name}"


def test_nobody_of_another_apprenticeship_is_offered(world_a: World, worlds: Worlds) -> None:
    found = candidates(world_a.people["trainer"], about_room=world_a.first.room_id)
    foreign = {world_a.people["second_apprentice"].pk, world_a.people["other_trainer"].pk}
    assert not foreign & set(found)
    assert not {person.pk for person in worlds.b.people.values()} & set(found)


def test_from_a_class_a_firm_is_offered_its_teachers_and_no_other_apprentice(world_a: World) -> None:
    room = world_a.school_class.room_id
    of_firm = candidates(world_a.people["trainer"], about_room=room)
    assert set(of_firm) == {world_a.people[key].pk for key in ("class_teacher", "subject_teacher")}
    assert of_firm[world_a.people["class_teacher"].pk].chosen
    of_teacher = candidates(world_a.people["class_teacher"], about_room=room)
    assert {world_a.people[key].pk for key in ("apprentice", "second_apprentice")} <= set(of_teacher)
    assert not any(of_teacher[world_a.people[key].pk].chosen for key in ("apprentice", "second_apprentice"))


def test_an_organisation_is_reached_at_its_office(world_a: World, worlds: Worlds) -> None:
    found = candidates(world_a.people["trainer"], about_organisation=world_a.school)
    assert set(found) == {world_a.people[key].pk for key in ("school_office", "head_of_school")}
    assert found[world_a.people["school_office"].pk].chosen
    assert candidates(worlds.b.people["trainer"], about_organisation=world_a.school) == {}


def test_the_conversation_begins_with_its_first_message_and_the_others_are_told(world_a: World) -> None:
    teacher, trainer, apprentice = (world_a.people[key] for key in ("class_teacher", "trainer", "apprentice"))
    talk = opened(teacher, world_a, trainer, apprentice, subject="  Zwischen\nprüfung ")
    assert talk.subject == "Zwischen prüfung"
    assert present(talk) == {teacher.pk, trainer.pk, apprentice.pk}
    assert said(talk) == [("text", "Wann passt es Ihnen?")]
    assert told(talk) == {trainer.pk: 1, apprentice.pk: 1}
    with as_system("tests"):
        described = dict(
            Participation.objects.filter(room_id=talk.room_id).values_list("person_id", "described")
        )
        room = Room.objects.get(pk=talk.room_id)
    assert described[teacher.pk] == f"Klassenleitung, {world_a.school.name}"
    assert (room.kind, room.title) == ("conversation", "Gespräch")


def test_sent_twice_it_exists_once(world_a: World) -> None:
    teacher, message = world_a.people["class_teacher"], new_id()
    first = opened(teacher, world_a, world_a.people["trainer"], message_id=message)
    before = everything()
    again = opened(teacher, world_a, world_a.people["trainer"], message_id=message)
    assert again.pk == first.pk
    assert everything() == before


def test_an_id_taken_elsewhere_says_nothing_of_it(world_a: World, worlds: Worlds) -> None:
    foreign = opened(worlds.b.people["class_teacher"], worlds.b, worlds.b.people["trainer"])
    with as_system("tests"):
        taken = Message.objects.get(room_id=foreign.room_id).pk
    before = everything()
    with pytest.raises(Conflict):
        opened(world_a.people["class_teacher"], world_a, world_a.people["trainer"], message_id=taken)
    assert everything() == before


@pytest.mark.parametrize("persona", ["second_apprentice", "other_trainer", "head_of_school"])
def test_a_foreign_room_is_no_room(world_a: World, persona: str) -> None:
    before = everything()
    with pytest.raises(Http404):
        opened(world_a.people[persona], world_a, world_a.people["trainer"])
    assert everything() == before


def test_with_somebody_from_elsewhere_nothing_begins(world_a: World, worlds: Worlds) -> None:
    teacher, before = world_a.people["class_teacher"], everything()
    for stranger in (world_a.people["other_trainer"], worlds.b.people["trainer"], worlds.crossing.person):
        if stranger == worlds.crossing.person:
            continue
        with pytest.raises(Rejected):
            opened(teacher, world_a, world_a.people["trainer"], stranger)
    assert everything() == before


def test_the_crossing_trainer_talks_where_training_and_not_where_teaching_elsewhere(
    worlds: Worlds, world_a: World
) -> None:
    crossing = worlds.crossing.person
    talk = opened(crossing, world_a, world_a.people["class_teacher"])
    assert crossing.pk in present(talk)
    with pytest.raises(Rejected):
        opened(crossing, world_a, worlds.b.people["trainer"])


def test_with_an_organisation_one_has_nothing_to_do_with_nothing_begins(
    worlds: Worlds, world_a: World
) -> None:
    before = everything()
    with pytest.raises(Refused):
        opened(
            worlds.b.people["trainer"],
            world_a,
            world_a.people["head_of_school"],
            about_organisation=world_a.school,
        )
    assert everything() == before
    assert doing(worlds.roomless["newcomer"], people_for, about_organisation=world_a.school) == []


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"subject": "  "}, "subject"),
        ({"subject": "x" * 121}, "subject"),
        ({"text": " \n "}, "text"),
        ({"text": "x" * 5001}, "text"),
        ({"people": []}, "people"),
    ],
)
def test_what_is_missing_or_too_long_is_said_at_its_place(
    world_a: World, terms: dict[str, object], field: str
) -> None:
    before = everything()
    with pytest.raises(Rejected) as error:
        opened(world_a.people["class_teacher"], world_a, world_a.people["trainer"], **terms)
    assert error.value.field == field
    assert everything() == before


def test_nobody_opens_conversations_without_end(world_a: World) -> None:
    teacher, trainer = world_a.people["class_teacher"], world_a.people["trainer"]
    with as_system("tests"):
        begun = Conversation.objects.filter(opened_by=teacher).count()
    for _ in range(MOST_OPENED_AN_HOUR - begun):
        opened(teacher, world_a, trainer)
    with pytest.raises(Rejected):
        opened(teacher, world_a, trainer)
    opened(trainer, world_a, teacher)


def test_an_apprentice_begins_a_conversation_too(world_a: World) -> None:
    apprentice: Person = world_a.people["apprentice"]
    talk = opened(apprentice, world_a, world_a.people["class_teacher"])
    say(world_a.people["class_teacher"], talk, "Gern.")
    assert told(talk) == {apprentice.pk: 1, world_a.people["class_teacher"].pk: 1}
