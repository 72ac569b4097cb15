"""Sixty people book at once: forty times are forty talks, each of one person, and nobody is in two places. Real transactions, real threads."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import time, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, connections, transaction

from tests.at_once import one_then_other
from tests.committed import committed_worlds
from tests.exchange.consultation.days import in_two_weeks
from tests.worlds import ACTOR, World
from zweiklang.apprenticeships.public import assign_trainer
from zweiklang.exchange.consultation.booking import block_slot, book_slot, excuse_host, move_booking
from zweiklang.exchange.consultation.making import call_off_day, make_day, open_day
from zweiklang.exchange.consultation.shapes import DayTerms
from zweiklang.exchange.models import Booking, ConsultationDay, ConsultationHost, ConsultationSlot
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import Person, actor_of, add_person
from zweiklang.rooms.public import as_person, as_system

pytestmark = pytest.mark.slow
CLIENTS, SLOTS, AT_ONCE = 60, 40, 20


@pytest.fixture(scope="module")
def committed(django_db_setup: None, django_db_blocker) -> Iterator[World]:
    """World A, committed in a database of its own."""
    with committed_worlds("consultation_at_once", django_db_blocker) as worlds:
        yield worlds.a


def a_day(world: World, *, hours: int = 10) -> ConsultationDay:
    """Both teachers of the class, four talks an hour each; everybody invited can book."""
    who = world.people["head_of_school"]
    terms = DayTerms("Sprechtag", in_two_weeks(), time(8), time(8 + hours), 15)
    with transaction.atomic(), as_person(who.pk):
        day = make_day(
            actor_of(who),
            day_id=new_id(),
            school_id=world.school.pk,
            terms=terms,
            teachers=[world.people[one].pk for one in ("class_teacher", "subject_teacher")],
            classes=[world.school_class.room_id],
        )
        open_day(actor_of(who), day=day)
    return day


def times_of(day: ConsultationDay, teacher: Person) -> list[ConsultationSlot]:
    with as_system(ACTOR):
        return list(ConsultationSlot.objects.filter(day=day, host__person=teacher).order_by("starts_at"))


def held(day: ConsultationDay) -> list[Booking]:
    with as_system(ACTOR):
        return list(Booking.objects.filter(slot__day=day, cancelled_at=None))


def trainers(world: World, number: int) -> list[Person]:
    """So many people train the first apprentice."""
    with transaction.atomic(), as_system(ACTOR):
        people = [
            add_person(
                ACTOR, email=f"t{n}.{new_id()}@viele.example", given_name="Toni", family_name=f"Viele {n}"
            )
            for n in range(number)
        ]
        for person in people:
            assign_trainer(
                ACTOR,
                contract=world.first.contract,
                person=person,
                capacity="deputy_trainer",
                first_day=today() - timedelta(days=1),
            )
    return people


def book(who: Person, slot_id: UUID, room_id: UUID) -> str:
    """What became of it: "booked", "taken" or "no"."""
    try:
        with transaction.atomic(), as_person(who.pk):
            book_slot(actor_of(who), slot_id=slot_id, about_room=room_id)
    except Conflict:
        return "taken"
    except Rejected:
        return "no"
    return "booked"


def all_at_once(acts: list[Callable[[], str]]) -> list[str]:
    """Runs all of them on AT_ONCE connections that begin together."""
    begin = threading.Barrier(AT_ONCE)

    def run(act: Callable[[], str], first: bool) -> str:
        if first:
            begin.wait(timeout=60)
        return act()

    def closed(act: Callable[[], str], first: bool) -> str:
        try:
            return run(act, first)
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(closed, acts, [n < AT_ONCE for n in range(len(acts))]))


def test_sixty_people_and_forty_times(committed: World) -> None:
    """Everybody goes through the times from the first one on until one is theirs: the worst that can happen."""
    day = a_day(committed)
    times = times_of(day, committed.people["class_teacher"])
    assert len(times) == SLOTS
    people = trainers(committed, CLIENTS)

    def until_one_is_mine(who: Person) -> str:
        for slot in times:
            if book(who, slot.pk, committed.first.room_id) == "booked":
                return "booked"
        return "nothing left"

    said = all_at_once([lambda who=who: until_one_is_mine(who) for who in people])
    assert Counter(said) == {"booked": SLOTS, "nothing left": CLIENTS - SLOTS}
    talks = held(day)
    assert len({one.slot_id for one in talks}) == len(talks) == SLOTS
    assert len({one.person_id for one in talks}) == SLOTS
    with as_system(ACTOR):
        assert ConsultationSlot.objects.filter(day=day, taken=True).count() == SLOTS


def test_sixty_people_and_one_time(committed: World) -> None:
    day = a_day(committed)
    slot = times_of(day, committed.people["class_teacher"])[0]
    people = trainers(committed, CLIENTS)
    said = all_at_once([lambda who=who: book(who, slot.pk, committed.first.room_id) for who in people])
    assert Counter(said) == {"booked": 1, "taken": CLIENTS - 1}
    assert len(held(day)) == 1


def test_without_the_unique_index_one_time_would_have_several_talks(committed: World) -> None:
    """Why the index is there, and that the tests above would see its absence: what the services do is not enough by itself."""
    day = a_day(committed)
    slot = times_of(day, committed.people["class_teacher"])[0]
    people = trainers(committed, 3)
    index = "CREATE UNIQUE INDEX booking_slot_once ON exchange_booking (slot_id) WHERE cancelled_at IS NULL"
    _as_owner(
        "ALTER TABLE exchange_booking DROP CONSTRAINT IF EXISTS booking_slot_once",
        "DROP INDEX IF EXISTS booking_slot_once",
    )
    try:
        said = [book(who, slot.pk, committed.first.room_id) for who in people]
        assert said == ["booked"] * 3
    finally:
        with as_system(ACTOR):
            Booking.objects.filter(slot=slot).delete()
        _as_owner(index)


def _as_owner(*statements: str) -> None:
    with connections["owner"].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def test_the_database_itself_refuses_a_second_talk(committed: World) -> None:
    day = a_day(committed, hours=1)
    first, second, *_ = times_of(day, committed.people["class_teacher"])
    who, other = committed.people["trainer"], committed.people["other_trainer"]
    assert book(who, first.pk, committed.first.room_id) == "booked"
    for slot, person in ((first, other), (second, who)):
        starts_at = first.starts_at
        with pytest.raises(IntegrityError), transaction.atomic(), as_system(ACTOR):
            Booking.objects.create(
                slot=slot, person=person, host_person=committed.people["class_teacher"], starts_at=starts_at
            )


def test_two_tabs_of_one_person_are_not_in_two_places(committed: World) -> None:
    day = a_day(committed, hours=1)
    here = times_of(day, committed.people["class_teacher"])[0]
    there = times_of(day, committed.people["subject_teacher"])[0]
    who, said = trainers(committed, 1)[0], []
    one_then_other(
        lambda: said.append(book(who, here.pk, committed.first.room_id)),
        lambda: said.append(book(who, there.pk, committed.first.room_id)),
    )
    assert sorted(said) == ["booked", "no"]
    assert len(held(day)) == 1


def test_blocking_and_booking_at_once_is_one_of_them(committed: World) -> None:
    day, teacher = a_day(committed, hours=1), committed.people["class_teacher"]
    slot, said = times_of(day, teacher)[0], []

    def block() -> None:
        with transaction.atomic(), as_person(teacher.pk):
            block_slot(actor_of(teacher), slot_id=slot.pk, blocked=True)

    who = trainers(committed, 1)[0]
    assert one_then_other(block, lambda: said.append(book(who, slot.pk, committed.first.room_id)))
    assert said == ["taken"]
    assert held(day) == []


def test_who_books_while_the_day_is_called_off_has_no_talk(committed: World) -> None:
    day, office, said = a_day(committed, hours=1), committed.people["head_of_school"], []
    slot, who = times_of(day, committed.people["class_teacher"])[0], trainers(committed, 1)[0]

    def call_off() -> None:
        with transaction.atomic(), as_person(office.pk):
            call_off_day(actor_of(office), day=day)

    assert one_then_other(call_off, lambda: said.append(book(who, slot.pk, committed.first.room_id)))
    assert said == ["taken"]
    assert held(day) == []


def test_a_talk_that_was_booked_a_moment_before_is_called_off_with_the_teacher(committed: World) -> None:
    day, teacher = a_day(committed, hours=1), committed.people["class_teacher"]
    slot, who = times_of(day, teacher)[0], trainers(committed, 1)[0]
    with as_system(ACTOR):
        host = ConsultationHost.objects.select_related("day").get(pk=slot.host_id)

    def excuse() -> None:
        with transaction.atomic(), as_person(teacher.pk):
            excuse_host(actor_of(teacher), host=host)

    assert one_then_other(lambda: book(who, slot.pk, committed.first.room_id), excuse)
    assert held(day) == []


def test_two_people_who_swap_times_do_not_wait_for_each_other_for_ever(committed: World) -> None:
    day, teacher = a_day(committed, hours=1), committed.people["class_teacher"]
    first, second, *_ = times_of(day, teacher)
    people = trainers(committed, 2)
    for who, slot in zip(people, (first, second), strict=True):
        assert book(who, slot.pk, committed.first.room_id) == "booked"
    mine = {one.person_id: one.pk for one in held(day)}

    def move(who: Person, slot: ConsultationSlot) -> str:
        try:
            with transaction.atomic(), as_person(who.pk):
                move_booking(actor_of(who), booking_id=mine[who.pk], slot_id=slot.pk)
        except Conflict:
            return "taken"
        return "moved"

    said: list[str] = []
    one_then_other(lambda: said.append(move(people[0], second)), lambda: said.append(move(people[1], first)))
    assert said == ["taken", "taken"]
    assert {one.slot_id for one in held(day)} == {first.pk, second.pk}
    assert connection.is_usable()
