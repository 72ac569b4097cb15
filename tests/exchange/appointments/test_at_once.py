"""Several people act on one appointment at the same moment, on connections of their own."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from threading import Barrier

import pytest
from django.db import connections, transaction

from tests.at_once import one_then_other
from tests.committed import committed_worlds
from tests.exchange.appointments.scenes import TALK, answers_of, at
from tests.worlds import ACTOR, World
from zweiklang.exchange.appointments.answering import answer
from zweiklang.exchange.appointments.services import cancel, invite
from zweiklang.exchange.models import Appointment, Invitee
from zweiklang.kernel.errors import Conflict
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import Person, actor_of
from zweiklang.rooms.public import as_person, as_system

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def committed(django_db_setup: None, django_db_blocker) -> Iterator[World]:
    """World A, committed in a database of its own."""
    with committed_worlds("appointments_at_once", django_db_blocker) as worlds:
        yield worlds.a


def guests(world: World) -> list[Person]:
    """Seven people around the class."""
    roles = ("apprentice", "second_apprentice", "trainer", "deputy_trainer", "training_manager")
    return [world.people[role] for role in (*roles, "other_trainer", "subject_teacher")]


def invited(world: World, *, seats: int, appointment_id: object = None) -> Appointment:
    teacher = world.people["class_teacher"]
    with transaction.atomic(), as_person(teacher.pk):
        return invite(
            actor_of(teacher),
            appointment_id=appointment_id or new_id(),
            about_room=world.school_class.room_id,
            terms=replace(TALK, seats=seats),
            times=[at(7)],
            people=[one.pk for one in guests(world)],
        )


def accept(person: Person, appointment: Appointment) -> str:
    with transaction.atomic(), as_person(person.pk):
        return answer(actor_of(person), room_id=appointment.room_id, answer="accepted")


def test_last_seat_goes_to_one_of_two_who_come_at_once(committed: World) -> None:
    found = invited(committed, seats=1)
    first, second, *_ = guests(committed)
    assert one_then_other(lambda: accept(first, found), lambda: accept(second, found))
    said = answers_of(found)
    assert (said[first.pk], said[second.pk]) == ("accepted", "waiting")


def test_seven_at_once_take_three_seats_and_no_more(committed: World) -> None:
    found = invited(committed, seats=3)
    together = Barrier(7)

    def come(person: Person) -> str:
        together.wait(timeout=30)
        try:
            return accept(person, found)
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(7) as pool:
        said = list(pool.map(come, guests(committed)))
    assert sorted(said) == ["accepted"] * 3 + ["waiting"] * 4
    assert sorted(answers_of(found).values()) == sorted(said)


def test_two_clicks_at_once_make_one_appointment(committed: World) -> None:
    given = new_id()
    one_then_other(
        lambda: invited(committed, seats=5, appointment_id=given),
        lambda: invited(committed, seats=5, appointment_id=given),
    )
    with as_system(ACTOR):
        (found,) = Appointment.objects.filter(pk=given)
        assert Invitee.objects.filter(room=found.room_id).count() == len(guests(committed))


def test_whoever_says_yes_while_it_is_called_off_learns_that_it_is(committed: World) -> None:
    found, teacher, late = invited(committed, seats=3), committed.people["class_teacher"], []

    def call_off() -> None:
        with as_person(teacher.pk):
            cancel(actor_of(teacher), room_id=found.room_id)

    def come() -> None:
        with suppress(Conflict):
            late.append(accept(guests(committed)[0], found))

    assert one_then_other(call_off, come)
    assert late == []
    assert set(answers_of(found).values()) == {"none"}
