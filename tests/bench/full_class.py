"""A class as large as they come, with everything the time line shows: 25 apprentices of 14 firms, each with a plan the firm releases to the school.

Made through the product's own services, so that memberships, scopes and rules are those of life.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from zweiklang.apprenticeships.public import (
    Contract,
    ContractTerms,
    SchoolClass,
    assign_teacher,
    assign_trainer,
    conclude_contract,
    enrol,
    open_class,
)
from zweiklang.curricula.public import (
    FrameworkCurriculum,
    LearningField,
    Occupation,
    Position,
    Regulation,
    Section,
)
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.hesse import monday_of, public_holiday, school_holiday, school_year
from zweiklang.kernel.ids import new_id
from zweiklang.organisations.public import Department, Organisation, add_organisation
from zweiklang.people.public import Person, add_person
from zweiklang.planning.models import (
    CurriculumLink,
    DidacticPlan,
    FieldPlacement,
    LinkDecision,
    PlanEntry,
    TrainingPlan,
)
from zweiklang.rooms.public import Proposal, as_system, decide_release
from zweiklang.schedule.public import SchoolPeriod

ACTOR = system_actor("tests")
WEEK = timedelta(days=7)
WHAT = (
    "Planen",
    "Herstellen",
    "Prüfen",
    "Warten und Instandsetzen",
    "Dokumentieren",
    "Montieren",
    "Abstimmen",
)
OF_WHAT = (
    "von Baugruppen",
    "von Steuerungen der Anlagentechnik",
    "betrieblicher Arbeitsabläufe",
    "mit Kundinnen und Kunden",
)
FIELDS = (
    "Bauelemente mit Maschinen fertigen", "Baugruppen herstellen", "Steuerungstechnische Systeme einrichten",
    "Anlagen in Betrieb nehmen", "Arbeitsabläufe planen", "Aufträge in der Werkstatt ausführen", "Systeme warten",
)  # fmt: skip
POSITIONS, LINKS_EACH, BLOCK_EVERY = 30, 3, 3


@dataclass(frozen=True, slots=True)
class FullClass:
    """The class, its class teacher, and the apprenticeships with the trainer of each."""

    school_class: SchoolClass
    teacher: Person
    contracts: tuple[Contract, ...]
    trainers: tuple[Person, ...]

    @property
    def rooms(self) -> list[UUID]:
        """The rooms of its apprenticeships."""
        return [one.room_id for one in self.contracts]


@dataclass(frozen=True, slots=True)
class _Law:
    occupation: Occupation
    curriculum: FrameworkCurriculum
    positions: list[Position]
    fields: list[LearningField]


def full_class(*, people: int = 25, firms: int = 14, released: bool = True) -> FullClass:
    """The class stands in the database with all plans, links confirmed by its school, and a didactic plan that is published."""
    tag = new_id().hex[-8:]
    with as_system(ACTOR):
        law = _law(tag)
        school = add_organisation(
            ACTOR, kind="school", name=f"Volle Schule {tag}", number=tag[:6], town="Kassel"
        )
        year = school_year(today())
        school_class = open_class(
            ACTOR,
            school=school,
            label="11ME1",
            school_year=year,
            grade=2,
            occupation_name="Mechatroniker/-in",
        )
        teacher = _person(tag, "lehrkraft", "Lea", "Klassenleitung")
        begins = date(year, 8, 1)
        assign_teacher(
            ACTOR, school_class=school_class, person=teacher, capacity="class_teacher", first_day=begins
        )
        _school_lane(school_class, law, teacher)
        _links(law, school)
        places = [_firm(tag, number) for number in range(firms)]
        chamber = add_organisation(ACTOR, kind="chamber", name=f"Volle Kammer {tag}", town="Kassel")
        contracts = [
            _apprenticeship(tag, number, places[number % firms], chamber, law, school_class)
            for number in range(people)
        ]
    if released:
        for organisation, *_ in places:
            _release(organisation)
    trainers = tuple(places[number % firms][2] for number in range(people))
    return FullClass(school_class, teacher, tuple(contracts), trainers)


def _law(tag: str) -> _Law:
    number = f"FULL{tag}"
    regulation = Regulation.objects.create(
        document_number=number, short_title="VollAusbV", title="Volle Verordnung", issued_on=date(2020, 2, 28),
        source="catalogue",
    )  # fmt: skip
    occupation = Occupation.objects.create(
        regulation=regulation, name="Mechatroniker/-in", sort_key="mechatroniker"
    )
    sections = [
        Section.objects.create(regulation=regulation, annex="Anlage", key=key, kind="mandatory", order=at)
        for at, key in enumerate("AB", 1)
    ]
    positions = [
        Position(
            section=sections[at >= 20], number=str(at % 20 + 1), order=at, sort_key=f"{at:02d}",
            title=f"{WHAT[at % len(WHAT)]} {OF_WHAT[at % len(OF_WHAT)]}",
        )
        for at in range(POSITIONS)
    ]  # fmt: skip
    curriculum = FrameworkCurriculum.objects.create(
        name="Mechatroniker/-in", document_number=number, resolution="2018"
    )
    fields = [
        LearningField(
            curriculum=curriculum, number=str(at + 5), title=title, sort_key=title.lower(), year=2, hours=60, order=at
        )
        for at, title in enumerate(FIELDS)
    ]  # fmt: skip
    return _Law(
        occupation,
        curriculum,
        Position.objects.bulk_create(positions),
        LearningField.objects.bulk_create(fields),
    )


def _person(tag: str, key: str, given_name: str, family_name: str) -> Person:
    return add_person(ACTOR, email=f"{key}@{tag}.example", given_name=given_name, family_name=family_name)


def _school_lane(school_class: SchoolClass, law: _Law, teacher: Person) -> None:
    """School in every third week without a holiday; the Lernfelder follow each other."""
    year, room = school_class.school_year, school_class.room_id
    monday, weeks = monday_of(date(year, 9, 1)), []
    while monday < date(year + 1, 7, 1):
        days = [monday + timedelta(days=at) for at in range(5)]
        if not any(public_holiday(day) or school_holiday(day) for day in days):
            weeks.append(monday)
        monday += WEEK
    blocks = weeks[::BLOCK_EVERY]
    SchoolPeriod.objects.bulk_create(
        SchoolPeriod(room_id=room, kind="block", first_day=day, last_day=day + timedelta(days=4))
        for day in blocks
    )
    plan = DidacticPlan.objects.create(
        room_id=room, curriculum=law.curriculum, version=1, state="published", published_at=now(), published_by=teacher
    )  # fmt: skip
    share = max(1, len(weeks) // len(law.fields))
    FieldPlacement.objects.bulk_create(
        FieldPlacement(
            room_id=room, plan=plan, state="published", learning_field=field, hours=60,
            first_week=weeks[at * share], last_week=weeks[min((at + 1) * share, len(weeks)) - 1],
        )
        for at, field in enumerate(law.fields)
    )  # fmt: skip


def _links(law: _Law, school: Organisation) -> None:
    links = CurriculumLink.objects.bulk_create(
        CurriculumLink(position=law.positions[(at * 4 + step) % POSITIONS], learning_field=field, source="computed", score=0.5)
        for at, field in enumerate(law.fields)
        for step in range(LINKS_EACH)
    )  # fmt: skip
    LinkDecision.objects.bulk_create(
        LinkDecision(school=school, link=link, says="confirmed") for link in links
    )


def _firm(tag: str, number: int) -> tuple[Organisation, Department, Person]:
    firm = add_organisation(ACTOR, kind="firm", name=f"Maschinenbau {number + 1} {tag} GmbH", town="Kassel")
    department = Department.objects.create(organisation=firm, name="Montage")
    return firm, department, _person(tag, f"ausbildung{number}", "Toni", f"Ausbilder {number + 1}")


def _apprenticeship(
    tag: str,
    number: int,
    place: tuple[Organisation, Department, Person],
    chamber: Organisation,
    law: _Law,
    school_class: SchoolClass,
) -> Contract:
    firm, department, trainer = place
    year = school_class.school_year
    terms = ContractTerms(
        apprentice=_person(tag, f"azubi{number}", "Alex", f"Auszubildend {number + 1:02d}"),
        firm=firm, chamber=chamber, occupation=law.occupation, curriculum=law.curriculum,
        first_day=date(year - 1, 8, 1), last_day=date(year + 2, 7, 31), born_on=date(year - 19, 1, 1),
    )  # fmt: skip
    contract = conclude_contract(ACTOR, terms=terms)
    assign_trainer(ACTOR, contract=contract, person=trainer, capacity="trainer", first_day=terms.first_day)
    enrol(ACTOR, contract=contract, school_class=school_class, first_day=date(year, 8, 1))
    TrainingPlan.objects.create(room_id=contract.room_id)
    first, order = monday_of(terms.first_day), law.positions[number % 7 :] + law.positions[: number % 7]
    PlanEntry.objects.bulk_create(
        PlanEntry(
            room_id=contract.room_id, position=position, department=department if at % 3 else None,
            first_week=first + 5 * at * WEEK, last_week=first + (5 * at + 4 + at % 2) * WEEK,
        )
        for at, position in enumerate(order)
    )  # fmt: skip
    return contract


def _release(firm: Organisation) -> None:
    """The firm shows its plans to the class teacher."""
    proposal = Proposal(
        body="firm", category="plan", capacity="class_teacher", state="open", effective_on=today(),
        reason="Wir stimmen uns mit der Schule ab.", organisation_id=firm.pk,
    )  # fmt: skip
    decide_release(ACTOR, proposal=proposal, decided_as="Ausbildungsleitung")
