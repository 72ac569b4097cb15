"""A history carried out in the database by the product's own services, and what the database then says."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone

from tests.access.histories import (
    ALWAYS,
    ROW_DAYS,
    Advises,
    Braked,
    Consented,
    Decided,
    Ended,
    Enrolled,
    Guards,
    History,
    Manages,
    Step,
    Teaches,
    Trains,
    at,
)
from zweiklang.apprenticeships.public import (
    Contract,
    ContractTerms,
    SchoolClass,
    assign_teacher,
    assign_trainer,
    conclude_contract,
    derive_rooms,
    end_contract,
    enrol,
    hold_post,
    link_guardian,
    open_class,
)
from zweiklang.curricula.public import Occupation
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Rejected
from zweiklang.kernel.hesse import school_year
from zweiklang.organisations.public import Organisation, add_organisation
from zweiklang.people.public import Person
from zweiklang.privacy.checking.asking import visible_rows
from zweiklang.privacy.checking.expected import Sample
from zweiklang.privacy.checking.town import Row
from zweiklang.records.public import Line, Week
from zweiklang.rooms.public import (
    Consent,
    EmergencyBrake,
    Membership,
    ReleaseDecision,
    as_system,
    recompute_memberships,
)
from zweiklang.schedule.public import Absence, AbsenceReason, LessonTopic

ACTOR = system_actor("history")


@dataclass(slots=True)
class Carried:
    """The rows of a history. People by key: "a0" the first apprentice, "p3" the fourth of the others."""

    people: dict[str, Person]
    schools: list[Organisation]
    firms: list[Organisation]
    chamber: Organisation
    classes: list[SchoolClass]
    contracts: list[Contract] = field(default_factory=list)
    done: list[Step] = field(default_factory=list)
    rows: list[tuple[Row, str, int]] = field(default_factory=list)
    """With the room they lie in: "contract" or "class", and its number."""

    @property
    def rooms(self) -> list[UUID]:
        """All four rooms."""
        return [*(one.room_id for one in self.contracts), *(one.room_id for one in self.classes)]

    def memberships(self) -> set[tuple[object, ...]]:
        """Returns what is in these rooms, as values that can be compared."""
        with as_system(ACTOR):
            rows = Membership.objects.filter(room__in=self.rooms)
            return {
                (
                    m.room_id,
                    m.person_id,
                    m.capacity,
                    m.source_id,
                    m.first_day,
                    m.last_day,
                    tuple(m.scopes),
                    str(m.starts),
                )
                for m in rows
            }

    def present(self) -> set[tuple[str, str, int]]:
        """Returns person, capacity and room of each membership that holds today."""
        keys = {person.pk: key for key, person in self.people.items()}
        numbers = {one.room_id: number for number, one in enumerate(self.contracts)}
        numbers |= {one.room_id: 10 + number for number, one in enumerate(self.classes)}
        with as_system(ACTOR):
            rows = Membership.objects.filter(room__in=self.rooms, first_day__lte=today()).exclude(
                last_day__lt=today()
            )
            return {
                (keys[m.person_id], m.capacity, numbers[m.room_id])
                for m in rows
                if m.capacity not in ("head_of_school", "school_office")
            }

    def seen_by(self, key: str) -> set[int]:
        """Returns the numbers of the rows that person reads, as the application role."""
        only = [row for row, _, _ in self.rows]
        found = visible_rows(self.people[key].pk, only)
        return {number for number, row in enumerate(only) if row in found}

    def derive_from_scratch(self) -> None:
        """All memberships of the rooms are made anew from the facts."""
        with as_system(ACTOR):
            Membership.objects.filter(room__in=self.rooms).delete()
            contracts, classes = [one.pk for one in self.contracts], [one.pk for one in self.classes]
        derive_rooms(ACTOR, contracts=contracts, classes=classes)


def carry_out(history: History) -> Carried:
    """The history is in the database: facts by services, rules by rows and recomputing, one after the other."""
    with as_system(ACTOR):
        carried = _setting()
        for terms in history.contracts:
            carried.contracts.append(
                _contract(carried, terms.firm, terms.apprentice, terms.days, terms.of_age)
            )
        for step in history.steps:
            with suppress(Rejected):
                if _do(carried, step):
                    carried.done.append(step)
        carried.rows = list(_rows(carried))
    return carried


def _setting() -> Carried:
    def organisation(kind: str, number: int) -> Organisation:
        return add_organisation(ACTOR, kind=kind, name=f"Zufall {kind} {number}", town="Zufall")

    people = {
        key: Person.objects.create(email="", given_name=key, family_name="Zufall", sort_key=key)
        for key in ("a0", "a1", *(f"p{number}" for number in range(6)))
    }
    schools = [organisation("school", number) for number in range(2)]
    classes = [
        open_class(ACTOR, school=school, label=f"Z{number}", school_year=school_year(today()), grade=1)
        for number, school in enumerate(schools)
    ]
    classes.append(
        open_class(ACTOR, school=schools[0], label="Z2", school_year=school_year(today()) + 1, grade=2)
    )
    firms = [organisation("firm", number) for number in range(2)]
    return Carried(people, schools, firms, organisation("chamber", 0), classes)


def _contract(carried: Carried, firm: int, apprentice: int, days: tuple[int, int], of_age: int) -> Contract:
    birthday = today() + timedelta(days=of_age)
    # 18 years before the day; one born on 29 February is of age on 1 March.
    born_on = (
        birthday.replace(year=birthday.year - 18)
        if (birthday.month, birthday.day) != (2, 29)
        else date(birthday.year - 18, 3, 1)
    )
    terms = ContractTerms(
        apprentice=carried.people[f"a{apprentice}"],
        firm=carried.firms[firm],
        chamber=carried.chamber,
        occupation=Occupation.objects.all()[0],
        first_day=today() + timedelta(days=days[0]),
        last_day=today() + timedelta(days=days[1]),
        born_on=born_on,
    )
    return conclude_contract(ACTOR, terms=terms)


def _do(carried: Carried, step: Step) -> bool:
    """Returns whether the step was carried out; raises Rejected where the product refuses it."""
    match step:
        case Decided() | Consented() | Braked():
            _rule(carried, step)
            recompute_memberships(ACTOR, carried.rooms)
        case Ended(number, day):
            end_contract(ACTOR, contract=carried.contracts[number], last_day=today() + timedelta(days=day))
        case _:
            return _fact(carried, step)
    return True


def _fact(carried: Carried, step: Step) -> bool:
    if step in carried.done:
        return False
    match step:
        case Trains(contract, person, capacity, days):
            assign_trainer(
                ACTOR,
                contract=carried.contracts[contract],
                person=carried.people[f"p{person}"],
                capacity=capacity,
                **_term(days),
            )
        case Teaches(class_, person, capacity, days):
            assign_teacher(
                ACTOR,
                school_class=carried.classes[class_],
                person=carried.people[f"p{person}"],
                capacity=capacity,
                **_term(days),
            )
        case Enrolled(contract, class_, days):
            enrol(
                ACTOR,
                contract=carried.contracts[contract],
                school_class=carried.classes[class_],
                **_term(days),
            )
        case Guards(contract, person, since):
            first_day = today() + timedelta(days=since)
            link_guardian(
                ACTOR,
                contract=carried.contracts[contract],
                person=carried.people[f"p{person}"],
                first_day=first_day,
            )
        case Manages(firm, person, days):
            return _post(carried, carried.firms[firm], person, "training_manager", days)
        case Advises(person, days):
            return _post(carried, carried.chamber, person, "chamber_adviser", days)
    return True


def _post(
    carried: Carried, organisation: Organisation, person: int, capacity: str, days: tuple[int, int]
) -> bool:
    one = carried.people[f"p{person}"]
    if one.posts.filter(organisation=organisation, first_day=at(days[0], today())).exists():
        return False
    hold_post(ACTOR, person=one, organisation=organisation, capacity=capacity, **_term(days))
    return True


def _term(days: tuple[int, int]) -> dict[str, date | None]:
    return {
        "first_day": today() + timedelta(days=days[0]),
        "last_day": None if days[1] == ALWAYS else at(days[1], today()),
    }


def _rule(carried: Carried, step: Decided | Consented | Braked) -> None:
    match step:
        case Decided(body, where, category, capacity, state, day):
            place = _body(carried, body, where)
            ReleaseDecision.objects.create(
                body=body, category=category, capacity=capacity, state=state, effective_on=at(day, today()),
                reason="Zufall", decided_as="Zufall", decided_at=timezone.now(), **place,
            )  # fmt: skip
        case Consented(number, category, capacity, day, withdrawn):
            contract = carried.contracts[number]
            in_force = Consent.objects.filter(
                room=contract.room_id, category=category, capacity=capacity, withdrawn_at=None
            )
            if withdrawn:
                in_force.update(withdrawn_at=timezone.now())
            elif not in_force.exists():
                Consent.objects.create(
                    room_id=contract.room_id, category=category, capacity=capacity, text="Zufall", text_version="0",
                    concerned_id=contract.apprentice_id, given_by_id=contract.apprentice_id,
                    given_on=at(day, today()), given_at=timezone.now(),
                )  # fmt: skip
        case Braked(school, category, released):
            place_id = None if school is None else carried.schools[school].pk
            pulled = EmergencyBrake.objects.filter(organisation=place_id, category=category, released_at=None)
            if released:
                pulled.update(released_at=timezone.now(), release_asked_at=timezone.now())
            elif not pulled.exists():
                EmergencyBrake.objects.create(
                    organisation_id=place_id, category=category, reason="Zufall", closed_at=timezone.now()
                )


def _body(carried: Carried, body: str, where: int | None) -> dict[str, UUID]:
    if where is None:
        return {}
    if body == "class":
        return {"organisation_id": carried.schools[where].pk, "class_room_id": carried.classes[where].room_id}
    return {"organisation_id": (carried.schools if body == "school" else carried.firms)[where].pk}


def _rows(carried: Carried) -> Iterator[tuple[Row, str, int]]:
    for number, contract in enumerate(carried.contracts):
        monday = today() - timedelta(days=today().weekday() + 7)
        week = Week.objects.create(room_id=contract.room_id, contract=contract, monday=monday)
        line = Line.objects.create(room_id=contract.room_id, week=week, day=monday, place="company")
        yield (
            Row(Sample("records", "", 0), contract.room_id, monday, "records_line", line.pk),
            "contract",
            number,
        )
        for offset in ROW_DAYS:
            for row in _of_a_day(contract, offset):
                yield row, "contract", number
    for number, school_class in enumerate(carried.classes):
        for offset in ROW_DAYS:
            for released in (False, True):
                day = today() + timedelta(days=offset)
                topic = LessonTopic.objects.create(
                    room_id=school_class.room_id,
                    day=day,
                    topic="Zufall",
                    released_on=today() if released else None,
                )
                sample = Sample("lessons", "", offset, released=released)
                yield (
                    Row(sample, school_class.room_id, day, "schedule_lessontopic", topic.pk),
                    "class",
                    number,
                )


def _of_a_day(contract: Contract, offset: int) -> Iterator[Row]:
    day, room = today() + timedelta(days=offset), contract.room_id
    absence = Absence.objects.create(room_id=room, day=day, kind="absent")
    reason = AbsenceReason.objects.create(
        room_id=room, absence=absence, day=day, text="Zufall", told_by_id=contract.apprentice_id
    )
    yield Row(Sample("absences", "", offset), room, day, "schedule_absence", absence.pk)
    yield Row(Sample("absence_reasons", "", offset), room, day, "schedule_absencereason", reason.pk)
    for category in ("results", "plan", "development"):
        for released in (False, True):
            yield Row(Sample(category, "", offset, released=released), room, day)
