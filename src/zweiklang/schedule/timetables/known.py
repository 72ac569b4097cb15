"""Reads what is known of a school's timetable. Called inside `as_system`; two statements, whatever its size."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.kernel.class_labels import class_label
from zweiklang.kernel.hesse import school_year
from zweiklang.schedule.models import Lesson, LessonChange, Source
from zweiklang.schedule.timetables.comparing import Held
from zweiklang.schedule.timetables.shapes import Fate, SnapshotChange, SnapshotLesson


@dataclass(frozen=True, slots=True)
class KnownClasses:
    """The classes of a school in the school year of a day, by the one form of their label."""

    rooms: dict[str, UUID]
    labels: dict[UUID, str]
    ends: date

    def room(self, label: str) -> UUID | None:
        """Returns the class's room, whatever way the label is written."""
        return self.rooms.get(class_label(label))

    def unknown(self, labels: Iterable[str]) -> tuple[str, ...]:
        """Returns the labels no class of the school has, as the file writes them."""
        return tuple(sorted({label for label in labels if label and self.room(label) is None}))


def classes_of(school_id: UUID, day: date) -> KnownClasses:
    """Returns the classes of that school in the school year of the day."""
    year = school_year(day)
    rows = SchoolClass.objects.filter(school=school_id, school_year=year).values_list("label", "room_id")
    found = list(rows)
    return KnownClasses(
        rooms={class_label(label): room for label, room in found},
        labels={room: label for label, room in found},
        ends=date(year + 1, 7, 31),
    )


def lessons_from(rooms: Collection[UUID], day: date, *, source: str | None = None) -> list[Held]:
    """Returns the lessons of these rooms that are valid on the day or later; only those of `source`, where it is named."""
    rows = Lesson.objects.filter(Q(last_day__isnull=True) | Q(last_day__gte=day), room__in=rooms)
    if source is not None:
        rows = rows.filter(source=source)
    return [
        Held(room, number, weekday, period, length, subject, tuple(teachers), tuple(places), first, last, pk)
        for room, number, weekday, period, length, subject, teachers, places, first, last, pk in rows.values_list(
            "room_id", "number", "weekday", "period", "length", "subject", "teachers", "classrooms", "first_day", "last_day", "id"
        )
    ]  # fmt: skip


def wanted_lessons(lessons: Iterable[SnapshotLesson], classes: KnownClasses, *, from_day: date) -> list[Held]:
    """Returns a snapshot's lessons of known classes; lines that mean the same lesson of one class are one."""
    found: dict[tuple[object, ...], Held] = {}
    for one in lessons:
        room = classes.room(one.label)
        if room is None:
            continue
        first = max(from_day, one.first_day or from_day)
        held = Held(
            room, one.number, one.weekday, one.period, one.length, one.subject,
            tuple(sorted(one.teachers)), tuple(sorted(one.classrooms)), first, one.last_day,
        )  # fmt: skip
        key = (room, one.number, one.weekday, one.period, one.length, one.subject, first, one.last_day)
        found[key] = _both(found[key], held) if key in found else held
    return [one for one in found.values() if one.last_day is None or one.last_day >= one.first_day]


def _both(one: Held, other: Held) -> Held:
    return Held(
        one.room_id, one.number, one.weekday, one.period, one.length, one.subject,
        tuple(sorted({*one.teachers, *other.teachers})), tuple(sorted({*one.classrooms, *other.classrooms})),
        one.first_day, one.last_day,
    )  # fmt: skip


def planned_by_hand(rooms: Collection[UUID], day: date) -> set[UUID]:
    """Returns the rooms in which lessons entered by hand are valid on the day or later."""
    found = Lesson.objects.filter(Q(last_day__isnull=True) | Q(last_day__gte=day), room__in=rooms)
    return set(found.filter(source=Source.HAND).values_list("room_id", flat=True).distinct())


@dataclass(frozen=True, slots=True)
class KnownChange:
    """A stored change of a day, as a snapshot would say it (its label is empty: the room says the class)."""

    id: UUID
    room_id: UUID
    change: SnapshotChange


def changes_between(rooms: Collection[UUID], first: date, last: date, *, source: str) -> list[KnownChange]:
    """Returns what that source said of these days."""
    rows = LessonChange.objects.filter(room__in=rooms, day__range=(first, last), source=source)
    return [
        KnownChange(pk, room, SnapshotChange("", day, period, Fate(kind), number, subject, tuple(who), tuple(where), note, key))
        for pk, room, day, period, kind, number, subject, who, where, note, key in rows.values_list(
            "id", "room_id", "day", "period", "kind", "number", "subject", "teachers", "classrooms", "note", "source_key"
        )
    ]  # fmt: skip
