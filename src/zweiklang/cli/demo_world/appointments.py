"""What the demo's people have arranged: a poll of the class teacher, a talk about one apprentice, a workshop with few seats left.

Not called inside `as_system`: people act themselves. What is there already stays as people left it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from uuid import UUID

from zweiklang.apprenticeships.public import Contract, SchoolClass
from zweiklang.cli.demo_world import cast
from zweiklang.exchange.public import (
    Appointment,
    AppointmentTerms,
    answer_appointment,
    answer_poll,
    appointment_options,
    invite_to_appointment,
    people_to_invite,
)
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import BERLIN, today
from zweiklang.kernel.hesse import public_holiday, school_year
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import Person, actor_of
from zweiklang.rooms.public import as_person, as_system, standing_in
from zweiklang.web.public import PERSONAS

type Span = tuple[datetime, datetime]
POLL = AppointmentTerms(
    kind="meeting",
    title="Was kommt in der Zwischenprüfung dran?",
    text="Wir stimmen ab, was die Schule und was die Betriebe noch üben. Bitte bringen Sie Ihren Ausbildungsplan mit.",
    place="Raum B 104, Oskar-von-Miller-Schule",
)
TALK = AppointmentTerms(
    kind="meeting",
    title="Halbjahresgespräch",
    text="Wie läuft es in der Abteilung, wie in der Schule? Wir nehmen uns 30 Minuten.",
    place="Besprechungsraum 2 im Betrieb",
)
WORKSHOP = AppointmentTerms(
    kind="workshop",
    title="Workshop: Ausbildungsnachweise zusammen lesen",
    text="Lehrkräfte und Ausbildende lesen drei anonyme Nachweise und sprechen über gute Rückmeldungen.",
    place="Medienraum, Oskar-von-Miller-Schule",
    seats=6,
)
# What trainers said of the three times of the poll, and to the workshop, in the order of their names.
SAID = (("yes", "if_needed", "no"), ("no", "yes", "yes"), ("if_needed", "yes", "no"), ("yes", "yes", "no"))
CAME = ("accepted", "accepted", "declined", "accepted", "tentative", "accepted", "accepted")


def keep_appointments(actor: Actor) -> None:
    """Class teacher and trainer of the demo have their appointments. A demo of an earlier school year is left as it is."""
    with as_system(actor):
        school_class = SchoolClass.objects.filter(
            label=cast.CLASS_LABEL, school__number=cast.SCHOOL[1], school_year=school_year(today())
        ).first()
        people = _personas()
        contract = Contract.objects.filter(apprentice=people.get("apprentice")).first()
        made = Appointment.objects.filter(organiser__in=people.values()).exists()
    if school_class is None or contract is None or made:
        return
    _keep_talk(people, contract.room_id)
    _keep_class(people["class_teacher"], people["trainer"], school_class.room_id)
    with as_person(None):
        """Nobody stays known to the database, where this is part of a larger transaction."""


def _personas() -> dict[str, Person]:
    addresses = {one.email: one.key for one in PERSONAS}
    return {addresses[person.email]: person for person in Person.objects.filter(email__in=addresses)}


def _keep_talk(people: dict[str, Person], room_id: UUID) -> None:
    """The trainer invites apprentice and class teacher, who has said yes."""
    guests = [people["apprentice"].pk, people["class_teacher"].pk]
    found = _invited(people["trainer"], room_id, TALK, [_at(9, time(13, 30), 30)], guests)
    with as_person(people["class_teacher"].pk):
        answer_appointment(actor_of(people["class_teacher"]), room_id=found.room_id, answer="accepted")


def _keep_class(teacher: Person, trainer: Person, room_id: UUID) -> None:
    """The class teacher asks the firms' trainers for a time, and invites them to a workshop."""
    with as_person(teacher.pk):
        offered = people_to_invite(actor_of(teacher), standing=standing_in(room_id))
    guests = [one.person_id for one in offered if one.described.startswith("Ausbilder/in")]
    times = [_at(12, time(15), 60), _at(14, time(16), 60), _at(15, time(8), 60)]
    poll = _invited(teacher, room_id, POLL, times, guests)
    workshop = _invited(teacher, room_id, WORKSHOP, [_at(26, time(14), 150)], guests)
    # The persona's own answer is left to whoever plays it.
    others = list(Person.objects.filter(pk__in=guests).exclude(pk=trainer.pk).order_by("sort_key"))
    for person, said in zip(others, SAID, strict=False):
        _say(person, poll.room_id, said)
    for person, came in zip(others, CAME, strict=False):
        with as_person(person.pk):
            answer_appointment(actor_of(person), room_id=workshop.room_id, answer=came)


def _invited(
    person: Person, room_id: UUID, terms: AppointmentTerms, times: Sequence[Span], guests: Iterable[UUID]
) -> Appointment:
    with as_person(person.pk):
        return invite_to_appointment(
            actor_of(person),
            appointment_id=new_id(),
            about_room=room_id,
            terms=terms,
            times=times,
            people=list(guests),
        )


def _say(person: Person, room_id: UUID, said: Sequence[str]) -> None:
    with as_person(person.pk):
        options = appointment_options(room_id)
        answer_poll(actor_of(person), room_id=room_id, answers=dict(zip(options, said, strict=True)))


def _at(days: int, begins: time, minutes: int) -> Span:
    """That many days from today, or the next working day after it."""
    day = today() + timedelta(days=days)
    while day.weekday() > 4 or public_holiday(day):
        day += timedelta(days=1)
    starts = datetime.combine(day, begins, BERLIN)
    return starts, starts + timedelta(minutes=minutes)
