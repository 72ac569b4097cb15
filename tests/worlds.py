"""Two complete, disjoint worlds, and the crossing person, who is a trainer in one and a teacher in the other.

"Trainer of any" written for "of this" is caught only by that person. Days are relative to today, because the
database's own clock decides which memberships hold.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from uuid import UUID

from django.contrib.auth.hashers import make_password

from tests.world_exchange import Talk, keep_exchange
from tests.world_joining import keep_invitation
from tests.world_offices import keep_offices
from tests.world_planning import keep_planning
from tests.world_rights import keep_rights
from tests.world_rosters import keep_import
from tests.world_schedule import keep_schedule, keep_school_calendar
from tests.world_teams import keep_pupils, keep_teams
from tests.world_weeks import Weeks, write_weeks
from zweiklang.apprenticeships.public import (
    Contract,
    ContractTerms,
    SchoolClass,
    assign_teacher,
    assign_trainer,
    conclude_contract,
    enrol,
    hold_post,
    link_guardian,
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
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import monday_of, school_year
from zweiklang.organisations.public import (
    Organisation,
    add_organisation,
    add_post,
    add_site,
    set_chamber_rule,
)
from zweiklang.people.public import Person, add_person
from zweiklang.rooms.public import as_system, team_room

ACTOR = system_actor("tests")
PASSWORD = "correct horse battery staple"


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm with somebody in each capacity."""

    organisation: Organisation
    trainer: Person
    deputy_trainer: Person
    training_manager: Person


@dataclass(frozen=True, slots=True)
class Apprenticeship:
    """A contract, its apprentice, and weeks in every state."""

    contract: Contract
    apprentice: Person
    firm: Firm
    weeks: Weeks

    @property
    def room_id(self) -> UUID:
        """The apprenticeship's room."""
        return self.contract.room_id


@dataclass(frozen=True, slots=True)
class World:
    """A school with one class, two firms with one apprentice each (the first a minor with a guardian), a chamber."""

    name: str
    school: Organisation
    chamber: Organisation
    school_class: SchoolClass
    first: Apprenticeship
    second: Apprenticeship
    pupil: Person
    """In the class, without a contract."""
    talk: Talk
    people: dict[str, Person] = field(default_factory=dict)
    """By capacity in the room of `first`; `second_apprentice` and `other_trainer` belong to `second`."""

    @property
    def team_room_id(self) -> UUID:
        """The room of the school's own affairs."""
        with as_system(ACTOR):
            return team_room(ACTOR, organisation=self.school).pk


@dataclass(frozen=True, slots=True)
class Crossing:
    """Trainer of `trains` in world A; class teacher of `teaches` in world B."""

    person: Person
    trains: Apprenticeship
    teaches: SchoolClass


@dataclass(frozen=True, slots=True)
class Worlds:
    """Everything the test database holds. `roomless`: counsellor, support, land, newcomer, by persona."""

    a: World
    b: World
    crossing: Crossing
    roomless: dict[str, Person]
    positions: list[Position]


@dataclass(frozen=True, slots=True)
class Term:
    """The days of both worlds' contracts and classes: second year of training."""

    today: date
    year: int

    @property
    def contract(self) -> tuple[date, date]:
        """First and last day of three years of training."""
        return date(self.year - 1, 8, 1), date(self.year + 2, 7, 31)

    @property
    def class_begins(self) -> date:
        """First day of the current school year."""
        return date(self.year, 8, 1)

    @property
    def monday(self) -> date:
        """Monday of the current week."""
        return monday_of(self.today)


@dataclass(frozen=True, slots=True)
class _Plan:
    occupation: Occupation
    curriculum: FrameworkCurriculum
    positions: list[Position]


def build_worlds() -> Worlds:
    """Both worlds, the crossing person and four people without any room are in the database (about 1 s)."""
    term = Term(today(), school_year(today()))
    with as_system(ACTOR):
        plan = _plan()
        a, b = _world("a", term, plan), _world("b", term, plan)
        person = _person("crossing", "Kim", "Grenzgänger")
        begins = term.class_begins
        assign_trainer(ACTOR, contract=a.first.contract, person=person, capacity="trainer", first_day=begins)
        assign_teacher(
            ACTOR, school_class=b.school_class, person=person, capacity="class_teacher", first_day=begins
        )
        crossing = Crossing(person, a.first, b.school_class)
        roomless = _roomless(term)
    for world in (a, b):
        for apprenticeship in (world.first, world.second):
            write_weeks(apprenticeship.weeks, world.people, own_firm=apprenticeship is world.first)
    return Worlds(a, b, crossing, roomless, plan.positions)


def everybody(worlds: Worlds) -> list[Person]:
    """All people of both worlds, each once."""
    people = (worlds.a.people, worlds.b.people, worlds.roomless, {"crossing": worlds.crossing.person})
    return list({person.pk: person for group in people for person in group.values()}.values())


def build_world(name: str) -> World:
    """One more world is in the database, with the plan that `build_worlds` made; `name` is a letter after "b"."""
    term = Term(today(), school_year(today()))
    plan = _Plan(
        Occupation.objects.get(regulation__document_number="TEST1"),
        FrameworkCurriculum.objects.get(document_number="TEST1"),
        list(Position.objects.filter(section__regulation__document_number="TEST1").order_by("order")),
    )
    with as_system(ACTOR):
        world = _world(name, term, plan)
    for apprenticeship in (world.first, world.second):
        write_weeks(apprenticeship.weeks, world.people, own_firm=apprenticeship is world.first)
    return world


def _school_number(name: str) -> str:
    """Another one for each world: of one letter, or of "a" and a letter."""
    return f"{999 - len(name) + 1}{ord(name[-1])}"


def _world(name: str, term: Term, plan: _Plan) -> World:
    school = add_organisation(
        ACTOR, kind="school", name=f"Testschule {name}", number=_school_number(name), town="Kassel"
    )
    chamber = add_organisation(ACTOR, kind="chamber", name=f"Testkammer {name}", town="Kassel")
    set_chamber_rule(ACTOR, chamber=chamber, form="either", guardian_notes=True, school_notes=True)
    head, adviser = _officials(name, term, school, chamber)
    terms = {"label": f"11FI{name}", "school_year": term.year, "occupation_name": plan.occupation.name}
    school_class = open_class(ACTOR, school=school, grade=2, **terms)
    teachers = _teachers(name, term, school_class)
    first, second = (_apprenticeship(name, n, term, plan, chamber, school_class) for n in (1, 2))
    guardian = _person(f"guardian.{name}", "Greta", "Vormund")
    link_guardian(ACTOR, contract=first.contract, person=guardian, first_day=term.contract[0])
    pupil = _person(f"pupil.{name}", "Pia", "Ohnevertrag")
    keep_pupils(school_class, [first.contract, second.contract], pupil)
    keep_teams(school, chamber, first.firm.organisation, second.firm.organisation)
    keep_schedule(first.contract, school_class, teachers["class_teacher"])
    keep_school_calendar(school_class)
    keep_planning(first.contract, school_class, teachers["class_teacher"], plan.positions[0])
    _keep_acts(school, first, teachers, head)
    people = {
        "apprentice": first.apprentice,
        "second_apprentice": second.apprentice,
        "trainer": first.firm.trainer,
        "deputy_trainer": first.firm.deputy_trainer,
        "training_manager": first.firm.training_manager,
        "other_trainer": second.firm.trainer,
        **teachers,
        "head_of_school": head,
        "school_office": _office(name, term, school),
        "guardian": guardian,
        "chamber_adviser": adviser,
    }
    helper = _person(f"helper.{name}", "Rita", "Beratung")
    talk = keep_exchange(first.contract, school_class, people, helper)
    return World(name, school, chamber, school_class, first, second, pupil, talk, people)


def _keep_acts(
    school: Organisation, first: Apprenticeship, teachers: dict[str, Person], head: Person
) -> None:
    """What people of the school did with its data and with the first contract."""
    keep_import(school, teachers["class_teacher"])
    keep_offices(school, first.contract, teachers["class_teacher"], teachers["subject_teacher"])
    keep_invitation(school, first.contract, head=head, manager=first.firm.training_manager)
    keep_rights(school, first.contract, head)


def _teachers(name: str, term: Term, school_class: SchoolClass) -> dict[str, Person]:
    teachers = {}
    for capacity in ("class_teacher", "subject_teacher"):
        person = teachers[capacity] = _person(f"{capacity}.{name}", "Lea", f"Lehrkraft {capacity}")
        begins = term.class_begins
        assign_teacher(ACTOR, school_class=school_class, person=person, capacity=capacity, first_day=begins)
    return teachers


def _officials(name: str, term: Term, school: Organisation, chamber: Organisation) -> tuple[Person, Person]:
    head, adviser = (
        _person(f"head.{name}", "Hanna", "Leitung"),
        _person(f"adviser.{name}", "Bert", "Beratung"),
    )
    add_post(ACTOR, person=head, organisation=school, capacity="head_of_school", first_day=term.contract[0])
    add_post(
        ACTOR, person=adviser, organisation=chamber, capacity="chamber_adviser", first_day=term.contract[0]
    )
    return head, adviser


def _office(name: str, term: Term, school: Organisation) -> Person:
    person = _person(f"office.{name}", "Sina", "Sekretariat")
    return hold_post(
        ACTOR, person=person, organisation=school, capacity="school_office", first_day=term.contract[0]
    ).person


def _apprenticeship(
    name: str, number: int, term: Term, plan: _Plan, chamber: Organisation, school_class: SchoolClass
) -> Apprenticeship:
    firm = _firm(name, number, term)
    apprentice = _person(
        f"apprentice{number}.{name}", "Alex" if number == 1 else "Zoe", f"Azubi {name}{number}"
    )
    age = 17 if number == 1 else 20
    terms = ContractTerms(
        apprentice=apprentice,
        firm=firm.organisation,
        chamber=chamber,
        occupation=plan.occupation,
        curriculum=plan.curriculum,
        first_day=term.contract[0],
        last_day=term.contract[1],
        born_on=term.today.replace(day=1, year=term.today.year - age),
        record_form="daily" if number == 1 else "weekly",
    )
    contract = conclude_contract(ACTOR, terms=terms)
    for capacity, person in (("trainer", firm.trainer), ("deputy_trainer", firm.deputy_trainer)):
        assign_trainer(ACTOR, contract=contract, person=person, capacity=capacity, first_day=term.contract[0])
    enrol(ACTOR, contract=contract, school_class=school_class, first_day=term.class_begins)
    weeks = Weeks(contract, apprentice, firm.trainer, term.monday, [p.pk for p in plan.positions])
    return Apprenticeship(contract, apprentice, firm, weeks)


def _firm(name: str, number: int, term: Term) -> Firm:
    organisation = add_organisation(
        ACTOR, kind="firm", name=f"Testbetrieb {name}{number} GmbH", town="Baunatal"
    )
    add_site(ACTOR, organisation=organisation, name="Hauptsitz", town="Baunatal")
    roles = {
        role: _person(f"{role}{number}.{name}", "Toni", f"{role} {name}{number}")
        for role in ("trainer", "deputy_trainer", "training_manager")
    }
    add_post(
        ACTOR,
        person=roles["training_manager"],
        organisation=organisation,
        capacity="training_manager",
        first_day=term.contract[0],
    )
    return Firm(organisation, **roles)


def _roomless(term: Term) -> dict[str, Person]:
    authority = add_organisation(ACTOR, kind="authority", name="Testbehörde", town="Wiesbaden")
    found = {}
    for persona in ("counsellor", "support", "land"):
        found[persona] = _person(persona, "Ohne", f"Raum {persona}")
        add_post(
            ACTOR, person=found[persona], organisation=authority, capacity=persona, first_day=term.contract[0]
        )
    return {**found, "newcomer": _person("newcomer", "Nina", "Neu")}


def _person(key: str, given_name: str, family_name: str) -> Person:
    email = f"{key}@welten.example"
    person = add_person(ACTOR, email=email, given_name=given_name, family_name=family_name)
    person.password = _hash()
    person.save(update_fields=["password"])
    return person


@cache
def _hash() -> str:
    """One for all: hashing is slow on purpose."""
    return make_password(PASSWORD)


def _plan() -> _Plan:
    regulation = Regulation.objects.create(
        document_number="TEST1",
        short_title="TestAusbV",
        title="Testverordnung",
        issued_on=date(2020, 2, 28),
        source="catalogue",
    )
    occupation = Occupation.objects.create(
        regulation=regulation,
        name="Fachinformatiker/-in",
        sort_key="fachinformatiker",
        specialisation="Testentwicklung",
    )
    section = Section.objects.create(
        regulation=regulation, annex="Anlage", key="A", kind="mandatory", order=1
    )
    titles = ("Planen des Arbeitsablaufs", "Entwickeln und Prüfen")
    positions = [
        Position.objects.create(section=section, number=str(n), title=title, sort_key=title.lower(), order=n)
        for n, title in enumerate(titles, 1)
    ]
    curriculum = FrameworkCurriculum.objects.create(
        name="Fachinformatiker/-in", document_number="TEST1", resolution="2019"
    )
    LearningField.objects.create(
        curriculum=curriculum,
        number="6",
        title="Anfragen bearbeiten",
        sort_key="anfragen",
        year=2,
        hours=40,
        order=1,
    )
    return _Plan(occupation, curriculum, positions)
