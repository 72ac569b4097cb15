"""Schools with their staff, and the classes in which the apprentices of some firms sit, year after year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from zweiklang.cli.hesse_world.catalogue import Occupation
from zweiklang.cli.hesse_world.firms import Slot, organisation, post
from zweiklang.cli.hesse_world.sizes import SCHOOLS, TEACHERS
from zweiklang.cli.hesse_world.words.fields import SUBJECTS
from zweiklang.cli.hesse_world.words.names import SCHOOL_NAMES, TOWNS
from zweiklang.cli.hesse_world.world import Pattern, World

# A stream is the apprentices of an occupation whom a school teaches: two to four years of them, a class each of about this size.
CLASS_SIZE, SMALLEST_STREAM = 18, 40
# Of a hundred classes so many have school one day a week, two days, or a block of every third week.
PATTERNS = (34, 41, 25)


@dataclass(frozen=True, slots=True)
class School:
    """A school: `teachers` are pairs of person and abbreviation."""

    id: str
    head: str
    office: str
    teachers: tuple[tuple[str, str], ...]


class Stream(NamedTuple):
    """Who goes to class together: a school, the name of the occupation, the school's days, a number."""

    school: School
    occupation: Occupation
    label: str
    pattern: Pattern
    number: int


class SchoolClass(NamedTuple):
    """A class in one school year; `teachers` are person and abbreviation, the class teacher first."""

    id: str
    room_id: str
    stream: Stream
    year: int
    grade: int
    teachers: tuple[tuple[str, str], ...]


type Classes = dict[tuple[int, int, int], SchoolClass]
"""By number of the stream, school year and grade."""


def build_schools(world: World) -> list[tuple[int, School]]:
    """Returns the schools with the town each is in; every town has one, if there are as many."""
    count = world.size.part(SCHOOLS)
    staff = max(5, world.size.part(TEACHERS) // count)
    towns = _towns(count)
    return [(town, _school(world, number, town, staff)) for number, town in enumerate(towns)]


def _towns(count: int) -> list[int]:
    """Returns the town of each school: the next one goes where a school has the most apprentices."""
    held = [0] * len(TOWNS)
    towns = []
    for _ in range(count):
        town = max(range(len(TOWNS)), key=lambda n: (TOWNS[n][2] / (held[n] + 0.5), -n))
        held[town] += 1
        towns.append(town)
    return towns


def _school(world: World, number: int, town: int, staff: int) -> School:
    round_, which = divmod(number, len(SCHOOL_NAMES))
    name = f"{SCHOOL_NAMES[which]}{' ' + 'II' * round_ if round_ else ''} {TOWNS[town][0]}"
    school = organisation(world, "school", name, number=f"{5000 + number}", town=town)
    head = post(world, "schulleitung", school, "head_of_school")
    office = post(world, "schulbuero", school, "school_office")
    post(world, "beratung", school, "counsellor")
    teachers = tuple((post(world, "lehrkraft", school, "teacher"), _abbreviation(n)) for n in range(staff))
    return School(school, head, office, teachers)


def _abbreviation(number: int) -> str:
    first, second = divmod(number, 20)
    return (
        "ABDEFGHJKLMNOPRSTUVWZ"[first % 21]
        + "aeioulrnstmkdhbgfpwz"[second]
        + ("" if first < 21 else str(first // 21))
    )


def build_streams(
    world: World,
    slots: Sequence[Slot],
    occupations: Sequence[Occupation],
    schools: Sequence[tuple[int, School]],
) -> list[tuple[Stream, list[int]]]:
    """Returns the streams, each with the numbers of its slots."""
    found: list[tuple[Stream, list[int]]] = []
    for members in _groups(slots, occupations):
        town = slots[members[0]].firm.town
        near = [school for place, school in schools if place == town] or [school for _, school in schools]
        number = len(found)
        occupation = occupations[slots[members[0]].occupation]
        code = "".join(word[0] for word in occupation.name.split() if word[0].isupper())[:3] or "BS"
        stream = Stream(near[number % len(near)], occupation, f"{code}{number}", _pattern(world), number)
        found.append((stream, members))
    return found


def _groups(slots: Sequence[Slot], occupations: Sequence[Occupation]) -> Iterable[list[int]]:
    """Yields slots that go to class together, neighbours first: of one occupation, the rest of a field mixed."""
    by_occupation: dict[int, list[int]] = {}
    for number, slot in enumerate(slots):
        by_occupation.setdefault(slot.occupation, []).append(number)
    mixed: dict[str, list[int]] = {}
    for occupation, members in sorted(by_occupation.items()):
        if occupation and len(members) < SMALLEST_STREAM:
            mixed.setdefault(occupations[occupation].trade.field, []).extend(members)
        else:
            yield from _parts(members, slots, occupations)
    rest: list[int] = []
    for members in mixed.values():
        if len(members) < SMALLEST_STREAM:
            rest += members
        else:
            yield from _parts(members, slots, occupations)
    if rest:
        yield from _parts(rest, slots, occupations)


def _parts(members: list[int], slots: Sequence[Slot], occupations: Sequence[Occupation]) -> list[list[int]]:
    # The first slot stays in the first group: the bench looks at its apprentice.
    ordered = sorted(members, key=lambda n: (n != 0, slots[n].firm.town, n))
    years = -(-occupations[slots[ordered[0]].occupation].trade.months // 12)
    count = max(1, round(len(ordered) / (years * CLASS_SIZE)))
    return [ordered[n * len(ordered) // count : (n + 1) * len(ordered) // count] for n in range(count)]


def _pattern(world: World) -> Pattern:
    rng = world.rng
    kind = rng.choices((1, 2, 0), PATTERNS)[0]
    if kind == 0:
        return Pattern((), rng.randrange(3))
    return Pattern(tuple(sorted(rng.sample(range(5), kind))))


def build_classes(world: World, streams: Sequence[Stream], wanted: Iterable[tuple[int, int, int]]) -> Classes:
    """Returns the classes of these streams, school years and grades, with who teaches them."""
    return {
        key: _school_class(world, streams[key[0]], *key[1:])
        for key in sorted(wanted, key=lambda k: (k[1], k))
    }


def _school_class(world: World, stream: Stream, year: int, grade: int) -> SchoolClass:
    # Entered when the year had begun: nobody is in the class ahead of it (decision 0069).
    world.ids.at(date(year, 8, 2))
    school, label = stream.school, f"{9 + grade}{stream.label}"
    room = world.add("rooms_room", "class", label, None, None)
    name = stream.occupation.name[:200]
    school_class = world.add("apprenticeships_schoolclass", room, school.id, label, year, grade, name)
    first = (stream.number * 4 + grade) * len(SUBJECTS) % len(school.teachers)
    staff = school.teachers[first:] + school.teachers[:first]
    teachers = staff[: 1 + len(SUBJECTS)]
    begins = date(year, 8, 1)
    table = "apprenticeships_teachingassignment"
    for number, (person, code) in enumerate(teachers):
        capacity = "subject_teacher" if number else "class_teacher"
        subject = SUBJECTS[number - 1] if number else ""
        world.add(table, room, school_class, person, capacity, subject, code, begins, None)
    for day in (None, begins):
        world.add("rooms_jurisdiction", room, day, school.id, room, None)
    return SchoolClass(school_class, room, stream, year, grade, teachers)
