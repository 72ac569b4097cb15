"""One's own data as Zweiklang has it, each fact with who can correct it and where that is done."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from zweiklang.apprenticeships.public import (
    Contract,
    Enrolment,
    Guardianship,
    PersonalDetails,
    Pupil,
    TeachingAssignment,
    TrainerAssignment,
    note_contracts,
)
from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.organisations.public import Organisation, Post
from zweiklang.people.public import Person
from zweiklang.privacy.rights.responsibility import land, responsible_for, school_of
from zweiklang.rooms.public import Room, as_system

NAME, BORN_ON = "name", "born_on"
SHOWN = 400


@dataclass(frozen=True, slots=True)
class Fact:
    """A value about a person, in words. `key` names it again; `corrects` is the organisation that can correct it.

    `where`: name and arguments of the page on which it is corrected; without one it is corrected with the answer itself.
    """

    key: str
    group: str
    label: str
    value: str
    corrects: Organisation | None
    where: tuple[str, tuple[UUID, ...]] | None = None


def own_facts(actor: Actor) -> list[Fact]:
    """Returns the person's own data, grouped, as far as somebody else keeps them."""
    with as_system(actor):
        return facts_of(actor.person)


def facts_of(person_id: UUID) -> list[Fact]:
    """Returns all facts of that person that can be corrected. In the system role."""
    person = Person.objects.get(pk=person_id)
    contracts = list(
        Contract.objects.filter(apprentice=person)
        .select_related("firm", "chamber", "occupation", "site", "room")
        .order_by("-first_day")
    )
    pupils = list(Pupil.objects.filter(person=person).select_related("school"))
    return [
        *_person_facts(person, contracts, pupils),
        *(fact for one in contracts for fact in _contract_facts(one)),
        *_school_facts(person, pupils),
        *_work_facts(person),
        *_guardian_facts(person),
    ]


def fact_of(person_id: UUID, key: str) -> Fact | None:
    """Returns the fact with that key as it stands now, or None. In the system role."""
    return next((fact for fact in facts_of(person_id) if fact.key == key), None)


def correction_url(fact: Fact) -> str:
    """Returns the address of the page on which the fact is corrected, or an empty string."""
    return reverse(fact.where[0], args=fact.where[1]) if fact.where else ""


def _person_facts(person: Person, contracts: list[Contract], pupils: list[Pupil]) -> Iterator[Fact]:
    corrects = responsible_for(person.pk)
    yield Fact(NAME, "Person", "Name", person.name, corrects)
    born = PersonalDetails.objects.filter(room__in=[one.room_id for one in contracts])
    days = {one.born_on for one in born} | {pupil.born_on for pupil in pupils if pupil.born_on}
    if days:
        value = " / ".join(formats.day_long(day) for day in sorted(days))
        yield Fact(BORN_ON, "Person", "Geburtsdatum", value, corrects)


def _contract_facts(contract: Contract) -> Iterator[Fact]:
    group = f"Ausbildungsvertrag mit {contract.firm.name}"
    site = f"{contract.site.name}, {contract.site.town}" if contract.site else "nicht angegeben"
    values = {
        "first_day": ("Erster Tag der Ausbildung", formats.day_long(contract.first_day)),
        "last_day": ("Letzter Tag der Ausbildung", formats.day_long(contract.last_day)),
        "firm": ("Betrieb", contract.firm.name),
        "site": ("Ausbildungsstätte", site),
        "occupation": ("Beruf", str(contract.occupation)),
        "number": ("Vertragsnummer", contract.number or "nicht angegeben"),
    }
    where = ("offices:contract", (contract.room_id,))
    for name, (label, value) in values.items():
        yield Fact(f"contract.{name}:{contract.pk}", group, label, value[:SHOWN], contract.chamber, where)
    trainers = TrainerAssignment.objects.filter(_current(), contract=contract).select_related("person")
    names = ", ".join(sorted(row.person.name for row in trainers)) or "niemand eingetragen"
    room_id = _team_room_id(contract.firm)
    trainee = ("offices:trainee", (room_id, contract.pk)) if room_id else None
    yield Fact(f"trainers:{contract.pk}", group, "Wer ausbildet", names[:SHOWN], contract.firm, trainee)


def _school_facts(person: Person, pupils: Iterable[Pupil]) -> Iterator[Fact]:
    for pupil in pupils:
        school, group = pupil.school, f"Berufsschule {pupil.school.name}"
        room_id = _team_room_id(school)
        where = ("rosters:pupil", (room_id, pupil.pk)) if room_id else None
        stays = Enrolment.objects.filter(Q(pupil=pupil) | Q(contract__apprentice=person)).filter(
            _current(), school_class__school=school
        )
        labels = sorted(stays.values_list("school_class__label", flat=True))
        classes = ", ".join(labels) or "keine Klasse eingetragen"
        yield Fact(f"class:{pupil.pk}", group, "Klasse", classes[:SHOWN], school, where)
        left = formats.day_long(pupil.left_on) if pupil.left_on else "nicht eingetragen"
        yield Fact(f"left:{pupil.pk}", group, "Abgang von der Schule", left, school, where)


def _work_facts(person: Person) -> Iterator[Fact]:
    for post in Post.objects.filter(_current(), person=person).select_related("organisation"):
        corrects = post.organisation if post.organisation.kind != Organisation.Kind.AUTHORITY else land()
        room_id = _team_room_id(post.organisation)
        yield Fact(
            f"post:{post.pk}",
            f"Arbeit bei {post.organisation.name}",
            "Aufgabe",
            f"{post.get_capacity_display()}, seit {formats.day_long(post.first_day)}",
            corrects,
            ("offices:post", (room_id, post.pk)) if room_id else None,
        )
    teaching = TeachingAssignment.objects.filter(_current(), person=person)
    for lesson in teaching.select_related("school_class__school"):
        school, label = lesson.school_class.school, lesson.school_class.label
        what = ", ".join(filter(None, [lesson.get_capacity_display(), lesson.subject]))
        room_id = _team_room_id(school)
        where = ("offices:class_staff", (room_id, lesson.school_class_id)) if room_id else None
        group = f"Arbeit bei {school.name}"
        yield Fact(f"teaching:{lesson.pk}", group, f"Klasse {label}", what[:SHOWN], school, where)
    training = TrainerAssignment.objects.filter(_current(), person=person)
    for row in training.select_related("contract__apprentice", "contract__firm"):
        note_contracts([row.contract])
        firm = row.contract.firm
        room_id = _team_room_id(firm)
        where = ("offices:trainee", (room_id, row.contract_id)) if room_id else None
        label = f"Ausbildung von {row.contract.apprentice.name}"
        yield Fact(
            f"training:{row.pk}",
            f"Arbeit bei {firm.name}",
            label[:120],
            row.get_capacity_display(),
            firm,
            where,
        )


def _guardian_facts(person: Person) -> Iterator[Fact]:
    for link in Guardianship.objects.filter(_current(), person=person).select_related("contract__apprentice"):
        note_contracts([link.contract])
        apprentice = link.contract.apprentice
        corrects = school_of(apprentice.pk) or link.contract.chamber
        value = f"seit {formats.day_long(link.first_day)}"
        label = f"Gesetzliche Vertretung von {apprentice.name}"[:120]
        yield Fact(f"guardian:{link.pk}", "Familie", label, value, corrects)


def _team_room_id(organisation: Organisation) -> UUID | None:
    return Room.objects.filter(organisation=organisation).values_list("pk", flat=True).first()


def _current() -> Q:
    return Q(first_day__lte=today()) & (Q(last_day__isnull=True) | Q(last_day__gte=today()))
