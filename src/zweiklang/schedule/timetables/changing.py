"""What is different on single days is as a snapshot says: stored, changed or taken back, and told."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db import transaction

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.decisions import require
from zweiklang.schedule.calendar.combining import in_words
from zweiklang.schedule.models import LessonChange
from zweiklang.schedule.notices.announcing import Told
from zweiklang.schedule.timetables.applying import alone_with_school, tell
from zweiklang.schedule.timetables.comparing import Held
from zweiklang.schedule.timetables.known import (
    KnownChange,
    KnownClasses,
    changes_between,
    classes_of,
    lessons_from,
)
from zweiklang.schedule.timetables.policy import may_import_timetable
from zweiklang.schedule.timetables.resolving import resolved
from zweiklang.schedule.timetables.shapes import Applied, Fate, SnapshotChange, Substitution
from zweiklang.schedule.timetables.wording import Item, joined, line_of, of_change

_AT_ONCE = 2_000
type Place = tuple[UUID, date, int, str]


@dataclass(frozen=True, slots=True)
class Step:
    """One change of one day: what was said before and what is said now; one of them may be None."""

    room_id: UUID
    old: SnapshotChange | None
    new: SnapshotChange | None
    id: UUID | None = None

    @property
    def what(self) -> str:
        """Returns how it counts: "added" for a new difference, "removed" for one that is taken back."""
        if self.old is None:
            return "added"
        return "changed" if self.new is not None else "removed"


@dataclass(frozen=True, slots=True)
class PlannedChanges:
    """What a snapshot of changes would change, and what to tell."""

    steps: tuple[Step, ...]
    applied: Applied
    told: tuple[Told, ...]


@transaction.atomic
def apply_changes(
    actor: Actor,
    *,
    school_id: UUID,
    changes: Iterable[SnapshotChange],
    first_day: date,
    last_day: date,
    source: str,
) -> Applied:
    """From the first to the last day exactly these changes hold in all classes of the school, and those concerned hear of what is different.

    Changes of other sources are left alone; unknown classes are reported; nobody hears of days that are over.
    """
    require(may_import_timetable(actor, school_id=school_id))
    with alone_with_school(actor, school_id):
        planned = plan_changes(school_id, changes, first_day=first_day, last_day=last_day, source=source)
        _write(planned.steps, source)
        return tell(actor, planned.applied, planned.told)


def changes_of(school_id: UUID, rows: Iterable[Substitution], *, day: date) -> list[SnapshotChange]:
    """Returns what the substitutions mean for the lessons of the timetable. Called inside `as_system`; `day` is their first."""
    rows = list(rows)
    classes = classes_of(school_id, day)
    labels = {room: label for label in {row.label for row in rows} if (room := classes.room(label))}
    timetable = lessons_from(labels.keys(), day)
    return resolved(rows, ((labels[one.room_id], one) for one in timetable))


def plan_changes(
    school_id: UUID, changes: Iterable[SnapshotChange], *, first_day: date, last_day: date, source: str
) -> PlannedChanges:
    """Returns what would change. Called inside `as_system`."""
    changes = [one for one in changes if first_day <= one.day <= last_day]
    classes = classes_of(school_id, first_day)
    known = changes_between(classes.labels.keys(), first_day, last_day, source=source)
    steps = tuple(_steps(known, changes, classes))
    words = _Timetable(lessons_from({one.room_id for one in steps}, first_day))
    items = [_item(one, words) for one in steps]
    counted = Counter(one.what for one in steps)
    applied = Applied(
        added=counted["added"],
        changed=counted["changed"],
        removed=counted["removed"],
        lines=tuple(line_of(one, classes.labels[one.room_id]) for one in joined(items)),
        unknown_classes=classes.unknown(one.label for one in changes),
        known_before=2 * len(known),  # taking back changes is what such files are for: no brake
    )
    told = tuple(
        Told(i.room_id, i.first_day, i.last_day, i.what, i.old_words, i.new_words)
        for i in joined(i for i in items if i.first_day >= today() and i.old != i.new)
    )
    return PlannedChanges(steps, applied, told)


def _steps(
    known: Iterable[KnownChange], changes: Iterable[SnapshotChange], classes: KnownClasses
) -> Iterator[Step]:
    before = {(one.room_id, one.change.day, one.change.period, one.change.key): one for one in known}
    now: dict[Place, SnapshotChange] = {}
    for one in changes:
        room = classes.room(one.label)
        if room is not None:
            now[room, one.day, one.period, one.key] = replace(one, label="")
    for place in sorted({**before, **now}, key=str):
        stored, wanted = before.get(place), now.get(place)
        if stored is None or stored.change != wanted:
            old = stored.change if stored else None
            yield Step(place[0], old, wanted, stored.id if stored else None)


class _Timetable:
    """The timetable's words for a lesson on a day."""

    def __init__(self, lessons: Iterable[Held]) -> None:
        self._lessons: defaultdict[tuple[UUID, int, int], list[Held]] = defaultdict(list)
        for one in lessons:
            for step in range(one.length):
                self._lessons[one.room_id, one.weekday, one.period + step].append(one)

    def words(self, room_id: UUID, change: SnapshotChange) -> str:
        """Returns "Mathe bei MUE in R 101", "" where the timetable knows no such lesson."""
        found = [
            one
            for one in self._lessons[room_id, change.day.isoweekday(), change.period]
            if one.holds_on(change.day) and change.number in (0, one.number)
        ]
        return " / ".join(in_words(one.subject, one.teachers, one.classrooms) for one in found)


def _item(step: Step, timetable: _Timetable) -> Item:
    one = step.new or step.old
    assert one is not None
    extra = one.kind is Fate.EXTRA
    planned = "" if extra else timetable.words(step.room_id, one)
    return Item(
        step.room_id,
        one.day,
        one.day,
        one.period,
        one.period,
        _told_as(step),
        "" if step.old is None and not planned else of_change(step.old, planned),
        "" if extra and step.new is None else of_change(step.new, planned),
    )


def _told_as(step: Step) -> str:
    """Returns how people hear of it: a lesson that is cancelled after all is cancelled, one that takes place again is changed."""
    if step.new is None:
        return "removed" if step.old and step.old.kind is Fate.EXTRA else "changed"
    if step.new.kind is Fate.CANCELLED:
        return "cancelled"
    return "added" if step.new.kind is Fate.EXTRA and step.old is None else "changed"


def _write(steps: Iterable[Step], source: str) -> None:
    """The steps are in the table: what is said otherwise is written anew, so that a file of any size takes two statements."""
    steps = list(steps)
    LessonChange.objects.filter(pk__in=[one.id for one in steps if one.id]).delete()
    LessonChange.objects.bulk_create(
        (
            LessonChange(
                room_id=step.room_id,
                day=step.new.day,
                period=step.new.period,
                kind=step.new.kind.value,
                number=step.new.number,
                subject=step.new.subject,
                teachers=list(step.new.teachers),
                classrooms=list(step.new.classrooms),
                note=step.new.note,
                source=source,
                source_key=step.new.key,
            )
            for step in steps
            if step.new
        ),
        batch_size=_AT_ONCE,
    )
