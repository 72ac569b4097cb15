"""What invited people say: times of a poll, whether they come, seats and who waits for one."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

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
from tests.worlds import World
from zweiklang.exchange.appointments.answering import answer, fix, say
from zweiklang.exchange.appointments.selectors import appointments_between, lists_of, options_of
from zweiklang.exchange.appointments.services import cancel, change
from zweiklang.exchange.models import Appointment, AppointmentOption, Invitee, OptionAnswer
from zweiklang.kernel.acting import as_system
from zweiklang.kernel.clock import now, standing_at, today
from zweiklang.kernel.errors import Conflict, Refused, Rejected
from zweiklang.people.public import Person, actor_of


def _poll(world: World, *, open_list: bool | None = None) -> Appointment:
    return invited_by(
        world.people["class_teacher"],
        world.school_class.room_id,
        in_class(world),
        times=[at(3), at(4), at(5)],
        open_list=open_list,
    )


def _options(appointment: Appointment) -> list[UUID]:
    with as_system("tests"):
        rows = AppointmentOption.objects.filter(room=appointment.room_id).order_by("starts_at")
        return list(rows.values_list("pk", flat=True))


def _say(person: Person, appointment: Appointment, *said: str) -> None:
    answers = dict(zip(_options(appointment), said, strict=False))
    with standing_as(person):
        say(actor_of(person), room_id=appointment.room_id, answers=answers)


def _answer(person: Person, appointment: Appointment, says: str, seen: int | None = None) -> str:
    with standing_as(person):
        return answer(actor_of(person), room_id=appointment.room_id, answer=says, seen=seen)


def _fix(person: Person, appointment: Appointment, number: int) -> Appointment:
    with standing_as(person):
        return fix(actor_of(person), room_id=appointment.room_id, option_id=_options(appointment)[number])


def test_answers_of_a_poll_are_counted_for_who_asked_and_hidden_from_the_other_firm(world_a: World) -> None:
    first, second = in_class(world_a)
    found = _poll(world_a)
    _say(first, found, "yes", "if_needed", "no")
    _say(second, found, "no", "yes", "no")
    teacher = world_a.people["class_teacher"]
    with standing_as(teacher):
        options = options_of(actor_of(teacher), found)
    assert [(len(one.yes), len(one.if_needed), len(one.no)) for one in options] == [
        (1, 0, 1),
        (1, 1, 0),
        (0, 0, 2),
    ]
    assert [one.best for one in options] == [False, True, False]
    with standing_as(first):
        seen = options_of(actor_of(first), found)
        assert OptionAnswer.objects.filter(room=found.room_id).count() == 3
    assert [one.mine for one in seen] == ["yes", "if_needed", "no"]
    assert all(second.name not in (*one.yes, *one.if_needed, *one.no) for one in seen)


def test_open_list_shows_everybody_who_can_when(world_a: World) -> None:
    first, second = in_class(world_a)
    found = _poll(world_a, open_list=True)
    _say(second, found, "yes")
    with standing_as(first):
        assert options_of(actor_of(first), found)[0].yes == (second.name,)


def test_said_again_replaces_what_was_said(world_a: World) -> None:
    first, _ = in_class(world_a)
    found = _poll(world_a)
    _say(first, found, "yes", "yes", "yes")
    _say(first, found, "no")
    with standing_as(first):
        assert [one.mine for one in options_of(actor_of(first), found)] == ["no", "yes", "yes"]


def test_answer_tells_who_asked_and_nobody_else(world_a: World) -> None:
    first, _ = in_class(world_a)
    found = _poll(world_a)
    forget_notices(found)
    _say(first, found, "yes")
    assert told(found) == {world_a.people["class_teacher"].pk}


def test_own_notice_is_done_with_the_answer(world_a: World) -> None:
    first, second = in_class(world_a)
    found = _poll(world_a)
    assert told(found) == {first.pk, second.pk}
    _say(first, found, "yes")
    assert told(found) == {second.pk, world_a.people["class_teacher"].pk}


def test_time_of_another_poll_is_not_answered(world_a: World) -> None:
    first, _ = in_class(world_a)
    found, other = _poll(world_a), _poll(world_a)
    with standing_as(first), pytest.raises(Conflict):
        say(actor_of(first), room_id=found.room_id, answers={_options(other)[0]: "yes"})
    with standing_as(first), pytest.raises(Rejected):
        say(actor_of(first), room_id=found.room_id, answers={_options(found)[0]: "perhaps"})


def test_fixed_time_takes_what_was_said_as_an_answer_and_tells_all(world_a: World) -> None:
    first, second = in_class(world_a)
    found = _poll(world_a)
    _say(first, found, "no", "yes")
    _say(second, found, "yes", "if_needed")
    forget_notices(found)
    fixed = _fix(world_a.people["class_teacher"], found, 1)
    assert (fixed.state, fixed.starts_at, fixed.sequence) == ("fixed", at(4)[0], 1)
    assert answers_of(found) == {first.pk: "accepted", second.pk: "tentative"}
    assert told(found) == {first.pk, second.pk}
    with pytest.raises(Conflict):
        _fix(world_a.people["class_teacher"], found, 0)
    with pytest.raises(Conflict):
        _say(first, found, "yes")


def test_only_who_asked_fixes_the_time(world_a: World) -> None:
    first, _ = in_class(world_a)
    found = _poll(world_a)
    with pytest.raises(Refused):
        _fix(first, found, 0)
    with as_system("tests"):
        assert Appointment.objects.get(pk=found.pk).state == "polling"


def test_deadline_ends_answers_not_the_choice(world_a: World) -> None:
    first, _ = in_class(world_a)
    teacher = world_a.people["class_teacher"]
    found = invited_by(
        teacher,
        world_a.school_class.room_id,
        in_class(world_a),
        times=[at(3), at(4)],
        terms=replace(TALK, respond_until=now() + timedelta(days=1)),
    )
    with standing_at(now() + timedelta(days=2)), pytest.raises(Conflict):
        _say(first, found, "yes")
    with standing_at(now() + timedelta(days=2)):
        assert _fix(teacher, found, 1).state == "fixed"


def _workshop(world: World, seats: int) -> Appointment:
    return invited_by(
        world.people["class_teacher"],
        world.school_class.room_id,
        [*in_class(world), world.people["apprentice"]],
        terms=replace(TALK, kind="workshop", seats=seats),
    )


def test_seats_go_to_those_who_come_first_and_given_up_to_the_next_who_is_told(world_a: World) -> None:
    first, second = in_class(world_a)
    third = world_a.people["apprentice"]
    found = _workshop(world_a, 1)
    assert [_answer(one, found, "accepted") for one in (first, second, third)] == [
        "accepted",
        "waiting",
        "waiting",
    ]
    forget_notices(found)
    assert _answer(first, found, "declined") == "declined"
    assert answers_of(found) == {first.pk: "declined", second.pk: "accepted", third.pk: "waiting"}
    assert told(found) == {second.pk, world_a.people["class_teacher"].pk}


def test_who_waits_and_says_yes_again_keeps_the_place_in_the_queue(world_a: World) -> None:
    first, second = in_class(world_a)
    third = world_a.people["apprentice"]
    found = _workshop(world_a, 1)
    for one in (first, second, third):
        _answer(one, found, "accepted")
    assert _answer(second, found, "accepted") == "waiting"
    _answer(first, found, "tentative")
    assert answers_of(found)[second.pk] == "accepted"


def test_more_seats_let_those_who_wait_in(world_a: World) -> None:
    first, second = in_class(world_a)
    found = _workshop(world_a, 1)
    for one in (first, second):
        _answer(one, found, "accepted")
    teacher = world_a.people["class_teacher"]
    with standing_as(teacher):
        change(
            actor_of(teacher),
            room_id=found.room_id,
            terms=replace(TALK, kind="workshop", seats=2),
            time=(found.starts_at, found.ends_at),
            seen=0,
        )
    assert answers_of(found)[second.pk] == "accepted"


def test_nobody_says_yes_to_a_time_that_has_just_changed(world_a: World) -> None:
    first, _ = in_class(world_a)
    teacher = world_a.people["class_teacher"]
    found = invited_by(teacher, world_a.school_class.room_id, in_class(world_a))
    with standing_as(teacher):
        change(actor_of(teacher), room_id=found.room_id, terms=TALK, time=at(9), seen=0)
    with pytest.raises(Conflict):
        _answer(first, found, "accepted", seen=0)
    assert _answer(first, found, "accepted", seen=1) == "accepted"


def test_nobody_answers_what_is_called_off_or_has_begun(world_a: World) -> None:
    first, second = in_class(world_a)
    teacher = world_a.people["class_teacher"]
    found = invited_by(teacher, world_a.school_class.room_id, in_class(world_a))
    with standing_at(found.starts_at), pytest.raises(Conflict):
        _answer(first, found, "accepted")
    with standing_as(teacher):
        cancel(actor_of(teacher), room_id=found.room_id)
    with pytest.raises(Conflict):
        _answer(second, found, "accepted")
    assert set(answers_of(found).values()) == {"none"}


def test_whoever_organises_is_not_invited_and_does_not_answer(world_a: World) -> None:
    found = invited_by(world_a.people["class_teacher"], world_a.school_class.room_id, in_class(world_a))
    with pytest.raises(Refused):
        _answer(world_a.people["class_teacher"], found, "accepted")


def test_nobody_writes_in_these_tables_in_sql(world_a: World) -> None:
    first, _ = in_class(world_a)
    found = _poll(world_a)
    for statement in (
        "UPDATE exchange_invitee SET answer = 'accepted' WHERE person_id = %s",
        "DELETE FROM exchange_optionanswer WHERE person_id = %s",
        "UPDATE exchange_appointment SET title = 'x' WHERE organiser_id <> %s",
    ):
        from django.db import connection

        with standing_as(first), connection.cursor() as cursor:
            try:
                with transaction.atomic():
                    cursor.execute(statement, [first.pk])
                    assert cursor.rowcount == 0, statement
            except DatabaseError as error:
                assert "permission denied" in str(error)  # noqa: PT017 - either of both refuses
    assert set(answers_of(found).values()) == {"none"}


def test_list_says_what_waits_and_forgets_what_is_answered(world_a: World) -> None:
    first, _ = in_class(world_a)
    poll, talk = _poll(world_a), _workshop(world_a, 5)
    actor = actor_of(first)

    def waiting() -> set[UUID]:
        with standing_as(first):
            return {row.room_id for row in lists_of(actor).waiting}

    before = waiting()
    assert {poll.room_id, talk.room_id} <= before
    _say(first, poll, "yes")
    _answer(first, talk, "tentative")
    assert before - waiting() == {poll.room_id, talk.room_id}


def test_poll_whose_times_are_over_does_not_wait_any_more(world_a: World) -> None:
    first, _ = in_class(world_a)
    poll = _poll(world_a)
    with standing_at(now() + timedelta(days=20)), standing_as(first):
        lists = lists_of(actor_of(first))
    assert poll.room_id in {row.room_id for row in lists.past}
    assert poll.room_id not in {row.room_id for row in (*lists.waiting, *lists.coming)}


def test_calendar_shows_what_is_fixed_and_not_declined(world_a: World) -> None:
    first, _ = in_class(world_a)
    fixed, declined = _workshop(world_a, 5), _workshop(world_a, 5)
    _poll(world_a)
    _answer(first, declined, "declined")
    with standing_as(first):
        actor = actor_of(first)
        day = today() + timedelta(days=7)
        assert [one.room_id for one in appointments_between(actor, day, day)] == [fixed.room_id]
        assert appointments_between(actor, day + timedelta(days=1), day + timedelta(days=1)) == []


def test_open_list_of_rows_is_the_appointment_s(world_a: World) -> None:
    found = _poll(world_a, open_list=True)
    _say(in_class(world_a)[0], found, "yes")
    with as_system("tests"):
        assert set(Invitee.objects.filter(room=found.room_id).values_list("open_list", flat=True)) == {True}
        assert set(OptionAnswer.objects.filter(room=found.room_id).values_list("open_list", flat=True)) == {
            True
        }
