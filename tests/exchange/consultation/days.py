"""A consultation day in a world, made through the services by those who may."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from uuid import UUID

from tests.clients import standing_as
from tests.worlds import ACTOR, World
from zweiklang.exchange.consultation.booking import book_slot
from zweiklang.exchange.consultation.making import make_day, open_day
from zweiklang.exchange.consultation.shapes import DayTerms
from zweiklang.exchange.models import Booking, ConsultationDay, ConsultationSlot, Notice
from zweiklang.kernel.clock import today
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import Person, actor_of
from zweiklang.rooms.public import as_system


def in_two_weeks() -> date:
    return today() + timedelta(days=14)


def terms(**changes: object) -> DayTerms:
    """Eight talks of a quarter of an hour, for firms."""
    usual = DayTerms("Ausbildersprechtag", in_two_weeks(), time(14), time(16), 15)
    return replace(usual, **changes)


def made(
    world: World,
    who: Person | None = None,
    *,
    teachers: Sequence[str] = ("class_teacher", "subject_teacher"),
    **changes: object,
) -> ConsultationDay:
    """The school has a day in preparation, with these teachers, for the world's class."""
    who = who or world.people["head_of_school"]
    with standing_as(who):
        return make_day(
            actor_of(who),
            day_id=new_id(),
            school_id=world.school.pk,
            terms=terms(**changes),
            teachers=[world.people[one].pk for one in teachers],
            classes=[world.school_class.room_id],
        )


def opened(world: World, **changes: object) -> ConsultationDay:
    """The same, and those invited can book."""
    day = made(world, **changes)
    who = world.people["head_of_school"]
    with standing_as(who):
        open_day(actor_of(who), day=day)
    with as_system(ACTOR):
        day.refresh_from_db()
    return day


def slots(day: ConsultationDay, teacher: Person) -> list[ConsultationSlot]:
    """The teacher's times of that day, in order."""
    with as_system(ACTOR):
        return list(ConsultationSlot.objects.filter(day=day, host__person=teacher).order_by("starts_at"))


def book(who: Person, slot: ConsultationSlot, room_id: UUID, topic: str = "") -> Booking:
    with standing_as(who):
        return book_slot(actor_of(who), slot_id=slot.pk, about_room=room_id, topic=topic)


def held(day: ConsultationDay) -> list[Booking]:
    """The talks of that day that take place."""
    with as_system(ACTOR):
        return list(Booking.objects.filter(slot__day=day, cancelled_at=None).order_by("starts_at", "pk"))


def told(day: ConsultationDay) -> set[UUID]:
    """Who has an open notice about that day."""
    with as_system(ACTOR):
        rows = Notice.objects.filter(kind="consultation", about=day.pk, done_at=None)
        return set(rows.values_list("person_id", flat=True))


def forget(day: ConsultationDay) -> None:
    """Nobody has a notice about that day any more."""
    with as_system(ACTOR):
        Notice.objects.filter(about=day.pk).delete()
