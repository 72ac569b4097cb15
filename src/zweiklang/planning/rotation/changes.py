"""What a proposal would change for whom: position by position, and as a picture."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from zweiklang.apprenticeships.public import Enrolment
from zweiklang.planning.company_lane.checking import cut, weeks_label
from zweiklang.planning.company_lane.picture import LOOKS
from zweiklang.planning.company_lane.selectors import entries_of, section_name
from zweiklang.planning.company_lane.shapes import Entry
from zweiklang.planning.models import RotationMove, RotationRun
from zweiklang.planning.rotation.parts import Part, parts_since
from zweiklang.planning.rotation.picture import Drawn, Name, Picture, picture
from zweiklang.planning.rotation.services import options_of
from zweiklang.planning.school_lane.selectors import published_fields
from zweiklang.planning.school_lane.shapes import TaughtField

_LONG = 300


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A position of one apprentice whose weeks would change: only what is different. `note`: "neu" or "entfällt"."""

    position_id: UUID
    label: str
    was: tuple[str, ...]
    will: tuple[str, ...]
    note: str
    taken: bool

    @property
    def value(self) -> str:
        """Returns what the check box sends."""
        return str(self.position_id)


@dataclass(frozen=True, slots=True)
class PersonRows:
    """What would change for one apprentice. `same`: how many positions stay where they are."""

    room_id: UUID
    name: str
    rows: tuple[ChangeRow, ...]
    same: int
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class Changes:
    """All people, and the departments of the pictures with their looks."""

    people: tuple[PersonRows, ...]
    legend: tuple[tuple[str, int], ...]


def changes_of(run: RotationRun, names: Mapping[UUID, str]) -> Changes:
    """Returns what would change for these people, by name. Four queries."""
    rooms = sorted(names, key=lambda room: names[room])
    since = options_of(run).from_week
    entries = entries_of(rooms)
    moves: defaultdict[UUID, list[RotationMove]] = defaultdict(list)
    rows = RotationMove.objects.filter(run=run, room_id__in=rooms, last_week__gte=since)
    for one in rows.select_related("position__section", "department").order_by("first_week", "pk"):
        moves[one.room_id].append(one)
    places = _places((one for found in entries.values() for one in found), moves)
    drawn = Drawn(
        names=_names((one for found in entries.values() for one in found), moves),
        looks={place_id: number % LOOKS + 1 for number, place_id in enumerate(places)},
        places=places,
    )
    taught = _taught(rooms)
    people = tuple(
        _person(
            (room, names[room]), parts_since(entries.get(room, ()), since), moves[room], taught[room], drawn
        )
        for room in rooms
    )
    used = {bar.look for one in people if one.picture for track in one.picture.tracks for bar in track.bars}
    looks = ((name, drawn.looks[key]) for key, name in places.items())
    return Changes(people, tuple((name, look) for name, look in looks if str(look) in used))


def _places(entries: Iterable[Entry], moves: Mapping[UUID, Iterable[RotationMove]]) -> dict[UUID, str]:
    """Returns the departments of both plans by name."""
    found: dict[UUID, str] = {}
    for entry in entries:
        if entry.department_id:
            found[entry.department_id] = entry.department
    for move in (one for own in moves.values() for one in own):
        if move.department:
            found[move.department.pk] = move.department.name
    return dict(sorted(found.items(), key=lambda pair: (pair[1], pair[0])))


def _names(entries: Iterable[Entry], moves: Mapping[UUID, Iterable[RotationMove]]) -> dict[UUID, Name]:
    found = {one.position_id: _name(one.section, one.number, one.title) for one in entries}
    for one in (move for own in moves.values() for move in own):
        position = one.position
        if one.position_id not in found:
            section = section_name(position.section)
            found[one.position_id] = _name(section, position.number, position.title)
    return found


def _name(section: str, number: str, title: str) -> Name:
    key = section.removeprefix("Abschnitt ") if section.startswith("Abschnitt ") else ""
    short = " ".join(part for part in (key, number) if part)
    return Name(short or cut(title, 12), " ".join(part for part in (short, title) if part))


def _taught(rooms: Collection[UUID]) -> dict[UUID, list[TaughtField]]:
    stays = Enrolment.objects.filter(room_id__in=rooms).values_list("room_id", "school_class__room_id")
    classes: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for room_id, class_room in stays:
        classes[room_id].add(class_room)
    fields = published_fields(sorted({room for own in classes.values() for room in own}))
    return {room: [one for key in sorted(classes[room]) for one in fields[key]] for room in rooms}


def _person(
    who: tuple[UUID, str],
    today: Sequence[Part],
    moves: Sequence[RotationMove],
    taught: Sequence[TaughtField],
    drawn: Drawn,
) -> PersonRows:
    new = [Part(one.position_id, one.department_id, one.first_week, one.last_week) for one in moves]
    taken = {one.position_id for one in moves if one.taken}
    keys = sorted({one.position_id for one in (*today, *new)}, key=lambda key: _order(drawn.names[key]))
    rows = [row for key in keys if (row := _row(key, (today, new), drawn, taken=key in taken)) is not None]
    return PersonRows(*who, tuple(rows), len(keys) - len(rows), picture(taught, today, new, drawn))


def _order(name: Name) -> tuple[str, int, str]:
    letter, _, number = name.short.partition(" ")
    digits = "".join(char for char in number if char.isdigit())
    return letter, int(digits or 0), name.whole


def _row(
    key: UUID, plans: tuple[Sequence[Part], Sequence[Part]], drawn: Drawn, *, taken: bool
) -> ChangeRow | None:
    was, will = ([one for one in plan if one.position_id == key] for plan in plans)
    gone, come = (Counter(was) - Counter(will)), (Counter(will) - Counter(was))
    if not gone and not come:
        return None
    note = "" if was and will else "neu" if will else "entfällt"
    return ChangeRow(
        key,
        cut(drawn.names[key].whole, _LONG),
        tuple(_words(one, drawn) for one in was if one in gone),
        tuple(_words(one, drawn) for one in will if one in come),
        note,
        taken,
    )


def _words(part: Part, drawn: Drawn) -> str:
    weeks = weeks_label(part.first_week, part.last_week)
    place = drawn.places.get(part.department_id) if part.department_id else None
    return f"{weeks}, {place}" if place else weeks
