"""A piece of Hesse of any size: apprentices, classes, firms, a year of weeks. The same seed and day give the same rows.

Proportions: classes of about 18, one to three apprentices a firm, one trainer and one deputy for each firm, one class
teacher and four subject teachers for each class, guardians for every fifth apprentice, about seven lines a week.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from tests.bench.people_of_hesse import FAMILY, FIRM_KINDS, GIVEN, SUBJECTS, TOWNS
from zweiklang.kernel.hesse import monday_of, school_year
from zweiklang.kernel.sorting import sort_key

type Row = tuple[object, ...]

CLASS_SIZE = 18
CLASSES_PER_SCHOOL = 9
CLASSES_PER_TEACHER = 5
CHAMBERS = 3
MINORS_PER_THOUSAND = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How large the world is. `weeks` per apprentice, the present one included."""

    apprentices: int = 1000
    weeks: int = 50
    seed: int = 1
    today: date


@dataclass(frozen=True, slots=True)
class Plan:
    """An occupation with its curriculum and the plan items lines refer to."""

    occupation_id: UUID
    curriculum_id: UUID | None
    name: str
    items: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Contract:
    """One apprenticeship with everybody the weeks need."""

    id: UUID
    room_id: UUID
    apprentice_id: UUID
    trainer_id: UUID
    class_teacher_id: UUID
    class_room_id: UUID
    first_day: date
    daily: bool
    plan: Plan
    school_days: tuple[int, ...]
    guardian_id: UUID | None


class Ids:
    """UUIDs of version 7 from a seed: time-ordered like real ones, so that indexes and pages fill as they do in life."""

    def __init__(self, rng: random.Random, day: date) -> None:
        self._rng, self._milliseconds = rng, int(day.strftime("%s")) * 1000

    def at(self, day: date) -> None:
        """From now on ids are made on that day."""
        self._milliseconds = max(self._milliseconds, int(day.strftime("%s")) * 1000)

    def new(self) -> UUID:
        """Returns the next id."""
        self._milliseconds += 1
        bits = self._rng.getrandbits(74)
        high = (self._milliseconds << 80) | (7 << 76) | ((bits >> 62) << 64)
        return UUID(int=high | (2 << 62) | (bits & ((1 << 62) - 1)))


@dataclass(slots=True)
class World:
    """Rows by table, columns as in `COLUMNS`; weeks and lines are not here but come from `tests.bench.weeks`."""

    size: Size
    rng: random.Random
    ids: Ids
    rows: dict[str, list[Row]] = field(default_factory=dict)
    contracts: list[Contract] = field(default_factory=list)

    @property
    def monday(self) -> date:
        """Monday of the present week."""
        return monday_of(self.size.today)

    @property
    def first_day(self) -> date:
        """First day of all contracts: the list of weeks has exactly `size.weeks` rows."""
        return self.monday - timedelta(weeks=self.size.weeks - 1)

    def add(self, table: str, *values: object) -> UUID:
        """The row is in the table, with a fresh id as its first value; returns that."""
        row_id = self.ids.new()
        self.rows.setdefault(table, []).append((row_id, *values))
        return row_id

    def person(self, given: str = "", family: str = "") -> UUID:
        """Somebody exists who cannot sign in by password."""
        number = len(self.rows.get("people_person", ()))
        given, family = given or self.rng.choice(GIVEN), family or self.rng.choice(FAMILY)
        email = f"p{number}@bench.example"
        row = (
            "!",
            email,
            given,
            family,
            sort_key(f"{family} {given}"),
            "de",
            "normal",
            "system",
            True,
            self.first_day,
        )
        return self.add("people_person", *row)


COLUMNS = {
    "people_person": "id password email given_name family_name sort_key language text_size theme is_active joined_at",
    "organisations_organisation": "id kind name sort_key number town street postcode register_number email phone state",
    "organisations_chamberrule": "id chamber_id form check_every_days guardian_notes school_notes source",
    "organisations_site": "id organisation_id name street postcode town",
    "organisations_post": "id person_id organisation_id capacity first_day last_day",
    "rooms_room": "id kind title",
    "apprenticeships_schoolclass": "id room_id school_id label school_year grade occupation_name",
    "apprenticeships_contract": "id room_id apprentice_id firm_id site_id chamber_id occupation_id curriculum_id"
    " first_day last_day record_form weekly_minutes number confirmed_by_id confirmed_on",
    "apprenticeships_personaldetails": "id room_id born_on",
    "apprenticeships_trainerassignment": "id room_id contract_id person_id capacity first_day last_day",
    "apprenticeships_guardianship": "id room_id contract_id person_id first_day last_day",
    "apprenticeships_enrolment": "id room_id contract_id school_class_id first_day last_day",
    "apprenticeships_teachingassignment": "id room_id school_class_id person_id capacity subject code first_day last_day",
}


@dataclass(frozen=True, slots=True)
class _Class:
    id: UUID
    room_id: UUID
    teacher_id: UUID
    plan: Plan
    school_days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Firm:
    id: UUID
    site_id: UUID
    name: str
    trainer_id: UUID
    deputy_id: UUID


def build_world(size: Size, plans: list[Plan]) -> World:
    """Returns people, organisations, classes and contracts of that size."""
    rng = random.Random(size.seed)
    world = World(size, rng, Ids(rng, monday_of(size.today) - timedelta(weeks=size.weeks)))
    chambers = [_chamber(world, n) for n in range(CHAMBERS)]
    classes, firms = _classes(world, plans), _firms(world)
    for number in range(size.apprentices):
        school_class = classes[number // CLASS_SIZE]
        _apprenticeship(world, next(firms), school_class, chambers[number % CHAMBERS], number)
    return world


def _organisation(world: World, kind: str, name: str, number: str = "") -> UUID:
    return world.add(
        "organisations_organisation", kind, name, sort_key(name), number, world.rng.choice(TOWNS),
        "Hauptstraße 1", "34117", "", "", "", "active",
    )  # fmt: skip


def _chamber(world: World, number: int) -> UUID:
    chamber = _organisation(world, "chamber", f"Kammer {number}", f"K{number}")
    world.add("organisations_chamberrule", chamber, "either", 31, True, True, "")
    world.add("organisations_post", world.person(), chamber, "chamber_adviser", world.first_day, None)
    return chamber


def _classes(world: World, plans: list[Plan]) -> list[_Class]:
    classes: list[_Class] = []
    teachers: list[UUID] = []
    school = None
    for number in range(-(-world.size.apprentices // CLASS_SIZE)):
        if number % CLASSES_PER_SCHOOL == 0:
            school = _organisation(world, "school", f"Berufliche Schule {number}", f"S{number}")
            world.add("organisations_post", world.person(), school, "head_of_school", world.first_day, None)
        if number % CLASSES_PER_TEACHER == 0:
            # Five classes share five teachers: each leads one of them and teaches in the other four.
            teachers = [world.person() for _ in range(CLASSES_PER_TEACHER)]
        classes.append(_school_class(world, number, school, plans[number % len(plans)], teachers))
    return classes


def _school_class(world: World, number: int, school: object, plan: Plan, teachers: list[UUID]) -> _Class:
    begins = school_year(world.size.today)
    # Entered when the year had begun: nobody is in the class ahead of it (decision 0069).
    world.ids.at(date(begins, 8, 2))
    room = world.add("rooms_room", "class", f"11-{number}")
    school_class = world.add(
        "apprenticeships_schoolclass", room, school, f"11-{number}", begins, 2, plan.name[:200]
    )
    leads = teachers[number % CLASSES_PER_TEACHER]
    others = [teacher for teacher in teachers if teacher != leads]
    first = date(begins, 8, 1)
    teaching = ("apprenticeships_teachingassignment", room, school_class)
    world.add(*teaching, leads, "class_teacher", "", "", first, None)
    for teacher, subject in zip(others, SUBJECTS, strict=True):
        world.add(*teaching, teacher, "subject_teacher", subject, "", first, None)
    days = tuple(sorted(world.rng.sample(range(5), world.rng.choice((1, 2)))))
    return _Class(school_class, room, leads, plan, days)


def _firms(world: World) -> Iterator[_Firm]:
    """One firm for each apprentice to come: the same one to three times in a row."""
    number = 0
    while True:
        name = f"{world.rng.choice(FIRM_KINDS)} {world.rng.choice(FAMILY)} {number} GmbH"
        firm = _organisation(world, "firm", name)
        site = world.add(
            "organisations_site", firm, "Hauptsitz", "Hauptstraße 1", "34117", world.rng.choice(TOWNS)
        )
        if number % 3 == 0:
            world.add("organisations_post", world.person(), firm, "training_manager", world.first_day, None)
        found = _Firm(firm, site, name, world.person(), world.person())
        # The first firm trains three: it stands for a trainer with work to do.
        for _ in range(3 if number == 0 else world.rng.randint(1, 3)):
            yield found
        number += 1


def _apprenticeship(world: World, firm: _Firm, school_class: _Class, chamber: UUID, number: int) -> None:
    rng, first = world.rng, world.first_day
    last = first.replace(day=min(first.day, 28), year=first.year + 3)
    daily = number == 0 or rng.random() < 0.7
    apprentice, plan = world.person(), school_class.plan
    room = world.add("rooms_room", "apprenticeship", f"Ausbildung {number}")
    contract = world.add(
        "apprenticeships_contract", room, apprentice, firm.id, firm.site_id, chamber, plan.occupation_id,
        plan.curriculum_id, first, last, "daily" if daily else "weekly", 2400, "", chamber, first,
    )  # fmt: skip
    minor = number == 0 or rng.randrange(1000) < MINORS_PER_THOUSAND
    years = rng.randint(16, 17) if minor else rng.randint(18, 24)
    # Two months before a birthday that makes nobody come of age during a run, whatever day it is.
    born = (world.size.today + timedelta(days=60)).replace(day=15, year=world.size.today.year - years)
    world.add("apprenticeships_personaldetails", room, born)
    for person, capacity in ((firm.trainer_id, "trainer"), (firm.deputy_id, "deputy_trainer")):
        world.add("apprenticeships_trainerassignment", room, contract, person, capacity, first, None)
    guardian = world.person() if minor else None
    if guardian:
        world.add("apprenticeships_guardianship", room, contract, guardian, first, None)
    begins = max(first, date(school_year(world.size.today), 8, 1))
    world.add("apprenticeships_enrolment", room, contract, school_class.id, begins, None)
    world.contracts.append(
        Contract(
            contract, room, apprentice, firm.trainer_id, school_class.teacher_id, school_class.room_id, first, daily,
            plan, school_class.school_days, guardian,
        )
    )  # fmt: skip
