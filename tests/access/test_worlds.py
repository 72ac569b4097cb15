"""The worlds themselves are what the other tests rely on."""

from tests.clients import standing_as
from tests.worlds import Worlds
from zweiklang.records.public import RecordAct, Week
from zweiklang.rooms.public import my_standings


def test_the_worlds_share_no_room_and_no_person(worlds: Worlds) -> None:
    rooms = [
        {world.first.room_id, world.second.room_id, world.school_class.room_id}
        for world in (worlds.a, worlds.b)
    ]
    people = [{person.pk for person in world.people.values()} for world in (worlds.a, worlds.b)]
    assert not rooms[0] & rooms[1]
    assert not people[0] & people[1]


def test_each_apprentice_has_weeks_in_every_state(worlds: Worlds) -> None:
    for world in (worlds.a, worlds.b):
        for apprenticeship in (world.first, world.second):
            with standing_as(apprenticeship.apprentice):
                states = set(Week.objects.values_list("state", flat=True))
                acts = set(RecordAct.objects.values_list("act", flat=True))
            assert states == {"draft", "submitted", "returned", "signed"}
            assert {"submitted", "returned", "signed", "school_noted"} <= acts


def test_people_without_a_room_stand_nowhere(worlds: Worlds) -> None:
    for person in worlds.roomless.values():
        with standing_as(person):
            assert my_standings() == {}
