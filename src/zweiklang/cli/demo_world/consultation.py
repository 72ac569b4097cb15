"""The demo's consultation days: one in three weeks at which some have booked, and one that is over."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from zweiklang.apprenticeships.public import Contract, SchoolClass, TeachingAssignment
from zweiklang.cli.demo_world.cast import CLASS_LABEL, SCHOOL
from zweiklang.cli.demo_world.setting import find_or_add
from zweiklang.exchange.public import (
    Booking,
    ConsultationDay,
    ConsultationHost,
    ConsultationSlot,
    ConsultationTerms,
    block_slot,
    book_slot,
    make_consultation_day,
    open_consultation_day,
    place_host,
)
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import BERLIN, today
from zweiklang.kernel.errors import Refused
from zweiklang.kernel.hesse import public_holiday
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import Person, actor_of
from zweiklang.rooms.public import as_person, as_system

TITLE, PAST_TITLE = "Ausbildersprechtag", "Sprechtag zum Schulbeginn"
TEXT = "Parkplätze finden Sie im Hof. Melden Sie sich bitte am Eingang an."
ROOMS = ("B 104", "B 210", "", "A 012")


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody wants to talk to the teacher at that place of the list, at the time at that place."""

    name: str
    teacher: int
    place: int
    topic: str = ""


# Trainers of firms of the class.
TALKS = (
    Wish("Gerd Ickler", 0, 1, "Zwischenprüfung"),
    Wish("Oliver Thöne", 0, 4),
    Wish("Katja Mönch", 1, 2, "Englisch im Betrieb"),
    Wish("Stefan Krug", 0, 6, "Berichtsheft"),
    Wish("@trainer", 1, 5, "Förderunterricht"),
)
PAST_TALKS = (Wish("Gerd Ickler", 0, 0), Wish("Katja Mönch", 0, 2), Wish("@trainer", 0, 3))


def keep_consultations(actor: Actor) -> None:
    """The first school has an open day and a past one for its first class; made once."""
    with as_system(actor):
        school_class = SchoolClass.objects.get(label=CLASS_LABEL, school__number=SCHOOL[1])
        if ConsultationDay.objects.filter(school=school_class.school_id).exists():
            return
        head = find_or_add(actor, "@head_of_school")
        assignments = TeachingAssignment.objects.filter(school_class=school_class).select_related("person")
        teachers = list(dict.fromkeys(row.person for row in assignments.order_by("capacity", "pk")))
        _keep_past(actor, school_class, teachers[0], head)
    day = _keep_open(school_class, teachers, head)
    for wish in TALKS:
        _book(actor, day, teachers[wish.teacher % len(teachers)], wish)


def _keep_open(school_class: SchoolClass, teachers: list[Person], head: Person) -> ConsultationDay:
    """Head of school has made it and opened it; one teacher talks by video, one leaves early."""
    with as_person(head.pk):
        me = actor_of(head)
        day = make_consultation_day(
            me,
            day_id=new_id(),
            school_id=school_class.school_id,
            terms=ConsultationTerms(
                TITLE, _working_day(), time(14), time(17), 15, place="Hauptgebäude", text=TEXT
            ),
            teachers=[one.pk for one in teachers],
            classes=[school_class.room_id],
        )
        for place, teacher in zip(ROOMS, teachers, strict=False):
            host = ConsultationHost.objects.select_related("day").get(day=day, person=teacher)
            place_host(me, host=host, place=place, video=not place)
        late = ConsultationSlot.objects.filter(day=day, host__person=teachers[-1]).order_by("-starts_at")
        for slot in late[:2]:
            block_slot(me, slot_id=slot.pk, blocked=True)
        open_consultation_day(me, day=day)
    return day


def _book(actor: Actor, day: ConsultationDay, teacher: Person, wish: Wish) -> None:
    """The trainer has booked for one of the own apprentices. At the end of a school year nobody is in the class on that day any more."""
    with as_system(actor):
        who = find_or_add(actor, wish.name)
        slots = ConsultationSlot.objects.filter(day=day, host__person=teacher).order_by("starts_at")
        slot, contract = slots[wish.place], _contract_of(who, day)
    if contract is None:
        return
    try:
        with as_person(who.pk):
            book_slot(actor_of(who), slot_id=slot.pk, about_room=contract.room_id, topic=wish.topic)
    except Refused:
        return


def _contract_of(who: Person, day: ConsultationDay) -> Contract | None:
    """The first apprenticeship of that trainer in a class invited to the day."""
    rooms = day.invites.values("room_id")
    rows = Contract.objects.filter(trainer_assignments__person=who, enrolments__school_class__room__in=rooms)
    return rows.order_by("first_day", "pk").first()


def _keep_past(actor: Actor, school_class: SchoolClass, teacher: Person, head: Person) -> None:
    """It was six weeks ago, with one teacher and three talks."""
    when = _before(today() - timedelta(weeks=6))
    begin = datetime.combine(when, time(15), tzinfo=BERLIN)
    day = ConsultationDay.objects.create(
        school_id=school_class.school_id,
        title=PAST_TITLE,
        day=when,
        starts=time(15),
        ends=time(17),
        slot_minutes=20,
        state=ConsultationDay.State.OPEN,
        made_by=head,
    )
    day.invites.create(room_id=school_class.room_id)
    host = ConsultationHost.objects.create(day=day, person=teacher, place="B 104")
    slots = [
        ConsultationSlot.objects.create(
            day=day,
            host=host,
            starts_at=begin + timedelta(minutes=20 * number),
            ends_at=begin + timedelta(minutes=20 * number + 20),
        )
        for number in range(6)
    ]
    for wish in PAST_TALKS:
        _keep_talk(find_or_add(actor, wish.name), day, slots[wish.place], teacher)


def _keep_talk(who: Person, day: ConsultationDay, slot: ConsultationSlot, teacher: Person) -> None:
    contract = _contract_of(who, day)
    Booking.objects.create(
        slot=slot,
        person=who,
        host_person=teacher,
        about_room_id=contract.room_id if contract else None,
        starts_at=slot.starts_at,
        booked_at=slot.starts_at - timedelta(days=9),
        reminded_at=slot.starts_at - timedelta(days=1),
    )
    slot.taken = True
    slot.save(update_fields=["taken"])


def _working_day() -> date:
    """In three weeks, at the next day on which a school is open."""
    day = today() + timedelta(weeks=3)
    while day.isoweekday() > 5 or public_holiday(day):
        day += timedelta(days=1)
    return day


def _before(day: date) -> date:
    while day.isoweekday() > 5 or public_holiday(day):
        day -= timedelta(days=1)
    return day
