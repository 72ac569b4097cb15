"""Firms, families and apprentices book a time for an apprenticeship, once, and only where they are invited."""

from datetime import datetime, timedelta

import pytest
from django.http import Http404

from tests.clients import standing_as
from tests.exchange.consultation.days import book, forget, held, made, opened, slots, told
from tests.worlds import ACTOR, World, Worlds
from zweiklang.exchange.consultation.booking import (
    AT_THAT_TIME,
    BOOKED,
    SPOKEN_FOR,
    TAKEN,
    block_slot,
    call_off,
    excuse_host,
    move_booking,
    place_host,
    send_away,
)
from zweiklang.exchange.consultation.making import call_off_day
from zweiklang.exchange.models import Booking, ConsultationHost, ConsultationSlot
from zweiklang.kernel.clock import BERLIN, standing_at
from zweiklang.kernel.errors import Conflict, Refused, Rejected
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import as_system


def taken(slot: ConsultationSlot) -> bool:
    with as_system(ACTOR):
        return ConsultationSlot.objects.get(pk=slot.pk).taken


def host_of(slot: ConsultationSlot) -> ConsultationHost:
    with as_system(ACTOR):
        return ConsultationHost.objects.select_related("day").get(pk=slot.host_id)


def after(slot: ConsultationSlot, **later: int) -> datetime:
    return slot.starts_at + timedelta(**later)


def test_a_trainer_books_and_the_teacher_hears_of_it(world_a: World) -> None:
    day, teacher = opened(world_a), world_a.people["class_teacher"]
    forget(day)
    slot = slots(day, teacher)[3]
    booking = book(world_a.people["trainer"], slot, world_a.first.room_id, "Zwischenprüfung")
    assert held(day) == [booking]
    assert taken(slot)
    assert told(day) == {teacher.pk}
    with standing_as(teacher):
        assert Booking.objects.get(pk=booking.pk).topic == "Zwischenprüfung"


@pytest.mark.parametrize(
    "capacity", ["other_trainer", "subject_teacher", "apprentice", "head_of_school", "chamber_adviser"]
)
def test_nobody_else_reads_who_booked(capacity: str, world_a: World) -> None:
    day = opened(world_a)
    slot = slots(day, world_a.people["class_teacher"])[0]
    booking = book(world_a.people["trainer"], slot, world_a.first.room_id)
    with standing_as(world_a.people[capacity]):
        assert not Booking.objects.filter(pk=booking.pk).exists()
        assert ConsultationSlot.objects.get(pk=slot.pk).taken


def test_the_second_one_is_told_that_the_time_is_taken(world_a: World) -> None:
    day = opened(world_a)
    slot = slots(day, world_a.people["class_teacher"])[0]
    first = book(world_a.people["trainer"], slot, world_a.first.room_id)
    with pytest.raises(Conflict, match=TAKEN):
        book(world_a.people["other_trainer"], slot, world_a.second.room_id)
    assert held(day) == [first]


def test_the_time_of_a_booking_that_is_deleted_is_free_again(world_a: World) -> None:
    """As an erasure does, and the night that deletes what is past its time."""
    day = opened(world_a)
    slot = slots(day, world_a.people["class_teacher"])[0]
    book(world_a.people["trainer"], slot, world_a.first.room_id)
    assert taken(slot)
    with as_system(ACTOR):
        Booking.objects.filter(slot=slot).delete()
    assert not taken(slot)


def test_two_clicks_are_one_booking(world_a: World) -> None:
    day = opened(world_a)
    slot = slots(day, world_a.people["class_teacher"])[0]
    first = book(world_a.people["trainer"], slot, world_a.first.room_id)
    assert book(world_a.people["trainer"], slot, world_a.first.room_id) == first
    assert held(day) == [first]


def test_one_person_is_not_in_two_places_at_once(world_a: World) -> None:
    day, trainer = opened(world_a), world_a.people["trainer"]
    book(trainer, slots(day, world_a.people["class_teacher"])[2], world_a.first.room_id)
    with pytest.raises(Rejected, match=AT_THAT_TIME):
        book(trainer, slots(day, world_a.people["subject_teacher"])[2], world_a.first.room_id)
    book(trainer, slots(day, world_a.people["subject_teacher"])[3], world_a.first.room_id)
    assert len(held(day)) == 2


def test_talks_of_different_lengths_do_not_overlap_for_one_person(world_a: World) -> None:
    long, short = opened(world_a, slot_minutes=30), opened(world_a)
    trainer, teacher = world_a.people["trainer"], world_a.people["class_teacher"]
    book(trainer, slots(long, teacher)[0], world_a.first.room_id)
    with pytest.raises(Rejected, match=AT_THAT_TIME):
        book(trainer, slots(short, world_a.people["subject_teacher"])[1], world_a.first.room_id)


def test_one_firm_does_not_take_all_times_of_a_teacher(world_a: World) -> None:
    day, trainer = opened(world_a), world_a.people["trainer"]
    first, second, *_ = slots(day, world_a.people["class_teacher"])
    book(trainer, first, world_a.first.room_id)
    with pytest.raises(Rejected, match=SPOKEN_FOR):
        book(trainer, second, world_a.first.room_id)


def test_nobody_books_for_an_apprentice_of_another_firm(world_a: World) -> None:
    day = opened(world_a)
    slot = slots(day, world_a.people["class_teacher"])[0]
    with pytest.raises(Refused):
        book(world_a.people["trainer"], slot, world_a.second.room_id)
    assert held(day) == []


@pytest.mark.parametrize(
    ("audience", "capacity", "room"),
    [
        ("for_firms", "deputy_trainer", "first"),
        ("for_firms", "training_manager", "first"),
        ("for_families", "guardian", "first"),
        ("for_apprentices", "second_apprentice", "second"),
    ],
)
def test_who_is_invited_books_and_who_is_not_does_not(
    audience: str, capacity: str, room: str, world_a: World
) -> None:
    said = dict.fromkeys(("for_firms", "for_families", "for_apprentices"), False)
    who, room_id = world_a.people[capacity], getattr(world_a, room).room_id
    others = opened(world_a, **{one: one != audience for one in said})
    with pytest.raises(Refused):
        book(who, slots(others, world_a.people["class_teacher"])[0], room_id)
    day = opened(world_a, **(said | {audience: True}))
    book(who, slots(day, world_a.people["class_teacher"])[0], room_id)
    assert len(held(day)) == 1
    assert held(others) == []


@pytest.mark.parametrize(
    "capacity", ["class_teacher", "subject_teacher", "chamber_adviser", "head_of_school"]
)
def test_school_and_chamber_do_not_book(capacity: str, world_a: World) -> None:
    day = opened(world_a)
    with pytest.raises(Refused):
        book(
            world_a.people[capacity], slots(day, world_a.people["subject_teacher"])[0], world_a.first.room_id
        )


def test_a_day_in_preparation_is_not_there_for_firms(world_a: World) -> None:
    day = made(world_a)
    with pytest.raises(Http404):
        book(world_a.people["trainer"], slots(day, world_a.people["class_teacher"])[0], world_a.first.room_id)


def test_people_of_another_school_do_not_know_of_the_day(worlds: Worlds) -> None:
    day = opened(worlds.a)
    slot = slots(day, worlds.a.people["class_teacher"])[0]
    for who in (worlds.b.people["trainer"], worlds.b.people["head_of_school"], worlds.roomless["newcomer"]):
        with pytest.raises(Http404):
            book(who, slot, worlds.a.first.room_id)


def test_the_crossing_person_books_as_a_trainer_here_and_not_where_she_teaches(worlds: Worlds) -> None:
    here, there, person = opened(worlds.a), opened(worlds.b), worlds.crossing.person
    book(person, slots(here, worlds.a.people["class_teacher"])[0], worlds.a.first.room_id)
    with pytest.raises(Refused):
        book(person, slots(there, worlds.b.people["class_teacher"])[0], worlds.b.first.room_id)


def test_booking_ends_when_the_school_said(world_a: World) -> None:
    until = opened(world_a).day - timedelta(days=3)
    day = opened(world_a, bookable_until=until)
    slot = slots(day, world_a.people["class_teacher"])[0]
    evening = datetime(until.year, until.month, until.day, 23, 30, tzinfo=BERLIN)
    with standing_at(evening + timedelta(hours=1)), pytest.raises(Conflict, match=r"bis .*23:59"):
        book(world_a.people["trainer"], slot, world_a.first.room_id)
    with standing_at(evening):
        book(world_a.people["trainer"], slot, world_a.first.room_id)


def test_a_time_that_has_begun_is_not_booked(world_a: World) -> None:
    day = opened(world_a)
    slot = slots(day, world_a.people["class_teacher"])[0]
    with standing_at(after(slot, minutes=1)), pytest.raises(Conflict):
        book(world_a.people["trainer"], slot, world_a.first.room_id)


def test_who_booked_takes_another_time_and_the_old_one_is_free(world_a: World) -> None:
    day, trainer = opened(world_a), world_a.people["trainer"]
    old, new = (
        slots(day, world_a.people["class_teacher"])[0],
        slots(day, world_a.people["subject_teacher"])[1],
    )
    booking = book(trainer, old, world_a.first.room_id)
    forget(day)
    with standing_as(trainer):
        move_booking(actor_of(trainer), booking_id=booking.pk, slot_id=new.pk)
    (now_held,) = held(day)
    assert (now_held.pk, now_held.slot_id, now_held.sequence) == (booking.pk, new.pk, 1)
    assert now_held.starts_at == new.starts_at
    assert (taken(old), taken(new)) == (False, True)
    assert told(day) == {world_a.people["class_teacher"].pk, world_a.people["subject_teacher"].pk}


def test_nobody_moves_to_a_time_that_is_taken(world_a: World) -> None:
    day, trainer = opened(world_a), world_a.people["trainer"]
    old, new, *_ = slots(day, world_a.people["class_teacher"])
    booking = book(trainer, old, world_a.first.room_id)
    book(world_a.people["other_trainer"], new, world_a.second.room_id)
    with standing_as(trainer), pytest.raises(Conflict, match=TAKEN):
        move_booking(actor_of(trainer), booking_id=booking.pk, slot_id=new.pk)
    assert {one.slot_id for one in held(day)} == {old.pk, new.pk}


def test_called_off_by_who_booked_the_time_is_free_for_others(world_a: World) -> None:
    day, trainer = opened(world_a), world_a.people["trainer"]
    slot = slots(day, world_a.people["class_teacher"])[0]
    booking = book(trainer, slot, world_a.first.room_id)
    forget(day)
    with standing_as(trainer):
        call_off(actor_of(trainer), booking_id=booking.pk)
        with pytest.raises(Conflict, match="schon abgesagt"):
            call_off(actor_of(trainer), booking_id=booking.pk)
    assert told(day) == {world_a.people["class_teacher"].pk}
    assert not taken(slot)
    book(world_a.people["other_trainer"], slot, world_a.second.room_id)


@pytest.mark.parametrize("capacity", ["class_teacher", "other_trainer"])
def test_only_who_booked_calls_off_as_one(capacity: str, world_a: World) -> None:
    day, who = opened(world_a), world_a.people[capacity]
    slot = slots(day, world_a.people["class_teacher"])[0]
    booking = book(world_a.people["trainer"], slot, world_a.first.room_id)
    with standing_as(who), pytest.raises(Refused if capacity == "class_teacher" else Http404):
        call_off(actor_of(who), booking_id=booking.pk)
    assert held(day) == [booking]


def test_a_teacher_calls_one_talk_off_and_the_time_is_not_offered_again(world_a: World) -> None:
    day, teacher = opened(world_a), world_a.people["class_teacher"]
    slot = slots(day, teacher)[0]
    booking = book(world_a.people["trainer"], slot, world_a.first.room_id)
    forget(day)
    with standing_as(teacher):
        send_away(actor_of(teacher), booking_id=booking.pk)
    assert told(day) == {world_a.people["trainer"].pk}
    assert held(day) == []
    with pytest.raises(Conflict):
        book(world_a.people["other_trainer"], slot, world_a.second.room_id)


def test_a_teacher_who_is_ill_loses_all_talks_and_all_who_booked_hear_of_it(world_a: World) -> None:
    day = opened(world_a)
    ill, well = world_a.people["class_teacher"], world_a.people["subject_teacher"]
    book(world_a.people["trainer"], slots(day, ill)[0], world_a.first.room_id)
    book(world_a.people["other_trainer"], slots(day, ill)[1], world_a.second.room_id)
    stays = book(world_a.people["deputy_trainer"], slots(day, well)[0], world_a.first.room_id)
    forget(day)
    office = world_a.people["head_of_school"]
    with standing_as(office):
        assert excuse_host(actor_of(office), host=host_of(slots(day, ill)[0])) == 2
    assert held(day) == [stays]
    assert told(day) == {world_a.people[one].pk for one in ("trainer", "other_trainer", "class_teacher")}
    assert all(slot.blocked and not slot.taken for slot in slots(day, ill))
    again = book(world_a.people["trainer"], slots(day, well)[1], world_a.first.room_id)
    assert again in held(day)


def test_a_day_called_off_tells_who_had_booked_and_takes_no_booking_any_more(world_a: World) -> None:
    day, office = opened(world_a), world_a.people["head_of_school"]
    slot = slots(day, world_a.people["class_teacher"])[0]
    book(world_a.people["trainer"], slot, world_a.first.room_id)
    forget(day)
    with standing_as(office):
        call_off_day(actor_of(office), day=day)
    assert held(day) == []
    assert told(day) == {world_a.people[one].pk for one in ("trainer", "class_teacher", "subject_teacher")}
    with pytest.raises(Conflict, match="abgesagt"):
        book(world_a.people["other_trainer"], slot, world_a.second.room_id)


def test_a_blocked_time_is_not_booked_and_a_booked_time_is_not_blocked(world_a: World) -> None:
    day, teacher = opened(world_a), world_a.people["class_teacher"]
    first, second, *_ = slots(day, teacher)
    book(world_a.people["trainer"], first, world_a.first.room_id)
    with standing_as(teacher):
        block_slot(actor_of(teacher), slot_id=second.pk, blocked=True)
        with pytest.raises(Conflict, match=BOOKED):
            block_slot(actor_of(teacher), slot_id=first.pk, blocked=True)
    with pytest.raises(Conflict):
        book(world_a.people["other_trainer"], second, world_a.second.room_id)
    with standing_as(teacher):
        block_slot(actor_of(teacher), slot_id=second.pk, blocked=False)
    book(world_a.people["other_trainer"], second, world_a.second.room_id)


@pytest.mark.parametrize("capacity", ["subject_teacher", "trainer", "apprentice"])
def test_nobody_else_blocks_a_teachers_times(capacity: str, world_a: World) -> None:
    day, who = opened(world_a), world_a.people[capacity]
    slot = slots(day, world_a.people["class_teacher"])[0]
    with standing_as(who), pytest.raises(Refused):
        block_slot(actor_of(who), slot_id=slot.pk, blocked=True)
    with standing_as(who), pytest.raises(Refused):
        excuse_host(actor_of(who), host=host_of(slot))
    assert not any(one.blocked for one in slots(day, world_a.people["class_teacher"]))


def test_who_has_a_talk_hears_of_another_place_and_not_of_the_same(world_a: World) -> None:
    day, teacher = opened(world_a), world_a.people["class_teacher"]
    slot = slots(day, teacher)[0]
    book(world_a.people["trainer"], slot, world_a.first.room_id)
    for place, heard in (("B 104", {world_a.people["trainer"].pk}), ("B 104", set())):
        forget(day)
        with standing_as(teacher):
            place_host(actor_of(teacher), host=host_of(slot), place=place, video=False)
        assert told(day) == heard


def test_what_is_over_is_not_called_off_any_more(world_a: World) -> None:
    day, teacher, office = opened(world_a), world_a.people["class_teacher"], world_a.people["head_of_school"]
    slot = slots(day, teacher)[0]
    booking = book(world_a.people["trainer"], slot, world_a.first.room_id)
    forget(day)
    with standing_at(after(slot, days=1)):
        with standing_as(office), pytest.raises(Conflict, match="vorbei"):
            call_off_day(actor_of(office), day=day)
        with standing_as(teacher), pytest.raises(Conflict, match="vorbei"):
            excuse_host(actor_of(teacher), host=host_of(slot))
        with standing_as(world_a.people["trainer"]), pytest.raises(Conflict, match="schon begonnen"):
            call_off(actor_of(world_a.people["trainer"]), booking_id=booking.pk)
    assert held(day) == [booking]
    assert told(day) == set()
