"""The calendar of many: who is where in a week, and on a day. Rows are apprentices, or classes."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.kernel import formats
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import public_holiday
from zweiklang.rooms.public import Scope, Standing, note_look, room_url
from zweiklang.schedule.calendar.days import class_days, contract_days
from zweiklang.schedule.calendar.linking import day_page, on_day
from zweiklang.schedule.calendar.places import LONG, Place, Where, times_of, where_class, where_is
from zweiklang.schedule.calendar.reading import Apprentice, absences
from zweiklang.schedule.calendar.shapes import CalendarDay

# Up to so many rows each says its class itself; more are grouped by class, and say their firm.
FEW = 8
COUNTED = {
    Place.SCHOOL: "in der Berufsschule",
    Place.FIRM: "im Betrieb",
    Place.COURSE: "im Kurs",
    Place.ABSENT: "fehlt",
    Place.CLOSED: "Schule geschlossen",
    Place.OPEN: "nicht bekannt",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A day at the head of a week: "Do 26.", whether it is today, and the holiday everybody has."""

    day: date
    weekday: str
    label: str
    today: bool
    holiday: str
    href: str


@dataclass(frozen=True, slots=True)
class Cell:
    """Where somebody is on a day; `said` is what the word does not say: name, day, notes. No address: there is nothing more to say."""

    where: Where
    today: bool
    said: str
    href: str


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody's week: an apprentice (class or firm as `note`) or a class."""

    name: str
    note: str
    href: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows below one heading: the class and its school; empty for those without a class."""

    title: str
    note: str
    href: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """Monday to Friday, and Saturday and Sunday where anybody is somewhere."""

    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    answer: str

    @property
    def number(self) -> int:
        """Returns how many rows there are."""
        return sum(len(group.rows) for group in self.groups)

    @property
    def open(self) -> bool:
        """Returns whether it is not known of somebody when there is school."""
        cells = (cell for group in self.groups for row in group.rows for cell in row.cells)
        return any(cell.where.place is Place.OPEN for cell in cells)


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody on a day: when school is, and what is special."""

    name: str
    note: str
    href: str
    times: str
    notes: tuple[str, ...]
    alert: str


@dataclass(frozen=True, slots=True)
class PlaceGroup:
    """Who is at one place on a day."""

    where: Where
    title: str
    people: tuple[Present, ...]


def _where_of(
    people: Collection[Apprentice], standings: Mapping[UUID, Standing], first: date, last: date
) -> dict[UUID, list[tuple[CalendarDay, Where]]]:
    """Returns for each apprenticeship every day with where the apprentice is; notes what is shown. At most three queries."""
    rooms = [one.room_id for one in people]
    note_look(rooms, Scope.SCHEDULE)
    days = contract_days(rooms, first, last)
    marks = absences([standings[room] for room in rooms], first, last)
    return {
        room: [(day, where_is(day, marks.get(room, {}).get(day.day, ()))) for day in days[room]]
        for room in rooms
    }


def week_of_people(
    people: list[Apprentice],
    standings: Mapping[UUID, Standing],
    *,
    days: list[date],
    day_url: Callable[[date], str],
) -> Week:
    """Returns the week of these apprentices, by class."""
    found = _where_of(people, standings, days[0], days[-1])
    shown = _shown_days(days, ([where for _, where in of_room] for of_room in found.values()))
    if len(people) > FEW:
        groups = [
            _group(key, list(members), found, shown) for key, members in groupby(people, key=_class_key)
        ]
    else:
        rows = (_row(one, found[one.room_id], shown, note=one.school_class) for one in people)
        groups = [Group("", "", "", tuple(rows))]
    present = [where for of_room in found.values() for day, where in of_room if day.day == today()]
    return Week(_columns(shown, day_url), tuple(groups), answer_of(present) if today() in days else "")


def _class_key(one: Apprentice) -> tuple[str, str, UUID | None]:
    return one.school, one.school_class, one.class_room_id


def _group(
    key: tuple[str, str, UUID | None],
    members: list[Apprentice],
    found: Mapping[UUID, list[tuple[CalendarDay, Where]]],
    shown: Collection[date],
) -> Group:
    school, label, class_room = key
    rows = tuple(_row(one, found[one.room_id], shown, note=one.firm) for one in members)
    href = room_url("calendar:class_week", class_room) if class_room else ""
    return Group(f"Klasse {label}" if label else "Ohne Klasse", school, href, rows)


def _row(
    one: Apprentice, of_room: list[tuple[CalendarDay, Where]], shown: Collection[date], *, note: str
) -> Row:
    href = room_url("calendar:room_week", one.room_id)
    cells = [
        _cell(one.name, day, where, day_page(one.room_id, day.day) if day.lessons else "")
        for day, where in of_room
        if day.day in shown
    ]
    return Row(one.name, note, href, tuple(cells))


def _cell(name: str, day: CalendarDay, where: Where, href: str) -> Cell:
    return Cell(where, day.day == today(), ". ".join([f"{name}, {formats.day(day.day)}", *where.notes]), href)


def week_of_classes(classes: list[SchoolClass], *, days: list[date], day_url: Callable[[date], str]) -> Week:
    """Returns the week of these classes, by school. One query."""
    found = {
        room: [(day, where_class(day)) for day in of_class]
        for room, of_class in class_days([one.room_id for one in classes], days[0], days[-1]).items()
    }
    shown = _shown_days(days, ([where for _, where in of_class] for of_class in found.values()))
    groups = []
    for school, members in groupby(classes, key=lambda one: one.school.name):
        rows = tuple(
            Row(
                f"Klasse {one.label}",
                one.occupation_name,
                room_url("calendar:class_week", one.room_id),
                tuple(
                    _cell(f"Klasse {one.label}", day, where, "")
                    for day, where in found[one.room_id]
                    if day.day in shown
                ),
            )
            for one in members
        )
        groups.append(Group(school, "", "", rows))
    return Week(_columns(shown, day_url), tuple(groups), "")


def _shown_days(days: list[date], rows: Iterable[list[Where]]) -> list[date]:
    """Returns Monday to Friday, and each day of the weekend on which anybody is somewhere."""
    busy = {
        days[at]
        for row in rows
        for at, where in enumerate(row)
        if where.place not in (Place.OFF, Place.HOLIDAY)
    }
    return [day for day in days if day.weekday() < 5 or day in busy]


def _columns(days: list[date], day_url: Callable[[date], str]) -> tuple[Column, ...]:
    return tuple(
        Column(
            day,
            formats.WEEKDAYS[day.weekday()],
            formats.day(day),
            day == today(),
            public_holiday(day),
            day_url(day),
        )
        for day in days
    )


def answer_of(found: Collection[Where]) -> str:
    """Returns "2 in der Berufsschule, 3 im Betrieb, 1 fehlt": where people are, most important first; empty for nobody."""
    parts = []
    for place, words in COUNTED.items():
        if number := sum(where.place is place for where in found):
            parts.append(f"{number} {'fehlen' if place is Place.ABSENT and number > 1 else words}")
    return ", ".join(parts)


def day_of_people(
    people: list[Apprentice], standings: Mapping[UUID, Standing], *, day: date
) -> list[PlaceGroup]:
    """Returns who is where on that day: school first, then the firm."""
    found = {room: of_room[0] for room, of_room in _where_of(people, standings, day, day).items()}
    groups: list[PlaceGroup] = []
    for place in (Place.ABSENT, Place.SCHOOL, Place.COURSE, Place.CLOSED, Place.FIRM, *Place):
        members = [one for one in people if found[one.room_id][1].place is place]
        if members and all(group.where.place is not place for group in groups):
            present = tuple(_present(one, *found[one.room_id]) for one in members)
            groups.append(PlaceGroup(found[members[0].room_id][1], LONG[place], present))
    return groups


def _present(one: Apprentice, day: CalendarDay, where: Where) -> Present:
    note = " · ".join(filter(None, [one.school_class and f"Klasse {one.school_class}", one.firm]))
    href = (
        day_page(one.room_id, day.day) if day.lessons else on_day("calendar:room_week", one.room_id, day.day)
    )
    times = times_of(day) if where.place is Place.SCHOOL else ""
    return Present(one.name, note, href, times, where.notes, where.alert)
