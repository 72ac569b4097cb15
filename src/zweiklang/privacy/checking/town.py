"""A school, two firms, a minor, an adult and a foreign apprentice, everybody around them, and one row of each kind: for one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from zweiklang.apprenticeships.public import (
    Contract,
    ContractTerms,
    PersonalDetails,
    SchoolClass,
    assign_teacher,
    assign_trainer,
    conclude_contract,
    derived_once,
    enrol,
    hold_post,
    link_guardian,
    open_class,
)
from zweiklang.curricula.public import Occupation
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import school_year
from zweiklang.kernel.ids import new_id
from zweiklang.organisations.public import Organisation, add_organisation
from zweiklang.people.public import Person
from zweiklang.privacy.checking.expected import SAMPLE_DAYS, Sample, day_of
from zweiklang.records.public import Line, Week
from zweiklang.rooms.public import Jurisdiction, as_system
from zweiklang.schedule.public import Absence, AbsenceReason, LessonTopic

ACTOR = system_actor("rules check")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Row:
    """A sample that is written: its table and key. Categories without a table yet have a room and day only."""

    sample: Sample
    room_id: UUID
    day: date
    table: str = ""
    key: UUID | None = None


@dataclass(slots=True)
class Town:
    """Who is there: `people` by capacity around the minor and the adult, `strangers` around the foreign apprentice."""

    school: Organisation
    school_class: SchoolClass
    contracts: dict[str, Contract]
    people: dict[str, dict[str, Person]]
    """By room ("minor", "adult"), then by capacity."""
    strangers: dict[str, Person]
    rows: list[Row] = field(default_factory=list)

    @property
    def firm_id(self) -> UUID:
        """The firm of the minor and the adult."""
        return self.contracts["minor"].firm_id

    @property
    def rooms(self) -> list[UUID]:
        """The rooms in which rules are changed: both apprenticeships and the class."""
        return [self.contracts["minor"].room_id, self.contracts["adult"].room_id, self.school_class.room_id]


@contextmanager
def built_town() -> Iterator[Town]:
    """Inside the block the town stands, in a transaction that is rolled back at the end whatever happens."""
    with transaction.atomic():
        with as_system(ACTOR):
            town = _build()
            _fill(town)
        yield town
        transaction.set_rollback(True)


def _person(name: str) -> Person:
    return Person.objects.create(email="", given_name="Prüfung", family_name=name, sort_key=name)


def _build() -> Town:
    begins = today() - 300 * DAY
    occupation = _occupation()
    with derived_once(ACTOR):
        school, chamber, firm = (_organisation(kind) for kind in ("school", "chamber", "firm"))
        adviser = _posted(chamber, "chamber_adviser", begins)
        around = {
            capacity: _person(capacity)
            for capacity in ("trainer", "deputy_trainer", "class_teacher", "subject_teacher", "guardian")
        }
        around["training_manager"] = _posted(firm, "training_manager", begins)
        around["chamber_adviser"] = adviser
        around["head_of_school"] = _posted(school, "head_of_school", begins)
        around["school_office"] = _posted(school, "school_office", begins)
        school_class = _class(school, around)
        ages = {"minor": 16, "adult": 20}
        contracts, people = {}, {}
        for room, age in ages.items():
            contract = contracts[room] = _contract(firm, chamber, occupation, begins, age)
            people[room] = {**around, "apprentice": contract.apprentice}
            _surround(contract, around, school_class, begins)
        foreign, strangers = _foreign(occupation, begins)
    return Town(school, school_class, {**contracts, "foreign": foreign}, people, strangers)


def _foreign(occupation: Occupation, begins: date) -> tuple[Contract, dict[str, Person]]:
    school, chamber, firm = (_organisation(kind) for kind in ("school", "chamber", "firm"))
    strangers = {
        capacity: _person(f"fremd {capacity}")
        for capacity in ("trainer", "deputy_trainer", "class_teacher", "subject_teacher", "guardian")
    }
    strangers["training_manager"] = _posted(firm, "training_manager", begins)
    strangers["head_of_school"] = _posted(school, "head_of_school", begins)
    strangers["chamber_adviser"] = _posted(chamber, "chamber_adviser", begins)
    contract = _contract(firm, chamber, occupation, begins, 17)
    _surround(contract, strangers, _class(school, strangers), begins)
    strangers["apprentice"] = contract.apprentice
    return contract, strangers


def _organisation(kind: str) -> Organisation:
    name = f"Prüfung {kind} {new_id()}"
    return add_organisation(ACTOR, kind=kind, name=name[:200], town="Nirgendwo")


def _posted(organisation: Organisation, capacity: str, begins: date) -> Person:
    person = _person(capacity)
    hold_post(ACTOR, person=person, organisation=organisation, capacity=capacity, first_day=begins)
    return person


def _class(school: Organisation, around: dict[str, Person]) -> SchoolClass:
    year = school_year(today())
    found = open_class(ACTOR, school=school, label="Prüfung", school_year=year, grade=1)
    for capacity in ("class_teacher", "subject_teacher"):
        assign_teacher(
            ACTOR, school_class=found, person=around[capacity], capacity=capacity, first_day=date(year, 8, 1)
        )
    return found


def _contract(
    firm: Organisation, chamber: Organisation, occupation: Occupation, begins: date, age: int
) -> Contract:
    terms = ContractTerms(
        apprentice=_person("apprentice"),
        firm=firm,
        chamber=chamber,
        occupation=occupation,
        first_day=begins,
        last_day=today() + 500 * DAY,
        born_on=date(today().year - age, 1, 1),
    )
    return conclude_contract(ACTOR, terms=terms)


def _surround(contract: Contract, around: dict[str, Person], school_class: SchoolClass, begins: date) -> None:
    for capacity in ("trainer", "deputy_trainer"):
        assign_trainer(ACTOR, contract=contract, person=around[capacity], capacity=capacity, first_day=begins)
    link_guardian(ACTOR, contract=contract, person=around["guardian"], first_day=begins)
    enrol(ACTOR, contract=contract, school_class=school_class, first_day=begins)


def _occupation() -> Occupation:
    if found := Occupation.objects.first():
        return found
    regulation: Any = Occupation._meta.get_field("regulation").related_model
    kept = regulation.objects.create(
        document_number="Prüfung",
        short_title="Prüfung",
        title="Prüfung",
        issued_on=today(),
        source="catalogue",
    )
    return Occupation.objects.create(regulation=kept, name="Prüfung", sort_key="pruefung")


def _fill(town: Town) -> None:
    for room, contract in town.contracts.items():
        town.rows += _undated(room, contract)
        for offset in SAMPLE_DAYS:
            town.rows += _dated(room, contract, offset)
    for offset in SAMPLE_DAYS:
        town.rows += _topics(town.school_class, offset)


def _undated(room: str, contract: Contract) -> Iterator[Row]:
    monday = today() - (today().weekday() + 14) * DAY
    week = Week.objects.create(room_id=contract.room_id, contract=contract, monday=monday)
    school, company = (
        Line.objects.create(room_id=contract.room_id, week=week, day=monday, place=place)
        for place in ("school", "company")
    )
    rows = {
        "schedule": contract,
        "members": Jurisdiction.objects.filter(room=contract.room_id).first(),
        "identity": PersonalDetails.objects.get(room=contract.room_id),
        "school_records": school,
        "records": company,
    }
    for category, row in rows.items():
        assert row is not None
        yield Row(
            Sample(category, room, SAMPLE_DAYS[0]), contract.room_id, monday, row._meta.db_table, row.pk
        )


def _dated(room: str, contract: Contract, offset: int) -> Iterator[Row]:
    day = day_of(offset, today())
    absence = Absence.objects.create(room_id=contract.room_id, day=day, kind="absent")
    reason = AbsenceReason.objects.create(
        room_id=contract.room_id, absence=absence, day=day, text="Prüfung", told_by_id=contract.apprentice_id
    )
    for category, row in (("absences", absence), ("absence_reasons", reason)):
        yield Row(Sample(category, room, offset), contract.room_id, day, row._meta.db_table, row.pk)
    for category in ("results", "plan", "development"):
        yield Row(Sample(category, room, offset), contract.room_id, day)
    yield Row(Sample("results", room, offset, released=True), contract.room_id, day)


def _topics(school_class: SchoolClass, offset: int) -> Iterator[Row]:
    day = day_of(offset, today())
    for released in (False, True):
        topic = LessonTopic.objects.create(
            room_id=school_class.room_id, day=day, topic="Prüfung", released_on=today() if released else None
        )
        sample = Sample("lessons", "minor", offset, released=released)
        yield Row(sample, school_class.room_id, day, topic._meta.db_table, topic.pk)
