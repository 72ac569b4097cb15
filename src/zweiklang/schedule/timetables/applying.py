"""A snapshot of a school's lessons holds from a day on; only real changes are written, and only those are told."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Rejected
from zweiklang.kernel.formats import day_long
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import Room, as_system, team_room
from zweiklang.schedule.models import Lesson
from zweiklang.schedule.notices.announcing import Told, announce
from zweiklang.schedule.timetables.comparing import Comparison, Held, Pair, compare
from zweiklang.schedule.timetables.known import (
    KnownClasses,
    classes_of,
    lessons_from,
    planned_by_hand,
    wanted_lessons,
)
from zweiklang.schedule.timetables.policy import may_import_timetable
from zweiklang.schedule.timetables.shapes import Applied, SnapshotLesson
from zweiklang.schedule.timetables.wording import Item, item_of_pair, joined, line_of

MOST_TOLD = 12
"""A class with more changes at once hears of them in one sentence: nobody reads a timetable as sentences."""
WEEK = timedelta(days=7)
_AT_ONCE = 2_000
BRAKE = "{removed} von {known} Unterrichtsstunden der Schule würden wegfallen. Es wurde nichts geändert. Ist die Datei vollständig?"


@dataclass(frozen=True, slots=True)
class Planned:
    """What a snapshot would change: what to write, and what to tell."""

    comparison: Comparison
    classes: KnownClasses
    applied: Applied
    told: tuple[Told, ...]


@contextmanager
def alone_with_school(actor: Actor, school_id: UUID) -> Iterator[None]:
    """Inside the block, in the system role, nobody else reads a timetable into this school; a second one waits."""
    with as_system(actor):
        room = team_room(actor, organisation=Organisation.objects.get(pk=school_id))
        Room.objects.select_for_update(no_key=True).get(pk=room.pk)
        yield


@transaction.atomic
def apply_snapshot(
    actor: Actor,
    *,
    school_id: UUID,
    lessons: Iterable[SnapshotLesson],
    from_day: date,
    source: str,
    forced: bool = False,
) -> Applied:
    """From `from_day` on exactly these lessons hold in the classes they name, and those concerned hear of what is different from today on.

    Classes are found by label in the school year of the day; unknown ones are reported. Entries by hand are left alone. Raises Rejected (field
    "forced") for a snapshot that takes away more than half of the school's lessons, unless `forced`.
    """
    require(may_import_timetable(actor, school_id=school_id))
    with alone_with_school(actor, school_id):
        planned = plan_snapshot(school_id, lessons, from_day=from_day, source=source)
        if planned.applied.needs_brake and not forced:
            raise Rejected(brake_words(planned.applied), field="forced")
        _write(planned.comparison, from_day, source)
        return tell(actor, planned.applied, planned.told)


def brake_words(applied: Applied) -> str:
    """Returns why the snapshot is not simply taken."""
    return BRAKE.format(removed=applied.removed, known=applied.known_before)


def tell(actor: Actor, applied: Applied, told: tuple[Told, ...]) -> Applied:
    """Those concerned hear of it, nobody of nothing; returns what was applied with the batch of the news."""
    batch = announce(actor, told) if told else None
    return replace(applied, told=len(told), batch=batch)


def plan_snapshot(
    school_id: UUID, lessons: Iterable[SnapshotLesson], *, from_day: date, source: str
) -> Planned:
    """Returns what would change. Called inside `as_system`."""
    lessons = list(lessons)
    classes = classes_of(school_id, from_day)
    wanted = wanted_lessons(lessons, classes, from_day=from_day)
    spoken_for = {room for one in lessons if (room := classes.room(one.label))}
    of_school = lessons_from(classes.labels.keys(), from_day, source=source)
    known = [one for one in of_school if one.room_id in spoken_for]
    comparison = compare(known, wanted, from_day=from_day)
    had = Counter(one.room_id for one in known)
    items = list(_items(comparison.pairs, classes, from_day))
    counted = Counter(pair.what for pair in comparison.pairs)
    applied = Applied(
        added=counted["added"],
        changed=counted["changed"],
        removed=counted["removed"],
        lines=tuple(line_of(one, classes.labels[one.room_id]) for one in joined(items)),
        unknown_classes=classes.unknown(one.label for one in lessons),
        by_hand=tuple(sorted(classes.labels[room] for room in planned_by_hand(spoken_for, from_day))),
        known_before=len(of_school),
    )
    return Planned(comparison, classes, applied, tuple(_told(items, had, from_day)))


def _items(pairs: Iterable[Pair], classes: KnownClasses, from_day: date) -> Iterator[Item]:
    """Yields the changes with the first day, from today on, on which somebody notices them."""
    for pair in pairs:
        lesson = pair.new or pair.old
        assert lesson is not None
        first = _next(lesson.weekday, max(from_day, lesson.first_day, today()))
        yield item_of_pair(pair, first_day=first, last_day=max(first, lesson.last_day or classes.ends))


def _next(weekday: int, day: date) -> date:
    return day + timedelta(days=(weekday - day.isoweekday()) % 7)


def _told(items: Iterable[Item], had: Counter[UUID], from_day: date) -> Iterator[Told]:
    """Yields what each class hears: single changes, or one sentence where there are many or the timetable is the first one."""
    by_room: dict[UUID, list[Item]] = {}
    for one in items:
        if one.old != one.new:
            by_room.setdefault(one.room_id, []).append(one)
    for room, own in by_room.items():
        lines = joined(own)
        if had[room] and len(lines) <= MOST_TOLD:
            yield from (Told(room, i.first_day, i.last_day, i.what, i.old_words, i.new_words) for i in lines)
        else:
            yield _all_at_once(room, own, from_day, first_one=not had[room])


def _all_at_once(room: UUID, own: list[Item], from_day: date, *, first_one: bool) -> Told:
    first, last = min(i.first_day for i in own), max(i.last_day for i in own)
    since = day_long(max(from_day, today()))
    if first_one:
        return Told(room, first, last, "added", "", f"Stundenplan ab {since}")
    counted = Counter(one.what for one in own)
    words = {"added": "neu", "changed": "geändert", "removed": "gestrichen"}
    said = ", ".join(f"{counted[what]} {word}" for what, word in words.items() if counted[what])
    return Told(room, first, last, "changed", "", f"Neuer Stundenplan ab {since}. Stunden: {said}.")


def _write(comparison: Comparison, from_day: date, source: str) -> None:
    """The comparison is in the tables, in three statements and as many inserts as two thousand lessons each need."""
    if comparison.ending:
        ids = [one.id for one in comparison.ending if one.id]
        Lesson.objects.filter(pk__in=ids).update(last_day=from_day - timedelta(days=1))
    if comparison.gone:
        Lesson.objects.filter(pk__in=[one.id for one in comparison.gone if one.id]).delete()
    Lesson.objects.bulk_create((_row(one, source) for one in comparison.new), batch_size=_AT_ONCE)


def _row(one: Held, source: str) -> Lesson:
    return Lesson(
        room_id=one.room_id,
        number=one.number,
        weekday=one.weekday,
        period=one.period,
        length=one.length,
        subject=one.subject,
        teachers=list(one.teachers),
        classrooms=list(one.classrooms),
        first_day=one.first_day,
        last_day=one.last_day,
        source=source,
    )
