"""Row 7: a day's changes of the timetables of all schools: read as files of Untis, compared, written, and put down as news."""

import random
import time
from dataclasses import dataclass
from datetime import date, timedelta

from tests.bench.table import Figure, at_most
from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.interfaces.public import read_timetable
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import school_year
from zweiklang.organisations.public import Organisation, add_organisation
from zweiklang.rooms.public import Room, as_system, team_room
from zweiklang.schedule.public import Applied, Handed, import_timetable

SECONDS, ALL = 60.0, 104
CLASSES, DAYS, PERIODS = 60, 4, 9
ONE_IN = 50
"""Every fiftieth lesson of a day is another one: 2 %."""
ACTOR = system_actor("bench")


@dataclass(slots=True)
class Row:
    """A line of GPU001; every third lesson has a second teacher, and so a second line."""

    number: int
    label: str
    subject: str
    room: int
    weekday: int
    period: int

    def lines(self) -> str:
        """Returns the line, or both."""
        found = self._line("T", self.room)
        return found + self._line("S", self.room + 1) if self.number % 3 == 0 else found

    def _line(self, teacher: str, room: int) -> str:
        return f'{self.number};"{self.label}";"{teacher}{self.number % 90}";"{self.subject}";"R{room}";{self.weekday};{self.period};;\r\n'


def figures(schools: int, seed: int) -> list[Figure]:
    """Returns one figure; with fewer than all schools the limit of seconds holds in proportion. The database is filled first, unmeasured."""
    rng, day = random.Random(seed), today() + timedelta(days=1)
    there = [_school(number, day) for number in range(schools)]
    plans = [_plan(rng) for _ in there]
    for school, plan in zip(there, plans, strict=True):
        _imported(school, _file(plan), day)
    changed = [_other(rng, plan) for plan in plans]
    files = [_file(plan) for plan in plans]
    began = time.monotonic()
    found = [_imported(school, data, day) for school, data in zip(there, files, strict=True)]
    seconds = time.monotonic() - began
    right = all(
        (one.added, one.changed, one.removed) == (0, n, 0) for one, n in zip(found, changed, strict=True)
    )
    limit, rows = SECONDS * schools / ALL, sum(data.count(b"\n") for data in files)
    return [
        at_most(
            "imports.timetables",
            7,
            f"a day's changes of {schools} of {ALL} schools' timetables" if schools < ALL else f"a day's changes of {ALL} schools' timetables",
            seconds,
            "s",
            limit,
            also=right,
            target=f"≤ {limit:.1f} s, exactly these",
            says=f"{seconds:.1f} s, {sum(changed)} of {rows} rows changed",
            note="" if right else "what was changed is not what had changed",
        )
    ]  # fmt: skip


def _school(number: int, day: date) -> Organisation:
    with as_system(ACTOR):
        school = add_organisation(
            ACTOR, kind="school", number=f"B{number}", name=f"Schule {number}", town="Kassel"
        )
        team_room(ACTOR, organisation=school)
        rooms = [Room(kind="class", title=f"{number}-{n}") for n in range(CLASSES)]
        Room.objects.bulk_create(rooms)
        SchoolClass.objects.bulk_create(
            SchoolClass(
                room=room, school=school, label=f"11K{n:02}", school_year=school_year(day), grade=2, occupation_name=""
            )
            for n, room in enumerate(rooms)
        )  # fmt: skip
    return school


def _plan(rng: random.Random) -> list[Row]:
    """About 2,900 lines: sixty classes with nine lessons on four days."""
    return [
        Row(10 * n + weekday, f"11k{n:02}", rng.choice(("LF5", "LF6", "D", "PoWi")), rng.randrange(90), weekday, period)
        for n in range(CLASSES)
        for weekday in range(1, DAYS + 1)
        for period in range(1, PERIODS + 1)
    ]  # fmt: skip


def _other(rng: random.Random, plan: list[Row]) -> int:
    """The plan is that of the next day; returns how many lessons are different."""
    chosen = rng.sample(plan, len(plan) // ONE_IN)
    for row in chosen:
        row.room += 100
    return len(chosen)


def _file(plan: list[Row]) -> bytes:
    return "".join(row.lines() for row in plan).encode()


def _imported(school: Organisation, data: bytes, day: date) -> Applied:
    handed = Handed(read_timetable(data, "GPU001.TXT"), "GPU001.TXT", data, day)
    return import_timetable(ACTOR, school=school, handed=handed)
