"""A single day of a class differs from its plan: lessons are cancelled, changed or moved. One function = one use case = one transaction."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.rooms.public import standing_in
from zweiklang.schedule.models import Lesson, LessonChange, ScheduleChange, SchoolEvent
from zweiklang.schedule.notices.announcing import Told
from zweiklang.schedule.planning import policy, wording
from zweiklang.schedule.planning.locking import alone_with
from zweiklang.schedule.planning.school_days import CHANGEABLE
from zweiklang.schedule.planning.shapes import Instead
from zweiklang.schedule.planning.spans import year_days
from zweiklang.schedule.planning.telling import tell

Kind, What = LessonChange.Kind, ScheduleChange.What
WHOLE_DAY = "Kein Unterricht"
PLAN_HOLDS = "{}: findet wie geplant statt"
GONE = "Diese Änderung hat inzwischen jemand zurückgenommen."


def lessons_on(school_class: SchoolClass, day: date) -> list[Lesson]:
    """Returns the lessons the timetable has on that day, without those that are cancelled already. Two queries."""
    rows = Lesson.objects.filter(
        room_id=school_class.room_id, weekday=day.isoweekday(), first_day__lte=day
    ).filter(Q(last_day__isnull=True) | Q(last_day__gte=day))
    cancelled = LessonChange.objects.filter(room_id=school_class.room_id, day=day, kind=Kind.CANCELLED)
    gone = [(one.period, one.period + one.length, one.number) for one in cancelled]
    return [
        row
        for row in rows.order_by("period", "number", "subject")
        if not any(
            first <= row.period and row.period + row.length <= end and number in (0, row.number)
            for first, end, number in gone
        )
    ]


@transaction.atomic
def cancel_day(actor: Actor, *, school_class: SchoolClass, day: date) -> tuple[UUID, ...]:
    """The class has no school on that day. Returns what takes it back."""
    _begin(actor, school_class, day)
    same = {"room_id": school_class.room_id, "first_day": day, "last_day": day, "kind": "free"}
    if SchoolEvent.objects.filter(**same).exists():
        return ()
    event = SchoolEvent.objects.create(title=WHOLE_DAY, **same)
    tell(actor, [Told(school_class.room_id, day, day, What.CANCELLED, "", WHOLE_DAY)])
    return (event.pk,)


@transaction.atomic
def cancel_lessons(
    actor: Actor, *, school_class: SchoolClass, day: date, lessons: Sequence[Lesson]
) -> tuple[UUID, ...]:
    """These lessons of the plan do not take place on that day. Returns what takes it back."""
    _begin(actor, school_class, day)
    return _write(actor, school_class, [(row, _change(row, day, Kind.CANCELLED)) for row in lessons])


@transaction.atomic
def change_lesson(
    actor: Actor, *, school_class: SchoolClass, day: date, lesson: Lesson, instead: Instead
) -> tuple[UUID, ...]:
    """The lesson takes place on that day, with another subject, teacher or classroom. Returns what takes it back."""
    _begin(actor, school_class, day)
    if not (instead.subject or instead.teachers or instead.classrooms):
        raise Rejected(
            "Was ist anders? Bitte Fach, Lehrkraft oder Raum angeben, zum Beispiel Raum 204.",
            field="classrooms",
        )
    return _write(actor, school_class, [(lesson, _changed(lesson, day, Kind.CHANGED, instead))])


@transaction.atomic
def move_lesson(
    actor: Actor, *, school_class: SchoolClass, day: date, lesson: Lesson, instead: Instead
) -> tuple[UUID, ...]:
    """The lesson takes place at another time instead. Returns what takes it back."""
    to_day, to_period = instead.day or day, instead.period or lesson.period
    _begin(actor, school_class, day)
    _check_day(school_class, to_day, field="to_day")
    if (to_day, to_period) == (day, lesson.period):
        raise Rejected(
            "Das ist dieselbe Zeit. Bitte einen anderen Tag oder eine andere Stunde.", field="to_day"
        )
    there = _changed(lesson, to_day, Kind.EXTRA, instead)
    there.period = to_period
    return _write(actor, school_class, [(lesson, _change(lesson, day, Kind.CANCELLED)), (lesson, there)])


@transaction.atomic
def take_back_changes(actor: Actor, *, school_class: SchoolClass, ids: Collection[UUID]) -> int:
    """The plan holds again where these changes and free days stood; raises Conflict if one of them is not there any more."""
    require(policy.may_plan_class(actor, standing=standing_in(school_class.room_id)))
    alone_with(school_class.room_id)
    mine = {"room_id": school_class.room_id, "pk__in": list(ids), "source__in": CHANGEABLE}
    changes = list(LessonChange.objects.filter(**mine))
    events = list(SchoolEvent.objects.filter(kind=SchoolEvent.Kind.FREE, **mine))
    if len(changes) + len(events) < len(set(ids)):
        raise Conflict(GONE)
    told = [_taken_back(row) for row in changes]
    told += [Told(row.room_id, row.first_day, row.last_day, What.REMOVED, row.title, "") for row in events]
    LessonChange.objects.filter(pk__in=[row.pk for row in changes]).delete()
    SchoolEvent.objects.filter(pk__in=[row.pk for row in events]).delete()
    tell(actor, told)
    return len(changes) + len(events)


def _begin(actor: Actor, school_class: SchoolClass, day: date) -> None:
    require(policy.may_plan_class(actor, standing=standing_in(school_class.room_id)))
    alone_with(school_class.room_id)
    _check_day(school_class, day, field="day")


def _check_day(school_class: SchoolClass, day: date, *, field: str) -> None:
    first, last = year_days(school_class.school_year)
    if not first <= day <= last:
        raise Rejected(
            f"Bitte einen Tag im Schuljahr der Klasse angeben ({wording.days(first, last)}).", field=field
        )


def _change(lesson: Lesson, day: date, kind: LessonChange.Kind) -> LessonChange:
    return LessonChange(
        room_id=lesson.room_id,
        day=day,
        period=lesson.period,
        length=lesson.length,
        number=lesson.number,
        kind=kind,
    )


def _changed(lesson: Lesson, day: date, kind: LessonChange.Kind, instead: Instead) -> LessonChange:
    row = _change(lesson, day, kind)
    row.subject = instead.subject or lesson.subject
    row.teachers = list(instead.teachers or lesson.teachers)
    row.classrooms = list(instead.classrooms or lesson.classrooms)
    return row


def _write(
    actor: Actor, school_class: SchoolClass, rows: Sequence[tuple[Lesson, LessonChange]]
) -> tuple[UUID, ...]:
    """What was entered by hand about the same lessons before is replaced; the same entered twice is once there."""
    present = list(
        LessonChange.objects.filter(
            room_id=school_class.room_id, day__in={row.day for _, row in rows}, source__in=CHANGEABLE
        )
    )
    fresh = [(lesson, row) for lesson, row in rows if not any(_same(row, one) for one in present)]
    replaced = [
        one.pk
        for one in present
        for _, row in fresh
        if Kind.EXTRA not in (row.kind, one.kind) and _slot(one) == _slot(row)
    ]
    LessonChange.objects.filter(pk__in=replaced).delete()
    LessonChange.objects.bulk_create([row for _, row in fresh])
    tell(actor, [_news(lesson, row) for lesson, row in fresh])
    return tuple(row.pk for _, row in fresh)


def _slot(row: LessonChange) -> tuple[date, int, int, int]:
    return row.day, row.period, row.length, row.number


def _same(one: LessonChange, other: LessonChange) -> bool:
    content = (one.kind, one.subject, list(one.teachers), list(one.classrooms))
    return _slot(one) == _slot(other) and content == (
        other.kind,
        other.subject,
        list(other.teachers),
        list(other.classrooms),
    )


def _taken_back(row: LessonChange) -> Told:
    """An additional lesson is gone; any other takes place as planned."""
    when = wording.lessons(row.period, row.length)
    what, new = (What.REMOVED, "") if row.kind == Kind.EXTRA else (What.CHANGED, PLAN_HOLDS.format(when))
    return Told(row.room_id, row.day, row.day, what, wording.lesson_change(row), new)


def _news(lesson: Lesson, row: LessonChange) -> Told:
    planned = wording.content(lesson.subject, lesson.teachers, lesson.classrooms)
    what = {Kind.CANCELLED: What.CANCELLED, Kind.CHANGED: What.CHANGED}.get(Kind(row.kind), What.ADDED)
    old = "" if row.kind == Kind.EXTRA else f"{wording.lessons(lesson.period, lesson.length)}: {planned}"
    return Told(row.room_id, row.day, row.day, what, old, wording.lesson_change(row, lesson.subject))
