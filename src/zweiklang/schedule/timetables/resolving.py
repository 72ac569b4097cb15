"""Makes of a file's substitutions what holds in a lesson of a class on a day. Pure.

A lesson may have several teachers, each with a group, or several subjects at once: only where all of it is cancelled, the lesson is. Where a
part of it is, the lesson takes place, and a hint says that something is different for one group.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from zweiklang.schedule.timetables.comparing import Held
from zweiklang.schedule.timetables.shapes import Fate, SnapshotChange, Substitution

LONGEST_NOTE = 120
CANCELLED_FOR_A_GROUP = "entfällt für eine Gruppe"
CHANGED_FOR_A_GROUP = "für eine Gruppe geändert"
type Slot = tuple[str, object, int, int]


def resolved(rows: Iterable[Substitution], planned: Iterable[tuple[str, Held]]) -> list[SnapshotChange]:
    """Returns one change for each lesson the substitutions are about. `planned`: the timetable, with each class's label as in `rows`."""
    timetable: defaultdict[tuple[str, int, int, int], list[Held]] = defaultdict(list)
    for label, lesson in planned:
        for step in range(lesson.length):
            timetable[label, lesson.weekday, lesson.period + step, lesson.number].append(lesson)
    slots: defaultdict[Slot, list[Substitution]] = defaultdict(list)
    extra: defaultdict[tuple[Slot, str], list[Substitution]] = defaultdict(list)
    for row in rows:
        slot = (row.label, row.day, row.period, row.number)
        if row.fate is Fate.EXTRA:
            extra[slot, row.new_subject or row.subject].append(row)
        else:
            slots[slot].append(row)
    found = [
        _one(
            same,
            [
                one
                for one in timetable[same[0].label, same[0].day.isoweekday(), same[0].period, same[0].number]
                if one.holds_on(same[0].day)
            ],
        )
        for same in slots.values()
    ]
    return found + [_added(same) for same in extra.values()]


def _one(rows: Sequence[Substitution], planned: Sequence[Held]) -> SnapshotChange:
    first = rows[0]
    if all(row.fate is Fate.CANCELLED for row in rows) and _covers(rows, planned):
        return _made(first, Fate.CANCELLED)
    if len(planned) > 1:
        cancelled = all(row.fate is Fate.CANCELLED for row in rows)
        note = CANCELLED_FOR_A_GROUP if cancelled else CHANGED_FOR_A_GROUP
        subjects = ", ".join(dict.fromkeys(row.subject for row in rows if row.subject))
        return _made(first, Fate.CHANGED, note=f"{note}: {subjects}" if subjects else note)
    return _changed(rows, planned[0] if planned else None)


def _covers(rows: Sequence[Substitution], planned: Sequence[Held]) -> bool:
    """True if these cancellations take away all there is: a line without a teacher means the whole lesson."""
    leaving = {row.leaving for row in rows}
    teachers = {teacher for lesson in planned for teacher in lesson.teachers}
    return "" in leaving or teachers <= leaving or (len(teachers) <= 1 and len(planned) <= 1)


def _changed(rows: Sequence[Substitution], planned: Held | None) -> SnapshotChange:
    teachers = dict.fromkeys(planned.teachers if planned else ())
    rooms = dict.fromkeys(planned.classrooms if planned else ())
    notes = dict.fromkeys(row.note for row in rows if row.note)
    for row in rows:
        if row.fate is Fate.CANCELLED:
            teachers.pop(row.leaving, None)
            notes[CANCELLED_FOR_A_GROUP] = None
            continue
        if row.coming:
            teachers.pop(row.leaving, None)
            teachers[row.coming] = None
        if row.new_classrooms:
            rooms = dict.fromkeys(room for room in rooms if room not in row.classrooms)
            rooms.update(dict.fromkeys(row.new_classrooms))
    subjects = dict.fromkeys(row.new_subject for row in rows if row.new_subject)
    return _made(
        rows[0],
        Fate.CHANGED,
        subject=next(iter(subjects), "") or (planned.subject if planned else rows[0].subject),
        teachers=tuple(teachers),
        classrooms=tuple(rooms) or rows[0].classrooms,
        note=", ".join(notes)[:LONGEST_NOTE],
    )


def _added(rows: Sequence[Substitution]) -> SnapshotChange:
    first = rows[0]
    subject = first.new_subject or first.subject
    return _made(
        first,
        Fate.EXTRA,
        subject=subject,
        teachers=tuple(dict.fromkeys(one for row in rows if (one := row.coming or row.leaving))),
        classrooms=tuple(dict.fromkeys(one for row in rows for one in row.new_classrooms or row.classrooms)),
        note=", ".join(dict.fromkeys(row.note for row in rows if row.note))[:LONGEST_NOTE],
        key=f"+{first.number}/{subject}",
    )


def _made(
    row: Substitution,
    kind: Fate,
    *,
    subject: str = "",
    teachers: tuple[str, ...] = (),
    classrooms: tuple[str, ...] = (),
    note: str = "",
    key: str = "",
) -> SnapshotChange:
    return SnapshotChange(
        label=row.label,
        day=row.day,
        period=row.period,
        kind=kind,
        number=row.number,
        subject=subject,
        teachers=teachers,
        classrooms=classrooms,
        note=note[:LONGEST_NOTE],
        key=key or f"{row.number}",
    )
