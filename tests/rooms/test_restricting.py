"""Restricted data (Art. 18 DSGVO): others see no more than that there is a contract, at once, in SQL, and in rooms to come."""

import pytest

from tests.access import tables
from tests.clients import standing_as
from tests.worlds import ACTOR, World
from zweiklang.apprenticeships.public import derive_apprenticeship
from zweiklang.rooms.public import (
    Membership,
    Restriction,
    as_system,
    is_restricted,
    lift_restriction,
    restrict_person,
    standing_in,
)

OTHERS = (
    "trainer",
    "deputy_trainer",
    "training_manager",
    "class_teacher",
    "subject_teacher",
    "guardian",
    "chamber_adviser",
)
CONTENT = [table for table in tables.TABLES if table.startswith("records_")] + [
    "apprenticeships_personaldetails"
]


def _memberships(world: World) -> list[tuple[object, ...]]:
    with as_system(ACTOR):
        rows = Membership.objects.filter(room=world.first.room_id)
        return sorted(
            rows.values_list("person_id", "capacity", "scopes", "starts", "first_day", "last_day"), key=str
        )


@pytest.mark.parametrize("capacity", OTHERS)
def test_others_see_only_that_there_is_a_contract(capacity: str, world_a: World) -> None:
    restrict_person(ACTOR, person_id=world_a.first.apprentice.pk)
    with standing_as(world_a.people[capacity]):
        for table in CONTENT:
            assert tables.visible(table, world_a.first.room_id) == set(), table
        assert standing_in(world_a.first.room_id).scopes == {"schedule", "members"}
        assert tables.visible("apprenticeships_contract", world_a.first.room_id)


def test_it_closes_within_the_same_transaction(world_a: World) -> None:
    trainer, room_id = world_a.people["trainer"], world_a.first.room_id
    with standing_as(trainer):
        assert tables.visible("records_line", room_id)
        restrict_person(ACTOR, person_id=world_a.first.apprentice.pk)
        assert not tables.visible("records_line", room_id)


def test_the_person_still_reads_and_writes_everything(world_a: World) -> None:
    person, room_id = world_a.first.apprentice, world_a.first.room_id
    with standing_as(person):
        before = standing_in(room_id).scopes
        lines = tables.visible("records_line", room_id)
    restrict_person(ACTOR, person_id=person.pk)
    with standing_as(person):
        assert standing_in(room_id).scopes == before
        assert tables.visible("records_line", room_id) == lines != set()


def test_a_fact_that_changes_later_opens_nothing(world_a: World) -> None:
    restrict_person(ACTOR, person_id=world_a.first.apprentice.pk)
    derive_apprenticeship(ACTOR, world_a.first.contract)
    with standing_as(world_a.people["trainer"]):
        assert not tables.visible("records_line", world_a.first.room_id)


def test_other_apprentices_of_the_same_people_stay_open(world_a: World) -> None:
    restrict_person(ACTOR, person_id=world_a.first.apprentice.pk)
    with standing_as(world_a.people["class_teacher"]):
        assert tables.visible("records_week", world_a.second.room_id)


def test_lifted_it_is_exactly_as_before(world_a: World) -> None:
    before = _memberships(world_a)
    restrict_person(ACTOR, person_id=world_a.first.apprentice.pk)
    assert _memberships(world_a) != before
    assert lift_restriction(ACTOR, person_id=world_a.first.apprentice.pk)
    assert _memberships(world_a) == before
    assert not lift_restriction(ACTOR, person_id=world_a.first.apprentice.pk)


def test_restricted_twice_it_is_one(world_a: World) -> None:
    person_id = world_a.first.apprentice.pk
    assert restrict_person(ACTOR, person_id=person_id) == restrict_person(ACTOR, person_id=person_id)
    with as_system(ACTOR):
        assert Restriction.objects.filter(person=person_id).count() == 1
        assert is_restricted(person_id)
    with standing_as(world_a.people["trainer"]):
        assert not Restriction.objects.exists()
