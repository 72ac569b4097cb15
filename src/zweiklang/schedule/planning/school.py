"""What holds for a whole school: its free days, and when lessons begin and end. One function = one use case = one transaction."""

from datetime import date, time
from uuid import UUID

from django.db import transaction

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.kernel.hesse import school_year
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import Standing, as_system
from zweiklang.schedule.models import LONGEST_CHANGE, FreeDay, LessonTime, ScheduleChange
from zweiklang.schedule.notices.announcing import Told
from zweiklang.schedule.planning import policy, wording
from zweiklang.schedule.planning.locking import alone_with
from zweiklang.schedule.planning.ordering import check_days
from zweiklang.schedule.planning.spans import year_days
from zweiklang.schedule.planning.telling import tell

What = ScheduleChange.What
GONE = "Diesen freien Tag hat inzwischen jemand entfernt."
CHANGED = "Inzwischen hat jemand den freien Tag geändert. Jetzt gilt: {}. Soll Ihre Angabe gelten? Dann speichern Sie noch einmal."
TIMES_CHANGED = "Inzwischen hat jemand die Unterrichtszeiten geändert. Soll Ihre Angabe gelten? Dann speichern Sie noch einmal."
# Usual at Hessian vocational schools: offered to begin with, never set by itself.
USUAL = (
    ("8:00", "8:45"), ("8:45", "9:30"), ("9:45", "10:30"), ("10:30", "11:15"), ("11:30", "12:15"),
    ("12:15", "13:00"), ("13:30", "14:15"), ("14:15", "15:00"), ("15:15", "16:00"), ("16:00", "16:45"),
)  # fmt: skip
type Times = dict[int, tuple[time, time]]


@transaction.atomic
def keep_free_day(
    actor: Actor,
    *,
    school: Organisation,
    standing: Standing,
    days: tuple[date, date],
    kind: str,
    name: str,
    free_day_id: UUID | None = None,
    seen: str = "",
) -> FreeDay:
    """The school is free on these days: a new entry, or (`free_day_id`) another version of that one. All its classes hear of it."""
    require(policy.may_plan_school(actor, standing=standing))
    alone_with(standing.room_id)
    check_days(*days)
    others = FreeDay.objects.filter(school=school)
    others = others.exclude(pk=free_day_id) if free_day_id else others
    clash = others.filter(first_day__lte=days[1], last_day__gte=days[0]).first()
    if clash:
        raise Rejected(f"Da ist schon frei: {words(clash)}. Bitte andere Tage angeben.", field="first_day")
    row = _present(school, free_day_id, seen) if free_day_id else FreeDay(school=school)
    old = _fact(row) if free_day_id else None
    row.first_day, row.last_day, row.kind, row.name, row.source_key = *days, kind, name, ""
    with as_system(actor):
        row.save(force_insert=free_day_id is None)
        _tell_classes(actor, school, old, _fact(row))
    return row


@transaction.atomic
def remove_free_day(
    actor: Actor, *, school: Organisation, standing: Standing, free_day_id: UUID, seen: str
) -> None:
    """The school is open on these days, as usual. All its classes hear of it."""
    require(policy.may_plan_school(actor, standing=standing))
    alone_with(standing.room_id)
    row = _present(school, free_day_id, seen)
    with as_system(actor):
        FreeDay.objects.filter(pk=row.pk).delete()
        _tell_classes(actor, school, _fact(row), None)


@transaction.atomic
def keep_lesson_times(
    actor: Actor, *, school: Organisation, standing: Standing, times: Times, seen: str
) -> bool:
    """Lessons of the school begin and end at these times; True if that is different from before. All its classes hear of a change."""
    require(policy.may_plan_school(actor, standing=standing))
    alone_with(standing.room_id)
    before = lesson_times(school.pk)
    if times_token(before) != seen:
        raise Conflict(TIMES_CHANGED)
    if before == times:
        return False
    with as_system(actor):
        LessonTime.objects.filter(school=school).delete()
        LessonTime.objects.bulk_create(
            LessonTime(school=school, period=period, starts=starts, ends=ends)
            for period, (starts, ends) in times.items()
        )
        if before:
            until = year_days(school_year(today()))[1]
            was, now = _said(before, times), _said(times, before)
            _tell_classes(actor, school, (today(), until, was), (today(), until, now))
    return True


def lesson_times(school_id: UUID) -> Times:
    """Returns from when to when each lesson of that school lasts, as far as it has said so. One query."""
    rows = LessonTime.objects.filter(school_id=school_id).order_by("period")
    return {row.period: (row.starts, row.ends) for row in rows}


def times_token(times: Times) -> str:
    """Returns what tells one set of times from another."""
    return ";".join(f"{period}={wording.times(*of)}" for period, of in sorted(times.items()))


def token_of(row: FreeDay) -> str:
    """Returns what tells one version of a free day from another."""
    return "|".join(str(value) for value in (row.first_day, row.last_day, row.kind, row.name))


def words(row: FreeDay) -> str:
    """Returns "Beweglicher Ferientag, 12. Februar 2027"."""
    return f"{label_of(row)}, {wording.days(row.first_day, row.last_day)}"


def label_of(row: FreeDay) -> str:
    """Returns "Rosenmontag" or "Beweglicher Ferientag"."""
    label = row.name or str(FreeDay.Kind(row.kind).label)
    return f"{label[:1].upper()}{label[1:]}"


def _said(times: Times, other: Times) -> str:
    parts = [
        f"{period}. Stunde {wording.times(*of)}" for period, of in times.items() if other.get(period) != of
    ]
    return f"Unterrichtszeiten: {', '.join(parts)}"[:LONGEST_CHANGE] if parts else ""


def _present(school: Organisation, free_day_id: UUID, seen: str) -> FreeDay:
    row = FreeDay.objects.filter(pk=free_day_id, school=school).first()
    if row is None:
        raise Conflict(GONE)
    if token_of(row) != seen:
        raise Conflict(CHANGED.format(words(row)))
    return row


type Said = tuple[date, date, str]


def _tell_classes(actor: Actor, school: Organisation, old: Said | None, new: Said | None) -> None:
    """The classes of the school years concerned hear the old and the new; days are named where they moved."""
    spans = {one[:2] for one in (old, new) if one}
    was, now = (
        f"{one[2]}, {wording.days(*one[:2])}" if one and len(spans) > 1 else one[2] if one else ""
        for one in (old, new)
    )
    first, last = min(first for first, _ in spans), max(last for _, last in spans)
    if was == now or last < today():
        return
    what = What.CHANGED if was and now else What.ADDED if now else What.REMOVED
    years = (school_year(max(first, today())), school_year(last))
    rooms = SchoolClass.objects.filter(school=school, school_year__range=years).order_by("room_id")
    ids = rooms.values_list("room_id", flat=True)
    tell(actor, [Told(room_id, max(first, today()), last, what, was, now) for room_id in ids])


def _fact(row: FreeDay) -> Said:
    return row.first_day, row.last_day, label_of(row)
