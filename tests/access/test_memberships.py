"""Access begins and ends with the day of the membership, and a person is in each room only what they are there."""

from datetime import date, timedelta

import pytest

from tests.access import tables
from tests.clients import standing_as
from tests.worlds import ACTOR, World, Worlds
from zweiklang.apprenticeships.public import assign_trainer, end_contract, end_trainer_assignment
from zweiklang.kernel.clock import today
from zweiklang.people.public import Person, add_person
from zweiklang.rooms.public import as_system

DAY = timedelta(days=1)


def _somebody() -> Person:
    with as_system(ACTOR):
        return add_person(
            ACTOR, email="vertretung@welten.example", given_name="Viola", family_name="Vertretung"
        )


def _trains(world: World, person: Person, first_day: date, last_day: date | None) -> None:
    assign_trainer(
        ACTOR,
        contract=world.first.contract,
        person=person,
        capacity="trainer",
        first_day=first_day,
        last_day=last_day,
    )


def _sees(person: Person) -> set[str]:
    with standing_as(person):
        return {table for table in tables.TABLES if tables.everything(table)}


@pytest.mark.parametrize(
    ("from_today", "until_today", "sees"),
    [(-30, -1, False), (-30, 0, True), (0, 0, True), (0, None, True), (1, None, False), (1, 30, False)],
    ids=["ended yesterday", "ends today", "today only", "from today", "from tomorrow", "next month"],
)
def test_a_membership_holds_from_its_first_to_its_last_day(
    from_today: int, until_today: int | None, sees: bool, world_a: World
) -> None:
    person = _somebody()
    last_day = None if until_today is None else today() + until_today * DAY
    _trains(world_a, person, today() + from_today * DAY, last_day)
    assert bool(_sees(person)) is sees


def test_the_access_of_an_ex_trainer_ends_with_the_assignment(world_a: World) -> None:
    person, contract = _somebody(), world_a.first.contract
    assignment = assign_trainer(
        ACTOR, contract=contract, person=person, capacity="trainer", first_day=contract.first_day
    )
    week = world_a.first.weeks.row["submitted"]
    with standing_as(person):
        assert tables.can_step(week.pk, "signed")
    end_trainer_assignment(ACTOR, assignment=assignment, last_day=today() - DAY)
    assert _sees(person) == set()
    with standing_as(person):
        assert not tables.can_step(week.pk, "signed")


def test_the_end_of_the_contract_ends_every_access_but_the_apprentices_own(world_a: World) -> None:
    end_contract(ACTOR, contract=world_a.first.contract, last_day=today() - DAY)
    room_id, class_id = world_a.first.room_id, world_a.school_class.room_id
    for capacity in ("trainer", "deputy_trainer", "training_manager", "guardian"):
        with standing_as(world_a.people[capacity]):
            for room in (room_id, class_id):
                assert not any(tables.visible(table, room) for table in tables.TABLES), capacity
    for capacity in ("class_teacher", "subject_teacher"):
        with standing_as(world_a.people[capacity]):
            assert not any(tables.visible(table, room_id) for table in tables.TABLES), capacity
    with standing_as(world_a.people["apprentice"]):
        assert tables.visible("records_line", room_id) == tables.all_ids("records_line", room_id)


def test_after_the_end_the_chamber_reads_its_register_a_year_longer_and_nothing_else(world_a: World) -> None:
    room_id, adviser = world_a.first.room_id, world_a.people["chamber_adviser"]
    end_contract(ACTOR, contract=world_a.first.contract, last_day=today() - DAY)
    with standing_as(adviser):
        found = {table for table in tables.TABLES if tables.visible(table, room_id)}
    assert "apprenticeships_contract" in found
    assert not any(
        table.startswith("records_") or "personal" in table or "guardian" in table for table in found
    )
    contract = world_a.first.contract
    contract.first_day = today() - 800 * DAY
    with as_system(ACTOR):
        contract.save(update_fields=["first_day"])
    end_contract(ACTOR, contract=contract, last_day=today() - 366 * DAY)
    with standing_as(adviser):
        assert not any(tables.visible(table, room_id) for table in tables.TABLES)


def test_a_line_does_not_move_into_a_foreign_room(worlds: Worlds) -> None:
    row = tables.row_of("records_line", worlds.a.first.room_id)
    assert row is not None
    with standing_as(worlds.a.people["apprentice"]):
        assert tables.can_move(row, worlds.a.first.room_id)
        assert not tables.can_move(row, worlds.b.first.room_id)
        assert not tables.can_move(row, worlds.a.second.room_id)


def test_a_line_does_not_move_into_a_room_one_only_reads(world_a: World) -> None:
    """Somebody may be an apprentice in one room and a reader of the other: writing here does not open writing there."""
    apprentice = world_a.people["apprentice"]
    assign_trainer(
        ACTOR, contract=world_a.second.contract, person=apprentice, capacity="trainer", first_day=today()
    )
    row = tables.row_of("records_line", world_a.first.room_id)
    assert row is not None
    with standing_as(apprentice):
        assert tables.visible("records_line", world_a.second.room_id)
        assert not tables.can_move(row, world_a.second.room_id)


def test_the_crossing_person_is_in_each_world_only_what_they_are_there(worlds: Worlds) -> None:
    crossing, taught = worlds.crossing, worlds.b
    with standing_as(crossing.person):
        trained = crossing.trains.room_id
        assert tables.visible("records_line", trained) == tables.all_ids("records_line", trained)
        for apprenticeship in (taught.first, taught.second):
            room_id = apprenticeship.room_id
            school_lines = tables.all_ids("records_line", room_id, "place = 'school'")
            assert tables.visible("records_line", room_id) == school_lines
            assert tables.visible("records_comment", room_id) == set()
            assert not tables.can_step(apprenticeship.weeks.row["submitted"].pk, "signed")
        assert tables.can_step(crossing.trains.weeks.row["submitted"].pk, "signed")


def test_the_crossing_person_does_not_reach_what_lies_beside_their_rooms(worlds: Worlds) -> None:
    with standing_as(worlds.crossing.person):
        for table in tables.TABLES:
            assert tables.visible(table, worlds.a.second.room_id) == set(), table
        # As a trainer in world A they see the class's contacts, never who else is in it.
        assert tables.visible("rooms_membership", worlds.a.school_class.room_id) == set()
        assert tables.visible("apprenticeships_schoolclass", worlds.a.school_class.room_id)


def test_the_crossing_person_notes_school_days_there_and_signs_here_never_the_other_way_round(
    worlds: Worlds,
) -> None:
    crossing = worlds.crossing
    values = {"person_id": str(crossing.person.pk), "digest": "0" * 64}
    trained, taught = crossing.trains.weeks.row["submitted"].pk, worlds.b.first.weeks.row["submitted"].pk
    here = {**values, "week_id": str(trained), "capacity": "trainer"}
    there = {**values, "week_id": str(taught), "capacity": "class_teacher"}
    of_trained = tables.row_of("records_recordact", crossing.trains.room_id)
    of_taught = tables.row_of("records_recordact", worlds.b.first.room_id)
    assert of_trained is not None
    assert of_taught is not None
    for week in (trained, taught):
        tables.step_as_system(week, "signed")  # what both acts fit
    with standing_as(crossing.person):
        assert tables.can_insert(of_trained, act="signed", **here)
        assert not tables.can_insert(of_trained, act="school_noted", **here)
        assert tables.can_insert(of_taught, act="school_noted", **there)
        assert not tables.can_insert(of_taught, act="signed", **there)
