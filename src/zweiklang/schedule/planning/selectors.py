"""Reads for the pages of the editor. Row-level security lets through what the person may see."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from zweiklang.apprenticeships.public import Contract, SchoolClass
from zweiklang.kernel import formats
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import school_holidays, school_year
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import Room, Scope, note_look
from zweiklang.schedule.calendar.days import class_days
from zweiklang.schedule.models import (
    Course,
    FreeDay,
    Lesson,
    LessonChange,
    LessonTime,
    SchoolEvent,
    SchoolPeriod,
    Source,
)
from zweiklang.schedule.planning import wording
from zweiklang.schedule.planning.school_days import CHANGEABLE, token_of
from zweiklang.schedule.planning.shapes import ChangeRow, CourseRow, EventRow, LessonRow, Month, PeriodRow
from zweiklang.schedule.planning.spans import DAY, Span, mondays_of, year_days
from zweiklang.schedule.planning.year import months

LATELY = timedelta(days=14)
# Over the longest holidays to the next school day, over most gaps between blocks.
NEAR = timedelta(days=56)


@dataclass(frozen=True, slots=True)
class Plan:
    """A class's school days: the year as weeks, the Mondays of those that are blocks, every entry in words; `token` tells it from another."""

    months: list[Month]
    blocks: frozenset[date]
    rows: list[PeriodRow]
    weekly: list[PeriodRow]
    token: str


def plan_of(school_class: SchoolClass) -> Plan:
    """Returns when that class has school. Two queries."""
    rows = list(SchoolPeriod.objects.filter(room_id=school_class.room_id).order_by("first_day", "pk"))
    blocks = [row for row in rows if row.kind == SchoolPeriod.Kind.BLOCK]
    chosen = mondays_of(_span(row) for row in blocks if row.source in CHANGEABLE)
    fixed = {
        monday: str(row.get_source_display())
        for row in blocks
        if row.source not in CHANGEABLE
        for monday in mondays_of([_span(row)])
    }
    year = months(
        school_class.school_year,
        chosen=chosen,
        fixed=fixed,
        free_days=free_days_of(school_class.school_id, year_days(school_class.school_year)),
    )
    words = [_period_row(row) for row in rows]
    return Plan(
        year,
        frozenset(chosen),
        [row for row in words if row.kind == SchoolPeriod.Kind.BLOCK],
        [row for row in words if row.kind == SchoolPeriod.Kind.WEEKLY],
        token_of(rows),
    )


def _span(row: SchoolPeriod) -> Span:
    return Span(row.first_day, row.last_day, (row.pk,))


def _period_row(row: SchoolPeriod) -> PeriodRow:
    days = wording.days(row.first_day, row.last_day)
    return PeriodRow(row.pk, row.kind, wording.school_days(row), days, source_of(row))


def source_of(row: SchoolPeriod | LessonChange | SchoolEvent) -> str:
    """Returns where an entry comes from that is not changed here, or ""."""
    return "" if row.source in CHANGEABLE else str(Source(row.source).label)


def free_days_of(school_id: UUID, within: tuple[date, date]) -> dict[date, str]:
    """Returns the free days of that school in that time with their reason. One query."""
    found = {}
    for row in FreeDay.objects.filter(school_id=school_id, first_day__lte=within[1], last_day__gte=within[0]):
        day = row.first_day
        while day <= row.last_day:
            found[day] = row.name or row.get_kind_display()
            day += DAY
    return found


def period_in(school_class: SchoolClass, period_id: UUID) -> SchoolPeriod:
    """Returns that entry; raises Http404 where there is none the person may see."""
    found = SchoolPeriod.objects.filter(pk=period_id, room_id=school_class.room_id).first()
    if found is None:
        raise Http404
    return found


def models_for(school_class: SchoolClass) -> list[SchoolClass]:
    """Returns the other classes of the school and the year that have school days entered and that the person sees. One query."""
    others = SchoolClass.objects.filter(
        school_id=school_class.school_id, school_year=school_class.school_year
    )
    planned = SchoolPeriod.objects.order_by().values("room_id")
    return list(others.exclude(pk=school_class.pk).filter(room_id__in=planned).order_by("label"))


@dataclass(frozen=True, slots=True)
class TimetableDay:
    """A weekday of the timetable: its lessons in words, with when in the day they are."""

    weekday: int
    name: str
    lessons: list[tuple[str, str, str]]


def timetable_of(school_class: SchoolClass, day: date) -> list[TimetableDay]:
    """Returns the weekdays of the timetable that holds on that day, those without a lesson too. Two queries."""
    rows = Lesson.objects.filter(room_id=school_class.room_id, first_day__lte=day)
    rows = rows.filter(Q(last_day__isnull=True) | Q(last_day__gte=day)).order_by(
        "period", "number", "subject"
    )
    times = dict[int, tuple[str, str]]()
    for time in LessonTime.objects.filter(school_id=school_class.school_id):
        times[time.period] = (wording.clock(time.starts), wording.clock(time.ends))
    of_day = defaultdict(list)
    for row in rows:
        begin, end = times.get(row.period, ("", ""))[0], times.get(row.period + row.length - 1, ("", ""))[1]
        when = f"{begin}–{end}" if begin and end else ""
        what = wording.content(row.subject, row.teachers, row.classrooms)
        of_day[row.weekday].append((wording.lessons(row.period, row.length), when, what))
    shown = [1, 2, 3, 4, 5, *([6] if of_day[6] else [])]
    return [TimetableDay(number, formats.WEEKDAY_NAMES[number - 1], of_day[number]) for number in shown]


def lesson_rows(lessons: Iterable[Lesson]) -> list[LessonRow]:
    """Returns these lessons of a day for choosing one."""
    return [
        LessonRow(
            row.pk,
            row.period,
            row.length,
            wording.lessons(row.period, row.length),
            wording.content(row.subject, row.teachers, row.classrooms),
        )
        for row in lessons
    ]


def coming_changes(school_class: SchoolClass) -> list[ChangeRow]:
    """Returns what differs from the plan from today on, earliest first: changed lessons and days without school. Three queries."""
    here = {"room_id": school_class.room_id}
    plan = list(Lesson.objects.filter(**here).exclude(last_day__lt=today()))
    free = SchoolEvent.objects.filter(last_day__gte=today(), kind=SchoolEvent.Kind.FREE, **here)
    found = [
        (row.day, row.period, _change_row(row, plan))
        for row in LessonChange.objects.filter(day__gte=today(), **here)
    ]
    found += [
        (
            row.first_day,
            0,
            ChangeRow(row.pk, "free", _short_days(row.first_day, row.last_day), row.title, source_of(row)),
        )
        for row in free
    ]
    return [row for *_, row in sorted(found, key=lambda one: (one[0], one[1]))]


def _change_row(row: LessonChange, plan: Iterable[Lesson]) -> ChangeRow:
    words = wording.lesson_change(row, " / ".join(_subjects(row, plan)))
    return ChangeRow(row.pk, row.kind, formats.day(row.day), words, source_of(row))


def _subjects(row: LessonChange, plan: Iterable[Lesson]) -> list[str]:
    """What the timetable has at that time of that day."""
    meant = [
        lesson.subject
        for lesson in plan
        if lesson.weekday == row.day.isoweekday()
        and lesson.first_day <= row.day <= (lesson.last_day or row.day)
        and lesson.period < row.period + row.length
        and row.period < lesson.period + lesson.length
        and row.number in {0, lesson.number}
    ]
    return sorted({subject for subject in meant if subject})


def school_days_around(school_class: SchoolClass, day: date) -> tuple[date | None, date, date | None]:
    """Returns the class's school day before that day, the first from it on, and the one after; that day itself if there is none. One query.

    All of them in the class's own year: weekdays that go on beyond it are another class's.
    """
    room_id, (begins, ends) = school_class.room_id, year_days(school_class.school_year)
    around = class_days([room_id], max(begins, day - NEAR), min(ends, day + NEAR))[room_id]
    school = [one.day for one in around if one.school or one.lessons]
    at = next((one for one in school if one >= day), day)
    before = next((one for one in reversed(school) if one < at), None)
    return before, at, next((one for one in school if one > at), None)


def _short_days(first: date, last: date) -> str:
    return formats.day(first) if first == last else wording.days(first, last)


def events_of(school_class: SchoolClass) -> list[EventRow]:
    """Returns the events of that class that have not passed two weeks ago, earliest first. One query."""
    rows = SchoolEvent.objects.filter(room_id=school_class.room_id, last_day__gte=today() - LATELY)
    return [
        EventRow(
            row.pk,
            ", ".join(
                filter(None, (_short_days(row.first_day, row.last_day), wording.times(row.starts, row.ends)))
            ),
            row.title,
            row.kind,
            row.get_kind_display(),
            source_of(row),
        )
        for row in rows.order_by("first_day", "starts", "title")
    ]


def event_in(school_class: SchoolClass, event_id: UUID) -> SchoolEvent:
    """Returns that event; raises Http404 where there is none the person may see."""
    found = SchoolEvent.objects.filter(pk=event_id, room_id=school_class.room_id).first()
    if found is None:
        raise Http404
    return found


def school_of(room_id: UUID) -> Organisation:
    """Returns the school of that team room; raises Http404 for another kind of room or organisation."""
    room = Room.objects.select_related("organisation").filter(pk=room_id, kind=Room.Kind.TEAM).first()
    if room is None or room.organisation is None or room.organisation.kind != Organisation.Kind.SCHOOL:
        raise Http404
    return room.organisation


def free_day_in(school: Organisation, free_day_id: UUID) -> FreeDay:
    """Returns that free day of the school; raises Http404 where there is none."""
    found = FreeDay.objects.filter(pk=free_day_id, school=school).first()
    if found is None:
        raise Http404
    return found


def courses_in(room_id: UUID) -> list[CourseRow]:
    """Returns the courses of that apprenticeship, coming ones first, noted as shown. One query."""
    note_look(room_id, Scope.SCHEDULE)
    rows = Course.objects.filter(room_id=room_id).order_by("first_day", "title")
    found = [_course_row(row) for row in rows]
    return [row for row in found if not row.past] + [row for row in found if row.past][::-1]


def _course_row(row: Course) -> CourseRow:
    note = " · ".join(filter(None, (wording.times(row.starts, row.ends), row.place)))
    return CourseRow(
        row.pk, wording.days(row.first_day, row.last_day), row.title, note, row.last_day < today()
    )


def course_in(room_id: UUID, course_id: UUID) -> Course:
    """Returns that course; raises Http404 where there is none the person may see."""
    found = Course.objects.filter(pk=course_id, room_id=room_id).first()
    if found is None:
        raise Http404
    return found


def names_in(room_ids: Collection[UUID]) -> list[tuple[UUID, str, str]]:
    """Returns room, name and firm of the apprentices of these rooms whose training has not ended, by name, noted as shown. One query."""
    rows = Contract.objects.filter(room_id__in=room_ids, last_day__gte=today()).order_by(
        "apprentice__sort_key"
    )
    found = [
        (room, f"{given} {family}".strip(), firm)
        for room, given, family, firm in rows.values_list(
            "room_id", "apprentice__given_name", "apprentice__family_name", "firm__name"
        )
    ]
    note_look((room for room, *_ in found), Scope.SCHEDULE)
    return found


def free_day_rows(school: Organisation) -> list[tuple[FreeDay, str, str]]:
    """Returns the free days of that school from this school year on, with their days and kind in words. One query."""
    since = year_days(school_year(today()))[0]
    rows = FreeDay.objects.filter(school=school, last_day__gte=since).order_by("first_day")
    return [(row, _short_days(row.first_day, row.last_day), row.get_kind_display()) for row in rows]


def school_holiday_rows() -> list[tuple[str, str]]:
    """Returns name and days of the school holidays of Hesse in this school year and the next."""
    first, last = year_days(school_year(today()))[0], year_days(school_year(today()) + 1)[1]
    return [
        (one.name, wording.days(one.first_day, one.last_day))
        for one in school_holidays()
        if one.last_day >= first and one.first_day <= last
    ]
