"""Whoever organises: invites, changes, calls off; and who is told, who sees it, who does not."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.http import Http404

from tests.clients import standing_as
from tests.exchange.appointments.scenes import (
    TALK,
    answers_of,
    at,
    forget_notices,
    in_class,
    invited_by,
    told,
)
from tests.worlds import Crossing, World
from zweiklang.apprenticeships.public import end_contract, end_teaching_assignment
from zweiklang.exchange.appointments.services import cancel, change, invite_more
from zweiklang.exchange.models import Appointment, AppointmentOption, Invitee
from zweiklang.kernel.acting import as_system
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Conflict, Refused, Rejected
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import Person, actor_of

ACTOR = system_actor("tests")


def sees(person: Person, appointment: Appointment) -> bool:
    with standing_as(person):
        return Appointment.objects.filter(pk=appointment.pk).exists()


def test_those_invited_see_it_and_are_told_and_nobody_else(world_a: World) -> None:
    people = world_a.people
    found = invited_by(
        people["class_teacher"], world_a.first.room_id, [people["trainer"], people["apprentice"]]
    )
    assert told(found) == {people["trainer"].pk, people["apprentice"].pk}
    assert sees(people["class_teacher"], found)
    assert sees(people["apprentice"], found)
    for role in ("deputy_trainer", "training_manager", "guardian", "subject_teacher", "other_trainer"):
        assert not sees(people[role], found), role


def test_crossing_person_sees_nothing_of_an_appointment_of_the_other_capacity(
    world_b: World, crossing: Crossing
) -> None:
    found = invited_by(world_b.people["class_teacher"], world_b.first.room_id, [world_b.people["trainer"]])
    assert not sees(crossing.person, found)


def test_second_click_makes_no_second_appointment_and_tells_nobody_twice(world_a: World) -> None:
    people, given = world_a.people, new_id()
    for _ in range(2):
        invited_by(people["trainer"], world_a.first.room_id, [people["apprentice"]], appointment_id=given)
    with as_system("tests"):
        assert Appointment.objects.filter(pk=given).count() == 1
        assert (
            Invitee.objects.filter(room__in=Appointment.objects.filter(pk=given).values("room")).count() == 1
        )


def test_id_of_somebody_else_s_appointment_shows_nothing_and_changes_nothing(world_a: World) -> None:
    people, given = world_a.people, new_id()
    invited_by(people["trainer"], world_a.first.room_id, [people["apprentice"]], appointment_id=given)
    with pytest.raises(Conflict):
        invited_by(people["class_teacher"], world_a.first.room_id, [people["trainer"]], appointment_id=given)


def test_people_of_several_firms_do_not_see_each_other_unless_it_is_said(world_a: World) -> None:
    teacher, room = world_a.people["class_teacher"], world_a.school_class.room_id
    hidden = invited_by(teacher, room, in_class(world_a))
    shown = invited_by(teacher, room, in_class(world_a), open_list=True)
    for appointment, number in ((hidden, 1), (shown, 2)):
        with standing_as(world_a.people["trainer"]):
            assert Invitee.objects.filter(room=appointment.room_id).count() == number
    with standing_as(teacher):
        assert Invitee.objects.filter(room=hidden.room_id).count() == 2


def test_people_of_one_firm_and_the_school_see_each_other(world_a: World) -> None:
    people = world_a.people
    found = invited_by(
        people["class_teacher"], world_a.first.room_id, [people["trainer"], people["apprentice"]]
    )
    with standing_as(people["apprentice"]):
        assert Invitee.objects.filter(room=found.room_id).count() == 2


def test_nobody_invites_people_of_another_room(world_a: World, world_b: World) -> None:
    teacher = world_a.people["class_teacher"]
    with pytest.raises(Rejected):
        invited_by(teacher, world_a.first.room_id, [world_b.people["trainer"]])
    with pytest.raises(Http404):
        invited_by(teacher, world_b.first.room_id, [world_b.people["trainer"]])


def test_guardian_and_chamber_do_not_invite(world_a: World) -> None:
    for role in ("guardian", "chamber_adviser"):
        with pytest.raises(Refused):
            invited_by(world_a.people[role], world_a.first.room_id, [world_a.people["trainer"]])


@pytest.mark.parametrize(
    ("times", "terms"),
    [
        ([at(-1)], TALK),
        ([(at(3)[1], at(3)[0])], TALK),
        ([at(3), at(3)], TALK),
        ([at(day) for day in range(3, 10)], TALK),
        ([at(3, minutes=60 * 24 * 15)], TALK),
        ([at(3)], replace(TALK, place="")),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(world_a: World, times: list, terms: object) -> None:
    with as_system("tests"):
        before = Appointment.objects.count()
    with pytest.raises(Rejected):
        invited_by(
            world_a.people["trainer"],
            world_a.first.room_id,
            [world_a.people["apprentice"]],
            times=times,
            terms=terms,
        )
    with as_system("tests"):
        assert Appointment.objects.count() == before


def test_several_times_make_a_poll(world_a: World) -> None:
    found = invited_by(
        world_a.people["trainer"], world_a.first.room_id, [world_a.people["apprentice"]], times=[at(3), at(4)]
    )
    with as_system("tests"):
        assert AppointmentOption.objects.filter(room=found.room_id).count() == 2
    assert (found.state, found.starts_at) == ("polling", None)


def test_whoever_comes_later_is_told_alone(world_a: World) -> None:
    people = world_a.people
    found = invited_by(people["trainer"], world_a.first.room_id, [people["apprentice"]])
    forget_notices(found)
    with standing_as(people["trainer"]):
        actor = actor_of(people["trainer"])
        both = [people["apprentice"].pk, people["class_teacher"].pk]
        assert invite_more(actor, room_id=found.room_id, people=both) == 1
    assert told(found) == {people["class_teacher"].pk}
    assert sees(people["class_teacher"], found)


def _change(person: Person, found: Appointment, *, seen: int | None = None, **changes: object) -> Appointment:
    time = changes.pop("time", (found.starts_at, found.ends_at))
    with standing_as(person):
        return change(
            actor_of(person),
            room_id=found.room_id,
            terms=replace(TALK, **changes),
            time=time,
            seen=found.sequence if seen is None else seen,
        )


def test_another_place_is_told_and_answers_stay(world_a: World) -> None:
    people = world_a.people
    found = invited_by(people["trainer"], world_a.first.room_id, [people["apprentice"]])
    with as_system("tests"):
        Invitee.objects.filter(room=found.room_id).update(answer="accepted")
    forget_notices(found)
    changed = _change(people["trainer"], found, place="Halle 3")
    assert (changed.sequence, changed.place) == (1, "Halle 3")
    assert told(found) == {people["apprentice"].pk}
    assert set(answers_of(found).values()) == {"accepted"}


def test_another_time_asks_everybody_anew(world_a: World) -> None:
    people = world_a.people
    found = invited_by(people["trainer"], world_a.first.room_id, [people["apprentice"]])
    with as_system("tests"):
        Invitee.objects.filter(room=found.room_id).update(answer="accepted")
    changed = _change(people["trainer"], found, time=at(9))
    assert (changed.sequence, changed.starts_at) == (1, at(9)[0])
    assert set(answers_of(found).values()) == {"none"}


def test_change_that_changes_nothing_tells_nobody_and_counts_no_version(world_a: World) -> None:
    people = world_a.people
    found = invited_by(people["trainer"], world_a.first.room_id, [people["apprentice"]])
    forget_notices(found)
    assert _change(people["trainer"], found).sequence == 0
    assert told(found) == set()


def test_second_tab_does_not_overwrite_what_the_first_changed(world_a: World) -> None:
    people = world_a.people
    found = invited_by(people["trainer"], world_a.first.room_id, [people["apprentice"]])
    _change(people["trainer"], found, place="Halle 3")
    with pytest.raises(Conflict):
        _change(people["trainer"], found, place="Halle 4", seen=0)


def test_only_who_invited_changes_and_calls_off(world_a: World) -> None:
    people = world_a.people
    found = invited_by(people["trainer"], world_a.first.room_id, [people["apprentice"]])
    with pytest.raises(Refused):
        _change(people["apprentice"], found, place="Halle 3")
    with standing_as(people["apprentice"]), pytest.raises(Refused):
        cancel(actor_of(people["apprentice"]), room_id=found.room_id)
    with standing_as(people["class_teacher"]), pytest.raises(Http404):
        cancel(actor_of(people["class_teacher"]), room_id=found.room_id)
    with as_system("tests"):
        found.refresh_from_db()
    assert (found.state, found.place, found.sequence) == ("fixed", TALK.place, 0)


def test_calling_off_is_told_to_all_once_and_counts_a_version(world_a: World) -> None:
    people = world_a.people
    found = invited_by(people["trainer"], world_a.first.room_id, [people["apprentice"]])
    forget_notices(found)
    for _ in range(2):
        with standing_as(people["trainer"]):
            done = cancel(actor_of(people["trainer"]), room_id=found.room_id)
        assert (done.state, done.sequence) == ("cancelled", 1)
    assert told(found) == {people["apprentice"].pk}
    with pytest.raises(Conflict):
        _change(people["trainer"], done, place="Halle 3")


def test_end_of_the_contract_closes_the_door_for_the_firm_and_not_for_the_apprentice(world_a: World) -> None:
    people = world_a.people
    found = invited_by(
        people["class_teacher"], world_a.first.room_id, [people["trainer"], people["apprentice"]]
    )
    with as_system("tests"):
        end_contract(ACTOR, contract=world_a.first.contract, last_day=today() - timedelta(days=1))
    assert not sees(people["trainer"], found)
    assert sees(people["apprentice"], found)


def test_class_teacher_who_leaves_the_class_is_out_of_its_appointments(world_a: World) -> None:
    from zweiklang.apprenticeships.public import TeachingAssignment

    people = world_a.people
    found = invited_by(people["class_teacher"], world_a.school_class.room_id, in_class(world_a))
    with as_system("tests"):
        row = TeachingAssignment.objects.get(
            school_class=world_a.school_class, person=people["class_teacher"]
        )
        end_teaching_assignment(ACTOR, teaching=row, last_day=today() - timedelta(days=1))
    assert not sees(people["class_teacher"], found)
    assert sees(people["trainer"], found)


def test_rooms_of_appointments_are_derived_in_a_few_statements_however_many(
    world_a: World, django_assert_max_num_queries
) -> None:
    from zweiklang.exchange.appointments.derivation import follow_rooms

    people, room = world_a.people, world_a.first.room_id
    for _ in range(5):
        invited_by(people["trainer"], room, [people["apprentice"], people["class_teacher"]])
    with django_assert_max_num_queries(45):
        follow_rooms(ACTOR, {room})
