"""The day before an appointment."""

from datetime import timedelta

from tests.clients import standing_as
from tests.exchange.appointments.scenes import TALK, at, forget_notices, in_class, invited_by, told
from tests.worlds import World
from zweiklang.exchange.appointments.answering import answer
from zweiklang.exchange.appointments.reminders import remind
from zweiklang.exchange.appointments.services import cancel, change
from zweiklang.exchange.models import Appointment
from zweiklang.kernel.clock import now, standing_at
from zweiklang.people.public import actor_of


def _invited(world: World, days: int) -> Appointment:
    people = [*in_class(world), world.people["apprentice"]]
    found = invited_by(world.people["class_teacher"], world.school_class.room_id, people, times=[at(days)])
    with standing_as(people[1]):
        answer(actor_of(people[1]), room_id=found.room_id, answer="declined")
    forget_notices(found)
    return found


def test_the_day_before_all_who_may_come_are_reminded_once(world_a: World) -> None:
    found, later = _invited(world_a, 1), _invited(world_a, 2)
    remind()
    roles = ("class_teacher", "trainer", "apprentice")
    assert told(found) == {world_a.people[role].pk for role in roles}
    assert told(later) == set()
    forget_notices(found)
    remind()
    assert told(found) == set()


def test_nobody_is_reminded_of_what_is_called_off(world_a: World) -> None:
    found, teacher = _invited(world_a, 1), world_a.people["class_teacher"]
    with standing_as(teacher):
        cancel(actor_of(teacher), room_id=found.room_id)
    forget_notices(found)
    remind()
    assert told(found) == set()


def test_another_time_is_reminded_of_anew(world_a: World) -> None:
    found, teacher = _invited(world_a, 1), world_a.people["class_teacher"]
    remind()
    with standing_as(teacher):
        change(actor_of(teacher), room_id=found.room_id, terms=TALK, time=at(4), seen=0)
    forget_notices(found)
    with standing_at(now() + timedelta(days=3)):
        remind()
    assert world_a.people["trainer"].pk in told(found)
