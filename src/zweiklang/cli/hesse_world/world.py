"""The rows of a generated Hesse as lines that COPY reads, and what the weeks need to know of each contract."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import NamedTuple

from zweiklang.cli.hesse_world.sizes import EMAIL_DOMAIN, Size
from zweiklang.cli.hesse_world.words.names import FAMILY, GIVEN
from zweiklang.kernel.sorting import sort_key

NULL = "\\N"
JOINED = "2023-08-01 08:00:00+00"


class Pattern(NamedTuple):
    """When a class has school: on these weekdays (0 is Monday), or in blocks of a week, every third one."""

    weekdays: tuple[int, ...]
    block: int | None = None


class Stay(NamedTuple):
    """A contract's class in one school year."""

    class_room: str
    class_teacher: str
    pattern: Pattern
    grade: int


class Contract(NamedTuple):
    """One apprenticeship with everybody the weeks need. Ids are text; days are `date`."""

    id: str
    room_id: str
    apprentice_id: str
    trainer_id: str
    guardian_id: str
    of_age_on: date
    first_day: date
    last_day: date
    daily: bool
    occupation: int
    stays: dict[int, Stay]
    number: int
    email: str


def midnight_ms(day: date) -> int:
    """Returns the milliseconds from 1970 to midnight (UTC) of that day."""
    return calendar.timegm(day.timetuple()) * 1000


class Ids:
    """UUIDs of version 7 from a seed: in order of time like real ones, so that indexes and pages fill as they do in life."""

    def __init__(self, rng: Random, day: date) -> None:
        self._bits, self._ms = rng.getrandbits, midnight_ms(day)

    def at(self, day: date) -> None:
        """From now on ids are made on that day, in the morning."""
        self._ms = midnight_ms(day) + 25_200_000

    def new(self) -> str:
        """Returns the next id."""
        self._ms += 1
        head, tail = f"{self._ms:012x}", f"{self._bits(72):018x}"
        return f"{head[:8]}-{head[8:]}-7{tail[:3]}-8{tail[3:6]}-{tail[6:]}"


# Columns of each table of facts; the rows of weeks have theirs in `weeks.py`.
COLUMNS: dict[str, str] = {
    "people_person": "id password email given_name family_name sort_key language text_size theme is_active joined_at",
    "account_emailaddress": 'email verified "primary" user_id',
    "organisations_organisation": "id kind name sort_key number town street postcode register_number email phone state",
    "organisations_chamberrule": "id chamber_id form check_every_days guardian_notes school_notes source",
    "organisations_site": "id organisation_id name street postcode town",
    "organisations_department": "id organisation_id name",
    "organisations_post": "id person_id organisation_id capacity first_day last_day",
    "rooms_room": "id kind title organisation_id concerns_id",
    "apprenticeships_schoolclass": "id room_id school_id label school_year grade occupation_name",
    "apprenticeships_contract": "id room_id apprentice_id firm_id site_id chamber_id occupation_id curriculum_id first_day last_day"
    " record_form weekly_minutes number confirmed_by_id confirmed_on",
    "apprenticeships_personaldetails": "id room_id born_on",
    "apprenticeships_trainerassignment": "id room_id contract_id person_id capacity first_day last_day",
    "apprenticeships_guardianship": "id room_id contract_id person_id first_day last_day",
    "apprenticeships_enrolment": "id room_id contract_id school_class_id first_day last_day",
    "apprenticeships_teachingassignment": "id room_id school_class_id person_id capacity subject code first_day last_day",
    "rooms_jurisdiction": "id room_id first_day school_id class_room_id firm_id",
}


@dataclass(slots=True)
class World:
    """Rows by table as lines of COPY, columns as in `COLUMNS`; and the contracts, those in training today first."""

    size: Size
    password: str
    rng: Random
    ids: Ids
    rows: dict[str, list[str]] = field(default_factory=dict)
    contracts: list[Contract] = field(default_factory=list)
    people: dict[str, int] = field(default_factory=dict)
    team_rooms: dict[str, str] = field(default_factory=dict)

    def add(self, table: str, *values: object) -> str:
        """The row is in the table, with a fresh id as its first value; returns that."""
        row_id = self.ids.new()
        self.put(table, row_id, *values)
        return row_id

    def put(self, table: str, *values: object) -> None:
        """The row is in the table as it is."""
        line = "\t".join([NULL if value is None else str(value) for value in values])
        self.rows.setdefault(table, []).append(line + "\n")

    def person(self, kind: str) -> str:
        """Somebody exists who signs in as `<kind><number>@hesse.example` with the password of all."""
        number = self.people[kind] = self.people.get(kind, 0) + 1
        given, family = self.rng.choice(GIVEN), self.rng.choice(FAMILY)
        email = f"{kind}{number}@{EMAIL_DOMAIN}"
        names = (given, family, sort_key(f"{family} {given}"))
        person = self.add(
            "people_person", self.password, email, *names, "de", "normal", "system", "t", JOINED
        )
        self.put("account_emailaddress", email, "t", "t", person)
        return person

    def latest_email(self, kind: str) -> str:
        """Returns the address of whoever of that kind was made last."""
        return f"{kind}{self.people[kind]}@{EMAIL_DOMAIN}"


def array(values: Iterable[object]) -> str:
    """Returns an array as COPY reads it; the values need no quotes."""
    return "{" + ",".join(map(str, values)) + "}"
